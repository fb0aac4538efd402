"""The report on a plan as a file of Word, in the language of the page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.bodies.models import Body
from portal.files.papers import Line, Paper, Said
from portal.languages.i18n import comma, day, gettext, language, number, pick
from portal.plans import vocabulary
from portal.plans.reviews import vocabulary as of_reviews
from portal.plans.reviews import year
from portal.plans.reviews.drawing import Row
from portal.plans.reviews.models import Review
from portal.plans.reviews.year import Report

_PARTS = (4, 3, 3, 6)

Bodies = Mapping[int, Body]
"""Who read the reviews, by their numbers."""


def write(report: Report, council: Mapping[str, str], bodies: Bodies, drawn: str) -> bytes:
    """Write the report of a council on a plan."""
    title = pick(report.plan.title)
    paper = Paper(language(), gettext("Report on: %(plan)s", plan=str(title)))
    paper.paragraph([_words(council)])
    period = {"first": day(report.period.since), "last": day(report.period.until)}
    paper.paragraph([_ours(gettext("From %(first)s to %(last)s", **period))])
    paper.paragraph([_ours(gettext("Drawn on %(day)s from what is recorded.", day=drawn))])
    _numbers(paper, report)
    for one in report.reviews:
        _review(paper, one, bodies)
    paper.heading([_ours(gettext("One by one"))], 1)
    for section in report.sections:
        if section.heading:
            paper.heading(_called(section.heading), section.depth + 2)
        if section.rows:
            paper.table(_heads(), [_row(row) for row in section.rows], _PARTS)
    return paper.content()


def _numbers(paper: Paper, report: Report) -> None:
    paper.heading([_ours(gettext("Progress at a glance"))], 1)
    heads = (gettext("Before"), gettext("At the end"))
    for table in report.tables:
        rows = [
            [[[_ours(label)]], [[_ours(number(before))]], [[_ours(number(now))]]]
            for label, before, now in table.rows
        ]
        paper.table((table.caption, *heads), rows)
    late = {"before": number(report.before.late), "now": number(report.now.late)}
    told = gettext("Late: %(before)s before, %(now)s at the end", **late)
    paper.paragraph([_ours(told)])


def _review(paper: Paper, one: Review, bodies: Bodies) -> None:
    paper.heading([_ours(gettext(of_reviews.KINDS[one.kind]))], 1)
    period = {"first": day(one.since), "last": day(one.until)}
    paper.paragraph([_ours(gettext("From %(first)s to %(last)s", **period))])
    if any(one.words.values()):
        for line in str(pick(one.words)).split("\n"):
            paper.paragraph([Said(line, pick(one.words).language)])
    if one.chair_words:
        body = bodies.get(one.body_id or 0)
        who = gettext("The chair of %(body)s:", body=str(pick(body.name))) if body else ""
        paper.paragraph([_ours(who or gettext("The chair:"))])
        paper.paragraph([Said(one.chair_words, one.chair_language)])


def _heads() -> Sequence[str]:
    named = ("text", "leads", "status")
    heads = [gettext(vocabulary.FIELDS[name]) for name in named]
    return (*heads, gettext("What was done"))


def _row(row: Row) -> list[list[Line]]:
    told, tag = year.item(row), row.item.language
    leads: list[Line] = [[Said(one, tag)] for one in told["leads"]]
    done = [line for one in row.reports for line in _report(one)]
    nothing: list[Line] = [[_ours(gettext(vocabulary.UNSAID))]]
    return [[_called(row)], leads, _state(told), done or nothing]


def _state(told: Mapping[str, Any]) -> list[Line]:
    states = [told["assessment"], told["status"], told["when"] if told["when"] == "late" else ""]
    named = {**vocabulary.STATES, **vocabulary.WHENS}
    words = [gettext(named[state]) for state in states if state]
    lines: list[Line] = [[_ours(comma().join(words))]] if words else []
    if told["due"]:
        due = gettext("To be done by %(when)s", when=day(told["due"]))
        lines.append([_ours(due)])
    elif told["timescale"]:
        lines.append([Said(told["timescale"], told["language"])])
    return lines or [[_ours("")]]


def _report(one: Any) -> Iterator[Line]:
    yield [Said(one.by_role, one.language, strong=True)]
    yield [_ours(day(one.on))]
    for text in (one.words, one.evidence):
        for line in text.split("\n"):
            if line.strip():
                yield [Said(line, one.language)]


def _called(row: Row) -> Line:
    text = pick(row.stands["text"])
    before = [Said(f"{row.item.number} ", "en")] if row.item.number else []
    return [*before, Said(str(text), text.language)]


def _words(text: Mapping[str, str]) -> Said:
    found = pick(text)
    return Said(str(found), found.language)


def _ours(text: str) -> Said:
    return Said(text, language())
