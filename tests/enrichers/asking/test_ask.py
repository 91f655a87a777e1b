import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Self

import pytest

from enrichers.asking.ask import GIVE_UP_AFTER, MOST_SPLITS, Heard, ask
from enrichers.asking.pace import Pace
from enrichers.asking.store import Lifetimes, Store
from enrichers.model import Identifier, Scheme, Work
from enrichers.sources.datacite import DataCite
from tests.standin.catalogue import Catalogue, Record
from tests.standin.faults import Delivery
from tests.standin.handler import Listener
from tests.standin.server import StandIn
from tests.standin.wire import Request, json_reply

TODAY = date(2026, 11, 23)
KNOWN = [Identifier(Scheme.DOI, f"10.5281/zenodo.{number:04}") for number in range(120)]
UNKNOWN = Identifier(Scheme.DOI, "10.5281/zenodo.none")
CATALOGUE = Catalogue(
    Record(doi=doi.value, agency="datacite", title=f"Tools, number {number}")
    for number, doi in enumerate(KNOWN)
)


class Picky:
    """Answers like DataCite, but refuses every batch that holds certain DOIs."""

    def __init__(self, *bad: Identifier) -> None:
        self._bad = {doi.value for doi in bad}
        self.asked: list[list[str]] = []
        self._listener = Listener(self._deliver, lambda _request: None, 0)
        self.endpoint = f"http://127.0.0.1:{self._listener.server_port}/datacite"

    def __enter__(self) -> Self:
        Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.stop()

    def _deliver(self, request: Request) -> Delivery:
        dois = re.findall(r'"([^"]+)"', request.params["query"])
        self.asked.append(dois)
        if self._bad.intersection(dois):
            return Delivery(reply=json_reply({"errors": []}, status=400))
        records = [{"attributes": {"doi": doi, "titles": [{"title": doi}]}} for doi in dois]
        return Delivery(reply=json_reply({"data": records}))


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(CATALOGUE) as server:
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "answers.db")


@pytest.fixture
def source(standin: StandIn, pace: Pace) -> DataCite:
    return source_at(standin.endpoints["datacite"], pace)


def source_at(endpoint: str, pace: Pace) -> DataCite:
    source = DataCite(
        pace=pace, endpoint=endpoint, contact="ada@example.org", timeout=1, patience=0
    )
    source.web.every = 0.001
    return source


def test_each_identifier_is_found_or_absent(source: DataCite, store: Store) -> None:
    answers = ask(source, [KNOWN[0], UNKNOWN, KNOWN[0]], store=store, today=TODAY)

    assert answers.found.keys() == {KNOWN[0]}
    assert answers.absent == {UNKNOWN}
    assert answers.down == {}
    assert answers.silence == ""


def test_every_field_knows_who_said_it(source: DataCite, store: Store) -> None:
    work = ask(source, [KNOWN[0]], store=store, today=TODAY).found[KNOWN[0]]

    origin = work.origin["title"]
    assert (origin.source, origin.asked_on) == ("datacite", TODAY)
    assert origin.record == str(KNOWN[0])


