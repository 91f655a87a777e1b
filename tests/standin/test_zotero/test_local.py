"""The stand-in of Zotero desktop, through its own address."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID
from tests.standin.zotero.access import OWNER
from tests.standin.zotero.local import SERVER_ID, ZoteroDesktop

ITEMS = f"/groups/{GROUP_ID}/items"
NAMED = {"Zotero-Server-ID": SERVER_ID}
DOCUMENT: list[dict[str, Any]] = [{"itemType": "document", "title": "One"}]


@pytest.fixture
def desktop(standin: StandIn) -> ZoteroDesktop:
    return standin.desktop


@pytest.fixture
def client(standin: StandIn) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=standin.desktop_endpoint) as client:
        yield client


def key(client: httpx2.Client) -> str:
    asked = client.post("/local/authorize", json={"appName": "tests"}, headers=NAMED)
    return str(asked.json()["key"])


def test_whoever_comes_in_is_told_which_database_answers(client: httpx2.Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert answer.headers["Zotero-Server-ID"] == SERVER_ID


def test_a_write_needs_the_name_of_the_database_and_a_key(client: httpx2.Client) -> None:
    nameless = client.post(ITEMS, json=DOCUMENT)
    misnamed = client.post(ITEMS, json=DOCUMENT, headers={"Zotero-Server-ID": "other"})
    keyless = client.post(ITEMS, json=DOCUMENT, headers=NAMED)
    whole = client.post(ITEMS, json=DOCUMENT, headers={**NAMED, "Zotero-API-Key": key(client)})

    statuses = [each.status_code for each in (nameless, misnamed, keyless, whole)]
    assert statuses == [428, 412, 401, 200]
    assert list(whole.json()["successful"]) == ["0"]


def test_a_key_for_once_is_used_up_by_a_write(
    client: httpx2.Client, desktop: ZoteroDesktop
) -> None:
    desktop.says = "once"
    once = {**NAMED, "Zotero-API-Key": key(client)}

    assert client.post(ITEMS, json=DOCUMENT, headers=once).status_code == 200
    assert client.post(ITEMS, json=DOCUMENT, headers=once).status_code == 401


def test_its_user_can_say_no(client: httpx2.Client, desktop: ZoteroDesktop) -> None:
    desktop.says = "no"

    asked = client.post("/local/authorize", json={"appName": "tests"}, headers=NAMED)

    assert asked.status_code == 403
    assert asked.json() == {"denied": True}


def test_an_old_one_takes_no_writes_and_dates_only_what_was_synced(
    client: httpx2.Client, desktop: ZoteroDesktop, standin: StandIn
) -> None:
    desktop.takes_writes = False
    synced = standin.zotero.add_item(itemType="document", title="Synced")
    desktop.sync(standin.zotero)
    before = client.get(ITEMS).json()[0]["version"]
    desktop.group.edit_item(synced, title="Edited")
    desktop.group.add_item(itemType="document", title="New")

    listed = client.get(ITEMS)

    assert client.post(ITEMS, json=DOCUMENT).status_code == 501
    assert "Zotero-Server-ID" not in listed.headers
    versions = {each["data"]["title"]: each["version"] for each in listed.json()}
    assert versions == {"Edited": before, "New": 0}
    assert listed.headers["Last-Modified-Version"] == str(before)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/users/0/items", 200),
        (f"/users/{OWNER.id}/items", 200),
        ("/users/77/items", 400),
        ("/groups/77/items", 404),
        (f"/groups/{GROUP_ID}/deleted?since=0", 404),
        ("/keys/current", 404),
        ("/schema", 200),
    ],
)
def test_it_has_not_all_that_zotero_org_has(
    client: httpx2.Client, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


def test_lists_are_as_long_as_they_are_asked_for(
    client: httpx2.Client, desktop: ZoteroDesktop
) -> None:
    desktop.group.load_foreign(230)

    assert len(client.get(f"{ITEMS}/top").json()) == 230
    assert len(client.get(f"{ITEMS}/top?limit=150&start=100").json()) == 130


def test_collections_are_not_chosen_by_key(
    client: httpx2.Client, desktop: ZoteroDesktop
) -> None:
    one = desktop.group.add_collection("One")
    desktop.group.add_collection("Two")

    listed = client.get(f"/groups/{GROUP_ID}/collections?collectionKey={one}").json()

    assert {each["data"]["name"] for each in listed} == {"One", "Two"}


def test_one_that_is_closed_to_programs_refuses_all(
    client: httpx2.Client, desktop: ZoteroDesktop
) -> None:
    desktop.is_open = False

    assert client.get("/").status_code == 403
    assert client.get(ITEMS).status_code == 403
