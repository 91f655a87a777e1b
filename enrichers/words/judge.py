"""Decides which of the works that searching found a clue means: accept, ask or abstain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from enrichers.merge import content, work_id
from enrichers.model import Identifier, Work, WorkKind
from enrichers.versions import DISSIMILAR, contradicts
from enrichers.words.compare import Comparison, compare, is_alike
from enrichers.words.model import Clue, Decision, Judgement, Phrase, Proposal, Speaker
from enrichers.words.venues import agree
from enrichers.words.vocabulary import information, words
from enrichers.words.weights import FEW_YEARS, JUDGED, probabilities, weigh
from enrichers.writing.titles import similarity

RISK = 1 / 200
"""The stated risk: at most this part of what is accepted may be wrong."""
WORTH_ASKING = 0.5
"""A person is asked when it is likelier than not that one of the proposals is meant."""
WORTH_SHOWING = 0.01
MOST_PROPOSALS = 5
ENOUGH_BITS = 28.0
"""A title with less than this ("Mathematics of Deep Learning": 22) may be several works'; 2.5 %
of real titles have less. Alone it is never accepted."""
HARDLY_A_TITLE = 16.0
"""With less ("Deep Learning": 4) a year is no support either; only authors are."""
FAR_WITHOUT_AUTHORS = 3
"""Years; where nobody is named, a title seen again so much later may be somebody else's."""
LEAD = 1.0  # of two records of one work, how much more log-odds make one the better
TRUSTED = frozenset({Speaker.PAGE, Speaker.DOCUMENT})
"""They speak for the thing itself: what they say it is called, it is called."""
SPOKEN = {Speaker.TEXT: "from the text", Speaker.ADDRESS: "from the address"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """A record held against the clue's most fitting phrase."""

    work: Work
    phrase: Phrase
    compared: Comparison
    score: float
    is_denied: bool
    """What the page or the document is called is something else altogether."""


def judge(clue: Clue, works: Sequence[Work], *, risk: float = RISK) -> Judgement:
    """Decide by probability, whatever the order of the works.

    Records of one work (same identifiers, or the same title and authors, such as a preprint
    and its published version) count as one and do not compete. Two works that cannot be told
    apart leave neither likely, so that a person is asked.
    """
    if clue.refusal or not clue.phrases:
        reason = clue.refusal or "there are no words to search for"
        return Judgement(decision=Decision.ABSTAIN, reason=reason)
    weighed = [_weighed(clue, work) for work in works if words(work.title)]
    if not weighed:
        return Judgement(decision=Decision.ABSTAIN, reason="no service knows such a title")
    best = sorted(map(_best, _works(_less_near_misses(weighed))), key=_name)
    likely = probabilities(tuple(one.score for one in best))
    ranked = sorted(
        zip(likely, best, strict=True), key=lambda pair: (-pair[0], *_name(pair[1]))
    )
    proposals = tuple(
        Proposal(work=one.work, probability=probability, evidence=_evidence(clue, one))
        for probability, one in ranked[:MOST_PROPOSALS]
        if probability >= WORTH_SHOWING
    )
    probability, first = ranked[0]
    if probability >= 1 - risk:
        doubt = _doubt(clue, first)
        decision = Decision.ASK if doubt else Decision.ACCEPT
        return Judgement(
            decision=decision, proposals=proposals, reason=doubt or _why(clue, first)
        )
    if sum(likely) >= WORTH_ASKING:
        return Judgement(
            decision=Decision.ASK, proposals=proposals, reason=_question(likely, ranked[0])
        )
    reason = "nothing that the services know fits well enough"
    return Judgement(decision=Decision.ABSTAIN, proposals=proposals, reason=reason)


def is_brief(clue: Clue) -> bool:
    """Whether it says too little for a title: it may be the name of a topic, too."""
    told = (information(words(phrase.text)) for phrase in clue.phrases)
    return not (clue.authors or clue.year) and all(bits < ENOUGH_BITS for bits in told)


def _weighed(clue: Clue, work: Work) -> _Weighed:
    """The record by the phrase that fits it best, less what the other phrases say."""
    compared = [(phrase, compare(clue, phrase.text, work)) for phrase in clue.phrases]
    scored = [
        (weigh(fit) + JUDGED.get(SPOKEN.get(phrase.speaker, ""), 0.0), phrase, fit)
        for phrase, fit in compared
    ]
    score, phrase, fit = max(scored, key=lambda one: one[0])
    if fit.is_companion:
        score += JUDGED["slides, code or video"]
    is_denied = phrase.speaker not in TRUSTED and _is_denied(compared, work)
    if is_denied:
        score += JUDGED["another phrase differs"]
    return _Weighed(work=work, phrase=phrase, compared=fit, score=score, is_denied=is_denied)


def _is_denied(compared: Sequence[tuple[Phrase, Comparison]], work: Work) -> bool:
    """Whether the page or the document is called something else altogether."""
    trusted = [(phrase, fit) for phrase, fit in compared if phrase.speaker in TRUSTED]
    return bool(trusted) and not any(
        not fit.apart
        and (is_alike(fit.title) or similarity(phrase.text, work.title) >= DISSIMILAR)
        for phrase, fit in trusted
    )


def _less_near_misses(weighed: Sequence[_Weighed]) -> list[_Weighed]:
    """Where one title agrees to the letter, the others lose: that a slip of the pen makes just
    another work's title is rarer than slips are."""
    agrees = [not one.compared.title.cost and not _is_by_others(one) for one in weighed]
    if not any(agrees):
        return list(weighed)
    less = JUDGED["another title agrees"]
    return [
        replace(one, score=one.score + less * (one.compared.title.cost > 0)) for one in weighed
    ]


def _is_by_others(one: _Weighed) -> bool:
    return one.compared.knows_authors and not one.compared.author_share


def _works(weighed: Sequence[_Weighed]) -> list[list[_Weighed]]:
    """Group records that are one work; joining is transitive."""
    groups: list[list[_Weighed]] = []
    for one in weighed:
        own = [group for group in groups if any(_is_one(one.work, o.work) for o in group)]
        groups = [group for group in groups if group not in own]
        groups.append([one, *(member for group in own for member in group)])
    return groups


def _is_one(a: Work, b: Work) -> bool:
    if not (a.ids | a.versions).isdisjoint(b.ids) or not a.ids.isdisjoint(b.versions):
        return True
    if words(a.title) != words(b.title) or contradicts(a, b):
        return False
    compared = compare(Clue(authors=a.authors or a.editors), a.title, b)
    return compared.is_first_author and compared.author_share > 1 / 2


def _best(group: Sequence[_Weighed]) -> _Weighed:
    """The record that the clue fits best, else the published one, else the older one.

    Preprint and print become versions of each other, for their registries to confirm.
    """
    top = max(one.score for one in group)
    lead = min((one for one in group if one.score > top - LEAD), key=_rank)
    is_preprint = lead.work.kind is WorkKind.PREPRINT
    others = [one.work for one in group if (one.work.kind is WorkKind.PREPRINT) != is_preprint]
    versions = frozenset[Identifier]().union(lead.work.versions, *(o.ids for o in others))
    work = replace(lead.work, versions=versions - lead.work.ids)
    return replace(lead, work=work, score=top)


def _rank(one: _Weighed) -> tuple[bool, str, str, str, "_Content"]:
    return one.work.kind is WorkKind.PREPRINT, one.work.issued or "9999", *_name(one)


def _name(one: _Weighed) -> tuple[str, str, "_Content"]:
    return work_id(one.work), one.work.title, _Content(one.work)


class _Content:
    """Orders records of one name and title, and costs nothing where there are none."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and content(self._work) == content(other._work)

    def __hash__(self) -> int:
        return hash(content(self._work))

    def __lt__(self, other: "_Content") -> bool:
        return content(self._work) < content(other._work)


def _doubt(clue: Clue, one: _Weighed) -> str:
    """Why a likely record is not accepted without a person; "" if it may be."""
    compared = one.compared
    told = information(words(one.phrase.text))
    is_year = compared.years is not None and compared.years <= FEW_YEARS
    has_authors = compared.author_share > 0
    if compared.apart:
        return compared.apart
    if compared.knows_authors and not has_authors:
        return "the title is the same, the authors are not"
    if not has_authors and (compared.years or 0) > FAR_WITHOUT_AUTHORS:
        return f"the title is the same, but the years are {compared.years} apart"
    if one.phrase.speaker is Speaker.ADDRESS and compared.title.cost and not has_authors:
        return "the words of the address are not quite the title, and no authors support it"
    if one.is_denied:
        return "the page itself is called something else"
    if has_authors and not (compared.title.is_part and told < HARDLY_A_TITLE):
        return ""
    if is_year and told >= HARDLY_A_TITLE:
        return ""
    if compared.title.is_part:
        return "without a subtitle the title decides only together with authors or a year"
    if told >= ENOUGH_BITS:
        return ""
    missing = "neither authors nor year" if not clue.year else "no authors"
    return f"the title is too short or too common to decide alone, and {missing} support it"


def _is_reprint(clue: Clue, record: Work) -> bool:
    """Whether a record is of another appearance, later and elsewhere, than the page's own."""
    if not (clue.is_published and clue.venue and record.venue and clue.year and record.year):
        return False
    is_later = record.year > clue.year
    return (
        is_later
        and record.kind is not WorkKind.PREPRINT
        and not agree(clue.venue, record.venue)
    )


def _why(clue: Clue, one: _Weighed) -> str:
    record = one.work
    why = f"{work_id(record) or 'the record'} has this title, and nothing contradicts it"
    if _is_reprint(clue, record):
        own, later = f"{clue.venue} ({clue.year})", f"{record.venue} ({record.year})"
        return f"{why}; the link is to {own}, and the record of its reprint in {later}"
    return why


def _question(likely: Sequence[float], first: tuple[float, _Weighed]) -> str:
    rivals = sum(probability > first[0] / 4 for probability in likely)
    if rivals > 1:
        return f"{rivals} works fit about equally well"
    return f"“{first[1].work.title}” is likely ({first[0]:.0%}), not sure"


def _evidence(clue: Clue, one: _Weighed) -> tuple[str, ...]:
    compared, work = one.compared, one.work
    said = [f"title {similarity(one.phrase.text, work.title):.2f} ({one.phrase.speaker})"]
    if compared.title.is_part:
        said.append("one without the subtitle")
    if compared.apart:
        said.append(compared.apart)
    if compared.knows_authors:
        said.append(_of_authors(compared))
    if compared.years is not None:
        agrees = (
            "year agrees" if not compared.years else f"year {clue.year} against {work.year}"
        )
        said.append(agrees)
    if compared.is_venue:
        said.append("venue agrees")
    if compared.is_companion:
        said.append(f"the record is a {work.kind}")
    return tuple(said)


def _of_authors(compared: Comparison) -> str:
    if not compared.author_share:
        return "other authors"
    if compared.is_first_author:
        return "first author agrees"
    return f"{compared.author_share:.0%} of the authors agree"
