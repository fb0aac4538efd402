"""A certificate of its own for a server on this machine, written byte by byte (RFC 5280, 8410)."""

import base64
import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from nacl.signing import SigningKey

from portal.store.db import now

_ED25519 = bytes.fromhex("300506032b6570")
_NAME = "voices test"


@dataclass(frozen=True)
class Certificate:
    """Files that a server needs, and that a client trusts."""

    chain: Path
    key: Path


def certificate(folder: Path) -> Certificate:
    """Make a self-signed certificate for 127.0.0.1, good for an hour."""
    key = SigningKey.generate()
    body = _body(bytes(key.verify_key))
    signed = _sequence(body, _ED25519, _bits(key.sign(body).signature))
    private = _sequence(_number(0), _ED25519, _tagged(0x04, _tagged(0x04, bytes(key))))
    made = Certificate(folder / "chain.pem", folder / "key.pem")
    made.chain.write_text(_pem("CERTIFICATE", signed))
    made.key.write_text(_pem("PRIVATE KEY", private))
    return made


def _body(public: bytes) -> bytes:
    moments = (now() - timedelta(hours=1), now() + timedelta(hours=1))
    validity = [_tagged(0x17, f"{moment:%y%m%d%H%M%SZ}".encode()) for moment in moments]
    common_name = _sequence(bytes.fromhex("0603550403"), _tagged(0x0C, _NAME.encode()))
    name = _sequence(_tagged(0x31, common_name))
    return _sequence(
        _tagged(0xA0, _number(2)),
        _number(int.from_bytes(os.urandom(8)) >> 1),
        _ED25519,
        name,
        _sequence(*validity),
        name,
        _sequence(_ED25519, _bits(public)),
        _tagged(0xA3, _sequence(*_extensions(public[:20]))),
    )


def _extensions(identifier: bytes) -> list[bytes]:
    # What Python 3.13 insists on: the key's identifier twice, an authority, its uses, an address.
    critical = _tagged(0x01, b"\xff")
    return [
        _extension(14, _tagged(0x04, identifier)),
        _extension(35, _sequence(_tagged(0x80, identifier))),
        _extension(19, _sequence(critical), critical),
        _extension(15, bytes.fromhex("03020284"), critical),
        _extension(17, _sequence(_tagged(0x87, bytes([127, 0, 0, 1])))),
    ]


def _extension(number: int, value: bytes, critical: bytes = b"") -> bytes:
    return _sequence(_tagged(0x06, bytes([0x55, 0x1D, number])), critical, _tagged(0x04, value))


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _number(value: int) -> bytes:
    return _tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def _bits(value: bytes) -> bytes:
    return _tagged(0x03, b"\0" + value)


def _tagged(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 128:
        return bytes([tag, size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + value


def _pem(label: str, der: bytes) -> str:
    return f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n"
