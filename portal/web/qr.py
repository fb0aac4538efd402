"""QR codes, which lead from a screen or from paper to an address."""

from typing import NamedTuple


class Squares(NamedTuple):
    """A QR code as one path of squares in a field of so many, drawn once for many places."""

    size: int
    path: str


def qr_picture(address: str) -> str:
    """Draw the QR code of an address as the address of an image that holds itself."""
    import segno

    return str(segno.make(address, micro=False).svg_data_uri(scale=4, border=4, light="#fff"))


def qr_squares(address: str) -> Squares:
    """Draw the QR code of an address as squares."""
    import segno

    rows = segno.make(address, error="m", micro=False).matrix
    dark = [(x, y) for y, row in enumerate(rows) for x, bit in enumerate(row) if bit]
    return Squares(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
