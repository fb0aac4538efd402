"""What whoever writes where an original stands may do with its translation into one language."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from portal.forms import form
from portal.forms.words import Sent, Shown, sent_text
from portal.problems import Problem, mark
from portal.store import saving
from portal.store.saving import Refusal
from portal.translations import keeping, rules
from portal.translations.keeping import Source, Translator
from portal.translations.models import Translation
from portal.translations.rules import Hand, Standing, State

_MADE_OF = "_source"
_TICK = mark("Tick the box to take the translation away.")


@dataclass(frozen=True)
class Writing(ABC):
    """What is translated into a language, its translation if there is one, and who looks at it.

    `own` is their random name. Nobody is `trusted` whose words wait before they are shown.
    """

    source: Source
    fields: form.Fields
    language: str
    kept: Translation | None
    own: str
    hand: Hand
    trusted: bool

    @property
    def moderates(self) -> bool:
        """Tell whether they look after the room."""
        return self.hand is not Hand.MEMBER

    @property
    def reads(self) -> bool:
        """Tell whether they read the translation."""
        one = self._standing
        return one is None or rules.is_read(one, trusted=self.trusted)

    @property
    def words(self) -> Shown:
        """Give what stands in the form."""
        return form.show(self.fields, self.kept.words if self.kept and self.reads else {})

    @property
    def version(self) -> str:
        """Name for which translation, and of what words, a form is drawn."""
        return saving.version_of(self.stored)

    @property
    def stored(self) -> Shown:
        """Give what stands in the form, and of what words it is made."""
        return self.words | {_MADE_OF: rules.fingerprint(self.source.words)}

    @property
    def may_change(self) -> bool:
        """Tell whether they may write it, or write it anew."""
        one, may = self._standing, rules.may_change
        return one is None or may(one, moderates=self.moderates, trusted=self.trusted)

    @property
    def may_take_away(self) -> bool:
        """Tell whether they may take it away."""
        one = self._standing
        return one is not None and rules.may_take_away(one, moderates=self.moderates)

    @abstractmethod
    def groups(self, session: Session) -> tuple[set[str], set[str]]:
        """Give the groups of whoever looks at it, and of whoever translated."""

    def may_check(self, session: Session) -> bool:
        """Tell whether they may say that it is right."""
        if self._standing is None or not self.reads:
            return False
        mine, theirs = self.groups(session)
        may = rules.may_check
        return may(self._standing, moderates=self.moderates, mine=mine, theirs=theirs)

    @property
    def _standing(self) -> Standing | None:
        return self.kept.standing(self.own) if self.kept else None


Act = Callable[[Session, Writing, Sent], Refusal | None]
"""What a button of the form about a translation does."""


def act(sent: Sent) -> Act:
    """Say what the button does that was pressed."""
    acts: Mapping[str, Act] = {"check": check, "away": take_away}
    return acts.get(sent_text(sent, "_do"), save)


def save(session: Session, here: Writing, sent: Sent) -> Refusal | None:
    """Keep what was typed, unless the original or its translation was changed meanwhile."""
    typed, said = form.typed(here.fields, sent), form.read(here.fields, sent)
    if refusal := saving.overtaken(sent, here.stored, typed):
        return refusal
    late = saving.is_stale(sent, here.version)
    if here.kept and typed == here.words and (late or here.kept.state is not State.STALE):
        return None
    if not here.may_change:
        return Refusal(409)
    problem = keeping.refusal(session, here.own)
    if problems := said.problems or ({"text": problem} if problem else {}):
        return Refusal(422, problems)
    by = Translator(here.own, here.hand, waits=not here.trusted)
    keeping.write(session, here.source, here.language, by, said.values)
    return None


def check(session: Session, here: Writing, sent: Sent) -> Refusal | None:
    """Say that a translation is right, if it is still the one that was read."""
    if here.kept is None or saving.is_stale(sent, here.version):
        return Refusal(409)
    if here.kept.state is State.CHECKED:
        return None
    if not here.may_check(session):
        return Refusal(403)
    keeping.check(session, here.kept, here.hand)
    return None


def take_away(session: Session, here: Writing, sent: Sent) -> Refusal | None:
    """Keep nothing of a translation, once that is confirmed."""
    if here.kept is None:
        return None
    if not here.may_take_away:
        return Refusal(403)
    if sent_text(sent, "sure") != "yes":
        return Refusal(422, {"sure": Problem(_TICK)})
    keeping.take_away(session, here.kept)
    return None
