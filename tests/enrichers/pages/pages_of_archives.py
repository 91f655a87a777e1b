"""Pages as repositories, indexes and the software of journals build them."""

from tests.enrichers.pages.pages_in_short import (
    BOXES,
    TITLE,
    html,
    items,
    ld,
    og,
    page,
    tags,
)

DOE_ROE = ["Doe, Jane", "Roe, Richard"]

ARCHIVES = (
    page(
        "site: HAL",
        html(
            tags(
                "DC.type=article",
                "DC.title=Waves in shallow boxes",
                "DC.creator=Jane Doe",
                "DC.creator=Richard Roe",
                "DC.issued=2018-06-19",
                "DC.date=2018-07-01",
                "DC.identifier=hal-01812345",
                "DC.identifier=https://hal.science/hal-01812345",
                "DC.language=en",
                "DC.relation=info:eu-repo/semantics/altIdentifier/doi/10.1000/boxes.12",
                "citation_title=Waves in shallow boxes",
                "citation_author=Jane Doe",
                "citation_author=Richard Roe",
                "citation_journal_title=Journal of Boxes",
                "citation_publication_date=2018/06/19",
                "citation_doi=10.1000/boxes.12",
            ),
            title="Waves in shallow boxes - Archive ouverte HAL",
            lang="fr",
        ),
        url="https://hal.science/hal-01812345",
        title=TITLE,
        authors=DOE_ROE,
        language="en",
        claims=[BOXES],
        kind="journal-article",
    ),
    page(
        "site: Zenodo",
        html(
            tags(
                "citation_title=Waves in shallow boxes",
                "citation_author=Doe, Jane",
                "citation_author=Roe, Richard",
                "citation_doi=10.5281/zenodo.1234567",
                "citation_keywords=boxes",
                "citation_publication_date=2018/06/19",
            )
            + ld(
                {
                    "@context": "http://schema.org",
                    "@id": "https://doi.org/10.5281/zenodo.1234567",
                    "@type": "https://schema.org/PresentationDigitalDocument",
                    "identifier": "https://doi.org/10.5281/zenodo.1234567",
                    "name": "Waves in shallow boxes",
                    "creator": [{"name": "Doe, Jane", "@type": "Person"}],
                    "datePublished": "2018-06-19",
                }
            ),
            title="Waves in shallow boxes",
        ),
        title=TITLE,
        authors=DOE_ROE,
        kind="presentation",
        claims=["doi:10.5281/zenodo.1234567"],
    ),
    page(
        "site: OSF",
        html(
            tags(
                "citation_title=Waves in shallow boxes",
                "citation_doi=10.31234/osf.io/abcde",
                "citation_publisher=PsyArXiv",
                "citation_author=Jane Doe",
                "citation_publication_date=2018/06/19",
                "dc.title=Waves in shallow boxes",
                "dc.identifier=https://doi.org/10.31234/osf.io/abcde",
            )
            + og("title=OSF", "site_name=OSF"),
            title="OSF",
        ),
        url="https://osf.io/preprints/psyarxiv/abcde",
        title=TITLE,
        claims=["doi:10.31234/osf.io/abcde"],
    ),
    page(
        "site: OSF before its script ran",
        html(og("title=OSF"), "<div id=app></div>", title="OSF"),
        url="https://osf.io/abcde/",
        claims=[],
        is_paper=False,
    ),
    page(
        "site: EPrints",
        html(
            tags(
                "eprints.eprintid=4711",
                "eprints.type=thesis",
                "eprints.thesis_type=phd",
                "eprints.title=Waves in shallow boxes",
                "eprints.creators_name=Doe, Jane",
                "eprints.date=2018-06",
                "eprints.institution=University of Things",
                "eprints.citation=Doe, Jane (2018) Waves in shallow boxes. PhD thesis.",
                "DC.title=Waves in shallow boxes",
                "DC.creator=Doe, Jane",
                "DC.type=Thesis",
                "DC.type=NonPeerReviewed",
                "DC.format=application/pdf",
                "DC.identifier=Doe, Jane (2018) Waves in shallow boxes. PhD thesis.",
            ),
            "<h1>Waves in shallow boxes</h1>",
            title="Waves in shallow boxes - Things ePrints",
        ),
        title=TITLE,
        authors=["Doe, Jane"],
        issued="2018-06",
        kind="thesis",
        publisher="University of Things",
    ),
    page(
        "site: DSpace",
        html(
            tags(
                "DC.creator=Doe, Jane",
                "DCTERMS.dateAccepted=2018-07-01T10:00:00Z",
                "DCTERMS.available=2018-07-01T10:00:00Z",
                "DCTERMS.issued=2018-06",
                "DC.identifier=http://hdl.handle.net/1721.1/4711",
                "DC.title=Waves in shallow boxes",
                "DC.type=Thesis",
                "DC.publisher=University of Things",
                "DC.language=en_US",
                "citation_title=Waves in shallow boxes",
                "citation_author=Doe, Jane",
                "citation_date=2018-06",
                "citation_dissertation_institution=University of Things",
                "citation_pdf_url=https://dspace.example.org/x.pdf",
            ),
            title="Waves in shallow boxes",
        ),
        title=TITLE,
        kind="thesis",
        issued="2018-06",
        language="en",
        claims=[],
    ),
    page(
        "site: bepress",
        html(
            tags(
                "bepress_citation_series_title=Dissertations",
                "bepress_citation_author=Doe, Jane",
                "bepress_citation_title=Waves in Shallow Boxes",
                "bepress_citation_date=2018",
                "bepress_citation_dissertation_institution=University of Things",
                "bepress_citation_dissertation_name=Ph.D.",
                "bepress_citation_online_date=2018/06/19",
            )
            + og("type=article", "title=Waves in Shallow Boxes", "site_name=ThingsWorks"),
            title='"Waves in Shallow Boxes" by Jane Doe',
        ),
        title="Waves in Shallow Boxes",
        kind="thesis",
        issued="2018-06-19",
        authors=["Doe, Jane"],
    ),
    page(
        "site: bepress without tags",
        html(title='"Waves in Shallow Boxes" by Jane Doe and Richard Roe'),
        title="Waves in Shallow Boxes",
        authors=DOE_ROE,
    ),
    page(
        "site: OJS",
        html(
            tags(
                "gs_meta_revision=1.1",
                "citation_journal_title=Journal of Boxes",
                "citation_journal_abbrev=J. Boxes",
                "citation_issn=1234-5679",
                "citation_author=Jane Doe",
                "citation_author_institution=University of Things",
                "citation_author=Richard Roe",
                "citation_title=Waves in shallow boxes",
                "citation_language=en",
                "citation_date=2018/06/19",
                "citation_volume=12",
                "citation_issue=3",
                "citation_firstpage=101",
                "citation_lastpage=120",
                "citation_doi=10.1000/boxes.12",
                "DC.Creator.PersonalName=Jane Doe",
                "DC.Date.created=2018-06-19",
                "DC.Identifier.DOI=10.1000/boxes.12",
                "DC.Source=Journal of Boxes",
                "DC.Source.Volume=12",
                "DC.Title=Waves in shallow boxes",
                "DC.Type=Text.Serial.Journal",
            ),
            title="Waves in shallow boxes | Journal of Boxes",
        ),
        title=TITLE,
        authors=DOE_ROE,
        kind="journal-article",
        venue="Journal of Boxes",
        pages="101-120",
        claims=[BOXES],
    ),
    page(
        "site: PubMed",
        html(
            tags(
                "citation_title=Waves in shallow boxes",
                "citation_authors=Doe J;Roe R;",
                "citation_date=06/19/2018",
                "citation_journal_title=Journal of boxes",
                "citation_pmid=29912345",
                "citation_doi=10.1000/boxes.12",
                "citation_issn=1234-5679",
            ),
            "<h1>Waves in shallow boxes</h1><div class='similar-articles'><h2>Similar articles"
            "</h2><p>Old boxes. doi: 10.1000/old.1</p></div>",
            title="Waves in shallow boxes - PubMed",
        ),
        title=TITLE,
        issued="2018-06-19",
        claims=[BOXES, "pmid:29912345"],
        mentions=[],
    ),
    page(
        "site: ADS",
        html(
            tags(
                "citation_title=Waves in shallow boxes",
                "citation_authors=Doe, Jane;Roe, Richard",
                "citation_date=06/2018",
                "citation_journal_title=Journal of Boxes",
                "citation_doi=10.1000/boxes.12",
                "citation_arxiv_id=1806.07366",
                "prism.publicationDate=06/2018",
                "dc.identifier=doi:10.1000/boxes.12",
            ),
            title="Waves in shallow boxes - NASA/ADS",
        ),
        title=TITLE,
        authors=DOE_ROE,
        issued="2018-06",
        claims=["arxiv:1806.07366", BOXES],
    ),
    page(
        "site: dblp",
        html(
            body="<h1>Jane Doe</h1>"
            + items(
                *(
                    f'<a href="https://doi.org/10.1000/x.{n}">electronic edition</a> Jane Doe: '
                    f"<span>Boxes of the kind {n}.</span>"
                    for n in range(12)
                )
            ),
            title="dblp: Jane Doe",
        ),
        url="https://dblp.org/pid/12/345.html",
        title="Jane Doe",
        is_list=True,
        claims=[],
    ),
    page(
        "site: Google Scholar",
        html(
            og("title=\u202aJane Doe\u202c", "type=profile"),
            '<table><tr class="gsc_a_tr"><td><a href="/citations?v=1">Waves in shallow boxes'
            '</a></td></tr><tr class="gsc_a_tr"><td><a href="/citations?v=2">Waves in deep '
            "boxes of glass</a></td></tr></table>",
            title="\u202aJane Doe\u202c - \u202aGoogle Scholar\u202c",
        ),
        url="https://scholar.google.com/citations?user=abc",
        title="Jane Doe",
        claims=[],
        is_paper=False,
    ),
)
