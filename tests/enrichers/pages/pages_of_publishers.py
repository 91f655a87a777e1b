"""Pages as publishers build them, with works that nobody wrote."""

from tests.enrichers.pages.pages_in_short import (
    BOXES,
    HIGHWIRE,
    THREE,
    TITLE,
    html,
    ld,
    og,
    page,
    tags,
)

ABSTRACT = "We measure how waves of small height move through boxes that are shallow."
GROUPS = "".join(
    f'<button class="button-link"><span class="react-xocs-alternative-link">'
    f'<span class="given-name">{given}</span> <span class="text surname">{family}</span></span>'
    f'<span class="author-ref"><sup>a</sup></span></button>, '
    for given, family in (("Jane", "Doe"), ("Richard", "Roe"), ("Ann", "Poe"))
)
ATYPON = (
    "dc.Title=Waves in shallow boxes",
    "dc.Creator=Jane  Doe",
    "dc.Creator=Richard  Roe",
    "dc.Creator=Ann  Poe",
    "dc.Subject=boxes",
    f"dc.Description={ABSTRACT}",
    "dc.Publisher=Box Press",
    "dc.Date=2018-06-19",
    "dc.Type=research-article",
    "dc.Identifier=10.1000/boxes.12",
    "dc.Language=EN",
    "dc.Rights=Copyright 2018",
    "publication_doi=10.1000/boxes.12",
)
XPLORE = """
<script>var xplGlobal = xplGlobal || {}; xplGlobal.document.metadata={"userInfo":{"x":false},
"authors":[{"name":"Jane Doe","firstName":"Jane"}],"doi":"10.1000/boxes.12",
"publicationTitle":"Transactions on Boxes","title":"Waves in shallow boxes"};</script>
"""

