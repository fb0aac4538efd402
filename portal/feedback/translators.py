"""Who changed words of a report in a language since somebody checked it."""

from collections.abc import Collection

from sqlmodel import Session

from portal.feedback import queries
from portal.feedback.models import ReportBack, ReportBackLanguage


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
