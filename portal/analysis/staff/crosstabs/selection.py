"""What an analyst chose to see: a section, and a characteristic to split it by."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.categories.rules import Level
from portal.questions.questionnaire import Questionnaire, Section

LEVELS = {"group": Level.GROUP, "detail": Level.LEAF}


@dataclass(frozen=True)
class Selection:
    """The section, the code of a characteristic or nothing, and how fine its groups are."""

    section: Section
    by: str = ""
    level: str = "group"


def read(sent: Mapping[str, str], questionnaire: Questionnaire) -> Selection:
    """Read the choice from an address; what is unknown is the first or none."""
    section = questionnaire.section(sent.get("section", "")) or questionnaire.sections[0]
    level = sent.get("level", "")
    return Selection(section, sent.get("by", ""), level if level in LEVELS else "group")
