"""Which languages wait in the queue, who of the circle reads them, and saying what one reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.forms.fields import Line
from portal.forms.form import read
from portal.incidents.models import KeyHolder
from portal.incidents.staff import guards, queries
from portal.incidents.staff.cases.queue_rows import Line as Case
from portal.incidents.staff.keys import vault
from portal.languages import i18n, locales, text_languages
from portal.problems import Problems, mark
from portal.store import audit
from portal.web.page import both, found, link, page, redirect_to, render

_LONGEST = 600
_READS = Line(
    "reads",
    most=_LONGEST,
    wrong=mark("Write names of languages, with a comma between them."),
    accepts=lambda typed: not text_languages.read_names(typed, locales.LANGUAGES)[1],
)


class Waiting(NamedTuple):
    """A language in which reports wait to be put into words, how many, and who reads it."""

    tag: str
    number: int
    readers: Sequence[str]


def waiting(
    session: Session, holder: KeyHolder, lines: Iterable[Case], own: str
) -> Sequence[Waiting]:
    """List the languages of reports that nobody has put into words, but for the council's own."""
    tags = (line.language for line in lines if not line.translated)
    counted = Counter(tag for tag in tags if tag not in ("", own, text_languages.UNKNOWN))
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
        named = [text_languages.named_in(tag, i18n.language()) for tag in holder.reads]
        return _shown(request, ", ".join(named))
    reading = read([_READS], request.state.form)
    if reading.problems:
        return _shown(request, str(request.state.form.get("reads", "")), reading.problems)
    tags, _ = text_languages.read_names(reading.values["reads"], locales.LANGUAGES)
    if tags != holder.reads:
        holder.reads = tags
        session.add(holder)
        audit.record(session, account.id or 0, "keys.reads", account.email, languages=tags)
    return redirect_to(request, link("cases"))


def _shown(request: Request, typed: str, problems: Problems | None = None) -> Response:
    return render(
        request, "incidents/staff/cases/case_languages.html", typed=typed, problems=problems
    )


routes = [both("/staff/cases/languages", case_languages, name="case_languages")]
