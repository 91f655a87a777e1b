"""A library on zotero.org and its copy in Zotero desktop."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from outputs.zotero.connection import Group
from outputs.zotero.push import push
from tests.outputs.zotero.works import article
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup

FIELDS = ("date", "pages", "title")


def live(group: ZoteroGroup) -> list[str]:
    """The titles of the items that are not in the trash."""
    items = group.items(include_trashed=False).values()
    return sorted(str(item["title"]) for item in items)


@dataclass
class Pair:
    """A library on zotero.org and its copy in Zotero desktop, kept in step."""

    standin: StandIn
    local: Group
    web: Group
    state: Path
    written: dict[str, str] = field(default_factory=dict[str, str])
    """What people wrote last, by field."""

    @property
    def item(self) -> dict[str, object]:
        [item] = self.standin.zotero.items().values()
        return item

    def run(self, way: str, date: str) -> None:
        web = replace(self.web, endpoint=self.standin.endpoints["zotero"])
        local = replace(self.local, endpoint=self.standin.desktop_endpoint)
        group = web if way == "web" else local
        push([article(issued=date, pages=f"1-{date}")], group=group, state=self.state)
        self._sync(to_desktop=way == "web")

    def edit(self, where: str, name: str, value: str) -> None:
        is_web = where == "on zotero.org"
        group = self.standin.zotero if is_web else self.standin.desktop.group
        [key] = group.items()
        group.edit_item(key, **{name: value})
        self.written[name] = value
        self._sync(to_desktop=is_web)

    def _sync(self, *, to_desktop: bool) -> None:
        if to_desktop:
            self.standin.desktop.sync(self.standin.zotero)
        else:
            self.standin.desktop.upload(self.standin.zotero)
