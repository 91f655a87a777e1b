import pytest

from seeds.csv import read
from seeds.model import BadSeed, LinkKind


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("url\nhttp://a.org/x,y\n", ["http://a.org/x"], id="comma cuts"),
        pytest.param('url\n"http://a.org/x,y"\n', ["http://a.org/x,y"], id="quoted comma"),
        pytest.param("Title;URL\nx;http://a.org\n", ["http://a.org"], id="semicolons"),
        pytest.param("title\tlink\nx\thttp://a.org\n", ["http://a.org"], id="tabs"),
        pytest.param('url\n"http://a.org\nhttp://b.org"\n', ["http://a.org", "http://b.org"]),
        pytest.param("url,doi\n,10.1000/x\n", ["https://doi.org/10.1000/x"], id="DOI"),
        pytest.param(
            "arXiv ID\n1806.07366\n", ["https://arxiv.org/abs/1806.07366"], id="arXiv"
        ),
        pytest.param("url,doi\nhttp://a.org,10.1/x\n", ["http://a.org"], id="address first"),
        pytest.param("url\n\n\nhttp://a.org\n", ["http://a.org"], id="empty rows"),
        pytest.param("title,url\nx\ny,http://a.org\n", ["", "http://a.org"], id="short row"),
        pytest.param('url\n"""http://a.org"""\n', ['"http://a.org"'], id="doubled quotes"),
    ],
)
def test_addresses_are_found_as_written(content: str, expected: list[str]) -> None:
    assert [link.url for link in read(content, "list.csv")] == expected


def test_a_row_gives_label_topics_line_and_context() -> None:
    content = 'topic,title,url,section\nA,"two\nlines",http://a.org,B\nC,x,http://b.org,\n'

    first, second = read(content, "list.csv")

    assert (first.label, first.topic_path, first.line) == ("two lines", ("A", "B"), 2)
    assert first.context == "A | two lines | http://a.org | B"
    assert (second.topic_path, second.line) == (("C",), 4)


def test_a_row_with_no_more_than_a_title_is_a_reference() -> None:
    [link] = read("title,url\nNeural ODEs,\n", "list.csv")

    assert (link.kind, link.label) == (LinkKind.REFERENCE, "Neural ODEs")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("name,place\nx,y\n", "no column is called url"),
        ("", "says: nothing"),
        ('url,title\nhttp://a.org,x\nhttp://b.org,"x\nhttp://c.org,y\n', "row at line 3"),
        ("url,title\nhttp://a.org," + "x" * 5_000_000, "row at line 2"),
        ('url\n"http://a.org" x\n', "row at line 2"),
    ],
)
def test_what_would_lose_links_is_refused(content: str, complaint: str) -> None:
    with pytest.raises(BadSeed, match=complaint):
        list(read(content, "list.csv"))
