"""What an identifier of each scheme looks like, and its one canonical form."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from enrichers.identifiers import arxiv_ids, doi, isbn
from enrichers.model import Claim, Identifier, Scheme

ARXIV_DOI: Final = "10.48550/arxiv."
"""DOIs that arXiv itself registers: another name of the arXiv identifier."""

LONGEST: Final = 512
"""Characters; what is longer is no identifier of any scheme."""

_VERSIONED = frozenset({Scheme.ARXIV, Scheme.HAL})
_VERSION = re.compile(r"(?<=[0-9])v[1-9][0-9]{0,2}$", re.IGNORECASE | re.ASCII)
_LONGEST_VERSION = 6


def canonical(scheme: Scheme, text: str) -> Identifier | None:
    """The canonical identifier that the text writes in the scheme; None if it writes none.

    A DOI that arXiv registered and the bibcode of an arXiv paper become the arXiv identifier.
    A version is dropped.
    """
    if len(text) > LONGEST:
        return None
    value = _CANONICAL[scheme](text)
    if value is None:
        return None
    if scheme is Scheme.DOI and value.startswith(ARXIV_DOI):
        return canonical(Scheme.ARXIV, value.removeprefix(ARXIV_DOI))
    if scheme is Scheme.ADS and (folded := arxiv_ids.from_bibcode(value)):
        return Identifier(Scheme.ARXIV, folded)
    return Identifier(scheme, value)


def claim(
    scheme: Scheme,
    readings: Iterable[str],
    *,
    rule: str,
    version: str = "",
    is_guess: bool = False,
) -> Claim | None:
    """The claim that the readings make, the longest first; None if none is an identifier."""
    texts = tuple(readings)
    found = (canonical(scheme, text) for text in texts)
    candidates = tuple(dict.fromkeys(identifier for identifier in found if identifier))
    if not candidates:
        return None
    if not version and candidates[0].scheme in _VERSIONED:
        at_the_end = _VERSION.search(texts[0][-_LONGEST_VERSION:])
        version = at_the_end[0].lower() if at_the_end else ""
    return Claim(candidates=candidates, rule=rule, version=version, is_guess=is_guess)


def _as_written(text: str) -> str:
    return text


def _like(
    pattern: str, form: Callable[[str], str] = _as_written
) -> Callable[[str], str | None]:
    """A grammar of one pattern; the value is the group `id`, brought into `form`."""
    compiled = re.compile(pattern, re.ASCII)

    def value(text: str) -> str | None:
        match = compiled.fullmatch(text)
        return form(match["id"]) if match else None

    return value


def _arxiv(text: str) -> str | None:
    parsed = arxiv_ids.parse(text)
    return parsed[0] if parsed else None


def _without_zeros(digits: str) -> str:
    return digits.lstrip("0")


def _github(text: str) -> str:
    return text.lower().removesuffix(".git")


def _s2(text: str) -> str:
    number = re.sub(r"^corpusid:", "", text.lower())
    return f"CorpusID:{_without_zeros(number)}" if number.isdigit() else number


def _pii(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())


_POSITIVE = r"(?P<id>0*[1-9][0-9]*)"
_PII = (
    r"[SB]?[0-9]{15}[0-9Xx]|[SB][0-9]{4}-?[0-9]{3}[0-9Xx]\(?[0-9]{2}\)?[0-9]{5}-?[0-9Xx]"
    r"|B97[89][0-9]{10}[0-9Xx]{4,8}"
)

_CANONICAL: Mapping[Scheme, Callable[[str], str | None]] = {
    Scheme.ACL: _like(
        r"(?P<id>[A-Za-z][0-9]{2}-[0-9]{4}|(?:19|20)[0-9]{2}\.[A-Za-z0-9_]+-[A-Za-z0-9_]+\.[0-9]{1,4})",
        lambda text: text.lower() if "." in text else text.upper(),
    ),
    Scheme.ADS: _like(r"(?P<id>[12][0-9]{3}[A-Za-z][A-Za-z0-9.&]{13}[A-Za-z.:])"),
    Scheme.ARXIV: _arxiv,
    Scheme.DOAJ: _like(r"(?P<id>[0-9A-Fa-f]{32})", str.lower),
    Scheme.DOI: doi.canonical,
    Scheme.FIGSHARE: _like(r"(?P<id>0*[1-9][0-9]{3,11})", _without_zeros),
    Scheme.GITHUB: _like(
        r"(?P<id>[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100})", _github
    ),
    Scheme.HAL: _like(r"(?P<id>[A-Za-z]{2,20}[-_][0-9]{8})(?:v[0-9]{1,2})?", str.lower),
    Scheme.HANDLE: _like(r"(?P<id>[0-9]{1,9}(?:\.[A-Za-z0-9]{1,20}){0,5}/[^\s?#]+)", str.lower),
    Scheme.INSPIRE: _like(_POSITIVE, _without_zeros),
    Scheme.ISBN: isbn.canonical,
    Scheme.OPENALEX: _like(r"(?P<id>[Ww][1-9][0-9]{1,11})", str.upper),
    Scheme.OPENREVIEW: _like(r"(?P<id>[A-Za-z0-9_-]{8,14})"),
    Scheme.PII: _like(rf"(?P<id>{_PII})", _pii),
    Scheme.PMCID: _like(r"(?:PMC|pmc)?(?P<id>[1-9][0-9]{0,8})", "PMC{}".format),
    Scheme.PMID: _like(r"(?P<id>0{0,8}[1-9][0-9]{0,7})", _without_zeros),
    Scheme.S2: _like(r"(?P<id>[0-9A-Fa-f]{40}|(?:[Cc]orpus[Ii][Dd]:)?0*[1-9][0-9]{0,11})", _s2),
    Scheme.SHORTDOI: _like(r"(?P<id>10/(?=[0-9]*[A-Za-z])[A-Za-z0-9]{2,10})", str.lower),
    Scheme.WIKIDATA: _like(r"(?P<id>Q[1-9][0-9]{0,11})"),
    Scheme.ZENODO: _like(r"(?P<id>0*[1-9][0-9]{0,11})", _without_zeros),
}
