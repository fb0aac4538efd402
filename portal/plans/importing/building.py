"""A plan built of a document as an officer confirmed: no word is lost. Pure."""

from portal.files.documents.document import Document
from portal.plans.importing import entries, heads, staff_reasons, tables
from portal.plans.importing.drafts import Drafts
from portal.plans.importing.entries import Entry, Head, Noise, TableRow, Text
from portal.plans.importing.rules import Built, PlanMapping


def build(document: Document, mapping: PlanMapping) -> Built:
    """Build rows in the document's order; whoever takes them in looks whether any is refused."""
    found = tables.sort(document)
    inside = entries.inside(document, mapping.first, mapping.last)
    drafts = Drafts(mapping, [kind.heads for kind in found.kinds])
    for entry in found.entries:
        place = entries.place_of(entry)
        if place not in inside:
            drafts.leave_out(entry, staff_reasons.OUTSIDE)
        elif place in mapping.skipped:
            drafts.leave_out(entry, staff_reasons.BY_YOU)
        else:
            _take(drafts, entry)
    return drafts.built({place: number for number, place in enumerate(document.places())})


def _take(drafts: Drafts, entry: Entry) -> None:
    if isinstance(entry, Text):
        drafts.take_line(entry)
    elif isinstance(entry, Noise):
        drafts.leave_out(entry, entry.why)
    elif not drafts.table(entry.kind).taken:
        why = staff_reasons.TABLE_NOT_TAKEN
        drafts.leave_out(entry, staff_reasons.HEAD_NOT_TAKEN if isinstance(entry, Head) else why)
    elif isinstance(entry, Head) and not heads.is_known(entry.cells):
        drafts.leave_out(entry, staff_reasons.AS_HEAD)
    elif isinstance(entry, TableRow):
        drafts.take_row(entry.cells, entry.kind)
