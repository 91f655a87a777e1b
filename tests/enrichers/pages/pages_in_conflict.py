"""Pages that describe one work in several ways that do not agree."""

from tests.enrichers.pages.pages_in_short import (
    ARTICLE,
    BOXES,
    HIGHWIRE,
    THREE,
    TITLE,
    coins,
    html,
    ld,
    link,
    page,
    tags,
)

CONFLICTS = (
    page(
        "an invalid doi does not hide a valid one",
        html(
            tags(
                "citation_title=T of X",
                "citation_doi=ade/1391109086",
                "dc.identifier=10.57262/ade/1391109086",
            )
        ),
        claims=["doi:10.57262/ade/1391109086"],
    ),
    page(
        "coins do not cut the authors",
        html(
            tags(*HIGHWIRE),
            coins(
                atitle=TITLE, aulast="Doe", aufirst="Jane", rft_id="info:doi/10.1000/boxes.12"
            ),
        ),
        authors=THREE,
        claims=[BOXES],
    ),
    page(
        "the longer list that begins alike",
        html(
            tags(
                "citation_title=T of X",
                "citation_author=Doe, Jane",
                "dc.creator=Doe, Jane",
                "dc.creator=Roe, Richard",
                "dc.creator=Poe, Ann",
            )
        ),
        authors=THREE,
    ),
    page(
        "a longer list of others is not taken",
        html(
            tags(
                "citation_title=T of X",
                "citation_author=Doe, Jane",
                "dc.creator=Web Team",
                "dc.creator=Press Office",
            )
        ),
        authors=["Doe, Jane"],
    ),
    page(
        "authors that only json-ld knows",
        html(tags(f"citation_title={TITLE}") + ld(ARTICLE)),
        authors=["Doe, Jane", "Poe, Ann"],
    ),
    page(
        "highwire goes before open graph",
        html(tags(*HIGHWIRE) + tags("og:title=Read this!", "og:type=article", by="property")),
        title=TITLE,
        kind="journal-article",
    ),
    page(
        "two dois in order of trust",
        html(tags(*HIGHWIRE) + ld(ARTICLE | {"identifier": "10.1000/boxes.preprint"})),
        claims=[BOXES, "doi:10.1000/boxes.preprint"],
    ),
    page(
        "canonical link to a resolver",
        html(link("canonical", "https://doi.org/10.1000/boxes.12"), title=TITLE),
        claims=[BOXES],
    ),
    page(
        "canonical link to arxiv",
        html(link("canonical", "https://arxiv.org/abs/1806.07366v3"), title=TITLE),
        claims=["arxiv:1806.07366"],
    ),
    page(
        "cite-as",
        html(link("cite-as", "https://doi.org/10.1000/boxes.12"), title=TITLE),
        claims=[BOXES],
    ),
)
