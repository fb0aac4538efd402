"""The files of a case, handed out to whoever holds its key, and never shown by the browser."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.files.handed_out import attached
from portal.incidents.models import ReportFile
from portal.incidents.records import attachments
from portal.incidents.staff.cases import evidence
from portal.incidents.staff.cases.access import Case
from portal.incidents.staff.cases.case_guards import given
from portal.store import audit
from portal.web.page import found, get, page, post, render

Part = Callable[[ReportFile, bytes], bytes | None]


@page(writes=True)
@given
def case_file(request: Request, session: Session, case: Case) -> Response:
    """Show what a file is, with the digest by which it can be told from any other."""
    file = _asked(request, session, case)
    _record(session, case, "case.file_looked_up", file)
    return render(
        request,
        "incidents/staff/cases/evidence.html",
        report=case.report,
        file=file,
        details=found(attachments.details(file, case.private)),
    )


def _download(action: str, part: Part) -> Callable[[Request, Session, Case], Response]:
    def view(request: Request, session: Session, case: Case) -> Response:
        file = _asked(request, session, case)
        content = found(part(file, case.private))
        known = found(attachments.details(file, case.private))
        _record(session, case, action, file)
        return attached(content, evidence.name(known, case.report.reference))

    return view


download_case_file = page(given(_download("case.file_downloaded", attachments.content)))
download_case_original = page(given(_download("case.original_downloaded", attachments.original)))


def _asked(request: Request, session: Session, case: Case) -> ReportFile:
    return found(evidence.one(session, case.report, request.path_params["id"]))


def _record(session: Session, case: Case, action: str, file: ReportFile) -> None:
    audit.record(session, case.number, action, case.report.reference, id=file.id)


_ONE = "/staff/cases/{reference}/files/{id}"

routes = [
    get(_ONE, case_file, name="case_file"),
    post(f"{_ONE}/content", download_case_file, name="download_case_file"),
    post(f"{_ONE}/original", download_case_original, name="download_case_original"),
]
