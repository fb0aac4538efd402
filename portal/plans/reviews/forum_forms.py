"""What a chair writes in a review: a line beside each item, and one on the whole."""

from collections.abc import Sequence

from portal.forms.fields import Line
from portal.forms.form import Fields
from portal.plans.reviews.models import LINE, Review, ReviewItem
from portal.problems import mark

WHOLE = "whole"


def lines(rows: Sequence[ReviewItem]) -> Fields:
    """List a line for each of some items, and one for the whole review."""
    beside = (Line(f"line.{row.id}", mark("Your line"), most=LINE) for row in rows)
    return (Line(WHOLE, mark("Your line on the whole review"), most=LINE), *beside)


def held(review: Review, rows: Sequence[ReviewItem]) -> dict[str, str]:
    """Give what stands in these lines now."""
    return {WHOLE: review.chair_words, **{f"line.{row.id}": row.chair_words for row in rows}}
