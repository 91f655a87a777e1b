"""A Zotero group and a personal library for tests, with the behaviour of the true Web API."""

from tests.standin.zotero.access import (
    GROUP_ID,
    MEMBER_KEY,
    PERSONAL,
    READ_ONLY_KEY,
    READ_WRITE_KEY,
    STRANGER_KEY,
)
from tests.standin.zotero.group import Snapshot, ZoteroGroup
from tests.standin.zotero.refusals import Refusal

__all__ = [
    "GROUP_ID",
    "MEMBER_KEY",
    "PERSONAL",
    "READ_ONLY_KEY",
    "READ_WRITE_KEY",
    "STRANGER_KEY",
    "Refusal",
    "Snapshot",
    "ZoteroGroup",
]
