"""What kind of thing an address points at, by a table of the traits that show it."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from enrichers.model import WorkKind

LONGEST_LOOKED_AT = 2000  # characters of an address or a label
DOCUMENT_ENDINGS = frozenset({"pdf", "ps", "eps", "djvu", "doc", "docx", "odt", "rtf"})

_EDGE = r"(?:^|[/_.\- +()\d])"
_TALK_FILE = (
    rf"{_EDGE}(?:slides?|slidedeck|talks?|handouts?|tutorials?|presentations?|posters?"
    r"|keynotes?|seminars?|webinars?|lecture(?![_ -]?notes))(?=[/_.\- +()\d]|$)"
)
_TALK_LABEL = (
    r"\b(?:slides?|talk|tutorial|presentation|poster|keynote|workshop|seminar|colloquium"
    r"|lecture(?!\snotes?))\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One trait and the kind that it shows."""

    kind: WorkKind
    trait: str
    """`host`, `address` (host, path and query), `ending` of the path, `file` (the path if it
    names a document) or `file_label` (the label of a document)."""
    pattern: re.Pattern[str]
    """Searched for in the trait, which is in small letters."""
    example: str
    example_label: str = ""


def _rule(kind: WorkKind, trait: str, pattern: str, example: str, label: str = "") -> Rule:
    compiled = re.compile(pattern)
    return Rule(kind=kind, trait=trait, pattern=compiled, example=example, example_label=label)


def _hosts(*names: str) -> str:
    return rf"(?:^|\.)(?:{'|'.join(map(re.escape, names))})$"


