"""One Prefect server for all tests that need one."""

from collections.abc import Iterator

import pytest

from tests.flows.under_prefect import PrefectServer

pytest.register_assert_rewrite("tests.flows.dying")


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """A server with a history of its own."""
    with PrefectServer(tmp_path_factory.mktemp("prefect")) as server:
        yield server
