"""Invented members: names in many scripts, some with a card alone, a few to sign in as."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.demo import content
from portal.members import cards, demo_people, keeping
from portal.members.models import Member
from portal.settings import Settings
from portal.store.db import random_id

_DOMAIN = "members.voices.example"


def seed(session: Session, settings: Settings, today: date) -> list[Member]:
    """Take everybody in, in the order of the list; cards are shown of those to sign in as."""
    return [
        _take_in(session, settings, number, made, today)
        for number, made in enumerate(content.members())
    ]


def _take_in(
    session: Session, settings: Settings, number: int, made: Mapping[str, Any], today: date
) -> Member:
    email = f"member{number + 1}@{_DOMAIN}" if made.get("email") else None
    member = keeping.take_in(session, today, made["language"], email=email, name=made["name"])
    member.name_shown = made.get("shown", False)
    session.add(member)
    code = demo_people.code(settings, number)
    if (email is None or number in demo_people.SHOWN) and not cards.opened(session, code):
        card, _ = cards.issue(session, member, "demo", today, random_id())
        cards.give_code(session, card, code)
    return member
