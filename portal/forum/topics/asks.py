"""What the council is asked with a topic and owes, and residents' questions on their way."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies import telling
from portal.bodies.models import Body
from portal.bodies.visiting import Visit
from portal.council import queries as council
from portal.forum.topics import forms, owed, posts, queries, rules
from portal.forum.topics.authorship import Author
from portal.forum.topics.models import Ask, ResidentQuestion, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Question, Room, Standing, Voice
from portal.languages.i18n import calendar, today
from portal.members import letters
from portal.problems import Problem, mark
from portal.promises import Countdown
from portal.sealing import crypto
from portal.store.db import insert_once, now, random_id
from portal.store.jobs import Job
from portal.web.links import link

SUBJECT = mark("The council owes an answer")
BODY = mark(
    "A body that advises the council waits for an answer until %(day)s. Everybody sees how long "
    "it takes. Read what is asked, and answer it, here:"
)


def support(session: Session, visit: Visit, topic: Topic) -> Problem | None:
    """Have somebody want the council asked; say why it cannot be."""
    ask = queries.ask_of(session, topic, hold=True)
    if ask and ask.state is not Owed.SUPPORTED:
        return None
    # Whoever counts what is open waits for everybody else who does.
    bodies.by_slug(session, visit.body.slug, hold=True)
    public, number = topic.room is Room.PUBLIC, len(queries.owed(session, visit.body))
    if refused := owed.problem(number, public=public):
        return refused
    if ask is None:
        ask = Ask(body_id=visit.body.id or 0, topic_id=topic.id)
        session.add(ask)
        session.flush()
    insert_once(
        session, "forum_support", "ask_id member_id", {"ask_id": ask.id, "member_id": visit.own}
    )
    groups = bodies.belongs_to(session, visit.body, queries.supporters(session, ask))
    if owed.is_asked(by_chair=visit.presides, supporters=groups):
        ask.state, ask.due = Owed.OPEN, owed.due_day(now(), calendar())
        session.add(ask)
        visit.log(session, "forum.asked", topic.logged, due=ask.due)
        _tell_officer(session, visit.body, ask)
    return None


def settle(session: Session, topic: Topic) -> bool:
    """Note that the council answered; not if nothing is asked."""
    ask = queries.ask_of(session, topic, hold=True)
    if ask is None or ask.state is not Owed.OPEN:
        return False
    ask.state, ask.answered = Owed.ANSWERED, now()
    session.add(ask)
    return True


def owe_again(session: Session, topic: Topic) -> None:
    """Have the council owe an answer again that it took back, by the same day."""
    ask = queries.ask_of(session, topic, hold=True)
    if ask and ask.state is Owed.ANSWERED and not queries.is_answered(session, topic):
        ask.state, ask.answered = Owed.OPEN, None
        session.add(ask)


def is_owed(session: Session, topic: Topic) -> bool:
    """Tell whether the council owes an answer in a topic."""
    ask = queries.ask_of(session, topic)
    return ask is not None and ask.state is Owed.OPEN


def counted(session: Session, body: Body | None = None) -> list[tuple[Topic, Body, Countdown]]:
    """List what the council owes, with how long it still has or is late."""
    rows = queries.owed(session, body)
    return [(topic, of, count) for ask, topic, of in rows if (count := countdown(ask))]


def countdown(ask: Ask | None) -> Countdown | None:
    """Say how long the council still has for an answer, or is late."""
    return owed.countdown(ask.due, now(), calendar()) if ask and ask.due else None


def days_late(ask: Ask) -> int:
    """Count by how many days the council was late with an answer, or when it was asked no more."""
    ended = ask.answered or ask.withdrawn
    return max(0, (calendar().day(ended) - ask.due).days) if ask.due and ended else 0


def remind(session: Session, moment: datetime) -> None:
    """Remind officers of the answers that they owe, once at each stage."""
    day = council.stored(session).calendar.day(moment)
    for ask, _, body in queries.owed(session):
        stage = owed.reminder(ask.due, ask.reminded, day) if ask.due else 0
        if stage:
            ask.reminded = stage
            session.add(ask)
            _tell_officer(session, body, ask)


def name(code: str) -> str:
    """Give the name under which a resident's question is found by whoever has its code."""
    return crypto.derive(code, "forum question").hex()


