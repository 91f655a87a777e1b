"""Plan, apply, list and undo from the command line, against a stand-in group."""

import json
import re
from pathlib import Path

import pytest

from flows.cli import main
from flows.endings import ALL_WELL, NEEDS_A_PERSON, WAS_DOWN, WRONG_USE
from flows.recording import OF_UNREAD, UNREAD, Unread
from tests.flows.conftest import GROUP, LIST, Zotlist
from tests.flows.test_outages import closed_port
from tests.standin.server import StandIn
from tests.standin.zotero import PERSONAL, READ_ONLY_KEY, READ_WRITE_KEY
from tests.walks import Place


def test_a_plan_shows_what_comes_and_sends_nothing(
    zotlist: Zotlist, document: Path, standin: StandIn
) -> None:
    code, said = zotlist("plan", document, *GROUP, "--quiet")

    assert code == ALL_WELL
    assert re.search(r"^\+ +Kinetics", said, re.MULTILINE)
    assert "Discrete Mathematics of Neural Networks" in said
    assert standin.zotero.items() == {}


@pytest.mark.parametrize(("is_outage", "code"), [(True, WAS_DOWN), (False, NEEDS_A_PERSON)])
def test_a_plan_of_a_list_that_could_not_be_read_anew_says_so(
    zotlist: Zotlist, document: Path, *, is_outage: bool, code: int
) -> None:
    unread = Unread(why="its copy of 2026-11-01 is used", is_outage=is_outage)
    document.with_name(UNREAD).write_bytes(OF_UNREAD.dump_json(unread))

    ended, told = zotlist("plan", document, *GROUP)

    assert ended == code
    assert unread.why in told
    assert "Kinetics" in told


def test_a_plan_is_made_with_a_key_that_may_only_read(
    zotlist: Zotlist, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_ONLY_KEY)

    code, said = zotlist("plan", document, *GROUP, "--quiet")

    assert code == ALL_WELL
    assert "Kinetics" in said


