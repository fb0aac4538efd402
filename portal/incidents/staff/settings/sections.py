"""The settings pages of reports, in order, and what each of them asks."""

from collections.abc import Iterator

from portal.council.staff_fields import Field, Group, Kind, Section
from portal.incidents.report_settings import Arrangements
from portal.incidents.rules import Outcome
from portal.problems import mark

_YES_NO = (("yes", mark("Yes")), ("no", mark("No")))
_SPARE = 2  # empty places that a list shows, so that it can grow


def sections(decided: Arrangements) -> tuple[Section, ...]:
    """Give the settings pages in the order in which a council fills them in."""
    return (
        _TEXTS,
        _support(len(decided.support) + _SPARE),
        _strands(len(decided.local_strands) + _SPARE),
        _CLOCKS,
        _NOTICES,
        _RETENTION,
        _RECOVERY,
        _OPENING,
    )


def find(code: str, decided: Arrangements) -> Section | None:
    """Find a settings page by its code."""
    return next((section for section in sections(decided) if section.code == code), None)


def _text(name: str, label: str, hint: str) -> Field:
    return Field(name, label, Kind.TEXT, hint, translated=True, most=4000)


def _number(name: str, label: str, hint: str, least: int, most: int) -> Field:
    return Field(name, label, Kind.NUMBER, hint, required=True, least=least, most=most)


def _days(name: str, label: str, most: int) -> Field:
    return _number(name, label, mark("Working days"), 1, most)


def _yes_no(name: str, label: str, hint: str = "") -> Field:
    return Field(name, label, Kind.CHOICE, hint, required=True, choices=_YES_NO)


def _support(places: int) -> Section:
    return Section(
        "support",
        mark("Independent support"),
        mark(
            "People and groups who are not the council. Residents see them on every page about "
            "reports, also while none are taken in. To take one away, empty its name."
        ),
        tuple(Group(tuple(_contact(f"support.{place}"))) for place in range(places)),
    )


def _contact(name: str) -> Iterator[Field]:
    yield Field(f"{name}.name", mark("Name"), most=120)
    yield Field(f"{name}.telephone", mark("Telephone number"), Kind.TELEPHONE)
    yield Field(f"{name}.address", mark("Address or web address"), most=300)
    yield Field(f"{name}.words", mark("How they help, and when"), translated=True, most=400)


def _strands(places: int) -> Section:
    label = mark("Local ground of hostility")
    return Section(
        "strands",
        mark("Local grounds of hostility"),
        mark(
            "What your council counts beside race, religion, disability, sexual orientation and "
            "being transgender. To take one away, empty all its languages."
        ),
        tuple(
            Group((Field(f"local_strands.{place}.label", label, translated=True, most=120),))
            for place in range(places)
        ),
    )


_TEXTS = Section(
    "texts",
    mark("What residents are told"),
    mark(
        "Residents read this before they report. Say only what is true, in words that they use. "
        "A text that changes has to be signed off again by a native reader."
    ),
    (
        Group(
            (
                _text(
                    "readers",
                    mark("Who reads reports, and when"),
                    mark("For example: two people of the equality team, on working days."),
                ),
                _text(
                    "police_access",
                    mark("Whether the police can receive reports"),
                    mark("Say when they can: with consent, by court order, in danger."),
                ),
                _text(
                    "home_office_access",
                    mark("Whether the Home Office can receive reports"),
                    mark("Many people do not report because they fear this."),
                ),
                _text(
                    "danger",
                    mark("What you do without consent in serious danger"),
                    mark("For example when a child is being harmed."),
                ),
                _text(
                    "independent",
                    mark("Who receives reports about the council itself"),
                    mark("Somebody outside the council. They need an account and a key."),
                ),
            )
        ),
    ),
)
_CLOCKS = Section(
    "clocks",
    mark("How soon something happens"),
    mark("What is not done in time is shown as overdue in the queue."),
    (
        Group(
            (
                _days("clocks.acknowledge_days", mark("First word to the reporter"), 20),
                _days("clocks.first_action_days", mark("First action"), 60),
                _days("clocks.contact_days", mark("Next contact after that"), 90),
                _number(
                    "clocks.follow_up_weeks",
                    mark("Asking how things are after closing"),
                    mark("Weeks"),
                    1,
                    52,
                ),
            )
        ),
    ),
)
_NOTICES = Section(
    "notices",
    mark("Notices to staff"),
    mark(
        "Notices go out at fixed times, always alike, even when nothing has come. So nobody who "
        "sees the mail can tell when somebody reported."
    ),
    (
        Group(
            (
                Field(
                    "notice_to",
                    mark("Email addresses"),
                    Kind.TEXT,
                    mark("One on each line."),
                    most=2000,
                ),
                Field(
                    "notice_times",
                    mark("Times of day"),
                    Kind.TEXT,
                    mark("One on each line, such as 09:00"),
                    most=200,
                ),
                _yes_no(
                    "danger_notice",
                    mark("Send a notice at once when somebody reports immediate danger?"),
                    mark(
                        "It helps sooner, but tells whoever sees the mail that somebody reported."
                    ),
                ),
            )
        ),
    ),
)
_OUTCOMES = (
    (Outcome.CRIMINAL, mark("Criminal justice")),
    (Outcome.CIVIL, mark("Civil action")),
    (Outcome.INFORMAL, mark("Informal support")),
    (Outcome.NONE_ANONYMOUS, mark("Nothing was possible, because it was anonymous")),
    (Outcome.NOT_HATE, mark("Not a hate incident")),
    (Outcome.SPAM, mark("Spam")),
)
_RETENTION = Section(
    "retention",
    mark("How long reports are kept"),
    mark(
        "Months after a case is closed, by its outcome. Then its key is destroyed, but never "
        "within 28 days. What a reporter takes back with the code is destroyed at once."
    ),
    (
        Group(
            tuple(
                _number(f"retention_months.{outcome.value}", label, mark("Months"), 0, 240)
                for outcome, label in _OUTCOMES
            )
        ),
        Group(
            (
                _number(
                    "backup_days",
                    mark("Backups are kept for"),
                    mark("Days. The privacy notice states it."),
                    1,
                    3650,
                ),
                _number(
                    "key_backup_days",
                    mark("Backups that hold keys of reports are kept for"),
                    mark("Days. Until then a destroyed report could be restored from a backup."),
                    1,
                    365,
                ),
            ),
            mark("Backups"),
        ),
    ),
)
_RECOVERY = Section(
    "recovery",
    mark("Recovery key"),
    mark(
        "If everybody in the case team loses their key, all reports are lost for good. A recovery "
        "key on paper, kept by any two of three people, prevents that, but two of these people "
        "together can open everything. The privacy notice says what you decided."
    ),
    (Group((_yes_no("recovery", mark("Shall there be a recovery key?")),)),),
)
_OPENING = Section(
    "opening",
    mark("Taking reports in"),
    mark("Whether residents can report, and what happens when nobody looks."),
    (
        Group(
            (
                _yes_no("enabled", mark("Take reports in?")),
                _number(
                    "quiet_days",
                    mark("Close when nobody has opened the queue for"),
                    mark("Working days. Residents are then shown other ways to get help."),
                    1,
                    30,
                ),
            )
        ),
    ),
)
