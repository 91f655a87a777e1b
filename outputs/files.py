"""The frames as CSV and Parquet files, whole or not there, and the way back."""

import errno
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from outputs.table import COUNT, LINK_COLUMNS, SHARE, TEXT, WORK_COLUMNS, Column

Columns = Sequence[Column[Any]]

ARROW_TYPES = {TEXT: pa.string(), COUNT: pa.int64(), SHARE: pa.float64()}
BOM = b"\xef\xbb\xbf"
"""Without it some spreadsheets take UTF-8 for the code page of their country."""
NO_TEXTS: Mapping[str, str] = MappingProxyType({})
ADDED = frozenset({"page", "notices", "version", "version_on", "related"})
"""Columns that tables of earlier versions lack; what they would say is unknown then."""
GUARD = "'"
"""Set before a cell of CSV that a spreadsheet would run, and before one that is set so
already; `read_links` and `read_works` take one away. No identifier begins with such a sign."""
FORMULA = r"'*[=+\-@\t＝＋－＠]"
"""How a cell begins that a spreadsheet runs as a formula, behind any guards."""


REPORT = "report.md"
STORIES = "explain.jsonl"
"""One JSON object a link: how it came to its verdict, for `zotlist explain`."""
FILES = (
    "links.csv",
    "links.parquet",
    "works.csv",
    "works.parquet",
    "schema.md",
    REPORT,
    STORIES,
)

REASONS: Mapping[int | None, str] = {
    errno.EEXIST: "there is a file of that name",
    errno.ENOTDIR: "a part of that path is a file",
    errno.EFBIG: "a file would be larger than is allowed here",
}
"""What stops us, where the system's own words do not say it."""


class ExportFailed(Exception):
    """The tables could not be written; every file is the old one or the new one, whole."""


class NotATable(Exception):
    """A file does not hold one of our tables, or one of another version."""


def make_folder(into: Path) -> None:
    """Make the folder that the tables are to go to, and sweep up after runs that were killed.

    Raises ExportFailed when nothing can be written there.
    """
    probe = part_of(into / REPORT)
    try:
        into.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
        for name in FILES:
            for part in into.glob(f".{name}.*.part"):
                if not is_running(part.suffixes[-2].removeprefix(".")):
                    part.unlink(missing_ok=True)
    except OSError as problem:
        raise failed(into, problem) from problem


def write_tables(
    links: pd.DataFrame,
    works: pd.DataFrame,
    into: Path,
    *,
    texts: Mapping[str, str] = NO_TEXTS,
) -> tuple[Path, ...]:
    """Write both frames in both formats, what their columns mean, and `texts` by the names
    of their files, into a folder.

    Everything is written aside, and put in place when all of it is on the disk. The same
    frames give the same bytes. Raises ExportFailed.
    """
    writers: dict[str, Callable[[IO[bytes]], object]] = {
        "links.csv": partial(_write_csv, links, LINK_COLUMNS),
        "links.parquet": partial(_write_parquet, links, LINK_COLUMNS),
        "works.csv": partial(_write_csv, works, WORK_COLUMNS),
        "works.parquet": partial(_write_parquet, works, WORK_COLUMNS),
        "schema.md": _write_schema,
    }
    writers |= {name: partial(_write_text, text) for name, text in texts.items()}
    make_folder(into)
    return _write_whole({into / name: write for name, write in writers.items()}, into)


def write_questions(frame: pd.DataFrame, target: Path) -> None:
    """Write a table of texts as CSV that spreadsheets open with its letters right; an empty
    one takes the file away. Raises ExportFailed, also when a file of people's stands there."""
    if not _is_ours(target, list(frame.columns)):
        raise ExportFailed(f"{target} is no file of zotlist: move it away")
    if frame.empty:
        with suppress(OSError):
            target.unlink()
        return
    columns = [Column(name, TEXT, "", str) for name in frame.columns]

    def write(file: IO[bytes]) -> None:
        file.write(BOM)
        _write_csv(frame, columns, file)

    _write_whole({target: write}, target.parent)


def _is_ours(target: Path, columns: Sequence[str]) -> bool:
    """Whether there is no such file, or it begins as ours do."""
    try:
        with target.open("rb") as file:
            return file.readline().removeprefix(BOM).strip() == ",".join(columns).encode()
    except FileNotFoundError:
        return True
    except OSError:
        return False


