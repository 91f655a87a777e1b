"""Lists: pages, filters, order, formats, and what says that nothing changed."""

import re

import pytest

from tests.standin.test_zotero.client import Client, Json, article

MISSING = "ABCD2347"
BASE = "http://127.0.0.1:80/zotero/groups/4242/items"


def next_page(link: str | None) -> str | None:
    """The query of a Link header's next page."""
    found = re.search(rf'<{BASE}\?([^>]+)>; rel="next"', link or "")
    return found and found.group(1)


def all_keys(client: Client, query: str) -> list[str]:
    """The keys of every page, by following the links."""
    answer = client.get("/items", query)
    keys = answer.words
    while query := next_page(answer.header("Link")) or "":
        answer = client.get("/items", query)
        keys += answer.words
    return keys


def test_a_page_holds_25_objects_and_at_most_100(client: Client) -> None:
    client.group.load_foreign(130)

    assert len(client.get("/items").json) == 25
    assert len(client.get("/items", "limit=1000").json) == 100
    assert len(client.get("/items", "limit=0").json) == 25
    assert client.get("/items", "limit=3").total == 130


def test_the_links_lead_through_every_page(client: Client) -> None:
    client.group.load_foreign(95)

    keys = all_keys(client, "format=keys&limit=40")

    assert sorted(keys) == sorted(client.group.items())


def test_the_links_name_parameters_in_order_and_leave_out_defaults(client: Client) -> None:
    client.group.load_foreign(60)

    link = client.get("/items", "start=25&sort=title&locale=en-US&format=json").header("Link")

    assert link == (
        f'<{BASE}?sort=title>; rel="first", <{BASE}?sort=title>; rel="prev", '
        f'<{BASE}?sort=title&start=50>; rel="next", <{BASE}?sort=title&start=50>; rel="last", '
        '<http://zotero.org/groups/4242/items>; rel="alternate"'
    )


def test_a_single_page_links_only_to_the_website(client: Client) -> None:
    client.make(article())

    link = client.get("/items").header("Link")

    assert link == '<http://zotero.org/groups/4242/items>; rel="alternate"'


def test_a_start_past_the_end_gives_nothing_and_the_true_total(client: Client) -> None:
    client.make(article())

    answer = client.get("/items", "start=999")

    assert (answer.json, answer.total) == ([], 1)


def test_versions_and_keys_come_all_at_once(client: Client) -> None:
    client.group.load_foreign(130)

    assert len(client.get("/items", "format=versions").json) == 130
    assert len(client.keys("/items")) == 130


def test_no_versions_are_an_object_and_no_keys_an_empty_text(client: Client) -> None:
    assert client.get("/items", "format=versions&since=99").reply.body == b"{}"
    assert client.get("/items", "format=keys").reply.body == b""


def test_since_is_strict(client: Client) -> None:
    first, second = client.make(article(), article())

    versions = client.get("/items", f"since={first['version']}&format=versions").json

    assert versions == {second["key"]: second["version"]}


@pytest.mark.parametrize("path", ["/items", "/collections", "/items/top"])
def test_a_list_that_has_not_changed_is_a_304(client: Client, path: str) -> None:
    client.make(article(), article())

    assert client.get(path, if_modified_since_version="2").status == 304
    assert client.get(path, if_modified_since_version="1").status == 200


def test_a_single_object_is_always_sent(client: Client) -> None:
    made = client.make(article())[0]

    answer = client.get(f"/items/{made['key']}", if_modified_since_version="9")

    assert answer.status == 200


def test_a_single_objects_version_is_its_own(client: Client) -> None:
    made = client.make(article(), article())[0]

    assert client.get(f"/items/{made['key']}").version == 1
    assert client.get("/items").version == 2


def test_named_keys_are_picked_and_missing_ones_passed_over(client: Client) -> None:
    first, _, third = client.make(article(), article(), article())
    query = f"itemKey={third['key']},{first['key']},{MISSING}&sort=itemKeyList"

    assert client.keys("/items", query) == [third["key"], first["key"]]


def test_named_keys_come_by_the_hundred_whatever_the_limit(client: Client) -> None:
    keys = client.group.load_foreign(120)

    answer = client.get("/items", f"itemKey={','.join(keys)}&limit=5")

    assert (len(answer.json), answer.total) == (100, 120)
    assert 'rel="next"' in (answer.header("Link") or "")


