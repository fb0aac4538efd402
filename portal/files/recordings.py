"""Whether a file is a film or a sound recording, which tell more than whoever sends them knows."""

import re

_SIGNATURES = re.compile(
    # MP4, QuickTime and their kin, but not the photos (HEIC, AVIF) that have the same frame
    rb"....(?:ftyp(?!hei|hev|mif1|msf1|avi)|moov|mdat|wide)"
    rb"|\x1aE\xdf\xa3"  # Matroska and WebM
    rb"|OggS|fLaC|#!AMR|caff|FLV\x01|ID3"
    rb"|\xff[\xf1-\xf3\xf9-\xfb]"  # MP3 and AAC without a head
    rb"|RIFF....(?:WAVE|AVI )|FORM....AIF[FC]"
    rb"|\x00\x00\x01[\xb3\xba]"  # MPEG
    rb"|0&\xb2u\x8ef\xcf\x11",  # WMV and WMA
    re.DOTALL,
)
_OFTEN = (
    "3g2 3gp aac aif aiff amr avi caf flac flv m4a m4b m4v mkv mov mp3 mp4 mpeg mpg mts oga ogg "
    "ogv opus wav webm wma wmv"
)
_ENDINGS = frozenset(_OFTEN.split(" "))


def is_one(content: bytes, name: str) -> bool:
    """Tell it by what a file begins with, or by what it is called."""
    return bool(_SIGNATURES.match(content)) or is_called_one(name)


def is_called_one(name: str) -> bool:
    """Tell it by the ending of its name, which is all that is known of a file that was not read."""
    return name.rpartition(".")[2].strip().casefold() in _ENDINGS