def write_text(text: str, target: Path) -> None:
    """Write a text as a file, whole or not at all. Raises ExportFailed."""
    _write_whole({target: partial(_write_text, text)}, target.parent)


def _write_whole(
    writers: Mapping[Path, Callable[[IO[bytes]], object]], into: Path
) -> tuple[Path, ...]:
    """Write all of it aside, and put it in place when it is on the disk."""
    asides = {target: part_of(target) for target in writers}
    try:
        for aside, write in zip(asides.values(), writers.values(), strict=True):
            with aside.open("wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
        for target, aside in asides.items():
            aside.replace(target)
        sync_folder(into)
    except OSError as problem:
        raise failed(into, problem) from problem
    finally:
        for aside in asides.values():
            with suppress(OSError):
                aside.unlink()
    return tuple(asides)


def read_links(path: Path) -> pd.DataFrame:
    """Read links.csv or links.parquet as `links_frame` made it. Raises NotATable."""
    return _read(path, LINK_COLUMNS)


def read_works(path: Path) -> pd.DataFrame:
    """Read works.csv or works.parquet as `works_frame` made it. Raises NotATable."""
    return _read(path, WORK_COLUMNS)


def _write_csv(frame: pd.DataFrame, columns: Columns, file: IO[bytes]) -> None:
    guarded = frame.copy(deep=False)
    for name in _texts(columns):
        would_run = frame[name].str.match(FORMULA).fillna(False).astype(bool)
        if would_run.any():
            guarded[name] = frame[name].mask(would_run, GUARD + frame[name])
    guarded.to_csv(file, mode="wb", index=False, lineterminator="\n", encoding="utf-8")


def _write_parquet(frame: pd.DataFrame, columns: Columns, file: IO[bytes]) -> None:
    fields = [pa.field(column.name, ARROW_TYPES[column.dtype]) for column in columns]
    table = pa.Table.from_pandas(frame, schema=pa.schema(fields), preserve_index=False)
    pq.write_table(table, file, compression="zstd")


def _write_text(text: str, file: IO[bytes]) -> None:
    file.write(text.encode("utf-8", "replace"))


def _write_schema(file: IO[bytes]) -> None:
    lines = ["# The tables\n"]
    for name, columns in (("links", LINK_COLUMNS), ("works", WORK_COLUMNS)):
        lines += [f"\n## {name}\n", "\n| column | pandas dtype | meaning |\n|---|---|---|\n"]
        lines += [
            f"| {column.name} | {column.dtype} | {column.meaning} |\n" for column in columns
        ]
    file.write("".join(lines).encode())


def _read(path: Path, columns: Columns) -> pd.DataFrame:
    dtypes = {column.name: column.dtype for column in columns}
    is_parquet = path.suffix == ".parquet"
    try:
        if is_parquet:
            frame = pd.read_parquet(path)
        else:
            frame = pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
    except ValueError as problem:
        raise NotATable(f"{path}: {problem}") from problem
    is_older = dtypes.keys() - set(frame.columns) <= ADDED
    if list(frame.columns) != [name for name in dtypes if not is_older or name in frame]:
        raise NotATable(f"{path} has the columns {', '.join(map(str, frame.columns))}")
    whole = frame.reindex(columns=list(dtypes)).astype(dtypes)
    return whole if is_parquet else _without_guards(whole, columns)


def _without_guards(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    for name in _texts(columns):
        is_guarded = frame[name].str.match(GUARD + FORMULA).fillna(False).astype(bool)
        if is_guarded.any():
            frame[name] = frame[name].mask(is_guarded, frame[name].str.slice(start=1))
    return frame


def _texts(columns: Columns) -> Iterable[str]:
    return (column.name for column in columns if column.dtype == TEXT)


def part_of(target: Path) -> Path:
    """Where to write what is to be put in place at once; swept up if we are killed."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def is_running(pid: str) -> bool:
    """Whether the process that is writing a file aside may still be at it."""
    if os.name != "posix" or not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return int(pid) != os.getpid()


def failed(into: Path, problem: OSError) -> ExportFailed:
    """What to raise when the system does not let us write into a folder."""
    reason = REASONS.get(problem.errno, problem.strerror) or str(problem)
    return ExportFailed(f"cannot write the tables into {into}: {reason}")


def sync_folder(folder: Path) -> None:
    """Make the new names last; where folders cannot be opened they need it not."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
