"""Where the mails of following are written: each once for all who read the same in a language.

The addresses that stop mails are each member's own. They stand in the place of marks, which are
drawn by lot, so that nobody's words can hold them.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.council import queries as council
from portal.following import plain, wording
from portal.following.declined import address as not_for_me
from portal.following.rules import Follower
from portal.forum.topics import owed, translated
from portal.forum.topics import queries as topics
from portal.forum.topics.rules import Room
from portal.languages import i18n, invented, locales
from portal.languages.calendar import Calendar
from portal.languages.direction import marked
from portal.members import letters, wanted_mails
from portal.members.models import MailChoice, Member
from portal.members.rules import MailKind
from portal.news import OF_COUNCIL, OF_FEEDBACK, News
from portal.settings import Settings
from portal.store import mail
from portal.store.smtp import Beside
from portal.web.rendering import environment

_MOST_DRAWN = 300
_SUBJECTS = {MailKind.WEEKLY: wording.WEEKLY}


class _Drawn(NamedTuple):
    subject: str
    text: str
    html: str

    def filled(self, marks: Mapping[str, str]) -> "_Drawn":
        """Put addresses in the place of marks."""
        text, html = self.text, self.html
        for mark, address in marks.items():
            text, html = text.replace(mark, address), html.replace(mark, address)
        return self._replace(text=text, html=html)


class _How(NamedTuple):
    """In which bodies somebody is asked if it is for them, and if closed rooms have titles."""

    silent: frozenset[int]
    titled: bool


@dataclass
class Desk:
    """What mails are written from: who sends them, the bodies, and what was drawn already."""

    settings: Settings
    places: Mapping[str, str]
    bodies: Mapping[int, wording.Body]
    drawn: dict[tuple[object, ...], _Drawn] = field(default_factory=dict)
    lot: str = field(default_factory=partial(secrets.token_hex, 12))

    def letter(
        self,
        to: tuple[Member, Follower, MailChoice],
        kind: MailKind,
        news: Sequence[News],
        now: datetime,
    ) -> dict[str, Any]:
        """Write a mail of a kind to somebody about what is new for them, for the outbox."""
        member, follower, choice = to
        tag = letters.spoken(member.language)
        known = dict.fromkeys(one.body for one in news)
        silent = [one for one in known if (at := follower.bodies.get(one)) and at.silent]
        stop = wanted_mails.address(self.settings, choice, kind, tag)
        marks = {self._decline(one): not_for_me(self.settings, choice, one, tag) for one in silent}
        titled = not choice.untitled or all(one.room == Room.PUBLIC for one in news)
        how = _How(frozenset(silent), titled)
        written = self._written(tag, kind, news, how).filled(marks | {f"{self.lot}-": stop})
        beside = Beside(written.html, stop)
        return mail.written(member.email or "", written.subject, written.text, now, beside)

    def _decline(self, body: int) -> str:
        return f"{self.lot}.{body}."

    def _written(self, tag: str, kind: MailKind, news: Sequence[News], how: _How) -> _Drawn:
        # A translation that was taken away meanwhile stands in no letter that is drawn already.
        read = ((one.key, one.titles_in.get(tag), one.words_in.get(tag)) for one in news)
        key = (tag, kind, how, tuple(read))
        if key not in self.drawn:
            if len(self.drawn) >= _MOST_DRAWN:
                self.drawn.clear()
            with _spoken(tag):
                self.drawn[key] = self._draw(tag, kind, news, how)
        return self.drawn[key]

    def _draw(self, tag: str, kind: MailKind, news: Sequence[News], how: _How) -> _Drawn:
        title = i18n.gettext(_SUBJECTS.get(kind, wording.AT_ONCE))
        base, stop, place = self.settings.public_url, f"{self.lot}-", self.places[tag]
        chapters = [
            wording.chapter(
                self.bodies[number],
                [one for one in news if one.body == number],
                owed=kind is MailKind.WEEKLY,
                titled=how.titled,
                decline=self._decline(number) if number in how.silent else "",
            )
            for number in dict.fromkeys(one.body for one in news)
            if number in self.bodies
        ]
        shown: dict[str, Any] = {
            "title": title,
            "chapters": chapters,
            "base": base,
            "stop": stop,
            "place": place,
            "invented": invented.said(self.settings, tag),
        }
        shown |= {"direction": locales.get(tag).direction, "words": wording}
        html = environment().get_template("following/mail.html").render(shown)
        text = "\n\n".join([*plain.lines(title, chapters, base, stop), marked(place, tag)])
        return _Drawn(marked(title, tag), invented.under(self.settings, tag, f"{text}\n"), html)


def laid(session: Session, now: datetime) -> Desk | None:
    """Lay out what mails are written from; nothing where no mail leaves, or none leads back."""
    settings: Settings = session.info["settings"]
    leaves = settings.smtp_url or settings.demo  # where anybody reads them in the outbox
    if not settings.public_url or not leaves:
        return None
    calendar = council.stored(session).calendar
    i18n.keep_time(calendar)
    owed_by = owing(session, now, calendar)
    named = {
        one.id or 0: wording.Body(one.slug, one.name, owed_by.get(one.id or 0, ()))
        for one in bodies.public(session)
    }
    named[OF_COUNCIL] = wording.Body("", {}, (), wording.EVENTS, "events")
    named[OF_FEEDBACK] = wording.Body("", {}, (), wording.CAME_OF_IT, "feedback")
    places = {
        tag: letters.in_language(tag, letters.place(session, tag)) for tag in locales.LANGUAGES
    }
    return Desk(settings, places, named)


def owing(
    session: Session, now: datetime, calendar: Calendar, body: Body | None = None
) -> dict[int, list[wording.Owed]]:
    """List by body, or of one alone, which answers are owed in public, and how these stand."""
    found: dict[int, list[wording.Owed]] = {}
    rows = topics.owed(session, body)
    there = translated.checked(session, [translated.key(topic.id) for _, topic, _ in rows])
    for ask, topic, of in rows:
        if ask.due and topic.room is Room.PUBLIC:
            count = owed.countdown(ask.due, now, calendar)
            titles = translated.texts(there[translated.key(topic.id)], translated.TITLE)
            answer = wording.Owed(topic.id, topic.title, topic.language, titles, count)
            found.setdefault(of.id or 0, []).append(answer)
    return found


@contextmanager
def _spoken(tag: str) -> Iterator[None]:
    before = i18n.language()
    i18n.speak(tag)
    try:
        yield
    finally:
        i18n.speak(before)
