"""What an operator and a new council are told of how reports are handled."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from portal.council import queries as council_queries
from portal.findings import Finding, error, warning
from portal.forms.addresses import is_email
from portal.incidents import report_settings
from portal.incidents.records import independent, reach
from portal.incidents.report_settings import Arrangements
from portal.incidents.safety import signing_off
from portal.incidents.staff.settings.settings_pages import SETTINGS
from portal.languages import i18n, locales
from portal.problems import mark
from portal.settings import Settings
from portal.web.brought import Colleague, State, Step
from portal.web.page import link

BACKUP_DAYS = 7


def steps(session: Session, _account: Colleague) -> Iterator[Step]:
    """Say whether the council decided how reports are handled, once it takes any."""
    decided = report_settings.current(session)
    if not decided.enabled:
        return
    outside = independent.now(session, i18n.today(), i18n.calendar()).missing
    missing = (*(duty.message for duty in SETTINGS.unfinished(decided)), *filter(None, [outside]))
    yield Step(
        mark("Say how reports of hate incidents are handled"),
        mark("People decide by it whether reporting is safe for them."),
        link(SETTINGS.name),
        State.MISSING if missing else State.DONE,
        missing,
    )


def findings(session: Session, settings: Settings) -> Iterator[Finding]:
    """Look whether reports would be seen, understood and kept."""
    decided = report_settings.current(session)
    if not decided.enabled:
        return
    if (decided.notice_to or decided.danger_notice) and not settings.smtp_url:
        yield error(
            "Staff are to be told of danger or reminded by mail, and there is no mail server.",
            "Set PORTAL_SMTP_URL; until then somebody opens the list of cases every day.",
        )
    for wrong in (one for one in decided.notice_to if not is_email(one, dotted=False)):
        yield error(
            f"Nobody is reminded of reports at {wrong!r}, which is no address.",
            "An administrator corrects it on the settings pages of reports.",
        )
    if number := len(reach.shut(session)):
        yield error(
            f"{number} reports can be opened by nobody.",
            "An auditor reads which, at /staff/reports/shut. A key that rests counts again once "
            "its owner opens it; two of three recovery cards give back what the team had.",
        )
    if outside := independent.now(session, i18n.today(), i18n.calendar()).missing:
        yield warning(outside, "Two people outside the council make a key, and open it often.")
    for duty in SETTINGS.unfinished(decided):
        yield warning(duty.message, "An administrator writes it on the settings pages of reports.")
    yield from _unread(session, decided)
    last = _last_backup(settings)
    # A day that has not come yet was written down by a clock that was wrong.
    if last is None or not -1 <= (i18n.today() - last).days <= BACKUP_DAYS:
        yield warning(
            f"No backup was made for {BACKUP_DAYS} days.",
            "Run every day: portal backup FOLDER --keys ANOTHER-FOLDER, and delete both in time: "
            f"the first after {decided.backup_days} days, the keys after "
            f"{decided.key_backup_days}.",
        )


def _unread(session: Session, decided: Arrangements) -> Iterator[Finding]:
    languages = council_queries.stored(session).languages
    lacking = signing_off.missing_by_language(decided, languages)
    if lacking:
        listed = ", ".join(f"{locales.get(tag).english} {n}" for tag, n in lacking.items())
        yield warning(
            f"Texts about safety were not signed off by a native reader: {listed}.",
            "Residents see the English beneath them. An administrator keeps who has read them, "
            "on the settings pages of reports.",
        )


def _last_backup(settings: Settings) -> date | None:
    try:
        return date.fromisoformat(settings.last_backup.read_text())
    except (OSError, ValueError):
        return None
