"""Lets habanero send its requests over a line of ours, not over a new connection for each."""

import importlib
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import habanero
import httpx2

Line = Callable[[str, Mapping[str, Any]], httpx2.Response]
"""Sends a GET request for an address and its parameters."""

MODULES = ("habanero.request", "habanero.request_class")
"""Where habanero calls `httpx2.get`; it offers no way to be given a client."""

_line: ContextVar[Line | None] = ContextVar("line", default=None)


class _Httpx2:
    """What habanero's modules find under the name httpx2."""

    def get(self, url: str, *, params: Mapping[str, Any], **settings: Any) -> httpx2.Response:
        line = _line.get()
        if line is None:
            return httpx2.get(url, params=params, **settings)
        return line(url, params)

    def __getattr__(self, name: str) -> Any:
        return getattr(httpx2, name)


@contextmanager
def habanero_over(line: Line) -> Generator[None]:
    """While this lasts, and for this thread alone, habanero's requests go over the line."""
    token = _line.set(line)
    try:
        yield
    finally:
        _line.reset(token)


def _install() -> None:
    for name in MODULES:
        names = vars(importlib.import_module(name))
        if "httpx2" not in names:
            raise ImportError(f"{name} of habanero {habanero.__version__} is built otherwise")
        names["httpx2"] = _Httpx2()


_install()
