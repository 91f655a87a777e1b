"""Addresses around addresses: archives, redirects, viewers, and libraries' proxies."""

import re
from typing import Final

from enrichers.identifiers.canonical import Address
from enrichers.rules.model import Wrapper, by_host, for_host

_URL = r"(?P<inner>https?(?::|%(?:25){0,2}3A)[^&#]*)"

_REDIRECTORS = """
google.* scholar.google.* translate.google.* docs.google.* drive.google.* .facebook.com
.linkedin.com .youtube.com link.zhihu.com link.jianshu.com link.csdn.net t.umblr.com
out.reddit.com slack-redir.net duckduckgo.com .outlook.com vk.com medium.com
steamcommunity.com arxiv.org fermatslibrary.com .officeapps.live.com link.juejin.cn gitee.com
c.pc.qq.com
"""
REDIRECTORS: Final = tuple(_REDIRECTORS.split())

WRAPPERS: Final = (
    Wrapper(
        name="in-path",
        pattern=re.compile(
            r"^/[^?#]*?(?<=[/:_=])(?P<inner>https?:/{1,2}[^/].*)", re.IGNORECASE
        ),
        examples=(
            (
                "https://web.archive.org/web/2019*/https://arxiv.org/abs/1806.07366",
                "https://arxiv.org/abs/1806.07366",
            ),
            (
                "https://r.jina.ai/https://arxiv.org/pdf/1806.07366?x=1",
                "https://arxiv.org/pdf/1806.07366?x=1",
            ),
            ("https://web.archive.org/web/20190101/http:/example.org/a", "http:/example.org/a"),
        ),
        counter_examples=("https://example.org/about-https/",),
    ),
    Wrapper(
        name="in-path-encoded",
        pattern=re.compile(r"^/[^?#]*?/(?P<inner>https?%3A%2F%2F[^/?#]*)", re.IGNORECASE),
        examples=(
            (
                "https://proxy.example.org/go/https%3A%2F%2Farxiv.org%2Fabs%2F1806.07366",
                "https://arxiv.org/abs/1806.07366",
            ),
        ),
        counter_examples=("https://example.org/http-basics",),
    ),
    Wrapper(
        name="archive-without-scheme",
        hosts=(".archive.org", "arquivo.pt", "hyp.is"),
        pattern=re.compile(
            r"^/(?:web|wayback)/[0-9a-z_*]{1,20}/(?P<inner>[a-z0-9-]{1,63}\..+)", re.IGNORECASE
        ),
        examples=(
            (
                "https://web.archive.org/web/2019/arxiv.org/abs/1806.07366",
                "arxiv.org/abs/1806.07366",
            ),
        ),
        counter_examples=("https://archive.org/details/arxiv-1806.07366",),
    ),
    Wrapper(
        name="redirect",
        hosts=REDIRECTORS,
        pattern=re.compile(
            rf"[?&](?:url|q|u|target|to|z|t|uddg|src|imgrefurl|pfurl)={_URL}", re.IGNORECASE
        ),
        examples=(
            (
                "https://www.google.com/url?sa=t&url=https%3A%2F%2Farxiv.org%2Fabs%2F1806.07366&x=1",
                "https://arxiv.org/abs/1806.07366",
            ),
            (
                "https://scholar.google.de/scholar_url?url=https://arxiv.org/pdf/1806.07366&hl=de",
                "https://arxiv.org/pdf/1806.07366",
            ),
            (
                "https://link.zhihu.com/?target=https%3A//arxiv.org/abs/1806.07366",
                "https://arxiv.org/abs/1806.07366",
            ),
            (
                "https://arxiv.org/ct?url=https%3A%2F%2Fdx.doi.org%2F10.1016%2Fj.jcp.2018.08.029&v=1",
                "https://dx.doi.org/10.1016/j.jcp.2018.08.029",
            ),
        ),
        counter_examples=("https://www.google.com/search?q=arxiv+1806.07366",),
    ),
    Wrapper(
        name="login",
        pattern=re.compile(
            rf"^/(?:login|viewer\.html|[^?#]*/viewer\.html|[^?#]*/login)?\?(?:[^#]*&)?"
            rf"(?:q?url|file)={_URL}",
            re.IGNORECASE,
        ),
        examples=(
            (
                "https://login.ezproxy.example.edu/login?url=https://doi.org/10.1137/16m1080173",
                "https://doi.org/10.1137/16m1080173",
            ),
            (
                "https://mozilla.github.io/pdf.js/web/viewer.html?file=https://arxiv.org/pdf/1806.07366",
                "https://arxiv.org/pdf/1806.07366",
            ),
        ),
        counter_examples=("https://example.org/share?url=https://arxiv.org/abs/1806.07366",),
    ),
)

_BY_HOST = by_host(WRAPPERS)
_ALWAYS = _BY_HOST.pop("")
_PROXY = re.compile(
    r"(?P<origin>[a-z0-9-]+(?:\.[a-z0-9-]+){0,4})\."
    r"(?:[a-z0-9-]{0,20}proxy[a-z0-9-]{0,20}|remotexs|idm|translate)\.",
)


def inner(address: Address) -> str:
    """The address that this one carries, "" if it carries none."""
    target = address.target.lower()
    if "http" not in target and "archive" not in address.host:
        return ""
    rows = (*for_host(_BY_HOST, address.host), *_ALWAYS)
    return next((found for row in rows if (found := row.inner(address))), "")


def origin(host: str) -> str:
    """The host behind a library's proxy or a translator, such as "doi.org" for
    "doi.org.proxy.univ.edu" and "www.nature.com" for "www-nature-com.ezproxy.univ.edu"."""
    match = _PROXY.match(host)
    if not match:
        return host
    name = match["origin"]
    return (
        name if "." in name else name.replace("--", "\0").replace("-", ".").replace("\0", "-")
    )
