"""One service after the other fails: the run ends well, and the next one asks for the rest."""

import json
import socket
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote_plus

import pandas as pd
import pytest

from flows.cli import main
from flows.endings import ALL_WELL, WAS_DOWN
from flows.sources import STATE_FILE
from outputs.files import read_links, read_works
from tests.standin.catalogue import Catalogue, everyday
from tests.standin.server import StandIn
from tests.standin.wire import Request
from tests.walks import Place, time_passes

PREPRINT, ARTICLE = "1312.6120", "10.1137/1.9780898718539"
DATA_SET, JAPANESE = "10.5281/zenodo.3871094", "10.11429/standin.jalc.1"
LINKED = (PREPRINT, ARTICLE, DATA_SET, JAPANESE)
LIST = f"""# Reading
- [a preprint](https://arxiv.org/abs/{PREPRINT})
- [a book](https://doi.org/{ARTICLE})
- [data](https://doi.org/{DATA_SET})
- [an article](https://doi.org/{JAPANESE})
"""
LEFT_OPEN: Mapping[str, frozenset[str]] = {
    "arxiv": frozenset(),  # DataCite has a copy of the record
    "crossref": frozenset({ARTICLE, JAPANESE}),
    "datacite": frozenset({DATA_SET, JAPANESE}),
    "doi_org": frozenset({JAPANESE}),
    "openalex": frozenset(),
    "semantic_scholar": frozenset(),
}
"""By source, the links that cannot be answered without it."""
FAULTS = ("503", "429", "html", "reset", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended, and what it asked."""

    code: int
    summary: dict[str, dict[str, str]]
    links: pd.DataFrame
    works: pd.DataFrame
    asked: Mapping[str, frozenset[str]]
    """By service, the linked identifiers that a request of this run named."""
    state: Path


Run = Callable[[Mapping[str, str]], Ended]
"""Walks the list with these endpoints."""


def _named(requests: Sequence[Request]) -> dict[str, frozenset[str]]:
    said: dict[str, str] = {}
    for request in requests:
        text = f"{request.path}?{request.query} {request.body.decode()}"
        said[request.service] = f"{said.get(request.service, '')} {unquote_plus(text)}"
    return {
        service: frozenset(known for known in LINKED if known in text.lower())
        for service, text in said.items()
    }


def closed_port() -> str:
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture(scope="module")
def service() -> Iterator[StandIn]:
    works = everyday()
    other_agency = replace(works.by_doi["10.5555/standin.jalc.1"], doi=JAPANESE)
    with StandIn(Catalogue([*works.records, other_agency]), pace=0.01) as server:
        yield server


@pytest.fixture
def well(service: StandIn) -> Iterator[StandIn]:
    yield service
    service.heal()


@pytest.fixture(scope="module")
def tables(
    service: StandIn, tmp_path_factory: pytest.TempPathFactory
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What an undisturbed run writes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    place = Place(folder=folder, endpoints=service.endpoints)
    (folder / "reading.md").write_text(LIST, encoding="utf-8")
    settings, into = place.settings_file(patience=1), folder / "out"
    arguments = ["enrich", str(folder / "reading.md"), "--into", str(into)]
    assert main([*arguments, "--settings", str(settings), "--plain", "--quiet"]) == ALL_WELL
    return read_links(into / "links.csv"), read_works(into / "works.parquet")


@pytest.fixture
def run(well: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    document, into = tmp_path / "reading.md", tmp_path / "out"
    document.write_text(LIST, encoding="utf-8")

    def run(endpoints: Mapping[str, str]) -> Ended:
        settings = Place(folder=tmp_path, endpoints=dict(endpoints)).settings_file(patience=1)
        before = len(well.requests)
        arguments = ["enrich", str(document), "--into", str(into), "--plain", "--json"]
        code = main([*arguments, "--settings", str(settings)])
        return Ended(
            code=code,
            summary=json.loads(capsys.readouterr().out),
            links=read_links(into / "links.csv"),
            works=read_works(into / "works.parquet"),
            asked=_named(well.requests[before:]),
            state=tmp_path / "state",
        )

    return run


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("source", LEFT_OPEN)
def test_a_source_that_fails_costs_its_own_answers_and_no_other(
    source: str,
    fault: str,
    well: StandIn,
    tables: tuple[pd.DataFrame, pd.DataFrame],
    run: Run,
) -> None:
    endpoints = dict(well.endpoints)
    if fault == "refused":
        endpoints[source] = closed_port()
    else:
        well.misbehave(source, fault)

    first = run(endpoints)

    assert first.code == WAS_DOWN
    assert set(first.summary["down"]) == {source}
    open_links = first.links[first.links["verdict"] == "unanswered"]
    assert {url.partition("/10.")[2] for url in open_links["url"]} == {
        doi.removeprefix("10.") for doi in LEFT_OPEN[source]
    }
    assert set(first.links["verdict"]) <= {"resolved", "unanswered"}
    assert stored(first.state, source) == 0

    well.heal()
    time_passes(first.state)
    again = run(well.endpoints)

    assert again.code == ALL_WELL
    assert again.summary["down"] == {}
    assert again.asked.get(source)
    others = again.asked.keys() - {source}
    asked_twice = {
        name: first.asked.get(name, frozenset()) & again.asked[name] for name in others
    }
    assert not any(asked_twice.values()), asked_twice
    pd.testing.assert_frame_equal(again.links, tables[0])
    pd.testing.assert_frame_equal(again.works, tables[1])


def stored(state: Path, source: str) -> int:
    """The answers of a source that are kept."""
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        rows = connection.execute("SELECT count(*) FROM answers WHERE source = ?", (source,))
        return rows.fetchone()[0]
