import gzip
import zlib

import pytest

from enrichers.pages.unpack import PIECE, Spoilt, Unpacker

TEXT = b"We study spaces. " * 5_000
RAW_DEFLATE = zlib.compress(TEXT)[2:-4]


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("none", TEXT),
        ("utf-8", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT) + b"\x00" * 100),
        ("gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])),
        ("gzip", TEXT),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", RAW_DEFLATE),
    ],
)
@pytest.mark.parametrize("step", [1, 700, 1 << 20])
def test_what_is_packed_comes_out_whole(encoding: str, packed: bytes, step: int) -> None:
    unpacker = Unpacker(encoding)
    pieces = [
        piece
        for start in range(0, len(packed), step)
        for piece in unpacker.unpack(packed[start : start + step])
    ]

    assert b"".join(pieces) == TEXT
    assert max(map(len, pieces)) <= PIECE


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip,br"])
def test_a_packing_that_nobody_asked_for_is_spoilt(encoding: str) -> None:
    with pytest.raises(Spoilt):
        Unpacker(encoding)


def test_what_is_damaged_is_spoilt() -> None:
    with pytest.raises(Spoilt):
        list(Unpacker("gzip").unpack(gzip.compress(TEXT)[:-8] + bytes(8)))


def test_a_bomb_comes_out_in_pieces() -> None:
    bomb = gzip.compress(bytes(200 * PIECE))

    first = next(Unpacker("gzip").unpack(bomb))

    assert len(first) <= PIECE
