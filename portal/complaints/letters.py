"""What whoever wants to be answered by email is sent, in the language they wrote in."""

from sqlmodel import Session

from portal.complaints.models import Comment
from portal.council import queries as council
from portal.languages import invented, locales
from portal.languages.direction import marked
from portal.languages.i18n import pick, said
from portal.problems import mark
from portal.settings import Settings
from portal.store import mail
from portal.store.db import now
from portal.web.links import absolute, link

SUBJECT = mark("You wrote to the council")
ANSWERED = mark("The council answers what you sent:")
PASSED = mark(
    "What you sent is with the corporate complaints procedure of the council now. Other people "
    "look at it, and answer you."
)
ESCALATED = mark(
    "Somebody outside the council looks at what you sent now. We deleted how to reach you, and "
    "answer you under your code."
)
DECLINED = mark("What you sent is not for the council to answer. The reason is:")
_CODE = mark("With your code you see what became of it:")


def write(session: Session, comment: Comment, email: str, message: str, words: str = "") -> None:
    """Write to somebody what became of what they sent, and the answer, if there is one."""
    settings: Settings = session.info["settings"]
    kept = council.stored(session)
    tag = comment.language if comment.language in locales.LANGUAGES else kept.languages[0]
    lines = [marked(said(tag, message), tag), words, marked(said(tag, _CODE), tag)]
    if settings.public_url:
        lines.append(absolute(settings, link("receipt", tag)))
    lines.append(pick(kept.name))
    body = "\n\n".join(line for line in lines if line)
    text = invented.under(settings, tag, f"{body}\n")
    mail.write(session, email, marked(said(tag, SUBJECT), tag), text, now())
