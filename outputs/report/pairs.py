"""Which link of this run is which link of the run before."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from enrichers.conclude import DEAD_PAGE

COMPARED = ["document", "topic_path", "url", "label", "verdict", "work_id", "page"]
TOLD = [*COMPARED, "reason", "title", "line"]

STRIDE = 0x9E3779B97F4A7C15  # odd and large: what is alike goes far apart, modulo 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A link as a table shows it."""

    document: str
    topic_path: str
    url: str
    label: str
    verdict: str
    work_id: str
    page: str
    reason: str
    title: str
    line: int

    @property
    def name(self) -> str:
        """What the list says of it: its address, or its words if it has none."""
        return self.url or self.label

    @property
    def is_dead(self) -> bool:
        """Its page is gone; its work may be known all the same."""
        return DEAD_PAGE in {self.page, self.verdict}


@dataclass(frozen=True, slots=True)
class Pair:
    """A link before and now; None where it was or is not there."""

    before: Listed | None
    after: Listed | None


STAGES: tuple[Callable[[Listed], Hashable | None], ...] = (
    lambda link: (link.document, link.name, link.topic_path, link.label),
    lambda link: (link.document, link.name, link.topic_path),
    lambda link: (link.document, link.name, link.label),
    lambda link: (link.document, link.name),
    lambda link: (link.document, link.work_id) if link.work_id else None,
    lambda link: link.name,
)
"""By what two occurrences are one link, the surest first: nothing changed but how it ended;
other words; another heading; both; another address of the same work; another list."""


def pairs(before: pd.DataFrame, after: pd.DataFrame) -> tuple[Pair, ...]:
    """Every link that is not the same in both tables, in the order of the new list.

    The same address twice is two links: one more occurrence is one new link.
    """
    old, new = differing(before, after, COMPARED)
    waiting, arriving = list(listed(old)), list(listed(new))
    partner: dict[int, Listed] = {}
    gone = set(range(len(waiting)))
    for stage in STAGES:
        by_key: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for index in sorted(gone):
            by_key[stage(waiting[index])].append(index)
        for place, link in enumerate(arriving):
            key = stage(link)
            if place not in partner and key is not None and by_key.get(key):
                index = by_key[key].popleft()
                gone.discard(index)
                partner[place] = waiting[index]
    met = [Pair(partner.get(place), link) for place, link in enumerate(arriving)]
    return (*met, *(Pair(waiting[index], None) for index in sorted(gone)))


def differing(
    before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of each table that the other has not, or has fewer of."""
    old, new = _numbered(before, columns), _numbered(after, columns)
    return before[~old.isin(new).to_numpy()], after[~new.isin(old).to_numpy()]


def listed(links: pd.DataFrame) -> Iterator[Listed]:
    """The rows of a table of links as records."""
    texts = links[TOLD[:-1]].fillna("").itertuples(index=False, name=None)
    for row, line in zip(texts, links["line"].fillna(0), strict=True):
        values: Iterable[str] = map(str, row)
        yield Listed(**dict(zip(TOLD[:-1], values, strict=True)), line=int(line))


def _numbered(frame: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[int]":
    """A number for each row: of its content, and which of the rows of that content it is."""
    content = pd.util.hash_pandas_object(frame[list(columns)], index=False)
    nth = content.groupby(content, sort=False).cumcount().astype("uint64")
    return content + nth * STRIDE
