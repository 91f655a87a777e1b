from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from enrichers.asking.pace import Pace
from enrichers.conclude import conclude
from enrichers.items.typed import typed_id
from enrichers.model import Resolution, Verdict, Work
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.pages.memory import Memory, Visit
from enrichers.pages.model import Fetched, PageState, Reading
from enrichers.pages.reader import Reader
from enrichers.pages.visit import Visited, visit
from enrichers.resolve import Resolved, Sight
from enrichers.words.model import Clue
from seeds.model import Link
from tests.standin.catalogue import Catalogue
from tests.standin.pages import Page
from tests.standin.server import StandIn

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
PAGE, OTHER = "https://a.made-up.net/notes", "https://b.made-up.net/things"
NOWHERE = "https://a.made-up.net/nowhere"

Look = Callable[..., Visited]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    pages = [Page(url=PAGE, title="Notes on things"), Page(url=OTHER, title="Things")]
    with StandIn(Catalogue([], pages)) as standin:
        for name, value in standin.proxy(tmp_path).environment.items():
            monkeypatch.setenv(name, value)
        yield standin


@pytest.fixture
def look(web: StandIn, tmp_path: Path) -> Iterator[Look]:
    pace, memory = Pace(tmp_path / "state"), Memory(tmp_path / "state")
    limits = Limits(every=0.0, patience=0.0)
    fetcher = Fetcher(pace, limits=limits)
    with Reader() as reader:

        def now(*urls: str, today: date = TODAY) -> Visited:
            return visit(
                urls, fetch=fetcher.fetch, read=reader.read, memory=memory, today=today
            )

        yield now
    fetcher.close()
    memory.close()
    pace.close()


def the_visit(visited: Visited) -> Visit:
    [only] = visited.visits.values()
    return only


def test_a_page_is_read_and_its_words_are_the_page_s(look: Look) -> None:
    visited = the_visit(look(PAGE))

    assert visited.reason == ""
    assert visited.state is PageState.ALIVE
    assert visited.reading.work.title == "Notes on things"
    assert visited.reading.work.origin["title"].source == "page"
    assert visited.reading.work.origin["title"].record == PAGE


def test_one_page_under_two_spellings_is_asked_for_once(look: Look, web: StandIn) -> None:
    look(PAGE, PAGE + "#part", PAGE.replace("https://a", "https://A"))

    assert len(web.requests) == 1


def test_what_is_fresh_is_not_asked_for_again(look: Look, web: StandIn) -> None:
    first = look(PAGE, OTHER)

    again = look(PAGE, OTHER, today=TOMORROW)

    assert again.visits == first.visits
    assert again.requested == 0
    assert len(web.requests) == 2


def test_what_is_stale_is_asked_for_again(look: Look, web: StandIn) -> None:
    look(PAGE)

    again = the_visit(look(PAGE, today=TODAY + timedelta(days=30)))

    assert again.on == TODAY + timedelta(days=30)
    assert again.reading.work.title == "Notes on things"
    assert len(web.requests) == 2


def test_a_page_that_is_gone_on_two_days_is_dead(look: Look) -> None:
    first, same_day = the_visit(look(NOWHERE)), the_visit(look(NOWHERE))
    next_day = the_visit(look(NOWHERE, today=TOMORROW))

    assert (first.is_dead, same_day.is_dead, next_day.is_dead) == (False, False, True)
    assert next_day.failing_since == TODAY


def test_a_page_that_is_down_is_asked_again_and_is_never_dead(look: Look, web: StandIn) -> None:
    web.misbehave("web", "503")
    first, again = the_visit(look(PAGE)), the_visit(look(PAGE, today=TOMORROW))
    web.heal()

    last = the_visit(look(PAGE, today=TOMORROW))

    assert first.state is again.state is PageState.DOWN
    assert not again.is_dead
    assert again.failing_since == TODAY
    assert last.state is PageState.ALIVE
    assert last.failing_since is None


def test_what_is_known_of_a_page_stands_while_it_is_down(look: Look, web: StandIn) -> None:
    before = the_visit(look(PAGE))
    web.misbehave("web", "503")
    later = TODAY + timedelta(days=40)

    silent = the_visit(look(PAGE, today=later))

    assert silent == replace(before, silence="HTTP 503", failing_since=later)
    assert silent.reading.work.title == "Notes on things"


@pytest.mark.parametrize(
    "state",
    [PageState.ALIVE, PageState.BLOCKED, PageState.SUSPICIOUS, PageState.GONE],
)
def test_a_day_without_an_answer_changes_no_state(tmp_path: Path, state: PageState) -> None:
    said = Fetched(url=PAGE, state=state, reason="so it was", final_url=f"{PAGE}/end")
    down = Fetched(url=PAGE, state=PageState.DOWN, reason="no answer in time")
    answers = iter((said, down, down, said))
    memory = Memory(tmp_path / "state")

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        return next(answers)

    def look_after(days: int) -> Visit:
        day = TODAY + timedelta(days=40 * days)
        return the_visit(
            visit([PAGE], fetch=fetch, read=lambda _: Reading(), memory=memory, today=day)
        )

    first, second, third, last = map(look_after, range(4))

    assert (second.state, second.reason, second.final_url) == (
        state,
        "so it was",
        f"{PAGE}/end",
    )
    assert second.silence == third.silence == "no answer in time"
    assert (first.silence, last.silence) == ("", "")
    assert last.on == TODAY + timedelta(days=120)
    memory.close()


