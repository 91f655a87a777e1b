"""Finds what is related without being one: slides and paper, code and page, years of a course.

A relation needs evidence that can be said in words; that two links stand in one entry of a
list is none. What is one work is merged elsewhere and is no relation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from urllib.parse import unquote

from enrichers.identifiers.canonical import dedup_key
from enrichers.items.kinds import host_of, split
from enrichers.items.naming import is_generic
from enrichers.kin.beside import Form, entries, form_of, is_form_of_paper, leads_on
from enrichers.kin.roles import LIKE_ONE, PRESENTING, TALKS, TOGETHER, Role, may_offer, role_of
from enrichers.merge import work_id
from enrichers.model import Identifier, Resolution, Work
from enrichers.pages.model import Reading
from enrichers.resolve import Resolved
from enrichers.words.clean import clean
from enrichers.words.vocabulary import LONGEST_TITLE, information, words
from enrichers.writing.text import squeeze
from enrichers.writing.titles import similarity
from seeds.model import Link


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Relation:
    """Two works or items that belong together and are not one."""

    one: str
    """The `work_id` that comes first in order."""
    other: str
    reason: str
    """The evidence, in words that hold for both."""

    def beyond(self, name: str) -> str:
        """The other end, seen from one of them."""
        return self.other if name == self.one else self.one


MOST_OF_ONE = 10  # relations of one item; what has more is a hub, and says nothing of any
MOST_TOGETHER = 8  # works in one entry, of one title or editions of one course
TELLING = 28.0
"""Bits of a title that names one thing wherever it stands: "Neural Ordinary Differential
Equations" has 34, "Deep Residual Learning for Image Recognition" 26, "Mathematics of Deep
Learning", which several courses are called, 22."""
TELLING_WITH_AUTHORS = 14.0  # two rarer words: enough where a person is on both
OWNER_AND_NAME = 2  # parts of a repository's address behind the host
SAME_COURSE = 0.6  # likeness of titles at one address but for the term: enough to be a course's

