"""Whatever is generated: links come back as they were written, and nothing else goes wrong."""

import csv
import html
import io
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.model import BadSeed, Link
from seeds.read import READERS

Entry = tuple[str, str, str]
"""Heading, label, address."""

FORMATS = sorted(set(READERS.values()))
WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäßλ论文", min_size=1, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
PATH = st.text(alphabet="abcXYZ019-._~/?=&%+,;:@!$", max_size=20).map(
    lambda path: f"{path.replace('&', '&x=')}_(b)/z"
)
ADDRESS = st.builds(
    "http://{}.org/{}".format, st.from_regex(r"[a-z]{1,9}", fullmatch=True), PATH
)
ENTRIES = st.lists(st.tuples(WORDS, WORDS, ADDRESS), min_size=1, max_size=8)


def reader(module: str) -> Callable[[str, str], Iterable[Link]]:
    return import_module(f"seeds.{module}").read


def markdown(entries: Sequence[Entry]) -> str:
    return "".join(f"## {head}\n\n- [{label}](<{url}>)\n\n" for head, label, url in entries)


def page(entries: Sequence[Entry]) -> str:
    return "".join(
        f'<h2>{head}</h2>\n<p><a href="{html.escape(url)}">{label}</a>\n'
        for head, label, url in entries
    )


def restructuredtext(entries: Sequence[Entry]) -> str:
    return "".join(
        f"{head}\n{'-' * 90}\n\n- `{label} <{url}>`__\n\n" for head, label, url in entries
    )


def org(entries: Sequence[Entry]) -> str:
    return "".join(f"* {head}\n- [[{url}][{label}]]\n" for head, label, url in entries)


def table(entries: Sequence[Entry]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([("topic", "title", "url"), *entries])
    return file.getvalue()


@pytest.mark.parametrize(
    ("module", "write"),
    [
        ("markdown", markdown),
        ("html", page),
        ("restructuredtext", restructuredtext),
        ("org", org),
        ("csv", table),
    ],
)
@given(entries=ENTRIES)
@settings(max_examples=20, deadline=None)
def test_links_come_back_exact_and_in_order(
    module: str, write: Callable[[Sequence[Entry]], str], entries: list[Entry]
) -> None:
    links = reader(module)(write(entries), "list")

    assert [(link.topic, link.label, link.url) for link in links] == entries


@pytest.mark.parametrize("module", ["markdown", "html", "restructuredtext", "org", "text"])
@given(addresses=st.lists(ADDRESS, min_size=1, max_size=8))
@settings(max_examples=20, deadline=None)
def test_bare_addresses_come_back_exact_and_in_order(module: str, addresses: list[str]) -> None:
    content = "\n\n".join(f"see {address}" for address in addresses)
    escaped = html.escape(content, quote=False) if module == "html" else content

    links = reader(module)(escaped, "list")

    assert [link.url for link in links] == addresses


MARKUP = st.sampled_from(
    (
        *"\n \t*-_`[]()<>|#+=~:.{}@,\"'&\\\r\x0c\u2028\ufffc",
        *("http://a.org", "[[", "]]", "`_", "__", "::", "..", "|x|", "*a*", "<a href=", "<!--"),
        *("-->", "```", "#+begin_src", "@misc{k, url=", "url,title\n", "<pre>", "\n\n"),
    )
)
TEXT = (
    st.lists(MARKUP | st.text(max_size=5), max_size=60)
    .map("".join)
    .map(lambda text: text.replace("\r", "\n"))
)
"""As it comes through the door: with line feeds only."""


@pytest.mark.parametrize("module", FORMATS)
@given(content=TEXT)
@settings(max_examples=30, deadline=None)
def test_no_text_breaks_a_reader(module: str, content: str) -> None:
    try:
        links = list(reader(module)(content, "list"))
    except BadSeed as error:
        assert "\n" not in str(error)
        return

    assert all(1 <= link.line <= content.count("\n") + 1 for link in links)
