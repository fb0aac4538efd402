"""A file as it is handed out to be saved, neither shown by a browser nor found by a search."""

from urllib.parse import quote

from starlette.responses import Response

_HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "x-download-options": "noopen",
    "x-robots-tag": "noindex",
}


def attached(content: bytes, name: str) -> Response:
    """Hand out bytes under a name, in letters of any script."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    attached = f"attachment; filename=\"{plain}\"; filename*=utf-8''{quote(name, safe='')}"
    headers = {**_HEADERS, "content-disposition": attached}
    return Response(content, media_type="application/octet-stream", headers=headers)
