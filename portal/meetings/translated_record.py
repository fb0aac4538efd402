"""A summary or minutes and their translation into one language, for whoever takes part."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException

from portal.bodies.visiting import Visit
from portal.forms import form
from portal.forms.words import Sent, sent_text
from portal.forum.topics.translated_post import InBody, hand
from portal.meetings import forms, looking, translated
from portal.meetings.models import Meeting, Record
from portal.problems import Problem
from portal.store.saving import Refusal
from portal.translations import queries as translations
from portal.translations import writing

_PROMISE = forms.NAMES_NOBODY_ELSE


@dataclass(frozen=True)
class TranslatedRecord(InBody):
    """A summary or minutes, the language in question, and their translation if there is one."""

    meeting: Meeting
    record: Record

    @property
    def at(self) -> dict[str, Any]:
        """Give what completes an address."""
        return {"body": self.visit.body.slug, "meeting": self.meeting.id}


def into(
    session: Session, visit: Visit, meeting: Meeting, record: Record, language: str
) -> TranslatedRecord:
    """Find the translation into a language, for somebody who translates here."""
    if not looking.may_translate(session, visit):
        raise HTTPException(403)
    source = translated.source(record)
    return TranslatedRecord(
        source=source,
        fields=forms.TRANSLATIONS[record.what],
        language=language,
        kept=translations.one(session, source.owner, language),
        own=visit.own,
        hand=hand(visit),
        trusted=True,
        visit=visit,
        meeting=meeting,
        record=record,
    )


def press(
    session: Session, here: TranslatedRecord, sent: Sent
) -> tuple[dict[str, Any], Refusal | None]:
    """Do what a button says that was pressed, or say why not and what then stands in the form.

    Nobody saves a translation who does not say that it names nobody else.
    """
    act, promised = writing.act(sent), sent_text(sent, _PROMISE.name) == "yes"
    saves = act is writing.save
    shown = {"shown": form.typed(here.fields, sent) if saves else here.words, "ticked": promised}
    if saves and not promised:
        return shown, Refusal(422, {_PROMISE.name: Problem(_PROMISE.missing)})
    return shown, act(session, here, sent)
