"""The frames: links in are rows out, and columns are what the schema says."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from enrichers.kin.relations import Relation
from enrichers.merge import credit, work_id
from enrichers.model import (
    Identifier,
    Notice,
    Person,
    Resolution,
    Scheme,
    Verdict,
    Work,
    WorkKind,
)
from outputs.table import (
    LINK_COLUMNS,
    WORK_COLUMNS,
    LinksLost,
    Row,
    links_frame,
    works_frame,
)
from seeds.model import Link, LinkKind

ARXIV = Identifier(Scheme.ARXIV, "1312.6120")
WORK = credit(
    Work(
        ids=frozenset(
            {
                ARXIV,
                Identifier(Scheme.DOI, "10.48550/arxiv.1312.6120"),
                Identifier(Scheme.DOI, "10.2000/published"),
                Identifier(Scheme.DOI, "10.1000/reprint"),
                Identifier(Scheme.S2, "abc"),
            }
        ),
        kind=WorkKind.ARTICLE,
        title="Exact solutions",
        authors=(Person(family="Saxe", given="Andrew M."), Person(name="The Team")),
        issued="2014-02",
        venue="ICLR",
        isbn=("9780898718539",),
        citations={"semantic_scholar": 2800, "crossref": 0},
    ),
    source="crossref",
    on=date(2026, 11, 23),
    record="doi:10.2000/published",
)


def a_link(line: int = 1, url: str = "https://arxiv.org/abs/1312.6120") -> Link:
    return Link(
        url=url,
        label="Saxe",
        topic_path=("Deep Learning", "Theory"),
        document="list",
        line=line,
    )


def row(link: Link, work: Work = WORK) -> Row:
    resolution = Resolution(
        link=link,
        verdict=Verdict.RESOLVED,
        reason="arXiv knows it.",
        via="address: arxiv-abs",
        confidence=1.0,
        work_id=work_id(work),
        page="alive",
    )
    return Row(
        resolution=resolution, work=work, item_type="journalArticle", zotero_key="ABCD2345"
    )


def skipped(link: Link) -> Row:
    return Row(
        resolution=Resolution(link=link, verdict=Verdict.SKIPPED, reason="It is an image.")
    )


def test_a_link_becomes_one_row_with_its_work() -> None:
    link = a_link(line=77)

    frame = links_frame([row(link)], [link])

    assert frame.iloc[0].to_dict() == {
        "document": "list",
        "line": 77,
        "topic": "Theory",
        "topic_path": "Deep Learning; Theory",
        "url": "https://arxiv.org/abs/1312.6120",
        "label": "Saxe",
        "verdict": "resolved",
        "reason": "arXiv knows it.",
        "via": "address: arxiv-abs",
        "page": "alive",
        "confidence": 1.0,
        "work_id": "arxiv:1312.6120",
        "arxiv_id": "arXiv:1312.6120",
        "doi": "10.2000/published",
        "isbn": "9780898718539",
        "item_type": "journalArticle",
        "title": "Exact solutions",
        "authors": "Saxe, Andrew M.; The Team",
        "year": 2014,
        "venue": "ICLR",
        "citations": 2800,
        "citations_source": "semantic_scholar",
        "citations_on": "2026-11-23",
        "zotero_key": "ABCD2345",
    }


def test_what_is_unknown_is_missing_and_never_zero_or_empty() -> None:
    link = a_link(url="")

    frame = links_frame([skipped(link)], [link])

    known = frame.columns[frame.iloc[0].notna()]
    assert set(known) == {
        "document",
        "line",
        "topic",
        "topic_path",
        "label",
        "verdict",
        "reason",
    }


def test_a_count_of_zero_that_a_source_gave_is_zero() -> None:
    frame = works_frame({"x": WORK})

    assert frame["citations_crossref"][0] == 0
    assert frame["citations_openalex"].isna().all()


def test_a_work_has_all_its_identifiers_the_leading_doi_first() -> None:
    frame = works_frame({work_id(WORK): WORK})

    assert frame["doi"][0] == "10.2000/published; 10.1000/reprint; 10.48550/arxiv.1312.6120"
    assert frame["arxiv_id"][0] == "arXiv:1312.6120"
    assert frame["other_ids"][0] == "s2:abc"


def test_each_work_names_those_that_it_belongs_with() -> None:
    names = ["arxiv:1", "url:a", "url:b"]
    relations = [
        Relation(one=names[0], other=names[2], reason="code"),
        Relation(one=names[0], other=names[1], reason="slides"),
    ]

    frame = works_frame(dict.fromkeys(names, WORK), relations)

    assert list(frame["related"]) == ["url:a; url:b", names[0], names[0]]
    assert works_frame({"x": WORK})["related"].isna().all()


def test_notices_and_the_version_of_the_preprint_are_shown() -> None:
    notice = Identifier(Scheme.DOI, "10.2000/notice")
    lead = Identifier(Scheme.DOI, "10.2000/published")
    work = replace(
        WORK,
        notices=(
            Notice(kind="retraction", about=lead, id=notice, on="2021-05-03"),
            Notice(kind="withdrawal", about=ARXIV),
        ),
        revision="v3",
        revised="2021-05-01",
    )

    shown = works_frame({work_id(work): work}).iloc[0]

    assert shown["notices"] == (
        "retraction: doi:10.2000/notice, 2021-05-03; withdrawal of arxiv:1312.6120"
    )
    assert (shown["version"], shown["version_on"]) == ("v3", "2021-05-01")


def test_every_field_shows_its_origin() -> None:
    frame = works_frame({work_id(WORK): WORK})

    assert '"venue":["crossref","2026-11-23","doi:10.2000/published"]' in frame["origin"][0]


@pytest.mark.parametrize("count", [0, 1])
def test_dtypes_are_the_documented_ones_whatever_the_rows(count: int) -> None:
    links = [a_link()] * count

    frames = links_frame([row(link) for link in links], links), works_frame({"x": WORK})

    assert [str(dtype) for dtype in frames[0].dtypes] == [one.dtype for one in LINK_COLUMNS]
    assert [str(dtype) for dtype in frames[1].dtypes] == [one.dtype for one in WORK_COLUMNS]


def test_the_same_address_twice_is_two_rows() -> None:
    links = [a_link(), a_link()]

    assert len(links_frame([row(link) for link in links], links)) == 2


@pytest.mark.parametrize("shown", [[1], [0, 1, 0], [0, 0], [1, 0], []])
def test_rows_that_are_not_the_links_are_refused(shown: list[int]) -> None:
    links = [a_link(line=1), a_link(line=2)]

    with pytest.raises(LinksLost, match="2 links"):
        links_frame([row(links[at]) for at in shown], links)


def test_what_no_file_can_hold_is_replaced() -> None:
    link = Link(url="https://a.org/\x00\ud800", document="list", line=1, kind=LinkKind.LINK)

    assert links_frame([skipped(link)], [link])["url"][0] == "https://a.org/\ufffd\ufffd"


def test_missing_text_is_missing_for_pandas() -> None:
    assert works_frame({"x": Work()})["title"][0] is pd.NA
