"""PDF files as they are written by hand: valid ones, and ones that hide something."""

import zlib

HEAD = b"%PDF-1.7\n"


def pdf(
    *more: bytes, catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"", after: bytes = b""
) -> bytes:
    """Write a PDF of one page; `more` are its objects from the fourth on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] %s >>" % page,
        *more,
    ]
    body, places = HEAD, []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    lines = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n%010d 65535 f \n%s" % (size, 0, lines)
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer)
        + b"startxref\n%d\n%%%%EOF\n%s" % (len(body), after)
    )


def packed(hidden: bytes, *filters: str) -> bytes:
    """Write a PDF whose page has an annotation in an object stream, plain or behind filters.

    The cross-reference is a stream, too, as that is the only one that can name packed objects.
    """
    content = b"10 0 " + hidden
    encoded = content
    for name in reversed(filters):
        encoded = zlib.compress(encoded) if name == "FlateDecode" else encoded.hex().encode()
    names = b" ".join(b"/" + name.encode() for name in filters)
    chosen = b"/Filter [%s]" % names if filters else b""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [10 0 R] >>",
        4: b"<< /Type /ObjStm /N 1 /First 5 /Length %d %s >>\nstream\n%s\nendstream"
        % (len(encoded), chosen, encoded),
    }
    body, places = HEAD, {}
    for number, one in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    entries = [b"\0\0\0\0\0"]
    entries += [b"\1" + places[number].to_bytes(3) + b"\0" for number in (1, 2, 3, 4)]
    entries += [b"\1" + len(body).to_bytes(3) + b"\0"]
    table = b"".join([*entries, b"\2" + (4).to_bytes(3) + b"\0"])
    index = b"/Index [0 6 10 1]"
    cross = b"<< /Type /XRef /Size 11 %s /W [1 3 1] /Root 1 0 R /Length %d >>" % (index, len(table))
    end = b"5 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (cross, table, len(body))


PDF = pdf()
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
LINK = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (%s) >> >>]"
LOCKED = pdf(
    b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (b"o" * 32, b"u" * 32),
    trailer=b"/Encrypt 4 0 R /ID [<00> <00>]",
)
