"""Making slips and using them up: nothing is kept that ties one to an answer, or to an order.

The codes follow from what was drawn with the form that asks for them, so that whoever sends it
twice is shown the same slips. Only names are kept, which a copy of the database does not open.
"""

from sqlmodel import Session
from starlette.requests import Request

from portal.group_responses import queries as returns
from portal.group_responses.slips import queries, rules
from portal.group_responses.slips.models import SlipBatch
from portal.problems import Problem, mark
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.networks import Networks, tells_networks

_PURPOSE = "slip"
_BYTES, _SPARE_BITS = 7, 1
_MOST_WRONG, _SECONDS_EACH = 20, 300.0

_UNKNOWN = mark(
    "We do not know this code, or it was used already. Check it, or leave it out: "
    "your answers count in the same way."
)
_MANY = mark(
    "So many wrong codes came from here that we take none now. Leave it out, or try later."
)


class _Wrong(Networks):
    """How many wrong codes came lately of each network."""


def codes(key: str, number: int) -> list[str]:
    """Give the codes that follow from the key of a form."""
    return [_code(f"{key}:{place}") for place in range(number)]


def name_of_form(key: str) -> str:
    """Give the name of the batch that the form with a key makes."""
    return crypto.fingerprint(key)[:22]


def make(session: Session, settings: Settings, batch: SlipBatch, key: str) -> None:
    """Keep a batch of slips, and of each the name of its code."""
    session.add(batch)
    session.flush()
    queries.keep(session, batch, (_name(settings, code) for code in codes(key, batch.number)))


def revoke(session: Session, batch: SlipBatch) -> None:
    """Let no slip of a batch be used any more; roughly how many were used stays."""
    queries.hold(session, batch)
    batch.number = rules.kept_of_revoked(batch.number, queries.delete_left(session, batch))
    batch.revoked = True
    session.add(batch)
    session.flush()


def spend(
    request: Request, session: Session, consultation: int, response: str, typed: str
) -> Problem | None:
    """Use a slip up for a response and credit its group, or say what is wrong with the code.

    Of a network from which many wrong codes came, none is looked at.
    """
    wrong: _Wrong = request.state.memory.of(_Wrong)
    source = wrong.source(request)
    if tells_networks(request) and wrong.level(source, _SECONDS_EACH) > _MOST_WRONG:
        return Problem(_MANY)
    if use(session, request.state.settings, consultation, response, typed):
        return None
    wrong.rise(source, _SECONDS_EACH)
    return Problem(_UNKNOWN)


def use(session: Session, settings: Settings, consultation: int, response: str, typed: str) -> bool:
    """Use a slip up for a response, and credit its group; False if it cannot be used."""
    code = crypto.parse_short_code(typed)
    name = _name(settings, code) if code else ""
    group = queries.group_of(session, consultation, name)
    if group is None or not queries.use(session, name):
        return False
    queries.mark_response(session, response)
    returns.credit(session, group, response)
    return True


def _code(place: str) -> str:
    drawn = int.from_bytes(crypto.derive(place, _PURPOSE, _BYTES))
    return crypto.short_code_of(drawn >> _SPARE_BITS)


def _name(settings: Settings, code: str) -> str:
    return crypto.keyed_name(settings.secret, code, _PURPOSE)
