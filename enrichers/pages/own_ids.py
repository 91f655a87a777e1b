"""Identifiers on a page: those it declares its own, and those that may be its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from enrichers.identify import find, identify, normalise
from enrichers.model import Claim, Scheme, WorkKind
from enrichers.pages.document import Document
from enrichers.pages.statement import SCHEMES, Statement
from enrichers.pages.zones import Zone

DECLARED: Final = frozenset({Scheme.DOI, Scheme.ARXIV, Scheme.PMID, Scheme.PMCID})
"""Schemes that name one work each; a handle names a collection as often as a work."""
WITH_ISBN: Final = frozenset({WorkKind.BOOK, WorkKind.THESIS, WorkKind.REPORT})
"""Kinds that an ISBN names as a whole; to a chapter or a paper it is that of the volume."""
LONGEST_VALUE: Final = 500  # characters; what is longer is a citation in words
LONGEST_BADGE: Final = 40  # characters
MOST_TEXT: Final = 200_000  # characters looked through for identifiers

_BADGE = re.compile(
    r"\W*(?:paper|preprint|read the paper|pdf|full paper)?\W*arxiv\b.{0,20}", re.I
)
_LOOKS_LIKE_ONE = re.compile(r"10\.\d{4}|arxiv|alphaxiv|ar5iv|/abs/", re.IGNORECASE)
_ENTRY = re.compile(r"@[a-z]{3,20}\s{0,5}\{", re.IGNORECASE)
_ENTRY_FIELD = re.compile(
    r"\b(?P<name>doi|eprint)\s{0,20}=\s{0,20}[{\"](?P<value>[^{}\"]{4,200})[}\"]", re.IGNORECASE
)
_RELATED: Final = frozenset({"canonical", "cite-as"})
_ALTERNATE: Final = frozenset({"alternate", "describedby"})


def claims(
    page: Document, statements: Iterable[Statement], kind: WorkKind | None
) -> tuple[Claim, ...]:
    """The identifiers that the page declares to be its own, the surest first, each once.

    What is no valid identifier is passed over, so that it hides no valid one.
    """
    declared = sorted(
        (said for said in statements if said.field in SCHEMES),
        key=lambda said: (said.convention, said.field == "identifier", said.by, said.values),
    )
    found = [claim for said in declared for claim in _read(said)]
    if kind in WITH_ISBN:
        found += _isbns(statements)
    found += _related(page, _RELATED)
    return _distinct(found)


def mentions(page: Document, claimed: Sequence[Claim]) -> tuple[Claim, ...]:
    """Identifiers that the page shows and that may be its own: an alternate form's, those of
    the one BibTeX entry, the only DOI and the only arXiv identifier outside references and
    lists or in the data of its scripts, or the one behind an arXiv button."""
    known = {claim.candidates[0] for claim in claimed}
    found = _related(page, _ALTERNATE) + _of_the_entry(page)
    shown = _shown(page)
    dois = [claim for claim in shown if claim.candidates[0].scheme is Scheme.DOI]
    arxiv = [claim for claim in shown if claim.candidates[0].scheme is Scheme.ARXIV]
    if len(dois) <= 1 and len(arxiv) <= 1:
        found += [replace(claim, rule="page: the only DOI") for claim in dois]
        found += [replace(claim, rule="page: the only arXiv id") for claim in arxiv]
    if not dois:
        found += _of_data(page)
    badges = _distinct(_of_badges(page))
    if len(badges) == 1:
        found += badges
    guesses = (replace(claim, is_guess=True) for claim in found)
    return _distinct(claim for claim in guesses if claim.candidates[0] not in known)


def works_named(page: Document) -> tuple[int, int]:
    """How many works the page names in rows of lists and tables, and how many in its text."""
    listed = _distinct(_in_zone(page, Zone.LISTED))
    return len(listed), len(_shown(page))


def _read(said: Statement) -> Iterator[Claim]:
    scheme = SCHEMES[said.field]
    for value in [value.strip()[:LONGEST_VALUE] for value in said.values]:
        claim = normalise(value, scheme)
        if not claim and scheme in {None, Scheme.DOI}:
            written = [one for one in find(value) if one.candidates[0].scheme is Scheme.DOI]
            claim = written[0] if len(written) == 1 else None
        if claim and claim.candidates[0].scheme in DECLARED and not claim.is_guess:
            yield replace(claim, rule=f"page: {said.by}")


def _isbns(statements: Iterable[Statement]) -> list[Claim]:
    tags = sorted(
        (said for said in statements if said.field == "isbn"),
        key=lambda said: (said.convention, said.by, said.values),
    )
    read = (
        (normalise(value.strip(), Scheme.ISBN), said.by)
        for said in tags
        for value in said.values
    )
    return [replace(claim, rule=f"page: {by}") for claim, by in read if claim]


def _related(page: Document, rels: frozenset[str]) -> list[Claim]:
    """What `link` elements lead to by an identifier; feeds and translations lead to none."""
    return [
        replace(claim, rule=f"page: link {min(relation.rels & rels)}")
        for relation in page.relations
        if relation.rels & rels
        for claim in identify(relation.href)
        if claim.candidates[0].scheme in DECLARED and not claim.is_guess
    ]


def _of_the_entry(page: Document) -> list[Claim]:
    entries = {code for code in page.code if len(_ENTRY.findall(code)) == 1}
    if len(entries) != 1 or any(len(_ENTRY.findall(code)) > 1 for code in page.code):
        return []
    fields = _ENTRY_FIELD.finditer(entries.pop())
    schemes = {"doi": Scheme.DOI, "eprint": Scheme.ARXIV}
    read = (
        normalise(field["value"].strip(), schemes[field["name"].lower()]) for field in fields
    )
    return [replace(claim, rule="page: BibTeX") for claim in read if claim]


def _of_data(page: Document) -> list[Claim]:
    """The DOI in the data for the page's scripts, if that names no other."""
    read = (normalise(value, Scheme.DOI) for value in page.data_dois)
    found = _distinct(claim for claim in read if claim)
    return [replace(found[0], rule="page: its data")] if len(found) == 1 else []


def _of_badges(page: Document) -> Iterator[Claim]:
    for anchor in page.anchors:
        is_shown = anchor.zone in {Zone.MAIN, Zone.LISTED}
        if is_shown and len(anchor.text) <= LONGEST_BADGE and _BADGE.fullmatch(anchor.text):
            for claim in identify(anchor.href):
                if claim.candidates[0].scheme is Scheme.ARXIV and not claim.is_guess:
                    yield replace(claim, rule="page: arXiv button")


def _shown(page: Document) -> tuple[Claim, ...]:
    return _distinct(_in_zone(page, Zone.MAIN))


def _in_zone(page: Document, zone: Zone) -> Iterator[Claim]:
    text = page.texts.get(zone, "")[:MOST_TEXT]
    lines = (line for line in text.splitlines() if _LOOKS_LIKE_ONE.search(line))
    found = list(find("\n".join(lines)))
    for anchor in page.anchors:
        if anchor.zone is zone and _LOOKS_LIKE_ONE.search(anchor.href):
            found += identify(anchor.href)
    for claim in found:
        if claim.candidates[0].scheme in {Scheme.DOI, Scheme.ARXIV} and not claim.is_guess:
            yield claim


def _distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Each claim once; readings of one text that share their shortest form are one claim."""
    seen: dict[object, Claim] = {}
    for claim in claims:
        seen.setdefault(claim.candidates[-1], claim)
    return tuple(seen.values())
