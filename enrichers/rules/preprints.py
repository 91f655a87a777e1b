"""Rules for preprint servers: arXiv with its mirrors, bioRxiv, SSRN and others."""

import re
from typing import Final

from enrichers.identifiers import arxiv_ids
from enrichers.model import Scheme
from enrichers.rules.model import Rule

_ID = arxiv_ids.ID
_FLAGS = re.IGNORECASE | re.ASCII

ARXIV_HOSTS: Final = (".arxiv.org", "arxiv.com", "xxx.lanl.gov", "xxx.arxiv.cornell.edu")
_MIRRORS = """
ar5iv.org .alphaxiv.org arxiv-vanity.com arxiv-sanity.com arxivxplorer.com bytez.com
catalyzex.com deeplearn.org emergentmind.com hf.co huggingface.co inspirehep.net scirate.com
scixplorer.org talk2arxiv.org .adsabs.harvard.edu .semanticscholar.org
"""
MIRRORS: Final = tuple(_MIRRORS.split())
"""Sites that show arXiv papers under arXiv's own numbers."""

OSF_SERVERS: Final = {
    "eartharxiv": "31223",
    "edarxiv": "35542",
    "engrxiv": "31224",
    "metaarxiv": "31222",
    "osf": "31219",
    "psyarxiv": "31234",
    "socarxiv": "31235",
}
"""The registrant of each server's DOIs."""

