"""What people chose for the group: for all lists of a run, and for single lists beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.settings import BadSettings, Settings, changed, read_toml
from outputs.zotero.entry import Include, Leaving, Policy, Prefer
from seeds.read import names_of_documents

OWN = ".toml"
"""Behind a list's name: the file beside it that holds its own settings."""
OF_LISTS = ("include", "prefer", "tags", "relations", "refresh", "root", "leaving")
"""The settings that a list may have of its own; all others are those of the run."""


def policy_of(settings: Settings) -> Policy:
    """What the user chose about the group."""
    return Policy(
        include=Include(settings.include),
        prefer=Prefer(settings.prefer),
        tags=settings.tags,
        relations=settings.relations,
        refresh=None if "*" in settings.refresh else frozenset(settings.refresh),
        root=tuple(part.strip() for part in settings.root.split("/") if part.strip()),
        leaving=Leaving(settings.leaving),
    )


def policies_of(lists: Sequence[Path], settings: Settings) -> Mapping[str, Policy]:
    """The policy of every list, by the list's name in tables; none where no list has its own.

    What LIST.toml says counts for that list, whatever zotlist.toml and the flags say; what it
    does not say is as they have it. Raises BadSettings.
    """
    told = {path: _own(path) for path in lists}
    if not any(told.values()):
        return {}
    names = names_of_documents(lists)
    return {
        names[path]: policy_of(changed(settings, own, told_by=_file(path)))
        for path, own in told.items()
    }


def _own(path: Path) -> dict[str, object]:
    file = _file(path)
    if not file.is_file():
        return {}
    own = read_toml(file)
    for name in own:
        if name not in OF_LISTS:
            raise BadSettings(
                f"{file}: '{name}' is no setting of a single list; a list may have: "
                + ", ".join(OF_LISTS)
            )
    return own


def _file(path: Path) -> Path:
    return path.with_name(path.name + OWN)
