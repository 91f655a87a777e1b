"""Rules for publishers whose addresses do not show the DOI but determine it."""

import re
from typing import Final

from enrichers.model import Scheme
from enrichers.rules.journals import MDPI_CODES
from enrichers.rules.model import Rule

_FLAGS = re.IGNORECASE | re.ASCII

COPERNICUS_HOMES: Final = {
    "adv-geosci.net": "adgeo",
    "ann-geophys.net": "angeo",
    "atmos-chem-phys.net": "acp",
    "atmos-meas-tech.net": "amt",
    "biogeosciences.net": "bg",
    "clim-past.net": "cp",
    "earth-surf-dynam.net": "esurf",
    "earth-syst-dynam.net": "esd",
    "earth-syst-sci-data.net": "essd",
    "geosci-model-dev.net": "gmd",
    "hydrol-earth-syst-sci.net": "hess",
    "nat-hazards-earth-syst-sci.net": "nhess",
    "nonlin-processes-geophys.net": "npg",
    "ocean-sci.net": "os",
    "solid-earth.net": "se",
    "the-cryosphere.net": "tc",
}
"""Hosts that the journals had of their own, with their codes."""

_VOLUME_PAGE_YEAR = (
    r"(?P<volume>[0-9A-Z-]{1,12})/(?P<page>[0-9]{1,5})/(?P<year>(?:19|20)[0-9]{2})"
)

