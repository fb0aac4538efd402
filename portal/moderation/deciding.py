"""What a moderator sent about a post or a topic, read against how it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.bodies.models import Body
from portal.forms import form
from portal.forms.fields import Choice
from portal.forms.words import Shown
from portal.forum.topics.models import TITLE, WORDS
from portal.languages.i18n import language
from portal.moderation import forms, reasons, rules
from portal.moderation.matters import Matter
from portal.moderation.rules import AGAINST, Act
from portal.problems import Problem, Problems

SHORTEST = 2
"""A single letter is no passage: it stands everywhere."""


def choice(matter: Matter) -> Choice:
    """Ask what becomes of a post."""
    acts = rules.offered(matter.post.standing)
    options = [(act.value, label(matter, act)) for act in acts]
    missing = forms.CHOOSE_ACT.message
    return Choice("act", forms.WHAT, required=True, missing=missing, options=options)


def label(matter: Matter, act: Act) -> str:
    """Say what it means for a post to be hidden, or to be hidden still."""
    stays = act is Act.HIDDEN and matter.is_hidden
    return forms.KEEP_HIDDEN if stays else forms.CHOICES[act]


def read(
    session: Session, body: Body, matter: Matter, sent: Shown
) -> tuple[Mapping[str, Any], Problems]:
    """Read a decision about a post: what it takes away has a reason."""
    typed = {"language": language(), **sent}
    reading = form.read((choice(matter), *forms.TO_AUTHOR, *forms.CUT), typed)
    said, problems = dict(reading.values), reading.problems
    said["reason"] = ""
    if said["act"] in AGAINST:
        why = form.read((reasons.field(session, body, forms.REASON),), typed)
        said["reason"], problems = why.values["reason"], {**problems, **why.problems}
    if matter.is_appealed:
        problems["act"] = forms.HEAR_FIRST
    if said["act"] == Act.REDACTED:
        said["left"], wrong = _left(matter, said["cut"].split("\n"), files=said["files"])
        problems |= {"cut": wrong} if wrong and "cut" not in problems else {}
    return said, problems


def read_lock(
    session: Session, body: Body, matter: Matter, sent: Shown, *, locks: bool
) -> form.Reading:
    """Read why nothing is added to a topic any more; to open it again needs no reason."""
    why = (reasons.field(session, body, forms.REASON),) if locks else ()
    reading = form.read((*why, *forms.TO_AUTHOR), {"language": language(), **sent})
    waits = {"words": forms.HEAR_FIRST} if matter.is_lock_appealed else {}
    return form.Reading({"reason": "", **reading.values}, {**reading.problems, **waits})


def read_change(matter: Matter, sent: Shown, why: Sequence[Choice]) -> form.Reading:
    """Read what is decided about a change of a post: what is not put there has a reason."""
    reading = form.read((*why, *forms.TO_AUTHOR), sent)
    waits = {"reason": forms.HEAR_FIRST} if matter.is_appealed else {}
    return form.Reading({"reason": "", **reading.values}, {**reading.problems, **waits})


def is_repeated(matter: Matter, own: str, sent: Shown) -> bool:
    """Tell whether somebody sends again what they decided just now."""
    decision, _ = matter.latest or (None, None)
    return decision is not None and (decision.member_id, decision.act) == (own, sent.get("act"))


def _left(
    matter: Matter, lines: list[str], *, files: bool
) -> tuple[Mapping[str, str], Problem | None]:
    passages = [one.strip() for one in lines if one.strip()]
    title = matter.topic.title if matter.post.opens else ""
    left = {"text": rules.cut(matter.post.text, passages), "title": rules.cut(title, passages)}
    if not passages and not files:
        return left, forms.CUT_WHAT
    there = f"{matter.post.text}\n{title}"
    if any(len(one) < SHORTEST or one not in there for one in passages):
        return left, forms.NOT_THERE
    if len(left["text"]) > WORDS or len(left["title"]) > TITLE:
        return left, forms.TOO_MANY
    return left, None
