"""What officers do with a review, as it is kept: drawn, opened to a body, taken back, signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.bodies import queries as bodies
from portal.bodies.rules import Stage
from portal.forms import form
from portal.forms.field import Ground
from portal.forms.words import Sent, Shown
from portal.languages.calendar import add_months
from portal.languages.i18n import today
from portal.plans.models import Plan
from portal.plans.reviews import drawing, queries, rules
from portal.plans.reviews.models import Review
from portal.plans.reviews.rules import State
from portal.plans.staff import forms, review_forms
from portal.problems import Problem, Problems, mark
from portal.store import saving
from portal.store.db import now

_WROTE = mark("You wrote some of this, or could act for who did. Somebody else signs it off.")
_NOT_NOW = mark("That is not possible any more. See below how far the review is.")


def fields(session: Session) -> form.Fields:
    """List what is said of a review; any open body can read it."""
    offered = bodies.everything(session, Stage.OPEN)
    return review_forms.review([(str(one.id), one.name) for one in offered])


def usual(session: Session, plan: Plan) -> dict[str, Any]:
    """Give what a new review says at first: it begins where the last one ended."""
    last = next(iter(queries.of_plan(session, plan)), None)
    since = _next_day(last.until) if last else plan.starts or add_months(today(), -12)
    open_ = bodies.everything(session, Stage.OPEN)
    body = str(open_[0].id) if len(open_) == 1 else "" if open_ else review_forms.NO_BODY
    return {"since": since, "until": today(), "body": body}


def held(review: Review) -> dict[str, Any]:
    """Give what a review holds for each field."""
    own = {name: getattr(review, name) for name in ("kind", "since", "until", "words")}
    return own | {"body": str(review.body_id or review_forms.NO_BODY)}


def problems(reading: form.Reading) -> Problems:
    """Say what is wrong with a review."""
    said, found = reading.values, dict(reading.problems)
    if wrong := rules.period_problem(said["since"], said["until"], today()):
        found.setdefault("until", wrong)
    return found


def make(
    session: Session, by: int, plan: Plan, said: Mapping[str, Any], key: str
) -> tuple[Review, bool]:
    """Make a draft of a review, once however often its form is sent; tell whether it is new."""
    own = {"plan_id": plan.id, "key": key, "drawn": today(), "writers": [by], **_stored(said)}
    draft = Review.model_validate(own)
    is_new = queries.keep(session, draft)
    made = queries.by_key(session, key)
    if is_new:
        drawing.keep(session, plan, made, today())
    return made, is_new


def change(
    session: Session, by: int, plan: Plan, review: Review, sent: Sent, ground: Ground
) -> saving.Refusal | None:
    """Change a draft, unless a colleague did meanwhile, and draw it anew."""
    if review.state is not State.DRAFT:
        return saving.Refusal(409, {"state": Problem(_NOT_NOW)})
    asked, stored = fields(session), held(review)
    reading = form.read(asked, sent, stored, ground)
    said = form.Reading(_stored(reading.values), problems(reading))
    before, typed = form.show(asked, stored, ground), form.typed(asked, sent, ground)
    of_form = {saving.VERSION: str(sent.get(saving.VERSION, ""))}
    made = saving.Change(by, "plan.review_changed", logged(plan, review))
    refusal = saving.save(session, made, review, before, typed | of_form, said)
    if refusal is None:
        _wrote(review, by)
        drawing.keep(session, plan, review, today())
    return refusal


def move(
    session: Session, by: int, plan: Plan, review: Review, do: str
) -> tuple[str, Problem | None]:
    """Draw a draft anew, open it, or take it back to be changed; tell what became of it."""
    state = review.state
    if do in ("draw", "open") and state is State.DRAFT:
        _wrote(review, by)
        drawing.keep(session, plan, review, today())
        if do == "open" and review.body_id:
            review.opened = today()
            review.revision += 1
            return "opened", None
        return ("drawn", None) if do == "draw" else ("", Problem(_NOT_NOW))
    if do == "back" and state is State.OPEN:
        # What is changed is read anew, for as long as it was at first.
        review.opened = review.read = review.asked = None
        _wrote(review, by)
        review.revision += 1
        session.add(review)
        return "taken_back", None
    return "", Problem(_NOT_NOW)


def ask(session: Session, account: Account, review: Review) -> Problem | None:
    """Ask a second person to sign a review off, or say why it is too early."""
    if review.state not in (State.DRAFT, State.OPEN):
        return Problem(_NOT_NOW)
    has_body = review.body_id is not None
    if problem := rules.cannot_ask(review.opened, review.read, today(), has_body=has_body):
        return problem
    review.asked, review.asked_by, review.agreed_by = now(), account.id, None
    review.refused = review.withdrawn = None
    review.answer = ""
    review.revision += 1
    session.add(review)
    return None


def may_sign(session: Session, account: Account, review: Review) -> bool:
    """Tell whether somebody wrote none of it, and nobody who did could have made them up."""
    wrote = (number for number in review.writers if session.get(Account, number))
    return account.id not in review.writers and all(
        approvals.is_second(session, number, account) for number in wrote
    )


def decide(session: Session, account: Account, review: Review, sent: Shown) -> tuple[str, Problems]:
    """Do with a review what a second person says, or who asked where nobody else could."""
    if review.state is not State.ASKED:
        return "", {"decide": Problem(_NOT_NOW)}

    def sign() -> None:
        review.signed = today()

    if sent.get("_do") == "agree" and review.asked_by == account.id:
        return _sign_alone(session, account, review, sent, sign)
    if sent.get("_do") == "agree" and not may_sign(session, account, review):
        return "", {"decide": Problem(_WROTE)}
    became, found = approvals.decide(session, account, review, sent, sign, forms.UNSURE)
    if review.refused and not found:
        review.answer = sent.get("answer", "")
    review.revision += 0 if found else 1
    return became, found


def logged(plan: Plan, review: Review) -> str:
    """Name a review in the log."""
    return f"{plan.slug}/reviews/{review.id}"


def _sign_alone(
    session: Session, account: Account, review: Review, sent: Shown, sign: approvals.Do
) -> tuple[str, Problems]:
    """Let whoever asked sign off themselves, where there is nobody else."""
    if sent.get("sure") != "yes":
        return "", {"sure": forms.UNSURE}
    problem = approvals.agree(session, account, review, sign, or_alone=True)
    return "agreed", {"decide": problem} if problem else {}


def _wrote(review: Review, by: int) -> None:
    if by not in review.writers:
        review.writers = [*review.writers, by]


def _stored(said: Mapping[str, Any]) -> dict[str, Any]:
    body = said["body"]
    own = {name: value for name, value in said.items() if name != "body"}
    return own | {"body_id": int(body) if body.isdigit() else None}


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
