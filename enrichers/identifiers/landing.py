"""Where an identifier is at home: the address that leads to what it names."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from enrichers.model import Identifier, Scheme

HOMES: Final[Mapping[Scheme, str]] = {
    Scheme.ACL: "https://aclanthology.org/{}/",
    Scheme.ADS: "https://ui.adsabs.harvard.edu/abs/{}/abstract",
    Scheme.ARXIV: "https://arxiv.org/abs/{}",
    Scheme.DOAJ: "https://doaj.org/article/{}",
    Scheme.DOI: "https://doi.org/{}",
    Scheme.FIGSHARE: "https://figshare.com/articles/dataset/_/{}",
    Scheme.GITHUB: "https://github.com/{}",
    Scheme.HAL: "https://hal.science/{}",
    Scheme.HANDLE: "https://hdl.handle.net/{}",
    Scheme.INSPIRE: "https://inspirehep.net/literature/{}",
    Scheme.ISBN: "https://openlibrary.org/isbn/{}",
    Scheme.OPENALEX: "https://openalex.org/{}",
    Scheme.OPENREVIEW: "https://openreview.net/forum?id={}",
    Scheme.PII: "https://www.sciencedirect.com/science/article/pii/{}",
    Scheme.PMCID: "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    Scheme.PMID: "https://pubmed.ncbi.nlm.nih.gov/{}/",
    Scheme.S2: "https://www.semanticscholar.org/paper/{}",
    Scheme.SHORTDOI: "https://doi.org/{}",
    Scheme.WIKIDATA: "https://www.wikidata.org/wiki/{}",
    Scheme.ZENODO: "https://zenodo.org/records/{}",
}


def address_of(identifier: Identifier) -> str:
    """The address at which the identifier's own registry shows it."""
    return HOMES[identifier.scheme].format(quote(identifier.value, safe="/:();,.-_~"))
