"""The demonstration, served for real on this machine for the browsers of the tests."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn
from playwright.sync_api import BrowserContext
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, func, select

from portal.accounts import queries as accounts
from portal.accounts.models import AccountSession
from portal.analysis.staff.reading import equality_texts, texts
from portal.app import create_app
from portal.complaints.models import Comment
from portal.complaints.rules import Kind
from portal.consultations.models import Consultation, QuestionDraft, Response, WrittenAnswer
from portal.consultations.rules import Respondent
from portal.language_support.models import SupportRequest
from portal.operating import serving
from portal.plans.models import Progress
from portal.sealing.crypto import fingerprint
from portal.settings import Settings
from portal.store import audit
from portal.store.db import now, open_engine
from portal.web.security import SESSION_COOKIE, cookie_name
from tests.demonstration import SECRET

SLUG = "race-equality-scheme"
EVERYTHING = "everything@voices.example"


@dataclass(frozen=True)
class Portal:
    """A portal that listens on this machine, and the way into its database."""

    url: str
    settings: Settings
    engine: Engine
    known: dict[str, str]

    def count(self, table: type[SQLModel]) -> int:
        """Count the rows of a table."""
        with self.session() as session:
            return session.exec(select(func.count()).select_from(table)).one()

    def sign_in(self, context: BrowserContext, email: str) -> None:
        """Sign a browser in without asking for a password."""
        token = secrets.token_urlsafe(32)
        expires = now() + timedelta(hours=12)
        with self.session() as session:
            account = accounts.by_email(session, email)
            assert account
            name = fingerprint(token)
            session.add(AccountSession(id=name, account_id=account.id or 0, expires=expires))
            session.commit()
        cookie = cookie_name(SESSION_COOKIE, https=False)
        context.add_cookies([{"name": cookie, "value": token, "url": self.url}])

    def session(self) -> Session:
        """Look into the database beside the portal."""
        return Session(self.engine, info=audit.session_info(self.settings))


@contextmanager
def serving_demonstration(folder: Path, database: Path) -> Iterator[Portal]:
    """Serve a database that holds the demonstration."""
    listening = serving.listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = Settings(
        secret_key=SECRET,
        database_url=f"sqlite:///{database}",
        var=folder,
        public_url=url,
        https=False,
        debug=True,  # it offers the invented languages
        demo=True,
        jobs=False,
    )
    app = create_app(settings)
    engine = open_engine(settings.database_url)
    server = uvicorn.Server(uvicorn.Config(app, log_config=serving.LOGGING, access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    portal = _opened(url, settings, engine)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    yield portal
    server.should_exit = True
    thread.join(timeout=20)
    listening.close()
    engine.dispose()


def _opened(url: str, settings: Settings, engine: Engine) -> Portal:
    with Session(engine, info=audit.session_info(settings)) as session:
        return Portal(url, settings, engine, _known(session, settings))


def _known(session: Session, settings: Settings) -> dict[str, str]:
    """Name one of each thing that has an address of its own."""
    scheme = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
    response = select(Response.id).where(Response.consultation_id == scheme.id)
    group = response.where(Response.respondent == Respondent.ORGANISATION)
    written = select(WrittenAnswer.id).where(WrittenAnswer.question == "services_better")
    question = select(QuestionDraft).where(QuestionDraft.code == "services_fit")
    complaint = select(Comment.id).where(Comment.kind == Kind.COMPLAINT)
    found = session.exec(question).one()
    return {
        "scheme": f"/staff/consultations/{SLUG}",
        "response": session.exec(response.limit(1)).one(),
        "group": session.exec(group.limit(1)).one(),
        "words": equality_texts.mark_of(settings, scheme, texts.told(session, scheme)[0]),
        "written": session.exec(written.limit(1)).one(),
        "question": str(found.id),
        "section": str(found.section_id),
        "comment": session.exec(complaint.limit(1)).one(),
        "action": str(session.exec(select(Progress.item_id).limit(1)).one()),
        "support": session.exec(select(SupportRequest.id).limit(1)).one(),
    }
