"""Entries of lists that lead to what is no single work: lists, walls, challenges, nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.standin.pages import Page
from tests.standin.wild.entries import Desk, Entry
from tests.standin.wild.papers import wall


def _forbidden(trap: str, url: str, label: str, *pages: Page, lead: str = "") -> Entry:
    types = ("webpage", "document")
    return Entry(
        trap=trap, url=url, label=label, lead=lead, types=types, pages=pages, is_forbidden=True
    )


def _references(desk: Desk) -> Entry:
    folder = desk.one("references", "bibliography", "refs")
    url = f"https://{desk.host('group')}/{folder}/{desk.number()}"
    works = tuple(one.record for one in desk.listed(desk.chance.randint(3, 9)))
    title = desk.one(
        "References", "Bibliography", "Literature", "Works cited", "Further reading"
    )
    page = Page(url=url, title=title, cites=works, site=desk.one("", "A Group"))
    if desk.is_so(0.5):
        page = replace(page, cites=(), shows=works)
    return _forbidden(
        "page of references", url, desk.one("refs", "References", "", "reading"), page
    )


def _publications(desk: Desk) -> Entry:
    """A person's list; sometimes of a single work."""
    author = desk.library.person().spoken
    works = tuple(one.record for one in desk.listed(desk.chance.choice((1, 2, 3, 6, 12))))
    name = desk.one("publications.html", "papers/", "")
    url = f"https://{desk.host('people')}/{desk.number()}/{name}"
    dialects = desk.chance.choice(((), (), ("coins-of-all",), ("jsonld-items",), ("og",)))
    title = desk.one("Publications", f"{author}: publications", author, f"Research - {author}")
    page = Page(url=url, title=title, authors=(author,), shows=works, dialects=dialects)
    return _forbidden(
        "list of papers", url, desk.one(author, "publications", "", "Papers"), page
    )


def _readings(desk: Desk) -> Entry:
    """A course, a reading group or a survey of a field, with the papers that are read."""
    works = tuple(one.record for one in desk.listed(desk.chance.randint(2, 9)))
    topic = works[0].full_title
    title = desk.one(
        "CS 999: Reading list, Fall 2021", "Papers we read", f"Week 3: {topic}",
        "Seminar on Theory", "Awesome theory papers", f"Reading group: {topic}", "Schedule",
    )  # fmt: skip
    folder = desk.one("courses", "reading", "seminar", "x")
    url = f"https://{desk.host('dept')}/{folder}/{desk.number()}/"
    dialects = desk.chance.choice(((), (), ("jsonld:Course",), ("og",), ("jsonld-items",)))
    body = ("Instructor: Ada Berg", "# Schedule")
    page = Page(url=url, title=title, body=body, shows=works, dialects=dialects)
    return _forbidden(
        "list of papers", url, desk.one(title, "readings", "", "course page"), page
    )


def _issue(desk: Desk) -> Entry:
    """A journal's issue whose page carries the numbers of its first paper."""
    works = desk.listed(desk.chance.randint(3, 7))
    volume, number = desk.chance.randint(2, 60), desk.number()
    title = desk.one(
        f"A Journal, Volume {volume}, Issue 3",
        f"Vol. {volume} No. 3 (2019)",
        f"A Journal | Vol {volume}, Iss 3",
        f"Table of Contents - March 2019, {volume} (3)",
    )
    url = (
        f"https://{desk.host('journal')}/{desk.one('toc', 'issue', 'issues')}/{volume}/{number}"
    )
    first = works[0].record
    told = {
        "doi": (
            ("citation_doi", first.doi or "10.4999/none"),
            ("citation_volume", f"{volume}"),
        ),
        "dc": (("DC.title", title), ("DC.identifier", f"doi:{first.doi}")),
        "title": (("citation_journal_title", "A Journal"), ("citation_title", title)),
        "paper": (("citation_title", first.full_title), ("citation_doi", first.doi)),
        "nothing": (),
    }
    meta = desk.chance.choice(list(told.values()))
    page = Page(url=url, title=title, meta=meta, shows=tuple(one.record for one in works))
    return _forbidden(
        "issue of a journal", url, desk.one(title, "", f"A Journal {volume}(3)"), page
    )


def _results(desk: Desk) -> Entry:
    """What a search engine or a catalogue shows for words that are a paper's title."""
    target = desk.work()
    words = target.title.replace(" ", "+")
    url = desk.one(
        f"https://scholar.google.com/scholar?q={words}",
        f"https://www.google.com/search?q={words}",
        f"https://arxiv.org/a/smith_j_{desk.number()}",
        f"https://arxiv.org/list/cs.LG/{desk.number()}",
        f"https://dblp.org/pid/{desk.number()}.html",
        f"https://www.semanticscholar.org/search?q={words}",
        f"https://dl.acm.org/action/doSearch?AllField={words}",
        f"https://www.sciencedirect.com/search?qs={words}",
    )
    others = tuple(one.record for one in desk.listed(3))
    title = desk.one(f"{target.title} - Search results", "Search results", "Results")
    page = Page(url=url, title=title, shows=(target.record, *others))
    return _forbidden("search results", url, desk.one("search", "", "results", title), page)


def _login(desk: Desk) -> Entry:
    host, number = desk.host("members"), desk.number()
    url = f"https://{host}/papers/{number}{desk.one('', '.pdf', '/view')}"
    title = desk.one(
        "Sign in", "Log in | A Journal", "Login required", "Institutional login",
        "Log in to continue", "Please sign in", "Anmelden", "Member Login", "登录",
    )  # fmt: skip
    body = ("Sign in to your account", "User name", "Password", "Forgot your password?")
    meta = desk.chance.choice(((), (("citation_title", title),), (("og:title", title),)))
    at = f"https://login.{host}/login?next=%2Fpapers%2F{number}"
    page = Page(url=at, title=title, body=body, meta=meta)
    label = desk.one("", "pdf", "paper", "link", "download")
    if desk.is_so(0.5):
        return _forbidden("login wall", url, label, replace(page, url=url))
    moved = Page(url=url, title="Moved", status=302, location=at)
    landed = replace(page, url=f"https://login.{host}/login?next=/papers/{number}")
    return _forbidden("login wall", url, label, moved, page, landed)


def _challenge(desk: Desk) -> Entry:
    url = f"https://{desk.host('wall')}/{desk.one('article', 'doc', 'content')}/{desk.number()}"
    return _forbidden(
        "challenge page", url, desk.one("", "pdf", "here", "paper", "链接"), wall(desk, url)
    )


def _soft_404(desk: Desk) -> Entry:
    url = f"https://{desk.host('journal')}/old/{desk.number()}"
    title = desk.one("Page not found", "404", "Error", "Oops!", "Content not available")
    body = ("Sorry, the page you are looking for does not exist.", "# Popular articles")
    page = Page(
        url=url, title=title, body=body, shows=tuple(one.record for one in desk.listed(3))
    )
    return _forbidden("page that is gone, with others", url, desk.one("", "pdf", "link"), page)


FORBIDDEN: Mapping[Callable[[Desk], Entry], int] = {
    _references: 3,
    _publications: 3,
    _readings: 3,
    _issue: 3,
    _results: 2,
    _login: 3,
    _challenge: 3,
    _soft_404: 1,
}
"""The makers of entries, and how often each is used."""
