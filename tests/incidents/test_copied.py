"""What a copy of the database and one passphrase open, offline and without the portal.

The copy is taken table by table with plain SQL and opened with libsodium alone: neither pages nor
queries of the portal have a say in it, and no log notes it. `docs/threat-model.md` says the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import Aead
from sqlalchemy import Engine, Select, inspect, select, table, text
from sqlmodel import Session

from portal.accounts.models import Role
from portal.incidents.models import KeyHolder
from portal.incidents.records import codes, keys, take_in
from portal.incidents.records.take_in import Sent
from portal.incidents.rules import Circle
from portal.incidents.staff.cases import conflicts
from tests.incidents.factories import PASSPHRASE, TODAY, Person, approvers, person, report, team

Row = Mapping[str, Any]
Copy = Mapping[str, list[Row]]

HEADER = 80  # what is sealed begins with a fresh key in a sealed box
PLACES = {
    "report_key": "report_key:{report_id}:{holder_id}",
    "team_key_copy": "team_key_copy:{purpose}:{holder_id}",
    "report_item": "report_item:{report_id}:{id}:{kind}",
    "conflict": "conflict:{report_id}:{account_id}",
}
WORDS = {
    "ordinary": "Quokka waited at the bus stop",
    "about the council": "Ibex laughed at the counter",
    "kept from": "Narwhal lives next door",
    "left out": "Axolotl must not know",
    "of one": "Pangolin told only you",
}
PHONE = "01632 960773"


@dataclass(frozen=True)
class Opened:
    """What a private key opens of a copy, and what that opens in turn."""

    rows: list[tuple[str, Row]]
    contents: bytes


def copied(engine: Engine) -> Copy:
    """Carry every row of every table away."""
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(_all_of(name)).mappings()]
            for name in inspect(connection).get_table_names()
        }


def private_key(copy: Copy, account: int, passphrase: str) -> bytes | None:
    """Open an account's key as anybody could who knows how it is locked."""
    (held,) = (row for row in copy["key_holder"] if row["account_id"] == account)
    salt, memory = bytes(held["salt"]), 64 * 1024 * 1024
    key = argon2id.kdf(32, passphrase.encode(), salt, opslimit=3, memlimit=memory)
    return _decrypted(bytes(key), bytes(held["sealed_private"]), f"key_holder:{held['id']}")


def opened(copy: Copy, private: bytes) -> Opened:
    """Open all that a key opens wherever it lies, and go on with each key found in there."""
    rows: list[tuple[str, Row]] = []
    contents, waiting, tried = b"", [private], set[bytes]()
    while waiting:
        key = waiting.pop()
        tried.add(key)
        for name, row, sealed in _all_sealed(copy):
            if (fresh := _box(key, sealed)) is None:
                continue
            rows.append((name, row))
            place = PLACES.get(name, "").format(**row)
            content = _decrypted(fresh, sealed[HEADER:], place) or b""
            contents += content
            waiting += [content] if len(content) == 32 and content not in tried else []
    return Opened(rows, contents)


def _all_of(name: str) -> Select[Any]:
    return select(text("*")).select_from(table(name))


def _all_sealed(copy: Copy) -> Iterator[tuple[str, Row, bytes]]:
    for name, rows in copy.items():
        for row in rows:
            for value in row.values():
                if isinstance(value, bytes | memoryview):
                    yield name, row, bytes(value)


def _box(private: bytes, sealed: bytes) -> bytes | None:
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(sealed[:HEADER]))
    except (CryptoError, ValueError):
        return None


def _decrypted(key: bytes, sealed: bytes, place: str) -> bytes | None:
    try:
        return bytes(Aead(key).decrypt(sealed[1:], place.encode()))
    except (CryptoError, ValueError):
        return None


@dataclass(frozen=True)
class House:
    """People with keys, and the reports that reached some of them, by their names here."""

    people: Mapping[str, Person]
    reports: Mapping[str, str]


