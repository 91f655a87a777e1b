from pathlib import Path

import pytest

from flows.cli import main
from flows.endings import ALL_WELL, NEEDS_A_PERSON
from tests.flows.test_outages import closed_port
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_ONLY_KEY, READ_WRITE_KEY
from tests.walks import Place, settings_file

SERVICES = ("arxiv", "crossref", "datacite", "doi_org", "semantic_scholar", "openalex")


@pytest.fixture
def settings(standin: StandIn, tmp_path: Path) -> Path:
    return Place(folder=tmp_path, endpoints=standin.endpoints).settings_file(patience=1)


def examine(settings: Path, *more: str) -> int:
    return main(["doctor", "--group", str(GROUP_ID), "--settings", str(settings), *more])


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    """By subject, whether it is well and what is said of it."""
    lines = capsys.readouterr().out.splitlines()
    return {line[5:22].strip(): (line[:3].strip(), line[23:]) for line in lines}


def test_all_is_well(
    settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)

    code = examine(settings)

    told = said(capsys)
    assert code == ALL_WELL
    assert {told[name] for name in SERVICES if name != "openalex"} == {("ok", "answers")}
    assert told["openalex"] == (
        "ok",
        "answers; 0.0999 of 0.1 US dollars are left until 00:00 UTC",
    )
    assert told["github"][1].startswith("answers; 59 of 60 requests are left until ")
    assert told[f"zotero groups/{GROUP_ID}"[:17]][0] == "ok"
    assert "none is needed" in told["S2_API_KEY"][1]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (READ_ONLY_KEY, "may read the group"),
        ("WrongWrongWrongWrongWron", "does not know this API key"),
        ("", "an API key is needed in ZOTERO_API_KEY"),
    ],
)
def test_a_key_that_does_not_do_is_said_in_words(
    settings: Path,
    key: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", key)

    code = examine(settings)

    told = capsys.readouterr().out
    assert code == NEEDS_A_PERSON
    [bad] = [line for line in told.splitlines() if line.startswith("BAD")]
    assert says in bad
    assert "WrongWrong" not in told


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_is_down_is_named(
    standin: StandIn, tmp_path: Path, service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    endpoints = {**standin.endpoints, service: closed_port()}
    settings = Place(folder=tmp_path, endpoints=endpoints).settings_file(patience=1)

    code = main(["doctor", "--settings", str(settings)])

    told = said(capsys)
    assert code == NEEDS_A_PERSON
    assert told[service][0] == "BAD"
    assert "refused the connection" in told[service][1]
    assert [name for name, (mark, _) in told.items() if mark == "BAD"] == [service]


def test_a_missing_contact_is_said_with_what_it_costs(
    standin: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"state": str(tmp_path / "state"), "patience": 1}
    settings = settings_file(tmp_path / "zotlist.toml", standin.endpoints, told)

    code = main(["doctor", "--settings", str(settings)])

    assert code == NEEDS_A_PERSON
    assert "--contact" in said(capsys)["contact"][1]
