"""Moving and deleting sections and questions with buttons, while nothing is published."""

import re
from collections.abc import Mapping, Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations.models import Consultation, QuestionDraft, SectionDraft
from portal.consultations.staff import queries
from portal.consultations.staff.building import composition, details, importing
from portal.problems import mark
from portal.store import saving
from portal.web import body
from portal.web.page import found, link, page, post, redirect_to, render, sent_text

Part = SectionDraft | QuestionDraft

# A text in a language, or the options and rows that were to be added.
_TYPED = re.compile(r"(?!show_if)[a-z_]+\.[A-Za-z-]+")
_PUBLISHED = mark(
    "This consultation has been published. Its words can still be corrected, but questions and "
    "options stay as they are, so that all answers mean the same."
)
_DELETED = mark("Somebody else deleted this meanwhile.")
_CHANGED = mark("Somebody else changed this meanwhile. Look at it again before you delete it.")


def refused(request: Request, consultation: Consultation, message: str = _PUBLISHED) -> Response:
    """Explain why a change is not made, and give back the words that came with it."""
    words = [pair for pair in body.typed(request) if _TYPED.fullmatch(pair[0]) and pair[1]]
    return render(
        request,
        "consultations/staff/building/refused.html",
        status=409,
        consultation=consultation,
        message=message,
        words=words,
    )


@page
@officer_only
def move_part(request: Request, session: Session, account: Account) -> Response:
    """Swap a part with the one above or below it; one at the end stays."""
    consultation, part, order = _found(request, session)
    if details.is_fixed(consultation):
        return refused(request, consultation)
    step = -1 if sent_text(request.state.form, "_do") == "up" else 1
    if part is None:
        return refused(request, consultation, _DELETED)
    place = order.index(part)
    if 0 <= place + step < len(order):
        order.insert(place + step, order.pop(place))
        for number, sibling in enumerate(order):
            sibling.place = number
            session.add(sibling)
        _record(session, account, consultation, part, "moved")
    return back(request, consultation, _mover(part, order, step))


@page
@officer_only
def delete_part(request: Request, session: Session, account: Account) -> Response:
    """Delete a part that nobody changed since the page was opened."""
    consultation, part, siblings = _found(request, session)
    if details.is_fixed(consultation):
        return refused(request, consultation)
    if part is None:
        return back(request, consultation)
    if saving.is_stale(request.state.form, part.revision):
        return refused(request, consultation, _CHANGED)
    if warning := _warning(request, session, consultation, part):
        return warning
    session.delete(part)
    _record(session, account, consultation, part, "deleted")
    return back(request, consultation, _next(part, siblings))


def back(request: Request, consultation: Consultation, place: str = "") -> Response:
    """Lead back to all sections and questions, to a place among them."""
    outline = link("staff_questions", slug=consultation.slug)
    return redirect_to(request, f"{outline}#{place}" if place else outline)


def place_of(part: Part) -> str:
    """Name the place of a part among the others on the page that shows all of them."""
    return f"{_kind(part)}-{part.id}"


def sure(
    request: Request,
    consultation: Consultation,
    about: Mapping[str, str],
    depending: Sequence[composition.Content],
) -> Response | None:
    """Ask once more before something is deleted on which others depend; send the same again."""
    if not depending or sent_text(request.state.form, "_sure") == "yes":
        return None
    return render(
        request,
        "consultations/staff/building/delete_sure.html",
        consultation=consultation,
        about=about,
        depending=depending,
        action=request.url.path,
        typed=[*body.typed(request), ("_sure", "yes")],
    )


def _found(request: Request, session: Session) -> tuple[Consultation, Part | None, list[Part]]:
    consultation = found(queries.for_change(session, request.path_params["slug"]))
    kind, number = request.path_params["parts"], request.path_params["id"]
    if kind == "sections":
        section = queries.section(session, consultation, number)
        return consultation, section, [*queries.sections(session, consultation)]
    found(kind == "questions" or None)
    question = queries.question(session, consultation, number)
    every = queries.questions(session, consultation)
    among = [one for one in every if question and one.section_id == question.section_id]
    return consultation, question, [*among]


def _warning(
    request: Request, session: Session, consultation: Consultation, part: Part
) -> Response | None:
    content = importing.drafted(session, consultation)
    if isinstance(part, SectionDraft):
        depending = composition.depending(content, section=part.code)
        return sure(request, consultation, part.title, depending)
    depending = composition.depending(content, question=part.code)
    return sure(request, consultation, part.label, depending)


def _record(
    session: Session, account: Account, consultation: Consultation, part: Part, what: str
) -> None:
    subject = f"{consultation.slug}/{part.code}"
    saving.record(session, saving.Change(account.id, f"{_kind(part)}.{what}", subject))


def _kind(part: Part) -> str:
    return "section" if isinstance(part, SectionDraft) else "question"


def _mover(part: Part, order: Sequence[Part], step: int) -> str:
    """Name the button that moves a part further, or back from where it can go no further."""
    goes_on = 0 <= order.index(part) + step < len(order)
    return f"{place_of(part)}-{'up' if (step < 0) == goes_on else 'down'}"


def _next(part: Part, siblings: Sequence[Part]) -> str:
    """Name the place of what comes after a part that is deleted, or else before it."""
    others = [one for one in siblings if one != part]
    if others:
        return place_of(others[min(siblings.index(part), len(others) - 1)])
    return f"section-{part.section_id}" if isinstance(part, QuestionDraft) else "main"


_PART = "/staff/consultations/{slug}/{parts}/{id}"

routes = [
    post(f"{_PART}/move", move_part, name="move_part"),
    post(f"{_PART}/delete", delete_part, name="delete_part"),
]
