"""What is filled in about members of groups: invitations, leaving, what is wrong."""

from dataclasses import replace

from portal import lengths
from portal.forms.fields import Choice, Email, Line, Number, Text
from portal.languages.appearance import is_plain
from portal.members.forms import WRITTEN_IN
from portal.membership.rules import DAYS, INVITED, MOST_USES, Role
from portal.problems import mark

MAIL, CODE = "mail", "code"

ROLES = {
    Role.REPRESENTATIVE: mark("Representative"),
    Role.HELPER: mark("Helper"),
    Role.MEMBER: mark("Member"),
}
_CHOOSE = mark("Choose one of the answers listed.")

FIRST = (
    Choice(
        "way",
        mark("How do you invite them?"),
        required=True,
        missing=_CHOOSE,
        options=((MAIL, mark("By e-mail")), (CODE, mark("With a code that you hand over"))),
    ),
    Email("email", mark("Their e-mail address, if you invite them by e-mail"), folded=True),
)
"""How the first representative of a group is invited."""

INVITING = (
    Choice(
        "role",
        mark("As what do you invite?"),
        required=True,
        missing=_CHOOSE,
        options=tuple((role, ROLES[role]) for role in INVITED),
    ),
    Choice(
        "days",
        mark("For how long does it work?"),
        required=True,
        missing=_CHOOSE,
        options=((str(DAYS[0]), mark("A week")), (str(DAYS[1]), mark("30 days"))),
    ),
    Number("uses", mark("How many people can use it?"), required=True, least=1, most=MOST_USES),
)
"""How a representative invites."""

NAME = (Line("name", mark("The name that they show"), required=True, most=lengths.NAME),)
NOTICE = (
    Text(
        "notice",
        mark("What you write to the members"),
        required=True,
        most=lengths.PARAGRAPH,
        accepts=is_plain,
    ),
    replace(WRITTEN_IN, name="notice_in"),
)
WRONG = (
    Text(
        "words",
        mark("What is wrong?"),
        required=True,
        most=lengths.PARAGRAPH,
        accepts=is_plain,
    ),
)
EMAIL = (Email("email", mark("E-mail address"), required=True, folded=True),)
CARD = (Line("code", mark("The code of your invitation"), required=True, most=lengths.TYPED_CODE),)
