"""What the report protects people from, and what it cannot: the threat model in plain words."""

from portal.incidents.safety.cautions import Caution
from portal.problems import mark

PROTECTED = (
    Caution(
        "stolen_server",
        mark(
            "If somebody steals or seizes our computer, or a backup of it, they find locked text. "
            "The keys are locked, too, with passphrases that are not there. "
            "Whoever has a passphrase as well can read reports."
        ),
    ),
    Caution(
        "administrator",
        mark(
            "If somebody who runs our computers is curious, they find only locked text as long "
            "as they have no passphrase. "
            "A new key opens reports only once somebody who has one agrees. "
            "Only the first key needs nobody."
        ),
    ),
    Caution(
        "other_staff",
        mark(
            "Other council staff may be curious, but they have no key to your report. "
            "We write down when somebody who has one opens a report here. "
            "We do not write down who looks at the list, which shows what kind each report is."
        ),
    ),
    Caution(
        "found_code",
        mark(
            "If somebody finds your code, they see our replies and how far we are. "
            "They can write in your place and take your report back. "
            "They do not see what you wrote before, or how to reach you."
        ),
    ),
    Caution(
        "log_reader",
        mark(
            "If somebody reads the records of our website, they do not find who you are. "
            "We keep no internet address and no time of day with a report. Only if somebody is in "
            "danger or a child may come to harm, we lock the hour in with it."
        ),
    ),
    Caution(
        "device_later",
        mark(
            "If somebody else may use your phone or computer after you, press “Leave this page "
            "now”. Then our website leaves nothing of your report on it."
        ),
    ),
)
PAPER_KEY = Caution(
    "paper_key",
    mark(
        "There is one more key, on paper. If the others lose theirs, "
        "two people together can open reports with it."
    ),
)
"""Only true where the council chose to have such a key."""

NOT_PROTECTED = (
    Caution(
        "watched_device",
        mark(
            "If somebody watches your phone or computer, a program on it or somebody beside "
            "you can see what you write."
        ),
    ),
    Caution(
        "screenshots",
        mark("A screenshot, a photo or a file that you saved stays where it is."),
    ),
    Caution(
        "history",
        mark(
            "The list of pages in your browser can show that you were on the website of the "
            "council. It does not show what you wrote."
        ),
    ),
    Caution(
        "employer",
        mark(
            "The network at work or at school can see that you visit the website of the council. "
            "Some employers can see everything that you write there."
        ),
    ),
    Caution(
        "live_server",
        mark(
            "If somebody breaks into our running computer or changes its program, they can "
            "see what people write from then on."
        ),
    ),
    Caution(
        "unlocked",
        mark(
            "If somebody has a copy of what we keep, they see what is not locked. "
            "That is: the days, how far we are, who works on it, and who must not read it. "
            "It is also: whether it is about the council, and which agency got it. It is also: "
            "how many pieces there are, whether you came back, and which reports belong together. "
            "It is also the hour at which we called staff to look at danger, until they looked."
        ),
    ),
    Caution(
        "court_order",
        mark(
            "A court can order the people who have a key to hand over what they can read. "
            "What we do not keep, they cannot hand over."
        ),
    ),
    Caution(
        "retelling",
        mark(
            "Somebody who may read your report can tell others about it. "
            "We can forbid this, but no computer can stop it."
        ),
    ),
    Caution(
        "own_words",
        mark("What you write can show who you are, for example if only you could know it."),
    ),
)
ADVICE = (
    Caution(
        "advice_device",
        mark("Use a phone or computer that nobody else checks, for example in a library."),
    ),
    Caution(
        "advice_work",
        mark("Do not use a phone, computer or network that belongs to your employer or school."),
    ),
    Caution(
        "advice_names",
        mark("If you want to stay unknown, leave out your name and what only you can know."),
    ),
    Caution(
        "advice_code",
        mark("Keep the code on paper, or learn it. Do not send it to anybody."),
    ),
    Caution(
        "advice_leave",
        mark(
            "When you are done, press “Leave this page now” and close the browser. "
            "You can also delete the page from the list of pages in your browser."
        ),
    ),
    Caution(
        "advice_person",
        mark("If you are not sure what is safe for you, talk to a person before you write."),
    ),
)
