import pytest

from seeds.html import read
from seeds.model import BadSeed, LinkKind


def urls(content: str) -> list[str]:
    links = read(content, "list.html")
    return [link.url for link in links if link.kind is LinkKind.LINK]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param('<a href="http://a.org/?x=1&amp;y=2">a</a>', ["http://a.org/?x=1&y=2"]),
        pytest.param('<a href="http://a.org/?x=1&y=2">a</a>', ["http://a.org/?x=1&y=2"]),
        pytest.param("<a href=http://a.org/x>a</a>", ["http://a.org/x"], id="no quotes"),
        pytest.param(
            "<A HREF='http://a.org/10%2Fb'>a</A>", ["http://a.org/10%2Fb"], id="capitals"
        ),
        pytest.param("<a name=x>a</a><a>b</a>", [], id="no address"),
        pytest.param("<p>http://a.org/x_(y).</p>", ["http://a.org/x_(y)"], id="bare"),
        pytest.param("<p>http://a.org/<b>x</b></p>", ["http://a.org/x"], id="bare, half bold"),
        pytest.param("<code>http://a.org</code><pre>http://b.org</pre>", [], id="code"),
        pytest.param("<script>'http://a.org'</script>http://b.org", ["http://b.org"]),
        pytest.param("<style>@import 'http://a.org'</style>http://b.org", ["http://b.org"]),
        pytest.param("<!-- http://a.org -->http://b.org", ["http://b.org"], id="comment"),
        pytest.param(
            "<a href=http://a.org><p>x<li>y</a>", ["http://a.org"], id="around blocks"
        ),
        pytest.param(
            "<a href=http://a.org>a<a href=http://b.org>b", ["http://a.org", "http://b.org"]
        ),
        pytest.param("<map><area href=http://a.org></map>", ["http://a.org"], id="map"),
        pytest.param("<base href=http://b.org><a href=x>x</a>", ["x"], id="base"),
        pytest.param("<table><tr><td><a href=http://a.org>a</table>", ["http://a.org"]),
        pytest.param("<p title=\"<a href='http://a.org'>\">http://b.org", ["http://b.org"]),
        pytest.param(
            "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>&b;<p>http://a.org",
            ["http://a.org"],
            id="entity bomb",
        ),
    ],
)
def test_addresses_are_found_as_written(content: str, expected: list[str]) -> None:
    assert urls(content) == expected


def test_a_link_knows_where_it_stands() -> None:
    content = (
        "<h1>A</h1>\n<h2>B</h2>\n<ul>\n<li>one\n<a\n href='http://a.org'>the <b>words</b></a>"
    )

    [link] = read(content, "list.html")

    assert (link.line, link.label) == (5, "the words")
    assert link.topic_path == ("A", "B")
    assert link.context == "one the words"


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("<title>T</title><h2>B</h2><a href=http://a.org>a</a>", ("T", "B")),
        ("<title>T</title><h1>A</h1><a href=http://a.org>a</a>", ("A",)),
        (
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><H3>A</H3><DL><DT><H3>B</H3><DL>"
            "</DL><DT><A HREF='http://a.org'>a</A></DL></DL>",
            ("A",),
        ),
    ],
)
def test_a_link_stands_under_its_headings(content: str, path: tuple[str, ...]) -> None:
    assert [link.topic_path for link in read(content, "list.html")] == [path]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<p>x\n<!-- old http://a.org", "line 2: <!-- is not closed"),
        ("<p>x\n\n<script>x\nhttp://a.org", "line 3: <script is not closed"),
        ("<div>" * 100_000 + "http://a.org", "nest over 2,048 deep"),
        ("<a " + "b=c " * 50_000 + "href='http://a.org'>", "over 10,000 attributes"),
    ],
)
def test_what_would_lose_links_is_refused(content: str, complaint: str) -> None:
    with pytest.raises(BadSeed, match=complaint):
        urls(content)


def test_a_script_that_begins_like_a_comment_hides_nothing() -> None:
    assert urls("<script><!--\nx</script><p>http://a.org") == ["http://a.org"]
