"""In which languages a report is ready, who made it so, and how further ones are read."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.feedback import changes, keeping, queries, rules
from portal.feedback.models import ReportBack, ReportBackEdition, ReportBackLanguage
from portal.feedback.rules import Standing


def promised(session: Session, consultation: Consultation) -> list[str]:
    """List the languages in which people were asked, and so hear what came of it."""
    return list(consultations.edition(session, consultation).languages)


def checked(session: Session, report: ReportBack, tags: Collection[str]) -> list[str]:
    """List the languages in which a report was translated and checked as it reads now."""
    standing = keeping.standing(session, report, tags)
    return [tag for tag, how in standing.items() if how is Standing.CHECKED]


def ready(session: Session, report: ReportBack, tags: Collection[str]) -> set[str]:
    """Name the languages in which everybody could read a report as it is now."""
    return rules.readable(report.language, tags, checked(session, report, tags))


def follow(
    session: Session, report: ReportBack, tags: Collection[str], on: date
) -> ReportBackEdition | None:
    """Publish what was checked since a report was signed off, if it says the same as then.

    Languages that everybody reads already stay; of one that was corrected the new words are read.
    """
    signed = queries.published(session, report)
    now = keeping.content_of(session, queries.written(session, report))
    if not signed or not changes.says_the_same(signed[-1].content, now):
        return None
    last, fresh = signed[-1], checked(session, report, tags)
    content = changes.with_words(last.content, now, fresh)
    languages = sorted(rules.readable(report.language, tags, {*fresh, *last.languages}))
    if (content, languages) == (last.content, sorted(last.languages)):
        return None
    news = [tag for tag in fresh if tag not in last.languages] or fresh
    edition = _edition(session, report, content, languages, news)
    keeping.publish(session, report, edition, tags, on)
    return edition


def translated(session: Session, kept: ReportBackLanguage, by: int) -> None:
    """Keep who changed words in a language: until somebody else has checked all, nobody has."""
    since = [] if kept.checked else kept.translators
    kept.translators, kept.translated_by = [*dict.fromkeys([*since, by])], by
    kept.checked, kept.checked_by = None, None
    kept.revision += 1
    session.add(kept)
    session.flush()


def quoted(session: Session, report: ReportBack, tags: Collection[str], by: int) -> None:
    """Have languages checked again in which somebody changed the words of a quote."""
    for tag, kept in queries.languages(session, report).items():
        if tag in tags:
            translated(session, kept, by)


def _edition(
    session: Session,
    report: ReportBack,
    content: dict[str, Any],
    languages: list[str],
    news: Collection[str],
) -> ReportBackEdition:
    kept = queries.languages(session, report)
    by = next((kept[tag] for tag in news if tag in kept), None)
    made = ReportBackEdition(
        report_back_id=report.id or 0,
        content=content,
        languages=languages,
        writers=list(by.translators) if by else [],
        asked_by=by.translated_by if by else None,
        agreed_by=by.checked_by if by else None,
    )
    session.add(made)
    session.flush()
    return made
