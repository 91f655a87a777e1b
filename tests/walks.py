"""Walks over the seed list and smaller ones against a stand-in, for the tests of the whole."""

import json
import os
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.settings import SERVICES, Settings
from flows.sources import STATE_FILE
from flows.steps import Job
from tests.standin.server import StandIn

SEED = Path(__file__).parent.parent / "seeds" / "lists" / "mathematics-of-deep-learning.md"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONTACT = "tests@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a test's walk keeps its things."""

    folder: Path
    endpoints: dict[str, str]
    pages: bool = False
    """Whether pages are looked at, through the proxy of the environment."""

    def job(self, library: str = "", *lists: Path) -> Job:
        """A walk over the seed list, or over these."""
        endpoints = {name: self.endpoints[name] for name in SERVICES if name in self.endpoints}
        return Job(
            lists=lists or (SEED,),
            into=self.folder / "exports",
            settings=Settings(
                contact=CONTACT,
                state=self.folder / "state",
                endpoints=endpoints,
                pages=self.pages,
                search=self.pages,
            ),
            library=library,
        )

    def settings_file(self, **changes: str | int) -> Path:
        """The same as a settings file."""
        told = {"contact": CONTACT, "state": str(self.folder / "state"), **changes}
        told = {"pages": self.pages, "search": self.pages, **told}
        return settings_file(self.folder / "zotlist.toml", self.endpoints, told)


@contextmanager
def on_the_web(standin: StandIn, folder: Path) -> Generator[None]:
    """While this lasts, the stand-in is the web: it is the proxy of the environment."""
    before = dict(os.environ)
    os.environ.update(standin.proxy(folder).environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def settings_file(
    file: Path, endpoints: Mapping[str, str], told: Mapping[str, str | int]
) -> Path:
    """Write a settings file that leads to a stand-in."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in told.items()]
    lines.append("[endpoints]")
    lines += [f"{name} = {json.dumps(endpoints[name])}" for name in SERVICES]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def time_passes(state: Path) -> None:
    """Long enough for every service to be asked again at once."""
    with closing(sqlite3.connect(state / STATE_FILE)) as connection, connection:
        connection.execute("DELETE FROM pace")
        connection.execute("DELETE FROM allowances")
