"""The settings pages of any feature, for administrators: one page per section, in every language.

A feature says what is asked, where it is kept and what is still missing; the pages follow.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.council import queries
from portal.forms.form import changed
from portal.forms.words import Sent, Shown, sent_text
from portal.problems import Problem, Problems, mark
from portal.settings_pages.sections import Decided, Duty, Section, Stored, unfinished
from portal.store import audit, saving
from portal.store.decided import Decisions
from portal.web.page import both, found, get, link, page, redirect_to, render

CHANGED_MEANWHILE = Problem(
    mark(
        "Somebody else changed these settings after you opened this page. "
        "Nothing of yours is saved yet. Compare, then save again."
    )
)
_MEANWHILE = {"version": CHANGED_MEANWHILE}


@dataclass(frozen=True)
class Kept(Generic[Decided]):
    """Where settings are kept, and how they are written as JSON and read from it."""

    current: Callable[[Session], Decided]
    for_change: Callable[[Session], Decided]
    save: Callable[[Session, Decided], None]
    to_form: Callable[[Decided], Stored]
    from_form: Callable[[Stored], Decided]

    @classmethod
    def of(cls, kept: Decisions[Decided]) -> "Kept[Decided]":
        """Keep decisions of which a form shows what is stored."""
        return cls(kept.current, kept.for_change, kept.save, kept.to_json, kept.from_json)


class _Opened(NamedTuple, Generic[Decided]):
    """A page, what is decided, and the languages in which it is written."""

    section: Section
    decided: Decided
    languages: Sequence[str]


@dataclass(frozen=True)
class SettingsPages(Generic[Decided]):
    """The settings of one feature.

    `name` and `path` are those of the list of pages, `section` names a page of it, `template`
    draws the list, and `beside` gives what else the list says. `refused` is given what is decided
    before and after, and says what cannot be decided so.
    """

    name: str
    section: str
    path: str
    title: str
    action: str
    kept: Kept[Decided]
    sections: Callable[[Decided], Sequence[Section]]
    template: str = "settings_pages/staff/list.html"
    duties: Sequence[Duty[Decided]] = ()
    beside: Callable[[Request, Session, Decided], Mapping[str, Any]] = lambda *_: {}
    refused: Callable[[Decided, Decided], Problems] = lambda *_: {}

    def find(self, code: str, decided: Decided) -> Section | None:
        """Find a page by its code."""
        return next((one for one in self.sections(decided) if one.code == code), None)

    def show(self, section: Section, decided: Decided, languages: Sequence[str]) -> Shown:
        """Show what is decided as the form of a page."""
        return section.show(self.kept.to_form(decided), languages)

    def version(self, section: Section, decided: Decided, languages: Sequence[str]) -> str:
        """Fingerprint what a page shows."""
        return section.version(self.kept.to_form(decided), languages)

    def read(
        self, sent: Sent, section: Section, decided: Decided, languages: Sequence[str]
    ) -> Decided | Problems:
        """Read what is decided once a page is saved."""
        written, problems = section.read(sent, self.kept.to_form(decided), languages)
        if problems:
            return problems
        after = self.kept.from_form(written)
        return self.refused(decided, after) or after

    def unfinished(self, decided: Decided) -> list[Duty[Decided]]:
        """List what is still to say."""
        return unfinished(self.duties, decided)

    @property
    def routes(self) -> list[Route]:
        """Lead to the list of pages and to each of them."""
        listed, one = (page(administrator_only(view)) for view in (self._list, self._section))
        return [
            get(self.path, listed, name=self.name),
            both(f"{self.path}/{{section}}", one, name=self.section),
        ]

    def _list(self, request: Request, session: Session, _account: Account) -> Response:
        """List the pages and what is still missing on each."""
        decided = self.kept.current(session)
        missing = self.unfinished(decided)
        pages = [
            (one, [duty.message for duty in missing if duty.section == one.code])
            for one in self.sections(decided)
        ]
        beside = self.beside(request, session, decided)
        return render(request, self.template, pages=pages, feature=self, **beside)

    def _section(self, request: Request, session: Session, account: Account) -> Response:
        """Show one page, and keep what an administrator wrote on it."""
        posted = request.method == "POST"
        decided = (self.kept.for_change if posted else self.kept.current)(session)
        section = found(self.find(request.path_params["section"], decided))
        opened = _Opened(section, decided, queries.stored(session).languages)
        if posted:
            return self._change(request, session, account, opened)
        return self._shown(request, opened, self.show(*opened))

    def _change(
        self, request: Request, session: Session, account: Account, opened: _Opened[Decided]
    ) -> Response:
        sent, section = request.state.form, opened.section
        typed = section.typed(sent, opened.languages)
        if saving.is_stale(sent, self.version(*opened)):
            base = sent_text(sent, saving.BASE)
            shown, others = section.merge(base, self.show(*opened), typed)
            if shown != self.show(*opened):
                return self._shown(request, opened, shown, _MEANWHILE, others)
            return redirect_to(request, link(self.section, section=section.code) + "?saved=yes")
        read = self.read(sent, *opened)
        if isinstance(read, dict):
            return self._shown(request, opened, typed, read)
        if fields := changed(self.show(*opened), self.show(section, read, opened.languages)):
            self.kept.save(session, read)
            audit.record(session, account.id or 0, self.action, section.code, fields=fields)
        return redirect_to(request, link(self.section, section=section.code) + "?saved=yes")

    def _shown(
        self,
        request: Request,
        opened: _Opened[Decided],
        shown: Shown,
        problems: Problems | None = None,
        others: Shown | None = None,
    ) -> Response:
        return render(
            request,
            "settings_pages/staff/section.html",
            status=200 if others is None else 409,
            feature=self,
            section=opened.section,
            languages=opened.languages,
            shown=shown,
            others=others or {},
            version=self.version(*opened),
            base=opened.section.base(self.kept.to_form(opened.decided), opened.languages),
            problems=problems,
        )
