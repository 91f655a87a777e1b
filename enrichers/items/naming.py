"""What a list, a page and an address call a thing, and which of these names says most."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final
from urllib.parse import unquote

from enrichers.items.kinds import host_of, split
from enrichers.model import Claim, Scheme
from enrichers.writing.text import plain, squeeze
from seeds.model import Link

LONGEST_TITLE: Final = 250  # characters; a longer label is an abstract
LONGEST_LEAD_IN: Final = 200  # characters before a bare address that may be its title
SHORTEST_LEAD_IN: Final = 8  # letters
SHORTEST_NAME: Final = 2  # letters of a title that names anything
SHORTEST_SITE: Final = 5  # letters of a title that may be a site's name in short
WORDS_OF_A_TITLE: Final = 5
"""With as many, a label that ends the page's title is the title; before it, the site speaks."""
ENOUGH_WORDS: Final = 3  # with as many, one label is as good as another: the first counts

_SAYS_NOTHING = """
    a an the this my our see read view download visit click get full text more detail details
    here link links pdf ps html web site website webpage page home homepage url doi arxiv paper
    papers article preprint code github repo repository project slide slides video talk blog
    post note notes demo data dataset source available at in from via on is to for and or
    poster 论文 代码 链接 项目 论文见
"""
SAYS_NOTHING: Final = frozenset(_SAYS_NOTHING.split())
_NO_NAMES = """
    index home default main latest stable en abs view html pdf www files file docs doc download
    downloads publication publications paper papers page pages item articles article content p
"""
NO_NAMES: Final = frozenset(_NO_NAMES.split())
"""Parts of a path that name nothing."""
OPEN_ENDS: Final = frozenset(
    {"at", "in", "see", "from", "via", "on", "is", "to", "here", "and", "the"}
)
"""What a sentence that runs into an address ends with; then it is no title."""
GENERIC: Final = re.compile(
    r"(?:home ?page|home|welcome(?:\s.*)?|index(?:\sof\s.*)?|untitled.*|about(?:\s(?:me|us))?"
    r"|(?:list of |selected |my |recent )?publications|teaching|research|talks?|events?|news"
    r"|blog|posts?|projects?|courses?|(?:course )?(?:overview|schedule|syllabus)|introduction"
    r"|contents|main page|course (?:home ?page|web ?(?:site|page)|page|information)"
    r"|lectures?(?: notes?| slides?)?\W*\d*|slides?|week \d+|chapter \d+|session \d+|abstract"
    r"|seminars?|workshops?|program(?:me)?|posters?|presentations?|tutorials?|thesis|papers?"
    r"|documents?|view|articles?|details?|search(?: results)?|profile|people|members|group|lab"
    r"|team|documentation|read ?me|resources?|links|materials?|downloads?|files?|software"
    r"|(?:department|faculty|school|institute) of [\w ,&]{3,60}|cv|curriculum vitae"
    r"|teaching and research|abstracts?|videos?|photos?|contact|powerpoint presentation"
    r"|microsoft (?:word|powerpoint) - .*|(?:presentation|document|slide|page)\s?\d+"
    r"|(?:log|sign)\s?in|access denied|error|loading|please wait)\W*",
    re.IGNORECASE,
)
"""Titles that would fit a million pages."""
FRONT: Final = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.I
)
"""Paths of front pages: "/", "/en/", "/index.html"."""
FILE_NAME: Final = re.compile(r"\S+\.(?:pdf|html?|php|aspx?|jsp|docx?|pptx?|tex|ps|dvi)", re.I)

WORD: Final = re.compile(r"\w+")
HASH: Final = re.compile(r"(?=[a-f]*\d)[0-9a-f]{8,}", re.IGNORECASE)
"""What platforms append to a slug."""
ENDING: Final = re.compile(r"\.[A-Za-z]{1,5}$")
CODE_HOSTS: Final = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
CLAIMED: Final = {
    Scheme.ARXIV: "arXiv:",
    Scheme.DOI: "DOI ",
    Scheme.GITHUB: "",
    Scheme.ISBN: "ISBN ",
    Scheme.PMCID: "",
    Scheme.PMID: "PMID ",
}
"""How an identifier that stayed unconfirmed is shown as a title."""


def labels_of(links: Iterable[Link]) -> Iterator[str]:
    """What the list calls it, each once, without what says nothing ("[pdf]", an address)."""
    labels = dict.fromkeys(plain(link.label).strip(" :|*-–—") for link in links)
    return (label for label in labels if not says_nothing(label))


def listed_title(links: Sequence[Link], labels: Sequence[str]) -> str:
    """The best of the short labels, else the text that leads to the address; or ""."""
    titles = [label for label in labels if len(label) <= LONGEST_TITLE]
    titles = titles or [text for text in map(_lead_in, links) if text]
    return min(titles, key=lambda title: -min(len(title.split()), ENOUGH_WORDS), default="")


