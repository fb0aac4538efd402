"""Every page of staff about members, none of which shows one."""

from portal.accounts.models import Role
from portal.members.staff import card_pages, settings
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [*card_pages.routes, *settings.routes]

pages = (
    StaffPage(Area.FORUM, mark("Cards"), "staff_cards", frozenset({Role.OFFICER})),
    StaffPage(
        Area.FORUM,
        mark("Settings of members"),
        "member_settings",
        frozenset({Role.ADMINISTRATOR}),
    ),
)
