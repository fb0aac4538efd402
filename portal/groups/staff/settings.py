"""The settings of the directory: the areas into which groups sort themselves, and services."""

import secrets

from portal import lengths
from portal.forms.boxes import Translated
from portal.groups import arrangements
from portal.groups.arrangements import Arrangements, from_json, to_json
from portal.problems import mark
from portal.settings_pages.sections import Group, Section, Stored
from portal.settings_pages.staff import Kept, SettingsPages

_SPARE = 3  # empty places that the list shows, so that it can grow


def sections(decided: Arrangements) -> tuple[Section, ...]:
    """Give a page for each list, with a place for each entry and some more."""
    return (
        Section(
            "areas",
            mark("Areas"),
            mark(
                "Groups choose from these where they are active, and residents find them by it. "
                "To take one away, empty all its languages."
            ),
            _places("areas", mark("Area"), len(decided.areas)),
        ),
        Section(
            "services",
            mark("Services"),
            mark(
                "Residents choose from these what a comment or a complaint is about. Name few, in "
                "words they use. To take one away, empty all its languages."
            ),
            _places("services", mark("Service"), len(decided.services)),
        ),
    )


def _places(name: str, label: str, number: int) -> tuple[Group, ...]:
    return tuple(
        Group((Translated(f"{name}.{place}.label", label, most=lengths.NAME),))
        for place in range(number + _SPARE)
    )


def to_form(decided: Arrangements) -> Stored:
    """Write the lists as fields can show them."""
    return {
        name: {str(place): dict(one) for place, one in enumerate(listed)}
        for name, listed in to_json(decided).items()
    }


def from_form(stored: Stored) -> Arrangements:
    """Read the lists as fields hold them; what is emptied is left out, what is new gets a code."""
    return from_json({name: _entries(name, places) for name, places in stored.items()})


def _entries(name: str, places: Stored) -> list[Stored]:
    kept = [places[place] for place in sorted(places, key=int)]
    # A code is drawn and never used again, because things are found by it.
    return [
        {"code": f"{name[:-1]}-{secrets.token_hex(4)}", **one}
        for one in kept
        if any(one.get("label", {}).values())
    ]


SETTINGS = SettingsPages(
    name="group_settings",
    section="group_section",
    path="/staff/groups/settings",
    title=mark("Areas and services"),
    action="groups.settings",
    kept=Kept(
        arrangements.current,
        arrangements.for_change,
        arrangements.save,
        to_form,
        from_form,
    ),
    sections=sections,
)

routes = SETTINGS.routes
