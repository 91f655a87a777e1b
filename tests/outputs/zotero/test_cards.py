from dataclasses import replace

import pytest

from enrichers.model import Identifier, Notice, Person, Scheme, Verdict, WorkKind
from outputs.zotero.cards import FIELD_BYTES, NAME_LENGTH, card_from, clean
from outputs.zotero.schema import Schema
from tests.outputs.zotero.works import article, cited, doi, known, page


def test_an_article_has_its_fields_creators_tags_and_lines(schema: Schema) -> None:
    card = card_from(article(7), schema)

    assert card.item_type == "journalArticle"
    assert card.fields == {
        "title": "On the flow of layers, part 7",
        "date": "2019-09-18",
        "publicationTitle": "Journal of Mathematical Imaging and Vision",
        "volume": "62",
        "pages": "352-364",
        "DOI": "10.1007/flow.7",
        "url": "https://doi.org/10.1007/flow.7",
    }
    assert card.creators[0] == {
        "creatorType": "author",
        "firstName": "Lars",
        "lastName": "Ruthotto",
    }
    assert card.tags == (
        "kind:journal-article",
        "status:resolved",
        "source:arxiv",
        "source:crossref",
    )
    assert card.lines == (
        "arXiv: 1804.00007",
        "Citations: 100 (Crossref, 2026-11-01)",
        "zotlist: arxiv:1804.00007",
        "Listed: https://arxiv.org/abs/1804.00007",
    )


def test_a_work_that_was_taken_back_or_put_right_is_tagged(schema: Schema) -> None:
    notices = tuple(Notice(kind=kind, about=doi(7)) for kind in ("erratum", "retraction"))
    entry = article(7)

    card = card_from(replace(entry, work=replace(entry.work, notices=notices)), schema)

    assert card.tags[-2:] == ("corrected", "retracted")


@pytest.mark.parametrize(
    ("kind", "item_type", "venue"),
    [
        (WorkKind.ARTICLE, "journalArticle", "publicationTitle"),
        (WorkKind.BLOG_POST, "blogPost", "blogTitle"),
        (WorkKind.BOOK, "book", "series"),
        (WorkKind.CHAPTER, "bookSection", "bookTitle"),
        (WorkKind.CONFERENCE_PAPER, "conferencePaper", "proceedingsTitle"),
        (WorkKind.DATASET, "dataset", "repository"),
        (WorkKind.DOCUMENT, "document", "publisher"),
        (WorkKind.PREPRINT, "preprint", "repository"),
        (WorkKind.PRESENTATION, "presentation", "meetingName"),
        (WorkKind.REPORT, "report", "seriesTitle"),
        (WorkKind.SOFTWARE, "computerProgram", "company"),
        (WorkKind.THESIS, "thesis", "university"),
        (WorkKind.VIDEO, "videoRecording", "studio"),
        (WorkKind.WEB_PAGE, "webpage", "websiteTitle"),
    ],
)
def test_every_kind_has_its_type_and_a_place_for_the_venue(
    schema: Schema, kind: WorkKind, item_type: str, venue: str
) -> None:
    card = card_from(page(kind=kind, venue="Somewhere"), schema)

    assert card.item_type == item_type
    assert card.fields[venue] == "Somewhere"


def test_a_preprint_stands_in_its_repository_under_its_number(schema: Schema) -> None:
    preprint = article(1, kind=WorkKind.PREPRINT, venue="", publisher="Cornell University")

    fields = card_from(preprint, schema).fields

    assert fields["repository"] == "arXiv"
    assert fields["archiveID"] == "arXiv:1804.00001"


def test_a_thesis_is_of_its_university(schema: Schema) -> None:
    thesis = page(kind=WorkKind.THESIS, publisher="University of Louisville", venue="ThinkIR")

    fields = card_from(thesis, schema).fields

    assert fields["university"] == "University of Louisville"


def test_the_published_doi_goes_before_the_one_that_arxiv_gives(schema: Schema) -> None:
    both = frozenset({Identifier(Scheme.DOI, "10.48550/arxiv.1804.00001"), doi(1)})

    assert card_from(article(ids=both), schema).fields["DOI"] == "10.1007/flow.1"


def test_identifiers_without_a_field_of_their_own_become_lines(schema: Schema) -> None:
    ids = frozenset({Identifier(Scheme.PMID, "123"), Identifier(Scheme.PMCID, "PMC9")})

    paper = card_from(article(ids=ids), schema)
    book = card_from(article(ids=ids, kind=WorkKind.BOOK), schema)

    assert (paper.fields["PMID"], paper.fields["PMCID"]) == ("123", "PMC9")
    assert "PMID: 123" not in paper.lines
    assert {"PMID: 123", "PMCID: PMC9"} < set(book.lines)


def test_an_unknown_count_makes_no_line(schema: Schema) -> None:
    lines = card_from(article(citations={}), schema).lines

    assert not any(line.startswith("Citations") for line in lines)


def test_a_count_of_zero_is_a_count(schema: Schema) -> None:
    assert "Citations: 0 (Crossref, 2026-11-01)" in card_from(cited(article(), 0), schema).lines


