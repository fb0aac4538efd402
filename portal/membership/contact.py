"""The contact of a group, who opened its entry by a link, invites its first representative."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import typed
from portal.groups import own_links
from portal.groups.models import Group
from portal.languages.i18n import language
from portal.membership import first, forms
from portal.problems import Problems
from portal.store.db import now
from portal.web.page import both, link, page, public, render, switched


@page
@public
def contact_representative(request: Request, session: Session) -> Response:
    """Invite who will speak for the group, by mail or with a code that is shown once."""
    group = own_links.opened(session, request.path_params["token"], use=request.method == "POST")
    if group is None:
        return render(request, "groups/link_over.html", status=404)
    if request.method == "GET":
        return _shown(request, session, group)
    return switched(request) or _invite(request, session, group)


def _invite(request: Request, session: Session, group: Group) -> Response:
    if "_switch" in request.state.form:
        return _shown(request, session, group)
    made = first.invite(session, group, request.state.form, language(), now())
    if not isinstance(made, first.Made):
        return _shown(request, session, group, problems=made)
    return _shown(request, session, group, made=made)


def _shown(
    request: Request,
    session: Session,
    group: Group,
    *,
    problems: Problems | None = None,
    made: first.Made | None = None,
) -> Response:
    token = request.path_params["token"]
    return render(
        request,
        "membership/first.html",
        group=group,
        may=first.may(session, group),
        fields=forms.FIRST,
        shown=typed(forms.FIRST, getattr(request.state, "form", {})),
        here=link("contact_representative", token=token),
        back=link("own_entry", token=token),
        made=made,
        problems=problems,
    )


routes = [
    both(
        "/groups/entry/{token}/representative",
        contact_representative,
        name="contact_representative",
    )
]
