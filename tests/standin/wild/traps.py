"""Entries of lists that lead astray: what is near a paper, is called like it, or names it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.standin.pages import Page
from tests.standin.wild.entries import ANYTHING, WEB, Desk, Entry, page_of, plain_page, slug
from tests.standin.wild.papers import DIALECTS
from tests.standin.wild.works import LIKE_IT, Target

SLIDES = ("presentation",)
CODE = ("computerProgram", "webpage")
POST = ("blogPost", "webpage", "newspaperArticle", "magazineArticle")


def _astray(
    trap: str, target: Target, url: str, desk: Desk, page: Page, **more: object
) -> Entry:
    words = (target.title, target.title, "link", "", f"{target.title} ({trap})", trap)
    label = desk.chance.choice(words)
    types = more.get("types", ANYTHING)
    assert isinstance(types, tuple)
    return Entry(trap=trap, url=url, label=label, pages=(page,), types=types)


def _talk(desk: Desk) -> Entry:
    target = desk.work()
    path = desk.one("events", "seminar", "2019/05", "node", "abstracts")
    url = f"https://{desk.host('institute')}/{path}/{desk.number()}"
    body = [f"Speaker: {target.people[0]}", "Tuesday 14 May 2019, 14:00, Room 3"]
    if name := _spoken_id(target):
        body.append(desk.one("", f"The talk presents {name}.", f"Based on {name}"))
    page = Page(
        url=url,
        title=target.title,
        authors=desk.chance.choice(((), target.people[:1])),
        body=tuple(line for line in body if line),
        dialects=desk.chance.choice(((), ("jsonld:Event",), ("og",))),
    )
    return _astray("talk", target, url, desk, page, types=(*WEB, "presentation"))


def _spoken_id(target: Target) -> str:
    preprint = target.record.preprint
    return (
        f"doi:{target.record.doi}" if target.record.doi else f"arXiv:{preprint and preprint.id}"
    )


def _slides(desk: Desk) -> Entry:
    target = desk.work()
    folder = desk.one("talks", "slides", "files", "papers", "uploads/2019/03")
    name = desk.one(slug(target.title), f"d{desk.number()}", "icml_talk")
    url = f"https://{desk.host('people')}/{folder}/{desk.number()}/{name[:60]}.pdf"
    layout = desk.one("beamer", "powerpoint", "handout", "poster", "beamer")
    body = (desk.one("ICML 2019", _spoken_id(target), "Joint work with others"),)
    page = Page(
        url=url,
        kind="pdf",
        layout=layout,
        title=target.title,
        authors=target.people[:2],
        body=body,
        cites=tuple(one.record for one in desk.listed(desk.chance.choice((0, 2)))),
    )
    return _astray("slides", target, url, desk, page, types=(*SLIDES, "document"))


def _post(desk: Desk) -> Entry:
    target = desk.work()
    title = desk.one(
        target.title,
        f"{target.title}, explained",
        f"Paper review: {target.title}",
        f"Understanding “{target.title}”",
        f"论文笔记：{target.title}",
        f"{target.title} (Paper Summary)",
    )
    url = desk.one(
        f"https://{desk.host('blog')}/2021/03/{slug(title) or 'x'}-{desk.number()}/",
        f"https://medium.com/@somebody/{slug(title)}-{desk.number():08x}",
        f"https://zhuanlan.zhihu.com/p/{desk.number()}",
        f"https://{desk.host('people')}/notes/{desk.number()}",
    )
    work = target.record
    address = f"https://doi.org/{work.doi}" if work.doi else f"https://arxiv.org/abs/{work.key}"
    page = Page(
        url=url,
        title=title,
        authors=(desk.library.person().spoken,),
        date="2021-03-09",
        body=("What the paper says, in pictures.", f"Paper: {_spoken_id(target)}"),
        links=((address, desk.one("the paper", target.title)),),
        meta=desk.chance.choice(
            ((), (("og:type", "article"),), (("generator", "WordPress 5"),))
        ),
        dialects=desk.chance.choice((("jsonld:BlogPosting",), (), ("og",))),
    )
    return _astray("post about it", target, url, desk, page, types=POST)


def _code(desk: Desk) -> Entry:
    target = desk.work()
    name = f"{desk.library.person().family.lower()}/{slug(target.title)[:20]}{desk.number()}"
    host = desk.one("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
    url = f"https://{host}/{name}"
    what = desk.one("Code for", "Official implementation of", "")
    page = Page(
        url=url,
        title=f"{name}: {what} {target.title}",
        body=("# Citation", f"Please cite {_spoken_id(target)}."),
        meta=(("og:site_name", "GitHub"), ("og:type", "object")),
    )
    return _astray("code", target, url, desk, page, types=CODE)


def _project(desk: Desk) -> Entry:
    """The page of a project, whose paper has another name."""
    target = desk.work()
    name = desk.one("Atlas", "Mimosa", "Quill", "Dressing in Order", "OpenThing")
    url = f"https://{desk.host('project')}/{name.lower().replace(' ', '-')}{desk.number()}/"
    page = Page(
        url=url,
        title=desk.one(name, f"{name} - project page", f"Welcome to {name}"),
        authors=target.people[:2],
        body=("# Paper", f"{target.title}. {_spoken_id(target)}", "# BibTeX"),
    )
    label = desk.one(name, "project page", "website", "")
    return Entry(trap="project", url=url, label=label, pages=(page,), types=WEB)


def _news(desk: Desk) -> Entry:
    target = desk.work()
    url = f"https://{desk.host('news')}/2020/{desk.number()}"
    title = desk.one(
        f"New study: {target.title}", "Small ensembles read scans as well as doctors"
    )
    page = Page(
        url=url,
        title=title,
        authors=(desk.library.person().spoken,),
        date="2020-03-18",
        body=(f"The study appeared in {target.record.venue} ({_spoken_id(target)}).",),
        dialects=desk.chance.choice((("jsonld:NewsArticle", "og"), ("og",))),
    )
    return _astray("news", target, url, desk, page, types=POST)


def _video(desk: Desk) -> Entry:
    target = desk.work()
    number = desk.number()
    url = desk.one(
        f"https://www.youtube.com/watch?v=wild{number:07}",
        f"https://youtu.be/wild{number:07}",
        f"https://vimeo.com/{number}",
        f"https://slideslive.com/3{number}",
        f"https://www.bilibili.com/video/av{number}",
    )
    meta = (("og:type", "video.other"), ("og:title", target.title))
    page = Page(url=url, title=target.title, meta=meta, body=(_spoken_id(target),))
    return _astray("video", target, url, desk, page, types=("videoRecording", "presentation"))


def _question(desk: Desk) -> Entry:
    target = desk.work()
    url = f"https://{desk.host('questions')}/q/{desk.number()}"
    title = desk.one(f"{target.title} - why does it work?", target.title)
    page = Page(url=url, title=title, body=(f"I read {_spoken_id(target)} and wonder.",))
    return _astray("question", target, url, desk, page)


def _thesis(desk: Desk) -> Entry:
    target = desk.work()
    url = f"https://{desk.host('uni')}/{desk.one('theses', 'etd', 'files')}/{desk.number()}.pdf"
    body = ("A thesis submitted for the degree of Doctor of Philosophy", "University, 2015")
    page = Page(
        url=url,
        kind="pdf",
        layout="thesis",
        title=target.title,
        authors=(desk.library.person().spoken,),
        body=body,
    )
    return _astray("thesis of the same name", target, url, desk, page)


def _supplement(desk: Desk) -> Entry:
    target = desk.library.work(likes=0)
    form = desk.one(
        "Supplementary Material for {}", "Supplement to “{}”", "Supplementary Material: {}",
        "{} (Supplementary Material)", "{} - Appendix", "Online Appendix to {}",
    )  # fmt: skip
    name = desk.one("supp", "appendix", f"{slug(target.title)[:40]}-supplemental")
    url = f"https://{desk.host('people')}/papers/{desk.number()}/{name}.pdf"
    title = form.format(target.title)
    page = Page(url=url, kind="pdf", title=title, authors=target.people)
    label = desk.one(title, "supplement", "supplementary material", "appendix", "")
    return Entry(trap="supplement", url=url, label=label, pages=(page,))


def _near_file(desk: Desk) -> Entry:
    """A PDF of something nearly called like a registered work, and registered nowhere."""
    target = desk.library.work(likes=0)
    kinds = sorted(LIKE_IT.keys() - {"deposit", "second edition"})
    kind = desk.chance.choice(kinds)
    other = LIKE_IT[kind](replace(target.record, issued=target.year), desk.chance)
    name = desk.one(slug(other.full_title)[:60], f"p{desk.number()}")
    url = f"https://{desk.host('people')}/papers/{desk.number()}/{name}.pdf"
    people = tuple(name.spoken for name in other.authors)
    page = Page(url=url, kind="pdf", title=other.full_title, authors=people)
    label = desk.one(other.full_title, other.full_title, "pdf", "")
    return Entry(trap=f"near miss: {kind}", url=url, label=label, pages=(page,))


def _near_page(desk: Desk) -> Entry:
    """The landing page of a registered work like another one, which the list may mean."""
    target = desk.work()
    kind = desk.chance.choice(sorted(LIKE_IT.keys() - {"deposit"}))
    other = desk.library.like(target, kind)
    url = f"https://{desk.host('journal')}/article/{desk.number()}"
    page = page_of(other, url, *desk.chance.choice(DIALECTS))
    label = desk.one(other.title, "pdf", "", other.title)
    ids = other.ids
    return Entry(trap=f"like another: {kind}", url=url, label=label, pages=(page,), ids=ids)


def _deposit(desk: Desk) -> Entry:
    """Data or code under a DOI of its own, and the paper's name."""
    target = desk.work()
    other = desk.library.like(target, "deposit")
    number = other.record.doi.rpartition(".")[2]
    url = desk.one(
        f"https://zenodo.org/records/{number}", f"https://doi.org/{other.record.doi}"
    )
    label = desk.one(other.title, "data", "", f"{target.title} (data)")
    return Entry(trap="deposit", url=url, label=label, ids=other.ids)


