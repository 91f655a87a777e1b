"""Three-way merging: what we say now, what we said before, and what stands in the group.

A value is written only where our opinion changed and what stands there is our own doing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from outputs.zotero import extra
from outputs.zotero.cards import AUTOMATIC, CONDITIONS, FIELD_BYTES, Card, Creator, tag_of
from outputs.zotero.changes import Change
from outputs.zotero.entry import Policy
from outputs.zotero.kin import related_in, with_related
from outputs.zotero.library import Item
from outputs.zotero.records import Record
from outputs.zotero.signing import signature

ONE_OF = ("kind:", "status:")
"""Tags of which an item has one; of those in "source:" it gathers several."""
LEFT = "list:left"
"""Marks what no list names any more."""
PREFIXES = (*ONE_OF, "source:", "list:")

COUNT = extra.name_of(extra.CITATIONS)

UNFILLED = "empty so far"
UPDATED = "better known now; nobody changed what we had written"


@dataclass(slots=True, kw_only=True)
class Agreement:
    """What comes of a merge, as it is put together."""

    changes: list[Change] = field(default_factory=list[Change])
    respected: dict[str, str] = field(default_factory=dict[str, str])
    """What people changed of ours: the property, and what we had written."""
    fields: dict[str, str] = field(default_factory=dict[str, str])
    """What we will have said of the fields."""
    base: dict[str, Any] = field(default_factory=dict[str, Any])
    """What will stand there as our doing."""

    def change(self, name: str, old: Any, new: Any, reason: str) -> None:
        """Note that a property is to be written."""
        self.changes.append(Change(name=name, old=old, new=new, reason=reason))


def agree(
    card: Card,
    shelves: frozenset[str],
    dropped: frozenset[str],
    record: Record,
    item: Item,
    *,
    policy: Policy | None = None,
    is_retyped: bool = False,
) -> tuple[Agreement, Record]:
    """Compare card and item, which are of one type; also give the record of what we said.

    `shelves` are the collections that the item belongs to, `dropped` those of ours that it
    was listed in and is no more. What is written is signed, so that another machine of ours
    knows it.
    """
    policy = policy or Policy()
    outcome = Agreement(fields=dict(record.said.fields), base=dict(record.base))
    _merge_fields(card, record, item.data, outcome, policy)
    creators = _merge_creators(card.creators, record, item.data, outcome, policy)
    tags = _merge_tags(card.tags, record, item.data, outcome)
    sign = extra.signed_as(str(item.data.get("extra", "")))
    if is_retyped or outcome.base != record.base:
        written = {change.name: change.new for change in outcome.changes}
        sign = signature(outcome.base, {**item.data, **written})
    ours = extra.signed(card.lines, sign)
    lines = _merge_lines(ours, record.said.lines, item.data, outcome, policy)
    related = _merge_related(card.related, record.said.related, item.data, outcome)
    belongs, filed = _merge_shelves(shelves, dropped, record, item, outcome)
    said = Card(
        item_type=record.said.item_type or card.item_type,
        fields=outcome.fields,
        creators=creators,
        tags=tags,
        lines=lines,
        related=related,
    )
    after = replace(
        record, said=said, shelves=belongs, filed=filed, base=outcome.base, intended=None
    )
    return outcome, after


def _merge_fields(
    card: Card,
    record: Record,
    theirs: Mapping[str, Any],
    outcome: Agreement,
    policy: Policy,
) -> None:
    for name, value in card.fields.items():
        standing = str(theirs.get(name, ""))
        if record.said.fields.get(name) == value:
            continue
        if standing == value:
            outcome.fields[name] = value
        elif standing == _ours(name, record):
            if standing and not policy.may_refresh(name):
                continue
            outcome.fields[name] = value
            outcome.base[name] = value
            outcome.change(name, standing, value, UPDATED if standing else UNFILLED)
        elif name not in record.base:
            # People's own value: noted as seen, so that clearing it is no call to fill it.
            outcome.fields[name] = value
    for name in record.said.fields:
        if name in record.base and str(theirs.get(name, "")) != str(record.base[name]):
            outcome.respected[name] = str(record.base[name])


def _ours(name: str, record: Record) -> str | None:
    """What stands in a field by our doing: nothing at all if we never had a word for it, and
    None where we had one and people's stood there."""
    if name in record.base:
        return str(record.base[name])
    return None if name in record.said.fields else ""


def _merge_creators(
    ours: Sequence[Creator],
    record: Record,
    theirs: Mapping[str, Any],
    outcome: Agreement,
    policy: Policy,
) -> tuple[Creator, ...]:
    """The list is one statement: people may have put names right in it, so that only names
    that they added behind ours are kept beside a new list; anything else they did stays."""
    standing: list[Creator] = list(theirs.get("creators", ()))
    base: list[Creator] = list(record.base.get("creators", ()))
    added = standing[len(base) :]
    is_as_left = standing[: len(base)] == base and not _are_same(added, ours, base)
    if base and not is_as_left:
        outcome.respected["creators"] = "; ".join(map(named, base))
    is_theirs = "creators" not in record.base and bool(record.said.creators)
    is_fixed = bool(standing) and not policy.may_refresh("creators")
    if not ours or is_theirs or is_fixed or list(ours) == list(record.said.creators):
        return tuple(record.said.creators)
    if standing == list(ours) or (added and not base):
        return tuple(ours)
    if not is_as_left:
        return tuple(record.said.creators)
    merged = [*ours, *(creator for creator in added if creator not in ours)]
    outcome.base["creators"] = list(ours)
    outcome.change("creators", standing, merged, UPDATED if standing else UNFILLED)
    return tuple(ours)


