"""A digest reads the same on a page, as Markdown and in a feed, whatever stands in a title."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from lxml import html
from markdown_it import MarkdownIt

from outputs.report.digest import Growth, Happening, Question, Topic
from outputs.report.layout import HEADINGS, headline, plain, sections, web_address
from outputs.report.markdown import digest_markdown, escaped
from outputs.report.page import digest_fragment, digest_page
from tests.outputs.report.digests import FIRST, NEW, TEXTS, digest
from tests.outputs.report.listing import NOON

VOID = frozenset({"meta", "br", "link"})


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