def _wrong_address(desk: Desk) -> Entry:
    """The words name one work, the address another: neither may be taken in silence."""
    named = desk.work()
    near = sorted(LIKE_IT.keys() - {"deposit", "second edition", "same title by others"})
    is_near = desk.is_so(0.3)
    other = desk.library.like(named, desk.chance.choice(near)) if is_near else desk.work()
    url = f"https://{desk.host('journal')}/article/{desk.number()}"
    pages: tuple[Page, ...] = ()
    kind = desk.one("identifier", "identifier", "page", "file")
    if kind == "identifier":
        work = other.record
        url = f"https://doi.org/{work.doi}" if work.doi else f"https://arxiv.org/abs/{work.key}"
    elif kind == "page":
        pages = (page_of(other, url, *desk.chance.choice(DIALECTS)),)
    else:
        url = f"https://{desk.host('people')}/papers/{desk.number()}.pdf"
        pages = (Page(url=url, kind="pdf", title=other.title, authors=other.people),)
    label = desk.one(named.title, desk.label(named))
    kind = f"{kind}, near miss" if is_near else kind
    return Entry(trap=f"wrong address: {kind}", url=url, label=label, pages=pages)


def _wrong_metadata(desk: Desk) -> Entry:
    """A page whose template kept the numbers of another paper."""
    target, other = desk.work(), desk.work("doi")
    url = f"https://{desk.host('journal')}/article/{desk.number()}"
    page = replace(
        plain_page(target, url),
        meta=(
            ("citation_title", target.title),
            *(("citation_author", person) for person in target.people),
            ("citation_doi", other.record.doi),
        ),
    )
    return Entry(
        trap="metadata of another", url=url, ids=target.ids, pages=(page,), **desk.said(target)
    )


