"""Where API keys come from: the environment, a file of their owner's, or a Secret block."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from flows.settings import BadSettings

FILE, BLOCK = "_FILE", "_BLOCK"
"""Behind a key's name: the variable that names a file, or a Secret block of Prefect's."""
OF_OTHERS = stat.S_IRGRP | stat.S_IROTH | stat.S_IWGRP | stat.S_IWOTH


def is_given(name: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a key is said to be somewhere; a block is not asked for it yet.

    Raises BadSettings as `secret` does for a file.
    """
    if _block(name, environ):
        return True
    return bool(secret(name, environ))


def secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """A key from the environment, from the file that NAME_FILE names, or from the block of
    Prefect's that NAME_BLOCK names; "" without one.

    Raises BadSettings for a file that cannot be read or that others may read, and for a block
    that is not there.
    """
    if value := environ.get(name, "").strip():
        return _plain(name, value)
    if named := environ.get(f"{name}{FILE}", ""):
        return _plain(name, _in_file(f"{name}{FILE}", Path(named)))
    if block := _block(name, environ):
        from flows.blocks import secret_in  # noqa: PLC0415 -- Prefect takes 2 s to import

        return _plain(name, secret_in(block))
    return ""


def file_for(name: str, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The file that NAME_FILE names, there or not, for a key that is still to come."""
    named = environ.get(f"{name}{FILE}", "")
    return Path(named) if named else None


def keep(key: str, file: Path) -> None:
    """Write a key into a file that only its owner may read. Raises BadSettings."""
    try:
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
            kept.write(f"{key}\n")
    except OSError as error:
        raise BadSettings(f"cannot keep a key in {file}: {error.strerror}") from error


def without_secrets(address: str) -> str:
    """An address, or a line with one in it, without login and query; what is hidden goes up to
    the last @, because a password may hold what ends a login elsewhere."""
    before, mark, rest = address.partition("://")
    if not mark:
        before, rest = "", address
    return before + mark + rest.rpartition("@")[2].partition("?")[0]


def _block(name: str, environ: Mapping[str, str]) -> str:
    """The name of the block that is to be asked; "" where the key is elsewhere."""
    if environ.get(name, "").strip() or environ.get(f"{name}{FILE}", ""):
        return ""
    return environ.get(f"{name}{BLOCK}", "").strip()


def _in_file(variable: str, file: Path) -> str:
    try:
        if file.stat().st_mode & OF_OTHERS:
            raise BadSettings(f"others may read or change {file}: run 'chmod 600 {file}'")
        if not (key := file.read_text(encoding="utf-8").strip()):
            raise BadSettings(f"{variable} {file} is empty: it must hold the key")
        return key
    except OSError as error:
        raise BadSettings(f"cannot read {variable} {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSettings(
            f"{variable} {file} is no text: it must hold the key alone"
        ) from error


def _plain(name: str, value: str) -> str:
    """A key that can be sent; what it is is kept out of the error."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise BadSettings(f"{name} holds signs that no key has: copy the key again")
    return value
