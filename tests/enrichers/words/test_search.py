"""What was found is remembered, what gave no answer is not, and nobody is asked in vain."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from enrichers.model import Identifier, Person, Scheme, SourceDown, Work
from enrichers.words.model import Clue, Decision, Phrase, Searched, Speaker
from enrichers.words.search import GIVE_UP_AFTER, Memory, search
from enrichers.writing.names import person

TODAY = date(2026, 11, 23)
LATER = TODAY + timedelta(days=40)
TITLE = "Stable splitting schemes for stiff gradient flows"
LABEL = "Robust averaging of noisy kinetic equations in one dimension"
ADA = person("Ada Lovelace")


def work(title: str, number: int = 1) -> Work:
    known = Identifier(Scheme.DOI, f"10.1000/{number}")
    return Work(ids=frozenset({known}), title=title, authors=(ADA,), issued="2018")


def clue(*titles: str) -> Clue:
    phrases = tuple(Phrase(text=title, speaker=Speaker.LABEL) for title in titles)
    return Clue(phrases=phrases, authors=(ADA,), year=2018)


class Shelf:
    """A source of a few works, that can be told to be silent."""

    def __init__(self, name: str, *works: Work) -> None:
        self.name = name
        self.asked: list[str] = []
        self.silent_about: set[str] = set()
        self.is_down = False
        self._works: Mapping[str, Work] = {each.title: each for each in works}

    def search(self, title: str, *, authors: Sequence[Person] = ()) -> Sequence[Work]:
        assert authors in ((ADA,), ())
        self.asked.append(title)
        if self.is_down or title in self.silent_about:
            raise SourceDown(f"{self.name}: no answer")
        return [self._works[title]] if title in self._works else []


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    memory = Memory(tmp_path / "state")
    yield memory
    memory.close()


Look = Callable[..., Searched]


@pytest.fixture
def look(memory: Memory) -> Look:
    def once(asked: Clue, *searchers: Shelf, today: date = TODAY) -> Searched:
        return search([asked], searchers, memory=memory, today=today)[asked]

    return once


def test_what_was_found_is_not_searched_for_again(look: Look) -> None:
    shelf = Shelf("one", work(TITLE))

    first, again = look(clue(TITLE), shelf), look(clue(TITLE), shelf)

    assert first == again
    assert first.judgement.decision is Decision.ACCEPT
    assert shelf.asked == [TITLE]
    assert first.judgement.proposals[0].work.origin["title"].source == "one"


def test_that_nothing_was_found_is_remembered_too(look: Look) -> None:
    shelf = Shelf("one")

    look(clue(TITLE), shelf)
    end = look(clue(TITLE), shelf, today=TODAY + timedelta(days=6))

    assert end.judgement.decision is Decision.ABSTAIN
    assert shelf.asked == [TITLE]


@pytest.mark.parametrize(
    ("works", "days", "times"),
    [((work(TITLE),), 29, 1), ((work(TITLE),), 30, 2), ((), 6, 1), ((), 7, 2), ((), -1, 2)],
)
def test_answers_grow_old(look: Look, works: tuple[Work, ...], days: int, times: int) -> None:
    shelf = Shelf("one", *works)

    look(clue(TITLE), shelf)
    look(clue(TITLE), shelf, today=TODAY + timedelta(days=days))

    assert len(shelf.asked) == times


def test_the_next_source_is_asked_only_about_what_is_open(memory: Memory) -> None:
    first, second = Shelf("one", work(TITLE)), Shelf("two", work(LABEL, 2))

    ends = search([clue(TITLE), clue(LABEL)], [first, second], memory=memory, today=TODAY)

    assert first.asked == [TITLE, LABEL]
    assert second.asked == [LABEL]
    assert {end.judgement.decision for end in ends.values()} == {Decision.ACCEPT}


def test_the_second_phrase_is_asked_for_if_the_first_finds_nothing(look: Look) -> None:
    shelf = Shelf("one", work(LABEL))

    end = look(clue(TITLE, LABEL, "A third of which nobody will ever be asked"), shelf)

    assert shelf.asked == [TITLE, LABEL]
    assert end.judgement.decision is Decision.ACCEPT


def test_the_second_phrase_is_not_asked_for_if_the_first_is_enough(look: Look) -> None:
    shelf = Shelf("one", work(TITLE))

    look(clue(TITLE, LABEL), shelf)

    assert shelf.asked == [TITLE]


def test_that_a_source_was_down_is_never_kept(look: Look) -> None:
    shelf = Shelf("one", work(TITLE))
    shelf.is_down = True
    down = look(clue(TITLE), shelf)
    shelf.is_down = False

    again = look(clue(TITLE), shelf)

    assert dict(down.down) == {"one": "one: no answer"}
    assert again.down == {}
    assert again.judgement.decision is Decision.ACCEPT


def test_another_source_may_know_while_the_first_is_down(look: Look) -> None:
    first, second = Shelf("one"), Shelf("two", work(TITLE))
    first.is_down = True

    end = look(clue(TITLE), first, second)

    assert end.judgement.decision is Decision.ACCEPT


def test_a_source_that_stays_silent_is_left_alone(memory: Memory) -> None:
    shelf = Shelf("one")
    shelf.is_down = True
    clues = [clue(f"{TITLE}, chapter {number}") for number in range(9)]

    ends = search(clues, [shelf], memory=memory, today=TODAY)

    assert len(shelf.asked) == GIVE_UP_AFTER
    assert all(ends[asked].down == {"one": "one: no answer"} for asked in clues)


def test_silences_between_answers_are_no_reason_to_give_up(memory: Memory) -> None:
    shelf = Shelf("one")
    titles = [f"{TITLE}, chapter {number}" for number in range(8)]
    shelf.silent_about = set(titles[::2])

    search(map(clue, titles), [shelf], memory=memory, today=TODAY)

    assert shelf.asked == titles


def test_what_is_remembered_stands_although_the_source_was_given_up(memory: Memory) -> None:
    shelf = Shelf("one", work(TITLE))
    search([clue(TITLE)], [shelf], memory=memory, today=TODAY)
    shelf.is_down = True
    new = [clue(f"{LABEL}, chapter {number}") for number in range(3)]

    ends = search([*new, clue(TITLE)], [shelf], memory=memory, today=TODAY)

    assert ends[clue(TITLE)].judgement.decision is Decision.ACCEPT
    assert ends[clue(TITLE)].down == {}
    assert all(ends[asked].down for asked in new)


def test_what_was_found_of_old_stands_in_for_a_silent_source(look: Look) -> None:
    shelf = Shelf("one", work(TITLE))
    look(clue(TITLE), shelf)
    shelf.is_down = True

    end = look(clue(TITLE), shelf, today=LATER)

    assert end.judgement.decision is Decision.ACCEPT
    assert end.down == {}


def test_that_nothing_was_found_of_old_proves_nothing(look: Look) -> None:
    shelf = Shelf("one")
    look(clue(TITLE), shelf)
    shelf.is_down = True

    assert look(clue(TITLE), shelf, today=LATER).down == {"one": "one: no answer"}


class Killed(BaseException):
    """What a signal raises."""


class Deadly(Shelf):
    def search(self, title: str, *, authors: Sequence[Person] = ()) -> Sequence[Work]:
        if title == LABEL:
            raise Killed
        return super().search(title, authors=authors)


def test_each_answer_is_kept_before_the_next_question(memory: Memory) -> None:
    deadly, shelf = Deadly("one", work(TITLE)), Shelf("one", work(TITLE))
    clues = [clue(TITLE), clue(LABEL)]
    with pytest.raises(Killed):
        search(clues, [deadly], memory=memory, today=TODAY)

    search(clues, [shelf], memory=memory, today=TODAY)

    assert shelf.asked == [LABEL]


def test_what_must_not_be_searched_for_is_not(memory: Memory) -> None:
    shelf = Shelf("one", work(TITLE))

    assert search([Clue(refusal="a video")], [shelf], memory=memory, today=TODAY) == {}
    assert shelf.asked == []


def test_whoever_watches_hears_of_every_clue(memory: Memory) -> None:
    shelf = Shelf("one")
    shelf.is_down = True
    heard: list[tuple[str, int, int]] = []
    clues = [clue(f"{TITLE}, chapter {number}") for number in range(4)]

    def listen(source: str, done: int, total: int) -> None:
        heard.append((source, done, total))

    search(clues, [shelf], memory=memory, today=TODAY, heard=listen)

    assert heard == [("one", number, 4) for number in range(1, 5)]


def test_a_title_alone_is_asked_of_two(memory: Memory) -> None:
    other = replace(work(TITLE, 2), authors=(person("Emmy Noether"),))
    first, second, third = Shelf("a", work(TITLE)), Shelf("b", other), Shelf("c")
    bare = replace(clue(TITLE), authors=(), year=None)

    found = search([bare], (first, second, third), memory=memory, today=TODAY)

    assert found[bare].judgement.decision is Decision.ASK
    assert second.asked == [TITLE]


def test_a_title_with_its_authors_is_asked_of_one(memory: Memory) -> None:
    first, second = Shelf("a", work(TITLE)), Shelf("b", work(TITLE, 2))

    search([clue(TITLE)], (first, second), memory=memory, today=TODAY)

    assert second.asked == []
