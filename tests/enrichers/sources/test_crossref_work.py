import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enrichers.model import Identifier, Notice, Person, Scheme, Work, WorkKind
from enrichers.sources.crossref_work import work_from_message

PAYLOADS = Path("../shared/payloads/crossref")

ARTICLE: dict[str, Any] = {
    "DOI": "10.1000/ABC.1",
    "type": "journal-article",
    "title": ["Deep <i>things</i> &amp;amp; others"],
    "subtitle": ["A review"],
    "author": [
        {"given": "Ada", "family": "van der Berg", "suffix": "Jr.", "sequence": "first"},
        {"name": "The ATLAS Collaboration", "sequence": "additional"},
    ],
    "editor": [{"given": "Grace", "family": "Hopper"}],
    "issued": {"date-parts": [[2018, 6, 9]]},
    "published-print": {"date-parts": [[2019]]},
    "container-title": ["Acta Numerica"],
    "volume": "27",
    "issue": "2",
    "page": "1-28",
    "publisher": "A Press",
    "ISSN": ["0962-4929", "1474-0508", "0962-4929"],
    "language": "en",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We\n say.</jats:p>",
    "is-referenced-by-count": 0,
    "relation": {
        "has-preprint": [
            {"id-type": "doi", "id": "10.48550/arXiv.1806.07366", "asserted-by": "object"},
            {"id-type": "arxiv", "id": "arXiv:1806.07367v2", "asserted-by": "subject"},
        ],
        "is-preprint-of": [{"id-type": "doi", "id": "https://doi.org/10.1000/ABC.2"}],
        "is-version-of": [{"id-type": "doi", "id": "10.1000/abc.1"}],
        "has-review": [{"id-type": "doi", "id": "10.1000/review"}],
    },
}


def test_a_message_becomes_a_work() -> None:
    assert work_from_message(ARTICLE) == Work(
        ids=frozenset({Identifier(Scheme.DOI, "10.1000/abc.1")}),
        versions=frozenset(
            {
                Identifier(Scheme.ARXIV, "1806.07366"),
                Identifier(Scheme.ARXIV, "1806.07367"),
                Identifier(Scheme.DOI, "10.1000/abc.2"),
            }
        ),
        kind=WorkKind.ARTICLE,
        title="Deep things & others: A review",
        authors=(
            Person(family="van der Berg", given="Ada", suffix="Jr."),
            Person(name="The ATLAS Collaboration"),
        ),
        editors=(Person(family="Hopper", given="Grace"),),
        issued="2018-06-09",
        venue="Acta Numerica",
        volume="27",
        issue="2",
        pages="1-28",
        publisher="A Press",
        issn=("0962-4929", "1474-0508"),
        language="en",
        abstract="We say.",
        url="https://doi.org/10.1000/abc.1",
        citations={"crossref": 0},
    )


def test_what_a_message_does_not_say_stays_empty() -> None:
    assert work_from_message({}) == Work()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"type": "proceedings-article"}, WorkKind.CONFERENCE_PAPER),
        ({"type": "monograph"}, WorkKind.BOOK),
        ({"type": "edited-book"}, WorkKind.BOOK),
        ({"type": "book-chapter"}, WorkKind.CHAPTER),
        ({"type": "reference-entry"}, WorkKind.CHAPTER),
        ({"type": "posted-content"}, WorkKind.PREPRINT),
        ({"type": "posted-content", "subtype": "preprint"}, WorkKind.PREPRINT),
        ({"type": "posted-content", "subtype": "blog"}, WorkKind.BLOG_POST),
        ({"type": "dissertation"}, WorkKind.THESIS),
        ({"type": "report"}, WorkKind.REPORT),
        ({"type": "dataset"}, WorkKind.DATASET),
        ({"type": "journal-issue"}, WorkKind.DOCUMENT),
        ({"type": "a type to come"}, None),
    ],
)
def test_kinds(said: dict[str, str], kind: WorkKind | None) -> None:
    assert work_from_message(said).kind is kind


