"""How the walk does on thousands of links that it has not seen: `make bench-unseen`."""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from enrichers.asking.pace import LONGEST_BLOCK, Pace
from enrichers.asking.store import Store
from enrichers.conclude import Conclusion, conclude
from enrichers.ladder import climb
from enrichers.model import Resolution, Scheme, Verdict
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.pages.memory import Memory as Pages
from enrichers.pages.reader import Reader
from enrichers.pages.visit import visit
from enrichers.resolve import Resolver
from enrichers.sources.arxiv import Arxiv
from enrichers.sources.crossref import Crossref
from enrichers.sources.datacite import DataCite
from enrichers.sources.doaj import Doaj
from enrichers.sources.doi_org import DoiOrg
from enrichers.sources.hal import Hal
from enrichers.sources.inspire import Inspire
from enrichers.sources.openalex import OpenAlex
from enrichers.sources.pubmed import PubMed
from enrichers.sources.zenodo import Zenodo
from enrichers.words.search import Memory as Searches
from enrichers.words.search import search
from flows.proving import identify_links
from outputs.zotero.cards import SHAPES
from seeds.model import LinkKind
from seeds.read import read
from tests.standin.server import StandIn
from tests.standin.wild.entries import Entry
from tests.standin.wild.lists import Wild, wild
from tests.walks import on_the_web

TODAY = date(2026, 11, 23)
CONTACT = "bench@example.org"
SEEDS = (1, 2, 3, 4, 5, 6, 7, 8)
SIZE = 400  # links of one list
PRECISION = 0.995
AT_ONCE = 4  # processes: they mostly wait
HASTE = 40.0
"""The stand-in need not be spared: the pauses between requests are so many times shorter."""


class Hurried(Pace):
    """Turns that follow each other faster than services like them to."""

    def wait(self, key: str, every: float, *, patience: float = LONGEST_BLOCK) -> None:
        """As `Pace.wait`, with less between the turns."""
        super().wait(key, every / HASTE, patience=patience)

    @contextmanager
    def alone(
        self, key: str, every: float, *, longest: float, patience: float = LONGEST_BLOCK
    ) -> Generator[None]:
        """As `Pace.alone`, with less between the turns."""
        with super().alone(key, every / HASTE, longest=longest, patience=patience):
            yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One link of a list: what it means, and how it ended."""

    entry: Entry
    end: Resolution
    identity: frozenset[str]
    """Names of the work it was given; empty if none."""
    item_type: str
    title: str
    """Of its item or work."""

    @property
    def is_right(self) -> bool:
        """It was given its identity, and nobody else's."""
        return bool(self.identity) and self.identity <= set(map(str.lower, self.entry.ids))

    @property
    def is_wrong(self) -> bool:
        """It was given an identity that is not its own, as it could be known."""
        return not (self.is_right or self.identity <= set(map(str.lower, self.entry.namesakes)))

    @property
    def is_typed_right(self) -> bool:
        """Its item is of a type that a librarian would choose too, or none is known."""
        return not self.entry.types or self.item_type in self.entry.types

    @property
    def story(self) -> str:
        """What the list says, what came of it, and what is right."""
        end = self.end
        given = ", ".join(sorted(self.identity)) or end.verdict
        return (
            f"{self.entry.trap}: {end.link.url}\n"
            f"  list  [{end.link.label}] in {end.link.context[:200]!r}\n"
            f"  given {given}: {self.title}\n"
            f"        {end.reason[:400]}\n"
            f"  right {', '.join(self.entry.ids) or 'none'}"
        )


def walked(made: Wild, folder: Path) -> Conclusion:
    """Go the whole way with all lists of a made-up web, over HTTP."""
    links = []
    for name, text in made.documents.items():
        (folder / name).write_text(text, encoding="utf-8")
        links += read(folder / name)
    with ExitStack() as stack:
        standin = stack.enter_context(StandIn(made.catalogue, pace=0.0))
        stack.enter_context(on_the_web(standin, folder))
        reader = stack.enter_context(Reader())
        at, state = standin.endpoints, folder / "state.sqlite"
        pace = stack.enter_context(closing(Hurried(state)))
        found_in = tuple(
            of(pace=pace, contact=CONTACT, endpoint=at[of.name])
            for of in (Crossref, Arxiv, OpenAlex)
        )
        others = tuple(
            of(pace=pace, contact=CONTACT, endpoint=at[of.name])
            for of in (DataCite, Doaj, DoiOrg, Hal, Inspire, PubMed, Zenodo)
        )
        for source in (*found_in, *others):
            stack.callback(source.web.close)
        fetcher = Fetcher(pace, CONTACT, limits=Limits(silence=5, whole=15))
        stack.callback(fetcher.close)
        pages = stack.enter_context(closing(Pages(state)))
        searches = stack.enter_context(closing(Searches(state)))
        resolver = Resolver(
            (*found_in, *others),
            store=stack.enter_context(closing(Store(state))),
            today=TODAY,
        )
        resolved = climb(
            links,
            identify_links(links),
            resolver,
            visitor=lambda urls: visit(
                urls, fetch=fetcher.fetch, read=reader.read, memory=pages, today=TODAY
            ),
            searcher=lambda clues: search(clues, found_in, memory=searches, today=TODAY),
        )
    return conclude(links, resolved, today=TODAY)


