"""The settings pages of reports, in order, and what each of them asks."""

from portal.forms.addresses import is_email
from portal.forms.dates import read_clock
from portal.forms.field import Field
from portal.forms.fields import Text
from portal.incidents.report_settings import Arrangements
from portal.incidents.rules import Outcome
from portal.incidents.staff.settings import danger, named_readers, person
from portal.incidents.staff.settings.settings_form import lines
from portal.problems import mark
from portal.settings_pages.sections import Group, Section
from portal.settings_pages.staff_fields import number, words, yes_no


def sections(decided: Arrangements) -> tuple[Section, ...]:
    """Give the settings pages in the order in which a council fills them in."""
    return (
        _TEXTS,
        named_readers.section(len(decided.named_readers) + named_readers.SPARE),
        person.strands(len(decided.local_strands) + named_readers.SPARE),
        person.SECTION,
        _CLOCKS,
        danger.SECTION,
        _NOTICES,
        _RETENTION,
        _RECOVERY,
        _OPENING,
    )


def _days(name: str, label: str, most: int) -> Field:
    return number(name, label, mark("Working days"), 1, most)


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
                words(
                    "readers",
                    mark("Who reads reports, and when"),
                    mark("For example: two people of the equality team, on working days."),
                ),
                words(
                    "police_access",
                    mark("Whether the police can receive reports"),
                    mark("Say when they can: with consent, by court order, in danger."),
                ),
                words(
                    "home_office_access",
                    mark("Whether the Home Office can receive reports"),
                    mark("Many people do not report because they fear this."),
                ),
                words(
                    "danger",
                    mark("What you do without consent in serious danger"),
                    mark("For example when a child is being harmed."),
                ),
                words(
                    "independent",
                    mark("Who receives reports about the council itself"),
                    mark("Two people outside the council. They need an account and a key each."),
                ),
                words(
                    "elsewhere",
                    mark("Who else takes complaints about the council"),
                    mark("Residents read this where nobody outside has a key, or nobody looks."),
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
                number(
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
                Text(
                    "notice_to",
                    mark("Email addresses"),
                    hint=mark("One on each line."),
                    wrong=mark("Write an email address on each line, such as name@example.org."),
                    most=2000,
                    accepts=lambda text: all(map(is_email, lines(text))),
                ),
                Text(
                    "notice_times",
                    mark("Times of day"),
                    hint=mark("One on each line, such as 09:00"),
                    required=True,
                    missing=mark("Write at least one time, such as 09:00."),
                    wrong=mark("Write a time on each line, such as 09:00."),
                    most=200,
                    accepts=lambda text: None not in map(read_clock, lines(text)),
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
    (Outcome.COUNTED, mark("Counted only, as the reporter asked")),
    (Outcome.NOT_HATE, mark("Not a hate incident")),
    (Outcome.SPAM, mark("Spam")),
)
_RETENTION = Section(
    "retention",
    mark("How long reports are kept"),
    mark(
        "Months after a case is closed, by its outcome. Then its key is destroyed, but never "
        "within 28 days. What a reporter takes back with the code is locked, "
        "and destroyed some days later."
    ),
    (
        Group(
            tuple(
                number(f"retention_months.{outcome.value}", label, mark("Months"), 0, 240)
                for outcome, label in _OUTCOMES
            )
        ),
        Group(
            (
                number(
                    "backup_days",
                    mark("Backups are kept for"),
                    mark("Days. The privacy notice states it."),
                    1,
                    3650,
                ),
                number(
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
    (Group((yes_no("recovery", mark("Shall there be a recovery key?")),)),),
)
_OPENING = Section(
    "opening",
    mark("Taking reports in"),
    mark("Whether residents can report, and what happens when nobody looks."),
    (
        Group(
            (
                yes_no("enabled", mark("Take reports in?")),
                number(
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
