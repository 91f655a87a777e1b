"""Ways in which a service misbehaves, on command."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from urllib.parse import unquote_plus

from tests.standin.wire import Reply, Request, json_reply, text_reply

REFUSALS: Mapping[str, Callable[[int], Reply]] = {
    "arxiv": lambda status: text_reply("Rate exceeded.", status=status),
    "semantic_scholar": lambda status: json_reply(
        {"message": "Too Many Requests. Please wait and try again.", "code": str(status)},
        status=status,
    ),
    "openalex": lambda status: json_reply(
        {"error": "Rate limit exceeded", "message": "Slow down."}, status=status
    ),
}
"""How a service words a refusal; the others send a line of text."""

WALL = b"<!DOCTYPE html><html><head><title>One moment</title></head><body></body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a reply goes out."""

    reply: Reply
    delay: float = 0.0
    """Seconds before the first byte."""
    missing: int = 0
    """Bytes that Content-Length promises and that never come."""
    is_reset: bool = False
    """The connection is reset in place of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to misbehave, and for which requests."""

    kind: str
    """A key of KINDS, or "absent"."""
    service: str
    times: int | None = None
    """For so many requests; None for ever."""
    after: int = 0
    """Requests that pass first."""
    holding: str = ""
    """Only for requests whose address or body holds this text; capitals do not matter."""
    retry_after: str = ""
    """The value of the Retry-After header: seconds or an HTTP date."""
    seconds: float = 0.0
    """How slow."""
    ids: frozenset[str] = frozenset()
    """DOIs, arXiv ids or addresses that the service denies to know; none means all."""


def _status(number: int) -> Callable[[Delivery, Fault], Delivery]:
    def spoil(delivery: Delivery, fault: Fault) -> Delivery:
        worded = REFUSALS.get(fault.service) if number in {429, 503} else None
        reply = worded(number) if worded else text_reply(f"HTTP {number}", status=number)
        wait = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        return replace(delivery, reply=replace(reply, headers={**reply.headers, **wait}))

    return spoil


def _html(delivery: Delivery, _fault: Fault) -> Delivery:
    reply = Reply(body=WALL, headers={"Content-Type": "text/html; charset=utf-8"})
    return replace(delivery, reply=reply)


def _empty(delivery: Delivery, _fault: Fault) -> Delivery:
    return replace(delivery, reply=replace(delivery.reply, body=b"", stream=None))


def _garbage(delivery: Delivery, _fault: Fault) -> Delivery:
    noise = b"\x00\xff<{not an answer"
    return replace(delivery, reply=replace(delivery.reply, body=noise, stream=None))


def _cut(delivery: Delivery, _fault: Fault) -> Delivery:
    body = delivery.reply.body
    start = body[: len(body) * 2 // 3]
    return replace(delivery, reply=replace(delivery.reply, body=start, stream=None))


def _truncated(delivery: Delivery, fault: Fault) -> Delivery:
    short = _cut(delivery, fault)
    return replace(short, missing=max(1, len(delivery.reply.body) - len(short.reply.body)))


def _slow(delivery: Delivery, fault: Fault) -> Delivery:
    return replace(delivery, delay=delivery.delay + fault.seconds)


def _reset(delivery: Delivery, _fault: Fault) -> Delivery:
    return replace(delivery, is_reset=True)


def _tired(delivery: Delivery, fault: Fault) -> Delivery:
    wait = {"Retry-After": fault.retry_after}
    reply = replace(delivery.reply, headers={**delivery.reply.headers, **wait})
    return replace(delivery, reply=reply)


def _as_it_is(delivery: Delivery, _fault: Fault) -> Delivery:
    return delivery


KINDS: Mapping[str, Callable[[Delivery, Fault], Delivery]] = {
    **{str(number): _status(number) for number in (403, 406, 429, 500, 502, 503)},
    "html": _html,
    "empty": _empty,
    "garbage": _garbage,
    "cut": _cut,
    "truncated": _truncated,
    "slow": _slow,
    "reset": _reset,
    "lost": _reset,
    "tired": _tired,
    "absent": _as_it_is,
}
""" "cut" is shorter than the whole and says so; "truncated" promises the whole; "reset" is a
request that never arrived and "lost" an answer that never did; "tired" answers, and asks for a
rest."""

UNHEARD = frozenset({"403", "406", "429", "500", "502", "503", "html", "reset"})
"""Faults under which the service never gets to act on the request."""


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._in_force: list[tuple[Fault, list[int]]] = []

    def add(self, fault: Fault) -> None:
        """Put a fault in force; faults add up in the order they came."""
        if fault.kind not in KINDS:
            raise ValueError(f"no fault is called {fault.kind!r}; there are {sorted(KINDS)}")
        with self._lock:
            self._in_force.append((fault, [0]))

    def heal(self, service: str | None = None) -> None:
        """End the faults of a service, or all."""
        with self._lock:
            kept = [] if service is None else self._in_force
            self._in_force = [pair for pair in kept if pair[0].service != service]

    def meeting(self, request: Request) -> list[Fault]:
        """The faults that this request meets; it counts as met."""
        with self._lock:
            return [fault for fault, seen in self._in_force if _meets(fault, seen, request)]


def _meets(fault: Fault, seen: list[int], request: Request) -> bool:
    if fault.service != request.service or not _holds(request, fault.holding):
        return False
    seen[0] += 1
    past = seen[0] - fault.after
    return past > 0 and (fault.times is None or past <= fault.times)


def _holds(request: Request, text: str) -> bool:
    if not text:
        return True
    said = f"{request.path}?{request.query} {request.body.decode('utf-8', 'replace')}"
    return text.lower() in unquote_plus(said).lower()


def hidden(faults: Iterable[Fault]) -> frozenset[str]:
    """The identifiers that the faults make a service deny."""
    absences = [fault.ids or {"*"} for fault in faults if fault.kind == "absent"]
    return frozenset(name.lower() for names in absences for name in names)


def spoiled(delivery: Delivery, faults: Iterable[Fault]) -> Delivery:
    """The delivery after all that goes wrong with it."""
    for fault in faults:
        delivery = KINDS[fault.kind](delivery, fault)
    return delivery
