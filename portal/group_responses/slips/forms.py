"""What is filled in to make slips."""

from portal.forms.fields import Choice, Number
from portal.group_responses.slips.rules import LEAST, MOST
from portal.problems import mark

NUMBER = Number("number", mark("How many slips?"), required=True, least=LEAST, most=MOST)


def making(tags: list[str]) -> tuple[Number, Choice]:
    """Give the fields: how many, and in which of these languages."""
    options = [(tag,) for tag in tags]
    return NUMBER, Choice("language", mark("Language of the slips"), required=True, options=options)
