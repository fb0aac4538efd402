"""Fields that are typed or ticked in several boxes: texts in languages, days, several answers."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from portal.forms.dates import PARTS, read_clock, read_day, read_days, show_days
from portal.forms.field import Field, Ground
from portal.forms.fields import LISTED, Choice, Text
from portal.forms.words import Sent, Shown, every, one_line, sent_text, unturned
from portal.problems import Problem, Problems, mark, too_long

_SKIPPED = mark(
    "There is no such time on this day: the clocks go forward. Write an earlier or a later one."
)


@dataclass(frozen=True)
class Translated(Field):
    """A text in each language, of which the first is needed where it is required."""

    _: KW_ONLY
    most: int
    rows: int = 1

    kind = "translated"

    def inputs(self, ground: Ground) -> Sequence[str]:
        """List a box for each language."""
        return [f"{self.name}.{tag}" for tag in ground.languages]

    def show(self, value: Mapping[str, str] | None, ground: Ground) -> Shown:
        """Give the text in each language."""
        return {f"{self.name}.{tag}": (value or {}).get(tag, "") for tag in ground.languages}

    def read(self, sent: Sent, ground: Ground, kept: Any, problems: Problems) -> dict[str, str]:
        """Read the text; what is written in a language that the form does not show is kept."""
        written = {tag: sent_text(sent, f"{self.name}.{tag}") for tag in ground.languages}
        plain = one_line if self.rows == 1 else unturned
        written = {tag: plain(words) for tag, words in written.items()}
        for tag, words in written.items():
            if len(words) > self.most:
                problems[f"{self.name}.{tag}"] = too_long(self.most)
        first = next(iter(ground.languages), "")
        if not written.get(first):
            self._nothing(problems, f"{self.name}.{first}")
        others = {tag: words for tag, words in (kept or {}).items() if tag not in written}
        return others | {tag: words for tag, words in written.items() if words}


@dataclass(frozen=True)
class Day(Field):
    """A day, typed in three boxes."""

    kind = "date"
    empty = None

    def inputs(self, _ground: Ground) -> Sequence[str]:
        """List its boxes."""
        return [f"{self.name}.{part}" for part in PARTS]

    def show(self, value: date | None, _ground: Ground) -> Shown:
        """Give what stands in each box."""
        return {f"{self.name}.{part}": str(getattr(value, part)) if value else "" for part in PARTS}

    def read(self, sent: Sent, ground: Ground, _kept: Any, problems: Problems) -> date | None:
        """Read the day from its boxes, all of which may be empty."""
        parts = [sent_text(sent, f"{self.name}.{part}") for part in PARTS]
        if not any(parts):
            self._nothing(problems, self.name)
            return None
        day = read_day(parts)
        if not isinstance(day, Problem):
            return day
        problems[self.name] = self._refused(day.message)
        return None


@dataclass(frozen=True)
class Days(Text):
    """Days, each on a line of its own."""

    empty: ClassVar[Any] = ()

    def show(self, value: Any, _ground: Ground) -> Shown:
        """Give them as they are read."""
        return {self.name: show_days(value or ())}

    def _parsed(self, text: str) -> Any:
        read = super()._parsed(text)
        return read if isinstance(read, Problem) else read_days(text)


@dataclass(frozen=True)
class Moment(Day):
    """A day and the time on the council's clocks, whose box is called `at` something.

    The `usual` time stands there before one is chosen.
    """

    _: KW_ONLY
    at: str = ""
    usual: str = ""

    kind = "moment"

    @property
    def clock(self) -> str:
        """Name the box in which the time is typed."""
        return f"{self.name}_time"

    def inputs(self, ground: Ground) -> Sequence[str]:
        """List the boxes of the day, and that of the time."""
        return [*super().inputs(ground), self.clock]

    def show(self, value: date | None, ground: Ground) -> Shown:
        """Give the day and the time as the clocks show them."""
        local = value.astimezone(ZoneInfo(ground.zone)) if isinstance(value, datetime) else None
        shown = super().show(local.date() if local else None, ground)
        return shown | {self.clock: f"{local:%H:%M}" if local else self.usual}

    def read(self, sent: Sent, ground: Ground, kept: Any, problems: Problems) -> datetime | None:
        """Read the moment; one that was not touched stays, though clocks show no seconds of it."""
        if kept and self.typed(sent, ground) == self.show(kept, ground):
            return kept  # type: ignore[no-any-return]
        day = super().read(sent, ground, kept, problems)
        if day is None:
            return None
        clock = read_clock(sent_text(sent, self.clock))
        if clock is None:
            problems[self.clock] = Problem(mark("Write a time such as 09:00 or 17:30."))
            return None
        moment = datetime.combine(day, clock, ZoneInfo(ground.zone))
        if moment.astimezone(UTC).astimezone(moment.tzinfo).time() != clock:
            problems[self.clock] = Problem(_SKIPPED)
            return None
        return moment


@dataclass(frozen=True)
class Several(Choice):
    """Any of several answers: boxes called name.code, or one name for all that are ticked."""

    kind = "several"

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give the boxes that are ticked; what is not among them counts as one more."""
        known = dict.fromkeys(self.codes)
        listed = [code if code in known else "?" for code in every(sent, self.name)]
        ticked = [code for code in (*known, "?") if sent_text(sent, f"{self.name}.{code}")]
        return {f"{self.name}.{code}": "yes" for code in (*listed, *ticked)}

    def ticked(self, shown: Shown) -> list[str]:
        """List what is ticked in a form."""
        return [code for code in self.codes if shown.get(f"{self.name}.{code}")]

    def show(self, value: Any, _ground: Ground) -> Shown:
        """Give the boxes that are ticked."""
        return {f"{self.name}.{code}": "yes" for code in value or ()}

    def read(self, sent: Sent, ground: Ground, _kept: Any, problems: Problems) -> list[str]:
        """List what was chosen, in the order of the options."""
        boxes = self.typed(sent, ground)
        if not boxes:
            self._nothing(problems, self.name)
        if f"{self.name}.?" in boxes:
            problems[self.name] = self._refused(LISTED)
        return self.ticked(boxes)
