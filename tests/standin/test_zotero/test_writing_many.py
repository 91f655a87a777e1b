"""POST of many objects: keys and versions, the report, what is refused."""

import gzip
import json

import pytest

from tests.standin.test_zotero.client import Client, article

KEY = "ABCD2345"


def test_an_object_without_a_key_gets_one_and_a_version(client: Client) -> None:
    answer = client.post("/items", [article()])

    made = answer.json["successful"]["0"]
    assert answer.json["success"] == {"0": made["key"]}
    assert made["data"]["version"] == made["version"] == answer.version == 1


def test_each_object_takes_the_next_version_in_order(client: Client) -> None:
    answer = client.post("/items", [article(), article(), article()])

    versions = [made["version"] for made in answer.json["successful"].values()]
    assert versions == [1, 2, 3]
    assert answer.version == 3


def test_a_key_of_the_client_with_version_0_is_kept(client: Client) -> None:
    assert client.make(article(key=KEY, version=0))[0]["key"] == KEY


def test_creating_what_exists_is_a_412_that_says_which_version_was_found(
    client: Client,
) -> None:
    client.make(article(key=KEY, version=0))

    failure = client.failure("/items", article("other", key=KEY, version=0))

    assert failure["code"] == 412
    assert "found 1" in failure["message"]
    assert client.data(f"/items/{KEY}")["title"] == "A title"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"key": KEY}, 428, id="a key without a version"),
        pytest.param({"key": KEY, "version": 3}, 404, id="a version of what is missing"),
        pytest.param({"version": 0}, 400, id="a version without a key"),
        pytest.param({"key": "ABCDEFG0", "version": 0}, 400, id="a zero in the key"),
        pytest.param({"key": "ABCDEFGO", "version": 0}, 400, id="an O in the key"),
        pytest.param({"key": "abcdefgh", "version": 0}, 400, id="a key in lower case"),
        pytest.param({"key": "ABCDEFG", "version": 0}, 400, id="a short key"),
        pytest.param({"key": "", "version": 0}, 400, id="an empty key"),
        pytest.param({"key": KEY, "version": "1"}, 400, id="a version that is text"),
        pytest.param({"foo": 1}, 400, id="an unknown property"),
    ],
)
def test_an_object_that_cannot_be_written_fails_with_its_code(
    client: Client, changes: dict[str, object], code: int
) -> None:
    assert client.failure("/items", article(**changes))["code"] == code
    assert client.group.version == 0


@pytest.mark.parametrize("letter", ["I", "L", "Y"])
def test_keys_may_hold_these_letters(client: Client, letter: str) -> None:
    assert client.make(article(key=f"ABCDEFG{letter}", version=0))


def test_a_failed_object_uses_no_version_and_stops_no_other(client: Client) -> None:
    answer = client.post("/items", [article(foo=1), article(), "text", article()])

    assert list(answer.json["failed"]) == ["0", "2"]
    assert list(answer.json["successful"]) == ["1", "3"]
    assert answer.version == 2


def test_a_request_whose_objects_all_fail_is_still_a_200(client: Client) -> None:
    answer = client.post("/items", [article(foo=1)])

    assert answer.status == 200
    assert set(answer.json) == {"successful", "success", "unchanged", "failed"}
    assert "key" not in answer.json["failed"]["0"]


def test_post_to_a_known_key_changes_only_what_it_names(client: Client) -> None:
    client.make(article("old", key=KEY, version=0, DOI="10.1/x", extra="e"))

    client.make({"key": KEY, "version": 1, "title": "new"})

    data = client.data(f"/items/{KEY}")
    assert (data["title"], data["DOI"], data["extra"]) == ("new", "10.1/x", "e")


def test_a_stale_version_is_a_412_and_writes_nothing(client: Client) -> None:
    client.make(article(key=KEY, version=0))
    client.make({"key": KEY, "version": 1, "title": "b"})

    assert client.failure("/items", {"key": KEY, "version": 1, "title": "c"})["code"] == 412
    assert client.data(f"/items/{KEY}")["title"] == "b"


def test_a_version_ahead_of_the_servers_passes(client: Client) -> None:
    client.make(article(key=KEY, version=0))

    assert client.make({"key": KEY, "version": 9999, "title": "b"})


def test_equal_values_are_unchanged_yet_raise_the_librarys_version(client: Client) -> None:
    client.make(article("same", key=KEY, version=0, DOI="10.1/s"))

    answer = client.post("/items", [{"key": KEY, "version": 1, "title": "same"}])

    assert answer.json["unchanged"] == {"0": KEY}
    assert answer.version == 2
    assert client.data(f"/items/{KEY}")["version"] == 1


