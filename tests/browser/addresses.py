"""The addresses of all pages that can simply be opened; the journeys open the others."""

from tests.browser.server import SLUG

_CONSULTATION = f"/consultations/{SLUG}"

RESIDENT = (
    "/",
    "/languages",
    "/help",
    "/help/card",
    "/privacy",
    "/cookies",
    "/accessibility",
    "/consultations",
    "/consultations?q=drop",
    _CONSULTATION,
    "/consultations/translation-drop-ins",
    "/consultations/festival-of-cultures",
    f"{_CONSULTATION}/print",
    f"{_CONSULTATION}/respond",
    f"{_CONSULTATION}/respond/lead",
    f"{_CONSULTATION}/respond/services",
    f"{_CONSULTATION}/respond/voice",
    f"{_CONSULTATION}/respond/organisation",
    f"{_CONSULTATION}/respond/resume",
    "/receipt",
    "/account/sign-in",
    "/account/recovery",
)

STAFF = (
    "/staff",
    "/staff/start",
    "/staff/settings",
    "/staff/settings/languages",
    "/staff/settings/council",
    "/staff/components",
    "/account",
    "/staff/accounts",
    "/staff/accounts/1",
    "/staff/audit",
    "/staff/categories",
    "/staff/categories/ethnic_group",
    "/staff/consultations",
    "/staff/consultations/new",
    "{scheme}",
    "{scheme}/details",
    "{scheme}/questions",
    "{scheme}/questions/new",
    "{scheme}/questions/{question}",
    "{scheme}/sections/new",
    "{scheme}/sections/{section}",
    "{scheme}/preview",
    "{scheme}/documents",
    "{scheme}/publish",
    "{scheme}/extend",
    "{scheme}/close",
    "{scheme}/poster",
    "{scheme}/entry",
    "{scheme}/results",
    "{scheme}/results/answers",
    "{scheme}/results/answers?section=services&by=ethnic_group",
    "{scheme}/organisations",
    "{scheme}/responses",
    "{scheme}/responses/{response}",
    "{scheme}/export",
    "{scheme}/written",
    "{scheme}/written/{written}",
)

ELSEWHERE = frozenset(
    {
        # Opened by the journeys, because they need somebody who has come that far.
        "respond_saved",
        "respond_check",
        "respond_equality",
        "respond_done",
        "sign_in_code",
        "invitation",
        "enrol",
        "shared_preview",
        # Part of another page, or a redirection to one.
        "preview_page",
        "log_opening",
        "leave",
        # Not pages: files, and answers for machines.
        "document",
        "staff_document",
        "export_csv",
        "export_dictionary",
        "live",
        "ready",
        "static",
    }
)
"""The names of routes that answer GET and are in neither list."""
