"""What an entry of a list offers of its paper is related to it, and nothing else in it is."""

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.kin.beside import entries, form_of
from enrichers.kin.relations import MOST_TOGETHER
from enrichers.model import WorkKind
from seeds.model import Link
from tests.enrichers.kindred import (
    TITLE,
    Row,
    code,
    entry,
    pairs,
    paper,
    related,
    slides,
    thing,
)


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("slides", slides(title="Untitled 7")),
        ("[slides]", slides(title="Untitled 7")),
        ("Slides (PDF)", slides(title="Untitled 7")),
        ("code", code()),
        ("official code (pytorch)", code()),
        ("代码", code()),
        ("project page", thing("https://a.edu/fold/", WorkKind.WEB_PAGE, "Fold")),
        ("poster", thing("https://a.edu/p.pdf", WorkKind.DOCUMENT, "P", "poster")),
        ("video", thing("https://youtu.be/abc", WorkKind.VIDEO, "Untitled")),
        ("talk", thing("https://youtu.be/abc", WorkKind.VIDEO, "Untitled")),
    ],
)
def test_what_an_entry_offers_of_its_paper_is_related(label: str, row: Row) -> None:
    rows = entry(7, paper(label=TITLE), replace(row, label=label))

    (found,) = related(*rows)

    assert {found.one, found.other} == {each.name for each in rows}
    assert found.reason.endswith("in one entry (list.md, line 7)")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([paper(1, label="A"), paper(2, label="B")], id="two papers"),
        pytest.param(
            [paper(1, label="A"), code("code"), paper(2, label="B")], id="code of which paper?"
        ),
        pytest.param([paper(label="A"), code("ada's library")], id="named for itself"),
        pytest.param([paper(label="A"), code()], id="a bare address"),
        pytest.param([code("code"), paper(label=TITLE)], id="in front of a title"),
        pytest.param(
            [
                paper(label="A"),
                thing("https://b.org/y", WorkKind.WEB_PAGE, "B", label="B"),
                code("code"),
            ],
            id="behind something else",
        ),
        pytest.param([paper(1, label="A"), paper(2, label="code")], id="code that is a paper"),
        pytest.param(
            [
                thing("https://ada.net", WorkKind.WEB_PAGE, "Ada", "person", label="Ada"),
                code("code"),
            ],
            id="of a person",
        ),
    ],
)
def test_what_only_stands_in_one_entry_is_not_related(rows: list[Row]) -> None:
    assert pairs(*entry(7, *rows)) == []


@pytest.mark.parametrize("way", ["See also the", "It builds on this", "x" * 301])
def test_a_text_that_leads_on_leads_away(way: str) -> None:
    context = f"A paper. {way} code"
    rows = [replace(row, context=context) for row in (paper(label="A paper"), code("code"))]

    assert pairs(*rows) == []


def test_forms_come_in_any_order_where_all_are_forms() -> None:
    assert len(pairs(*entry(7, slides("slides", title="S"), paper(label="pdf")))) == 1


def test_a_form_may_be_named_before_a_bare_address() -> None:
    context = f"{TITLE} https://arxiv.org/abs/2101.00001 Code: https://github.com/ada/fold"
    rows = [replace(paper(), context=context), replace(code(), context=context)]

    assert len(pairs(*rows)) == 1


def test_an_entry_of_several_lines_is_one() -> None:
    rows = entry(7, paper(label=TITLE), code("code"))

    assert len(pairs(rows[0], replace(rows[1], line=8))) == 1


def test_entries_that_say_nothing_but_forms_are_kept_apart() -> None:
    rows = [
        replace(paper(number, label="paper"), line=number, context="paper code")
        for number in (1, 2)
    ]
    codes = [
        thing(
            f"https://github.com/ada/{line}",
            WorkKind.SOFTWARE,
            label="code",
            line=line,
            context="paper code",
        )
        for line in (1, 2)
    ]

    assert pairs(*rows, *codes) == [
        (row.name, each.name) for row, each in zip(rows, codes, strict=True)
    ]


def test_materials_of_a_course_and_the_code_of_a_page() -> None:
    course = thing("https://a.edu/c", WorkKind.WEB_PAGE, "C 1", "course", label="C 1")
    page = thing("https://a.edu/p", WorkKind.WEB_PAGE, "P", "project", label="P")

    assert len(pairs(*entry(7, course, slides("slides")))) == 1
    assert len(pairs(*entry(7, page, code("code")))) == 1


def test_a_line_with_many_links_relates_none() -> None:
    many = [
        thing(f"https://github.com/a/{number}", WorkKind.SOFTWARE, label="code")
        for number in range(MOST_TOGETHER)
    ]

    assert pairs(*entry(7, paper(label=TITLE), *many)) == []
    assert len(pairs(*entry(7, paper(label=TITLE), *many[1:]))) == MOST_TOGETHER - 1


@pytest.mark.parametrize(
    "label", ["", "Title", "code of conduct", "slides on flows", "the", "page", "a " * 30_000]
)
def test_labels_that_name_no_form(label: str) -> None:
    assert form_of(Link(url="https://a.edu", label=label, document="d", line=1)) is None


@given(st.lists(st.text(max_size=30), max_size=6))
def test_every_link_stands_in_one_entry(contexts: list[str]) -> None:
    links = [
        Link(url=f"u{at}", document="d", line=at, context=text)
        for at, text in enumerate(contexts)
    ]

    assert sorted(chain(*entries(links)), key=lambda link: link.line) == links
