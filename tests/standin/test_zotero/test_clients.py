"""The group behind the true server: pyzotero, and the recorded contract where it is at hand."""

import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pyzotero import errors
from pyzotero.zotero import Zotero

from tests.standin.server import StandIn
from tests.standin.zotero import (
    GROUP_ID,
    READ_ONLY_KEY,
    READ_WRITE_KEY,
    STRANGER_KEY,
    ZoteroGroup,
)

CONTRACT = Path(__file__).parents[4] / "shared" / "zotero" / "contract_suite.py"


@pytest.fixture(scope="module")
def server() -> Generator[StandIn]:
    with StandIn() as standin:
        yield standin


@pytest.fixture
def group(server: StandIn) -> ZoteroGroup:
    """The server's group, emptied."""
    library = server.zotero
    assert isinstance(library, ZoteroGroup)
    library.reset()
    return library


def pyzotero(server: StandIn, key: str = READ_WRITE_KEY) -> Any:
    """A pyzotero client, untyped as its answers are."""
    zotero = Zotero(GROUP_ID, "group", key)
    zotero.endpoint = server.endpoints["zotero"]
    return zotero


@pytest.fixture
def zotero(server: StandIn, group: ZoteroGroup) -> Any:
    assert group.version == 0
    return pyzotero(server)


def test_pyzotero_pages_through_everything(zotero: Any, group: ZoteroGroup) -> None:
    group.load_foreign(250)

    found = zotero.everything(zotero.top())

    assert {item["key"] for item in found} == set(group.items())
    assert zotero.num_items() == 250


def test_pyzotero_makes_items_and_collections(zotero: Any, group: ZoteroGroup) -> None:
    made = zotero.create_collections([{"name": "topic"}])["successful"]["0"]
    template = zotero.item_template("preprint")
    template |= {"title": "On trees", "collections": [made["key"]]}

    report = zotero.create_items([template, {**template, "foo": 1}])

    key = report["success"]["0"]
    assert report["failed"]["1"]["code"] == 400
    assert group.item(key)["title"] == "On trees"
    assert [item["key"] for item in zotero.collection_items_top(made["key"])] == [key]
    assert [found["data"]["name"] for found in zotero.all_collections()] == ["topic"]


def test_pyzotero_changes_and_deletes(zotero: Any, group: ZoteroGroup) -> None:
    key = group.add_item(itemType="book", title="old", tags=[{"tag": "a"}])
    topic = group.add_collection("topic")

    item = zotero.item(key)
    item["data"]["title"] = "new"
    zotero.update_item(item)
    zotero.addto_collection(topic, zotero.item(key))
    zotero.add_tags(zotero.item(key), "b")
    changed = group.item(key)
    zotero.delete_item(zotero.item(key))
    zotero.delete_collection(zotero.collection(topic))

    assert (changed["title"], changed["collections"]) == ("new", [topic])
    assert [tag["tag"] for tag in changed["tags"]] == ["a", "b"]
    assert group.items() == group.collections() == {}
    assert zotero.deleted(since=0)["items"] == [key]


def test_pyzotero_updates_several_at_once(zotero: Any, group: ZoteroGroup) -> None:
    keys = group.load_foreign(60)
    items = zotero.everything(zotero.items())

    zotero.update_items([{**item["data"], "extra": "seen"} for item in items])

    assert {group.item(key)["extra"] for key in keys} == {"seen"}


def test_pyzotero_is_told_of_a_conflict(zotero: Any, group: ZoteroGroup) -> None:
    key = group.add_item(itemType="book", title="old")
    item = zotero.item(key)
    group.edit_item(key, title="theirs")
    item["data"]["title"] = "mine"

    with pytest.raises(errors.PreConditionFailedError):
        zotero.update_item(item)
    assert group.item(key)["title"] == "theirs"


def test_pyzotero_reads_versions_tags_and_the_trash(zotero: Any, group: ZoteroGroup) -> None:
    key = group.add_item(itemType="book", title="t", tags=[{"tag": "a"}])
    other = group.add_item(itemType="book", title="u")
    group.trash_item(other)

    assert zotero.item_versions(since=0) == {key: 1}
    assert zotero.last_modified_version() == 3
    assert zotero.tags() == ["a"]
    assert [item["key"] for item in zotero.trash()] == [other]
    assert [item["key"] for item in zotero.items(itemKey=key)] == [key]


def test_pyzotero_reads_keys_groups_and_the_schema(zotero: Any) -> None:
    info = zotero.key_info()

    assert info["access"]["groups"][str(GROUP_ID)]["write"] is True
    assert {"itemType": "book", "localized": "Book"} in zotero.item_types()
    assert {"field": "archiveID", "localized": "Archive ID"} in zotero.item_type_fields(
        "preprint"
    )
    assert zotero.item_creator_types("thesis")[0]["creatorType"] == "author"
    assert zotero.check_items([{"itemType": "book", "title": "t"}])


@pytest.mark.parametrize("key", [READ_ONLY_KEY, STRANGER_KEY])
@pytest.mark.usefixtures("group")
def test_pyzotero_is_told_that_it_may_not_write(server: StandIn, key: str) -> None:
    with pytest.raises(errors.UserNotAuthorisedError):
        pyzotero(server, key).create_items([{"itemType": "book"}])


@pytest.mark.skipif(not CONTRACT.exists(), reason="the recorded contract is not at hand")
@pytest.mark.usefixtures("group")
def test_the_recorded_contract_holds(server: StandIn) -> None:
    options = {
        "--base": server.endpoints["zotero"],
        "--group": str(GROUP_ID),
        "--rw": READ_WRITE_KEY,
        "--ro": READ_ONLY_KEY,
        "--stranger": STRANGER_KEY,
    }
    words = [word for pair in options.items() for word in pair]

    run = subprocess.run(
        [sys.executable, str(CONTRACT), *words], capture_output=True, text=True, check=False
    )

    assert run.stdout.splitlines()[-1] == "83 passed, 0 M failed, 0 Q failed, 0 skipped"
