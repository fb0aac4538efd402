"""What a member may send: an address, a card's code, a name, how their page is read."""

from collections.abc import Iterable, Sequence

from portal import lengths
from portal.council.rules import Council
from portal.forms.boxes import Several
from portal.forms.field import Field, Ground
from portal.forms.fields import Choice, Email, Line, Tick
from portal.forms.form import Reading, held, read, show, typed
from portal.forms.names import tidied
from portal.forms.words import Sent, Shown
from portal.languages import text_languages
from portal.members import naming
from portal.members.rules import MailKind
from portal.problems import Problems, mark

_LISTED = mark("Choose one of the languages listed.")
_WORDS = mark("Say what becomes of what you wrote.")
STAYS, GOES = "stays", "goes"
"""What may become of what a member wrote."""

_LANGUAGE = mark("Choose the language.")
WRITTEN_IN = Line(
    "language",
    mark("In which language do you write this?"),
    most=lengths.LANGUAGE,
    accepts=text_languages.is_known,
    required=True,
    wrong=_LANGUAGE,
    missing=_LANGUAGE,
)

MAILS = {
    MailKind.WEEKLY: mark("The weekly mail: what is new in what you follow"),
    MailKind.AT_ONCE: mark("At once: answers to you, and what you follow at once"),
    MailKind.MEETINGS: mark("Meetings: when there is one, and when it changes"),
    MailKind.CHANGES: mark("Changes: when somebody else begins to run a body of yours"),
    MailKind.GROUPS: mark("Your groups: when one of them writes to its members"),
}
"""The mails that can be stopped, and what each of them is about."""

WANTED = Several("wanted", mark("Which mails do you want?"), options=tuple(MAILS.items()))
_NO_CODE = mark("Write the code that is on your card.")
_ADDRESS = Email("email", mark("E-mail address"), required=True, folded=True)
_CODE = Line("code", required=True, most=lengths.TYPED_CODE, missing=_NO_CODE)
_OWN_DEVICE = Tick("own_device")
_LEAVING = (
    Choice("words", required=True, missing=_WORDS, wrong=_WORDS, options=[(STAYS,), (GOES,)]),
    Tick("sure", required=True, missing=mark("Tick the box if you are sure.")),
)


def address(sent: Sent) -> Reading:
    """Read an address, folded."""
    return read([_ADDRESS], sent)


def code(sent: Sent) -> Reading:
    """Read what was typed for the code of a card."""
    return read([_CODE], sent)


def own_device(sent: Sent) -> bool:
    """Tell whether somebody says that the device is theirs."""
    return bool(read([_OWN_DEVICE], sent).values["own_device"])


def leaving(sent: Sent) -> Reading:
    """Read what becomes of what somebody wrote who erases themselves."""
    return read(_LEAVING, sent)


def leaving_typed(sent: Sent) -> Shown:
    """Give what was chosen before, so that the page shows it again."""
    return typed(_LEAVING, sent)


def stopped(sent: Sent) -> list[MailKind]:
    """Read which kinds of mail are not wanted any more: all but those that are ticked."""
    ticked = WANTED.ticked(WANTED.typed(sent, Ground()))
    return [kind for kind in MailKind if kind.value not in ticked]


def page(
    sent: Sent, languages: Sequence[str], council: Council, others: Iterable[str] = ()
) -> Reading:
    """Read what a member wants to be called, whether others read it, and their language.

    Nobody is called like the `others`.
    """
    reading = read(_page(languages), sent)
    name = tidied(reading.values["name"])
    wrong = naming.problem(name, council, others) if name else None
    problems: Problems = reading.problems | ({"name": wrong} if wrong else {})
    return Reading(reading.values | {"name": name}, problems)


def page_shown(member: object, languages: Sequence[str]) -> Shown:
    """Show what is kept as the form that changes it."""
    return show(_page(languages), held(_page(languages), member))


def page_typed(sent: Sent, languages: Sequence[str]) -> Shown:
    """Give what was typed, so that the page shows it again."""
    return typed(_page(languages), sent)


def _page(languages: Sequence[str]) -> Sequence[Field]:
    options = [(tag,) for tag in languages]
    return (
        Line("name", most=lengths.NAME, as_typed=True),
        Tick("name_shown"),
        Choice("language", required=True, wrong=_LISTED, missing=_LISTED, options=options),
    )
