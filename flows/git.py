"""Reads single files out of git repositories elsewhere, with the program git."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from flows.keys import without_secrets

ENVIRONMENT = {
    # Nobody is there to be asked for a password.
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes",
    "GIT_ALLOW_PROTOCOL": "https:http:ssh:file",
    "LC_ALL": "C",
}
OF_OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""Set where a hook of git runs us; they would lead git to another repository."""


class GitFailed(Exception):
    """The repository cannot be read; the message says in one line why."""

    def __init__(self, message: str, *, is_outage: bool = True) -> None:
        super().__init__(message)
        self.is_outage = is_outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands in a repository."""

    state: str
    """The same as long as the reference leads to the same commit; "" if that is not known."""
    files: Mapping[str, bytes]
    """By path; only those that are there."""


def look_up(
    paths: Sequence[str], *, at: str, reference: str, known: str, patience: float
) -> Found | None:
    """The files at these paths, as they stand at a branch, tag or "HEAD".

    None if the state is the `known` one, for which nothing is downloaded. The repository is
    fetched without its history into a folder that is thrown away, so that no fetch that was
    killed stands in the way of the next. `patience` is in seconds, for each step. Raises
    GitFailed.
    """
    if shutil.which("git") is None:
        raise GitFailed("there is no program 'git' here: install it", is_outage=False)
    with TemporaryDirectory(prefix="zotlist-") as folder:
        git = _Git(Path(folder), patience, at)
        listed = git.say("ls-remote", "--", at, reference)
        state = hashlib.sha256(listed).hexdigest() if listed else ""
        if state and state == known:
            return None
        git.say("init", "--quiet", "--bare")
        git.say("fetch", "--quiet", "--depth=1", "--no-tags", "--", at, reference)
        listed = git.say("ls-tree", "-z", "FETCH_HEAD", "--", *paths)
        rows = (row.partition(b"\t") for row in listed.split(b"\0"))
        there = {name.decode("utf-8", "replace") for how, _, name in rows if b" blob " in how}
        files = {
            path: git.say("cat-file", "blob", f"FETCH_HEAD:{path}")
            for path in paths
            if path in there
        }
    return Found(state=state, files=files)


class _Git:
    """The program, at work in one folder."""

    def __init__(self, folder: Path, patience: float, at: str) -> None:
        self._folder = folder
        self._at = at
        self._patience = patience
        kept = {name: value for name, value in os.environ.items() if name not in OF_OTHERS}
        self._environment = {**ENVIRONMENT, **kept, "GIT_TERMINAL_PROMPT": "0"}

    def say(self, *words: str) -> bytes:
        """What it answers. Raises GitFailed."""
        # Files, because a pipe would stay open as long as a helper that git started.
        with TemporaryFile() as out, TemporaryFile() as err:
            try:
                ended = subprocess.run(
                    ["git", "-c", "gc.auto=0", "-c", "maintenance.auto=false", *words],
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    timeout=self._patience,
                    check=False,
                )
            except subprocess.TimeoutExpired as error:
                raise GitFailed(f"git took longer than {self._patience:.0f} s") from error
            except OSError as error:
                raise GitFailed(f"git does not start: {error.strerror}") from error
            out.seek(0)
            err.seek(0)
            if ended.returncode:
                said = err.read().decode("utf-8", "replace").strip().splitlines()
                why = next((line for line in said if line.startswith("fatal:")), "it failed")
                raise GitFailed(f"git: {self._without_secrets(why.removeprefix('fatal: '))}")
            return out.read()

    def _without_secrets(self, said: str) -> str:
        """What git says, which repeats its address, or one that it was led to, in quotes."""
        before, quote, rest = said.replace(self._at, without_secrets(self._at)).partition("'")
        address, ending, after = rest.rpartition("'")
        parts = (before, quote, address, ending, after)
        return "".join(map(without_secrets, parts))
