"""What belongs together is related by evidence, and by nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.beside import Form, entries, form_of
from enrichers.merge import work_id
from enrichers.model import (
    Claim,
    Identifier,
    Person,
    Resolution,
    Scheme,
    Verdict,
    Work,
    WorkKind,
)
from enrichers.pages.memory import Visit
from enrichers.pages.model import PageState, Reading
from enrichers.relations import MOST_OF_ONE, MOST_TOGETHER, Relation, by_end, relations
from enrichers.resolve import Resolved, Sight
from enrichers.roles import BY_KIND, EXACT, LOOSE, OFFERED, Role, role_of
from enrichers.typed import typed_id
from seeds.model import Link

TODAY = date(2026, 11, 23)
TITLE = "Learning to fold proteins by gradient flow"
ADA, BOB = Person(family="Lovelace", given="Ada"), Person(family="Brown", given="Bob")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A link of a list, and what it became."""

    url: str
    work: Work
    label: str = ""
    line: int = 1
    context: str = ""
    document: str = "list.md"
    reading: Reading = field(default_factory=Reading)

    @property
    def link(self) -> Link:
        return Link(
            url=self.url,
            label=self.label,
            document=self.document,
            line=self.line,
            context=self.context or self.label or self.url,
        )

    @property
    def name(self) -> str:
        return work_id(self.work) if self.work.ids else typed_id(self.link)


def related(*rows: Row) -> tuple[Relation, ...]:
    resolved = Resolved(
        outcomes={},
        works=tuple(row.work for row in rows if row.work.ids),
        by_identifier={known: row.work for row in rows for known in row.work.ids},
        conflicts=(),
        down={},
        sights={
            typed_id(row.link): Sight(
                links=(row.link,),
                visit=Visit(url=row.url, on=TODAY, state=PageState.ALIVE, reading=row.reading),
            )
            for row in rows
        },
        names={row.link: typed_id(row.link) for row in rows},
    )
    ends = [
        Resolution(link=row.link, verdict=Verdict.TYPED, reason="", work_id=row.name)
        for row in rows
    ]
    return relations(ends, {row.name: row.work for row in rows}, resolved)


def pairs(*rows: Row) -> list[tuple[str, str]]:
    return [(each.one, each.other) for each in related(*rows)]


def paper(number: int = 1, title: str = TITLE, **changes: str | int) -> Row:
    known = Identifier(Scheme.ARXIV, f"2101.{number:05}")
    work = Work(ids=frozenset({known}), kind=WorkKind.PREPRINT, title=title, authors=(ADA,))
    row = Row(url=f"https://arxiv.org/abs/{known.value}", work=work)
    return replace(row, **changes)  # pyright: ignore[reportArgumentType] -- strings and lines of a row


def thing(url: str, kind: WorkKind, title: str = "", genre: str = "", **changes: object) -> Row:
    work = Work(kind=kind, title=title or url, genre=genre)
    return replace(Row(url=url, work=work), **changes)  # pyright: ignore[reportArgumentType] -- each test names fields of a row


def entry(line: int, *rows: Row) -> list[Row]:
    """Rows that stand in one entry of a list, by their labels."""
    context = ". ".join(row.label or row.url for row in rows)
    return [replace(row, line=line, context=context) for row in rows]


def slides(label: str = "", title: str = TITLE, **changes: object) -> Row:
    url = "https://a.edu/talks/fold.pdf"
    return thing(url, WorkKind.PRESENTATION, title, "slides", label=label, **changes)


def code(label: str = "") -> Row:
    return thing("https://github.com/ada/fold", WorkKind.SOFTWARE, "ada/fold", label=label)


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


def paper_titled(title: str, number: int) -> Row:
    row = paper(number)
    return replace(row, work=replace(row.work, title=title))


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


def naming(row: Row, *numbers: int, is_list: bool = False) -> Row:
    """The row, on whose page these papers are named."""
    claims = [
        Claim(candidates=(Identifier(Scheme.ARXIV, f"2101.{each:05}"),), rule="page: arXiv")
        for each in numbers
    ]
    return replace(row, reading=Reading(mentions=tuple(claims), is_list=is_list))


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


