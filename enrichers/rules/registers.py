"""Rules for registers whose own numbers stand in their addresses: PubMed, HAL, ACL, ..."""

import re
from typing import Final

from enrichers.model import Scheme
from enrichers.rules.model import Rule

_FLAGS = re.IGNORECASE | re.ASCII
_END = r"(?=[/?#&]|$)"

ELSEVIER: Final = (".sciencedirect.com", "linkinghub.elsevier.com")
EUROPE_PMC: Final = ("europepmc.org", "ukpmc.ac.uk")
_HAL = """
.hal.science .archives-ouvertes.fr hal.inria.fr hal.inrae.fr hal.cnrs.fr hal.in2p3.fr
hal.umontpellier.fr hal.sorbonne-universite.fr hal.parisnanterre.fr hal.uca.fr
hal.univ-grenoble-alpes.fr hal.univ-lorraine.fr hal-cea.fr hal-mines-paristech.fr
hal-pasteur.fr
"""
HAL: Final = tuple(_HAL.split())

RULES: Final = (
    Rule(
        name="pubmed",
        scheme=Scheme.PMID,
        hosts=("pubmed.ncbi.nlm.nih.gov", "pubmed.gov", "pubmed.com"),
        pattern=re.compile(rf"^/(?P<id>[0-9]{{1,8}}){_END}", _FLAGS),
        examples=(("https://pubmed.ncbi.nlm.nih.gov/12082125/", "pmid:12082125"),),
        counter_examples=(
            "https://pubmed.ncbi.nlm.nih.gov/?term=deep+learning",
            "https://pubmed.ncbi.nlm.nih.gov/00000000/",
        ),
    ),
    Rule(
        name="ncbi-pubmed",
        scheme=Scheme.PMID,
        hosts=(".ncbi.nlm.nih.gov",),
        pattern=re.compile(
            r"^/(?:(?:m/)?pubmed/(?:\?term=)?|(?:pmc/)?articles/pmid/)"
            rf"(?P<id>[0-9]{{1,8}}){_END}",
            _FLAGS,
        ),
        examples=(
            ("https://www.ncbi.nlm.nih.gov/pubmed/00123456?hi=hello", "pmid:123456"),
            ("http://www.ncbi.nlm.nih.gov/pubmed/?term=22253870", "pmid:22253870"),
            ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/22253870/", "pmid:22253870"),
        ),
        counter_examples=(
            "https://www.ncbi.nlm.nih.gov",
            "https://www.ncbi.nlm.nih.gov/books/NBK12345/",
            "https://www.ncbi.nlm.nih.gov/gene/12345",
            "https://www.ncbi.nlm.nih.gov/pubmed/?term=12345,67890",
        ),
    ),
    Rule(
        name="pmc",
        scheme=Scheme.PMCID,
        hosts=(".ncbi.nlm.nih.gov",),
        pattern=re.compile(
            rf"^/(?:pmc/)?articles/(?P<id>(?:PMC)?[1-9][0-9]{{2,8}}){_END}", _FLAGS
        ),
        examples=(
            ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4304851/", "pmcid:PMC4304851"),
            ("https://pmc.ncbi.nlm.nih.gov/articles/PMC4304851/pdf/x.pdf", "pmcid:PMC4304851"),
            ("http://www.ncbi.nlm.nih.gov/pmc/articles/4304851", "pmcid:PMC4304851"),
        ),
        counter_examples=("https://www.ncbi.nlm.nih.gov/pmc/",),
    ),
    Rule(
        name="europe-pmc-abstract",
        scheme=Scheme.PMID,
        hosts=EUROPE_PMC,
        pattern=re.compile(rf"^/(?:article|abstract)/MED/(?P<id>[0-9]{{1,8}}){_END}", _FLAGS),
        examples=(("https://europepmc.org/article/MED/34265844", "pmid:34265844"),),
        counter_examples=("https://europepmc.org/article/PPR/PPR123456",),
    ),
    Rule(
        name="europe-pmc-article",
        scheme=Scheme.PMCID,
        hosts=EUROPE_PMC,
        pattern=re.compile(
            r"^/(?:articles?/(?:PMC/)?|backend/ptpmcrender\.fcgi\?accid=)"
            rf"(?P<id>PMC[1-9][0-9]{{2,8}}){_END}",
            _FLAGS,
        ),
        examples=(
            ("https://europepmc.org/article/PMC/PMC8371605", "pmcid:PMC8371605"),
            ("https://europepmc.org/articles/pmc8371605", "pmcid:PMC8371605"),
        ),
        counter_examples=("https://europepmc.org/search?query=PMC8371605",),
    ),
    Rule(
        name="pii",
        scheme=Scheme.PII,
        hosts=ELSEVIER,
        pattern=re.compile(rf"(?:/|[?&]_?)pii[/=](?P<id>[SB]?[0-9X]{{15,22}}){_END}", _FLAGS),
        examples=(
            (
                "https://www.sciencedirect.com/science/article/pii/S0021999118305527",
                "pii:S0021999118305527",
            ),
            (
                "https://www.sciencedirect.com/science/article/abs/pii/002199919190007X?via%3Dihub",
                "pii:002199919190007X",
            ),
            (
                "https://linkinghub.elsevier.com/retrieve/pii/S0021999118305527",
                "pii:S0021999118305527",
            ),
            (
                "https://www.sciencedirect.com/science/article/pii/B9780128042502000011/pdfft",
                "pii:B9780128042502000011",
            ),
        ),
        counter_examples=(
            "https://www.sciencedirect.com/journal/journal-of-computational-physics",
            "https://www.sciencedirect.com/science/book/9780128042502",
        ),
    ),
    Rule(
        name="acl",
        scheme=Scheme.ACL,
        hosts=("aclanthology.org", "aclanthology.info", "aclweb.org"),
        pattern=re.compile(
            r"^/(?:anthology/)?(?:papers/)?(?:[a-z]/[a-z][0-9]{2}/)?(?P<id>[a-z][0-9]{2}-[0-9]{4}"
            r"|(?:19|20)[0-9]{2}\.[a-z0-9_]+-[a-z0-9_]+\.[1-9][0-9]{0,3})(?=[v/?#]|\.[a-z]|$)",
            _FLAGS,
        ),
        examples=(
            ("https://aclanthology.org/P18-1001/", "acl:P18-1001"),
            ("https://www.aclweb.org/anthology/N19-1423.pdf", "acl:N19-1423"),
            ("https://www.aclweb.org/anthology/papers/N/N19/N19-1423/", "acl:N19-1423"),
            ("https://aclanthology.org/2020.acl-main.1v2.pdf", "acl:2020.acl-main.1"),
        ),
        counter_examples=(
            "https://aclanthology.org/venues/acl/",
            "https://aclanthology.org/volumes/2020.acl-main/",
            "https://aclanthology.org/people/j/john-doe/",
        ),
    ),
    Rule(
        name="ads",
        scheme=Scheme.ADS,
        hosts=("scixplorer.org", ".adsabs.harvard.edu"),
        pattern=re.compile(
            r"(?:[/#](?:abs|full|pdf|link_gateway)/|[?&]bibcode=)"
            r"(?P<id>[12][0-9]{3}[a-z][a-z0-9.&]{13}[a-z.:])(?=[/?#]|&[a-z_]+=|$)",
            _FLAGS,
        ),
        examples=(
            (
                "https://ui.adsabs.harvard.edu/abs/2011ApJS..192...18K/abstract",
                "ads:2011ApJS..192...18K",
            ),
            ("http://adsabs.harvard.edu/abs/2013A%26A...558A..33A", "ads:2013A&A...558A..33A"),
            (
                "https://ui.adsabs.harvard.edu/#abs/2016arXiv161002026S/abstract",
                "arxiv:1610.02026",
            ),
            ("http://adsabs.harvard.edu/abs/2004astro.ph..9533R", "arxiv:astro-ph/0409533"),
        ),
        counter_examples=(
            "https://ui.adsabs.harvard.edu/search/q=author%3A%22Smith%22",
            "https://ui.adsabs.harvard.edu/abs/2011ApJS/abstract",
        ),
    ),
    Rule(
        name="doaj",
        scheme=Scheme.DOAJ,
        hosts=("doaj.org",),
        pattern=re.compile(rf"^/article/(?P<id>[0-9a-f]{{32}}){_END}", _FLAGS),
        examples=(
            (
                "https://doaj.org/article/9d9172e9bf324cc6ac6d48ff8e234a85",
                "doaj:9d9172e9bf324cc6ac6d48ff8e234a85",
            ),
        ),
        counter_examples=("https://doaj.org/toc/2041-1723",),
    ),
    Rule(
        name="hal",
        scheme=Scheme.HAL,
        hosts=HAL,
        pattern=re.compile(
            r"^/(?:[a-z]{2,20}/)?(?P<id>[a-z]{2,20}[-_][0-9]{8})(?P<version>v[0-9]{1,2})?(?![0-9])",
            _FLAGS,
        ),
        examples=(
            ("https://hal.archives-ouvertes.fr/hal-01234567v2/document", "hal:hal-01234567"),
            ("https://tel.archives-ouvertes.fr/tel-00123456", "hal:tel-00123456"),
            ("https://inria.hal.science/inria-00123456/file/x.pdf", "hal:inria-00123456"),
        ),
        counter_examples=(
            "https://hal.science/search/index?q=transport",
            "https://hal.science/hal-1234",
        ),
    ),
    Rule(
        name="inspire",
        scheme=Scheme.INSPIRE,
        hosts=("inspirehep.net", "old.inspirehep.net"),
        pattern=re.compile(
            rf"^/(?:api/)?(?:literature|record)/(?P<id>[1-9][0-9]{{0,8}}){_END}", _FLAGS
        ),
        examples=(
            ("http://inspirehep.net/record/1697651", "inspire:1697651"),
            ("https://inspirehep.net/literature/1697651#", "inspire:1697651"),
        ),
        counter_examples=(
            "https://inspirehep.net/authors/1697651",
            "https://inspirehep.net/conferences/1697651",
            "https://inspirehep.net/literature?q=transport",
        ),
    ),
    Rule(
        name="openalex",
        scheme=Scheme.OPENALEX,
        hosts=(".openalex.org",),
        pattern=re.compile(rf"^/(?:works/)?(?P<id>W[1-9][0-9]{{3,11}}){_END}", _FLAGS),
        examples=(
            ("https://openalex.org/W2741809807", "openalex:W2741809807"),
            ("https://api.openalex.org/works/w2741809807", "openalex:W2741809807"),
        ),
        counter_examples=("https://openalex.org/A5023888391",),
    ),
    Rule(
        name="openreview",
        scheme=Scheme.OPENREVIEW,
        hosts=("openreview.net",),
        pattern=re.compile(
            r"^/(?:forum|pdf|attachment)\?(?:[^#]*&)?id=(?P<id>[A-Za-z0-9_-]{8,14})(?=[&#]|$)",
            _FLAGS,
        ),
        examples=(
            ("https://openreview.net/forum?id=rkyO8PGRb&noteId=x", "openreview:rkyO8PGRb"),
            ("https://openreview.net/pdf?id=rkyO8PGRb", "openreview:rkyO8PGRb"),
        ),
        counter_examples=(
            "https://openreview.net/group?id=ICLR.cc/2019/Conference",
            "https://openreview.net/profile?id=~Jane_Doe1",
        ),
    ),
    Rule(
        name="semantic-scholar",
        scheme=Scheme.S2,
        hosts=(".semanticscholar.org",),
        pattern=re.compile(
            rf"^/(?:paper|reader)/(?:[^/?#]{{1,300}}/)?(?P<id>[0-9a-f]{{40}}){_END}", _FLAGS
        ),
        examples=(
            (
                "https://www.semanticscholar.org/paper/Title/0f1e2d3c4b5a69788796a5b4c3d2e1f001234567",
                "s2:0f1e2d3c4b5a69788796a5b4c3d2e1f001234567",
            ),
        ),
        counter_examples=("https://www.semanticscholar.org/search?q=deep",),
    ),
    Rule(
        name="semantic-scholar-corpus",
        scheme=Scheme.S2,
        hosts=(".semanticscholar.org",),
        pattern=re.compile(
            rf"^/(?:(?:paper/|p/)?CorpusID:|paper/|p/)(?P<id>[1-9][0-9]{{0,11}}){_END}", _FLAGS
        ),
        examples=(
            ("https://www.semanticscholar.org/paper/CorpusID:13756489", "s2:CorpusID:13756489"),
            ("https://api.semanticscholar.org/CorpusID:13756489", "s2:CorpusID:13756489"),
            ("https://www.semanticscholar.org/paper/2194775", "s2:CorpusID:2194775"),
        ),
        counter_examples=(
            "https://www.semanticscholar.org/author/1234567",
            "https://www.semanticscholar.org/2194775",
        ),
    ),
    Rule(
        name="wikidata",
        scheme=Scheme.WIKIDATA,
        hosts=(".wikidata.org",),
        pattern=re.compile(
            r"^/(?:wiki/(?:Special:EntityData/)?|entity/)(?P<id>Q[1-9][0-9]*)(?=[/.?#]|$)"
        ),
        examples=(
            ("https://www.wikidata.org/wiki/Q50051684", "wikidata:Q50051684"),
            ("http://www.wikidata.org/entity/Q303", "wikidata:Q303"),
        ),
        counter_examples=(
            "https://www.wikidata.org/wiki/Wikidata:Main_Page",
            "https://www.wikidata.org/wiki/Property:P356",
        ),
    ),
)
