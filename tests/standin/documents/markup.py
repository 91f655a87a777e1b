"""A page as HTML."""

from html import escape

from tests.standin.documents.dialects import IN_BODY, IN_HEAD
from tests.standin.documents.prose import sentences
from tests.standin.pages import Page
from tests.standin.records import Record


def html(page: Page) -> bytes:
    """The page as a browser gets it, in its own charset."""
    text = _whole(page)
    missing = page.weight * 1024 - len(text)
    if missing > 0:
        text = text.replace("</main>", f"{_ballast(missing, page.url)}</main>")
    return text.encode(page.charset, "xmlcharrefreplace")


def _whole(page: Page) -> str:
    language = f' lang="{page.language}"' if page.language else ""
    return (
        f"<!DOCTYPE html>\n<html{language}>\n<head>\n{_head(page)}</head>\n"
        f"<body>\n{_navigation(page)}<main>\n{_main(page)}</main>\n</body>\n</html>\n"
    )


def _head(page: Page) -> str:
    charset = page.charset if page.declared in {"meta", "both", "wrong"} else ""
    name = " | ".join(part for part in (page.title, page.site) if part)
    parts = [
        f'<meta charset="{charset}">\n' if charset else "",
        f"<title>{escape(name)}</title>\n",
        *(
            f'<meta {_attribute(name)}="{escape(name)}" content="{escape(content)}">\n'
            for name, content in page.meta
        ),
        *(IN_HEAD[dialect](page) for dialect in page.dialects if dialect in IN_HEAD),
    ]
    if page.canonical:
        parts.append(f'<link rel="canonical" href="{escape(page.canonical)}">\n')
    if page.refresh:
        target = escape(page.refresh)
        parts.append(f'<meta http-equiv="refresh" content="0; url={target}">\n')
    return "".join(parts)


def _attribute(name: str) -> str:
    return "property" if name.startswith(("og:", "article:")) else "name"


def _navigation(page: Page) -> str:
    if not page.site:
        return ""
    site = escape(page.site)
    return f'<nav><a href="/">{site}</a> <a href="/about">About</a></nav>\n'


def _main(page: Page) -> str:
    by = f'<p class="byline">{escape("; ".join(page.authors))}</p>\n' if page.authors else ""
    links = "".join(
        f'<p><a href="{escape(address)}">{escape(text)}</a></p>\n'
        for address, text in page.links
    )
    shown = "".join(f"<li>{_linked(work)}</li>\n" for work in page.shows)
    cited = "".join(f"<li>{_linked(work)}</li>\n" for work in page.cites)
    return "".join(
        [
            f"<h1>{escape(page.title)}</h1>\n{by}",
            *(IN_BODY[dialect](page) for dialect in page.dialects if dialect in IN_BODY),
            *(_paragraph(text) for text in page.body),
            links,
            f"<ul>\n{shown}</ul>\n" if shown else "",
            f"<h2>References</h2>\n<ol>\n{cited}</ol>\n" if cited else "",
        ]
    )


def _paragraph(text: str) -> str:
    if text.startswith("# "):
        return f"<h2>{escape(text[2:])}</h2>\n"
    return f"<p>{escape(text)}</p>\n"


def _linked(work: Record) -> str:
    people = ", ".join(name.spoken for name in work.authors[:3])
    address = f"https://doi.org/{work.doi}" if work.doi else ""
    if not address and work.preprint:
        address = f"https://arxiv.org/abs/{work.preprint.id}"
    title = escape(work.full_title)
    return f'{escape(people)}. <a href="{escape(address)}">{title}</a>. {work.issued[:4]}'


def _ballast(size: int, seed: str) -> str:
    paragraph = f"<p>{sentences(seed, 8)}</p>\n"
    script = f"<script>var state = {[seed] * 8!r};</script>\n"
    block = (paragraph * 6 + script) or " "
    return (block * (size // len(block) + 1))[:size].rpartition("</p>")[0] + "</p>\n"
