"""Pages of one convention each, and which of their fields Zotero's translation-server gets.

What it gets was measured with pages of these forms, at the version of November 2026, through
its `/web`; where only "a web page" came back, the title is counted as found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from enrichers.pages.html import read_text
from tests.enrichers.pages.pages_in_short import (
    ADDRESS,
    ARTICLE,
    BOXES,
    HIGHWIRE,
    THREE,
    TITLE,
    coins,
    html,
    ld,
    link,
    og,
    tags,
)

FIELDS: Final = ("title", "authors", "issued", "kind", "identity")
WHOLE: Final = frozenset(FIELDS)
WANTED: Final[Mapping[str, object]] = {
    "title": TITLE,
    "authors": THREE,
    "issued": "2018-06-19",
    "kind": "journal-article",
    "identity": [BOXES],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One page in one convention."""

    name: str
    html: str
    peer: frozenset[str]
    """The fields that translation-server gets."""
    wants: Mapping[str, object]
    """What the page says, by field."""


def _probe(
    name: str,
    html: str,
    *peer: str,
    only: Sequence[str] = FIELDS,
    **others: object,
) -> Probe:
    wants = {field: value for field, value in (WANTED | others).items() if field in only}
    return Probe(name=name, html=html, peer=frozenset(peer), wants=wants)


def _without(*names: str) -> tuple[str, ...]:
    return tuple(pair for pair in HIGHWIRE if pair.partition("=")[0] not in names)


NAMES = ("Jane Doe", "Richard Roe", "Ann Poe")
HEAD = tags(*HIGHWIRE)
CORE = (
    f"DC.title={TITLE}",
    *(f"DC.creator={name}" for name in THREE),
    "DC.date=2018-06-19",
    "DC.identifier=doi:10.1000/boxes.12",
)
PARTS = "".join(
    f'<button><span class="given-name">{given}</span> <span class="surname">{family}</span>'
    "</button>"
    for given, family in (name.split() for name in NAMES)
)
PEOPLE = [{"@type": "Person", "name": name} for name in NAMES]
ITEMS = "".join(
    f'<span itemprop="author" itemscope><i itemprop="name">{name}</i></span>' for name in NAMES
)
CONTEXT = coins(
    rft_val_fmt="info:ofi/fmt:kev:mtx:journal",
    genre="article",
    atitle=TITLE,
    jtitle="Journal of Boxes",
    date="2018-06-19",
    au=list(NAMES),
    rft_id="info:doi/10.1000/boxes.12",
)
SHORT_CONTEXT = coins(
    rft_val_fmt="info:ofi/fmt:kev:mtx:journal", genre="article", atitle=TITLE, au="Jane Doe"
)
BY_ID = ("title", "identity")

IN_CAPITALS = tags(
    *(f"{name.upper()}={said}" for name, _, said in (pair.partition("=") for pair in HIGHWIRE))
)
MICRODATA = (
    f'<div itemscope itemtype="https://schema.org/ScholarlyArticle"><h1 itemprop="name">{TITLE}'
    f'</h1>{ITEMS}<time itemprop="datePublished" datetime="2018-06-19">June</time>'
    '<a itemprop="sameAs" href="https://doi.org/10.1000/boxes.12">DOI</a>'
    '<div itemprop="isPartOf" itemscope><i itemprop="name">Journal of Boxes</i></div></div>'
)
DOI_LINK = '<p><a href="https://doi.org/10.1000/boxes.12">DOI</a></p>'
BIBTEX = "<pre>@article{doe, title={Waves}, doi={10.1000/boxes.12}}</pre>"
TO_ARXIV = '<p>Code for <a href="https://arxiv.org/abs/1806.07366">our paper</a>.</p>'
ARXIV = ["arxiv:1806.07366"]

