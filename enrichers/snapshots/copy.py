"""A snapshot in the place of its service, for as long as that gives no answer."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from enrichers.model import Identifier, Work
from enrichers.snapshots.layout import Kind, SnapshotBroken
from enrichers.snapshots.lookup import BATCH, Snapshot
from enrichers.sources.payload import slices


class Copy:
    """Tells what is in a snapshot. What is not may have come later: that is no news."""

    def __init__(self, path: Path, kind: Kind) -> None:
        """Raises SnapshotBroken when there is no snapshot of that kind."""
        self._snapshot = Snapshot(path)
        if self._snapshot.manifest.kind is not kind:
            self.close()
            found = self._snapshot.manifest.kind
            raise SnapshotBroken(f"{path} is a snapshot of {found}, not of {kind}")
        self.name = self._snapshot.name
        """Such as "snapshot:arxiv"; its works say of which day it is."""

    def close(self) -> None:
        """Let go of the files."""
        self._snapshot.close()

    def answers(self, identifier: Identifier) -> bool:
        """Identifiers of its service."""
        return self._snapshot.answers(identifier)

    def batches(self, identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
        """50,000 at a time."""
        return slices(identifiers, BATCH)

    def lookup(self, batch: Sequence[Identifier]) -> Mapping[Identifier, Work]:
        """The works of one batch that are in it."""
        return self._snapshot.ask(batch).found
