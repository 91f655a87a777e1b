"""Sends one request for a page or document and reads the answer within its limits of size."""

import re
from dataclasses import dataclass
from typing import Final

import httpx2

from enrichers.pages.lines import Line
from enrichers.pages.media import LOOKED_AT, PDF, is_readable, media_type
from enrichers.pages.unpack import Spoilt, Unpacker

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
ERRORS: Final = 400

MESSAGE_BYTES: Final = 256 * 1024
"""What is read of an answer that is an error: enough to tell whose challenge it is."""

DRAINED_BYTES: Final = 16 * 1024
"""What is read of a redirect, so that the connection can be kept."""

MOST_PACKING: Final = 64 * 1024
"""Bytes that packing may add to a body: a packing without contents ends too."""

_CHARSET = re.compile(r";\s{0,9}charset\s{0,9}=\s{0,9}[\"']?([\w:.-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is read, in bytes as unpacked."""

    page: int
    document: int
    """Of a PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, read as far as it is wanted."""

    status: int
    headers: httpx2.Headers
    content_type: str
    """Sniffed, without parameters."""
    charset: str
    """As the header names it."""
    body: bytes
    """Unpacked; empty for what has nothing to read, such as an image."""
    is_cut: bool


def exchange(
    line: Line, request: httpx2.Request, cookies: httpx2.Cookies, sizes: Sizes
) -> Answer:
    """Ask once. Cookies that the answer sets are put to the others.

    Raises httpx2.RequestError, and what connecting raises: Forbidden, NoSuchHost.
    """
    response = line.handle_request(request)
    response.request = request
    try:
        cookies.extract_cookies(response)
        return _read(response, sizes)
    except Spoilt as error:
        raise httpx2.DecodingError(str(error), request=request) from error
    finally:
        response.close()


def _read(response: httpx2.Response, sizes: Sizes) -> Answer:
    headers = response.headers
    said = headers.get("content-type", "")
    declared = said.partition(";")[0].strip().lower()
    unpacker = Unpacker(headers.get("content-encoding", ""))
    body = bytearray()
    content_type, most, packed, is_cut = "", LOOKED_AT, 0, False
    for data in response.iter_raw():
        packed += len(data)
        for piece in unpacker.unpack(data):
            body += piece
            if not content_type and len(body) >= LOOKED_AT:
                content_type = media_type(declared, bytes(body[:LOOKED_AT]))
                most = _most(response.status_code, content_type, sizes)
            is_cut = bool(content_type) and len(body) > most
            if is_cut:
                break
        if is_cut or packed > most + MOST_PACKING:
            is_cut = True
            break
    content_type = content_type or media_type(declared, bytes(body))
    charset = _CHARSET.search(said)
    del body[most if is_readable(content_type) else 0 :]
    return Answer(
        status=response.status_code,
        headers=headers,
        content_type=content_type,
        charset=charset[1].lower() if charset else "",
        body=bytes(body),
        is_cut=is_cut,
    )


def _most(status: int, content_type: str, sizes: Sizes) -> int:
    if status in REDIRECTS:
        return DRAINED_BYTES
    if not is_readable(content_type):
        return LOOKED_AT
    if status >= ERRORS:
        return MESSAGE_BYTES
    return sizes.document if content_type == PDF else sizes.page
