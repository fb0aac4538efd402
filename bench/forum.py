"""A forum with 20,000 posts and a directory with 5,000 groups: what a page costs a processor."""

import tempfile
from pathlib import Path
from urllib.parse import urlencode

from bench import databases, forum_data, pages, portal_data, servers
from bench.databases import Database
from bench.pages import Page, say

SEARCH_MILLISECONDS = 100.0
FILTER_MILLISECONDS = 60.0
LONG_TOPIC = 3.0
"""How many times as long as a short topic a long one may take."""


def measure() -> bool:
    """Measure on both databases, print the figures, and tell whether they are good enough."""
    Path("var").mkdir(exist_ok=True)
    fine = True
    with tempfile.TemporaryDirectory(dir="var") as folder, databases.both(Path(folder)) as every:
        for database in every:
            fine &= _on(database, Path(folder))
    return fine


def _on(database: Database, folder: Path) -> bool:
    engine, long, short = forum_data.prepare(database.url)
    engine.dispose()
    environment = {
        "PORTAL_SECRET_KEY": portal_data.SECRET,
        "PORTAL_DATABASE_URL": database.url,
        "PORTAL_VAR": str(folder),
        "PORTAL_JOBS": "false",
    }
    with servers.portal(environment) as server:
        searches = [pages.measured(server, database, page) for page in _searches()]
        filters = [pages.measured(server, database, page) for page in _filters()]
        topics = [pages.measured(server, database, page) for page in _topics(short, long)]
    ratio = topics[1] / topics[0]
    say(
        f"{database.kind}: a topic of {forum_data.LONG} posts {ratio:.2f} times as long "
        f"as one of {forum_data.SHORT} (bound {LONG_TOPIC:.0f})"
    )
    slow = max(searches) >= SEARCH_MILLISECONDS or max(filters) >= FILTER_MILLISECONDS
    return not slow and ratio < LONG_TOPIC


def _searches() -> list[Page]:
    here = f"/en/forum/{forum_data.SLUG}/search?"
    words = {
        "in every post": forum_data.EVERYWHERE,
        "in one": forum_data.ONCE,
        "in none": forum_data.NOWHERE,
        "two, never together": f"{forum_data.EVERYWHERE} {forum_data.NOWHERE}",
        "in Urdu": "کونسل",
    }
    none = (forum_data.NOWHERE,)
    return [
        Page(
            f"search, a word {name}",
            here + urlencode({"q": said}),
            "<article",
            empty=any(one in said for one in none),
        )
        for name, said in words.items()
    ]


def _filters() -> list[Page]:
    chosen = [
        {"q": "women"},
        {"language": "so"},
        {"q": "letters council", "language": "ur"},
        {"q": forum_data.NOWHERE},
    ]
    return [
        Page(
            f"directory, {urlencode(one)}",
            f"/en/groups?{urlencode(one)}",
            "/en/groups/group-",
            empty=forum_data.NOWHERE in one.get("q", ""),
        )
        for one in chosen
    ]


def _topics(short: str, long: str) -> list[Page]:
    at = f"/en/forum/{forum_data.SLUG}/topics"
    return [
        Page(f"topic of {forum_data.SHORT} posts", f"{at}/{short}", "<article"),
        Page(f"topic of {forum_data.LONG} posts", f"{at}/{long}", "<article"),
    ]
