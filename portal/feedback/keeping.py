"""A report on its way: drafted at closing, written, frozen for a second person, published."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.feedback import changes, proofs, queries, rules
from portal.feedback.models import Entry, ReportBack, ReportBackEdition, ReportBackLanguage
from portal.feedback.rules import Concern, Content
from portal.questions.questionnaire import Kind, Questionnaire
from portal.translations.rules import Words, fingerprint

_LISTS = ("questions", "communities", "areas", "services")
_CODES = ("outcome", "reason", "owner")


class Keyed(Protocol):
    """An entry, as a row or as everybody reads it: its key and its number."""

    @property
    def id(self) -> int | None:
        """Give its number."""

    @property
    def key(self) -> str:
        """Give its key."""


def key_of(entry: Keyed) -> str:
    """Write the key by which others point to an entry."""
    return f"feedback/{entry.key}"


def asked(questionnaire: Questionnaire) -> list[list[str]]:
    """Give the codes of what a consultation asked, by its sections."""
    return [
        [one.code for one in section.questions if one.kind is not Kind.PANEL]
        for section in questionnaire.sections
    ]


def draft(session: Session, consultation: Consultation) -> ReportBack:
    """Begin the report on a consultation: “we asked” stands in each of its languages already."""
    words = consultations.edition(session, consultation)
    language = "en" if "en" in words.languages else next(iter(words.languages), "en")
    report = ReportBack(consultation_id=consultation.id or 0, language=language)
    session.add(report)
    session.flush()
    for place, codes in enumerate(rules.drafted(asked(words))):
        entry = Entry(report_back_id=report.id or 0, place=place, language=language)
        entry.questions, entry.asked = list(codes), _asked(words, codes)
        session.add(entry)
    session.flush()
    return report


def wrote(session: Session, report: ReportBack, by: int) -> None:
    """Keep that somebody wrote something in a report: they do not sign it off.

    Quotes whose question was moved go to the entry that is about it now, if there is one.
    """
    if by not in report.writers:
        report.writers = [*report.writers, by]
    report.revision += 1
    session.add(report)
    queries.bring_home(session, report)


def words(entries: Sequence[Entry], language: str) -> Words:
    """Give the words of a report in a language, by the entry's key and the text's name."""
    return {
        f"{one.key}.{name}": getattr(one, name).get(language, "")
        for one in entries
        for name in rules.TEXTS
        if getattr(one, name).get(one.language)
    }


def source(entries: Sequence[Entry], own: str) -> str:
    """Name the words of which a translation of a report is made, in the language of writing."""
    return fingerprint(words(entries, own))


def standing(
    session: Session, report: ReportBack, promised: Collection[str]
) -> dict[str, rules.Standing]:
    """Say how each language of a report stands, besides that in which it is written."""
    rows, kept = queries.written(session, report), queries.languages(session, report)
    return standings(report.language, rows, kept, promised)


def standings(
    own: str,
    rows: Sequence[Entry],
    kept: Mapping[str, ReportBackLanguage],
    promised: Collection[str],
) -> dict[str, rules.Standing]:
    """Say how languages stand by the entries of a report, and who translated and checked them."""
    made_of = source(rows, own)
    return {
        tag: rules.standing(
            said=tag in kept and all(words(rows, tag).values()),
            fresh=tag in kept and kept[tag].source == made_of,
            checked=tag in kept and kept[tag].checked is not None,
        )
        for tag in promised
        if tag != own
    }


def content_of(session: Session, rows: Sequence[Entry]) -> dict[str, Content]:
    """Freeze all that the entries of a report say now, by their keys in their order."""
    evidence, quotes = queries.evidence(session, rows), queries.quotes(session, rows)
    shows = queries.proofs(session, rows)
    return {
        one.key: _content(one)
        | {
            "evidence": evidence.get(one.id or 0, []),
            "quotes": [quote.id for quote in quotes.get(one.id or 0, [])],
            "quoted": {quote.id: dict(quote.words) for quote in quotes.get(one.id or 0, [])},
            "proofs": [each.id for each in shows.get(one.id or 0, []) if not each.taken_out],
        }
        for one in rows
    }


def freeze(
    session: Session, report: ReportBack, languages: Collection[str], *, by: int, reason: str
) -> ReportBackEdition:
    """Keep what a second person is asked to sign off, in the languages that are ready."""
    content = content_of(session, queries.written(session, report))
    said, before = {*languages, report.language}, queries.last_published(session, report)
    content = {key: with_kept(key, read_in(one, said), before) for key, one in content.items()}
    frozen = ReportBackEdition(
        report_back_id=report.id or 0,
        content={"entries": content, "order": list(content)},
        languages=sorted(languages),
        writers=list(dict.fromkeys([*report.writers, by])),
        asked_by=by,
        reason=reason,
    )
    session.add(frozen)
    session.flush()
    return frozen


def publish(
    session: Session,
    report: ReportBack,
    edition: ReportBackEdition,
    promised: Collection[str],
    on: date,
) -> None:
    """Let everybody read what was signed off; the loop is closed if that answers everything."""
    edition.published = on
    said, rows = edition.content["entries"], queries.entries(session, report)
    for one in rows:
        if one.key in said:
            _show(session, one, said[one.key], edition.languages, on)
        else:
            _hide(session, one)
    proofs.drop_unshown(session, rows)
    queries.drop_astray(session, report)
    consultation = session.get_one(Consultation, report.consultation_id)
    codes = [code for part in asked(consultations.edition(session, consultation)) for code in part]
    entries = list(said.values())
    closed = rules.is_closed(codes, promised, entries, edition.languages)
    report.published = report.published or on
    # Whoever corrects one entry has reported back all the same; whoever takes one out has not.
    if closed:
        report.closed = report.closed or on
    elif rules.missing_questions(codes, entries):
        report.closed = None
    report.writers = []
    session.add_all([report, edition])
    session.flush()


def read_in(said: Content, languages: Collection[str]) -> dict[str, Any]:
    """Give what an edition says of an entry in the languages in which everybody reads it."""
    return {**said, **_texts(said, {*languages, *said.get(changes.KEPT, ())})}


def with_kept(key: str, said: Content, before: ReportBackEdition | None) -> dict[str, Any]:
    """Give what an entry says, with the translations of it that everybody read and that fit."""
    earlier = before.content["entries"].get(key) if before else None
    return changes.with_kept(earlier, said, before.languages if before else ())


def _show(session: Session, one: Entry, said: Content, languages: Sequence[str], on: date) -> None:
    before = one.shown or None
    counted = changes.counted_from(before, said, on)
    shown = read_in(said, languages) | {changes.COUNTED: counted}
    if before is None or changes.is_news(before, shown):
        one.changed = on
    one.shown, one.published = shown, one.published or on
    one.shown_outcome = rules.Outcome(said["outcome"])
    one.shown_due = date.fromisoformat(counted) if counted else None
    session.add(one)
    languages = sorted({*languages, *said.get(changes.KEPT, ())})
    found = {
        Concern.COMMUNITY: said["communities"],
        Concern.AREA: said["areas"],
        Concern.SERVICE: said["services"],
        Concern.LANGUAGE: languages,
    }
    queries.concern(session, one, found)


def _hide(session: Session, one: Entry) -> None:
    one.shown, one.shown_outcome, one.shown_due = {}, None, None
    session.add(one)
    queries.concern(session, one, {})


def _texts(said: Content, languages: Collection[str]) -> dict[str, dict[str, str]]:
    """Leave out words in languages that nobody has checked."""
    return {
        name: {tag: text for tag, text in said[name].items() if tag in languages}
        for name in rules.TEXTS
    }


def _content(one: Entry) -> dict[str, Any]:
    # What is empty as it was written is empty in every language.
    said = {name: getattr(one, name) for name in rules.TEXTS}
    found: dict[str, Any] = {
        name: dict(text) if text.get(one.language) else {} for name, text in said.items()
    }
    found |= {name: list(getattr(one, name)) for name in _LISTS}
    found |= {name: str(getattr(one, name)) for name in _CODES}
    return found | {"language": one.language, "due": one.due.isoformat() if one.due else ""}


def _asked(words: Questionnaire, codes: Sequence[str]) -> dict[str, str]:
    """Say in each language what was asked: the question, or the titles of several's sections."""
    if len(codes) == 1:
        found = [one.label for one in words.questions if one.code == codes[0]]
    else:
        found = [one.title for one in words.sections if {q.code for q in one.questions} & {*codes}]
    tags = [tag for tag in words.languages if all(one.get(tag) for one in found)]
    return {tag: rules.shortened("; ".join(one[tag] for one in found)) for tag in tags}
