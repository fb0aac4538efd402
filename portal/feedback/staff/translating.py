"""A report in a further language: translated as a whole, and checked by somebody else."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.feedback import changes, keeping, languages, models, queries, rules
from portal.feedback.staff import finding, forms, missing
from portal.forms.form import Fields, changed, read, show, typed
from portal.languages import i18n
from portal.problems import Problem, mark
from portal.store import saving
from portal.web.page import both, done, found, link, page, post, render

_MADE_OF, _QUOTED = "_source", "_quoted"
_INCOMPLETE = Problem(mark("Words are missing, or the original was changed. Translate it first."))
_OWN = Problem(mark("Somebody else checks it: not who translated, and nobody who acts for both."))


class Translation(NamedTuple):
    """A report in one further language, its fields, and who translated it, if anybody did."""

    language: str
    entries: Sequence[models.Entry]
    fields: Mapping[str, Fields]
    kept: models.ReportBackLanguage | None
    own: str
    quotes: Mapping[int, Sequence[models.Quote]]

    @property
    def all_fields(self) -> Fields:
        """List the fields of all entries."""
        return [field for fields in self.fields.values() for field in fields]

    @property
    def source(self) -> str:
        """Name the words of which a translation is made now."""
        return keeping.source(self.entries, self.own)

    @property
    def stored(self) -> dict[str, str]:
        """Give what stands in the form, and of what words it is made."""
        held = {
            f"{name}_{one.key}": getattr(one, name).get(self.language, "")
            for one in self.entries
            for name in rules.TEXTS
        }
        return show(self.all_fields, held) | {_MADE_OF: self.source}

    @property
    def read(self) -> dict[str, str]:
        """Give what somebody reads who checks it: what stands in the form, and what is quoted."""
        rows = (one for entry in self.quotes.values() for one in entry)
        quoted = {one.id: one.words.get(self.language, "") for one in rows}
        return self.stored | {_QUOTED: saving.version_of(quoted)}


@page
@finding.either
def report_language(request: Request, session: Session, account: Account) -> Response:
    """Translate a report beside its original."""
    mine = finding.mine(request, session, account)
    one = _translation(request, session, mine)
    if request.method == "GET":
        return _page(request, session, mine, one, shown=one.stored)
    sent = request.state.form
    mine_typed, reading = typed(one.all_fields, sent), read(one.all_fields, sent)
    if refusal := saving.overtaken(sent, one.stored, mine_typed):
        return _page(request, session, mine, one, shown=mine_typed, **refusal.shown)
    if reading.problems:
        problems = reading.problems
        return _page(request, session, mine, one, shown=mine_typed, problems=problems)
    _keep(session, mine, one, reading.values)
    return done(request, link("report_language", slug=mine.slug, tag=one.language), "saved")


@page
@finding.either
def check_language(request: Request, session: Session, account: Account) -> Response:
    """Say that a translation is right; once the report is signed off, everybody reads it."""
    mine = finding.mine(request, session, account)
    one, here = _translation(request, session, mine), request.state.form
    kept, tags = one.kept, finding.promised(session, mine)
    if kept is None or _standing(session, mine, one) not in _TO_CHECK:
        return _page(request, session, mine, one, shown=one.stored, problems={"check": _INCOMPLETE})
    if not _may_check(session, mine, kept):
        return _page(request, session, mine, one, shown=one.stored, problems={"check": _OWN})
    if saving.is_stale(here, saving.version_of(one.read)):
        return _page(request, session, mine, one, shown=one.stored, status=409)
    if kept.checked is None:
        kept.checked, kept.checked_by = i18n.today(), mine.by
        session.add(kept)
        session.flush()
        alone = mine.by in kept.translators
        finding.log(session, mine, "language_checked", language=one.language, alone=alone)
    languages.follow(session, mine.report, tags, i18n.today())
    return done(request, link("report_language", slug=mine.slug, tag=one.language), "checked")


_TO_CHECK = (rules.Standing.UNCHECKED, rules.Standing.CHECKED)


def _translation(request: Request, session: Session, mine: finding.Mine) -> Translation:
    tag, own = request.path_params["tag"], mine.report.language
    found(tag if tag in finding.promised(session, mine) and tag != own else None)
    rows = queries.written(session, mine.report)
    fields = {
        one.key: [forms.text(name, one.key) for name in rules.TEXTS if getattr(one, name).get(own)]
        for one in rows
    }
    kept = queries.languages(session, mine.report).get(tag)
    return Translation(tag, rows, fields, kept, own, queries.quotes(session, rows))


def _keep(
    session: Session, mine: finding.Mine, one: Translation, values: Mapping[str, Any]
) -> None:
    """Keep a translation, which nobody has checked yet, and of what words it is made."""
    source, kept = one.source, one.kept
    fields = changed(one.stored, show(one.all_fields, values))
    fits = kept is not None and kept.source == source
    if fits and not fields:
        return
    for entry in one.entries:
        for name in rules.TEXTS:
            words = values.get(f"{name}_{entry.key}")
            if words is not None:
                setattr(entry, name, forms.beside(getattr(entry, name), one.language, words))
        session.add(entry)
    kept = kept or models.ReportBackLanguage(
        report_back_id=mine.report.id or 0, language=one.language, source=""
    )
    kept.source = source
    languages.translated(session, kept, mine.by)
    finding.log(session, mine, "translated", language=one.language, fields=fields)


def _standing(session: Session, mine: finding.Mine, one: Translation) -> rules.Standing:
    return keeping.standing(session, mine.report, [one.language])[one.language]


def _may_check(session: Session, mine: finding.Mine, kept: models.ReportBackLanguage) -> bool:
    """Tell whether somebody translated none of it; where nobody else is, one person does both."""
    wrote = kept.translators
    if wrote and all(approvals.is_second(session, number, mine.account) for number in wrote):
        return True
    return mine.by in wrote and approvals.is_alone(session, mine.account)


def _is_public(session: Session, mine: finding.Mine, tag: str) -> bool:
    """Tell whether everybody reads a report in a language, with the words that stand in it."""
    signed = queries.published(session, mine.report)
    if not signed or tag not in signed[-1].languages:
        return False
    now = keeping.content_of(session, queries.written(session, mine.report))
    return changes.says_the_same(signed[-1].content, now)


def _page(
    request: Request, session: Session, mine: finding.Mine, one: Translation, **context: Any
) -> Response:
    labels = {
        field.name: (number, field.label)
        for number, entry in enumerate(one.entries, 1)
        for field in one.fields[entry.key]
    }
    return render(
        request,
        "feedback/staff/language.html",
        consultation=mine.consultation,
        translation=one,
        labels=labels,
        version=saving.version_of(one.stored),
        read=saving.version_of(one.read),
        quotes=one.quotes,
        proofs=queries.proofs(session, one.entries),
        writes=mine.writes,
        standing=_standing(session, mine, one),
        may_check=one.kept is not None and _may_check(session, mine, one.kept),
        is_public=_is_public(session, mine, one.language),
        said=missing,
        texts=rules.TEXTS,
        **({"problems": {}, "theirs": []} | context),
    )


_LANGUAGE = "/staff/feedback/{slug}/languages/{tag}"

routes = [
    both(_LANGUAGE, report_language, name="report_language"),
    post(f"{_LANGUAGE}/check", check_language, name="check_report_language"),
]
stands_on = {"check_report_language": "report_language"}
