"""What representatives do: invite, revoke, remove, and agree on who else speaks for the group.

They read of representatives and helpers what these chose to be called, of all others how many
there are, rounded, and of nobody an address, a post or a visit.
"""

from datetime import timedelta
from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import form, names
from portal.languages.i18n import language
from portal.membership import (
    forms,
    guards,
    inviting,
    keeping,
    mine,
    models,
    notices,
    parting,
    queries,
    renewing,
    rules,
)
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto
from portal.store.db import now
from portal.web.acting import Asked, Did, Matter
from portal.web.page import page, post, render, sent_text

LEADING = partial(guards.of_group, roles=frozenset({rules.Role.REPRESENTATIVE}))

_GONE = mark("Nobody in this list is meant by it any more. Look at the list again.")
_OTHER = mark("Somebody else is proposed already. That has to be decided first.")
_OWN = mark("Somebody else has to say yes: another representative, or an officer.")
_UNASKED = mark("They have not said yet that they want to speak for the group.")
_MANY = mark("So many invitations are open that no more can be made. Revoke one first.")


@page
@LEADING
def invite(request: Request, session: Session, here: guards.Mine) -> Response:
    """Make an invitation, and show its link and its code, once."""
    reading, moment = form.read(forms.INVITING, request.state.form), now()
    if (
        not reading.problems
        and len(queries.invitations(session, here.group, moment)) >= rules.MOST_OPEN
    ):
        return mine.shown(request, session, here, problems={"uses": Problem(_MANY)})
    if reading.problems:
        return mine.shown(request, session, here, problems=reading.problems)
    said = reading.values
    expires = moment + timedelta(days=int(said["days"]))
    made, code = keeping.invite(
        session,
        here.group,
        rules.Role(said["role"]),
        expires,
        uses=said["uses"],
        made_by=here.membership.id,
    )
    return render(
        request,
        "membership/invited.html",
        group=here.group,
        address=inviting.address(request.state.settings, made, language()),
        code=crypto.format_code(code),
        expires=made.expires,
    )


def _revoke(asked: Asked[guards.Mine]) -> Did:
    queries.revoke(asked.session, asked.item.group, sent_text(asked.sent, "invitation"))
    return Did("revoked")


def _remove_named(asked: Asked[guards.Mine]) -> Did:
    """Remove who shows a name; the answer is the same whether anybody in the group does."""
    name = names.tidied(asked.values["name"])
    for membership in queries.called(asked.session, asked.item.group, name):
        parting.end(asked.request.state.features, asked.session, membership)
    return Did("removed")


def _remove(asked: Asked[guards.Mine]) -> Did | Problems:
    helper = _helper(asked)
    if helper is None:
        return {"people": Problem(_GONE)}
    parting.end(asked.request.state.features, asked.session, helper)
    return Did("removed")


def _propose(asked: Asked[guards.Mine]) -> Did | Problems:
    helper, before = _helper(asked), queries.proposed(asked.session, asked.item.group)
    if helper is None:
        return {"people": Problem(_GONE)}
    if before and before.id != helper.id:
        return {"people": Problem(_OTHER)}
    keeping.propose(asked.session, helper, asked.item.membership)
    return Did("proposed")


def _answer(asked: Asked[guards.Mine]) -> Did | Problems:
    helper, yes = _helper(asked), sent_text(asked.sent, "_do") == "yes"
    if helper is None or helper.proposed_by is None:
        return {"people": Problem(_GONE)}
    if yes and helper.proposed_by == asked.item.membership.id:
        return {"people": Problem(_OWN)}
    if yes and not helper.willing:
        return {"people": Problem(_UNASKED)}
    keeping.decide(asked.session, helper, yes=yes)
    return Did("answered")


def _helper(asked: Asked[guards.Mine]) -> models.Membership | None:
    """Find the helper whose button was pressed; of representatives only an officer has one end."""
    found = queries.within(asked.session, asked.item.group, sent_text(asked.sent, "person"))
    return found if found and found.role is rules.Role.HELPER else None


_ONE = "/member/groups/{slug}"
_MATTER = Matter(LEADING, mine.find, mine.shown, mine.unlogged, mine.here)

routes = [
    post(f"{_ONE}/invite", invite, name="invite_to_group"),
    _MATTER.act(f"{_ONE}/revoke", (), _revoke, name="revoke_invitation"),
    _MATTER.act(f"{_ONE}/remove", (), _remove, name="remove_helper"),
    _MATTER.act(f"{_ONE}/remove-named", forms.NAME, _remove_named, name="remove_named"),
    _MATTER.act(f"{_ONE}/renew", (), renewing.act, name="renew_members"),
    _MATTER.act(f"{_ONE}/write", forms.NOTICE, notices.write, name="write_notice"),
    _MATTER.act(f"{_ONE}/take-back", (), notices.take_back, name="take_notice_back"),
    _MATTER.act(f"{_ONE}/propose", (), _propose, name="propose_representative"),
    _MATTER.act(f"{_ONE}/answer", (), _answer, name="answer_proposal"),
]
