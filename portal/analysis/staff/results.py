"""Exact results for analysts: how many, how each question was answered, and by whom."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import analyst_only
from portal.accounts.models import Account
from portal.analysis import queries
from portal.analysis.staff import frame, guards, words
from portal.analysis.staff.crosstabs import arrivals, selection
from portal.analysis.staff.exports import export_pages
from portal.analysis.staff.reading import figures, organisations, responses
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.languages import i18n, locales, text_languages
from portal.store import audit
from portal.web.page import get, link, page, redirect_to


@page(writes=True)
@analyst_only
def log_opening(request: Request, session: Session, account: Account) -> Response:
    """Log that somebody looks at exact counts, once a day, and go on to the page they wanted."""
    consultation = guards.published(session, request.path_params["slug"])
    if not guards.is_logged(session, account, consultation):
        audit.record(session, account.id or 0, "results.opened", consultation.slug)
    wanted = request.query_params.get("next", "")
    home = link("staff_consultations") + f"/{consultation.slug}/"
    inside = wanted.startswith(home) and "\\" not in wanted
    return redirect_to(request, wanted if inside else link("results", slug=consultation.slug))


@page
@guards.exact
def results(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Response:
    """Show how many answered, when, and in what ways."""
    rows = queries.arrivals(session, consultation)
    days, whole = arrivals.by_day(rows), arrivals.altogether(rows)
    tables = {
        "daily": {i18n.day(one): counted for one, counted in days},
        "channels": arrivals.largest_first(arrivals.by(rows, lambda row: words.of(row.channel))),
        "languages": arrivals.largest_first(
            arrivals.by(rows, lambda row: text_languages.named(row.language))
        ),
    }
    return frame.show(
        request,
        "overview",
        consultation,
        "results",
        whole=whole,
        figures=figures.of_states(session, consultation),
        rushed=figures.rushed(session, consultation),
        days=days,
        bars=arrivals.bars(days, mirrored=locales.get(i18n.language()).direction == "rtl"),
        **{name: arrivals.rows_of(table, whole.people) for name, table in tables.items()},
    )


@page(long=True)
@guards.exact
def result_answers(
    request: Request, session: Session, _account: Account, consultation: Consultation
) -> Response:
    """Show how the questions of one section were answered, split by a characteristic if asked."""
    # numpy is loaded with the first results that somebody opens, so an idle process stays small.
    from portal.analysis.staff.crosstabs import answers

    asked = consultations.edition(session, consultation)
    chosen = selection.read(request.query_params, asked)
    shown = answers.read(session, consultation, asked, chosen, request.state.council.nation)
    return frame.show(
        request,
        "answers",
        consultation,
        "result_answers",
        block="results",
        shown=shown,
        section_options=[(section.code, section.title) for section in asked.sections],
        by_options=[(one.code, one.label) for one in shown.characteristics],
    )


_PATH = "/staff/consultations/{slug}"

routes = [
    get(_PATH + "/results/log", log_opening, name="log_opening"),
    get(_PATH + "/results", results, name="results"),
    get(_PATH + "/results/answers", result_answers, name="result_answers"),
    *organisations.routes,
    *responses.routes,
    *export_pages.routes,
]
