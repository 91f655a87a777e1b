"""Pages that stand in place of others, and broken ones."""

from tests.enrichers.pages.pages_in_short import (
    BOXES,
    html,
    page,
)

EXCUSES = tuple(
    page(
        f"excuse: {words}",
        html(body=f"<h1>{words}</h1>", title=words),
        title="",
        claims=[],
        is_paper=False,
    )
    for words in (
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "404 Not Found",
        "Access Denied",
        "Log in | Journal of Boxes",
        "Page not found - Things",
    )
)

BROKEN = (
    page("nothing", "", title="", claims=[]),
    page("no tags", "only text 10.1000/boxes.12", mentions=[BOXES]),
    page(
        "unclosed everything",
        f"<title>Boxes<meta name=citation_title content='Boxes{'<p>' * 50}",
        claims=[],
    ),
    page(
        "no quotation marks",
        (
            "<meta name=citation_title content=Boxes><meta name=citation_doi "
            "content=10.1000/boxes.12>"
        ),
        title="Boxes",
        claims=[BOXES],
    ),
    page("content before name", '<meta content="Boxes" name="citation_title">', title="Boxes"),
    page(
        "an xml declaration",
        (
            '<?xml version="1.0" encoding="gbk"?><html><head><meta name="citation_title" '
            'content="Ümlaut"/></head></html>'
        ),
        title="Ümlaut",
    ),
    page("zero bytes", '<meta name="citation_title" content="Bo\x00xes">', title="Boxes"),
    page(
        "a giant picture in an attribute",
        f'<img src="data:{"A" * 100_000}"><meta name="citation_title" content="Boxes">',
        title="Boxes",
    ),
    page(
        "a comment that looks like a tag",
        (
            '<!-- <meta name="citation_doi" content="10.1000/old.1"> --><meta '
            'name="citation_doi" content="10.1000/boxes.12">'
        ),
        claims=[BOXES],
    ),
    page(
        "a script that looks like a tag",
        (
            "<script>if (a<b && c=\"x) '</script><meta name=citation_doi "
            "content=10.1000/boxes.12>"
        ),
        claims=[BOXES],
    ),
)
