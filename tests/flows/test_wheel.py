"""What is built from the checkout is all that a user needs, and no more."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "outputs", "enrichers", "seeds")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ("pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index")
    subprocess.run(
        [sys.executable, "-m", *build, "--wheel-dir", folder, ROOT],
        check=True, cwd=folder, env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )  # fmt: skip
    [built] = folder.glob("zotlist-*.whl")
    return built


def test_every_file_of_the_rooms_is_in_it_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}

    here = {
        file.relative_to(ROOT).as_posix()
        for room in ROOMS
        for file in (ROOT / room).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert names == here


def test_it_runs_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    [entries] = (tmp_path / "installed").glob("*.dist-info/entry_points.txt")
    scripts = ConfigParser()
    scripts.read(entries)
    module, _, function = scripts["console_scripts"]["zotlist"].partition(":")
    site = [str(tmp_path / "installed"), sysconfig.get_path("purelib")]
    start = (
        f"import sys; sys.path[:0] = {site!r}; import {module}; "
        f"assert {module}.__file__.startswith({site[0]!r}); sys.exit({module}.{function}())"
    )
    (tmp_path / "reading.md").write_text("- only [words](notes.md)\n")
    words = ["enrich", "reading.md", "--into", "out", "--state", "state", "--plain", "--json"]

    # -S: without the links that an editable install puts into the path.
    plain = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start, "--help"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    walked = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start, *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "usage: zotlist" in plain.stdout
    assert walked.returncode == 0, walked.stderr
    assert '"skipped": 1' in walked.stdout
