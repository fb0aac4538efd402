"""Documents that officers send: what is taken of them, before any transaction."""

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import guards
from portal.accounts.models import Role
from portal.consultations.models import Consultation, Document
from portal.files import filetypes
from portal.files.filetypes import Accepted
from portal.forms.boxes import Translated
from portal.forms.field import Ground
from portal.forms.words import sent_text
from portal.problems import Problem, Problems, mark
from portal.web import uploads

ACCEPTED = Accepted(
    kinds=(filetypes.PDF, *filetypes.IMAGES),
    largest=10 * 1024 * 1024,
    links=True,
    empty=mark("Choose a file."),
    too_large=mark("The file is larger than 10 MB."),
    other=mark("The file must be a PDF, PNG, JPEG or WebP file."),
)
"""What is published beside a consultation."""

_TITLE = Translated("title", most=300)

_FULL = mark("No files can be kept at the moment: the disk is almost full. Tell an administrator.")


def prepare(request: Request) -> None:
    """Make the file that came in anew, if an officer sent it: no transaction waits for that."""
    with Session(request.state.engine) as session:
        account = guards.visitor(request, session)
        if account is None or not account.holds(frozenset({Role.OFFICER})):
            return
    uploads.make_anew(request, ACCEPTED, _FULL)


def read_form(
    request: Request, consultation: Consultation, languages: list[str]
) -> tuple[Document | None, bytes, Problems]:
    """Read what is said of a document that came in, and the file; or say what is wrong."""
    problems: Problems = {}
    upload = uploads.came_in(request, ACCEPTED)
    unnamed: Problems = {}
    title = _TITLE.read(request.state.form, Ground(languages), {}, unnamed)
    if isinstance(upload, Problem):
        problems["file"] = upload
    language = sent_text(request.state.form, "language")
    if language not in languages:
        problems["language"] = Problem(mark("Choose the language of the document."))
    if unnamed or not title:
        first = (languages or ["en"])[0]
        problems[f"title.{first}"] = Problem(mark("Write a title of up to 300 letters."))
    if problems or isinstance(upload, Problem) or consultation.id is None:
        return None, b"", problems
    document = Document(
        consultation_id=consultation.id,
        title=title,
        language=language,
        filename=upload.name,
        media_type=upload.kind,
        size=len(upload.content),
    )
    return document, upload.content, {}
