from collections.abc import Iterator
from pathlib import Path

import pytest

from enrichers.snapshots.build import build
from enrichers.snapshots.lookup import Snapshot
from tests.enrichers.snapshots.dumps import (
    ODES,
    OLD,
    PUBLISHED,
    SURVEY,
    paper,
    write_items,
    write_lines,
)


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Snapshots of arXiv, of March 2024, and of Crossref, of April 2026."""
    room = tmp_path_factory.mktemp("snapshots")
    dump = write_lines(room / "arxiv.json", [ODES, OLD, *map(paper, range(1, 300))])
    build("arxiv", dump, room / "arxiv")
    write_items(room / "dump" / "0.json.gz", [PUBLISHED, SURVEY])
    build("crossref", room / "dump", room / "crossref")
    return room / "arxiv", room / "crossref"


@pytest.fixture
def arxiv(folders: tuple[Path, Path]) -> Iterator[Snapshot]:
    snapshot = Snapshot(folders[0])
    yield snapshot
    snapshot.close()


@pytest.fixture
def crossref(folders: tuple[Path, Path]) -> Iterator[Snapshot]:
    snapshot = Snapshot(folders[1])
    yield snapshot
    snapshot.close()
