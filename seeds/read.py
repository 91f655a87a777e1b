"""The door: a document in, its links out, whatever its format."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path

from seeds.model import BadSeed, Link, NoLinks

LARGEST = 64 * 1024 * 1024  # bytes: a hundred times the largest awesome list
Reader = Callable[[str, str], Iterable[Link]]

READERS: Mapping[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mkd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".bib": "bibtex",
    ".csv": "csv",
    ".rst": "restructuredtext",
    ".rest": "restructuredtext",
    ".org": "org",
    ".txt": "text",
    "": "text",
}
"""By the ending of the file's name, the module that reads it; imported only when it does."""

BINARY = {b"%PDF-": "a PDF", b"PK\x03\x04": "a zip archive or office document"}
"""How files begin that are no text."""


def names_of_documents(paths: Iterable[Path]) -> dict[Path, str]:
    """What to call each document: its file's name, or as much of its path as tells it from
    the others of that name."""
    parts = {path: path.absolute().parts for path in paths}
    return {path: _short_name(its, parts.values()) for path, its in parts.items()}


def _short_name(parts: tuple[str, ...], of_all: Iterable[tuple[str, ...]]) -> str:
    rivals = [each for each in of_all if each[-1:] == parts[-1:] and each != parts]
    depth = 1
    while any(each[-depth:] == parts[-depth:] for each in rivals):
        depth += 1
    return Path(*parts[-depth:]).as_posix()


def read(path: Path, name: str = "") -> tuple[Link, ...]:
    """Return the links of a document in order of appearance; `name` is what they call it,
    if not as its file is called.

    Raises BadSeed, with one line that says what to do, for a document that is missing, too
    large, of an unknown format, no text, or without any link.
    """
    module = READERS.get(path.suffix.lower())
    content = _content(path)
    if module is None:
        known = ", ".join(sorted(suffix for suffix in READERS if suffix))
        raise BadSeed(f"{path}: unknown format; give it one of the endings {known}")
    reader: Reader = import_module(f"seeds.{module}").read
    links = tuple(reader(_text(content, path), name or path.name))
    if not links:
        raise NoLinks(f"{path}: there is no link in it; is it the right document?")
    return links


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadSeed(f"{path} is a folder: name the documents in it")
        if path.stat().st_size > LARGEST:
            raise BadSeed(f"{path} is larger than {LARGEST >> 20} MB: split it")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadSeed(f"{path}: there is no such file") from error
    except OSError as error:
        raise BadSeed(f"cannot read {path}: {error.strerror}") from error


def _text(content: bytes, path: Path) -> str:
    for magic, name in BINARY.items():
        if content.startswith(magic):
            raise BadSeed(f"{path} is {name}, not a list: save it as text or Markdown")
    if b"\x00" in content:
        raise BadSeed(f"{path} is no text: save it as text or Markdown in UTF-8")
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadSeed(f"{path}: line {line} is not UTF-8; save the file as UTF-8") from error
    return decoded.replace("\r\n", "\n").replace("\r", "\n")
