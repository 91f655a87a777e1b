"""What a command says of a group: what was written, refused, left, and by which exit code."""

import json
from pathlib import Path

import pandas as pd
import pytest

from flows.endings import ALL_WELL, NEEDS_A_PERSON, WAS_DOWN
from outputs.files import read_links
from tests.flows.conftest import GROUP, LIST, Zotlist
from tests.standin.server import StandIn
from tests.standin.zotero import READ_ONLY_KEY

ITEMS = '"itemType"'
"""What only the body of a request that writes items holds."""
MORE = "- [Another](https://things.made-up.net/talk)\n"
TITLE = "Discrete Mathematics of Neural Networks: Selected Topics"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def walk(document: Path, into: Path) -> tuple[object, ...]:
    """The arguments of a run that says nothing on standard output."""
    return ("run", document, *GROUP, "--into", into, "--plain", "--quiet")


def test_a_refused_item_needs_a_person_and_is_told_even_quietly(
    zotlist: Zotlist, walk: tuple[object, ...], standin: StandIn
) -> None:
    standin.zotero.fail_next(0, 413)

    code, said = zotlist(*walk)
    _, listed = zotlist("history", *GROUP)

    assert code == NEEDS_A_PERSON
    assert "not all was written to Zotero: " in said
    assert "Zotero refused it (413)" in said
    assert said.count("\n") == 1
    assert "done, but Zotero refused 1 object" in listed


def test_a_plan_whose_only_item_is_refused_does_nothing_and_has_nothing_to_take_back(
    zotlist: Zotlist,
    walk: tuple[object, ...],
    document: Path,
    standin: StandIn,
    tmp_path: Path,
) -> None:
    zotlist(*walk)
    document.write_text(LIST + MORE, encoding="utf-8")
    zotlist("plan", document, *GROUP, "--out", tmp_path / "plan.json", "--quiet")
    standin.zotero.fail_next(0, 413)

    code, said = zotlist("apply", tmp_path / "plan.json", "--quiet")

    assert code == NEEDS_A_PERSON
    assert "nothing was written" in said
    assert "refused by Zotero: Another: " in said
    assert "takes it back" not in said


def test_a_plan_of_which_zotero_takes_the_beginning_says_what_was_done(
    zotlist: Zotlist, document: Path, standin: StandIn, tmp_path: Path
) -> None:
    zotlist("plan", document, *GROUP, "--out", tmp_path / "plan.json", "--quiet")
    standin.misbehave("zotero", "503", holding=ITEMS)

    code, said = zotlist("apply", tmp_path / "plan.json", "--quiet")

    assert code == WAS_DOWN
    assert "2 collections created" in said
    assert "3 of 5 objects left for the next run" in said
    assert "'zotlist undo 1 --group 4242' takes it back" in said


def test_a_run_that_stops_in_the_middle_counts_what_it_did(
    zotlist: Zotlist, walk: tuple[object, ...], standin: StandIn
) -> None:
    standin.misbehave("zotero", "503", holding=ITEMS)

    code, said = zotlist(*walk[:-1], "--json")

    pushed = json.loads(said)["pushed"]
    assert code == WAS_DOWN
    assert (pushed["collections_created"], pushed["items_created"]) == (2, 0)
    assert pushed["run"] == 1
    assert pushed["writes"]
    assert "3 of 5 objects left" in pushed["trouble"]


def test_an_outage_takes_no_key_from_the_tables_and_is_no_news_of_the_group(
    zotlist: Zotlist, walk: tuple[object, ...], into: Path, standin: StandIn
) -> None:
    zotlist(*walk)
    keys = _keys(into)
    standin.misbehave("zotero", "503")

    code, _ = zotlist(*walk)
    digest = (into / "digest.json").read_text(encoding="utf-8")

    assert code == WAS_DOWN
    assert keys.notna().all()
    pd.testing.assert_series_equal(_keys(into), keys)
    assert "503" not in digest
    assert "HTTP 503" in (into / "report.md").read_text(encoding="utf-8")


