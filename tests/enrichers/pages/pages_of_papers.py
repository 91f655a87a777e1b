"""Pages as preprint servers, proceedings and networks of scientists build them."""

from tests.enrichers.pages.pages_in_short import (
    BOXES,
    HIGHWIRE,
    TITLE,
    html,
    items,
    ld,
    link,
    og,
    page,
    tags,
)

ABSTRACT = "We measure how waves of small height move through boxes that are shallow."

PAPERS = (
    page(
        "site: arXiv",
        html(
            tags(
                "citation_title=Waves in shallow boxes",
                "citation_author=Doe, Jane",
                "citation_author=Roe, Richard",
                "citation_date=2018/06/19",
                "citation_online_date=2018/12/14",
                "citation_arxiv_id=1806.07366",
                f"citation_abstract={ABSTRACT}",
            )
            + og("site_name=arXiv.org", "title=Waves in shallow boxes"),
            '<h1>Statistics > Machine Learning</h1><h1 class="title"><span class="descriptor">'
            "Title:</span>Waves in shallow boxes</h1>",
            title="[1806.07366] Waves in shallow boxes",
        ),
        url="https://arxiv.org/abs/1806.07366",
        title=TITLE,
        authors=["Doe, Jane", "Roe, Richard"],
        issued="2018-06-19",
        kind="preprint",
        claims=["arxiv:1806.07366"],
    ),
    page(
        "site: NeurIPS",
        html(
            tags(
                "citation_title=Waves in shallow boxes",
                "citation_author=Doe, Jane",
                "citation_author=Roe, Richard",
                "citation_journal_title=Advances in Neural Information Processing Systems",
                "citation_volume=31",
                "citation_pdf_url=https://papers.example.org/x.pdf",
                "citation_publication_date=2018",
            ),
            "<h4>Waves in shallow boxes</h4><p>Part of Advances in Neural Information "
            "Processing Systems 31 (NeurIPS 2018)</p><p><i>Jane Doe, Richard Roe</i></p>",
            title="Waves in shallow boxes",
        ),
        title=TITLE,
        authors=["Doe, Jane", "Roe, Richard"],
        kind="conference-paper",
        issued="2018",
        is_paper=True,
        is_list=False,
    ),
    page(
        "site: CVF",
        html(
            tags(
                "citation_title=Waves in Shallow Boxes",
                "citation_author=Doe, Jane",
                "citation_publication_date=2018",
                "citation_conference_title=Proceedings of the Conference on Box Vision",
                "citation_firstpage=101",
                "citation_lastpage=110",
            ),
            "<div id='papertitle'>Waves in Shallow Boxes</div><div id='authors'><b><i>Jane Doe"
            "</i></b>; Proceedings of the Conference, 2018</div><div class='bibref'>"
            "@InProceedings{Doe_2018, author = {Doe, Jane}}</div>",
            title="CBV 2018 Open Access Repository",
        ),
        title="Waves in Shallow Boxes",
        kind="conference-paper",
        pages="101-110",
    ),
    page(
        "site: ACL Anthology",
        html(
            tags(
                "citation_title=Waves in Shallow Boxes",
                "citation_author=Jane Doe",
                "citation_author=Richard Roe",
                "citation_publication_date=2018/7",
                "citation_conference_title=Proceedings of the 56th Meeting on Boxes",
                "citation_firstpage=101",
                "citation_lastpage=120",
                "citation_doi=10.1000/boxes.12",
            )
            + og(
                "title=Waves in Shallow Boxes", "type=article", "article:published_time=2018-07"
            ),
            "<h2 id=title>Waves in Shallow Boxes</h2><pre>@inproceedings{doe,\n"
            ' doi = "10.1000/boxes.12"}</pre>',
            title="Waves in Shallow Boxes - ACL Anthology",
        ),
        title="Waves in Shallow Boxes",
        issued="2018-07",
        claims=[BOXES],
        kind="conference-paper",
    ),
    page(
        "site: OpenReview",
        html(
            tags(
                "citation_title=Waves in Shallow Boxes",
                "citation_author=Jane Doe",
                "citation_author=Richard Roe",
                "citation_online_date=2018/06/19",
                "citation_pdf_url=https://openreview.net/pdf?id=abc",
                f"citation_abstract={ABSTRACT}",
            )
            + og("title=Waves in Shallow Boxes", "type=article", "site_name=OpenReview"),
            "<h2>Waves in Shallow Boxes</h2><h3>Jane Doe, Richard Roe</h3>",
            title="Waves in Shallow Boxes | OpenReview",
        ),
        url="https://openreview.net/forum?id=abc",
        title="Waves in Shallow Boxes",
        authors=["Doe, Jane", "Roe, Richard"],
        is_paper=True,
        kind="document",
    ),
    page(
        "site: Distill",
        html(
            link("canonical", "https://distill.pub/2018/boxes/")
            + tags(
                "citation_title=Waves in shallow boxes",
                "citation_author=Doe, Jane",
                "citation_publication_date=2018/06/19",
                "citation_journal_title=Distill",
                "citation_journal_abbrev=Distill",
                "citation_volume=3",
                "citation_doi=10.23915/distill.00099",
                "citation_reference=citation_title=Old boxes;citation_arxiv_id=1512.00567;",
            )
            + og(
                "type=article",
                "title=Waves in shallow boxes",
                "site_name=Distill",
                "article:published=2018-06-19",
            ),
            "<d-title><h1>Waves in shallow boxes</h1></d-title><d-appendix><h3>References</h3>"
            + items("Old boxes https://arxiv.org/abs/1512.00567")
            + "</d-appendix>",
            title="Waves in shallow boxes",
        ),
        title=TITLE,
        kind="journal-article",
        claims=["doi:10.23915/distill.00099"],
        mentions=[],
    ),
    page(
        "site: ResearchGate",
        html(
            tags(*HIGHWIRE)
            + og(
                "title=(PDF) Waves in shallow boxes", "site_name=ResearchGate", "type=article"
            ),
            title="(PDF) Waves in shallow boxes",
        ),
        title=TITLE,
        claims=[BOXES],
    ),
    page(
        "site: ResearchGate without tags",
        html(
            og("title=(PDF) Waves in shallow boxes", "site_name=ResearchGate"),
            title="(PDF) Waves in shallow boxes",
        ),
        title=TITLE,
    ),
    page(
        "site: Semantic Scholar",
        html(
            og("title=[PDF] Waves in shallow boxes | Semantic Scholar")
            + tags("description=Semantic Scholar extracted view of it"),
            title="[PDF] Waves in shallow boxes | Semantic Scholar",
        ),
        url="https://www.semanticscholar.org/paper/Waves-in-shallow-boxes/0123456789abcdef",
        title=TITLE,
    ),
    page(
        "site: Springer book",
        html(
            ld(
                {
                    "@context": "https://schema.org",
                    "@type": "Book",
                    "name": "The Theory of Boxes",
                    "isbn": "9783161484100",
                    "author": [{"@type": "Person", "name": "Jane Doe"}],
                    "publisher": {"@type": "Organization", "name": "Box Press"},
                    "datePublished": "2018",
                }
            )
            + og("title=The Theory of Boxes", "type=book"),
            title="The Theory of Boxes | Box Press",
        ),
        url="https://press.example.org/book/12",
        title="The Theory of Boxes",
        kind="book",
        isbn=["9783161484100"],
        claims=["isbn:9783161484100"],
        authors=["Doe, Jane"],
    ),
    page(
        "site: proceedings without tags",
        html(
            "",
            "<h2>Waves in shallow boxes</h2><ul class='authors'><li class='author'>"
            "<a href='/author/1'>Jane Doe</a></li><li class='author'><a href='/author/2'>"
            "Richard Roe</a></li></ul>",
            title="Waves in shallow boxes",
        ),
        title=TITLE,
        authors=["Doe, Jane", "Roe, Richard"],
        is_paper=False,
    ),
)
