"""The limits that the services publish, and what breaks them."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from urllib.parse import unquote

from tests.standin.wire import Request

TOLERANCE = 0.05  # seconds by which a client's clock and ours may differ over a loopback

LIBRARY_AGENTS = ("python-requests", "python-httpx", "python-urllib", "arxiv.py")
"""User-Agents that arXiv blocks or throttles together with everybody who uses them."""

NAMED = frozenset({"arxiv", "crossref", "datacite", "doi_org", "openalex", "semantic_scholar"})
"""Services that ask for a User-Agent with a contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so many requests in so many seconds."""

    service: str
    rule: str
    """Its words in a report."""
    count: int
    seconds: float
    applies: Callable[[Request], bool] = lambda _request: True


def is_polite(request: Request) -> bool:
    """Whether the request gives an address to write to."""
    said = f"{request.query} {request.headers.get('user-agent', '')}"
    return "mailto" in unquote(said)


def is_list(request: Request) -> bool:
    """Whether a Crossref request is a query and not a single record."""
    return request.path.rstrip("/").removeprefix("/v1") == "/works"


LIMITS = (
    Limit(service="arxiv", rule="one request per 3 s", count=1, seconds=3),
    Limit(
        service="crossref",
        rule="3 list requests per second",
        count=3,
        seconds=1,
        applies=lambda request: is_list(request) and is_polite(request),
    ),
    Limit(
        service="crossref",
        rule="1 list request per second without mailto",
        count=1,
        seconds=1,
        applies=lambda request: is_list(request) and not is_polite(request),
    ),
    Limit(
        service="crossref",
        rule="10 single records per second",
        count=10,
        seconds=1,
        applies=lambda request: not is_list(request) and is_polite(request),
    ),
    Limit(
        service="crossref",
        rule="5 single records per second without mailto",
        count=5,
        seconds=1,
        applies=lambda request: not is_list(request) and not is_polite(request),
    ),
    Limit(
        service="datacite",
        rule="1000 requests in 5 minutes",
        count=1000,
        seconds=300,
        applies=is_polite,
    ),
    Limit(
        service="datacite",
        rule="500 requests in 5 minutes without mailto",
        count=500,
        seconds=300,
        applies=lambda request: not is_polite(request),
    ),
    Limit(service="doi_org", rule="1000 requests in 5 minutes", count=1000, seconds=300),
    Limit(service="openalex", rule="100 requests per second", count=100, seconds=1),
    Limit(service="semantic_scholar", rule="one request per second", count=1, seconds=1),
    Limit(service="doaj", rule="2 requests per second, 5 at once", count=5, seconds=2),
    Limit(service="inspire", rule="15 requests in 5 seconds", count=15, seconds=5),
    Limit(service="idconv", rule="3 requests per second", count=3, seconds=1),
    Limit(service="pubmed", rule="3 requests per second", count=3, seconds=1),
    Limit(service="github", rule="60 requests per hour without a key", count=60, seconds=3600),
    Limit(service="figshare", rule="one request per second", count=1, seconds=1),
    Limit(service="zenodo", rule="133 requests per minute", count=133, seconds=60),
    Limit(
        service="zotero", rule="a burst of 100 and then 10 per second", count=200, seconds=10
    ),
)

SIDE_BY_SIDE: Mapping[str, Callable[[Request], int]] = {
    "arxiv": lambda _request: 1,
    "crossref": lambda request: 3 if is_polite(request) else 1,
    "zotero": lambda _request: 5,
}
"""How many requests a service takes at the same time."""


class Watch:
    """Sees every request come and go, and writes down what breaks a limit."""

    def __init__(self, pace: float = 1.0) -> None:
        """`pace` stretches every limit's seconds: 0.01 for a test in a hurry."""
        self._pace = pace
        self._lock = Lock()
        self._arrivals: dict[Limit, deque[float]] = defaultdict(deque)
        self._open: Counter[str] = Counter()
        self._violations: list[str] = []

    @property
    def violations(self) -> list[str]:
        """What was broken so far, oldest first."""
        with self._lock:
            return list(self._violations)

    def comes(self, request: Request) -> None:
        """A request arrives."""
        with self._lock:
            self._violations += [f"{request.service}: {fault}" for fault in _manners(request)]
            for limit in LIMITS:
                if limit.service == request.service and limit.applies(request):
                    self._check(limit, request.at)
            self._open[request.service] += 1
            allowed = SIDE_BY_SIDE.get(request.service, lambda _request: 10_000)(request)
            if self._open[request.service] > allowed:
                self._violations.append(
                    f"{request.service}: {self._open[request.service]} requests at the same "
                    f"time, {allowed} allowed"
                )

    def goes(self, request: Request) -> None:
        """A request has been answered."""
        with self._lock:
            self._open[request.service] -= 1

    def _check(self, limit: Limit, at: float) -> None:
        arrivals = self._arrivals[limit]
        window = limit.seconds * self._pace
        while arrivals and at - arrivals[0] >= window - min(TOLERANCE, window / 10):
            arrivals.popleft()
        if len(arrivals) >= limit.count:
            self._violations.append(
                f"{limit.service}: more than {limit.rule} "
                f"({len(arrivals) + 1} within {at - arrivals[0]:.2f} s)"
            )
        arrivals.append(at)


def _manners(request: Request) -> list[str]:
    agent = request.headers.get("user-agent", "")
    faults: list[str] = []
    if request.service in NAMED and not any(sign in agent for sign in ("@", "http")):
        faults.append(f"no contact in the User-Agent {agent!r}")
    if request.service == "arxiv":
        if "accept" not in request.headers:
            faults.append("no Accept header")
        if any(name in agent.lower() for name in LIBRARY_AGENTS):
            faults.append(f"the User-Agent {agent!r} is a library's")
    return faults
