"""Whatever the sources say, merging loses nothing, invents nothing and has no order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from enrichers.merge import credit, merge
from enrichers.model import Identifier, Notice, Person, Scheme, Work, WorkKind
from enrichers.versions import gather
from tests.enrichers.versions_of_one import ARXIV, DOI, HABER, RUTHOTTO, TODAY

_words = st.sampled_from(["", "Deep Nets", "DEEP NETS", "On Fishes", "Part I", "Part II"])
_ids = st.frozensets(
    st.builds(
        Identifier,
        st.sampled_from([Scheme.ARXIV, Scheme.DOI, Scheme.S2]),
        st.sampled_from(["1", "2", "3"]),
    ),
    max_size=3,
)
_people = st.lists(
    st.sampled_from([RUTHOTTO, HABER, Person(name="ATLAS"), Person()]), max_size=2
).map(tuple)
_counts = st.dictionaries(
    st.sampled_from(["crossref", "openalex"]), st.integers(0, 3), max_size=2
)
_notices = st.lists(
    st.builds(
        Notice,
        kind=st.sampled_from(["retraction", "correction"]),
        about=st.sampled_from([ARXIV, DOI]),
        id=st.sampled_from([None, Identifier(Scheme.DOI, "1")]),
        source=st.sampled_from(["publisher", "retraction-watch"]),
    ),
    max_size=2,
    unique_by=lambda notice: (notice.name, notice.about),
).map(lambda told: tuple(sorted(told, key=lambda notice: (notice.name, notice.about))))
_works = st.builds(
    Work,
    ids=_ids,
    versions=_ids,
    kind=st.sampled_from([None, *WorkKind]),
    title=_words,
    authors=_people,
    issued=st.sampled_from(["", "1999", "2018-06", "2018"]),
    venue=_words,
    abstract=_words,
    isbn=st.sampled_from([(), ("9780898718539",)]),
    citations=_counts,
    revision=st.sampled_from(["", "v1", "v2"]),
    notices=_notices,
    updates=_notices,
)
_sources = st.sampled_from(["arxiv", "crossref", "openalex", "semantic_scholar", "other"])
_days = st.dates(date(2026, 11, 1), date(2026, 11, 3))


@st.composite
def _answers(draw: st.DrawFn) -> Work:
    return credit(draw(_works), source=draw(_sources), on=draw(_days))


_several = st.lists(_answers(), max_size=5)
_two_orders = _several.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some)))


@given(_several)
def test_merging_again_changes_nothing(answers: list[Work]) -> None:
    once = merge(answers)

    assert merge([once]) == once
    assert merge([once, once]) == once


@given(_two_orders)
def test_merging_does_not_depend_on_the_order(orders: tuple[list[Work], list[Work]]) -> None:
    assert merge(orders[0]) == merge(orders[1])


@given(_several)
def test_merging_keeps_every_identifier_and_invents_no_value(answers: list[Work]) -> None:
    work = merge(answers)

    assert work.ids == frozenset[Identifier]().union(*(answer.ids for answer in answers))
    assert work.ids.isdisjoint(work.versions)
    assert work.venue in {"", *(answer.venue for answer in answers)}
    assert set(work.citations) == {name for answer in answers for name in answer.citations}
    assert credit(work, source="x", on=TODAY).origin.keys() == work.origin.keys()


@given(_two_orders)
def test_gathering_does_not_depend_on_the_order(orders: tuple[list[Work], list[Work]]) -> None:
    assert gather(orders[0]) == gather(orders[1])


@given(_several)
def test_gathering_gives_each_identifier_one_work(answers: list[Work]) -> None:
    works, _ = gather(answers)

    known = [identifier for work in works for identifier in work.ids]
    assert len(known) == len(set(known))
    assert set(known) == {identifier for answer in answers for identifier in answer.ids}
