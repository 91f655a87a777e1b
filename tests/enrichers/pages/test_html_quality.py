from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.pages.document import Document
from enrichers.pages.headlines import is_title, title_alone, without_frame
from enrichers.pages.kind_words import kind_in_words
from enrichers.pages.own_ids import claims
from enrichers.pages.quality import best_work
from enrichers.pages.shown import names_in
from enrichers.pages.statement import Convention, Statement
from enrichers.pages.written_dates import iso
from tests.enrichers.pages.pages_in_short import ADDRESS

FIELDS = (
    *(
        "title",
        "authors",
        "editors",
        "issued",
        "venue",
        "volume",
        "issue",
        "pages",
        "publisher",
    ),
    *("language", "abstract", "issn", "isbn", "first_page", "last_page", "doi", "identifier"),
    *("arxiv", "pmid"),
)
VALUES = (
    *("Waves in shallow boxes", "WAVES IN SHALLOW BOXES", "Waves in…", "Doe, Jane", "Jane Doe"),
    *(
        "Richard Roe",
        "2018",
        "2018-06",
        "2018-06-19",
        "Journal of Boxes",
        "12",
        "101",
        "101-120",
    ),
    *(
        "en",
        "English",
        "1234-5679",
        "9783161484100",
        "10.1000/boxes.12",
        "doi:10.1000/BOXES.12",
    ),
    *("1806.07366", "30000001", "", "nothing at all"),
)
TAGS = ("citation_date", "citation_online_date", "citation_year", "dc.x", "byline", "prism.doi")


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    return Statement(
        field=draw(st.sampled_from(FIELDS)),
        values=tuple(draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=3))),
        by=draw(st.sampled_from(TAGS)),
        convention=draw(st.sampled_from(Convention)),
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_order_of_what_is_said_does_not_matter(data: st.DataObject) -> None:
    said = data.draw(st.lists(statements(), max_size=12))
    shuffled = data.draw(st.permutations(said))

    assert best_work(said) == best_work(shuffled)
    page = Document(url=ADDRESS)
    assert claims(page, said, None) == claims(page, shuffled, None)


@settings(max_examples=100, deadline=None)
@given(st.lists(statements(), max_size=8))
def test_saying_it_twice_changes_nothing(said: list[Statement]) -> None:
    assert best_work(said) == best_work(said + said)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018", "2018"),
        ("2018/6", "2018-06"),
        ("2018-06-19T10:00:00+02:00", "2018-06-19"),
        ("20180619", "2018-06-19"),
        ("2018.06.19", "2018-06-19"),
        ("19.06.2018", "2018-06-19"),
        ("19/06/2018", "2018-06-19"),
        ("06/19/2018", "2018-06-19"),
        ("04/04/2018", "2018-04-04"),
        ("03/04/2018", "2018"),
        ("June 19, 2018", "2018-06-19"),
        ("Tue, 19 Jun 2018 10:00", "2018-06-19"),
        ("June 2018", "2018-06"),
        ("19. Juni 2018", "2018-06-19"),
        ("19 juin 2018", "2018-06-19"),
        ("1er juillet 2018", "2018-07"),
        ("19 de junio de 2018", "2018-06-19"),
        ("2018 June 19", "2018-06-19"),
        ("2018年6月19日", "2018-06-19"),
        ("2018年", "2018"),
        ("Spring 2018", "2018"),
        ("06/2018", "2018-06"),
        ("2018-00-00", "2018"),
        ("2018-02-30", "2018-02"),
        ("0019-06-18", ""),
        ("9999", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_date_is_as_exact_as_it_is_unmistakable(text: str, day: str) -> None:
    assert iso(text) == day


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_as_itself(day: date) -> None:
    assert iso(day.isoformat()) == day.isoformat()
    assert iso(f"{day.day} {day:%B} {day.year}") == day.isoformat()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Jane Doe (MIT) and Richard Roe, Univ. of Things", ("Jane Doe", "Richard Roe")),
        ("Jane van der Doe, University of Things", ("Jane van der Doe",)),
        ("Prof. Dr. Jane Doe", ("Jane Doe",)),
        ("Prof Jane Doe and Professor Richard Roe", ("Jane Doe", "Richard Roe")),
        (
            "Jane Doe, Things Research, and Richard Roe, ETH Elsewhere",
            ("Jane Doe", "Richard Roe"),
        ),
        ("J. Doe, R. Roe", ("J. Doe", "R. Roe")),
        ("Jane Doe; Richard Roe", ("Jane Doe", "Richard Roe")),
        ("李宏毅", ("李宏毅",)),
        ("Jane O'Doe - Institute for Things", ("Jane O'Doe",)),
        ("see the programme", ()),
        ("admin", ()),
        ("5 pm", ()),
        ("The staff", ()),
    ],
)
def test_names_are_told_from_what_stands_beside_them(line: str, names: tuple[str, ...]) -> None:
    assert names_in(line) == names


