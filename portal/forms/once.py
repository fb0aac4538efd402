"""What the same page sends twice is kept once; other words from it are something of their own."""

import json
from base64 import urlsafe_b64encode
from hashlib import blake2b
from secrets import token_urlsafe

from portal.forms.words import Sent, every, sent_text

KEY = "_key"
_BYTES = 16
_LONGEST = 22


def key(sent: Sent) -> str:
    """Give the key that was drawn with a form; a new one if it came without."""
    drawn = sent_text(sent, KEY)
    return drawn if 0 < len(drawn) <= _LONGEST else token_urlsafe(_BYTES)


def name(sent: Sent, *where: object) -> str:
    """Give the name under which a form keeps what it makes, once however often it is sent.

    It follows from every word that was sent, and from `where` and by whom: whoever goes back in
    their browser and writes something else has it kept, too.
    """
    said = sorted((one, every(sent, one)) for one in sent if not one.startswith("_"))
    words = json.dumps([key(sent), *map(str, where), said])
    drawn = blake2b(words.encode(), digest_size=_BYTES).digest()
    return urlsafe_b64encode(drawn).decode().rstrip("=")
