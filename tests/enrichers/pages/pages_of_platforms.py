"""Pages as platforms of video, slides, questions and articles build them."""

from tests.enrichers.pages.pages_in_short import TITLE, html, ld, link, og, page, tags

PLATFORMS = (
    page(
        "site: YouTube",
        html(
            tags("title=Waves in shallow boxes")
            + og("site_name=YouTube", "title=Waves in shallow boxes", "type=video.other"),
            '<div itemid="https://youtu.be/x" itemscope itemtype="http://schema.org/VideoObject">'
            '<link itemprop="url" href="https://www.youtube.com/watch?v=abcdefghijk">'
            '<meta itemprop="name" content="Waves in shallow boxes">'
            '<span itemprop="author" itemscope itemtype="http://schema.org/Person">'
            '<link itemprop="url" href="http://www.youtube.com/@boxes">'
            '<link itemprop="name" content="Institute for Boxes"></span>'
            '<meta itemprop="datePublished" content="2019-01-13T10:00:00-08:00"></div>',
            title="Waves in shallow boxes - YouTube",
        ),
        url="https://www.youtube.com/watch?v=abcdefghijk",
        title=TITLE,
        kind="video",
        issued="2019-01-13",
        authors=["Institute for Boxes"],
    ),
    page(
        "site: YouTube without the video",
        html(
            body='<div id="player"><h1 class="reason">Video unavailable</h1></div>',
            title=" - YouTube",
        ),
        url="https://www.youtube.com/watch?v=abcdefghijk",
        title="YouTube",
        kind="video",
    ),
    page(
        "site: Vimeo",
        html(
            og("title=Waves in shallow boxes", "type=video.other", "site_name=Vimeo")
            + ld(
                [
                    {
                        "@type": "VideoObject",
                        "name": "Waves in shallow boxes",
                        "uploadDate": "2019-01-13T10:00:00-05:00",
                        "author": {"@type": "Person", "name": "Jane Doe"},
                    },
                    {"@type": "BreadcrumbList", "itemListElement": []},
                ]
            ),
            title="Waves in shallow boxes on Vimeo",
        ),
        url="https://vimeo.com/123456789",
        title=TITLE,
        kind="video",
        authors=["Doe, Jane"],
        issued="2019-01-13",
    ),
    page(
        "site: SlideShare",
        html(
            og("title=Waves in shallow boxes", "type=article", "site_name=SlideShare"),
            title="Waves in shallow boxes | PPT",
        ),
        url="https://www.slideshare.net/janedoe/waves-in-shallow-boxes",
        title=TITLE,
        kind="presentation",
    ),
    page(
        "site: Wikipedia",
        html(
            tags("generator=MediaWiki 1.43")
            + og("title=Shallow box - Wikipedia", "type=website")
            + link("canonical", "https://en.wikipedia.org/wiki/Shallow_box")
            + ld(
                {
                    "@type": "Article",
                    "name": "shallow box",
                    "author": {
                        "@type": "Organization",
                        "name": "Contributors to Wikimedia projects",
                    },
                    "publisher": {"@type": "Organization", "name": "Wikimedia Foundation"},
                    "datePublished": "2005-06-01T10:00:00Z",
                    "headline": "kind of box",
                }
            ),
            '<h1 id="firstHeading">Shallow box</h1><p>A shallow box is a box.</p>'
            '<div class="mw-references-wrap"><ol><li>doi:10.1000/old.1</li></ol></div>',
            title="Shallow box - Wikipedia",
            lang="en",
        ),
        url="https://en.wikipedia.org/wiki/Shallow_box",
        title="Shallow box",
        is_paper=False,
        claims=[],
        mentions=[],
    ),
    page(
        "site: Stack Exchange",
        html(
            og("type=website", "title=Why do boxes float?", "site_name=Things Stack Exchange")
            + ld(
                {
                    "@type": "QAPage",
                    "mainEntity": {
                        "@type": "Question",
                        "name": "Why do boxes float?",
                        "author": {"@type": "Person", "name": "boxer12"},
                        "datePublished": "2019-01-13T10:00:00",
                        "acceptedAnswer": {"@type": "Answer", "text": "Air."},
                    },
                }
            ),
            '<h1><a href="/questions/1/why">Why do boxes float?</a></h1>',
            title="waves - Why do boxes float? - Things Stack Exchange",
        ),
        url="https://things.stackexchange.com/questions/1/why-do-boxes-float",
        title="Why do boxes float?",
        is_paper=False,
    ),
    page(
        "site: Zhihu",
        html(
            og("title=浅箱中的波"),
            '<h1 class="Post-Title">浅箱中的波</h1><article>我们研究浅箱中的波。</article>',
            title="浅箱中的波 - 知乎",
            lang="zh",
        ),
        url="https://zhuanlan.zhihu.com/p/40097048",
        title="浅箱中的波",
        language="zh",
        kind="blog-post",
    ),
    page(
        "site: Bilibili",
        html(
            tags("title=浅箱中的波_哔哩哔哩_bilibili", "author=张三")
            + og("title=浅箱中的波_哔哩哔哩_bilibili", "type=video"),
            "<h1 title='浅箱中的波'>浅箱中的波</h1>",
            title="浅箱中的波_哔哩哔哩_bilibili",
            lang="zh-CN",
        ),
        url="https://www.bilibili.com/video/BV1xx",
        title="浅箱中的波",
        authors=["张三"],
        kind="video",
        language="zh",
    ),
    page(
        "site: news of others",
        html(
            "<table><tr><td><a href='https://x.example.org/'>Waves in shallow boxes</a>",
            title="Waves in shallow boxes | Hacker News",
        ),
        url="https://news.ycombinator.com/item?id=123",
        title=TITLE,
    ),
    page(
        "site: slides in HTML",
        html(
            tags("generator=reveal.js", "author=Jane Doe"),
            "<div class='reveal'><section><h1>Waves in shallow boxes</h1></section></div>",
            title="Waves in shallow boxes",
        ),
        url="https://janedoe.example.org/waves.html",
        title=TITLE,
        kind="presentation",
        authors=["Doe, Jane"],
    ),
    page(
        "site: slides saved as HTML",
        html(tags("generator=Microsoft PowerPoint 12"), title="PowerPoint Presentation"),
        url="https://www.example.org/~doe/talk.htm",
        title="",
        kind="presentation",
    ),
)
