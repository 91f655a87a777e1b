"""Which addresses lead to papers often enough that a label there may be a paper's title."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from enrichers.items.kinds import DOCUMENT_ENDINGS, ending_of, host_of, split

PUBLISHERS = """
    aaai.org acm.org aimsciences.org aip.org ams.org aps.org biomedcentral.com cambridge.org
    cell.com degruyter.com degruyterbrill.com elifesciences.org emerald.com frontiersin.org
    ieee.org informs.org iop.org jstor.org mdpi.com nature.com nowpublishers.com oup.com
    plos.org pnas.org projecteuclid.org royalsocietypublishing.org sagepub.com science.org
    sciencedirect.com scitation.org siam.org springer.com springeropen.com
    spiedigitallibrary.org tandfonline.com usenix.org wiley.com worldscientific.com
"""
COLLECTIONS = """
    aclanthology.org adsabs.harvard.edu arxiv.org authorea.com biorxiv.org chemrxiv.org
    citeseerx.ist.psu.edu core.ac.uk dblp.org doaj.org doi.org eccc.weizmann.ac.il
    eprint.iacr.org europepmc.org ijcai.org inspirehep.net jmlr.org jair.org medrxiv.org
    mlr.press ncbi.nlm.nih.gov neurips.cc nips.cc numdam.org openaccess.thecvf.com
    openreview.net optimization-online.org osti.gov philpapers.org preprints.org psyarxiv.com
    roboticsproceedings.org
    scielo.br semanticscholar.org ssrn.com thecvf.com vixra.org vldb.org zbmath.org
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something of an address in small letters, without scheme and "www."."""

    pattern: re.Pattern[str]
    example: str


def _trait(pattern: str, example: str) -> Trait:
    return Trait(pattern=re.compile(pattern), example=example)


def _hosts(names: str) -> str:
    return rf"^(?:[\w.-]+\.)?(?:{'|'.join(map(re.escape, names.split()))})/[^/?]"


SCHOLARLY = (
    _trait(
        _hosts(PUBLISHERS),
        "https://www.sciencedirect.com/science/article/pii/S0021999118305527",
    ),
    _trait(_hosts(COLLECTIONS), "https://doaj.org/article/9d9172e9bf324cc6ac6d48ff8e234a85"),
    _trait(
        r"^(?:[\w-]+\.)?researchgate\.net/publication/|^(?:[\w-]+\.)?academia\.edu/\d",
        "https://www.researchgate.net/publication/1_Things",
    ),
    _trait(r"^(?:hal|tel)\.|^hal\.[\w.-]+/|^arxiv\.", "https://hal.science/hal-01234567"),
    _trait(r"^osf\.io/preprints/", "https://osf.io/preprints/psyarxiv/abcde"),
    _trait(r"^hdl\.handle\.net/|/handle/\d[\d.]*/", "https://dspace.a.edu/handle/1721.1/1234"),
    _trait(
        r"/cgi/viewcontent\.cgi\b",
        "https://ir.library.a.edu/cgi/viewcontent.cgi?article=1&context=etd",
    ),
    _trait(
        r"^(?:[\w-]{0,30}\.)?(?:e?prints?|dspace|digitalcommons|escholarship|journals?|papers"
        r"|proceedings|preprints?|openaccess|repository|opus|theses|etd)\.[\w.-]{3,80}/[^/?]",
        "https://eprints.a.ac.uk/12345/",
    ),
    _trait(
        r"/(?:doi|pii)/(?:abs/|full/|pdf/|book/)?[\w.]",
        "https://journal.a.org/doi/abs/10.1000/1",
    ),
)
"""Publishers, preprint servers, proceedings, repositories and what finds papers."""


def is_document(url: str) -> bool:
    """Whether the address names a file of the kinds that papers come in."""
    return ending_of(unquote(split(url).path)) in DOCUMENT_ENDINGS


def may_be_paper(url: str) -> bool:
    """Whether a label at this address may be searched for as a title."""
    parts = split(url)
    query = f"?{parts.query}" if parts.query else ""
    address = (host_of(parts) + unquote(parts.path) + query).lower()
    return is_document(url) or any(trait.pattern.search(address) for trait in SCHOLARLY)
