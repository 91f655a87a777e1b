"""Who is to be asked what next, and what has come of a claim: decisions without questions."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from enrichers.model import Answers, Claim, Identifier, Scheme, Source, Work
from enrichers.versions import contradicts

REGISTRIES: Mapping[Scheme, tuple[str, ...]] = {
    Scheme.ARXIV: ("arxiv",),
    Scheme.DOI: ("crossref", "datacite", "doi_org"),
    Scheme.DOAJ: ("doaj",),
    Scheme.FIGSHARE: ("figshare",),
    Scheme.HAL: ("hal",),
    Scheme.INSPIRE: ("inspire",),
    Scheme.PII: ("crossref",),
    Scheme.PMCID: ("pubmed",),
    Scheme.PMID: ("pubmed",),
    Scheme.ZENODO: ("zenodo",),
}
"""Who may know an identifier: the next is asked where those before have no record. Those that
say by `Source.answers` that it is not theirs are passed over."""
COPIES: Mapping[Scheme, tuple[str, ...]] = {Scheme.ARXIV: ("snapshot:arxiv", "datacite")}
"""Who is asked in place of a registry that is down. That they have no record proves nothing:
copies come late. A snapshot, if there is one, goes first: it costs no request."""
DESCRIBERS: Mapping[Scheme, str] = {Scheme.GITHUB: "github", Scheme.OPENREVIEW: "openreview"}
"""Who says what a thing is whose name there is no identity: repositories are no works, and
what was submitted somewhere is known by other names where it appeared."""
ONE_BY_ONE = frozenset({"doi_org"})
"""Too slow for identifiers that no link names."""

STAGES: tuple[tuple[str, ...], ...] = (
    ("crossref", "datacite", "doaj", "figshare", "hal", "inspire", "pubmed", "zenodo"),
    ("arxiv",),
    ("crossref", "snapshot:arxiv"),
    ("datacite",),
    ("doi_org",),
)
"""Who is asked side by side, stage after stage, whatever is open for them by then; again from
the first, until nothing is open.

For the fewest requests: registers whose records name DOIs go first; arXiv, the scarcest, waits
for the preprints that Crossref's records name; Crossref's second turn for the published
versions that arXiv's records name and for shorter readings of what was absent; DataCite's
second turn for all that Crossref lacks and arXiv could not answer. A second round is rare: it
follows what DataCite's records name, and where a DOI that is an alias leads."""

EVERYBODY = frozenset(name for stage in STAGES for name in stage)


class Step(StrEnum):
    """The steps of the ladder, the cheapest and surest first."""

    ADDRESS = "address"
    PAGE = "page"
    """What the page or document says of itself."""
    WORDS = "words"
    """What the list, the page and the address call it, searched for."""
    PEOPLE = "people"
    """What somebody decided; it goes before all others."""


class Standing(StrEnum):
    """What has come of a claim."""

    CONFIRMED = "confirmed"
    """A registry has the record."""
    ABSENT = "absent"
    """Every registry that could have it says that it has not."""
    DOWN = "down"
    """A registry that had to be asked did not answer."""
    DOUBTFUL = "doubtful"
    """The record exists, but a rule that only guesses led to it and nothing supports it."""
    UNASKED = "unasked"
    """No source answers identifiers of its scheme."""
    UNDECIDED = "undecided"
    """A search found works that may be meant; a person should choose."""
    CONTRADICTED = "contradicted"
    """The record exists, and the list names another work that exists too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of one claim."""

    claim: Claim
    standing: Standing
    identifier: Identifier | None = None
    """The reading that was confirmed, or the one that is in doubt."""
    source: str = ""
    """Who confirmed it."""
    reason: str = ""
    """For people; "" if confirmed."""
    step: Step = Step.ADDRESS
    """Where the claim came from."""
    confidence: float = 1.0
    """Of a confirmed one: how sure it is that the record is what the link points at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far the questions about one identifier are. Without work, next and reason, it is
    absent."""

    work: Work | None = None
    source: str = ""
    """Whose work it is."""
    next: str = ""
    """Who is to be asked."""
    is_fresh: bool = False
    """Nobody has been asked yet."""
    reason: str = ""
    """Why it cannot be known now."""


