"""What accounts bring: staff sign in, and look after their own and each other's accounts."""

from functools import partial

from portal.accounts import commands
from portal.accounts.signing_in import browsers, sessions, views
from portal.accounts.staff import pages
from portal.problems import mark
from portal.web import cookies
from portal.web.feature import Cookie, Feature
from portal.web.security import SESSION_COOKIE


def _cookie(name: str, purpose: str, lasts: str) -> Cookie:
    return Cookie(name, purpose, lasts, partial(cookies.drop, name=name, samesite="lax"))


FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    stands_on={"sign_out": "home"},
    pages=pages.pages,
    jobs=(sessions.JOB,),
    demo=commands.demo_chapter,
    cookies_set=(
        _cookie(
            SESSION_COOKIE,
            mark("Keeps council staff signed in. Residents never get it."),
            mark("Until they sign out"),
        ),
        _cookie(
            sessions.HALF_WAY_COOKIE,
            mark("Remembers council staff between the two steps of signing in."),
            mark("Five minutes"),
        ),
        _cookie(
            browsers.COOKIE,
            mark(
                "Remembers that council staff signed in here before, so that strangers who try "
                "wrong passwords cannot keep them waiting."
            ),
            mark("Half a year"),
        ),
    ),
)
