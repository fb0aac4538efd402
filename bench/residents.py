"""Every page that residents see, in the order in which one of them meets them."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import APIRequestContext, Page
from sqlmodel import Session

from portal.demo import content, seeding
from portal.features import LINKS
from portal.migrations import upgrade
from portal.questions.questionnaire import Kind, Question, Questionnaire, from_json
from portal.settings import from_environment
from portal.store import audit
from portal.store.db import begin, now, open_engine
from portal.web import links

Open = Callable[[Page], None]

_ROUND_THE_SITE = {
    "home": "/",
    "languages": "/languages",
    "help": "/help",
    "privacy": "/privacy",
    "cookies": "/cookies",
    "accessibility": "/accessibility",
    "list": "/consultations",
    "receipt": "/receipt",
    "landing, closed": f"/consultations/{content.SLUGS[1]}",
    "landing, soon": f"/consultations/{content.SLUGS[2]}",
    "landing": f"/consultations/{content.SLUGS[0]}",
}
_HOME = f"/consultations/{content.SLUGS[0]}"


def prepare(folder: Path) -> dict[str, str]:
    """Fill a portal with the demonstration, and give the settings to run it with."""
    environment = {
        "PORTAL_SECRET_KEY": "only-for-measuring-on-this-computer",
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "PORTAL_VAR": str(folder),
        "PORTAL_HTTPS": "false",
        "PORTAL_JOBS": "false",
    }
    settings = from_environment(environment)
    links.use(LINKS)
    engine = open_engine(settings.database_url)
    upgrade(engine)
    with Session(engine, info=audit.session_info(settings)) as session:
        begin(session, writes=True)
        seeding.seed(session, settings, now())
        session.commit()
    engine.dispose()
    return environment


def journey(client: APIRequestContext, origin: str, language: str) -> Iterator[tuple[str, Open]]:
    """Name each page and give the way to open it, sending what comes before it by itself."""
    start = f"{origin}/{language}"
    respond = f"{start}{_HOME}/respond"
    questionnaire = from_json(content.edition(content.SLUGS[0]))
    for name, path in _ROUND_THE_SITE.items():
        yield name, _goto(start + path)
    for name in ("", "/organisation", "/resume"):
        yield f"respond{name}", _goto(respond + name)
    for section in questionnaire.sections:
        yield f"section {section.code}", _goto(f"{respond}/{section.code}")
        _post(client, f"{respond}/{section.code}", _answers(section.questions))
    yield "respond, answered", _goto(respond)
    yield "section, answered", _goto(f"{respond}/{_longest(questionnaire)}")
    yield "saved", _goto(f"{respond}/saved")
    yield "check", _goto(f"{respond}/check")
    yield "sent: equality", _press("main form:has([name=key]) button")
    yield "done", _goto(f"{respond}/done")
    yield "receipt, opened", _receipt(f"{start}/receipt")


def _goto(url: str) -> Open:
    return partial(_open, url=url)


def _open(page: Page, url: str) -> None:
    page.goto(url)


def _press(button: str) -> Open:
    return lambda page: page.locator(button).first.click()


def _receipt(url: str) -> Open:
    def open_receipt(page: Page) -> None:
        code = page.locator(".code").first.inner_text()
        # Pressing the button is one page; that of the empty form has been counted.
        form = f'<form method="post" action="{url}"><input name="receipt_code" value="{code}">'
        page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", form)
        page.evaluate("document.forms[document.forms.length - 1].submit()")
        page.wait_for_url(f"{url}?*")

    return open_receipt


def _post(client: APIRequestContext, url: str, form: list[tuple[str, str]]) -> None:
    body = "&".join(f"{name}={value}" for name, value in form)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
    }
    if not (answer := client.post(url, data=body, headers=headers)).ok:
        raise RuntimeError(f"{url} answered {answer.status}")


def _answers(questions: tuple[Question, ...]) -> list[tuple[str, str]]:
    shown = [("_shown", question.code) for question in questions]
    return shown + [field for question in questions for field in _fields(question)]


def _fields(question: Question) -> list[tuple[str, str]]:
    code, options = question.code, [o.code for o in question.options if not o.exclusive]
    words = "The+lights+on+our+street+were+out+all+winter."
    fields = {
        Kind.PANEL: [],
        Kind.SINGLE: [(code, option) for option in options[:1]],
        Kind.MULTIPLE: [(code, option) for option in options[: int(question.maximum or 3)]],
        Kind.RANKING: [(f"{code}.{option}", str(n)) for n, option in enumerate(options, 1)],
        Kind.MATRIX: [(f"{code}.{row.code}", options[0]) for row in question.rows],
        Kind.DATE: [(f"{code}.day", "3"), (f"{code}.month", "4"), (f"{code}.year", "2026")],
        Kind.SHORT: [(code, words)],
        Kind.LONG: [(code, words)],
    }
    return fields.get(question.kind, [(code, str(question.steps[0]))])


def _longest(questionnaire: Questionnaire) -> str:
    return max(questionnaire.sections, key=lambda section: len(section.questions)).code
