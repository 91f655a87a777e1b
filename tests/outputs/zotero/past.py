"""The runs so far, and the way back."""

from pathlib import Path
from typing import Any

from outputs.zotero.connection import Group
from outputs.zotero.journal import RunRecord
from outputs.zotero.push import history
from outputs.zotero.undo import Undone, undo
from tests.outputs.zotero.works import article, cited, known
from tests.standin.zotero import ZoteroGroup

NEWS = known(
    cited(article(1), 500),
    title="New",
    volume="63",
    authors=article(1).work.authors[:1],
    issued="2021-01",
)


class Past:
    """The runs so far, and the way back."""

    def __init__(self, group: Group, state: Path) -> None:
        self.group = group
        self.state = state

    def runs(self) -> list[RunRecord]:
        return history(self.group, state=self.state)

    def undo(self, run: int = 0) -> Undone:
        """Take back the run of this number, or the last one."""
        return undo(run or self.runs()[0].number, group=self.group, state=self.state)


def said(theirs: ZoteroGroup) -> dict[str, Any]:
    """What the group says outside the trash, whenever it was written."""
    passing = {"version", "dateAdded", "dateModified"}
    live = theirs.items(include_trashed=False) | {
        key: each for key, each in theirs.collections().items() if not each.get("deleted")
    }
    return {
        key: {name: value for name, value in each.items() if name not in passing}
        for key, each in live.items()
    }
