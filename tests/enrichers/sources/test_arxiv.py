import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import (
    BatchRefused,
    Identifier,
    Notice,
    Person,
    Scheme,
    SourceDown,
    Work,
    WorkKind,
)
from enrichers.sources.arxiv import Arxiv
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Preprint, Record
from tests.standin.server import StandIn
from tests.standin.wire import Reply, text_reply

PAYLOAD = Path("../shared/payloads/arxiv/arxivpy_id_1707.08567_s0_m100.xml")
ATOM = {"Content-Type": "application/atom+xml; charset=utf-8"}
KNOWN = Identifier(Scheme.ARXIV, "1806.07366")
UNKNOWN = Identifier(Scheme.ARXIV, "2601.99999")

CATALOGUE = Catalogue(
    Record(
        title=f"On things, part {number}",
        authors=(Name(family="Lovelace", given="Ada"),),
        preprint=Preprint(id=value, submitted="2018-06-19"),
    )
    for number, value in enumerate(
        [KNOWN.value, "math/0309136", *(f"2101.{number:05}" for number in range(300))]
    )
)

ENTRY = """
  <entry>
    <id>http://arxiv.org/abs/math/0309136v2</id>
    <title>On  the work of Erd\\H{o}s &amp; others: an $\\ell_1$ bound</title>
    <updated>2004-01-02T10:00:00Z</updated>
    <summary>We show
      a bound.</summary>
    <published>2003-09-08T17:59:59Z</published>
    <arxiv:doi>10.1000/ABC.1, https://doi.org/10.48550/arXiv.2101.00001</arxiv:doi>
    <author><name>Ada van der Berg</name></author>
    <author><name>The ATLAS Collaboration</name></author>
  </entry>"""
ERROR_ENTRY = """
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id>
    <title>Error</title>
    <updated>2026-04-12T00:00:00Z</updated>
    <summary>incorrect id format for abc</summary>
  </entry>"""

ASK_TWICE = """
import sys
from pathlib import Path
from enrichers.model import Identifier, Scheme
from enrichers.asking.pace import Pace
from enrichers.sources.arxiv import Arxiv
state, endpoint, every = sys.argv[1:]
source = Arxiv(pace=Pace(Path(state)), endpoint=endpoint, contact="a@b.org", every=float(every))
for _ in range(2):
    source.lookup([Identifier(Scheme.ARXIV, "1806.07366")])
"""


def feed(*entries: str, total: int | None = None, status: int = 200) -> Reply:
    count = len(entries) if total is None else total
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<opensearch:totalResults>{count}</opensearch:totalResults>{''.join(entries)}</feed>"
    )
    return Reply(status=status, body=text.encode(), headers=ATOM)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE, pace=0.01) as server:
        yield server


def source_at(endpoint: str, pace: Pace, every: float = 0.05, pause: float = 600) -> Arxiv:
    return Arxiv(
        pace=pace, endpoint=endpoint, contact="ada@example.org",
        every=every, pause=pause, patience=0, timeout=2,
    )  # fmt: skip


def scripted_source(server: Scripted, pace: Pace) -> Arxiv:
    return source_at(f"{server.base}/arxiv/api/query", pace)


def ids(*values: str) -> list[Identifier]:
    return [Identifier(Scheme.ARXIV, value) for value in values]


def test_two_thousand_ids_are_one_request(standin: StandIn, pace: Pace) -> None:
    known = ids(*CATALOGUE.by_arxiv)
    unknown = ids(*(f"2601.{number:05}" for number in range(2_000 - len(known))))
    source = source_at(standin.endpoints["arxiv"], pace)

    (batch,) = source.batches(unknown + known)
    found = source.lookup(batch)

    assert set(found) == set(known)
    assert (standin.count("arxiv"), source.web.sent) == (1, 1)
    assert standin.requests[0].method == "POST"
    assert standin.violations == []


def test_a_longer_list_is_cut_into_slices_of_two_thousand(pace: Pace) -> None:
    source = source_at("http://127.0.0.1:1", pace)
    many = ids(*(f"2601.{number:05}" for number in range(4_500)))

    batches = list(source.batches(many))

    assert [len(batch) for batch in batches] == [2_000, 2_000, 500]
    assert [known for batch in batches for known in batch] == many


