"""What an item may hold, and what becomes of what is sent."""

import pytest

from tests.standin.test_zotero.client import Client, Json, article
from tests.standin.zotero import GROUP_ID

KEY, OTHER, MISSING = "ABCD2345", "ABCD2346", "ABCD2347"
OTHER_URI = f"http://zotero.org/groups/{GROUP_ID}/items/{OTHER}"
AUTHOR = {"creatorType": "author"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"foo": ""}, 400, id="an unknown field"),
        pytest.param({"thesisType": "PhD"}, 400, id="another type's field"),
        pytest.param({"itemType": "nope"}, 400, id="an unknown type"),
        pytest.param({"title": ["a"]}, 400, id="a list as a value"),
        pytest.param({"meta": {}}, 400, id="meta"),
        pytest.param({"library": {}}, 400, id="library"),
        pytest.param({"links": {}}, 400, id="links"),
        pytest.param({"inPublications": True}, 400, id="My Publications"),
        pytest.param({"parentItem": MISSING}, 400, id="a parent of a regular item"),
        pytest.param({"deleted": "x"}, 500, id="deleted as text"),
        pytest.param({"accessDate": "yesterday"}, 400, id="an access date in words"),
        pytest.param({"dateAdded": "2001"}, 400, id="a year as date added"),
        pytest.param({"tags": ["a"]}, 400, id="a tag as text"),
        pytest.param({"tags": [{"tag": "a", "x": 1}]}, 400, id="a tag with more"),
        pytest.param({"tags": [{"tag": "x" * 256}]}, 413, id="a long tag"),
        pytest.param({"collections": "x"}, 400, id="collections as text"),
        pytest.param({"collections": ["zzz"]}, 400, id="a malformed collection key"),
        pytest.param({"relations": {"dc:foo": "x"}}, 400, id="an unknown predicate"),
        pytest.param({"relations": {"dc:relation": "http://x.org"}}, 400, id="a foreign URI"),
        pytest.param(
            {"relations": {"owl:sameAs": "https://doi.org/10.1/x"}}, 400, id="a DOI as relation"
        ),
        pytest.param({"creators": [{"name": "x"}]}, 400, id="no creator type"),
        pytest.param({"creators": [{**AUTHOR, "firstName": "A"}]}, 400, id="no last name"),
        pytest.param({"creators": [{**AUTHOR, "lastName": "A"}]}, 400, id="no first name"),
        pytest.param(
            {"creators": [{**AUTHOR, "name": "x", "lastName": "y", "firstName": ""}]},
            400,
            id="both forms of a name",
        ),
        pytest.param(
            {"creators": [{"creatorType": "boss", "name": "x"}]},
            400,
            id="no creator type at all",
        ),
        pytest.param(
            {"creators": [{"creatorType": "director", "name": "x"}]},
            400,
            id="another type's creator",
        ),
        pytest.param(
            {"creators": [{**AUTHOR, "name": "x", "orcid": "1"}]}, 400, id="more than a name"
        ),
        pytest.param({"creators": [{**AUTHOR, "name": "n" * 256}]}, 413, id="a long name"),
    ],
)
def test_what_an_item_may_not_hold(client: Client, changes: Json, code: int) -> None:
    assert client.failure("/items", {**article(), **changes})["code"] == code


def test_an_item_without_a_type_is_refused(client: Client) -> None:
    assert client.failure("/items", {"title": "x"})["code"] == 400


def test_a_type_is_all_that_an_item_needs(client: Client) -> None:
    assert client.make({"itemType": "book"})


def test_another_types_field_may_come_empty(client: Client) -> None:
    assert "thesisType" not in client.make(article(thesisType=""))[0]["data"]


def test_the_data_holds_every_field_of_the_type_in_the_schemas_order(client: Client) -> None:
    data = client.make({"itemType": "preprint", "archiveID": "arXiv:1"})[0]["data"]

    assert " ".join(data) == (
        "key version itemType title creators abstractNote genre repository archiveID place"
        " date series seriesNumber DOI citationKey url accessDate archive archiveLocation"
        " shortTitle language libraryCatalog callNumber rights extra tags collections"
        " relations dateAdded dateModified"
    )
    assert data["repository"] == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  a\x00b\x07\tc ", "ab\tc"),
        (2019, "2019"),
        (True, "1"),
        (None, ""),
        ("in\npress", "in\npress"),
    ],
)
def test_a_fields_value_becomes_clean_text(client: Client, given: object, kept: str) -> None:
    assert client.make({"itemType": "book", "title": given})[0]["data"]["title"] == kept


