from pathlib import Path

import pytest

from seeds.model import BadSeed, Link, LinkKind
from seeds.read import READERS, read


def links_of(folder: Path, name: str, content: str) -> tuple[Link, ...]:
    document = folder / name
    document.write_text(content, encoding="utf-8")
    return read(document)


@pytest.mark.parametrize(
    ("content", "urls"),
    [
        ("[a](http://a.org/x(1).pdf)", ["http://a.org/x(1).pdf"]),
        ("see http://a.org/x, and http://b.org.", ["http://a.org/x", "http://b.org"]),
        ("<http://a.org/x>", ["http://a.org/x"]),
        ("(http://a.org/x)", ["http://a.org/x"]),
        ("http://a.org/x。接着说", ["http://a.org/x"]),
        ("| t | l |\n|---|---|\n| x | http://a.org |", ["http://a.org"]),
        ("[a][1]\n\n[1]: http://a.org/r", ["http://a.org/r"]),
        ("`http://code.org` and http://a.org", ["http://a.org"]),
        ("```\nhttp://code.org\n```\n\nhttp://a.org", ["http://a.org"]),
        ("<!-- http://no.org -->\n\nhttp://a.org", ["http://a.org"]),
        ('<a href="http://a.org/h">words</a>', ["http://a.org/h"]),
        ("http://a.org/a_b_c and http://a.org/*x*", ["http://a.org/a_b_c", "http://a.org/*x"]),
        ("---\nurl: http://front.org\n---\n\nhttp://a.org", ["http://a.org"]),
        ("[mail](mailto:a@b.org)", ["mailto:a@b.org"]),
        ("- 🎉 [x](http://a.org/🎉)", ["http://a.org/🎉"]),
    ],
)
def test_markdown_yields_addresses_as_they_are_written(
    tmp_path: Path, content: str, urls: list[str]
) -> None:
    assert [link.url for link in links_of(tmp_path, "list.md", content)] == urls


def test_a_link_knows_its_headings_its_line_and_its_words(tmp_path: Path) -> None:
    [link] = links_of(tmp_path, "list.md", "# A\n\n## B\n\n- [the\n  words](http://a.org)\n")

    assert link.topic_path == ("A", "B")
    assert link.line == 5
    assert link.label == "the words"
    assert link.document == "list.md"


def test_an_image_is_no_link_but_is_recorded(tmp_path: Path) -> None:
    links = links_of(tmp_path, "list.md", "[![badge](http://a.org/b.png)](http://a.org)")

    assert {(link.url, link.kind) for link in links} == {
        ("http://a.org/b.png", LinkKind.IMAGE),
        ("http://a.org", LinkKind.LINK),
    }


@pytest.mark.parametrize(
    ("name", "content", "urls"),
    [
        ("page.html", "<h1>T</h1><p><a href='http://a.org'>x</a></p>", ["http://a.org"]),
        ("list.txt", "Words\nhttp://a.org\n", ["http://a.org"]),
        ("list.csv", "title,URL\nx,http://a.org\n", ["http://a.org"]),
        (
            "list.bib",
            "@article{k, title={T}, doi={10.1234/ab}}",
            ["https://doi.org/10.1234/ab"],
        ),
    ],
)
def test_other_formats_yield_their_addresses(
    tmp_path: Path, name: str, content: str, urls: list[str]
) -> None:
    assert [link.url for link in links_of(tmp_path, name, content)] == urls


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadSeed) as raised:
        links_of(tmp_path, "list.docx", "http://a.org")

    assert "list.docx" in str(raised.value)
    assert {".md", ".html", ".csv", ".bib", ".txt"} <= set(READERS)


def test_a_table_without_addresses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSeed, match=r"list\.csv"):
        links_of(tmp_path, "list.csv", "name,place\nx,y\n")


@pytest.mark.parametrize("unit", ["[", "](", "http://", "((", "![", "*", "_"])
def test_hostile_markdown_comes_to_an_end(tmp_path: Path, unit: str) -> None:
    content = unit * 20_000 + "\n\nhttp://a.org/end\n"

    assert "http://a.org/end" in [link.url for link in links_of(tmp_path, "list.md", content)]
