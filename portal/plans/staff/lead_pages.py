"""Who leads what: officers give each role an address, send the links, and see who has reported."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.forms import form
from portal.languages import i18n
from portal.plans import queries as plans
from portal.plans.leading import answers, asking, queries, rules
from portal.plans.leading import vocabulary as of_answers
from portal.plans.staff import finding, lead_forms, leads
from portal.problems import Problem
from portal.store import audit, db, saving
from portal.web.page import both, done, found, get, link, page, post, render, sent_text


@page
@guards.officer_only
def everybody(request: Request, session: Session, _account: accounts.Account) -> Response:
    """List who leads anything now, whether they have a link, and whether they have reported."""
    quarter = rules.quarter_of(i18n.today())
    given: dict[str, Any] = {
        "rows": leads.listed(session, quarter),
        "quarter": quarter,
        "said": lead_forms.DONE,
        "checklists": leads.checklists(session),
    }
    return render(request, "plans/staff/leads.html", **given)


@page
@guards.officer_only
def add(request: Request, session: Session, account: accounts.Account) -> Response:
    """Add whoever leads something, so that they can be sent a link."""
    fields = leads.fields(session)
    if request.method == "GET":
        name = sent_text(request.query_params, "name")
        usual = form.show(fields, {"name": name, "language": request.state.council.languages[0]})
        return _form(request, session, None, shown=usual)
    sent = request.state.form
    reading = form.read(fields, sent)
    problems = leads.problems(session, reading, None)
    if problems:
        typed = form.typed(fields, sent)
        return _form(request, session, None, shown=typed, status=422, problems=problems)
    made = leads.make(session, reading.values)
    audit.record(session, account.id or 0, "plan.lead_added", leads.logged(made))
    return done(request, link("staff_lead", lead=made.id), "kept")


@page
@guards.officer_only
def lead(request: Request, session: Session, account: accounts.Account) -> Response:
    """Change what is said of whoever leads something, and see their link."""
    one, fields = _one(request, session), leads.fields(session)
    before, refusal = form.show(fields, leads.held(one)), saving.UNREFUSED
    if request.method == "POST":
        refused = leads.change(session, account.id or 0, one, request.state.form)
        if refused is None:
            return done(request, link("staff_lead", lead=one.id), "kept")
        refusal, before = refused, form.typed(fields, request.state.form)
    return _form(request, session, one, shown=before, **refusal.shown)


@page
@guards.officer_only
def send(request: Request, session: Session, account: accounts.Account) -> Response:
    """Send somebody the link of the quarter, or end it."""
    one, by = _one(request, session), account.id or 0
    quarter, here = rules.quarter_of(i18n.today()), link("staff_lead", lead=_number(request))
    if sent_text(request.state.form, "_do") == "revoke":
        if asking.end(session, one, quarter, i18n.today()):
            audit.record(session, by, "plan.lead_link_ended", leads.logged(one))
        return done(request, here, "revoked")
    if asking.ask(session, by, one, quarter, db.now()):
        return done(request, here, "sent")
    shown = form.show(leads.fields(session), leads.held(one))
    problems = {"link": Problem(lead_forms.UNSENT)}
    return _form(request, session, one, shown=shown, status=422, problems=problems)


@page
@guards.officer_only
def send_all(request: Request, session: Session, account: accounts.Account) -> Response:
    """Send the links of the quarter to all who have an address and had none."""
    number = asking.ask_all(session, account.id or 0, i18n.today(), db.now())
    return done(request, link("staff_leads"), "sent_all" if number else "sent_none")


@page
@guards.officer_only
def checklist(request: Request, session: Session, _account: accounts.Account) -> Response:
    """Show how all schools answered a checklist in this quarter, question by question."""
    plan = finding.plan_of(request, session)
    quarter = rules.quarter_of(i18n.today())
    table = answers.of_all(session, plan, quarter)
    words = plans.items(session, [row.item for row in table.rows])
    given: dict[str, Any] = {"plan": plan, "quarter": quarter, "table": table, "words": words}
    return render(request, "plans/staff/answers.html", labels=of_answers, **given)


def _number(request: Request) -> str:
    return str(request.path_params["lead"])


def _one(request: Request, session: Session) -> Any:
    return found(queries.lead(session, _number(request), hold=request.method == "POST"))


def _form(request: Request, session: Session, one: Any, **more: Any) -> Response:
    quarter = rules.quarter_of(i18n.today())
    made = queries.links(session, quarter.since).get(one.id) if one else None
    given: dict[str, Any] = {
        "lead": one,
        "link_now": made,
        "quarter": quarter,
        "fields": leads.fields(session),
        "said": lead_forms.DONE,
        "problems": {},
        "theirs": [],
    }
    return render(request, "plans/staff/lead.html", **(given | more))


_ALL = "/staff/plans/leads"
routes = [
    get(_ALL, everybody, name="staff_leads"),
    post(f"{_ALL}/send", send_all, name="ask_all_leads"),
    both(f"{_ALL}/new", add, name="add_lead"),
    both(f"{_ALL}/{{lead}}", lead, name="staff_lead"),
    post(f"{_ALL}/{{lead}}/link", send, name="ask_lead"),
    get("/staff/plans/{plan}/answers", checklist, name="checklist_answers"),
]
stands_on = {"ask_lead": "staff_lead", "ask_all_leads": "staff_leads"}
