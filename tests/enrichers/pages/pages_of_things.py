"""Pages of courses, talks, people, posts, code and the like."""

from tests.enrichers.pages.pages_in_short import (
    html,
    ld,
    page,
    tags,
)

THINGS = (
    page(
        "labels on lines of their own",
        html(
            body=(
                "<h1>Waves in boxes</h1><div><div>Speaker</div><div>Jane Doe</div></div><div>"
                "<div>Date</div><div>March 14, 2019</div></div>"
            ),
            title="Waves in boxes",
        ),
        kind="presentation",
        authors=["Doe, Jane"],
        issued="2019-03-14",
    ),
    page(
        "course",
        html(
            body=(
                "<h1>CS 584: Boxes in depth</h1><p>Instructor: Jane Doe</p><p>Spring 2020</p>"
            ),
            title="CS 584: Boxes in depth, Spring 2020",
        ),
        kind="web-page",
        title="CS 584: Boxes in depth",
        authors=["Doe, Jane"],
        issued="2020",
        is_paper=False,
    ),
    page(
        "course with two lecturers",
        html(
            body="<h1>Boxes</h1><dl><dt>Lecturers:</dt><dd>Jane Doe, Richard Roe</dd></dl>",
            title="Boxes",
        ),
        authors=["Doe, Jane", "Roe, Richard"],
    ),
    page(
        "talk",
        html(
            body=(
                "<h1>Waves in boxes</h1><p>Speaker: Jane Doe, University of Things</p>"
                "<p>Date: 14 March 2019, 3pm</p><p>This talk presents arXiv:1806.07366.</p>"
            ),
            title="Waves in boxes | Dept. of Things",
        ),
        kind="presentation",
        title="Waves in boxes",
        authors=["Doe, Jane"],
        issued="2019-03-14",
        claims=[],
        mentions=["arxiv:1806.07366"],
        is_paper=False,
    ),
    page(
        "talk of somebody from elsewhere",
        html(
            body="<h1>Waves in boxes</h1><p>Speaker: Dr Jane Doe, Things Worldwide</p>",
            title="Waves in boxes",
        ),
        title="Waves in boxes",
        authors=["Doe, Jane"],
    ),
    page(
        "workshop",
        html(
            body=(
                "<h1>Workshop on Boxes</h1><p>Speaker: Jane Doe</p><p>Speaker: Richard Roe</p>"
            ),
            title="Workshop on Boxes",
        ),
        kind="web-page",
        title="Workshop on Boxes",
    ),
    page(
        "event in json-ld",
        html(
            ld({"@type": "Event", "name": "Meeting on Boxes", "startDate": "2019-05-06T09:00"}),
            title="Events",
        ),
        kind="web-page",
        title="Meeting on Boxes",
        issued="2019-05-06",
    ),
    page(
        "person",
        html(
            body="<h1>Jane Doe</h1><p>I am a professor.</p>",
            title="Jane Doe - Department of Things",
        ),
        kind="web-page",
        title="Jane Doe",
        is_paper=False,
        claims=[],
    ),
    page(
        "blog post in open graph",
        html(
            tags(
                "og:title=Boxes, explained",
                "og:type=article",
                "og:site_name=Thing Blog",
                "article:published_time=2019-01-13T10:00:00Z",
                by="property",
            )
            + tags("author=Jane Doe", "generator=WordPress 5.1"),
            title="Boxes, explained – Thing Blog",
        ),
        kind="blog-post",
        title="Boxes, explained",
        authors=["Doe, Jane"],
        issued="2019-01-13",
        is_paper=False,
    ),
    page(
        "blog post in json-ld",
        html(
            ld(
                {
                    "@type": "BlogPosting",
                    "headline": "Boxes",
                    "author": {"name": "Jane Doe"},
                    "datePublished": "2019-01-13",
                }
            )
        ),
        kind="blog-post",
        authors=["Doe, Jane"],
    ),
    page(
        "blog post by byline",
        html(
            body=(
                '<h1>Boxes</h1><p class="byline">By Jane Doe</p><time '
                'datetime="2019-01-13">13 Jan</time>'
            ),
            title="Boxes",
        ),
        url="https://a.example.org/blog/boxes/",
        kind="blog-post",
        authors=["Doe, Jane"],
        issued="2019-01-13",
    ),
    page(
        "an address is no author",
        html(tags("article:author=https://facebook.com/doe", by="property"), title="Boxes"),
        authors=[],
    ),
    page(
        "news",
        html(
            ld(
                {
                    "@type": "NewsArticle",
                    "headline": "Boxes win prize",
                    "datePublished": "2019-01-13",
                }
            )
        ),
        kind="web-page",
        title="Boxes win prize",
        is_paper=False,
    ),
    page(
        "video",
        html(tags("og:type=video.other", "og:title=Boxes, the film", by="property")),
        kind="video",
        title="Boxes, the film",
    ),
    page(
        "repository",
        html(
            tags(
                "og:title=GitHub - doe/boxes: Boxes in code",
                "og:description=Boxes in code, with all that belongs to them. - doe/boxes",
                by="property",
            ),
            "<p>cites 10.1000/old.1 and 10.1000/old.2</p>",
            title="GitHub - doe/boxes: Boxes in code",
        ),
        url="https://github.com/doe/boxes",
        kind="software",
        title="doe/boxes",
        abstract="Boxes in code, with all that belongs to them.",
        is_paper=False,
        claims=[],
        mentions=[],
    ),
    page(
        "repository that wants to be cited",
        html(
            body=(
                '<input value="@software{Doe_Boxes, author = {Doe, Jane and Roe, Richard}, '
                'title = {Boxes}, year = {2021}}">'
            )
        ),
        url="https://github.com/doe/boxes",
        authors=["Doe, Jane", "Roe, Richard"],
        issued="2021",
    ),
    page(
        "repository with a citation file",
        html(
            body=(
                "<pre>cff-version: 1.2.0\nauthors:\n- family-names: Doe\n  given-names: "
                "Jane\n- given-names: Richard\n  family-names: Roe\ndate-released: "
                "2021-02-03\nreferences:\n- family-names: Old\n  given-names: Author\n</pre>"
            )
        ),
        url="https://github.com/doe/boxes/blob/main/CITATION.cff",
        authors=["Doe, Jane", "Roe, Richard"],
        issued="2021-02-03",
    ),
    page(
        "grant",
        html(
            body="<h1>Award Abstract: A framework for boxes</h1>",
            title="NSF Award Search: A framework for boxes",
        ),
        kind="web-page",
        is_paper=False,
    ),
    page(
        "title without the site's name",
        html(
            tags("og:site_name=Thing Magazine", by="property"),
            title="Boxes today | Thing Magazine",
        ),
        title="Boxes today",
    ),
    page(
        "title without the host's name",
        html(title="Boxes today - Thingmag"),
        url="https://www.thingmag.com/12",
        title="Boxes today",
    ),
    page(
        "a title keeps its own dash",
        html(title="Boxes - an introduction"),
        title="Boxes - an introduction",
    ),
    page(
        "no title but a heading",
        html(body="<h1>Boxes</h1>", title="Untitled Document"),
        title="Boxes",
    ),
    page("no title at all", html(body="<p>x</p>"), title=""),
    page(
        "chinese",
        html(
            body="<h1>深度学习的数学</h1><p>作者：李宏毅</p><p>发布时间：2019年6月19日</p>",
            title="深度学习的数学 - 某网站",
            lang="zh-CN",
        ),
        title="深度学习的数学",
        authors=["李宏毅"],
        issued="2019-06-19",
        language="zh",
    ),
    page(
        "russian",
        html(
            tags(
                "citation_title=О ящиках",
                "citation_author=Вапник, Владимир",
                "citation_language=ru",
            )
        ),
        title="О ящиках",
        authors=["Вапник, Владимир"],
        language="ru",
    ),
    page(
        "japanese",
        html(tags("citation_title=箱の理論", "citation_author=山田 太郎")),
        title="箱の理論",
        authors=["山田 太郎"],
    ),
    page(
        "arabic",
        html(tags("citation_title=نظرية الصناديق"), lang="ar"),
        title="نظرية الصناديق",
        language="ar",
    ),
)
