"""Fields that settings of every feature are made of."""

from portal.forms.boxes import Translated
from portal.forms.field import Field
from portal.forms.fields import Choice, Number
from portal.problems import mark

_LONGEST_TEXT = 4000
_YES_NO = (("yes", mark("Yes")), ("no", mark("No")))


def words(name: str, label: str, hint: str = "") -> Translated:
    """Ask for a text that residents read, in every language."""
    return Translated(name, label, hint=hint, most=_LONGEST_TEXT, rows=5)


def number(name: str, label: str, hint: str, least: int, most: int) -> Number:
    """Ask for a number, whose limits are said when it is wrong."""
    wrong = mark("Write a whole number from %(least)s to %(most)s.")
    return Number(name, label, hint=hint, required=True, wrong=wrong, least=least, most=most)


def yes_no(name: str, label: str, hint: str = "") -> Field:
    """Ask for yes or no."""
    return Choice(name, label, hint=hint, required=True, options=_YES_NO)
