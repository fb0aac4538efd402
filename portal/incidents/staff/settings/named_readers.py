"""The readers of reports whom residents can leave out, as the council names them."""

from portal import lengths
from portal.forms.boxes import Translated
from portal.forms.fields import Email
from portal.problems import mark
from portal.settings_pages.sections import Group, Section

SPARE = 2
"""How many empty places a list shows, so that it can grow."""


def section(places: int) -> Section:
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
