"""Texts whose misreading could harm somebody who sends something, comes back or takes it back."""

from portal.incidents.safety.cautions import Caution
from portal.problems import mark

FILMS = mark(
    "We do not take films or sound: they can tell the place, the hour and the phone. "
    "Keep it as it is, and do not post it. Tell us that you have it. "
    "Then we agree with you how you can hand it over."
)
_CODE = (
    Caution(
        "reply_by_code",
        mark("With a code you do not have to say who you are, and you can still read our reply."),
    ),
    Caution(
        "code_only_way",
        mark(
            "The code is the only way back to your report. "
            "If you lose it, nobody can give it to you again, not even the council."
        ),
    ),
    Caution(
        "code_lost",
        mark(
            "If you lost the code, nobody can give it to you again, not even the council. "
            "You can tell us again what happened."
        ),
    ),
    Caution(
        "code_secret",
        mark(
            "Whoever has the code can read our replies, write to us in your place and take your "
            "report back. You can undo that for three days. Keep the code where nobody else looks."
        ),
    ),
    Caution(
        "no_code",
        mark(
            "Without the code you cannot read our replies, add anything or take your report "
            "back. "
            "We still read your report."
        ),
    ),
    Caution(
        "code_card",
        mark(
            "The card does not say what it is for. Print it only where nobody else sees the paper, "
            "or copy it with a pen."
        ),
    ),
    Caution(
        "contact_optional",
        mark("You do not have to tell us how to reach you. We read your report without it, too."),
    ),
    Caution(
        "contact_protected",
        mark(
            "What you tell us about how to reach you is locked apart from your report. "
            "A second person has to agree before anybody sees it."
        ),
    ),
    Caution(
        "contact_safe",
        mark(
            "Somebody else may hear a call or open a letter or an email. "
            "Tell us only a way that is safe for you."
        ),
    ),
)
_UNREAD = (
    Caution(
        "shut_rests",
        mark(
            "At this moment nobody can open your report. The keys of the people who could do not "
            "work just now. If it cannot wait, tell somebody else."
        ),
    ),
    Caution(
        "shut_lost",
        mark(
            "Nobody can open your report any more. All keys to it are gone. "
            "If you still want help, tell us again what happened, or tell somebody else."
        ),
    ),
)
_CHANGING = (
    Caution(
        "linking",
        mark(
            "Did you tell us about something else, or will you? If you like, we put your reports "
            "together. We still do not learn who you are. For this we need words that only you "
            "know. Use the same words each time."
        ),
    ),
    Caution(
        "file_traces",
        mark(
            "A file can tell more than you see: where and when a photo was taken, or who wrote "
            "a text. We remove this from photos. We cannot remove it from a PDF or a text file."
        ),
    ),
    Caution(
        "file_original",
        mark(
            "We keep the original of a photo only if you ask for it. "
            "It can tell where and when it was taken, and with which phone."
        ),
    ),
    Caution("films", FILMS),
    Caution(
        "deleted_replies",
        mark(
            "If you delete our replies, they are gone from here for good after a few minutes. "
            "The people who help keep their own copy."
        ),
    ),
    Caution(
        "ending",
        mark(
            "If you end access with this code, it never works again. Nobody can undo this. "
            "The people who help still have your report."
        ),
    ),
    Caution(
        "withdrawing",
        mark(
            "If you take your report back, we lock it at once. After a few minutes nobody here can "
            "read it. For three days you can bring it back with the code. After that we destroy "
            "the key to it, and nobody can undo this."
        ),
    ),
    Caution(
        "withdrawn",
        mark(
            "We locked it. After a few minutes nobody here can read it. Only the code opens the "
            "lock. If you do nothing, what you wrote, your files, our replies and the key are "
            "destroyed."
        ),
    ),
    Caution(
        "withdrawing_kept",
        mark(
            "We passed this report on, or have to keep it, or think that somebody may be in "
            "danger. So it is not locked when you take it back. Nobody works on it. It is gone "
            "after three days, unless two people write down why it has to stay. Then it is gone "
            "after 28 days. Until then you can bring it back with the code."
        ),
    ),
    Caution(
        "withdrawing_limits",
        mark(
            "What others have read or printed already stays with them. A number in our statistics "
            "can stay. A copy of the key stays in our backups for some days, and is then gone."
        ),
    ),
)
REPORT = _CODE + _UNREAD + _CHANGING
"""All of them, in the order in which they are read."""
