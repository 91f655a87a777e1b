"""A walk over the seed list against a stand-in, for the tests of the whole."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.settings import SERVICES, Settings
from flows.steps import Job

SEED = Path(__file__).parent.parent / "seeds" / "lists" / "mathematics-of-deep-learning.md"
TODAY = date(2026, 11, 23)
CONTACT = "tests@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a test's walk keeps its things."""

    folder: Path
    endpoints: dict[str, str]

    def job(self, library: str = "", *lists: Path) -> Job:
        """A walk over the seed list, or over these."""
        endpoints = {name: self.endpoints[name] for name in SERVICES if name in self.endpoints}
        return Job(
            lists=lists or (SEED,),
            into=self.folder / "exports",
            settings=Settings(
                contact=CONTACT, state=self.folder / "state", endpoints=endpoints
            ),
            library=library,
        )