def rows(made: Wild, conclusion: Conclusion) -> list[Row]:
    """Every link that is an entry of the lists, beside its entry."""
    return [
        _row(entry, end, conclusion)
        for end in conclusion.resolutions
        if end.link.kind is not LinkKind.IMAGE and (entry := made.entry(end.link))
    ]


def _row(entry: Entry, end: Resolution, conclusion: Conclusion) -> Row:
    work = conclusion.works.get(end.work_id)
    is_resolved = end.verdict is Verdict.RESOLVED and work is not None
    named = (known for known in (work.ids if work and is_resolved else ()))
    identity = frozenset(
        str(known) for known in named if known.scheme in (Scheme.DOI, Scheme.ARXIV)
    )
    item_type = SHAPES[work.kind].item_type if work and work.kind else ""
    title = work.title if work else ""
    return Row(entry=entry, end=end, identity=identity, item_type=item_type, title=title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Rows in figures."""

    rows: Sequence[Row]

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.is_wrong]

    @property
    def forbidden(self) -> list[Row]:
        """Rows of the kinds of pages on which nothing may be accepted, with an identity."""
        return [row for row in self.rows if row.entry.is_forbidden and row.identity]

    @property
    def precision(self) -> float:
        accepted = sum(bool(row.identity) for row in self.rows)
        return 1 - len(self.wrong) / accepted if accepted else 0.0

    @property
    def recall(self) -> float:
        meant = [row for row in self.rows if row.entry.ids]
        return sum(row.is_right for row in meant) / len(meant) if meant else 0.0

    @property
    def typed_right(self) -> float:
        typed = [row for row in self.rows if row.entry.types]
        return sum(row.is_typed_right for row in typed) / len(typed) if typed else 0.0

    @property
    def lines(self) -> Iterator[str]:
        """The report."""
        verdicts = Counter(row.end.verdict for row in self.rows)
        accepted = sum(bool(row.identity) for row in self.rows)
        told = ", ".join(f"{name} {number}" for name, number in verdicts.most_common())
        yield f"links               {len(self.rows):,} ({told})"
        yield f"identities given    {accepted:,}"
        yield f"precision           {self.precision:.2%}, {len(self.wrong)} wrong"
        yield f"recall              {self.recall:.2%}"
        yield f"item type right     {self.typed_right:.2%}"
        yield f"on forbidden pages  {len(self.forbidden)} accepted"
        yield ""
        names = ("links", "right", "wrong", "missed", "asked", "mistyped")
        yield f"{'class':<44}" + "".join(f"{name:>8}" for name in names)
        for trap in sorted({row.entry.trap for row in self.rows}):
            yield _of_class(trap, [row for row in self.rows if row.entry.trap == trap])
        yield from (f"WRONG {row.story}" for row in self.wrong)


def _of_class(trap: str, mine: Collection[Row]) -> str:
    asked = (Verdict.AMBIGUOUS, Verdict.CONFLICT)
    figures = (
        len(mine),
        sum(row.is_right for row in mine),
        sum(row.is_wrong for row in mine),
        sum(bool(row.entry.ids) and not row.identity for row in mine),
        sum(row.end.verdict in asked for row in mine),
        sum(not row.is_typed_right for row in mine),
    )
    return f"{trap:<44}" + "".join(f"{figure:>8}" for figure in figures)


def measured(size: int, seed: int) -> list[Row]:
    """Make a list of so many links, walk it, and hold it against the truth."""
    made = wild(size, seed)
    with tempfile.TemporaryDirectory() as folder:
        return rows(made, walked(made, Path(folder)))


def main() -> int:
    """Print the report; 1 if an aim is missed."""
    begun = time.monotonic()
    size = int(sys.argv[1]) if sys.argv[1:] else SIZE
    seeds = tuple(map(int, sys.argv[2:])) or SEEDS
    with ProcessPoolExecutor(max_workers=AT_ONCE) as pool:
        parts = pool.map(measured, [size] * len(seeds), seeds)
        score = Score(rows=[row for part in parts for row in part])
    sys.stdout.writelines(f"{line}\n" for line in score.lines)
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s\n")
    return int(score.precision < PRECISION or bool(score.forbidden))


if __name__ == "__main__":
    sys.exit(main())
