"""A register that fails costs only the links that it alone knows, until the next run."""

from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.model import Verdict
from flows.steps import Job, Outcome, walk
from tests.standin.server import StandIn
from tests.walks import NOW, Place, time_passes

ADDRESSES = {
    "doaj": "https://doaj.org/article/00000000000000000000000000000077",
    "figshare": "https://figshare.com/articles/dataset/Rainfall/99000555/2",
    "hal": "https://hal.science/hal-09900022v1",
    "inspire": "https://inspirehep.net/literature/451647",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/99000113/",
    "zenodo": "https://zenodo.org/records/99000777",
}
FAULTS = ("503", "429", "html", "reset", "cut")


def job(standin: StandIn, folder: Path) -> Job:
    document = folder / "list.md"
    lines = [f"- {address}" for address in ADDRESSES.values()]
    document.write_text("# Registers\n" + "\n".join(lines) + "\n", encoding="utf-8")
    told = Place(folder=folder, endpoints=standin.endpoints).job("", document)
    return replace(told, settings=replace(told.settings, patience=1))


def verdicts(outcome: Outcome) -> dict[str, Verdict]:
    by_url = {end.link.url: end.verdict for end in outcome.conclusion.resolutions}
    return {service: by_url[address] for service, address in ADDRESSES.items()}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("service", ADDRESSES)
def test_a_register_that_fails_costs_its_own_answers_and_no_other(
    standin: StandIn, tmp_path: Path, service: str, fault: str
) -> None:
    told = job(standin, tmp_path)
    standin.misbehave(service, fault)

    failed = walk(told, now=NOW)
    standin.heal()
    time_passes(told.settings.state)
    before = len(standin.requests)
    healed = walk(told, now=NOW)

    others = dict.fromkeys(ADDRESSES.keys() - {service}, Verdict.RESOLVED)
    assert verdicts(failed) == {**others, service: Verdict.UNANSWERED}
    assert set(failed.summary.down) == {service}
    assert set(verdicts(healed).values()) == {Verdict.RESOLVED}
    assert healed.summary.down == {}
    asked_again = {request.service for request in standin.requests[before:]}
    assert service in asked_again
    assert not asked_again & (ADDRESSES.keys() - {service})
