"""Identifiers on the first page of a document: its own, and those that it only names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enrichers import identify
from enrichers.model import Claim, Scheme
from enrichers.pages.pdf_layout import Line
from enrichers.pages.pdf_metadata import Declared

STAMP = re.compile(
    r"arxiv:\s?(?P<id>\S+)\s{1,3}\[[a-z.-]{2,18}\]\s{1,3}\d{1,2}\s[A-Z][a-z]{2}\s\d{4}",
    re.IGNORECASE,
)
"""What arXiv prints along the margin of every first page since 1998."""
SOURCES = re.compile(r"^(?:\d+\.?\s)?(?:references|bibliography|literature?)\W*$", re.I)
HEAD, FOOT = 0.12, 0.15  # of the height, where a journal prints the article's DOI
OF_THE_ARTICLE = re.compile(
    r"^(?:https?:|doi\b|digital object|cite this|to cite|how to cite)|©|\bcopyright\b|\bissn\b"
    r"|\bdoi:?\s?(?:https?:\S{1,40}/|)10\.|\bvol(?:ume|\.)\s?\d|\(\d{4}\)",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"^(?:article |paper )?(?:doi\b:?\s?)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+$",
    re.I,
)
"""A line that is a DOI and nothing else, such as on the cover sheet of a repository."""
OF_ANOTHER = re.compile(
    r"\b(?:published (?:in|as)|based on|corresponds to|see|supplement|extends|version of"
    r"|cf\.|companion|reply to|comment on|dataset|code|software)\b",
    re.IGNORECASE,
)
COVER = re.compile(
    r"^(?:hal id|handle|permanent link|persistent (?:link|identifier|url)|stable url"
    r"|citable (?:link|url))\s?:",
    re.IGNORECASE,
)
"""How repositories introduce the address of what lies behind their cover sheet."""
SHORTEST_IDENTIFIER = 8  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """What a document says to be its own, and what else it names."""

    claims: tuple[Claim, ...]
    mentions: tuple[Claim, ...]


def identifiers_of(lines: Sequence[Line], said: Declared, height: float) -> Identifiers:
    """Those that are printed where an article's own stand, and those anywhere else above the
    references."""
    until = next((at for at, line in enumerate(lines) if SOURCES.match(line.text)), len(lines))
    stamps = list(_stamps(lines))
    declared_ones = [
        Claim(candidates=claim.candidates, rule="pdf: xmp", version=claim.version)
        for text in said.dois
        if (claim := identify.normalise(text, Scheme.DOI))
    ]
    own: list[Claim] = []
    others: list[Claim] = []
    for at, line in enumerate(lines[:until]):
        if len(line.text) < SHORTEST_IDENTIFIER:
            continue
        before = lines[at - 1].text if at else ""
        is_cover = COVER.match(line.text) is not None
        is_own = is_cover or _is_of_the_article(line, before, height)
        for claim in identify.find(line.text):
            is_doi = claim.candidates[0].scheme is Scheme.DOI
            (own if is_own and (is_doi or is_cover) else others).append(claim)
    if len({claim.candidates for claim in own}) > 1:
        own, others = [], [*own, *others]
    printed = [_renamed(claim, "pdf: printed") for claim in own]
    claims = _each_once([*stamps, *declared_ones, *printed])
    claimed = {known for claim in claims for known in claim.candidates}
    mentions = [
        _renamed(claim, "pdf: first page", is_guess=True)
        for claim in others
        if claimed.isdisjoint(claim.candidates)
    ]
    return Identifiers(claims=claims, mentions=_each_once(mentions))


def _stamps(lines: Sequence[Line]) -> Iterator[Claim]:
    """arXiv's stamp, which stands alone on a line, turned or not."""
    for line in lines:
        stamp = STAMP.fullmatch(line.text.strip())
        claim = identify.normalise(stamp["id"], Scheme.ARXIV) if stamp else None
        if claim:
            yield _renamed(claim, "pdf: arxiv-stamp")


def _is_of_the_article(line: Line, before: str, height: float) -> bool:
    if ALONE.match(line.text):
        return True
    is_at_edge = not height or not FOOT * height < line.y < (1 - HEAD) * height
    return bool(
        is_at_edge
        and OF_THE_ARTICLE.search(line.text)
        and not OF_ANOTHER.search(line.text)
        and not OF_ANOTHER.search(before)
    )


def _renamed(claim: Claim, rule: str, *, is_guess: bool = False) -> Claim:
    return Claim(
        candidates=claim.candidates, rule=rule, version=claim.version, is_guess=is_guess
    )


def _each_once(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple({claim.candidates: claim for claim in reversed(claims)}.values())[::-1]