def test_a_list_of_tags_that_is_sent_is_always_a_change(client: Client) -> None:
    tags = [{"tag": "t"}]
    client.make(article(key=KEY, version=0, tags=tags))

    answer = client.post("/items", [{"key": KEY, "version": 1, "tags": tags}])

    assert answer.json["success"] == {"0": KEY}


def test_the_same_key_twice_in_one_request_fails_the_second_time(client: Client) -> None:
    same = article(key=KEY, version=0)

    report = client.post("/items", [same, same]).json

    assert report["success"] == {"0": KEY}
    assert report["failed"]["1"]["code"] == 412


def test_a_full_object_may_be_sent_back(client: Client) -> None:
    made = client.make(article())[0]
    made["data"]["title"] = "edited"

    assert client.make(made)[0]["data"]["title"] == "edited"


@pytest.mark.parametrize("path", ["/items", "/collections"])
def test_more_than_fifty_objects_are_refused_as_a_whole(client: Client, path: str) -> None:
    entry = article() if path == "/items" else {"name": "n"}

    assert client.post(path, [entry] * 51).status == 413
    assert client.group.version == 0
    assert len(client.post(path, [entry] * 50).json["successful"]) == 50


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[{", id="broken JSON"),
        pytest.param(b"{}", id="no array"),
        pytest.param(b'[{"title": "\\ud800"}]', id="half a surrogate pair"),
        pytest.param(b"[" * 100_000, id="too deep"),
    ],
)
def test_a_malformed_body_is_a_400(client: Client, body: bytes) -> None:
    assert client.ask("POST", "/items", body).status == 400


def test_an_empty_array_gets_an_empty_report(client: Client) -> None:
    report = client.post("/items", []).json

    assert report == {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}


def test_a_body_may_be_packed(client: Client) -> None:
    packed = gzip.compress(json.dumps([article()]).encode())

    answer = client.ask("POST", "/items", packed, headers={"content-encoding": "gzip"})

    assert answer.json["successful"]


def test_a_body_that_is_not_packed_as_it_says_is_a_400(client: Client) -> None:
    headers = {"content-encoding": "gzip"}

    assert client.ask("POST", "/items", b"[]", headers=headers).status == 400


def test_a_stale_library_version_refuses_the_whole_request(client: Client) -> None:
    client.make(article())

    answer = client.post("/items", [article()], if_unmodified_since_version="0")

    assert answer.status == 412
    assert answer.header("Last-Modified-Version") is None
    assert client.group.version == 1


def test_a_library_version_that_is_no_number_is_a_400(client: Client) -> None:
    answer = client.post("/items", [article()], if_unmodified_since_version="abc")

    assert answer.status == 400


def test_the_librarys_version_stands_for_those_of_the_objects(client: Client) -> None:
    client.make(article(key=KEY, version=0))
    entries = [{"key": KEY, "title": "p"}, article(key="ABCD2346")]

    answer = client.post("/items", entries, if_unmodified_since_version="1")

    assert len(answer.json["successful"]) == 2


def test_a_write_token_serves_once(client: Client) -> None:
    first = client.post("/items", [article()], zotero_write_token="token-of-mine")
    second = client.post("/items", [article()], zotero_write_token="token-of-mine")

    assert (first.status, second.status) == (200, 412)
    assert client.group.version == 1


def test_a_write_token_is_forgotten_when_the_last_object_failed(client: Client) -> None:
    client.post("/items", [article(), article(foo=1)], zotero_write_token="token-of-mine")

    again = client.post("/items", [article()], zotero_write_token="token-of-mine")

    assert again.status == 200


@pytest.mark.parametrize("token", ["abcd", "x" * 33])
def test_a_write_token_has_5_to_32_characters(client: Client, token: str) -> None:
    assert client.post("/items", [article()], zotero_write_token=token).status == 400


def test_expect_is_refused(client: Client) -> None:
    assert client.post("/items", [], expect="100-continue").status == 417


def test_an_object_as_a_value_ends_the_request_in_a_500_with_the_earlier_ones_saved(
    client: Client,
) -> None:
    answer = client.post(
        "/items", [article("kept"), {"itemType": "book", "title": {"a": 1}}, article("lost")]
    )

    assert answer.status == 500
    assert [item["title"] for item in client.group.items().values()] == ["kept"]
