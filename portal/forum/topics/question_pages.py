"""Where a resident without an account asks a body something, and reads what came of it."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, anybody, unblocked
from portal.forms import form, words
from portal.forum.topics import asks, forms, queries
from portal.languages.i18n import language, today
from portal.problems import Problems
from portal.sealing import crypto
from portal.web.networks import Bounded
from portal.web.page import both, chapters, page, render, sent_text, switched


class _Asking(Bounded):
    """How many questions came lately of each network, and of everybody: one body reads them."""

    usual, seconds_each = 6, 600.0
    usual_of_all, seconds_each_of_all = 20, 300.0


@page
@anybody
@unblocked
def put_question(request: Request, session: Session, visit: Visit) -> Response:
    """Take a resident's question, and give its code on the page that took it."""
    if not visit.is_open:
        return render(request, "forum/topics/asked.html", status=403, visit=visit, code="")
    if request.method == "GET":
        return _form(request, visit, crypto.new_code())
    return switched(request) or _received(request, session, visit)


def opened(request: Request, session: Session, code: str) -> Response | None:
    """Show what came of the question that a code names; nothing if it names none."""
    if (question := asks.known(session, code)) is None:
        return None
    body, topic = asks.around(session, question)
    return render(
        request,
        "forum/topics/question.html",
        question=question,
        label=forms.QUESTIONS[question.state],
        code=code,
        body=body,
        topic=topic,
        ask=queries.ask_of(session, topic) if topic else None,
        chapters=chapters(request, session, "resident_question", question, body),
    )


def _received(request: Request, session: Session, visit: Visit) -> Response:
    code = crypto.parse_code(sent_text(request.state.form, "code")) or crypto.new_code()
    reading = form.read(forms.QUESTION, request.state.form)
    said, asked = reading.values, asks.known(session, code)
    if asked and not reading.problems and not asks.is_same(asked, visit.body, said):
        # With other words from the same page it is another question, under a code of its own.
        code = asks.another(code, visit.body, said)
        asked = asks.known(session, code)
    if asked and not reading.problems:
        return _taken(request, visit, code)
    if "_switch" in request.state.form:
        return _form(request, visit, code)
    refused = asks.refusal(session, visit.body)
    if problems := reading.problems or ({"text": refused} if refused else {}):
        return _form(request, visit, code, problems)
    if request.state.memory.of(_Asking).is_crowded(request):
        return _form(request, visit, code, {"text": forms.FULL}, status=429)
    asks.receive(session, visit.body, code, said["text"], said["language"], today())
    return _taken(request, visit, code)


def _form(
    request: Request,
    visit: Visit,
    code: str,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "forum/topics/ask.html",
        status=status,
        visit=visit,
        code=code,
        fields=forms.QUESTION,
        sent=words.flat(getattr(request.state, "form", {"language": language()})),
        problems=problems,
    )


def _taken(request: Request, visit: Visit, code: str) -> Response:
    grouped = crypto.format_code(code)
    return render(request, "forum/topics/asked.html", visit=visit, code=code, grouped=grouped)


routes = [both("/forum/{body}/ask", put_question, name="forum_question")]
