"""What the options of a command stand for: a job, settings, a library."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.settings import BadSettings, Settings, checked_contact, load

if TYPE_CHECKING:
    from flows.progress import Watch
    from flows.steps import Job

SAID = ("contact", "state", "include", "local")
"""Settings that options may change."""


def job_of(
    options: argparse.Namespace, *, group: str = "", is_rehearsal: bool = False
) -> "Job":
    """The job, without its lists. Raises BadSettings."""
    from flows.steps import Job

    return Job(
        lists=(),
        into=getattr(options, "into", Path()),
        settings=settings_for(options),
        library=library_of(group),
        is_rehearsal=is_rehearsal,
        is_restoring=getattr(options, "restore", False),
    )


def gathered_for(options: argparse.Namespace, job: "Job", watch: "Watch") -> "Job":
    """The job with the lists that are named, fetched where they are elsewhere.

    Raises BadSeed and BadSettings.
    """
    from flows.folders import passed_over
    from flows.lists import gathered

    lists = gathered(options.lists, job.settings, watch=watch)
    return replace(job, lists=lists, remarks=passed_over(options.lists, lists))


def settings_for(options: argparse.Namespace) -> Settings:
    """The settings file's, but for what is said by options. Raises BadSettings."""
    given = {
        name: value for name in SAID if (value := getattr(options, name, None)) is not None
    }
    if "contact" in given:
        checked_contact(str(given["contact"]))
    return replace(load(options.settings), **given)


def library_of(group: str) -> str:
    """ "groups/ID" for a group's number, "users/ID" for "user:ID". Raises BadSettings."""
    if not group:
        return ""
    kind, _, number = group.rpartition(":")
    if kind not in {"", "group", "user"} or not (number.isascii() and number.isdigit()):
        raise BadSettings(f"--group takes a group's number, or user:NUMBER; not '{group}'")
    return f"{'users' if kind == 'user' else 'groups'}/{number.lstrip('0') or 0}"
