"""A portal's database as it is before the measuring: one consultation, and drafts to send."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine
from sqlmodel import Session, func, select
from starlette.datastructures import Secret

from bench import questionnaire
from portal.consultations.answering import device, drafts, versions
from portal.consultations.answering.device import Holding
from portal.consultations.models import Consultation, Draft, Edition, Response, WrittenAnswer
from portal.consultations.rules import Stage
from portal.council.models import CouncilSettings
from portal.demo import content
from portal.migrations import upgrade
from portal.questions.questionnaire import from_json
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.db import begin, now, open_engine

SECRET = "only-for-measuring-on-this-computer"  # noqa: S105
_NOTE_BYTES = 300

_RESPOND = f"/{questionnaire.LANGUAGE}/consultations/{questionnaire.SLUG}/respond"
READ = f"{_RESPOND}/{questionnaire.SECTION}"
SEND = f"{_RESPOND}/check"


def prepare(url: str) -> Engine:
    """Make the database, with the demonstration's council and the consultation measured."""
    engine = open_engine(url)
    upgrade(engine)
    described = questionnaire.edition()
    with Session(engine) as session:
        begin(session, writes=True)
        session.add(CouncilSettings(version=1, values=content.council()))
        consultation = _consultation(session, described)
        session.add(Edition(consultation_id=consultation.id or 0, number=1, content=described))
        session.commit()
    return engine


def add_drafts(engine: Engine, count: int, path: Path) -> None:
    """Keep drafts of ten answers, and write down the cookie and the form's key of each."""
    with Session(engine) as session:
        begin(session, writes=True)
        consultation = session.exec(select(Consultation)).one()
        path.write_text("".join(f"{line}\n" for line in _drafts(session, consultation, count)))
        session.commit()


def kept(engine: Engine) -> tuple[int, int, int]:
    """Count the responses, their written answers, and the drafts that are left."""
    with Session(engine) as session:
        # Of a draft that was sent a short note is left.
        unsent = select(Draft).where(func.length(Draft.sealed) > _NOTE_BYTES)
        counts = [
            session.exec(select(func.count()).select_from(query.subquery())).one()
            for query in (select(Response), select(WrittenAnswer), unsent)
        ]
    return counts[0], counts[1], counts[2]


def synchronous(engine: Engine) -> int:
    """Tell how carefully SQLite writes: 2 is FULL."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())


def _drafts(session: Session, consultation: Consultation, count: int) -> Iterator[str]:
    expires = now() + timedelta(days=30)
    work = drafts.begin(now()).with_changes(sent=questionnaire.SENT)
    settings = Settings(secret_key=Secret(SECRET))
    asked = from_json(questionnaire.edition())
    shown = versions.check_fingerprint(asked, work)
    for _ in range(count):
        code = crypto.new_code()
        drafts.save(session, consultation, code, work, expires)
        # As when it is asked for again: the first sending only draws the receipt code.
        written = device.written(settings, {consultation.id or 0: Holding(code).with_receipt()})
        carried = ";".join(f"__Host-{name}={sealed}" for name, sealed in written.items())
        form = urlencode({"key": drafts.key(consultation, code), versions.SHOWN: shown})
        yield f"{carried} {form}"


def _consultation(session: Session, described: dict[str, Any]) -> Consultation:
    texts = {name: described[name] for name in ("title", "summary", "purpose", "privacy")}
    consultation = Consultation(
        slug=questionnaire.SLUG,
        stage=Stage.PUBLISHED,
        languages=described["languages"],
        opens=now() - timedelta(days=1),
        closes=now() + timedelta(days=30),
        edition=1,
        **texts,
    )
    session.add(consultation)
    session.flush()
    return consultation
