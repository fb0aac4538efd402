"""The house rules of a body: those of every body, or the chair's own in the languages they have."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries, rules, visiting
from portal.forms import form
from portal.forms.field import Ground
from portal.languages.i18n import language, today
from portal.order import forms
from portal.problems import mark
from portal.store import saving
from portal.web.page import both, done, found, get, link, page, render

RULES = (
    mark("Speak for yourself or for your group, and let others speak for themselves."),
    mark("Say what you disagree with, and never attack a person for who they are."),
    mark("No hate: not about race, faith, sex, disability, age or whom somebody loves."),
    mark("No threats, and no calling on others to threaten anybody."),
    mark("Write nothing private about anybody: no name, address, telephone number or illness."),
    mark("Do not tell outside who said what in a closed room."),
    mark("Write in any language. Nobody has to write well."),
    mark("Write about what the council and the public services here can change."),
    mark("No advertising, no asking for money, and nothing for a political party."),
    mark("The moderators look at posts when somebody asks. You read why, and you can object."),
)
"""What holds in every body unless its chair wrote something else."""


@page
@visiting.anybody
def house_rules(request: Request, _session: Session, visit: visiting.Visit) -> Response:
    """Show the house rules: in the language of the page the body's own, or else those of all."""
    own = visit.body.house_rules.get(language(), "")
    return render(request, "order/house_rules.html", visit=visit, own=own, rules=RULES)


@page
@visiting.preparing
def edit_house_rules(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Have whoever presides look at the house rules, and write others where they want to."""
    held = queries.by_slug(session, visit.body.slug, hold=request.method == "POST")
    body, ground = found(held), Ground(request.state.council.languages)
    before = form.show(forms.HOUSE_RULES, form.held(forms.HOUSE_RULES, body), ground)
    shown: dict[str, Any] = {"visit": visit, "shown": before, "languages": ground.languages}
    if request.method == "GET":
        return _form(request, shown)
    sent = form.typed(forms.HOUSE_RULES, request.state.form, ground)
    reading = form.read(forms.HOUSE_RULES, sent, {"house_rules": body.house_rules}, ground)
    if saving.is_stale(request.state.form, body.revision) and sent != before:
        theirs = form.differences(before, sent)
        return _form(request, shown | {"shown": sent, "theirs": theirs, "status": 409})
    if reading.problems:
        return _form(request, shown | {"shown": sent, "problems": reading.problems, "status": 422})
    if sent != before:
        body.house_rules = reading.values["house_rules"]
        body.revision += 1
    visit.log(session, "body.house_rules")
    body.rules_seen = today()
    session.add(body)
    if body.stage is rules.Stage.DRAFT:
        return render(request, "order/rules_seen.html", body=body)
    return done(request, link("forum_rules", body=body.slug), "done")


def _form(request: Request, shown: dict[str, Any]) -> Response:
    given = {"fields": forms.HOUSE_RULES, "rules": RULES, "theirs": []} | shown
    return render(request, "order/edit_house_rules.html", **given)


routes = [
    get("/forum/{body}/rules", house_rules, name="forum_rules"),
    both("/forum/{body}/rules/edit", edit_house_rules, name="forum_edit_rules"),
]
