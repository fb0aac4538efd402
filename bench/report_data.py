"""A portal that takes reports in: its team's keys, somebody who signs in, and reports to send."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session, func, select
from starlette.datastructures import Secret

from bench import portal_data
from portal.accounts import commands, queries
from portal.accounts.models import Account, Role
from portal.accounts.signing_in import codes as one_time_codes
from portal.accounts.signing_in import passwords
from portal.features import LINKS
from portal.incidents import report_settings
from portal.incidents.models import Report
from portal.incidents.records import codes, keys, take_in
from portal.incidents.report_settings import Arrangements
from portal.incidents.reporting import journey
from portal.incidents.reporting.journey import Journey
from portal.incidents.rules import Circle, TeamKeyPurpose
from portal.incidents.staff.keys import vault
from portal.languages.i18n import today
from portal.settings import Settings
from portal.store import audit
from portal.store.db import begin, now, open_engine
from portal.web import cookies, links

ADDRESS = "/en/help/speak-up"
EMAIL = "caseworker@voices.example"
PASSWORD = "seven bilingual otters"  # noqa: S105 - of an account that lives as long as a measurement
WORDS = (
    "On Friday evening two men waited at the bus stop by the library. They shouted at me because "
    "of my headscarf and one of them threw a bottle. It has happened before. I am afraid to go "
    "there, and my children are with me on other days. "
) * 3


@dataclass(frozen=True)
class Ready:
    """A report at the last step: the cookie and the form with which it is sent."""

    cookies: Mapping[str, str]
    fields: Mapping[str, str]


def prepare(settings: Settings) -> Engine:
    """Make the database: council, two caseworkers with keys, reports taken in."""
    links.use(LINKS)
    portal_data.prepare(settings.database_url).dispose()
    engine = open_engine(settings.database_url)
    with Session(engine, info=audit.session_info(settings)) as session:
        begin(session, writes=True)
        _staff(session, settings)
        report_settings.save(session, Arrangements(enabled=True))
        take_in.note_opened(session, today())
        session.commit()
    return engine


def ready(number: int) -> Iterator[Ready]:
    """Write reports up to the last step, as a browser without JavaScript holds them."""
    settings = Settings(secret_key=Secret(portal_data.SECRET))
    for _ in range(number):
        drawn = secrets.token_bytes(32)
        key = cookies.bound(settings, journey.COOKIE, drawn)
        here = Journey(
            code=codes.new(),
            fields={"what": {"what": WORDS, "danger": "no"}, "reply": {"reply": "code"}},
        )
        token = cookies.signed(settings, journey.COOKIE, drawn)
        fields = {journey.FIELD: journey.seal(key, here), "step": "send"}
        yield Ready({journey.COOKIE: token}, fields)


def kept(engine: Engine) -> tuple[int, int]:
    """Count the reports, and those of them that are held."""
    with Session(engine) as session:
        everything = session.exec(select(func.count()).select_from(Report)).one()
        held = select(func.count()).select_from(Report).where(Report.held)
        return everything, session.exec(held).one()


def one_time_code(engine: Engine, settings: Settings) -> str:
    """Read the next code off the caseworker's telephone."""
    with Session(engine) as session:
        account = session.exec(select(Account).where(Account.email == EMAIL)).one()
        secret = one_time_codes.secret_of(settings, account)
        return one_time_codes.next_code(secret, account.last_step, now())


def _staff(session: Session, settings: Settings) -> None:
    holders = []
    for email in (EMAIL, "second@voices.example"):
        commands.create(session, settings, email, "A caseworker", [Role.CASEWORKER])
        account = queries.by_email(session, email)
        assert account  # noqa: S101 - it has just been created
        account.password_hash = passwords.hashed(PASSWORD)
        secret = one_time_codes.new_secret()
        account.sealed_secret = one_time_codes.seal_secret(settings, account, secret)
        opened = vault.new_holder(account.id or 0, Circle.TEAM, PASSWORD, today())
        session.add(opened.holder)
        holders.append(opened.holder)
    session.flush()
    for purpose in (TeamKeyPurpose.STATISTICS, TeamKeyPurpose.LINKING):
        keys.make_team_key(session, purpose, holders)