PUBLISHERS = (
    page(
        "site: Elsevier",
        html(
            tags(
                "citation_pii=S0021999118307125",
                "citation_issn=0021-9991",
                "citation_volume=12",
                "citation_firstpage=101",
                "citation_lastpage=120",
                "citation_publisher=Academic Press",
                "citation_journal_title=Journal of Boxes",
                "citation_type=JOUR",
                "citation_doi=10.1000/boxes.12",
                "dc.identifier=10.1000/boxes.12",
                "citation_article_type=Full-length article",
                "citation_title=Waves in shallow boxes",
                "citation_publication_date=2018/06/19",
                "citation_online_date=2018/02/01",
            )
            + og("title=Waves in shallow boxes", "type=article", "site_name=ScienceDirect"),
            '<header><a href="/">ScienceDirect</a></header><article><h1 id="screen-reader-main-'
            'title"><span class="title-text">Waves in shallow boxes</span>'
            '<a class="footnote">☆</a></h1>'
            f'<div class="author-group"><span class="sr-only">Author links</span>{GROUPS}</div>'
            "<h2>Introduction</h2><p>Boxes.</p><section class='bibliography'>"
            "<h2>References</h2><p>[1] <span class='author'>A. Old</span> doi:10.1000/old.1</p>"
            "</section></article>",
            title="Waves in shallow boxes - ScienceDirect",
            lang="en-US",
        ),
        url="https://www.sciencedirect.com/science/article/abs/pii/S0021999118307125",
        title=TITLE,
        authors=THREE,
        issued="2018-06-19",
        venue="Journal of Boxes",
        kind="journal-article",
        language="en",
        claims=[BOXES],
        is_paper=True,
        is_list=False,
    ),
    page(
        "site: Springer",
        html(
            tags(
                *HIGHWIRE,
                "citation_publisher=Springer",
                "citation_online_date=2018/02/01",
                "citation_reference=citation_title=Old boxes; citation_doi=10.1000/old.1",
                "dc.source=Journal of Boxes 2018 12:3",
                "dc.title=Waves in shallow boxes",
                "dc.creator=Doe, Jane",
                "dc.language=En",
                "DOI=10.1000/boxes.12",
                "prism.publicationName=Journal of Boxes",
            )
            + ld(
                {
                    "mainEntity": {
                        "@type": "ScholarlyArticle",
                        "headline": "Waves in shallow boxes",
                        "sameAs": "https://doi.org/10.1000/boxes.12",
                        "author": [{"@type": "Person", "name": "Jane Doe"}],
                        "isPartOf": {
                            "name": "Journal of Boxes",
                            "@type": ["Periodical", "PublicationVolume"],
                        },
                    },
                    "@type": "WebPage",
                }
            ),
            title="Waves in shallow boxes | Journal of Boxes",
            lang="en",
        ),
        title=TITLE,
        authors=THREE,
        venue="Journal of Boxes",
        issued="2018-06-19",
        language="en",
        kind="journal-article",
        claims=[BOXES],
    ),
    page(
        "site: Wiley",
        html(
            tags(
                *HIGHWIRE[:1],
                "citation_author=Jane Doe",
                "citation_author_institution=Department of Things, University of Roe",
                "citation_author=Richard Roe",
                "citation_author=Ann Poe",
                *HIGHWIRE[4:],
                "citation_language=en",
                "citation_publisher=John Wiley & Sons, Ltd",
            ),
            title="Waves in shallow boxes - Doe - 2018 - Box Letters - Wiley Online Library",
        ),
        title=TITLE,
        authors=THREE,
        claims=[BOXES],
        publisher="John Wiley & Sons, Ltd",
    ),
    page(
        "site: IEEE Xplore",
        html(
            og("title=Waves in shallow boxes", "site_name=ieeexplore.ieee.org", "type=website")
            + XPLORE,
            "<div id='xplMainContent'></div>",
            title="Waves in shallow boxes | IEEE Journals & Magazine | IEEE Xplore",
        ),
        url="https://ieeexplore.ieee.org/document/8351234",
        title=TITLE,
        mentions=[BOXES],
        claims=[],
    ),
    page(
        "site: ACM",
        html(
            tags(
                *ATYPON,
                "dc.Source=Proceedings of the 35th Conference on Boxes",
                "dc.Contributor=Ada Editor",
            ),
            "<h1>Waves in shallow boxes</h1><section id='bibliography'><h2>References</h2>"
            "<p>Old boxes. https://doi.org/10.1000/old.1</p></section>",
            title="Waves in shallow boxes | Proceedings of the 35th Conference on Boxes",
        ),
        url="https://dl.acm.org/doi/10.1000/boxes.12",
        title=TITLE,
        authors=THREE,
        issued="2018-06-19",
        kind="conference-paper",
        claims=[BOXES],
        mentions=[],
        language="en",
    ),
    page(
        "site: PNAS",
        html(
            tags(*ATYPON)
            + og("title=Waves in shallow boxes | PNAS", "type=article", "site_name=PNAS"),
            title="Waves in shallow boxes | PNAS",
        ),
        url="https://www.pnas.org/doi/10.1000/boxes.12",
        title=TITLE,
        authors=THREE,
        claims=[BOXES],
        kind="journal-article",
    ),
    page(
        "site: OUP",
        html(
            ld(
                {
                    "@context": "https://schema.org",
                    "@type": "ScholarlyArticle",
                    "@id": "https://academic.oup.com/box/article/12/3/101/4999999",
                    "name": "Waves in shallow boxes",
                    "datePublished": "2018-06-19",
                    "isPartOf": {
                        "@type": "PublicationIssue",
                        "issueNumber": "3",
                        "datePublished": "2018-06-19",
                        "isPartOf": {
                            "@type": "Periodical",
                            "name": "Journal of Boxes",
                            "issn": ["1234-5679"],
                        },
                    },
                    "inLanguage": "en",
                    "author": [
                        {"name": "Doe, Jane", "affiliation": "Things", "@type": "Person"},
                        {"name": "Roe, Richard", "@type": "Person"},
                        {"name": "Poe, Ann", "@type": "Person"},
                    ],
                    "description": ABSTRACT,
                    "pageStart": "101",
                    "pageEnd": "120",
                    "headline": "Waves in shallow boxes",
                }
            )
            + tags(*HIGHWIRE, "citation_reference=citation_title=Old; citation_doi=10.1/x"),
            title="Waves in shallow boxes | Journal of Boxes | Oxford Academic",
        ),
        title=TITLE,
        authors=THREE,
        pages="101-120",
        claims=[BOXES],
        abstract=ABSTRACT,
    ),
    page(
        "site: Cambridge",
        html(
            tags("citation_title=WAVES IN SHALLOW BOXES*", *HIGHWIRE[1:])
            + og(
                "title=Waves in shallow boxes* | Journal of Boxes | Cambridge Core",
                "site_name=Cambridge Core",
            ),
            "<h1>Waves in shallow boxes<sup>*</sup></h1>",
            title="Waves in shallow boxes* | Journal of Boxes | Cambridge Core",
        ),
        title=TITLE,
        authors=THREE,
        claims=[BOXES],
    ),
    page(
        "site: AMS",
        html(
            tags(
                "citation_title=Waves in $p$-adic boxes",
                "citation_author=Jane Doe",
                "citation_journal_title=Transactions of Boxes",
                "citation_volume=12",
                "citation_firstpage=101",
                "citation_lastpage=120",
                "citation_publication_date=2018",
                "citation_doi=10.1000/boxes.12",
                "citation_issn=1234-5679",
            ),
            title="AMS :: Transactions of Boxes",
        ),
        title="Waves in $p$-adic boxes",
        authors=["Doe, Jane"],
        issued="2018",
        kind="journal-article",
    ),
    page(
        "site: Science",
        html(
            tags(*ATYPON) + og("title=Waves in shallow boxes", "site_name=Science"),
            "<h1>Waves in shallow boxes</h1><div class='core-authors'>Jane Doe</div>",
            title="Waves in shallow boxes | Science",
        ),
        title=TITLE,
        authors=THREE,
        claims=[BOXES],
    ),
    page(
        "site: JSTOR",
        html(
            og(
                "site_name=www.jstor.org",
                "title=Waves in Shallow Boxes on JSTOR",
                "type=website",
            )
            + tags("description=Jane Doe, Waves in Shallow Boxes, The Boxer, Vol. 12, No. 3"),
            title="Waves in Shallow Boxes on JSTOR",
        ),
        url="https://www.jstor.org/stable/1234567",
        title="Waves in Shallow Boxes",
    ),
    page(
        "site: bioRxiv",
        html(
            tags(
                "citation_title=Waves in shallow boxes",
                "citation_author=Jane Doe",
                "citation_author_email=jane@example.org",
                "citation_author=Richard Roe",
                "citation_author=Ann Poe",
                "citation_publication_date=2018/06/19",
                "citation_journal_title=bioRxiv",
                "citation_publisher=Cold Spring Harbor Laboratory",
                "citation_doi=10.1101/2018.06.19.123456",
                "citation_firstpage=2018.06.19.123456",
                "DC.Format=text/html",
                "DC.Language=en",
                "DC.Title=Waves in shallow boxes",
                "DC.Identifier=10.1101/2018.06.19.123456",
                "DC.Date=2018-06-19",
            ),
            title="Waves in shallow boxes | bioRxiv",
        ),
        title=TITLE,
        authors=THREE,
        kind="preprint",
        claims=["doi:10.1101/2018.06.19.123456"],
    ),
    page(
        "site: SSRN",
        html(
            tags(
                "citation_author=Doe, Jane",
                "citation_author=Roe, Richard",
                "citation_title=Waves in Shallow Boxes",
                "citation_doi=10.2139/ssrn.3123456",
                "citation_online_date=2018/06/19",
                "citation_keywords=boxes, waves",
            ),
            "<h1>Waves in Shallow Boxes</h1><p>31 Pages Posted: 19 Jun 2018</p>",
            title="Waves in Shallow Boxes by Jane Doe, Richard Roe :: SSRN",
        ),
        url="https://papers.ssrn.com/sol3/papers.cfm?abstract_id=3123456",
        title="Waves in Shallow Boxes",
        authors=["Doe, Jane", "Roe, Richard"],
        claims=["doi:10.2139/ssrn.3123456"],
        issued="2018-06-19",
        is_paper=True,
    ),
)