RULES: Final = (
    Rule(
        name="nature-old",
        scheme=Scheme.DOI,
        hosts=("nature.com",),
        pattern=re.compile(
            r"^/articles/(?!(?:nature|srep)20)(?P<journal>[a-z]{2,24})"
            r"(?P<year>(?:19|20)[0-9]{2})(?P<number>[0-9]{1,4})(?![0-9A-Za-z-])",
            _FLAGS,
        ),
        values=("10.1038/{journal}.{year}.{number}", "10.1038/{journal}{year}{number}"),
        is_guess=True,
        examples=(
            ("https://www.nature.com/articles/onc2011282", "doi:10.1038/onc.2011.282"),
            (
                "https://www.nature.com/articles/nenergy201741.pdf",
                "doi:10.1038/nenergy.2017.41",
            ),
        ),
        counter_examples=(
            "https://www.nature.com/articles/nature20101",
            "https://www.nature.com/articles/ncomms2013",
        ),
    ),
    Rule(
        name="nature",
        scheme=Scheme.DOI,
        hosts=("nature.com",),
        pattern=re.compile(
            r"^/articles/(?P<id>[a-z]{0,24}[0-9][a-z0-9]{3,15}(?:-[0-9]{2,4}-[0-9]{4,6}-[a-z0-9])?"
            r"|[a-z]{2,8}(?:\.[0-9]{1,5}){1,3})(?:\.pdf)?(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.1038/{id}",),
        examples=(
            (
                "https://www.nature.com/articles/s41586-019-1666-5",
                "doi:10.1038/s41586-019-1666-5",
            ),
            (
                "https://www.nature.com/articles/s41467-018-07210-0.pdf",
                "doi:10.1038/s41467-018-07210-0",
            ),
            (
                "https://www.nature.com/articles/nature14539/figures/1",
                "doi:10.1038/nature14539",
            ),
            ("https://www.nature.com/articles/nbt.3300", "doi:10.1038/nbt.3300"),
            ("https://www.nature.com/articles/323533a0", "doi:10.1038/323533a0"),
        ),
        counter_examples=(
            "https://www.nature.com/articles/onc2011282",
            "https://www.nature.com/subjects/machine-learning",
            "https://www.nature.com/articles?type=review",
            "https://blogs.nature.com/articles/nature14539",
        ),
    ),
    Rule(
        name="nature-journal",
        scheme=Scheme.DOI,
        hosts=("nature.com",),
        pattern=re.compile(
            r"^/[a-z]{2,24}/journal/v[a-z0-9]{1,8}/n[a-z0-9-]{1,8}/(?:full|abs|pdf)/"
            r"(?P<id>[a-z0-9.]{4,40}?)(?:_[a-z0-9]{1,3})?\.(?:html|pdf)",
            _FLAGS,
        ),
        values=("10.1038/{id}",),
        is_guess=True,
        examples=(
            (
                "http://www.nature.com/nature/journal/v518/n7540/full/nature14236.html",
                "doi:10.1038/nature14236",
            ),
        ),
        counter_examples=("http://www.nature.com/nature/journal/v518/n7540/index.html",),
    ),
    Rule(
        name="mdpi",
        scheme=Scheme.DOI,
        hosts=("mdpi.com",),
        pattern=re.compile(
            r"^/(?P<key>[0-9]{4}-[0-9]{3}[0-9X])/(?P<volume>[0-9]{1,3})/(?P<issue>[0-9]{1,2})/"
            r"(?P<article>[0-9]{1,5})(?![0-9])",
            _FLAGS,
        ),
        codes=MDPI_CODES,
        values=("10.3390/{code}{volume}{issue:0>2}{article:0>4}",),
        examples=(
            ("https://www.mdpi.com/1099-4300/21/6/627/htm", "doi:10.3390/e21060627"),
            ("https://www.mdpi.com/1996-1073/15/22/8340", "doi:10.3390/en15228340"),
        ),
        counter_examples=(
            "https://www.mdpi.com/1099-4300/21/6",
            "https://www.mdpi.com/9999-9999/21/6/627",
        ),
    ),
    Rule(
        name="hindawi",
        scheme=Scheme.DOI,
        hosts=("hindawi.com", "downloads.hindawi.com"),
        pattern=re.compile(
            r"^/journals/[a-z]{1,20}/(?:aip/)?(?P<year>20(?:0[1-9]|[1-9][0-9]))/"
            r"(?P<id>[0-9]{6,7})(?![0-9])",
            _FLAGS,
        ),
        values=("10.1155/{year}/{id}",),
        examples=(
            ("https://www.hindawi.com/journals/cin/2018/7068349/", "doi:10.1155/2018/7068349"),
            (
                "http://downloads.hindawi.com/journals/jam/2013/123456.pdf",
                "doi:10.1155/2013/123456",
            ),
        ),
        counter_examples=("https://www.hindawi.com/journals/cin/1998/706834/",),
    ),
    Rule(
        name="cairn",
        scheme=Scheme.DOI,
        hosts=(".cairn.info", ".cairn-int.info"),
        pattern=re.compile(
            r"[?&]ID_ARTICLE=(?:E_)?(?P<journal>[A-Z]{2,10})_(?P<issue>[0-9]{3})_(?P<page>[0-9]{4})"
            r"(?![0-9])",
            _FLAGS,
        ),
        values=("10.3917/{journal}.{issue}.{page}",),
        is_guess=True,
        examples=(
            (
                "https://www.cairn.info/article.php?ID_ARTICLE=ARSS_181_0004",
                "doi:10.3917/arss.181.0004",
            ),
        ),
        counter_examples=("https://www.cairn.info/revue.php?ID_REVUE=ARSS",),
    ),
    Rule(
        name="openedition",
        scheme=Scheme.DOI,
        hosts=("journals.openedition.org",),
        pattern=re.compile(
            r"^/(?P<journal>[a-z]{2,40})/(?P<id>[1-9][0-9]{0,5})(?=[/?#]|$)", _FLAGS
        ),
        values=("10.4000/{journal}.{id}",),
        is_guess=True,
        examples=(
            ("https://journals.openedition.org/cybergeo/3849", "doi:10.4000/cybergeo.3849"),
        ),
        counter_examples=("https://journals.openedition.org/cybergeo/index.html",),
    ),
    Rule(
        name="copernicus",
        scheme=Scheme.DOI,
        hosts=(".copernicus.org",),
        pattern=re.compile(rf"^/articles/{_VOLUME_PAGE_YEAR}(?=[/?#]|$)", _FLAGS),
        values=("10.5194/{subdomain}-{volume}-{page}-{year}",),
        examples=(
            (
                "https://gmd.copernicus.org/articles/11/1009/2018/",
                "doi:10.5194/gmd-11-1009-2018",
            ),
            (
                "https://acp.copernicus.org/articles/20/1/2020/acp-20-1-2020.pdf",
                "doi:10.5194/acp-20-1-2020",
            ),
            (
                "https://isprs-annals.copernicus.org/articles/IV-2/5/2018/",
                "doi:10.5194/isprs-annals-iv-2-5-2018",
            ),
        ),
        counter_examples=("https://gmd.copernicus.org/articles/11/issue1.html",),
    ),
    Rule(
        name="copernicus-preprint",
        scheme=Scheme.DOI,
        hosts=(".copernicus.org",),
        pattern=re.compile(
            r"^/(?:preprints|articles)/(?P<id>[a-z]{2,9}-20[0-9]{2}-[0-9]{1,5})(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.5194/{id}",),
        examples=(
            ("https://gmd.copernicus.org/preprints/gmd-2018-123/", "doi:10.5194/gmd-2018-123"),
        ),
        counter_examples=("https://gmd.copernicus.org/preprints/recent.html",),
    ),
    Rule(
        name="copernicus-meeting",
        scheme=Scheme.DOI,
        hosts=("meetingorganizer.copernicus.org",),
        pattern=re.compile(
            r"^/(?P<meeting>EGU2[0-9])/(?P=meeting)-(?P<number>[0-9]{1,5})\.html", _FLAGS
        ),
        values=("10.5194/egusphere-{meeting}-{number}",),
        examples=(
            (
                "https://meetingorganizer.copernicus.org/EGU23/EGU23-1234.html",
                "doi:10.5194/egusphere-egu23-1234",
            ),
        ),
        counter_examples=("https://meetingorganizer.copernicus.org/EGU23/session/1234",),
    ),
    *(
        Rule(
            name=f"copernicus-{code}",
            scheme=Scheme.DOI,
            hosts=(host,),
            pattern=re.compile(rf"^/{_VOLUME_PAGE_YEAR}(?=[/?#]|$)", _FLAGS),
            values=(f"10.5194/{code}-{{volume}}-{{page}}-{{year}}",),
            examples=(
                (f"https://www.{host}/11/1009/2018/", f"doi:10.5194/{code}-11-1009-2018"),
            ),
            counter_examples=(f"https://www.{host}/about/aims_and_scope.html",),
        )
        for host, code in COPERNICUS_HOMES.items()
    ),
    Rule(
        name="peerj",
        scheme=Scheme.DOI,
        hosts=("peerj.com",),
        pattern=re.compile(r"^/articles/(?P<id>[0-9]{1,6})(?=[/.?#]|$)", _FLAGS),
        values=("10.7717/peerj.{id}",),
        examples=(("https://peerj.com/articles/705/", "doi:10.7717/peerj.705"),),
        counter_examples=(
            "https://peerj.com/articles/index.html",
            "https://peerj.com/articles/cs-55/",
        ),
    ),
    Rule(
        name="peerj-section",
        scheme=Scheme.DOI,
        hosts=("peerj.com",),
        pattern=re.compile(r"^/articles/(?P<id>[a-z]{2,6}-[0-9]{1,6})(?=[/.?#]|$)", _FLAGS),
        values=("10.7717/peerj-{id}",),
        examples=(("https://peerj.com/articles/cs-55.pdf", "doi:10.7717/peerj-cs-55"),),
        counter_examples=("https://peerj.com/articles/705/",),
    ),
    Rule(
        name="biomed-central-old",
        scheme=Scheme.DOI,
        hosts=("biomedcentral.com",),
        pattern=re.compile(
            r"^/(?:content/pdf/)?(?P<issn>1[0-9]{3}-[0-9]{3}[0-9X])/(?P<volume>[0-9]{1,2})/"
            r"(?P<page>[0-9]{1,4})(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.1186/{issn}-{volume}-{page}",),
        examples=(
            (
                "http://www.biomedcentral.com/1471-2105/10/421/abstract",
                "doi:10.1186/1471-2105-10-421",
            ),
        ),
        counter_examples=("http://www.biomedcentral.com/1471-2105/10",),
    ),
    Rule(
        name="cambridge-pii",
        scheme=Scheme.DOI,
        hosts=("cambridge.org", "journals.cambridge.org"),
        pattern=re.compile(
            r"^/core/(?:product/identifier|services/aop-cambridge-core/content/view)/"
            r"(?P<id>S[0-9]{15}[0-9X])(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.1017/{id}",),
        is_guess=True,
        examples=(
            (
                "https://www.cambridge.org/core/product/identifier/S0962492918000077/type/journal_article",
                "doi:10.1017/s0962492918000077",
            ),
        ),
        counter_examples=(
            "https://www.cambridge.org/core/journals/acta-numerica/article/t/"
            "0123456789ABCDEF0123456789ABCDEF",
        ),
    ),
)
