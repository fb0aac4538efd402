"""Saying in which language a text of a case is, for whoever reads it aloud, translates or counts.

The reporter's own words are not touched.
"""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.records import pieces
from portal.incidents.staff.cases import access, case_guards, contents, languages
from portal.incidents.staff.sharing import contacts, contacts_pages
from portal.languages.i18n import today
from portal.languages.text_languages import is_known
from portal.problems import Problem, Problems, mark
from portal.web.page import both, done, found, link, page, render, sent_text

_CHOOSE = mark("Choose one of the languages listed.")


@dataclass(frozen=True)
class Text:
    """A text of a case, and in which language it is now."""

    label: str
    text: str
    language: str


@page(writes=True)
@case_guards.given
def case_language(request: Request, session: Session, case: access.Case) -> Response:
    """Show a text of a case with the language that it is filed under, or file it under another."""
    text = found(text_of(request, session, case))
    if request.method == "GET":
        return _page(request, session, case, text)
    if case_guards.is_stale(request, case):
        return _page(request, session, case, text, status=409)
    tag = sent_text(request.state.form, "language")
    if not is_known(tag):
        return _page(request, session, case, text, {"language": Problem(_CHOOSE)})
    return _filed(request, session, case, tag)


def _filed(request: Request, session: Session, case: access.Case, tag: str) -> Response:
    piece, field = request.path_params["piece"], request.path_params["field"]
    languages.file(session, case.report, piece, field, tag)
    if is_report(session, case, piece):
        pieces.add(session, case.report, pieces.Item.SLIP, {"language": tag})
    # The log does not say which language: it could tell who the reporter is.
    case_guards.changed(session, case, "language_noted")
    return done(request, link("case", reference=case.report.reference), "language")


def is_report(session: Session, case: access.Case, piece: str) -> bool:
    """Tell whether a piece is what the reporter sent first: the queue shows its language."""
    return any(item.id == piece for item in pieces.stored(session, case.report, pieces.Item.REPORT))


def text_of(request: Request, session: Session, case: access.Case) -> Text | None:
    """Find the text of a case that an address names."""
    piece, field = request.path_params["piece"], request.path_params["field"]
    if piece == languages.CONTACT:
        return _of_contact(session, case, field)
    read = contents.opened(session, case, (), {})
    if (piece, field) == (read.report.get(languages.PIECE), "what"):
        return Text(mark("What happened"), read.report["what"], read.written_in)
    return next(
        (
            Text(str(row.label), str(row.texts[0]), row.language)
            for addition in read.additions
            for row in addition.rows
            if row.own_words and (row.piece, row.field) == (piece, field)
        ),
        None,
    )


def _of_contact(session: Session, case: access.Case, field: str) -> Text | None:
    """Name a text of the contact details; to read it, they have to be opened again."""
    granted = contacts.granted(session, case.report, case.number, today())
    if granted is None or field not in contacts_pages.OWN_WORDS:
        return None
    known = languages.of_contact(session, case.report, case.private)
    return Text(contacts_pages.OWN_WORDS[field], "", known.get(field, ""))


def _in_use(session: Session, case: access.Case) -> list[str]:
    read = contents.opened(session, case, (), {})
    of_rows = (row.language for addition in read.additions for row in addition.rows)
    return sorted({read.language, read.written_in, *of_rows} - {""})


def _page(
    request: Request,
    session: Session,
    case: access.Case,
    text: Text,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    sent = getattr(request.state, "form", {})
    return render(
        request,
        "incidents/staff/cases/case_language.html",
        status=status,
        problems=problems,
        report=case.report,
        text=text,
        stale=status == 409,
        languages_in_use=_in_use(session, case),
        chosen=sent_text(sent, "language") or text.language,
    )


_ONE = "/staff/cases/{reference}/language/{piece}/{field}"

routes = [both(_ONE, case_language, name="case_language")]
