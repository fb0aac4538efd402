"""A plan as its pages show it: what was chosen of it, and a page of items under their headings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.languages.i18n import Picked, gettext, pick, today
from portal.languages.text_languages import written
from portal.plans import queries, rules, tree, vocabulary
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import Glance
from portal.plans.tree import Choice, Node
from portal.web import lists
from portal.web.folding import share

MOST, MOST_PRINTED = 30, 300
"""How many of the items that were chosen stand on one page, and on one that is printed."""


@dataclass(frozen=True)
class Looked:
    """A plan, its items in order, and what somebody chose of them and can choose."""

    plan: Plan
    ordered: Sequence[Node]
    choice: Choice
    leads: Sequence[str]
    statuses: Mapping[str, str]
    printed: bool
    today: date

    @property
    def address(self) -> dict[str, str]:
        """Write what was chosen as it stands in the address."""
        one = self.choice
        under = "" if one.under is None else str(one.under)
        said = {"status": one.status, "lead": one.lead, "due": one.due, "under": under}
        return {name: value for name, value in said.items() if value}

    @property
    def wanted(self) -> list[Node]:
        """List the items that were chosen."""
        return tree.chosen(self.ordered, self.choice, self.plan.levels, self.today)

    @property
    def glance(self) -> Glance:
        """Tell in numbers how the plan stands."""
        return rules.glance(self.plan.levels, tree.alike(self.ordered, self.today))

    @property
    def parts(self) -> list[int]:
        """List what is right below what was opened and has something below it, by its number."""
        if set(self.address) - {"under"}:
            return []
        full = {one.parent for one in self.ordered}
        below = (one for one in self.ordered if one.parent == self.choice.under)
        return [one.id for one in below if one.id in full]

    def when(self, node: Node) -> str:
        """Say how the date of an item stands to today."""
        return tree.when(node, rules.done_level(self.plan.levels), self.today) or ""


@dataclass(frozen=True)
class Entry:
    """An item on a page, how its date stands to today, and what is below it there."""

    item: PlanItem
    when: str
    below: list["Entry"]


@dataclass(frozen=True)
class Page:
    """A page of a plan: its items under each other, how many were chosen, and the pages beside.

    `room` is how many letters of each text it has room for. Where a page does not hold all that
    was opened, `tops` are its parts, each of which can be opened by itself.
    """

    entries: Sequence[Entry]
    number: int
    room: int
    pages: lists.Pages
    tops: Sequence[PlanItem] = ()


@dataclass(frozen=True)
class Chart:
    """Numbers to draw: what they count, and of each state its code, its name and its number."""

    caption: str
    rows: Sequence[tuple[str, str, int]]
    total: int


def look(request: Request, session: Session, plan: Plan) -> Looked:
    """Read what was chosen of a plan; what it does not have can be neither chosen nor asked for."""
    asked, ordered = request.query_params, tree.in_order(queries.nodes(session, plan))
    statuses = _statuses(plan.levels)
    leads = [written(lead, plan.language) for lead in tree.leads(ordered)]
    under = lists.chosen(asked, "under", {str(one.id) for one in ordered})
    choice = Choice(
        lists.chosen(asked, "status", statuses),
        lists.chosen(asked, "lead", leads),
        lists.chosen(asked, "due", vocabulary.WHENS),
        int(under) if under else None,
    )
    printed = bool(lists.chosen(asked, "all", ("yes",)))
    return Looked(plan, ordered, choice, leads, statuses, printed, today())


def page(request: Request, session: Session, looked: Looked, path: str) -> Page:
    """Give the part of a plan that an address asks for."""
    wanted, printed = looked.wanted, {"all": "yes"} if looked.printed else {}
    size = MOST_PRINTED if looked.printed else MOST
    part = lists.among(wanted, lists.place(request), lambda one: str(one.id), size)
    nodes = tree.with_above(looked.ordered, part.rows)
    tops = looked.parts if len(part.rows) < len(wanted) else []
    items = queries.items(session, [*(one.id for one in nodes), *tops])
    entries = _tree(looked, nodes, items)
    lengths = [len(text) for node in nodes for text in _read(items[node.id])]
    room = sum(lengths) if looked.printed else share(lengths)
    pages = lists.pages(part, path, looked.address | printed)
    return Page(entries, len(wanted), room, pages, [items[one] for one in tops])


def listed(
    request: Request, session: Session, path: str, standing: rules.Standing | None = None
) -> dict[str, Any]:
    """Give what a list of plans shows: how each stands, and the pages beside."""
    part = queries.listed(session, lists.place(request), standing)
    pages = lists.pages(part, path, {})
    told = glances(session, part.rows)
    return {"plans": part.rows, "glances": told, "pages": pages, "labels": vocabulary}


def drawn(request: Request, session: Session, looked: Looked, path: str) -> dict[str, Any]:
    """Give what a page shows of a plan and of what was chosen of it."""
    told = looked.glance
    return {
        "plan": looked.plan,
        "looked": looked,
        "glance": told,
        "charts": charts(looked.plan, told),
        "path": path,
        "part": page(request, session, looked, path),
        "labels": vocabulary,
    }


def name(item: PlanItem) -> Picked:
    """Give the words of an item, in the language of the page or in its own."""
    return pick(item.text)


def glances(session: Session, plans: Sequence[Plan]) -> dict[int, Glance]:
    """Tell of each plan in numbers how it stands."""
    counted = queries.alike(session, [one.id or 0 for one in plans], today())
    return {one.id or 0: rules.glance(one.levels, counted.get(one.id or 0, ())) for one in plans}


def charts(plan: Plan, told: Glance) -> list[Chart]:
    """Give the numbers of a plan as they are drawn: what is met, and what is done."""
    levels, known = plan.levels, vocabulary
    of_both = (
        (rules.assessed_level(levels), known.ASSESSMENTS, told.assessments),
        (rules.done_level(levels), known.STATUSES, told.statuses),
    )
    return [
        Chart(gettext(known.LEVELS_COUNTED[levels[level]]), _rows(names, numbers), numbers.total())
        for level, names, numbers in of_both
        if level is not None and numbers
    ]


def when(plan: Plan, item: PlanItem) -> str:
    """Say how the date of an item stands to today."""
    told = (item.id or 0, item.parent_id, item.place, item.level)
    node = Node(*told, item.status, item.assessment, item.due, item.leads)
    return tree.when(node, rules.done_level(plan.levels), today()) or ""


def above(session: Session, plan: Plan, item: PlanItem) -> list[PlanItem]:
    """List what an item stands below, from the top."""
    found: list[PlanItem] = []
    parent = item.parent_id
    while parent is not None:
        row = queries.items(session, [parent])[parent]
        found.insert(0, row)
        parent = row.parent_id
    return found


def _rows(names: Mapping[str, str], numbers: Counter[str]) -> list[tuple[str, str, int]]:
    rows = [(code, gettext(label), numbers[code]) for code, label in names.items()]
    unsaid = numbers.get("", 0)
    nothing = (rules.NOTHING_SAID, gettext(vocabulary.UNSAID), unsaid)
    return [*rows, nothing] if unsaid else rows


def _statuses(levels: Sequence[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    if rules.assessed_level(levels) is not None:
        known |= {**vocabulary.ASSESSMENTS, rules.NOTHING_SAID: vocabulary.UNSAID}
    if rules.done_level(levels) is not None:
        known |= {**vocabulary.STATUSES, rules.NOTHING_SAID: vocabulary.UNSAID}
    return known


def _tree(looked: Looked, nodes: Iterable[Node], items: Mapping[int, PlanItem]) -> list[Entry]:
    entries = {one.id: Entry(items[one.id], looked.when(one), []) for one in nodes}
    tops: list[Entry] = []
    for node in nodes:
        above = tops if node.parent is None else entries[node.parent].below
        above.append(entries[node.id])
    return tops


def _read(item: PlanItem) -> Iterator[str]:
    yield name(item)
    yield item.timescale
    yield from item.leads
