"""How services misbehave on command."""

import contextlib

import httpx2
import pytest

from tests.standin.faults import KINDS
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY

NATURE = "/works/10.1038/nature14539"


@pytest.fixture
def address(standin: StandIn) -> str:
    return standin.endpoints["crossref"] + NATURE


@pytest.mark.parametrize("status", [403, 406, 429, 500, 502, 503])
def test_a_status_fault_has_that_status_and_no_retry_after(
    standin: StandIn, client: httpx2.Client, address: str, status: int
) -> None:
    standin.misbehave("crossref", str(status))

    answer = client.get(address)

    assert answer.status_code == status
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize("value", ["30", "Mon, 23 Nov 2026 12:00:00 GMT"])
def test_retry_after_is_sent_as_told(
    standin: StandIn, client: httpx2.Client, address: str, value: str
) -> None:
    standin.misbehave("crossref", "429", retry_after=value)

    assert client.get(address).headers["retry-after"] == value


def test_arxiv_refuses_in_its_own_fourteen_bytes(
    standin: StandIn, client: httpx2.Client
) -> None:
    standin.misbehave("arxiv", "429")

    answer = client.get(standin.endpoints["arxiv"] + "?id_list=1806.07366")

    assert (answer.status_code, answer.content) == (429, b"Rate exceeded.")


def test_html_comes_with_status_200(
    standin: StandIn, client: httpx2.Client, address: str
) -> None:
    standin.misbehave("crossref", "html")

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_an_empty_body_is_empty(standin: StandIn, client: httpx2.Client, address: str) -> None:
    standin.misbehave("crossref", "empty")

    assert client.get(address).content == b""


def test_a_cut_body_says_how_short_it_is(
    standin: StandIn, client: httpx2.Client, address: str
) -> None:
    whole = client.get(address).content
    standin.misbehave("crossref", "cut")

    cut = client.get(address)

    assert whole.startswith(cut.content)
    assert 0 < len(cut.content) < len(whole)


def test_a_truncated_body_promises_more(
    standin: StandIn, client: httpx2.Client, address: str
) -> None:
    standin.misbehave("crossref", "truncated")

    with pytest.raises(httpx2.RemoteProtocolError, match="without sending complete"):
        client.get(address)


def test_a_slow_answer_outlasts_a_short_timeout(
    standin: StandIn, client: httpx2.Client, address: str
) -> None:
    standin.misbehave("crossref", "slow", seconds=0.5)

    with pytest.raises(httpx2.ReadTimeout):
        client.get(address, timeout=0.05)


@pytest.mark.parametrize("fault", ["reset", "lost"])
def test_a_reset_connection_gives_no_answer(
    standin: StandIn, client: httpx2.Client, address: str, fault: str
) -> None:
    standin.misbehave("crossref", fault)

    with pytest.raises(httpx2.ReadError):
        client.get(address)


def test_a_service_can_deny_one_work(
    standin: StandIn, client: httpx2.Client, address: str
) -> None:
    standin.misbehave("crossref", "absent", ids=["10.1038/Nature14539"])

    denied = client.get(address).status_code
    other = client.get(standin.endpoints["crossref"] + "/works/10.1137/1.9780898718539")

    assert (denied, other.status_code) == (404, 200)


def test_a_service_can_deny_all(standin: StandIn, client: httpx2.Client) -> None:
    standin.misbehave("arxiv", "absent")

    answer = client.get(standin.endpoints["arxiv"] + "?id_list=1806.07366,1902.04760")

    assert "<entry>" not in answer.text


def test_a_fault_ends_after_so_many_requests(
    standin: StandIn, client: httpx2.Client, address: str
) -> None:
    standin.misbehave("crossref", "503", times=2, after=1)

    statuses = [client.get(address).status_code for _ in range(4)]

    assert statuses == [200, 503, 503, 200]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("doi:10.1/a,doi:10.5555/BAD", 503),
        ("doi:10.1%2Fa,doi:10.5555%2fbad", 503),
        ("doi:10.1/a", 200),
    ],
)
def test_a_fault_may_depend_on_what_a_batch_holds(
    standin: StandIn, client: httpx2.Client, asked: str, status: int
) -> None:
    standin.misbehave("crossref", "503", holding="10.5555/bad")

    answer = client.get(standin.endpoints["crossref"] + f"/works?filter={asked}")

    assert answer.status_code == status


def test_a_fault_sees_what_a_posted_batch_holds(
    standin: StandIn, client: httpx2.Client
) -> None:
    standin.misbehave("arxiv", "503", holding="1806.07366")
    form = {"id_list": "1902.04760,1806.07366"}

    assert client.post(standin.endpoints["arxiv"], data=form).status_code == 503


def test_healing_one_service_leaves_the_other_ill(
    standin: StandIn, client: httpx2.Client, address: str
) -> None:
    standin.misbehave("crossref", "503")
    standin.misbehave("datacite", "503")

    standin.heal("crossref")

    assert client.get(address).status_code == 200
    assert client.get(standin.endpoints["datacite"] + "/dois").status_code == 503


def test_a_reset_request_never_reached_the_group(
    standin: StandIn, client: httpx2.Client
) -> None:
    before = standin.zotero.snapshot()
    standin.misbehave("zotero", "reset", times=1)

    _post_item(standin, client)

    assert standin.zotero.snapshot() == before


def test_a_lost_answer_was_acted_on(standin: StandIn, client: httpx2.Client) -> None:
    standin.misbehave("zotero", "lost", times=1)

    _post_item(standin, client)

    assert len(standin.zotero.snapshot().items) == 1


def _post_item(standin: StandIn, client: httpx2.Client) -> None:
    address = f"{standin.endpoints['zotero']}/groups/{GROUP_ID}/items?key={READ_WRITE_KEY}"
    with pytest.raises(httpx2.ReadError):
        client.post(address, json=[{"itemType": "webpage", "title": "A page"}])


def test_a_fault_that_does_not_exist_is_an_error(standin: StandIn) -> None:
    with pytest.raises(ValueError, match="moody"):
        standin.misbehave("crossref", "moody")


@pytest.mark.parametrize("fault", KINDS)
def test_a_misbehaving_service_still_counts_its_requests(
    standin: StandIn, client: httpx2.Client, address: str, fault: str
) -> None:
    standin.misbehave("crossref", fault, times=1)
    with contextlib.suppress(httpx2.TransportError):
        client.get(address)

    assert standin.count("crossref") == 1
