"""Pages about many works, and some that only look like it."""

from tests.enrichers.pages.pages_in_short import (
    ARTICLE,
    BOXES,
    HIGHWIRE,
    coins,
    html,
    items,
    ld,
    page,
    tags,
)

CITED = [f"Doe, J. Old work {n}. doi:10.1000/old.{n}" for n in range(1, 8)]

LISTS = (
    page(
        "one work among the publications of a site",
        html(body="<p>10.1000/boxes.12</p>", title="Waves in boxes - Things - Publications"),
        is_list=False,
        mentions=[BOXES],
    ),
    page(
        "publications of a person",
        html(body=items(*CITED), title="Publications | Jane Doe"),
        is_list=True,
        claims=[],
        mentions=[],
        is_paper=False,
    ),
    page(
        "one publication is still a list",
        html(body=items("10.1000/old.1"), title="Publications"),
        is_list=True,
        mentions=[],
    ),
    page(
        "reading list", html(body=items(*CITED), title="Deep boxes"), is_list=True, mentions=[]
    ),
    page(
        "search results",
        html(body=items(*CITED), title="Search results for boxes - Library"),
        is_list=True,
    ),
    page(
        "issue with several works",
        html(
            tags(*HIGHWIRE, "citation_title=Another work", "citation_doi=10.1000/boxes.13"),
            title="Vol. 12",
        ),
        is_list=True,
        claims=[],
        mentions=[],
        is_paper=False,
        authors=[],
    ),
    page(
        "json-ld list",
        html(
            ld({"@type": "CollectionPage", "name": "Papers on boxes"}), title="Papers on boxes"
        ),
        is_list=True,
        claims=[],
    ),
    page(
        "json-ld of many works",
        html(
            ld([ARTICLE, ARTICLE | {"headline": "Another", "identifier": "10.1000/b"}]),
            title="Issue 3",
        ),
        is_list=True,
        claims=[],
        is_paper=False,
    ),
    page(
        "many coins",
        html(
            body=coins(atitle="A", rft_id="info:doi/10.1000/a")
            + coins(atitle="B", rft_id="info:doi/10.1000/b"),
            title="Catalogue",
        ),
        is_list=True,
        claims=[],
    ),
    page(
        "proceedings",
        html(
            body=items(
                *(f'<a href="/p/{n}">Waves in boxes of {n} sides</a>' for n in range(9))
            ),
            title="Proceedings of the Meeting on Boxes",
        ),
        is_list=True,
    ),
    page(
        "awesome list",
        html(body=items(*CITED), title="GitHub - a/awesome-boxes: papers"),
        url="https://github.com/a/awesome-boxes",
        is_list=True,
        kind="software",
        title="a/awesome-boxes",
    ),
    page("literature in chinese", html(body=items(*CITED), title="论文列表"), is_list=True),
    page(
        "a paper with a hundred references is no list",
        html(tags(*HIGHWIRE), items(*CITED)),
        is_list=False,
        claims=[BOXES],
        mentions=[],
    ),
    page(
        "many arxiv papers in rows of a table",
        html(
            body="<table>"
            + "".join(
                (
                    f'<tr><td>Paper {n}</td><td><a href="https://arxiv.org/abs/1806.0736{n}">pdf'
                    "</a></td></tr>"
                )
                for n in range(8)
            )
            + "</table>",
            title="Deep boxes",
        ),
        is_list=True,
        mentions=[],
    ),
)
