"""An honest item for what no registry knows, as its address and its list describe it."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from urllib.parse import unquote

from enrichers.canonical import dedup_key
from enrichers.kinds import host_of, kind_of, split
from enrichers.model import Claim, Person, Scheme, Work, WorkKind
from enrichers.names import person
from enrichers.text import plain, squeeze
from seeds.model import Link

LONGEST_TITLE = 250  # characters; a longer label is an abstract
LONGEST_LEAD_IN = 200  # characters before a bare address that may be its title
SHORTEST_LEAD_IN = 8  # letters
ENOUGH_WORDS = 3  # with as many, one label is as good as another, and the first counts
ABSTRACTS_APART = "\n\n"

_SAYS_NOTHING = """
    a an the this my our see read view download visit click get full text more detail details
    here link links pdf ps html web site website webpage page home homepage url doi arxiv paper
    papers article preprint code github repo repository project slide slides video talk blog
    post note notes demo data dataset source available at in from via on is to for and or
    论文 代码 链接 项目 论文见
"""
SAYS_NOTHING = frozenset(_SAYS_NOTHING.split())
_NO_NAMES = """
    index home default main latest stable en abs view html pdf www files file docs doc download
    downloads publication publications paper papers page pages item articles article content p
"""
NO_NAMES = frozenset(_NO_NAMES.split())
"""Parts of a path that name nothing."""
OPEN_ENDS = frozenset(
    {"at", "in", "see", "from", "via", "on", "is", "to", "here", "and", "the"}
)
"""What a sentence that runs into an address ends with; then it is no title."""

WORD = re.compile(r"\w+")
HASH = re.compile(r"(?=[a-f]*\d)[0-9a-f]{8,}", re.IGNORECASE)
"""What platforms append to a slug."""
DATED_PATH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/(0[1-9]|[12]\d|3[01]))?/")
ZHIHU_LABEL = re.compile(r"(?P<title>.+?) - (?P<author>.+?)的(?:文章|回答) - 知乎")
"""How Zhihu, a large platform, words the links that it offers for sharing."""
ENDING = re.compile(r"\.[A-Za-z]{1,5}$")
CODE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
CLAIMED = {
    Scheme.ARXIV: "arXiv:",
    Scheme.DOI: "DOI ",
    Scheme.GITHUB: "",
    Scheme.ISBN: "ISBN ",
    Scheme.PMCID: "",
    Scheme.PMID: "PMID ",
}
"""How an identifier that stayed unconfirmed is shown as a title."""
NAME_AND_PLACE = re.compile(
    r"(?P<name>[^\W\d_a-z][\w'’-]+(?:\s[^\W\d_a-z]\.){0,3}\s[^\W\d_a-z][\w'’-]+),\s"
    r"[^,]{0,60}?\b(?:Universi\w+|Institut\w*|College|School|Laborator\w+|Academy|ETH|EPFL|MIT"
    r"|Cent(?:er|re)|CNRS|I(?:NRIA|nria)|Google|Microsoft|DeepMind|IBM)\b"
)
"""How talks are announced: "Title Philipp Petersen, University of Oxford"."""
TALK = re.compile(
    r"\b(?:talk|lecture|slides?|seminar|colloquium|workshop|keynote|tutorial|poster)\b", re.I
)


def typed_id(link: Link) -> str:
    """The name of an item without identity: "url:" and the address as it is compared, or
    "text:" and a hash of what a reference says."""
    if link.url:
        return f"url:{dedup_key(link.url)}"
    words = squeeze(plain(link.label or link.context))
    return f"text:{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def typed(links: Sequence[Link], *, claims: Sequence[Claim] = ()) -> Work:
    """Describe what one or several occurrences of one address, or one reference, point at.

    `claims` are identifiers that no registry confirmed: they may lend a title, and never an
    identity or the kind of a paper. The title is never empty.
    """
    labels = list(_labels(links))
    if not links[0].url:
        return _reference(labels or [plain(links[0].context)])
    titles = [label for label in labels if len(label) <= LONGEST_TITLE]
    titles += filter(None, (_lead_in(link) for link in links)) if not titles else []
    best = min(titles, key=lambda title: -min(len(title.split()), ENOUGH_WORDS), default="")
    url = links[0].url.strip()
    kind = kind_of(url, " ".join(labels))
    shared = ZHIHU_LABEL.fullmatch(best)
    return Work(
        kind=kind,
        title=(shared["title"] if shared else best)
        or _claimed(claims)
        or _title_of_address(url),
        authors=(person(shared["author"]),) if shared else (),
        issued=_day_in(url) if kind is WorkKind.BLOG_POST else "",
        abstract=ABSTRACTS_APART.join(label for label in labels if len(label) > LONGEST_TITLE),
        url=url,
    )


def _labels(links: Iterable[Link]) -> Iterable[str]:
    """What the list calls it, each once, without what says nothing ("[pdf]", an address)."""
    labels = dict.fromkeys(plain(link.label).strip(" :|*-–—") for link in links)
    return (label for label in labels if not _says_nothing(label))


def _says_nothing(label: str) -> bool:
    if "://" in label[:10] or label.startswith("www."):
        return True
    words = WORD.findall(label.lower()[: 2 * LONGEST_TITLE])
    return all(word in SAYS_NOTHING or word.isdigit() for word in words)


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
        and not _says_nothing(text)
    )
    return text if is_title else ""


def _claimed(claims: Iterable[Claim]) -> str:
    candidates = chain.from_iterable(claim.candidates for claim in claims)
    names = (
        CLAIMED[known.scheme] + known.value for known in candidates if known.scheme in CLAIMED
    )
    return next(names, "")


def _title_of_address(url: str) -> str:
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
    address = "/".join(part for part in (host, path) if part)
    address += f"?{parts.query}" if parts.query else ""
    return plain(address)[:LONGEST_TITLE] or plain(url)[:LONGEST_TITLE] or "Untitled"


def _day_in(url: str) -> str:
    dated = DATED_PATH.search(split(url).path + "/")
    return "-".join(part for part in dated.groups() if part) if dated else ""


def _reference(texts: Sequence[str]) -> Work:
    """A work named in words: "Title Given Family, Institution" is how talks are announced."""
    text = texts[0]
    announced = NAME_AND_PLACE.search(text[: 4 * LONGEST_TITLE])
    is_talk = announced is not None or TALK.search(text) is not None
    title, authors = text, tuple[Person, ...]()
    if announced and len(squeeze(text[: announced.start()])) >= SHORTEST_LEAD_IN:
        title = text[: announced.start()].strip(" ,;:-–—")
        authors = (person(announced["name"]),)
    is_long = len(title) > LONGEST_TITLE
    return Work(
        kind=WorkKind.PRESENTATION if is_talk else WorkKind.DOCUMENT,
        title=(title[:LONGEST_TITLE].rpartition(" ")[0] + " …" if is_long else title)
        or "Untitled",
        authors=authors,
        abstract=text if is_long else "",
    )
