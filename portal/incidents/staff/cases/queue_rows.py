"""What the queue shows of a case: days and states in the clear, and what its sealed slip says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal import promises
from portal.incidents import report_settings, rules, vocabulary
from portal.incidents.models import Report, ReportItem
from portal.incidents.records import danger, keys, merging, pieces
from portal.incidents.rules import Clock, Clocks, PublicStatus, Risk, State
from portal.incidents.staff import queries
from portal.incidents.staff.cases import contents, translations
from portal.incidents.staff.keys.vault import Vault
from portal.languages import i18n
from portal.promises import Promise
from portal.questions import questionnaire
from portal.questions.questionnaire import Translated
from portal.sealing import boxes
from portal.store.db import now

READ = "read"
"""What a slip says of how much had been added to a report when somebody opened it last."""

# Databases take some tens of thousands of values with a statement, and no more.
_AT_ONCE = 500
_KINDS = questionnaire.labels(vocabulary.KINDS)
_STRANDS = questionnaire.labels(vocabulary.STRANDS)


@dataclass(frozen=True)
class Line:
    """A case in the queue.

    `danger` is what the reporter said since the risk was judged last, `child` that a child may
    come to harm, `news` that they added something since somebody opened the case. `look` says by
    when somebody has to open it, and how many hours late that is. `translated` says that what they
    wrote first was put into words from their `language`.
    """

    report: Report
    told: PublicStatus
    age: int
    due: Promise[Clock] | None
    overdue: bool
    strands: Sequence[str]
    kinds: Sequence[str]
    risk: Risk
    danger: bool
    child: bool
    look: tuple[datetime, int] | None
    news: bool
    language: str
    translated: bool

    @property
    def urgency(self) -> tuple[bool, bool, bool, bool, date, str]:
        """Sort cases: danger or high risk, a child, not looked at, overdue, then the oldest."""
        calm = self.risk is not Risk.HIGH and not self.danger
        rest = (self.look is None, not self.overdue, self.report.day, self.report.reference)
        return calm, not self.child, *rest


def opened(session: Session, vault: Vault, found: Sequence[queries.Held]) -> list[Line]:
    """Open the slips of cases, however many, and put together what the queue shows of each."""
    decided = report_settings.current(session)
    local = {strand.code: i18n.pick(strand.label) for strand in decided.local_strands}
    handfuls = (found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE))
    return [
        line
        for handful in handfuls
        for line in _opened(session, vault, handful, decided.clocks, local)
    ]


def is_overdue(due: Promise[Clock] | None) -> bool:
    """Tell whether something should have happened before today."""
    return promises.is_overdue(due, now(), i18n.calendar())


def _opened(
    session: Session,
    vault: Vault,
    found: Sequence[queries.Held],
    clocks: Clocks,
    local: Mapping[str, str],
) -> list[Line]:
    reports = [held.report for held in found]
    stored, added = queries.slips(session, reports), queries.added(session, reports)
    return [
        _line(
            report,
            _slip(report, sealed_key, stored[report.id], vault),
            rules.public_status(merging.shown_state(session, report)),
            clocks,
            local,
            added[report.id],
        )
        for report, sealed_key in found
    ]


def _slip(
    report: Report, sealed_key: bytes, stored: Sequence[ReportItem], vault: Vault
) -> dict[str, Any]:
    place = keys.report_key_place(report.id, vault.holder.id)
    private = boxes.open_with(vault.private, sealed_key, place)
    shown: dict[str, Any] = {}
    if private is None:
        return shown
    for item in stored:
        shown |= boxes.open_record(private, item.sealed, pieces.place(item)) or {}
    return shown


def _line(
    report: Report,
    slip: Mapping[str, Any],
    told: PublicStatus,
    clocks: Clocks,
    local: Mapping[str, str],
    added: int,
) -> Line:
    due = queries.due(report, clocks, i18n.calendar())
    return Line(
        report=report,
        told=told,
        age=(i18n.today() - report.day).days,
        due=due,
        overdue=is_overdue(due),
        strands=[_named(code, _STRANDS, local) for code in slip.get("strands", [])],
        kinds=[_named(code, _KINDS, {}) for code in slip.get("kinds", [])],
        risk=contents.risk_of(slip),
        danger=bool(slip.get("danger")),
        child=bool(slip.get("child")),
        look=danger.look_by(slip, clocks, now()),
        language=contents.known_language(slip.get("language", "")),
        translated=bool(slip.get(translations.DONE)),
        news=report.state is not State.RECEIVED and added > slip.get(READ, 0),
    )


def _named(code: str, known: Mapping[str, Translated], local: Mapping[str, str]) -> str:
    # A code that is on no list is not shown: the queue shows nothing that a reporter wrote.
    return i18n.pick(known[code]) if code in known else local.get(code, "")
