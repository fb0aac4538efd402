"""What an analyst may send."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from portal import lengths
from portal.analysis.staff.reading.texts import Wanted
from portal.consultations.answering.forms import ORGANISATION_TEXTS
from portal.consultations.models import WrittenAnswer
from portal.consultations.rules import REASON_AFTER, Respondent
from portal.forms.boxes import Several
from portal.forms.fields import Choice, Line, Text
from portal.forms.form import held, show
from portal.languages.text_languages import is_known
from portal.problems import mark
from portal.store import saving
from portal.web import lists
from portal.web.page import sent_text

REASONS = ("spam", "duplicate", "test", "other")
RESTORED = "restored"
"""The kind of reason for which a response counts again; it is kept as the others are."""

FLAGS = ("safeguarding", "personal_data", "needs_reply")


REASON = Text("reason", required=True, missing=mark("Say why."), least=3, most=lengths.REASON)
"""Why a response is counted again after all, or a written answer not shown with the others."""

SET_ASIDE = (
    Choice("kind", required=True, missing=mark("Say why."), options=[(kind,) for kind in REASONS]),
    replace(REASON, label=mark("How can you tell?"), missing=""),
)
"""Why a response is not counted: the kind of reason, and more about it."""

FLAGGED = Several("flags", options=[(flag,) for flag in FLAGS])
"""What somebody still has to do about a written answer."""

LANGUAGE = Line(
    "language",
    required=True,
    most=lengths.LANGUAGE,
    accepts=is_known,
    wrong=mark("Choose one of the languages listed."),
    missing=mark("Choose one of the languages listed."),
)
"""In which language a written answer is."""

PART = Choice(
    "part", mark("Which text?"), required=True, options=[(part,) for part in ORGANISATION_TEXTS]
)
"""Which of the things that were said of an organisation."""


def kept(kind: str, reason: str) -> str:
    """Write a reason as the row of a response keeps it."""
    return f"{kind}{REASON_AFTER}{reason}"


def versions(text: WrittenAnswer) -> dict[str, str]:
    """Name what the forms of a written answer show."""
    fields = ([FLAGGED], [LANGUAGE])
    return {one[0].name: saving.version_of(show(one, held(one, text))) for one in fields}


def wanted(sent: Mapping[str, str], questions: Collection[str]) -> Wanted:
    """Read which written answers to list; what nobody can choose is as if nothing was chosen."""
    language = sent_text(sent, "language")
    return Wanted(
        lists.chosen(sent, "question", questions),
        language if is_known(language) else "",
        lists.chosen(sent, "flag", FLAGS),
        lists.chosen(sent, "who", list(Respondent)),
        hidden=sent.get("show") == "hidden",
    )
