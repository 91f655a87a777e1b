"""Searches for the works that clues name: what is remembered first, then source by source."""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from enrichers.asking.database import Database
from enrichers.asking.store import Lifetimes
from enrichers.merge import credit
from enrichers.model import SourceDown, Work
from enrichers.words.judge import judge
from enrichers.words.model import Clue, Decision, Phrase, Searched, TitleSearch

VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS searches (
    source TEXT NOT NULL,
    question TEXT NOT NULL,
    asked_on INTEGER NOT NULL,
    works TEXT NOT NULL,
    PRIMARY KEY (source, question)
)
"""
RECALL = "SELECT asked_on, works FROM searches WHERE source = ? AND question = ?"
KEEP = "INSERT OR REPLACE INTO searches VALUES (?, ?, ?, ?)"

MOST_PHRASES = 2
"""Of one clue that are searched for: the third best title is hardly ever one."""
OPINIONS = 2
"""So many sources are asked about a title with neither authors nor year, even if the first
finds it: another may know a work of the same title by others."""
GIVE_UP_AFTER = 2  # searches in a row without an answer: the rest is not asked

log = logging.getLogger(__name__)


class Memory:
    """What searches found, in one SQLite file, for any thread and process."""

    def __init__(self, path: Path, *, lifetimes: Lifetimes | None = None) -> None:
        """Raises StoreBroken, as every method does, when the file cannot be used."""
        self._lifetimes = lifetimes or Lifetimes()
        self._database = Database(path, part="searches", version=VERSION, schema=SCHEMA)

    def recall(self, source: str, question: str, *, today: date) -> tuple[Work, ...] | None:
        """What a source found of late; None if it must be asked."""
        asked_on, works = self._row(source, question)
        days = self._lifetimes.records if works else self._lifetimes.absences
        age = today.toordinal() - asked_on
        return works if works is not None and 0 <= age < days else None

    def recall_stale(self, source: str, question: str) -> tuple[Work, ...]:
        """What a source found when last asked, however long ago."""
        return self._row(source, question)[1] or ()

    def keep(self, source: str, question: str, works: Iterable[Work], *, today: date) -> None:
        """Keep what a source found, or that it found nothing."""
        written = _adapter().dump_json(tuple(works), exclude_defaults=True).decode()
        with self._database.writing() as connection:
            connection.execute(KEEP, (source, question, today.toordinal(), written))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _row(self, source: str, question: str) -> tuple[int, tuple[Work, ...] | None]:
        with self._database.reading() as connection:
            row: tuple[int, str] | None
            row = connection.execute(RECALL, (source, question)).fetchone()
        if row is None:
            return 0, None
        try:
            return row[0], _adapter().validate_json(row[1])
        except ValidationError:
            log.warning("a search that this version cannot read is made again")
            return 0, None


def search(
    clues: Iterable[Clue],
    searchers: Sequence[TitleSearch],
    *,
    memory: Memory,
    today: date,
    heard: Callable[[str, int, int], None] | None = None,
) -> Mapping[Clue, Searched]:
    """Search for each clue until a work is accepted or nobody is left to be asked.

    One source after the other: the next is asked only about what is still open, or rests on a
    title alone. `heard`
    learns the source, how many clues it has been asked about and how many it is to be.
    """
    found: dict[Clue, list[Work]] = {clue: [] for clue in clues if clue.phrases}
    ends = {clue: judge(clue, ()) for clue in found}
    down: dict[Clue, dict[str, str]] = {clue: {} for clue in found}
    for rank, searcher in enumerate(searchers):
        is_open = [
            clue
            for clue in found
            if ends[clue].decision is not Decision.ACCEPT
            or (rank < OPINIONS and not (clue.authors or clue.year))
        ]
        asking = _Asking(searcher, memory, today)
        for number, clue in enumerate(is_open, start=1):
            works, reason = asking.about(clue)
            if works:
                found[clue] += works
                ends[clue] = judge(clue, found[clue])
            if reason:
                down[clue][searcher.name] = reason
            if heard:
                heard(searcher.name, number, len(is_open))
    return {clue: Searched(judgement=ends[clue], down=down[clue]) for clue in found}


class _Asking:
    """Asks one source, as long as it answers."""

    def __init__(self, searcher: TitleSearch, memory: Memory, today: date) -> None:
        self._searcher = searcher
        self._memory = memory
        self._today = today
        self._silent = 0
        self._reason = ""

    def about(self, clue: Clue) -> tuple[list[Work], str]:
        """What the source finds, and why not all of it can be known now.

        Where it gives no answer, what it found of old stands in.
        """
        works: list[Work] = []
        trouble = ""
        for phrase in clue.phrases[:MOST_PHRASES]:
            question = _question(phrase, clue)
            try:
                works += self._works(question, phrase, clue)
            except SourceDown as error:
                of_old = self._memory.recall_stale(self._searcher.name, question)
                works += of_old
                trouble = trouble or ("" if of_old else str(error))
            if works and judge(clue, works).decision is Decision.ACCEPT:
                break
        return works, trouble

    def _works(self, question: str, phrase: Phrase, clue: Clue) -> Sequence[Work]:
        name = self._searcher.name
        answer = self._memory.recall(name, question, today=self._today)
        if answer is not None:
            return answer
        if self._silent >= GIVE_UP_AFTER:
            raise SourceDown(self._reason)
        try:
            said = self._searcher.search(phrase.text, authors=clue.authors)
        except SourceDown as error:
            self._silent, self._reason = self._silent + 1, str(error)
            log.warning("%s: no answer to a search: %s", name, error)
            raise
        self._silent = 0
        answer = tuple(credit(work, source=name, on=self._today) for work in said)
        self._memory.keep(name, question, answer, today=self._today)
        return answer


def _question(phrase: Phrase, clue: Clue) -> str:
    asked = json.dumps([phrase.text, *map(str, clue.authors)], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()


@cache
def _adapter() -> TypeAdapter[tuple[Work, ...]]:
    return TypeAdapter(tuple[Work, ...])
