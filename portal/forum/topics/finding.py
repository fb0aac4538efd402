"""Where somebody looks for words in what they may read of a body: its posts, and translations."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies.visiting import Visit, anybody
from portal.forms.words import sent_text
from portal.forum.topics import finding_queries, forms, reading, translated
from portal.languages import searching
from portal.store.keyset import Slice
from portal.web import lists
from portal.web.page import get, link, page, render


@page
@anybody
def search(request: Request, session: Session, visit: Visit) -> Response:
    """List the posts in which all words of a search stand, as far as whoever asks may read them."""
    wanted = sent_text(request.query_params, "q")[: searching.LONGEST]
    words, reader = searching.words(wanted), reading.reader(visit)
    here, place = link("forum_search", body=visit.body.slug), lists.place(request)
    part = finding_queries.found(session, visit.body, reader, words, place) if words else Slice(())
    posts, topics = [post for post, _ in part.rows], [topic for _, topic in part.rows]
    beside = reading.translations(session, visit, posts)
    return render(
        request,
        "forum/topics/search.html",
        visit=visit,
        wanted=wanted,
        found=part.rows,
        parts={one.id: translated.found_in(beside, one, words) for one in posts},
        titles=translated.titles(session, topics),
        groups=bodies.groups(session, [one.group_id for one in posts]),
        pages=lists.pages(part, here, {"q": wanted}),
        labels=forms,
    )


routes = [get("/forum/{body}/search", search, name="forum_search")]