def test_six_threads_and_two_processes_share_one_pace_and_one_connection(
    tmp_path: Path, pace: Pace
) -> None:
    every = 0.15
    halfway = every / 3 / 2  # a busy machine does not send when it is told to
    with StandIn(CATALOGUE, pace=halfway) as standin:
        endpoint = standin.endpoints["arxiv"]
        source = source_at(endpoint, pace, every)
        command = [sys.executable, "-c", ASK_TWICE, str(tmp_path / "state.db"), endpoint]
        processes = [subprocess.Popen([*command, str(every)]) for _ in range(2)]
        threads = [Thread(target=source.lookup, args=([KNOWN],)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        codes = [process.wait(timeout=60) for process in processes]

    assert codes == [0, 0]
    assert len(standin.requests) == 10
    assert standin.violations == []


def test_a_slow_answer_is_waited_for_before_the_next_question(
    standin: StandIn, pace: Pace
) -> None:
    standin.misbehave("arxiv", "slow", seconds=0.3)
    source = source_at(standin.endpoints["arxiv"], pace)

    threads = [Thread(target=source.lookup, args=([KNOWN],)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert standin.count("arxiv") == 3
    assert standin.violations == []


def test_ids_that_arxiv_lacks_are_no_keys(standin: StandIn, pace: Pace) -> None:
    found = source_at(standin.endpoints["arxiv"], pace).lookup([UNKNOWN, KNOWN])

    assert set(found) == {KNOWN}


def test_nothing_known_is_an_answer(standin: StandIn, pace: Pace) -> None:
    assert source_at(standin.endpoints["arxiv"], pace).lookup([UNKNOWN]) == {}


def test_ids_that_cannot_be_do_not_spoil_the_batch(standin: StandIn, pace: Pace) -> None:
    source = source_at(standin.endpoints["arxiv"], pace)
    impossible = ids("abc", "9999.99999", "1806.07366v1", "1806.07366,1", "")

    assert set(source.lookup([*impossible, KNOWN])) == {KNOWN}
    assert source.lookup(impossible) == {}
    assert standin.count("arxiv") == 1


def test_an_entry_becomes_a_work(pace: Pace) -> None:
    (asked,) = ids("math/0309136")
    with Scripted(feed(ENTRY)) as server:
        found = scripted_source(server, pace).lookup([asked])

    assert found[asked] == Work(
        ids=frozenset({asked}),
        versions=frozenset(
            {Identifier(Scheme.DOI, "10.1000/abc.1"), Identifier(Scheme.ARXIV, "2101.00001")}
        ),
        kind=WorkKind.PREPRINT,
        title="On the work of Erdős & others: an $\\ell_1$ bound",
        authors=(
            Person(family="van der Berg", given="Ada"),
            Person(name="The ATLAS Collaboration"),
        ),
        issued="2003-09-08",
        venue="arXiv",
        abstract="We show a bound.",
        url="https://arxiv.org/abs/math/0309136",
        revision="v2",
        revised="2004-01-02",
    )


def test_a_comment_tells_that_a_paper_is_withdrawn(pace: Pace) -> None:
    (asked,) = ids("math/0309136")
    comment = "<arxiv:comment>3 pages. Withdrawn by the author</arxiv:comment></entry>"
    with Scripted(feed(ENTRY.replace("</entry>", comment))) as server:
        found = scripted_source(server, pace).lookup([asked])

    assert found[asked].notices == (
        Notice(kind="withdrawal", about=asked, on="2004-01-02", source="arxiv"),
    )


@pytest.mark.parametrize(
    "fault", ["429", "503", "403", "406", "500", "502", "html", "empty", "garbage", "cut",
              "truncated", "reset"],
)  # fmt: skip
def test_whatever_is_no_feed_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("arxiv", fault)

    with pytest.raises(SourceDown, match=r"^arXiv: "):
        source_at(standin.endpoints["arxiv"], pace).lookup([KNOWN, UNKNOWN])

    assert standin.count("arxiv") == 1


def test_a_silent_service_is_down(standin: StandIn, pace: Pace) -> None:
    standin.misbehave("arxiv", "slow", seconds=4)

    with pytest.raises(SourceDown, match="did not answer in time"):
        source_at(standin.endpoints["arxiv"], pace).lookup([KNOWN])


@pytest.mark.parametrize("fault", ["429", "503", "403", "406"])
def test_after_a_refusal_nobody_asks_for_ten_minutes(
    standin: StandIn, pace: Pace, tmp_path: Path, fault: str
) -> None:
    standin.misbehave("arxiv", fault, times=1)
    endpoint = standin.endpoints["arxiv"]
    with pytest.raises(SourceDown, match="refused to answer"):
        source_at(endpoint, pace).lookup([KNOWN])

    next_run = source_at(endpoint, Pace(tmp_path / "state.db"))
    with pytest.raises(SourceDown, match=r"to be left alone for (59|600)"):
        next_run.lookup([KNOWN])

    assert standin.count("arxiv") == 1


def test_after_the_pause_it_is_asked_again(standin: StandIn, pace: Pace) -> None:
    standin.misbehave("arxiv", "429", times=1)
    source = source_at(standin.endpoints["arxiv"], pace, pause=0.1)
    with pytest.raises(SourceDown):
        source.lookup([KNOWN])
    time.sleep(0.15)

    assert set(source.lookup([KNOWN])) == {KNOWN}


def test_rate_exceeded_is_a_refusal_under_any_status(pace: Pace) -> None:
    with Scripted(text_reply("Rate exceeded.")) as server:
        source = scripted_source(server, pace)
        with pytest.raises(SourceDown, match="refused"):
            source.lookup([KNOWN])
        with pytest.raises(SourceDown, match="left alone"):
            source.lookup([KNOWN])

    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "reply",
    [
        feed(ERROR_ENTRY, status=400),
        feed(ERROR_ENTRY),
        feed(ERROR_ENTRY.replace("</title>", "</title><published>2026-04-12</published>")),
        text_reply("Bad Request", status=400),
        text_reply("URI Too Long", status=414),
    ],
)
def test_an_error_in_place_of_papers_refuses_the_batch(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(BatchRefused, match=r"^arXiv: "):
        scripted_source(server, pace).lookup([KNOWN, UNKNOWN])


@pytest.mark.parametrize(
    "reply",
    [
        feed(ENTRY, total=9),
        feed(ENTRY, ENTRY, total=1),
        feed(ENTRY.replace("<published>2003-09-08T17:59:59Z</published>", "")),
        feed(ENTRY.replace("2003-09-08T17:59:59Z", "long ago")),
        feed(ENTRY.replace("arxiv.org/abs/math/0309136v2", "arxiv.org/abs/?")),
        Reply(body=b"<feed/>", headers=ATOM),
        Reply(body=b"<html><body>Welcome</body></html>", headers=ATOM),
        Reply(body=b"{}", headers={"Content-Type": "application/json"}),
        Reply(body=b"<!DOCTYPE x [<!ENTITY a 'aa'>]><feed>" + b"&a;" * 9, headers=ATOM),
        text_reply("Not Found", status=404),
    ],
)
def test_a_feed_that_is_not_whole_or_not_ours_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^arXiv: "):
        scripted_source(server, pace).lookup(ids("math/0309136", "math/0309137"))


def test_a_feed_whose_rest_never_comes_means_down(pace: Pace) -> None:
    pages = feed(ENTRY, total=2), feed(total=2)
    with Scripted(*pages) as server, pytest.raises(SourceDown, match="incomplete"):
        scripted_source(server, pace).lookup(ids("math/0309136", "math/0309137"))

    assert b"start=1" in server.requests[1].body


def test_a_large_feed_is_read_to_its_end(pace: Pace) -> None:
    numbers = [f"2101.{number:05}" for number in range(2_000)]
    padding = ENTRY.replace("a bound.", "a bound. " * 700)
    whole = feed(*(padding.replace("math/0309136", number) for number in numbers))
    with Scripted(whole) as server:
        found = scripted_source(server, pace).lookup(ids(*numbers))

    assert len(whole.body) > 12_000_000
    assert len(found) == 2_000


def test_proxy_and_authority_of_the_environment_are_obeyed(
    pace: Pace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with StandIn(CATALOGUE, pace=0.01) as standin:
        proxy = standin.proxy(tmp_path)
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("SSL_CERT_FILE", str(proxy.ca_file))
        found = Arxiv(pace=pace, contact="ada@example.org").lookup([KNOWN])

    assert set(found) == {KNOWN}
    assert standin.count("arxiv") == 1


@pytest.mark.skipif(not PAYLOAD.exists(), reason="the recorded answers are not here")
def test_a_recorded_feed_is_understood(pace: Pace) -> None:
    (asked,) = ids("1707.08567")
    with Scripted(Reply(body=PAYLOAD.read_bytes(), headers=ATOM)) as server:
        found = scripted_source(server, pace).lookup([asked])

    assert found[asked].title.startswith("Proceedings of Workshop AEW10")
    assert found[asked].issued == "2017-07-27"
