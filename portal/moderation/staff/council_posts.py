"""What was written for the council: any officer corrects it, takes it back, or appeals."""

from functools import partial
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.bodies import models as of_bodies
from portal.bodies import queries as bodies
from portal.bodies import rules as of_bodies_rules
from portal.bodies import visiting
from portal.files.handed_out import attached
from portal.forms import form, words
from portal.forum.topics import asks, files, forms, models, posts, queries, rules
from portal.moderation import appealing
from portal.store import audit, saving
from portal.web.page import both, chapters, done, found, get, link, page, post, render


class _Written(NamedTuple):
    """A post of the council's, where it stands."""

    body: of_bodies.Body
    topic: models.Topic
    post: models.Post

    @property
    def at(self) -> dict[str, Any]:
        return {"body": self.body.slug, "topic": self.topic.id, "post": self.post.id}

    @property
    def fields(self) -> form.Fields:
        return forms.TOPIC if self.post.opens else forms.REPLY

    @property
    def shown(self) -> words.Shown:
        one = self.post
        stored = {"title": self.topic.title, "text": one.text, "language": one.language}
        return form.show(self.fields, stored)

    @property
    def may_edit(self) -> bool:
        over = self.topic.locked or self.body.stage is not of_bodies_rules.Stage.OPEN
        return rules.may_edit(self.post.standing, own=True, locked=over)

    def log(self, session: Session, account: accounts.Account, action: str) -> None:
        subject = f"{self.body.slug}/{self.topic.id}"
        audit.record(session, account.id or 0, action, subject, post=self.post.id)


@page
@guards.officer_only
def council_post(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show what was written for the council, and change it; how it read before stays."""
    one = _written(request, session)
    if request.method == "GET":
        return _page(request, session, one, one.shown)
    _require_editable(one)
    sent = request.state.form
    typed, reading = form.typed(one.fields, sent), form.read(one.fields, sent)
    if saving.is_stale(sent, one.post.revision) and typed != one.shown:
        refusal = saving.Refusal(409, theirs=form.differences(one.shown, typed))
        return _page(request, session, one, typed, refusal)
    if reading.problems:
        return _page(request, session, one, typed, saving.Refusal(422, reading.problems))
    if typed != one.shown:
        posts.edit(session, one.topic, one.post, reading.values)
        one.log(session, account, "forum.council_changed")
    return done(request, link("council_post", **one.at), "saved")


@page(uploads=partial(files.prepare, staff=True))
@guards.officer_only
def council_files(request: Request, session: Session, account: accounts.Account) -> Response:
    """Put a file beside what was written for the council, or take one away."""
    one = _written(request, session)
    _require_editable(one)
    if problem := files.change(request, session, one.post, waits=False):
        return _page(request, session, one, one.shown, saving.Refusal(422, {"file": problem}))
    one.log(session, account, "forum.council_file")
    return done(request, link("council_post", **one.at), "saved")


@page
@guards.officer_only
def council_file(request: Request, session: Session, _account: accounts.Account) -> Response:
    """Hand out a file that stands beside what was written for the council."""
    one, number = _written(request, session), request.path_params["file"]
    file = found(queries.attachment(session, one.post, number))
    return attached(file.content, file.filename)


@page
@guards.officer_only
def council_take_back(request: Request, session: Session, account: accounts.Account) -> Response:
    """Take back what was written for the council; an answer that was owed is owed again."""
    one = _written(request, session)
    if words.flat(request.state.form).get("sure") != "yes":
        return _page(request, session, one, one.shown, saving.Refusal(422, {"sure": forms.UNSURE}))
    posts.take_back(session, one.topic, one.post)
    if one.post.answers:
        asks.owe_again(session, one.topic)
    one.log(session, account, "forum.council_took_back")
    return done(request, link("council_topics", body=one.body.slug), "taken_back")


@page
@guards.officer_only
def council_appeal(request: Request, session: Session, account: accounts.Account) -> Response:
    """Say why something should be decided otherwise about what the council wrote, once."""
    visit = visiting.Visit(found(bodies.by_slug(session, request.path_params["body"])))
    heard = appealing.heard_of(request, session, visit)
    if heard.post.voice is not rules.Voice.COUNCIL:
        raise HTTPException(403)
    home = link("council_post", **_Written(visit.body, heard.matter.topic, heard.post).at)
    by = appealing.By(account.id or 0, home, "staff.html")
    return appealing.appealed(request, session, visit, heard, by)


def _written(request: Request, session: Session) -> _Written:
    """Find what stands here for the council, of which words are left."""
    hold = request.method == "POST"
    body = found(bodies.by_slug(session, request.path_params["body"]))
    topic = found(queries.topic(session, body, request.path_params["topic"], hold=hold))
    one = found(queries.post(session, topic, request.path_params["post"], hold=hold))
    if one.voice is not rules.Voice.COUNCIL or one.standing in rules.GONE:
        raise HTTPException(404)
    return _Written(body, topic, one)


def _require_editable(one: _Written) -> None:
    if not one.may_edit:
        raise HTTPException(403)


def _page(
    request: Request,
    session: Session,
    one: _Written,
    shown: words.Shown,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    return render(
        request,
        "moderation/staff/post.html",
        one=one,
        shown=shown,
        files=queries.attachments(session, [one.post.id]),
        endings=",".join(files.accepted(one.post).endings),
        chapters=chapters(request, session, "council_post", one.body, one.post),
        labels=forms,
        **refusal.shown,
    )


_BODY = "/staff/forum/{body}"
_POST = f"{_BODY}/topics/{{topic}}/posts/{{post}}"

routes = [
    both(_POST, council_post, name="council_post"),
    post(f"{_POST}/files", council_files, name="council_files"),
    get(f"{_POST}/files/{{file}}", council_file, name="council_file"),
    post(f"{_POST}/take-back", council_take_back, name="council_take_back"),
    both(f"{_BODY}/decisions/{{decision}}/appeal", council_appeal, name="council_appeal"),
]