def course(url: str, title: str) -> Row:
    return thing(url, WorkKind.WEB_PAGE, title, "course")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            course("http://a.edu/~9.520/fall18/", "9.520: Learning Theory, Fall 2018"),
            course("http://a.edu/~9.520/fall19/", "9.520: Learning Theory, Fall 2019"),
        ),
        (
            course("https://b.github.io/Maths-spring18", "Topics course Maths, Spring 18"),
            course("https://b.github.io/Maths-spring19/", "Maths, Spring 2019"),
        ),
        (
            course("http://a.edu/ma721F17.html", "MA 721: Topics in Analysis"),
            course("http://a.edu/ma721S19.html", "MA 721: Topics in Analysis"),
        ),
        (
            course("http://a.edu/x?id=3", "Numerics of Networks, Winter 2018"),
            course("http://a.edu/y?id=9", "Numerics of Networks, Winter 2019"),
        ),
        (
            course("https://c.edu/nn/2019/", "Neural Networks"),
            course("https://c.edu/nn/2020/", "Neural Networks"),
        ),
    ],
)
def test_a_course_in_different_terms(one: Row, other: Row) -> None:
    (found,) = related(one, other)

    assert found.reason.startswith("one course, in ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            course("http://a.edu/~b/teaching/fall18/", "Linear Algebra"),
            course("http://a.edu/~b/teaching/fall19/", "Compilers"),
            id="a teacher's other course",
        ),
        pytest.param(
            course("http://a.edu/ml", "Machine Learning, Fall 2018"),
            course("http://b.edu/ml", "Machine Learning, Fall 2019"),
            id="another school's",
        ),
        pytest.param(
            course("http://a.edu/ml/1", "Machine Learning, Fall 2018"),
            course("http://a.edu/ml/2", "Machine Learning, Fall 2018"),
            id="in one term",
        ),
        pytest.param(
            course("http://a.edu/cs50", "Programming"),
            course("http://a.edu/cs51", "Programming"),
            id="numbers of courses",
        ),
        pytest.param(
            thing("http://a.edu/posts/2018/x", WorkKind.BLOG_POST, "X"),
            thing("http://a.edu/posts/2019/x", WorkKind.BLOG_POST, "X"),
            id="no courses",
        ),
    ],
)
def test_what_is_no_other_term_of_a_course(one: Row, other: Row) -> None:
    assert pairs(one, other) == []


def test_terms_of_a_course_that_are_too_many_are_not_related() -> None:
    terms = [
        course(f"https://c.edu/nn/{year}/", "Neural Networks")
        for year in range(2010, 2010 + MOST_TOGETHER + 1)
    ]

    assert pairs(*terms) == []
    assert len(pairs(*terms[1:])) == MOST_TOGETHER * (MOST_TOGETHER - 1) // 2


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


@pytest.mark.parametrize(
    "label", ["", "Title", "code of conduct", "slides on flows", "the", "page", "a " * 30_000]
)
def test_labels_that_name_no_form(label: str) -> None:
    assert form_of(Link(url="https://a.edu", label=label, document="d", line=1)) is None


LABELS = st.sampled_from([TITLE, "code", "slides", "paper", "video", "see also", ""])
URLS = st.sampled_from(
    [
        "https://github.com/ada/fold",
        "https://ada.github.io/fold",
        "https://a.edu/talks/fold.pdf",
        "https://youtu.be/abc",
        "https://c.edu/nn/2019/",
        "https://c.edu/nn/2020/",
    ]
)
KINDS = {
    "https://github.com/ada/fold": (WorkKind.SOFTWARE, ""),
    "https://ada.github.io/fold": (WorkKind.WEB_PAGE, ""),
    "https://a.edu/talks/fold.pdf": (WorkKind.PRESENTATION, "slides"),
    "https://youtu.be/abc": (WorkKind.VIDEO, ""),
}


@st.composite
def lists(draw: st.DrawFn) -> list[list[Row]]:
    """Entries of lists, each a few links."""
    rows: list[list[Row]] = []
    for line in range(1, draw(st.integers(1, 5)) + 1):
        here = [
            thing(url, *_kind(url), label=draw(LABELS))
            for url in draw(st.lists(URLS, max_size=4, unique=True))
        ]
        numbers = draw(st.lists(st.integers(1, 2), max_size=2, unique=True))
        here += [paper_titled(TITLE, number) for number in numbers]
        rows.append(entry(line, *draw(st.permutations(here))))
    return rows


def _kind(url: str) -> tuple[WorkKind, str, str]:
    kind, genre = KINDS.get(url, (WorkKind.WEB_PAGE, "course"))
    return kind, TITLE, genre


@settings(max_examples=200, deadline=None)
@given(lists(), st.randoms(use_true_random=False))
def test_relations_do_not_depend_on_the_order_of_entries(
    listed: list[list[Row]], random: Random
) -> None:
    shuffled = list(listed)
    random.shuffle(shuffled)

    assert related(*chain(*shuffled)) == related(*chain(*listed))


@settings(max_examples=200, deadline=None)
@given(lists())
def test_relations_are_pairs_in_order_each_once_and_twice_listed_is_the_same(
    listed: list[list[Row]],
) -> None:
    rows = list(chain(*listed))

    found = related(*rows)

    names = {row.name for row in rows}
    assert all(each.one < each.other and {each.one, each.other} <= names for each in found)
    ends = [(each.one, each.other) for each in found]
    assert all(one < other for one, other in pairwise(ends))
    assert all(each.reason for each in found)
    assert related(*rows, *rows) == found


@given(st.lists(st.text(max_size=30), max_size=6))
def test_every_link_stands_in_one_entry(contexts: list[str]) -> None:
    links = [
        Link(url=f"u{at}", document="d", line=at, context=text)
        for at, text in enumerate(contexts)
    ]

    assert sorted(chain(*entries(links)), key=lambda link: link.line) == links
