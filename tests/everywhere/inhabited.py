"""A portal with somebody of every kind in it, and something at every address of theirs.

Two groups that are verified and one that is not, a body with its offices, and in each of its rooms
a topic of the member who has a seat. Everybody asks for the same things, but whoever speaks for
the group that is not verified for that group's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, SQLModel, select
from starlette.routing import Route
from starlette.testclient import TestClient

from portal.accounts.models import Role as StaffRole
from portal.bodies.models import Block, Body, Ending, OfficeHolder
from portal.bodies.rules import GroupSays, Joining, Office
from portal.consultations.models import Consultation
from portal.equality_impact.feature import FEATURE as EQUALITY_IMPACT
from portal.equality_impact.models import Assessment, AssessmentEvidence
from portal.features import LINKS
from portal.feedback import keeping as drafting
from portal.feedback import queries as reports
from portal.feedback.feature import FEATURE as FEEDBACK
from portal.feedback.models import EntryEvidence, ReportBackLanguage
from portal.forum.topics.models import Attachment, PostVersion, ResidentQuestion
from portal.forum.topics.rules import Room
from portal.group_responses.batches.models import BatchDraft
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.meetings.models import Action, Paper
from portal.meetings.rules import Kind, Owner
from portal.members.models import Member
from portal.membership import queries
from portal.membership.models import Notice
from portal.membership.rules import Role
from portal.moderation.models import Decision, OwnReason
from portal.moderation.rules import Act
from portal.plans.compact import rules
from portal.plans.compact.models import Compact
from portal.plans.staff.importing.models import PlanImport
from portal.statements.models import Statement
from portal.store.db import now
from tests.accounts import factories as accounts
from tests.bodies.factories import body, holder, joined, read, seat
from tests.complaints import factories as comments
from tests.consultations.factories import consultation, question
from tests.equality_impact import factories as assessments
from tests.feedback import factories as feedback
from tests.feedback.quotes.quoting import quoted, told
from tests.forum.factories import topic, written
from tests.groups.factories import group
from tests.meetings.factories import kept, meeting
from tests.meetings.factories import written as minuted
from tests.members import factories as members
from tests.membership.factories import belongs, verified
from tests.plans import factories as plans

FEEDBACK_ROUTES = (*FEEDBACK.routes, *FEEDBACK.staff_routes)
STAFF = tuple(role.value for role in StaffRole)
_FILE: dict[str, Any] = {"filename": "notes.txt", "size": 5, "content": b"Notes"}
_SPAM: dict[str, Any] = {"reason": "spam", "asked": today(), "language": "en"}
ASSESSED = (*EQUALITY_IMPACT.routes, *EQUALITY_IMPACT.staff_routes)
_NAMED = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Inhabited:
    """Who asks, by the cookies they bring, and what the parts of an address stand for.

    A part may be of one route, or of one place, alone: `id@forum_vouch`, `topic@members`.
    """

    cookies: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, str]

    def address(self, route: Route, place: str, person: str) -> str:
        """Write the address at which somebody asks for something in a place."""
        filled = _NAMED.sub(lambda part: self._of(part[1], route, place, person), route.path)
        return filled if route.name in LINKS.bare else f"/en{filled}"

    def _of(self, part: str, route: Route, place: str, person: str) -> str:
        among = (f"{part}@{of}" for of in (route.name, person, place))
        named = next((one for one in among if one in self.parts), part)
        return self.parts.get(named, "nothing-of-this-name")


class Settling:
    """Lets people in, one after the other, and keeps what they sign in with."""

    def __init__(self, browser: TestClient, session: Session) -> None:
        self.browser, self.session = browser, session
        self.cookies: dict[str, dict[str, str]] = {"nobody": {}}

    def staff(self) -> None:
        """Let somebody of each role in, and somebody who has all of them."""
        for name, *roles in (("council", *StaffRole), *((one.value, one) for one in StaffRole)):
            accounts.sign_in(self.browser, self.session, accounts.account(self.session, *roles))
            self._remember(name)

    def member(self, name: str, person: Member) -> Member:
        """Let a member in."""
        members.sign_in(self.browser, self.session, person)
        self._remember(name)
        return person

    def _remember(self, name: str) -> None:
        self.cookies[name] = {one.name: one.value or "" for one in self.browser.cookies.jar}
        self.browser.cookies.clear()


def inhabit(browser: TestClient, session: Session) -> Inhabited:
    """Let everybody in, and write something at every address that they could ask for."""
    settling = Settling(browser, session)
    settling.staff()
    made, own = body(session, slug="race-equality"), verified(session)
    seated = _in_body(settling, made, own)
    _in_groups(settling, own)
    parts = {"body": "race-equality", "slug": "valley-women", "slug@unverified": "listed-only"}
    parts |= {"consultation": "parks", "slug@answer_together": "parks", "question": "idea"}
    parts |= {"language": "ur", "section": "s1", "number": "1"}
    parts |= _rooms(session, made, seated) | _meetings(session, made)
    parts |= _body(session, made, own) | _of_group(session, own) | _plans(session, made, own)
    parts |= _comments(session) | _assessments(session)
    parts |= _reported(session) | _quoted(session)
    return Inhabited(settling.cookies, parts)


def _plans(session: Session, forum: Body, own: Group) -> dict[str, str]:
    one = plans.action(session, made := plans.plan(session), leads=[plans.ROLE])
    review = plans.reviewed(session, made, body_id=forum.id, opened=today())
    lead = plans.linked(session, plans.lead(session))
    imported: dict[str, Any] = {"plan_id": made.id, "number": 1, "items": 1, "revisions": 0}
    kept(session, PlanImport(id="an-import", **imported))
    sections = {"council_id": one.id, "theirs_id": one.parent_id}
    drawn: dict[str, Any] = {"plan_id": made.id, "year": 2026, **sections}
    group = kept(session, Compact(group_id=own.id, **drawn)).id
    told = rules.content({side: ({"en": side.value}, []) for side in rules.Side}, {})
    agreed = Compact(body_id=read(session, forum).id, **drawn, agreed=told, published=today())
    public = (
        *("plan", "plan_item", "plan_csv", "plan_line"),
        *("plan_comment", "compact", "plan_reviews", "plan_review"),
    )
    return {
        "plan": plans.SLUG,
        "item": str(one.id),
        "number@undo_import": "1",
        "review": str(review.id),
        "lead": str(lead.lead_id),
        **dict.fromkeys(("token@lead_link", "token@lead_items"), plans.token(session, lead)),
        **{f"slug@{name}": plans.SLUG for name in public},
        "compact": kept(session, agreed).id,
        **{f"compact@{name}": group for name in ("group_compact", "agree_as_group")},
    }


def _comments(session: Session) -> dict[str, str]:
    one = comments.comment(session, "complaint")
    acts = ("", "_answer", "_pass", "_escalate", "_decline", "_translate")
    of_comments = {f"id@staff_comment{act}": one.id for act in acts}
    return {"section@complaint_section": "terms", **of_comments}


def _assessments(session: Session) -> dict[str, str]:
    """Keep one that is signed off, with something done and something it rests on, and one waiting.

    Both were written by somebody who is gone.
    """
    one = assessments.assessment(session)
    rests = AssessmentEvidence(assessment_id=one.id or 0, title="A survey", learned="Much")
    session.add(rests)
    step = assessments.measure(session, one)
    session.refresh(rests)
    signed = assessments.signed(session, session.get_one(Assessment, one.id))
    other = assessments.assessment(session, title={"en": "Summer shelter"})
    by = accounts.account(session, StaffRole.OFFICER).id or 0
    waits = assessments.asked(session, other, by)
    names = [one.name for one in ASSESSED if "{slug}" in one.path]
    of_one = {f"slug@{name}": assessments.SLUG for name in names}
    steps = ("assessment_measure", "measure_progress", "remove_measure")
    of_one |= {f"id@{name}": str(step.id) for name in steps}
    of_one |= {"id@remove_evidence": str(rests.id), "part": "about"}
    of_one |= {"edition": str(signed.id), "edition@sign_assessment": str(waits.id)}
    return of_one | {"slug@sign_assessment": "summer-shelter"}


def _quoted(session: Session) -> dict[str, str]:
    """Quote an answer beside the entry of a report."""
    parks = session.exec(select(Consultation).where(Consultation.slug == "parks")).one()
    (entry,) = reports.entries(session, drafting.draft(session, parks))
    answer = told(session, question="idea")
    one = quoted(session, entry, answer)
    named = ("staff_quotes", "quote_answer", "staff_quote", "take_out_quote", "outcome_address")
    of_report = {f"slug@{name}": parks.slug for name in named}
    of_report |= {f"key@{name}": entry.key for name in named}
    return {"quote": one.id, "answer": answer.id, **of_report}


def _reported(session: Session) -> dict[str, str]:
    report = feedback.report(session, "lamps", "paths", slug="reported")
    entry, _ = feedback.written(session, report)
    proof = feedback.proof(session, entry)
    evidence = _keep(session, EntryEvidence, entry_id=entry.id, key="group/valley-women")
    said: dict[str, Any] = {"report_back_id": report.id, "language": "ur", "source": ""}
    _keep(session, ReportBackLanguage, **said)
    edition = feedback.published(session, report)
    of_routes = {
        "report_proof": proof.id,
        "staff_proof": proof.id,
        "remove_proof": proof.id,
        "remove_entry_evidence": str(evidence.id),
    }
    named = {"slug": "reported", "key": entry.key, "tag": "ur", "edition": str(edition.id)}
    parts = {
        f"{part}@{route.name}": value for route in FEEDBACK_ROUTES for part, value in named.items()
    }
    parts |= {f"id@{name}": number for name, number in of_routes.items()}
    return parts | {"section@feedback_section": "late"}


def _in_body(settling: Settling, made: Body, own: Group) -> Member:
    session = settling.session
    for office in Office:
        holder(session, made, office, settling.member(office.value, members.member(session)))
    blocked = settling.member("blocked", members.member(session))
    joined(session, made, blocked)
    _keep(session, Block, made, member_id=blocked.id, since=today(), **_SPAM)
    former = settling.member("former", belongs(session, own))
    joined(session, made, former, own, Joining.WITHDRAWN)
    session.delete(queries.one(session, own, former.id))
    session.commit()
    seated = settling.member("seated", belongs(session, own))
    joined(session, made, seated, own)
    return seated


def _in_groups(settling: Settling, own: Group) -> None:
    session = settling.session
    for role in (Role.REPRESENTATIVE, Role.HELPER):
        settling.member(role.value, belongs(session, own, role))
    other = verified(session, name="Other Women", email="other@groups.example")
    settling.member("other", belongs(session, other, Role.REPRESENTATIVE))
    listed = group(session, "Listed Only", email="listed@groups.example")
    settling.member("unverified", belongs(session, listed, Role.REPRESENTATIVE))


def _rooms(session: Session, made: Body, author: Member) -> dict[str, str]:
    parts: dict[str, str] = {}
    for room in Room:
        begun = topic(session, made, author, room)
        (post,) = written(session, begun)
        number = post.id
        hidden = {"post_id": number, "act": Act.HIDDEN, "room": room, "reason": "insult"}
        made_of = {
            "room": room.value,
            "topic": begun.id,
            "post": str(number),
            "file": _keep(session, Attachment, post_id=number, **_FILE).id,
            "decision": str(_keep(session, Decision, made, **hidden).id),
        }
        was = {"text": "As it was.", "language": "en", "made": now()}
        _keep(session, PostVersion, post_id=number, **was)
        parts |= {f"{part}@{room}": value for part, value in made_of.items()}
    return parts


def _meetings(session: Session, made: Body) -> dict[str, str]:
    every = {
        "coming": meeting(session, made),
        "held": meeting(session, made, days=-3),
        "review": meeting(session, made, kind=Kind.CASE_REVIEW, days=-3),
        "event": meeting(session, None),
    }
    minuted(session, every["held"], noted=now())
    agreed = {"words": "Write to us.", "language": "en", "owner": Owner.CHAIR, "due": today()}
    parts = {"what": "minutes"}
    for place, one in every.items():
        paper = _keep(session, Paper, meeting_id=one.id, closed=True, **_FILE)
        action = _keep(session, Action, meeting_id=one.id, **agreed)
        ids = {"meeting": one.id, "paper": paper.id, "action": action.id}
        parts |= {f"{part}@{place}": value for part, value in ids.items()}
    return parts


def _body(session: Session, made: Body, own: Group) -> dict[str, str]:
    waits: dict[str, Any] = {"state": Joining.WAITING, "group_says": GroupSays.ASKED}
    applied = joined(session, made, belongs(session, own), own, **waits)
    wanted = _keep(session, Block, made, member_id=members.member(session).id, **_SPAM)
    asked = {"receipt": "r" * 64, "text": "Why?", "language": "en", "day": today()}
    said = {"title": {"en": "Said"}, "words": {"en": "These words."}, "language": "en"}
    votes = {"day": today(), "present": 9, "in_favour": 8, "against": 1, "words": "We voted."}
    chairs = session.exec(select(OfficeHolder.id)).first()
    of_routes = {
        "forum_application": applied,
        "forum_vouch": applied,
        "forum_they_stay": applied,
        "forum_end_seat": seat(session, made),
        "forum_decide_block": wanted,
        "forum_resident_question": _keep(session, ResidentQuestion, made, **asked),
        "forum_end_reason": _keep(session, OwnReason, made, label={"en": "Advertising"}),
        "forum_confirm_ending": _keep(session, Ending, office_id=chairs, language="en", **votes),
    }
    statement = _keep(session, Statement, made, day=today(), **said)
    return {"id": statement.id} | {f"id@{name}": str(row.id) for name, row in of_routes.items()}


def _of_group(session: Session, own: Group) -> dict[str, str]:
    asked, number = consultation(session, [question("idea", "long")]).id, own.id
    helper = next(one.id for one, _ in queries.named(session, own) if one.role is Role.HELPER)
    days = {"started": now(), "expires": now() + timedelta(days=7)}
    begun: dict[str, Any] = {
        "consultation_id": asked,
        "made_by": helper,
        "language": "en",
        "rows": [{}],
    }
    notice = {"words": "Come.", "language": "en", "made": today()}
    return {
        "id@group_notice": _keep(session, Notice, group_id=number, **notice).id,
        "batch": _keep(session, BatchDraft, group_id=number, **begun, **days).id,
    }


def _keep(session: Session, table: type[SQLModel], of: Body | None = None, /, **values: Any) -> Any:
    """Keep a row of a table, of a body if it says which."""
    return kept(session, table(**values, **({"body_id": read(session, of).id} if of else {})))
