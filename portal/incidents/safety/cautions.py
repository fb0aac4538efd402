"""The texts whose misreading could harm somebody: the English, and the ways to call in them.

They stand together so that native readers can read each once, wherever it is shown.
"""

from collections.abc import Mapping
from typing import NamedTuple

from portal.problems import mark


class Caution(NamedTuple):
    """One text: its name, its English message, and by placeholder the ways to call in it.

    A way is a telephone number, `sms:` and a number for a text message, or a web address.
    `settings` are placeholders for hours and days as the council decided them; each comes with an
    example, for whoever signs the text off.
    """

    id: str
    message: str
    ways: Mapping[str, str] = {}
    settings: Mapping[str, str] = {}


_999 = {"number": "999"}

_HELP = (
    Caution(
        "emergency",
        mark(
            "In an emergency call %(number)s: the police, an ambulance or the fire service. "
            "The call is free. Say the name of your language, and they will find an interpreter."
        ),
        _999,
    ),
    Caution(
        "not_emergency",
        mark(
            "To tell the police about a crime when nobody is in danger, call %(number)s, "
            "or %(relay)s with Relay UK."
        ),
        {"number": "101", "relay": "18001 101"},
    ),
    Caution(
        "silent_call",
        mark(
            "If it is not safe to speak, call %(number)s from a mobile phone. "
            "Press 55 when you are asked to. Then the police hear your call."
        ),
        _999,
    ),
    Caution(
        "text_call",
        mark(
            "If you cannot hear or speak, call %(relay)s with the Relay UK app or a textphone. "
            "You can also send a text message to %(number)s if you registered your phone before. "
            "In British Sign Language (BSL), make a free video call: %(site)s."
        ),
        {"number": "sms:999", "relay": "18000", "site": "https://999bsl.co.uk"},
    ),
    Caution(
        "no_alarm",
        mark(
            "This form does not call anybody. "
            "If somebody is in danger now, do not wait. Call %(number)s."
        ),
        _999,
    ),
    Caution(
        "under_18",
        mark(
            "Are you under 18? You can use this form. You can also talk to Childline: "
            "call %(number)s. It is free at any time and does not show on a phone bill."
        ),
        {"number": "0800 1111"},
    ),
    Caution(
        "children",
        mark(
            "If a child may come to harm, we have to tell the people whose work is to protect "
            "children. We may have to do this without asking you first."
        ),
    ),
)
_KEEPING = (
    Caution(
        "nothing_yet",
        mark(
            "We keep nothing of what you write here until you press the button that sends it. "
            "Only so that you can go back in your browser, we remember it for one hour at most. "
            "It is locked meanwhile, and only your browser has the key."
        ),
    ),
    Caution(
        "stored",
        mark(
            "We keep what you write, the files you add, your language and the day. "
            "We lock it before we keep it. How we work on it is not locked: the days, who works on "
            "it, and to whom it goes. “What we protect, and what we cannot” tells you all of that."
        ),
    ),
    Caution(
        "not_stored",
        mark(
            "We do not keep your internet address, or anything about your phone or computer. "
            "We do not keep your name unless you write it. "
            "We keep the day, and not the time of day. "
            "There is one exception: somebody is in danger, or a child may come to harm. "
            "Then we lock the hour in with your report, and mails that call staff tell it, too."
        ),
    ),
    Caution(
        "who_reads",
        mark(
            "The people who work on reports unlock yours, each with a passphrase of their own. "
            "Running the computers gives nobody a passphrase."
        ),
    ),
    Caution(
        "serious_danger",
        mark(
            "If somebody is in serious danger, we may have to tell the police or others who help. "
            "We may do so even if you did not agree. We tell them only what they need to know."
        ),
    ),
    Caution(
        "police_unsaid",
        mark(
            "The council has not said whether the police can get what you write. "
            "It is safer to believe that they can."
        ),
    ),
    Caution(
        "home_office_unsaid",
        mark(
            "The council has not said whether the Home Office can get what you write. "
            "It is safer to believe that it can."
        ),
    ),
    Caution(
        "nobody_outside",
        mark(
            "Nobody outside the council has a key, so nobody there can read this. "
            "The people of the council who work on reports would read it."
        ),
    ),
    Caution(
        "outside_quiet",
        mark(
            "The people outside the council who have a key have not looked for a long time. So "
            "this would not go to them. "
            "The people of the council who work on reports would read it."
        ),
    ),
    Caution(
        "outside_reads",
        mark(
            "Somebody outside the council reads this. The council gives that person the account. "
            "If they ask how to reach you, somebody of the council decides, and reads why they ask."
        ),
    ),
    Caution(
        "leave_out",
        mark(
            "Whoever you tick never gets a key to your report. They are told that there is a "
            "report that they must not read. They are not told what it says, or who sent it."
        ),
    ),
    Caution(
        "court",
        mark(
            "A court can order the council to hand over what it keeps. "
            "What we do not keep, we cannot hand over."
        ),
    ),
    Caution(
        "consent",
        mark(
            "We pass your report on only to those you tick. There are three exceptions: "
            "serious danger, a child who may come to harm, and the order of a court."
        ),
    ),
    Caution(
        "consent_changes",
        mark(
            "These ticks take the place of those you sent before. "
            "If you tick nothing, we pass nothing on."
        ),
    ),
)
_LEAVING = (
    Caution(
        "page_lost",
        mark(
            "Before you send it, we remember what you type for one hour at most. "
            "Only your browser has the key. "
            "What you typed on that page can no longer be read by anybody."
        ),
    ),
    Caution(
        "leaving",
        mark(
            "Press “Leave this page now” at any time. You go to another website, "
            "and what you have not sent is gone."
        ),
    ),
    Caution(
        "leaving_limits",
        mark(
            "Leaving does not hide that you were on the website of the council. "
            "The list of pages in your browser can still show it."
        ),
    ),
    Caution(
        "back",
        mark(
            "The Back button of your browser works between these pages, too. "
            "Once you have left with “Leave this page now”, it shows nothing of what you wrote."
        ),
    ),
    Caution(
        "watched",
        mark(
            "Does somebody check or share this phone or computer? "
            "Then use another one, for example in a library."
        ),
    ),
)
REPORT = _HELP + _KEEPING + _LEAVING
"""Those that everybody reads first, in their order; `returns` and `limits` hold the others."""
