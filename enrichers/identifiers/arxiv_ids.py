"""The grammar of arXiv identifiers, new and old, and of their versions."""

import re
from typing import Final

ARCHIVES: Final = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|"
    "comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|"
    "mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
"""Archives with identifiers of the old form, 1991 to March 2007."""

GROUPS: Final = f"{ARCHIVES}|econ|eess|q-fin|stat"

_NEW = r"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|[1-5][0-9])(?:0[1-9]|1[0-2]))\.[0-9]{4,5}"
_OLD = rf"(?:{ARCHIVES})(?:\.[A-Za-z-]{{2,8}})?/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])[0-9]{{3}}"
_END = r"(?![0-9]|\.[0-9])(?:v(?![A-Za-z0-9]))?(?![A-Za-z])"

BARE_NEW: Final = rf"(?P<id>{_NEW})(?P<version>v[1-9][0-9]{{0,2}})?{_END}"
BARE_OLD: Final = rf"(?P<id>{_OLD})(?P<version>v[1-9][0-9]{{0,2}})?{_END}"
ID: Final = rf"(?P<id>{_NEW}|{_OLD})(?P<version>v[1-9][0-9]{{0,2}})?{_END}"
"""A pattern with the groups `id` and `version`, for use without regard to case.

arXiv itself reads four or five digits for any year, so both are read here, although there
were only four to 2014 and only five since: its registry decides. A month there cannot be, or
one before April 2007, is no identifier.
"""

_ID = re.compile(ID, re.IGNORECASE | re.ASCII)
_SUBJECT_CLASS = re.compile(r"\.[a-z-]+/")
_BIBCODE = re.compile(r"[12][0-9]{3}arxiv([0-9]{4})\.?([0-9]{4,5})[a-z.]", re.IGNORECASE)
_OLD_BIBCODE = re.compile(
    r"(?:19|20)([0-9]{2})([a-z]+(?:\.[a-z]+)?)\.+(1[0-2]|[1-9])([0-9]{3})[A-Za-z.]"
)
_BIBCODE_LENGTH = 19


def parse(text: str) -> tuple[str, str] | None:
    """The identifier without version, in lower case and without subject class, and the version.

    "math.GT/0309136v1" is ("math/0309136", "v1"): the registry answers under that name.
    """
    match = _ID.fullmatch(text)
    if not match:
        return None
    return _SUBJECT_CLASS.sub("/", match["id"].lower()), (match["version"] or "").lower()


def from_bibcode(bibcode: str) -> str | None:
    """The arXiv identifier inside an ADS bibcode, such as "2016arXiv161002026S" or
    "2004astro.ph..9533R" (astro-ph/0409533)."""
    if len(bibcode) != _BIBCODE_LENGTH:
        return None
    if match := _BIBCODE.fullmatch(bibcode):
        text = f"{match[1]}.{match[2]}"
    elif match := _OLD_BIBCODE.fullmatch(bibcode):
        year, archive, month, number = match.groups()
        text = f"{archive.replace('.', '-')}/{year}{month:0>2}{number}"
    else:
        return None
    parsed = parse(text)
    return parsed[0] if parsed else None
