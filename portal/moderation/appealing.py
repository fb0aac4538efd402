"""An author appeals once, and somebody hears it who did not decide."""

from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, moderating, signed_in
from portal.forms import form, words
from portal.forum.topics import reading
from portal.languages.i18n import language
from portal.moderation import acts, forms, hearings, reasons, rules
from portal.store import audit, db, saving
from portal.web.page import both, done, found, link, page, redirect_to, render


@page
@signed_in
def appeal(request: Request, session: Session, visit: Visit) -> Response:
    """Say why something should be decided otherwise: the author does, once."""
    heard = heard_of(request, session, visit)
    if heard.post.member_id != visit.own:
        raise HTTPException(403)
    home = link("forum_topic", body=visit.body.slug, topic=heard.matter.topic.id)
    home = f"{home}#post-{heard.post.id}"
    return appealed(request, session, visit, heard, By(visit.office or "member", home))


class By(NamedTuple):
    """Who appeals, for the log, where their post stands for them, and in which frame they look."""

    actor: str | int
    home: str
    frame: str = "bodies/closed.html"


def appealed(
    request: Request, session: Session, visit: Visit, heard: hearings.Heard, by: By
) -> Response:
    """Show the appeal of whoever wrote a post, or keep it, as long as they may appeal."""
    decision, plea = heard.decision, heard.plea
    sent, problems = words.flat(getattr(request.state, "form", {})), None
    may = rules.may_appeal(
        decision.act, decision.made, db.now(), own=True, latest=True, appealed=plea is not None
    )
    if request.method == "POST" and may:
        said = form.read(forms.APPEALED, request.state.form)
        problems = said.problems
        if not problems:
            acts.appeal(session, decision, said.values)
            audit.record(session, by.actor, "forum.appealed", visit.body.slug)
            return redirect_to(request, by.home)
    # Whoever sends it twice has appealed already; whoever is late keeps their words.
    late = request.method == "POST" and not may and plea is None
    return render(
        request,
        "moderation/appeal.html",
        status=409 if late else 200,
        visit=visit,
        by=by,
        post=heard.post,
        decision=decision,
        plea=plea,
        may=may,
        others=hearings.others(session, visit, heard),
        named=reasons.labels(session, visit.body),
        fields=forms.APPEALED,
        sent={"language": language()} | sent,
        labels=forms,
        problems=problems,
    )


@page(writes=True)
@moderating
def hearing(request: Request, session: Session, visit: Visit) -> Response:
    """Show an appeal to whoever hears it, and keep what comes of it."""
    heard = heard_of(request, session, visit)
    matter, plea = heard.matter, found(heard.plea)
    may = matter.is_heard_by(visit.own, heard.decision)
    sent = words.flat(getattr(request.state, "form", {}))
    refusal = saving.UNREFUSED
    if request.method == "POST":
        if not may:
            raise HTTPException(403)
        said = form.read((hearings.CHOICE, *forms.HEARD), {"language": language(), **sent})
        refusal = saving.Refusal(422, said.problems)
        if plea.hearing is not rules.Hearing.WAITING or saving.is_stale(sent, matter.version):
            refusal = saving.Refusal(409)
        elif not said.problems:
            acts.hear(session, visit, heard, rules.Hearing(said.values["hearing"]), said.values)
            name = "forum_today" if sent.get("_back") == "today" else "forum_queue"
            return done(request, link(name, body=visit.body.slug), said.values["hearing"])
    return _hearing(
        request, session, visit, heard, refusal, may=may, sent={"language": language(), **sent}
    )


def _hearing(
    request: Request,
    session: Session,
    visit: Visit,
    heard: hearings.Heard,
    refusal: saving.Refusal,
    **shown: Any,
) -> Response:
    matter = heard.matter
    return render(
        request,
        "moderation/hearing.html",
        visit=visit,
        topic=matter.topic,
        matter=matter,
        decision=heard.decision,
        plea=heard.plea,
        before=hearings.words_before(session, heard),
        named=reasons.labels(session, visit.body),
        choice=hearings.CHOICE,
        fields=forms.HEARD,
        late=refusal.status == 409,
        labels=forms,
        **shown,
        **(reading.of_posts(session, visit, [matter.post]) | refusal.shown),
    )


def heard_of(request: Request, session: Session, visit: Visit) -> hearings.Heard:
    """Find what was decided, if that holds still, and the post that it is about."""
    hold = request.method == "POST"
    return found(hearings.heard(session, visit, request.path_params["decision"], hold=hold))


_DECISION = "/forum/{body}/decisions/{decision}"

routes = [
    both(f"{_DECISION}/appeal", appeal, name="forum_appeal"),
    both(f"{_DECISION}/hearing", hearing, name="forum_hearing"),
]
