"""Entries under the policies of the lists that name them, where each list has its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from enrichers.model import Resolution, Verdict
from outputs.zotero.entry import Entry, Path, Policy, lists_of, paths_of, tops_of
from seeds.model import Link


def by_list(
    entries: Sequence[Entry],
    resolutions: Sequence[Resolution],
    policies: Mapping[str, Policy],
    *,
    names: Mapping[str, str] | None = None,
) -> tuple[Entry, ...]:
    """Place entries by the policies of their lists, which are found by a list's document, as
    are the lists' `names`.

    An entry becomes an item if any of its lists wants it, and stands in the collections of
    those that do, each under its own root; what the item says is decided by the first of them.
    """
    paths = paths_of(resolution.link for resolution in resolutions)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for resolution in resolutions:
        if resolution.verdict is not Verdict.SKIPPED:
            links[resolution.work_id].append(resolution.link)
    return tuple(
        _placed(entry, links[entry.work_id], paths, policies, names or {}) for entry in entries
    )


def _placed(
    entry: Entry,
    links: Sequence[Link],
    paths: Mapping[Link, Path],
    policies: Mapping[str, Policy],
    names: Mapping[str, str],
) -> Entry:
    of_lists: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        of_lists[link.document].append(link)
    wanting = [name for name in of_lists if policies[name].wants(entry)]
    parts = [
        policies[name].placed_in(
            replace(entry, lists=lists_of(of_lists[name], paths, names)),
            (paths[link] for link in of_lists[name]),
        )
        for name in wanting or list(of_lists)
    ]
    return replace(
        parts[0],
        paths=frozenset[Path]().union(*(part.paths for part in parts)),
        lists=entry.lists,
        tops=tops_of(parts),
    )
