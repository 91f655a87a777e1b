"""What an entry of a list says and means, and the small things that entries are made of."""

import re
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import TypedDict

from tests.standin.pages import Page
from tests.standin.wild.works import Library, Target

WEB = ("webpage",)
FILE = ("document", "report", "presentation", "webpage")
ANYTHING: tuple[str, ...] = ()
"""No type is wrong."""
VAGUE = (
    "", "", "pdf", "PDF", "link", "here", "paper", "[pdf]", "arXiv", "论文", "链接", "📄",
    "📝 paper",
)  # fmt: skip
"""What lists call a link that they say no more about; "" for a bare or an empty one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of a list, and what a careful librarian would make of it."""

    trap: str
    """The class of its difficulty."""
    url: str
    """Its address; "" for a work that is named in words only."""
    label: str = ""
    """The words of the link itself."""
    lead: str = ""
    """What the list says before the link, such as the title in front of "[pdf]"."""
    tail: str = ""
    """What it says after it."""
    ids: tuple[str, ...] = ()
    """Any of these is right; if there are none, any identity is wrong."""
    namesakes: tuple[str, ...] = ()
    """Works of the very same title, where nothing at hand tells them from the one meant, which
    nobody has registered: a librarian would take them for it."""
    types: tuple[str, ...] = ANYTHING
    pages: tuple[Page, ...] = ()
    """What stands at the address, and behind it."""
    is_forbidden: bool = False
    """It is of the kinds of pages on which nothing may ever be accepted."""


class Words(TypedDict, total=False):
    """The words of an entry, by its fields."""

    label: str
    lead: str
    tail: str


class Desk:
    """What every maker of entries needs: chance, works, and addresses that are used once."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.library = Library(chance)
        self._numbers = count(1)

    def one(self, *options: str) -> str:
        """Any of them."""
        return self.chance.choice(options)

    def is_so(self, share: float) -> bool:
        """True for that share of the times."""
        return self.chance.random() < share

    def work(self, manner: str = "", *, known: float = 1.0) -> Target:
        """A new work; `known` is the share of those that a registry has."""
        return self.library.work(manner, is_registered=self.is_so(known))

    def number(self) -> int:
        """A number that is used once."""
        return next(self._numbers)

    def host(self, kind: str) -> str:
        """A host among a few dozen of a kind."""
        return f"{kind}{self.chance.randrange(40)}.example"

    def listed(self, number: int) -> tuple[Target, ...]:
        """Works on a page that is about many."""
        return tuple(self.library.work(likes=0) for _ in range(number))

    def label(self, target: Target) -> str:
        """A work as a list calls it in the words of a link."""
        chance = self.chance
        family = target.record.authors[0].family
        title, year = target.title, target.year
        venue = chance.choice(("NeurIPS", "ICML", "CVPR", "JMLR", "ACL", "arXiv", "KDD"))
        many = f"{family} et al." if len(target.people) > 1 else family
        return chance.choice(
            (
                title,
                title,
                title,
                f"{title}.",
                title.upper(),
                title.lower(),
                f"“{title}”",
                f"[{chance.randint(1, 90)}] {title}",
                f"{chance.randint(1, 90)}. {title}",
                f"{many} ({year}): {title}",
                f"{many}, {year}. {title}.",
                f"{title} ({venue} {year})",
                f"{title} [{venue}'{year[2:]}]",
                f"{title}, {venue} {year}",
                f"{title} [pdf]",
                f"📄 {title} ⭐",
                f"🔥🔥 {title}",
                f"论文：{title}",
                f"《{title}》",
                f"{title} by {', '.join(target.people[:3])}",
                f"{', '.join(target.people[:4])}. {title}. {year}",
                self._with_a_slip(title),
            )
        )

    def venue(self, target: Target) -> str:
        """A link called by where its work appeared."""
        name = self.chance.choice(("NeurIPS", "ICML", "CVPR", "ICLR", "ACL", "TPAMI", "arXiv"))
        return self.chance.choice(
            (
                f"{name} {target.year}",
                f"{name}'{target.year[2:]}",
                name,
                f"({name}{target.year})",
            )
        )

    def _with_a_slip(self, title: str) -> str:
        long = list(re.finditer(r"[A-Za-z]{8,}", title))
        if not long:
            return title
        at = self.chance.choice(long).start() + 3
        return title[:at] + title[at + 1 :]

    def said(self, target: Target) -> Words:
        """The words of an entry about a work: its title in the link, before it, or nowhere."""
        manner = self.chance.random()
        people = ", ".join(target.people[:3])
        if manner < 0.55:
            tail = self.one(
                "", "", f" - {people}", f", {people}, {target.year}", " - a classic!"
            )
            return {"label": self.label(target), "tail": tail}
        if manner < 0.7:
            lead = self.one(
                f"{target.title} ",
                f"**{target.title}** ",
                f"{people}. {target.title}. {target.record.venue}, {target.year}. ",
                f"*{target.title}*, {people} ({target.year}) ",
            )
            return {"label": self.one("pdf", "paper", "link", "PDF"), "lead": lead}
        if manner < 0.8:
            return {"label": self.venue(target)}
        return {"label": self.chance.choice(VAGUE)}


def slug(title: str) -> str:
    """A title as part of an address."""
    return re.sub(r"[^a-z\d]+", "-", title.lower()).strip("-")[:80]


def page_of(target: Target, url: str, *dialects: str) -> Page:
    """The page of a work, which declares it in some dialects."""
    return Page(
        url=url,
        dialects=dialects,
        title=target.title,
        authors=target.people,
        date=target.record.issued,
        record=target.record,
    )


def plain_page(target: Target, url: str) -> Page:
    """A page that shows a work's title and its people, and declares nothing."""
    return Page(url=url, title=target.title, authors=target.people)
