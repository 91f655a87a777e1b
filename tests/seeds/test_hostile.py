"""What is built to break a reader gives its links or one clear line, in seconds."""

from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from seeds.model import BadSeed
from seeds.read import READERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seeds.model import Link

LAST = "http://a.org/last"
FORMATS = sorted({module for name, module in READERS.items() if name})


def urls(module: str, content: str) -> list[str]:
    read: Callable[[str, str], Iterable[Link]] = import_module(f"seeds.{module}").read
    return [link.url for link in read(content, "list")]


@pytest.mark.parametrize(
    ("module", "content"),
    [
        *(
            pytest.param("markdown", unit * 5_000, id=f"markdown {unit!r}")
            for unit in (
                *(
                    "[",
                    "![",
                    "](",
                    "[](",
                    "[a\n",
                    "`a ",
                    "``a` ",
                    "*a_b",
                    "**a *b ",
                    "~~a ",
                    "_",
                ),
                *(
                    "<",
                    "<a ",
                    "<a href='",
                    "<http://",
                    "&",
                    "&amp;",
                    "\\",
                    "((",
                    "http://",
                    "\t",
                ),
                *("# a\n", "a\n===\n", "|a|\n|-|\n", "[a]: <", "\u200b\u202e", "1. a\n", "\n"),
            )
        ),
        pytest.param("markdown", "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n", id="wide table"),
        pytest.param("markdown", "x" * 1_000_000, id="long line"),
        pytest.param("markdown", "[n]: http://a.org/n\n" * 20_000, id="definitions"),
        *(
            pytest.param("html", unit * 20_000, id=f"html {unit!r}")
            for unit in ("<", "&", "<p>a", "<br>", "<p title='\">", "\u202e", "</div>", "<td>")
        ),
        pytest.param("html", "x" * 1_000_000, id="long line of HTML"),
        *(
            pytest.param("text", unit * 50_000, id=f"text {unit!r}")
            for unit in (
                "http://",
                "www.",
                "a.",
                "10.1000/",
                "10.1/(",
                "arxiv:",
                "A. ",
                "===\n",
            )
        ),
        pytest.param("text", "http://a.org/" + "(" * 200_000, id="brackets in an address"),
        pytest.param("text", " " * 500_000 + "x", id="blanks"),
        *(
            pytest.param("org", unit * 50_000, id=f"org {unit!r}")
            for unit in (
                "[[",
                "[[u][",
                "=a ",
                "*a ",
                "#+begin_src\n",
                "* COMMENT a\n* b\n",
                ":a:",
                "|",
            )
        ),
        pytest.param("org", "* " + "a:" * 200_000 + "\n", id="tags"),
        pytest.param("org", " " * 500_000 + "x", id="blanks in org"),
        *(
            pytest.param("restructuredtext", unit * 5_000, id=f"rst {unit!r}")
            for unit in (
                "*a ",
                "`a ",
                "|a ",
                "a_ ",
                "`<",
                "[a ",
                "[1]_ ",
                "\\",
                ":a:",
                "-",
                ".. ",
            )
        ),
        pytest.param(
            "restructuredtext", "".join(f"{n}. a\n" for n in range(3_000)), id="rst items"
        ),
    ],
)
def test_the_last_link_is_found(module: str, content: str) -> None:
    assert LAST in urls(module, f"{content}\n\n{LAST}\n")


@pytest.mark.parametrize(
    ("module", "content"),
    [
        ("markdown", "> " * 20_000 + LAST),
        ("markdown", "- " * 20_000 + LAST),
        ("markdown", "<div>\n" * 20_000 + LAST),
        ("html", "<div>" * 100_000 + LAST),
        ("html", "<!-- " * 20_000 + LAST),
        ("csv", 'url,title\n"' + f"{LAST}\n" * 20_000),
        ("csv", "a," * 100_000 + "\n" + f"{LAST}," * 100_000),
        ("restructuredtext", "- " * 10_000 + LAST),
        ("restructuredtext", "+" + "--+" * 5_000 + "\n" + LAST),
    ],
    ids=lambda value: value[:20],
)
def test_what_cannot_be_read_to_its_end_is_refused(module: str, content: str) -> None:
    with pytest.raises(BadSeed, match=r"\Alist: .{10,300}\Z"):
        urls(module, content)


@pytest.mark.parametrize(
    "content",
    ["@misc{" * 5_000, "@misc{k, title={" + "{" * 5_000, "@misc{k, title=" + "#" * 5_000],
)
def test_broken_entries_do_not_hide_the_last(content: str) -> None:
    assert LAST in urls("bibtex", f"{content}\n@misc{{z, url={{{LAST}}}}}\n")


def test_substitutions_that_grow_do_not_grow_without_end() -> None:
    names = "abcdefgh"
    grow = "".join(
        f".. |{name}| replace:: " + f"|{before}| " * 10 + "\n"
        for before, name in pairwise(names)
    )

    assert LAST in urls("restructuredtext", f".. |a| replace:: xx\n{grow}\n|h| {LAST}\n")
