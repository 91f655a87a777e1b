"""What reading PDFs costs: `python -m tests.bench.pdfs [FOLDER]`."""

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from enrichers.pages.model import Fetched, PageState, Reading
from enrichers.pages.pdf import PdfReader
from enrichers.pages.pdf_worker import MEMORY, PROCESSOR_SECONDS
from tests.enrichers.pages.hostile_pdfs import (
    TEXT,
    bomb,
    bomb_in_a_bomb,
    many_operators,
    raw_pdf,
)
from tests.standin.documents.layouts import LAYOUTS, pdf
from tests.standin.pages import Page

ROUNDS = 25  # of each layout
DENSE_ROWS = 100  # of ten words: two columns of a journal in small type
URL = "https://a.example/things.pdf"
MOST_CPU = 60.0  # milliseconds for each
MOST_MEMORY = 200.0  # MB of the process that opens them
MEGABYTE = 1024  # kilobytes, in which the system counts memory


def generated() -> Iterator[bytes]:
    """Documents of every layout, and as many journal pages full of small type."""
    for number in range(ROUNDS):
        for layout in LAYOUTS:
            yield pdf(
                Page(
                    url=f"https://a.example/{layout}{number}.pdf",
                    title="On the Gradient Flows of Wide Networks",
                    authors=("Ada Berg", "Juan de la Cruz"),
                    body=("A University",),
                    kind="pdf",
                    layout=layout,
                )
            )
        yield raw_pdf([dense(number)])


def dense(number: int) -> bytes:
    """A page of 6,000 letters in two columns, each word drawn on its own as TeX does."""
    word = b"(bound%d) Tj 26 0 Td" % number
    rows = (
        b"1 0 0 1 %d %d Tm %b" % (40 + 270 * (row % 2), 770 - 7 * row, b" ".join([word] * 10))
        for row in range(DENSE_ROWS)
    )
    return b"BT /F 6 Tf " + b"\n".join(rows) + b" ET"


def in_folder(folder: Path) -> Iterator[bytes]:
    """The PDF files below a folder."""
    for path in sorted(folder.rglob("*.pdf")):
        if path.is_file():
            yield path.read_bytes()


def measured(
    name: str, files: Sequence[bytes], *, cpu: float = MOST_CPU, memory: float = MOST_MEMORY
) -> bool:
    """Read them all and print time, CPU and memory; whether both stay within the limits."""
    ours, theirs = _seconds(resource.RUSAGE_SELF), _seconds(resource.RUSAGE_CHILDREN)
    walls: list[float] = []
    readings: list[Reading] = []
    with PdfReader(processes=1) as reader:
        for data in files:
            start = time.perf_counter()
            readings.append(reader.read(Fetched(url=URL, state=PageState.ALIVE, body=data)))
            walls.append((time.perf_counter() - start) * 1000)
    judging = (_seconds(resource.RUSAGE_SELF) - ours) * 1000 / len(files)
    opening = (_seconds(resource.RUSAGE_CHILDREN) - theirs) * 1000 / len(files)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE
    titled = sum(bool(reading.work.title) for reading in readings)
    unread = sum(reading.evidence[0].startswith("unread") for reading in readings)
    sys.stdout.write(
        f"{name:<12}{len(files):>5} files, {titled} with a title, {unread} unread"
        f"  CPU {opening + judging:6.1f} ms each (opening {opening:.1f}, judging {judging:.1f};"
        f" at most {cpu:.0f})  wall {sum(walls) / len(files):6.1f},"
        f" slowest {max(walls):4.0f} ms"
        f"  peak of the process {peak:4.0f} MB (at most {memory:.0f})\n"
    )
    return opening + judging <= cpu and peak <= memory


def _seconds(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main(arguments: Sequence[str]) -> None:
    """Measure generated documents, those of a folder if one is given, and hostile ones.

    The process fails if any pass a limit; hostile ones may go as far as the process that opens
    them may go.
    """
    within = [measured("generated", list(generated()))]
    within += [
        measured(Path(folder).name, list(in_folder(Path(folder)))) for folder in arguments
    ]
    hostile = [many_operators(), bomb(), bomb_in_a_bomb(), raw_pdf([TEXT], pages=10_000)]
    within.append(
        measured(
            "hostile", hostile, cpu=PROCESSOR_SECONDS * 1000, memory=MEMORY / MEGABYTE / 1024
        )
    )
    if not all(within):
        sys.exit("a document took more time or memory than is allowed")


if __name__ == "__main__":
    main(sys.argv[1:])
