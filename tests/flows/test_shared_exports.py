"""Lists that have runs of their own may write into one folder of exports."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flows.steps import walk
from outputs.history import read_history
from outputs.report.feed import ATOM
from outputs.runs import run_name
from tests.standin.server import StandIn
from tests.walks import NOW, Place

LINKS = {
    "one.md": "https://arxiv.org/abs/1312.6120",
    "two.md": "https://arxiv.org/abs/1806.07366",
}


@pytest.fixture
def place(standin: StandIn, tmp_path: Path) -> Place:
    for name, link in LINKS.items():
        (tmp_path / name).write_text(f"- [a]({link})\n- [both](https://club.made-up.net/)\n")
    return Place(folder=tmp_path, endpoints=standin.endpoints)


def run(place: Place, name: str, *, day: int = 0) -> dict[str, object]:
    """The digest of a run over a list."""
    walk(place.job("", place.folder / name), now=NOW + timedelta(days=day))
    return digest_of(place)


def digest_of(place: Place) -> dict[str, object]:
    return json.loads((place.job().into / "digest.json").read_bytes())


def test_each_list_is_compared_with_its_own_last_run(place: Place) -> None:
    digests = [run(place, name, day=day) for day, name in enumerate((*LINKS, *LINKS))]

    assert [digest["since"] for digest in digests[:2]] == ["", ""]
    assert [digest["since"] for digest in digests[2:]] == [each["run"] for each in digests[:2]]
    assert [digest["topics"] for digest in digests[2:]] == [[], []]


def test_a_list_that_a_run_left_out_is_compared_with_the_run_before(place: Place) -> None:
    both = [place.folder / name for name in LINKS]
    for day, lists in enumerate((both, both[:1], both)):
        walk(replace(place.job(), lists=tuple(lists)), now=NOW + timedelta(days=day))

    assert digest_of(place)["topics"] == []


def test_a_rehearsal_does_not_push_out_the_run_to_compare_with(place: Place) -> None:
    job = place.job("", place.folder / "one.md")
    job = replace(job, settings=replace(job.settings, keep_runs=1))
    first = run_name(NOW)
    walk(job, now=NOW)
    (place.folder / "one.md").write_text(f"- [b]({LINKS['two.md']})\n")
    walk(replace(job, is_rehearsal=True), now=NOW + timedelta(days=1))

    walk(job, now=NOW + timedelta(days=2))

    assert digest_of(place)["since"] == first


def test_the_last_run_of_each_list_is_kept(place: Place) -> None:
    for day, name in enumerate(LINKS):
        job = place.job("", place.folder / name)
        job = replace(job, settings=replace(job.settings, keep_runs=1))
        walk(job, now=NOW + timedelta(days=day))

    assert len(list((place.job().into / "runs").iterdir())) == 2


def test_two_runs_of_one_second_keep_their_counts_both(place: Place) -> None:
    names = {str(run(place, name)["run"]) for name in LINKS}

    counted = set(read_history(place.job().into / "history")["work_id"])
    assert counted == {"arxiv:1312.6120", "arxiv:1806.07366"}
    assert len(names) == 1


def feed_id(job_folder: Path) -> str | None:
    feed = ElementTree.fromstring((job_folder / "feed.atom").read_bytes())
    return feed.findtext(f"{{{ATOM}}}id")


def test_feeds_of_lists_that_are_called_alike_have_ids_of_their_own(place: Place) -> None:
    ids: list[str | None] = []
    for name in ("here", "there"):
        path = place.folder / name / "README.md"
        path.parent.mkdir()
        path.write_text(LINKS["one.md"])
        job = replace(place.job("", path), into=path.parent / "exports")
        walk(job, now=NOW)
        ids.append(feed_id(job.into))

    assert None not in ids
    assert len(set(ids)) == 2
