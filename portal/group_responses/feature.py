"""What groups bring to consultations."""

from portal.group_responses import held, views
from portal.group_responses.batches import (
    demo_batch,
    keeping,
    question_pages,
    reading_out,
    row_pages,
    sending_pages,
)
from portal.group_responses.shared import pages, sending
from portal.group_responses.slips import arriving, giving, queries, slip_pages
from portal.problems import mark
from portal.web.brought import Chapter, WayIn
from portal.web.feature import Feature
from portal.web.slips import Slips

FEATURE = Feature(
    routes=(
        *views.routes,
        *pages.routes,
        *sending.routes,
        *row_pages.routes,
        *question_pages.routes,
        *sending_pages.routes,
        *reading_out.routes,
        *slip_pages.routes,
        *arriving.routes,
    ),
    stands_on={
        "shared_send": "shared_check",
        "shared_ready": "shared_check",
        "withdraw_batch": "receipt",
    },
    jobs=(keeping.JOB,),
    of_members=held.OF_MEMBERS,
    onward={
        "consultation": WayIn(mark("Answer together with your group"), "answer_together"),
        "member_group": WayIn(mark("Answer consultations together"), "group_consultations"),
    },
    codes=(reading_out.opened,),
    demo=demo_batch.chapter,
    slips=Slips(queries.are_out, giving.spend),
    privacy=lambda _: [Chapter("group_responses/privacy.html", {})],
)
