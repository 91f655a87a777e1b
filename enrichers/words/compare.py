"""How a clue and a record compare: title word by word, authors, year and venue."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from enrichers.model import Work
from enrichers.versions import COMPANIONS
from enrichers.words.clean import clean
from enrichers.words.model import Clue
from enrichers.words.venues import agree
from enrichers.words.vocabulary import (
    LONGEST_TITLE,
    WORD,
    bits,
    information,
    is_common,
    is_number,
    words,
)
from enrichers.writing.people import is_same, share
from enrichers.writing.titles import SUBTITLE, apart, notice, part

SLIP_LENGTH = 4  # letters of a word in which one wrong letter is a slip
LEAST_OF_A_MAIN_TITLE = 16.0  # bits: "Deep Learning: ..." is not "Deep Learning"
FUNCTION_WORD = 6.0  # bits below which a word is so common that three letters show it


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleFit:
    """What two titles share and where they differ."""

    shared: float
    """Bits of the words in common."""
    different: float = 0.0
    """Bits of the words that only one of them has."""
    slips: int = 0
    """Long words that differ by one letter, of which one is thereby no word."""
    swaps: int = 0
    """Words that differ by one letter and are short or both words: "image" and "images"."""
    is_part: bool = False
    """One is the other without its subtitle."""

    @property
    def cost(self) -> float:
        """For choosing among several ways to compare the same two."""
        return self.different + 4 * self.slips + 6 * self.swaps + 10 * self.is_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that speaks for and against a record."""

    title: TitleFit
    apart: str = ""
    """Why the titles, however alike, name two works."""
    knows_authors: bool = False
    """Both sides name some."""
    is_first_author: bool = False
    """The first author of the clue is the record's."""
    author_share: float = 0.0
    """Of the shorter list of authors, the part that is on the other one too."""
    years: int | None = None
    """Between the two, if both are known."""
    is_venue: bool = False
    is_companion: bool = False
    """The record describes slides, code or data."""


def compare(clue: Clue, asked: str, work: Work) -> Comparison:
    """Hold one of the clue's phrases and the rest of the clue against a record."""
    people = work.authors or work.editors
    fit = compare_titles(asked, work.title)
    return Comparison(
        title=fit,
        apart=apart(asked, work.title) if is_alike(fit) else "",
        knows_authors=bool(clue.authors and people),
        is_first_author=bool(clue.authors and people) and is_same(clue.authors[0], people[0]),
        author_share=share(clue.authors, people),
        years=abs(clue.year - work.year) if clue.year and work.year else None,
        is_venue=agree(clue.venue, work.venue),
        is_companion=work.kind in COMPANIONS,
    )


def is_alike(fit: TitleFit) -> bool:
    """Whether the titles have more in common than not."""
    return fit.shared > fit.different


def compare_titles(asked: str, title: str) -> TitleFit:
    """Word by word, with the registry's title as it is, cleaned, and without its subtitle."""
    left, right = words(asked), words(title)
    short = _acronyms(asked) | _acronyms(title)
    best = _fit(left, right, short)
    if not best.cost or (not is_alike(best) and best.shared < FUNCTION_WORD):
        return best
    cleaned = _cleaned(title) if is_alike(best) else ""
    if cleaned and cleaned != title:
        best = min(best, _fit(left, words(cleaned), short), key=_by_cost)
    if best.different and notice(asked) == notice(title) and part(asked) == part(title):
        for one, other in ((left, _main(title)), (_main(asked), right)):
            if one and other:
                shorter = _fit(one, other, short, is_part=True)
                best = min(best, shorter, key=_by_cost)
    return best


def _by_cost(fit: TitleFit) -> float:
    return fit.cost


@lru_cache(maxsize=4096)
def _cleaned(title: str) -> str:
    return clean(title).title or title


def _main(title: str) -> tuple[str, ...]:
    """The words before the subtitle; none if there is no subtitle, or they say too little."""
    main, *rest = SUBTITLE.split(title, maxsplit=1)
    told = words(main) if rest else ()
    return told if information(told) >= LEAST_OF_A_MAIN_TITLE else ()


@lru_cache(maxsize=4096)
def _acronyms(title: str) -> frozenset[str]:
    """Words in capitals, in which every letter counts: "BLSTM" is no slip for "LSTM"."""
    if title.isupper():
        return frozenset()
    return frozenset(
        word.lower() for word in WORD.findall(title[:LONGEST_TITLE]) if word.isupper()
    )


def _fit(
    left: Sequence[str],
    right: Sequence[str],
    acronyms: Set[str],
    *,
    is_part: bool = False,
) -> TitleFit:
    if left == right:
        return TitleFit(shared=information(left), is_part=is_part)
    shared: list[str] = []
    different = 0.0
    slips = swaps = 0
    for is_equal, before, after in _blocks(left, right):
        one, other = "".join(before), "".join(after)
        if is_equal or one == other:
            shared += before
            continue
        if not {one, other} & acronyms and _is_slip(one, other):
            shared += after if is_common(other) else before
            is_sure = min(len(one), len(other)) >= SLIP_LENGTH and not (
                is_common(one) and is_common(other)
            )
            slips, swaps = slips + is_sure, swaps + (not is_sure)
            continue
        different += information(before) + information(after)
    return TitleFit(
        shared=information(shared),
        different=different,
        slips=slips,
        swaps=swaps,
        is_part=is_part,
    )


def _blocks(
    left: Sequence[str], right: Sequence[str]
) -> Iterable[tuple[bool, Sequence[str], Sequence[str]]]:
    """Runs of words that both have, and what each has between them."""
    start_left = start_right = at_left = at_right = 0
    for code in Levenshtein.opcodes(left, right):
        if code.tag != "equal":
            continue
        at_left, at_right = code.src_start, code.dest_start
        if at_left > start_left or at_right > start_right:
            yield False, left[start_left:at_left], right[start_right:at_right]
        yield True, left[at_left : code.src_end], right[at_right : code.dest_end]
        start_left, start_right = code.src_end, code.dest_end
    if start_left < len(left) or start_right < len(right):
        yield False, left[start_left:], right[start_right:]


def _is_slip(one: str, other: str) -> bool:
    """One letter wrong, missing or too much, in a word long or common enough to tell."""
    if is_number(one) or is_number(other):
        return False
    if Levenshtein.distance(one, other, score_cutoff=1) > 1:
        return False
    if min(len(one), len(other)) >= SLIP_LENGTH:
        return True
    if len(one) == len(other):
        return False
    shorter, longer = sorted((one, other), key=len)
    is_fragment = is_common(longer) and not is_common(shorter)
    return is_fragment or bits(longer) < FUNCTION_WORD
