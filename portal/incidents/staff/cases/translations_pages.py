"""Writing down what an interpreter reads out of a text of a case."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.fields import Choice, Text
from portal.forms.form import read
from portal.incidents.records import pieces
from portal.incidents.staff.cases import (
    access,
    case_guards,
    languages,
    languages_pages,
    notes,
    translations,
)
from portal.languages import i18n, text_languages
from portal.problems import Problem, Problems, mark
from portal.web.page import both, done, found, link, page, render, sent_text

_ROLES = tuple((one.code, one.label) for one in translations.INTERPRETERS)
_CHOOSE = mark("Choose one of the languages listed.")
_FORM = (
    Text(
        "text",
        required=True,
        most=notes.LONGEST_NOTE,
        missing=mark("Write down what the interpreter read."),
    ),
    Choice(
        "interpreter",
        required=True,
        options=_ROLES,
        missing=mark("Say who interpreted, by their role."),
    ),
)


@page(writes=True)
@case_guards.given
def case_translation(request: Request, session: Session, case: access.Case) -> Response:
    """Show a text of a case, and keep beside it what an interpreter read."""
    text = found(languages_pages.text_of(request, session, case))
    # How to reach somebody is opened with an approver only, and stays where it is.
    found(request.path_params["piece"] != languages.CONTACT or None)
    if request.method == "GET":
        return _page(request, case, text)
    if case_guards.is_stale(request, case):
        return _page(request, case, text, status=409)
    reading, source = read(_FORM, request.state.form), sent_text(request.state.form, "source")
    problems = reading.problems
    if not text_languages.is_known(source):
        problems = problems | {"source": Problem(_CHOOSE)}
    if problems:
        return _page(request, case, text, problems)
    _keep(request, session, case, {**reading.values, "source": source})
    return done(request, link("case", reference=case.report.reference), "translation")


def _keep(request: Request, session: Session, case: access.Case, said: dict[str, str]) -> None:
    piece, field = request.path_params["piece"], request.path_params["field"]
    record = {
        **said,
        translations.OF: [piece, field],
        "language": text_languages.of_form(request.state.form),
        "by": case.number,
        "day": i18n.today().isoformat(),
    }
    pieces.add(session, case.report, pieces.Item.NOTE, record)
    if languages_pages.is_report(session, case, piece):
        pieces.add(session, case.report, pieces.Item.SLIP, {translations.DONE: True})
    # In clear it is a note like any other: a translation tells that somebody wrote no English.
    case_guards.changed(session, case, "noted")


def _page(
    request: Request,
    case: access.Case,
    text: languages_pages.Text,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    sent = getattr(request.state, "form", {})
    return render(
        request,
        "incidents/staff/cases/case_translation.html",
        status=status,
        problems=problems,
        report=case.report,
        text=text,
        stale=status == 409,
        roles=_ROLES,
        sent=sent,
        source=sent_text(sent, "source") or text.language,
    )


_ONE = "/staff/cases/{reference}/translation/{piece}/{field}"

routes = [both(_ONE, case_translation, name="case_translation")]
