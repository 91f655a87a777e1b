import os
import subprocess
import sys
from pathlib import Path

import pytest

from seeds.model import BadSeed, Link
from seeds.read import LARGEST, READERS, names_of_documents, read


def links_of(folder: Path, name: str, content: str) -> tuple[Link, ...]:
    document = folder / name
    document.write_text(content, encoding="utf-8")
    return read(document)


@pytest.mark.parametrize(
    ("name", "content", "urls"),
    [
        ("page.html", "<h1>T</h1><p><a href='http://a.org'>x</a></p>", ["http://a.org"]),
        ("list.txt", "Words\nhttp://a.org\n", ["http://a.org"]),
        ("list", "Words\nhttp://a.org\n", ["http://a.org"]),
        ("list.rst", "`x <http://a.org>`_\n", ["http://a.org"]),
        ("list.org", "[[http://a.org][x]]\n", ["http://a.org"]),
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


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"\xef\xbb\xbf# A\nhttp://a.org", 2, id="byte-order mark"),
        pytest.param(b"# A\r\n\r\nhttp://a.org\r\n", 3, id="CRLF"),
        pytest.param(b"# A\r\rhttp://a.org\r", 3, id="CR"),
        pytest.param("# Ä\n\nhttp://a.org\n".encode(), 3, id="UTF-8"),
    ],
)
def test_a_document_of_any_editor_is_read(tmp_path: Path, content: bytes, line: int) -> None:
    document = tmp_path / "list.MD"
    document.write_bytes(content)

    [link] = read(document)

    assert (link.url, link.line) == ("http://a.org", line)
    assert len(link.topic_path) == 1


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        pytest.param("list.md", "http://a.org".encode("utf-16"), "is no text", id="UTF-16"),
        pytest.param(
            "list.md", b"a\nb\nM\xfcller http://a.org", "line 3 is not UTF-8", id="latin"
        ),
        pytest.param("list.md", b"", "there is no link in it", id="empty"),
        pytest.param("list.md", b"words\n", "there is no link in it", id="no link"),
        pytest.param("list.md", b"http://a.org\x00", "is no text", id="NUL"),
        pytest.param("list.md", b"\x89PNG\r\n\x1a\n\x00\x00", "is no text", id="image"),
        pytest.param("list.md", b"%PDF-1.7\n", "is a PDF", id="PDF"),
        pytest.param("list.md", b"PK\x03\x04", "is a zip archive", id="archive"),
        pytest.param("list.xyz", b"http://a.org", "unknown format; .*[.]md", id="ending"),
        pytest.param("list.rst", b"* " * 3000 + b"x", "too deep", id="reader"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, complaint: str
) -> None:
    document = tmp_path / name
    document.write_bytes(content)

    with pytest.raises(BadSeed, match=complaint) as raised:
        read(document)

    assert name in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSeed, match="is a folder"):
        read(tmp_path)


def test_a_missing_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSeed, match=r"list\.md: there is no such file"):
        read(tmp_path / "list.md")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_document_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    document = tmp_path / "list.md"
    document.write_text("http://a.org")
    document.chmod(0)

    with pytest.raises(BadSeed, match=r"cannot read .*list"):
        read(document)


def test_a_huge_document_is_refused_unread(tmp_path: Path) -> None:
    document = tmp_path / "list.md"
    with document.open("wb") as file:
        file.truncate(LARGEST + 1)

    with pytest.raises(BadSeed, match="larger than 64 MB"):
        read(document)


def test_a_reader_is_imported_only_for_its_format() -> None:
    heavy = "docutils|lxml|markdown_it|pybtex"
    script = (
        f"import sys, seeds.read; print([m for m in sys.modules if m in {heavy!r}.split('|')])"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (("a/one.md", "b/two.md"), ("one.md", "two.md")),
        (("a/list.md", "b/list.md", "b/two.md"), ("a/list.md", "b/list.md", "two.md")),
        (("x/a/list.md", "y/a/list.md"), ("x/a/list.md", "y/a/list.md")),
        (("/list.md", "/a/list.md"), ("/list.md", "a/list.md")),
    ],
)
def test_documents_are_called_by_as_much_of_their_paths_as_tells_them_apart(
    paths: tuple[str, ...], names: tuple[str, ...]
) -> None:
    called = names_of_documents(map(Path, paths))

    assert tuple(called.values()) == names


def test_links_name_their_document_as_they_are_told(tmp_path: Path) -> None:
    document = tmp_path / "list.md"
    document.write_text("[x](http://a.org)\n", encoding="utf-8")

    [link] = read(document, "ours/list.md")

    assert link.document == "ours/list.md"
