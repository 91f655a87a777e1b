"""What tests of sources and of the ladder begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enrichers.asking.pace import Pace
from enrichers.pages.reader import Reader
from tests.enrichers.climbing import Walk
from tests.standin.server import StandIn


@pytest.fixture
def pace(tmp_path: Path) -> Pace:
    """One that nobody used yet."""
    return Pace(tmp_path / "state.db")


@pytest.fixture
def walk(standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The climb of lists against the stand-in of a test."""
    for name, value in standin.proxy(tmp_path).environment.items():
        monkeypatch.setenv(name, value)
    with Reader() as reader:
        walk = Walk(standin, tmp_path, reader)
        yield walk
        walk.close()
