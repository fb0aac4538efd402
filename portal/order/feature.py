"""What order brings: house rules, blocks, the rota, free seats told of, what is wrong in groups."""

from dataclasses import replace

from portal.bodies import queries as bodies
from portal.languages.i18n import today
from portal.order import (
    blocking,
    blocks,
    concerns,
    duties,
    house_rules,
    queries,
    rota,
    unheard,
    vacancies,
)
from portal.web.brought import Chapter
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(*house_rules.routes, *blocking.routes, *rota.routes, *unheard.routes),
    stands_on={"forum_they_stay": "forum_today"},
    jobs=(blocks.JOB, duties.TIDY, concerns.JOB, vacancies.JOB),
    of_members=replace(blocks.OF_MEMBERS, unheard=unheard.tell),
    chapters={"forum_today": unheard.on_today},
    privacy=lambda session: [Chapter("order/privacy.html", {})] if bodies.public(session) else [],
    waits=lambda session, body: queries.waiting(session, body, today()),
)