def known(session: Session, code: str) -> ResidentQuestion | None:
    """Find the question that a code names."""
    return session.get(ResidentQuestion, name(code))


def is_same(question: ResidentQuestion, body: Body, said: Mapping[str, str]) -> bool:
    """Tell whether a question is the one that is sent; of one that is gone no word is left."""
    same = (question.body_id, question.language) == (body.id, said["language"])
    return not question.text or (same and question.text == said["text"])


def another(code: str, body: Body, said: Mapping[str, str]) -> str:
    """Give the code of another question from the page of a code, the same for the same words."""
    words = f"{code} {body.id} {said['language']} {said['text']}"
    return crypto.code_of(int.from_bytes(crypto.derive(words, "forum question 2", 14)))


def around(session: Session, question: ResidentQuestion) -> tuple[Body | None, Topic | None]:
    """Find the body that was asked, and the public topic that the question became."""
    topic = session.get(Topic, question.topic_id) if question.topic_id else None
    shown = topic if topic and topic.newest and topic.room is Room.PUBLIC else None
    return session.get(Body, question.body_id), shown


def refusal(session: Session, body: Body) -> Problem | None:
    """Say that too many questions wait already."""
    return forms.FULL if len(queries.questions(session, body)) >= rules.MOST_WAITING else None


def receive(session: Session, body: Body, code: str, text: str, tag: str, day: date) -> None:
    """Keep a question, once, however often the same page sends it."""
    question = ResidentQuestion(
        receipt=name(code), body_id=body.id or 0, text=text, language=tag, day=day
    )
    insert_once(session, "forum_question", "receipt", question.model_dump())


def move(session: Session, question: ResidentQuestion, state: Question) -> bool:
    """Bring a question from one state to another; not if that cannot be."""
    if not rules.question_may_move(question.state, state):
        return False
    question.state = state
    session.add(question)
    session.flush()
    return True


def say(
    session: Session, question: ResidentQuestion, becomes: Question, said: Mapping[str, str]
) -> None:
    """Keep what is said to a resident: the answer to their question, or why it is not put."""
    words = "answer" if becomes is Question.ANSWERED else "said"
    question.reason, question.said = said.get("reason", ""), said[words]
    question.said_in = said[f"{words}_in"] if question.said else ""
    move(session, question, becomes)


def put(session: Session, body: Body, question: ResidentQuestion, title: str, tag: str) -> Topic:
    """Put a question to the forum: a public topic, in the words of whoever asked, under a title.

    The title is whoever presides's own, and in a language of its own.
    """
    said = {"title": title, "text": question.text, "language": question.language}
    resident = Author(Voice.RESIDENT)
    topic = posts.begin(session, body, Room.PUBLIC, resident, said, random_id())
    topic.language = tag
    posts.stand(session, topic, queries.opening(session, topic), Standing.SHOWN)
    question.topic_id = topic.id
    move(session, question, Question.PUT)
    return topic


def bring(session: Session, topic: Topic) -> None:
    """Put a topic on the agenda of the next meeting, where it stands by the day it came."""
    topic.brought = topic.brought or today()
    session.add(topic)


def _tell_officer(session: Session, body: Body, ask: Ask) -> None:
    if ask.due:
        said = letters.Line(BODY, {"day": ask.due})
        at = {"body": body.slug, "topic": ask.topic_id}
        page = partial(link, "staff_owed", **at)
        telling.tell_officers(session, body, (SUBJECT, said), page)


JOB = Job("forum.owed", timedelta(hours=6), remind)
