"""Makes a change of one property on an item that moved on since the change was thought of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from outputs.zotero.agreement import ONE_OF, prefix
from outputs.zotero.extra import marked_as, name_of, signed, signed_as
from outputs.zotero.kin import normal

LISTS = frozenset({"collections", "creators", "tags"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """A property after a change that was meant for another state of it."""

    value: Any
    """To be written; as it stands where nothing is left to do."""
    is_whole: bool
    """Whether all that was meant is so then; if not, people's own value stands in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How a property of many parts is taken apart, and which part takes the place of which."""

    of: Callable[[Any], Sequence[Any]] = list
    """Its parts, one by one."""
    whole: Callable[[Sequence[Any]], Any] = list
    """The property made of parts."""
    place: Callable[[Any], str]
    """What a part that goes leaves to one that comes."""
    is_single: bool = True
    """Whether there is room for one part only in each place."""


def value_in(data: Mapping[str, Any], name: str) -> Any:
    """What stands in a property; the server leaves out what is empty."""
    if name == "deleted":
        return bool(data.get(name))
    if name == "relations":
        return normal(data.get(name))
    return data.get(name) or ([] if name in LISTS else "")


def rebased(name: str, old: Any, new: Any, standing: Any) -> Rebased:
    """Make the same change to what stands there now.

    Of a property of many parts, those of people stay. What they took out does not come back,
    nor does what was to take its place. Any other value changes only where it is as it was.
    A marker of the same work with another sign is as it was.
    """
    if name == "extra":
        old, new = _signed_alike(old, new, standing)
    if standing == old:
        return Rebased(value=new, is_whole=True)
    if parts := PARTS.get(name):
        old, new, now = parts.of(old), parts.of(new), parts.of(standing)
        value, is_whole = _replaced(parts, old, new, now)
        return Rebased(value=parts.whole(value), is_whole=is_whole)
    return Rebased(value=standing, is_whole=standing == new)


def _signed_alike(old: str, new: str, standing: str) -> tuple[str, str]:
    """Both with the sign that stands there, unless the change is one of the sign too: then
    what is new keeps its own."""
    sign = signed_as(standing)
    if marked_as(old) != marked_as(standing) or signed_as(old) == sign:
        return old, new
    is_new = signed_as(old) != signed_as(new)
    return resigned(old, sign), new if is_new else resigned(new, sign)


def resigned(text: str, sign: str) -> str:
    """The text of Extra, the marker in it with this sign."""
    return "\n".join(signed(_lines(text), sign))


def _replaced(
    parts: Parts, old: Sequence[Any], new: Sequence[Any], standing: Sequence[Any]
) -> tuple[list[Any], bool]:
    """What stands there with the parts that come in place of those that go, and whether all of
    them found one."""
    before, after, now = ({_whole(each) for each in state} for state in (old, new, standing))
    gone = before - after
    leaving = [each for each in old if _whole(each) in gone]
    kept = [each for each in standing if _whole(each) not in gone]
    free = {parts.place(each) for each in leaving if _whole(each) in now}
    barred = {parts.place(each) for each in leaving} - free
    if parts.is_single:
        barred |= {parts.place(each) for each in kept}
    names = {_name(each) for each in kept}
    coming = [e for e in new if _whole(e) not in before and _name(e) not in names]
    heirs: dict[str, list[Any]] = {}
    for each in coming:
        if parts.place(each) not in barred:
            heirs.setdefault(parts.place(each), []).append(each)
    value: list[Any] = []
    for each in standing:
        value += heirs.pop(parts.place(each), []) if _whole(each) in gone else [each]
    value += chain.from_iterable(heirs.values())
    return value, all(parts.place(each) not in barred for each in coming)


def _whole(part: Any) -> Any:
    return tuple(sorted(part.items())) if isinstance(part, dict) else part


def _name(part: Any) -> Any:
    """By what two parts are one: a tag that people made their own is not ours a second time."""
    return part["tag"] if isinstance(part, dict) else part


def _kind_or_all(tag: Mapping[str, Any]) -> str:
    name = str(tag["tag"])
    return prefix(name) if prefix(name) in ONE_OF else name


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _pairs(relations: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(kind, uri) for kind, uris in relations.items() for uri in uris]


def _from_pairs(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    kinds = {kind for kind, _ in pairs}
    return normal({kind: [uri for each, uri in pairs if each == kind] for kind in kinds})


PARTS: Mapping[str, Parts] = {
    "collections": Parts(place=lambda _: "", is_single=False),
    "extra": Parts(of=_lines, whole="\n".join, place=name_of),
    "relations": Parts(of=_pairs, whole=_from_pairs, place=" ".join),
    "tags": Parts(place=_kind_or_all),
}
