"""What a council counts of a person and of the hostility, besides what every council counts."""

from portal import lengths
from portal.forms.boxes import Several, Translated
from portal.incidents.equality import MORE
from portal.problems import mark
from portal.settings_pages.sections import Group, Section

SECTION = Section(
    "equality",
    mark("About the person it happened to"),
    mark(
        "Reports ask for age, ethnic group, religion, sex and disability, so that you can count "
        "whom hate hurts. Ask for more only if you will use the numbers: each question can put "
        "somebody off, and no number under 10 is shown."
    ),
    (
        Group(
            (
                Several(
                    "equality_more",
                    mark("Ask as well about"),
                    options=[(code, label.english) for code, label in MORE.items()],
                ),
            )
        ),
    ),
)


def strands(places: int) -> Section:
    """Give the page of local grounds of hostility, with so many places for them."""
    label = mark("Local ground of hostility")
    return Section(
        "strands",
        mark("Local grounds of hostility"),
        mark(
            "What your council counts beside race, religion, disability, sexual orientation and "
            "being transgender. To take one away, empty all its languages."
        ),
        tuple(
            Group((Translated(f"local_strands.{place}.label", label, most=lengths.NAME),))
            for place in range(places)
        ),
    )