RULES = (
    _rule(
        WorkKind.WEB_PAGE,
        "address",
        r"^(?:\w+\.)?youtube\.com/(?:@|c/|channel/|user/)|^(?:www\.)?vimeo\.com/user",
        "https://www.youtube.com/@somebody",
    ),
    _rule(
        WorkKind.WEB_PAGE,
        "address",
        r"^github\.com/(?:orgs|topics|search|sponsors|features|marketplace|about|collections)/"
        r"|^(?:github|gitlab)\.com/[^/]+/[^/]+/(?:-/)?(?:issues|pulls?|discussions)(?:/|$)",
        "https://github.com/owner/repo/issues/12",
    ),
    _rule(
        WorkKind.VIDEO,
        "host",
        _hosts(
            "youtube.com",
            "youtu.be",
            "vimeo.com",
            "bilibili.com",
            "videolectures.net",
            "dailymotion.com",
            "media.ccc.de",
            "pirsa.org",
        ),
        "https://www.youtube.com/watch?v=xyz",
    ),
    _rule(WorkKind.VIDEO, "ending", r"^(?:mp4|webm|mov|avi|mkv)$", "https://a.edu/lecture.mp4"),
    _rule(
        WorkKind.PRESENTATION,
        "host",
        _hosts(
            "slideshare.net", "speakerdeck.com", "slides.com", "prezi.com", "slideslive.com"
        ),
        "https://speakerdeck.com/somebody/something",
    ),
    _rule(
        WorkKind.PRESENTATION,
        "address",
        r"^docs\.google\.com/presentation/",
        "https://docs.google.com/presentation/d/xyz",
    ),
    _rule(WorkKind.PRESENTATION, "ending", r"^(?:pptx?|odp|key)$", "https://a.edu/day1.pptx"),
    _rule(WorkKind.PRESENTATION, "file", _TALK_FILE, "https://a.edu/~b/talks/Things.pdf"),
    _rule(
        WorkKind.THESIS,
        "address",
        r"^(?:e?theses\.|etd\.|ethos\.bl\.uk|tel\.archives)|[/=]etds?(?:[/&]|$)|/tel-\d{8}"
        r"|/(?:theses|dissertations)/[^/]",
        "https://scholar.a.edu/cgi/viewcontent.cgi?article=1&context=etd",
    ),
    _rule(
        WorkKind.THESIS,
        "file",
        rf"{_EDGE}(?:ph\.?d|thes[ie]s|phdthesis|dissertations?|diss|habilitation)(?=[/_.\-\d])",
        "https://a.edu/~b/phd_thesis.pdf",
    ),
    _rule(
        WorkKind.THESIS,
        "file_label",
        r"\b(?:(?:ph\.?d\.?|doctoral|master'?s?|bachelor'?s?)\s(?:thesis|dissertation)"
        r"|habilitation)\b",
        "https://a.edu/doc.pdf",
        "PhD thesis: On things",
    ),
    _rule(
        WorkKind.PRESENTATION,
        "file_label",
        _TALK_LABEL,
        "https://a.edu/things.pdf",
        "Things (slides)",
    ),
    _rule(
        WorkKind.REPORT,
        "file",
        r"/(?:tr|tech-?_?rep(?:ort)?s?|technical-?_?reports?|white-?_?papers?)(?=[/_.\-\d])",
        "https://cs.a.edu/techreports/tr1513.pdf",
    ),
    _rule(
        WorkKind.REPORT,
        "file_label",
        r"\b(?:technical\sreport|white\s?paper)\b",
        "https://a.edu/x.pdf",
        "Things, technical report",
    ),
    _rule(
        WorkKind.DOCUMENT,
        "ending",
        rf"^(?:{'|'.join(sorted(DOCUMENT_ENDINGS))})$",
        "https://a.edu/things.pdf",
    ),
    _rule(
        WorkKind.SOFTWARE,
        "address",
        r"^(?:gist\.)?(?:github|gitlab|bitbucket)\.(?:com|org)/[^/?]+/[^/?]+",
        "https://github.com/owner/repo",
    ),
    _rule(
        WorkKind.SOFTWARE,
        "address",
        r"^(?:[\w-]+\.)?(?:gitlab\.[\w.-]+/[^/?]+/[^/?]+|pypi\.org/project/|sourceforge\.net/p"
        r"|crates\.io/crates/|npmjs\.com/package/|cran\.r-project\.org/.*package"
        r"|hub\.docker\.com/|colab\.research\.google\.com/|bitbucket\.io/)",
        "https://pypi.org/project/things/",
    ),
    _rule(
        WorkKind.SOFTWARE,
        "host",
        _hosts("readthedocs.io", "readthedocs.org", "docs.rs", "codeberg.org"),
        "https://things.readthedocs.io/en/latest/",
    ),
    _rule(WorkKind.SOFTWARE, "ending", r"^(?:ipynb|py|jl|rmd|whl)$", "https://a.edu/b.ipynb"),
    _rule(
        WorkKind.SOFTWARE,
        "address",
        r"^huggingface\.co/spaces/[^/]+/[^/]+|^kaggle\.com/(?:code|models)/[^/]+/[^/]+"
        r"|^huggingface\.co/(?!(?:blog|collections|datasets|docs|join|learn|papers|posts|spaces"
        r"|tasks)/)[\w.-]+/[\w.-]+/?$",
        "https://huggingface.co/owner/model",
    ),
    _rule(
        WorkKind.BOOK,
        "address",
        r"^books\.google\.|^goodreads\.com/book/|^openlibrary\.org/(?:books|works)/"
        r"|^gutenberg\.org/ebooks/\d|^leanpub\.com/[^/]+/?$|^bookdown\.org/[^/]+/[^/]+",
        "https://leanpub.com/things",
    ),
    _rule(WorkKind.BOOK, "ending", r"^(?:epub|mobi)$", "https://a.edu/things.epub"),
    _rule(
        WorkKind.DATASET,
        "address",
        r"^(?:huggingface\.co|kaggle\.com)/datasets/|^archive\.ics\.uci\.edu/",
        "https://huggingface.co/datasets/owner/things",
    ),
    _rule(
        WorkKind.BLOG_POST,
        "host",
        _hosts(
            *(
                "medium.com",
                "substack.com",
                "wordpress.com",
                "tumblr.com",
                "dev.to",
                "ghost.io",
            ),
            *("zhuanlan.zhihu.com", "towardsdatascience.com", "hackernoon.com", "habr.com"),
            *("cnblogs.com", "jianshu.com", "qiita.com", "mp.weixin.qq.com", "csdn.net"),
        ),
        "https://medium.com/@somebody/things-1a2b3c",
    ),
    _rule(
        WorkKind.BLOG_POST,
        "host",
        r"(?:^|\.)[a-z0-9-]{0,40}blog[a-z0-9-]{0,40}\.",
        "https://blogs.a.com/things.html",
    ),
    _rule(
        WorkKind.BLOG_POST,
        "address",
        r"/(?:we)?blogs?/|/posts?/|/\?p=\d+$",
        "https://a.github.io/blog/on-things/",
    ),
    _rule(
        WorkKind.WEB_PAGE,
        "address",
        r"(?:^|[./])(?:events?|seminars?|colloquia|colloquium|workshops?|conferences?|schools?"
        r"|courses?|teaching|tutorials?|meetings?|calendar|programs?|people|staff|jobs?)"
        r"(?:[./]|$)",
        "https://a.edu/events/2019/05/13/on-things",
    ),
    _rule(
        WorkKind.BLOG_POST,
        "address",
        r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?:\d{1,2}/)?[^/?]*[a-z][^/?]*/?(?:\?|$)",
        "https://a.github.io/2019/01/13/On-Things/",
    ),
    _rule(
        WorkKind.BLOG_POST,
        "address",
        r"^[^/]+/[a-z0-9]+(?:-[a-z0-9]+){5,}/?$",
        "https://a.com/what-one-should-know-about-things/",
    ),
)
"""The first that fits counts. General words and platforms that anybody may publish on; no
single lab or meeting. None says that a thing is a paper: only a registry can."""


def kind_of(url: str, label: str = "") -> WorkKind:
    """What an address and its label show by themselves; a web page if nothing else."""
    traits = _traits(url, label)
    for rule in RULES:
        if rule.pattern.search(traits[rule.trait]):
            return rule.kind
    return WorkKind.WEB_PAGE


def split(url: str) -> SplitResult:
    """The parts of an address; one that cannot be parsed is all path."""
    try:
        return urlsplit(url[:LONGEST_LOOKED_AT])
    except ValueError:
        return SplitResult("", "", url[:LONGEST_LOOKED_AT], "", "")


def host_of(parts: SplitResult) -> str:
    """The host in small letters, without port, user and "www."."""
    host = parts.netloc.rpartition("@")[2].lower()
    return host.partition(":")[0].removeprefix("www.")


def ending_of(path: str) -> str:
    """The file-name ending in small letters, or ""."""
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    return ending.lower() if stem and dot else ""


def _traits(url: str, label: str) -> dict[str, str]:
    parts = split(url)
    path = unquote(parts.path).lower()
    ending = ending_of(path)
    is_document = ending in DOCUMENT_ENDINGS
    query = f"?{parts.query}" if parts.query else ""
    return {
        "host": host_of(parts),
        "address": host_of(parts) + path + query,
        "ending": ending,
        "file": path if is_document else "",
        "file_label": label[:LONGEST_LOOKED_AT].lower() if is_document else "",
    }
