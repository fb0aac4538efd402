"""What somebody types in the short report: what is wrong with it, and what of it is kept."""

from datetime import datetime
from typing import Any

from portal.forms.words import sent_text
from portal.incidents import vocabulary
from portal.incidents.records import codes, danger
from portal.incidents.reporting.journey import Journey
from portal.incidents.rules import Circle, Risk
from portal.languages.i18n import number
from portal.problems import Problem, Problems, mark, too_long
from portal.questions import questionnaire

MOST = 10_000
"""How many characters can be sent at once."""

REACHED_BY = ("telephone", "email", "address")
_MOST_OF_CONTACT = {"name": 200, "telephone": 60, "email": 254, "address": 600, "safe": 1000}


def said(here: Journey, step: str, name: str) -> str:
    """Give what was typed in a field of a step."""
    return sent_text(here.step(step), name)


def about_council(here: Journey) -> bool:
    """Tell whether the report is about the council or somebody who works for it."""
    return said(here, "what", "about_council") == "yes"


def child(here: Journey) -> bool:
    """Tell whether the report says that a child may come to harm."""
    return said(here, "what", "child") == "yes"


def way(here: Journey) -> str:
    """Give the code of how somebody wants a reply, or nothing."""
    return said(here, "reply", "reply")


def circle(here: Journey, *, outside: bool) -> Circle:
    """Say who reads the report: somebody outside the council if it is about the council."""
    return Circle.INDEPENDENT if outside and about_council(here) else Circle.TEAM


def what_problems(here: Journey, *, outside: bool) -> Problems:
    """Find what is wrong with the words; `outside` says that somebody outside holds a key."""
    problems: Problems = {}
    text = said(here, "what", "what")
    if not text:
        problems["what"] = Problem(mark("Write what happened. A few words in any language do."))
    elif _is_a_code(text, here.code):
        problems["what"] = Problem(
            mark(
                "This is a code and not what happened. Nobody else should read your code. "
                "Write what happened, or go to the first page to use the code."
            )
        )
    elif len(text) > MOST:
        values = {"over": number(len(text) - MOST), "most": number(MOST)}
        problems["what"] = Problem(
            mark(
                "This is %(over)s characters too long. You can send %(most)s at once, "
                "and the rest when you have your code. Nothing you wrote is lost."
            ),
            values,
        )
    if about_council(here) and not outside and said(here, "what", "to_team") not in ("yes", "no"):
        problems["to_team"] = Problem(
            mark("Say whether you agree that the council's own team reads this.")
        )
    return problems


def reply_problems(here: Journey, *, contact: bool) -> Problems:
    """Find what is wrong with the way to reply; `contact` says that details can be left."""
    ways = ("code", "contact", "none") if contact else ("code", "none")
    if way(here) not in ways:
        return {"reply": Problem(mark("Choose whether we may reply to you."))}
    return _contact_problems(here) if way(here) == "contact" else {}


def contact(here: Journey) -> dict[str, str]:
    """Collect how somebody wants to be reached; nothing unless they chose it."""
    if way(here) != "contact":
        return {}
    typed = {name: said(here, "reply", name) for name in _MOST_OF_CONTACT}
    return {name: text for name, text in typed.items() if text}


def sealed_contact(here: Journey, language: str) -> dict[str, Any]:
    """Write how somebody wants to be reached as it is sealed, with the language of each text."""
    texts = contact(here)
    languages = {name: here.language_of("reply", name, language) for name in texts}
    return {**texts, "languages": languages} if texts else {}


def report(here: Journey, language: str) -> dict[str, Any]:
    """Write the report as it is sealed; `language` is that of the page, if nobody wrote it down.

    Each text has its own.
    """
    return {
        "what": said(here, "what", "what"),
        "languages": {"what": here.language_of("what", "what", language)},
        "danger": _danger(here),
        **({"child": True} if child(here) else {}),
        "about_council": about_council(here),
        "reply": way(here),
        "language": here.told_in or language,
        "channel": here.channel,
    }


def slip(here: Journey, language: str, now: datetime) -> dict[str, Any]:
    """Write the slip that the queue shows of it."""
    return {
        "strands": [],
        "kinds": [],
        "risk": Risk.UNKNOWN.value,
        "language": here.language_of("what", "what", language),
        "channel": here.channel,
        "danger": False,
        **danger.slip(now, danger=_danger(here) == "yes", child=child(here)),
    }


def _danger(here: Journey) -> str:
    answer, offered = said(here, "what", "danger"), vocabulary.YES_NO_UNSURE
    return answer if answer in questionnaire.codes(offered) else vocabulary.NOT_ANSWERED


def _is_a_code(text: str, own: str) -> bool:
    # Words may by chance read like a code; a code without any digit is drawn once in ten thousand.
    read = codes.parse(text)
    return read is not None and (read == own or any(sign.isdecimal() for sign in text))


def _contact_problems(here: Journey) -> Problems:
    problems = {
        name: too_long(most)
        for name, most in _MOST_OF_CONTACT.items()
        if len(said(here, "reply", name)) > most
    }
    email = said(here, "reply", "email")
    if email and "@" not in email:
        problems["email"] = Problem(mark("Write the whole email address, with the sign @ in it."))
    if not any(said(here, "reply", name) for name in REACHED_BY):
        problems["telephone"] = Problem(
            mark("Write one way to reach you: a telephone number, an email or an address.")
        )
    return problems