def test_what_nobody_could_read_gave_no_answer(tmp_path: Path) -> None:
    alive = Fetched(url=PAGE, state=PageState.ALIVE, etag="one")
    told = Reading(work=Work(title="Notes"))
    readings = iter((Reading(unread="too busy"), told, Reading(unread="too busy")))
    etags: list[str] = []
    memory = Memory(tmp_path / "state")

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        etags.append(etag)
        return alive

    def look_on(day: date) -> Visit:
        return the_visit(
            visit([PAGE], fetch=fetch, read=lambda _: next(readings), memory=memory, today=day)
        )

    first, second, third = map(look_on, (TODAY, TODAY, TODAY + timedelta(days=40)))

    assert (first.state, first.reason) == (PageState.DOWN, "too busy")
    assert (second.state, second.reading.work.title) == (PageState.ALIVE, "Notes")
    assert etags[:2] == ["", ""]
    assert (third.silence, third.reading) == ("too busy", second.reading)
    memory.close()


def concluded(link: Link, visited: Visit) -> Resolution:
    """How a link ends that nothing but its page speaks of."""
    name = typed_id(link)
    sight = Sight(links=(link,), visit=visited, clue=Clue())
    known = Resolved(
        outcomes={},
        works=(),
        by_identifier={},
        conflicts=(),
        down={},
        sights={name: sight},
        names={link: name},
    )
    [end] = conclude([link], known, today=TODAY).resolutions
    return end


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (PageState.BLOCKED, Verdict.BLOCKED),
        (PageState.ALIVE, Verdict.TYPED),
        (PageState.SUSPICIOUS, Verdict.TYPED),
    ],
)
def test_a_link_ends_the_same_while_its_page_is_down(
    tmp_path: Path, state: PageState, verdict: Verdict
) -> None:
    answers = iter(
        (
            Fetched(url=PAGE, state=state, reason="so it was"),
            Fetched(url=PAGE, state=PageState.DOWN, reason="no answer in time"),
        )
    )
    memory = Memory(tmp_path / "state")
    link = Link(url=PAGE, label="Notes", document="list.md", line=1)

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        return next(answers)

    def end_after(days: int) -> Resolution:
        day = TODAY + timedelta(days=days)
        visited = visit([PAGE], fetch=fetch, read=lambda _: Reading(), memory=memory, today=day)
        return concluded(link, the_visit(visited))

    before, while_down = end_after(0), end_after(40)

    assert before == while_down
    assert before.verdict is verdict
    memory.close()


def test_a_page_that_was_silent_is_asked_again_on_the_same_day(
    look: Look, web: StandIn
) -> None:
    look(PAGE)
    later = TODAY + timedelta(days=40)
    web.misbehave("web", "503")
    look(PAGE, today=later)
    web.heal()

    again = the_visit(look(PAGE, today=later))

    assert (again.state, again.silence, again.on) == (PageState.ALIVE, "", later)
    assert again.failing_since is None


def test_a_dead_page_stays_dead_while_its_host_is_down(tmp_path: Path) -> None:
    gone = Fetched(url=PAGE, state=PageState.GONE, reason="HTTP 404", status=404)
    down = Fetched(url=PAGE, state=PageState.DOWN, reason="no answer in time")
    answers = iter((gone, down, gone, down))
    memory = Memory(tmp_path / "state")

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        return next(answers)

    def look_after(days: int) -> Visit:
        day = TODAY + timedelta(days=days)
        return the_visit(
            visit([PAGE], fetch=fetch, read=lambda _: Reading(), memory=memory, today=day)
        )

    visits = [look_after(days) for days in (0, 1, 2, 10)]

    assert [each.is_dead for each in visits] == [False, False, True, True]
    assert {each.failing_since for each in visits} == {TODAY}
    memory.close()


def test_pages_of_one_host_do_not_wait_for_those_of_another(look: Look, web: StandIn) -> None:
    visited = look(PAGE, OTHER, NOWHERE)

    assert visited.requested == 3
    assert {each.state for each in visited.visits.values()} == {
        PageState.ALIVE,
        PageState.GONE,
    }


class Killed(BaseException):
    """What a signal raises."""


def test_a_run_that_is_stopped_asks_for_no_further_page_and_keeps_those_it_has(
    tmp_path: Path,
) -> None:
    asked: list[str] = []
    memory = Memory(tmp_path / "state")

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        asked.append(url)
        if len(asked) > 2:
            raise Killed
        return Fetched(url=url, state=PageState.GONE, status=404, reason="HTTP 404")

    urls = [f"https://a.made-up.net/{number}" for number in range(50)]
    with pytest.raises(Killed):
        visit(urls, fetch=fetch, read=lambda _: Reading(), memory=memory, today=TODAY)

    assert len(asked) == 3
    assert set(memory.recall(urls)) == set(asked[:2])
    memory.close()


def test_a_page_that_has_not_changed_keeps_what_it_said(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state")
    answers = iter(
        (
            Fetched(url=PAGE, state=PageState.ALIVE, status=200, etag="x", final_url=PAGE),
            Fetched(url=PAGE, state=PageState.ALIVE, status=304),
        )
    )
    known: list[str] = []

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        known.append(etag)
        return next(answers)

    def look_on(day: date) -> Visit:
        said = Reading(work=Work(title="Notes"))
        return the_visit(
            visit([PAGE], fetch=fetch, read=lambda _: said, memory=memory, today=day)
        )

    before, after = look_on(TODAY), look_on(TODAY + timedelta(days=31))

    assert known == ["", "x"]
    assert after == replace(before, on=TODAY + timedelta(days=31))
    memory.close()


def test_nothing_to_visit_is_no_trouble(look: Look) -> None:
    assert look().visits == {}
