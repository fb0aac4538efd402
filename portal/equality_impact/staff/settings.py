"""What a council looks at in its assessments besides what the law of all Britain protects."""

from portal.forms.fields import Tick
from portal.problems import mark
from portal.settings_pages.sections import Group, Section

SECTION = Section(
    "assessments",
    mark("Equality impact"),
    mark(
        "Every assessment looks at the nine characteristics that the Equality Act 2010 protects. "
        "Say what else yours look at."
    ),
    (
        Group(
            (
                Tick(
                    "assess_welsh",
                    mark("The Welsh language"),
                    hint=mark("The Welsh Language Standards ask it of councils in Wales."),
                ),
                Tick(
                    "assess_socio_economic",
                    mark("People with less money or fewer chances"),
                    hint=mark("The socio-economic duty asks it of councils in Wales and Scotland."),
                ),
            )
        ),
    ),
)
