"""What is to stand in the group: one entry for each distinct work or link of the lists."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from enrichers.kin.relations import Relation, by_end
from enrichers.model import Resolution, Verdict, Work, WorkKind
from seeds.model import Link

Path = tuple[str, ...]
"""A collection by the headings that lead to it, the outermost first."""

WORKS = frozenset(
    {
        WorkKind.ARTICLE,
        WorkKind.BOOK,
        WorkKind.CHAPTER,
        WorkKind.CONFERENCE_PAPER,
        WorkKind.DATASET,
        WorkKind.PREPRINT,
        WorkKind.REPORT,
        WorkKind.THESIS,
    }
)
"""What a reader of papers calls a work; a page, a repository or a talk is none."""


class Include(StrEnum):
    """Which entries become items."""

    ALL = "all"
    WORKS = "works"
    RESOLVED = "resolved"
    """Only those whose identity a registry confirmed."""


class Prefer(StrEnum):
    """Which version of a work its item describes, where both are known."""

    PUBLISHED = "published"
    PREPRINT = "preprint"


class Leaving(StrEnum):
    """What becomes of an item of ours that no list names any more; it stays in the group."""

    MARK = "mark"
    """It gets an automatic tag and stays where it is."""
    REMOVE = "remove"
    """It leaves the collections that we had put it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the user chose about the group, for one list."""

    include: Include = Include.ALL
    """Works only, or every link."""
    prefer: Prefer = Prefer.PUBLISHED
    """Which version comes first: the other one is named in Extra."""
    tags: bool = True
    """Whether items carry our automatic tags."""
    relations: bool = True
    """Whether items that belong together are related to each other."""
    refresh: frozenset[str] | None = None
    """Which properties may change once we filled them; None for all.

    Zotero's names of fields, and "creators", "itemType" and "citations". What is empty is
    filled in any case.
    """
    root: Path = ()
    """The collection that those of the list lie in; empty for the top of the library."""
    leaving: Leaving = Leaving.MARK

    def may_refresh(self, name: str) -> bool:
        """Whether a property that we filled may change."""
        return self.refresh is None or name in self.refresh

    def placed(self, entry: "Entry") -> "Entry":
        """The entry with its collections under the root, unless a policy of its lists' own
        has placed it already."""
        return entry if entry.policy else self.placed_in(entry, entry.paths)

    def placed_in(self, entry: "Entry", paths: Iterable[Path]) -> "Entry":
        """The entry, under this policy, in the collections with these paths under the root."""
        paths = list(paths)
        tops: defaultdict[Path, frozenset[str]] = defaultdict(frozenset)
        for path in paths:
            if self.root or path:
                tops[*self.root, *path[:1]] |= entry.lists.get(path, frozenset())
        return replace(
            entry,
            paths=frozenset((*self.root, *path) for path in paths),
            tops=dict(tops),
            policy=self,
        )

    def wants(self, entry: "Entry") -> bool:
        """Whether an entry is to become an item."""
        match self.include:
            case Include.ALL:
                return True
            case Include.WORKS:
                return entry.work.kind in WORKS
            case Include.RESOLVED:
                return entry.verdict is Verdict.RESOLVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One distinct work or link."""

    work_id: str
    """Its name in tables, such as "doi:10.1137/1.9780898718539"."""
    work: Work
    """Typed non-works too: a page is a work of the kind WEB_PAGE."""
    paths: frozenset[Path]
    """The collections that it is listed in."""
    listed: tuple[str, ...]
    """Its addresses as they stand in the lists, each once, in their order."""
    verdict: Verdict
    sources: tuple[str, ...] = ()
    """Who told something about it."""
    related: tuple[Relation, ...] = ()
    """Those that it is an end of."""
    policy: Policy | None = None
    """By which it was placed; None before."""
    lists: Mapping[Path, frozenset[str]] = field(default_factory=dict[Path, frozenset[str]])
    """The names of the lists that have it, by the collection before it was placed, where they
    are known."""
    tops: Mapping[Path, frozenset[str]] = field(default_factory=dict[Path, frozenset[str]])
    """The top collections of its lists, with the names of these, once it was placed."""

    @property
    def is_waiting(self) -> bool:
        """A service that had to be asked was down: what it is is not known yet."""
        return self.verdict is Verdict.UNANSWERED


def paths_of(links: Iterable[Link]) -> dict[Link, Path]:
    """The collection of every link: one top collection for a document, then its headings.

    The top one is the document's only top heading, or else is named after the document.
    """
    of_document: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        of_document[link.document].append(link)
    paths: dict[Link, Path] = {}
    for document, its_links in of_document.items():
        tops = {link.topic_path[0] for link in its_links if link.topic_path}
        root = (document,) if len(tops) != 1 else ()
        bare = tuple(tops) if len(tops) == 1 else ()
        for link in its_links:
            path = (*root, *link.topic_path) or bare
            paths[link] = tuple(heading for heading in path if heading.strip())
    return paths


def entries_from(
    resolutions: Sequence[Resolution],
    works: Mapping[str, Work],
    relations: Sequence[Relation] = (),
    *,
    names: Mapping[str, str] | None = None,
) -> tuple[Entry, ...]:
    """Gather the links that became one work; skipped links are no entries.

    `works` are found by work id, the `names` of lists by their documents. Among different
    verdicts on one work the firmest counts.
    """
    paths = paths_of(resolution.link for resolution in resolutions)
    by_work: defaultdict[str, list[Resolution]] = defaultdict(list)
    for resolution in resolutions:
        if resolution.work_id in works and resolution.verdict is not Verdict.SKIPPED:
            by_work[resolution.work_id].append(resolution)
    ends = by_end(relations)
    firmness = list(Verdict)
    return tuple(
        Entry(
            work_id=work_id,
            work=works[work_id],
            paths=frozenset(paths[each.link] for each in its),
            listed=tuple(dict.fromkeys(each.link.url for each in its if each.link.url)),
            verdict=min((each.verdict for each in its), key=firmness.index),
            sources=sources_of(works[work_id]),
            related=tuple(ends.get(work_id, ())),
            lists=lists_of((each.link for each in its), paths, names or {}),
        )
        for work_id, its in by_work.items()
    )


def tops_of(entries: Iterable[Entry]) -> dict[Path, frozenset[str]]:
    """The top collections of the lists of placed entries, with the names of these."""
    tops: defaultdict[Path, frozenset[str]] = defaultdict(frozenset)
    for entry in entries:
        for top, lists in entry.tops.items():
            tops[top] |= lists
    return dict(tops)


def lists_of(
    links: Iterable[Link], paths: Mapping[Link, Path], names: Mapping[str, str]
) -> dict[Path, frozenset[str]]:
    """The names of the lists that links stand in, by collection."""
    found: defaultdict[Path, frozenset[str]] = defaultdict(frozenset)
    for link in links:
        if link.document in names:
            found[paths[link]] |= {names[link.document]}
    return dict(found)


def sources_of(work: Work) -> tuple[str, ...]:
    """Who told something about a work, by name."""
    return tuple(sorted({origin.source for origin in work.origin.values()}))
