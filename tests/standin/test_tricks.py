"""Answers that hurt whoever reads them without limits."""

import zlib
from collections.abc import Iterator
from itertools import islice

import httpx2
import pypdfium2
import pytest
from lxml import etree

from tests.standin.catalogue import Catalogue
from tests.standin.documents.tricks import TRICKS
from tests.standin.pages import Page
from tests.standin.server import StandIn
from tests.standin.services.web import bytes_of


@pytest.fixture
def standin() -> Iterator[StandIn]:
    pages = [Page(url=f"https://t.example/{name}", title="T", trick=name) for name in TRICKS]
    with StandIn(Catalogue([], pages)) as server:
        yield server


def address(standin: StandIn, trick: str) -> str:
    return f"{standin.endpoints['web']}/https/t.example/{trick}"


@pytest.mark.parametrize("trick", ["endless", "nested"])
def test_a_body_without_end_comes_in_pieces(
    standin: StandIn, client: httpx2.Client, trick: str
) -> None:
    with client.stream("GET", address(standin, trick)) as answer:
        read = sum(len(piece) for piece in islice(answer.iter_raw(), 40))

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-length" not in answer.headers
    assert read > 100_000


def test_a_bomb_unpacks_to_a_thousand_times_its_size(
    standin: StandIn, client: httpx2.Client
) -> None:
    unpack = zlib.decompressobj(31)

    with client.stream("GET", address(standin, "bomb")) as answer:
        packed = b"".join(islice(answer.iter_raw(), 3))
    unpacked = unpack.decompress(packed, 2**22)

    assert answer.headers["content-encoding"] == "gzip"
    assert unpacked.startswith(b"<!DOCTYPE html>")
    assert len(unpacked) == 2**22 > 50 * len(packed)


@pytest.mark.parametrize("trick", ["silence", "trickle"])
def test_a_page_may_keep_its_reader_waiting(
    standin: StandIn, client: httpx2.Client, trick: str
) -> None:
    with (
        pytest.raises(httpx2.ReadTimeout),
        client.stream("GET", address(standin, trick), timeout=0.02) as answer,
    ):
        answer.read()


def test_a_server_that_is_still_answering_can_be_stopped(client: httpx2.Client) -> None:
    page = Page(url="https://t.example/", trick="silence")
    with (
        pytest.raises(httpx2.TransportError),
        StandIn(Catalogue([], [page])) as standin,
        client.stream("GET", f"{standin.endpoints['web']}/https/t.example/") as answer,
    ):
        standin.__exit__()
        answer.read()


def test_a_connection_may_be_reset(standin: StandIn, client: httpx2.Client) -> None:
    with pytest.raises(httpx2.TransportError):
        client.get(address(standin, "reset"))


def test_entities_multiply() -> None:
    bomb = bytes_of(Page(url="u", trick="entities"))

    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(bomb)


@pytest.mark.parametrize("trick", ["cut", "head-only", "no-bytes", "markup-as-pdf"])
def test_a_broken_pdf_does_not_open(trick: str) -> None:
    broken = bytes_of(Page(url="u", kind="pdf", title="T", trick=trick))

    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(broken).get_page(0).get_textpage().get_text_bounded()


@pytest.mark.parametrize("trick", ["no-table", "looped"])
def test_a_damaged_pdf_is_another_one(trick: str) -> None:
    whole, damaged = (
        bytes_of(Page(url="u", kind="pdf", title="T", trick=name)) for name in ("", trick)
    )

    assert damaged.startswith(b"%PDF-")
    assert damaged != whole


@pytest.mark.parametrize(
    ("trick", "size"), [("long-meta", 10_000_000), ("many-metas", 4_000_000), ("bait", 800_000)]
)
def test_a_page_may_be_large(trick: str, size: int) -> None:
    assert len(bytes_of(Page(url="u", title="T", body=("A",), trick=trick))) > size
