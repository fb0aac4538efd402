"""The same page and the same answers with the least that could serve them, to compare with.

Starlette, Jinja2, gettext and SQLAlchemy Core; everything runs inline, the questionnaire is
kept in memory, and a response is trusted as far as its codes exist. It knows no languages
but the one measured, no drafts under seal, no receipts and no skip logic.
"""

import json
import os
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any
from uuid import uuid4

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, select_autoescape
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    ForeignKey,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bench import questionnaire
from bench.questionnaire import LANGUAGE

ROOT = Path(__file__).parents[1]
READ = f"/{LANGUAGE}/read"
SEND = f"/{LANGUAGE}/send"
COOKIE = "draft"

_metadata = MetaData()
_drafts = Table(
    "draft", _metadata, Column("id", String(32), primary_key=True), Column("sent", String)
)
_responses = Table(
    "response",
    _metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(32), unique=True),
    Column("answers", JSON),
)
_written = Table(
    "written",
    _metadata,
    Column("id", String(32), primary_key=True),
    Column("response_id", ForeignKey("response.id"), index=True),
    Column("question", String),
    Column("text", String),
)


def main() -> Starlette:
    """Build the application for the database named in the environment."""
    engine = open_engine(os.environ["BASELINE_DATABASE"])
    definition = questionnaire.edition()
    council = json.loads((ROOT / "portal/demo/data/council.json").read_text(encoding="utf-8"))
    codes = {q["code"]: {o["code"] for o in q["options"]} for q in _questions(definition)}
    template = _environment().get_template("baseline.html")

    async def read(_request: Request) -> Response:
        return HTMLResponse(
            template.render(
                definition=definition,
                section=definition["sections"][0],
                council=council,
                language=LANGUAGE,
            )
        )

    async def send(request: Request) -> Response:
        form = await request.form()
        with engine.begin() as connection:
            _send(connection, request.cookies[COOKIE], str(form["key"]), codes)
        return RedirectResponse(READ, status_code=303)

    return Starlette(routes=[Route(READ, read), Route(SEND, send, methods=["POST"])])


def open_engine(url: str) -> Engine:
    """Open the database with the same care for what is written as the portal has."""
    engine = create_engine(url, connect_args={"isolation_level": None})
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def prepare(url: str) -> Engine:
    """Make the empty database."""
    engine = open_engine(url)
    _metadata.create_all(engine)
    return engine


def add_drafts(engine: Engine, count: int, path: Path) -> None:
    """Keep drafts of ten answers, and write down the cookie and the form of each."""
    names = [uuid4().hex for _ in range(count)]
    sent = json.dumps(questionnaire.SENT)
    with engine.begin() as connection:
        connection.execute(insert(_drafts), [{"id": name, "sent": sent} for name in names])
    path.write_text("".join(f"{COOKIE}={name} key={name}\n" for name in names))


def kept(engine: Engine) -> tuple[int, int, int]:
    """Count the responses, their written answers, and the drafts that are left."""
    with engine.begin() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (_responses, _written, _drafts)
        ]
    return counts[0], counts[1], counts[2]


def _send(connection: Connection, name: str, key: str, codes: dict[str, set[str]]) -> None:
    draft = select(_drafts.c.sent).where(_drafts.c.id == name)
    sent = json.loads(connection.execute(draft).scalar_one())
    texts = {code: values[0] for code, values in sent.items() if code in questionnaire.WRITTEN}
    chosen = {code: values for code, values in sent.items() if code not in texts}
    if not all(codes[code].issuperset(values) for code, values in chosen.items() if codes[code]):
        raise ValueError("an answer that is not among the options")
    response = uuid4().hex
    connection.execute(insert(_responses).values(id=response, key=key, answers=chosen))
    rows = [
        {"id": uuid4().hex, "response_id": response, "question": code, "text": text}
        for code, text in texts.items()
    ]
    connection.execute(insert(_written), rows)
    connection.execute(delete(_drafts).where(_drafts.c.id == name))


def _tune(connection: SQLiteConnection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    words = Translations.load(str(ROOT / "locales"), [LANGUAGE], domain="public")
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return environment


def _questions(definition: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for section in definition["sections"] for question in section["questions"]]
