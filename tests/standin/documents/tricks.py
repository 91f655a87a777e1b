"""Answers that hurt whoever reads them without limits."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from tests.standin.wire import Reply

MEGABYTE = 2**20
NESTED = 100 * MEGABYTE
UNPACKED = 1024 * MEGABYTE


def _endless(reply: Reply) -> Reply:
    """It never stops."""

    def body() -> Iterator[bytes]:
        yield reply.body
        while True:
            yield b"<p>and so on</p>\n" * 4096

    return replace(reply, stream=body)


def _trickle(reply: Reply) -> Reply:
    """A byte now and then, and never an end."""

    def body() -> Iterator[bytes]:
        while True:
            yield b" "
            yield b""

    return replace(reply, stream=body)


def _silence(reply: Reply) -> Reply:
    """The headers, and then nothing."""

    def body() -> Iterator[bytes]:
        while True:
            yield b""

    return replace(reply, stream=body)


def _nested(reply: Reply) -> Reply:
    """A hundred megabytes of elements in each other."""

    def body() -> Iterator[bytes]:
        yield reply.body.partition(b"<body>")[0] + b"<body>"
        block = b"<div>" * (MEGABYTE // 5)
        for _ in range(NESTED // len(block)):
            yield block

    return replace(reply, stream=body)


@cache
def _packed_block() -> bytes:
    """Deflate's words for 16 MB of blanks, to be repeated at will."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(b" " * 16 * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)


def _bomb(reply: Reply) -> Reply:
    """One megabyte that unpacks to a thousand; its end, with the checksum, is missing."""

    def body() -> Iterable[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        yield packer.compress(reply.body) + packer.flush(zlib.Z_FULL_FLUSH)
        for _ in range(UNPACKED // (16 * MEGABYTE)):
            yield _packed_block()

    return replace(reply, stream=body, headers={**reply.headers, "Content-Encoding": "gzip"})


def _long_meta(reply: Reply) -> Reply:
    """A meta element of ten megabytes before those that matter."""
    wide = b'<meta name="citation_abstract" content="' + b"a " * (5 * MEGABYTE) + b'">\n'
    return replace(reply, body=reply.body.replace(b"<head>\n", b"<head>\n" + wide, 1))


def _entities(reply: Reply) -> Reply:
    """XML whose entities double and double."""
    names = "abcdefghijklmnopqrstuvwxyz"
    pairs = zip(names[1:], names, strict=False)
    declared = "".join(f'<!ENTITY {name} "&{of};&{of};">' for name, of in pairs)
    bomb = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha ">{declared}]><html>&z;</html>'
    headers = {**reply.headers, "Content-Type": "application/xhtml+xml"}
    return replace(reply, body=bomb.encode(), headers=headers)


def _many_metas(reply: Reply) -> Reply:
    """A hundred thousand authors."""
    wide = b"".join(
        b'<meta name="citation_author" content="Nobody, N. %d">\n' % number
        for number in range(100_000)
    )
    return replace(reply, body=reply.body.replace(b"</head>", wide + b"</head>", 1))


def _bait(reply: Reply) -> Reply:
    """Strings on which careless patterns never end."""
    lines = (
        "10.1000/" + "(" * 50_000,
        "doi:10." + "1." * 50_000,
        "arXiv:" + "0" * 100_000,
        "a" * 100_000 + "@",
        "<" * 100_000,
        "References " * 20_000,
        " " * 200_000 + "x",
    )
    text = "\n".join(f"<p>{line}</p>" for line in lines).encode()
    return replace(reply, body=reply.body.replace(b"</main>", text + b"</main>", 1))


def _cut(reply: Reply) -> Reply:
    """Only its first two thirds are there."""
    return replace(reply, body=reply.body[: len(reply.body) * 2 // 3])


def _head_only(reply: Reply) -> Reply:
    """A PDF's first line and then noise."""
    noise = bytes((7 * number * number + 11) % 256 for number in range(40_000))
    return replace(reply, body=b"%PDF-1.7\n" + noise)


def _no_table(reply: Reply) -> Reply:
    """A PDF whose table of objects is somewhere else than it says."""
    head, _, _ = reply.body.rpartition(b"startxref")
    return replace(reply, body=head + b"startxref\n99999999\n%%EOF\n")


def _looped(reply: Reply) -> Reply:
    """A PDF whose pages contain themselves."""
    body = reply.body.replace(b"/Kids [", b"/Kids [2 0 R ", 1)
    return replace(reply, body=body)


def _no_bytes(reply: Reply) -> Reply:
    return replace(reply, body=b"")


def _markup_as_pdf(reply: Reply) -> Reply:
    """A page of HTML that says it is a PDF."""
    page = (
        b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>"
    )
    return replace(reply, body=page)


def _octets(reply: Reply) -> Reply:
    """It does not say what it is."""
    return replace(reply, headers={**reply.headers, "Content-Type": "application/octet-stream"})


def _untyped(reply: Reply) -> Reply:
    headers = {name: text for name, text in reply.headers.items() if name != "Content-Type"}
    return replace(reply, headers=headers)


def _broken_utf8(reply: Reply) -> Reply:
    return replace(reply, body=reply.body.replace(b"<p>", b"<p>\xff\xfe\xc3\x28 \xe2\x82 "))


def _reset(reply: Reply) -> Reply:
    return replace(reply, is_reset=True)


def _as_it_is(reply: Reply) -> Reply:
    return reply


TRICKS: Mapping[str, Callable[[Reply], Reply]] = {
    "": _as_it_is,
    "http-only": _as_it_is,  # the web answers for the other scheme
    "locked": _as_it_is,  # the password is set when the PDF is written
    "endless": _endless,
    "trickle": _trickle,
    "silence": _silence,
    "nested": _nested,
    "bomb": _bomb,
    "long-meta": _long_meta,
    "many-metas": _many_metas,
    "entities": _entities,
    "bait": _bait,
    "cut": _cut,
    "head-only": _head_only,
    "no-table": _no_table,
    "looped": _looped,
    "no-bytes": _no_bytes,
    "markup-as-pdf": _markup_as_pdf,
    "octets": _octets,
    "untyped": _untyped,
    "broken-utf8": _broken_utf8,
    "reset": _reset,
}
