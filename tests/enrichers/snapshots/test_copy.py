from pathlib import Path

import pytest

from enrichers.asking.ask import ask
from enrichers.asking.store import Store
from enrichers.model import Identifier, Scheme
from enrichers.snapshots.copy import Copy
from enrichers.snapshots.layout import Kind, SnapshotBroken
from tests.walks import NOW

PAPER = Identifier(Scheme.ARXIV, "1806.07366")
NEVER = Identifier(Scheme.ARXIV, "1805.99999")
SINCE = Identifier(Scheme.ARXIV, "2403.00001")


def test_it_tells_what_it_has_and_nothing_of_the_rest(folders: tuple[Path, Path]) -> None:
    copy = Copy(folders[0], Kind.ARXIV)

    found = copy.lookup([PAPER, NEVER, SINCE])

    assert set(found) == {PAPER}
    assert found[PAPER].origin["title"].source == "snapshot:2024-03-05"
    copy.close()


def test_it_is_asked_anew_each_time_for_a_newer_one_may_have_come(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    copy, store = Copy(folders[0], Kind.ARXIV), Store(tmp_path / "answers.db")
    today = NOW.date()

    ask(copy, [PAPER, SINCE], store=store, today=today)

    assert store.recall(copy.name, [PAPER, SINCE], today=today) == ({}, frozenset())
    copy.close()


def test_a_snapshot_of_another_service_does_not_stand_in(folders: tuple[Path, Path]) -> None:
    with pytest.raises(SnapshotBroken, match="crossref, not of arxiv"):
        Copy(folders[1], Kind.ARXIV)
