"""Keys and rights, and what the API says about itself."""

import pytest

from tests.standin.test_zotero.client import Client, article
from tests.standin.zotero import (
    GROUP_ID,
    MEMBER_KEY,
    READ_ONLY_KEY,
    READ_WRITE_KEY,
    STRANGER_KEY,
    ZoteroGroup,
)


@pytest.mark.parametrize(
    ("key", "read", "write", "group_itself"),
    [
        pytest.param(READ_WRITE_KEY, 200, 200, 200, id="the owner's key"),
        pytest.param(MEMBER_KEY, 200, 200, 200, id="a member's key"),
        pytest.param(READ_ONLY_KEY, 200, 403, 200, id="a key for reading"),
        pytest.param(STRANGER_KEY, 403, 403, 404, id="a stranger's key"),
        pytest.param("x" * 24, 403, 403, 403, id="an unknown key"),
        pytest.param("", 403, 403, 404, id="no key"),
    ],
)
def test_what_each_key_may(
    group: ZoteroGroup, key: str, read: int, write: int, group_itself: int
) -> None:
    client = Client(group, key)

    assert client.get("/items").status == read
    assert client.post("/items", [article()]).status == write
    assert client.post("/collections", [{"name": "c"}]).status == write
    assert client.get("").status == group_itself


def test_members_may_be_kept_from_editing(group: ZoteroGroup) -> None:
    group.only_admins_edit()

    assert Client(group, MEMBER_KEY).post("/items", [article()]).status == 403
    assert Client(group).post("/items", [article()]).status == 200
    assert Client(group).get("").json["data"]["libraryEditing"] == "admins"


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"zotero-api-key": READ_WRITE_KEY}, ""),
        ({"authorization": f"Bearer {READ_WRITE_KEY}"}, ""),
        ({}, f"key={READ_WRITE_KEY}"),
    ],
)
def test_a_key_may_come_in_three_ways(
    group: ZoteroGroup, headers: dict[str, str], query: str
) -> None:
    answer = Client(group, "").ask("GET", "/items", headers=headers, query=query)

    assert answer.status == 200


def test_two_keys_that_differ_are_a_400(client: Client) -> None:
    assert client.get("/items", f"key={READ_ONLY_KEY}").status == 400


def test_the_key_is_described(client: Client) -> None:
    described = client.ask("GET", "/keys/current", root="").json

    assert described["key"] == READ_WRITE_KEY
    assert described["access"]["groups"] == {str(GROUP_ID): {"library": True, "write": True}}


def test_the_group_tells_who_owns_it_and_who_edits(client: Client) -> None:
    group = client.get("").json

    assert group["id"] == GROUP_ID
    assert group["data"]["libraryEditing"] == "members"
    assert group["data"]["owner"] not in group["data"]["members"]


def test_the_groups_of_a_user_are_listed(client: Client) -> None:
    user = client.ask("GET", "/keys/current", root="").json["userID"]

    listed = client.ask("GET", f"/users/{user}/groups", root="").json

    assert [found["id"] for found in listed] == [GROUP_ID]
    assert client.ask("GET", "/users/999/groups", root="").status == 403


def test_an_unknown_group_is_a_404(client: Client) -> None:
    assert client.ask("GET", "/groups/99/items", root="").status == 404


def test_errors_are_text_without_json(client: Client) -> None:
    reply = client.get("/items/<b>").reply

    assert reply.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert b"<b>" not in reply.body


def test_the_schema_lists_types_with_fields_and_creators(client: Client) -> None:
    schema = client.ask("GET", "/schema", root="").json

    types = {row["itemType"]: row for row in schema["itemTypes"]}
    assert {"field": "university", "baseField": "publisher"} in types["thesis"]["fields"]
    assert types["book"]["creatorTypes"][0] == {"creatorType": "author", "primary": True}
    assert schema["version"] == 41
    assert schema["locales"]["en-US"]["fields"]["rights"] == "License"


def test_the_schema_is_not_sent_twice(client: Client) -> None:
    tag = client.ask("GET", "/schema", root="").header("ETag") or ""

    again = client.ask("GET", "/schema", root="", headers={"if-none-match": tag})

    assert again.status == 304


def test_the_template_of_a_type_can_be_sent_back(client: Client) -> None:
    template = client.ask("GET", "/items/new", query="itemType=preprint", root="").json

    assert list(template)[:4] == ["itemType", "title", "creators", "abstractNote"]
    assert template["creators"] == [{"creatorType": "author", "firstName": "", "lastName": ""}]
    assert client.make(template)


def test_the_template_of_a_link_can_be_sent_back(client: Client) -> None:
    query = "itemType=attachment&linkMode=linked_url"

    assert client.make(client.ask("GET", "/items/new", query=query, root="").json)


@pytest.mark.parametrize(
    ("path", "member"),
    [
        ("/itemTypes", {"itemType": "computerProgram", "localized": "Software"}),
        ("/itemFields", {"field": "abstractNote", "localized": "Abstract"}),
        ("/creatorFields", {"field": "lastName", "localized": "Last"}),
        ("/itemTypeFields", {"field": "archiveID", "localized": "Archive ID"}),
        ("/itemTypeCreatorTypes", {"creatorType": "author", "localized": "Author"}),
    ],
)
def test_types_fields_and_creators_are_listed(
    client: Client, path: str, member: dict[str, str]
) -> None:
    assert member in client.ask("GET", path, query="itemType=preprint", root="").json


@pytest.mark.parametrize("path", ["/items/new", "/itemTypeFields", "/itemTypeCreatorTypes"])
def test_an_unknown_type_is_a_400(client: Client, path: str) -> None:
    assert client.ask("GET", path, query="itemType=foo", root="").status == 400
