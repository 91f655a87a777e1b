"""While arXiv is down a snapshot of it answers, for as long as that lasts and what it has."""

from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.model import Verdict
from enrichers.snapshots.build import build
from flows.settings import BadSettings
from flows.steps import Job, Outcome, walk
from outputs.files import read_works
from tests.enrichers.snapshots.dumps import ODES, paper, write_lines
from tests.standin.server import StandIn
from tests.walks import NOW, Place, time_passes

HERE = "https://arxiv.org/abs/1806.07366"
YOUNGER = "https://arxiv.org/abs/1908.03190"


def job(standin: StandIn, folder: Path, snapshot: Path) -> Job:
    document = folder / "list.md"
    document.write_text(f"# Papers\n- {HERE}\n- {YOUNGER}\n", encoding="utf-8")
    told = Place(folder=folder, endpoints=standin.endpoints).job("", document)
    return replace(
        told, settings=replace(told.settings, patience=1, arxiv_snapshot=str(snapshot))
    )


@pytest.fixture
def told(standin: StandIn, tmp_path: Path) -> Job:
    dump = write_lines(tmp_path / "arxiv.json", [ODES, *map(paper, range(1, 9))])
    build("arxiv", dump, tmp_path / "snapshot")
    return job(standin, tmp_path, tmp_path / "snapshot")


def verdicts(outcome: Outcome) -> dict[str, Verdict]:
    return {end.link.url: end.verdict for end in outcome.conclusion.resolutions}


def sources(outcome: Outcome) -> dict[str, str]:
    conclusion = outcome.conclusion
    works = {end.link.url: conclusion.works[end.work_id] for end in conclusion.resolutions}
    said = {url: work.origin.get("title") for url, work in works.items()}
    return {url: origin.source for url, origin in said.items() if origin}


def test_a_snapshot_answers_while_arxiv_is_down_and_arxiv_is_asked_next_time(
    told: Job, standin: StandIn
) -> None:
    standin.misbehave("arxiv", "503")
    standin.misbehave("datacite", "503")
    failed = walk(told, now=NOW)
    rows = read_works(told.into / "works.parquet").set_index("work_id")
    standin.heal()
    time_passes(told.settings.state)

    healed = walk(told, now=NOW)

    assert verdicts(failed) == {HERE: Verdict.RESOLVED, YOUNGER: Verdict.UNANSWERED}
    assert sources(failed)[HERE] == "snapshot:2019-12-17"
    assert "snapshot:2019-12-17" in str(rows.loc["arxiv:1806.07366", "origin"])
    assert set(failed.summary.down) == {"arxiv", "datacite"}
    assert set(verdicts(healed).values()) == {Verdict.RESOLVED}
    assert set(sources(healed).values()) == {"arxiv"}
    assert healed.summary.down == {}


def test_what_a_snapshot_lacks_is_asked_of_datacite(told: Job, standin: StandIn) -> None:
    standin.misbehave("arxiv", "503")

    outcome = walk(told, now=NOW)

    assert set(verdicts(outcome).values()) == {Verdict.RESOLVED}
    assert sources(outcome) == {HERE: "snapshot:2019-12-17", YOUNGER: "datacite"}


def test_while_arxiv_answers_its_snapshot_is_not_asked(told: Job) -> None:
    assert set(sources(walk(told, now=NOW)).values()) == {"arxiv"}


def test_a_snapshot_that_cannot_be_used_is_said_before_anybody_is_asked(
    standin: StandIn, tmp_path: Path
) -> None:
    with pytest.raises(BadSettings, match="arxiv_snapshot"):
        walk(job(standin, tmp_path, tmp_path / "none"), now=NOW)

    assert standin.requests == []
