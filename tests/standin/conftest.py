"""A polite client for the stand-in's own tests."""

from collections.abc import Iterator

import httpx2
import pytest

POLITE = {"User-Agent": "zotlist-tests (https://example.org; mailto:ada@example.org)"}


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client(headers=POLITE) as http:
        yield http
