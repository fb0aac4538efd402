"""What every page for staff has in its forms: whose page it is, which one, and other languages.

A link to another language would drop what somebody types, so where a page has one form with
fields, its languages are buttons that send it. A button sends one form only: where there are
several, each has its own, and a browser with JavaScript sends the others along.
"""

import re
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request

from portal.languages import i18n, text_languages
from portal.web import body, sealed_forms, typed_forms
from portal.web.security import SAFE_METHODS

_LINKS = re.compile(
    r'<nav class="govuk-language-navigation"(?=(?:(?!</nav>).)*? hreflang=).*?</nav>', re.DOTALL
)
_MAIN = 'class="govuk-main-wrapper">'


def completed(request: Request, html: str, ui: Any, status: int, languages: list[str]) -> str:
    """Complete the forms of a page, and have its languages keep what is typed into them."""
    carried = () if request.method in SAFE_METHODS else [n for n, _ in body.typed(request)]

    def is_filled_in(form: typed_forms.StaffForm) -> bool:
        return form.holds_words(carried)

    html = typed_forms.named(html, is_filled_in)
    forms = list(filter(is_filled_in, typed_forms.staff_forms(html)))
    apart = {form.id for form in forms} if len(forms) > 1 else set()
    hidden = _hidden(request, ui, status)
    own = ui.language_choice(languages, i18n.language())

    def more(form: typed_forms.StaffForm) -> tuple[str, str]:
        return hidden + _typed_in(request, ui, form), own if form.id in apart else ""

    completed = typed_forms.extended(html, more)
    if len(forms) != 1:
        return completed
    pressed = Markup(forms[0].pressed_by_enter(html))  # noqa: S704
    switch = ui.language_switch(languages, i18n.language(), forms[0].id, pressed, typed_in=False)
    return _LINKS.sub(lambda _: switch, completed, count=1)


def beside(html: str, words: str) -> str:
    """Put words of ours before the main part of a page."""
    return html.replace(_MAIN, f"{_MAIN}{words}", 1)


def page_of(request: Request) -> str:
    """Give the address of a page without its language; a form tells on which one it stands."""
    form = getattr(request.state, "form", {})
    told = "" if request.method in SAFE_METHODS else form.get(typed_forms.PAGE, "")
    if isinstance(told, str) and told:
        return told
    path = quote(request.scope["path"].removeprefix(request.scope.get("root_path", "")))
    return f"{path}?{request.url.query}" if request.url.query else path


def _typed_in(request: Request, ui: Any, form: typed_forms.StaffForm) -> str:
    """Name the language in which a form is typed; one that was refused keeps that of its words."""
    if not form.is_written_in:
        return ""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    sent = {} if request.method in SAFE_METHODS or form.action != path else request.state.form
    return str(ui.owner(text_languages.TYPED_IN, text_languages.of_form(sent)))


def _hidden(request: Request, ui: Any, status: int) -> str:
    fields = {
        sealed_forms.OWNER: request.state.signed_owner,
        typed_forms.PAGE: page_of(request),
        typed_forms.STALE: "yes" if status == 409 else "",
    }
    return "".join(ui.owner(name, value) for name, value in fields.items() if value)
