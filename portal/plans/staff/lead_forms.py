"""What officers say of a role that leads something, or of a school that answers checklists."""

from collections.abc import Mapping, Sequence

from portal import lengths
from portal.forms.boxes import Several
from portal.forms.fields import Email, Line, one_of
from portal.forms.form import Fields
from portal.languages import locales
from portal.problems import mark

DONE: Mapping[str, str] = {
    "kept": mark("It is saved."),
    "sent": mark("The link is on its way. An earlier one does not count any more."),
    "revoked": mark("The link does not count any more."),
    "sent_all": mark("The links are on their way to everybody who has an address and had none."),
    "sent_none": mark("There is nobody with an address who has no link yet."),
}
UNSENT = mark("Nothing is theirs in the plans of this quarter, or they have no address.")
ALIKE = mark("There is one that is spelled alike already.")


def lead(checklists: Sequence[tuple[str, Mapping[str, str]]]) -> Fields:
    """List what is said of whoever leads something, and which checklists they may answer."""
    return (
        Line(
            "name",
            mark("Which role or organisation is it?"),
            hint=mark("As it is written in plans. Everybody reads it: write no name of a person."),
            most=lengths.NAME,
            required=True,
        ),
        Email(
            "email",
            mark("To which address does the link go?"),
            hint=mark("Inside the council or outside. Only officers see it. Empty: no link."),
        ),
        one_of(
            "language",
            mark("In which language are they mailed?"),
            [(tag, {tag: one.endonym}) for tag, one in locales.LANGUAGES.items()],
        ),
        *(
            (
                Several(
                    "checklists",
                    mark("Which checklists do they answer for themselves, such as a school?"),
                    hint=mark("Their answers are kept apart from those of all others."),
                    options=checklists,
                ),
            )
            if checklists
            else ()
        ),
    )
