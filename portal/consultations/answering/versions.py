"""Answers of several tabs: what an older page did not touch stays, what differs is kept twice."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from portal.consultations.answering.drafts import Work
from portal.consultations.answering.forms import ORGANISATION_FIELDS
from portal.forms import three_way
from portal.problems import Problem, Problems, mark
from portal.questions import answers
from portal.questions.questionnaire import Question, Questionnaire, Section

SHOWN = "_shown"
"""Comes with each form, and names what it showed."""

USE = "_use"
"""Comes with a form whose sender takes what another tab wrote: the field, and which version."""

_DRAFT, _PAGE = "_draft", "_page"
_PAGE_BYTES = 4
_PAGE_NAME = re.compile(rf"[0-9a-f]{{{2 * _PAGE_BYTES}}}")
PAGE_MARK = "0page0name0"
"""Stands for the name of a page that is kept for everybody, until it is shown to somebody."""
ORGANISATION = "_organisation."
"""Stands before the names of fields about the organisation."""

_AMONG = ":"
_TWICE = mark(
    "In another tab or window you answered differently. "
    "Keep the answer you want here, and continue."
)
CHOOSE = mark("In another tab or window you answered differently. Choose under Change.")
"""What is wrong with a question on a page that cannot be answered on."""


def fingerprint(questions: Iterable[Question], work: Work, page: str = "") -> str:
    """Write down what the page of a section shows of a draft; `page` tells it from others."""
    return _fingerprint(work, answers.by_question(questions, work.sent), page)


def organisation_fingerprint(work: Work, page: str) -> str:
    """Write down what the page of an organisation shows of a draft."""
    return _fingerprint(work, _organisation(work), page)


def new_page() -> str:
    """Draw a name for a page, which nobody but the server has to understand."""
    return secrets.token_hex(_PAGE_BYTES)


def carried(posted: Mapping[str, Sequence[str]]) -> str:
    """Give a form again what it carried, because it has not been kept."""
    return " ".join(posted.get(SHOWN, ()))


def is_elsewhere(work: Work, posted: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a form shows another draft than the one that is open in the browser now."""
    base = three_way.base_of(posted.get(SHOWN, ()))
    other = bool(base.get(_DRAFT)) and not three_way.stands(base, _DRAFT, work.started)
    return other and not work.is_empty


def taken_over(names: Iterable[str], work: Work) -> str:
    """Have a form of another draft bring all that stands on it, once somebody wants that."""
    return three_way.fingerprint({_DRAFT: work.started} | dict.fromkeys(names, ""))


def shown(posted: Mapping[str, Sequence[str]]) -> set[str]:
    """Name the questions that stood on the page that was sent."""
    return set(three_way.base_of(posted.get(SHOWN, ())))


def check_fingerprint(questionnaire: Questionnaire, work: Work) -> str:
    """Write down what somebody looks at before it is sent."""
    return three_way.fingerprint(_everything(questionnaire, work))


def changed(
    questionnaire: Questionnaire, work: Work, posted: Mapping[str, Sequence[str]]
) -> list[str]:
    """Name what stands otherwise than the page showed from which it is to be sent."""
    stands = _everything(questionnaire, work)
    names = stands.keys() | {question.code for question in questionnaire.questions}
    base = three_way.base_of(posted.get(SHOWN, ()))
    return [name for name in three_way.differing(base, stands) if name in names]


def with_section(
    questionnaire: Questionnaire,
    section: Section,
    work: Work,
    posted: Mapping[str, Sequence[str]],
    *,
    settles: bool,
) -> Work:
    """Take what was changed on the page of a section.

    What somebody wrote for a question that no longer applies, because of another tab, is at hand
    as a version.
    """
    stored = answers.by_question(section.questions, work.sent)
    typed = answers.by_question(section.questions, answers.typed(section, posted))
    carries = three_way.base_of(posted.get(SHOWN, ()))
    base = _base(work, carries, stored)
    merged = three_way.merge(base, stored, typed, work.versions, settles=settles)
    merged = _chosen(merged, posted)
    work = _with(work, merged, stored, carries)
    sent = answers.without(section.questions, work.sent)
    for fields in merged.fields.values():
        sent |= fields
    sent, dropped = answers.drop_inapplicable(questionnaire, sent)
    lost = {
        code: [*merged.versions.get(code, []), typed[code]]
        for code in dropped
        if typed.get(code) and typed[code] != stored[code]
    }
    return work.with_changes(sent=sent, dropped=dropped, versions=work.versions | lost)