PROBES: Final = (
    _probe("citation_* in the head", html(HEAD, title=TITLE), *FIELDS),
    _probe("citation_* in the body", html(body=HEAD, title=TITLE), "title", "authors"),
    _probe("CITATION_* in capitals", html(IN_CAPITALS, title=TITLE), "title"),
    _probe(
        "citation_* as property", html(tags(*HIGHWIRE, by="property"), title=TITLE), "title"
    ),
    _probe(
        "citation_arxiv_id",
        html(tags(*HIGHWIRE[:4], "citation_date=2018/06/19", "citation_arxiv_id=1806.07366")),
        *("title", "authors", "issued"),
        kind="preprint",
        identity=ARXIV,
    ),
    _probe(
        "bepress_citation_*",
        html(
            tags(
                *(f"bepress_{pair}" for pair in _without("citation_journal_title")),
                "bepress_citation_dissertation_institution=University of Things",
            )
        ),
        *FIELDS,
        kind="thesis",
    ),
    _probe("DC.* with a type", html(tags(*CORE, "DC.type=Article", "DC.source=J")), *FIELDS),
    _probe(
        "dcterms.* without a type",
        html(tags(*(pair.replace("DC.", "dcterms.") for pair in CORE))),
        *("title", "authors", "issued", "identity"),
        only=("title", "authors", "issued", "identity"),
    ),
    _probe(
        "prism.doi, vocabulary undeclared",
        html(
            tags(
                *CORE[:5],
                "prism.doi=10.1000/boxes.12",
                "prism.publicationName=Journal of Boxes",
            )
        ),
        *("title", "authors", "issued"),
    ),
    _probe(
        "eprints.*",
        html(
            tags(
                f"eprints.title={TITLE}",
                *(f"eprints.creators_name={name}" for name in THREE),
                "eprints.date=2018-06-19",
                "eprints.type=article",
                "eprints.publication=Journal of Boxes",
                "eprints.id_number=10.1000/boxes.12",
            )
        ),
        *("title", "authors", "issued", "kind"),
    ),
    _probe(
        "Open Graph",
        html(
            og(f"title={TITLE}", "type=article", "article:published_time=2018-06-19")
            + tags("author=Jane Doe")
        ),
        *("title", "authors", "issued"),
        only=("title", "authors", "issued"),
        authors=THREE[:1],
    ),
    _probe("JSON-LD", html(ld(ARTICLE | {"author": PEOPLE}), title=TITLE), "title"),
    _probe("microdata", html(body=MICRODATA, title=TITLE), "title"),
    _probe("COinS", html(body=CONTEXT, title=TITLE), *FIELDS),
    _probe(
        "COinS of one author beside citation_*",
        html(HEAD, SHORT_CONTEXT, title=TITLE),
        *WHOLE - {"authors"},
    ),
    _probe(
        "an invalid citation_doi before a valid one",
        html(
            tags(
                *_without("citation_doi"),
                "citation_doi=ade/1391109086",
                "dc.identifier=10.1000/boxes.12",
            ),
            title=TITLE,
        ),
        *WHOLE - {"identity"},
    ),
    _probe(
        "authors in marked parts of names alone",
        html(tags(*_without("citation_author")), f"<h1>{TITLE}</h1>{PARTS}", title=TITLE),
        *WHOLE - {"authors"},
    ),
    _probe(
        "one DOI in the text",
        html(body="doi:10.1000/boxes.12", title=TITLE),
        "title",
        only=BY_ID,
    ),
    _probe("one DOI in a link", html(body=DOI_LINK, title=TITLE), "title", only=BY_ID),
    _probe(
        "one DOI in the data of a script",
        html('<script>var m={"doi":"10.1000/boxes.12"}</script>', title=TITLE),
        "title",
        only=BY_ID,
    ),
    _probe(
        "canonical link to a resolver",
        html(link("canonical", "https://doi.org/10.1000/boxes.12"), title=TITLE),
        "title",
        only=BY_ID,
    ),
    _probe(
        "alternate link to BibTeX",
        html(link("alternate", "/e?doi=10.1000/boxes.12", "application/x-bibtex"), title=TITLE),
        "title",
        only=BY_ID,
    ),
    _probe("BibTeX in a block", html(body=BIBTEX, title=TITLE), "title", only=BY_ID),
    _probe(
        "a link to arXiv in a read-me",
        html(body=f"<article><h1>{TITLE}</h1>{TO_ARXIV}</article>", title=TITLE),
        "title",
        only=BY_ID,
        identity=ARXIV,
    ),
    _probe(
        "encoded mark-up in citation_title",
        html(tags(f"citation_title=&lt;i&gt;{TITLE}&lt;/i&gt;", *HIGHWIRE[1:])),
        *WHOLE - {"title"},
    ),
    _probe(
        "a challenge in place of the page",
        html(title="Just a moment..."),
        only=("title",),
        title="",
    ),
)


def found_in(probe: Probe) -> frozenset[str]:
    """The fields of a probe that are read here as the page says them."""
    reading = read_text(probe.html, ADDRESS)
    work = reading.work
    said = {
        "title": work.title,
        "authors": list(map(str, work.authors)),
        "issued": work.issued,
        "kind": str(work.kind),
        "identity": [str(claim.candidates[0]) for claim in reading.claims or reading.mentions],
    }
    return frozenset(name for name, wanted in probe.wants.items() if said[name] == wanted)


def compared() -> bool:
    """Print, convention by convention, who gets how many fields; whether the peer is beaten or
    equalled on every one."""
    print("Fields found, beside what translation-server was measured to find")
    print(f"  {'one page in each convention':<44}{'here':>6}{'peer':>6}{'of':>6}  not here")
    totals = [0, 0, 0]
    is_behind = False
    for probe in PROBES:
        here, peer = found_in(probe), probe.peer & probe.wants.keys()
        counts = (len(here), len(peer), len(probe.wants))
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        is_behind = is_behind or bool(peer - here)
        missed = ", ".join(sorted(probe.wants.keys() - here))
        print(f"  {probe.name:<44}{counts[0]:>6}{counts[1]:>6}{counts[2]:>6}  {missed}")
    print(f"  {'together':<44}{totals[0]:>6}{totals[1]:>6}{totals[2]:>6}")
    return not is_behind
