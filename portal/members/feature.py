"""What members bring: they sign in without a password, and look after what is held of them."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.findings import Finding, error
from portal.members import arrangements, demo_people, queries, sessions
from portal.members.own import address, leaving, mails, page
from portal.members.signing_in import mailing, opening, views
from portal.members.staff import pages
from portal.problems import mark
from portal.settings import Settings
from portal.web.brought import Chapter
from portal.web.feature import Cookie, Feature
from portal.web.security import MEMBER_COOKIE


def _privacy(session: Session) -> Iterator[Chapter]:
    yield Chapter("members/privacy.html", arrangements.to_json(arrangements.current(session)))


def _findings(session: Session, settings: Settings) -> Iterator[Finding]:
    """Tell the operator that no link reaches a member."""
    lacks = not settings.smtp_url or not settings.public_url
    if lacks and queries.has_addresses(session):
        yield error(
            "Members cannot sign in by mail: there is no mail server, or the portal does not know "
            "its own address.",
            "Set PORTAL_SMTP_URL and PORTAL_PUBLIC_URL. Until then only printed cards work.",
        )


FEATURE = Feature(
    routes=(
        *views.routes,
        *opening.routes,
        *page.routes,
        *address.routes,
        *leaving.routes,
        *mails.routes,
    ),
    from_anywhere=mails.routes,
    staff_routes=pages.routes,
    stands_on={"member_sign_out": "member_sign_in"},
    pages=pages.pages,
    jobs=(sessions.JOB, mailing.JOB),
    cookies_set=(
        Cookie(
            MEMBER_COOKIE,
            mark("Keeps members signed in. It tells nobody who somebody is."),
            mark("30 days on their own device, else until they close the browser"),
            sessions.leave,
        ),
    ),
    privacy=_privacy,
    demo=demo_people.chapter,
    findings=_findings,
)
