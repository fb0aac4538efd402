"""What law forces away: two people of staff do it, everybody sees the ground, the chair is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.bodies import queries as bodies
from portal.bodies import telling, visiting
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forms.words import Shown
from portal.forum.topics import posts
from portal.forum.topics.rules import GONE, Law, Room
from portal.languages.i18n import today
from portal.members.models import Member
from portal.problems import Problem, Problems, mark
from portal.statements import acts, queries
from portal.statements.models import Removal, Statement
from portal.statements.staff import addresses, forms
from portal.statements.staff.addresses import Named
from portal.store import audit
from portal.web import feature, removable
from portal.web.removable import Passage, Ways

_NOWHERE = mark(
    "Nothing is found at this address. Copy that of a post, a statement or a meeting of a body."
)
_ELSEWHERE = mark(
    "This is an address of another website. Copy one of this portal, which begins with %(address)s"
)
_GONE = mark("Nothing of this is left, or somebody asked for the same already.")


@dataclass(frozen=True)
class Words:
    """What somebody wants taken away, as it reads now; only a post stands in a room.

    What is neither a post nor a statement says what it is `called`.
    """

    title: str
    title_in: str
    text: str
    language: str
    room: Room | None
    called: str = ""
    closed: bool = False

    @property
    def is_closed(self) -> bool:
        """Tell whether not everybody reads them."""
        return self.closed or self.room not in (None, Room.PUBLIC)


def ask(session: Session, account: Account, ways: Ways, said: Mapping[str, Any]) -> Problems:
    """Ask for something to be taken away, or say why it cannot be."""
    base = session.info["settings"].public_url
    if base and not addresses.is_within(said["address"], base):
        return {"address": Problem(_ELSEWHERE, {"address": base})}
    found = addresses.named(session, said["address"])
    there = [] if found else removable.at(ways, session, said["address"])
    if not found and not there:
        return {"address": Problem(_NOWHERE)}
    passage = _chosen(there, said["thing"])
    if there and passage is None:
        return {"what": forms.WHICH}
    row, left = _passage(session, passage) if passage else _of(found)
    row.law, row.reason, row.asked_by = Law(said["law"]), said["reason"], account.id
    if row.body_id == 0 or not left or queries.asked_for(session, row):
        return {"address": Problem(_GONE)}
    session.add(row)
    session.flush()
    _log(session, account, "removal.asked", session.get_one(Body, row.body_id), row)
    return {}


def ways(request: Request) -> Ways:
    """Give the ways in which features find what the law may force away of theirs."""
    return feature.removable(request.state.features)


def things(session: Session, ways: Ways, rows: Sequence[Removal]) -> Mapping[str, Passage]:
    """Find what other features know of, by its key."""
    return removable.several(ways, session, [row.thing for row in rows])


def passages(session: Session, ways: Ways, sent: Shown) -> Sequence[Passage]:
    """List what stands at the address that was sent."""
    return removable.at(ways, session, sent.get("address", ""))


def decide(
    session: Session, account: Account, ways: Ways, asked: tuple[Removal, Body], sent: Shown
) -> tuple[str, Problems]:
    """Take it away, or not, as the button says that somebody pressed; tell what became of it."""
    row, body = asked
    if sent.get("_do") == "open":
        return "opened", _open(session, account, row, body)
    if sent.get("_do") == "agree" and is_shut(row, account, words(session, ways, row)):
        return "", {"decide": forms.UNREAD}
    author, do = _author(session, row), partial(_take_away, session, ways, row)
    said, problems = approvals.decide(session, account, row, sent, do, forms.UNSURE)
    if not problems:
        _log(session, account, f"removal.{said}", body, row)
    if row.removed:
        _tell(session, body, author)
    return said, problems


def words(session: Session, ways: Ways, row: Removal) -> Words | None:
    """Give what is to be taken away, as it reads now, if any of it is left."""
    if row.thing:
        one = removable.one(ways, session, row.thing)
        if one is None or not one.text:
            return None
        return Words("", "", one.text, one.language, None, one.called, one.closed)
    if there := queries.post_of(session, row):
        post, topic = there
        said = Words(topic.title, topic.language, post.text, post.language, topic.room)
        return said if post.standing not in GONE else None
    statement = session.get(Statement, row.statement_id) if row.statement_id else None
    if statement is None or not acts.stands(statement):
        return None
    tag = statement.language
    return Words(statement.title.get(tag, ""), tag, statement.words.get(tag, ""), tag, None)


def is_shut(row: Removal, account: Account, said: Words | None) -> bool:
    """Tell whether words that not everybody reads are kept from somebody of staff.

    They read them who asked and who opened them as the second person, until somebody decides.
    """
    if said is None or not said.is_closed:
        return False
    opened = row.waits and row.opened is not None
    return not (opened and account.id in (row.asked_by, row.opened_by))


def read(session: Session, account: Account, row: Removal, body: Body, said: Words | None) -> None:
    """Log that somebody of staff read words here that not everybody reads."""
    if said and said.is_closed:
        _log(session, account, "removal.read", body, row)


def _chosen(passages: Sequence[Passage], key: str) -> Passage | None:
    if len(passages) == 1:
        return passages[0]
    return next((one for one in passages if one.key == key), None)


def _passage(session: Session, one: Passage) -> tuple[Removal, bool]:
    body = bodies.by_slug(session, one.slug)
    return _row(body, thing=one.key), bool(one.text)


def _of(found: Named | None) -> tuple[Removal, bool]:
    body, post, statement = found or (None, None, None)
    if post:
        return _row(body, post_id=post.id), post.standing not in GONE
    left = statement is not None and acts.stands(statement)
    return _row(body, statement_id=statement.id if statement else None), left


def _row(body: Body | None, **of: Any) -> Removal:
    """Begin a request; what the law and the reason are is said by whoever asks."""
    return Removal(body_id=body.id or 0 if body else 0, law=Law.COURT, reason="", **of)


def _open(session: Session, account: Account, row: Removal, body: Body) -> Problems:
    if problem := approvals.not_second(session, row.asked_by, account):
        return {"decide": problem}
    row.opened, row.opened_by = today(), account.id
    session.add(row)
    _log(session, account, "removal.opened", body, row)
    return {}


def _author(session: Session, row: Removal) -> str | None:
    there = queries.post_of(session, row)
    return there[0].member_id if there else None


def _take_away(session: Session, ways: Ways, row: Removal) -> Problem | None:
    """Leave no word of any version; the ground and the day stay."""
    if row.thing:
        gone = removable.take_away(ways, session, row.thing, row.law, today())
    elif there := queries.post_of(session, row):
        post, topic = there
        gone = posts.remove(session, topic, post, row.law, today())
    else:
        statement = session.get(Statement, row.statement_id) if row.statement_id else None
        gone = statement is not None and _forget(session, statement, row.law)
    row.removed = today() if gone else None
    return None if gone else Problem(_GONE)


def _forget(session: Session, statement: Statement, law: Law) -> bool:
    if statement.removed:
        return False
    acts.forget(session, statement)
    statement.title, statement.words = {}, {}
    statement.law, statement.removed = law, today()
    statement.revision += 1
    session.add(statement)
    return True


def _tell(session: Session, body: Body, author: str | None) -> None:
    held = visiting.current(session, body)
    chairs = [*held[Office.CHAIR], *held[Office.DEPUTY]]
    # Whoever wrote it and presides is told once.
    names = dict.fromkeys(name for name in (*(one.member_id for one in chairs), author) if name)
    people = [session.get(Member, name) for name in names]
    telling.tell(session, body, [one for one in people if one], telling.DECIDED)


def _log(session: Session, account: Account, action: str, body: Body, row: Removal) -> None:
    details = {"law": row.law, "number": row.id, "reason": row.reason}
    audit.record(session, account.id or 0, action, body.slug, **details)
