"""Where a member translates what another wrote, and where somebody else says that it is right."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, belonging
from portal.forms import form
from portal.forms.words import Shown
from portal.forum.topics import forms, queries, reading, rules, translated, translated_post
from portal.forum.topics.translated_post import TranslatedPost
from portal.store.saving import UNREFUSED, Refusal
from portal.translations import writing
from portal.web.page import both, found, link, page, redirect_to, render


@page
@belonging
def translation(request: Request, session: Session, visit: Visit) -> Response:
    """Write a translation of a post, say that another's is right, or take one away."""
    here = _here(request, session, visit)
    may = reading.may_translate(visit, here.topic, here.post)
    if request.method == "GET":
        if not may:
            raise HTTPException(403)
        return _page(request, session, here, here.words, UNREFUSED)
    act = writing.act(request.state.form)
    over = Refusal(422, {"text": forms.UNTRANSLATED})
    refusal = act(session, here, request.state.form) if may else over
    if refusal:
        typed = form.typed(here.fields, request.state.form)
        shown = typed if act is writing.save else here.words
        return _page(request, session, here, shown, refusal)
    translated.index(session, here.topic, here.post)
    address = reading.address_of(session, visit, here.topic, here.post, "translated")
    return redirect_to(request, address)


def _here(request: Request, session: Session, visit: Visit) -> TranslatedPost:
    topic = reading.topic_of(request, session, visit, hold=request.method == "POST")
    post = found(queries.post(session, topic, request.path_params["post"]))
    language = request.path_params["language"]
    offered = language in request.state.council.languages and language != post.language
    if post.standing in rules.GONE or not offered:
        raise HTTPException(404)
    here = translated_post.into(session, visit, topic, post, language)
    # Of what was hidden meanwhile nobody is handed the translation, whatever they send.
    return here if reading.is_read(post, visit) else replace(here, kept=None)


def _page(
    request: Request, session: Session, here: TranslatedPost, shown: Shown, refusal: Refusal
) -> Response:
    if refusal.status == 403:
        raise HTTPException(403)
    at: dict[str, Any] = {
        "body": here.visit.body.slug,
        "topic": here.topic.id,
        "post": here.post.id,
    }
    languages = [tag for tag in request.state.council.languages if tag != here.post.language]
    return render(
        request,
        "forum/topics/translate.html",
        visit=here.visit,
        topic=here.topic,
        post=here.post,
        here=here,
        made=here.kept,
        may_check=here.may_check(session),
        reads_original=reading.is_read(here.post, here.visit),
        ways={one: link("forum_translate", language=one, **at) for one in languages},
        shown=shown,
        conflict=refusal.status == 409,
        labels=forms,
        **refusal.shown,
    )


_AT = "/forum/{body}/topics/{topic}/posts/{post}/translations/{language}"

routes = [both(_AT, translation, name="forum_translate")]
