"""Inviting the first representative of a group, by an officer or by the contact of the group."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from portal.forms.form import read
from portal.forms.words import Sent
from portal.groups.models import Group
from portal.members.signing_in import limits
from portal.membership import forms, inviting, queries
from portal.membership.rules import Role, works
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto

_NOT_NOW = mark("Somebody speaks for this group already, or it is not verified.")
_WAIT = mark("Several invitations of this group were mailed just now. Try again in five minutes.")
_NO_EMAIL = mark("Write the e-mail address to which the invitation goes.")


class Made(NamedTuple):
    """An invitation that was made: its code, if it is to be handed over."""

    code: str


def may(session: Session, group: Group) -> bool:
    """Tell whether a group is verified, and nobody speaks for it."""
    return works(group.state) and not queries.count(session, group, Role.REPRESENTATIVE)


def invite(session: Session, group: Group, sent: Sent, tag: str, now: datetime) -> Made | Problems:
    """Invite who will speak for a group, or say what is wrong."""
    reading = read(forms.FIRST, sent)
    if reading.problems:
        return reading.problems
    email = reading.values["email"] if reading.values["way"] == forms.MAIL else ""
    if wrong := _hindrance(session, group, reading.values["way"], email, now):
        return wrong
    code = inviting.invite_first(session, group, email, tag, now)
    return Made("" if email else crypto.format_code(code))


def _hindrance(session: Session, group: Group, way: str, email: str, now: datetime) -> Problems:
    if way == forms.MAIL and not email:
        return {"email": Problem(_NO_EMAIL)}
    if not may(session, group):
        return {"way": Problem(_NOT_NOW)}
    if email and not limits.may_mail(session, limits.Mail.FIRST, f"{group.id}", now):
        return {"email": Problem(_WAIT)}
    return {}
