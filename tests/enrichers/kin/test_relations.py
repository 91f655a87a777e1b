"""What belongs together is related by evidence, and by nothing else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from enrichers.kin.beside import Form
from enrichers.kin.relations import MOST_OF_ONE, by_end
from enrichers.kin.roles import BY_KIND, EXACT, LOOSE, OFFERED, Role, role_of
from enrichers.model import Person, Work, WorkKind
from tests.enrichers.kindred import (
    ADA,
    BOB,
    TITLE,
    Row,
    code,
    entry,
    naming,
    pairs,
    paper,
    related,
    slides,
    thing,
)


@pytest.mark.parametrize(
    ("kind", "genre", "roles"),
    [
        (WorkKind.PRESENTATION, "slides", "paper and slides"),
        (WorkKind.PRESENTATION, "", "paper and talk"),
        (WorkKind.DOCUMENT, "poster", "paper and poster"),
        (WorkKind.VIDEO, "", "paper and video"),
        (WorkKind.SOFTWARE, "", "paper and code"),
        (WorkKind.WEB_PAGE, "", "paper and page"),
    ],
)
def test_forms_of_one_work_are_related_by_its_title(
    kind: WorkKind, genre: str, roles: str
) -> None:
    row = thing("https://a.edu/fold", kind, TITLE.upper() + ".", genre)

    (found,) = related(paper(), row)

    assert found.reason == f"{roles} of the same title"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(thing("https://a.edu/x", WorkKind.BLOG_POST, TITLE), id="a blog"),
        pytest.param(thing("https://a.edu/x", WorkKind.DOCUMENT, TITLE), id="perhaps itself"),
        pytest.param(thing("https://a.edu/x", WorkKind.WEB_PAGE, TITLE, "person"), id="person"),
        pytest.param(thing("https://a.edu/x", WorkKind.WEB_PAGE, TITLE, "course"), id="course"),
        pytest.param(slides(title=TITLE + ", part II"), id="another title"),
        pytest.param(slides(title=TITLE + " and adversarial attacks"), id="a longer title"),
    ],
)
def test_a_title_alone_relates_nothing_else(row: Row) -> None:
    assert pairs(paper(), row) == []


@pytest.mark.parametrize(
    ("title", "authors", "is_related"),
    [
        (TITLE, (ADA,), True),
        (TITLE, (BOB,), False),
        ("Mathematics of Deep Learning", (), False),
        ("Mathematics of Deep Learning", (ADA,), True),
        ("Mathematics of Deep Learning", (BOB,), False),
        ("Deep Learning", (ADA,), False),
    ],
)
def test_a_title_says_as_much_as_its_words_and_authors(
    title: str, authors: Sequence[Person], is_related: bool
) -> None:
    talk = slides(title=title)
    talk = replace(talk, work=replace(talk.work, authors=tuple(authors)))

    assert bool(pairs(paper(title=title), talk)) == is_related


def test_only_what_both_are_called_counts() -> None:
    talk = slides("Networks", title="Networks", line=2)
    page = thing("https://a.edu/n", WorkKind.WEB_PAGE, TITLE, label="Networks")

    assert pairs(talk, page) == []


def test_slides_of_which_of_two_papers_is_not_guessed() -> None:
    assert pairs(paper(1), paper(2), slides()) == []


def test_versions_of_a_talk_are_related_by_title_and_speaker() -> None:
    first = thing("https://a.edu/talk-2018.pdf", WorkKind.PRESENTATION, TITLE, "slides")
    second = thing("https://b.org/talk-2019.pdf", WorkKind.PRESENTATION, TITLE, "slides")
    by_ada = [replace(row, work=replace(row.work, authors=(ADA,))) for row in (first, second)]

    assert pairs(first, second) == []
    (found,) = related(*by_ada)
    assert found.reason == "talks of the same title by the same speaker"


def test_what_would_be_related_to_everything_is_related_to_nothing() -> None:
    rows = [
        row
        for number in range(1, MOST_OF_ONE + 2)
        for row in entry(number, paper(number, label=f"Title {number}"), code("code"))
    ]

    assert pairs(*rows) == []
    assert len(pairs(*rows[2:])) == MOST_OF_ONE


@pytest.mark.parametrize(
    ("repository", "home", "is_related"),
    [
        ("https://github.com/Ada/Fold", "https://ada.github.io/fold/", True),
        ("https://github.com/ada/fold.git", "http://ada.github.io/Fold/index.html", True),
        ("https://gitlab.com/ada/fold", "https://ada.gitlab.io/fold", True),
        ("https://github.com/ada/ada.github.io", "https://ada.github.io", True),
        ("https://github.com/bob/fold", "https://ada.github.io/fold/", False),
        ("https://github.com/ada/fold", "https://ada.github.io/", False),
        ("https://github.com/ada/fold", "https://ada.github.io/fold/blog/", False),
        ("https://github.com/ada/fold", "https://ada.gitlab.io/fold/", False),
    ],
)
def test_a_repository_and_its_own_pages(repository: str, home: str, is_related: bool) -> None:
    rows = thing(repository, WorkKind.SOFTWARE), thing(home, WorkKind.WEB_PAGE, "Fold")

    assert bool(pairs(*rows)) == is_related


@pytest.mark.parametrize(
    ("row", "is_related"),
    [
        (naming(slides(title="S"), 1), True),
        (naming(code(), 1), True),
        (naming(code(), 1, 2), False),
        (naming(code(), 1, is_list=True), False),
        (naming(code(), 3), False),
        (naming(thing("https://a.edu/x", WorkKind.BLOG_POST), 1), False),
        (naming(thing("https://a.edu/x", WorkKind.WEB_PAGE, genre="course"), 1), False),
        (naming(thing("https://a.edu/x", WorkKind.WEB_PAGE, "X"), 1), False),
    ],
)
def test_what_presents_the_one_paper_that_its_page_names(row: Row, is_related: bool) -> None:
    assert bool(pairs(paper(1), paper(2, "Another title"), row)) == is_related


@pytest.mark.parametrize(("author", "is_related"), [(ADA, True), (BOB, False)])
def test_a_page_that_names_a_paper_is_about_it_if_it_is_by_its_authors(
    author: Person, is_related: bool
) -> None:
    page = naming(thing("https://a.edu/x", WorkKind.WEB_PAGE, "X"), 1)
    page = replace(page, work=replace(page.work, authors=(author,)))

    assert bool(pairs(paper(1), page)) == is_related


def test_what_is_one_work_is_not_related_to_itself() -> None:
    rows = entry(7, paper(label=TITLE), replace(paper(), label="code"))

    assert pairs(*rows) == []


def test_of_several_reasons_the_firmest_is_given() -> None:
    rows = entry(7, paper(label=TITLE), naming(slides("slides"), 1))

    (found,) = related(*rows)

    assert found.reason == "arxiv:2101.00001 is named by the slides"


def test_each_end_knows_the_relation() -> None:
    (found,) = related(paper(), slides())

    ends = by_end([found])

    assert set(ends) == {found.one, found.other}
    assert {found.beyond(name) for name in ends} == set(ends)


@pytest.mark.parametrize("form", Form)
def test_every_form_can_be_offered_and_leads_somewhere(form: Form) -> None:
    assert any(form in offered for offered in OFFERED.values())
    assert EXACT[form].isdisjoint(LOOSE[form])


@pytest.mark.parametrize(
    ("kind", "genre", "role"),
    [
        (WorkKind.THESIS, "lecture notes", Role.PAPER),
        (WorkKind.DOCUMENT, "job advertisement", Role.OTHER),
        (WorkKind.BLOG_POST, "", Role.OTHER),
        (None, "", Role.OTHER),
        *((kind, "", role) for kind, role in BY_KIND.items()),
    ],
)
def test_roles(kind: WorkKind | None, genre: str, role: Role) -> None:
    assert role_of(Work(kind=kind, genre=genre)) is role
