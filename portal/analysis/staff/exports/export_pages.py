"""Every response as a CSV file, row by row, with a dictionary of its columns beside it."""

from collections.abc import Iterator
from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.analysis.staff import frame, guards
from portal.analysis.staff.exports import fields, language_fields, line
from portal.analysis.staff.reading import queries, read_back
from portal.categories import queries as categories
from portal.consultations import models
from portal.consultations import queries as consultations
from portal.consultations.retention import retention_queries
from portal.languages.i18n import endonym
from portal.store import audit
from portal.web import spreadsheet
from portal.web.page import get, page, stream

_DICTIONARY = ("column", "question", "code", "label")


@page
@guards.exact
def export(
    request: Request, session: Session, _account: Account, consultation: models.Consultation
) -> Response:
    """Offer the files, with labels in a language to choose."""
    languages = consultations.edition(session, consultation).languages
    named = [(tag, endonym(tag)) for tag in languages]
    return frame.show(request, "exports/export", consultation, "export", languages=named)


@page(writes=True)
@guards.exact
def export_csv(
    request: Request, session: Session, account: Account, consultation: models.Consultation
) -> Response:
    """Send every response that was not withdrawn, and log that it was sent."""
    tag = _labels(request, session, consultation)
    audit.record(session, account.id or 0, "responses.exported", consultation.slug, labels=tag)
    nation = request.state.council.nation
    rows = partial(_responses, slug=consultation.slug, tag=tag, nation=nation)
    return spreadsheet.file(f"{consultation.slug}-responses", stream(request, rows))


@page
@guards.exact
def export_dictionary(
    request: Request, session: Session, _account: Account, consultation: models.Consultation
) -> Response:
    """Send what each column and each code means."""
    tag = _labels(request, session, consultation)
    columns = _columns(session, consultation, tag, request.state.council.nation)
    return spreadsheet.file(
        f"{consultation.slug}-dictionary", iter([spreadsheet.BOM, *_meanings(columns, tag)])
    )


def _labels(request: Request, session: Session, consultation: models.Consultation) -> str:
    offered = consultations.edition(session, consultation).languages
    wanted = request.query_params.get("labels", "")
    return wanted if wanted in offered else offered[0]


def _columns(
    session: Session, consultation: models.Consultation, tag: str, nation: str
) -> list[fields.Field]:
    asked = categories.questions(session, nation)
    questionnaire = consultations.edition(session, consultation)
    return fields.told_apart(
        [
            *fields.of_response(),
            *fields.of_questions(questionnaire, tag),
            *fields.of_characteristics(asked, tag),
            *language_fields.of(questionnaire, asked, tag),
        ]
    )


def _responses(session: Session, slug: str, tag: str, nation: str) -> Iterator[str]:
    consultation = guards.published(session, slug)
    asked = consultations.edition(session, consultation)
    columns = _columns(session, consultation, tag, nation)
    deleted = _deleted(session, consultation)
    yield spreadsheet.BOM + spreadsheet.line(column.name for column in columns)
    for handful in queries.for_export(session, consultation):
        lines = (
            line.Line(
                response,
                equality.answers if equality else {},
                {text.question: text for text in texts},
                hidden,
                read_back.asked(asked, response),
                deleted,
                group or "",
            )
            for response, equality, group, texts, hidden in handful
        )
        yield "".join(spreadsheet.line(column.read(one) for column in columns) for one in lines)


def _deleted(session: Session, consultation: models.Consultation) -> frozenset[str]:
    """Name the columns whose answers were deleted as promised, before later ones came."""
    written = retention_queries.written_counts(session, consultation)
    told = retention_queries.equality_counts(session, consultation)
    return frozenset(
        [one.question for one in written] + [f"equality.{one.characteristic}" for one in told]
    )


def _meanings(columns: list[fields.Field], tag: str) -> Iterator[str]:
    yield spreadsheet.line(_DICTIONARY)
    for column in columns:
        about = fields.in_language(column.about, tag)
        yield spreadsheet.line((column.name, about, "", ""))
        for code, label in column.codes:
            yield spreadsheet.line((column.name, about, code, fields.in_language(label, tag)))


_PATH = "/staff/consultations/{slug}"

routes = [
    get(_PATH + "/export", export, name="export"),
    get(_PATH + "/responses.csv", export_csv, name="export_csv"),
    get(_PATH + "/dictionary.csv", export_dictionary, name="export_dictionary"),
]
