"""Why a plan is not kept or not published as an officer would have it. Pure."""

from collections.abc import Mapping
from datetime import date

from portal.problems import Problem, Problems, mark


def missing(deepest: int, bottom: int) -> Problems:
    """Say what keeps a plan from being published whose deepest items stand on a level, or on -1."""
    if deepest < 0:
        return {"items": Problem(mark("There is nothing in the plan yet."))}
    if deepest < bottom:
        return {"items": Problem(mark("Nothing stands on the lowest level of the plan yet."))}
    return {}


def words_missing(texts: Mapping[str, Mapping[str, str]]) -> Problems:
    """Say which texts nobody wrote in any language; one language is enough."""
    nothing = Problem(mark("Write it in at least one language."))
    return {name: nothing for name, words in texts.items() if not any(words.values())}


def period_problem(starts: date | None, ends: date | None) -> Problem | None:
    """Say that a plan would end before it begins."""
    is_turned = bool(starts and ends and ends < starts)
    return Problem(mark("The plan cannot end before it begins.")) if is_turned else None
