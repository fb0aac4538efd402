"""The report on a plan between any two days: to read, to print, and as a file of Word."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.bodies import models as bodies
from portal.files import handed_out
from portal.forms import form
from portal.languages import calendar, i18n
from portal.plans import history, models, vocabulary
from portal.plans.reviews import rules, year, year_file
from portal.plans.reviews import vocabulary as of_reviews
from portal.plans.staff import finding, review_forms
from portal.web import lists
from portal.web.page import get, link, page, render

_MOST = 100


@page(long=True)
@guards.officer_only
def report(request: Request, session: Session, _account: accounts.Account) -> Response:
    """Show the report on a plan between two days that can be chosen."""
    plan = finding.plan_of(request, session)
    reading = _read(request, plan)
    if reading.problems:
        return _days(request, plan, reading)
    drawn = year.draw(session, plan, _period(reading), i18n.today())
    parts = lists.among(drawn.sections, lists.place(request), _name, _MOST)
    shown = form.show(review_forms.DAYS, reading.values)
    chosen = {name: text for name, text in shown.items() if text}
    here = link("plan_report", plan=plan.slug)
    given: dict[str, Any] = {
        "plan": plan,
        "fields": review_forms.DAYS,
        "shown": shown,
        "problems": {},
        "report": drawn,
        "sections": parts.rows,
        "pages": lists.pages(parts, here, chosen),
        "file": lists.address(link("plan_report_file", plan=plan.slug), chosen),
        "item": year.item,
        "bodies": _bodies(session, drawn),
        "labels": vocabulary,
        "words": of_reviews,
        "today": i18n.today(),
    }
    return render(request, "plans/staff/year.html", **given)


@page(long=True)
@guards.officer_only
def report_file(request: Request, session: Session, _account: accounts.Account) -> Response:
    """Hand out the report between two days as a file of Word."""
    plan = finding.plan_of(request, session)
    reading = _read(request, plan)
    if reading.problems:
        return _days(request, plan, reading)
    drawn = year.draw(session, plan, _period(reading), i18n.today())
    council, today = request.state.council.name, i18n.day(i18n.today())
    content = year_file.write(drawn, council, _bodies(session, drawn), today)
    return handed_out.attached(content, f"{plan.slug}-{drawn.period.until.isoformat()}.docx")


def _read(request: Request, plan: models.Plan) -> form.Reading:
    """Read between which days; unless somebody chose, the last year or since the plan began."""
    fields = review_forms.DAYS
    if not any(form.typed(fields, request.query_params).values()):
        since = calendar.add_months(i18n.today(), -12)
        since = max(since, plan.starts) if plan.starts else since
        return form.Reading({"since": min(since, i18n.today()), "until": i18n.today()}, {})
    reading = form.read(fields, request.query_params)
    said, found = reading.values, dict(reading.problems)
    if wrong := rules.period_problem(said["since"], said["until"], i18n.today()):
        found.setdefault("until", wrong)
    return form.Reading(said, found)


def _days(request: Request, plan: models.Plan, reading: form.Reading) -> Response:
    typed = form.typed(review_forms.DAYS, request.query_params)
    given: dict[str, Any] = {"plan": plan, "fields": review_forms.DAYS, "shown": typed}
    problems = reading.problems
    return render(request, "plans/staff/report_days.html", status=422, problems=problems, **given)


def _period(reading: form.Reading) -> history.Period:
    return history.Period(reading.values["since"], reading.values["until"])


def _bodies(session: Session, drawn: year.Report) -> dict[int, bodies.Body]:
    numbers = {one.body_id for one in drawn.reviews if one.body_id}
    found = (session.get(bodies.Body, number) for number in numbers)
    return {one.id or 0: one for one in found if one}


def _name(section: year.Section) -> str:
    first = section.heading or section.rows[0]
    return str(first.item.id)


routes = [
    get("/staff/plans/{plan}/report", report, name="plan_report"),
    get("/staff/plans/{plan}/report.docx", report_file, name="plan_report_file"),
]