_SEASON = r"(?:spring|summer|fall|autumn|winter|wise|sose|ws|ss|sp|fa)"
TERM = re.compile(
    rf"(?<![^\W\d_]){_SEASON}[\s_'’-]{{0,2}}(?:of\s)?(?:(?:19|20)\d\d|\d\d)(?:[/-]?\d\d)?(?!\d)"
    rf"|(?<=\d)[fs][012]\d(?!\d)|(?<!\d)(?:19|20)\d\d(?:[\s_-]?{_SEASON}(?![^\W\d_]))?(?!\d)",
    re.IGNORECASE,
)
"""When a course is held, in its address or its name."""
PAGES_OF_CODE = {"github.com": "github.io", "gitlab.com": "gitlab.io"}
"""Where hosts of code show the pages of a repository."""
HOSTS_OF_CODE = (*PAGES_OF_CODE, *PAGES_OF_CODE.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A work or item with all that relations are read off."""

    name: str
    work: Work
    role: Role
    links: tuple[Link, ...]
    readings: tuple[Reading, ...]
    """What its pages say of themselves."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where it is, in the form in which addresses are compared."""
        urls = {*(link.url for link in self.links), self.work.url} - {""}
        return tuple(sorted(set(map(dedup_key, urls))))

    @property
    def title(self) -> str:
        """As much of its title as is looked at."""
        return self.work.title[:LONGEST_TITLE]

    @property
    def titles(self) -> frozenset[str]:
        """What it is called: by itself, and by lists that say no more than a title."""
        if self.role is Role.PAPER:
            return frozenset({self.title})
        labels = (clean(link.label).title for link in self.links)
        return frozenset({self.title, clean(self.title).title, *labels}) - {""}

    @property
    def families(self) -> frozenset[str]:
        """The family names of its authors, and their last words."""
        names = [author.family or author.name for author in self.work.authors]
        forms = chain(names, (name.split()[-1] for name in names if name.strip()))
        return frozenset(map(squeeze, forms)) - {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """All that relations are looked for in."""

    pieces: Mapping[str, _Piece]
    """By `work_id`, in order."""
    names: Mapping[Link, str]
    """The `work_id` of each link, in the order of the lists."""
    by_identifier: Mapping[Identifier, Work]


Finder = Callable[[_Scene], Iterable[Relation]]


def relations(
    resolutions: Sequence[Resolution], works: Mapping[str, Work], resolved: Resolved
) -> tuple[Relation, ...]:
    """Every pair of works that is related, once, in order; the order of lists and works does
    not matter. Of several reasons the firmest is given."""
    names = {end.link: end.work_id for end in resolutions if end.work_id in works}
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link, name in names.items():
        links[name].append(link)
    scene = _Scene(
        pieces={
            name: _piece(name, works[name], links[name], resolved) for name in sorted(links)
        },
        names=names,
        by_identifier=resolved.by_identifier,
    )
    return _bounded(chain.from_iterable(sorted(find(scene)) for find in FINDERS))


def by_end(relations: Iterable[Relation]) -> Mapping[str, list[Relation]]:
    """The relations of each work that has any, in their order."""
    ends: dict[str, list[Relation]] = {}
    for relation in relations:
        ends.setdefault(relation.one, []).append(relation)
        ends.setdefault(relation.other, []).append(relation)
    return ends


def _bounded(found: Iterable[Relation]) -> tuple[Relation, ...]:
    """Each pair once, by the first that found it; none of what would have too many."""
    firmest: dict[tuple[str, str], Relation] = {}
    for relation in found:
        firmest.setdefault((relation.one, relation.other), relation)
    counts = Counter(chain.from_iterable(firmest))
    hubs = {name for name, count in counts.items() if count > MOST_OF_ONE}
    return tuple(sorted(each for pair, each in firmest.items() if hubs.isdisjoint(pair)))


def _piece(name: str, work: Work, links: Sequence[Link], resolved: Resolved) -> _Piece:
    sights = (resolved.sights.get(resolved.names.get(link, "")) for link in links)
    readings = [sight.reading for sight in sights if sight]
    return _Piece(
        name=name,
        work=work,
        role=role_of(work),
        links=tuple(links),
        readings=tuple(filter(None, readings)),
    )


def _relation(one: _Piece, other: _Piece, reason: str) -> Relation:
    first, second = sorted((one.name, other.name))
    return Relation(one=first, other=second, reason=reason)


def _of_one_repository(scene: _Scene) -> Iterator[Relation]:
    """A repository and the pages that its host shows for it, by their addresses."""
    repositories: dict[str, _Piece] = {}
    homes: dict[str, _Piece] = {}
    for piece in scene.pieces.values():
        if not any(host in link.url.lower() for link in piece.links for host in HOSTS_OF_CODE):
            continue
        for parts in map(split, piece.addresses):
            host, *path = (host_of(parts) + unquote(parts.path).rstrip("/")).lower().split("/")
            homes["/".join((host, *path))] = piece
            if host in PAGES_OF_CODE and len(path) == OWNER_AND_NAME:
                home, name = f"{path[0]}.{PAGES_OF_CODE[host]}", path[1].removesuffix(".git")
                repositories[home if name == home else f"{home}/{name}"] = piece
    for home in sorted(repositories.keys() & homes.keys()):
        if repositories[home] is not homes[home]:
            yield _relation(repositories[home], homes[home], "a repository and its own pages")


def _named_by_page(scene: _Scene) -> Iterator[Relation]:
    """What presents one paper, by the only identifier that its page names as its subject."""
    for piece in scene.pieces.values():
        if piece.role not in PRESENTING:
            continue
        said = (
            claim.candidates
            for reading in piece.readings
            if not reading.is_list
            for claim in (*reading.claims, *reading.mentions)
        )
        named = {
            work_id(work): known
            for known in chain.from_iterable(said)
            if (work := scene.by_identifier.get(known))
        }
        for name, known in named.items() if len(named) == 1 else ():
            paper = scene.pieces.get(name)
            if paper and paper.role is Role.PAPER and paper is not piece:
                share = _share_authors(piece, paper)
                if share or (share is None and piece.role is not Role.PAGE):
                    yield _relation(piece, paper, f"{known} is named by the {piece.role}")


def _of_one_title(scene: _Scene) -> Iterator[Relation]:
    """What presents one work in different forms, or one talk more than once."""
    by_title: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for piece in scene.pieces.values():
        for title in sorted(piece.titles) if piece.role in TOGETHER else ():
            by_title[squeeze(title)][piece.name] = title
    for titles in by_title.values():
        pieces = [scene.pieces[name] for name in titles]
        papers = sum(piece.role is Role.PAPER for piece in pieces)
        if len(pieces) > MOST_TOGETHER or papers > 1:
            continue
        bits = information(words(min(titles.values())))
        for one, other in combinations(pieces, 2):
            if reason := _why_of_one_title(one, other, bits):
                yield _relation(one, other, reason)


def _why_of_one_title(one: _Piece, other: _Piece, bits: float) -> str:
    share = _share_authors(one, other)
    if share is False or bits < (TELLING_WITH_AUTHORS if share else TELLING):
        return ""
    if one.role is other.role:
        is_talk = one.role in TALKS and share
        return "talks of the same title by the same speaker" if is_talk else ""
    first, second = sorted((one.role, other.role), key=list(Role).index)
    is_rather_one = {first, second} in LIKE_ONE
    return "" if is_rather_one else f"{first} and {second} of the same title"


def _in_one_entry(scene: _Scene) -> Iterator[Relation]:
    """What an entry of a list offers as slides, code and so on of the work that it is about."""
    for entry in entries(scene.names):
        names = {scene.names[link] for link in entry}
        if not 1 < len(names) <= MOST_TOGETHER:
            continue
        offered = {link: form for link in entry if (form := form_of(link))}
        main = _main(entry, offered, scene)
        if main is None:
            continue
        for link, form in offered.items():
            work, other = (scene.pieces[scene.names[each]] for each in (main, link))
            is_fitting = work is not other and may_offer(work.role, form, other.role)
            if is_fitting and _is_beside(link, main, entry, offered):
                where = f"{link.document}, line {link.line}"
                yield _relation(work, other, f"offered as its {form} in one entry ({where})")


def _is_beside(
    link: Link, main: Link, entry: Sequence[Link], offered: Mapping[Link, Form]
) -> bool:
    """Whether nothing else comes between an entry's work and what is offered of it, which
    stands behind it unless both are no more than forms: "[slides] [pdf]"."""
    first, last = sorted((entry.index(main), entry.index(link)))
    is_after = entry[last] is link or is_form_of_paper(main)
    between = entry[first + 1 : last]
    is_next = all(each in offered or is_form_of_paper(each) for each in between)
    return is_after and is_next and not leads_on(main, link)


def _main(entry: Sequence[Link], offered: Mapping[Link, Form], scene: _Scene) -> Link | None:
    """The link to what the entry is about: its only paper, or its only link that is offered as
    no form of something else."""
    others = [link for link in entry if link not in offered]
    for role in (Role.PAPER, Role.DOCUMENT):
        papers = [link for link in others if scene.pieces[scene.names[link]].role is role]
        if papers:
            return papers[0] if len({scene.names[link] for link in papers}) == 1 else None
    return others[0] if len({scene.names[link] for link in others}) == 1 else None


def _editions(scene: _Scene) -> Iterator[Relation]:
    """One course in different terms, by addresses or titles that differ in nothing else."""
    alike: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for piece in scene.pieces.values():
        if piece.role is not Role.COURSE:
            continue
        for parts in map(split, piece.addresses):
            address = f"{host_of(parts)}{unquote(parts.path)}?{parts.query}".lower()
            title, term = TERM.sub(" ", piece.title), TERM.search(address)
            if term:
                alike["address", TERM.sub("\0", address)][piece.name] = term[0]
            term = TERM.search(piece.title) or term
            if term and not is_generic(title, piece.addresses[0]):
                alike["title", f"{host_of(parts)} {squeeze(title)}"][piece.name] = term[0]
    for terms in alike.values():
        if not 1 < len(terms) <= MOST_TOGETHER:
            continue
        for one, other in combinations(sorted(terms), 2):
            pieces = scene.pieces[one], scene.pieces[other]
            if terms[one] != terms[other] and _are_one_course(*pieces):
                held = " and in ".join(sorted((terms[one], terms[other])))
                yield _relation(*pieces, f"one course, in {held}")


def _are_one_course(one: _Piece, other: _Piece) -> bool:
    """Whether titles say so too: a teacher's page of a term can be about any course."""
    titles = [TERM.sub(" ", piece.title) for piece in (one, other)]
    ours, theirs = map(squeeze, titles)
    return ours in theirs or theirs in ours or similarity(*titles) >= SAME_COURSE


def _share_authors(one: _Piece, other: _Piece) -> bool | None:
    """Whether somebody made both; None where that is not known."""
    if not one.families or not other.families:
        return None
    return not one.families.isdisjoint(other.families)


FINDERS: tuple[Finder, ...] = (
    _of_one_repository,
    _named_by_page,
    _in_one_entry,
    _of_one_title,
    _editions,
)
"""The firmest evidence first."""
