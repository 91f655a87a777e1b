"""The process that opens PDF files: run as a script, so that it may hang or die alone."""

import contextlib
import ctypes
import importlib.util
import json
import signal
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MEMORY = 256 * 1024 * 1024
"""Bytes of address space; the largest ordinary file measured needs a fifth of it."""
PROCESSOR_SECONDS = 5
"""A file may take, however busy the machine is; of 971 ordinary and broken ones the slowest
took 0.3."""
SECONDS = 120
"""After which this process ends by itself, should nobody be left to end it."""
LIMITS_WORK = importlib.util.find_spec("resource") is not None
"""Whether the system can end a process that worked for too long."""
LENGTH = struct.Struct(">Q")
MOST_CHARACTERS = 8_000
"""Of one page; a dense journal page has 7,000."""
SIZES = 5
"""Pages whose size is told."""
FEW_WORDS = 250
"""Words on the first page below which the next ones are read too: a title page or a slide."""
NEXT_PAGES = 3
INFO_LENGTH = 1_000  # characters of each entry of the Info dictionary

Json = dict[str, Any]


def main() -> None:
    """Answer each PDF on standard input (its length, then its bytes) in lines of JSON.

    What is known is written at once, so that a page that hangs loses nothing before it. The
    last line of each answer has "end", or "error" with the reason.
    """
    confine()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (head := source.read(LENGTH.size)) and len(head) == LENGTH.size:
        (size,) = LENGTH.unpack(head)
        data = source.read(size)
        ends_alone(SECONDS)
        limit_work()
        answer(data, sink)
        ends_alone(0)


def confine() -> None:
    """Limit the memory of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS knows this limit and refuses it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def limit_work() -> None:
    """Have the system end this process when it has worked for too long on what comes now."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + PROCESSOR_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):  # the hard limit may be lower
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def ends_alone(seconds: int) -> None:
    """Have the system end this process then, where it can; 0 calls that off."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def answer(data: bytes, sink: BinaryIO) -> None:
    """Write what one file says, line by line."""
    try:
        for known in described(data):
            write(known, sink)
        write({"end": True}, sink)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code in {
            pdfium_c.FPDF_ERR_PASSWORD,
            pdfium_c.FPDF_ERR_SECURITY,
        }
        write({"error": "encrypted" if is_locked else "malformed"}, sink)
    except MemoryError:
        write({"error": "too much memory"}, sink)


def write(known: Json, sink: BinaryIO) -> None:
    """One line of JSON, at once."""
    sink.write(json.dumps(known).encode() + b"\n")
    sink.flush()


def described(data: bytes) -> Iterator[Json]:
    """The document, then its first page with its layout, then the text of some more."""
    with pdfium.PdfDocument(data) as document:
        pages = len(document)
        sizes = [document.get_page_size(at) for at in range(min(pages, SIZES))]
        info = document.get_metadata_dict(skip_empty=True)
        yield {
            "pages": pages,
            "sizes": sizes,
            "info": {name: text[:INFO_LENGTH] for name, text in info.items()},
        }
        if not pages:
            return
        lines = lines_of(document, 0)
        yield {"lines": lines}
        words = sum(len(run[0].split()) for line in lines for run in line)
        if words < FEW_WORDS:
            for at in range(1, min(pages, 1 + NEXT_PAGES)):
                yield {"text": text_of(document, at)}


def text_of(document: pdfium.PdfDocument, index: int) -> str:
    """The words of a page."""
    page = document[index]
    text = page.get_textpage()
    try:
        return text.get_text_range(0, min(text.count_chars(), MOST_CHARACTERS))
    finally:
        text.close()
        page.close()


def lines_of(document: pdfium.PdfDocument, index: int) -> list[list[list[Any]]]:
    """The lines of a page as runs: text, font size, x, y, cosine and sine of the direction.

    Sizes and places are in points, as seen on the page before it is turned.
    """
    page = document[index]
    text = page.get_textpage()
    try:
        return list(_lines(text.raw, min(text.count_chars(), MOST_CHARACTERS)))
    finally:
        text.close()
        page.close()


def _lines(text: Any, length: int) -> Iterator[list[list[Any]]]:
    get_unicode = pdfium_c.FPDFText_GetUnicode
    get_object = pdfium_c.FPDFText_GetTextObject
    runs: list[list[Any]] = []
    written: list[str] = []
    last = 0
    for at in range(length):
        character = chr(get_unicode(text, at))
        if character in "\r\n":
            if runs:
                runs[-1][0] = "".join(written)
                yield runs
            runs, written, last = [], [], 0
            continue
        drawn = ctypes.cast(get_object(text, at), ctypes.c_void_p).value or 0
        if drawn and drawn != last:
            last = drawn
            if runs:
                runs[-1][0] = "".join(written)
            runs.append(["", *_place(text, at)])
            written = []
        written.append(character)
    if runs:
        runs[-1][0] = "".join(written)
        yield runs


def _place(text: Any, at: int) -> tuple[float, ...]:
    """The seen font size, the origin, and the direction of writing of a character."""
    matrix = pdfium_c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetMatrix(text, at, matrix)
    pdfium_c.FPDFText_GetCharOrigin(text, at, x, y)
    height = (matrix.c**2 + matrix.d**2) ** 0.5
    width = (matrix.a**2 + matrix.b**2) ** 0.5 or 1.0
    size = pdfium_c.FPDFText_GetFontSize(text, at) * height
    places = (size, x.value, y.value, matrix.a / width, matrix.b / width)
    return tuple(round(place, 2) for place in places)


if __name__ == "__main__":
    # Ctrl-C is for the one who asked; elsewhere than on Windows it does not come here at all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main()