@pytest.fixture
def house(session: Session) -> House:
    first, second, third = team(session, 3)
    fresh = person(session, Role.CASEWORKER)
    fresh.vault.holder.waiting = True
    session.add(fresh.vault.holder)
    approver, outside = approvers(session)[0], person(session, Role.INDEPENDENT)
    others = {role.value: person(session, role) for role in (Role.ANALYST, Role.PARTNER)}
    made = {
        "ordinary": report(session, WORDS["ordinary"], contact={"telephone": PHONE}),
        "about the council": report(session, WORDS["about the council"], circle=Circle.INDEPENDENT),
        "kept from": report(session, WORDS["kept from"]),
        "of one": report(session, WORDS["of one"]),
    }
    wish = Sent(codes.new(), {"what": WORDS["left out"]}, left_out=frozenset({third.number}))
    made["left out"] = take_in.receive(session, wish, TODAY)
    conflicts.block(session, made["kept from"], third.number, "Her cousin.", by=first.number)
    for one in (second, third):
        keys.take(session, made["of one"].id, session.get_one(KeyHolder, one.vault.holder.id))
    session.commit()
    people = {"first": first, "second": second, "third": third, "fresh": fresh}
    people |= {"approver": approver, "outside": outside, **others}
    return House(people, {name: one.id for name, one in made.items()})


HOLDS = [
    ("first", {"ordinary", "kept from", "left out", "of one"}),
    ("second", {"ordinary", "kept from", "left out"}),
    ("third", {"ordinary"}),
    ("fresh", set()),
    ("outside", {"about the council"}),
    ("approver", set()),
    ("analyst", set()),
    ("partner", set()),
]


@pytest.mark.parametrize(("who", "holds"), HOLDS)
def test_a_copy_and_one_passphrase_open_exactly_the_reports_of_which_that_account_holds_a_key(
    engine: Engine, house: House, who: str, holds: set[str]
) -> None:
    copy = copied(engine)
    private = private_key(copy, house.people[who].number, PASSPHRASE)
    assert private == house.people[who].vault.private
    found = opened(copy, private)
    reached = {row["report_id"] for _, row in found.rows if "report_id" in row}
    assert reached == {house.reports[name] for name in holds}
    read = {name for name, words in WORDS.items() if words.encode() in found.contents}
    assert read == holds


@pytest.mark.parametrize("who", [who for who, _ in HOLDS])
def test_how_to_reach_a_reporter_takes_the_passphrases_of_two(
    engine: Engine, house: House, who: str
) -> None:
    copy = copied(engine)
    private = private_key(copy, house.people[who].number, PASSPHRASE) or b""
    assert PHONE.encode() not in opened(copy, private).contents


def test_what_stands_in_the_copy_itself_opens_nothing(engine: Engine, house: House) -> None:
    copy = copied(engine)
    keys_there = {sealed for _, _, sealed in _all_sealed(copy) if len(sealed) == 32}
    assert len(keys_there) > len(house.people)
    assert [found.rows for one in keys_there if (found := opened(copy, one)).rows] == []


def test_nearly_the_passphrase_opens_nothing(engine: Engine, house: House) -> None:
    copy = copied(engine)
    for typed in (PASSPHRASE[:-1], PASSPHRASE.upper(), ""):
        assert private_key(copy, house.people["first"].number, typed) is None


def test_a_passphrase_opens_nothing_once_its_key_has_ended(
    engine: Engine, session: Session, house: House
) -> None:
    first = house.people["first"]
    keys.retire(session, session.get_one(KeyHolder, first.vault.holder.id), TODAY)
    session.commit()
    copy = copied(engine)
    (held,) = (row for row in copy["key_holder"] if row["account_id"] == first.number)
    assert bytes(held["sealed_private"]) == bytes(held["salt"]) == b""
    assert opened(copy, first.vault.private).rows == []
