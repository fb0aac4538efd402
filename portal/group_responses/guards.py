"""Who acts for a group in a consultation, and the consultation that an address names."""

from functools import partial
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations import queries
from portal.consultations.answering import visits
from portal.consultations.models import Published
from portal.consultations.rules import Status
from portal.membership.guards import Mine, of_group
from portal.membership.rules import Role
from portal.questions.questionnaire import Questionnaire
from portal.store.db import now
from portal.web.links import link

ACTING = partial(of_group, roles=frozenset({Role.REPRESENTATIVE, Role.HELPER}))


class Asked(NamedTuple):
    """A consultation that residents may see, what it asks, and whether it takes answers now."""

    consultation: Published
    questionnaire: Questionnaire
    is_open: bool

    def address(self, page: str, mine: Mine) -> str:
        """Give the address of a page of a group about it."""
        return link(page, slug=mine.group.slug, consultation=self.consultation.slug)


def asked(request: Request, session: Session) -> Asked:
    """Find the consultation in the address of a page."""
    consultation = visits.published(session, request.path_params["consultation"])
    is_open = queries.status_of(consultation, now()) is Status.OPEN
    return Asked(consultation, queries.edition(session, consultation), is_open)
