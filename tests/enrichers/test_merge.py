"""Answers become works: each field from one place, no version forced on another."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.merge import credit, displayed_count, merge, work_id
from enrichers.model import Identifier, Notice, Origin, Person, Scheme, Work, WorkKind
from enrichers.versions import contradicts, gather

TODAY = date(2026, 11, 23)
ARXIV = Identifier(Scheme.ARXIV, "1804.04272")
DOI = Identifier(Scheme.DOI, "10.1007/s10851-019-00903-1")
RUTHOTTO, HABER = Person(family="Ruthotto", given="Lars"), Person(family="Haber", given="Eldad")
TITLE = "Deep Neural Networks Motivated by Partial Differential Equations"

PREPRINT = credit(
    Work(
        ids=frozenset({ARXIV}),
        versions=frozenset({DOI}),
        kind=WorkKind.PREPRINT,
        title=TITLE,
        authors=(RUTHOTTO, HABER),
        issued="2018-04-12",
        venue="arXiv",
        abstract="Partial differential equations are indispensable.",
        url="https://arxiv.org/abs/1804.04272",
    ),
    source="arxiv",
    on=TODAY,
)
PUBLISHED = credit(
    Work(
        ids=frozenset({DOI}),
        kind=WorkKind.ARTICLE,
        title=TITLE,
        authors=(RUTHOTTO, HABER),
        issued="2020",
        venue="Journal of Mathematical Imaging and Vision",
        volume="62",
        citations={"crossref": 230},
    ),
    source="crossref",
    on=TODAY,
)
COMPILED = credit(
    Work(
        ids=frozenset({ARXIV, Identifier(Scheme.S2, "abc")}),
        kind=WorkKind.CONFERENCE_PAPER,
        title="Deep neural networks motivated by PDEs",
        authors=(RUTHOTTO,),
        venue="Some Conference",
        language="en",
        citations={"semantic_scholar": 600},
    ),
    source="semantic_scholar",
    on=TODAY,
)


def record(**fields: object) -> Work:
    return replace(Work(title=TITLE, authors=(RUTHOTTO,)), **fields)  # pyright: ignore


# --- credit


def test_every_filled_field_knows_who_said_it_and_when() -> None:
    assert dict(PUBLISHED.origin) == dict.fromkeys(
        ("kind", "title", "authors", "issued", "venue", "volume", "citations.crossref"),
        Origin(source="crossref", asked_on=TODAY, record=str(DOI)),
    )


def test_nobody_is_no_author() -> None:
    credited = credit(record(authors=(Person(), RUTHOTTO)), source="datacite", on=TODAY)

    assert credited.authors == (RUTHOTTO,)


# --- merge


def test_preprint_and_published_version_make_one_published_work() -> None:
    work = merge([PREPRINT, PUBLISHED])

    assert work.ids == {ARXIV, DOI}
    assert work.versions == frozenset()
    assert (work.kind, work.venue, work.issued) == (WorkKind.ARTICLE, PUBLISHED.venue, "2020")
    assert work.abstract == PREPRINT.abstract
    assert work.origin["venue"].source == "crossref"
    assert work.origin["abstract"].source == "arxiv"


def test_a_compiler_of_registries_does_not_publish_a_preprint() -> None:
    work = merge([COMPILED, PREPRINT])

    assert (work.kind, work.venue) == (WorkKind.PREPRINT, "arXiv")
    assert work.title == TITLE
    assert work.authors == (RUTHOTTO, HABER)


def test_a_compiler_fills_what_registries_leave_open() -> None:
    work = merge([COMPILED, PREPRINT])

    assert work.language == "en"
    assert work.citations == {"semantic_scholar": 600}
    assert work.origin["citations.semantic_scholar"].source == "semantic_scholar"


def test_gaps_of_the_published_version_are_not_filled_from_the_preprint() -> None:
    bare = credit(replace(PUBLISHED, venue="", volume=""), source="crossref", on=TODAY)

    work = merge([bare, PREPRINT])

    assert (work.kind, work.venue) == (WorkKind.ARTICLE, "")


def test_gaps_are_filled_by_another_record_of_the_same_version() -> None:
    same = credit(replace(PUBLISHED, pages="352-364"), source="openalex", on=TODAY)

    work = merge([same, PREPRINT, PUBLISHED])

    assert work.pages == "352-364"
    assert (work.origin["pages"].source, work.origin["volume"].source) == (
        "openalex",
        "crossref",
    )


def test_a_missing_date_is_taken_from_any_version() -> None:
    undated = credit(replace(PUBLISHED, issued=""), source="crossref", on=TODAY)

    assert merge([undated, PREPRINT]).issued == "2018-04-12"


def test_a_shouted_title_yields_to_the_same_title_in_small_letters() -> None:
    shouted = credit(replace(PUBLISHED, title=TITLE.upper()), source="crossref", on=TODAY)

    assert merge([shouted, PREPRINT]).title == TITLE


def test_the_longer_list_of_authors_does_not_win() -> None:
    crowd = (RUTHOTTO, HABER, Person(name="Editor"), Person(name="Editor"))
    padded = credit(replace(PUBLISHED, authors=crowd), source="openalex", on=TODAY)

    assert merge([padded, PUBLISHED]).authors == (RUTHOTTO, HABER)


def test_a_count_that_nobody_gave_is_missing() -> None:
    assert merge([PREPRINT]).citations == {}


def test_of_one_record_the_newest_count_is_kept() -> None:
    older = replace(PUBLISHED, citations={"crossref": 999})
    older = credit(older, source="crossref", on=date(2026, 11, 1))

    work = merge([older, PUBLISHED])

    assert work.citations == {"crossref": 230}
    assert work.origin["citations.crossref"].asked_on == TODAY


def test_of_several_versions_the_largest_count_is_kept() -> None:
    other = replace(PREPRINT, citations={"crossref": 7})
    other = credit(other, source="crossref", on=TODAY)

    assert merge([other, PUBLISHED]).citations == {"crossref": 230}


def test_nothing_merges_into_nothing() -> None:
    assert merge([]) == Work()


# --- names and counts


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ({DOI, ARXIV}, "arxiv:1804.04272"),
        ({DOI, Identifier(Scheme.DOI, "10.1000/1")}, "doi:10.1000/1"),
        ({Identifier(Scheme.ISBN, "9780898718539"), DOI}, f"doi:{DOI.value}"),
        ({Identifier(Scheme.S2, "b"), Identifier(Scheme.HAL, "a")}, "hal:a"),
        (set[Identifier](), ""),
    ],
)
def test_a_work_goes_by_its_most_telling_identifier(
    ids: set[Identifier], expected: str
) -> None:
    assert work_id(Work(ids=frozenset(ids))) == expected


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        ({}, None),
        ({"crossref": 5, "openalex": 9}, ("crossref", 5)),
        ({"crossref": 5, "semantic_scholar": 0}, ("semantic_scholar", 0)),
        ({"zzz": 1, "inspire": 3}, ("inspire", 3)),
    ],
)
def test_one_named_source_gives_the_displayed_count(
    citations: dict[str, int], expected: tuple[str, int] | None
) -> None:
    assert displayed_count(Work(citations=citations)) == expected


# --- contradictions


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (record(), record(title="Stable Architectures for Deep Networks")),
        (record(), record(title=TITLE.split(" by", maxsplit=1)[0], authors=(HABER,))),
        (record(), record(title=f"{TITLE}: A Theory", authors=(HABER,))),
        (record(), record(title=f"RETRACTED: {TITLE}")),
        (record(issued="1994"), record(issued="2012")),
        (record(), record(title="", authors=(HABER,))),
        (record(kind=WorkKind.PREPRINT), record(kind=WorkKind.BOOK)),
    ],
)
def test_versions_may_change_title_or_authors(one: Work, other: Work) -> None:
    assert contradicts(one, other) == ""


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        (record(), record(title="Fishes of the Adriatic Sea", authors=(HABER,)), "titles"),
        (record(authors=()), record(title="Fishes of the Adriatic Sea"), "titles"),
        (record(), record(title=f"Erratum to: {TITLE}"), "correction"),
        (record(), record(title=f"Comment on “{TITLE}”"), "comment"),
        (record(), record(title=f"{TITLE} (Corrigendum)"), "correction"),
        (record(title=f"{TITLE}, Part I"), record(title=f"{TITLE}, Part II"), "1 and 2"),
        (record(title=f"{TITLE} in 2D"), record(title=f"{TITLE} in 3D"), "2 and 3"),
        (record(issued="1994"), record(issued="2012", authors=(HABER,)), "18 years"),
        (record(kind=WorkKind.PRESENTATION), record(kind=WorkKind.ARTICLE), "presentation"),
        (record(kind=WorkKind.ARTICLE), record(kind=WorkKind.SOFTWARE), "software"),
    ],
)
def test_what_is_plainly_no_version_is_named(one: Work, other: Work, word: str) -> None:
    assert word in contradicts(one, other)
    assert contradicts(other, one) != ""


# --- gather


def test_a_linked_version_that_answered_joins() -> None:
    works, conflicts = gather([PREPRINT, PUBLISHED, COMPILED])

    assert [work_id(work) for work in works] == [str(ARXIV)]
    assert works[0].citations == {"crossref": 230, "semantic_scholar": 600}
    assert conflicts == ()


def test_a_link_to_a_record_that_did_not_answer_joins_nothing() -> None:
    works, conflicts = gather([PREPRINT])

    assert works[0].ids == {ARXIV}
    assert works[0].versions == {DOI}
    assert conflicts == ()


def test_equal_titles_alone_join_nothing() -> None:
    works, _ = gather([replace(PREPRINT, versions=frozenset()), PUBLISHED])

    assert len(works) == 2


def test_a_link_that_contradicts_is_a_conflict_and_joins_nothing() -> None:
    other = credit(
        replace(
            PUBLISHED, title="Fishes of the Adriatic Sea", authors=(Person(name="Fisher"),)
        ),
        source="crossref",
        on=TODAY,
    )

    works, conflicts = gather([PREPRINT, other])

    assert len(works) == 2
    assert [(conflict.one, conflict.other) for conflict in conflicts] == [(ARXIV, DOI)]
    assert "Fishes" in conflicts[0].reason


def test_two_papers_that_claim_one_publication_are_not_joined() -> None:
    second = Identifier(Scheme.ARXIV, "1905.00001")
    claimant = replace(PREPRINT, ids=frozenset({second}), title=f"{TITLE}: A Story")
    claimant = credit(claimant, source="arxiv", on=TODAY)

    works, conflicts = gather([claimant, PREPRINT, PUBLISHED])

    assert [work.ids for work in works] == [{ARXIV, DOI}, {second}]
    assert "different papers" in conflicts[0].reason


def test_records_that_contradict_each_other_do_not_meet_through_a_third() -> None:
    third = Identifier(Scheme.DOI, "10.9999/comment")
    comment = credit(
        replace(
            PUBLISHED,
            ids=frozenset({third}),
            versions=frozenset({DOI}),
            title=f"Comment on “{TITLE}”",
        ),
        source="crossref",
        on=TODAY,
    )
    untitled = Identifier(Scheme.DOI, "10.9999/untitled")
    bridge = credit(
        Work(ids=frozenset({untitled}), versions=frozenset({DOI, third}), volume="1"),
        source="datacite",
        on=TODAY,
    )

    works, conflicts = gather([comment, bridge, PUBLISHED])

    assert len(works) == 2
    assert any("contradict each other" in conflict.reason for conflict in conflicts)


# --- properties

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
