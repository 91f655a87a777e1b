"""What was read from the inside of a PDF file: pages, Info, and the runs of the first page."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters drawn in one go, in one font."""

    text: str
    size: float
    """The seen font size, in points."""
    x: float
    y: float
    """Where it starts, in points from the lower left corner of the unturned page."""
    cosine: float = 1.0
    sine: float = 0.0
    """The direction of writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """As much as could be read; what is missing was behind the failure."""

    failure: str = ""
    """Why reading ended early, in words; "" if it did not."""
    is_passing: bool = False
    """Whether the failure tells nothing of the file: it may be read another time."""
    pages: int = 0
    sizes: tuple[tuple[float, float], ...] = ()
    """Width and height of the first pages as they are shown, in points."""
    info: Mapping[str, str] = field(default_factory=dict[str, str])
    """Entries of the Info dictionary by their names in PDF: "Title", "Producer"."""
    lines: tuple[tuple[Run, ...], ...] = ()
    """The first page, in the order in which it was written."""
    next_texts: tuple[str, ...] = ()
    """The text of the pages after the first, read only if that one has few words."""

    @property
    def text(self) -> str:
        """The first page, line by line."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)
