"""PATCH, PUT and DELETE of single objects, and DELETE of several."""

import pytest

from tests.standin.test_zotero.client import Client, Json, article

KEY, OTHER, MISSING = "ABCD2345", "ABCD2346", "ABCD2347"


@pytest.fixture
def made(client: Client) -> Json:
    """An item at version 1."""
    return client.make(article("old", key=KEY, version=0, DOI="10.1/k"))[0]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        pytest.param({"title": "b"}, {}, 428, id="no version"),
        pytest.param({"title": "b"}, {"if_unmodified_since_version": "1"}, 204, id="header"),
        pytest.param({"title": "b", "version": 1}, {}, 204, id="body"),
        pytest.param({"title": "b"}, {"if_unmodified_since_version": "0"}, 412, id="stale"),
        pytest.param(
            {"title": "b", "version": 1},
            {"if_unmodified_since_version": "2"},
            400,
            id="two that differ",
        ),
        pytest.param({"thesisType": "b", "version": 1}, {}, 400, id="another type's field"),
        pytest.param({"key": OTHER, "version": 1}, {}, 409, id="another key"),
    ],
)
def test_patch_asks_for_the_version(
    client: Client, made: Json, body: Json, headers: dict[str, str], status: int
) -> None:
    assert client.patch(f"/items/{made['key']}", body, **headers).status == status


def test_patch_answers_with_the_new_version_and_no_body(client: Client, made: Json) -> None:
    answer = client.patch(f"/items/{made['key']}", {"title": "b", "version": 1})

    assert answer.version == client.data(f"/items/{KEY}")["version"] == 2
    assert answer.reply.body == b""


def test_a_patch_that_changes_nothing_answers_with_the_old_version(
    client: Client, made: Json
) -> None:
    answer = client.patch(f"/items/{made['key']}", {"title": "old", "version": 1})

    assert answer.version == 1
    assert client.group.version == 2


def test_a_412_tells_the_version_that_stands_there(client: Client, made: Json) -> None:
    client.group.edit_item(made["key"], title="theirs")

    answer = client.patch(f"/items/{made['key']}", {"title": "mine", "version": 1})

    assert (answer.status, answer.version) == (412, 2)


def test_put_needs_the_whole_item(client: Client, made: Json) -> None:
    part = {"itemType": "journalArticle", "title": "b", "version": 1}

    assert client.put(f"/items/{made['key']}", part).status == 400


def test_put_keeps_the_fields_that_it_leaves_out(client: Client, made: Json) -> None:
    whole = article("b", tags=[], collections=[], relations={}, version=1)

    assert client.put(f"/items/{made['key']}", whole).status == 204
    assert client.data(f"/items/{KEY}")["DOI"] == "10.1/k"


def test_put_takes_an_item_out_of_the_trash(client: Client, made: Json) -> None:
    client.group.trash_item(made["key"])

    client.put(f"/items/{KEY}", article(tags=[], collections=[], relations={}, version=2))

    assert "deleted" not in client.data(f"/items/{KEY}")


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        pytest.param("PUT", article(), 204, id="put makes it"),
        pytest.param("PATCH", article(version=0), 204, id="patch makes it at version 0"),
        pytest.param("PATCH", article(), 404, id="patch without a version does not"),
        pytest.param("PATCH", article(version=7), 412, id="nor at a version above 0"),
        pytest.param("PUT", article(version=7), 412, id="nor does put"),
    ],
)
def test_writing_a_missing_item(client: Client, method: str, body: Json, status: int) -> None:
    assert client.ask(method, f"/items/{MISSING}", body).status == status


def test_delete_asks_for_the_version_in_a_header(client: Client, made: Json) -> None:
    path = f"/items/{made['key']}"

    assert client.delete(path).status == 428
    assert client.delete(path, if_unmodified_since_version="0").status == 412
    assert client.delete(path, if_unmodified_since_version="1").status == 204
    assert client.get(path).status == 404
    assert client.delete(path, if_unmodified_since_version="1").status == 412


def test_a_deleted_item_is_listed_until_it_is_made_again(client: Client, made: Json) -> None:
    client.delete(f"/items/{made['key']}", if_unmodified_since_version="1")

    assert client.get("/deleted", "since=1").json["items"] == [KEY]
    assert client.get("/deleted", "since=2").json["items"] == []
    client.make(article(key=KEY, version=0))
    assert client.get("/deleted", "since=0").json["items"] == []


def test_what_was_deleted_is_told_for_five_kinds_and_needs_a_version(client: Client) -> None:
    assert set(client.get("/deleted", "since=0").json) == {
        "collections",
        "items",
        "searches",
        "tags",
        "settings",
    }
    assert client.get("/deleted").status == 400


def test_deleting_several_looks_at_the_librarys_version(client: Client, made: Json) -> None:
    client.make(article(key=OTHER, version=0))
    query = f"itemKey={made['key']},{OTHER},{MISSING}"

    assert client.delete("/items", query, if_unmodified_since_version="1").status == 412
    assert client.delete("/items", query, if_unmodified_since_version="2").status == 204
    assert client.group.items() == {}
    assert client.group.version == 3


def test_deleting_several_without_a_version_is_accepted(client: Client, made: Json) -> None:
    assert client.delete("/items", f"itemKey={made['key']}").status == 204
    assert client.group.items() == {}


def test_deleting_without_a_single_good_key_deletes_nothing(client: Client, made: Json) -> None:
    assert client.delete("/items", "itemKey=bad").status == 400
    assert list(client.group.items()) == [made["key"]]


def test_an_items_notes_and_attachments_go_with_it(client: Client, made: Json) -> None:
    client.make({"itemType": "note", "note": "n", "parentItem": made["key"]})

    client.delete("/items", f"itemKey={made['key']}")

    assert client.group.items() == {}
    assert len(client.get("/deleted", "since=0").json["items"]) == 2


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", f"/items/{KEY}", "HEAD, GET, PUT, PATCH, DELETE"),
        ("PUT", "/items", "HEAD, GET, POST, DELETE"),
        ("DELETE", "/items/top", "HEAD, GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.ask(method, path, {})

    assert (answer.status, answer.header("Allow")) == (405, allowed)
