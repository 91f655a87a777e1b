"""Whatever a server sends or an address hides, a fetch ends within its limits."""

import gzip
import socket
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.pages.charset import decoded
from enrichers.pages.fetch import Limits
from enrichers.pages.model import Fetched, PageState
from enrichers.pages.refresh import refresh_in
from enrichers.pages.states import state_of
from tests.enrichers.pages.fetching import (
    DOCUMENT_BYTES,
    ORDINARY,
    PAGE_BYTES,
    SHORT,
    fetcher,
    page,
    to,
)
from tests.enrichers.pages.raw import Raw, endlessly, saying
from tests.enrichers.scripted import Scripted
from tests.standin.wire import Reply

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LARGE = 100 * 2**20
TEXTS = {
    "gb18030": ("深度学习的数学理论", "我们研究神经网络的逼近性质。"),
    "cp932": ("深層学習の数理", "ネットワークの能力を述べる。"),
}
RUBBISH = (
    "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n"
    "Set-Cookie: naïve=ü; Path=/\r\nSet-Cookie: =;;=\r\nSet-Cookie: a=b; Expires=never\r\n\r\n"
)


def slowly(start: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def script(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            time.sleep(0.02)
            connection.sendall(piece)

    return script


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"<b>" * (LARGE // 3))),
        ("deflate", zlib.compress(b"<b>" * (LARGE // 3))),
    ],
)
def test_a_bomb_is_unpacked_up_to_the_limit(
    tmp_path: Path, encoding: str, packed: bytes
) -> None:
    bomb = Reply(
        body=packed, headers={"Content-Type": "text/html", "Content-Encoding": encoding}
    )
    with Scripted(bomb) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/")

    assert (fetched.state, fetched.is_cut) == (PageState.ALIVE, True)
    assert len(fetched.body) == PAGE_BYTES


def test_a_packing_without_contents_ends(tmp_path: Path) -> None:
    head = HEAD + b"Content-Encoding: gzip\r\n\r\n"
    with Raw(endlessly(head, gzip.compress(b"") * 1000)) as server:
        fetched = fetcher(tmp_path).fetch(server.base)

    assert fetched.is_cut
    assert fetched.body == b""


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        (HEAD + b"\r\n" + ORDINARY.encode(), PAGE_BYTES),
        (HEAD + b"Content-Length: 999999999999\r\n\r\n<p>", PAGE_BYTES),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.5\n", DOCUMENT_BYTES),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%PDF-1.5\n", DOCUMENT_BYTES),
        (b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", 0),
        (b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n", 0),
    ],
)
def test_an_endless_body_is_cut(tmp_path: Path, start: bytes, limit: int) -> None:
    with Raw(endlessly(start, b"<div><p>x" * 5000)) as server:
        fetched = fetcher(tmp_path).fetch(server.base)

    assert (fetched.state, fetched.is_cut) == (PageState.ALIVE, True)
    assert len(fetched.body) == limit


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (HEAD + b"\r\n", b"x"),
        (b"", b"H"),
        (HEAD, b"X-More: 1\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_a_trickling_answer_is_down(tmp_path: Path, start: bytes, piece: bytes) -> None:
    with Raw(slowly(start, piece)) as server:
        fetched = fetcher(tmp_path, limits=SHORT).fetch(server.base)

    assert (fetched.state, fetched.body) == (PageState.DOWN, b"")
    assert server.connections <= 2


@pytest.mark.parametrize(
    "said",
    [
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffffff\r\nx",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        HEAD + b"Content-Length: 500\r\n\r\n<p>short",
        HEAD + b"Content-Length: -1\r\n\r\n<p>x",
        HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n<p>xyz",
        HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8bnot gzip at all",
        HEAD + b"Content-Encoding: br\r\n\r\n\x0b\x02\x80<p>x\x03",
        HEAD + b"Content-Encoding: gzip, gzip\r\n\r\nx",
        HEAD + b"X-Long: " + b"a" * 500_000 + b"\r\n\r\n<p>x",
        HEAD + b"X-Many: 1\r\n" * 100_000 + b"\r\n<p>x",
        b"HTTP/1.1 200 OK\r\nBroken header\r\n\r\nx",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00\xff\x00\xff\r\n\r\n",
        b"",
    ],
)
def test_a_broken_answer_is_down(tmp_path: Path, said: bytes) -> None:
    with Raw(saying(said)) as server:
        fetched = fetcher(tmp_path).fetch(server.base)

    assert (fetched.state, fetched.body) == (PageState.DOWN, b"")
    assert fetched.reason
    assert server.connections == 2


def test_what_stands_behind_the_announced_end_is_not_read(tmp_path: Path) -> None:
    with Raw(saying(HEAD + b"Content-Length: 10\r\n\r\n<p>12345678HTTP/1.1 200 OK")) as server:
        fetched = fetcher(tmp_path).fetch(server.base)

    assert (fetched.state, fetched.body) == (PageState.ALIVE, b"<p>1234567")


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ("/web/a", 12),
        ("/web/same", 4),
    ],
)
def test_redirects_without_an_end_are_down(tmp_path: Path, start: str, stop: int) -> None:
    chain = [to(f"/web/{number}") for number in range(50)]
    answers = chain if start == "/web/a" else [to(start)]
    with Scripted(*answers) as server:
        fetched = fetcher(tmp_path).fetch(server.base + start)

    assert fetched.state is PageState.DOWN
    assert "redirect" in fetched.reason
    assert len(server.requests) < stop


def test_a_circle_of_two_pages_that_send_on_ends(tmp_path: Path) -> None:
    here = page('<meta http-equiv="refresh" content="0;url=/web/b">')
    there = page('<meta http-equiv="refresh" content="0;url=/web/a">')
    with Scripted(here, there, here, there, here, there) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/a")

    assert fetched.state is PageState.DOWN
    assert "circles" in fetched.reason


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://metadata.google.internal/",
        "http://localhost/",
        "http://localhost./",
        "http://printer.local/",
        "http://127.0.0.1./",
        "http://127。0。0。1/",
        "http://127%2e0%2e0%2e1/",
        "http://example.org@127.0.0.1/",
        "http://example.org%40127.0.0.1/",
        "http://intranet/",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://example.org:22/",
    ],
)
def test_a_redirect_to_what_is_private_is_not_followed(tmp_path: Path, target: str) -> None:
    with Scripted(to(target.encode().decode("latin-1"))) as server:
        own = server.base.removeprefix("http://")
        fetched = fetcher(tmp_path, allowed=(own,)).fetch(f"{server.base}/web/")

    assert (fetched.state, fetched.body) == (PageState.REFUSED, b"")
    assert len(fetched.redirects) == 1
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "target",
    ["http://0177.0.0.1/", "http://a:1:2/", "http://[::1", "http://é\x7f/", "http://①.②/"],
)
def test_a_redirect_to_no_address_is_down(tmp_path: Path, target: str) -> None:
    with Scripted(to(target.encode().decode("latin-1"))) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/")

    assert fetched.state is PageState.DOWN


