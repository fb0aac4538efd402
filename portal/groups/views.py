"""The directory as residents find it: the list, what it is narrowed to, and each group's page."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.groups import choosing, queries, rules, vocabulary
from portal.languages import i18n, searching, text_languages
from portal.problems import mark
from portal.web import lists as paging
from portal.web.brought import Centre, Mapped, Thing
from portal.web.page import found, get, link, page, public, render, sent_text

_MOST_MAPPED = 500
_GONE = frozenset({rules.State.PAUSED, rules.State.CLOSED})
_LANGUAGE = queries.LANGUAGE
_GROUP = mark("Group")
_KEY = "group/"


@page
@public
def groups(request: Request, session: Session) -> Response:
    """List the groups, or those that match a search and what was chosen."""
    lists = choosing.lists(session)
    offered = _offered(session, lists)
    asked = request.query_params
    tags = {kind: paging.chosen(asked, kind, codes) for kind, codes in offered.items()}
    words = sent_text(asked, "q")[: searching.LONGEST]
    choice = queries.Choice(words, tags)
    part = queries.listed(session, choice, paging.place(request))
    narrowed = {name: value for name, value in {"q": words, **tags}.items() if value}
    return render(
        request,
        "groups/index.html",
        groups=part.rows,
        lists=lists,
        offered={kind: list(codes.items()) for kind, codes in offered.items()},
        chosen=tags,
        wanted=words,
        narrowed=narrowed,
        total=queries.count(session, choice),
        pages=paging.pages(part, link("groups"), narrowed),
    )


@page
@public
def group(request: Request, session: Session) -> Response:
    """Show what a group says of itself."""
    one = found(queries.by_slug(session, request.path_params["slug"]))
    if one.state in _GONE:
        return render(request, "groups/not_shown.html", status=410, group=one)
    if not one.public:
        raise HTTPException(404)
    return render(
        request,
        "groups/group.html",
        group=one,
        lists=choosing.lists(session),
    )


def _offered(session: Session, lists: vocabulary.Lists) -> dict[str, dict[str, object]]:
    """List what there is to choose from: nothing of which no group is found."""
    spoken = {tag: text_languages.named(tag) for tag in queries.tags_in_use(session, _LANGUAGE)}
    by_name = sorted(spoken, key=lambda tag: searching.fold(spoken[tag]))
    known: dict[str, dict[str, object]] = {
        queries.COMMUNITY: {one.code: one.label for one in lists.communities},
        _LANGUAGE: {tag: spoken[tag] for tag in by_name},
        queries.AREA: {one.code: one.label for one in lists.areas},
        queries.HELP: {code: i18n.gettext(label) for code, label in vocabulary.HELPS},
    }
    used = {kind: set(queries.tags_in_use(session, kind)) for kind in known}
    return {
        kind: {code: label for code, label in codes.items() if code in used[kind]}
        for kind, codes in known.items()
    }


def mapped(session: Session, _now: datetime) -> Iterator[Mapped]:
    """List the pages that search engines may find."""
    yield Mapped("groups")
    for slug in queries.mapped(session, _MOST_MAPPED):
        yield Mapped("group", {"slug": slug})


def evidence(session: Session, _now: datetime, keys: Collection[str] | None) -> Iterator[Thing]:
    """List the groups that a council can say it heard."""
    slugs = (
        None if keys is None else [one.removeprefix(_KEY) for one in keys if one.startswith(_KEY)]
    )
    for slug, name, language in queries.called(session, slugs, _MOST_MAPPED):
        yield Thing(f"{_KEY}{slug}", {language: name}, link("group", slug=slug), _GROUP)


def centres(session: Session) -> Iterator[Centre]:
    """Name the groups to which people can report hate, as far as they want to be reached."""
    for one in queries.centres(session):
        telephone = one.telephone if one.telephone_public else ""
        page = link("group", slug=one.slug)
        yield Centre(one.words("name"), page, telephone, one.words("centre_words"))


routes = [
    get("/groups", groups, name="groups"),
    get("/groups/{slug}", group, name="group"),
]