def with_organisation(
    work: Work,
    typed: Mapping[str, str],
    posted: Mapping[str, Sequence[str]],
    *,
    settles: bool,
    alone: bool,
) -> Work:
    """Take what was changed on the page of an organisation; whoever answers alone has none."""
    fields, stored = _prefixed(typed), _organisation(work)
    carries = three_way.base_of(posted.get(SHOWN, ()))
    base = _base(work, carries, stored)
    if alone:
        # Leaving everything out is a change, whatever stood there.
        fields = dict.fromkeys(fields, "")
        base = dict.fromkeys(fields, "?") | {name: mark for name, mark in base.items() if mark}
    merged = three_way.merge(base, stored, fields, work.versions, settles=settles)
    merged = _chosen(merged, posted)
    kept = {name.removeprefix(ORGANISATION): text or "" for name, text in merged.fields.items()}
    work = _with(work, merged, stored, carries)
    # Whoever left all blank said nothing about an organisation.
    return work.with_changes(organisation=kept if any(kept.values()) and not alone else {})


def of_organisation(work: Work) -> dict[str, list[str]]:
    """Give what else was written about the organisation in another tab, by field."""
    return {
        name.removeprefix(ORGANISATION): [text or "" for text in versions]
        for name, versions in work.versions.items()
        if name.startswith(ORGANISATION)
    }


def number_given(questionnaire: Questionnaire, work: Work) -> int:
    """Count what a draft answers, be it twice; on whose behalf somebody answers is one, too."""
    given = [name for name, value in _everything(questionnaire, work).items() if value]
    twice = [name for name, others in work.versions.items() if any(others)]
    return len({name.partition(".")[0] for name in (*given, *twice)})


def use(name: str, version: Any) -> str:
    """Name a version for the button that takes it."""
    return f"{name}{_AMONG}{three_way.mark_of(version or None)}"


def place(form: Mapping[str, Any]) -> str:
    """End the address of a page on which a version was taken, so that it opens at its field."""
    name = str(form.get(USE, "")).rpartition(_AMONG)[0].removeprefix(ORGANISATION)
    return f"#{quote(name)}" if name else ""


def problems(
    names: Iterable[str], versions: Mapping[str, Sequence[object]], message: str = _TWICE
) -> Problems:
    """Say of which fields somebody has to choose one answer of several."""
    return {name: Problem(message) for name in names if name in versions}


def _everything(questionnaire: Questionnaire, work: Work) -> three_way.Fields:
    asked = answers.applying(questionnaire, work.sent)
    return answers.by_question(asked, work.sent) | _organisation(work)


def _fingerprint(work: Work, fields: three_way.Fields, page: str) -> str:
    # A page of another draft tells nothing about this one.
    draft = {} if work.is_empty else {_DRAFT: work.started}
    shown = three_way.fingerprint(draft | dict(fields), work.versions)
    return f"{_PAGE}:{page} {shown}" if page else shown


def _base(work: Work, carries: Mapping[str, str], stored: three_way.Fields) -> dict[str, str]:
    # Whoever goes back finds the page as they sent it, which then changes its own answers.
    wrote = work.writers.get(_page(carries), ())
    own = {name: stored[name] for name in stored if name in wrote}
    known = carries if three_way.stands(carries, _DRAFT, work.started) else {}
    return dict(known) | three_way.base_of([three_way.fingerprint(own)])


def _chosen(merged: three_way.Merged, posted: Mapping[str, Sequence[str]]) -> three_way.Merged:
    name, _, mark_ = "".join(posted.get(USE, ())).rpartition(_AMONG)
    return three_way.chosen(merged, name, mark_) if name else merged


def _with(
    work: Work,
    merged: three_way.Merged,
    stored: three_way.Fields,
    carries: Mapping[str, str],
) -> Work:
    page = _page(carries)
    wrote = [name for name, value in merged.fields.items() if value != stored[name]]
    others = {name: more for name, more in work.versions.items() if name not in merged.fields}
    versions = others | merged.versions
    writers = _written_by(work.writers, page, wrote)
    return work.with_changes(versions=versions, writers=writers, changed=[])


def _written_by(
    writers: Mapping[str, Sequence[str]], page: str, wrote: Sequence[str]
) -> dict[str, list[str]]:
    """Note which page wrote some answers last; each answer stands there once."""
    rest = {one: [name for name in names if name not in wrote] for one, names in writers.items()}
    if page and wrote:
        rest[page] = [*rest.get(page, ()), *wrote]
    return {one: names for one, names in rest.items() if names}


def _page(base: Mapping[str, str]) -> str:
    """Give the name of a page; what nobody drew is none."""
    name = base.get(_PAGE, "")
    return name if _PAGE_NAME.fullmatch(name) else ""


def _organisation(work: Work) -> dict[str, str]:
    return _prefixed({name: work.organisation.get(name, "") for name in ORGANISATION_FIELDS})


def _prefixed(organisation: Mapping[str, str]) -> dict[str, str]:
    return {ORGANISATION + name: text for name, text in organisation.items()}
