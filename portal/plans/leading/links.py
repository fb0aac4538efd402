"""The link of a quarter: signed, for as often as they like, until the quarter's review is signed.

It opens a page with a button, because mail servers and telephones open links by themselves.
"""

from datetime import date

from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session

from portal.plans.history import Period
from portal.plans.leading import queries, rules
from portal.plans.leading.models import Lead, LeadLink
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.links import absolute, link


def make(session: Session, lead: Lead, quarter: Period, today: date) -> LeadLink:
    """Make the link of a quarter for a lead's address."""
    until = rules.until(quarter)
    made = LeadLink(
        lead_id=lead.id or 0, quarter=quarter.since, email=lead.email, sent=today, until=until
    )
    session.add(made)
    session.flush()
    return made


def address(settings: Settings, made: LeadLink, tag: str) -> str:
    """Write the address of a link, in the language of the mail in which it stands."""
    return absolute(settings, link("lead_link", tag, token=token(settings, made)))


def token(settings: Settings, made: LeadLink) -> str:
    """Write the signed word that names a link."""
    return str(_signer(settings).dumps(made.id))


def find(session: Session, token: str, *, use: bool = False) -> tuple[LeadLink, Lead] | None:
    """Find a link and whose it is; to use it, nobody else changes the lead meanwhile."""
    try:
        name = _signer(session.info["settings"]).loads(token)
    except BadData:
        return None
    made = session.get(LeadLink, name) if isinstance(name, str) else None
    lead = queries.lead(session, made.lead_id, hold=use) if made else None
    made = session.get(LeadLink, name, populate_existing=True) if made else None
    return (made, lead) if made and lead else None


def is_good(made: LeadLink, lead: Lead, today: date) -> bool:
    """Tell whether a link counts: not revoked, not ended, and for the address of today."""
    return made.revoked is None and today <= made.until and made.email == lead.email


def _signer(settings: Settings) -> URLSafeSerializer:
    key = crypto.installation_key(settings.secret, "plans:lead")
    return URLSafeSerializer(key, salt="lead")
