"""Collections: nesting, membership, deletion."""

import pytest

from tests.standin.test_zotero.client import Client, Json, article

UP, DOWN, MISSING = "ABCD2345", "ABCD2346", "ABCD2347"


@pytest.fixture
def nested(client: Client) -> None:
    """One collection in another, at versions 1 and 2."""
    client.make_collections(
        {"key": UP, "version": 0, "name": "up"},
        {"key": DOWN, "version": 0, "name": "down", "parentCollection": UP},
    )


@pytest.mark.usefixtures("nested")
def test_collections_nest(client: Client) -> None:
    assert client.data(f"/collections/{UP}")["parentCollection"] is False
    assert client.data(f"/collections/{DOWN}")["parentCollection"] == UP
    assert client.keys("/collections/top") == [UP]
    assert client.keys(f"/collections/{UP}/collections") == [DOWN]
    assert client.get(f"/collections/{UP}").json["meta"]["numCollections"] == 1


def test_names_need_not_differ(client: Client) -> None:
    client.make_collections({"name": "same"}, {"name": "same"})

    assert len(client.keys("/collections", "q=same")) == 2


def test_a_child_before_its_parent_is_a_409_that_names_it(client: Client) -> None:
    entries = [
        {"key": DOWN, "version": 0, "name": "down", "parentCollection": UP},
        {"key": UP, "version": 0, "name": "up"},
    ]

    report = client.post("/collections", entries).json

    assert report["failed"]["0"]["code"] == 409
    assert report["failed"]["0"]["data"] == {"collection": UP}
    assert report["success"] == {"1": UP}


@pytest.mark.parametrize(
    ("collection", "code"),
    [
        ({"parentCollection": False}, 400),
        ({"name": ""}, 400),
        ({"name": 7}, 400),
        ({"name": "x" * 256}, 413),
        ({"name": "x", "foo": 1}, 400),
        ({"name": "x", "parentCollection": "zzz"}, 400),
    ],
)
def test_what_a_collection_may_not_be(client: Client, collection: Json, code: int) -> None:
    assert client.failure("/collections", collection)["code"] == code


@pytest.mark.parametrize("top", ["", None, False])
def test_no_parent_is_the_top_level(client: Client, top: object) -> None:
    made = client.make_collections({"name": "x" * 255, "parentCollection": top})[0]

    assert made["data"]["parentCollection"] is False


@pytest.mark.usefixtures("nested")
def test_renaming_keeps_the_parent_through_post_and_loses_it_through_put(
    client: Client,
) -> None:
    client.make_collections({"key": DOWN, "version": 2, "name": "renamed"})
    assert client.data(f"/collections/{DOWN}")["parentCollection"] == UP

    client.put(f"/collections/{DOWN}", {"name": "again", "version": 3})
    assert client.data(f"/collections/{DOWN}")["parentCollection"] is False


@pytest.mark.usefixtures("nested")
def test_an_equal_collection_is_unchanged(client: Client) -> None:
    report = client.post("/collections", [{"key": UP, "version": 1, "name": "up"}]).json

    assert report["unchanged"] == {"0": UP}


@pytest.mark.usefixtures("nested")
def test_a_collection_moved_into_its_own_child_changes_places(client: Client) -> None:
    client.make_collections({"key": UP, "version": 1, "parentCollection": DOWN})

    assert client.keys("/collections/top") == [DOWN]
    assert client.keys(f"/collections/{DOWN}/collections") == [UP]


@pytest.mark.usefixtures("nested")
def test_a_collection_in_itself_breaks_the_server(client: Client) -> None:
    entry = {"key": UP, "version": 1, "parentCollection": UP}

    assert client.post("/collections", [entry]).status == 500


@pytest.mark.usefixtures("nested")
def test_items_join_and_leave_without_a_new_version_of_the_collection(client: Client) -> None:
    made = client.make(article(collections=[UP, DOWN]))[0]
    assert client.keys(f"/collections/{UP}/items/top") == [made["key"]]
    assert client.get(f"/collections/{UP}").json["meta"]["numItems"] == 1

    client.make({"key": made["key"], "version": made["version"], "collections": [DOWN]})

    assert client.keys(f"/collections/{UP}/items/top") == []
    assert client.keys(f"/collections/{DOWN}/items") == [made["key"]]
    assert client.get(f"/collections/{UP}").version == 1


@pytest.mark.usefixtures("nested")
def test_an_item_below_is_not_in_the_collection_above(client: Client) -> None:
    client.make(article(collections=[DOWN]))

    assert client.keys(f"/collections/{UP}/items") == []
    assert client.get(f"/collections/{UP}").json["meta"]["numItems"] == 0


@pytest.mark.usefixtures("nested")
def test_notes_are_listed_with_their_items_but_not_at_the_top(client: Client) -> None:
    made = client.make(article(collections=[UP]))[0]
    note = client.make({"itemType": "note", "note": "n", "parentItem": made["key"]})[0]

    assert set(client.keys(f"/collections/{UP}/items")) == {made["key"], note["key"]}
    assert client.keys(f"/collections/{UP}/items/top") == [made["key"]]


@pytest.mark.usefixtures("nested")
def test_an_empty_collection_lists_nothing(client: Client) -> None:
    answer = client.get(f"/collections/{UP}/items/top")

    assert (answer.json, answer.total) == ([], 0)


@pytest.mark.usefixtures("nested")
def test_adding_by_a_text_of_keys_raises_no_version(client: Client) -> None:
    first, second = client.make(article(), article())
    body = f"{first['key']} {second['key']}".encode()

    answer = client.ask("POST", f"/collections/{UP}/items", body)

    assert (answer.status, answer.version) == (204, 4)
    assert client.get(f"/collections/{UP}/items").total == 2


@pytest.mark.usefixtures("nested")
def test_deleting_a_collection_deletes_those_in_it_and_keeps_the_items(client: Client) -> None:
    made = client.make(article(collections=[UP, DOWN]))[0]

    answer = client.delete(f"/collections/{UP}", if_unmodified_since_version="1")

    assert answer.status == 204
    assert client.group.collections() == {}
    assert client.data(f"/items/{made['key']}")["collections"] == []
    assert client.data(f"/items/{made['key']}")["version"] == made["version"]
    assert client.get("/deleted", "since=2").json["collections"] == [UP]


@pytest.mark.usefixtures("nested")
def test_several_collections_are_deleted_in_one_request(client: Client) -> None:
    client.make_collections({"name": "stays"})

    client.delete("/collections", f"collectionKey={UP},{MISSING}")

    assert [data["name"] for data in client.group.collections().values()] == ["stays"]


@pytest.mark.usefixtures("nested")
def test_a_trashed_collection_stays_listed_with_its_items_untouched(client: Client) -> None:
    made = client.make(article(collections=[UP]))[0]

    client.make_collections({"key": UP, "version": 1, "deleted": True})

    assert client.data(f"/collections/{UP}")["deleted"] is True
    assert UP in client.keys("/collections")
    assert client.data(f"/items/{made['key']}")["collections"] == [UP]