def test_null_clears_a_field(client: Client) -> None:
    client.make(article(key=KEY, version=0, DOI="10.1/x"))

    client.make({"key": KEY, "version": 1, "DOI": None})

    assert client.data(f"/items/{KEY}")["DOI"] == ""


def test_a_field_holds_65535_bytes(client: Client) -> None:
    assert client.make(article(extra="é" * 32767))

    failure = client.failure("/items", article(extra="é" * 32768))

    assert failure["code"] == 413
    assert failure["data"]["field"] == "Extra"
    assert failure["data"]["value"] == "é" * 50 + "…"


def test_author_becomes_the_types_primary_creator(client: Client) -> None:
    sent = {"itemType": "computerProgram", "creators": [{**AUTHOR, "name": "x"}]}

    assert client.make(sent)[0]["data"]["creators"][0]["creatorType"] == "programmer"


def test_the_nameless_creator_of_the_template_is_passed_over(client: Client) -> None:
    nameless = {**AUTHOR, "firstName": "", "lastName": ""}

    assert client.make(article() | {"creators": [nameless]})[0]["data"]["creators"] == []


@pytest.mark.parametrize(
    ("names", "summary"),
    [
        (["Plato"], "Plato"),
        (["Plato", "Kant"], "Plato and Kant"),
        (["Plato", "Kant", "Hume"], "Plato et al."),
    ],
)
def test_the_creators_are_summed_up(client: Client, names: list[str], summary: str) -> None:
    creators = [{**AUTHOR, "firstName": "", "lastName": name} for name in names]

    made = client.make(article() | {"creators": creators})[0]

    assert made["meta"]["creatorSummary"] == summary
    assert made["data"]["creators"] == creators


@pytest.mark.parametrize(
    ("date", "parsed"),
    [
        ("2019-03", "2019-03"),
        ("2019-03-07", "2019-03-07"),
        ("7 March 2019", "2019-03-07"),
        ("Mar 2019", "2019-03"),
        ("March 7, 2019", "2019-03-07"),
        ("1931", "1931"),
        ("in press", None),
    ],
)
def test_a_date_is_free_text_that_may_parse(
    client: Client, date: str, parsed: str | None
) -> None:
    made = client.make(article(date=date))[0]

    assert made["data"]["date"] == date
    assert made["meta"].get("parsedDate") == parsed


def test_software_has_a_version_number_beside_its_version(client: Client) -> None:
    sent = {"itemType": "computerProgram", "title": "x", "versionNumber": "1.2"}

    data = client.make(sent)[0]["data"]

    assert (data["versionNumber"], data["version"]) == ("1.2", 1)


def test_extra_is_plain_text_and_the_citation_key_a_field(client: Client) -> None:
    extra = "Citation Key: other\nCitations: 12"

    data = client.make(article(citationKey="smith2019", extra=extra))[0]["data"]

    assert (data["citationKey"], data["extra"]) == ("smith2019", extra)


def test_tags_are_folded_and_keep_their_type(client: Client) -> None:
    tags = [{"tag": "d"}, {"tag": "d"}, {"tag": ""}, {"tag": "D"}, {"tag": "a", "type": 1}]

    made = client.make(article(tags=tags))[0]

    assert made["data"]["tags"] == [{"tag": "d"}, {"tag": "D"}, {"tag": "a", "type": 1}]


def test_an_unknown_collection_is_a_409_that_names_it(client: Client) -> None:
    failure = client.failure("/items", article(collections=[MISSING]))

    assert (failure["code"], failure["data"]) == (409, {"collection": MISSING})


def test_a_relation_is_noted_at_both_ends_with_one_version(client: Client) -> None:
    client.make(article(key=KEY, version=0), article(key=OTHER, version=0))

    client.make({"key": KEY, "version": 1, "relations": {"dc:relation": OTHER_URI}})

    here, there = client.data(f"/items/{KEY}"), client.data(f"/items/{OTHER}")
    assert here["relations"] == {"dc:relation": OTHER_URI}
    assert there["relations"] == {"dc:relation": OTHER_URI.replace(OTHER, KEY)}
    assert here["version"] == there["version"] == 3


