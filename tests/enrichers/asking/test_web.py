import gzip
import logging
import time
from dataclasses import replace

import httpx2
import pytest

from enrichers.asking.pace import Pace
from enrichers.asking.troubles import retry_after
from enrichers.asking.web import Web, user_agent
from enrichers.model import SourceDown
from tests.enrichers.reaching import BUSY, FINE, NOW, web_to, with_header
from tests.enrichers.scripted import Scripted
from tests.standin.faults import Delivery
from tests.standin.wire import Reply, text_reply


def test_many_requests_go_over_one_connection_and_say_who_we_are(pace: Pace) -> None:
    with Scripted(FINE) as server:
        web = web_to(server.base, pace)
        answers = [web.send("GET", "/works").json() for _ in range(20)]

    assert answers == [{"answer": 42}] * 20
    assert web.sent == 20
    assert len({request.client for request in server.requests}) == 1
    agents = {request.headers["user-agent"] for request in server.requests}
    assert agents == {user_agent("ada@example.org")}


def test_the_agent_names_project_and_contact() -> None:
    assert user_agent("ada@example.org").startswith("zotlist/")
    assert user_agent("ada@example.org").endswith("; mailto:ada@example.org)")
    assert "mailto" not in user_agent("")


def test_a_contact_cannot_smuggle_headers_in() -> None:
    with pytest.raises(ValueError, match="contact"):
        user_agent("ada@example.org\r\nX-Evil: 1")


def test_forms_json_and_parameters_arrive(pace: Pace) -> None:
    with Scripted(FINE) as server:
        web = web_to(server.base, pace)
        web.send("POST", "/form", data={"id_list": "1,2"})
        web.send("POST", "/json", params={"fields": "title"}, json={"ids": ["DOI:10.1000/1"]})
        web.send("GET", f"{server.base}/web/10.1002%2F%28SICI%291%3A2%3C3")

    form, posted, single = server.requests
    assert form.body == b"id_list=1%2C2"
    assert form.headers["content-type"] == "application/x-www-form-urlencoded"
    assert posted.params == {"fields": "title"}
    assert posted.body == b'{"ids":["DOI:10.1000/1"]}'
    assert single.path == "/10.1002%2F%28SICI%291%3A2%3C3"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 410, 414])
def test_what_a_source_must_judge_itself_is_returned(pace: Pace, status: int) -> None:
    with Scripted(text_reply("no", status=status)) as server:
        answer = web_to(server.base, pace).send("GET", "/works")

    assert (answer.status_code, answer.text) == (status, "no")
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_service_is_asked_again(pace: Pace, status: int) -> None:
    trouble = text_reply("later", status=status)
    with Scripted(trouble, trouble, FINE) as server:
        web = web_to(server.base, pace)
        answer = web.send("GET", "/works")

    assert answer.json() == {"answer": 42}
    assert web.sent == 3


def test_a_service_that_stays_busy_is_down(pace: Pace) -> None:
    with Scripted(BUSY) as server:
        web = web_to(server.base, pace, patience=0.1)
        with pytest.raises(SourceDown, match=r"^Test: HTTP 503 after (?:\d tries|1 try)$"):
            web.send("GET", "/works")


def test_a_reset_connection_is_tried_again(pace: Pace) -> None:
    broken = Delivery(reply=FINE, is_reset=True)
    with Scripted(broken, FINE) as server:
        answer = web_to(server.base, pace).send("GET", "/works")

    assert answer.json() == {"answer": 42}


@pytest.mark.parametrize(
    ("delivery", "words"),
    [
        (Delivery(reply=FINE, is_reset=True), "broke off the connection"),
        (Delivery(reply=FINE, missing=100), "broke off its answer"),
        (
            Delivery(reply=with_header(FINE, "Content-Encoding", "gzip")),
            "cannot be unpacked",
        ),
        (
            Delivery(reply=with_header(FINE, "Content-Encoding", "br")),
            "packed in a way",
        ),
    ],
)
def test_an_answer_that_does_not_arrive_whole_is_none(
    pace: Pace, delivery: Delivery, words: str
) -> None:
    with Scripted(delivery) as server:
        web = web_to(server.base, pace, patience=0)
        with pytest.raises(SourceDown, match=words):
            web.send("GET", "/works")


def test_a_service_that_stays_silent_is_down(pace: Pace) -> None:
    with Scripted(Delivery(reply=FINE, delay=600.0)) as server:
        web = web_to(server.base, pace, patience=0, timeout=0.3)
        with pytest.raises(SourceDown, match="did not answer in time"):
            web.send("GET", "/works")


def test_a_service_that_is_not_there_is_down(pace: Pace) -> None:
    with Scripted(FINE) as server:
        gone = server.base
    web = web_to(gone, pace, patience=0)

    with pytest.raises(SourceDown, match=r"127\.0\.0\.1 refused the connection after 1 try"):
        web.send("GET", "/works")

    assert web.sent == 0


