"""What a case holds, opened and put into words for whoever works on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.categories.rules import Characteristic, Level, option_of, roll_up
from portal.incidents import equality, vocabulary
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Risk
from portal.incidents.staff.cases import languages, translations
from portal.incidents.staff.cases.access import Case
from portal.incidents.staff.cases.translations import Translations
from portal.incidents.staff.sharing import fields
from portal.incidents.staff.sharing.fields import Records
from portal.languages import i18n
from portal.languages.text_languages import is_known
from portal.problems import mark
from portal.questions import questionnaire

SECTIONS: Mapping[str, str] = {
    "about": mark("Whom it happened to, and why"),
    "when_where": mark("When and where it happened"),
    "harm": mark("What was done"),
    "recording": mark("A film or sound that they have"),
    "needs": mark("What they need and wish for"),
    "add": mark("Added when they came back"),
}
RECORDING = "recording"
"""The section that tells of a film or sound, and what a note on its handing over is about."""

REPLY_WAYS: Mapping[str, str] = {
    "code": mark("They come back with their code."),
    "contact": mark("They want to be contacted by telephone, email or post."),
    "none": mark("They want no reply."),
}
NO_CONSENT = mark("They have not agreed to anything. Pass nothing on without asking them.")
HELPER_ALONE = mark(
    "A helper ticked consents, and has not said that the person knows and agrees. "
    "That is no consent. Pass nothing on without asking the person."
)
STATISTICS_ONLY = mark("Count this report in statistics and do nothing more with it.")
UNCOUNTED = mark("Do not count this report in statistics.")
CONSENTS: Mapping[tuple[str, bool], str] = {
    ("police", True): mark("You may pass it to the police."),
    ("police", False): mark("You may not pass it to the police."),
    ("support", True): mark("You may pass it to an agency that supports people."),
    ("support", False): mark("You may not pass it to an agency that supports people."),
}
# Words with which cases of one person are found; who helps need not know them.
_NOT_SHOWN = frozenset({"section", "link_words", languages.FILED, languages.PIECE})
_EXTRA: Mapping[str, str] = {
    "link": mark("Other reports of the same person may be linked"),
    "what": mark("What was added"),
}
_YES_OR_NO = questionnaire.labels(vocabulary.YES_NO_UNSURE)


class Row(NamedTuple):
    """One thing that was said: what was asked, the answers, and whether in their own words.

    Own words are in a language, and are named by the piece of the case and the field in it.
    """

    label: str | Mapping[str, str]
    texts: Sequence[str | Mapping[str, str]]
    own_words: bool
    language: str = ""
    piece: str = ""
    field: str = ""


class Addition(NamedTuple):
    """What was said at one time in one section."""

    section: str
    rows: Sequence[Row]


class Note(NamedTuple):
    """What somebody of the team noted, on which day, and what it is `about` if that is said."""

    text: str
    by: int
    day: date
    language: str = ""
    about: str = ""


@dataclass(frozen=True)
class Contents:
    """Everything that staff wrote and the reporter sent, opened."""

    report: Mapping[str, Any]
    slip: Mapping[str, Any]
    additions: Sequence[Addition]
    consents: Sequence[str]
    equality: Sequence[Row]
    notes: Sequence[Note]
    assessment: Mapping[str, Any]
    translations: Translations

    @property
    def language(self) -> str:
        """Give the tag of the language in which the form was read, if it is known."""
        return known_language(self.report.get("language", ""))

    @property
    def written_in(self) -> str:
        """Give the tag of the language of what the reporter wrote first, if it is known."""
        return known_language(self.report.get(languages.FILED, {}).get("what", self.language))

    def foreign(self, tag: str) -> bool:
        """Tell whether any of the reporter's own words are in another language."""
        rows = (row for addition in self.additions for row in addition.rows if row.own_words)
        return any(one not in ("", tag) for one in (self.written_in, *(r.language for r in rows)))

    @property
    def recording(self) -> bool:
        """Tell whether the reporter has a film or sound, which has to be handed over."""
        return any(addition.section == RECORDING for addition in self.additions)

    @property
    def risk(self) -> Risk:
        """Give the band as it was decided last."""
        return risk_of(self.slip)

    @property
    def nothing_done(self) -> bool:
        """Tell whether the victim believes that nothing effective was done, as staff noted."""
        return bool(self.assessment.get("nothing_done"))


