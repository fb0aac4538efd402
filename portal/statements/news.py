"""What a chair said in public, for whoever follows the body: while it stands, and once."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.forum.topics import forms
from portal.forum.topics.rules import Voice
from portal.news import News, Window, named
from portal.statements import queries


def news(session: Session, window: Window) -> Iterator[News]:
    """Tell each statement that was published within a time and stands."""
    for one, body in queries.published(session, window):
        yield News(
            key=named("statement", one.id),
            body=one.body_id,
            room="public",
            title="",
            language=one.language,
            words="",
            titles=one.title,
            texts=one.words,
            moment=one.published,
            begun=one.published,
            name="forum_statement",
            parts={"body": body.slug, "id": one.id},
            voice=forms.VOICES[Voice.CHAIR],
        )
