import pytest

from outputs.zotero.schema import BadSchema, Schema, abridged, schema_from_json


@pytest.mark.parametrize(
    ("item_type", "general", "own"),
    [
        ("thesis", "publisher", "university"),
        ("conferencePaper", "publicationTitle", "proceedingsTitle"),
        ("preprint", "publisher", "repository"),
        ("preprint", "number", "archiveID"),
        ("report", "publisher", "institution"),
        ("webpage", "publicationTitle", "websiteTitle"),
        ("journalArticle", "publicationTitle", "publicationTitle"),
    ],
)
def test_a_field_goes_by_the_name_that_the_type_has_for_it(
    schema: Schema, item_type: str, general: str, own: str
) -> None:
    assert schema.fit(item_type, {general: "x"}) == {own: "x"}


def test_a_field_of_another_type_finds_its_counterpart(schema: Schema) -> None:
    assert schema.fit("journalArticle", {"repository": "arXiv"}) == {"publisher": "arXiv"}


def test_what_a_type_has_no_field_for_is_left_out(schema: Schema) -> None:
    assert schema.fit("computerProgram", {"language": "en", "title": "t"}) == {"title": "t"}


def test_of_two_values_for_one_field_the_first_stays(schema: Schema) -> None:
    fitted = schema.fit("thesis", {"university": "Louisville", "publisher": "ProQuest"})

    assert fitted == {"university": "Louisville"}


@pytest.mark.parametrize(
    ("item_type", "role", "own"),
    [
        ("computerProgram", "author", "programmer"),
        ("presentation", "author", "presenter"),
        ("journalArticle", "editor", "editor"),
        ("webpage", "editor", ""),
        ("note", "author", ""),
    ],
)
def test_authors_are_the_primary_creators_of_any_type(
    schema: Schema, item_type: str, role: str, own: str
) -> None:
    assert schema.creator_type(item_type, role) == own


def test_an_older_schema_without_a_type_makes_a_document_of_it(schema: Schema) -> None:
    assert schema.known("preprint") == "preprint"
    assert schema.known("hologram") == "document"


@pytest.mark.parametrize(
    "payload",
    [{}, {"version": 41}, {"version": 41, "itemTypes": [{}]}, {"version": 41, "itemTypes": []}],
)
def test_what_is_no_schema_is_said_to_be_none(payload: dict[str, object]) -> None:
    with pytest.raises(BadSchema):
        schema_from_json(payload)


def test_the_part_that_is_kept_is_enough() -> None:
    row = {
        "itemType": "document",
        "fields": [{"field": "title"}],
        "creatorTypes": [{"creatorType": "editor"}, {"creatorType": "author", "primary": True}],
    }

    kept = abridged({"version": 42, "itemTypes": [row], "locales": {"de": {}}})

    assert set(kept) == {"version", "itemTypes"}
    assert schema_from_json(kept).types["document"].creator_types == ("author", "editor")
