"""Rules for learned societies, institutes and archives whose addresses determine the DOI."""

import re
from typing import Final

from enrichers.model import Scheme
from enrichers.rules.model import Rule

_FLAGS = re.IGNORECASE | re.ASCII

IMS_JOURNALS: Final = "aap|aoap|aoas|aoms|aop|aos|ecp|ejp|ejs|ss"
"""The journals of the Institute of Mathematical Statistics."""

RULES: Final = (
    Rule(
        name="optica",
        scheme=Scheme.DOI,
        hosts=("opg.optica.org", "osapublishing.org", "opticsinfobase.org"),
        pattern=re.compile(
            r"[?&]uri=(?P<journal>[a-z]{2,8})-(?P<volume>[0-9]{1,3})-[0-9]{1,2}-(?P<page>[0-9]{1,6})"
            r"(?=[&#]|$)",
            _FLAGS,
        ),
        values=("10.1364/{journal}.{volume}.{page:0>6}",),
        examples=(
            (
                "https://opg.optica.org/oe/abstract.cfm?uri=oe-18-2-1234",
                "doi:10.1364/oe.18.001234",
            ),
        ),
        counter_examples=("https://opg.optica.org/abstract.cfm?uri=CLEO-2010-CTuA1",),
    ),
    Rule(
        name="ametsoc",
        scheme=Scheme.DOI,
        hosts=("journals.ametsoc.org",),
        pattern=re.compile(
            r"^/(?:view|downloadpdf)/journals/[a-z]{3,5}/[0-9]{1,3}/[0-9]{1,2}/"
            r"(?P<id>[a-z]{3,5}-[a-z]{1,2}-[0-9]{2}-[0-9]{4}\.[0-9])\.(?:xml|pdf)",
            _FLAGS,
        ),
        values=("10.1175/{id}",),
        examples=(
            (
                "https://journals.ametsoc.org/view/journals/clim/30/1/jcli-d-16-0338.1.xml",
                "doi:10.1175/jcli-d-16-0338.1",
            ),
        ),
        counter_examples=("https://journals.ametsoc.org/view/journals/clim/clim-overview.xml",),
    ),
    Rule(
        name="erudit",
        scheme=Scheme.DOI,
        hosts=("erudit.org", "id.erudit.org"),
        pattern=re.compile(r"/(?P<id>[0-9]{6,7}(?:ar|ra|co))(?=[/.?#]|$)", _FLAGS),
        values=("10.7202/{id}",),
        examples=(
            (
                "https://www.erudit.org/fr/revues/ae/2010-v1-n1-ae123/1234567ar/",
                "doi:10.7202/1234567ar",
            ),
        ),
        counter_examples=("https://www.erudit.org/fr/revues/ae/2010-v1-n1-ae123/",),
    ),
    Rule(
        name="sae",
        scheme=Scheme.DOI,
        hosts=("sae.org", "papers.sae.org"),
        pattern=re.compile(
            r"/(?:technical-papers/content/)?(?P<id>[0-9]{4}-[0-9]{2}-[0-9]{4})(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.4271/{id}",),
        examples=(
            (
                "https://www.sae.org/publications/technical-papers/content/2018-01-1234/",
                "doi:10.4271/2018-01-1234",
            ),
        ),
        counter_examples=("https://www.sae.org/news/2018-01-12/",),
    ),
    Rule(
        name="rsc",
        scheme=Scheme.DOI,
        hosts=("pubs.rsc.org",),
        pattern=re.compile(
            r"/(?:articlelanding|articlehtml|articlepdf)/[0-9]{4}/[a-z0-9]{2}/"
            r"(?P<id>[a-z][0-9][a-z]{2}[0-9]{5}[a-z0-9]|[a-z][0-9]{6}[a-z0-9])(?![0-9A-Za-z])",
            _FLAGS,
        ),
        values=("10.1039/{id}",),
        examples=(
            (
                "https://pubs.rsc.org/en/content/articlelanding/2019/sc/c9sc01234a",
                "doi:10.1039/c9sc01234a",
            ),
        ),
        counter_examples=("https://pubs.rsc.org/en/journals/journalissues/sc",),
    ),
    Rule(
        name="elife",
        scheme=Scheme.DOI,
        hosts=("elifesciences.org",),
        pattern=re.compile(r"^/articles/(?P<id>[0-9]{3,6})(?=[v/?#]|$)", _FLAGS),
        values=("10.7554/elife.{id:0>5}",),
        examples=(("https://elifesciences.org/articles/09560v2", "doi:10.7554/elife.09560"),),
        counter_examples=("https://elifesciences.org/labs/1234",),
    ),
    Rule(
        name="nber",
        scheme=Scheme.DOI,
        hosts=("nber.org",),
        pattern=re.compile(r"^/papers/(?P<id>[wth][0-9]{1,6})(?=[/.?#]|$)", _FLAGS),
        values=("10.3386/{id}",),
        examples=(("https://www.nber.org/papers/w24541.pdf", "doi:10.3386/w24541"),),
        counter_examples=("https://www.nber.org/people/w24541",),
    ),
    Rule(
        name="national-academies",
        scheme=Scheme.DOI,
        hosts=("nap.edu", "nap.nationalacademies.org"),
        pattern=re.compile(
            r"^/(?:catalog|read|download)/(?P<id>[0-9]{2,6})(?=[/?#]|$)", _FLAGS
        ),
        values=("10.17226/{id}",),
        examples=(
            ("https://nap.nationalacademies.org/catalog/12345/title", "doi:10.17226/12345"),
        ),
        counter_examples=("https://www.nap.edu/topic/12345",),
    ),
    Rule(
        name="bioconductor",
        scheme=Scheme.DOI,
        hosts=("bioconductor.org",),
        pattern=re.compile(
            r"^/packages/(?:(?:release|devel)/bioc/html/(?P<id>[A-Za-z][A-Za-z0-9.]*?)\.html)$",
            _FLAGS,
        ),
        values=("10.18129/b9.bioc.{id}",),
        examples=(
            (
                "https://bioconductor.org/packages/release/bioc/html/limma.html",
                "doi:10.18129/b9.bioc.limma",
            ),
        ),
        counter_examples=("https://bioconductor.org/packages/release/bioc/",),
    ),
    Rule(
        name="protein-data-bank",
        scheme=Scheme.DOI,
        hosts=("rcsb.org",),
        pattern=re.compile(r"^/structure/(?P<id>[1-9][a-z0-9]{3})(?=[/?#]|$)", _FLAGS),
        values=("10.2210/pdb{id}/pdb",),
        examples=(("https://www.rcsb.org/structure/4HHB", "doi:10.2210/pdb4hhb/pdb"),),
        counter_examples=("https://www.rcsb.org/structure/removed",),
    ),
    Rule(
        name="iop-old",
        scheme=Scheme.DOI,
        hosts=("iopscience.iop.org", "stacks.iop.org"),
        pattern=re.compile(
            r"^/(?P<id>[0-9]{4}-[0-9]{3}[0-9X]/[0-9]{1,4}/[0-9A-Z]{1,4}/[0-9]{1,6})(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.1088/{id}",),
        examples=(
            (
                "http://iopscience.iop.org/1748-9326/11/4/048002/meta",
                "doi:10.1088/1748-9326/11/4/048002",
            ),
        ),
        counter_examples=("http://iopscience.iop.org/1748-9326/11/4",),
    ),
    Rule(
        name="journal-of-statistical-software",
        scheme=Scheme.DOI,
        hosts=("jstatsoft.org",),
        pattern=re.compile(
            r"^/(?:(?:index\.php/jss/)?article/view/)?v(?P<volume>[0-9]{2,3})/?"
            r"(?P<kind>[ibc])(?P<issue>[0-9]{2})(?=[/?#]|$)",
            _FLAGS,
        ),
        values=("10.18637/jss.v{volume:0>3}.{kind}{issue}",),
        examples=(
            ("https://www.jstatsoft.org/article/view/v033i01", "doi:10.18637/jss.v033.i01"),
            ("http://www.jstatsoft.org/v33/i01/", "doi:10.18637/jss.v033.i01"),
        ),
        counter_examples=("https://www.jstatsoft.org/article/view/4567",),
    ),
    Rule(
        name="jstor",
        scheme=Scheme.DOI,
        hosts=("jstor.org",),
        pattern=re.compile(r"^/(?:stable|pss)/(?:pdf/)?(?P<id>[0-9]{3,9})(?=[./?#]|$)", _FLAGS),
        values=("10.2307/{id}",),
        is_guess=True,
        examples=(("https://www.jstor.org/stable/3677029?seq=1", "doi:10.2307/3677029"),),
        counter_examples=("https://www.jstor.org/stable/10.5325/jnietstud.46.1.0001",),
    ),
    Rule(
        name="acm-citation",
        scheme=Scheme.DOI,
        hosts=("dl.acm.org", "portal.acm.org"),
        pattern=re.compile(
            r"^/(?:citation|ft_gateway|authorize)\.cfm\?(?:[^#]*&)?(?:id|doid)="
            r"(?P<id>[0-9]{3,9}\.[0-9]{3,9})(?=[&#]|$)",
            _FLAGS,
        ),
        values=("10.1145/{id}",),
        is_guess=True,
        examples=(
            (
                "https://dl.acm.org/citation.cfm?id=1294928.1294933&coll=DL",
                "doi:10.1145/1294928.1294933",
            ),
        ),
        counter_examples=("https://dl.acm.org/citation.cfm?id=2999134",),
    ),
    Rule(
        name="project-euclid",
        scheme=Scheme.DOI,
        hosts=("projecteuclid.org",),
        pattern=re.compile(
            rf"[/=]euclid\.(?P<journal>{IMS_JOURNALS})/(?P<id>[0-9]{{9,10}})(?![0-9])", _FLAGS
        ),
        values=("10.1214/{journal}/{id}",),
        is_guess=True,
        examples=(
            ("https://projecteuclid.org/euclid.aos/1176344136", "doi:10.1214/aos/1176344136"),
            (
                "https://projecteuclid.org/download/pdf_1/euclid.ss/1009213726",
                "doi:10.1214/ss/1009213726",
            ),
        ),
        counter_examples=("https://projecteuclid.org/euclid.dmj/1077245035",),
    ),
    Rule(
        name="acl-doi-old",
        scheme=Scheme.DOI,
        hosts=("aclanthology.org", "aclweb.org"),
        pattern=re.compile(
            r"^/(?:anthology/)?(?P<id>[dknpsw]1[5-9]-[0-9]{4})(?=[/.?#v]|$)", _FLAGS
        ),
        values=("10.18653/v1/{id}",),
        is_guess=True,
        examples=(("https://aclanthology.org/P18-1001.pdf", "doi:10.18653/v1/p18-1001"),),
        counter_examples=(
            "https://aclanthology.org/Q18-1001/",
            "https://aclanthology.org/P02-1040/",
        ),
    ),
    Rule(
        name="acl-doi",
        scheme=Scheme.DOI,
        hosts=("aclanthology.org", "aclweb.org"),
        pattern=re.compile(
            r"^/(?:anthology/)?(?P<id>20[2-9][0-9]\."
            r"(?:acl|aacl|eacl|emnlp|findings|naacl)-[a-z0-9_]{1,20}\.[1-9][0-9]{0,3})(?=[/.?#v]|$)",
            _FLAGS,
        ),
        values=("10.18653/v1/{id}",),
        is_guess=True,
        examples=(
            ("https://aclanthology.org/2020.acl-main.1/", "doi:10.18653/v1/2020.acl-main.1"),
        ),
        counter_examples=("https://aclanthology.org/2020.lrec-1.1/",),
    ),
    Rule(
        name="zenodo-doi",
        scheme=Scheme.DOI,
        hosts=("zenodo.org",),
        pattern=re.compile(r"^/(?:api/)?records?/(?P<id>[1-9][0-9]{3,9})(?=[/?#]|$)", _FLAGS),
        values=("10.5281/zenodo.{id}",),
        is_guess=True,
        examples=(("https://zenodo.org/records/1234567", "doi:10.5281/zenodo.1234567"),),
        counter_examples=("https://zenodo.org/communities/1234567",),
    ),
    Rule(
        name="figshare",
        scheme=Scheme.DOI,
        hosts=("figshare.com",),
        pattern=re.compile(
            r"^/articles/(?:[a-z_]{1,30}/)?[^/?#]{1,300}/(?P<id>[1-9][0-9]{4,9})"
            r"(?:/[0-9]{1,3})?(?=[?#]|$)",
            _FLAGS,
        ),
        values=("10.6084/m9.figshare.{id}",),
        is_guess=True,
        examples=(
            (
                "https://figshare.com/articles/dataset/Some_data/1234567/2",
                "doi:10.6084/m9.figshare.1234567",
            ),
        ),
        counter_examples=("https://figshare.com/authors/Jane_Doe/1234567",),
    ),
)
