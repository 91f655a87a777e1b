"""Identifiers written alone, with a prefix ("arXiv:1806.07366") or by their form."""

import re
from collections.abc import Mapping
from typing import Final

from enrichers.identifiers import doi, grammar
from enrichers.model import Claim, Scheme

PREFIXES: Final[Mapping[str, Scheme]] = {
    "acl": Scheme.ACL,
    "ads": Scheme.ADS,
    "arxiv": Scheme.ARXIV,
    "bibcode": Scheme.ADS,
    "corpusid": Scheme.S2,
    "doaj": Scheme.DOAJ,
    "doi": Scheme.DOI,
    "github": Scheme.GITHUB,
    "hal": Scheme.HAL,
    "handle": Scheme.HANDLE,
    "hdl": Scheme.HANDLE,
    "hf": Scheme.ARXIV,
    "inspire": Scheme.INSPIRE,
    "isbn": Scheme.ISBN,
    "isbn-10": Scheme.ISBN,
    "isbn-13": Scheme.ISBN,
    "openalex": Scheme.OPENALEX,
    "openreview": Scheme.OPENREVIEW,
    "pii": Scheme.PII,
    "pmc": Scheme.PMCID,
    "pmcid": Scheme.PMCID,
    "pmid": Scheme.PMID,
    "s2": Scheme.S2,
    "shortdoi": Scheme.SHORTDOI,
    "wikidata": Scheme.WIKIDATA,
    "zenodo": Scheme.ZENODO,
}

SPOKEN: Final = frozenset({"arxiv", "doi", "isbn", "isbn-10", "isbn-13", "pmcid", "pmid"})
"""Prefixes that also stand without a colon: "PMID 14656957", "info:doi/10.1000/1"."""

FORMS: Final[Mapping[Scheme, re.Pattern[str]]] = {
    Scheme.DOI: re.compile(r"10\.\d{4}"),
    Scheme.ARXIV: re.compile(r"\d{4}\.\d|[a-z-]{2,9}(?:\.[a-z-]{2,8})?/\d{7}", re.IGNORECASE),
    Scheme.ISBN: re.compile(r"\d[\dxX \-]{9,}$"),
    Scheme.PMCID: re.compile(r"PMC\d{3}"),
    Scheme.ADS: re.compile(r"(?:1[89]|20)\d\d(?:arXiv|[A-Za-z][A-Za-z0-9]{0,13}[.&])"),
    Scheme.HAL: re.compile(r"(?:cea|cel|hal|halshs|inria|inserm|tel)-\d{8}"),
    Scheme.OPENALEX: re.compile(r"W\d{6}"),
    Scheme.WIKIDATA: re.compile(r"Q\d{3}"),
}
"""Schemes whose identifiers are known without a prefix, and how those begin."""

_PREFIXED = re.compile(
    r"(?:urn:|info:)?(?P<prefix>[a-z0-9-]{2,10})(?P<mark>\s{0,3}:\s{0,3}|/|\s{1,3})(?P<rest>\S.*)",
    re.IGNORECASE | re.ASCII,
)
_ARXIV_CLASS = re.compile(r"\s{1,3}\[[a-z-]{2,9}(?:\.[a-z-]{2,8})?\]$", re.IGNORECASE)


def read(text: str, scheme: Scheme | None = None) -> Claim | None:
    """The identifier that the whole text is; None if it is none or more than that.

    With a `scheme` the text is read as one of that scheme alone, so that a bare number can be
    a PubMed id.
    """
    if claim := prefixed(text):
        return claim if is_of(claim, scheme) else None
    if scheme:
        return _read_as(scheme, text, rule="as-given")
    for candidate, form in FORMS.items():
        if form.match(text) and (claim := _read_as(candidate, text, rule="by-form")):
            return claim
    return None


def is_of(claim: Claim, scheme: Scheme | None) -> bool:
    """Whether the claim answers a question for the scheme, None being any: arXiv papers have
    DOIs and bibcodes too."""
    found = claim.candidates[0].scheme
    return (
        scheme is None
        or found is scheme
        or (found is Scheme.ARXIV and scheme in {Scheme.DOI, Scheme.ADS})
    )


def prefixed(text: str) -> Claim | None:
    """The identifier of a text such as "doi:10.1000/1" or "urn:isbn:0451450523"."""
    match = _PREFIXED.fullmatch(text)
    if not match:
        return None
    prefix = match["prefix"].lower()
    scheme = PREFIXES.get(prefix)
    if scheme is None or (":" not in match["mark"] and prefix not in SPOKEN):
        return None
    claim = _read_as(scheme, match["rest"], rule="prefix")
    if not claim and scheme is Scheme.DOI:
        return _read_as(Scheme.SHORTDOI, match["rest"], rule="prefix")
    return claim


def _read_as(scheme: Scheme, text: str, *, rule: str) -> Claim | None:
    if scheme is Scheme.ARXIV:
        text = _ARXIV_CLASS.sub("", text)
    if scheme is not Scheme.ISBN and any(character.isspace() for character in text):
        return None
    readings = doi.exact_readings(text) if scheme is Scheme.DOI else (text,)
    return grammar.claim(scheme, readings, rule=rule)
