"""What membership brings: people come to groups, act for them, and leave them unseen."""

from portal.membership import carding, contact, held, joining, leading, mine
from portal.membership.staff import pages, start_page
from portal.problems import mark
from portal.web.brought import Chapter, WayIn
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(
        *joining.routes,
        *mine.routes,
        *leading.routes,
        *carding.routes,
        *contact.routes,
    ),
    staff_routes=pages.routes,
    stands_on={"join_by_mail": "group_invitation", "join_group": "group_invitation"},
    pages=pages.pages,
    jobs=(start_page.JOB,),
    of_members=held.OF_MEMBERS,
    ways_in=(WayIn(mark("I have an invitation with a code"), "join"),),
    onward={
        "member_page": WayIn(mark("Your groups"), "member_groups"),
        "own_entry": WayIn(mark("Who speaks for the group"), "contact_representative"),
        "staff_group": WayIn(mark("Who speaks for the group"), "staff_speaker"),
    },
    panels=start_page.panels,
    privacy=lambda _: [Chapter("membership/privacy.html", {})],
)
