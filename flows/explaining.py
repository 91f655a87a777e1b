"""Tell the story of every link of a run, and find those that are asked for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from enrichers.conclude import Conclusion
from enrichers.explain import story
from enrichers.identifiers.canonical import dedup_key
from enrichers.identify import is_address, normalise
from enrichers.kin.relations import by_end
from enrichers.resolve import Resolved
from outputs.files import STORIES


class Told(TypedDict):
    """A line of the file, as `tell` writes it."""

    url: str
    document: str
    line: int
    ids: list[str]
    story: list[str]


class NoStory(Exception):
    """There is nothing to tell; the message says in one line why and what to do."""


def tell(conclusion: Conclusion, resolved: Resolved) -> str:
    """Every link's story, a JSON object a line: what `zotlist explain` reads."""
    told: list[str] = []
    related = by_end(conclusion.relations)
    for end in conclusion.resolutions:
        work = conclusion.works.get(end.work_id)
        about: Told = {
            "url": end.link.url,
            "document": end.link.document,
            "line": end.link.line,
            "ids": sorted(map(str, work.ids)) if work else [],
            "story": list(story(end, resolved, work, related.get(end.work_id, ()))),
        }
        told.append(json.dumps(about, ensure_ascii=False))
    return "\n".join(told) + "\n"


def stories(wanted: str, into: Path) -> tuple[tuple[str, ...], ...]:
    """The stories of the links with an address, an identifier, or "line N".

    Raises NoStory where no run wrote any, or none is about what is wanted.
    """
    file = into / STORIES
    try:
        told = list(_read(file))
    except FileNotFoundError as error:
        raise NoStory(f"{into} holds no run: give --into as for 'run' or 'enrich'") from error
    except (OSError, ValueError) as error:
        raise NoStory(f"cannot read {file}: run again to write it anew") from error
    found = tuple(tuple(each["story"]) for each in told if _is_about(each, wanted.strip()))
    if not found:
        raise NoStory(f"no link of {into} is {wanted!r}: give an address or an identifier")
    return found


def _read(file: Path) -> Iterator[Told]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _is_about(told: Told, wanted: str) -> bool:
    number = wanted.removeprefix("line ").strip()
    if number.isdecimal():
        return told["line"] == int(number)
    if is_address(wanted) and dedup_key(told["url"]) == dedup_key(wanted):
        return True
    claim = normalise(wanted)
    names = set(map(str, claim.candidates)) if claim else set()
    return not names.isdisjoint(told["ids"])
