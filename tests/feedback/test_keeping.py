"""A report is drafted from what was asked, frozen as it stands, and read as it was signed off."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from portal.consultations import queries as consultations
from portal.consultations.rules import Stage
from portal.feedback import drafting, keeping, queries
from portal.feedback.models import EntryConcern, ReportBackLanguage
from portal.feedback.rules import Outcome, Reason, Standing
from portal.store.db import now
from portal.translations.rules import fingerprint
from tests.consultations.factories import consultation, question
from tests.feedback import factories as made


def concerns(session: Session) -> list[tuple[str, str]]:
    query = select(EntryConcern.concern, EntryConcern.code).order_by(col(EntryConcern.concern))
    return [(str(concern), code) for concern, code in session.exec(query)]


def test_a_consultation_that_promised_nothing_has_no_report_to_come(session: Session) -> None:
    made.closed(session, report_back=None)
    assert queries.without_report(session) == []


def test_a_report_has_an_entry_for_each_question_in_every_language(session: Session) -> None:
    report = made.report(session)
    rows = queries.entries(session, report)
    assert [one.questions for one in rows] == [["lamps"], ["paths"]]
    assert rows[0].asked == {"en": "Label of lamps", "ur": "lamps کا عنوان"}
    assert queries.without_report(session) == []
    assert queries.by_slug(session, made.SLUG) == report


def test_a_panel_asks_nothing_so_it_gets_no_entry(session: Session) -> None:
    closed = made.closed(session)
    words = consultations.edition(session, closed)
    assert keeping.asked(words) == [["lamps", "paths"]]
    other = consultation(session, [question("told", "panel")], slug="other")
    assert queries.entries(session, keeping.draft(session, other)) == []


def test_what_is_written_after_freezing_is_not_published(session: Session) -> None:
    report = made.report(session)
    rows = made.written(session, report)
    edition = made.frozen(session, report)
    made.written(session, report, did={"en": "We do not."})
    keeping.publish(session, report, edition, ["en", "ur"], date(2026, 11, 1))
    assert rows[0].shown["did"] == {"en": "We mend them in May."}
    assert rows[0].shown_outcome is Outcome.PROMISED
    assert report.closed is None


def test_an_unsigned_entry_is_shown_nowhere(session: Session) -> None:
    report = made.report(session)
    rows = made.written(session, report)
    made.frozen(session, report)
    assert [one.shown for one in rows] == [{}, {}]
    assert concerns(session) == []


def test_everybody_finds_an_entry_by_whom_it_concerns_and_its_languages(session: Session) -> None:
    report = made.report(session, "lamps")
    made.written(session, report, communities=["african"], areas=["north"], services=["roads"])
    made.published(session, report, "en", "ur")
    assert concerns(session) == [
        ("area", "north"),
        ("community", "african"),
        ("language", "en"),
        ("language", "ur"),
        ("service", "roads"),
    ]


def test_words_in_a_language_that_was_not_checked_are_not_shown(session: Session) -> None:
    report = made.report(session, "lamps")
    (row,) = made.written(session, report, did={"en": "We mend them.", "ur": "مرمت"})
    made.published(session, report)
    assert row.shown["did"] == {"en": "We mend them."}


def test_an_entry_taken_out_is_gone_with_the_next_edition(session: Session) -> None:
    report = made.report(session)
    rows = made.written(session, report)
    made.published(session, report)
    edition = made.frozen(session, report, reason="Twice")
    content = dict(edition.content["entries"])
    del content[rows[1].key]
    edition.content = edition.content | {"entries": content}
    keeping.publish(session, report, edition, ["en", "ur"], date(2026, 11, 9))
    assert rows[1].shown == {}
    assert rows[1].shown_outcome is None


def test_the_loop_closes_with_the_last_language(session: Session) -> None:
    report = made.report(session)
    made.written(session, report)
    made.published(session, report, on=date(2026, 11, 1))
    assert (report.published, report.closed) == (date(2026, 11, 1), None)
    made.published(session, report, "en", "ur", on=date(2026, 11, 9))
    assert (report.published, report.closed) == (date(2026, 11, 1), date(2026, 11, 9))


def test_a_language_stands_by_its_words_and_who_checked_them(session: Session) -> None:
    report = made.report(session, "lamps")
    said, did = {"en": "Dark.", "ur": "اندھیرا"}, {"en": "Mended.", "ur": "مرمت"}
    rows = made.written(session, report, said=said, did={"en": "Mended."})
    assert keeping.standing(session, report, made.LANGUAGES) == {"ur": Standing.MISSING}
    made.written(session, report, said=said, did=did)
    source = fingerprint(keeping.words(rows, "en"))
    kept = ReportBackLanguage(report_back_id=report.id or 0, language="ur", source=source)
    session.add(kept)
    assert keeping.standing(session, report, made.LANGUAGES) == {"ur": Standing.UNCHECKED}
    kept.checked = date(2026, 11, 1)
    assert keeping.standing(session, report, made.LANGUAGES) == {"ur": Standing.CHECKED}
    made.written(session, report, said=said | {"en": "Too dark."}, did=did)
    assert keeping.standing(session, report, made.LANGUAGES) == {"ur": Standing.STALE}


def test_whoever_wrote_is_remembered_until_it_is_signed_off(session: Session) -> None:
    report = made.report(session)
    keeping.wrote(session, report, 7)
    keeping.wrote(session, report, 7)
    assert report.writers == [7]
    made.written(session, report)
    edition = made.published(session, report)
    assert edition.writers == [7, edition.asked_by]
    assert report.writers == []


def test_a_report_is_begun_once_and_not_before_closing(session: Session) -> None:
    one = made.closed(session, stage=Stage.PUBLISHED)
    drafting.draft(session, now())
    assert queries.reported(session, one.id or 0) is None
    drafting.draft(session, now() + timedelta(days=31))
    drafting.draft(session, now() + timedelta(days=32))
    reported = queries.reported(session, one.id or 0)
    assert reported
    assert len(queries.entries(session, reported.report)) == 2


def test_correcting_one_entry_leaves_the_others_as_they_were(session: Session) -> None:
    report = made.report(session)
    said, did = {"en": "Dark.", "ur": "اندھیرا"}, {"en": "Mended.", "ur": "مرمت"}
    rows = made.written(session, report, said=said, did=did)
    made.published(session, report, "en", "ur", on=date(2026, 11, 1))
    rows[0].did = {"en": "Not mended."}
    session.add(rows[0])
    made.published(session, report, on=date(2026, 11, 9), reason="Money")
    assert (rows[1].shown["did"], rows[1].changed) == (did, date(2026, 11, 1))
    assert (rows[0].shown["did"], rows[0].changed) == ({"en": "Not mended."}, date(2026, 11, 9))
    assert ("language", "ur") in concerns(session)
    assert report.closed == date(2026, 11, 1)


def test_a_promise_whose_day_is_moved_late_stays_late(session: Session) -> None:
    report = made.report(session, "lamps")
    (row,) = made.written(session, report, due=date(2026, 11, 4))
    made.published(session, report, on=date(2026, 11, 1))
    made.written(session, report, due=date(2027, 6, 1))
    made.published(session, report, on=date(2026, 11, 9), reason="Money")
    assert (row.shown_due, row.shown["due"]) == (date(2026, 11, 4), "2027-06-01")


def test_what_is_empty_as_it_was_written_is_empty_in_every_language(session: Session) -> None:
    report = made.report(session)
    rows = made.written(session, report, did={"ur": "مرمت"}, said={"en": "Dark.", "ur": "اندھیرا"})
    made.published(session, report, "en", "ur")
    assert rows[0].shown["did"] == {}
    assert rows[0].shown["said"] == {"en": "Dark.", "ur": "اندھیرا"}


def test_a_bare_refusal_is_complete_in_every_language(session: Session) -> None:
    report = made.report(session, "lamps")
    said = {"en": "Dark.", "ur": "اندھیرا"}
    refused = {"outcome": Outcome.NOT_POSSIBLE, "reason": Reason.COSTS, "did": {}}
    rows = made.written(session, report, said=said, **refused)
    source = fingerprint(keeping.words(rows, "en"))
    kept = ReportBackLanguage(report_back_id=report.id or 0, language="ur", source=source)
    kept.checked = date(2026, 11, 1)
    session.add(kept)
    assert keeping.standing(session, report, made.LANGUAGES) == {"ur": Standing.CHECKED}
    made.written(session, report, said=said, did={"en": "We cannot."})
    assert keeping.standing(session, report, made.LANGUAGES) == {"ur": Standing.MISSING}
