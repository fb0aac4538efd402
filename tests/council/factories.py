"""Councils for tests, saved as an administrator would have."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from portal.council import queries
from portal.council.rules import Contact, Council, Telephone

NAME = {
    "en": "Cwmteg Council",
    "cy": "Cyngor Cwmteg",
    "pl": "Rada Cwmteg",
    "ur": "کوم ٹیگ کونسل",
    "ar": "مجلس كومتيغ",
}


def council(session: Session, **changes: Any) -> Council:
    """Save a council that has finished its settings."""
    made = replace(finished(), **changes)
    queries.save(session, made)
    session.commit()
    return made


def finished() -> Council:
    """Describe a council that has nothing left to say."""
    return Council(
        name=NAME,
        telephones={
            "en": Telephone("01632 960001", {"en": "Monday to Friday", "ur": "پیر سے جمعہ"}),
            "ur": Telephone("01632 960004", {"en": "Mondays", "ur": "پیر"}),
        },
        data_protection=Contact("Data officer", "data@cwmteg.example"),
        accessibility=Contact("Access team", "access@cwmteg.example", "01632 960012"),
        complaints=Contact("Complaints", "complaints@cwmteg.example"),
        recipients={"en": "Two officers of the equality team."},
        never_recipients={"en": "The police and the Home Office."},
        accessibility_tested="2026-03-27",
    )
