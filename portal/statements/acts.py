"""Publishing a statement, correcting it, and withdrawing it: the chair does, and nobody else."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.bodies.visiting import Visit
from portal.forms import form
from portal.forms.field import Ground
from portal.forms.words import Sent, Shown
from portal.languages.i18n import today
from portal.news import named
from portal.problems import Problem, Problems, mark
from portal.statements import forms, queries
from portal.statements.models import Statement, StatementVersion
from portal.store import quotes

Said = Mapping[str, Any]
_BOTH = mark("Write both in this language, the title and the words, or neither.")


def read(sent: Sent, ground: Ground) -> tuple[Said, Problems]:
    """Read a statement in the language in which it was written, and in further ones."""
    written, further = form.read(forms.WRITTEN, sent), form.read(forms.FURTHER, sent, None, ground)
    problems = written.problems | further.problems
    values, titles, texts = written.values, further.values["titles"], further.values["texts"]
    for tag in {*titles} ^ {*texts}:
        missing = "texts" if tag in titles else "titles"
        problems.setdefault(f"{missing}.{tag}", Problem(_BOTH))
    tag = values["language"]
    said = {
        "language": tag,
        "title": {tag: values["title"]} | {one: titles[one] for one in titles if one != tag},
        "words": {tag: values["words"]} | {one: texts[one] for one in texts if one != tag},
    }
    return said, problems


def show(statement: Statement, ground: Ground) -> Shown:
    """Show a statement as the form that was sent for it."""
    tag = statement.language
    titles = {one: text for one, text in statement.title.items() if one != tag}
    texts = {one: text for one, text in statement.words.items() if one != tag}
    first = {"title": statement.title.get(tag, ""), "words": statement.words.get(tag, "")}
    written = form.show(forms.WRITTEN, first | {"language": tag})
    return written | form.show(forms.FURTHER, {"titles": titles, "texts": texts}, ground)


def publish(session: Session, visit: Visit, name: str, said: Said) -> Statement:
    """Publish a statement under the name of its form, once however often that is sent."""
    there = session.get(Statement, name) or _again(session, visit, said)
    if there is not None:
        return there
    made = Statement(id=name, body_id=visit.body.id or 0, day=today(), **said)
    session.add(made)
    session.flush()
    visit.log(session, "statement.published", made.id)
    return made


def correct(session: Session, visit: Visit, statement: Statement, said: Said) -> None:
    """Change a statement; how it read before stays to be read."""
    names = ("title", "words", "language")
    before = {name: getattr(statement, name) for name in names}
    session.add(StatementVersion(statement_id=statement.id, until=today(), **before))
    for name in names:
        setattr(statement, name, said[name])
    statement.corrected = today()
    statement.revision += 1
    session.add(statement)
    visit.log(session, "statement.corrected", statement.id)


def withdraw(session: Session, visit: Visit, statement: Statement) -> None:
    """Take a statement back: its title stays, with the day, and no word of any version."""
    if stands(statement):
        forget(session, statement)
        statement.words, statement.withdrawn = {}, today()
        statement.revision += 1
        session.add(statement)
        visit.log(session, "statement.withdrawn", statement.id)


def forget(session: Session, statement: Statement) -> None:
    """Keep no earlier version of a statement, nor what mails that wait quote of it."""
    queries.forget_versions(session, statement)
    quotes.take_out(session, [named("statement", statement.id)])


def stands(statement: Statement) -> bool:
    """Tell whether the words of a statement are still there."""
    return statement.withdrawn is None and statement.removed is None


def _again(session: Session, visit: Visit, said: Said) -> Statement | None:
    rows = queries.listed(session, visit.body.id or 0)
    stood = (one for one in rows if one.day == today() and stands(one))
    return next((one for one in stood if _reads(one) == said), None)


def _reads(one: Statement) -> Said:
    return {"language": one.language, "title": one.title, "words": one.words}
