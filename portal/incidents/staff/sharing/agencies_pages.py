"""The agencies to which cases are referred: their names, which consent they need, their people."""

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.forms.form import read, typed
from portal.incidents.case_models import Agency
from portal.incidents.staff.sharing import agencies as kept
from portal.incidents.staff.sharing import agencies_form
from portal.problems import Problem, Problems, mark
from portal.store import audit, saving
from portal.web.page import both, found, get, page, post, redirect, render

_TAKEN = mark("Another agency has this name.")


@page
@administrator_only
def agencies(request: Request, session: Session, account: Account) -> Response:
    """List the agencies."""
    return _list(request, session, {})


@page
@administrator_only
def add_agency(request: Request, session: Session, account: Account) -> Response:
    """Add an agency; its people are chosen next."""
    said = read(agencies_form.NEW, request.state.form)
    if said.problems:
        return _list(request, session, said.problems)
    if kept.by_name(session, said.values["name"]):
        return _list(request, session, {"name": Problem(_TAKEN)})
    added = Agency(**said.values)
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
        return _one(request, session, asked)
    fields = agencies_form.changed(kept.candidates(session, asked))
    sent, stored = typed(fields, request.state.form), _stored(session, asked)
    if refusal := saving.overtaken(request.state.form, stored, sent):
        return _one(request, session, asked, refusal)
    said = read(fields, request.state.form)
    if problems := said.problems or _problems(session, asked, said.values["name"]):
        return _one(request, session, asked, saving.Refusal(422, problems))
    asked.name, asked.consent, asked.active = (
        said.values[name] for name in ("name", "consent", "active")
    )
    members = [int(number) for number in said.values["members"]]
    kept.set_members(session, asked, members)
    session.add(asked)
    after = {"consent": asked.consent, "active": "yes" if asked.active else "", "members": members}
    audit.record(session, account.id or 0, "agency.changed", asked.name, **after)
    return redirect(request, "agencies")


def _problems(session: Session, asked: Agency, name: str) -> Problems:
    other = kept.by_name(session, name)
    return {"name": Problem(_TAKEN)} if other is not None and other.id != asked.id else {}


def _list(request: Request, session: Session, problems: Problems) -> Response:
    return render(
        request,
        "incidents/staff/sharing/agencies.html",
        problems=problems,
        agencies=[(one, kept.count_readers(session, one)) for one in kept.everybody(session)],
        consents=agencies_form.CONSENTS,
        sent=getattr(request.state, "form", {}),
    )


def _stored(session: Session, asked: Agency) -> dict[str, str]:
    people, reading = kept.candidates(session, asked), kept.reading(session, asked)
    return agencies_form.shown(asked, people, reading)


def _one(
    request: Request,
    session: Session,
    asked: Agency,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    sent: FormData | None = getattr(request.state, "form", None)
    here = [str(number) for number in kept.reading(session, asked)]
    return render(
        request,
        "incidents/staff/sharing/agencies_one.html",
        agency=asked,
        consents=agencies_form.CONSENTS,
        candidates=kept.candidates(session, asked),
        name=sent.get("name", "") if sent else asked.name,
        consent=sent.get("consent", "") if sent else asked.consent,
        active="active" in sent if sent else asked.active,
        chosen=sent.getlist("members") if sent else here,
        version=saving.version_of(_stored(session, asked)),
        **refusal.shown,
    )


routes = [
    get("/staff/agencies", agencies, name="agencies"),
    post("/staff/agencies", add_agency, name="add_agency"),
    both("/staff/agencies/{id}", agency, name="agency"),
]
