"""Whoever changes the portal sees it at once: everything a page is made of is watched."""

from pathlib import Path

import portal
from portal.developing import watched
from portal.settings import resource


def test_code_templates_words_and_style_are_watched() -> None:
    files = set(watched())
    assert {
        Path(portal.__file__),
        resource("templates") / "base.html",
        resource("locales") / "ur" / "LC_MESSAGES" / "public.po",
    } <= files
    assert any(file.suffix == ".css" for file in files)
