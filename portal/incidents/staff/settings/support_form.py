"""What an administrator says of each of those who help, and of how often they are rung."""

from collections.abc import Iterator

from portal import lengths
from portal.forms.boxes import Day, Several, Translated
from portal.forms.field import Field
from portal.forms.fields import Line, Telephone, Tick
from portal.incidents import signposts, vocabulary
from portal.incidents.report_settings import Arrangements, from_json, to_json
from portal.incidents.staff import named_languages
from portal.problems import mark
from portal.settings_pages.sections import Group, Section, Stored
from portal.settings_pages.staff_fields import number

_WEEKDAYS = (
    *(mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday")),
    *(mark("Saturday"), mark("Sunday")),
)
_HOURS = mark("Write times such as 09:00-17:00, with a comma between several.")
_GONE = "gone"

_CHECKS = Section(
    "checks",
    mark("How often numbers are rung"),
    mark("A number that nobody has rung for so long stands on your start page."),
    (Group((number("rung_months", mark("Ring each number every"), mark("Months"), 1, 24),)),),
)


def sections(decided: Arrangements) -> tuple[Section, ...]:
    """Give a page for each of those who help, one for another, and one for how often to ring."""
    return (*map(_entry, range(len(decided.support) + 1)), _CHECKS)


def to_form(decided: Arrangements) -> Stored:
    """Write those who help by their places, and languages by their names."""
    stored = to_json(decided)
    stored["support"] = {str(n): _shown(one) for n, one in enumerate(stored["support"])}
    return stored


def from_form(stored: Stored) -> Arrangements:
    """Read those who help; whoever has no name, or is to be taken away, is left out."""
    placed = (stored["support"][place] for place in sorted(stored["support"], key=int))
    kept = [_read(one) for one in placed if one.get("name") and not one.get(_GONE)]
    return from_json({**stored, "support": kept})


def _entry(place: int) -> Section:
    name = f"support.{place}"
    gone = Tick(f"{name}.{_GONE}", mark("Take them off the list"))
    return Section(
        str(place),
        mark("Somebody who helps"),
        mark(
            "People and groups who are not the council. Residents see them on the pages about "
            "reports, also while none are taken in, once you say how to reach them."
        ),
        (
            Group(_said(name), mark("Who helps"), named=f"{name}.name"),
            Group(tuple(_hours(name)), mark("When they answer")),
            Group((gone,), mark("Do they not help any more?")),
        ),
    )


def _said(name: str) -> tuple[Field, ...]:
    return (
        Line(f"{name}.name", mark("Name"), most=lengths.NAME),
        Telephone(f"{name}.telephone", mark("Telephone number")),
        Telephone(f"{name}.text", mark("Number for text messages")),
        Line(f"{name}.address", mark("Address or web address"), most=lengths.WEB_ADDRESS),
        Translated(f"{name}.words", mark("How they help, and when"), most=lengths.REASON),
        Day(
            f"{name}.rung",
            mark("Last rung"),
            hint=mark("The day on which somebody of yours last rang or wrote and was answered."),
        ),
        Several(
            f"{name}.needs",
            mark("What they help with"),
            hint=mark("If you tick nothing, they help with everything but danger."),
            options=[(one.code, one.label) for one in vocabulary.NEEDS],
        ),
        named_languages.asked(f"{name}.languages", mark("Languages that they speak")),
        Tick(f"{name}.interpreters", mark("They have interpreters for other languages")),
        Tick(f"{name}.always", mark("They answer day and night, on every day of the year")),
    )


def _hours(name: str) -> Iterator[Field]:
    for place, day in enumerate(_WEEKDAYS):
        yield Line(
            f"{name}.hours.{place}", day, most=lengths.HOURS, wrong=_HOURS, accepts=_is_hours
        )


def _shown(one: Stored) -> Stored:
    return {**one, "languages": named_languages.shown(one.get("languages", ())), _GONE: False}


def _read(one: Stored) -> Stored:
    hours = {day: text for day, text in one.get("hours", {}).items() if text}
    said = {name: one[name] for name in one if name != _GONE}
    return {**said, "languages": named_languages.read(one.get("languages")), "hours": hours}


def _is_hours(text: str) -> bool:
    return signposts.spans(text) is not None
