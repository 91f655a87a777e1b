"""Go through a document passage by passage: which headings stand above its links."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seeds.block import Block
from seeds.model import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block of a document and what it means for the headings."""

    block: Block
    heading: int = 0
    """The level of a heading, 1 for the outermost; 0 for everything else."""
    ends: int = 0
    """Before it, everything under headings of this level and below ends; 0 for nothing."""


class Outline:
    """The path of headings; a heading ends those of its own level and below."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above, outermost first, without those that have no words."""
        return tuple(title for _, title in self._open if title)

    def enter(self, level: int, title: str) -> None:
        """Come to a heading; 1 is the outermost level."""
        self.leave(level)
        self._open.append((level, title))

    def leave(self, level: int) -> None:
        """Come to the end of everything under headings of this level and below."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()


def links_in(
    passages: Iterable[Passage], document: str, outline: Outline | None = None
) -> Iterator[Link]:
    """Yield the links of all passages in order; a link in a heading stands above it."""
    outline = outline or Outline()
    for passage in passages:
        if passage.ends:
            outline.leave(passage.ends)
        is_heading = passage.heading > 0
        if is_heading:
            outline.leave(passage.heading)
        yield from passage.block.links(document, outline.path, names_works=not is_heading)
        if is_heading:
            outline.enter(passage.heading, passage.block.title)
