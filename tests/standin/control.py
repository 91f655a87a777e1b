"""The stand-in's own address, for other processes: what happened, and commands."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from tests.standin.wire import Reply, Request, json_reply


class Controlled(Protocol):
    """What can be asked and told from outside."""

    @property
    def requests(self) -> list[Request]: ...

    @property
    def violations(self) -> list[str]: ...

    def misbehave(
        self,
        service: str,
        fault: str,
        *,
        times: int | None = None,
        after: int = 0,
        holding: str = "",
        retry_after: str | int = "",
        seconds: float = 0.0,
        ids: Iterable[str] = (),
    ) -> None: ...

    def heal(self, service: str | None = None) -> None: ...


def answer(request: Request, server: Controlled) -> Reply:
    """Answer GET requests, counts and violations; obey POST misbehave and heal.

    A command's JSON holds the arguments of the method of that name.
    """
    name = request.path.strip("/")
    if request.method == "GET" and name in REPORTS:
        return json_reply(REPORTS[name](server))
    if request.method != "POST" or name not in {"misbehave", "heal"}:
        return json_reply({"error": f"nothing to {request.method} at {name!r}"}, status=404)
    try:
        arguments = json.loads(request.body or b"{}")
        command = server.misbehave if name == "misbehave" else server.heal
        command(**arguments)
    except (TypeError, ValueError) as error:
        return json_reply({"error": str(error)}, status=400)
    return json_reply({"done": name})


def _requests(server: Controlled) -> object:
    return [
        {
            "service": request.service,
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "bytes": len(request.body),
            "at": request.at,
            "client": request.client,
        }
        for request in server.requests
    ]


def _counts(server: Controlled) -> object:
    return Counter(request.service for request in server.requests)


def _violations(server: Controlled) -> object:
    return server.violations


REPORTS: Mapping[str, Callable[[Controlled], object]] = {
    "requests": _requests,
    "counts": _counts,
    "violations": _violations,
}