def _are_same(added: Sequence[Creator], ours: Sequence[Creator], base: Sequence[Any]) -> bool:
    """Whether people added somebody whom we name now too, in other words."""
    new = {_family(creator) for creator in ours if creator not in base}
    return any(each not in ours and _family(each) in new for each in added)


def _family(creator: Creator) -> str:
    words = (creator.get("lastName") or creator.get("name", "")).split()
    return words[-1].casefold() if words else ""


def _merge_tags(
    ours: Sequence[str], record: Record, theirs: Mapping[str, Any], outcome: Agreement
) -> tuple[str, ...]:
    standing: list[dict[str, Any]] = list(theirs.get("tags", ()))
    names = {tag["tag"] for tag in standing}
    said = _as_said_since(record.said.tags, ours, standing)
    if LEFT in names and LEFT not in record.declined.get("tags", ()):
        said = tuple(dict.fromkeys((*said, LEFT)))
    if not ours and LEFT not in said:
        return said
    settled = {prefix(tag) for tag in ours} & set(ONE_OF)
    passed = {LEFT, *(CONDITIONS if ours else ())}.difference(ours)
    outdated = {
        tag for tag in said if tag in passed or (tag not in ours and prefix(tag) in settled)
    }
    refused = {prefix(tag) for tag in said if tag not in names and prefix(tag) in ONE_OF}
    added = [
        tag
        for tag in ours
        if tag not in said and tag not in names and prefix(tag) not in refused
    ]
    kept = [tag for tag in standing if tag["tag"] not in outdated or not _is_automatic(tag)]
    if added or len(kept) < len(standing):
        merged = kept + [tag_of(name) for name in added]
        outcome.change("tags", standing, merged, "our automatic tags")
    if taken_out := [tag for tag in said if tag not in names]:
        outcome.respected["tags"] = ", ".join(taken_out)
    new = [tag for tag in ours if tag not in said and prefix(tag) not in refused]
    return (*(tag for tag in said if tag not in outdated or tag not in names), *new)


def _as_said_since(
    said: Sequence[str], ours: Sequence[str], standing: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Our tags, each of which an item has one with the one that took its place, if that is
    what we say now: only programs write automatic tags, so another machine of ours did."""
    names = {tag["tag"] for tag in standing}
    agreed = {
        prefix(tag["tag"]): str(tag["tag"])
        for tag in standing
        if tag["tag"] in ours and prefix(tag["tag"]) in ONE_OF and _is_automatic(tag)
    }
    heirs = (tag if tag in names else agreed.get(prefix(tag), tag) for tag in said)
    return tuple(dict.fromkeys(heirs))


def _merge_lines(
    ours: Sequence[str],
    said: Sequence[str],
    theirs: Mapping[str, Any],
    outcome: Agreement,
    policy: Policy,
) -> tuple[str, ...]:
    standing = str(theirs.get("extra", ""))
    if not policy.may_refresh("citations"):
        known = {extra.name_of(line): line for line in said}
        ours = [
            known.get(name, line) if (name := extra.name_of(line)) == COUNT else line
            for line in ours
        ]
    merged = extra.merged(ours, said, standing, room=FIELD_BYTES)
    if merged.text != standing:
        outcome.change("extra", standing, merged.text, "our own lines, brought up to date")
    if merged.touched:
        outcome.respected["extra"] = "; ".join(merged.touched)
    return merged.said


def _merge_related(
    ours: Sequence[str], said: Sequence[str], theirs: Mapping[str, Any], outcome: Agreement
) -> tuple[str, ...]:
    """What was said once stays: evidence on pages comes and goes, and only people and undoing
    take a relation out."""
    standing = related_in(theirs)
    if added := [uri for uri in ours if uri not in said and uri not in standing]:
        relations = theirs.get("relations")
        new = with_related(relations, added)
        outcome.change("relations", with_related(relations, ()), new, "they belong together")
    if taken_out := [uri for uri in ours if uri in said and uri not in standing]:
        outcome.respected["relations"] = ", ".join(taken_out)
    return (*said, *(uri for uri in ours if uri not in said))


def _merge_shelves(
    ours: frozenset[str],
    dropped: frozenset[str],
    record: Record,
    item: Item,
    outcome: Agreement,
) -> tuple[frozenset[str], frozenset[str]]:
    """The collections that we say the item belongs to, and those it is in by our doing."""
    standing = frozenset(item.shelves)
    said, filed = record.shelves, record.filed & standing
    added = ours - said - standing
    leaving = dropped & filed
    if added or leaving:
        kept = [key for key in item.shelves if key not in leaving]
        reason = "listed there" if added else "no more listed there"
        outcome.change("collections", list(item.shelves), kept + sorted(added), reason)
    if taken_out := sorted(said - dropped - standing):
        outcome.respected["collections"] = ", ".join(taken_out)
    # What people took it out of stays said: being listed there again is no call to return it.
    return (said | ours) - (dropped & standing), (filed - leaving) | added


def is_ours(tag: Mapping[str, Any]) -> bool:
    """Whether a tag of an item has the form of ours."""
    return _is_automatic(tag) and prefix(str(tag["tag"])) in PREFIXES


def _is_automatic(tag: Mapping[str, Any]) -> bool:
    return tag.get("type") == AUTOMATIC


def prefix(tag: str) -> str:
    """What kind of tag it is: "status:" of "status:resolved"."""
    name, colon, _ = tag.partition(":")
    return name + colon if colon else ""


def named(creator: Creator) -> str:
    """Who a creator is, the family name first."""
    parts = (creator.get("lastName", ""), creator.get("firstName", ""))
    return creator.get("name", "") or ", ".join(part for part in parts if part)
