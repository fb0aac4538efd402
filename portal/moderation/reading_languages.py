"""Which languages somebody reads who looks after a body, in their own words for them."""

from sqlmodel import Session

from portal.bodies.visiting import Visit
from portal.council import queries as council
from portal.forms import form
from portal.forms.words import Shown
from portal.languages import text_languages
from portal.moderation import forms
from portal.moderation.models import Reads
from portal.problems import Problem, Problems, mark

MOST = 20
_UNKNOWN = mark("We do not know these languages: %(names)s")


def keep(session: Session, visit: Visit, sent: Shown) -> Problems:
    """Keep what somebody typed, or say which of it names no language."""
    reading = form.read(forms.READS, sent)
    if reading.problems or visit.holder is None:
        return reading.problems
    readers = council.stored(session).languages
    tags, unknown = text_languages.read_names(reading.values["reads"], readers)
    if unknown:
        return {"reads": Problem(_UNKNOWN, {"names": ", ".join(unknown)[:200]})}
    number = visit.holder.id or 0
    kept = session.get(Reads, number) or Reads(office_id=number)
    kept.languages = tags[:MOST]
    session.add(kept)
    return {}