def test_when_every_named_key_is_malformed_the_whole_library_comes(client: Client) -> None:
    client.group.load_foreign(3)

    assert client.get("/items", "itemKey=bad,O0O0").total == 3


@pytest.mark.parametrize(
    "path", [f"/items/{MISSING}", "/items/abc", f"/collections/{MISSING}", "/nowhere",
             f"/collections/{MISSING}/items", f"/items/{MISSING}/children"],
)  # fmt: skip
def test_what_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert client.get(path).status == 404


@pytest.mark.parametrize(
    "query", ["sort=foo", "format=foo", "direction=up", "qmode=foo", "itemType=foo"]
)
def test_a_parameter_without_sense_is_a_400(client: Client, query: str) -> None:
    assert client.get("/items", query).status == 400


@pytest.fixture
def plato(client: Client) -> Json:
    """An item to search for, beside another one."""
    creators = [{"creatorType": "author", "firstName": "Aristokles", "lastName": "Platón"}]
    client.make(article("Something else"))
    return client.make(
        article("The Republic of Trees", date="1931-05", DOI="10.5555/x")
        | {"creators": creators, "tags": [{"tag": "id:arxiv:2101.00001"}, {"tag": "Été"}]}
    )[0]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=republic", True),
        ("q=trees+1931", True),
        ("q=aristokles+platon", True),
        ("q=193", False),
        ("q=10.5555/x", False),
        ("q=10.5555/x&qmode=everything", False),
        ("tag=id:arxiv:2101.00001", True),
        ("tag=ID:ARXIV:2101.00001", True),
        ("tag=ete", True),
        ("tag=id:arxiv:2101.0000", False),
        ("tag=nothing+||+ete", True),
        ("tag=ete&tag=nothing", False),
        ("tag=-ete", False),
        ("itemType=journalArticle", True),
        ("itemType=-journalArticle", False),
        ("itemType=book+||+journalArticle", True),
    ],
)
def test_searches(client: Client, plato: Json, query: str, is_found: bool) -> None:
    assert (plato["key"] in client.keys("/items", query)) is is_found


def test_the_last_changed_comes_first(client: Client) -> None:
    first, second = client.make(article("a"), article("b"))

    assert client.keys("/items") == [second["key"], first["key"]]
    assert client.keys("/items", "sort=title") == [first["key"], second["key"]]
    assert client.keys("/items", "sort=title&direction=desc") == [second["key"], first["key"]]


def test_a_list_tells_versions_and_what_it_is(client: Client) -> None:
    client.make(article())

    headers = client.get("/items").reply.headers

    assert headers["Zotero-API-Version"] == "3"
    assert headers["Zotero-Schema-Version"] == "41"
    assert headers["Content-Type"] == "application/json"
    assert client.get("/items", "format=keys").header("Content-Type") == (
        "text/plain;charset=UTF-8"
    )


def test_head_tells_the_total_without_a_body(client: Client) -> None:
    client.make(article())

    answer = client.ask("HEAD", "/items")

    assert (answer.status, answer.total, answer.reply.body) == (200, 1, b"")


def test_tags_are_listed_with_the_number_of_their_items(client: Client) -> None:
    tags = [{"tag": "b"}, {"tag": "a", "type": 1}]
    made = client.make(article(tags=tags), article(tags=[{"tag": "b"}]))[0]

    listed = client.get("/tags").json

    assert [(tag["tag"], tag["meta"]["type"], tag["meta"]["numItems"]) for tag in listed] == [
        ("a", 1, 1),
        ("b", 0, 2),
    ]
    assert [tag["tag"] for tag in client.get(f"/items/{made['key']}/tags").json] == ["a", "b"]


def test_deleting_a_tag_takes_it_off_its_items(client: Client) -> None:
    made = client.make(article(tags=[{"tag": "a"}, {"tag": "b"}]))[0]

    assert client.delete("/tags", "tag=a").status == 428
    assert client.delete("/tags", "tag=a", if_unmodified_since_version="1").status == 204

    data = client.data(f"/items/{made['key']}")
    assert (data["tags"], data["version"]) == ([{"tag": "b"}], 2)
    assert client.get("/deleted", "since=1").json["tags"] == ["a"]


def test_the_library_has_no_searches_and_no_settings(client: Client) -> None:
    assert client.get("/searches").json == []
    assert client.get("/settings").json == {}
