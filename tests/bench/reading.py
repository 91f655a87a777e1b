"""Reads Markdown lists of growing size, each in a process of its own: time and memory."""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from seeds.read import read

SIZES = (1, 2, 5, 10)  # MB
MOST_MEMORY = 400  # MB for 10 MB
MOST_GROWTH = 1.5  # times as long per MB for the largest as for the smallest


def main() -> None:
    """Measure and print; fail where time is not linear or memory not bounded."""
    per_mb: list[float] = []
    memory = 0.0
    print(f"{'MB':>4}{'links':>10}{'CPU s':>8}{'s per MB':>10}{'peak MB':>9}")
    with TemporaryDirectory(prefix="reading") as folder:
        for size in SIZES:
            document = Path(folder) / f"{size}.md"
            document.write_text(_markdown(size << 20), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.reading", str(document)],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            links, seconds, memory = map(float, done.stdout.split())
            per_mb.append(seconds / size)
            row = (
                f"{size:>4}{links:>10,.0f}{seconds:>8.1f}{seconds / size:>10.2f}{memory:>9.0f}"
            )
            print(row)
    is_well = memory <= MOST_MEMORY and per_mb[-1] <= MOST_GROWTH * per_mb[0]
    print("linear and bounded" if is_well else "BROKEN: not linear, or too much memory")
    sys.exit(not is_well)


def _markdown(size: int) -> str:
    parts, written, number = ["# A long list\n"], 0, 0
    while written < size:
        number += 1
        heading = f"\n## Part {number // 100}\n\n" if number % 100 == 0 else ""
        item = f"- [Things, part {number}](https://arxiv.org/abs/{number % 10_000:04}.00001) - "
        parts.append(f"{heading}{item}*on things* and https://a{number}.made-up.net/x.\n")
        written += len(parts[-1])
    return "".join(parts)


def measure(document: Path) -> None:
    """Read one document and print links, CPU seconds and peak memory in MB."""
    began = time.process_time()
    links = len(read(document))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(links, time.process_time() - began, used)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        main()
