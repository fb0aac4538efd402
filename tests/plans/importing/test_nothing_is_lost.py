"""Whatever a document holds: it is built without an error, in order, and no word is lost."""

import time
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.files.documents import document as documents
from portal.files.documents.document import Cells, Document, Hint, Line, Place, Table
from portal.plans.importing import building, proposing
from portal.plans.importing.rules import Built, Column, Empty, PlanMapping, Role, Row, TableMapping
from tests.plans.importing.shown import taken

BEFORE = [
    *(
        "",
        "",
        "",
        "Aim 1: ",
        "OBJECTIVE 1.2 - ",
        "1. ",
        "1.2.3 ",
        "a) ",
        "ii) ",
        "Lead: ",
        "Page 3",
    ),
    *("Action ", "What we will do: ", "Met ", "Yes", "\u2713 ", "x", "By 1 May 2027 ", "as above"),
    *("=1+1 ", "مقصد ۱: ", "الهدف الأول: ", "Contents ....... 4", "@", "-", "\u2612", "How? "),
]
ROLES = [*Role]
STATES = ["", "met", "not_met", "done"]


@st.composite
def words(draw: st.DrawFn, marked: Iterator[int]) -> str:
    """Write words that stand nowhere else, after what may mean something."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(["", "", "\u2713", "x", "as above", "Action", "Lead"]))
    return f"{draw(st.sampled_from(BEFORE))} token{next(marked)}end".strip()


@st.composite
def document(draw: st.DrawFn) -> Document:
    marked = iter(range(10_000))
    blocks: list[Line | Table] = []
    number = 0
    for _ in range(draw(st.integers(0, 8))):
        number += 1
        if draw(st.booleans()):
            hint, depth = draw(st.sampled_from([*Hint])), draw(st.integers(0, 3))
            text = draw(words(marked)) or f"token{next(marked)}end"
            blocks.append(Line(Place(number), text, hint, depth))
            continue
        width = draw(st.integers(1, 4))
        rows = []
        for _ in range(draw(st.integers(1, 5))):
            number += 1
            texts = tuple(draw(words(marked)) for _ in range(width))
            above, beside = (draw(st.frozensets(st.integers(0, width - 1))) for _ in range(2))
            rows.append(Cells(Place(number), texts, above, beside, draw(st.booleans())))
        if (made := documents.table(rows)) is not None:
            blocks.append(made)
    return Document(tuple(blocks))


@st.composite
def confirmed(draw: st.DrawFn, given_: Document) -> PlanMapping:
    """Confirm anything at all, whether it makes sense or not."""
    proposal = proposing.propose(given_)
    if draw(st.booleans()):
        return proposal.mapping
    level = st.integers(0, 3) | st.sampled_from(ROLES)
    lines = {one.key: draw(level) for one in proposal.patterns if draw(st.booleans())}
    column = st.builds(Column, st.sampled_from(ROLES), st.sampled_from(STATES))
    tables = tuple(
        TableMapping(
            tuple(draw(column) for _ in range(draw(st.integers(0, 5)))),
            draw(st.integers(0, 3)),
            draw(st.sampled_from([*Empty])),
            draw(st.booleans()),
            draw(st.integers(0, 2)),
        )
        for _ in proposal.kinds
    )
    places = st.none() | st.sampled_from([*given_.places(), Place(3)])
    skipped = frozenset(place for place in given_.places() if draw(st.integers(0, 9)) == 0)
    return PlanMapping(lines, tables, draw(places), draw(places), skipped, draw(st.booleans()))


def said(row: Row) -> str:
    fields = (row.number, row.text, row.resources, row.timescale, row.measure, row.outcome)
    return "\n".join((*fields, row.evidence, row.comment, *row.leads))


def lost(given_: Document, built: Built, mapping: PlanMapping) -> list[str]:
    """List the words of a document that are in no row, not left out, and in no refused row."""
    kept = "\n".join([*map(said, built.rows), *(one.words for one in built.left_out)])
    refused = {one.place for one in built.refused}
    heads = " ".join(name for kind in proposing.propose(given_).kinds for name in kind.heads)
    missing = []
    for block in given_.blocks:
        rows = block.rows if isinstance(block, Table) else ()
        cells = [(row.place, text) for row in rows for text in row.texts]
        cells += [(block.place, block.text)] if isinstance(block, Line) else []
        for place, text in cells:
            token = text[text.find("token") :] if "token" in text else ""
            if token and place not in refused and token not in kept and token not in heads:
                missing.append(text)
    return missing


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost_and_the_order_is_kept(data: st.DataObject) -> None:
    given_ = data.draw(document())
    mapping = data.draw(confirmed(given_))
    built = building.build(given_, mapping)
    assert lost(given_, built, mapping) == []
    order = {place: number for number, place in enumerate(given_.places())}
    for places in ([row.place for row in built.rows], [one.place for one in built.left_out]):
        found = [order[place._replace(column=0)] for place in places]
        assert found == sorted(found)
    assert all(one.reason.message % one.reason.values for one in built.refused)


@given(st.text("ab1. :;\t\n-*#|✓xAim", max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_pasted_words_are_built_without_an_error(text: str) -> None:
    taken(text)


def test_2000_rows_are_proposed_and_built_within_seconds() -> None:
    head = "Ref\tAction\tHow will we know\tWho\tBy when\tStatus\tComments"
    states = ("Green", "Amber", "Red", "Complete")
    aims = []
    for aim in range(200):
        aims.append(f"OBJECTIVE {aim // 10 + 1}.{aim % 10 + 1}: Improve what matters to people")
        aims.append(head)
        aims += [
            f"{aim}.{n}\tTrain all of our staff in office {n}\tAll were trained\tHousing, Education"
            f"\t{n + 1} March 20{26 + n}\t{states[n % 4]}\t{'A remark of some length. ' * 6}"
            for n in range(10)
        ]
        aims.append("")
    text = "\n".join(aims)
    began = time.process_time()
    built = taken(text)
    assert time.process_time() - began < 5
    assert built.counts() == {0: 200, 1: 2_000}
    assert all(row.due and row.status for row in built.rows if row.level)
