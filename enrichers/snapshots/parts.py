"""Links on disk: dealt out into parts by what they point at, and put back in their order."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from enrichers.items.typed import typed_id
from enrichers.snapshots.keys import name_key
from enrichers.snapshots.layout import Table
from enrichers.snapshots.rows import LINKS, ROWS, table_of
from seeds.model import Link

MOST = 50_000
"""Links that are resolved together: one join for each look-up, and a few hundred megabytes."""
FEWEST = 5_000
"""Links below which a part costs more than it spares: each reads through the snapshots."""
PARTS = 2
"""Of a list that is neither short nor huge; more would read the snapshots more often than they
spare time."""
FILE_ROWS = 50_000
"""Of the tables that are written."""
AT_ONCE = 10_000
"""Links of a document that become rows together."""
GROUP_ROWS = 5_000
NUMBER = "number"
DEALT = pa.schema(
    [
        *LINKS,
        pa.field(NUMBER, pa.int64(), nullable=False),
        pa.field("key", pa.uint64(), nullable=False),
    ]
)
"""Links in their order, counted from 0, and by what they are dealt out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """Links on disk, as they are dealt out."""

    file: Path
    links: int
    digest: str
    """What tells these links from others."""
    parts: int

    def part(self, number: int) -> Table:
        """The links of one part, in their order. All that name one thing are in one."""
        found: list[Table] = []
        with pq.ParquetFile(self.file) as file:
            for batch in file.iter_batches(batch_size=AT_ONCE):
                is_in = batch.column("key").to_numpy() % self.parts == number
                found.append(batch.filter(pa.array(is_in)))
            return pa.Table.from_batches(found, schema=file.schema_arrow).drop_columns("key")


def deal(documents: Iterable[Sequence[Link]], file: Path, *, size: int | None = None) -> Deal:
    """Write the links of documents into a file, one document after the other.

    Into how many parts they go depends on their number alone, if not on a `size`: never on
    who is to work on them.
    """
    links = 0
    aside = file.with_suffix(".tmp")
    with pq.ParquetWriter(aside, DEALT, compression="zstd") as writer:
        for document in documents:
            for start in range(0, len(document), AT_ONCE):
                some = document[start : start + AT_ONCE]
                writer.write_table(_dealt(some, links))
                links += len(some)
    aside.replace(file)
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    each = size or min(max(-(-links // PARTS), FEWEST), MOST)
    return Deal(file=file, links=links, digest=digest, parts=-(-links // each))


def _dealt(links: Sequence[Link], number: int) -> Table:
    numbers = np.arange(number, number + len(links))
    keys = np.array([name_key(typed_id(link)) >> 1 for link in links], np.uint64)
    table = table_of(links).append_column(DEALT.field(NUMBER), pa.array(numbers))
    return table.append_column(DEALT.field("key"), pa.array(keys))


def write_part(rows: Table, file: Path) -> None:
    """Keep what came of a part; the file is whole or absent."""
    aside = file.with_suffix(".tmp")
    pq.write_table(rows, aside, compression="zstd", row_group_size=GROUP_ROWS)
    with aside.open("rb+") as written:
        os.fsync(written.fileno())
    aside.replace(file)


def is_done(file: Path) -> bool:
    """Whether a part is there; a damaged one, as a power cut may leave it, is taken away."""
    try:
        pq.read_metadata(file)
    except FileNotFoundError:
        return False
    except pa.ArrowException:
        file.unlink()
        return False
    return True


def in_order(files: Sequence[Path], links: int) -> Iterator[Table]:
    """What came of all parts, in the order of the links, table by table."""
    for start in range(0, links, FILE_ROWS):
        window = [(NUMBER, ">=", start), (NUMBER, "<", start + FILE_ROWS)]
        rows: Table = pq.read_table(list(files), filters=window)
        yield rows.sort_by(NUMBER).combine_chunks().select(ROWS.names).cast(ROWS)
