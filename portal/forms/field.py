"""What a field of a form is: asked once, it reads what was sent and shows what is stored. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from portal.forms.words import Sent, Shown, sent_text
from portal.problems import Ours, Problem, Problems, mark


@dataclass(frozen=True)
class Ground:
    """Where a form is filled in: the languages of its texts, and the zone of its clocks."""

    languages: Sequence[str] = ()
    zone: str = "UTC"


@dataclass(frozen=True)
class Field:
    """One thing that is asked. `wrong` and `missing` are said instead of the general words.

    Where it is required, either its label or words of its own say what is missing: five lines that
    all ask for “this field” are of no use to whoever hears them.
    """

    name: str
    label: str = ""
    _: KW_ONLY
    hint: str = ""
    required: bool = False
    wrong: str = ""
    missing: str = ""

    def __post_init__(self) -> None:
        """Refuse to be declared so that nobody could tell what is missing."""
        if self.required and not (self.label or self.missing):
            raise TypeError(f"{self.name} has neither a label nor words for what is missing")

    kind: ClassVar[str]
    """How it is drawn."""
    empty: ClassVar[Any] = ""
    """What its value is where nothing was sent."""

    def inputs(self, _ground: Ground) -> Sequence[str]:
        """List the names under which a form sends it."""
        return (self.name,)

    def typed(self, sent: Sent, ground: Ground) -> Shown:
        """Give what somebody typed into it, so that none of it is lost."""
        return {name: sent_text(sent, name) for name in self.inputs(ground)}

    def show(self, value: Any, _ground: Ground) -> Shown:
        """Give what stands in it for a stored value."""
        return {self.name: str(value or "")}

    def read(self, sent: Sent, ground: Ground, _kept: Any, problems: Problems) -> Any:
        """Read its value, or say what is wrong and give none."""
        text = self.typed(sent, ground)[self.name]
        if not text:
            return self._nothing(problems, self.name)
        value = self._parsed(text)
        if not isinstance(value, Problem):
            return value
        problems[self.name] = value
        return self.empty

    @property
    def limits(self) -> Mapping[str, Any]:
        """Give what its messages may name."""
        return {}

    def _parsed(self, text: str) -> Any:
        """Read what was typed; a kind that takes anything but any text says what is wrong."""
        return text

    def _nothing(self, problems: Problems, name: str) -> Any:
        if self.required:
            general = Problem(mark("Fill in: %(label)s"), {"label": Ours(self.label)})
            problems[name] = Problem(self.missing, self.limits) if self.missing else general
        return self.empty

    def _refused(self, message: str, **values: Any) -> Problem:
        return Problem(self.wrong or message, {**self.limits, **values})
