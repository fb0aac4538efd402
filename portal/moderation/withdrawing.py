"""Whoever presides has the council asked no more: for a reason that everybody reads."""

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, presiding
from portal.forms import form, words
from portal.forum.topics import asks, owed, queries, reading, rules
from portal.moderation import acts, forms
from portal.web.page import both, done, link, page, render


@page(writes=True)
@presiding
def withdraw(request: Request, session: Session, visit: Visit) -> Response:
    """Ask the council no more, as long as it has not answered; who wanted it asked is told."""
    topic = reading.topic_of(request, session, visit, hold=request.method == "POST")
    ask = queries.ask_of(session, topic, hold=request.method == "POST")
    here = link("forum_topic", body=visit.body.slug, topic=topic.id)
    if topic.standing not in rules.READABLE or not visit.is_open or ask is None:
        raise HTTPException(409)
    if ask.state not in (owed.Owed.OPEN, owed.Owed.SUPPORTED):
        return done(request, here)
    sent, problems = words.flat(getattr(request.state, "form", {})), None
    if request.method == "POST":
        said = form.read(forms.WITHDRAWN, request.state.form)
        problems = said.problems
        if not problems:
            acts.withdraw(session, visit, topic, ask, said.values)
            return done(request, here, "dropped")
    return render(
        request,
        "moderation/withdraw.html",
        visit=visit,
        topic=topic,
        ask=ask,
        countdown=asks.countdown(ask),
        fields=forms.WITHDRAWN,
        sent=sent,
        problems=problems,
    )


routes = [both("/forum/{body}/topics/{topic}/drop-ask", withdraw, name="forum_drop_ask")]
