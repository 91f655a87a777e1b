"""PDF files that are built to hang, to fill the memory, or to end who reads them."""

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, repeat

DEFLATED = b"/Filter /FlateDecode "
BLANK = b" " * 1_000_000
TEXT = b"BT /F 12 Tf 72 700 Td (Hello) Tj ET"


def raw_pdf(
    contents: Sequence[bytes],
    *,
    pages: int = 0,
    box: tuple[int, int] = (612, 792),
    filters: bytes = b"",
) -> bytes:
    """A file of pages with these very content streams; the last one serves the rest."""
    count = pages or len(contents)
    first = 4 + count
    kids = b" ".join(b"%d 0 R" % number for number in range(4, first))
    streams = [min(at, len(contents) - 1) + first for at in range(count)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%b] /MediaBox [0 0 %d %d] >>" % (count, kids, *box),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >>"
            b" /Contents %d 0 R >>" % stream
            for stream in streams
        ),
        *(
            b"<< %b/Length %d >>\nstream\n%b\nendstream" % (filters, len(data), data)
            for data in contents
        ),
    ]
    parts = [b"%PDF-1.5\n"]
    offsets: list[int] = []
    place = len(parts[0])
    for number, body in enumerate(objects, start=1):
        offsets.append(place)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        place += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    parts.append(
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, place)
    )
    return b"".join(parts)


@cache
def many_operators(count: int = 3_000_000) -> bytes:
    """Letters, each with an operator of its own, in a small file."""
    letters = b"1 0 0 1 72 700 Tm (a) Tj " * 1000
    words = chain((b"BT /F 9 Tf ",), repeat(letters, count // 1000), (b"ET",))
    return raw_pdf([packed(words)], filters=DEFLATED)


@cache
def bomb(megabytes: int = 400) -> bytes:
    """A stream that unpacks to a thousand times its size."""
    return raw_pdf([packed(repeat(BLANK, megabytes))], filters=DEFLATED)


def bomb_in_a_bomb() -> bytes:
    """The same, packed twice."""
    inner = zlib.compress(packed(repeat(BLANK, 400)))
    return raw_pdf([inner], filters=b"/Filter [/FlateDecode /FlateDecode] ")


def packed(parts: Iterable[bytes]) -> bytes:
    """Compressed piece by piece, so that the whole never stands in our own memory."""
    packer = zlib.compressobj()
    return b"".join(map(packer.compress, parts)) + packer.flush()
