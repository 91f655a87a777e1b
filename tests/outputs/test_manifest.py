"""From its manifest anybody can tell what made the files of a run, and if they are whole."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from outputs.manifest import (
    MANIFEST,
    About,
    NotAManifest,
    SecretRefused,
    Sum,
    is_secret,
    public,
    read_manifest,
    sum_of_file,
    verify,
    versions,
    write_manifest,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "links.csv").write_text("url\nhttps://a.test/\n")
    (tmp_path / "report.md").write_text("# A run\n")
    write_manifest(tmp_path, "first", About(made_at=NOON, counts={"links": 1}))
    return tmp_path


def test_a_manifest_says_what_a_run_was_made_of(tmp_path: Path) -> None:
    about = About(
        made_at=NOON,
        settings={"contact": "a@b.test", "state": tmp_path, "days": (1, 2), "on": True},
        inputs={"list.md": Sum("0" * 64, 7)},
        counts={"links": 3, "requests": MappingProxyType({"crossref": 2})},
    )

    write_manifest(tmp_path, "first", about)

    told = json.loads((tmp_path / MANIFEST).read_bytes())
    assert told["run"] == "first"
    assert told["made_at"] == "2026-03-01T12:00:00+00:00"
    assert told["settings"] == {
        "days": [1, 2],
        "on": True,
    }
    assert told["inputs"]["list.md"]["size"] == 7
    assert told["counts"] == {"links": 3, "requests": {"crossref": 2}}
    assert told["packages"]["zotlist"]


def test_a_manifest_reads_back(folder: Path) -> None:
    manifest = read_manifest(folder)

    assert manifest.run == "first"
    assert manifest.files == {
        name: sum_of_file(folder / name) for name in ("links.csv", "report.md")
    }


def test_names_that_are_no_text_are_written_down(tmp_path: Path) -> None:
    inputs = {"liste-é.md": Sum("0" * 64, 0), "odd-\udcff.md": Sum("0" * 64, 0)}

    write_manifest(tmp_path, "first", About(made_at=NOON, inputs=inputs))

    assert set(read_manifest(tmp_path).content["inputs"]) == set(inputs)


def test_a_whole_folder_agrees_with_its_manifest(folder: Path) -> None:
    assert verify(folder) == []


def test_a_changed_byte_is_seen(folder: Path) -> None:
    (folder / "links.csv").write_text("url\nhttps://b.test/\n")

    assert verify(folder) == ["links.csv: its content was changed"]


def test_a_cut_file_is_seen(folder: Path) -> None:
    (folder / "links.csv").write_text("url\n")

    assert verify(folder) == ["links.csv: 4 bytes, not 20"]


def test_a_missing_and_an_unknown_file_are_seen(folder: Path) -> None:
    (folder / "report.md").rename(folder / "notes.md")

    assert verify(folder) == ["report.md: missing", "notes.md: not in the manifest"]


def test_a_link_in_place_of_a_file_is_seen(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "links.csv"
    (folder / "links.csv").rename(elsewhere)
    (folder / "links.csv").symlink_to(elsewhere)

    assert verify(folder) == ["links.csv: not a file of this folder"]


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "a/b"])
def test_a_manifest_does_not_lead_out_of_its_folder(folder: Path, name: str) -> None:
    told = json.loads((folder / MANIFEST).read_bytes())
    told["files"][name] = {"sha256": "0", "size": 1}
    (folder / MANIFEST).write_text(json.dumps(told))

    assert verify(folder) == [f"{name}: not a file of this folder"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        "\x00",
        '{"format": 2}',
        '{"format": 1, "files": []}',
        "[" * 99_999,
    ],
)
def test_what_is_no_manifest_is_said_to_be_none(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text)

    with pytest.raises(NotAManifest, match=r"manifest\.json"):
        read_manifest(folder)
    assert len(verify(folder)) == 1


def test_a_folder_without_manifest_does_not_agree(tmp_path: Path) -> None:
    assert verify(tmp_path) == [f"{tmp_path / MANIFEST}: No such file or directory"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "api_key",
            "apiKey",
            "APIKey",
            "zotero-key",
            "ZOTERO_API_KEY",
            "key",
            "keys",
            "KEY_2",
        ),
        *("token", "accesstoken", "password", "db_passwd", "secret", "client_secret", "pwd"),
        *("Authorization", "auth", "cookie", "credentials", "passphrase", "zoteroKey"),
    ],
)
def test_a_setting_that_looks_like_a_secret_is_refused(name: str) -> None:
    with pytest.raises(SecretRefused, match=name) as refused:
        public({"outer": {name: "s3cr3t"}})

    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize(
    "name",
    ["keywords", "authors", "monkey", "statement", "record_days", "pace"],
)
def test_other_settings_are_shown(name: str) -> None:
    assert not is_secret(name)
    assert public({name: 1}) == {name: 1}


def test_who_ran_it_and_where_is_left_out() -> None:
    told = {
        "contact": "a@b.test",
        "state": Path("/home/a/state"),
        "arxiv_snapshot": "/home/a/arxiv",
        "days": 1,
    }

    assert public(told) == {"days": 1}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://127.0.0.1:8000/works", "http://127.0.0.1:8000/works"),
        ("https://me:s3cr3t@host.test/x", "https://***@host.test/x"),
        ("https://me:s3@cr3t@host.test/x", "https://***@host.test/x"),
        ("https://host.test/?a=1&api_key=s3cr3t&b=2", "https://host.test/?a=1&api_key=***&b=2"),
        ("https://host.test/?token=s3cr3t", "https://host.test/?token=***"),
        ("https://host.test/?mailto=a@b.test", "https://host.test/?mailto=a@b.test"),
    ],
)
def test_addresses_lose_what_opens_doors(address: str, shown: str) -> None:
    assert public({"endpoints": {"one": address}, "all": [address]}) == {
        "endpoints": {"one": shown},
        "all": [shown],
    }


def test_the_versions_are_those_installed_here() -> None:
    found = versions()

    assert {"zotlist", "pandas", "prefect", "pyzotero"} <= set(found)
    assert all(found.values())
