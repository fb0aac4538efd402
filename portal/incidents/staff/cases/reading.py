"""Which languages wait in the queue, who of the circle reads them, and saying what one reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.forms.form import read
from portal.incidents.models import KeyHolder
from portal.incidents.staff import guards, named_languages, queries
from portal.incidents.staff.cases import queue_rows
from portal.incidents.staff.keys import vault
from portal.languages.text_languages import UNKNOWN
from portal.problems import Problems, mark
from portal.store import audit
from portal.web.page import both, found, link, page, redirect_to, render, sent_text

_READS = named_languages.asked("reads", mark("Languages that you read"))


class Waiting(NamedTuple):
    """A language in which reports wait to be put into words, how many, and who reads it."""

    tag: str
    number: int
    readers: Sequence[str]


def waiting(
    session: Session, holder: KeyHolder, lines: Iterable[queue_rows.Line], own: str
) -> Sequence[Waiting]:
    """List the languages of reports that nobody has put into words, but for the council's own."""
    tags = (line.language for line in lines if not line.translated)
    counted = Counter(tag for tag in tags if tag not in ("", own, UNKNOWN))
    readers: dict[str, list[str]] = defaultdict(list)
    for name, reads in queries.readers(session, holder.circle) if counted else ():
        for tag in reads:
            readers[tag].append(name)
    return [Waiting(tag, number, readers[tag]) for tag, number in counted.most_common()]


@page(writes=True)
@guards.caseworker_with_vault
def case_languages(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Ask somebody which languages they read, so that colleagues find them."""
    holder = found(session.get(KeyHolder, opened.holder.id))
    if request.method == "GET":
        return _shown(request, named_languages.shown(holder.reads))
    reading = read([_READS], request.state.form)
    if reading.problems:
        return _shown(request, sent_text(request.state.form, "reads"), reading.problems)
    if (tags := named_languages.read(reading.values["reads"])) != holder.reads:
        holder.reads = tags
        session.add(holder)
        audit.record(session, account.id or 0, "keys.reads", account.email, languages=tags)
    return redirect_to(request, link("cases"))


def _shown(request: Request, typed: str, problems: Problems | None = None) -> Response:
    template = "incidents/staff/cases/case_languages.html"
    return render(request, template, field=_READS, typed=typed, problems=problems)


routes = [both("/staff/cases/languages", case_languages, name="case_languages")]
