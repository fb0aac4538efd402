"""The entries of a report put in order: moved, added, taken out, two made one."""

from collections.abc import Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account
from portal.feedback import proofs, queries, rules
from portal.feedback.models import Entry
from portal.feedback.staff import finding, forms, overview
from portal.problems import Problem, Problems, mark
from portal.web.page import done, link, page, post, sent_text

_FULL = Problem(mark("A report has at most ten entries. Put two together, or take one out."))
_FIRST = Problem(mark("There is no entry above it."))
_WRITTEN = Problem(
    mark("Something is written there already. Take what you need into the other, then take it out.")
)
_OWED = Problem(
    mark("Everybody reads this promise. Keep it, change it or say why you cannot: it stays.")
)
_STEPS = {"up": -1, "down": 1}


@page
@guards.officer_only
def add(request: Request, session: Session, account: Account) -> Response:
    """Add an entry at the end, about something that was not asked or a question in two parts."""
    mine = finding.mine(request, session, account)
    rows = queries.written(session, mine.report)
    problems = finding.unchangeable(session, mine)
    if not problems and len(rows) >= rules.MOST_ENTRIES:
        problems = {"add": _FULL}
    if problems:
        return overview.shown(request, session, mine, problems=problems)
    entry = _empty(rows)
    if entry is None:
        entry = Entry(report_back_id=mine.report.id or 0, language=mine.report.language)
        entry.place = max((one.place for one in rows), default=-1) + 1
        session.add(entry)
        finding.wrote(session, mine, "entry_added", entry.key)
    return done(request, link("staff_entry", slug=mine.slug, key=entry.key), "added")


@page
@guards.officer_only
def move(request: Request, session: Session, account: Account) -> Response:
    """Move an entry one place up or down."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    if problems := finding.unchangeable(session, mine):
        return overview.shown(request, session, mine, problems=problems)
    rows = list(queries.written(session, mine.report))
    step, at = _STEPS.get(sent_text(request.state.form, "_do"), 0), rows.index(entry)
    if step and 0 <= at + step < len(rows):
        rows.insert(at + step, rows.pop(at))
        for place, one in enumerate(rows):
            one.place = place
            session.add(one)
        finding.wrote(session, mine, "entry_moved", entry.key)
    return done(request, f"{link('staff_report', slug=mine.slug)}#entry-{entry.key}")


@page
@guards.officer_only
def merge(request: Request, session: Session, account: Account) -> Response:
    """Put the question of an entry to that of the one above it, if nothing else stands in it."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    rows = list(queries.written(session, mine.report))
    at = rows.index(entry)
    problems = finding.unchangeable(session, mine) or _unmerged(session, entry, at)
    if problems:
        return overview.shown(request, session, mine, problems=problems)
    above = rows[at - 1]
    above.questions = list(dict.fromkeys([*above.questions, *entry.questions]))
    above.asked = _together(above.asked, entry.asked)
    above.revision += 1
    session.add(above)
    _take_out(session, mine, entry, "entry_merged", into=above.key)
    return done(request, link("staff_entry", slug=mine.slug, key=above.key), "merged")


@page
@guards.officer_only
def take_out(request: Request, session: Session, account: Account) -> Response:
    """Take an entry out, once that is confirmed; everybody reads it until that is signed off."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    problems = finding.unchangeable(session, mine)
    if not problems and entry.shown_outcome in rules.OWED:
        problems = {"sure": _OWED}
    if not problems and sent_text(request.state.form, "sure") != "yes":
        problems = {"sure": forms.UNTICKED}
    if problems:
        return overview.shown(request, session, mine, problems=problems)
    _take_out(session, mine, entry, "entry_taken_out")
    return done(request, link("staff_report", slug=mine.slug), "out")


def _empty(rows: Sequence[Entry]) -> Entry | None:
    """Find an entry that was added and in which nothing stands: two taps add one."""
    last = rows[-1] if rows else None
    return last if last and not (last.questions or any(_texts(last))) else None


def _texts(entry: Entry) -> list[dict[str, str]]:
    return [getattr(entry, name) for name in rules.TEXTS]


def _unmerged(session: Session, entry: Entry, at: int) -> Problems:
    if at == 0:
        return {"merge": _FIRST}
    kept = (queries.evidence, queries.proofs, queries.quotes)
    is_written = entry.said or entry.did or any(of(session, [entry]) for of in kept)
    return {"merge": _WRITTEN} if is_written else {}


def _together(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    """Join what was asked in each language that both have."""
    return {tag: rules.shortened(f"{first[tag]}; {second[tag]}") for tag in first if tag in second}


def _take_out(
    session: Session, mine: finding.Mine, entry: Entry, action: str, **details: str
) -> None:
    entry.taken_out = True
    session.add(entry)
    # What is quoted beside it moves to another entry first, if that is about the same.
    finding.wrote(session, mine, action, entry.key, **details)
    if not entry.shown:
        proofs.drop(session, queries.proofs(session, [entry]).get(entry.id or 0, []))
        session.delete(entry)
    session.flush()


_ENTRIES = "/staff/feedback/{slug}/entries"

routes = [
    post(_ENTRIES, add, name="add_entry"),
    post(f"{_ENTRIES}/{{key}}/move", move, name="move_entry"),
    post(f"{_ENTRIES}/{{key}}/merge", merge, name="merge_entry"),
    post(f"{_ENTRIES}/{{key}}/out", take_out, name="take_out_entry"),
]
stands_on = dict.fromkeys(
    ("add_entry", "move_entry", "merge_entry", "take_out_entry"), "staff_report"
)
