"""What members bring: they sign in without a password, and look after what is held of them."""

from functools import partial

from portal.members import sessions
from portal.problems import mark
from portal.web import cookies
from portal.web.feature import Cookie, Feature
from portal.web.security import MEMBER_COOKIE

FEATURE = Feature(
    jobs=(sessions.JOB,),
    cookies_set=(
        Cookie(
            MEMBER_COOKIE,
            mark("Keeps members signed in. It tells nobody who somebody is."),
            mark("30 days on their own device, else until they close the browser"),
            partial(cookies.drop, name=MEMBER_COOKIE, samesite="lax"),
        ),
    ),
)
