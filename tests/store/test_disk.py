"""Room on the disk: what the portal sees of it, whichever database it has."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from portal.settings import Settings
from portal.store import disk

pytestmark = pytest.mark.both


def test_the_room_is_that_of_the_disk_on_which_the_portal_writes(
    settings: Settings, tmp_path: Path
) -> None:
    settings = replace(settings, var=tmp_path / "not" / "made" / "yet")
    near = shutil.disk_usage(tmp_path).free
    assert abs(disk.free(settings) - near) < 512 * 1024 * 1024


def test_less_room_ends_files_first_and_words_last(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert disk.WORDS_NEED < disk.FILES_NEED
    assert disk.takes_files(settings)
    assert disk.takes_words(settings)
    monkeypatch.setattr(disk, "FILES_NEED", disk.free(settings) * 2)
    assert not disk.takes_files(settings)
    assert disk.takes_words(settings)
    monkeypatch.setattr(disk, "WORDS_NEED", disk.free(settings) * 2)
    assert not disk.takes_words(settings)