def test_an_answer_too_large_is_not_read_to_its_end(pace: Pace) -> None:
    large = Reply(body=b"x" * 200_000)
    with Scripted(large) as server, pytest.raises(SourceDown, match="larger than 100,000"):
        web_to(server.base, pace).send("GET", "/works")

    assert len(server.requests) == 1


def test_a_small_answer_that_unpacks_into_a_large_one_is_refused(pace: Pace) -> None:
    bomb = Reply(body=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
    with Scripted(bomb) as server, pytest.raises(SourceDown, match="larger than"):
        web_to(server.base, pace).send("GET", "/works")


def test_a_packed_answer_is_unpacked(pace: Pace) -> None:
    packed = with_header(
        replace(FINE, body=gzip.compress(FINE.body)), "Content-Encoding", "gzip"
    )
    with Scripted(packed) as server:
        assert web_to(server.base, pace).send("GET", "/works").json() == {"answer": 42}


def test_retry_after_keeps_every_user_of_the_service_away(pace: Pace) -> None:
    with Scripted(with_header(BUSY, "Retry-After", "600")) as server:
        with pytest.raises(SourceDown, match="HTTP 503 after 1 try"):
            web_to(server.base, pace).send("GET", "/works")
        with pytest.raises(SourceDown, match="to be left alone for"):
            web_to(server.base, pace).send("GET", "/other")

    assert len(server.requests) == 1


def test_a_short_retry_after_is_waited_for(pace: Pace) -> None:
    with Scripted(with_header(BUSY, "Retry-After", "1"), FINE) as server:
        answer = web_to(server.base, pace).send("GET", "/works")

    first, second = server.requests
    assert answer.json() == {"answer": 42}
    assert second.at - first.at > 0.99


def test_retry_after_on_a_good_answer_means_nothing(pace: Pace) -> None:
    with Scripted(with_header(FINE, "Retry-After", "600")) as server:
        web = web_to(server.base, pace)
        web.send("GET", "/works")
        web.send("GET", "/works")

    assert len(server.requests) == 2


def test_retry_after_on_a_403_is_obeyed(pace: Pace) -> None:
    refusal = with_header(text_reply("blocked", status=403), "Retry-After", "600")
    with Scripted(refusal) as server:
        web = web_to(server.base, pace)
        assert web.send("GET", "/works").status_code == 403
        with pytest.raises(SourceDown, match="to be left alone"):
            web.send("GET", "/works")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0),
        ("17", 17),
        ("99999999999999999999", 3_600),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("Mon, 23 Nov 2026 13:00:30 +0100", 30),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("１７", None),
        ("Mon, 99 Nov 2026 12:00:30 GMT", None),
        ("Mon, 23 Nov 99999999999999999999 19:00:00 GMT", None),
        ("Mon, 23 Nov 2026 12:00:30 +9999", None),
    ],
)
def test_retry_after_in_all_its_forms(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said}, now=NOW) == seconds


def test_retry_after_counts_from_the_moment_at_which_the_service_said_so() -> None:
    headers = {
        "date": "Mon, 23 Nov 2026 15:00:00 GMT",
        "retry-after": "Mon, 23 Nov 2026 15:00:30 GMT",
    }

    assert retry_after(headers, now=NOW) == 30


def test_the_notice_sees_every_answer_and_may_change_the_pace(pace: Pace) -> None:
    seen: list[int] = []

    def notice(answer: httpx2.Response) -> None:
        seen.append(answer.status_code)
        web.every = 0.2

    with Scripted(BUSY, FINE) as server:
        web = Web(
            service="Test", endpoint=f"{server.base}/web", pace=pace, every=0.0,
            first_pause=0.01, notice=notice,
        )  # fmt: skip
        web.send("GET", "/works")
        began = time.monotonic()
        web.send("GET", "/works")
        web.send("GET", "/works")

    assert seen == [503, 200, 200, 200]
    assert time.monotonic() - began > 0.19


def test_no_secret_reaches_a_message_or_a_log(
    pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with Scripted(BUSY) as server:
        web = web_to(server.base, pace, patience=1.0, key="secret-key")
        with pytest.raises(SourceDown) as failure:
            web.send("GET", "/works", params={"api_key": "secret-key"})

    assert "trying again" in caplog.text
    assert "secret-key" not in caplog.text + str(failure.value)


def test_what_requests_waited_for_their_turns_is_summed_up(pace: Pace) -> None:
    with Scripted(FINE) as server:
        web = web_to(server.base, pace)
        web.block(0.6)
        web.send("GET", "/works")

    assert web.waited > 0.1


def test_a_closed_line_opens_again(pace: Pace) -> None:
    with Scripted(FINE) as server:
        web = web_to(server.base, pace)
        web.send("GET", "/works")
        web.close()
        web.send("GET", "/works")

    assert len({request.client for request in server.requests}) == 2
