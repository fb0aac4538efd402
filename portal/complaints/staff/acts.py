"""What officers do with a comment: each is done once, and whoever is slower is told."""

from typing import Any, NamedTuple

from sqlmodel import Session

from portal.accounts.models import Account
from portal.complaints import keeping, letters, models, queries
from portal.complaints.rules import State
from portal.complaints.staff import forms
from portal.forms.form import typed
from portal.forms.words import sent_text
from portal.languages.i18n import today
from portal.problems import Problem, Problems
from portal.store import audit, saving
from portal.web import acting

SEEN = "_seen"
"""Carries in which state a comment was when an officer's page was drawn."""


class One(NamedTuple):
    """A comment, and who looks at it."""

    account: Account
    comment: models.Comment


def log(session: Session, one: One, action: str, **details: Any) -> None:
    """Keep in the log what was done with a comment, and no word of it."""
    about = {"kind": one.comment.kind}
    audit.record(session, one.account.id or 0, action, one.comment.id, **about, **details)


def read(session: Session, one: One) -> None:
    """Note that somebody read it, once."""
    if keeping.move(session, one.comment, State.READ, today(), by=one.account.id):
        log(session, one, "complaints.read")


def answer(asked: acting.Asked[One]) -> acting.Did | Problems:
    """Answer it; by email, too, if that is wanted."""
    said = keeping.Said(asked.values["who"], asked.values["answer_in"], asked.values["answer"])
    reach = keeping.told(asked.session, asked.item.comment)
    if problems := _moved(asked, State.ANSWERED, said, "answer"):
        return problems
    if "email" in reach:
        letters.write(
            asked.session, asked.item.comment, reach["email"], letters.ANSWERED, said.words
        )
    return acting.Did("complaints.answered", {"language": said.language})


def translate(asked: acting.Asked[One]) -> acting.Did | Problems:
    """Say the answer in one more language."""
    tag, words = asked.values["translation_in"], asked.values["translation"]
    step = last_answer(asked.session, asked.item)
    if step is None or tag == step.language:
        return {"translation": Problem(forms.NOT_NOW)}
    keeping.translate(asked.session, step, tag, words)
    return acting.Did("complaints.translated", {"language": tag})


def pass_on(asked: acting.Asked[One]) -> acting.Did | Problems:
    """Note that the corporate procedure has it now."""
    reach = keeping.told(asked.session, asked.item.comment)
    said = keeping.Said(asked.values["reference"])
    if problems := _moved(asked, State.PASSED, said, "reference"):
        return problems
    if "email" in reach:
        letters.write(asked.session, asked.item.comment, reach["email"], letters.PASSED)
    return acting.Did("complaints.passed")


def escalate(asked: acting.Asked[One]) -> acting.Did | Problems:
    """Note that somebody outside the council looks at it."""
    said = keeping.Said(asked.values["whom"])
    reach = keeping.told(asked.session, asked.item.comment)
    if problems := _moved(asked, State.ESCALATED, said, "whom"):
        return problems
    if "email" in reach:
        letters.write(asked.session, asked.item.comment, reach["email"], letters.ESCALATED)
    return acting.Did("complaints.escalated", {"whom": said.note})


def decline(asked: acting.Asked[One]) -> acting.Did | Problems:
    """Say why it is not for the council; whoever sent it reads that, and nothing is deleted."""
    values, comment = asked.values, asked.item.comment
    said = keeping.Said(values["why"], values["reason_in"], values["reason"])
    reach = keeping.told(asked.session, comment)
    if problems := _moved(asked, State.DECLINED, said, "reason"):
        return problems
    if "email" in reach:
        letters.write(asked.session, comment, reach["email"], letters.DECLINED, said.words)
    return acting.Did("complaints.declined", {"why": said.note})


def _moved(asked: acting.Asked[One], state: State, said: keeping.Said, field: str) -> Problems:
    moved = keeping.move(
        asked.session,
        asked.item.comment,
        state,
        today(),
        by=asked.item.account.id,
        said=said,
    )
    return {} if moved else {field: Problem(forms.NOT_NOW)}


def before(session: Session, one: One, *, state: State) -> dict[str, str] | None:
    """Give what a colleague, or the same press of a button, did a moment ago."""
    steps = queries.steps(session, one.comment)
    if one.comment.state is not state:
        return None
    last = steps[-1]
    note, words, written_in = _NAMES[state]
    said = {words: last.words[last.language], written_in: last.language} if words else {}
    return {note: last.note, **said}


def moved_on(one: One, sent: Any) -> saving.Refusal | None:
    """Tell whether a colleague did something else since the page was drawn that sends this."""
    seen = sent_text(sent, SEEN)
    return saving.Refusal(409) if seen and seen != one.comment.state else None


def translated(session: Session, one: One, _fields: Any, sent: Any) -> saving.Refusal | None:
    """Tell whether the answer says just this in a language already."""
    step, shown = last_answer(session, one), typed(forms.TRANSLATION, sent)
    same = step and step.words.get(shown["translation_in"]) == shown["translation"]
    return acting.ALREADY if same else None


def last_answer(session: Session, one: One) -> models.CommentStep | None:
    """Find what was answered last, or why it is not for the council."""
    steps, said = queries.steps(session, one.comment), (State.ANSWERED, State.DECLINED)
    return next((step for step in reversed(steps) if step.state in said), None)


_NAMES = {
    State.ANSWERED: ("who", "answer", "answer_in"),
    State.DECLINED: ("why", "reason", "reason_in"),
    State.PASSED: ("reference", "", ""),
    State.ESCALATED: ("whom", "", ""),
}
"""What is typed to bring a comment to a state: its note, its words, and their language."""
