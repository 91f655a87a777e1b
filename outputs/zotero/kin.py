"""Relations between items: as Zotero writes them, and which of them people left to us."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outputs.zotero.changes import Change
from outputs.zotero.entry import Entry
from outputs.zotero.keys import new_key
from outputs.zotero.library import Library
from outputs.zotero.matching import Match

RELATED = "dc:relation"
"""What people see as "Related". Zotero writes it at the other item too, in the same step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """An item to which another one is to be related."""

    uri: str
    title: str
    reason: str

    def __str__(self) -> str:
        return f"{self.reason}: “{self.title}”"


def uri_of(library: str, key: str) -> str:
    """The address by which relations name an item; Zotero takes it with http only."""
    return f"http://zotero.org/{library}/items/{key}"


def normal(relations: object) -> dict[str, list[str]]:
    """Relations in one form: one address comes as a text, several come in any order."""
    if not isinstance(relations, Mapping):
        return {}
    said: Mapping[str, Any] = relations
    lists = {name: [uris] if isinstance(uris, str) else uris for name, uris in said.items()}
    return {name: sorted(set(uris)) for name, uris in sorted(lists.items()) if uris}


def related_in(data: Mapping[str, Any]) -> list[str]:
    """The addresses of the items that an item is related to."""
    return normal(data.get("relations")).get(RELATED, [])


def with_related(relations: object, uris: Iterable[str]) -> dict[str, list[str]]:
    """Relations with more items in them; those of other kinds stay."""
    said = normal(relations)
    return normal({**said, RELATED: [*said.get(RELATED, ()), *uris]})


def kin_of(
    entries: Sequence[Entry], matches: Mapping[str, Match], library: Library, *, restore: bool
) -> dict[str, tuple[Kin, ...]]:
    """To what the item of each entry is to be related, by work id.

    Both must become or be items. What people took out at the other end, or what was taken
    back there, is not put back from this end: Zotero would write it at both.
    """
    by_id = {entry.work_id: entry for entry in entries}
    uris = {name: uri_of(library.name, key_for(name, matches[name], library)) for name in by_id}
    found: dict[str, tuple[Kin, ...]] = {}
    for entry in entries:
        others = [(each.beyond(entry.work_id), each.reason) for each in entry.related]
        found[entry.work_id] = tuple(
            Kin(uri=uris[name], title=by_id[name].work.title, reason=reason)
            for name, reason in others
            if name in by_id
            and (
                _is_said(uris[name], matches[entry.work_id])
                or not _is_refused(uris[entry.work_id], matches[name], restore=restore)
            )
        )
    return {name: kin for name, kin in found.items() if kin}


def key_for(work_id: str, found: Match, library: Library) -> str:
    """The key of the item that an entry has or gets."""
    if found.item:
        return found.item.key
    if found.record and found.record.key:
        return found.record.key
    return new_key(library.name, work_id, taken=library.items)


def worded(change: Change, kin: Iterable[Kin]) -> Change:
    """A change of relations with the reasons of those that come."""
    if change.name != "relations":
        return change
    coming = set(change.new.get(RELATED, ())) - set(change.old.get(RELATED, ()))
    reasons = [str(each) for each in kin if each.uri in coming]
    return Change(name=change.name, old=change.old, new=change.new, reason="; ".join(reasons))


def _is_said(uri: str, found: Match) -> bool:
    """Whether it was said of an item that is there, so that it is not sent again."""
    is_known = found.record is not None and uri in found.record.said.related
    return is_known and found.item is not None


def _is_refused(uri: str, other: Match, *, restore: bool) -> bool:
    record = other.record
    if record is None:
        return False
    if uri in record.declined.get("relations", ()) and not restore:
        return True
    item = other.item
    return uri in record.said.related and item is not None and uri not in related_in(item.data)
