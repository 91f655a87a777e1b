"""The guard that keeps the tests on this machine."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.standin.loopback import Guard, OutsideConnection, is_loopback

ROOT = Path(__file__).parents[2]

SWALLOWED = """
import socket
def test_quiet():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    except Exception:
        pass
"""


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("192.0.2.1", 80))),
        ("socket.connect", (None, ("2001:db8::1", 80, 0, 0))),
        ("socket.sendto", (None, ("192.0.2.1", 53))),
        ("socket.getaddrinfo", ("example.org", 443, 0, 0, 0)),
        ("socket.getaddrinfo", (b"example.org", 443, 0, 0, 0)),
        ("socket.gethostbyname", ("example.org",)),
    ],
)
def test_ways_out_are_closed_and_noted(event: str, arguments: tuple[object, ...]) -> None:
    guard = Guard()

    with pytest.raises(OutsideConnection):
        guard(event, arguments)

    assert len(guard.take()) == 1
    assert guard.take() == []


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.connect", (None, ("::1", 80, 0, 0))),
        ("socket.connect", (None, "/run/some.sock")),
        ("socket.getaddrinfo", ("localhost", 80, 0, 0, 0)),
        ("socket.getaddrinfo", (None, 80, 0, 0, 0)),
        ("open", ("example.org", "r", 0)),
    ],
)
def test_what_stays_here_passes(event: str, arguments: tuple[object, ...]) -> None:
    guard = Guard()

    guard(event, arguments)

    assert guard.take() == []


def test_a_name_that_nobody_may_have_is_not_asked_for() -> None:
    guard = Guard()

    with pytest.raises(socket.gaierror):
        guard("socket.getaddrinfo", ("nobody.invalid", 80, 0, 0, 0))

    assert guard.take() == []


@pytest.mark.parametrize("host", ["127.0.0.1.example.org", "localhost.example.org", "10.0.0.1"])
def test_what_only_looks_like_here_is_outside(host: str) -> None:
    assert not is_loopback(host)


def test_a_test_that_swallows_the_error_fails_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "test_quiet.py").write_text(SWALLOWED)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert run.returncode == 1
    assert "it tried to leave this machine: socket.getaddrinfo to 192.0.2.1" in run.stdout
