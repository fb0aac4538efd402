"""What is asked about a group: the same by whoever enters it, a group, an officer or a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal import lengths
from portal.forms.addresses import is_web_address
from portal.forms.boxes import Several
from portal.forms.field import Ground
from portal.forms.fields import Choice, Email, Line, Telephone, Text, Tick, WebAddress
from portal.forms.form import Fields, Reading
from portal.forms.form import read as read_form
from portal.forms.words import Sent, Shown, sent_text
from portal.groups.rules import CONTACTS, addresses
from portal.groups.vocabulary import HELPS, Lists, Option
from portal.languages import i18n, locales, text_languages
from portal.languages.appearance import is_plain, looks_like
from portal.problems import Problem, Problems, mark

_HIDDEN = mark("This has signs that cannot be seen, or that turn words round. Type it again.")


@dataclass(frozen=True)
class Spoken(Text):
    """Languages, typed under any of their names with commas between."""

    kind = "line"
    empty = ()

    def show(self, value: Sequence[str] | None, _ground: Ground) -> Shown:
        """Name them in the language of the page."""
        reader = i18n.language()
        named = [text_languages.named_in(tag, reader) for tag in value or ()]
        return {self.name: i18n.comma().join(named)}

    def read(self, sent: Sent, ground: Ground, kept: Any, problems: Problems) -> list[str]:
        """Read their tags, in the order in which they were typed."""
        typed = super().read(sent, ground, kept, problems)
        tags, unknown = text_languages.read_names(typed or "", locales.LANGUAGES)
        if unknown:
            named = {"name": unknown[0][: lengths.CODE]}
            problems[self.name] = Problem(
                mark(
                    "We do not know the language “%(name)s”. Write its name in English, or leave "
                    "it out here and name it in the text above."
                ),
                named,
            )
        return tags


ADDRESS = (Email("email", mark("Email address"), required=True, small=True),)
"""Where somebody looks after an entry."""

FAREWELL = (Text("reason", most=lengths.REASON, accepts=is_plain, wrong=_HIDDEN),)
"""Why a group closes its entry, if it says so."""


SURE = "address_sure"
"""What is ticked once where an address stands in an entry: a group may meet unseen."""

_ADDRESS = mark("“%(words)s” looks like an address. Everybody would read it: the area is enough.")
_WORDS = ("meets", "serves", "wishes")


def _chosen(name: str, label: str, listed: Sequence[Option]) -> Several:
    return Several(name, label, options=[(one.code, one.label) for one in listed])


def _words(name: str, label: str, most: int, hint: str, **more: Any) -> Text:
    return Text(name, label, hint=hint, most=most, accepts=is_plain, wrong=_HIDDEN, **more)


def _is_plain_address(text: str) -> bool:
    return text.isascii() and is_web_address(text)


def about(lists: Lists) -> Fields:
    """Ask who a group is, whom it serves, in which languages, and where."""
    return (
        Line(
            "name",
            mark("Name of the group"),
            required=True,
            most=lengths.NAME,
            accepts=is_plain,
            wrong=_HIDDEN,
        ),
        _words(
            "serves",
            mark("Whom the group serves, and what it does"),
            lengths.PARAGRAPH,
            mark("A few sentences, in any language. Please do not name people."),
            required=True,
        ),
        _chosen("communities", mark("Communities"), lists.communities),
        Spoken(
            "speaks",
            mark("Languages spoken in the group"),
            hint=mark("With commas between them, for example: Somali, Arabic, English"),
            required=True,
            most=lengths.HEADING,
        ),
        _chosen("areas", mark("Areas"), lists.areas),
    )


def offers() -> Fields:
    """Ask when a group meets, how it wants to be asked, and with what it helps."""
    return (
        _words(
            "meets",
            mark("When the group meets"),
            lengths.HEADING,
            mark("The day and the time. Please do not write an address: the area is enough."),
        ),
        _words(
            "wishes",
            mark("How the group wants to be asked"),
            lengths.HEADING,
            mark("For example: come to our meeting, call us in the evening, or write in Bengali."),
        ),
        Several("helps", mark("What the group can help with"), options=HELPS),
        Tick(
            "centre_claimed",
            mark("People can report hate to this group (a third-party reporting centre)"),
            hint=mark("The council checks this before it is shown."),
        ),
    )


def contact(*, needs_email: bool = False) -> Fields:
    """Ask how a group is reached, and which of that everybody may see."""
    hidden: dict[str, Any] = {"accepts": is_plain, "wrong": _HIDDEN}
    return (
        Line("contact_name", mark("Name of a person"), most=lengths.NAME, **hidden),
        Tick("contact_name_public", mark("Everybody may see the name")),
        Email("email", mark("Email address"), required=needs_email, small=True),
        Tick("email_public", mark("Everybody may see the email address")),
        Telephone("telephone", mark("Telephone number")),
        Tick("telephone_public", mark("Everybody may see the telephone number")),
        WebAddress("website", mark("Website"), most=lengths.WEB_ADDRESS, accepts=_is_plain_address),
        Tick("website_public", mark("Everybody may see the website")),
    )


LANGUAGE = Line(
    "language",
    mark("Language of what you wrote here"),
    required=True,
    most=lengths.LANGUAGE,
    accepts=text_languages.is_known,
)


def mails(tags: Sequence[str]) -> Choice:
    """Ask in which of the council's languages a group is written to."""
    options = [(tag,) for tag in tags]
    return Choice("mail_language", mark("Language of our mails to the group"), options=options)


def entry(lists: Lists, *, needs_email: bool = False) -> Fields:
    """Ask all about a group."""
    return (*about(lists), *offers(), LANGUAGE, *contact(needs_email=needs_email))


def read(
    fields: Fields, sent: Sent, lists: Lists, kept: Mapping[str, Any] | None = None
) -> Reading:
    """Read what is said about a group, or what is wrong with it."""
    reading = read_form(fields, sent, kept)
    values, problems = reading.values, reading.problems
    for name in ("name", "contact_name"):
        if looks_like(values[name] or "", lists.reserved):
            problems.setdefault(name, Problem(mark("This looks like the name of somebody else.")))
    if not (values["email"] or values["telephone"] or {"email", "telephone"} & problems.keys()):
        problems["email"] = Problem(mark("Write an email address or a telephone number."))
    if where := _address(values, sent, kept or {}):
        problems.setdefault(SURE, Problem(_ADDRESS, {"words": where}))
    for name in CONTACTS:
        if values[f"{name}_public"] and not values[name]:
            values[f"{name}_public"] = False
    return reading


def _address(values: Mapping[str, Any], sent: Sent, kept: Mapping[str, Any]) -> str:
    """Find an address in what is new of the words of an entry, unless somebody is sure of it."""
    new = [values[name] or "" for name in _WORDS if values[name] != kept.get(name)]
    found = [one for words in new for one in addresses(words)]
    return found[0] if found and not sent_text(sent, SURE) else ""
