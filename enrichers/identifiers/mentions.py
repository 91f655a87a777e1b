"""Identifiers as people write them in running text."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from enrichers.identifiers import arxiv_ids, doi
from enrichers.model import Scheme

_FLAGS = re.IGNORECASE | re.ASCII
_NOT_IN_ADDRESS = rf"\s<>\"{{}}|\\^`“”‘’«»…{doi.CJK}"

ADDRESS: Final = re.compile(
    rf"(?:https?|ftp)://(?:[^{_NOT_IN_ADDRESS}]|<[0-9]{{1,6}}:[^\s<>]{{1,40}}>)+", re.IGNORECASE
)
"""An address in text; angle brackets only as old Wiley DOIs have them."""

_AS_MEANT = str.maketrans(
    {
        **{chr(0xFF01 + offset): chr(0x21 + offset) for offset in range(94)},
        **dict.fromkeys("‐‑‒–−﹣", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
        **dict(zip("ﬀﬁﬂﬃﬄ", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
        "⁄": "/",
        "∕": "/",
    }
)
"""What word processors and PDF files put in place of plain characters."""


class Mention(NamedTuple):
    """An identifier as it stands in a text."""

    start: int
    scheme: Scheme
    text: str
    version: str = ""


class Notation(NamedTuple):
    """A way of writing identifiers of a scheme: the group `id`, and maybe `version`."""

    scheme: Scheme
    pattern: re.Pattern[str]


NOTATIONS: Final = (
    Notation(
        Scheme.ARXIV,
        re.compile(
            r"(?<![a-z0-9-])(?:arxiv|ar5iv|alphaxiv|hf|corr)(?:\.org|\.com)?[\s:./,#-]{0,3}"
            r"(?:(?:preprint|e-?prints?|abs|pdf|papers?|id|no\.?)[\s:/,.]{0,3}){0,2}"
            rf"(?:arxiv[\s:]{{0,2}})?{arxiv_ids.ID}",
            _FLAGS,
        ),
    ),
    Notation(
        Scheme.ARXIV,
        re.compile(
            rf"(?<![a-z0-9./-]){arxiv_ids.BARE_NEW}"
            rf"(?=\s{{1,3}}\[(?:{arxiv_ids.GROUPS})(?:\.[a-z-]{{2,8}})?\])",
            _FLAGS,
        ),
    ),
    Notation(Scheme.ARXIV, re.compile(rf"(?<![a-z0-9./:-]){arxiv_ids.BARE_OLD}", _FLAGS)),
    Notation(
        Scheme.PMID,
        re.compile(r"(?<![a-z0-9])pmid[\s:]{1,3}(?P<id>[0-9]{1,8})(?![0-9])", _FLAGS),
    ),
    Notation(
        Scheme.PMCID, re.compile(r"(?<![A-Za-z0-9])(?P<id>PMC[1-9][0-9]{2,8})(?![0-9A-Za-z])")
    ),
    Notation(
        Scheme.HANDLE,
        re.compile(
            r"(?<![a-z0-9])hdl:\s?(?P<id>[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}/"
            r"[a-z0-9._/-]{0,80}[a-z0-9])",
            _FLAGS,
        ),
    ),
    Notation(
        Scheme.HAL,
        re.compile(
            r"(?<![a-z0-9-])(?P<id>(?:cea|cel|hal|halshs|inria|inserm|tel)-[0-9]{8})"
            r"(?P<version>v[0-9]{1,2})?(?![0-9a-z])",
            _FLAGS,
        ),
    ),
    Notation(
        Scheme.ADS,
        re.compile(
            r"(?<![a-z0-9./&])(?P<id>(?:1[89]|20)[0-9]{2}(?=arxiv|[a-z][a-z0-9]{0,13}[.&])"
            r"[a-z][a-z&.]{4}[a-z0-9.&]{9}[a-z.:])(?![a-z0-9])",
            _FLAGS,
        ),
    ),
    Notation(
        Scheme.ISBN,
        re.compile(
            r"isbn(?:-?1[03])?[\s:]{0,3}(?P<id>(?:97[89][ -]?)?(?:[0-9]{9}[0-9X]"
            r"|[0-9]{1,5}(?P<gap>[ -])[0-9]{1,7}(?P=gap)[0-9]{1,7}(?P=gap)[0-9X]))(?!-?[0-9])",
            _FLAGS,
        ),
    ),
    Notation(
        Scheme.ISBN,
        re.compile(
            r"(?<![0-9])(?<![0-9][.-])(?P<id>97[89](?:[0-9]{10}|"
            r"(?P<gap>[ -])[0-9]{1,5}(?P=gap)[0-9]{1,7}(?P=gap)[0-9]{1,6}(?P=gap)[0-9])"
            r"|[0-9]{1,5}-[0-9]{1,7}-[0-9]{1,7}-[0-9X])(?![.-]?[0-9])",
            _FLAGS,
        ),
    ),
)
"""Where two read the same words, the earlier one is meant."""


def as_meant(text: str) -> str:
    """The text with plain dashes, blanks, brackets and letters for their typographic twins."""
    return text.translate(_AS_MEANT)


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """The addresses in a text, each with its start and end, without closing punctuation."""
    for match in ADDRESS.finditer(text):
        address = doi.trimmed(match[0])
        yield match.start(), match.start() + len(address), address


def outside_addresses(text: str) -> list[Mention]:
    """The identifiers that stand in a text, which holds no addresses any more."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for mention in doi.in_text(text):
        found.append(Mention(mention.start, Scheme.DOI, mention.doi))
        taken.append((mention.start, mention.end))
    text = blanked(text, taken)
    for scheme, pattern in NOTATIONS:
        taken.clear()
        for match in pattern.finditer(text):
            version = match["version"] or "" if "version" in pattern.groupindex else ""
            found.append(Mention(match.start("id"), scheme, match["id"], version.lower()))
            taken.append(match.span())
        text = blanked(text, taken)
    return found


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks in place of the spans, which are in order and apart."""
    pieces: list[str] = []
    place = 0
    for start, end in spans:
        pieces += text[place:start], " " * (end - start)
        place = end
    return "".join((*pieces, text[place:]))