def test_several_values_of_a_relation_are_a_list(client: Client) -> None:
    uris = [f"http://zotero.org/users/1/items/{key}" for key in (OTHER, MISSING)]

    data = client.make(article(relations={"owl:sameAs": uris}))[0]["data"]

    assert data["relations"] == {"owl:sameAs": uris}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2020-01-02T03:04:05Z", "2020-01-02T03:04:05Z"),
        ("2020-01-02 03:04:05", "2020-01-02T03:04:05Z"),
        ("2020-01-02T03:04:05+02:00", "2020-01-02T01:04:05Z"),
        ("2020-01-02", "2020-01-02"),
        ("", ""),
    ],
)
def test_access_dates(client: Client, given: str, kept: str) -> None:
    assert client.make(article(accessDate=given))[0]["data"]["accessDate"] == kept


def test_the_clients_date_added_is_kept(client: Client) -> None:
    made = client.make(article(dateAdded="2001-01-01T00:00:00Z"))[0]

    assert made["data"]["dateAdded"] == "2001-01-01T00:00:00Z"


def test_the_date_of_change_moves_with_fields_but_not_with_collections(client: Client) -> None:
    long_ago = "2010-01-01T00:00:00Z"
    collection = client.make_collections({"name": "c"})[0]["key"]
    client.make(article(key=KEY, version=0, dateModified=long_ago))

    client.make({"key": KEY, "version": 2, "collections": [collection]})
    assert client.data(f"/items/{KEY}")["dateModified"] == long_ago

    client.make({"key": KEY, "version": 3, "extra": "x"})
    assert client.data(f"/items/{KEY}")["dateModified"] > "2020"


def test_the_type_may_change_and_fields_with_a_common_base_move(client: Client) -> None:
    preprint = {
        "itemType": "preprint",
        "repository": "arXiv",
        "archiveID": "1",
        "DOI": "10.1/q",
    }
    made = client.make({**preprint, "key": KEY, "version": 0})[0]

    data = client.make({"key": KEY, "version": made["version"], "itemType": "journalArticle"})

    assert data[0]["data"]["publisher"] == "arXiv"
    assert data[0]["data"]["DOI"] == "10.1/q"
    assert "archiveID" not in data[0]["data"]


def test_creators_that_another_type_lacks_become_contributors(client: Client) -> None:
    editor = {"creatorType": "editor", "name": "E"}
    client.make(article(key=KEY, version=0) | {"creators": [editor]})

    made = client.make({"key": KEY, "version": 1, "itemType": "thesis"})[0]

    assert made["data"]["creators"] == [{"creatorType": "contributor", "name": "E"}]


def test_notes_and_links_hang_under_an_item(client: Client) -> None:
    client.make(article(key=KEY, version=0))
    note = {"itemType": "note", "note": "<p>n</p>", "parentItem": KEY}
    link = {
        "itemType": "attachment",
        "linkMode": "linked_url",
        "parentItem": KEY,
        "title": "t",
        "url": "https://x.org/y.pdf",
    }

    made = client.make(note, link)

    assert set(client.keys(f"/items/{KEY}/children")) == {child["key"] for child in made}
    assert client.keys("/items/top") == [KEY]
    assert client.get(f"/items/{KEY}").json["meta"]["numChildren"] == 2
    assert made[1]["data"]["linkMode"] == "linked_url"
    assert "collections" not in made[0]["data"]


def test_a_missing_parent_is_a_409_that_names_it(client: Client) -> None:
    failure = client.failure("/items", {"itemType": "note", "note": "", "parentItem": MISSING})

    assert (failure["code"], failure["data"]) == (409, {"parentItem": MISSING})


def test_a_child_lies_in_no_collection_until_it_stands_alone(client: Client) -> None:
    collection = client.make_collections({"name": "c"})[0]["key"]
    client.make(article(key=KEY, version=0))
    note = {"itemType": "note", "note": "n", "parentItem": KEY}

    refused = client.failure("/items", {**note, "collections": [collection]})
    made = client.make(note)[0]
    freed = {"key": made["key"], "version": made["version"], "collections": [collection]}

    assert refused["code"] == 400
    assert "parentItem" not in client.make(freed)[0]["data"]


def test_the_trash(client: Client) -> None:
    client.make(article(key=KEY, version=0))

    client.make({"key": KEY, "version": 1, "deleted": True})
    client.make({"key": KEY, "version": 2, "title": "still there"})

    assert client.data(f"/items/{KEY}")["deleted"] == 1
    assert client.keys("/items") == client.keys("/items/top") == []
    assert client.keys("/items", f"itemKey={KEY}") == []
    assert client.keys("/items/trash") == client.keys("/items", "includeTrashed=1") == [KEY]

    client.make({"key": KEY, "version": 3, "deleted": False})
    assert client.keys("/items") == [KEY]
    assert "deleted" not in client.data(f"/items/{KEY}")
