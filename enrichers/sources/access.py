"""The way to a service: as a run sets it, and by the service's own rules where it does not."""

from collections.abc import Callable, Mapping
from typing import Required, TypedDict

import httpx2

from enrichers.asking.pace import Pace
from enrichers.asking.web import FIRST_PAUSE, TIMEOUT, Web


class Access(TypedDict, total=False):
    """What a source is told of the way to its service; the rest it knows by itself."""

    pace: Required[Pace]
    endpoint: str
    contact: str
    timeout: float
    patience: float
    first_pause: float


def _ignore(_: httpx2.Response) -> None:
    pass


def way_to(
    service: str,
    told: Access,
    *,
    endpoint: str,
    every: float,
    patience: float,
    headers: Mapping[str, str] | None = None,
    alone: bool = False,
    account: str = "",
    notice: Callable[[httpx2.Response], None] = _ignore,
) -> Web:
    """The way to a service as we were told, and as the service has it where we were not."""
    return Web(
        service=service,
        endpoint=told.get("endpoint", endpoint),
        pace=told["pace"],
        every=every,
        contact=told.get("contact", ""),
        timeout=told.get("timeout", TIMEOUT),
        patience=told.get("patience", patience),
        headers=headers,
        alone=alone,
        account=account,
        first_pause=told.get("first_pause", FIRST_PAUSE),
        notice=notice,
    )
