"""Pages with the tags that Google Scholar asks for, in all their variants."""

from typing import Any

from tests.enrichers.pages.pages_in_short import (
    BOXES,
    HIGHWIRE,
    THREE,
    TITLE,
    html,
    page,
    tags,
)

FULL: dict[str, Any] = {
    "kind": "journal-article",
    "title": TITLE,
    "authors": THREE,
    "issued": "2018-06-19",
    "venue": "Journal of Boxes",
    "volume": "12",
    "issue": "3",
    "pages": "101-120",
    "claims": [BOXES],
    "is_paper": True,
    "is_list": False,
}


def without(*keys: str) -> list[str]:
    return [pair for pair in HIGHWIRE if pair.partition("=")[0] not in keys]


HIGHWIRE_PAGES = (
    page(
        "proceedings in the tag for journals",
        html(
            tags(
                "citation_title=T of X",
                "citation_journal_title=Advances in Neural Information Processing Systems",
                "citation_volume=30",
            )
        ),
        kind="conference-paper",
    ),
    page(
        "proceedings in the tag for books",
        html(
            tags(
                "citation_title=T of X",
                "citation_inbook_title=International Conference on Boxes",
            )
        ),
        kind="conference-paper",
    ),
    page(
        "a journal called proceedings",
        html(
            tags(
                "citation_title=T of X",
                "citation_journal_title=Proceedings of the Academy of Boxes",
            )
        ),
        kind="journal-article",
    ),
    page(
        "a preprint server in the tag for journals",
        html(
            tags(
                "citation_title=T of X",
                "citation_journal_title=bioRxiv",
                "citation_doi=10.1101/087619",
            )
        ),
        kind="preprint",
    ),
    page("highwire in head", html(tags(*HIGHWIRE)), **FULL),
    page("highwire in body", html(body=tags(*HIGHWIRE)), **FULL),
    page(
        "highwire upper case",
        html(tags(*(p.replace("citation", "CITATION") for p in HIGHWIRE))),
        **FULL,
    ),
    page("highwire as property", html(tags(*HIGHWIRE, by="property")), **FULL),
    page("highwire prefixed", html(tags(*(f"bepress_{p}" for p in HIGHWIRE))), **FULL),
    page(
        "wkhealth", html(tags(*(p.replace("citation_", "wkhealth_") for p in HIGHWIRE))), **FULL
    ),
    page(
        "authors in one tag",
        html(
            tags(
                *without("citation_author"), "citation_authors=Doe, Jane; Roe, Richard;Poe, Ann"
            )
        ),
        authors=THREE,
    ),
    page(
        "authors in one tag with commas",
        html(
            tags(*without("citation_author"), "citation_author=Jane Doe, Richard Roe, Ann Poe")
        ),
        authors=THREE,
    ),
    page(
        "a spanish double name is one person",
        html(tags(*without("citation_author"), "citation_author=García Márquez, Gabriel José")),
        authors=["García Márquez, Gabriel José"],
    ),
    page(
        "an author said twice",
        html(tags(*HIGHWIRE, "citation_author=Poe, Ann")),
        authors=THREE,
    ),
    page(
        "shouted names",
        html(tags("citation_title=T of X", "citation_author=DOE, JANE")),
        authors=["Doe, Jane"],
    ),
    page(
        "doi with its label",
        html(tags(*without("citation_doi"), "citation_doi=doi:10.1000/BOXES.12")),
        claims=[BOXES],
    ),
    page(
        "doi as an address",
        html(tags(*without("citation_doi"), "citation_doi=https://doi.org/10.1000%2Fboxes.12")),
        claims=[BOXES],
    ),
    page(
        "doi with parentheses",
        html(tags("citation_title=A", "citation_doi=10.1016/S0893-6080(03)00011-X")),
        claims=["doi:10.1016/s0893-6080(03)00011-x"],
    ),
    page(
        "placeholder doi",
        html(tags(*without("citation_doi"), "citation_doi=10.1145/nnnnnnn.nnnnnnn")),
        claims=[],
    ),
    page(
        "arxiv id",
        html(
            tags(
                "citation_title=On A",
                "citation_author=Doe, Jane",
                "citation_arxiv_id=1806.07366",
            )
        ),
        kind="preprint",
        claims=["arxiv:1806.07366"],
    ),
    page(
        "pubmed id",
        html(tags(*HIGHWIRE, "citation_pmid=30000001")),
        claims=[BOXES, "pmid:30000001"],
    ),
    page(
        "conference",
        html(
            tags(
                "citation_title=T of X",
                "citation_conference_title=Proc. of Boxes",
                "citation_year=2019",
            )
        ),
        kind="conference-paper",
        venue="Proc. of Boxes",
        issued="2019",
    ),
    page(
        "thesis",
        html(
            tags(
                "bepress_citation_title=T of X",
                "bepress_citation_dissertation_institution=Univ. of Things",
                "bepress_citation_author=Doe, Jane",
                "bepress_citation_date=2016",
            )
        ),
        kind="thesis",
        publisher="Univ. of Things",
        issued="2016",
        is_paper=True,
    ),
    page(
        "report",
        html(
            tags("citation_title=T of X", "citation_technical_report_institution=Lab of Things")
        ),
        kind="report",
        publisher="Lab of Things",
    ),
    page(
        "chapter",
        html(
            tags(
                "citation_title=T of X",
                "citation_inbook_title=The Book",
                "citation_isbn=978-3-16-148410-0",
            )
        ),
        kind="book-chapter",
        venue="The Book",
        isbn=["9783161484100"],
        claims=[],
    ),
    page(
        "book",
        html(
            tags(
                "citation_title=The Book",
                "citation_isbn=3-16-148410-X",
                "citation_publisher=Box Press",
            )
        ),
        kind="book",
        claims=["isbn:9783161484100"],
        publisher="Box Press",
    ),
    page(
        "isbn with a wrong check digit",
        html(tags("citation_title=The Book", "citation_isbn=978-3-16-148410-1")),
        isbn=[],
        claims=[],
    ),
    page(
        "year before the day online",
        html(tags("citation_title=A", "citation_online_date=2019/01/02", "citation_year=2018")),
        issued="2018",
    ),
    page(
        "year refined by another tag",
        html(tags("citation_title=A", "citation_date=2018", "dc.date=2018-06-19")),
        issued="2018-06-19",
    ),
    page(
        "american date",
        html(tags("citation_title=A", "citation_date=06/19/2018")),
        issued="2018-06-19",
    ),
    page(
        "ambiguous date",
        html(tags("citation_title=A", "citation_date=03/04/2018")),
        issued="2018",
    ),
    page(
        "date in words",
        html(tags("citation_title=A", "citation_date=19 June 2018")),
        issued="2018-06-19",
    ),
    page(
        "encoded mark-up in a title",
        html(
            '<meta name="citation_title" content="The '
            '&amp;lt;i&amp;gt;view&amp;lt;/i&amp;gt; of H&lt;sub&gt;2&lt;/sub&gt;O">'
        ),
        title="The view of H2O",
    ),
    page(
        "references are not the page's own",
        html(
            tags(
                *without("citation_doi"),
                "citation_reference=citation_title=Old;citation_doi=10.1000/old.1",
                "citation_reference_doi=10.1000/old.2",
            )
        ),
        claims=[],
        mentions=[],
        title=TITLE,
    ),
    page(
        "a second language does not make a second work",
        html(tags(*HIGHWIRE, "citation_title=Ondas en cajas")),
        title=TITLE,
        is_list=False,
        claims=[BOXES],
    ),
    page(
        "title cut short",
        html(tags("citation_title=Waves in shallow...", f"dc.title={TITLE}")),
        title=TITLE,
    ),
    page(
        "title shouted",
        html(tags(f"citation_title={TITLE.upper()}", f"dc.title={TITLE}")),
        title=TITLE,
    ),
    page("language by name", html(tags(*HIGHWIRE, "citation_language=English")), language="en"),
    page("language of the page", html(tags(*HIGHWIRE), lang="de-AT"), language="de"),
)
