import pytest

from seeds.model import LinkKind
from seeds.text import read


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "http://a.org/x_(y), http://b.org.", ["http://a.org/x_(y)", "http://b.org"]
        ),
        pytest.param("<http://a.org>", ["http://a.org"], id="angles"),
        pytest.param("arxiv.org/abs/1806.07366", ["arxiv.org/abs/1806.07366"], id="no scheme"),
        pytest.param("arXiv: 1806.07366v2", ["arXiv:1806.07366v2"], id="arXiv id"),
        pytest.param("doi:10.1000/a(b)c.", ["doi:10.1000/a(b)c"], id="DOI"),
        pytest.param("http://a.org;http://b.org", ["http://a.org", "http://b.org"]),
        pytest.param("http://a.org/a;b,c", ["http://a.org/a;b,c"], id="marks inside"),
        pytest.param("“http://a.org”", ["http://a.org"], id="quotation marks"),
        pytest.param("HTTP://A.org/X", ["HTTP://A.org/X"], id="capitals"),
        pytest.param("http://a.org/&gt;", ["http://a.org/"], id="entity at the end"),
        pytest.param("http://", [], id="nothing after the scheme"),
        pytest.param("http://论文.cn/论文", ["http://论文.cn/论文"], id="han host"),
    ],
)
def test_addresses_are_found_as_written(content: str, expected: list[str]) -> None:
    assert [link.url for link in read(content, "list.txt")] == expected


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("A\n===\n\nB\n---\nhttp://a.org", ("A", "B")),
        ("# A\n\n## B\nhttp://a.org", ("A", "B")),
        ("- A\n---\nhttp://a.org", ()),
    ],
)
def test_a_link_stands_under_its_headings(content: str, path: tuple[str, ...]) -> None:
    assert [link.topic_path for link in read(content, "list.txt")] == [path]


def test_a_title_goes_with_the_address_below_it() -> None:
    links = list(
        read("1. First title\n   http://a.org\n2. Second\n   http://b.org", "list.txt")
    )

    assert [(link.line, link.label) for link in links] == [(2, "First title"), (4, "Second")]


def test_a_work_named_in_plain_words_is_a_reference() -> None:
    content = (
        "Chen, R. T. Q., & Duvenaud, D. (2018). Neural ordinary differential equations. X."
    )

    [link] = read(content, "list.txt")

    assert link.kind is LinkKind.REFERENCE
    assert link.label == "Neural ordinary differential equations"