@pytest.mark.parametrize(
    ("titles", "subtitles", "title"),
    [
        (["Vector Filters"], ["A Trade-Off"], "Vector Filters: A Trade-Off"),
        (["What is learnt?"], ["A Survey"], "What is learnt? A Survey"),
        (["Global state: a survey"], ["A Survey"], "Global state: a survey"),
        (["Verletzung", "Injury"], ["Folge", "Result"], "Verletzung: Folge"),
        (["", "Second"], [""], "Second"),
        ([], ["兎耳殻表皮ノ再生"], "兎耳殻表皮ノ再生"),
        ("A bare text", None, "A bare text"),
        (["Line\n  broken"], [], "Line broken"),
        ([None, 7], [{}], ""),
    ],
)
def test_titles(titles: Any, subtitles: Any, title: str) -> None:
    assert work_from_message({"title": titles, "subtitle": subtitles}).title == title


@pytest.mark.parametrize(
    ("said", "issued"),
    [
        ({"issued": {"date-parts": [[2018, 6]]}}, "2018-06"),
        ({"issued": {"date-parts": [[2018, 0, 7]]}}, "2018"),
        ({"issued": {"date-parts": [[2018, 13]]}}, "2018"),
        ({"issued": {"date-parts": [["2018", "6", "9"]]}}, "2018-06-09"),
        ({"issued": {"date-parts": [[None]]}, "posted": {"date-parts": [[2020]]}}, "2020"),
        ({"issued": {"date-parts": [[None]]}, "created": {"date-parts": [[2007]]}}, ""),
        ({"issued": {"date-parts": [[]]}}, ""),
        ({"issued": {"date-parts": []}}, ""),
        ({"issued": {"date-parts": [[99]]}}, ""),
        ({"issued": {"date-parts": [[10**30]]}}, ""),
        ({"issued": "2018"}, ""),
    ],
)
def test_dates(said: dict[str, Any], issued: str) -> None:
    assert work_from_message(said).issued == issued


@pytest.mark.parametrize(
    ("kind", "containers", "venue", "series"),
    [
        ("proceedings-article", ["LNCS", "ECCV 2014"], "ECCV 2014", "LNCS"),
        ("book-chapter", ["ECCV 2014"], "ECCV 2014", ""),
        ("monograph", ["Springer Texts"], "", "Springer Texts"),
        ("journal-article", ["Nature", "Natur"], "Nature", ""),
    ],
)
def test_venue_and_series(kind: str, containers: list[str], venue: str, series: str) -> None:
    work = work_from_message({"type": kind, "container-title": containers})

    assert (work.venue, work.series) == (venue, series)


def test_a_preprint_appeared_at_its_house() -> None:
    said = {"type": "posted-content", "institution": [{"name": "bioRxiv"}]}

    assert work_from_message(said).venue == "bioRxiv"


def test_isbns_are_thirteen_digits_and_right() -> None:
    said = {"ISBN": ["http://id.crossref.org/isbn/0262035618", "9780262035613", "123"]}

    assert work_from_message(said).isbn == ("9780262035613",)


def test_a_count_that_is_not_there_is_no_zero() -> None:
    assert work_from_message({"DOI": "10.1000/1"}).citations == {}


def test_an_article_number_stands_in_for_pages() -> None:
    assert work_from_message({"article-number": "e0123"}).pages == "e0123"


def test_the_address_of_a_doi_with_odd_characters_leads_there() -> None:
    sici = "10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID-SIM968>3.0.CO;2-2"

    assert work_from_message({"DOI": sici}).url == (
        "https://doi.org/10.1002/(sici)1097-0258(19980815)17:15/16%3C1661::aid-sim968%3E3.0.co;2-2"
    )


@pytest.mark.parametrize("wrong", ["text", 7, None, [], {}, [[]], [{}], [None], {"a": [1]}])
def test_fields_of_another_shape_are_no_answer_and_no_error(wrong: Any) -> None:
    work = work_from_message(dict.fromkeys(ARTICLE, wrong))

    assert work.ids == frozenset()
    assert work.authors == ()


def recorded_messages() -> list[Any]:
    texts = (path.read_text("utf-8") for path in sorted(PAYLOADS.glob("*.json")))
    return [message for text in texts if text[:1] == "{" for message in works_in(text)]


