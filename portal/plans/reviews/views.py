"""Reviews that were signed off, as everybody reads them."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.plans import queries as plans
from portal.plans.models import Plan
from portal.plans.reviews import queries, shown, vocabulary
from portal.web.page import found, get, link, page, public, render

_MOST = 100


@page
@public
def reviews(request: Request, session: Session) -> Response:
    """List the reviews of a plan."""
    plan = _plan(request, session)
    rows = queries.signed(session, plan, _MOST)
    return render(request, "plans/reviews/all.html", plan=plan, reviews=rows, words=vocabulary)


@page
@public
def review(request: Request, session: Session) -> Response:
    """Show a review with the lines of whoever presided over the body that read it."""
    plan = _plan(request, session)
    one = queries.one(session, plan, request.path_params["review"])
    one = found(one if one and one.signed else None)
    path = link("plan_review", slug=plan.slug, review=one.id)
    return render(request, "plans/reviews/one.html", **shown.page(request, session, one, path))


def _plan(request: Request, session: Session) -> Plan:
    return found(plans.public_by_slug(session, request.path_params["slug"]))


routes = [
    get("/plans/{slug}/reviews", reviews, name="plan_reviews"),
    get("/plans/{slug}/reviews/{review}", review, name="plan_review"),
]
