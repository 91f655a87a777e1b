"""Which parts of a page speak about other works: references, lists, and what frames it."""

import re
from enum import IntEnum

from enrichers.pages.parse import Element, attribute

REFERENCE_HEADING = re.compile(
    r"[\W\d]*(?:(?:further|additional|suggested|recommended)\s(?:reading|resources)"
    r"|(?:selected\s|cited\s)?(?:references?|bibliography|literature|works)(?:\scited|\slist)?"
    r"|(?:references?|notes)\s(?:and|&)\s(?:notes|further\sreading|references|links)"
    r"|(?:foot|end)?notes|citing\s(?:articles|literature|papers)|cited\sby|related\s(?:work|works"
    r"|papers|articles|publications|posts|reading)|similar\s(?:articles|papers|works)|see\salso"
    r"|you\smay\salso\slike|literatur(?:verzeichnis)?|quellen|r[ée]f[ée]rences|bibliographie"
    r"|referencias|bibliograf[íi]a|bibliografia|riferimenti|referências|литература"
    r"|список\sлитературы|参考文献|參考文獻|引用文献|参考资料|参考资源|延伸阅读|참고\s?문헌)[\W\d]*",
    re.IGNORECASE,
)
LONGEST_HEADING = 60  # characters
_REFERENCES = """
    bibliography biblio citedby cited-by citation-list citations-list citing endnotes footnotes
    mw-references-wrap ref-list refbegin reference-list references references-list
    references-section reflist refs doc-bibliography doc-endnotes doc-footnote literature-cited
"""
REFERENCES = frozenset(_REFERENCES.split())
_CHROME = """
    advert breadcrumb breadcrumbs comments cookie-banner cookies disqus_thread footer menu nav
    navbar navigation newsletter pagination recommendations recommended related related-articles
    related-posts share sharing sidebar site-footer site-header site-nav social toc
    complementary contentinfo search
"""
CHROME = frozenset(_CHROME.split())
"""Classes, ids and roles, each as a whole: "subnavigation-free" is none of them."""
CHROME_ELEMENTS = frozenset({"nav", "footer", "aside", "select", "button"})
LISTED_ELEMENTS = frozenset({"li", "tr", "dd"})
OWN_ROW = re.compile(
    r"\W*(?:(?:article|paper|digital\sobject|persistent|unique)\s)?"
    r"(?:(?:doi|arxiv|pmid)\b|(?:e-?print|preprint|paper|identifiers?|cite\sas|citation|permalink"
    r"|published\sversion|persistent\slink|available\sat|link|url)\s?[:：])",
    re.IGNORECASE,
)
"""How a row begins that is a line of the page's own record."""
LONGEST_OWN_ROW = 120  # characters; longer rows cite


class Zone(IntEnum):
    """Whom a part of a page speaks about; within a part, only higher ones can follow."""

    MAIN = 0
    LISTED = 1
    """A row of a list or a table."""
    CHROME = 2
    """Menus, side bars, footers, comments."""
    REFERENCES = 3


def zone_of(element: Element, name: str, row: str) -> Zone:
    """The zone that an element opens by itself; `row` is its text if it is a row."""
    if name in CHROME_ELEMENTS:
        return Zone.CHROME
    marks = (
        f"{attribute(element, 'class')} {attribute(element, 'id')} {attribute(element, 'role')}"
    )
    if marks != "  ":
        tokens = frozenset(marks.lower().split())
        if tokens & REFERENCES:
            return Zone.REFERENCES
        if name != "body" and tokens & CHROME:
            return Zone.CHROME
    if name in LISTED_ELEMENTS and not (len(row) <= LONGEST_OWN_ROW and OWN_ROW.match(row)):
        return Zone.LISTED
    return Zone.MAIN


def opens_references(text: str) -> bool:
    """Whether a heading says that other works follow."""
    return len(text) <= LONGEST_HEADING and REFERENCE_HEADING.fullmatch(text) is not None
