"""What reports lack before everybody can read all of them, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.feedback import keeping, rules
from portal.feedback.models import Entry, ReportBack
from portal.feedback.rules import Lack, Standing
from portal.feedback.staff import queries
from portal.problems import mark

WORDS: Mapping[Lack, str] = {
    Lack.ASKED: mark("what you asked"),
    Lack.SAID: mark("what people said"),
    Lack.EVIDENCE: mark("where they said it"),
    Lack.OUTCOME: mark("what comes of it"),
    Lack.DID: mark("what you did"),
    Lack.REASON: mark("why not"),
    Lack.OWNER: mark("who does it"),
    Lack.DUE: mark("by which day"),
    Lack.PROOF: mark("what shows that it is done"),
}
STANDINGS: Mapping[Standing, str] = {
    Standing.MISSING: mark("Not translated"),
    Standing.UNCHECKED: mark("Not checked"),
    Standing.STALE: mark("Made of old words"),
    Standing.CHECKED: mark("Checked"),
}
TONES: Mapping[Standing, str] = {
    Standing.MISSING: "bad",
    Standing.UNCHECKED: "wait",
    Standing.STALE: "wait",
    Standing.CHECKED: "good",
}


@dataclass(frozen=True)
class Missing:
    """What a report lacks: in which entries what, of which questions all, and in which languages.

    `lacks` has the entries that lack something, by their keys; `standing` every further language.
    """

    rows: Sequence[Entry]
    lacks: Mapping[str, Sequence[Lack]]
    questions: Sequence[str]
    standing: Mapping[str, Standing]

    @property
    def is_complete(self) -> bool:
        """Tell whether somebody can be asked to sign off what is there."""
        return bool(self.rows) and not self.lacks

    @property
    def languages(self) -> Mapping[str, Standing]:
        """Give the languages that are not ready, and how far they are."""
        return {tag: how for tag, how in self.standing.items() if how is not Standing.CHECKED}


def of(session: Session, report: ReportBack, consultation: Consultation) -> Missing:
    """Say what one report lacks."""
    return several(session, [(report, consultation)])[0]


def several(session: Session, reports: Sequence[tuple[ReportBack, Consultation]]) -> list[Missing]:
    """Say what each of some reports lacks."""
    backs = [one for one, _ in reports]
    entries, kept = queries.entries(session, backs), queries.languages(session, backs)
    said = keeping.content_of(session, [row for rows in entries.values() for row in rows])
    found = []
    for report, consultation in reports:
        rows, words = entries.get(report.id or 0, []), consultations.edition(session, consultation)
        lacks = {one.key: list(_lacks(said[one.key])) for one in rows}
        asked = (code for section in keeping.asked(words) for code in section)
        missing = Missing(
            rows=rows,
            lacks={key: lacking for key, lacking in lacks.items() if lacking},
            questions=rules.missing_questions(asked, [said[one.key] for one in rows]),
            standing=keeping.standings(
                report.language, rows, kept.get(report.id or 0, {}), words.languages
            ),
        )
        found.append(missing)
    return found


def _lacks(said: rules.Content) -> list[Lack]:
    return list(rules.lacks(said, len(said["proofs"])))
