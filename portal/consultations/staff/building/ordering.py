"""Moving and deleting sections and questions with buttons, while nothing is published."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.consultations.models import Consultation, QuestionDraft, SectionDraft
from portal.consultations.staff.building import composition, details
from portal.consultations.staff.building.composition import Content
from portal.consultations.staff.building.importing import drafted
from portal.problems import mark
from portal.store import saving
from portal.web import body
from portal.web.page import redirect, render, sent_text

Part = TypeVar("Part", SectionDraft, QuestionDraft)

# A text in a language, or the options and rows that were to be added.
_TYPED = re.compile(r"(?!show_if)[a-z_]+\.[A-Za-z-]+")
_PUBLISHED = mark(
    "This consultation has been published. Its words can still be corrected, but questions and "
    "options stay as they are, so that all answers mean the same."
)
_CHANGED = mark("Somebody else changed this meanwhile. Look at it again before you delete it.")


def refused(request: Request, consultation: Consultation, message: str = _PUBLISHED) -> Response:
    """Explain why a change is not made, and give back the words that came with it."""
    words = [pair for pair in body.typed(request) if _TYPED.fullmatch(pair[0]) and pair[1]]
    return render(
        request,
        "consultations/staff/refused.html",
        status=409,
        consultation=consultation,
        message=message,
        words=words,
    )


def move(
    request: Request,
    session: Session,
    account: Account,
    consultation: Consultation,
    part: Part | None,
    siblings: Sequence[Part],
) -> Response:
    """Swap a part with the one above or below it; one that is gone or at the end stays."""
    if details.is_fixed(consultation):
        return refused(request, consultation)
    step = -1 if sent_text(request.state.form, "_do") == "up" else 1
    order = list(siblings)
    place = order.index(part) if part in order else -1
    if part is not None and place >= 0 and 0 <= place + step < len(order):
        order.insert(place + step, order.pop(place))
        for number, sibling in enumerate(order):
            sibling.place = number
            session.add(sibling)
        _record(session, account, consultation, part, "moved")
    return redirect(request, "staff_questions", slug=consultation.slug)


def delete(
    request: Request,
    session: Session,
    account: Account,
    consultation: Consultation,
    part: SectionDraft | QuestionDraft | None,
) -> Response:
    """Delete a part that nobody changed since the page was opened."""
    if details.is_fixed(consultation):
        return refused(request, consultation)
    if part is not None and saving.is_stale(request.state.form, part.revision):
        return refused(request, consultation, _CHANGED)
    if part is not None and (warning := _warning(request, session, consultation, part)):
        return warning
    if part is not None:
        session.delete(part)
        _record(session, account, consultation, part, "deleted")
    return redirect(request, "staff_questions", slug=consultation.slug)


def sure(
    request: Request,
    consultation: Consultation,
    about: Mapping[str, str],
    depending: Sequence[Content],
) -> Response | None:
    """Ask once more before something is deleted on which others depend; send the same again."""
    if not depending or sent_text(request.state.form, "_sure") == "yes":
        return None
    return render(
        request,
        "consultations/staff/delete_sure.html",
        consultation=consultation,
        about=about,
        depending=depending,
        action=request.url.path,
        typed=[*body.typed(request), ("_sure", "yes")],
    )


def _warning(
    request: Request,
    session: Session,
    consultation: Consultation,
    part: SectionDraft | QuestionDraft,
) -> Response | None:
    content = drafted(session, consultation)
    if isinstance(part, SectionDraft):
        depending = composition.depending(content, section=part.code)
        return sure(request, consultation, part.title, depending)
    depending = composition.depending(content, question=part.code)
    return sure(request, consultation, part.label, depending)


def _record(
    session: Session,
    account: Account,
    consultation: Consultation,
    part: SectionDraft | QuestionDraft,
    what: str,
) -> None:
    kind = "section" if isinstance(part, SectionDraft) else "question"
    saving.record(
        session, saving.Change(account.id, f"{kind}.{what}", f"{consultation.slug}/{part.code}")
    )
