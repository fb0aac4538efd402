"""What an item came of, as officers say it: chosen from what people said that is public."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.forms import form
from portal.languages import i18n
from portal.plans import models
from portal.plans.linking import looking, queries
from portal.plans.linking import models as linked
from portal.plans.staff import finding, forms
from portal.problems import Problems
from portal.store import audit
from portal.web import brought
from portal.web.page import both, done, link, page, post, render, sent_text


@page
@guards.officer_only
def links(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show what an item came of, and add something to it."""
    plan = finding.plan_of(request, session)
    item = finding.item_of(request, session, plan)
    if request.method == "GET":
        return _page(request, session, plan, item, {})
    reading = form.read(forms.link(brought.to_choose(request, session)), request.state.form)
    if problems := reading.problems:
        return _page(request, session, plan, item, problems)
    rows, key = queries.of_item(session, item), reading.values["key"]
    # The second of two taps brings what stands there already.
    if key not in {one.key for one in rows} and len(rows) < queries.MOST:
        session.add(linked.ItemLink(item_id=item.id or 0, key=key, since=i18n.today()))
        subject = f"{plan.slug}/{item.id}"
        audit.record(session, account.id or 0, "plan.item_linked", subject, to=key)
    return done(request, _address(plan, item), "added")


@page
@guards.officer_only
def unlink(request: Request, session: Session, account: accounts.Account) -> Response:
    """Say no more that an item came of something."""
    plan = finding.plan_of(request, session)
    item, key = finding.item_of(request, session, plan), sent_text(request.state.form, "key")
    if queries.remove(session, item, key):
        subject = f"{plan.slug}/{item.id}"
        audit.record(session, account.id or 0, "plan.item_unlinked", subject, to=key)
    return done(request, _address(plan, item), "removed")


def _page(
    request: Request, session: Session, plan: models.Plan, item: models.PlanItem, problems: Problems
) -> Response:
    things = {one.key: one for one in looking.rests_on(request, session, item)}
    rows = queries.of_item(session, item)
    taken = {row.key for row in rows}
    return render(
        request,
        "plans/staff/links.html",
        plan=plan,
        item=item,
        rows=[(row, things.get(row.key)) for row in rows],
        things=[one for one in brought.to_choose(request, session) if one[0] not in taken],
        problems=problems,
    )


def _address(plan: models.Plan, item: models.PlanItem) -> str:
    return link("plan_item_links", plan=plan.slug, item=item.id)


_LINKS = "/staff/plans/{plan}/items/{item}/links"
routes = [
    both(_LINKS, links, name="plan_item_links"),
    post(f"{_LINKS}/remove", unlink, name="remove_plan_link"),
]
