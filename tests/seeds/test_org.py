import pytest

from seeds.model import LinkKind
from seeds.org import read


def urls(content: str) -> list[str]:
    return [link.url for link in read(content, "list.org") if link.kind is LinkKind.LINK]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("[[http://a.org/x(1)]]", ["http://a.org/x(1)"], id="no label"),
        pytest.param("[[http://a.org][a\nb]]", ["http://a.org"], id="label over two lines"),
        pytest.param(r"[[http://a.org/\[1\]][a]]", ["http://a.org/[1]"], id="escaped brackets"),
        pytest.param("[[http://a.org/x", ["http://a.org/x"], id="not closed"),
        pytest.param("http://a.org/x_(y).", ["http://a.org/x_(y)"], id="bare"),
        pytest.param("<http://a.org/x y>", ["http://a.org/x y"], id="angles"),
        pytest.param("[[file:x.org][x]]", ["file:x.org"], id="file"),
        pytest.param("[[*Heading][x]] [[words]] http://a.org", ["http://a.org"], id="internal"),
        pytest.param(
            "#+LINK: ax http://a.org/\n[[ax:1][x]]", ["http://a.org/1"], id="abbreviated"
        ),
        pytest.param("#+LINK: ax http://a.org/%s/b\n[[ax:1]]", ["http://a.org/1/b"]),
        pytest.param(
            "| a | http://a.org | [[http://b.org][b]] |", ["http://a.org", "http://b.org"]
        ),
        pytest.param("* A\n:PROPERTIES:\n:URL: http://a.org\n:END:", ["http://a.org"]),
        pytest.param(
            "# http://a.org\n  # http://b.org\n#+begin_comment\nhttp://c.org\n#+end_comment", []
        ),
        pytest.param(
            "* COMMENT A\nhttp://a.org\n** B\nhttp://b.org\n* C\nhttp://c.org", ["http://c.org"]
        ),
        pytest.param("#+BEGIN_SRC sh\ncurl http://a.org\n#+END_SRC", [], id="code"),
        pytest.param(
            "#+begin_src\nhttp://a.org\n* B\nhttp://b.org", ["http://a.org", "http://b.org"]
        ),
        pytest.param("#+begin_quote\nhttp://a.org\n#+end_quote", ["http://a.org"], id="quote"),
        pytest.param("=http://a.org= ~http://b.org~ http://c.org/?x=1", ["http://c.org/?x=1"]),
        pytest.param("http://a.org/-~b~", ["http://a.org/-~b"], id="no code in an address"),
        pytest.param("see (=http://a.org=)", [], id="code in brackets"),
        pytest.param(": http://a.org\nhttp://b.org", ["http://b.org"], id="fixed width"),
        pytest.param(
            "#+begin_export html\n<a href='http://a.org'>a</a>\n#+end_export", ["http://a.org"]
        ),
        pytest.param("#+HTML: <a href='http://a.org'>a</a>", ["http://a.org"]),
        pytest.param("#+CAPTION: see http://a.org\n#+DATE: http://b.org", ["http://a.org"]),
        pytest.param("<2012-13-45> [2012-99-99] http://a.org", ["http://a.org"], id="no date"),
        pytest.param(
            "SCHEDULED: <2012-02-26 Sun> http://a.org", ["http://a.org"], id="planning"
        ),
        pytest.param(
            "见[[http://a.org][论文]]，http://b.org。", ["http://a.org", "http://b.org"]
        ),
        pytest.param("[fn:1] http://a.org", ["http://a.org"], id="footnote"),
        pytest.param("*" * 10_000 + " x\nhttp://a.org", ["http://a.org"], id="stars"),
    ],
)
def test_addresses_are_found_as_written(content: str, expected: list[str]) -> None:
    assert urls(content) == expected


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("* TODO [#A] Optimal transport [1/3] :math:ot:", "Optimal transport"),
        ("* DONE Ratio 50% [50%]", "Ratio 50%"),
        ("* /Deep/ *learning*", "Deep learning"),
        ("* TODOS: all", "TODOS: all"),
        ("* [[http://a.org/h][Linked]] words :x:", "Linked words"),
        ("*\tTabs", "Tabs"),
    ],
)
def test_a_heading_is_no_more_than_its_words(heading: str, title: str) -> None:
    *_, link = read(f"{heading}\nhttp://a.org", "list.org")

    assert link.topic_path == (title,)


def test_a_file_may_have_todo_keywords_of_its_own() -> None:
    [link] = read("#+TODO: READ(r) | SEEN(s)\n* SEEN A\n** TODO B\nhttp://a.org", "list.org")

    assert link.topic_path == ("A", "TODO B")


def test_a_link_knows_where_it_stands() -> None:
    content = (
        "* A\n** B\n1. [X] words\n   [[http://a.org][the /first/\n   one]] and\n- http://b.org"
    )

    links = list(read(content, "list.org"))

    assert [(link.line, link.label) for link in links] == [(4, "the first one"), (6, "")]
    assert links[0].context == "words the first one and"
    assert links[0].topic_path == ("A", "B")


def test_an_image_is_no_link_but_is_recorded() -> None:
    links = read("[[http://a.org/i.png]] [[http://a.org][http://a.org/j.png]]", "list.org")

    assert [(link.url, link.kind) for link in links] == [
        ("http://a.org/i.png", LinkKind.IMAGE),
        ("http://a.org", LinkKind.LINK),
        ("http://a.org/j.png", LinkKind.IMAGE),
    ]
