"""A fresh group in memory and a client of it."""

from collections.abc import Generator

import pytest

from tests.standin.test_zotero.client import Client
from tests.standin.zotero import ZoteroGroup


@pytest.fixture
def group() -> Generator[ZoteroGroup]:
    library = ZoteroGroup()
    yield library
    library.close()


@pytest.fixture
def client(group: ZoteroGroup) -> Client:
    return Client(group)