def test_a_plan_is_applied_as_it_was_written(
    zotlist: Zotlist, document: Path, standin: StandIn, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    zotlist("plan", document, *GROUP, "--out", plan, "--quiet")

    code, said = zotlist("apply", plan, "--quiet")
    again, said_again = zotlist("apply", plan, "--quiet")

    assert code == again == ALL_WELL
    assert "2 collections created, 3 items created" in said
    assert said_again.endswith("0 writes\n")
    assert len(standin.zotero.items()) == 3


def test_a_plan_that_was_changed_is_not_applied(
    zotlist: Zotlist, document: Path, tmp_path: Path, standin: StandIn
) -> None:
    plan = tmp_path / "plan.json"
    zotlist("plan", document, *GROUP, "--out", plan, "--quiet")
    told = plan.read_text(encoding="utf-8")
    plan.write_text(told.replace("Kinetics", "Genetics"), encoding="utf-8")

    code, said = zotlist("apply", plan, "--quiet")

    assert code == WRONG_USE
    assert str(plan) in said
    assert standin.zotero.items() == {}
    assert json.loads(told)


def test_what_is_no_plan_is_said_in_one_line(zotlist: Zotlist, tmp_path: Path) -> None:
    code, said = zotlist("apply", tmp_path / "nothing.json", "--quiet")

    assert code == WRONG_USE
    assert said.count("\n") == 1


def test_a_run_is_listed_taken_back_and_not_made_again(
    zotlist: Zotlist, document: Path, standin: StandIn, tmp_path: Path
) -> None:
    walk = ("run", document, *GROUP, "--into", tmp_path / "out", "--plain", "--quiet")
    zotlist(*walk)

    _, listed = zotlist("history", *GROUP)
    code, said = zotlist("undo", 1, *GROUP, "--quiet")
    zotlist(*walk)

    assert re.search(r"^ +1  20\d\d-", listed, re.MULTILINE)
    assert code == ALL_WELL
    assert "run 1 taken back: 3 items" in said
    live = [item for item in standin.zotero.items().values() if not item.get("deleted")]
    assert live == []

    zotlist(*walk, "--restore")

    live = [item for item in standin.zotero.items().values() if not item.get("deleted")]
    assert len(live) == 3


def test_a_personal_library_is_filled_left_in_peace_and_emptied(
    zotlist: Zotlist, document: Path, standin: StandIn, tmp_path: Path
) -> None:
    mine = ("--group", f"user:{PERSONAL.id}")
    walk = ("run", document, *mine, "--into", tmp_path / "out", "--plain", "--quiet")
    first, _ = zotlist(*walk)
    after_one = standin.personal.snapshot()
    second, _ = zotlist(*walk)
    after_two = standin.personal.snapshot()

    _, said = zotlist("undo", 1, *mine, "--quiet")

    assert first == second == ALL_WELL
    assert len(after_one.items) == 3
    assert after_two == after_one
    assert "run 1 taken back: 3 items to the trash" in said
    assert standin.personal.items(include_trashed=False) == {}
    assert standin.zotero.version == 0


def test_a_run_that_there_is_not_cannot_be_taken_back(zotlist: Zotlist) -> None:
    code, said = zotlist("undo", 7, *GROUP, "--quiet")

    assert code == WRONG_USE
    assert "no run 7" in said


def test_without_a_run_the_history_is_empty(zotlist: Zotlist) -> None:
    code, said = zotlist("history", *GROUP)

    assert code == ALL_WELL
    assert "no run" in said


def test_a_key_that_may_not_write_cannot_apply(
    zotlist: Zotlist, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.json"
    zotlist("plan", document, *GROUP, "--out", plan, "--quiet")
    monkeypatch.setenv("ZOTERO_API_KEY", READ_ONLY_KEY)

    code, said = zotlist("apply", plan, "--quiet")

    assert code == NEEDS_A_PERSON
    assert "write" in said


@pytest.mark.parametrize("leaving", ["mark", "remove"])
def test_two_lists_under_one_heading_do_not_fight(
    tmp_path: Path, standin: StandIn, monkeypatch: pytest.MonkeyPatch, leaving: str
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
    place = Place(folder=tmp_path, endpoints=standin.endpoints)
    settings = place.settings_file(leaving=leaving)
    papers = {"a.md": "1806.07366", "b.md": "1312.6120"}
    for name, paper in papers.items():
        (tmp_path / name).write_text(f"# Reading\n- https://arxiv.org/abs/{paper}\n")

    def push(name: str) -> None:
        words = ["run", str(tmp_path / name), *GROUP, "--into", str(tmp_path / "out")]
        assert main([*words, "--plain", "--quiet", "--settings", str(settings)]) == ALL_WELL

    push("a.md")
    push("b.md")
    version = standin.zotero.version
    push("a.md")
    push("b.md")

    assert standin.zotero.version == version
    items = standin.zotero.items().values()
    assert len(items) == 2
    assert all(item["collections"] for item in items)
    assert not any(tag["tag"] == "list:left" for item in items for tag in item["tags"])


def test_a_plan_is_made_through_zotero_desktop_without_a_key_and_applied_with_one(
    zotlist: Zotlist,
    document: Path,
    standin: StandIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = tmp_path / "plan.json"
    standin.desktop.takes_writes = False
    monkeypatch.delenv("ZOTERO_API_KEY")

    local = ("--local", "--quiet")
    made, said = zotlist("plan", document, *GROUP, "--out", plan, "--show", *local)
    refused, why = zotlist("apply", plan, *local)
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
    applied, _ = zotlist("apply", plan, "--quiet")

    assert made == ALL_WELL
    assert "Kinetics" in said
    assert refused == NEEDS_A_PERSON
    assert "can only be read" in why
    assert why.count("\n") == 1
    assert applied == ALL_WELL
    assert len(standin.zotero.items()) == 3


def test_a_run_through_an_old_zotero_desktop_writes_the_tables_alone(
    zotlist: Zotlist, document: Path, standin: StandIn, tmp_path: Path
) -> None:
    standin.desktop.takes_writes = False

    code, said = zotlist(
        "run", document, *GROUP, "--local", "--into", tmp_path / "out", "--plain", "--quiet"
    )

    assert code == NEEDS_A_PERSON
    assert "nothing was written to Zotero: this Zotero desktop can only be read" in said
    assert (tmp_path / "out" / "links.csv").exists()
    assert standin.desktop.group.version == 0


def test_a_run_through_zotero_desktop_is_listed_and_taken_back_there(
    zotlist: Zotlist, document: Path, standin: StandIn, tmp_path: Path
) -> None:
    walk = (
        "run",
        document,
        *GROUP,
        "--local",
        "--into",
        tmp_path / "out",
        "--plain",
        "--quiet",
    )

    code, _ = zotlist(*walk, "--local")
    _, listed = zotlist("history", *GROUP, "--local")
    _, elsewhere = zotlist("history", *GROUP)
    undone, said = zotlist("undo", 1, *GROUP, "--local", "--quiet")

    assert code == undone == ALL_WELL
    assert re.search(r"^ +1  20\d\d-", listed, re.MULTILINE)
    assert "no run" in elsewhere
    assert "run 1 taken back: 3 items" in said
    assert standin.zotero.version == 0


def test_zotero_desktop_that_does_not_run_is_an_outage_in_one_line(
    zotlist: Zotlist, document: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "zotlist.toml"
    told = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("(?m)^desktop = .*$", f'desktop = "{closed_port()}/api"', told))

    code, said = zotlist("plan", document, *GROUP, "--local", "--quiet")

    assert code == WAS_DOWN
    assert "start Zotero on this machine" in said
    assert said.count("\n") == 1


def test_a_key_that_zotero_desktop_gave_for_good_is_kept_for_its_owner_alone(
    zotlist: Zotlist,
    document: Path,
    standin: StandIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tmp_path / "key"
    monkeypatch.setenv("ZOTERO_LOCAL_API_KEY_FILE", str(kept))
    into = ("--into", tmp_path / "out", "--plain", "--quiet")
    walk = ("run", document, *GROUP, "--local", *into)

    zotlist(*walk)
    document.write_text(LIST.replace("A page", "Another"), encoding="utf-8")
    code, said = zotlist(*walk)

    assert code == ALL_WELL, said
    assert kept.stat().st_mode & 0o777 == 0o600
    assert standin.desktop.dialogs == ["zotlist"]
    assert len(standin.desktop.group.items()) == 3
