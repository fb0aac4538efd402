"""The settings of the directory: the areas into which groups sort themselves."""

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
    """Give the one page, with a place for each area and some more."""
    return (
        Section(
            "areas",
            mark("Areas"),
            mark(
                "Groups choose from these where they are active, and residents find them by it. "
                "To take one away, empty all its languages."
            ),
            tuple(
                Group((Translated(f"areas.{place}.label", mark("Area"), most=lengths.NAME),))
                for place in range(len(decided.areas) + _SPARE)
            ),
        ),
    )


def to_form(decided: Arrangements) -> Stored:
    """Write the areas as fields can show them."""
    areas = to_json(decided)["areas"]
    return {"areas": {str(place): dict(one) for place, one in enumerate(areas)}}


def from_form(stored: Stored) -> Arrangements:
    """Read the areas as fields hold them; an emptied one is left out, and a new one gets a code."""
    places = sorted(stored["areas"], key=int)
    kept = [
        one for place in places if any((one := stored["areas"][place]).get("label", {}).values())
    ]
    # A code is drawn and never used again, because groups are found by it.
    return from_json({"areas": [{"code": f"area-{secrets.token_hex(4)}", **one} for one in kept]})


SETTINGS = SettingsPages(
    name="group_settings",
    section="group_section",
    path="/staff/groups/settings",
    title=mark("Settings of groups"),
    template="settings_pages/staff/list.html",
    action="groups.settings",
    kept=Kept(
        arrangements.current,
        arrangements.for_change,
        arrangements.save,
        to_form,
        from_form,
    ),
    sections=sections,
    duties=(),
)

routes = SETTINGS.routes
