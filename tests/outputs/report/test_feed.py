"""A feed holds each digest once, the newest first, and is kept with its run."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import html

from outputs.report.feed import ATOM, MOST, digest_feed
from outputs.report.kept import notes_told, write_digest
from outputs.report.layout import plain
from outputs.report.page import digest_fragment
from tests.outputs.report.digests import FIRST, NEW, TEXTS, digest
from tests.outputs.report.feeds import entries_of
from tests.outputs.report.listing import NOON


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_no_text_breaks_the_feed(title: str, note: str) -> None:
    shown = plain(title) or NEW.url
    feed = digest_feed(digest(replace(NEW, title=title), notes=(f"n{note}",)), name=note)

    content = ET.fromstring(feed).findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content")
    assert content is not None
    items = html.fragment_fromstring(content).xpath(".//li")
    assert [each.xpath("string()") for each in items] == [shown, plain(f"n{note}")]


def test_a_feed_has_what_atom_demands() -> None:
    feed = ET.fromstring(digest_feed(digest(NEW)))

    demanded = {f"{{{ATOM}}}{name}" for name in ("id", "title", "updated")}
    entry = feed.find(f"{{{ATOM}}}entry")
    assert feed.tag == f"{{{ATOM}}}feed"
    assert entry is not None
    assert demanded <= {child.tag for child in feed}
    assert demanded <= {child.tag for child in entry}
    assert feed.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") == "zotlist"
    assert feed.findtext(f"{{{ATOM}}}updated") == "2026-03-01T12:00:00Z"
    assert entry.findtext(f"{{{ATOM}}}id", "").startswith("urn:uuid:")


def test_the_same_digest_twice_is_one_entry_and_the_same_bytes() -> None:
    once = digest_feed(digest(NEW))

    assert digest_feed(digest(NEW), once) == once


def test_entries_shown_on_one_page_share_no_ids() -> None:
    assert "id=" not in digest_fragment(digest(NEW))


def test_entries_keep_their_ids_and_come_newest_first() -> None:
    first = digest_feed(FIRST)
    later = digest(NEW, run="20260302T120000Z", made_at=NOON + timedelta(days=1))

    second = digest_feed(later, first)

    assert list(entries_of(second))[1:] == list(entries_of(first))
    assert len(set(entries_of(second))) == 2


def test_an_empty_digest_adds_no_entry() -> None:
    feed = digest_feed(digest(NEW))

    assert digest_feed(digest(run="later"), feed) == feed
    assert list(entries_of(digest_feed(digest()))) == []


def test_a_feed_keeps_its_id_when_the_lists_change() -> None:
    feed = digest_feed(digest(NEW))

    again = digest_feed(digest(NEW, run="later", documents=("other.md",)), feed)

    ids = [ET.fromstring(each).findtext(f"{{{ATOM}}}id") for each in (feed, again)]
    assert ids[0] == ids[1]


def test_a_feed_holds_only_so_many_entries() -> None:
    feed = b""
    for number in range(MOST + 3):
        feed = digest_feed(digest(NEW, run=f"run-{number}"), feed)

    known = [name for name, _ in entries_of(feed)]
    assert len(known) == len(set(known)) == MOST
    assert digest_feed(digest(NEW, run=f"run-{MOST + 2}"), feed) == feed


@pytest.mark.parametrize("old", [b"", b"<", b"\xff\xfe", b"<rss/>", b"<!DOCTYPE a>", b"\x00"])
def test_what_is_no_feed_gives_way_to_one(old: bytes) -> None:
    assert digest_feed(digest(NEW), old) == digest_feed(digest(NEW))


def test_entities_in_a_feed_are_not_expanded_without_end() -> None:
    bomb = '<!DOCTYPE f [<!ENTITY a "aaaaaaaaaa">'
    bomb += "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb += f']><feed xmlns="{ATOM}"><id>&i;</id></feed>'

    assert digest_feed(digest(NEW), bomb.encode()) == digest_feed(digest(NEW))


def test_a_digest_is_kept_as_files_and_told_notes_are_remembered(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    write_digest(replace(FIRST, all_notes=("kept",)), first)

    write_digest(digest(NEW), second, last=first)

    assert notes_told(first) == ("kept",)
    assert len(list(entries_of((second / "feed.atom").read_bytes()))) == 2
    assert {path.name for path in second.iterdir()} == {
        *("digest.md", "digest.html", "digest.json", "feed.atom"),
    }
    told = json.loads((second / "digest.json").read_bytes())
    assert told["topics"][0]["changes"][0]["happening"] == "new"


@pytest.mark.parametrize("text", ["", "[]", "null", '{"all_notes": 3}', "\x00"])
def test_a_spoilt_digest_told_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "digest.json").write_text(text)

    assert notes_told(tmp_path) == ()
    assert notes_told(None) == ()
