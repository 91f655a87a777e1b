"""The manifest of a run: what made its files and out of what, and whether they are whole."""

import hashlib
import json
import platform
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, cast

FORMAT = 1
MANIFEST = "manifest.json"
PACKAGE = "zotlist"

SECRETS = frozenset({"auth", "authorization", "bearer", "cookie", "key", "keys", "pwd"})
STEMS = ("apikey", "credential", "passphrase", "passw", "secret", "token")
"""Words, and parts of words, in the names of settings that may not be shown."""
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
USER = re.compile(r"(?<=://)[^/?#\s]{1,500}@")
"""Name and password in an address."""
PARAMETER = re.compile(r"([?&;]([\w.-]{1,100})=)[^&#;\s]*")
REQUIREMENT = re.compile(r"[\w.-]+")
HIDDEN = "***"
PRIVATE = frozenset({"arxiv_snapshot", "contact", "state"})
"""Settings that say who ran it, and where on whose machine: not for those it is shown to."""


class SecretRefused(ValueError):
    """A setting whose name says that it is a secret was to be written into the exports."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a file's content is known by."""

    sha256: str
    """In hexadecimal digits."""
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a manifest says of a run beside its files."""

    made_at: datetime
    settings: Mapping[str, object] = field(default_factory=dict[str, object])
    """Without secrets: see `public`."""
    inputs: Mapping[str, Sum] = field(default_factory=dict[str, Sum])
    """The documents by name, as they were read."""
    counts: Mapping[str, object] = field(default_factory=dict[str, object])
    """Such as links by verdict, works, requests by service."""
    is_rehearsal: bool = False
    """The run only said what it would change: digests do not compare with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a run's folder says about itself."""

    run: str
    files: Mapping[str, Sum]
    """By name; the manifest itself is not among them."""
    content: Mapping[str, Any]
    """All that it says."""


class NotAManifest(Exception):
    """A folder has no manifest, or none that this version reads."""


def sum_of_file(path: Path) -> Sum:
    """What a file's content is known by, read in pieces. Raises OSError."""
    with path.open("rb") as file:
        hashed = hashlib.file_digest(file, "sha256")
        return Sum(hashed.hexdigest(), file.tell())


def versions() -> dict[str, str]:
    """zotlist and the packages that it names as its own, as they are installed here."""
    try:
        named = [PACKAGE, *(requires(PACKAGE) or ())]
    except PackageNotFoundError:
        return {}
    names = (match[0] for text in named if (match := REQUIREMENT.match(text)))
    return {name: found for name in sorted(names) if (found := _installed(name))}


def public(settings: Mapping[str, object]) -> dict[str, object]:
    """Settings as they may be shown: private ones are left out, addresses lose names, passwords
    and keys.

    Raises SecretRefused, which names the setting and not its value.
    """
    shown: dict[str, object] = {}
    for name, value in settings.items():
        if name in PRIVATE:
            continue
        if is_secret(name):
            raise SecretRefused(f"the setting '{name}' looks like a secret: leave it out")
        shown[name] = _public_value(value)
    return shown


def is_secret(name: str) -> bool:
    """Whether a setting of that name is likely to be a secret."""
    words = {word.lower() for word in WORD.findall(name)}
    return not SECRETS.isdisjoint(words) or any(stem in name.lower() for stem in STEMS)


def write_manifest(folder: Path, run: str, about: About) -> Manifest:
    """Write down what is in a folder of files, all of it. Raises SecretRefused, OSError."""
    files = {path.name: sum_of_file(path) for path in sorted(folder.iterdir())}
    files.pop(MANIFEST, None)
    content = {
        "format": FORMAT,
        "run": run,
        "made_at": about.made_at.isoformat(),
        "python": platform.python_version(),
        "packages": versions(),
        "settings": public(about.settings),
        "inputs": {name: asdict(known) for name, known in about.inputs.items()},
        "counts": about.counts,
        "is_rehearsal": about.is_rehearsal,
        "files": {name: asdict(known) for name, known in files.items()},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=_writable)
    # Names of files may hold bytes that are no text; as \udcXX they are JSON all the same.
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    return Manifest(run=run, files=files, content=content)


def read_manifest(folder: Path) -> Manifest:
    """Read what a folder says about itself. Raises NotAManifest."""
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_bytes())
        if told["format"] != FORMAT:
            raise NotAManifest(f"{path} is of another version: {told['format']}")
        content = cast("dict[str, Any]", told)
        files = {
            str(name): Sum(str(known["sha256"]), int(known["size"]))
            for name, known in content["files"].items()
        }
        return Manifest(run=str(content["run"]), files=files, content=content)
    except OSError as error:
        raise NotAManifest(f"{path}: {error.strerror}") from error
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise NotAManifest(f"{path} is no manifest of ours") from error


def verify(folder: Path) -> list[str]:
    """What does not agree with the manifest of a folder, a line each; empty if all does."""
    try:
        manifest = read_manifest(folder)
    except NotAManifest as error:
        return [str(error)]
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    wrong = [line for item in manifest.files.items() for line in _wrong(folder, *item)]
    unknown = sorted(there - set(manifest.files))
    return wrong + [f"{name}: not in the manifest" for name in unknown]


def _wrong(folder: Path, name: str, known: Sum) -> Iterator[str]:
    path = folder / name
    if Path(name).name != name or path.is_symlink() or (path.exists() and not path.is_file()):
        yield f"{name}: not a file of this folder"
        return
    try:
        found = sum_of_file(path)
    except FileNotFoundError:
        yield f"{name}: missing"
        return
    except OSError as error:
        yield f"{name}: cannot be read: {error.strerror}"
        return
    if found.size != known.size:
        yield f"{name}: {found.size:,} bytes, not {known.size:,}"
    elif found != known:
        yield f"{name}: its content was changed"


def _writable(value: object) -> object:
    return (
        dict(cast("Mapping[str, object]", value)) if isinstance(value, Mapping) else str(value)
    )


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _public_value(value: object) -> object:
    if isinstance(value, Mapping):
        named = cast("Mapping[object, object]", value)
        return public({str(name): inner for name, inner in named.items()})
    if isinstance(value, list | tuple):
        return [_public_value(inner) for inner in cast("list[object]", value)]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return PARAMETER.sub(_hidden, USER.sub(f"{HIDDEN}@", str(value)))


def _hidden(match: re.Match[str]) -> str:
    return match[1] + HIDDEN if is_secret(match[2]) else match[0]
