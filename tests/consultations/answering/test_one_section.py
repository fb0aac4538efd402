"""A section that is sent changes nothing of the others, whatever hypothesis sends."""

from hypothesis import given

from portal.consultations.answering import versions
from portal.consultations.answering.drafts import Work
from portal.questions import answers
from tests.questions.test_answers import EVERY_KIND, SENT


@given(SENT, SENT)
def test_sending_one_section_leaves_the_others_alone(
    before: answers.Sent, posted: answers.Sent
) -> None:
    last = EVERY_KIND.sections[-1]
    work = Work(started="", sent=before)
    after = versions.with_section(EVERY_KIND, last, work, posted, settles=True).sent
    kept, _ = answers.drop_inapplicable(EVERY_KIND, before)
    assert {n: v for n, v in after.items() if n != "late"} == {
        n: v for n, v in kept.items() if n != "late"
    }
