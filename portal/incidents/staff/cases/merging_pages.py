"""Merging reports of the same incident into one case, and taking them apart again."""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents import models, rules
from portal.incidents.records import merging
from portal.incidents.staff import queries
from portal.incidents.staff.cases import (
    case_guards,
    conflicts,
    conflicts_pages,
    forms,
    history,
    linking,
)
from portal.incidents.staff.cases.access import Case
from portal.incidents.staff.keys import hands
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.acting import Asked, Did, once
from portal.web.page import get, page, render

_UNFIT = mark("That case was merged itself, withdrawn or put aside. Choose another.")
_HAS_OTHERS = mark("Other cases were merged into this one. Merge that case into this one instead.")


@page(writes=True)
@case_guards.given
def case_merge(request: Request, session: Session, case: Case) -> Response:
    """Show into which case this one may be merged, or was."""
    audit.record(session, case.number, "case.opened", case.report.reference)
    return _shown(request, session, case)


def _merge(asked: Asked[Case]) -> Did | Problems:
    """Merge a case into another that this browser's account can open, too."""
    session, case, reason = asked.session, asked.item, asked.values["reason"]
    into = _into(session, case, asked.values["into"])
    problems = _problems(session, case, into)
    if problems or into is None:
        return problems
    report, other = case.report, into.report
    joined = merging.together(session, other)
    queries.hold(session, [one.id for one in joined])
    merging.merge(session, report, other, reason=reason, by=case.number, day=i18n.today())
    for one in joined:
        conflicts.extend(session, report, case.private, one, by=case.number)
    conflicts.extend(session, other, into.private, report, by=case.number)
    case_guards.changed(session, into, "joined", other=report.reference)
    return Did("merged", {"into": other.reference})


def _merged(session: Session, case: Case) -> dict[str, str] | None:
    if case.report.state not in rules.OVER:
        return None
    is_merged = case.report.state is rules.State.MERGED
    said = history.last(session, case, merging.MERGED) if is_merged else {}
    return {"into": said.get("other", ""), "reason": said.get("reason", "")}


def _separate(asked: Asked[Case]) -> Did:
    """Make a merged case one of its own again."""
    session, report, by = asked.session, asked.item.report, asked.item.number
    into = merging.into_which(session, report)
    queries.hold(session, [into.id] if into else [])
    merging.separate(session, report, reason=asked.values["reason"], by=by, day=i18n.today())
    return Did("separated", {"other": into.reference if into else ""})


def _separated(session: Session, case: Case) -> dict[str, str] | None:
    if case.report.state is rules.State.MERGED:
        return None
    return {"reason": history.last(session, case, merging.SEPARATED).get("reason", "")}


def _into(session: Session, case: Case, reference: str) -> Case | None:
    report = queries.for_change(session, reference)
    if report is None or report.id == case.report.id:
        return None
    # Whoever merges has to open all of them, or nobody might once conflicts are extended to all.
    together = merging.together(session, report)
    if not all(case.vault.report_private(session, one) for one in together):
        return None
    private = case.vault.report_private(session, report)
    return Case(case.account, case.vault, report, private) if private else None


def _problems(session: Session, case: Case, into: Case | None) -> Problems:
    problems: Problems = {}
    if into is None:
        problems["into"] = Problem(forms.UNKNOWN)
    elif not merging.may_take(case.report, into.report):
        problems["into"] = Problem(_UNFIT)
    elif merging.merged_into(session, case.report):
        problems["into"] = Problem(_HAS_OTHERS)
    elif _locks(session, case, into):
        problems["into"] = conflicts_pages.NOBODY_LEFT
    return problems


def _locks(session: Session, case: Case, into: Case) -> bool:
    """Tell whether those who are kept from some of the cases would leave one with nobody else."""
    joined = [case.report, *merging.together(session, into.report)]
    kept_from = frozenset().union(*(conflicts.blocked(session, one.id) for one in joined))
    by = hands.of(session, case.number)
    return any(conflicts.would_lock(session, one, kept_from, by=by) for one in joined)


def _shown(
    request: Request,
    session: Session,
    case: Case,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "incidents/staff/cases/merge.html",
        status=status,
        report=case.report,
        is_over=case.report.state in rules.OVER,
        into=merging.into_which(session, case.report),
        merged=merging.merged_into(session, case.report),
        linked=_fitting(session, case),
        events=history.history(session, case),
        sent=getattr(request.state, "form", {}),
        longest=forms.LONGEST_REASON,
        problems=problems,
    )


def _fitting(session: Session, case: Case) -> list[models.Report]:
    others = linking.others(session, case.report, case.vault)
    return [one for one in others if merging.may_take(case.report, one)]


_one = "/staff/cases/{reference}"
_MERGED = replace(case_guards.matter(_shown, "case_merge"), guard=case_guards.given_alone)

routes = [
    get(f"{_one}/merge", case_merge, name="case_merge"),
    _MERGED.act(f"{_one}/merge", forms.INTO, _merge, name="merge_case", meanwhile=once(_merged)),
    case_guards.matter(_shown).act(
        f"{_one}/separate",
        [forms.REASON],
        _separate,
        name="separate_case",
        meanwhile=once(_separated),
    ),
]
