"""A Prefect server that was named and does not answer is one line and an outage."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.endings import WAS_DOWN, StepFailed
from flows.engine import prepare
from flows.keys import secret
from flows.reaching import reach
from flows.settings import BadSettings
from tests.flows.test_outages import closed_port
from tests.flows.under_prefect import ROOT
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place

SAYS = "no Prefect server answers at "


def told_of(address: str) -> Any:
    """Prefect, told of a server at an address."""
    server: dict[Any, Any] = {PREFECT_API_URL: address}
    return temporary_settings(server)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://127.0.0.1:9/api", "http://127.0.0.1:9/api ("),
        ("localhost:4200/api", "localhost:4200/api ("),
        ("http://me:secret@127.0.0.1:9/api", "http://127.0.0.1:9/api ("),
        ("http://me:p@secret@127.0.0.1:9/api", "http://127.0.0.1:9/api ("),
        ("http://127.0.0.1:9/api?token=secret", "http://127.0.0.1:9/api ("),
        ("http://me:secret/s@127.0.0.1:9/api", "http://127.0.0.1:9/api ("),
    ],
)
def test_an_address_that_nobody_answers_at(address: str, shown: str) -> None:
    with told_of(address), pytest.raises(StepFailed) as raised:
        reach()

    assert raised.value.is_outage
    assert str(raised.value).startswith(SAYS + shown)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "address", ["http://me:secret/s@127.0.0.1:9/api", "http://[secret/api"]
)
def test_what_is_no_address_is_said_and_not_repeated(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", address)

    with pytest.raises(BadSettings, match="PREFECT_API_URL is no address") as raised:
        prepare(tmp_path)

    assert "secret" not in str(raised.value)


def test_somebody_elses_address(standin: StandIn) -> None:
    with told_of(standin.endpoints["crossref"]), pytest.raises(StepFailed, match="HTTP 4"):
        reach()


def test_a_key_in_a_block_of_a_server_that_is_down() -> None:
    with told_of(f"{closed_port()}/api"), pytest.raises(StepFailed, match=SAYS) as raised:
        secret("ZOTERO_API_KEY", {"ZOTERO_API_KEY_BLOCK": "zotero-key"})

    assert raised.value.is_outage


@pytest.mark.parametrize("command", ["serve", "alerts"])
def test_a_command_ends_in_one_line(command: str, standin: StandIn, tmp_path: Path) -> None:
    settings = Place(folder=tmp_path, endpoints=standin.endpoints).settings_file()
    document = tmp_path / "list.md"
    document.write_text("- [a](https://arxiv.org/abs/1312.6120)\n", encoding="utf-8")
    walk = (document, "--group", GROUP_ID, "--into", tmp_path / "out", "--settings", settings)
    words = ("flows.cli", command, *walk, "--quiet")

    ended = subprocess.run(
        [sys.executable, "-m", *map(str, ("flows.alerts",) if command == "alerts" else words)],
        env={
            **os.environ,
            "ZOTERO_API_KEY": READ_WRITE_KEY,
            "ZOTLIST_ALERTS_URL": "https://hooks.made-up.net/",
            "PREFECT_API_URL": f"{closed_port()}/api",
            "PREFECT_HOME": str(tmp_path / "prefect"),
        },
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == WAS_DOWN
    assert ended.stderr.startswith(f"zotlist: {SAYS}")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""