def _typing_error(desk: Desk) -> Entry:
    """A DOI of which a sign is wrong: it may be another's, or nobody's."""
    target = desk.work("doi")
    doi = target.record.doi
    at = desk.chance.choice([i for i, sign in enumerate(doi) if sign.isdigit() and i > 8])
    wrong = doi[:at] + str((int(doi[at]) + 1) % 10) + doi[at + 1 :]
    label = desk.one(target.title, desk.label(target))
    return Entry(
        trap="DOI with an error", url=f"https://doi.org/{wrong}", label=label, ids=target.ids
    )


def _general(desk: Desk) -> Entry:
    """Notes under a title that is a whole field's."""
    title = desk.one(
        "Deep Learning", "Introduction", "Optimization", "Machine Learning", "Graph Theory",
        "Mathematics of Deep Learning", "Lecture Notes", "Reinforcement Learning", "Statistics",
        "Neural Networks", "Notes on Optimal Transport", "Convex Optimization", "Attention",
    )  # fmt: skip
    author = desk.library.person().spoken
    named = replace(desk.work("doi").record, doi="", title=title, preprint=None)
    desk.library.records.append(replace(named, doi=f"10.4999/general.{desk.number()}"))
    folder = desk.one("teaching", "files", "notes")
    url = f"https://{desk.host('people')}/{folder}/{desk.number()}.pdf"
    page = Page(url=url, kind="pdf", title=title, authors=(author,))
    return Entry(trap="general title", url=url, label=desk.one(title, ""), pages=(page,))


TRAPS: Mapping[Callable[[Desk], Entry], int] = {
    _talk: 2,
    _slides: 3,
    _post: 3,
    _code: 2,
    _project: 1,
    _news: 1,
    _video: 1,
    _question: 1,
    _thesis: 1,
    _supplement: 2,
    _near_file: 4,
    _near_page: 3,
    _deposit: 1,
    _wrong_address: 3,
    _wrong_metadata: 1,
    _typing_error: 2,
    _general: 2,
}
"""The makers of entries, and how often each is used."""
