"""Mails that are written when a test says so."""

from tests.following.conftest import mailing

__all__ = ["mailing"]
