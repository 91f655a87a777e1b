"""Puts into words what kept a service from answering, and for how long it wants a pause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.request import getproxies, proxy_bypass

import httpx2

LONGEST_PAUSE = 3_600.0  # seconds; no Retry-After is obeyed for longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why no answer came."""

    sign: str = ""
    """Lower-case words in the text of the error that it is known by."""
    words: str
    """What happened, said after the name of the host."""
    heals: bool = True
    """Whether another try may go better."""


TROUBLES = (
    Trouble(
        sign="certificate_verify_failed",
        words="has a certificate that is not trusted (where a proxy opens secure connections, "
        "SSL_CERT_FILE must name its authority)",
        heals=False,
    ),
    Trouble(sign="temporary failure in name resolution", words="cannot be found by its name"),
    Trouble(sign="name or service not known", words="cannot be found by its name", heals=False),
    Trouble(sign="nodename nor servname", words="cannot be found by its name", heals=False),
    Trouble(sign="getaddrinfo failed", words="cannot be found by its name", heals=False),
    Trouble(sign="connection refused", words="refused the connection"),
    Trouble(sign="connection reset", words="broke off the connection"),
    Trouble(sign="without sending a response", words="broke off the connection"),
    Trouble(sign="without sending complete", words="broke off its answer"),
    Trouble(sign="incomplete", words="broke off its answer"),
    Trouble(sign="unreachable", words="cannot be reached: is there a network?"),
    Trouble(sign="ssl", words="makes no secure connection"),
    Trouble(sign="tls", words="makes no secure connection"),
)
LATE = Trouble(words="did not answer in time")
PROXY = Trouble(words="cannot be reached: the proxy refuses", heals=False)
SPOILT = Trouble(words="sent an answer that cannot be unpacked")


def trouble_of(error: httpx2.RequestError) -> Trouble:
    """What kept us from an answer, without addresses or secrets."""
    match error:
        case httpx2.TimeoutException():
            return LATE
        case httpx2.ProxyError():
            return PROXY
        case httpx2.DecodingError():
            return SPOILT
        case _:
            text = str(error).lower()
            other = Trouble(words=f"failed ({type(error).__name__})")
            return next((row for row in TROUBLES if row.sign in text), other)


def describe(trouble: Trouble, url: httpx2.URL) -> str:
    """The trouble with its host, and whether a proxy stands between."""
    proxied = url.scheme in getproxies() and not proxy_bypass(url.host)
    way = " (through the proxy that the environment names)" if proxied else ""
    return f"{url.host} {trouble.words}{way}"


def retry_after(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """The seconds that Retry-After asks for, given in seconds or as a date by the clock of
    whoever asks; `now` is for those who do not say how late it is there."""
    said = headers.get("retry-after", "").strip()
    if (seconds := seconds_in(said)) is not None:
        return seconds
    then = moment_in(said)
    if then is None:
        return None
    now = moment_in(headers.get("date", "")) or now
    return min(max((then - now).total_seconds(), 0.0), LONGEST_PAUSE)


def seconds_in(said: str) -> float | None:
    """A pause that is given in whole seconds; no longer than any is obeyed."""
    if said.isascii() and said.isdigit():
        return min(float(said[:12]), LONGEST_PAUSE)
    return None


def moment_in(said: str) -> datetime | None:
    """A date of HTTP; None where it is none."""
    try:
        then = parsedate_to_datetime(said)
        return (then if then.tzinfo else then.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
