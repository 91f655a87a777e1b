"""A digest reads the same on a page, as Markdown and in a feed, whatever stands in a title."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from outputs.report.digest import Change, Digest, Growth, Happening, Question, Topic
from outputs.report.feed import ATOM, MOST, digest_feed
from outputs.report.kept import notes_told, write_digest
from outputs.report.layout import HEADINGS, headline, plain, sections, web_address
from outputs.report.markdown import digest_markdown, escaped
from outputs.report.page import digest_fragment, digest_page
from tests.outputs.report.feeds import entries_of
from tests.outputs.report.listing import NOON

VOID = frozenset({"meta", "br", "link"})
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    [
        *("<script>alert(1)</script>", "]]>", "<!--", "&lt;b&gt;", '"><img src=x onerror=a>'),
        *("](javascript:a)", "`code`", "# heading", "1. one", "- item", "***", "| a |", "\\"),
        *("&amp;", "</title>", "</style>", "a\nb", "\x00", "\ud800", "![x](y)", "http://a b"),
        *("    indented", "> quoted", "+ plus", "===", "---", "~~~", "[x]: y", "1) one"),
    ]
)


def digest(*changes: Change, **changed: object) -> Digest:
    topics = (Topic(document="list.md", path="Flows; Neural", changes=changes),)
    made = Digest(
        run="20260301T120000Z",
        made_at=NOON,
        documents=("list.md",),
        since="20260228T120000Z",
        topics=topics if changes else (),
    )
    return replace(made, **changed)


NEW = Change(
    happening=Happening.NEW, title="On <b>one</b> & more", url="https://a.test/?a=1&b=2"
)
FIRST = digest(
    run="first", since="", counts={"links": 3, "works": 1, "resolved": 2, "not_found": 1}
)


class _Tags(HTMLParser):
    """Takes HTML as browsers cut it, and keeps what was opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.crossed: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


def tags(page: str) -> _Tags:
    parser = _Tags()
    parser.feed(page)
    parser.close()
    return parser


def text_at(tree: html.HtmlElement, path: str) -> str:
    return str(tree.xpath(f"string({path})"))


GRAVE = replace(NEW, happening=Happening.DIED)
SKELETON = tags(digest_page(digest(NEW, GRAVE)))


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_no_text_breaks_the_page(title: str, detail: str) -> None:
    shown = plain(title) or NEW.url
    page = digest_page(digest(replace(NEW, title=title, detail=f"d{detail}")))

    found = tags(page)
    assert (found.open, found.crossed) == ([], [])
    assert set(found.seen) <= set(SKELETON.seen)
    assert set(found.attributes) <= set(SKELETON.attributes)
    tree = html.document_fromstring(page)
    assert tree.xpath("string(//main//li/a)") == shown
    assert tree.xpath("string(//main//li)") == f"{shown}: {plain('d' + detail)}"


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_no_text_breaks_the_feed(title: str, note: str) -> None:
    shown = plain(title) or NEW.url
    feed = digest_feed(digest(replace(NEW, title=title), notes=(f"n{note}",)), name=note)

    content = ET.fromstring(feed).findtext(f"{{{ATOM}}}entry/{{{ATOM}}}content")
    assert content is not None
    items = html.fragment_fromstring(content).xpath(".//li")
    assert [each.xpath("string()") for each in items] == [shown, plain(f"n{note}")]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_text_breaks_markdown(text: str) -> None:
    written = escaped(plain(text))

    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(f"- {written}\n\n# {written}")

    box = html.fragment_fromstring(rendered, create_parent="div")
    told = plain(text)
    assert [each.tag for each in box.iter()] == ["div", "ul", "li", "h1"]
    assert [box.xpath("string(./ul/li)"), box.xpath("string(./h1)")] == [told, told]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_linked_title_leads_where_it_should(title: str) -> None:
    text = digest_markdown(digest(replace(NEW, title=f"t{title}")))

    box = html.fragment_fromstring(MarkdownIt().render(text), create_parent="div")
    assert box.xpath("//li/a/@href") == [NEW.url]
    assert box.xpath("string(//li/a)") == plain(f"t{title}")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.test/x?y=1", "https://a.test/x?y=1"),
        (" http://a.test ", "http://a.test"),
        *(("javascript:alert(1)", ""), ("data:text/html,x", ""), ("//a.test", ""), ("", "")),
        *(("www.a.test", ""), ("https://", ""), ("https://a b", ""), ("http://[", "")),
        *(("https://a.test/\x00", ""), ("mailto:a@b.test", ""), ("file:///etc", "")),
    ],
)
def test_only_web_addresses_are_led_to(url: str, shown: str) -> None:
    assert web_address(url) == shown


@pytest.mark.parametrize("address", ['https://a.test/"><b>', "https://a.test/<x>()[]\\`é"])
def test_an_odd_address_stays_in_its_place(address: str) -> None:
    made = digest(replace(NEW, url=address))

    tree = html.document_fromstring(digest_page(made))
    box = html.fragment_fromstring(
        MarkdownIt().render(digest_markdown(made)), create_parent="div"
    )
    assert tree.xpath("//main//li/a/@href") == [address]
    assert len(box.xpath("//li/a[starts-with(@href, 'https://a.test/')]")) == 1


