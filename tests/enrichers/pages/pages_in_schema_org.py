"""Pages in JSON-LD, microdata and COinS."""

from tests.enrichers.pages.pages_in_short import (
    ARTICLE,
    BOXES,
    TITLE,
    coins,
    html,
    ld,
    page,
)

STRUCTURED_PAGES = (
    page(
        "json-ld",
        html(ld(ARTICLE), title=f"{TITLE} | Box Press"),
        kind="journal-article",
        title=TITLE,
        authors=["Doe, Jane", "Poe, Ann"],
        issued="2018-06-19",
        venue="Journal of Boxes",
        volume="12",
        issue="3",
        issn=["1234-5679"],
        claims=[BOXES],
        is_paper=True,
    ),
    page(
        "json-ld in a graph",
        html(
            ld(
                {
                    "@context": "https://schema.org",
                    "@graph": [{"@type": "WebSite", "name": "Box Press"}, ARTICLE],
                }
            )
        ),
        claims=[BOXES],
        title=TITLE,
    ),
    page(
        "json-ld in a list",
        html(ld([{"@type": "Organization", "name": "Box Press"}, ARTICLE])),
        claims=[BOXES],
    ),
    page(
        "json-ld as main entity",
        html(ld({"@type": "WebPage", "mainEntity": ARTICLE})),
        claims=[BOXES],
    ),
    page(
        "json-ld in cdata",
        html(
            ld(
                '//<![CDATA[\n{"@type":"ScholarlyArticle","name":"T of '
                'X","sameAs":"https://doi.org/10.1000/boxes.12"}\n//]]>'
            )
        ),
        claims=[BOXES],
        title="T of X",
    ),
    page(
        "json-ld in a comment",
        html(ld('<!-- {"@type":"ScholarlyArticle","name":"T of X"} -->')),
        title="T of X",
        is_paper=True,
    ),
    page(
        "json-ld with trailing commas",
        html(
            ld('{"@type":"ScholarlyArticle","name":"T of X","author":[{"name":"Jane Doe"},],}')
        ),
        authors=["Doe, Jane"],
    ),
    page(
        "json-ld with comments",
        html(
            ld(
                '{/* a */"@type":"ScholarlyArticle", // b\n"name":"T of '
                'X","url":"https://x.org//y",}'
            )
        ),
        title="T of X",
    ),
    page(
        "json-ld with control characters",
        html(ld('{"@type":"ScholarlyArticle","name":"T of\n\tX"}')),
        title="T of X",
    ),
    page(
        "json-ld with something behind it",
        html(ld('{"@type":"ScholarlyArticle","name":"T of X"};')),
        title="T of X",
    ),
    page(
        "json-ld broken for good",
        html(ld('{"@type":"ScholarlyArticle","name":'), title="Left alone"),
        title="Left alone",
        is_paper=False,
    ),
    page(
        "json-ld property value",
        html(
            ld(
                ARTICLE
                | {
                    "identifier": [
                        {
                            "@type": "PropertyValue",
                            "propertyID": "doi",
                            "value": "10.1000/boxes.12",
                        }
                    ]
                }
            )
        ),
        claims=[BOXES],
    ),
    page(
        "json-ld types as addresses",
        html(
            ld(
                ARTICLE
                | {
                    "@type": [
                        "http://schema.org/ScholarlyArticle",
                        "http://schema.org/CreativeWork",
                    ]
                }
            )
        ),
        claims=[BOXES],
    ),
    page(
        "json-ld cites others",
        html(
            ld(
                ARTICLE
                | {
                    "citation": [
                        {
                            "@type": "ScholarlyArticle",
                            "name": "Old",
                            "sameAs": "https://doi.org/10.1000/old",
                        }
                    ]
                }
            )
        ),
        claims=[BOXES],
    ),
    page(
        "json-ld family and given",
        html(ld(ARTICLE | {"author": [{"familyName": "van der Doe", "givenName": "Jane"}]})),
        authors=["van der Doe, Jane"],
    ),
    page(
        "json-ld dataset",
        html(
            ld(
                {
                    "@type": "Dataset",
                    "name": "Box data",
                    "identifier": "10.1000/data.1",
                    "creator": {"name": "Jane Doe"},
                }
            )
        ),
        kind="dataset",
        claims=["doi:10.1000/data.1"],
    ),
    page(
        "json-ld book",
        html(
            ld(
                {
                    "@type": "Book",
                    "name": "The Book",
                    "isbn": "9783161484100",
                    "author": "Jane Doe",
                }
            )
        ),
        kind="book",
        claims=["isbn:9783161484100"],
        authors=["Doe, Jane"],
    ),
    page(
        "a scholarly article that appeared nowhere",
        html(ld({"@type": "ScholarlyArticle", "name": "My musings"})),
        kind="document",
    ),
    page(
        "json-ld of a related paper, with the page's own by title",
        html(
            ld([ARTICLE, ARTICLE | {"headline": "Another", "identifier": "10.1000/other"}]),
            title=TITLE,
        ),
        claims=[BOXES],
    ),
    page(
        "microdata",
        html(
            body=(
                '<div itemscope itemtype="https://schema.org/ScholarlyArticle"><h1 '
                f'itemprop="name">{TITLE}</h1><span itemprop="author" itemscope '
                'itemtype="https://schema.org/Person"><a itemprop="name">Jane Doe</a></span>'
                '<span itemprop="author" itemscope><meta itemprop="name" content="Ann Poe">'
                '</span><time itemprop="datePublished" datetime="2018-06-19">June</time><a '
                'itemprop="sameAs" href="https://doi.org/10.1000/boxes.12">DOI</a><div '
                'itemprop="isPartOf" itemscope itemtype="https://schema.org/Periodical"><i '
                'itemprop="name">Journal of Boxes</i></div></div>'
            )
        ),
        kind="journal-article",
        title=TITLE,
        authors=["Doe, Jane", "Poe, Ann"],
        issued="2018-06-19",
        venue="Journal of Boxes",
        claims=[BOXES],
    ),
    page(
        "coins",
        html(
            body=coins(
                rft_val_fmt="info:ofi/fmt:kev:mtx:journal",
                genre="article",
                atitle=TITLE,
                jtitle="Journal of Boxes",
                au=["Doe, Jane", "Roe, Richard"],
                date="2018-06-19",
                volume="12",
                spage="101",
                epage="120",
                rft_id="info:doi/10.1000/boxes.12",
            ),
            title=f"{TITLE} - Things",
        ),
        kind="journal-article",
        title=TITLE,
        authors=["Doe, Jane", "Roe, Richard"],
        pages="101-120",
        claims=[BOXES],
        is_paper=True,
    ),
    page(
        "coins of a thesis",
        html(
            body=coins(
                genre="dissertation",
                title="T of X",
                inst="Univ. of Things",
                aulast="Doe",
                aufirst="Jane",
            )
        ),
        kind="thesis",
        authors=["Doe, Jane"],
        title="T of X",
    ),
    page(
        "coins of a book",
        html(body=coins(genre="bookitem", atitle="Part two", btitle="The Book")),
        kind="book-chapter",
        title="Part two",
        venue="The Book",
    ),
)
