"""Where works appear, as lists abbreviate it and as registries spell it out."""

import re
from dataclasses import dataclass

from enrichers.words.vocabulary import words
from enrichers.writing.text import squeeze

_ACRONYMS = """
    AAAI ACCV ACL ACML AISTATS ALT AAMAS ALENEX ASRU BMVC CAV CCC CCS CDC CHI CIDR CIKM CoLLAs
    COLING COLM COLT CoNLL CoRL CRYPTO CSCW CVPR CVPRW EACL EC ECCV ECCVW ECIR ECML ECML-PKDD
    EMNLP ESA EUROCRYPT EUSIPCO FAccT FOCS FSE GECCO HPCA HRI ICALP ICAPS ICASSP ICC
    ICCV ICCVW ICDAR ICDCS ICDE ICDM ICDT ICIP ICLR ICML ICMR ICPR ICRA ICSE IJCAI IJCNN
    IMC INFOCOM INTERSPEECH IROS ISBI ISCA ISCAS ISIT ISMB ISMIR ISSTA ISWC ITCS IWSLT JAIR
    JASA JCP JMLR KDD LICS LREC MICCAI MICRO MIDL MLSys MobiCom NAACL NDSS NeurIPS NIPS NSDI
    OOPSLA OSDI PAMI PLDI PMLR PNAS PODC PODS POPL PPoPP RecSys RSS SDM SemEval SIGCOMM
    SIGGRAPH SIGIR SIGKDD SIGMOD SIMODS SISC SODA SOSP SPAA STACS STOC TACL TIP TKDE TMLR TNNLS
    TOG TPAMI TSP UAI UIST USENIX VLDB WACV WMT WSDM WWW
"""
ACRONYMS = frozenset(squeeze(name) for name in _ACRONYMS.split())
"""Meetings and journals that lists name by their letters alone."""
SAME = {
    "nips": "neurips",
    "pami": "tpami",
    "cvprw": "cvpr",
    "iccvw": "iccv",
    "eccvw": "eccv",
    "sigkdd": "kdd",
    "ecmlpkdd": "ecml",
}
"""Other letters for the same meeting."""
SPELT_OUT = {
    "aaai": "aaai conference artificial intelligence",
    "acl": "association computational linguistics",
    "aistats": "artificial intelligence statistics",
    "colt": "learning theory",
    "cvpr": "computer vision pattern recognition",
    "eccv": "european conference computer vision",
    "emnlp": "empirical methods natural language processing",
    "iccv": "international conference computer vision",
    "iclr": "learning representations",
    "icml": "international conference machine learning",
    "ijcai": "joint conference artificial intelligence",
    "jmlr": "journal machine learning research",
    "kdd": "knowledge discovery data mining",
    "neurips": "neural information processing systems",
    "pnas": "proceedings national academy sciences",
    "stoc": "symposium theory computing",
    "tpami": "transactions pattern analysis machine intelligence",
    "uai": "uncertainty artificial intelligence",
    "www": "world wide web",
}
"""Words that a registry's name of the most cited ones holds."""

_PRAISE = (
    r"(?:\s*+,?\s*+\b(?:oral|spotlight|poster|best\s(?:student\s)?paper(?:\saward)?|workshops?"
    r"|findings|long|short|demo|track|highlight|main|honou?rable\smention|outstanding\spaper"
    r"|award))*+"
)
TAG = re.compile(
    r"(?:(?:published|accepted|appeared|appears|presented|to\sappear|in|at|@|by|proc\.?(?:\sof)?)"
    r"\s*+:?\s*+){0,3}"
    r"(?:(?P<before>(?:19|20)\d\d)\s+)?"
    r"(?P<name>[A-Za-z][A-Za-z&/-]{1,15}?)"
    r"(?:\s*+['’`\-/,]?\s*+(?P<after>(?:19|20)\d\d|\d\d))?" + _PRAISE,
    re.IGNORECASE,
)
CAPITALS = re.compile(r"[A-Z][A-Za-z&/-]*[A-Z][A-Za-z&/-]*")
PIVOT = 70  # two digits from here on are a year of the last century
IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z' -]{1,15}?)(?:\s?['’]?\d{2,4})?\)")
SHORT_NAME_WORDS = 2
SHORT_YEAR = 2  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A venue as a list's badge names it: "(ICML 2018, oral)"."""

    name: str
    year: int | None = None


def badge(text: str, *, known_only: bool = False) -> Badge | None:
    """Read a text that is nothing but a venue, with a year or without; None if it is more.

    Letters that no table knows need capitals and a year, or are no venue with `known_only`.
    """
    match = TAG.fullmatch(text.strip())
    if match is None:
        return None
    name = match["name"]
    year = year_of(match["before"] or match["after"] or "")
    is_known = squeeze(name) in ACRONYMS
    if is_known and (name != name.lower() or year):
        return Badge(name=name, year=year)
    is_one_word = " " not in text.strip() or len(match["after"] or "") != SHORT_YEAR
    if not known_only and year and is_one_word and CAPITALS.fullmatch(name):
        return Badge(name=name, year=year)
    return None


def year_of(digits: str) -> int | None:
    """The year that two or four digits mean."""
    digits = digits.strip("'’` ")
    if not digits:
        return None
    year = int(digits)
    if year > 99:  # noqa: PLR2004 - four digits
        return year
    return year + (1900 if year >= PIVOT else 2000)


def agree(one: str, other: str) -> bool:
    """Whether two names may be one venue's: its letters, or the words of the shorter name."""
    if not one or not other:
        return False
    letters_one, letters_other = _letters(one), _letters(other)
    if letters_one & letters_other:
        return True
    for letters, name in ((letters_one, other), (letters_other, one)):
        said = set(words(name))
        if any(
            said.issuperset(SPELT_OUT[known].split()) for known in letters if known in SPELT_OUT
        ):
            return True
    return _abbreviates(one, other) or _abbreviates(other, one)


def _letters(name: str) -> frozenset[str]:
    """The acronyms that a name is or holds in brackets."""
    found = IN_BRACKETS.findall(name[:300])
    if len(name.split()) <= SHORT_NAME_WORDS:
        found.append(re.sub(r"[\d'’]+", "", name))
    squeezed = {squeeze(part) for part in found} - {""}
    return frozenset(SAME.get(part, part) for part in squeezed)


def _abbreviates(short: str, long: str) -> bool:
    """Whether the words of one begin the words of the other, in order: "J. Comput. Phys."."""
    shorts = [word for word in words(short) if not word.isdigit()]
    longs = iter(words(long))
    if len(shorts) < SHORT_NAME_WORDS:
        return False
    return all(any(word.startswith(part) for word in longs) for part in shorts)
