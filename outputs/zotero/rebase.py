"""Makes a change of one property on an item that moved on since the change was thought of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outputs.zotero.extra import name_of
from outputs.zotero.kin import normal

LISTS = frozenset({"collections", "creators", "tags"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """A property after a change that was meant for another state of it."""

    value: Any
    """To be written; as it stands where nothing is left to do."""
    is_whole: bool
    """Whether all that was meant is so then; if not, people's own value stands in the way."""


def value_in(data: Mapping[str, Any], name: str) -> Any:
    """What stands in a property; the server leaves out what is empty."""
    if name == "deleted":
        return bool(data.get(name))
    if name == "relations":
        return normal(data.get(name))
    return data.get(name) or ([] if name in LISTS else "")


def rebased(name: str, old: Any, new: Any, standing: Any) -> Rebased:
    """Make the same change to what stands there now.

    Lists and Extra keep what people added and do not get back what they took out; any other
    value changes only where it is as it was.
    """
    if standing == old:
        return Rebased(value=new, is_whole=True)
    match name:
        case "collections":
            return _of_set(old, new, standing)
        case "tags":
            return _of_tags(old, new, standing)
        case "extra":
            return _of_extra(old, new, standing)
        case "relations":
            return _of_relations(old, new, standing)
        case _:
            return Rebased(value=standing, is_whole=standing == new)


def _of_set(old: Sequence[Any], new: Sequence[Any], standing: Sequence[Any]) -> Rebased:
    leaving = [each for each in old if each not in new]
    coming = [each for each in new if each not in old]
    kept = [each for each in standing if each not in leaving]
    return Rebased(value=kept + [each for each in coming if each not in kept], is_whole=True)


def _of_tags(old: Sequence[Any], new: Sequence[Any], standing: Sequence[Any]) -> Rebased:
    """A tag is known by its name: one that people made their own stays theirs."""
    merged = _of_set(old, new, standing).value
    standing_names = {tag["tag"] for tag in standing}
    value = [tag for tag in merged if tag in standing or tag["tag"] not in standing_names]
    return Rebased(value=value, is_whole=True)


def _of_relations(
    old: Mapping[str, Any], new: Mapping[str, Any], standing: Mapping[str, Any]
) -> Rebased:
    """Relations of each kind are a list."""
    kinds = old.keys() | new.keys() | standing.keys()
    value = {
        kind: _of_set(old.get(kind, ()), new.get(kind, ()), standing.get(kind, ())).value
        for kind in kinds
    }
    return Rebased(value=normal(value), is_whole=True)


def _of_extra(old: str, new: str, standing: str) -> Rebased:
    before, after, lines = _lines(old), _lines(new), _lines(standing)
    leaving = [line for line in before if line not in after]
    coming = [line for line in after if line not in before]
    is_whole = True
    for line in leaving:
        heir = next((each for each in coming if name_of(each) == name_of(line)), None)
        if heir is not None:
            coming.remove(heir)
        if line in lines:
            at = lines.index(line)
            lines[at : at + 1] = [] if heir is None or heir in lines else [heir]
        elif heir is not None and heir not in lines:
            is_whole = False
    for line in coming:
        if line in lines:
            continue
        if any(name_of(each) == name_of(line) for each in lines):
            is_whole = False
        else:
            lines.append(line)
    return Rebased(value="\n".join(lines), is_whole=is_whole)


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []
