"""Pages in Dublin Core, PRISM, EPrints and BIBO."""

from tests.enrichers.pages.pages_in_short import (
    BOXES,
    TITLE,
    html,
    link,
    page,
    tags,
)

CORE_PAGES = (
    page(
        "dublin core",
        html(
            tags(
                f"DC.title={TITLE}",
                "DC.creator=Doe, Jane",
                "DC.creator=Roe, Richard",
                "DC.date=2018-06",
                "DC.type=Article",
                "DC.identifier=doi:10.1000/boxes.12",
                "DC.language=en",
                "DC.source=Journal of Boxes",
            )
        ),
        kind="journal-article",
        title=TITLE,
        authors=["Doe, Jane", "Roe, Richard"],
        issued="2018-06",
        claims=[BOXES],
        is_paper=True,
    ),
    page(
        "dcterms as property",
        html(
            tags(
                f"dcterms:title={TITLE}",
                "dcterms:creator=Jane Doe",
                "dcterms:issued=2018",
                "dcterms:identifier=https://doi.org/10.1000/boxes.12",
                by="property",
            )
        ),
        title=TITLE,
        authors=["Doe, Jane"],
        issued="2018",
        claims=[BOXES],
    ),
    page(
        "dcterms by full address",
        html(
            tags(
                f"http://purl.org/dc/terms/title={TITLE}",
                "http://purl.org/dc/terms/issued=2018",
            )
        ),
        title=TITLE,
        issued="2018",
    ),
    page(
        "identifier in a sentence",
        html(
            tags(
                f"dc.title={TITLE}",
                "dc.identifier=Journal of Boxes 12 (2018), doi:10.1000/boxes.12.",
            )
        ),
        claims=[BOXES],
    ),
    page(
        "identifier.DOI",
        html(
            tags(f"DC.Title={TITLE}", "DC.Identifier.DOI=10.1000/boxes.12", "DC.Identifier=552")
        ),
        claims=[BOXES],
    ),
    page(
        "several names in one meta",
        html(
            f'<meta name="DC.title citation_title" content="{TITLE}"><meta '
            'name="dc.identifier citation_doi" content="10.1000/boxes.12">'
        ),
        title=TITLE,
        claims=[BOXES],
    ),
    page(
        "thesis by its type",
        html(
            tags(
                f"DC.title={TITLE}",
                "DC.type=info:eu-repo/semantics/doctoralThesis",
                "DC.type=Text",
            )
        ),
        kind="thesis",
        is_paper=True,
    ),
    page(
        "core without a type is no paper",
        html(tags("DC.title=Our institute", "DC.publisher=Institute")),
        kind="web-page",
        is_paper=False,
        title="Our institute",
    ),
    page(
        "prism without a declared vocabulary",
        html(
            tags(
                f"dc.title={TITLE}",
                "prism.doi=10.1000/boxes.12",
                "prism.publicationName=Journal of Boxes",
                "prism.volume=12",
                "prism.startingPage=101",
                "prism.endingPage=120",
                "prism.issn=1234-5679",
            )
        ),
        kind="journal-article",
        venue="Journal of Boxes",
        pages="101-120",
        issn=["1234-5679"],
        claims=[BOXES],
        is_paper=True,
    ),
    page(
        "prism with a version",
        html(tags(f"dc.title={TITLE}", "prism2.1:doi=10.1000/boxes.12")),
        claims=[BOXES],
    ),
    page(
        "prism under another name",
        html(
            link("schema.p", "http://prismstandard.org/namespaces/basic/2.0/")
            + tags(f"dc.title={TITLE}", "p.doi=10.1000/boxes.12")
        ),
        claims=[BOXES],
    ),
    page(
        "eprints",
        html(
            tags(
                f"eprints.title={TITLE}",
                "eprints.creators_name=Doe, Jane",
                "eprints.creators_name=Roe, Richard",
                "eprints.type=article",
                "eprints.publication=Journal of Boxes",
                "eprints.date=2018-06",
                "eprints.id_number=10.1000/boxes.12",
                "eprints.pagerange=101-120",
            )
        ),
        kind="journal-article",
        authors=["Doe, Jane", "Roe, Richard"],
        claims=[BOXES],
        pages="101-120",
    ),
    page(
        "eprints conference item",
        html(
            tags(
                f"eprints.title={TITLE}",
                "eprints.type=conference_item",
                "eprints.event_title=Meeting on Boxes",
            )
        ),
        kind="conference-paper",
        venue="Meeting on Boxes",
    ),
    page("bibo", html(tags(f"dc.title={TITLE}", "bibo:doi=10.1000/boxes.12")), claims=[BOXES]),
    page(
        "plain doi tag",
        html(tags("doi=10.1000/boxes.12"), title=TITLE),
        claims=[BOXES],
        title=TITLE,
    ),
)
