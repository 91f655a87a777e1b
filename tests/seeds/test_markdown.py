import pytest

from seeds.markdown import read
from seeds.model import BadSeed, LinkKind


def urls(content: str) -> list[str]:
    return [link.url for link in read(content, "list.md")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("[a][r]\n\n[r]: http://a.org/r", ["http://a.org/r"], id="reference"),
        pytest.param("[r][]\n\n[r]: <http://a.org/r s>", ["http://a.org/r s"], id="collapsed"),
        pytest.param("[R]\n\n[r]: http://a.org 'title'", ["http://a.org"], id="shortcut"),
        pytest.param("[r]: http://a.org/r", ["http://a.org/r"], id="definition unused"),
        pytest.param("[a][none]", [], id="reference without definition"),
        pytest.param("[//]: # (http://a.org)", [], id="definition as comment"),
        pytest.param("x[^1]\n\n[^1]: see http://a.org", ["http://a.org"], id="footnote"),
        pytest.param("[^1]: http://a.org", ["http://a.org"], id="footnote of an address"),
        pytest.param("www.a.org/x.", ["www.a.org/x"], id="www"),
        pytest.param("<http://a.org/x>", ["http://a.org/x"], id="autolink"),
        pytest.param("<http://a.org/x y>", ["http://a.org/x"], id="no autolink with a space"),
        pytest.param("[a](<http://a.org/x y>)", ["http://a.org/x y"], id="angles, a space"),
        pytest.param("[a](<http://a.org/x)y>)", ["http://a.org/x)y"], id="angles, a bracket"),
        pytest.param(r"[a](http://a.org/x\)y)", ["http://a.org/x)y"], id="escaped bracket"),
        pytest.param(r"\[a](http://a.org/x)", ["http://a.org/x"], id="escaped link"),
        pytest.param(r"[a\]b](http://a.org)", ["http://a.org"], id="escaped in the label"),
        pytest.param(
            "[a](http://a.org/?x=1&amp;y=2)", ["http://a.org/?x=1&y=2"], id="entity in a link"
        ),
        pytest.param(
            "http://a.org/?x=1&amp;y=2", ["http://a.org/?x=1&y=2"], id="entity in the open"
        ),
        pytest.param(
            "<http://a.org/?x=1&amp;y=2>", ["http://a.org/?x=1&y=2"], id="entity in angles"
        ),
        pytest.param(
            'x <a href="http://a.org/?x=1&copy=2&amp;y">a</a>',
            ["http://a.org/?x=1&copy=2&y"],
            id="no entity in a tag",
        ),
        pytest.param("[a](http://a.org/10%2Fb)", ["http://a.org/10%2Fb"], id="%2F stays"),
        pytest.param("http://a.org/%E4%BD%A0", ["http://a.org/%E4%BD%A0"], id="percents stay"),
        pytest.param("http://a.org/x_(y)", ["http://a.org/x_(y)"], id="balanced at the end"),
        pytest.param("(see http://a.org/x_(y))", ["http://a.org/x_(y)"], id="one too many"),
        pytest.param(
            "[a](http://a.org/x_(y))", ["http://a.org/x_(y)"], id="balanced in a link"
        ),
        pytest.param("http://a.org/x🎉", ["http://a.org/x"], id="emoji end it"),
        pytest.param(
            "见http://a.org/x，以及http://b.org/y。", ["http://a.org/x", "http://b.org/y"]
        ),
        pytest.param("[论文](http://a.org/论文)", ["http://a.org/论文"], id="han in a link"),
        pytest.param("**http://a.org**", ["http://a.org"], id="strong"),
        pytest.param("~~http://a.org/x~~", ["http://a.org/x"], id="struck"),
        pytest.param(
            "http://a.org/a_b_c/*d*/e", ["http://a.org/a_b_c/*d*/e"], id="marks inside"
        ),
        pytest.param(
            "|a|b|\n|-|-|\n|http://a.org|[x](http://b.org)|", ["http://a.org", "http://b.org"]
        ),
        pytest.param("http://a.org/x|http://b.org", ["http://a.org/x", "http://b.org"]),
        pytest.param(
            "<div>\n<a href='http://a.org?x&amp;y'>x</a>\n</div>", ["http://a.org?x&y"]
        ),
        pytest.param(
            "<details><summary>s</summary>\n\n- [x](http://a.org)\n\n</details>",
            ["http://a.org"],
        ),
        pytest.param("<a href=http://a.org>http://a.org</a>", ["http://a.org"], id="not twice"),
        pytest.param("<!--\nhttp://no.org\n-->\nhttp://a.org", ["http://a.org"], id="comment"),
        pytest.param("x <!-- http://no.org --> http://a.org", ["http://a.org"]),
        pytest.param("http://a.org http://a.org", ["http://a.org"] * 2, id="same twice"),
        pytest.param("[](http://a.org)", ["http://a.org"], id="no label"),
        pytest.param("[a]()", [""], id="no address"),
        pytest.param("[a](../b.md#c)", ["../b.md#c"], id="relative"),
        pytest.param("<me@a.org>", ["mailto:me@a.org"], id="mail"),
        pytest.param("[a](javascript:alert(1))", ["javascript:alert(1)"], id="script"),
        pytest.param(
            "    http://code.org\n\nhttp://a.org", ["http://a.org"], id="indented code"
        ),
        pytest.param("- a\n\n      http://code.org\n", [], id="indented code in an item"),
        pytest.param("``http://code.org ` x`` http://a.org", ["http://a.org"], id="two ticks"),
        pytest.param("[a](http://a.org\n'title')", ["http://a.org"], id="title on a new line"),
        pytest.param(
            "- [ ] http://a.org\n- [x] http://b.org", ["http://a.org", "http://b.org"]
        ),
        pytest.param("http://a.org\\\nhttp://b.org", ["http://a.org", "http://b.org"]),
        pytest.param("http://[2001:db8::1]/x", ["http://[2001:db8::1]/x"], id="IPv6"),
        pytest.param(
            "http://a.org/\u200bx\u202e http://b.org", ["http://a.org/", "http://b.org"]
        ),
        pytest.param("> > - 1. http://a.org", ["http://a.org"], id="nested"),
        pytest.param("[a] (http://a.org)", ["http://a.org"], id="a blank between"),
    ],
)
def test_addresses_are_found_as_written(content: str, expected: list[str]) -> None:
    assert urls(content) == expected


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("[a *b* `c`](http://a.org)", "a b c"),
        ("[![alt](i.png)](http://a.org)", "alt"),
        ("[a [b] c](http://a.org)", "a [b] c"),
        ("[http://a.org](http://a.org)", ""),
        ("[a &lt; b](http://a.org)", "a < b"),
        ("<a href='http://a.org'>a\n<b>b</b></a>", "a b"),
        ("[words] (http://a.org)", "words"),
        ("Title of the work\nhttp://a.org", "Title of the work"),
    ],
)
def test_a_label_is_the_words_that_people_see(content: str, label: str) -> None:
    links = [link for link in read(content, "list.md") if link.kind is LinkKind.LINK]

    assert [(link.url, link.label) for link in links] == [("http://a.org", label)]


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("A\n=\n\nB\n-\n\nhttp://a.org", ("A", "B")),
        ("# A\n### C\n## B\nhttp://a.org", ("A", "B")),
        ("# A\n## B\n# C\nhttp://a.org", ("C",)),
        ("# A\n## [B](http://a.org)", ("A",)),
        ("# A #\nhttp://a.org", ("A",)),
        ("# *A* `b`\nhttp://a.org", ("A b",)),
        ("<h2>A</h2>\n\nhttp://a.org", ("A",)),
        ("#A\n\nhttp://a.org", ()),
        ("> # A\n\nhttp://a.org", ()),
        ("```\n# A\n```\nhttp://a.org", ()),
    ],
)
def test_a_link_stands_under_its_headings(content: str, path: tuple[str, ...]) -> None:
    assert [link.topic_path for link in read(content, "list.md")] == [path]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("a\nhttp://a.org\nb http://b.org", [2, 3]),
        ("- x\n\n  [a\n  b](http://a.org)\n  http://b.org", [3, 5]),
        ("|a|\n|-|\n|http://a.org|\n|http://b.org|", [3, 4]),
        ("---\nk: v\n---\nhttp://a.org", [4]),
        ("<p>\n<a\nhref='http://a.org'>x</a>\n<a href='http://b.org'>y</a>", [2, 4]),
        ("[x]\n\n\n[x]: http://a.org\n[y]: http://b.org", [1, 5]),
    ],
)
def test_a_link_knows_its_line(content: str, lines: list[int]) -> None:
    assert [link.line for link in read(content, "list.md")] == lines


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("> " * 20_000 + "http://a.org", "line 1"),
        ("x\n\n" + "- " * 500 + "http://a.org", "line 3"),
        ("x\n\n```\ncode\n\n# B\nhttp://a.org", "line 3: ``` is not closed"),
        ("~~~~\nhttp://a.org\n~~~", "line 1: ~~~~ is not closed"),
        ("x\n\n<!-- old\n\nhttp://a.org", "line 3: <!-- is not closed"),
    ],
)
def test_what_would_lose_links_is_refused(content: str, complaint: str) -> None:
    with pytest.raises(BadSeed, match=complaint):
        urls(content)


@pytest.mark.parametrize(
    "content",
    [
        "http://a.org\n\n```\nhttp://b.org\n```",
        "http://a.org\n\n```\nunclosed",
        "~~~\nx\n~~~~\n",
    ],
)
def test_code_at_the_end_is_no_harm(content: str) -> None:
    assert "http://b.org" not in urls(content)