def test_a_key_that_may_not_write_any_more_shows_what_would_change(
    zotlist: Zotlist,
    walk: tuple[object, ...],
    document: Path,
    standin: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    zotlist(*walk)
    version = standin.zotero.version
    document.write_text(LIST + MORE, encoding="utf-8")
    monkeypatch.setenv("ZOTERO_API_KEY", READ_ONLY_KEY)

    code, said = zotlist(*walk)

    report = (document.parent / "out" / "report.md").read_text(encoding="utf-8")
    assert code == NEEDS_A_PERSON
    assert "nothing was written to Zotero: the API key may read" in said
    assert "| items to create | 1 |" in report
    assert "## Not written to Zotero" in report
    assert standin.zotero.version == version


def test_what_people_changed_is_told_apart_from_what_they_threw_away(
    zotlist: Zotlist, walk: tuple[object, ...], into: Path, standin: StandIn
) -> None:
    zotlist(*walk)
    by_type = {item["itemType"]: key for key, item in standin.zotero.items().items()}
    page = standin.zotero.item(by_type["webpage"])["title"]
    standin.zotero.edit_item(by_type["book"], title="By hand")
    standin.zotero.trash_item(by_type["webpage"])

    code, said = zotlist(*walk[:-1], "--json")
    pushed = json.loads(said)["pushed"]
    _, shown = zotlist(*walk[:-1])
    report = (into / "report.md").read_text(encoding="utf-8")
    digest = (into / "digest.md").read_text(encoding="utf-8")

    edit = f"By hand: title: 'By hand' by people (we wrote '{TITLE}')"
    assert code == ALL_WELL
    assert [(each["name"], each["theirs"]) for each in pushed["respected"]] == [
        ("title", "By hand")
    ]
    assert len(pushed["left"]) == 1
    assert (pushed["refused"], pushed["waiting"]) == ([], [])
    assert f"changed by people, and kept: {edit}" in shown
    assert f"left alone: {page}: it was put into the trash" in shown
    assert "## In Zotero: changed by people, and kept (1)" in report
    assert "## In Zotero: left alone (1)" in report
    assert "By hand" in digest


def test_a_plan_says_which_service_was_down(
    zotlist: Zotlist, document: Path, standin: StandIn
) -> None:
    standin.misbehave("arxiv", "503")
    standin.misbehave("datacite", "503")

    code, said = zotlist("plan", document, *GROUP, "--quiet")

    assert code == WAS_DOWN
    assert "arxiv was down: " in said


def test_a_dry_run_leaves_the_digest_and_the_counts_to_the_run(
    zotlist: Zotlist, walk: tuple[object, ...], into: Path
) -> None:
    zotlist(*walk, "--dry-run")
    has_news = (into / "digest.md").exists()
    counted = (into / "history").exists()

    zotlist(*walk)

    assert (has_news, counted) == (False, False)
    assert "The first run: 3 links" in (into / "digest.md").read_text(encoding="utf-8")
    assert list((into / "history").glob("*.parquet"))


def test_a_dry_run_between_two_runs_keeps_the_digest_of_the_first(
    zotlist: Zotlist, walk: tuple[object, ...], document: Path, into: Path
) -> None:
    zotlist(*walk)
    digest = (into / "digest.md").read_text(encoding="utf-8")
    document.write_text(LIST + MORE, encoding="utf-8")

    zotlist(*walk, "--dry-run")
    meanwhile = (into / "digest.md").read_text(encoding="utf-8")
    zotlist(*walk)

    assert meanwhile == digest
    assert len(read_links(into / "links.csv")) == 4
    assert "1 new" in (into / "digest.md").read_text(encoding="utf-8")


def _keys(into: Path) -> "pd.Series[str]":
    return read_links(into / "links.csv")["zotero_key"]
