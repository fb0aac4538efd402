"""Whatever names a member is in the file of all that is held about them, or is gone in a week."""

import json

from sqlmodel import Session, SQLModel
from starlette.testclient import TestClient

from tests.members.factories import member, sign_in

HELD = {
    "address_change": "new e-mail address, not confirmed",
    "body_block": "where you cannot write",
    "body_confirmation": "minutes that you confirmed",
    "body_ending": "minutes that you wrote to end a term",
    "body_membership": "bodies, and what you told them",
    "body_office": "your offices",
    "body_seat": "your seats",
    "calendar_address": "your calendar has a secret address",
    "followed_body": "bodies that you follow, and how often you hear of them",
    "followed_topic": "topics that you follow, and how often you hear of them",
    "forum_post": "what you wrote",
    "forum_support": "topics with which you want the council asked",
    "group_left": "groups that you left lately",
    "mail_choice": "mails that you stopped",
    "member_card": "card, month in which it was issued",
    "member_session": "signed in, until",
    "membership": "groups",
    "moderation_appeal": "appeals that you heard",
    "moderation_decision": "what you decided about posts",
    "moderation_report": "what you reported and nobody has decided about",
    "translation": "what you translated",
}
ONLY_IF_ANY = {"meeting_coming", "meeting_need"}
SHORT = {"sign_in_link", "weekly_mail_to"}
"""An hour, and until the next weekly mail: that somebody was written to, and no word of theirs."""


def test_each_table_that_names_a_member_is_in_what_they_are_handed(
    browser: TestClient, session: Session
) -> None:
    naming = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if any(key.column.table.name == "member" for key in table.foreign_keys)
    }
    assert naming == HELD.keys() | ONLY_IF_ANY | SHORT
    sign_in(browser, session, member(session))
    assert set(HELD.values()) <= json.loads(browser.get("/en/member/held").text).keys()
