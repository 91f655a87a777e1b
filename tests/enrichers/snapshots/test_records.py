from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.model import Identifier, Person, Scheme, WorkKind
from enrichers.snapshots.layout import Kind, Manifest, staged, works_of
from enrichers.snapshots.records import read
from tests.enrichers.snapshots.dumps import COUNTED, ODES, OLD, PUBLISHED

DOI = Identifier(Scheme.DOI, "10.5000/odes")
PAPER = Identifier(Scheme.ARXIV, "1806.07366")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_a_record_of_arxiv_says_what_its_api_says() -> None:
    entry = read(Kind.ARXIV, ODES)

    assert entry is not None
    assert entry.changed == "2019-12-17"
    assert entry.work.ids == {PAPER}
    assert entry.work.versions == {DOI}
    assert entry.work.kind is WorkKind.PREPRINT
    assert entry.work.title == "Neural Ordinary Differential Equations"
    assert entry.work.authors[0] == Person(family="Chen", given="Ricky T. Q.")
    assert entry.work.issued == "2018-06-19"


def test_names_of_all_sorts_come_out_of_a_row_as_they_went_in() -> None:
    entry = read(Kind.ARXIV, OLD)
    assert entry is not None

    rows = staged([entry])

    manifest = Manifest(
        kind=Kind.ARXIV, taken_on=date(2024, 3, 5), records=1, bad=0, duplicates=0,
        broken=(), works=(), index=(),
    )  # fmt: skip
    work = works_of(rows.to_pylist(), manifest)[0]
    assert work.authors == (
        Person(name="ATLAS Collaboration"),
        Person(family="King", given="Martin", suffix="Jr."),
    )
    assert work.title == entry.work.title
    assert work.origin["title"].source == "snapshot:2024-03-05"


def test_a_work_of_openalex_is_found_by_its_doi_and_by_its_copy_on_arxiv() -> None:
    entry = read(Kind.OPENALEX, COUNTED)

    assert entry is not None
    assert staged([entry]).column("id").to_pylist() == ["arxiv:1806.07366", "doi:10.5000/odes"]


@pytest.mark.parametrize(
    "record", [None, 3, "text", [], {}, {"id": "no id"}, {"DOI": "10.5000/a\ud800"}]
)
@pytest.mark.parametrize("kind", Kind)
def test_what_has_no_identifier_is_no_record(kind: Kind, record: Any) -> None:
    assert read(kind, record) is None


@given(
    known=st.sampled_from([ODES, PUBLISHED, COUNTED]),
    name=st.sampled_from(sorted({*ODES, *PUBLISHED, *COUNTED})),
    value=JSON,
)
def test_whatever_stands_in_a_field_the_record_can_be_written(
    known: dict[str, Any], name: str, value: Any
) -> None:
    record = dict(known) | {name: value}

    entries = [entry for kind in Kind if (entry := read(kind, record))]

    assert staged(entries).num_rows >= len(entries)
