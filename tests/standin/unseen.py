"""A list of links that no rule was written for: the pages of `unseen_pages.json`."""

from collections.abc import Callable, Mapping, Sequence

from tests.standin.catalogue import everyday
from tests.standin.pages import Page, Truth

HEADING = "# Things worth reading 📚\n"


def expected() -> Mapping[str, Truth]:
    """What each link of the list is, by its address."""
    return {page.url: page.truth for page in _listed() if page.truth}


def markdown() -> str:
    """The list, in the forms that lists have: items, a table, definitions at the end."""
    pages = _listed()
    third = len(pages) // 3
    parts = (pages[:third], pages[third : 2 * third], pages[2 * third :])
    forms: Sequence[Callable[[Sequence[Page]], str]] = (_items, _table, _defined)
    sections = (
        f"## Part {number}\n\n{form(part)}"
        for number, (form, part) in enumerate(zip(forms, parts, strict=True), start=1)
    )
    return f"{HEADING}\n{''.join(sections)}"


def _listed() -> list[Page]:
    pages = everyday().pages.values()
    return [page for page in pages if page.truth and "hostile.example" not in page.url]


def _items(pages: Sequence[Page]) -> str:
    return "".join(f"- {_inline(page)}\n" for page in pages) + "\n"


def _inline(page: Page) -> str:
    return f"[{page.label}]({page.url})" if page.label else page.url


def _table(pages: Sequence[Page]) -> str:
    rows = "".join(f"| {n} | {_inline(page)} |\n" for n, page in enumerate(pages, start=1))
    return f"| No. | What |\n| --- | --- |\n{rows}\n"


def _defined(pages: Sequence[Page]) -> str:
    lines = "".join(
        f"{n}. [{page.label}][{n}]\n" if page.label else f"{n}. <{page.url}>\n"
        for n, page in enumerate(pages, start=1)
    )
    addresses = "".join(
        f"[{n}]: {page.url}\n" for n, page in enumerate(pages, start=1) if page.label
    )
    return f"{lines}\n{addresses}"
