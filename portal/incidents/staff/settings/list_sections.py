"""The settings of reports that are lists: readers, and who supports people."""

from portal import lengths
from portal.forms.boxes import Translated
from portal.forms.fields import Email, Line, Telephone
from portal.problems import mark
from portal.settings_pages.sections import Group, Section

SPARE = 2
"""How many empty places a list shows, so that it can grow."""


def named(places: int) -> Section:
    """Ask whom residents can leave out."""
    return Section(
        "named",
        mark("Readers whom residents can leave out"),
        mark(
            "Caseworkers who agreed to be named. Whoever reports can leave some of them out, and "
            "their keys never open that report. To take one away, empty all of it."
        ),
        tuple(_reader(f"named_readers.{place}") for place in range(places)),
    )


def _reader(name: str) -> Group:
    label = mark("Name or role, as residents know it")
    fields = (
        Email(f"{name}.email", mark("Email address of their account")),
        Translated(f"{name}.label", label, most=lengths.NAME),
    )
    lacking = mark("Write the address of the account.")
    return Group(fields, named=f"{name}.email", lacking=lacking)


def support(places: int) -> Section:
    """Ask who helps and is not the council."""
    return Section(
        "support",
        mark("Independent support"),
        mark(
            "People and groups who are not the council. Residents see them on every page about "
            "reports, also while none are taken in. To take one away, empty all of it."
        ),
        tuple(_contact(f"support.{place}") for place in range(places)),
    )


def _contact(name: str) -> Group:
    fields = (
        Line(f"{name}.name", mark("Name"), most=lengths.NAME),
        Telephone(f"{name}.telephone", mark("Telephone number")),
        Line(f"{name}.address", mark("Address or web address"), most=300),
        Translated(f"{name}.words", mark("How they help, and when"), most=400),
    )
    return Group(fields, named=f"{name}.name")