@pytest.mark.parametrize(
    ("title", "headings", "alone"),
    [
        ("Boxes | Things", (), "Boxes"),
        ("Things - Boxes", (), "Boxes"),
        ("Things: Boxes", (), "Boxes"),
        ("Boxes | News | Things", (), "Boxes | News"),
        ("Things", (), "Things"),
        ("Boxes – Jane's pages", ("Boxes",), "Boxes"),
        ("Boxes – Things", ("Things",), "Boxes"),
        ("Boxes: a study", (), "Boxes: a study"),
        ("Boxes: Doe, Jane: 978: Shop.com: Books", ("Boxes",), "Boxes"),
        ("Boxes that float", ("Boxe",), "Boxes that float"),
        ("(Deep) boxes", ("News",), "(Deep) boxes"),
        ("A theory of boxes | Boxing | Elsewhere", (), "A theory of boxes"),
        ("A school on boxes | Lecture 5", (), "A school on boxes | Lecture 5"),
        ("Boxes | Lids", (), "Boxes | Lids"),
        ("Boxes of glass on Example", (), "Boxes of glass"),
        ("Boxes of glass on shelves", (), "Boxes of glass on shelves"),
        ("[PDF] Boxes", (), "Boxes"),
        ("(PDF) Boxes of glass", (), "Boxes of glass"),
        ("[1806.07366] Boxes", (), "Boxes"),
        ("[Boxes] of glass", (), "[Boxes] of glass"),
        ("Home | Boxes", (), "Boxes"),
        ("Jane Doe's Home Page", ("Jane Doe",), "Jane Doe"),
        ("- Boxes", (), "Boxes"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(
    title: str, headings: tuple[str, ...], alone: str
) -> None:
    assert title_alone(title, "https://www.example.org/a", ["Things"], headings) == alone


@pytest.mark.parametrize(
    ("title", "headings", "alone"),
    [
        ("Paper page - A theory of boxes", ["A theory of boxes"], "A theory of boxes"),
        ("Boxes - a theory", ["Boxes"], "Boxes - a theory"),
        ("A theory of boxes: part two", ["A theory of boxes"], "A theory of boxes: part two"),
        ("浅箱中的波_网站", ["浅箱中的波"], "浅箱中的波"),
        ("A theory of boxes", [], "A theory of boxes"),
    ],
)
def test_a_heading_tells_a_title_from_its_frame(
    title: str, headings: list[str], alone: str
) -> None:
    assert without_frame(title, headings) == alone


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        (("By Jane Doe",), ["Doe, Jane"]),
        (("By Jane Doe January 13, 2019",), ["Doe, Jane"]),
        (("Jane Doe, Richard Roe",), ["Doe, Jane", "Roe, Richard"]),
        (("admin",), []),
        (("Administrator",), []),
        (("jdoe_12",), []),
        (("https://social.example/jane",), []),
        (("Byron Doe",), ["Doe, Byron"]),
    ],
)
def test_names_of_accounts_and_days_are_no_authors(
    said: tuple[str, ...], authors: list[str]
) -> None:
    signed = Statement(
        field="authors", values=said, by="meta author", convention=Convention.META
    )

    assert list(map(str, best_work([signed])[0].authors)) == authors


@pytest.mark.parametrize(
    "title",
    (
        *("Error bounds for boxes", "Access to boxes denied by law", "Robots that check boxes"),
        *(
            "Login behaviour of users",
            "Just a moment in time: waves",
            "Home advantage in sports",
        ),
        *("Not found in nature: new crystals", "Please wait: queues"),
    ),
)
def test_a_title_may_speak_of_errors_and_doors(title: str) -> None:
    assert is_title(title)


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("info:eu-repo/semantics/doctoralThesis", "thesis"),
        ("info:eu-repo/semantics/bookPart", "book-chapter"),
        ("info:eu-repo/semantics/article", "journal-article"),
        ("Conference or Workshop Item", "conference-paper"),
        ("Text.Serial.Journal", "journal-article"),
        ("Journal Article", "journal-article"),
        ("PeerReviewed", None),
        ("Text", None),
        ("Theses", "thesis"),
        ("http://purl.org/coar/resource_type/dataset", "dataset"),
        ("", None),
    ],
)
def test_kinds_are_read_in_many_vocabularies(phrase: str, kind: str | None) -> None:
    assert kind_in_words(phrase) == kind
