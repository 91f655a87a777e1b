"""A polite client for the stand-in's own tests."""

from collections.abc import Iterator

import httpx2
import pytest

POLITE = {"User-Agent": "zotlist-tests (https://example.org; mailto:ada@example.org)"}


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    # No TLS here, and reading the authorities' certificates takes 40 ms.
    with httpx2.Client(headers=POLITE, verify=False) as http:
        yield http
