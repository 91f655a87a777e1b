from datetime import date

import pytest

from enrichers.conclude import conclude
from enrichers.items.typed import typed_id
from enrichers.model import Claim, Identifier, Origin, Resolution, Scheme, Verdict, Work
from enrichers.pages.memory import Visit
from enrichers.pages.model import PageState, Reading
from enrichers.resolve import Resolved, Sight
from enrichers.rounds import Outcome, Standing, Step
from enrichers.rulings import Rulings, name_of, read_rulings
from enrichers.words.model import Clue
from seeds.model import Link, LinkKind

TODAY = date(2026, 11, 23)
PAGE = "https://a.made-up.net/notes"
PAPER = "https://a.made-up.net/papers/x.pdf"
DOI = Identifier(Scheme.DOI, "10.1000/x")
WORK = Work(ids=frozenset({DOI}), title="On things")
CLAIM = Claim(candidates=(DOI,), rule="doi")
NO_PAPER = Clue(refusal="neither the page nor its address says that it is a paper")


def link(url: str = PAGE, *, kind: LinkKind = LinkKind.LINK, label: str = "notes") -> Link:
    return Link(url=url, label=label, document="list.md", line=1, kind=kind)


def outcome(standing: Standing, step: Step = Step.ADDRESS, reason: str = "because") -> Outcome:
    is_confirmed = standing is Standing.CONFIRMED
    return Outcome(
        claim=CLAIM,
        standing=standing,
        step=step,
        identifier=DOI if is_confirmed else None,
        source="crossref" if is_confirmed else "",
        reason="" if is_confirmed else reason,
    )


def resolved(
    one: Link,
    *outcomes: Outcome,
    state: PageState | None = None,
    gone_days: int = 0,
    clue: Clue = NO_PAPER,
) -> Resolved:
    is_known = any(each.standing is Standing.CONFIRMED for each in outcomes)
    works = (WORK,) if is_known else ()
    visit = None
    if state:
        visit = Visit(
            url=one.url,
            on=TODAY,
            state=state,
            reason="" if state is PageState.ALIVE else "HTTP something",
            gone_days=gone_days,
            failing_since=date(2026, 11, 1) if gone_days else None,
            reading=Reading(),
        )
    name = typed_id(one)
    return Resolved(
        outcomes={one: outcomes} if outcomes else {},
        works=works,
        by_identifier={known: work for work in works for known in work.ids},
        conflicts=(),
        down={},
        sights={name: Sight(links=(one,), visit=visit, clue=clue)},
        names={one: name},
    )


def end_of(one: Link, state: Resolved, rulings: Rulings | None = None) -> Resolution:
    [end] = conclude([one], state, rulings=rulings or {}, today=TODAY).resolutions
    return end


@pytest.mark.parametrize(
    ("standing", "step", "verdict"),
    [
        (Standing.CONFIRMED, Step.ADDRESS, Verdict.RESOLVED),
        (Standing.CONFIRMED, Step.WORDS, Verdict.RESOLVED),
        (Standing.ABSENT, Step.ADDRESS, Verdict.NOT_FOUND),
        (Standing.ABSENT, Step.PEOPLE, Verdict.NOT_FOUND),
        (Standing.ABSENT, Step.PAGE, Verdict.TYPED),
        (Standing.ABSENT, Step.WORDS, Verdict.TYPED),
        (Standing.DOWN, Step.ADDRESS, Verdict.UNANSWERED),
        (Standing.DOWN, Step.PAGE, Verdict.UNANSWERED),
        (Standing.DOWN, Step.WORDS, Verdict.UNANSWERED),
        (Standing.DOUBTFUL, Step.PAGE, Verdict.TYPED),
        (Standing.UNASKED, Step.ADDRESS, Verdict.TYPED),
        (Standing.UNDECIDED, Step.WORDS, Verdict.AMBIGUOUS),
        (Standing.CONTRADICTED, Step.WORDS, Verdict.CONFLICT),
    ],
)
def test_each_outcome_has_its_verdict_and_a_reason(
    standing: Standing, step: Step, verdict: Verdict
) -> None:
    end = end_of(link(), resolved(link(), outcome(standing, step)))

    assert end.verdict is verdict
    assert end.reason


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ((Standing.ABSENT, Standing.DOWN), Verdict.UNANSWERED),
        ((Standing.DOWN, Standing.UNDECIDED), Verdict.UNANSWERED),
        ((Standing.ABSENT, Standing.CONFIRMED), Verdict.RESOLVED),
        ((Standing.CONFIRMED, Standing.CONTRADICTED), Verdict.CONFLICT),
        ((Standing.DOUBTFUL, Standing.ABSENT), Verdict.NOT_FOUND),
    ],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_of_several_outcomes_the_same_speaks_whatever_their_order(
    outcomes: tuple[Standing, ...], verdict: Verdict, turn: int
) -> None:
    state = resolved(link(), *map(outcome, outcomes[::turn]))

    assert end_of(link(), state).verdict is verdict


