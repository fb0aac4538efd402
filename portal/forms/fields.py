"""The fields that are one box each, every one with its limit: words, numbers, a choice, a tick.

What is wrong is said in words of the field's own where it has some.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from portal import lengths
from portal.forms import addresses
from portal.forms.field import Field, Ground
from portal.forms.words import Sent, Shown, one_line, unturned
from portal.languages import word_counts
from portal.languages.numerals import plain_digits, plain_number
from portal.problems import Problem, Problems, mark, too_long, too_short

_WORDS = mark("Write at most %(limit)s words. There are %(count)s now.")
LISTED = mark("Choose one of the answers listed.")
_DECIMAL = re.compile(r"[-+]?\d{1,12}(\.\d{1,15})?")
_LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Text(Field):
    """Words on as many lines as they need; what it `accepts` besides their length, if it says.

    `words` is how many there may be, where that is counted.
    """

    _: KW_ONLY
    most: int
    least: int = 0
    words: int = 0
    accepts: Callable[[str], bool] | None = None

    kind = "text"

    def _parsed(self, text: str) -> str | Problem:
        if len(text) > self.most:
            return too_long(self.most)
        if len(text) < self.least:
            return too_short(self.least)
        if self.words and (count := word_counts.count(text)) > self.words:
            return Problem(_WORDS, {"limit": self.words, "count": count})
        if self.accepts and not self.accepts(text):
            return self._refused(mark("Write this in the form that is asked for."))
        return text


@dataclass(frozen=True)
class Prose(Text):
    """Words that others read, without signs that turn round what stands beside them."""

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give what somebody typed into it, as it is read."""
        return {name: unturned(text) for name, text in super().typed(sent, ground).items()}


@dataclass(frozen=True)
class Lines(Text):
    """Several names or other short words, `each` on a line of its own and so long at most."""

    _: KW_ONLY
    each: int

    empty: ClassVar[Any] = ()

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give what somebody typed into it, without signs that nobody sees."""
        return {name: unturned(text) for name, text in super().typed(sent, ground).items()}

    def show(self, value: Any, _ground: Ground) -> Shown:
        """Give them as they are read."""
        return {self.name: "\n".join(value or ())}

    def read(self, sent: Sent, ground: Ground, kept: Any, problems: Problems) -> list[str]:
        """Read them, each once and in the order in which they were typed."""
        return list(super().read(sent, ground, kept, problems))

    def _parsed(self, text: str) -> Any:
        read = super()._parsed(text)
        if isinstance(read, Problem):
            return read
        lines = [line for one in text.split("\n") if (line := one.strip())]
        longest = max(map(len, lines), default=0)
        return list(dict.fromkeys(lines)) if longest <= self.each else too_long(self.each)


@dataclass(frozen=True)
class Line(Text):
    """Words on one line, without hidden signs unless it is kept `as_typed` and judged elsewhere."""

    _: KW_ONLY
    as_typed: bool = False

    kind = "line"

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give what somebody typed into it; a line that was broken is one again.

        A field that says what it accepts refuses hidden signs itself, and loses none in silence.
        """
        broken = super().typed(sent, ground)
        if self.accepts or self.as_typed:
            return {name: " ".join(text.split("\n")) for name, text in broken.items()}
        return {name: one_line(text) for name, text in broken.items()}


@dataclass(frozen=True)
class Email(Line):
    """An e-mail address to which mail can be sent; one that is `folded` is kept in one way."""

    _: KW_ONLY
    most: int = lengths.EMAIL
    accepts: Callable[[str], bool] | None = addresses.is_email
    wrong: str = mark("Write an email address, such as name@example.org.")
    small: bool = False
    folded: bool = False

    kind = "email"

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give what somebody typed, in `small` letters where addresses are compared."""
        # A letter may become two: what is kept is measured, not what was typed.
        text = super().typed(sent, ground)[self.name]
        return {self.name: text.lower() if self.small else text}

    def _parsed(self, text: str) -> str | Problem:
        short = text[: self.most + 1]
        return super()._parsed(addresses.folded(short) if self.folded else text)


@dataclass(frozen=True)
class Telephone(Line):
    """A telephone number, in the digits of any script."""

    _: KW_ONLY
    most: int = lengths.TELEPHONE
    accepts: Callable[[str], bool] | None = addresses.is_telephone
    wrong: str = mark("Write a telephone number in digits and spaces.")

    kind = "telephone"

    def _parsed(self, text: str) -> str | Problem:
        return super()._parsed(plain_digits(text[: self.most + 1]))


@dataclass(frozen=True)
class WebAddress(Line):
    """The address of a page."""

    _: KW_ONLY
    accepts: Callable[[str], bool] | None = addresses.is_web_address
    wrong: str = mark("Write a full address that begins with https://")

    kind = "address"

    def _parsed(self, text: str) -> str | Problem:
        return super()._parsed(addresses.completed(text[: self.most + 1]))


@dataclass(frozen=True)
class Number(Field):
    """A number within its limits, a whole one unless it may be `decimal`."""

    _: KW_ONLY
    least: float
    most: float
    decimal: bool = False

    kind = "number"
    empty = None

    def show(self, value: Any, _ground: Ground) -> Shown:
        """Give it without a needless decimal point."""
        return {self.name: "" if value is None else f"{value:.15g}"}

    @property
    def limits(self) -> Mapping[str, str]:
        """Give the smallest and the largest."""
        return {"least": f"{self.least:.15g}", "most": f"{self.most:.15g}"}

    def _parsed(self, text: str) -> float | Problem:
        plain = plain_number(text) if len(text) <= _LONGEST_NUMBER else ""
        number = float(plain) if _DECIMAL.fullmatch(plain) else None
        if number is None or not (self.decimal or number.is_integer()):
            wrong = mark("Write a number.") if self.decimal else mark("Write a whole number.")
            return self._refused(wrong)
        if number < self.least:
            return self._refused(mark("Write %(limit)s or more."), limit=f"{self.least:.15g}")
        if number > self.most:
            return self._refused(mark("Write %(limit)s or less."), limit=f"{self.most:.15g}")
        return int(number) if number.is_integer() else number


@dataclass(frozen=True)
class Choice(Field):
    """One of several answers; of each option its code comes first, then what it is called."""

    _: KW_ONLY
    options: Sequence[Sequence[Any]]

    kind = "choice"

    @property
    def codes(self) -> list[str]:
        """List what can be chosen."""
        return [str(option[0]) for option in self.options]

    def _parsed(self, text: str) -> str | Problem:
        return text if text in self.codes else self._refused(LISTED)


def one_of(
    name: str,
    label: str,
    options: Mapping[Any, Any] | Sequence[Sequence[Any]],
    *,
    hint: str = "",
    missing: str = LISTED,
) -> Choice:
    """Ask for one of several answers, which has to be chosen."""
    listed = tuple(options.items()) if isinstance(options, Mapping) else options
    return Choice(name, label, hint=hint, options=listed, required=True, missing=missing)


@dataclass(frozen=True)
class Tick(Field):
    """One box, ticked or not."""

    kind = "tick"
    empty = False

    def show(self, value: Any, _ground: Ground) -> Shown:
        """Give whether it is ticked."""
        return {self.name: "yes" if value else ""}

    def _parsed(self, text: str) -> bool:
        return bool(text)
