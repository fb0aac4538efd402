"""Forms as they stand in a page: which of them hold words, and how typed words are put back.

A page has been drawn before anybody knows what was typed into it, so this reads the HTML of our
own templates, in which every value of an attribute is quoted and escaped.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape, unescape
from itertools import count
from urllib.parse import parse_qsl, unquote

from portal.languages.text_languages import TYPED_IN
from portal.store.saving import BASE, VERSION

AREAS = ("staff", "account", "member", "groups", "forum")
"""How addresses begin to which only those who are signed in send forms."""
PAGE = "_page"
"""The field of a form that tells on which page it stands."""
SWITCH = "_switch"
"""The name of the buttons that ask for another language."""
BESIDE = "_beside"
"""The field with which a browser sends another form of the page: its path, "?" and its fields."""
STALE = "_stale"
"""The field of a form that tells that somebody else saved meanwhile."""
SECRETS = frozenset(
    {
        "password",
        "new_password",
        "again",
        "current",
        "password_for_codes",
        "password_for_app",
        "passphrase",
    }
)
"""Fields that no page shows again."""

_CODES = SECRETS | {"code", "recovery_code", "one", "two"}  # the last two stand on cards
_OURS = frozenset({"_owner", "_form", PAGE, SWITCH, STALE, TYPED_IN, BESIDE})
_NO_WORDS = _CODES | _OURS | {VERSION, BASE, "_do", "_sure", "_key", "key", "checks"}
_DRAWN_ANEW = frozenset({"_owner", "_form", PAGE, STALE})
_FORM = re.compile(
    r'(?P<tag><form\b(?=[^>]* method="post")(?:(?![^>]* action=)'
    rf'|(?=[^>]* action="/[^/"]*/(?:{"|".join(AREAS)})[/"?]))[^>]*>)'
    r"(?P<body>.*?)</form>",
    re.DOTALL,
)
_FIELD = re.compile(
    r"<textarea\b[^>]*>.*?</textarea>|<select\b[^>]*>.*?</select>|<input\b[^>]*>", re.DOTALL
)
_OPTION = re.compile(r"<option\b[^>]*>")
_TAG = re.compile(r"<(\w+)[^>]*>")
_ATTRIBUTE = re.compile(r'\s([\w-]+)(?:="([^"]*)")?')
_BUTTON = re.compile(r"<button\b[^>]*>")
_PRESSED = ("name", "value", "formaction")
_NEVER_TYPED = frozenset({"hidden", "submit", "button", "file", "password"})
_TICKED = frozenset({"checkbox", "radio"})
_WRITTEN = frozenset({"textarea", "text"})

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class StaffForm:
    """One form for staff in a page, and where it stands there."""

    start: int
    tag: str
    body: str

    @property
    def id(self) -> str:
        """Give the name under which buttons elsewhere in the page find it."""
        return _attributes(self.tag).get("id", "")

    @property
    def action(self) -> str:
        """Give the path it is sent to, without a language; the page's own is empty."""
        address = _attributes(self.tag).get("action", "")
        return "/" + address.split("/", 2)[2] if address else ""

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Tell of which kind each of its fields is."""
        return {_name(field): _kind(field) for field in _FIELD.findall(self.body)}

    def holds_words(self, carried: Iterable[str] = ()) -> bool:
        """Tell whether somebody types or chooses in it, or it carries on what was typed before."""
        before = set(carried) - _NO_WORDS
        return any(
            kind not in _NEVER_TYPED or (kind == "hidden" and name in before)
            for name, kind in self.kinds.items()
        )

    @property
    def is_written_in(self) -> bool:
        """Tell whether there is room for words in it, and not only something to choose."""
        return not _WRITTEN.isdisjoint(self.kinds.values())

    def pressed_by_enter(self, html: str) -> str:
        """Give the attributes of the button that Enter presses, which is the form's first."""
        end = self.start + len(self.tag) + len(self.body)
        for button in _BUTTON.finditer(html):
            attributes = _attributes(button[0])
            mine = self.start < button.start() < end and "form" not in attributes
            if mine or (self.id and attributes.get("form") == self.id):
                kept = ((name, attributes[name]) for name in _PRESSED if name in attributes)
                return "".join(f' {name}="{value}"' for name, value in kept)
        return ""


def staff_forms(html: str) -> Iterator[StaffForm]:
    """Go through the forms that lead to staff's pages."""
    return map(_form, _FORM.finditer(html))


