"""Unpacks what a server sends packed, piece by piece, so that a bomb never goes off."""

import zlib
from collections.abc import Generator
from typing import Final

PIECE: Final = 64 * 1024
"""The most bytes that one step may yield."""

GZIP: Final = frozenset({"gzip", "x-gzip"})
ACCEPTED: Final = "gzip, deflate"
UNKNOWN: Final = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi"})
_GZIP_MARK = b"\x1f\x8b"


class Spoilt(Exception):
    """It cannot be unpacked: damaged, or packed in a way that nobody asked for."""


class Unpacker:
    """The state of one body; what is no packing at all passes as it is."""

    def __init__(self, encoding: str) -> None:
        """`encoding` is the header Content-Encoding. Raises Spoilt."""
        names = [name for name in encoding.lower().replace(" ", "").split(",") if name]
        known = [name for name in names if name in GZIP | {"deflate"}]
        if UNKNOWN & set(names) or len(known) > 1:
            raise Spoilt(encoding)
        self._kind = known[0] if known else ""
        self._engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._is_first = True

    def unpack(self, data: bytes) -> Generator[bytes]:
        """The unpacked bytes, none longer than PIECE. Raises Spoilt."""
        if self._is_first and data:
            self._is_first = False
            self._choose(data)
        if not self._kind:
            for start in range(0, len(data), PIECE):
                yield data[start : start + PIECE]
            return
        while data:
            try:
                piece = self._engine.decompress(data, PIECE)
            except zlib.error as error:
                raise Spoilt(str(error)) from error
            if piece:
                yield piece
            data = self._rest()

    def _choose(self, data: bytes) -> None:
        """Believe the bytes: "deflate" comes with and without its frame, "gzip" unpacked."""
        if self._kind in GZIP and not _GZIP_MARK.startswith(data[:2]):
            self._kind = ""
        if self._kind == "deflate" and not _is_framed(data):
            self._engine = zlib.decompressobj(wbits=-zlib.MAX_WBITS)

    def _rest(self) -> bytes:
        """What is still to be unpacked; behind the end only another gzip member counts."""
        if not self._engine.eof:
            return self._engine.unconsumed_tail
        rest = self._engine.unused_data
        if not rest.startswith(_GZIP_MARK):
            return b""
        self._engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        return rest


def _is_framed(data: bytes) -> bool:
    """Whether it begins with zlib's frame (RFC 1950); of a single byte, as far as that says."""
    is_sound = len(data) == 1 or (data[0] * 256 + data[1]) % 31 == 0
    return data[0] & 15 == zlib.DEFLATED and is_sound
