"""What a group says of its answer: for how many people it speaks, and how they were asked.

It is asked as one more section of the questionnaire, so that several people answer it in the same
way, and are told apart in the same way, as all else.
"""

from dataclasses import replace
from typing import Any

from portal.consultations.answering.forms import LONGEST_HOW, WAYS_ASKED
from portal.groups.models import Group
from portal.languages.messages import Message
from portal.questions.answers import Answers
from portal.questions.questionnaire import Kind, Option, Question, Questionnaire, Section

MOST_PEOPLE = 1_000_000

# No code of the council's begins so. Words on how they were asked bear the name under which
# answering files the language of an organisation's words.
PEOPLE, WAYS, HOW = "_people", "_ways", "_how"

ABOUT = Section(
    code="_about",
    title=Message("Whom you asked"),
    intro=Message("The council reads this beside your answer, and counts it as one group."),
    questions=(
        Question(
            PEOPLE,
            Kind.NUMBER,
            Message("For how many people does the group speak?"),
            hint=Message("Only those whom you asked about this."),
            required=True,
            minimum=1,
            maximum=MOST_PEOPLE,
        ),
        Question(
            WAYS,
            Kind.MULTIPLE,
            Message("How did you ask them?"),
            required=True,
            options=tuple(Option(code, Message(label)) for code, label in WAYS_ASKED.items()),
        ),
        Question(
            HOW,
            Kind.LONG,
            Message("More about how you asked them"),
            hint=Message("Please do not name people."),
            maximum=LONGEST_HOW,
            lines=3,
        ),
    ),
)


def whole(questionnaire: Questionnaire) -> Questionnaire:
    """Give a questionnaire as a group answers it."""
    return replace(questionnaire, sections=(*questionnaire.sections, ABOUT))


def parted(given: Answers, group: Group) -> tuple[Answers, dict[str, Any]]:
    """Give the answers to the council's questions, and what the group says of itself."""
    own = {question.code for question in ABOUT.questions}
    answers = {name: answer for name, answer in given.items() if name not in own}
    told = {
        "name": group.name,
        "asked": int(given[PEOPLE]),
        "how": given.get(HOW, ""),
        "ways": list(given[WAYS]),
    }
    return answers, told
