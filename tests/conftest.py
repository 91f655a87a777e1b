"""What every test has: a stand-in for the asking, and no way out of this machine."""

import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.standin.loopback import Guard
from tests.standin.server import StandIn

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")
_guard = Guard()
sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def loopback_only() -> Iterator[None]:
    """Fail a test that tried to leave this machine, even if the code swallowed the error."""
    yield
    attempts = _guard.take()
    if attempts:
        pytest.fail(f"it tried to leave this machine: {'; '.join(attempts)}", pytrace=False)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the proxies of whoever runs the tests out of them."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session", autouse=True)
def heeds_interrupts() -> Iterator[None]:
    """Let children be stopped by SIGINT: what runs in the background hands down that it is
    ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A fresh stand-in that watches over a hundredth of the published waiting times."""
    with StandIn(pace=0.01) as server:
        yield server
