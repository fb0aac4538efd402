"""A group's answer is read through, sent once by a representative, and may be withdrawn."""

from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import queries as consultations
from portal.consultations import rules as consulting
from portal.consultations.answering import answers_shown, consent, drafts, versions
from portal.consultations.answering import sending as responses
from portal.group_responses import queries as returns
from portal.group_responses.shared import about, choosing, drafting, pages
from portal.languages import i18n, text_languages
from portal.membership import guards, rules
from portal.problems import Problem, Problems, mark
from portal.questions import answers
from portal.sealing import crypto
from portal.web.page import done, get, page, post, redirect_to, render, sent_text

_SPEAKING = partial(guards.of_group, roles=frozenset({rules.Role.REPRESENTATIVE}))
_SURE = mark("Tick the box to withdraw the answer of your group.")


@page
@guards.of_group
def shared_check(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Show all that the group answers, and what is missing before it can be sent."""
    here = drafting.find(request, session, mine)
    if here.response is not None or not here.may_write or not here.begun:
        return redirect_to(request, here.address())
    return _page(request, here)


@page
@guards.of_group
def shared_ready(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Tell the representatives that the answer can be sent, or that it cannot yet."""
    here = drafting.find(request, session, mine)
    if here.answer is not None and here.begun:
        here.answer.ready = sent_text(request.state.form, "ready") == "yes"
        session.add(here.answer)
    return done(request, here.address(), "ready")


@page
@_SPEAKING
def shared_send(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Send the answer of the group, once."""
    here = drafting.find(request, session, mine)
    code = crypto.parse_code(sent_text(request.state.form, "_code")) or crypto.new_code()
    if here.response is not None and here.response.receipt == drafts.receipt_name(code):
        return _receipt(request, here, code)
    if not here.may_write or not here.begun:
        again = here.response is not None
        return pages.overview(request, session, here, status=409, again=again)
    if refused := _not_yet(request, here):
        return refused
    may_quote = consent.given(request.state.form)
    if not send(session, here, code, i18n.language(), i18n.today(), may_quote=may_quote):
        return _page(request, here, status=409)  # another response has this code already
    return _receipt(request, here, code)


def send(
    session: Session,
    here: drafting.Drafting,
    code: str,
    language: str,
    day: date,
    *,
    may_quote: bool = False,
) -> bool:
    """Make a response of a draft that is complete; tell whether its code was new."""
    told, organisation = about.parted(_read(here)[0], here.mine.group)
    arrival = responses.Arrival(
        receipt=drafts.receipt_name(code),
        language=language,
        day=day,
        channel=consulting.Channel.GROUP,
        organisation=organisation,
        languages=here.work.languages,
        may_quote=may_quote,
    )
    asked = consultations.edition(session, here.consultation)
    kept = responses.keep_response(session, here.consultation, asked, told, arrival)
    if kept is None or here.answer is None:
        return False
    returns.credit(session, here.mine.group, kept)
    session.flush()
    drafting.end(session, here, here.answer, kept)
    return True


@page
@_SPEAKING
def shared_withdraw(request: Request, session: Session, mine: guards.Mine) -> Response:
    """Withdraw what the group sent, once that is confirmed."""
    here = drafting.find(request, session, mine)
    if here.response is None:
        return redirect_to(request, here.address())
    if sent_text(request.state.form, "sure") != "yes":
        wrong = {"sure": Problem(_SURE)}
        return pages.overview(request, session, here, problems=wrong)
    consultations.hold(session, here.response)
    responses.withdraw(session, here.response)
    return done(request, here.address(), "withdrawn")


def _not_yet(request: Request, here: drafting.Drafting) -> Response | None:
    """Show the page again if it showed other answers than stand now, or some are missing."""
    posted = {versions.SHOWN: [str(one) for one in request.state.form.getlist(versions.SHOWN)]}
    if changed := versions.changed(here.questionnaire, here.work, posted):
        return _page(request, here, status=409, changed=_located(here, dict.fromkeys(changed)))
    if problems := _read(here)[1]:
        return _page(request, here, status=422, problems=_located(here, problems))
    return None


def _receipt(request: Request, here: drafting.Drafting, code: str) -> Response:
    # Not redirected: the code is in no address, and a reload that sends again finds this response.
    return render(
        request,
        "group_responses/shared/sent.html",
        here=here,
        receipt_code=crypto.format_code(code),
    )


def _page(request: Request, here: drafting.Drafting, status: int = 200, **told: Any) -> Response:
    given, problems = _read(here)
    texts = answers.written(here.questionnaire, given)
    tags = here.work.languages
    read = given | {
        name: text_languages.written(text, tags.get(name, "")) for name, text in texts.items()
    }
    parts = []
    for section, asked in answers.shown_sections(here.questionnaire, here.work.sent):
        address = here.address("shared_section", section=section.code) + "?from=check"
        beside = answers_shown.shown_versions(asked, here.work)
        parts.append((section, answers_shown.lines(asked, read, problems, address, beside)))
    return render(
        request,
        "group_responses/shared/check.html",
        status=status,
        here=here,
        parts=parts,
        missing=_located(here, problems),
        shown=versions.check_fingerprint(here.questionnaire, here.work),
        code=crypto.new_code(),
        dropped=answers_shown.dropped(here.questionnaire, here.work),
        worded=consent.is_asked(here.questionnaire, given),
        may_quote=consent.given(getattr(request.state, "form", FormData())),
        **({"problems": {}, "changed": ()} | told),
    )


def _read(here: drafting.Drafting) -> tuple[answers.Answers, Problems]:
    given, wrong = answers.read(here.questionnaire, here.work.sent)
    # What is wrong with "other, please say" is said of its question.
    problems = {name.partition(".")[0]: problem for name, problem in wrong.items()}
    asked = (one.code for one in answers.applying(here.questionnaire, here.work.sent))
    return given, problems | versions.problems(asked, here.work.versions, choosing.CHOOSE)


def _located(here: drafting.Drafting, problems: Any) -> list[dict[str, Any]]:
    """List the questions of which something is to be said, with where they are answered."""
    return [
        {
            "label": question.label,
            "problem": problems[question.code],
            "address": here.address("shared_section", section=section.code)
            + f"?from=check#{question.code}",
        }
        for section, asked in answers.shown_sections(here.questionnaire, here.work.sent)
        for question in asked
        if question.code in problems
    ]


_ONE = "/member/groups/{slug}/consultations/{consultation}"

routes = [
    get(f"{_ONE}/check", shared_check, name="shared_check"),
    post(f"{_ONE}/ready", shared_ready, name="shared_ready"),
    post(f"{_ONE}/send", shared_send, name="shared_send"),
    post(f"{_ONE}/withdraw", shared_withdraw, name="shared_withdraw"),
]
