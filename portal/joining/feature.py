"""What joining brings: the pages of who applies, of their group and of whoever decides."""

from portal.joining import applying, beside, deciding, held, memberships, standing
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(*applying.routes, *deciding.routes, *standing.routes),
    stands_on={"forum_leave": "forum_applied"},
    jobs=(memberships.JOB,),
    of_members=held.OF_MEMBERS,
    chapters={
        "member_page": beside.on_own_page,
        "leave_group": beside.on_leaving_a_group,
        "forum_today_below": beside.on_today,
    },
)
