"""One Prefect server for all tests that need one, and a list and a command line for others."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.cli import main
from tests.flows.under_prefect import PrefectServer
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place

pytest.register_assert_rewrite("tests.flows.dying")

LIST = """# Kinetics
- [Discrete Mathematics of Neural Networks](https://doi.org/10.1137/1.9780898718539)
- [Ordinary things](https://arxiv.org/abs/1806.07366)
## Pages
- [A page](https://things.made-up.net/page)
"""
GROUP = ("--group", str(GROUP_ID))

Zotlist = Callable[..., tuple[int, str]]
"""Runs a command; gives its exit code and all that it said."""


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """A server with a history of its own."""
    with PrefectServer(tmp_path_factory.mktemp("prefect")) as server:
        yield server


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The list."""
    path = tmp_path / "list.md"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def zotlist(
    standin: StandIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Zotlist:
    """The command line, with a key that may write to the stand-in's group."""
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
    settings = Place(folder=tmp_path, endpoints=standin.endpoints).settings_file(
        desktop=standin.desktop_endpoint, patience=1
    )

    def run(command: str, *words: object) -> tuple[int, str]:
        code = main([command, *map(str, words), "--settings", str(settings)])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run