class Ledger:
    """Who said what about which identifier, so far."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._said: dict[str, dict[Identifier, Work | str]] = {}
        self.silences: dict[str, str] = {}
        """Why a source left questions unanswered, by its name."""
        self.left: dict[str, frozenset[Identifier]] = {}
        """Which these are."""

    def hear(self, source: str, asked: Iterable[Identifier], answers: Answers) -> None:
        """Take down what a source said, and where it said nothing."""
        asked = dict.fromkeys(asked, "no answer")
        said = self._said.setdefault(source, {})
        said.update(asked)
        said.update(dict.fromkeys(answers.absent, ""))
        said.update({known: why or "no answer" for known, why in answers.down.items()})
        said.update(answers.found)
        before = self.left.get(source, frozenset[Identifier]())
        self.left[source] = (before - asked.keys()) | answers.left
        if answers.silence:
            self.silences.setdefault(source, answers.silence)

    def work(self, source: str, identifier: Identifier) -> Work | None:
        """The record that one source has of an identifier."""
        said = self._said.get(source, {}).get(identifier)
        return said if isinstance(said, Work) else None

    def knows_registry(self, identifier: Identifier) -> bool:
        """Whether anybody answers identifiers of this scheme."""
        return identifier.scheme in REGISTRIES

    def position(self, identifier: Identifier) -> Position:
        """How far the questions about an identifier are."""
        is_fresh = True
        for registry in self._those_who_answer(REGISTRIES, identifier):
            place = self._at(registry, identifier, is_fresh=is_fresh)
            if place.reason:
                return self._at_copies(identifier, place)
            if place != Position():
                return place
            is_fresh = False
        return Position()

    def _at_copies(self, identifier: Identifier, down: Position) -> Position:
        for keeper in self._those_who_answer(COPIES, identifier):
            place = self._at(keeper, identifier)
            if place.work or place.next:
                return place
        return down

    def _at(self, source: str, identifier: Identifier, *, is_fresh: bool = False) -> Position:
        if source not in self._sources:
            return Position(reason=f"{source} is not among the sources that are asked")
        match self._said.get(source, {}).get(identifier):
            case None:
                return Position(next=source, is_fresh=is_fresh)
            case Work() as work:
                return Position(work=work, source=source)
            case reason:
                return Position(reason=reason)

    def _those_who_answer(
        self, table: Mapping[Scheme, tuple[str, ...]], identifier: Identifier
    ) -> Iterator[str]:
        for name in table.get(identifier.scheme, ()):
            source = self._sources.get(name)
            if source is None or source.answers(identifier):
                yield name


@dataclass(frozen=True, slots=True)
class Question:
    """A claim and the words it stands under."""

    claim: Claim
    label: str = ""
    check: Callable[[Work], str] | None = None
    """Says what speaks against a record, where more is known of the work than its label."""


def settled(question: Question, ledger: Ledger) -> Outcome | None:
    """What has come of a claim; None while there is somebody to be asked.

    The longest reading that a registry knows is meant. A shorter one that is known settles
    the claim before registries of other agencies are asked about a longer one: the readings
    have one prefix, and so one agency.
    """
    claim = question.claim
    askable = [known for known in claim.candidates if ledger.knows_registry(known)]
    is_open, reason, doubtful = False, "", None
    for candidate in askable:
        place = ledger.position(candidate)
        if place.work:
            doubt = _doubt(question, place.work)
            if not doubt:
                return Outcome(
                    claim=claim,
                    standing=Standing.CONFIRMED,
                    identifier=candidate,
                    source=place.source,
                )
            doubtful = doubtful or Outcome(
                claim=claim,
                standing=Standing.DOUBTFUL,
                identifier=candidate,
                source=place.source,
                reason=f"{candidate} exists, but {doubt}",
            )
        elif place.is_fresh:
            return None
        elif place.next:
            is_open = True
        elif place.reason:
            reason = place.reason
            break
    if is_open:
        return None
    if reason:
        return Outcome(claim=claim, standing=Standing.DOWN, reason=reason)
    if doubtful or not askable:
        return doubtful or _unasked(claim)
    return _absent(claim, askable)


def outcome(question: Question, ledger: Ledger) -> Outcome:
    """What has come of a claim when nobody is left to be asked."""
    end = settled(question, ledger)
    assert end is not None, question.claim
    return end


def wanted(
    questions: Iterable[Question], ledger: Ledger, who: Collection[str]
) -> dict[str, list[Identifier]]:
    """What some sources are to be asked now: readings of open claims, the longest first and
    the others only when that is absent, and versions that confirmed records name."""
    asked: dict[str, dict[Identifier, None]] = {name: {} for name in who}
    for question in questions:
        for identifier in _to_ask(question, ledger):
            place = ledger.position(identifier)
            if place.next in asked:
                asked[place.next][identifier] = None
    return {name: list(ids) for name, ids in asked.items() if ids}


def records(
    outcomes: Iterable[Outcome], ledger: Ledger
) -> tuple[dict[Identifier, Work], dict[Identifier, Work]]:
    """The records of all confirmed identifiers, and those of the versions that these name."""
    confirmed: dict[Identifier, Work] = {}
    for outcome in outcomes:
        if outcome.standing is Standing.CONFIRMED and outcome.identifier:
            work = ledger.position(outcome.identifier).work
            assert work is not None
            confirmed[outcome.identifier] = work
    named = {known for work in confirmed.values() for known in work.versions} - confirmed.keys()
    places = ((known, ledger.position(known).work) for known in sorted(named))
    return confirmed, {known: work for known, work in places if work}


def _to_ask(question: Question, ledger: Ledger) -> Iterator[Identifier]:
    outcome = settled(question, ledger)
    if outcome is None:
        for place, candidate in enumerate(question.claim.candidates):
            yield candidate
            if place == 0 and ledger.position(candidate).is_fresh:
                break
    elif outcome.standing is Standing.CONFIRMED and outcome.identifier:
        work = ledger.position(outcome.identifier).work
        for version in sorted(work.versions if work else ()):
            if ledger.position(version).next not in ONE_BY_ONE:
                yield version


def _doubt(question: Question, work: Work) -> str:
    """What speaks against a record: to which a rule that only guesses has led, or which is
    to agree with what is known."""
    if question.check:
        return question.check(work)
    if not question.claim.is_guess:
        return ""
    if not question.label:
        return "nothing at the link says what it is called"
    return contradicts(Work(title=question.label), work)


def _unasked(claim: Claim) -> Outcome:
    known = claim.candidates[0]
    if known.scheme in DESCRIBERS:
        reason = f"{known} is its name at {DESCRIBERS[known.scheme]}, which is no identity"
        return Outcome(claim=claim, standing=Standing.UNASKED, reason=reason)
    schemes = ", ".join(dict.fromkeys(str(known.scheme) for known in claim.candidates))
    reason = f"no source is asked about identifiers of this kind ({schemes})"
    return Outcome(claim=claim, standing=Standing.UNASKED, reason=reason)


def _absent(claim: Claim, askable: list[Identifier]) -> Outcome:
    names = " or ".join(map(str, askable))
    reason = f"no registry knows {names}"
    return Outcome(claim=claim, standing=Standing.ABSENT, reason=reason)
