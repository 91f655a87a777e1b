"""Stands between a robot and the group, and does to one write request what networks do."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.standin.wire import Reply, Request, text_reply
from tests.standin.zotero import ZoteroGroup

TIMEOUT = 0.3  # seconds that a robot waits for an answer here

Obey = Callable[[], Reply]
"""Has the group do what was asked, and gives its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What befalls a request."""

    name: str
    befall: Callable[[Obey], Reply]

    def __str__(self) -> str:
        return self.name


def _first_of_two(obey: Obey) -> Reply:
    first = obey()
    obey()
    return first


def _last_of_two(obey: Obey) -> Reply:
    obey()
    return obey()


def _backoff(obey: Obey) -> Reply:
    reply = obey()
    return replace(reply, headers={**reply.headers, "Backoff": "1"})


def _status(status: int, headers: Callable[[], Mapping[str, str]] = dict) -> Obey:
    return lambda: text_reply("An error occurred", status=status, headers=headers())


def _soon() -> Mapping[str, str]:
    at = datetime.now(UTC) + timedelta(seconds=1)
    return {"Retry-After": format_datetime(at, usegmt=True)}


def _silence() -> Reply:
    time.sleep(2 * TIMEOUT)
    return Reply(is_reset=True)


ANSWERS: Mapping[str, Obey] = {
    "412": _status(412),
    "429": _status(429),
    "429 for seconds": _status(429, lambda: {"Retry-After": "1"}),
    "429 until a date": _status(429, _soon),
    "500": _status(500),
    "502": _status(502),
    "503": _status(503),
    "503 for seconds": _status(503, lambda: {"Retry-After": "1"}),
    "504": _status(504),
    "a page": lambda: Reply(body=b"<html></html>", headers={"Content-Type": "text/html"}),
    "half an answer": lambda: Reply(
        body=b'{"successful": {"0"', headers={"Content-Type": "application/json"}
    ),
    "a reset": lambda: Reply(is_reset=True),
    "silence": _silence,
}
"""What a robot gets in place of the group's answer."""


def _instead(answer: Obey) -> Callable[[Obey], Reply]:
    return lambda _obey: answer()


def _afterwards(answer: Obey) -> Callable[[Obey], Reply]:
    def befall(obey: Obey) -> Reply:
        obey()
        return answer()

    return befall


ECHO = "it comes once more, late"
TROUBLES = (
    Trouble(name="it comes twice, the first answer arrives", befall=_first_of_two),
    Trouble(name="it comes twice, the last answer arrives", befall=_last_of_two),
    Trouble(name=ECHO, befall=lambda obey: obey()),
    Trouble(name="it is done, with a backoff", befall=_backoff),
    *(
        Trouble(name=f"it is not done, and answered by {name}", befall=_instead(answer))
        for name, answer in ANSWERS.items()
    ),
    *(
        Trouble(name=f"it is done, and answered by {name}", befall=_afterwards(answer))
        for name, answer in ANSWERS.items()
    ),
)


class Middleman:
    """Passes requests on to a group; to one write request, trouble comes."""

    def __init__(self, theirs: ZoteroGroup) -> None:
        self.theirs = theirs
        self._answer = theirs.answer
        self._trouble: Trouble | None = None
        self._at = 0
        self._seen = 0
        self._echo: Request | None = None

    def trouble(self, trouble: Trouble, *, at: int) -> None:
        """Let it befall the write request of this number, counted from now on."""
        self._trouble, self._at, self._seen = trouble, at, 0

    def calm(self) -> None:
        """No more troubles, but for what is still on its way; the trouble must have come."""
        assert self._seen >= self._at
        self._trouble = None
        self._deliver_echo()

    def answer(self, request: Request) -> Reply:
        """Answer as the group does, unless it is time."""
        if request.method != "POST" or self._trouble is None:
            return self._answer(request)
        self._seen += 1
        if self._seen != self._at:
            self._deliver_echo()
            return self._answer(request)
        if self._trouble.name == ECHO:
            self._echo = request
        return self._trouble.befall(lambda: self._answer(request))

    def _deliver_echo(self) -> None:
        late, self._echo = self._echo, None
        if late:
            self._answer(late)
