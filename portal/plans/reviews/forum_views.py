"""A body reads reviews of plans before they are signed off, and its chair writes beside each item.

What the chair writes the council can neither change nor leave out.
"""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import visiting
from portal.forms import form
from portal.languages import i18n, text_languages
from portal.plans.reviews import forum_forms, models, queries, rules, shown, vocabulary
from portal.problems import Problem, mark
from portal.store import saving
from portal.web import brought, lists
from portal.web.page import both, done, found, get, link, page, render, sent_text

_MOST = 50
_WRITTEN_IN = (rules.State.OPEN, rules.State.ASKED)
"""While a review is so, its chair writes in it."""

_STALE = Problem(
    mark(
        "Other lines were saved while you wrote. Below each box stands what is saved now. Save "
        "again to keep yours."
    )
)


@page
@visiting.belonging
def reviews(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """List the reviews that a body reads, or has read."""
    rows = queries.read_by(session, visit.body.id or 0, _MOST)
    return render(request, "plans/reviews/of_body.html", visit=visit, rows=rows, words=vocabulary)


@page
@visiting.belonging
def review(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Show members a review before it is signed off, and whoever presides its lines to write."""
    return _page(request, session, visit, _found(request, session, visit))


@page
@visiting.presiding
def write(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Keep the lines of whoever presides, and that the review is read, if they say so."""
    one = _found(request, session, visit)
    if request.method == "GET":
        return _page(request, session, visit, one)
    if one.state not in _WRITTEN_IN or not visit.is_open:
        raise HTTPException(409)
    rows, sent = _rows(request, session, one), request.state.form
    fields, before = forum_forms.lines(rows), forum_forms.held(one, rows)
    typed, reading = form.typed(fields, sent), form.read(fields, sent)
    if refused := saving.overtaken(sent, form.show(fields, before), typed):
        theirs = {other.field: other.theirs for other in refused.theirs}
        given: dict[str, Any] = {"problems": {"stale": _STALE}, "theirs": theirs}
        return _page(request, session, visit, one, sent=typed, status=409, **given)
    if reading.problems:
        problems = reading.problems
        return _page(request, session, visit, one, sent=typed, status=422, problems=problems)
    _keep(one, rows, reading.values, text_languages.of_form(sent))
    is_read = sent_text(sent, "_do") == "read" and one.read is None
    one.read = i18n.today() if is_read else one.read
    session.add_all([one, *rows])
    visit.log(session, "plan.review_read" if is_read else "plan.review_lines", f"reviews/{one.id}")
    return done(request, _address(request, visit, one), "read" if is_read else "kept")


def on_body(
    _request: Request, session: Session, visit: visiting.Visit
) -> Iterator[brought.Chapter]:
    """Tell members on the page of a body which reviews they can read."""
    if visit.belongs and visit.is_open:
        yield from _open(session, visit)


def on_today(
    _request: Request, session: Session, visit: visiting.Visit
) -> Iterator[brought.Chapter]:
    """Tell whoever looks after a body which reviews wait to be read."""
    yield from _open(session, visit)


def _open(session: Session, visit: visiting.Visit) -> Iterator[brought.Chapter]:
    rows = queries.read_by(session, visit.body.id or 0, _MOST)
    if unsigned := [(one, plan) for one, plan in rows if not one.signed]:
        yield brought.Chapter("plans/reviews/to_read.html", {"rows": unsigned, "words": vocabulary})


def _found(request: Request, session: Session, visit: visiting.Visit) -> models.Review:
    hold, number = request.method == "POST", request.path_params["review"]
    return found(queries.for_body(session, visit.body.id or 0, number, hold=hold))[0]


def _rows(request: Request, session: Session, one: models.Review) -> list[models.ReviewItem]:
    """Read the items of the page on which a form stands, which its address names."""
    show = lists.chosen(request.query_params, "show", vocabulary.SHOWS)
    return list(queries.items(session, one, show, lists.place(request)).rows)


def _keep(
    one: models.Review, rows: list[models.ReviewItem], said: dict[str, str], tag: str
) -> None:
    named: list[tuple[models.Review | models.ReviewItem, str]] = [(one, forum_forms.WHOLE)]
    named += [(row, f"line.{row.id}") for row in rows]
    for row, name in named:
        if row.chair_words != said[name]:
            row.chair_words, row.chair_language = said[name], tag if said[name] else ""


def _address(request: Request, visit: visiting.Visit, one: models.Review) -> str:
    here = link("body_review", body=visit.body.slug, review=one.id)
    kept = {name: sent_text(request.query_params, name) for name in ("show", "after", "before")}
    return lists.address(here, kept)


def _page(
    request: Request, session: Session, visit: visiting.Visit, one: models.Review, **more: Any
) -> Response:
    told = shown.page(
        request, session, one, link("body_review", body=visit.body.slug, review=one.id)
    )
    rows = [line.row for line in told["lines"]]
    fields = forum_forms.lines(rows)
    stands = form.show(fields, forum_forms.held(one, rows))
    writing = link("write_body_review", body=visit.body.slug, review=one.id)
    query = request.url.query
    given: dict[str, Any] = {
        "visit": visit,
        "may_write": visit.presides and visit.is_open and one.state in _WRITTEN_IN,
        "fields": {field.name: field for field in fields},
        "sent": stands,
        "version": saving.version_of(stands),
        "action": f"{writing}?{query}" if query else writing,
        "problems": {},
        "theirs": {},
    }
    return render(request, "plans/reviews/for_body.html", **told, **(given | more))


_ALL = "/forum/{body}/reviews"
routes = [
    get(_ALL, reviews, name="body_reviews"),
    get(f"{_ALL}/{{review}}", review, name="body_review"),
    both(f"{_ALL}/{{review}}/lines", write, name="write_body_review"),
]
