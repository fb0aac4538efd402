"""Staff pages about the equality questions: the harmonised lists and the council's own options."""

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.categories import options, queries, schemes
from portal.categories.models import LocalOption
from portal.categories.schemes import Characteristic
from portal.problems import Problem, Problems, mark, too_long
from portal.store import audit
from portal.web.page import done, found, get, link, page, post, render, sent_text

LONGEST_LABEL = 80


@page
@administrator_only
def overview(request: Request, session: Session, account: Account) -> Response:
    """Show the list in force, who has checked its words, and its questions."""
    nation = request.state.council.nation
    return render(
        request,
        "categories/staff/overview.html",
        scheme=schemes.of(nation),
        questions=queries.questions(session, nation),
    )


@page
@administrator_only
def category(request: Request, session: Session, account: Account) -> Response:
    """Show one question with its options, the council's own among them."""
    return _category(request, session, _question(request, session), sent={})


@page
@administrator_only
def add(request: Request, session: Session, account: Account) -> Response:
    """Add an option of the council's own below a harmonised one."""
    question = _question(request, session)
    if question.code not in options.MAY_HAVE_LOCAL:
        raise HTTPException(404)
    sent = request.state.form
    label = {tag: sent_text(sent, f"label.{tag}") for tag in request.state.council.languages}
    parent = sent_text(sent, "parent")
    if problems := _check(question, parent, label):
        return _category(request, session, question, sent=sent, problems=problems)
    option = _added(session, question, parent, label)
    _record(session, account, "category.option_added", option)
    return _back(question.code, "added", request)


@page
@administrator_only
def offer(request: Request, session: Session, account: Account) -> Response:
    """Retire an option of the council's own, or offer it again; answers keep it either way."""
    place = request.path_params
    option = found(queries.local_option(session, place["characteristic"], place["code"]))
    option.retired = sent_text(request.state.form, "offer") != "yes"
    session.add(option)
    what = "retired" if option.retired else "restored"
    _record(session, account, f"category.option_{what}", option)
    return _back(option.characteristic, what, request)


routes = [
    get("/staff/categories", overview, name="staff_categories"),
    get("/staff/categories/{characteristic}", category, name="staff_category"),
    post("/staff/categories/{characteristic}/add", add, name="staff_category_add"),
    post("/staff/categories/{characteristic}/{code}/offer", offer, name="staff_category_offer"),
]


def _question(request: Request, session: Session) -> Characteristic:
    asked = queries.questions(session, request.state.council.nation)
    code = request.path_params["characteristic"]
    return found(next((one for one in asked if one.code == code), None))


def _category(
    request: Request,
    session: Session,
    question: Characteristic,
    *,
    sent: object,
    problems: Problems | None = None,
) -> Response:
    return render(
        request,
        "categories/staff/category.html",
        question=question,
        own=queries.local_options_of(session, question.code),
        may_add=question.code in options.MAY_HAVE_LOCAL,
        parents=options.parents_for_local(question),
        labels={one.code: one.label for one in question.options},
        sent=sent,
        problems=problems,
        done=request.query_params.get("done", ""),
    )


def _check(question: Characteristic, parent: str, label: dict[str, str]) -> Problems:
    problems: Problems = {}
    if parent not in {option.code for option in options.parents_for_local(question)}:
        problems["parent"] = Problem(mark("Choose the option it counts as."))
    for tag, words in label.items():
        if problem := _check_words(question, tag, words):
            problems[f"label.{tag}"] = problem
    return problems


def _check_words(question: Characteristic, tag: str, words: str) -> Problem | None:
    known = {one.label.get(tag, "").casefold() for one in (*question.options, *question.retired)}
    if not words:
        return Problem(mark("Write the name of the option in this language."))
    if len(words) > LONGEST_LABEL:
        return too_long(LONGEST_LABEL)
    if words.casefold() in known:
        return Problem(mark("This option is already on the list."))
    return None


def _added(
    session: Session, question: Characteristic, parent: str, label: dict[str, str]
) -> LocalOption:
    # The list in force leaves out the council's options below parents of another nation's list.
    own = {option.code for option in queries.local_options_of(session, question.code)}
    taken = own | {option.code for option in question.options}
    code = options.local_code(label.get("en") or next(iter(label.values())), taken)
    option = LocalOption(characteristic=question.code, code=code, parent=parent, label=label)
    session.add(option)
    return option


def _record(session: Session, account: Account, action: str, option: LocalOption) -> None:
    subject = f"{option.characteristic}/{option.code}"
    details = {"parent": option.parent, "label": option.label}
    audit.record(session, str(account.id), action, subject, **details)


def _back(characteristic: str, what: str, request: Request) -> Response:
    return done(request, link("staff_category", characteristic=characteristic), what)