def works_in(text: str) -> Iterator[Any]:
    answer = json.loads(text)
    message = answer.get("message") if isinstance(answer, dict) else None
    if isinstance(message, dict):
        yield from message.get("items", [message] if "DOI" in message else [])


@pytest.mark.skipif(not PAYLOADS.exists(), reason="the recorded answers are not here")
def test_every_recorded_work_is_understood() -> None:
    messages = [message for message in recorded_messages() if "type" in message]

    works = [work_from_message(message) for message in messages]

    assert len(works) > 80
    assert all(work.ids and work.kind and "crossref" in work.citations for work in works)
    untitled = [
        message for message, work in zip(messages, works, strict=True) if not work.title
    ]
    assert all(not any(message.get("title") or []) for message in untitled)


OWN = Identifier(Scheme.DOI, "10.1000/abc.1")
NOTICE = Identifier(Scheme.DOI, "10.1000/notice")
STAMP = {"date-parts": [[2021, 5, 3]], "date-time": "2021-05-03T00:00:00Z"}


def test_a_record_tells_which_notices_were_published_about_it() -> None:
    told = {
        "DOI": "10.1000/ABC.1",
        "updated-by": [
            {"DOI": "10.1000/NOTICE", "type": "expression_of_concern", "source": "publisher"},
            {
                "DOI": "10.1000/notice",
                "type": "retraction",
                "source": "retraction-watch",
                "updated": {"date-parts": [[2021, 5, 4]]},
            },
            {"DOI": "10.1000/notice", "type": "retraction", "updated": STAMP}
            | {"source": "publisher", "label": "Retraction"},
        ],
    }

    assert work_from_message(told).notices == (
        Notice(kind="expression-of-concern", about=OWN, id=NOTICE, source="publisher"),
        Notice(kind="retraction", about=OWN, id=NOTICE, on="2021-05-03", source="publisher"),
    )


def test_a_notice_tells_about_what_it_is() -> None:
    told = {
        "DOI": "10.1000/notice",
        "update-to": [{"DOI": "10.1000/ABC.1", "type": "retraction", "updated": STAMP}],
    }

    work = work_from_message(told)

    assert work.notices == ()
    assert work.updates == (Notice(kind="retraction", about=OWN, id=NOTICE, on="2021-05-03"),)


def test_a_record_that_updates_itself_was_overwritten_by_the_notice() -> None:
    told = {"DOI": "10.1000/abc.1", "update-to": [{"DOI": "10.1000/abc.1", "type": "removal"}]}

    work = work_from_message(told)

    assert [notice.name for notice in work.notices] == ["removal of doi:10.1000/abc.1"]
    assert work.updates == ()


def test_a_record_that_was_replaced_has_a_new_version() -> None:
    relation = {"is-replaced-by": [{"id-type": "doi", "id": "10.1000/2"}]}

    work = work_from_message({"DOI": "10.1000/abc.1", "relation": relation})

    assert [notice.name for notice in work.notices] == ["new-version: doi:10.1000/2"]


@pytest.mark.parametrize(
    "told",
    [
        *("retraction", 7, None, {}, [None], ["retraction"], {"DOI": "10.1000/n"}),
        *(
            [{"DOI": 7, "type": 7, "updated": 7, "source": 7}],
            [{"updated": {"date-parts": [7]}}],
        ),
    ],
)
def test_notices_of_any_shape_are_read_or_left(told: object) -> None:
    work = work_from_message({"DOI": "10.1000/abc.1", "updated-by": told, "update-to": told})

    assert {notice.kind for notice in work.notices} <= {"update"}


@pytest.mark.skipif(not PAYLOADS.exists(), reason="recorded answers are not here")
def test_a_recorded_correction_is_read() -> None:
    text = (PAYLOADS / "hab_test_works_mixed_ids_warn_0.json").read_text("utf-8")
    [notice] = work_from_message(json.loads(text)["message"]).notices

    assert (notice.kind, notice.on, notice.source) == ("correction", "2012-05-08", "publisher")
