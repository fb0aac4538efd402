"""Many requests at once: as many as one office could ever answer are taken, and no more.

A library or a mosque shares one network, so what one may send is what a whole meeting would.
Nothing of it is written down.
"""

from starlette.requests import Request

from portal.web.networks import Networks, tells_networks

USUAL, SECONDS_EACH = 20, 180.0  # of one network, and then one more every so many seconds
USUAL_OF_ALL, SECONDS_EACH_OF_ALL = 60, 60.0
EVERYBODY = b"everybody"


class Asking(Networks):
    """The networks that asked for something lately."""


def is_crowded(request: Request) -> bool:
    """Count one more request, unless that were too much; tell whether it is."""
    here: Asking = request.state.memory.of(Asking)
    bounds = {EVERYBODY: (USUAL_OF_ALL, SECONDS_EACH_OF_ALL)}
    if tells_networks(request):
        bounds[here.source(request)] = (USUAL, SECONDS_EACH)
    if any(here.level(name, each) + 1 > most for name, (most, each) in bounds.items()):
        return True
    for name, (_, each) in bounds.items():
        here.rise(name, each)
    return False
