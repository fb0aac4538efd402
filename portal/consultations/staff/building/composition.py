"""What staff's drafts become when they are published: codes, content and its structure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from portal import lengths
from portal.consultations import texts
from portal.consultations.models import Consultation, QuestionDraft, SectionDraft
from portal.languages.normal_form import normalised
from portal.questions.questionnaire import Kind, Translated

BRANCHING = frozenset({Kind.SINGLE, Kind.MULTIPLE})
"""The kinds of question whose options may decide what is shown further on."""

Content = dict[str, Any]
"""A questionnaire in the form in which an edition is stored."""

_NO_STRUCTURE = texts.FIELDS | {"languages", "minutes"}
STEP = " · "
"""Stands between the steps that lead to a text."""


def content(
    consultation: Consultation,
    sections: Sequence[SectionDraft],
    questions: Sequence[QuestionDraft],
) -> Content:
    """Put the drafts together as the edition they would become."""
    return {
        **{name: filled(getattr(consultation, name)) for name in texts.DETAILS},
        "languages": list(consultation.languages),
        "minutes": consultation.minutes,
        "sections": [
            _section(section, [q for q in questions if q.section_id == section.id])
            for section in _ordered(sections)
        ],
    }


def filled(text: Translated) -> dict[str, str]:
    """Leave out the languages in which nothing is written."""
    return {tag: words.strip() for tag, words in text.items() if words.strip()}


def code_from(label: Translated, taken: Collection[str], otherwise: str) -> str:
    """Make a code from an English label, or any Latin one, that nothing else has taken."""
    written = (label.get("en", ""), *label.values())
    base = next((code for text in written if (code := _latin(text))), otherwise)
    code, number = base, 2
    while code in taken:
        ending = f"_{number}"
        code, number = base[: lengths.CODE - len(ending)] + ending, number + 1
    return code


def slug_from(title: Translated, taken: Collection[str]) -> str:
    """Make the last part of an address from a title."""
    return code_from(title, {slug.replace("-", "_") for slug in taken}, "consultation").replace(
        "_", "-"
    )


def structure(content: Any) -> Any:
    """Strip a questionnaire of its words: what answers refer to, and what may never change."""
    if isinstance(content, Mapping):
        return {key: structure(value) for key, value in content.items() if key not in _NO_STRUCTURE}
    if isinstance(content, list):
        return [structure(value) for value in content]
    return content


def same_structure(old: Content, new: Content) -> bool:
    """Tell whether only words differ; a language may be added, never taken away."""
    return structure(old) == structure(new) and set(old["languages"]) <= set(new["languages"])


def changed_texts(old: Any, new: Any, path: str = "") -> list[tuple[str, str, str]]:
    """List the texts that differ between two contents of one structure: where, before, after."""
    if isinstance(new, Mapping):
        keys = [*new, *(key for key in old if key not in new)]
        pairs: Iterable[tuple[str, Any, Any]] = ((k, old.get(k), new.get(k)) for k in keys)
    elif isinstance(new, list) and isinstance(old, list) and len(old) == len(new):
        pairs = ((_name(new[i], i), old[i], new[i]) for i in range(len(new)))
    else:
        return [] if (old or "") == (new or "") else [(path, _text(old), _text(new))]
    return [
        change
        for name, before, after in pairs
        for change in changed_texts(
            before if before is not None else type(after)(),
            after if after is not None else "",
            f"{path}{STEP}{name}" if path else str(name),
        )
    ]


def earlier_choices(
    content: Content, *, section: str = "", question: str = ""
) -> list[dict[str, Any]]:
    """List the questions with options to branch on that come before a section or a question.

    A section may have the same code as a question, so which of them is meant has to be said.
    """
    found: list[dict[str, Any]] = []
    for page in content["sections"]:
        if section and page["code"] == section:
            return found
        for asked in page["questions"]:
            if question and asked["code"] == question:
                return found
            if asked["kind"] in BRANCHING:
                found.append(asked)
    return found


def names(content: Content) -> dict[tuple[str, str], Translated]:
    """Give the words of each section and question, by what it is and its code."""
    pages = content["sections"]
    questions = [question for page in pages for question in page["questions"]]
    titles = {("section", page["code"]): page["title"] for page in pages}
    return titles | {("question", question["code"]): question["label"] for question in questions}


def located(content: Content, path: str) -> tuple[list[Translated], str, str]:
    """Say in words where a text of `changed_texts` stands: in what, which text, which language."""
    steps = path.split(STEP)
    found: Any = content
    words: list[Translated] = []
    for step in steps:
        if isinstance(found, list):
            found = next((one for one in found if one["code"] == step), {})
            words.append(found.get("label") or found.get("title") or {"en": step})
        else:
            found = found.get(step) or {}
    lists = [step for step in steps if step in ("options", "rows")]
    fields = [step for step in steps if step in _NO_STRUCTURE]
    field = [*lists, *fields, steps[0]][0]
    return words, field, steps[-1] if len(steps) > 1 else ""


def shown_after(content: Content) -> dict[tuple[str, str], tuple[Any, list[Any]]]:
    """Say in words after which answers each section and question is shown that asks for some.

    What is named but not there any more is given by its code.
    """
    asked = {q["code"]: q for page in content["sections"] for q in page["questions"]}
    parts = [("section", page) for page in content["sections"]]
    parts += [("question", question) for question in asked.values()]
    return {
        (kind, part["code"]): _words_of(part["show_if"], asked.get(part["show_if"]["question"]))
        for kind, part in parts
        if part["show_if"]
    }


def depending(
    content: Content, *, section: str = "", question: str = "", option: str = ""
) -> list[Content]:
    """List what is shown by answers that go with a section, a question or one of its options."""
    going = [page for page in content["sections"] if section and page["code"] == section]
    gone = {asked["code"] for page in going for asked in page["questions"]} or {question}
    left = [page for page in content["sections"] if page not in going]
    parts = [part for page in left for part in (page, *page["questions"]) if part["show_if"]]
    return [
        part
        for part in parts
        if part["show_if"]["question"] in gone
        and (not option or option in part["show_if"]["options"])
    ]


def _words_of(condition: Content, asked: Content | None) -> tuple[Any, list[Any]]:
    if asked is None:
        return condition["question"], condition["options"]
    labels = {option["code"]: option["label"] for option in asked["options"]}
    return asked["label"], [labels.get(code) or code for code in condition["options"]]


def _section(section: SectionDraft, questions: Sequence[QuestionDraft]) -> Content:
    return {
        "code": section.code,
        **{name: filled(getattr(section, name)) for name in texts.SECTION},
        "show_if": section.show_if or None,
        "questions": [_question(question) for question in _ordered(questions)],
    }


def _question(question: QuestionDraft) -> Content:
    return {
        "code": question.code,
        "kind": question.kind.value,
        "label": filled(question.label),
        "hint": filled(question.hint),
        "context": filled(question.context),
        "required": question.required,
        "options": [_choice(option) for option in question.options],
        "rows": [{"code": row["code"], "label": filled(row["label"])} for row in question.rows],
        "minimum": _plain(question.minimum),
        "maximum": _plain(question.maximum),
        "low": filled(question.low),
        "high": filled(question.high),
        "show_if": question.show_if or None,
    }


def _choice(option: Mapping[str, Any]) -> Content:
    return {
        "code": option["code"],
        "label": filled(option["label"]),
        "other": bool(option.get("other")),
        "exclusive": bool(option.get("exclusive")),
    }


def _ordered(drafts: Sequence[Any]) -> list[Any]:
    return sorted(drafts, key=lambda draft: (draft.place, draft.id or 0))


def _plain(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number


def _latin(text: str) -> str:
    folded = normalised(text, "NFKD").encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}]", "", folded))
    return re.sub(r"^[^a-z]+", "", words)[: lengths.CODE].strip("_")


def _name(item: Any, index: int) -> str:
    return str(item.get("code", index + 1)) if isinstance(item, Mapping) else str(index + 1)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")
