"""The responses of a consultation as columns of small integers, kept between requests.

Only responses of individuals that stand are in it. Whether it is still true is told by its
marker (see `queries.marker`). When it is not, rows that no longer stand are left out, new ones
and those that have since told about themselves are read, and everything else stays as it was:
an answer is never changed once it is sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from sqlmodel import Session

from portal.analysis import queries
from portal.analysis.encoding import LEFT_OUT, Shape, encode, readers
from portal.analysis.queries import Marker, Standing
from portal.analysis.rules import Column, Mask, Told, Values, chose
from portal.consultations.models import Consultation
from portal.questions.questionnaire import Condition, Question, Row, Section
from portal.store.memory import at_hand

_MOST = 8
_BATCH = 500


@dataclass(frozen=True)
class Snapshot:
    """Everything that was answered, up to a marker: one entry of each column per row."""

    shape: Shape
    marker: Marker | None
    rows: tuple[Standing, ...]
    columns: Mapping[str, Values]

    @property
    def everybody(self) -> Mask:
        """Select every row."""
        return np.ones(len(self.rows), bool)

    def column(self, section: Section, question: Question, row: Row | None = None) -> Column:
        """Give the answers to a question, or to one line of a matrix, and who was asked."""
        name = f"{question.code}.{row.code}" if row else question.code
        asked = self._met(section.show_if) & self._met(question.show_if) & self._put(question)
        return Column(question, self.columns[name], asked, row)

    def told(self, characteristic: str) -> Told:
        """Give what people told about themselves."""
        states = self.columns[f"state:{characteristic}"]
        return Told(states, self.columns[f"told:{characteristic}"])

    def _put(self, question: Question) -> Mask:
        place = [*self.shape.questionnaire.questions].index(question)
        return np.asarray(~self.columns[LEFT_OUT][:, place])

    def _met(self, condition: Condition | None) -> Mask:
        if condition is None:
            return self.everybody
        question = self.shape.questionnaire.question(condition.question)
        assert question  # noqa: S101 - an edition is checked for this before it is published
        column = Column(question, self.columns[question.code], self.everybody)
        return chose(column, condition.options)


class _Snapshots(dict[int, Snapshot]):
    """The snapshots used last, by consultation."""


def of(session: Session, consultation: Consultation, shape: Shape) -> Snapshot:
    """Give the snapshot of a consultation as it stands now, reading only what has changed."""
    kept = at_hand(session).of(_Snapshots)
    number = consultation.id or 0
    known = kept.get(number)
    # The marker is read before the rows: a response that arrives in between changes the next one.
    marker = queries.marker(session, consultation)
    if known is None or known.shape != shape:
        known = Snapshot(shape, None, (), encode(readers(shape), []))
    if known.marker != marker:
        known = _brought_up(session, consultation, known, marker)
        _keep(kept, number, known)
    return known


def _brought_up(
    session: Session, consultation: Consultation, known: Snapshot, marker: Marker
) -> Snapshot:
    standing = queries.standing(session, consultation)
    wanted, before = set(standing), set(known.rows)
    kept = np.array([row in wanted for row in known.rows], bool)
    rows = [row for row in known.rows if row in wanted]
    parts = [{name: values[kept] for name, values in known.columns.items()}]
    reading = readers(known.shape)
    for batch in _batches([row for row in standing if row not in before]):
        found = queries.answered(session, [row.id for row in batch])
        rows += [row for row in batch if row.id in found]
        parts.append(encode(reading, [found[row.id] for row in batch if row.id in found]))
    columns = {name: np.concatenate([part[name] for part in parts]) for name in reading}
    for values in columns.values():
        values.flags.writeable = False
    return Snapshot(known.shape, marker, tuple(rows), MappingProxyType(columns))


def _batches(rows: list[Standing]) -> Iterable[list[Standing]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))


def _keep(kept: _Snapshots, number: int, snapshot: Snapshot) -> None:
    kept.pop(number, None)
    kept[number] = snapshot
    for oldest in list(kept)[:-_MOST]:
        kept.pop(oldest, None)
