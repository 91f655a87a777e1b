"""What a library holds: items and collections, as they stand at one version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standin.zotero.dates import parsed_date
from tests.standin.zotero.schema import ITEM_TYPES

Json = dict[str, Any]
Relations = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item: a work, a note or an attachment."""

    key: str
    version: int
    item_type: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """The fields that are not empty; those of notes and attachments among them."""
    creators: tuple[Mapping[str, str], ...] = ()
    tags: tuple[Mapping[str, Any], ...] = ()
    collections: tuple[str, ...] = ()
    relations: Relations = field(default_factory=dict[str, tuple[str, ...]])
    parent: str = ""
    """The key of the item it hangs under, "" at the top level."""
    trashed: bool = False
    added: str = ""
    modified: str = ""
    created_by: int = 0
    modified_by: int = 0

    def based(self, base: str) -> str:
        """The value of the field with this base: of a thesis, publisher is its university."""
        name = ITEM_TYPES[self.item_type].field_with_base(base)
        return self.fields.get(name, "") if name else ""

    @property
    def title(self) -> str:
        """The title, under whatever name its type has it; of a note, its text."""
        return self.based("title") or (
            self.fields.get("note", "") if self.item_type == "note" else ""
        )

    @property
    def parsed_date(self) -> str:
        """The date as far as it parses, "" when it does not."""
        return parsed_date(self.based("date"))

    @property
    def names(self) -> list[str]:
        """Each creator as "First Last"."""
        return [_full_name(creator) for creator in self.creators]

    @property
    def creator_summary(self) -> str:
        """The primary creators, else the editors, else anybody, as a citation names them."""
        types = ITEM_TYPES[self.item_type].creator_types
        for kind in (*types[:1], "editor", *types[1:]):
            chosen = [c for c in self.creators if c["creatorType"] == kind]
            if chosen:
                return _summary([_last_name(creator) for creator in chosen])
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection of items."""

    key: str
    version: int
    name: str
    parent: str = ""
    """The key of the collection it lies in, "" at the top level."""
    relations: Relations = field(default_factory=dict[str, tuple[str, ...]])
    trashed: bool = False


def _full_name(creator: Mapping[str, str]) -> str:
    parts = (creator.get("firstName", ""), creator.get("lastName", ""))
    return creator.get("name") or " ".join(part for part in parts if part)


def _last_name(creator: Mapping[str, str]) -> str:
    return creator.get("name") or creator.get("lastName") or creator.get("firstName", "")


def _summary(names: list[str]) -> str:
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)


def relations_as_sent(relations: Relations) -> Json:
    """Relations in the API's form: one value is a string, several are an array."""
    return {
        predicate: uris[0] if len(uris) == 1 else list(uris)
        for predicate, uris in relations.items()
    }


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """The values in their order, each once."""
    return tuple(dict.fromkeys(values))
