"""Services that only describe: their word is on the item, and their silence costs no item."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from enrichers.model import Verdict, Work, WorkKind
from flows.steps import Job, Outcome, walk
from tests.standin.server import StandIn
from tests.walks import NOW, Place, time_passes

DEEPTIME = "https://github.com/markovmodel/deeptime"
CODE = "https://github.com/eastfield/ntk-lab"
PROGRAM = "https://github.com/novak/gridflow"
FORUM = "https://openreview.net/forum?id=rJl-b3RcF7"
ADDRESSES = (DEEPTIME, CODE, PROGRAM, FORUM)
ITS_OWN = {"github": DEEPTIME, "github_raw": DEEPTIME, "openreview": FORUM}
FAULTS = ("503", "429", "html", "reset", "cut")
FAILURES = [(name, fault) for name in ITS_OWN for fault in FAULTS]
FAILURES.remove(("github_raw", "cut"))  # of a text nobody can tell


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with StandIn(pace=0.0001) as standin:
        yield standin


@pytest.fixture
def standin(server: StandIn) -> Iterator[StandIn]:
    yield server
    server.heal()


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENREVIEW_TOKEN", "of-nobody")


def job(standin: StandIn, folder: Path) -> Job:
    document = folder / "list.md"
    document.write_text("# Things\n" + "".join(f"- {url}\n" for url in ADDRESSES), "utf-8")
    told = Place(folder=folder, endpoints=standin.endpoints).job("", document)
    return replace(told, settings=replace(told.settings, patience=1))


def ends(outcome: Outcome) -> dict[str, tuple[Verdict, Work]]:
    conclusion = outcome.conclusion
    return {
        end.link.url: (end.verdict, conclusion.works[end.work_id])
        for end in conclusion.resolutions
    }


def test_a_repository_stays_an_item_with_what_github_says(
    standin: StandIn, tmp_path: Path
) -> None:
    verdict, work = ends(walk(job(standin, tmp_path), now=NOW))[DEEPTIME]

    assert (verdict, work.kind, work.ids) == (Verdict.TYPED, WorkKind.SOFTWARE, frozenset())
    assert (work.title, work.rights, work.is_archived) == (
        "markovmodel/deeptime",
        "GPL-3.0",
        True,
    )
    assert work.origin["rights"].source == "github"


def test_a_repository_is_not_the_paper_that_it_wants_cited(
    standin: StandIn, tmp_path: Path
) -> None:
    verdict, work = ends(walk(job(standin, tmp_path), now=NOW))[CODE]

    assert (verdict, work.kind, work.ids) == (Verdict.TYPED, WorkKind.SOFTWARE, frozenset())
    assert work.title == "eastfield/ntk-lab"
    assert [str(author) for author in work.authors] == ["Berg, Ada"]


def test_a_repository_s_own_doi_is_its_identity_once_datacite_has_it(
    standin: StandIn, tmp_path: Path
) -> None:
    outcome = walk(job(standin, tmp_path), now=NOW)

    [end] = [each for each in outcome.conclusion.resolutions if each.link.url == PROGRAM]
    assert (end.verdict, end.work_id) == (Verdict.RESOLVED, "doi:10.5281/zenodo.99000777")
    assert "datacite" in end.reason


def test_a_repository_s_own_doi_that_is_a_paper_s_is_none(
    standin: StandIn, tmp_path: Path
) -> None:
    standin.misbehave("datacite", "absent", ids=["10.5281/zenodo.99000777"])
    standin.misbehave("doi_org", "absent", ids=["10.5281/zenodo.99000777"])

    verdict, work = ends(walk(job(standin, tmp_path), now=NOW))[PROGRAM]

    assert (verdict, work.kind, work.ids) == (Verdict.TYPED, WorkKind.SOFTWARE, frozenset())


def test_a_forum_is_an_item_called_what_was_submitted(standin: StandIn, tmp_path: Path) -> None:
    verdict, work = ends(walk(job(standin, tmp_path), now=NOW))[FORUM]

    assert (verdict, work.ids) == (Verdict.TYPED, frozenset())
    assert work.title.startswith("The Lottery Ticket Hypothesis")
    assert work.authors


def test_without_an_account_openreview_is_not_asked(
    standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENREVIEW_TOKEN")
    before = len(standin.requests)

    outcome = walk(job(standin, tmp_path), now=NOW)

    assert outcome.summary.down == {}
    assert ends(outcome)[FORUM][0] is Verdict.TYPED
    asked = {request.service for request in standin.requests[before:]}
    assert not asked & {"openreview", "openreview1"}


def test_what_was_described_is_not_asked_again(standin: StandIn, tmp_path: Path) -> None:
    told = job(standin, tmp_path)
    first = walk(told, now=NOW)

    again = walk(told, now=NOW)

    assert sum(again.summary.requests.values()) == 0
    assert again.conclusion.works == first.conclusion.works


@pytest.mark.parametrize(("service", "fault"), FAILURES)
def test_a_describer_that_fails_costs_no_item_and_is_asked_again(
    standin: StandIn, tmp_path: Path, service: str, fault: str
) -> None:
    told = job(standin, tmp_path)
    standin.misbehave(service, fault)

    failed = walk(told, now=NOW)
    standin.heal()
    time_passes(told.settings.state)
    healed = walk(told, now=NOW)

    source = service.removesuffix("_raw")
    verdict, bare = ends(failed)[ITS_OWN[service]]
    assert (verdict, bare.origin) == (Verdict.TYPED, {})
    assert bare.title
    assert set(failed.summary.down) == {source}
    assert healed.summary.down == {}
    assert ends(healed)[ITS_OWN[service]][1].origin["title"].source == source
    assert len(failed.conclusion.works) == len(healed.conclusion.works) == len(ADDRESSES)
