"""What is kept at hand is the same for everybody, so nobody can change what they are handed."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.analysis import queries as analysis
from portal.analysis import snapshot
from portal.analysis.encoding import Shape
from portal.categories.rules import characteristics
from portal.consultations import queries
from portal.council import queries as council_queries
from portal.frozen import FrozenDict, frozen
from portal.store.memory import Memory, at_hand
from tests.consultations.factories import consultation
from tests.council.factories import council


def refuses(change: Any) -> None:
    with pytest.raises((TypeError, AttributeError, ValueError, FrozenInstanceError)):
        change()


def test_the_settings_of_the_council_cannot_be_changed(session: Session) -> None:
    council(session)
    kept = council_queries.current(session)
    refuses(lambda: setattr(kept, "wordmark", "Mine"))
    refuses(lambda: kept.name.update(en="Mine"))
    refuses(kept.telephones["en"].hours.clear)
    refuses(lambda: kept.telephones.pop("en"))  # type: ignore[attr-defined]


def test_before_anything_is_saved_the_settings_cannot_be_changed_either(memory: Memory) -> None:
    refuses(lambda: council_queries.last_known(memory).name.update(en="Mine"))


def test_an_edition_cannot_be_changed(session: Session) -> None:
    edition: Any = queries.edition(session, consultation(session))
    refuses(lambda: setattr(edition, "title", {}))
    refuses(lambda: edition.title.update(en="Mine"))
    refuses(lambda: edition.sections[0].questions[0].label.setdefault("xx", "Mine"))


def test_a_consultation_that_is_only_read_cannot_be_changed(session: Session) -> None:
    slug = consultation(session).slug
    first: Any = queries.to_read(session, slug)
    refuses(lambda: setattr(first, "closes", None))
    first.title["en"] = "Mine"
    assert queries.to_read(session, slug) != first


def test_the_columns_of_a_snapshot_cannot_be_changed(session: Session) -> None:
    item = consultation(session)
    shape = Shape(item.edition, queries.edition(session, item), characteristics("wales"))
    columns: Any = snapshot.of(session, item, shape).columns
    refuses(lambda: columns.update(mine=()))
    for values in columns.values():
        refuses(lambda values=values: values.resize(3))
        assert not values.flags.writeable
    assert analysis.marker(session, item)


def test_words_that_were_frozen_are_words_as_before() -> None:
    read = frozen({"en": ["a", {"b": "c"}]})
    assert read == {"en": ("a", {"b": "c"})}
    assert isinstance(read["en"][1], FrozenDict)
    assert {**read} | {"cy": ()} == {"en": ("a", {"b": "c"}), "cy": ()}


def test_outside_of_any_application_a_session_remembers_for_itself_alone(
    browser: TestClient, session: Session
) -> None:
    with Session(session.get_bind()) as other:
        assert at_hand(other) is at_hand(other)
        assert at_hand(other) is not at_hand(session)
        assert at_hand(session) is browser.app_state["memory"]