def test_a_page_stands_alone() -> None:
    page = digest_page(digest(NEW))
    tree = html.document_fromstring(page)

    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert tree.xpath("//script | //img | //iframe | //link | //*[@src] | //*[@style]") == []
    assert "url(" not in page
    assert "default-src 'none'" in text_at(tree, "//meta[@http-equiv]/@content")


def test_a_page_can_be_read_with_a_screen_reader_and_a_telephone() -> None:
    topics = [Topic(document="list.md", path=path, changes=(NEW,)) for path in ("A", "B")]
    tree = html.document_fromstring(digest_page(digest(NEW, topics=tuple(topics))))

    headings = [each.tag for each in tree.iter("h1", "h2", "h3")]
    targets = [
        link for each in tree.iter("a") if (link := each.get("href", "")).startswith("#")
    ]
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert headings == ["h1", "h2", "h3", "h2", "h3"]
    assert targets == ["#main", "#part-0", "#part-2"]
    assert {target[1:] for target in targets} <= set(ids)
    assert len(set(ids)) == len(ids)
    assert tree.xpath("string(//nav/@aria-label)") == "Topics"
    assert "width=device-width" in text_at(tree, "//meta[@name='viewport']/@content")
    assert "color-scheme: light dark" in text_at(tree, "//style")
    assert tree.xpath("string(//time/@datetime)") == NOON.isoformat()


def test_every_happening_has_its_heading_in_order() -> None:
    changes = [replace(NEW, happening=each) for each in reversed(Happening)]

    shown = [part.heading for part in sections(digest(*changes)) if part.items]

    assert set(HEADINGS) == set(Happening)
    assert shown == list(HEADINGS.values())


def test_a_long_list_is_cut_and_says_so() -> None:
    made = digest(*[replace(NEW, title=f"Work {number}") for number in range(1_234)])

    text = digest_markdown(made)

    assert text.count("- [") == 50
    assert "- and 1,184 more" in text
    assert headline(made) == "1,234 new"


def test_an_empty_digest_says_so_in_a_line() -> None:
    made = digest()

    assert digest_markdown(made) == (
        "# What changed in list.md\n\nNothing changed since 2026-02-28 12:00 UTC\n"
    )
    assert "Nothing changed since" in digest_page(made)
    assert "<li>" not in digest_fragment(made)


@pytest.mark.parametrize(
    ("why", "begins"),
    [("", "The first run"), ("the run x cannot be compared",) * 2],
)
def test_without_a_run_to_compare_with_the_links_are_counted(why: str, begins: str) -> None:
    assert headline(replace(FIRST, why_alone=why)).endswith(
        f"{begins}: 3 links (2 resolved, 1 not found), 1 work"
    )


def test_what_is_grave_catches_the_eye() -> None:
    taken = replace(NEW, happening=Happening.RETRACTED)

    tree = html.document_fromstring(digest_page(digest(NEW, taken)))

    assert tree.xpath("count(//*[@class='grave'])") == 1
    assert text_at(tree, "//*[@class='grave']") == HEADINGS[Happening.RETRACTED]


@pytest.mark.parametrize(
    ("grown", "words"),
    [(12, "Cited 1,234 times in all, 12 more in 2026 (semantic scholar)."), (-1, "1 fewer")],
)
def test_under_the_topic_stands_how_it_grew(grown: int, words: str) -> None:
    growth = Growth(source="semantic_scholar", citations=1_234, grown=grown, year=2026)
    topic = Topic(document="list.md", path="Flows", changes=(NEW,), growth=growth)
    made = digest(topics=(topic,))

    tree = html.document_fromstring(digest_page(made))

    assert words in text_at(tree, "//h2/following-sibling::p[1]")
    assert words.split("(", maxsplit=1)[0] in digest_markdown(made)


def test_open_questions_and_peoples_changes_are_shown() -> None:
    question = Question(
        title="Which?", url="https://a.test", verdict="ambiguous", reason="two fit", is_new=True
    )
    topic = Topic(document="list.md", path="", questions=(question,))

    text = digest_markdown(digest(topics=(topic,), notes=("Flows: kept",), unread=("b.md",)))

    assert text == (
        "# What changed in list.md\n\n1 in the group, 1 open, not read: b.md\n"
        "\n## Above all headings\n\n### Open\n\n"
        "- [Which?](<https://a.test>): ambiguous: two fit\n"
        "\n## In the group: what people changed, and what was left\n\n- Flows: kept\n"
        "\n## Lists that could not be read\n\n- b.md\n"
    )


def test_a_feed_has_what_atom_demands() -> None:
    feed = ET.fromstring(digest_feed(digest(NEW), page="https://a.test/digest.html"))

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
