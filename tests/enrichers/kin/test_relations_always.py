"""Whatever stands in the lists, its relations have one form and one order."""

from itertools import chain, pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.model import WorkKind
from tests.enrichers.kindred import TITLE, Row, entry, paper_titled, related, thing

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
