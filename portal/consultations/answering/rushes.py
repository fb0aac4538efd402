"""Whether answers come in a rush: more from one network within an hour than is usual.

A library, a mosque or a meeting shares one address, so nobody is refused and everything counts:
an answer only gets a mark, and whoever reads answers judges. No row tells which network it was.
"""

from starlette.requests import Request

from portal.web.networks import Networks

USUAL = 12  # responses of one network, and then one more every so many seconds
SECONDS_EACH = 300.0


class Answering(Networks):
    """The networks that answers came from lately."""


def rushed(request: Request) -> bool:
    """Count one more response, and tell whether its network sent more than is usual."""
    here: Answering = request.state.memory.of(Answering)
    return here.rise(here.source(request), SECONDS_EACH) > USUAL
