"""Keys in Secret blocks of Prefect, with a server of our own that keeps them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.keys import is_given, secret
from flows.settings import BadSettings
from tests.flows.test_flow import left_by_the_run
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place

DRIVER = """
import json, os, subprocess, sys
from pathlib import Path
from flows.engine import prepare, start_server

told = json.load(sys.stdin)
prepare(Path(told["state"]))
start_server()()
from prefect.blocks.system import Secret

Secret(value=told["key"]).save("zotero-key")
ends = []
for block, more in (("zotero-key", ["-vv"]), ("zotero-kee", ["--plain", "--quiet"])):
    run = subprocess.run(
        [sys.executable, "-m", "flows.cli", *told["words"], *more],
        env={**os.environ, "ZOTERO_API_KEY_BLOCK": block},
        capture_output=True, text=True, check=False,
    )
    ends.append([run.returncode, run.stdout, run.stderr])
print(json.dumps(ends))
"""


def test_a_flow_writes_with_the_key_of_a_block_and_tells_it_nobody(
    standin: StandIn, tmp_path: Path
) -> None:
    settings = Place(folder=tmp_path, endpoints=standin.endpoints).settings_file()
    document = tmp_path / "list.md"
    document.write_text("- [a](https://arxiv.org/abs/1312.6120)\n", encoding="utf-8")
    words = ["run", document, "--group", GROUP_ID, "--into", tmp_path / "out"]
    told = {
        "state": str(tmp_path / "state"),
        "key": READ_WRITE_KEY,
        "words": [*map(str, words), "--settings", str(settings)],
    }
    environ = {
        name: value
        for name, value in os.environ.items()
        if "PREFECT" not in name and not name.startswith("ZOTERO")
    }

    driver = subprocess.run(
        [sys.executable, "-c", DRIVER], input=json.dumps(told), env=environ,
        capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip

    assert driver.returncode == 0, driver.stderr
    [(code, out, err), (wrong, _, why)] = json.loads(driver.stdout.splitlines()[-1])
    assert code == 0, [line for line in err.splitlines() if line.startswith("zotlist:")]
    assert len(standin.zotero.items()) == 1
    left = [*left_by_the_run(tmp_path), out.encode(), err.encode(), why.encode()]
    assert not any(READ_WRITE_KEY.encode() in each for each in left)
    assert wrong == 2
    [line] = [line for line in why.splitlines() if line.startswith("zotlist:")]
    assert "has no Secret block 'zotero-kee': make it with python -c" in line


def test_a_block_counts_as_a_key_before_it_is_asked_for() -> None:
    environ = {"ZOTERO_API_KEY_BLOCK": "zotero-key"}

    assert is_given("ZOTERO_API_KEY", environ)
    assert not is_given("ZOTERO_API_KEY", {})


def test_the_environment_goes_before_a_block() -> None:
    environ = {"ZOTERO_API_KEY": "here", "ZOTERO_API_KEY_BLOCK": "zotero-key"}

    assert secret("ZOTERO_API_KEY", environ) == "here"


def test_a_block_without_a_server_is_said_in_one_line() -> None:
    server: dict[Any, Any] = {PREFECT_API_URL: None}

    with temporary_settings(server), pytest.raises(BadSettings) as raised:
        secret("ZOTERO_API_KEY", {"ZOTERO_API_KEY_BLOCK": "zotero-key"})

    assert "none is named: set PREFECT_API_URL" in str(raised.value)
    assert "\n" not in str(raised.value)
