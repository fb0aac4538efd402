"""An entry: what was asked, what people said, what is done, and all that is chosen beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account
from portal.feedback import changes, keeping, queries, rules, vocabulary
from portal.feedback.models import Entry
from portal.feedback.staff import finding, forms, missing, proving
from portal.forms.form import Fields, read, show, typed
from portal.groups import choosing
from portal.store import saving
from portal.web.page import both, done, link, page, render


@page
@guards.officer_only
def staff_entry(request: Request, session: Session, account: Account) -> Response:
    """Write an entry; what everybody reads of it stays until somebody signs off the change."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    fields = _fields(session, mine)
    before = show(fields, forms.held(entry, fields))
    if request.method == "GET":
        waits = finding.waits(session, mine)
        return _page(request, session, mine, entry, fields, shown=before, waits=waits)
    shown, problems = typed(fields, request.state.form), finding.unchangeable(session, mine)
    if problems:
        return _page(request, session, mine, entry, fields, shown=shown, problems=problems)
    if refusal := _save(request, session, mine, entry, fields):
        return _page(request, session, mine, entry, fields, shown=shown, **refusal.shown)
    return done(request, link("staff_entry", slug=mine.slug, key=entry.key), "saved")


def _save(
    request: Request, session: Session, mine: finding.Mine, entry: Entry, fields: Fields
) -> saving.Refusal | None:
    sent, revision = request.state.form, entry.revision
    reading = read(fields, sent)
    before = show(fields, forms.held(entry, fields))
    flat = {**typed(fields, sent), saving.VERSION: str(sent.get(saving.VERSION, ""))}
    change = saving.Change(mine.by, "feedback.entry_changed", f"{mine.slug}/{entry.key}")
    kept = forms.to_keep(entry, reading)
    refusal = saving.save(session, change, entry, before, flat, kept)
    if entry.revision != revision:
        keeping.wrote(session, mine.report, mine.by)
    return refusal


def _fields(session: Session, mine: finding.Mine) -> Fields:
    lists = choosing.lists(session)
    asked = list(finding.questions(session, mine).items())
    named = [(one.code, one.label) for one in lists.communities]
    areas = [(one.code, one.label) for one in lists.areas]
    services = [(one.code, one.label) for one in choosing.services(session)]
    return forms.entry(asked, named, areas, services)


def _page(
    request: Request,
    session: Session,
    mine: finding.Mine,
    entry: Entry,
    fields: Fields,
    **context: Any,
) -> Response:
    rows = queries.written(session, mine.report)
    return render(
        request,
        "feedback/staff/entry.html",
        consultation=mine.consultation,
        entry=entry,
        number=rows.index(entry) + 1,
        fields=fields,
        labels={one.name: one.label for one in fields},
        lacks=missing.of(session, mine.report, mine.consultation).lacks.get(entry.key, ()),
        evidence=len(queries.evidence(session, [entry]).get(entry.id or 0, ())),
        proofs=proving.shown(session, entry),
        history=_history(session, mine, entry),
        said=missing,
        words=vocabulary,
        word_count=rules.word_count,
        as_day=date.fromisoformat,
        **(_UNTOLD | context),
    )


_UNTOLD: dict[str, Any] = {"problems": {}, "theirs": [], "waits": False}


def _history(session: Session, mine: finding.Mine, entry: Entry) -> list[changes.Change]:
    """Tell how an entry was changed since everybody could read it, the last change first."""
    signed = queries.published(session, mine.report)
    said: list[tuple[Any, str, Mapping[str, Any]]] = [
        (one.published, one.reason, one.content["entries"][entry.key])
        for one in signed
        if entry.key in one.content["entries"]
    ]
    return changes.history(said)


routes = [both("/staff/feedback/{slug}/entries/{key}", staff_entry, name="staff_entry")]
