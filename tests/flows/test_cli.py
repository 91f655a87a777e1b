import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import main
from flows.keys import secret
from flows.settings import BadSettings, Settings, load

HEAVY = ("prefect", "pandas", "arxiv", "habanero", "pyzotero", "lxml", "rich")


def test_help_imports_nothing_heavy() -> None:
    asked = f"import sys, flows.cli; print([m for m in {HEAVY!r} if m in sys.modules])"

    run = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.md", b"", "there is no link"),
        ("words.md", b"only words\n", "there is no link"),
        ("broken.md", b"# h\n\nhttp://a.org/\xff\xfe\n", "line 3 is not UTF-8"),
        ("list.pdf", b"%PDF-1.7 http://a.org", "list.pdf"),
        ("list.md", b"PK\x03\x04 http://a.org", "zip"),
    ],
)
def test_a_document_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, says: str
) -> None:
    document = tmp_path / name
    document.write_bytes(content)

    code = main(
        ["enrich", str(document), "--into", str(tmp_path / "out"), "--plain", "--quiet"]
    )

    told = capsys.readouterr().err
    assert code == 2
    assert says in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_missing_document_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(
        ["enrich", str(tmp_path / "no.md"), "--into", str(tmp_path), "--plain", "--quiet"]
    )

    assert code == 2
    assert "there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("contct = 'a@b.org'", "unknown setting 'contct'"),
        ("tags = 'yes'", "'tags' must be a bool"),
        ("include = 'some'", "'include' must be one of"),
        ("record_days = -1", "must not be negative"),
        ("[endpoints]\ngoogle = 'https://x'", "unknown service 'google'"),
        ("[endpoints]\narxiv = 'x'", "must be an http(s) address"),
        ("= 1", "is no valid TOML"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "zotlist.toml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(BadSettings) as raised:
        load(file, {})

    assert says in str(raised.value)


def test_settings_come_from_the_file_before_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "zotlist.toml"
    file.write_text("contact = 'file@example.org'", encoding="utf-8")

    told = load(file, {"ZOTLIST_CONTACT": "env@example.org", "XDG_STATE_HOME": str(tmp_path)})

    assert told == Settings(contact="file@example.org", state=tmp_path / "zotlist")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o622, 0o602])
def test_a_key_file_of_others_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    file.write_text("hush\n", encoding="utf-8")
    file.chmod(mode)

    with pytest.raises(BadSettings, match="chmod 600"):
        secret("ZOTERO_API_KEY", {"ZOTERO_API_KEY_FILE": str(file)})

    file.chmod(0o600)
    assert secret("ZOTERO_API_KEY", {"ZOTERO_API_KEY_FILE": str(file)}) == "hush"


def test_a_key_file_without_a_key_is_said_to_be_empty(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.touch(0o600)

    with pytest.raises(BadSettings, match="is empty"):
        secret("ZOTERO_API_KEY", {"ZOTERO_API_KEY_FILE": str(file)})


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "x", "--into", "out", "--state", "state"),
        ("snapshot", "build", "arxiv", "dump", "--into", "out", "--contact", "a@example.org"),
        ("history", "--group", "1", "--contact", "a@example.org"),
        ("serve", "a.md", "--group", "1", "--into", "out", "--plain"),
    ],
)
def test_an_option_that_would_do_nothing_is_not_offered(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words])

    assert ended.value.code == 2
    assert "unrecognized arguments" in capsys.readouterr().err
