"""Whether a page is about many works, so that nothing on it is its own."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from enrichers.items.kinds import split
from enrichers.pages.document import Document
from enrichers.pages.headlines import parts_of
from enrichers.pages.meta_tags import highwire_key
from enrichers.pages.own_ids import works_named
from enrichers.pages.zones import Zone
from enrichers.writing.text import plain, squeeze

MANY_ROWS: Final = 5
"""Works named in rows of lists or tables; a page of one work names its versions and data."""
MANY_IN_TEXT: Final = 10
MANY_OBJECTS: Final = 2
SHORTEST_TITLE: Final = 20  # characters
LOOKED_AT: Final = 300  # characters of a title

_LIST_TITLE = re.compile(
    r"\W*(?:(?:my|our|all|selected|recent|recommended|list of|suggested|complete|full|latest|a"
    r"|the|accepted|research|conference|journal|scientific|annotated|peer-reviewed|refereed|awesome"
    r"|[^\W\d_]+['’]s)\s){0,3}"
    r"(?:publications?|papers|articles|references|bibliography|reading(?:\slist|s)?|reading\sgroup"
    r"|literature|search(?:\sresults?)?(?:\sfor\b.{0,200})?|results\sfor\b.{0,200}|works\scited"
    r"|table\sof\scontents|proceedings|publication\slist|publikationen|veröffentlichungen"
    r"|literaturverzeichnis|literaturliste|publicaciones|pubblicazioni|список\sпубликаций|论文列表"
    r"|发表论文|论文|参考文献|出版物)"
    r"(?:\s(?:list|by\s.{0,60}|of\s.{0,60}|and\s.{0,60}|\(.{0,40}\)|\d{4}.{0,20}))?\W*",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(
    r"\b(?:proceedings of|accepted papers|list of papers|table of contents|search results"
    r"|advances in .{3,60} systems \d+|volume \d+,? (?:issue|number) \d+|all issues|browse)\b"
    r"|^awesome[\s-]|\b(?:reading list|paper list|curated list|list of publications)\b",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"\b(?:vol(?:ume|\.)?|jahrgang|tome|band)\s?\d{1,4}\b.{0,12}?\b(?:issue|iss|no|number|nr|heft"
    r"|numéro)\b\.?\s?\d{1,4}|^(?:table of )?contents\b"
    r"|第\s?\d{1,4}\s?卷.{0,4}第\s?\d{1,4}\s?期",
    re.IGNORECASE,
)
"""What an issue of a journal is headed by."""
_LIST_PATH = re.compile(
    r"/(?:publications?|publist|pubs|bibliography|references|papers|reading-?list|search"
    r"|accepted-?papers|proceedings|toc|publikationen)(?:\.\w{3,5}|/)?$",
    re.IGNORECASE,
)


def declares_many(page: Document) -> bool:
    """Whether its tags describe several works: with different titles and different DOIs."""
    said: dict[str, set[str]] = {"title": set(), "doi": set()}
    for name, value in page.metas:
        key = highwire_key(name)
        if key in said:
            said[key].add(squeeze(plain(value[: 2 * LOOKED_AT])))
    return len(said["title"]) > 1 and len(said["doi"]) > 1


def is_list(page: Document, titles: Sequence[str], *, is_paper: bool) -> bool:
    """Whether the page is a list of works: by its title or address, or by what it names.

    A page that declares itself one work is none, however long its references; but the tags of
    a journal's issue may be those of its first paper.
    """
    if _is_issue(page):
        return True
    if is_paper:
        return False
    shown = [plain(title[:LOOKED_AT]) for title in (*titles, *page.headings[:3]) if title]
    if any(_LIST_TITLE.fullmatch(part) for title in shown for part in parts_of(title)[:2]):
        return True
    rows, in_text = works_named(page)
    named = rows + in_text
    if len(set(page.coins)) >= MANY_OBJECTS or rows >= MANY_ROWS or in_text >= MANY_IN_TEXT:
        return True
    path = unquote(split(page.url).path)
    parts = {part for title in shown for part in parts_of(title)[2:]}
    looks_like_one = (
        _LIST_PATH.search(path)
        or any(map(_PROCEEDINGS.search, shown))
        or any(map(_LIST_TITLE.fullmatch, parts))
    )
    return bool(looks_like_one) and (named > 1 or _titled_rows(page) >= MANY_ROWS)


def _is_issue(page: Document) -> bool:
    """Whether the page is headed by the number of an issue, and names some of its papers."""
    head = plain(page.headings[0][:LOOKED_AT]) if page.headings else ""
    return bool(_ISSUE.search(head)) and works_named(page)[0] > 1


def _titled_rows(page: Document) -> int:
    """Rows that link to something by as many letters as titles have."""
    return sum(
        anchor.zone is Zone.LISTED and len(anchor.text) >= SHORTEST_TITLE
        for anchor in page.anchors
    )
