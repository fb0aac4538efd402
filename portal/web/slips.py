"""Codes on paper, each of which may come with the answers of one person to a consultation."""

from collections.abc import Callable
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.problems import Problem


class Slips(NamedTuple):
    """What a feature that gives out such codes does about them.

    `out` tells whether any can be used for the consultation of a number. `spend` uses one up for a
    response that was kept just now, or says what is wrong with what somebody typed.
    """

    out: Callable[[Session, int], bool]
    spend: Callable[[Request, Session, int, str, str], Problem | None]
