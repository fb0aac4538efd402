"""What readers wrote of a report, for officers alone."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.feedback import queries as reports
from portal.feedback import vocabulary
from portal.feedback.reactions import queries
from portal.feedback.rules import Verdict
from portal.web import lists
from portal.web.page import found, get, link, page, render


@page
@officer_only
def reactions(request: Request, session: Session, account: Account) -> Response:
    """List what readers wrote, “it does not” first, and count what all of them said."""
    slug = request.path_params["slug"]
    report = found(reports.by_slug(session, slug))
    consultation = session.get_one(Consultation, report.consultation_id)
    entries, written = queries.entries(session, report), queries.languages(session, report)
    offered = {"entry": [one.key for one in entries], "verdict": [*Verdict], "language": written}
    asked = request.query_params
    chosen = {name: lists.chosen(asked, name, codes) for name, codes in offered.items()}
    part = queries.reasons(session, report, chosen, lists.place(request))
    return render(
        request,
        "feedback/reactions/staff/reactions.html",
        slug=slug,
        title=consultations.edition(session, consultation).title,
        entries=entries,
        counts=queries.counts(session, [one.id or 0 for one in entries]),
        listed=part.rows,
        chosen=chosen,
        written=written,
        verdicts=vocabulary.VERDICTS,
        pages=lists.pages(part, link("staff_reactions", slug=slug), chosen),
    )


routes = [get("/staff/feedback/{slug}/reactions", reactions, name="staff_reactions")]
