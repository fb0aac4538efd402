"""Every page about accounts, and which of them stand in the navigation."""

from portal.accounts.models import Role
from portal.accounts.staff import audit_log, enrolment, my_account, people
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [*enrolment.routes, *my_account.routes, *people.routes, *audit_log.routes]

pages = (
    StaffPage(None, mark("My account"), "my_account", frozenset(Role)),
    StaffPage(Area.SETTINGS, mark("Accounts"), "staff_accounts", frozenset({Role.ADMINISTRATOR})),
    StaffPage(Area.SETTINGS, mark("Audit log"), "audit_log", frozenset({Role.AUDITOR})),
)
