"""Numbers of responses that lead to the lists they count: each comes of its list's conditions."""

from sqlmodel import Session

from portal.analysis.staff.reading import queries, together
from portal.analysis.staff.reading.queries import Batch
from portal.consultations.models import Consultation
from portal.consultations.rules import Respondent, ResponseState
from portal.languages.i18n import gettext, number
from portal.problems import mark

_LISTED = {
    mark("Responses of people"): Batch(who=Respondent.INDIVIDUAL),
    mark("Responses of organisations"): Batch(who=Respondent.ORGANISATION),
    mark("Set aside"): Batch(ResponseState.SET_ASIDE),
}
_RUSHED = Batch(rushed=True)


def of_states(session: Session, consultation: Consultation) -> list[tuple[str, str, str]]:
    """Give label, number and address of each list; of what was withdrawn there is none."""
    withdrawn = queries.total(session, consultation, Batch(ResponseState.WITHDRAWN))
    return [
        *(_figure(session, consultation, label, batch) for label, batch in _LISTED.items()),
        (gettext("Withdrawn"), number(withdrawn), ""),
    ]


def rushed(session: Session, consultation: Consultation) -> tuple[int, str]:
    """Count what came in a rush, and say where it is listed."""
    total = queries.total(session, consultation, _RUSHED)
    return total, together.address(consultation, _RUSHED)


def _figure(
    session: Session, consultation: Consultation, label: str, batch: Batch
) -> tuple[str, str, str]:
    total = queries.total(session, consultation, batch)
    return gettext(label), number(total), together.address(consultation, batch)