def opened(
    session: Session, case: Case, asked: Sequence[Characteristic], local: Mapping[str, str]
) -> Contents:
    """Open a case; `asked` are the equality questions, `local` the council's own strands."""
    records = case.records(session)
    of: dict[str, list[Any]] = {kind.value: [] for kind in Item}
    for kind, record in records:
        of.setdefault(kind, []).append(record)
    additions = [record for record in of[Item.ADDITION] if record.get("section") in SECTIONS]
    report = of[Item.REPORT][0] if of[Item.REPORT] else {}
    read_in = known_language(report.get("language", ""))
    return Contents(
        report=report,
        slip={name: value for slip in of[Item.SLIP] for name, value in slip.items()},
        additions=[_addition(record, local, read_in) for record in _in_order(additions)],
        consents=_consents(records),
        equality=_equality(equality.told_last(of[Item.EQUALITY]), asked),
        notes=[_note(record) for record in of[Item.NOTE] if translations.OF not in record],
        translations=translations.of_notes(of[Item.NOTE]),
        assessment=of[Item.RISK][-1] if of[Item.RISK] else {},
    )


def risk_of(slip: Mapping[str, Any]) -> Risk:
    """Read the risk band of a slip; what is no band is not known."""
    said = slip.get("risk")
    return Risk(said) if said in list(Risk) else Risk.UNKNOWN


def _note(record: Mapping[str, Any]) -> Note:
    day = date.fromisoformat(record["day"])
    language, about = record.get("language", ""), record.get("about", "")
    return Note(record["text"], record["by"], day, language, about)


def _in_order(additions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    places = list(SECTIONS)
    return sorted(additions, key=lambda record: places.index(record["section"]))


def _addition(record: Mapping[str, Any], local: Mapping[str, str], read_in: str) -> Addition:
    shown = {name: value for name, value in record.items() if name not in _NOT_SHOWN}
    rows = [
        _row(record["section"], name, value, local)._replace(
            language=known_language(record[languages.FILED].get(name, read_in)),
            piece=record[languages.PIECE],
            field=name,
        )
        for name, value in shown.items()
    ]
    return Addition(record["section"], [row for row in rows if row.texts])


def _row(section: str, name: str, value: Any, local: Mapping[str, str]) -> Row:
    places = {(field.section, field.key): field for field in fields.FIELDS}
    field = places.get((section, name))
    label = _EXTRA.get(name) or (field.label if field else name)
    known, said = questionnaire.labels(field.options) if field else _YES_OR_NO, _list(value)
    own = not field.options if field else not all(one in known for one in said)
    return Row(i18n.gettext(label), [known.get(one) or local.get(one, one) for one in said], own)


def known_language(tag: Any) -> str:
    """Give the tag of a language as it was sealed, if it is one."""
    return tag if isinstance(tag, str) and is_known(tag) else ""


def _list(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes"] if value else ["no"]
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one]


def _consents(records: Records) -> list[str]:
    ticked, allowed = fields.ticked(records), fields.consents(records)
    uncounted = [UNCOUNTED] if fields.forbids_counting(records) else []
    if fields.STATISTICS in ticked:
        return [STATISTICS_ONLY]
    if not allowed:
        return [HELPER_ALONE if ticked else NO_CONSENT, *uncounted]
    return [*(CONSENTS[name, name in allowed] for name in fields.SHARING), *uncounted]


def _equality(answers: Mapping[str, Any], asked: Sequence[Characteristic]) -> list[Row]:
    """Show answers as broad groups, without anybody's own words: no more is needed to help."""
    rows = [
        Row(
            equality.LABELS.get(one.code, one.label), _groups(one, answers.get(one.code, {})), False
        )
        for one in asked
    ]
    return [row for row in rows if row.texts]


def _groups(one: Characteristic, answer: Mapping[str, Any]) -> list[Mapping[str, str]]:
    known = {option.code for option in (*one.options, *one.retired)}
    codes = [code for code in answer.get("codes", []) if code in known]
    broad = {roll_up(one, code, Level.GROUP) or code for code in codes}
    return [option_of(one, code).label for code in sorted(broad)]
