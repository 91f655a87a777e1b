"""One page, document or reference with all of its occurrences, on its way up the ladder."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from enrichers.identifiers.canonical import dedup_key
from enrichers.identify import identify, is_address
from enrichers.items.described import told
from enrichers.items.typed import typed_id
from enrichers.model import Claim, Identifier, Work
from enrichers.pages.memory import Visit
from enrichers.pages.model import PageState, Reading
from enrichers.resolve import Sight
from enrichers.rounds import Outcome, Standing, Step
from enrichers.rulings import Ruling, Rulings
from enrichers.words.model import Clue, Searched
from seeds.model import Link, LinkKind

NOTHING_SAID = Ruling(line=0)
SETTLED = frozenset({Standing.CONFIRMED, Standing.DOWN})
PROVED_BY_ITSELF = frozenset({Step.ADDRESS, Step.PEOPLE})
AUTHORITY = (Step.PEOPLE, Step.ADDRESS, Step.PAGE, Step.WORDS)


@dataclass(slots=True, kw_only=True)
class Case:
    """What is known so far."""

    name: str
    """Its `typed_id`."""
    own: tuple[Link, ...]
    """The occurrences of its own address, in an order that does not depend on the lists'."""
    others: tuple[Link, ...]
    """Those of other addresses that people call the same."""
    ruling: Ruling
    addressed: dict[Link, tuple[Outcome, ...]] = field(
        default_factory=dict[Link, tuple[Outcome, ...]]
    )
    """What the addresses of its own links came to; their labels can make a difference."""
    shared: list[Outcome] = field(default_factory=list[Outcome])
    """What counts for all of its links."""
    visit: Visit | None = None
    described: Work | None = None
    """What a service says that knows it by a name of its own."""
    clue: Clue | None = None
    searched: Searched | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it can be looked at: its own address, then those that are called the same."""
        urls = [link.url for link in (*self.own[:1], *self.others) if link.url]
        return tuple({dedup_key(url): url for url in reversed(urls)}.values())[::-1]

    @property
    def has_page(self) -> bool:
        """One of its addresses shows what it is."""
        return self.visit is not None and self.visit.state is PageState.ALIVE

    @property
    def reading(self) -> Reading:
        """What its page and services say of it; nothing if it was not read."""
        reading = self.visit.reading if self.visit else Reading()
        return told(reading, self.described) if self.described else reading

    @property
    def links(self) -> tuple[Link, ...]:
        """All of its occurrences; its own address is the first."""
        return self.own + self.others

    @property
    def is_decided(self) -> bool:
        """People said what it is, or that it is nothing."""
        ruling = self.ruling
        return bool(ruling.claim) or ruling.is_none or ruling.is_ignored

    @property
    def is_open(self) -> bool:
        """Nothing is proved, no registry that may yet prove it is down, and nothing is for
        people to decide or decided by them."""
        if self.ruling.claim or self.ruling.is_ignored or self.searched:
            return False
        return not any(outcome.standing in SETTLED for outcome in self.outcomes)

    @property
    def confirmed(self) -> Outcome | None:
        """What proves its identity."""
        standing = Standing.CONFIRMED
        return next((each for each in self.outcomes if each.standing is standing), None)

    @property
    def outcomes(self) -> Iterator[Outcome]:
        """Of all claims, in the order of the steps' authority."""
        return chain(*self.addressed.values(), self.shared)

    @property
    def sight(self) -> Sight:
        """What the steps above the address saw."""
        return Sight(
            links=self.links,
            visit=self.visit,
            described=self.described,
            clue=self.clue or Clue(),
            searched=self.searched,
        )

    def ends(self) -> dict[Link, tuple[Outcome, ...]]:
        """The outcomes that count for each link: its own, and what proves the others'."""
        proof = [self.confirmed] if self.confirmed else []
        common = (*self.shared, *proof)
        return {
            link: tuple(dict.fromkeys((*self.addressed.get(link, ()), *common)))
            for link in self.links
        }


def cases_of(links: Iterable[Link], rulings: Rulings) -> dict[str, Case]:
    """By name; links that somebody called the same have one."""
    own = {link: typed_id(link) for link in links if _is_thing(link)}
    leads = {name: lead_of(name, rulings) for name in set(own.values())}
    grouped: defaultdict[str, list[Link]] = defaultdict(list)
    for link, name in own.items():
        grouped[leads[name]].append(link)

    return {
        name: Case(
            name=name,
            own=tuple(link for link in sorted(group, key=_order) if own[link] == name),
            others=tuple(link for link in sorted(group, key=_order) if own[link] != name),
            ruling=rulings.get(name, NOTHING_SAID),
        )
        for name, group in grouped.items()
    }


def _order(link: Link) -> tuple[bool, str, str, int, str]:
    is_plain = link.url.startswith("http:")
    return is_plain, link.url, link.document, link.line, link.label


def _is_thing(link: Link) -> bool:
    return link.kind is LinkKind.REFERENCE or (
        link.kind is LinkKind.LINK and is_address(link.url)
    )


def lead_of(name: str, rulings: Rulings) -> str:
    """Where "same as" leads from a link; in a ring to the first by name."""
    passed = {name: None}
    while (ruling := rulings.get(name)) and ruling.same_as:
        name = ruling.same_as
        if name in passed:
            names = list(passed)
            return min(names[names.index(name) :])
        passed[name] = None
    return name


def claims_of_others(case: Case, claims: Mapping[Link, Iterable[Claim]]) -> Iterator[Claim]:
    """What the addresses say that people call the same as a case's own; first the one that
    they lead to, if no list has it."""
    if not case.own and case.name.startswith("url:"):
        yield from identify(case.name.removeprefix("url:"))
    for link in case.others:
        yield from claims.get(link, ())


def part(cases: Mapping[str, Case], rulings: Rulings) -> list[tuple[Identifier, Identifier]]:
    """Heed what people say are two works; give the pairs whose records must not be joined.

    Of two with one identifier the one that page or words led to loses it; addresses and
    answers that name the same cannot be two.
    """
    pairs: list[tuple[Identifier, Identifier]] = []
    for said_of in sorted(rulings):
        case = cases.get(lead_of(said_of, rulings))
        for name in sorted(rulings[said_of].not_same_as):
            other = cases.get(lead_of(name, rulings))
            if not (case and other) or case is other:
                continue
            one, two = case.confirmed, other.confirmed
            if not (one and two and one.identifier and two.identifier):
                continue
            if one.identifier != two.identifier:
                pairs.append((one.identifier, two.identifier))
            elif AUTHORITY.index(one.step) >= AUTHORITY.index(two.step):
                _deny(case, one.identifier, other)
            else:
                _deny(other, one.identifier, case)
    return pairs


def _deny(case: Case, identifier: Identifier, other: Case) -> None:
    reason = f"people say that it is another work than {other.name}, which is {identifier}"
    case.shared = [
        replace(outcome, standing=Standing.DOUBTFUL, reason=reason)
        if outcome.identifier == identifier
        and outcome.standing is Standing.CONFIRMED
        and outcome.step not in PROVED_BY_ITSELF
        else outcome
        for outcome in case.shared
    ]
