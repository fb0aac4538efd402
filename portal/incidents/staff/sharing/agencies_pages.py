"""The agencies to which cases are referred: their names, which consent they need, their people."""

from typing import Any, Literal

from pydantic import Field
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.forms.checked import Form, Name, check, lists
from portal.incidents.case_models import Agency
from portal.incidents.staff.sharing import agencies as kept
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import found, page, redirect, render, sent_text

CONSENTS = (
    ("police", mark("The police: only if the reporter agrees to that")),
    ("support", mark("An agency that supports people: only if the reporter agrees to that")),
)
_TAKEN = mark("Another agency has this name.")
_NOT_THEIRS = mark("One of these accounts cannot be chosen. Look through the list again.")


class NewAgency(Form):
    """An agency and the consent that a referral to it needs."""

    name: Name
    consent: Literal["police", "support"]


class ChangedAgency(NewAgency):
    """An agency with its people."""

    active: Literal["yes", ""] = ""
    members: list[int] = Field(default_factory=list)


@page
@administrator_only
def agencies(request: Request, session: Session, account: Account) -> Response:
    """List the agencies."""
    return _list(request, session, {})


@page
@administrator_only
def add_agency(request: Request, session: Session, account: Account) -> Response:
    """Add an agency; its people are chosen next."""
    form = check(NewAgency, _sent(request))
    if isinstance(form, dict):
        return _list(request, session, form)
    if kept.by_name(session, form.name):
        return _list(request, session, {"name": Problem(_TAKEN)})
    added = Agency(name=form.name, consent=form.consent)
    session.add(added)
    session.flush()
    audit.record(session, account.id or 0, "agency.added", added.name, consent=added.consent)
    return redirect(request, "agency", id=added.id)


@page
@administrator_only
def agency(request: Request, session: Session, account: Account) -> Response:
    """Show an agency, or keep what was changed of it."""
    asked = found(kept.held(session, request.path_params["id"]))
    if request.method == "GET":
        return _one(request, session, asked, {})
    form = check(ChangedAgency, _sent(request))
    if isinstance(form, dict):
        return _one(request, session, asked, form)
    if problems := _problems(session, asked, form):
        return _one(request, session, asked, problems)
    asked.name, asked.consent, asked.active = form.name, form.consent, form.active == "yes"
    kept.set_members(session, asked, form.members)
    session.add(asked)
    audit.record(
        session, account.id or 0, "agency.changed", asked.name, **form.model_dump(exclude={"name"})
    )
    return redirect(request, "agencies")


def _sent(request: Request) -> dict[str, Any]:
    sent = request.state.form
    return {**lists(sent, "members"), "name": sent_text(sent, "name")}


def _problems(session: Session, asked: Agency, form: ChangedAgency) -> Problems:
    other = kept.by_name(session, form.name)
    if other is not None and other.id != asked.id:
        return {"name": Problem(_TAKEN)}
    if not set(form.members) <= {one.id for one in kept.candidates(session, asked)}:
        return {"members": Problem(_NOT_THEIRS)}
    return {}


def _list(request: Request, session: Session, problems: Problems) -> Response:
    return render(
        request,
        "incidents/staff/agencies.html",
        status=422 if problems else 200,
        problems=problems,
        agencies=[(one, kept.count_readers(session, one)) for one in kept.everybody(session)],
        consents=CONSENTS,
        sent=getattr(request.state, "form", {}),
    )


def _one(request: Request, session: Session, asked: Agency, problems: Problems) -> Response:
    sent: FormData | None = getattr(request.state, "form", None)
    members = kept.members(session)
    here = [str(number) for number, agency_id in members.items() if agency_id == asked.id]
    return render(
        request,
        "incidents/staff/agencies_one.html",
        status=422 if problems else 200,
        problems=problems,
        agency=asked,
        consents=CONSENTS,
        candidates=kept.candidates(session, asked),
        name=sent.get("name", "") if sent else asked.name,
        consent=sent.get("consent", "") if sent else asked.consent,
        active="active" in sent if sent else asked.active,
        chosen=sent.getlist("members") if sent else here,
    )


routes = [
    Route("/staff/agencies", agencies, name="agencies", methods=["GET"]),
    Route("/staff/agencies", add_agency, name="add_agency", methods=["POST"]),
    Route("/staff/agencies/{id}", agency, name="agency", methods=["GET", "POST"]),
]