RULES: Final = (
    Rule(
        name="arxiv",
        scheme=Scheme.ARXIV,
        hosts=ARXIV_HOSTS,
        pattern=re.compile(
            r"^/(?:(?:abs|pdf|ps|html|format|src|e-print|dvi|tb|cits|bibtex|other|refs)/)?"
            rf"(?:arxiv:)?{_ID}",
            _FLAGS,
        ),
        examples=(
            ("https://arxiv.org/abs/1806.07366", "arxiv:1806.07366"),
            ("http://arxiv.org/pdf/1806.07366v3.pdf#page=4", "arxiv:1806.07366"),
            ("https://export.arxiv.org/abs/math.GT/0309136v2", "arxiv:math/0309136"),
            ("https://cn.arxiv.org/ps/hep-th/9901001", "arxiv:hep-th/9901001"),
            ("https://xxx.lanl.gov/abs/quant-ph/9508027", "arxiv:quant-ph/9508027"),
            ("https://arxiv.org/html/2402.17764v1#S3.T2", "arxiv:2402.17764"),
            ("https://arxiv.org/src/1706.03762v5/anc/code.zip", "arxiv:1706.03762"),
            ("https://arxiv.org/abs/arXiv:1706.03762", "arxiv:1706.03762"),
            ("https://arxiv.org/1706.03762", "arxiv:1706.03762"),
            ("https://ar5iv.labs.arxiv.org/html/2305.12345", "arxiv:2305.12345"),
        ),
        counter_examples=(
            "https://arxiv.org/list/cs.LG/2019",
            "https://arxiv.org/list/math.PR/1906?skip=0&show=25",
            "https://arxiv.org/abs/1713.07366",
            "https://arxiv.org/abs/0703.0001",
            "https://arxiv.org/abs/1806.073661",
            "https://arxiv.org/help/1806.07366",
            "https://arxiv.org.example.com/abs/1806.07366",
        ),
    ),
    Rule(
        name="arxiv-file",
        scheme=Scheme.ARXIV,
        hosts=ARXIV_HOSTS,
        pattern=re.compile(
            rf"^/(?:ftp|PS_cache)/arxiv/(?:pdf|ps|papers)/[0-9]{{4}}/{arxiv_ids.BARE_NEW}",
            _FLAGS,
        ),
        examples=(
            ("https://arxiv.org/ftp/arxiv/papers/1905/1905.12345.pdf", "arxiv:1905.12345"),
            ("http://arxiv.org/PS_cache/arxiv/pdf/0706/0706.0001v1.pdf", "arxiv:0706.0001"),
        ),
        counter_examples=("https://arxiv.org/ftp/arxiv/papers/1905/",),
    ),
    Rule(
        name="arxiv-old-file",
        scheme=Scheme.ARXIV,
        hosts=ARXIV_HOSTS,
        pattern=re.compile(
            r"^/(?:ftp|PS_cache)/(?P<archive>[a-z-]{2,9})/(?:pdf|ps|papers)/[0-9]{4}/"
            r"(?P<number>[0-9]{7})(?P<version>v[0-9]{1,2})?\.",
            _FLAGS,
        ),
        values=("{archive}/{number}",),
        examples=(
            ("http://arxiv.org/ftp/math/papers/0309/0309136.pdf", "arxiv:math/0309136"),
            ("http://arxiv.org/PS_cache/hep-th/pdf/9901/9901001v3.pdf", "arxiv:hep-th/9901001"),
        ),
        counter_examples=("http://arxiv.org/ftp/nosuch/papers/0309/0309136.pdf",),
    ),
    Rule(
        name="arxiv-query",
        scheme=Scheme.ARXIV,
        hosts=ARXIV_HOSTS,
        pattern=re.compile(rf"^/api/query\?(?:[^#]*&)?id_list={_ID}(?=&|#|$)", _FLAGS),
        examples=(
            ("http://export.arxiv.org/api/query?id_list=1806.07366v2", "arxiv:1806.07366"),
        ),
        counter_examples=(
            "http://export.arxiv.org/api/query?id_list=1806.07366,1706.03762",
            "http://export.arxiv.org/api/query?search_query=all:electron",
        ),
    ),
    Rule(
        name="arxiv-mirror",
        scheme=Scheme.ARXIV,
        hosts=MIRRORS,
        pattern=re.compile(
            r"^/(?:[a-z-]{2,5}/)?(?:(?:papers?|abs|pdf|html|overview|resources|audio|docs|api|"
            rf"arxiv|fulltext)/){{0,2}}(?:arxiv[:/])?{_ID}",
            _FLAGS,
        ),
        examples=(
            ("https://www.arxiv-vanity.com/papers/1908.03190/", "arxiv:1908.03190"),
            ("https://ar5iv.org/abs/math/0309136", "arxiv:math/0309136"),
            ("https://www.alphaxiv.org/zh/overview/2005.14165v4", "arxiv:2005.14165"),
            ("https://huggingface.co/papers/2005.14165", "arxiv:2005.14165"),
            ("https://scirate.com/arxiv/1806.07366", "arxiv:1806.07366"),
            ("https://www.semanticscholar.org/arxiv/1806.07366", "arxiv:1806.07366"),
            ("https://api.semanticscholar.org/arXiv:1806.07366", "arxiv:1806.07366"),
            ("https://ui.adsabs.harvard.edu/abs/arXiv:1806.07366", "arxiv:1806.07366"),
            ("https://inspirehep.net/api/arxiv/1806.07366", "arxiv:1806.07366"),
        ),
        counter_examples=(
            "https://huggingface.co/meta-llama/Llama-3-8B",
            "https://huggingface.co/papers?date=2024-01-02",
            "https://huggingface.co/datasets/user/1806.07366",
            "https://asdf.org/abs/0706.0001v1",
        ),
    ),
    Rule(
        name="biorxiv",
        scheme=Scheme.DOI,
        hosts=(".biorxiv.org", ".medrxiv.org"),
        pattern=re.compile(
            r"/(?P<doi>10\.(?:1101|64898)/[0-9]+(?:\.[0-9]+){0,4})(?P<version>v[0-9]{1,2})?",
            _FLAGS,
        ),
        values=("{doi}",),
        examples=(
            ("https://www.biorxiv.org/content/10.1101/087619v3.full", "doi:10.1101/087619"),
            (
                "https://www.medrxiv.org/content/10.1101/2020.03.20.20039586v1.full.pdf+html",
                "doi:10.1101/2020.03.20.20039586",
            ),
        ),
        counter_examples=("https://www.biorxiv.org/content/early/recent",),
    ),
    Rule(
        name="biorxiv-early",
        scheme=Scheme.DOI,
        hosts=(".biorxiv.org", ".medrxiv.org"),
        pattern=re.compile(
            r"^/content/(?:(?:bio|med)rxiv/)?early/[0-9]{4}/[0-9]{2}/[0-9]{2}/"
            r"(?P<id>[0-9]+(?:\.[0-9]+){0,4})",
            _FLAGS,
        ),
        values=("10.1101/{id}",),
        examples=(
            (
                "https://www.biorxiv.org/content/early/2017/08/31/087619.full.pdf",
                "doi:10.1101/087619",
            ),
            (
                "https://www.medrxiv.org/content/medrxiv/early/2020/03/24/2020.03.20.20039586.full.pdf",
                "doi:10.1101/2020.03.20.20039586",
            ),
        ),
        counter_examples=("https://www.biorxiv.org/content/early/2017/08/31",),
    ),
    Rule(
        name="ssrn",
        scheme=Scheme.DOI,
        hosts=(".ssrn.com",),
        pattern=re.compile(
            r"^/(?:abstract=|sol3/[a-z_]+\.cfm(?:/[^?#/]{0,200})?\?(?:[^#]*&)?abstract_?id=)"
            r"(?P<id>[0-9]{2,9})(?![0-9])",
            _FLAGS,
        ),
        values=("10.2139/ssrn.{id}",),
        examples=(
            ("https://ssrn.com/abstract=3482150", "doi:10.2139/ssrn.3482150"),
            (
                "https://papers.ssrn.com/sol3/papers.cfm?foo=bar&abstract_id=3482150",
                "doi:10.2139/ssrn.3482150",
            ),
            (
                "https://papers.ssrn.com/sol3/Delivery.cfm/x.pdf?abstractid=3482150&mirid=1",
                "doi:10.2139/ssrn.3482150",
            ),
        ),
        counter_examples=("https://papers.ssrn.com/sol3/cf_dev/AbsByAuth.cfm?per_id=348215",),
    ),
    Rule(
        name="preprints-org",
        scheme=Scheme.DOI,
        hosts=("preprints.org",),
        pattern=re.compile(
            r"^/manuscript/(?P<id>20[0-9]{4}\.[0-9]{4})/(?P<edition>v[0-9]{1,2})(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.20944/preprints{id}.{edition}",),
        examples=(
            (
                "https://www.preprints.org/manuscript/201810.0525/v2",
                "doi:10.20944/preprints201810.0525.v2",
            ),
        ),
        counter_examples=("https://www.preprints.org/manuscript/201810.0525",),
    ),
    Rule(
        name="research-square",
        scheme=Scheme.DOI,
        hosts=("researchsquare.com", "assets.researchsquare.com"),
        pattern=re.compile(
            r"^/(?:article|files)/(?P<id>rs-[0-9]{3,9})/(?P<edition>v[0-9]{1,2})", _FLAGS
        ),
        values=("10.21203/rs.3.{id}/{edition}",),
        is_guess=True,
        examples=(
            (
                "https://www.researchsquare.com/article/rs-123456/v1",
                "doi:10.21203/rs.3.rs-123456/v1",
            ),
        ),
        counter_examples=("https://www.researchsquare.com/article/rs-123456",),
    ),
    Rule(
        name="osf-preprint",
        scheme=Scheme.DOI,
        hosts=("osf.io",),
        pattern=re.compile(
            r"^/(?:preprints/(?P<key>[a-z]+)/)(?P<id>[a-z0-9]{5}(?:_v[0-9]{1,2})?)(?=[/?#]|$)",
            _FLAGS,
        ),
        codes=OSF_SERVERS,
        values=("10.{code}/osf.io/{id}",),
        is_guess=True,
        examples=(
            ("https://osf.io/preprints/psyarxiv/ab3cd", "doi:10.31234/osf.io/ab3cd"),
            ("https://osf.io/preprints/socarxiv/ab3cd_v2", "doi:10.31235/osf.io/ab3cd_v2"),
        ),
        counter_examples=("https://osf.io/preprints/nosuch/ab3cd", "https://osf.io/ab3cd/"),
    ),
    Rule(
        name="osf-host",
        scheme=Scheme.DOI,
        hosts=("psyarxiv.com",),
        pattern=re.compile(r"^/(?P<id>[a-z0-9]{5})/?$", _FLAGS),
        values=("10.31234/osf.io/{id}",),
        is_guess=True,
        examples=(("https://psyarxiv.com/ab3cd/", "doi:10.31234/osf.io/ab3cd"),),
        counter_examples=("https://psyarxiv.com/discover",),
    ),
)