@pytest.mark.parametrize(
    ("state", "gone_days", "verdict"),
    [
        (PageState.ALIVE, 0, Verdict.TYPED),
        (PageState.BLOCKED, 0, Verdict.BLOCKED),
        (PageState.SUSPICIOUS, 0, Verdict.TYPED),
        (PageState.REFUSED, 0, Verdict.TYPED),
        (PageState.GONE, 1, Verdict.TYPED),
        (PageState.GONE, 2, Verdict.DEAD),
        (PageState.DOWN, 0, Verdict.TYPED),
    ],
)
def test_a_page_without_identity_ends_as_it_answered(
    state: PageState, gone_days: int, verdict: Verdict
) -> None:
    end = end_of(link(), resolved(link(), state=state, gone_days=gone_days))

    assert end.verdict is verdict
    assert ("HTTP something" in end.reason) is (state is not PageState.ALIVE)


@pytest.mark.parametrize("state", list(PageState))
def test_however_its_page_answered_what_is_proved_is_resolved(state: PageState) -> None:
    end = end_of(
        link(), resolved(link(), outcome(Standing.CONFIRMED), state=state, gone_days=2)
    )

    assert (end.verdict, end.work_id) == (Verdict.RESOLVED, "doi:10.1000/x")


@pytest.mark.parametrize(
    ("state", "gone_days", "page", "is_said"),
    [
        (PageState.ALIVE, 0, "alive", False),
        (PageState.GONE, 1, "gone", False),
        (PageState.GONE, 2, "dead", True),
        (None, 0, "", False),
    ],
)
def test_of_a_resolved_link_it_is_known_how_its_page_answers(
    state: PageState | None, gone_days: int, page: str, is_said: bool
) -> None:
    proof = outcome(Standing.CONFIRMED, Step.PAGE)

    end = end_of(link(), resolved(link(), proof, state=state, gone_days=gone_days))

    assert end.page == page
    assert ("its page is gone since 2026-11-01" in end.reason) is is_said


@pytest.mark.parametrize(
    ("one", "clue", "verdict"),
    [
        (link(PAPER), NO_PAPER, Verdict.UNANSWERED),
        (link(), Clue(), Verdict.UNANSWERED),
        (link(), NO_PAPER, Verdict.TYPED),
        (link("https://www.youtube.com/watch?v=abcdefghijk"), NO_PAPER, Verdict.TYPED),
    ],
)
def test_what_may_be_a_paper_s_page_and_is_down_is_asked_again(
    one: Link, clue: Clue, verdict: Verdict
) -> None:
    end = end_of(one, resolved(one, state=PageState.DOWN, clue=clue))

    assert end.verdict is verdict
    assert "nor" not in end.reason.split()


def test_what_people_decided_does_not_wait_for_a_page() -> None:
    one = link(PAPER)

    end = end_of(
        one,
        resolved(one, state=PageState.DOWN, clue=Clue()),
        read_rulings(f"{PAPER} is none", "answers"),
    )

    assert end.verdict is Verdict.TYPED
    assert "as people decided (line 1 of the answers)" in end.reason


@pytest.mark.parametrize(
    "one",
    [
        link("", label="here"),
        link("mailto:ada@made-up.net"),
        link("#part"),
        link(kind=LinkKind.IMAGE),
    ],
)
def test_what_leads_nowhere_is_skipped_and_becomes_nothing(one: Link) -> None:
    conclusion = conclude([one], resolved(one), today=TODAY)

    assert conclusion.resolutions[0].verdict is Verdict.SKIPPED
    assert conclusion.works == {}


def test_links_in_are_rows_out_in_their_order() -> None:
    links = [link(), link("#part"), link(PAPER), link()]

    conclusion = conclude(links, resolved(link()), today=TODAY)

    assert [end.link for end in conclusion.resolutions] == links
    assert list(conclusion.works) == [typed_id(link()), typed_id(link(PAPER))]


def test_corrections_stand_in_works_too_and_are_people_s() -> None:
    rulings = read_rulings(f"{PAGE} title: On all things\n{PAGE} type report", "answers")
    state = resolved(link(), outcome(Standing.CONFIRMED))

    work = conclude([link()], state, rulings=rulings, today=TODAY).works["doi:10.1000/x"]

    assert (work.title, work.kind) == ("On all things", "report")
    assert work.origin["title"] == Origin(source="people", asked_on=TODAY)
    assert name_of(PAGE) in rulings
