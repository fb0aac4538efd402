"""Cases of the same person, found only if that person agreed and whoever helps asks.

Somebody who agrees writes words that only they would use again. The tag made of them is keyed
with a key that the team shares, so a copy of the database does not tell which words they were,
and words that are guessed cannot be tried out on it.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from portal.incidents.models import Report, ReportKey
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.staff.sharing import fields
from portal.languages.normal_form import normalised
from portal.languages.numerals import plain_digits
from portal.store import audit

_LETTERS = ("L", "M", "N")


def note(session: Session, report: Report, private: bytes, vault: Vault) -> None:
    """Tag a case that somebody opens, as its reporter agreed last; without that it has no tag.

    Whoever does not share the linking key tags nothing, and still takes away what was withdrawn.
    """
    words = _agreed_words(session, report, private)
    key = vault.team_private(session, TeamKeyPurpose.LINKING)
    if words and key is None:
        return
    made = tag(words, key) if words and key else None
    if made == report.link_tag:
        return
    report.link_tag = made
    session.add(report)
    action = "case.link_noted" if made else "case.link_removed"
    audit.record(session, vault.holder.account_id or 0, action, report.reference)


def others(session: Session, report: Report, vault: Vault) -> Sequence[Report]:
    """List the other cases of the same person that this vault opens, the newest first."""
    if report.link_tag is None:
        return []
    query = select(Report).join(ReportKey, col(ReportKey.report_id) == Report.id)
    query = query.where(ReportKey.holder_id == vault.holder.id, Report.id != report.id)
    query = query.where(Report.link_tag == report.link_tag)
    return session.exec(query.order_by(col(Report.day).desc(), Report.reference)).all()


def tag(words: str, key: bytes) -> str:
    """Make the tag of some words under the linking key: BLAKE2b, keyed, in hex."""
    return hashlib.blake2b(words.encode(), key=key, digest_size=32, person=b"linking").hexdigest()


def normal(words: str) -> str:
    """Reduce words to what stays the same when they are written again: letters and digits.

    Compatibility forms, case, spaces, punctuation and the digits of a script make no difference.
    """
    folded = normalised(normalised(words, "NFKC").casefold(), "NFKC")
    return plain_digits("".join(one for one in folded if unicodedata.category(one)[0] in _LETTERS))


def _agreed_words(session: Session, report: Report, private: bytes) -> str:
    opened = pieces.opened(session, report, private, Item.ADDITION)
    records = [(item.kind, addition) for item, addition in opened]
    if not fields.may_agree(records):
        return ""
    needs: dict[str, Any] = {}
    for _, addition in records:
        if addition.get("section") == "needs":
            needs = addition
    return normal(str(needs.get("link_words", ""))) if needs.get("link") == "yes" else ""
