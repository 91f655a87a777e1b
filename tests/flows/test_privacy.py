"""What a run leaves for readers says nothing of who ran it, and where."""

import gzip
from pathlib import Path

import pytest

from flows.steps import walk
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import CONTACT, NOW, Place

LIST = """# Kinetics
- [Ordinary things](https://arxiv.org/abs/1806.07366)
- [A page](https://things.made-up.net/page)
"""


def test_no_exported_file_names_the_contact_the_key_or_a_folder_of_this_machine(
    standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
    document = tmp_path / "list.md"
    document.write_text(LIST, encoding="utf-8")
    place = Place(folder=tmp_path, endpoints=standin.endpoints)

    walk(place.job(f"groups/{GROUP_ID}", document), now=NOW)

    files = [file for file in (tmp_path / "exports").rglob("*") if file.is_file()]
    assert any(file.name == "manifest.json" for file in files)
    private = [CONTACT, READ_WRITE_KEY, str(tmp_path), str(Path.home()) + "/"]
    assert [
        (file.name, word) for file in files for word in private if word.encode() in _read(file)
    ] == []


def _read(file: Path) -> bytes:
    content = file.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
