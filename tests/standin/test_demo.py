"""What `make demo` does, twice: the second time nothing is asked and nothing is written."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def demo(folder: Path) -> str:
    environ = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.standin.demo", "--plain"],
        cwd=folder, env=environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_second_demo_finds_everything_as_it_left_it(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")

    first, second = demo(tmp_path), demo(tmp_path)

    assert "stand-ins" in first
    assert "0 requests, 0 writes" not in first
    assert "0 requests, 0 writes" in second
    assert (tmp_path / "exports" / "demo" / "links.parquet").is_file()
