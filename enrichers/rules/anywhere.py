"""Rules for DOIs, handles, PIIs and arXiv identifiers that stand in an address as they are."""

import re
from typing import Final

from enrichers.identifiers import arxiv_ids, doi
from enrichers.model import Scheme
from enrichers.rules.model import Rule

_FLAGS = re.IGNORECASE | re.ASCII

RESOLVERS: Final = ("doi.*", "dx.doi.*", "doi.library.ubc.ca")
"""Hosts where the whole path is the DOI; publishers name theirs alike ("doi.acm.org")."""

_NUMBERED_ARTICLES = """
.aacrjournals.org .academic.oup.com .arvojournals.org .ashpublications.org .asahq.org
.asmedigitalcollection.asme.org .biologists.com .diabetesjournals.org .direct.mit.edu
.dukeupress.edu .geoscienceworld.org .jamanetwork.com .karger.com .portlandpress.com
.publications.aap.org .pubs.aip.org .rupress.org .scholarlypublishingcollective.org
.silverchair.com .ucpress.edu
"""
NUMBERED_ARTICLES: Final = tuple(_NUMBERED_ARTICLES.split())
"""Hosts that put a number of their own and a title or file name behind the DOI."""

_HAS_DIGIT = r"(?=[^?#&\s]{0,200}[0-9])"
_NO_YEAR = r"(?<![0-9A-Za-z.-])(?P<doi>(?!10\.(?:19|20)[0-9]{2}/)" + doi.REGISTRANT + "/)"
_PII = r"S[0-9]{4}-[0-9]{3}[0-9X]\([0-9]{2}\)[0-9]{5}-[0-9X]"

RULES: Final = (
    Rule(
        name="doi",
        scheme=Scheme.DOI,
        hosts=RESOLVERS,
        pattern=re.compile(rf"^/{{1,2}}(?:doi:)?\s?{doi.START}", _FLAGS),
        reads=doi.exact_readings,
        examples=(
            ("https://doi.org/10.1137/1.9780898718539", "doi:10.1137/1.9780898718539"),
            ("http://dx.doi.org/10.2307%2F1990888", "doi:10.2307/1990888"),
            ("http://doi.acm.org/10.1145/1294928.1294933", "doi:10.1145/1294928.1294933"),
            ("http://doi.org/10.1006/rwei.1999%23.0001", "doi:10.1006/rwei.1999#.0001"),
            ("https://doi.org/10.48550/arXiv.1806.07366", "arxiv:1806.07366"),
        ),
        counter_examples=(
            "https://www.doi.org/",
            "https://www.doi.org/factsheets/Identifier_Interoper.html",
            "https://doi.org/10.5555/3295222.3295349",
            "https://doi.org/10.1145/nnnnnnn.nnnnnnn",
        ),
    ),
    Rule(
        name="shortdoi",
        scheme=Scheme.SHORTDOI,
        hosts=("doi.org", "dx.doi.org", "shortdoi.org"),
        pattern=re.compile(
            r"^/(?:10/(?P<long>[a-z0-9]{2,10})|(?P<short>(?=[a-z]*[0-9])[a-z][a-z0-9]{2,9}))/?$",
            _FLAGS,
        ),
        values=("10/{long}{short}",),
        examples=(
            ("https://doi.org/10/gf4gqc", "shortdoi:10/gf4gqc"),
            ("http://doi.org/GF4gqc", "shortdoi:10/gf4gqc"),
        ),
        counter_examples=(
            "https://doi.org/about",
            "https://doi.org/10/2021",
            "https://www.abc.de/10/abcd",
        ),
    ),
    Rule(
        name="handle",
        scheme=Scheme.HANDLE,
        hosts=("hdl.handle.net",),
        pattern=re.compile(
            r"^/(?:api/handles/)?(?P<id>[0-9][^/?#]*/[^?#]+?)/?(?=[?#]|$)", _FLAGS
        ),
        examples=(
            ("http://hdl.handle.net/10149/596901", "handle:10149/596901"),
            ("https://hdl.handle.net/20.500.23456/ABC/DUMMY", "handle:20.500.23456/abc/dummy"),
        ),
        counter_examples=("https://www.handle.net/", "https://hdl.handle.net/2631996"),
    ),
    Rule(
        name="handle-doi",
        scheme=Scheme.DOI,
        hosts=("hdl.handle.net",),
        pattern=re.compile(rf"^/{doi.START}", _FLAGS),
        reads=doi.exact_readings,
        is_guess=True,
        examples=(
            ("https://hdl.handle.net/10.1145/1294928.1294933", "doi:10.1145/1294928.1294933"),
        ),
        counter_examples=("http://hdl.handle.net/10149/596901",),
    ),
    Rule(
        name="doi-before-number",
        scheme=Scheme.DOI,
        hosts=NUMBERED_ARTICLES,
        pattern=re.compile(rf"^[^?#]{{0,200}}?/{doi.START}", _FLAGS),
        reads=doi.before_record_number,
        examples=(
            (
                "https://academic.oup.com/bioinformatics/advance-article/doi/10.1093/bioinformatics/"
                "btaa123/5838182",
                "doi:10.1093/bioinformatics/btaa123",
            ),
            (
                "https://ashpublications.org/blood/article/doi/10.1182/blood.2019001234/12345/A-Title",
                "doi:10.1182/blood.2019001234",
            ),
        ),
        counter_examples=("https://academic.oup.com/bioinformatics/article/36/1/12/5838182",),
    ),
)
"""For hosts that exist to show an identifier, or that hang their own numbers onto it."""