def named(html: str, wanted: Callable[[StaffForm], bool]) -> str:
    """Give each form that is wanted an id, by which buttons elsewhere in the page find it."""
    numbers = count(1)

    def name(found: re.Match[str]) -> str:
        form = _form(found)
        if form.id or not wanted(form):
            return found[0]
        return f'{form.tag[:-1]} id="form-{next(numbers)}">{form.body}</form>'

    return _FORM.sub(name, html)


def extended(html: str, more: Callable[[StaffForm], tuple[str, str]]) -> str:
    """Put something at the beginning and the end of each form for staff."""

    def extend(found: re.Match[str]) -> str:
        first, last = more(_form(found))
        return f"{found['tag']}{first}{found['body']}{last}</form>"

    return _FORM.sub(extend, html)


def sent_together(path: str, sent: Pairs) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Go through the forms of a page that a browser sent as one: the path of each, its fields."""
    sent = list(sent)
    yield path, [pair for pair in sent if pair[0] != BESIDE]
    for name, value in sent:
        if name == BESIDE:
            address, _, fields = value.partition("?")
            there = unquote(address).removeprefix("/").partition("/")[2]
            yield f"/{there}", parse_qsl(fields, keep_blank_values=True)


def filled(html: str, page: str, path: str, sent: Pairs) -> tuple[str, list[str]]:
    """Put what was sent to a path back into the form of a page that it came from.

    What has no field there any more, because the page changed, is given beside the page. Words
    stay in the language of the page on which they were typed.
    """
    sent = list(sent)
    if any(name == STALE for name, _ in sent):
        # Whoever was shown both versions is shown them again, and saves over nothing unseen.
        sent = [(name, "" if name == VERSION else value) for name, value in sent]
    names = {name for name, _ in sent}
    forms = [form for form in staff_forms(html) if (form.action or page) == path]
    best = max(forms, key=lambda form: len(names & set(form.kinds)), default=None)
    if best is None:
        return html, _words(sent, set())
    if not any(value.strip() for name, value in sent if best.kinds.get(name) in _WRITTEN):
        sent = [pair for pair in sent if pair[0] != TYPED_IN]
    body = _FIELD.sub(partial(_put_back, values=_by_name(sent)), best.body)
    start = best.start + len(best.tag)
    put = html[:start] + body + html[start + len(best.body) :]
    return put, _words(sent, set(best.kinds))


def _form(found: re.Match[str]) -> StaffForm:
    return StaffForm(found.start(), found["tag"], found["body"])


def _words(sent: Pairs, known: set[str]) -> list[str]:
    without = known | _NO_WORDS
    return [value for name, value in sent if name not in without and value.strip()]


def _by_name(sent: Pairs) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in sent:
        values.setdefault(name, []).append(value)
    return values


def _put_back(found: re.Match[str], values: dict[str, list[str]]) -> str:
    field, name, kind = found[0], _name(found[0]), _kind(found[0])
    sent = values.get(name, [])
    if name in _DRAWN_ANEW or kind in _NEVER_TYPED - {"hidden"}:
        return field
    if kind == "select":
        return _OPTION.sub(lambda option: _marked(option[0], "selected", sent), field)
    if kind in _TICKED:
        return _marked(field, "checked", sent)
    return _written(field, kind, sent.pop(0) if len(sent) > 1 else sent[0]) if sent else field


def _written(field: str, kind: str, value: str) -> str:
    if kind == "textarea":
        return f"{field[: field.index('>') + 1]}\n{escape(value, quote=False)}</textarea>"
    return f'{_without(field, "value")[:-1]} value="{escape(value)}">'


def _marked(tag: str, mark: str, sent: list[str]) -> str:
    bare, value = _without(tag, mark), unescape(_attributes(tag).get("value", "on"))
    return f"{bare[:-1]} {mark}>" if value in sent else bare


def _without(tag: str, attribute: str) -> str:
    return _ATTRIBUTE.sub(lambda one: "" if one[1] == attribute else one[0], tag)


def _name(field: str) -> str:
    return _attributes(field).get("name", "")


def _kind(field: str) -> str:
    tag = _TAG.match(field)
    if tag is None or tag[1] != "input":
        return tag[1] if tag else ""
    attributes = _attributes(field)
    secret = attributes.get("name") in _CODES
    return "password" if secret else attributes.get("type", "text")


def _attributes(text: str) -> dict[str, str]:
    tag = _TAG.match(text)
    return {name: value or "" for name, value in _ATTRIBUTE.findall(tag[0] if tag else "")}
