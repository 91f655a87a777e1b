"""Who may do what where: libraries, people, their API keys, and what each key allows."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.standin.zotero.records import Json
from tests.standin.zotero.refusals import Refusal, invalid

GROUP_ID = 4242
GROUP_NAME = "Stand-in Group"
GROUP_SLUG = "stand-in_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account."""

    id: int
    name: str
    is_member: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose library it is, and where it stands."""

    kind: str
    """"group" or "user"."""
    id: int
    """Of the group, or of the user."""
    name: str
    page: str
    """The path of its page on zotero.org."""

    @property
    def path(self) -> str:
        """Such as "/groups/4242"."""
        return f"/{self.kind}s/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key with which somebody lets a program act."""

    key: str
    owner: Person
    may_write: bool = True


OWNER = Person(id=11, name="librarian")
ANNA = Person(id=12, name="anna")
BEN = Person(id=13, name="ben")
STRANGER = Person(id=14, name="stranger", is_member=False)
PEOPLE: Mapping[str, Person] = {p.name: p for p in (OWNER, ANNA, BEN, STRANGER)}

GROUP = Place(kind="group", id=GROUP_ID, name=GROUP_NAME, page=f"/groups/{GROUP_SLUG}")
PERSONAL = Place(kind="user", id=OWNER.id, name=OWNER.name, page=f"/{OWNER.name}")
"""The group owner's own library."""

READ_WRITE_KEY = "standinReadAndWriteKey01"
"""The group owner's key, for reading and writing, the owner's own library too."""
READ_ONLY_KEY = "standinReadingOnlyKey002"
"""The group owner's key, for reading, the owner's own library too."""
MEMBER_KEY = "standinPlainMembersKey03"
"""A plain member's key: it may write unless only admins may edit the library."""
STRANGER_KEY = "standinStrangersOwnKey04"
"""A valid key of somebody who is not in the group."""

API_KEYS: Mapping[str, ApiKey] = {
    api_key.key: api_key
    for api_key in (
        ApiKey(key=READ_WRITE_KEY, owner=OWNER),
        ApiKey(key=READ_ONLY_KEY, owner=OWNER, may_write=False),
        ApiKey(key=MEMBER_KEY, owner=ANNA),
        ApiKey(key=STRANGER_KEY, owner=STRANGER),
    )
}


def person(name: str) -> Person:
    """The person of this name; raises KeyError for a name that the group does not know."""
    return PEOPLE[name]


def person_with(user_id: int) -> Person:
    """The person of this id; an id of nobody here is the owner's doing."""
    return next((p for p in PEOPLE.values() if p.id == user_id), OWNER)


def key_of_request(
    headers: Mapping[str, str], params: Mapping[str, str], *, is_write: bool
) -> ApiKey | None:
    """The key that a request carries in one of its three places, None when it has none.

    Raises Refusal for an unknown key, two that differ, and for a write without one.
    """
    bearer = headers.get("authorization", "")
    shown = headers.get("zotero-api-key") or bearer.removeprefix("Bearer ").strip()
    asked = params.get("key", "")
    if shown and asked and shown != asked:
        raise Refusal(400, "Zotero-API-Key header and 'key' parameter differ", early=True)
    given = shown or asked
    if not given:
        if is_write:
            message = "An API key is required for write requests."
            raise Refusal(403, message, early=True)
        return None
    if given not in API_KEYS:
        raise Refusal(403, "Invalid key", early=True)
    return API_KEYS[given]


def may_write(api_key: ApiKey | None, place: Place, library_editing: str) -> bool:
    """Whether a key may change a library; `library_editing` is "members" or "admins"."""
    if api_key is None or not api_key.may_write or not may_read(api_key, place):
        return False
    return library_editing == "members" or api_key.owner == OWNER


def may_read(api_key: ApiKey | None, place: Place) -> bool:
    """Whether a key may see a library: the group is private."""
    if api_key is None:
        return False
    return api_key.owner.id == place.id if place.kind == "user" else api_key.owner.is_member


def described(api_key: ApiKey) -> Json:
    """/keys/current."""
    access: Json = {}
    if api_key.owner.id == PERSONAL.id:
        rights = {"library": True, "write": api_key.may_write, "notes": True, "files": False}
        access["user"] = rights
    if api_key.owner.is_member:
        access["groups"] = {str(GROUP_ID): {"library": True, "write": api_key.may_write}}
    return {
        "key": api_key.key,
        "userID": api_key.owner.id,
        "username": api_key.owner.name,
        "displayName": "",
        "access": access,
    }


def checked_user(user_id: str, api_key: ApiKey | None) -> None:
    """Raise Refusal unless the path names the key's own user."""
    if not user_id.isdigit():
        raise invalid("Invalid user ID")
    if api_key is None or str(api_key.owner.id) != user_id:
        raise Refusal(403, "Forbidden")
