"""The worst that can stand behind an address, fetched and read in a process that is watched."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest

from tests.enrichers.pages.fetching import to
from tests.enrichers.pages.hostile_pdfs import bomb, bomb_in_a_bomb
from tests.enrichers.pages.pages_in_short import BOXES, HIGHWIRE, html, tags
from tests.enrichers.pages.test_html_hostile import BAITS
from tests.enrichers.scripted import Scripted
from tests.standin.documents.pdf import Line, Sheet, packet, written
from tests.standin.wire import Reply

MOST_MEMORY = 200  # MB for all of them, of which Python and the libraries take 50
KILLED_AFTER = 240  # seconds for all of them; they take some ten of a free processor
MEGABYTE = 2**20

LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{of};" * 10}">'
    for of, name in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHING = f'<!ENTITY a "{"ha " * 100}">{LAUGHS}'
"""A billion and more of them, if anybody counts to "&j;"."""
BLOWN_UP = f'<!ENTITY j "{"x" * 100_000}">'
"""One, named thousands of times."""
ELSEWHERE = '<!ENTITY j SYSTEM "file:///etc/hostname">'
RECURSIVE = '<!ENTITY j "&k;"><!ENTITY k "&j;">'
PARAMETERS = '<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd">%p;'
DECLARATIONS = {
    "a billion laughs": (LAUGHING, "&j;"),
    "a long entity many times": (BLOWN_UP, "&j;" * 3_000),
    "an entity of a file": (ELSEWHERE, "&j;"),
    "an entity of itself": (RECURSIVE, "&j;"),
    "a declaration elsewhere": (PARAMETERS, ""),
}


SHEET = Sheet(lines=(Line(x=72, y=700, size=18, text="Waves in very shallow boxes"),))


def xhtml(declared: str, text: str, media: str) -> Reply:
    head = f'<?xml version="1.0"?><!DOCTYPE html [{declared}]>'
    body = (
        f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Boxes {text}</title>'
        f'{tags(*HIGHWIRE)}<meta name="description" content="{text}"/></head>'
        f"<body><p>{text}</p></body></html>"
    )
    return Reply(body=body.encode(), headers={"Content-Type": media})


def feed(declared: str, text: str) -> Reply:
    atom, search = "http://www.w3.org/2005/Atom", "http://a9.com/-/spec/opensearch/1.1/"
    body = f"""<?xml version="1.0"?>{declared}
    <feed xmlns="{atom}" xmlns:s="{search}"><id>x</id><title>q</title>
    <updated>2026-01-01T00:00:00Z</updated><s:totalResults>1</s:totalResults>
    <s:startIndex>0</s:startIndex><s:itemsPerPage>1</s:itemsPerPage>
    <entry><id>http://arxiv.org/abs/1806.07366v1</id><updated>2018-06-19T17:50:12Z</updated>
    <published>2018-06-19T17:50:12Z</published><title>Boxes {text}</title><summary>x</summary>
    <author><name>Jane Doe</name></author></entry></feed>"""
    return Reply(body=body.encode(), headers={"Content-Type": "application/atom+xml"})


def pdf(declared: str, text: str) -> Reply:
    inner = packet(f"Boxes {text}", [], "10.1000/boxes.12").partition("<x:xmpmeta")
    xmp = f"{inner[0]}<!DOCTYPE x [{declared}]>{inner[1]}{inner[2]}"
    hidden = xmp.replace("<x:xmpmeta", f"<x:xmpmeta><!DOCTYPE x [{declared}]", 1)
    body = written([SHEET], {}, hidden if "SYSTEM" in declared else xmp)
    return Reply(body=body, headers={"Content-Type": "application/pdf"})


def long(start: str, piece: bytes, megabytes: int, end: str = "") -> Reply:
    """A page that is written piece by piece, so that it never stands in memory as a whole."""

    def body() -> Iterator[bytes]:
        yield html(tags(*HIGHWIRE)).encode() + start.encode()
        for _ in range(megabytes):
            yield piece * (MEGABYTE // len(piece))
        yield end.encode()

    return Reply(stream=body, headers={"Content-Type": "text/html"})


PAGES: Mapping[str, Reply] = {
    **{
        f"{name}, in a page": xhtml(declared, text, "application/xhtml+xml")
        for name, (declared, text) in DECLARATIONS.items()
    },
    **{
        f"{name}, in a page that says HTML": xhtml(declared, text, "text/html; charset=utf-8")
        for name, (declared, text) in DECLARATIONS.items()
    },
    "nested tags": long("", b"<div>", 100),
    "nested formatting": long("", b"<p><b><i>", 100),
    "a tag of ten megabytes": long('<meta name="description" content="', b"y", 10, '">'),
    "a script of ten megabytes": long("<script>", b"var a = '<a';", 10, "</script>"),
    "every bait": Reply(
        body=html(tags(*HIGHWIRE), "".join(BAITS.values())).encode(),
        headers={"Content-Type": "text/html"},
    ),
    "broken GB2312": Reply(
        body=html(tags(*HIGHWIRE), "深度学习" * 2_000).encode("gb18030")
        + b"\xff\x81\x30" * 999,
        headers={"Content-Type": "text/html"},
    ),
}
PDFS = {
    f"{name}, in a PDF": pdf(declared, text) for name, (declared, text) in DECLARATIONS.items()
}
FEEDS = {
    f"{name}, in a feed": feed(f"<!DOCTYPE feed [{declared}]>", text)
    for name, (declared, text) in DECLARATIONS.items()
}
DOCUMENT = written([SHEET], {})
UNREAD: Mapping[str, Reply] = {
    name: Reply(body=body, headers={"Content-Type": "application/pdf"})
    for name, body in {
        "a PDF cut short": DOCUMENT[: len(DOCUMENT) // 3],
        "an encrypted PDF": written([SHEET], {}, password="secret"),
        "noise in place of a PDF": b"%PDF-1.7\n" + bytes(range(256)) * 4_000,
        "a PDF that is a bomb": bomb(),
        "a bomb in a bomb": bomb_in_a_bomb(),
    }.items()
}
ELSEWHERE_SENT: Mapping[str, tuple[Reply, str]] = {
    "a redirect in circles": (to("/web/x"), "down"),
    "a redirect to this machine": (to("http://127.0.0.2/"), "refused"),
    "a redirect to a cloud's keys": (to("http://169.254.169.254/latest/"), "refused"),
    "a redirect to a file": (to("file:///etc/passwd"), "refused"),
}
ALL: Mapping[str, Reply] = {
    "an ordinary feed": feed("", ""),
    **PAGES,
    **PDFS,
    **FEEDS,
    **UNREAD,
    **{name: reply for name, (reply, _) in ELSEWHERE_SENT.items()},
}


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What came of each, read one after the other by one process."""
    folder = tmp_path_factory.mktemp("hostile")
    module = "tests.enrichers.pages.hostile_reader"
    with ExitStack() as stack:
        bases = [stack.enter_context(Scripted(reply)).base for reply in ALL.values()]
        asked = [
            f"{'arxiv' if name in {*FEEDS, 'an ordinary feed'} else 'page'} {base}/web/x\n"
            for name, base in zip(ALL, bases, strict=True)
        ]
        done = subprocess.run(
            [sys.executable, "-m", module, str(folder)],
            input="".join(asked),
            capture_output=True,
            text=True,
            check=True,
            timeout=KILLED_AFTER,
        )
    lines = map(json.loads, done.stdout.splitlines())
    return dict(zip(ALL, lines, strict=True))


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_as_far_as_it_is_one(ends: Mapping[str, Any], name: str) -> None:
    assert ends[name]["state"] == "alive"
    assert ends[name]["title"] == "Waves in shallow boxes"
    assert ends[name]["claims"] == [BOXES]
    assert ends[name]["longest"] < MEGABYTE // 10


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_packet_says_nothing_of_its_pdf(ends: Mapping[str, Any], name: str) -> None:
    assert ends[name]["state"] == "alive"
    assert ends[name]["title"] == "Waves in very shallow boxes"
    assert ends[name]["longest"] < MEGABYTE // 10


@pytest.mark.parametrize("name", UNREAD)
def test_a_hostile_pdf_is_there_and_says_nothing(ends: Mapping[str, Any], name: str) -> None:
    assert ends[name]["state"] == "alive"
    assert (ends[name]["title"], ends[name]["claims"]) == ("", [])


@pytest.mark.parametrize("name", ELSEWHERE_SENT)
def test_a_redirect_that_leads_nowhere_has_a_state(ends: Mapping[str, Any], name: str) -> None:
    assert ends[name]["state"] == ELSEWHERE_SENT[name][1]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_that_declares_entities_is_none(ends: Mapping[str, Any], name: str) -> None:
    assert ends[name]["state"] == "down"
    assert ends["an ordinary feed"]["title"] == "Boxes"


def test_all_of_them_together_stay_within_the_memory(ends: Mapping[str, Any]) -> None:
    assert max(end["memory"] for end in ends.values()) < MOST_MEMORY
