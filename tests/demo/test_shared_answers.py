"""Invented groups write answers together: one is under way, and one was sent."""

from sqlmodel import Session, select

from portal.consultations.models import Response
from portal.consultations.rules import Channel
from portal.demo import content
from portal.group_responses.models import GroupReturn
from portal.group_responses.shared.models import SharedAnswer, SharedChange


def test_one_is_written_by_two_members_and_one_was_sent(seeded: Session) -> None:
    begun, sent = sorted(
        seeded.exec(select(SharedAnswer)), key=lambda one: one.response_id is not None
    )
    assert begun.draft_id
    written = seeded.exec(select(SharedChange).where(SharedChange.answer_id == begun.id)).all()
    assert len({one.membership_id for one in written}) == 2
    response = seeded.get(Response, sent.response_id)
    assert response
    assert response.channel is Channel.GROUP
    assert response.organisation["name"] == content.shared_answers()[1]["group"]
    assert seeded.get(GroupReturn, response.id)
