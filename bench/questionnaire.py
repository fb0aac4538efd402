"""The section that is measured: fifteen questions, of which a resident answers ten."""

from typing import Any

LANGUAGE = "cy"
SLUG = "streets"
SECTION = "streets"

_YES_NO = (
    ("yes", "Yes", "Ydw"),
    ("no", "No", "Nac ydw"),
    ("unsure", "I am not sure", "Ddim yn siŵr"),
)
_OFTEN = (
    ("daily", "Every day", "Bob dydd"),
    ("weekly", "Every week", "Bob wythnos"),
    ("monthly", "Every month", "Bob mis"),
    ("less", "Less often", "Yn llai aml"),
    ("never", "Never", "Byth"),
)
_WHAT = (
    ("lights", "Better street lights", "Gwell goleuadau stryd"),
    ("crossings", "More places to cross the road", "Mwy o lefydd i groesi'r ffordd"),
    ("benches", "Benches to rest on", "Meinciau i orffwys"),
    ("trees", "Trees and shade", "Coed a chysgod"),
    ("bins", "Bins that are emptied", "Biniau sy'n cael eu gwagio"),
)
_KINDS: tuple[tuple[str, str, Any], ...] = (
    ("walks", "single", _OFTEN),
    ("safe", "single", _YES_NO),
    ("wants", "multiple", _WHAT),
    ("rating", "scale", ()),
    ("people", "number", ()),
    ("street", "short", ()),
    ("story", "long", ()),
    ("buses", "single", _OFTEN),
    ("heard", "multiple", _WHAT),
    ("again", "single", _YES_NO),
    ("evening", "single", _OFTEN),
    ("noise", "scale", ()),
    ("first", "single", _WHAT),
    ("place", "short", ()),
    ("else", "long", ()),
)

SENT = {
    "walks": ["weekly"],
    "safe": ["no"],
    "wants": ["lights", "trees"],
    "rating": ["3"],
    "people": ["4"],
    "street": ["Heol y Bont, ger yr ysgol"],
    "story": ["Mae'r goleuadau'n torri bob gaeaf ac mae'r plant yn cerdded adref yn y tywyllwch."],
    "buses": ["monthly"],
    "heard": ["benches"],
    "again": ["yes"],
}
"""Ten answers as a browser sends them: eight choices and two in the resident's own words."""

WRITTEN = ("street", "story")


def edition() -> dict[str, Any]:
    """Describe the questionnaire in the form of an edition."""
    title = {"en": "Safer streets", "cy": "Strydoedd mwy diogel"}
    return {
        "title": title,
        "summary": {"en": "Tell us about your street.", "cy": "Dywedwch wrthym am eich stryd."},
        "purpose": {"en": "We plan next year's work.", "cy": "Rydym yn cynllunio'r gwaith."},
        "privacy": {"en": "Only our team reads it.", "cy": "Dim ond ein tîm sy'n ei ddarllen."},
        "languages": ["en", "cy"],
        "minutes": 10,
        "sections": [
            {
                "code": SECTION,
                "title": title,
                "questions": [_question(*kind) for kind in _KINDS],
            }
        ],
    }


def _question(code: str, kind: str, options: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    return {
        "code": code,
        "kind": kind,
        "label": {
            "en": f"What should we know about {code} where you live?",
            "cy": f"Beth ddylem ni ei wybod am {code} lle rydych chi'n byw?",
        },
        "hint": {
            "en": "Think of the last twelve months.",
            "cy": "Meddyliwch am y deuddeg mis diwethaf.",
        },
        "options": [{"code": c, "label": {"en": en, "cy": cy}} for c, en, cy in options],
    }
