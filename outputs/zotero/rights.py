"""What a key may do in a library, found out before any work, with the missing right named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from outputs.zotero import desktop
from outputs.zotero.connection import OK, Connection, NotAllowed

KEYS_PAGE = "https://www.zotero.org/settings/keys"
FORBIDDEN, NOT_FOUND = 403, 404

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a key may do in a library."""

    may_read: bool
    may_write: bool
    missing: str = ""
    """What stands in the way, and what to do about it, in one sentence; empty if nothing."""

    def require_reading(self) -> None:
        """Raise NotAllowed unless the library can be read."""
        if not self.may_read:
            raise NotAllowed(self.missing)

    def require_writing(self) -> None:
        """Raise NotAllowed unless the library can be written to."""
        if not self.may_write:
            raise NotAllowed(self.missing)


def rights_of(connection: Connection) -> Rights:
    """Ask what the key may do: two requests, one for a personal library of zotero.org.

    Raises ZoteroDown.
    """
    group = connection.group
    if group.is_local:
        return _desktop_rights(connection)
    described: Json | None = None
    if group.key:
        status, described = connection.get("/keys/current")
        if status in {FORBIDDEN, NOT_FOUND}:
            return _none(f"Zotero does not know this API key: make a new one at {KEYS_PAGE}")
    if group.kind == "user":
        return user_rights(group.number, described)
    status, answer = connection.get(f"/{group.name}")
    if status != OK:
        return _none(
            f"there is no Zotero group {group.number}, or it is private and this key may not "
            "see it: check the number, and allow the group for the key at " + KEYS_PAGE
            if group.key
            else f"there is no Zotero group {group.number}, or it is private: "
            "an API key is needed in ZOTERO_API_KEY"
        )
    return group_rights(group.number, described, _part(answer, "data"))


def user_rights(number: str, described: Json | None) -> Rights:
    """The rights on a personal library, from /keys/current."""
    if described is None:
        return _none("a personal library needs an API key in ZOTERO_API_KEY")
    if str(described.get("userID")) != number:
        return _none(f"the API key is not that of user {number}")
    access = _part(_part(described, "access"), "user")
    if not access.get("library"):
        return _none(f"the API key has no access to the library: allow it at {KEYS_PAGE}")
    if not access.get("write"):
        return _reading(f"the API key may read but not write: allow writing at {KEYS_PAGE}")
    return Rights(may_read=True, may_write=True)


def group_rights(number: str, described: Json | None, group: Json) -> Rights:
    """The rights on a group, from /keys/current and what the group says about itself.

    The key alone does not tell: a group can leave editing to its admins.
    """
    name = f"the group '{group.get('name', number)}'"
    if described is None:
        return _reading(f"writing to {name} needs an API key in ZOTERO_API_KEY")
    groups = _part(_part(described, "access"), "groups")
    access = _part(groups, number) or _part(groups, "all")
    if not access.get("library"):
        if group.get("libraryReading") == "all":
            return _reading(f"the API key has no access to {name}: allow it at {KEYS_PAGE}")
        return _none(f"the API key has no access to {name}: allow it at {KEYS_PAGE}")
    if not access.get("write"):
        return _reading(
            f"the API key may read {name} but not write to it: allow writing at {KEYS_PAGE}"
        )
    user = described.get("userID")
    admins = {group.get("owner"), *(group.get("admins") or ())}
    who = f"{described.get('username', 'the key belongs to somebody who')}"
    if group.get("libraryEditing") == "admins" and user not in admins:
        return _reading(
            f"only its admins may edit {name}, and {who} is none: an admin can change this "
            "in the group's settings, or make the key"
        )
    if "members" in group and user not in admins | set(group["members"] or ()):
        return _reading(f"{who} is no member of {name}: join it first")
    return Rights(may_read=True, may_write=True)


def _desktop_rights(connection: Connection) -> Rights:
    """The rights that Zotero desktop gives to programs: reading to all, and from Zotero 10 on
    writing to those that its user lets in, who is asked when there is something to write."""
    group = connection.group
    if connection.greet() == FORBIDDEN:
        return _none(desktop.NOT_ALLOWED)
    if group.kind == "group" and connection.fetch(f"/{group.name}").status_code != OK:
        return _none(
            f"Zotero desktop does not hold the group {group.number}: check the number, or let "
            "Zotero sync it"
        )
    listed = f"/{group.name}/collections?limit=1"
    if group.kind == "user" and connection.fetch(listed).status_code != OK:
        return _none(
            f"Zotero desktop is not that of user {group.number}: log in there, or name the "
            "user who is"
        )
    if not connection.server_id:
        return _reading(desktop.ONLY_READ)
    return Rights(may_read=True, may_write=True)


def _part(whole: Json, name: str) -> Json:
    """An object within an object; an empty one where there is none."""
    part = whole.get(name)
    return cast("Json", part) if isinstance(part, Mapping) else {}


def _none(missing: str) -> Rights:
    return Rights(may_read=False, may_write=False, missing=missing)


def _reading(missing: str) -> Rights:
    return Rights(may_read=True, may_write=False, missing=missing)