def test_a_page_keeps_the_address_of_the_list(schema: Schema) -> None:
    card = card_from(page("course"), schema)

    assert card.fields["url"] == "https://www.example.org/course"
    assert not any(line.startswith("Listed") for line in card.lines)


@pytest.mark.parametrize("verdict", [Verdict.NOT_FOUND, Verdict.CONFLICT, Verdict.BLOCKED])
def test_without_confirmed_identity_the_address_stays_and_there_is_no_doi(
    schema: Schema, verdict: Verdict
) -> None:
    card = card_from(replace(page("paper"), verdict=verdict), schema)

    assert card.fields["url"] == "https://www.example.org/paper"
    assert "DOI" not in card.fields
    assert f"status:{verdict}" in card.tags


@pytest.mark.parametrize(
    ("person", "creator"),
    [
        (Person(family="van der Berg", given="Jan"), ("van der Berg", "Jan")),
        (Person(family="King", given="Martin", suffix="Jr."), ("King", "Martin, Jr.")),
        (Person(family="Plato"), ("Plato", "")),
    ],
)
def test_a_name_has_two_parts(schema: Schema, person: Person, creator: tuple[str, str]) -> None:
    (found,) = card_from(article(authors=(person,)), schema).creators

    assert (found["lastName"], found["firstName"]) == creator


@pytest.mark.parametrize("person", [Person(name="The ATLAS Collaboration"), Person(given="凌")])
def test_a_name_may_have_one_part(schema: Schema, person: Person) -> None:
    (found,) = card_from(article(authors=(person,)), schema).creators

    assert found == {"creatorType": "author", "name": person.name or person.given}


def test_creators_have_roles_that_the_type_knows(schema: Schema) -> None:
    ada = Person(family="Lovelace", given="Ada")
    program = page(kind=WorkKind.SOFTWARE, authors=(ada,), editors=(ada,))

    (creator,) = card_from(program, schema).creators

    assert creator["creatorType"] == "programmer"


def test_an_isbn_of_the_volume_is_not_the_articles_own(schema: Schema) -> None:
    isbn = ("9780898718539",)

    assert card_from(article(isbn=isbn), schema).fields.get("ISBN") is None
    assert card_from(article(isbn=isbn, kind=WorkKind.BOOK), schema).fields["ISBN"] == isbn[0]


def test_too_long_a_text_ends_at_a_word(schema: Schema) -> None:
    abstract = card_from(article(abstract="völlig " * 20_000), schema).fields["abstractNote"]

    assert FIELD_BYTES - 10 < len(abstract.encode()) <= FIELD_BYTES
    assert abstract.endswith("völlig …")


def test_text_without_blanks_is_cut_between_characters() -> None:
    assert len(clean("é" * 40_000).encode()) <= FIELD_BYTES


def test_too_long_a_name_is_cut(schema: Schema) -> None:
    (creator,) = card_from(article(authors=(Person(name="n" * 300),)), schema).creators

    assert len(creator["name"]) <= NAME_LENGTH


def test_an_address_is_whole_or_not_there(schema: Schema) -> None:
    endless = replace(page(), listed=("https://example.org/" + "a" * FIELD_BYTES,))

    assert "url" not in card_from(endless, schema).fields


def test_lines_that_do_not_fit_are_not_said(schema: Schema) -> None:
    addresses = tuple(f"https://example.org/{number}/{'a' * 900}" for number in range(100))

    card = card_from(replace(page(), listed=addresses), schema)

    assert len("\n".join(card.lines).encode()) <= FIELD_BYTES
    assert card.lines[0].startswith("zotlist: ")


def test_an_item_is_never_nameless(schema: Schema) -> None:
    assert card_from(page(title=""), schema).fields["title"] == "https://www.example.org/course"


def test_tags_can_be_left_out(schema: Schema) -> None:
    assert card_from(article(), schema, tags=False).tags == ()


def test_a_card_can_be_written_for_the_type_that_people_chose(schema: Schema) -> None:
    card = card_from(known(page(), venue="A site"), schema, item_type="blogPost")

    assert card.item_type == "blogPost"
    assert card.fields["blogTitle"] == "A site"


def test_a_finer_word_for_a_page_is_its_tag(schema: Schema) -> None:
    course = page("linear")
    course = replace(course, work=replace(course.work, genre="course"))

    card = card_from(course, schema)

    assert card.item_type == "webpage"
    assert "kind:course" in card.tags


@pytest.mark.parametrize(("is_archived", "tags"), [(True, ["archived"]), (False, [])])
def test_an_archived_repository_has_its_licence_and_a_tag(
    schema: Schema, is_archived: bool, tags: list[str]
) -> None:
    entry = page(kind=WorkKind.SOFTWARE, rights="GPL-3.0", is_archived=is_archived)

    card = card_from(entry, schema)

    assert (card.item_type, card.fields["rights"]) == ("computerProgram", "GPL-3.0")
    assert [tag for tag in card.tags if ":" not in tag] == tags
