"""The council's settings, for administrators."""

from dataclasses import replace

from sqlmodel import Session

from portal.consultations.staff import listing
from portal.council import queries, rules
from portal.council.rules import Council, Telephone
from portal.languages.i18n import today
from portal.problems import mark
from portal.settings_pages.sections import Stored
from portal.settings_pages.staff import Kept, SettingsPages
from portal.site.staff import duties, offered_languages, settings_sections


def _save(session: Session, council: Council) -> None:
    # Whoever answered was told the earlier words, so open consultations go on showing them.
    first = listing.first_opening(session)
    since = first.date() if first else None
    queries.save(session, rules.remembered(council, queries.stored(session), today(), since))


def _from_form(stored: Stored) -> Council:
    council = rules.from_json(stored)
    kept = {tag: phone for tag, phone in council.telephones.items() if phone != Telephone()}
    return replace(council, telephones=kept)


SETTINGS = SettingsPages(
    name="council_settings",
    section="council_section",
    path="/staff/settings",
    title=mark("Settings"),
    template="site/staff/settings.html",
    action="settings.changed",
    kept=Kept(queries.stored, queries.for_change, _save, rules.to_json, _from_form),
    sections=lambda council: settings_sections.sections(council.languages),
    duties=duties.DUTIES,
)

routes = [*offered_languages.routes, *SETTINGS.routes]
