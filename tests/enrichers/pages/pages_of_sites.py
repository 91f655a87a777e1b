"""Pages as blogs, newspapers and universities build them."""

from tests.enrichers.pages.pages_in_short import TITLE, html, items, ld, og, page, tags

SITES = (
    page(
        "site: Medium",
        html(
            og(
                "type=article",
                "title=Waves in shallow boxes",
                "site_name=Medium",
                "article:published_time=2019-01-13T10:00:00.000Z",
                "article:author=https://medium.com/@janedoe",
            )
            + tags("author=Jane Doe", "title=Waves in shallow boxes | by Jane Doe | Medium")
            + ld(
                {
                    "@type": "NewsArticle",
                    "headline": "Waves in shallow boxes",
                    "datePublished": "2019-01-13T10:00:00.000Z",
                    "author": {"@type": "Person", "name": "Jane Doe"},
                    "publisher": {"@type": "Organization", "name": "Towards Boxes"},
                }
            ),
            title="Waves in shallow boxes | by Jane Doe | Towards Boxes | Medium",
        ),
        url="https://medium.com/towards-boxes/waves-in-shallow-boxes-0a1b2c3d4e5f",
        title=TITLE,
        authors=["Doe, Jane"],
        issued="2019-01-13",
        kind="blog-post",
        is_paper=False,
    ),
    page(
        "site: Medium under a name of its own",
        html(
            og(
                "type=article",
                "title=Waves in shallow boxes",
                "site_name=Medium",
                "al:ios:app_name=Medium",
                "article:published_time=2019-01-13T10:00:00.000Z",
            )
            + tags("author=Jane Doe"),
            title="Waves in shallow boxes. A study in cardboard | by Jane Doe | Towards Boxes",
        ),
        url="https://towards.boxes.example.org/waves-in-shallow-boxes-0a1b2c3d4e5f",
        title=TITLE,
        authors=["Doe, Jane"],
        kind="blog-post",
    ),
    page(
        "site: Substack",
        html(
            og("type=article", "title=Waves in shallow boxes")
            + tags("author=Jane Doe")
            + ld(
                {
                    "@type": "NewsArticle",
                    "headline": "Waves in shallow boxes",
                    "datePublished": "2019-01-13T10:00:00+00:00",
                    "author": [{"@type": "Person", "name": "Jane Doe"}],
                    "publisher": {"@type": "Organization", "name": "Box Letters"},
                }
            ),
            title="Waves in shallow boxes - by Jane Doe - Box Letters",
        ),
        url="https://boxletters.substack.com/p/waves-in-shallow-boxes",
        title=TITLE,
        authors=["Doe, Jane"],
        issued="2019-01-13",
        kind="blog-post",
    ),
    page(
        "site: WordPress",
        html(
            og(
                "type=article",
                "title=Waves in shallow boxes - Thing Blog",
                "site_name=Thing Blog",
                "article:published_time=2019-01-13T10:00:00+00:00",
            )
            + tags("generator=WordPress 6.4", "author=jdoe")
            + ld(
                {
                    "@context": "https://schema.org",
                    "@graph": [
                        {
                            "@type": "Article",
                            "@id": "https://a.example.org/x#article",
                            "isPartOf": {"@id": "https://a.example.org/x"},
                            "author": {"name": "Jane Doe", "@id": "https://a.example.org/#p"},
                            "headline": "Waves in shallow boxes",
                            "datePublished": "2019-01-13T10:00:00+00:00",
                        },
                        {
                            "@type": "WebPage",
                            "@id": "https://a.example.org/x",
                            "name": "Waves in shallow boxes - Thing Blog",
                        },
                        {"@type": "WebSite", "name": "Thing Blog"},
                        {"@type": "Person", "name": "Jane Doe"},
                    ],
                }
            ),
            title="Waves in shallow boxes - Thing Blog",
        ),
        url="https://a.example.org/waves-in-shallow-boxes/",
        title=TITLE,
        authors=["Doe, Jane"],
        issued="2019-01-13",
        kind="blog-post",
    ),
    page(
        "site: Jekyll",
        html(
            tags("generator=Jekyll v3.9.0", "author=Jane Doe")
            + og(
                "title=Waves in shallow boxes",
                "type=article",
                "site_name=Jane’s notes",
                "article:published_time=2019-01-13T00:00:00+00:00",
            )
            + ld(
                {
                    "@type": "BlogPosting",
                    "headline": "Waves in shallow boxes",
                    "author": {"@type": "Person", "name": "Jane Doe"},
                    "datePublished": "2019-01-13T00:00:00+00:00",
                }
            ),
            title="Waves in shallow boxes | Jane’s notes",
        ),
        url="https://janedoe.example.org/2019/01/13/boxes.html",
        title=TITLE,
        authors=["Doe, Jane"],
        kind="blog-post",
    ),
    page(
        "site: newspaper",
        html(
            tags("byl=By Jane Doe", "author=Jane Doe")
            + og("title=Waves, in Boxes", "type=article", "site_name=The Box Times")
            + ld(
                {
                    "@type": "NewsArticle",
                    "headline": "Waves, in Boxes",
                    "alternativeHeadline": "Boxes Make Waves",
                    "datePublished": "2019-01-13T10:00:00.000Z",
                    "author": [{"@type": "Person", "name": "Jane Doe"}],
                }
            ),
            "<h1>Waves, in Boxes</h1>",
            title="Waves, in Boxes - The Box Times",
            lang="en",
        ),
        url="https://times.example.org/2019/01/13/science/waves-boxes.html",
        title="Waves, in Boxes",
        authors=["Doe, Jane"],
        issued="2019-01-13",
        is_paper=False,
    ),
    page(
        "site: course",
        html(
            body="<h1>STATS 385: Theories of Boxes</h1><h3>University of Things, Fall 2019</h3>"
            "<h2>Instructors</h2><p><a href='https://x.example.org/~jdoe'>Jane Doe</a></p>"
            "<h2>Readings</h2>"
            + items(
                *(
                    f'<a href="https://arxiv.org/abs/1806.0736{n}">Boxes of kind {n}</a>'
                    for n in range(7)
                )
            ),
            title="STATS 385",
        ),
        url="https://stats385.example.org/",
        title="STATS 385: Theories of Boxes",
        claims=[],
        mentions=[],
        is_paper=False,
        issued="2019",
    ),
    page(
        "site: person",
        html(
            tags("author=Jane Doe", "description=Personal page of Jane Doe"),
            "<h1>Jane Doe</h1><p>Professor of Things, University of Roe</p><h2>Publications"
            "</h2>"
            + items(
                *(
                    f'J. Doe: Boxes of kind {n} <a href="https://arxiv.org/abs/1806.0736{n}">'
                    "arXiv</a>"
                    for n in range(7)
                )
            ),
            title="Jane Doe's Home Page",
        ),
        url="https://www.example.org/~jdoe/",
        title="Jane Doe",
        claims=[],
        mentions=[],
        is_paper=False,
    ),
    page(
        "site: seminar",
        html(
            og("title=Waves in shallow boxes", "type=website", "site_name=Institute for Boxes"),
            "<h1>Waves in shallow boxes</h1><div class='field'><div class='label'>Speaker(s):"
            "</div><div>Jane Doe (University of Roe)</div></div><div class='field'><div>Date:"
            "</div><div>Monday, January 14, 2019 - 11:00</div></div>",
            title="Waves in shallow boxes | Institute for Boxes",
        ),
        url="https://institute.example.org/talks/waves-shallow-boxes",
        title=TITLE,
        kind="presentation",
        authors=["Doe, Jane"],
        issued="2019-01-14",
    ),
    page(
        "site: Indico",
        html(
            ld(
                {
                    "@context": "http://schema.org",
                    "@type": "Event",
                    "url": "https://indico.example.org/event/12/",
                    "name": "Meeting on Boxes",
                    "startDate": "2019-05-06T09:00:00+02:00",
                    "location": {"@type": "Place", "name": "Hall 3"},
                }
            )
            + og("title=Meeting on Boxes", "type=event"),
            title="Meeting on Boxes (6-8 May 2019): Overview · Indico",
        ),
        url="https://indico.example.org/event/12/",
        title="Meeting on Boxes",
        issued="2019-05-06",
        kind="web-page",
    ),
    page(
        "site: directory",
        html(
            body="<h1>Index of /~jdoe/papers</h1><pre><a href='../'>Parent Directory</a>"
            "<a href='waves.pdf'>waves.pdf</a></pre>",
            title="Index of /~jdoe/papers",
        ),
        url="https://www.example.org/~jdoe/papers/",
        title="",
        claims=[],
    ),
    page(
        "site: Drupal",
        html(
            tags(
                "Generator=Drupal 9 (https://www.drupal.org)",
                "dcterms.title=Waves in shallow boxes",
                "dcterms.creator=Jane Doe",
                "dcterms.date=2019-01-13T10:00+01:00",
                "dcterms.type=Text",
            )
            + og("title=Waves in shallow boxes", "site_name=Institute for Boxes"),
            "<h1>Waves in shallow boxes</h1>",
            title="Waves in shallow boxes | Institute for Boxes",
        ),
        title=TITLE,
        is_paper=False,
        kind="web-page",
    ),
    page(
        "site: Quarto",
        html(
            tags("generator=quarto-1.4", "author=Jane Doe", "dcterms.date=2019-01-13"),
            '<h1 class="title">Waves in shallow boxes</h1><p class="author">Jane Doe</p>'
            '<p class="date">January 13, 2019</p>',
            title="Jane’s notes - Waves in shallow boxes",
        ),
        url="https://janedoe.example.org/notes/boxes.html",
        title=TITLE,
        authors=["Doe, Jane"],
        issued="2019-01-13",
    ),
    page(
        "site: magazine",
        html(
            og("title=Waves in Boxes Break Records", "type=article", "site_name=Thing Magazine")
            + tags("author=By Jane Doe January 13, 2019"),
            "<h1>Waves in Boxes Break Records</h1>",
            title="Waves in Boxes Break Records | Thing Magazine",
        ),
        title="Waves in Boxes Break Records",
        authors=["Doe, Jane"],
    ),
    page(
        "site: blog of an administrator",
        html(tags("author=admin"), "<h1>Waves in shallow boxes</h1>", title=TITLE),
        title=TITLE,
        authors=[],
    ),
    page(
        "site: meeting",
        html(
            body="<h1>Meeting on Boxes</h1><p>July 8-12, 2019</p><h2>Speakers</h2>"
            + items("Jane Doe (Things)", "Richard Roe (Roe)"),
            title="Meeting on Boxes",
        ),
        title="Meeting on Boxes",
        kind="web-page",
        authors=[],
    ),
    page(
        "site: front page",
        html(body="<h1>Welcome to my homepage!</h1>", title="Jane Doe | Home"),
        url="https://www.example.org/~doe/",
        title="Jane Doe",
    ),
)
