"""What tests do to the group besides asking it: look, edit, make it fail, restart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.standin.test_zotero.client import Client, article
from tests.standin.zotero import Refusal, ZoteroGroup

KEY, OTHER = "ABCD2345", "ABCD2346"


def test_a_library_outlives_its_process(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "zotero.sqlite"
    first = ZoteroGroup(path)
    collection = first.add_collection("c")
    first.add_item(itemType="book", title="t", collections=[collection])
    Client(first).post("/items", [article()], zotero_write_token="token-of-mine")
    first.delete_item(first.add_item(itemType="book"))
    before = first.snapshot()
    first.close()

    second = ZoteroGroup(path)

    assert second.snapshot() == before
    again = Client(second).post("/items", [article()], zotero_write_token="token-of-mine")
    assert again.status == 412
    second.close()


def test_a_persons_edit_raises_the_version_and_tells_who_it_was(client: Client) -> None:
    made = client.make(article())[0]

    client.group.edit_item(made["key"], user="ben", title="theirs")

    now = client.get(f"/items/{made['key']}").json
    assert (now["version"], now["data"]["title"]) == (2, "theirs")
    assert now["meta"]["lastModifiedByUser"]["username"] == "ben"
    assert now["meta"]["createdByUser"]["username"] == "librarian"
    assert client.get("/items", "since=1&format=versions").json == {made["key"]: 2}


def test_people_trash_restore_move_and_delete_items(group: ZoteroGroup) -> None:
    collection = group.add_collection("c")
    key = group.add_item(itemType="book", title="t")

    group.move_item(key, [collection])
    group.trash_item(key)
    trashed = group.item(key)
    group.restore_item(key)
    restored = group.item(key)
    group.delete_item(key)

    assert (trashed["collections"], trashed["deleted"]) == ([collection], 1)
    assert "deleted" not in restored
    assert group.items() == {}
    assert group.version == 6


def test_people_rename_move_trash_and_delete_collections(group: ZoteroGroup) -> None:
    up, down = group.add_collection("up"), group.add_collection("down")

    group.rename_collection(down, "renamed")
    group.move_collection(down, up)
    group.trash_collection(down)
    moved = group.collections()[down]
    group.delete_collection(up)

    assert moved == {
        "key": down,
        "version": 5,
        "name": "renamed",
        "parentCollection": up,
        "relations": {},
        "deleted": True,
    }
    assert group.collections() == {}


def test_people_too_are_refused_what_the_api_refuses(group: ZoteroGroup) -> None:
    with pytest.raises(Refusal):
        group.add_item(itemType="book", foo="x")
    with pytest.raises(KeyError):
        group.edit_item(KEY, title="x")

    assert group.version == 0


def test_snapshots_differ_by_what_was_done(group: ZoteroGroup) -> None:
    key = group.add_item(itemType="book", title="t")
    before = group.snapshot()

    assert group.snapshot() == before
    group.edit_item(key, title="u")
    assert group.snapshot() != before


def test_a_reset_library_is_as_new(group: ZoteroGroup) -> None:
    group.load_foreign(3)
    group.add_collection("c")

    group.reset()

    assert group.snapshot() == ZoteroGroup().snapshot()


def test_one_object_can_be_made_to_fail(client: Client) -> None:
    client.group.fail_next(1, 500)

    report = client.post("/items", [article("a"), article("b"), article("c")]).json
    again = client.post("/items", [article("a"), article("b")]).json

    assert (list(report["successful"]), report["failed"]["1"]["code"]) == (["0", "2"], 500)
    assert again["failed"] == {}


def test_the_server_can_be_made_to_break_in_the_middle(client: Client) -> None:
    client.group.break_next(1)

    answer = client.post("/items", [article("a"), article("b"), article("c")])

    assert answer.status == 500
    assert [item["title"] for item in client.group.items().values()] == ["a"]


def test_a_person_can_come_between_two_objects_of_a_request(client: Client) -> None:
    client.make(article(key=KEY, version=0), article(key=OTHER, version=0))
    client.group.meanwhile(1, lambda: client.group.edit_item(OTHER, title="theirs"))
    entries = [{"key": KEY, "title": "ours"}, {"key": OTHER, "version": 2, "title": "ours"}]

    report = client.post("/items", entries, if_unmodified_since_version="2").json

    assert (report["success"], report["failed"]["1"]["code"]) == ({"0": KEY}, 412)
    assert client.data(f"/items/{OTHER}")["title"] == "theirs"


def test_an_accident_waits_for_a_post_of_its_kind(client: Client) -> None:
    client.group.fail_next(0, 500, "items")

    assert client.post("/collections", [{"name": "c"}]).json["failed"] == {}
    assert client.post("/items", [article()]).json["failed"]["0"]["code"] == 500


def test_an_accident_that_did_not_come_about_does_not_wait_for_later(client: Client) -> None:
    client.group.fail_next(5, 500)

    client.post("/items", [article()])

    assert client.post("/items", [article()] * 6).json["failed"] == {}


def test_foreign_items_each_take_a_version_and_are_the_same_again(group: ZoteroGroup) -> None:
    keys = group.load_foreign(200)

    assert len(set(keys)) == group.version == 200
    assert keys == ZoteroGroup().load_foreign(200)
    assert len(group.load_foreign(10)) == 10
    assert len(group.items()) == 210


def test_the_clock_and_the_keys_can_be_fixed() -> None:
    def new_year() -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    one, two = (ZoteroGroup(clock=new_year, seed=7) for _ in range(2))
    one.add_item(itemType="book", title="t")
    two.add_item(itemType="book", title="t")

    assert one.snapshot() == two.snapshot()
    assert next(iter(one.items().values()))["dateAdded"] == "2026-01-01T00:00:00Z"


def test_many_threads_write_without_losing_a_version(client: Client) -> None:
    def write(number: int) -> list[int]:
        report = client.post("/items", [article(f"{number}-{part}") for part in range(5)]).json
        return [made["version"] for made in report["successful"].values()]

    with ThreadPoolExecutor(8) as pool:
        versions = [version for batch in pool.map(write, range(20)) for version in batch]

    assert sorted(versions) == list(range(1, 101))
    assert len(client.group.items()) == client.group.version == 100