@pytest.mark.parametrize(
    "address",
    ["", "   ", "http://", "http:///x", "mailto:ada@example.org", "www.example.org/x", "#top",
     "http://a b/", "http://\x00/", "http://example.org:99999/", "http://" + "a" * 70_000],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(tmp_path: Path, address: str) -> None:
    fetched = fetcher(tmp_path).fetch(address)

    assert (fetched.state, fetched.url) == (PageState.REFUSED, address)
    assert fetched.reason


def test_a_private_address_is_not_even_tried(tmp_path: Path) -> None:
    with Scripted(page(ORDINARY)) as server:
        fetched = fetcher(tmp_path, allowed=()).fetch(f"{server.base}/web/")

    assert fetched.state is PageState.REFUSED
    assert server.requests == []


def test_only_the_port_that_is_allowed_is_fetched(tmp_path: Path) -> None:
    with Scripted(page(ORDINARY)) as server, Scripted(page(ORDINARY)) as other:
        web = fetcher(tmp_path, allowed=(server.base.removeprefix("http://"),))
        states = [web.fetch(f"{base}/web/").state for base in (server.base, other.base)]

    assert states == [PageState.ALIVE, PageState.REFUSED]


@pytest.mark.parametrize(
    ("codec", "declared"),
    [("gb18030", "gb2312"), ("gb18030", ""), ("cp932", "Shift_JIS"), ("cp932", "utf-8")],
)
def test_pages_in_old_encodings_can_be_read(tmp_path: Path, codec: str, declared: str) -> None:
    title, text = TEXTS[codec]
    body = f"<title>{title}</title><p>{text * 20}".encode(codec)
    mark = f"; charset={declared}" if declared else ""
    with Scripted(Reply(body=body, headers={"Content-Type": f"text/html{mark}"})) as server:
        fetched = fetcher(tmp_path).fetch(f"{server.base}/web/")

    assert fetched.state is PageState.ALIVE
    assert title in decoded(fetched)


def test_cookies_that_are_rubbish_do_no_harm(tmp_path: Path) -> None:
    with Raw(saying(RUBBISH.encode())) as server:
        fetched = fetcher(tmp_path).fetch(server.base)

    assert fetched.state is PageState.DOWN
    assert "redirect" in fetched.reason


def test_of_a_hundred_megabytes_of_tags_four_are_read(tmp_path: Path) -> None:
    sent: list[int] = []

    def script(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"\r\n")
        for _ in range(LARGE // 50_000):
            connection.sendall(b"<div>" * 10_000)
            sent.append(50_000)

    with Raw(script) as server:
        fetched = fetcher(tmp_path, limits=Limits(every=0.0)).fetch(server.base)

    assert (fetched.state, fetched.is_cut) == (PageState.ALIVE, True)
    assert len(fetched.body) == 4 * 2**20
    assert sum(sent) < LARGE // 4


@given(body=st.binary(max_size=2000))
def test_no_page_keeps_its_state_from_being_told(body: bytes) -> None:
    page_of = Fetched(
        url="http://a.example/x",
        state=PageState.ALIVE,
        final_url="http://a.example/",
        status=200,
        content_type="text/html",
        body=body,
    )

    assert state_of(page_of)[0] in PageState


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<", "<h1><b>", "<script>", "<!--", "<meta ", "<title ", "<title>", "&amp", "&#",
     "<meta http-equiv=refresh content='0;url=", "<script></script>", '"@type" : "', " - "],
)  # fmt: skip
def test_bait_for_regular_expressions_is_judged(piece: str) -> None:
    bait = Fetched(
        url="http://a.example/x",
        state=PageState.ALIVE,
        final_url="http://a.example/x",
        status=200,
        content_type="text/html",
        body=(f"<title>{piece * 100}" + piece * 200_000).encode(),
    )

    assert state_of(bait)[0] in PageState
    assert refresh_in(decoded(bait)) == ""
