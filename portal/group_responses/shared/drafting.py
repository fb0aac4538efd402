"""A group's draft as one of its members finds it, and what they change in it.

Whoever sends a form holds the group (`membership.guards`), so two members save one after the
other; what the second did not see stands beside what they wrote (`answering.versions`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations import queries as consultations
from portal.consultations.answering import drafts, visits
from portal.consultations.answering.drafts import Work
from portal.consultations.models import Published, Response
from portal.group_responses.shared import about, queries
from portal.group_responses.shared.models import SharedAnswer, SharedChange
from portal.groups.models import Group
from portal.membership.guards import Mine
from portal.questions import answers
from portal.questions.questionnaire import Questionnaire
from portal.sealing import crypto
from portal.store.db import now
from portal.web.page import link

MOST_KEPT = 10
"""How many of the answers that were given to one question are kept until the answer is sent."""


@dataclass(frozen=True)
class Drafting:
    """A group's answer to a consultation, the member who looks at it, and what stands in it."""

    mine: Mine
    consultation: Published
    questionnaire: Questionnaire
    answer: SharedAnswer | None
    work: Work
    response: Response | None

    @property
    def begun(self) -> bool:
        """Tell whether the group has a draft."""
        return self.answer is not None and self.answer.draft_id is not None

    @property
    def may_write(self) -> bool:
        """Tell whether members may change the draft, or begin one."""
        moment = now()
        started = datetime.fromisoformat(self.work.started) if self.begun else moment
        return self.response is None and visits.is_welcome(self.consultation, started, moment)

    def with_work(self, work: Work) -> "Drafting":
        """Give it with other answers."""
        return replace(self, work=work)

    def address(self, name: str = "shared_answer", **more: Any) -> str:
        """Give the address of one of its pages."""
        slug = self.mine.group.slug
        return link(name, slug=slug, consultation=self.consultation.slug, **more)


def find(request: Request, session: Session, mine: Mine) -> Drafting:
    """Find what the group answers to the consultation in the address, if residents see that."""
    return of(session, mine, visits.published(session, request.path_params["consultation"]))


def of(session: Session, mine: Mine, consultation: Published) -> Drafting:
    """Find what the group of a member answers to a consultation."""
    answer = queries.of_group(session, mine.group, consultation)
    begun = answer is not None and answer.draft_id is not None
    work = drafts.find(session, consultation, answer.code) if answer and begun else None
    return Drafting(
        mine=mine,
        consultation=consultation,
        questionnaire=about.whole(consultations.edition(session, consultation)),
        answer=answer,
        work=work or drafts.begin(now()),
        response=queries.response(session, answer),
    )


def keep(session: Session, here: Drafting, before: Work, language: str, days: int) -> Drafting:
    """Keep what stands in the draft now, until it expires, and what was changed in it."""
    moment = now()
    answer = here.answer or SharedAnswer(
        group_id=here.mine.group.id or 0, consultation_id=here.consultation.id
    )
    answer.code = answer.code or crypto.new_code()
    expires = drafts.expiry(here.consultation, moment, days)
    work = _named(here.work, here.mine.group)
    drafts.save(session, here.consultation, answer.code, work, expires)
    session.flush()
    answer.draft_id = drafts.key(here.consultation, answer.code)
    answer.response_id, answer.ready = None, False
    session.add(answer)
    session.flush()
    _note(session, here, answer, before, language, moment)
    return replace(here, answer=answer)


def end(session: Session, here: Drafting, answer: SharedAnswer, response: str) -> None:
    """Keep of a draft only which response it became."""
    code, answer.draft_id, answer.code = answer.code, None, ""
    answer.response_id, answer.ready = response, False
    session.add(answer)
    session.flush()
    drafts.forget(session, here.consultation.id, code)
    queries.forget_all(session, answer)


def _named(work: Work, group: Group) -> Work:
    # With the name in it no draft is ever empty: one that somebody emptied would be gone, and with
    # it what others had written.
    languages = work.languages | {"_name": group.language}
    return work.with_changes(organisation={"name": group.name}, languages=languages)


def _note(
    session: Session,
    here: Drafting,
    answer: SharedAnswer,
    before: Work,
    language: str,
    moment: datetime,
) -> None:
    questions = list(here.questionnaire.questions)
    stood, stands = (answers.by_question(questions, one.sent) for one in (before, here.work))
    number = queries.last_number(session, answer)
    for code in stands:
        if stands[code] == stood[code]:
            continue
        number += 1
        session.add(
            SharedChange(
                answer_id=answer.id,
                number=number,
                question=code,
                sent=stands[code],
                language=language,
                hour=moment.replace(minute=0, second=0, microsecond=0),
                membership_id=here.mine.membership.id,
            )
        )
    session.flush()
    _forget_old(session, answer)


def _forget_old(session: Session, answer: SharedAnswer) -> None:
    by_question = sorted(queries.latest(session, answer), key=lambda one: one.question)
    for _, changes in groupby(by_question, key=lambda one: one.question):
        queries.forget(session, list(changes)[MOST_KEPT:])