def test_what_was_answered_is_not_asked_again(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    first = ask(source, [*KNOWN, UNKNOWN], store=store, today=TODAY)
    sent = standin.count("datacite")

    second = ask(source, [*KNOWN, UNKNOWN], store=store, today=TODAY)

    assert second == first
    assert sent == standin.count("datacite") == 3


def test_a_source_that_is_down_says_nothing_about_a_work(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    standin.misbehave("datacite", "500")

    answers = ask(source, [KNOWN[0], UNKNOWN], store=store, today=TODAY)

    assert answers.found == {}
    assert answers.absent == frozenset()
    assert answers.down.keys() == {KNOWN[0], UNKNOWN}
    assert "DataCite" in answers.down[UNKNOWN]
    assert answers.silence == answers.down[UNKNOWN]
    assert store.recall("datacite", [KNOWN[0], UNKNOWN], today=TODAY) == ({}, frozenset())


def test_only_the_batch_that_failed_is_asked_again(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    standin.misbehave("datacite", "500", times=1, after=1)
    first = ask(source, KNOWN, store=store, today=TODAY)
    sent = standin.count("datacite")

    second = ask(source, KNOWN, store=store, today=TODAY)

    assert set(first.down) == set(KNOWN[50:100])
    assert second.found.keys() == set(KNOWN)
    assert sent == 3
    assert standin.count("datacite") == 4


def test_a_source_that_stays_silent_is_left_alone(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    many = [Identifier(Scheme.DOI, f"10.5281/zenodo.{number:06}") for number in range(400)]
    standin.misbehave("datacite", "500")

    answers = ask(source, many, store=store, today=TODAY)

    assert answers.down.keys() == set(many)
    assert standin.count("datacite") == GIVE_UP_AFTER


@pytest.mark.parametrize("place", [0, 24, 49])
def test_a_refused_batch_is_split_until_the_bad_one_stands_alone(
    store: Store, pace: Pace, place: int
) -> None:
    batch, bad = KNOWN[:50], KNOWN[place]
    with Picky(bad) as server:
        answers = ask(source_at(server.endpoint, pace), batch, store=store, today=TODAY)

    assert answers.found.keys() == set(batch) - {bad}
    assert answers.down.keys() == {bad}
    assert answers.absent == frozenset()
    assert answers.silence == ""
    assert len(server.asked) <= 13


def test_a_source_that_refuses_everything_is_not_asked_for_ever(
    store: Store, pace: Pace
) -> None:
    with Picky(*KNOWN) as server:
        answers = ask(source_at(server.endpoint, pace), KNOWN, store=store, today=TODAY)

    assert answers.down.keys() == set(KNOWN)
    assert "HTTP 400" in answers.silence
    assert len(server.asked) <= 2 * MOST_SPLITS + GIVE_UP_AFTER


def test_what_was_answered_before_a_crash_is_kept(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    def crash_at_second_batch(heard: Heard) -> None:
        if heard.found > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(source, KNOWN, store=store, today=TODAY, heard=crash_at_second_batch)
    answers = ask(source, KNOWN, store=store, today=TODAY)

    assert answers.found.keys() == set(KNOWN)
    assert standin.count("datacite") == 3


def test_an_old_answer_stands_in_while_the_source_is_down(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    later = TODAY + timedelta(days=Lifetimes().records)
    ask(source, [KNOWN[0]], store=store, today=TODAY)
    standin.misbehave("datacite", "500")

    answers = ask(source, [KNOWN[0], KNOWN[1]], store=store, today=later)

    assert answers.found[KNOWN[0]].origin["title"].asked_on == TODAY
    assert answers.down.keys() == {KNOWN[1]}
    assert answers.left == {KNOWN[0], KNOWN[1]}
    assert "DataCite" in answers.silence


def test_an_old_answer_that_stood_in_is_asked_for_again(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    later = TODAY + timedelta(days=Lifetimes().records)
    ask(source, [KNOWN[0]], store=store, today=TODAY)
    standin.misbehave("datacite", "500")
    silence = ask(source, [KNOWN[0]], store=store, today=later).silence
    standin.heal()

    answers = ask(source, [KNOWN[0]], store=store, today=later)

    assert silence
    assert answers.silence == ""
    assert answers.found[KNOWN[0]].origin["title"].asked_on == later


def test_what_was_never_found_goes_before_what_is_only_old(store: Store, pace: Pace) -> None:
    later = TODAY + timedelta(days=Lifetimes().records)
    with Picky() as server:
        source = source_at(server.endpoint, pace)
        ask(source, KNOWN[:60], store=store, today=TODAY)
        server.asked.clear()
        ask(source, KNOWN[:120], store=store, today=later)

    asked = [doi for batch in server.asked for doi in batch]
    assert set(asked[:60]) == {doi.value for doi in KNOWN[60:]}
    assert set(asked) == {doi.value for doi in KNOWN}


class Capped(DataCite):
    """Asks for ten in one run."""

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        return islice(super().batches(identifiers[:10]), 1)


def test_what_a_source_leaves_for_later_is_neither_absent_nor_its_silence(
    standin: StandIn, pace: Pace, store: Store
) -> None:
    endpoint = standin.endpoints["datacite"]
    capped = Capped(pace=pace, endpoint=endpoint, contact="ada@example.org", patience=0)

    first = ask(capped, KNOWN[:15], store=store, today=TODAY)
    second = ask(capped, KNOWN[:15], store=store, today=TODAY)

    assert (set(first.found), set(first.down)) == (set(KNOWN[:10]), set(KNOWN[10:15]))
    assert (first.absent, first.silence) == (frozenset(), "")
    assert set(second.found) == set(KNOWN[:15])


def test_those_who_watch_hear_of_every_batch(source: DataCite, store: Store) -> None:
    store.keep("datacite", {KNOWN[0]: Work(title="On things")}, [], today=TODAY)
    heard: list[Heard] = []

    ask(source, [*KNOWN, UNKNOWN], store=store, today=TODAY, heard=heard.append)

    assert [news.found for news in heard] == [1, 51, 101, 120]
    assert {news.total for news in heard} == {121}
    assert heard[-1].absent == 1


def test_those_who_watch_hear_why_there_is_no_answer(
    source: DataCite, store: Store, standin: StandIn
) -> None:
    standin.misbehave("datacite", "html")
    heard: list[Heard] = []

    ask(source, [KNOWN[0]], store=store, today=TODAY, heard=heard.append)

    assert heard[-1].down == 1
    assert "something else than JSON" in heard[-1].reason