def said_title(
    listed: str, page: str, url: str, *, is_document: bool, found_at: str = ""
) -> str:
    """Which of two names counts: the list's and the page's own; either may be "".

    The page knows best what it is called, unless that is generic, or no more than the start
    of what the list says of it, or the page was `found_at` the front of a site to which
    something on another was moved.
    """
    is_moved_to_a_front = _is_front(found_at) and not _is_front(url)
    if is_moved_to_a_front and len(listed.split()) > 1:
        return listed
    if not page or is_generic(page, url):
        if listed or not page:
            return listed
        return "" if says_nothing(page) else f"{page} ({address_in_short(url)})"
    if is_moved_to_a_front and not listed:
        return f"{page} ({address_in_short(url)})"
    ours, theirs = squeeze(listed), squeeze(page)
    if ours == theirs:
        return listed if page.isupper() else page
    if theirs.endswith(ours) and len(listed.split()) >= WORDS_OF_A_TITLE:
        return listed
    is_fuller = len(theirs) < len(ours) and theirs in ours
    return listed if is_fuller and not is_document else page


def is_generic(title: str, url: str) -> bool:
    """Whether a page's title tells it from no other page: "Home", a file's or a site's name."""
    squeezed = squeeze(title)
    host = host_of(split(url))
    names = (host, host.partition(".")[2], *host.split(".")[:-1])
    sites = list(map(squeeze, names))
    is_site = squeezed in sites or (
        len(squeezed) >= SHORTEST_SITE and any(site.startswith(squeezed) for site in sites)
    )
    return (
        len(squeezed) < SHORTEST_NAME
        or (is_site and not _is_front(url))
        or bool(GENERIC.fullmatch(title.strip()))
        or bool(FILE_NAME.fullmatch(title.strip()))
        or says_nothing(title)
    )


def _is_front(url: str) -> bool:
    """Whether an address is that of a site as a whole, in whatever language."""
    parts = split(url)
    return bool(parts.netloc) and not parts.query and FRONT.fullmatch(parts.path) is not None


def says_nothing(label: str) -> bool:
    """Whether a label is an address, or has no word that would tell one work from another."""
    if "://" in label[:10] or label.startswith("www."):
        return True
    words = WORD.findall(label.lower()[: 2 * LONGEST_TITLE])
    return all(word in SAYS_NOTHING or word.isdigit() for word in words)


def claimed_title(claims: Iterable[Claim]) -> str:
    """An identifier that no registry confirmed, in the place of a title."""
    candidates = chain.from_iterable(claim.candidates for claim in claims)
    names = (
        CLAIMED[known.scheme] + known.value for known in candidates if known.scheme in CLAIMED
    )
    return next(names, "")


def title_of_address(url: str) -> str:
    """A readable name out of the path, or else the address in short, which is unique."""
    parts = split(url)
    host, path = host_of(parts), unquote(parts.path).strip("/")
    segments = path.split("/")
    if host in CODE_HOSTS and len(segments) > 1:
        return plain("/".join(segments[:2]).removesuffix(".git"))
    for segment in reversed(segments):
        stem = ENDING.sub("", segment)
        words = re.split(r"[-_+\s]+", stem.strip("-_+ "))
        words = words[:-1] if HASH.fullmatch(words[-1]) else words
        if len([word for word in words if any(map(str.isalpha, word))]) > 1:
            title = plain(" ".join(words))[:LONGEST_TITLE]
            return title[:1].upper() + title[1:]
        if stem.lower() not in NO_NAMES and any(map(str.isalpha, stem)):
            break
    return address_in_short(url)


def address_in_short(url: str) -> str:
    """Host, path and query; never empty."""
    parts = split(url)
    path = unquote(parts.path).strip("/")
    address = "/".join(part for part in (host_of(parts), path) if part)
    address += f"?{parts.query}" if parts.query else ""
    return plain(address)[:LONGEST_TITLE] or plain(url)[:LONGEST_TITLE] or "Untitled"


def _lead_in(link: Link) -> str:
    """The text that only leads to a bare address: "Title: https://..."."""
    context, url = plain(link.context), link.url.strip()
    if link.label or not url or context.count("://") > 1:
        return ""
    if not context.startswith(url) and not context.endswith(url):
        return ""
    text = context.replace(url, "").strip(" :：|*-–—<>()[]")
    words = WORD.findall(text.lower())
    is_title = (
        len(squeeze(text)) >= SHORTEST_LEAD_IN
        and len(text) <= LONGEST_LEAD_IN
        and words[-1] not in OPEN_ENDS
        and not says_nothing(text)
    )
    return text if is_title else ""