ANYWHERE: Final = (
    Rule(
        name="handle-path",
        scheme=Scheme.HANDLE,
        pattern=re.compile(
            r"/handle/(?P<id>[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}/[^/?#]{0,100}[^/?#.,;)])", _FLAGS
        ),
        is_guess=True,
        examples=(
            ("https://diglib.eg.org/handle/10.2312/2631996", "handle:10.2312/2631996"),
            (
                "https://dspace.mit.edu/bitstream/handle/1721.1/12345/paper.pdf?sequence=1",
                "handle:1721.1/12345",
            ),
        ),
        counter_examples=("https://www.example.org/handle/with-care",),
    ),
    Rule(
        name="pii-article",
        scheme=Scheme.PII,
        pattern=re.compile(rf"/(?:PII)?(?P<id>{_PII})(?=[/.?#]|$)", _FLAGS),
        examples=(
            (
                "https://www.cell.com/neuron/fulltext/S0896-6273(14)00791-X",
                "pii:S089662731400791X",
            ),
            (
                "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(20)30183-5/fulltext",
                "pii:S0140673620301835",
            ),
        ),
        counter_examples=("https://doi.org/10.1016/S0140-6736(20)30183-5",),
    ),
    Rule(
        name="doi-labelled",
        scheme=Scheme.DOI,
        pattern=re.compile(
            rf"doi(?:\.[a-z]{{2,12}})?[/:=_ ](?:[a-z][a-z-]{{0,15}}/){{0,2}}{doi.START}", _FLAGS
        ),
        reads=doi.readings,
        examples=(
            (
                "https://epubs.siam.org/doi/book/10.1137/1.9780898718539?mobileUi=0",
                "doi:10.1137/1.9780898718539",
            ),
            (
                "https://onlinelibrary.wiley.com/doi/10.1111/j.1582-4934.2011.01476.x/full",
                "doi:10.1111/j.1582-4934.2011.01476.x",
            ),
            ("https://example.org/?doi=10.1234/abcd&type=pdf", "doi:10.1234/abcd"),
            (
                "http://www.plosone.org/article/info%3Adoi%2F10.1371%2Fjournal.pone.0115253",
                "doi:10.1371/journal.pone.0115253",
            ),
        ),
        counter_examples=(
            "https://citeseerx.ist.psu.edu/viewdoc/summary?doi=10.1.1.42.1234",
            "https://dl.acm.org/doi/10.5555/3295222.3295349",
            "https://dl.acm.org/doi/10.1145/nnnnnnn.nnnnnnn",
            "https://diglib.eg.org/handle/10.2312/2631996",
        ),
    ),
    Rule(
        name="doi-in-address",
        scheme=Scheme.DOI,
        pattern=re.compile(_NO_YEAR + _HAS_DIGIT, _FLAGS),
        reads=doi.readings,
        examples=(
            (
                "https://link.springer.com/content/pdf/10.1007%2Fs11263-015-0816-y.pdf",
                "doi:10.1007/s11263-015-0816-y",
            ),
            (
                "https://www.numdam.org/articles/10.1007/s10240-012-0042-x/",
                "doi:10.1007/s10240-012-0042-x",
            ),
            (
                "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0115253",
                "doi:10.1371/journal.pone.0115253",
            ),
            (
                "https://iopscience.iop.org/article/10.1088/1748-9326/11/4/048002/meta",
                "doi:10.1088/1748-9326/11/4/048002",
            ),
        ),
        counter_examples=(
            "http://www.mit.edu/~9.520/fall18/",
            "https://www.preprints.org/manuscript/201810.0525/v2",
            "https://downloads.example.org/v10.1234/setup.exe",
            "https://www.example.org/events/10.2019/program12.html",
            "https://www.example.org/10.1145/about",
        ),
    ),
)
"""For all hosts."""

LOOK_ALIKES: Final = (
    Rule(
        name="doi-look-alike",
        scheme=Scheme.DOI,
        pattern=re.compile(doi.START, _FLAGS),
        reads=doi.readings,
        is_guess=True,
        examples=(("https://www.example.org/10.1145/about", "doi:10.1145/about"),),
        counter_examples=("https://downloads.example.org/v10.1234/setup.exe",),
    ),
    Rule(
        name="arxiv-path",
        scheme=Scheme.ARXIV,
        pattern=re.compile(rf"/arxiv[/:._-](?:abs/|pdf/)?{arxiv_ids.ID}", _FLAGS),
        is_guess=True,
        examples=(
            ("https://blog.example.org/arxiv/1806.07366/", "arxiv:1806.07366"),
            ("https://people.example.edu/papers/arXiv-1806.07366v2.pdf", "arxiv:1806.07366"),
        ),
        counter_examples=(
            "https://asdf.org/abs/0706.0001v1",
            "http://onion.com/something-funny-about-arxiv-1234",
        ),
    ),
    Rule(
        name="arxiv-file-name",
        scheme=Scheme.ARXIV,
        pattern=re.compile(rf"^[^?#]{{0,400}}/{arxiv_ids.BARE_NEW}\.pdf(?=[?#]|$)", _FLAGS),
        is_guess=True,
        examples=(("https://people.example.edu/~x/1806.07366v2.pdf", "arxiv:1806.07366"),),
        counter_examples=(
            "https://people.example.edu/~x/1806.07366v2.zip",
            "https://people.example.edu/~x/slides_1806.0736.pdf",
            "https://people.example.edu/~x/1819.07366.pdf",
        ),
    ),
)
"""For all hosts, where the form alone speaks for an identifier."""
