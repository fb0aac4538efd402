"""Data sealed to a public key, so that the portal can write what it cannot read again.

A fresh key seals the data and binds it to its place (XChaCha20-Poly1305); the fresh key is
sealed to the public key (X25519, libsodium's sealed box). What is moved to another row does
not open.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from portal.sealing import crypto

Opening = Callable[[bytes, bytes, str], Any]
"""A way to open something sealed, with a private key and at a place; None when it does not open."""

_HEADER = 80  # a sealed key: 32 bytes, and 48 that every sealed box adds
_KEY = 32
_LENGTH = 4
_SMALLEST = 1024
_LARGE = 64 * 1024


def new_private() -> bytes:
    """Draw a private key: 32 bytes."""
    return bytes(PrivateKey.generate())


def public_of(private: bytes) -> bytes:
    """Give the public key that belongs to a private one."""
    return bytes(PrivateKey(private).public_key)


def seal_to(public: bytes, data: bytes, place: str) -> bytes:
    """Seal data, such as a key, to whoever holds the private key; its length can be seen."""
    key = random(_KEY)
    return bytes(SealedBox(PublicKey(public)).encrypt(key)) + crypto.seal(key, data, place)


def open_with(private: bytes, sealed: bytes, place: str) -> bytes | None:
    """Open what was sealed to a key; None when key, place or data are not the right ones."""
    try:
        key = SealedBox(PrivateKey(private)).decrypt(sealed[:_HEADER])
    except (CryptoError, ValueError):
        return None
    return crypto.unseal(key, sealed[_HEADER:], place)


def first_opened(opening: Opening, privates: Iterable[bytes], sealed: bytes, place: str) -> Any:
    """Open what was sealed to one of several keys, in whatever way; None when none is right."""
    tried = (opening(private, sealed, place) for private in privates)
    return next((opened for opened in tried if opened is not None), None)


def seal_padded(public: bytes, data: bytes, place: str) -> bytes:
    """Seal data whose length is nobody's business: it is filled up to a size many have."""
    return seal_to(public, padded(data), place)


def open_padded(private: bytes, sealed: bytes, place: str) -> bytes | None:
    """Open data that was filled up."""
    opened = open_with(private, sealed, place)
    return None if opened is None else unpadded(opened)


def seal_record(public: bytes, record: Any, place: str) -> bytes:
    """Seal a JSON value, filled up."""
    return seal_padded(public, json.dumps(record, ensure_ascii=False).encode(), place)


def open_record(private: bytes, sealed: bytes, place: str) -> Any:
    """Open a sealed JSON value; None when it does not open."""
    opened = open_padded(private, sealed, place)
    return None if opened is None else json.loads(opened)


def padded(data: bytes) -> bytes:
    """Fill data up: to the next power of two from 1 KiB on, and to full 64 KiB beyond that."""
    length = len(data) + _LENGTH
    size = max(_SMALLEST, 1 << (length - 1).bit_length())
    if size > _LARGE:
        size = -(-length // _LARGE) * _LARGE
    return len(data).to_bytes(_LENGTH) + data + bytes(size - length)


def unpadded(data: bytes) -> bytes:
    """Take away what data was filled up with."""
    length = int.from_bytes(data[:_LENGTH])
    return data[_LENGTH : _LENGTH + length]
