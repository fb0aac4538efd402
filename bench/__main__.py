"""Measure all, or what is named: `python -m bench [speed] [weight] [reports] [forum] …`."""

import sys

from bench import (
    MissingProgramError,
    feedback,
    forum,
    passphrases,
    plans,
    reports,
    speed,
    weekly,
    weight,
)

MEASURES = {
    "speed": speed.measure,
    "weight": weight.measure,
    "reports": reports.measure,
    "forum": forum.measure,
    "weekly": weekly.measure,
    "feedback": feedback.measure,
    "plans": plans.measure,
    "passphrases": passphrases.measure,
}


def main(wanted: list[str]) -> int:
    """Measure, and fail if any figure is out of bounds or cannot be had."""
    try:
        results = [MEASURES[name]() for name in wanted or MEASURES]
    except MissingProgramError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
