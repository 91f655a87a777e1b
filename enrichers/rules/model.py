"""What a rule about addresses is, and how the rules for a host are found."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar
from urllib.parse import unquote

from enrichers.identifiers.canonical import DECODE_ROUNDS, Address
from enrichers.model import Scheme

ANY_HOST: Final = ""

_ENCODED_SCHEME = re.compile(r"https?%", re.IGNORECASE)
_MOST_LABELS = 8  # of a host name; longer ones are looked up by their last labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address as rules look at it: percent-decoded."""

    host: str
    """Without "www." and without the name of a library's proxy."""
    path: str
    text: str
    """Path, query and fragment."""

    def rest(self, start: int) -> str:
        """The text from `start` to the end of the path, or of the parameter it stands in."""
        if start < len(self.path):
            return self.path[start:]
        return re.split("[&#]", self.text[start:], maxsplit=1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of address and the identifier that stands in it."""

    name: str
    scheme: Scheme
    hosts: tuple[str, ...] = (ANY_HOST,)
    """"x.org" is that host alone (and "www."), ".x.org" also those below it, "x.*" the same
    name in every country."""
    pattern: re.Pattern[str]
    """Searched in the decoded path, query and fragment."""
    values: tuple[str, ...] = ("{id}",)
    """The identifier in terms of the pattern's groups, `subdomain` (the host's first label)
    and `code`; several are several readings, the longest first."""
    codes: Mapping[str, str] = field(default_factory=dict[str, str])
    """What to put for `code`, by the pattern's group `key`; no entry, no claim."""
    reads: Callable[[str], Sequence[str]] | None = None
    """Instead of `values`: reads everything from the group `doi` to the end of its part."""
    is_guess: bool = False
    """Measured to be wrong in more than one address of twenty, or not measured and not
    certain."""
    examples: tuple[tuple[str, str], ...]
    """Addresses, each with the identifier that it must yield."""
    counter_examples: tuple[str, ...] = ()
    """Addresses that look alike and for which this rule must keep silent."""

    def readings(self, place: Place) -> tuple[Sequence[str], str]:
        """The texts read from the place, none if the rule does not apply, and the version."""
        match = self.pattern.search(place.text)
        if not match:
            return (), ""
        groups = {name: value or "" for name, value in match.groupdict().items()}
        version = groups.get("version", "").lower()
        if self.reads:
            return self.reads(place.rest(match.start("doi"))), version
        if self.codes:
            code = self.codes.get(groups["key"].lower())
            if code is None:
                return (), ""
            groups["code"] = code
        groups["subdomain"] = place.host.partition(".")[0]
        return [value.format_map(groups) for value in self.values], version


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapper:
    """An address that carries another one, which it shows, keeps or leads to."""

    name: str
    hosts: tuple[str, ...] = (ANY_HOST,)
    pattern: re.Pattern[str]
    """Searched in path, query and fragment as written; the group `inner` is the other one."""
    examples: tuple[tuple[str, str], ...]
    """Addresses, each with the one inside."""
    counter_examples: tuple[str, ...] = ()

    def inner(self, address: Address) -> str:
        """The address inside, "" if there is none."""
        match = self.pattern.search(address.target)
        if not match:
            return ""
        found = match["inner"]
        for _ in range(DECODE_ROUNDS):
            if not _ENCODED_SCHEME.match(found):
                break
            found = unquote(found)
        return found


class _HasHosts(Protocol):
    @property
    def hosts(self) -> tuple[str, ...]: ...


_Row = TypeVar("_Row", bound=_HasHosts)


def by_host(rows: Iterable[_Row]) -> dict[str, tuple[_Row, ...]]:
    """Index a table by the host names as its rows write them."""
    index: dict[str, tuple[_Row, ...]] = {}
    for row in rows:
        for host in row.hosts:
            index[host] = (*index.get(host, ()), row)
    return index


def for_host(index: Mapping[str, tuple[_Row, ...]], host: str) -> Iterator[_Row]:
    """The rows for a host, those that name it most exactly first."""
    for name in _names(host):
        yield from index.get(name, ())


def _names(host: str) -> Iterator[str]:
    """The ways in which a row may write the host, the most exact first."""
    labels = host.split(".")[-_MOST_LABELS:]
    yield host
    for place in range(len(labels)):
        yield "." + ".".join(labels[place:])
    for ending in (1, 2):
        if len(labels) > ending:
            yield ".".join(labels[:-ending]) + ".*"
