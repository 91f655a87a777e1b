"""LaTeX in running text, decoded to Unicode in a fixed number of passes."""

import re
import unicodedata
from functools import cache

COMBINING = {
    '"': "\u0308",
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "b": "\u0331",
    "d": "\u0323",
    "H": "\u030b",
    "k": "\u0328",
    "r": "\u030a",
}
"""Accent commands and the combining marks they stand for."""
DRESS = re.compile(
    r"it|bf|em|sc|rm|sf|tt|sl|cal|left|right|limits|displaystyle|textstyle|bigl|bigr"
)
"""Commands that change how the text after them looks, and leave nothing behind."""
SYMBOLS = {"textdollar": "$", "textless": "<", "textgreater": ">", "newline": " "}
"""Commands that pylatexenc's table does not hold."""
GLUED = re.compile(r"emph|mbox|math(?:scr|cal|bb|bf|rm|it|sf)|textdollar|textless|textgreater")
"""Commands whose braces were lost on the way: `\\emphk-means` in lists derived from DBLP."""
ESCAPES = {
    **dict.fromkeys("&%$#_{}"),
    **dict.fromkeys(",;: !>\\\n\t", " "),
    "-": "",
    "/": "",
}
"""What a backslash and this character stand for; None is the character itself."""

FORMULA = re.compile(r"(?<!\\)(\$(?=[^\s$])(?:[^$\\]|\\.)*+(?<=\S)\$(?!\d))", re.DOTALL)
"""Pandoc's rule: no blank just inside the dollars, so that prices are no formulas."""
QUOTED_MARK = re.compile(r"\\\"(?:[^A-Za-z{\\\s]|$)")
"""A `\\"` that is no umlaut: then the text holds escaped quotation marks."""
CONTRACTION = re.compile(r"(?<=\w)\\'(?=(?:s|t|re|ve|ll|d|m)\b)")
ACCENT = re.compile(r"\\([\"'`^~=.])\s*+(?:\{\s*+(\\?[A-Za-z])\s*+\}|(\\?[A-Za-z]))")
LETTER_ACCENT = re.compile(
    r"\\(?:([cvubdHkr])\s*+\{\s*+(\\?[A-Za-z])\s*+\}|([cvH])\s++(\\?[A-Za-z]))"
)
ASIDE = re.compile(
    r"\\(?:cite[a-z]{0,9}|footnote|thanks|label|ref|eqref|href|(?:text)?color|[hv]space)"
    r"\s*+\{[^{}]*\}"
)
"""Commands whose first argument is not part of the text."""
COMMAND = re.compile(r"\\([A-Za-z]+)([ \t]*)(\{?)")
ESCAPE = re.compile(r"\\([,;: !>\\\n\t&%$#_{}\-/])")
BRACED = re.compile(r"\{([^{}]*)\}")
DEEPEST_BRACES = 4  # "{{\"o}}" within an emphasis within a title in braces
LONGEST_MEMBER = 4  # characters, in a set as in "{0, 1}^n", whose braces are text
QUOTED = re.compile(r"``([^`']*)''")
DASH = re.compile(r"(?<=\w)--(-?)(?=\w)")
SIGNS_OF_LATEX = ("\\", "{", "$", "--", "``")


def to_unicode(text: str, *, formulas: bool = False) -> str:
    """Decode accents, symbols, dress and escapes; formulas stay `$...$` unless asked for.

    Unknown commands stay as they are, so that `C:\\Users` survives. Takes time linear in
    the length of the text.
    """
    if not any(sign in text for sign in SIGNS_OF_LATEX):
        return text
    for opens, closes in (("\\(", "\\)"), ("\\[", "\\]")):
        if text.count(opens) == text.count(closes):
            text = text.replace(opens, "$").replace(closes, "$")
    text = text.replace("$$", "$")
    if formulas:
        return _decoded(text)
    parts = FORMULA.split(text)
    parts[::2] = map(_decoded, parts[::2])
    return "".join(parts)


def _decoded(prose: str) -> str:
    if "\\" in prose:
        prose = _without_commands(prose)
    if "{" in prose:
        prose = _without_braces(prose)
    if "\\" in prose:
        prose = ESCAPE.sub(lambda match: ESCAPES[match[1]] or match[1], prose)
    if "``" in prose:
        prose = QUOTED.sub(r"“\1”", prose)
    return DASH.sub(lambda match: "—" if match[1] else "–", prose)


def _without_commands(prose: str) -> str:
    if QUOTED_MARK.search(prose):
        prose = prose.replace('\\"', '"')
    decoded = ACCENT.sub(_accented, CONTRACTION.sub("'", prose))
    decoded = LETTER_ACCENT.sub(_accented, decoded)
    decoded = COMMAND.sub(_command, ASIDE.sub("", decoded))
    # A tie is a blank, but only where LaTeX is spoken: "/~user" is an address.
    return decoded.replace("~", " ") if decoded != prose else prose


def _accented(match: re.Match[str]) -> str:
    mark, base = (part for part in match.groups() if part)
    letter = base.removeprefix("\\")
    composed = unicodedata.normalize("NFC", letter + COMBINING[mark])
    if len(composed) == 1:
        return composed
    return f"'{letter}" if mark == "'" else letter


def _command(match: re.Match[str]) -> str:
    name, blanks, brace = match.groups()
    if DRESS.fullmatch(name):
        return brace
    symbol = _symbols().get(name)
    if symbol is not None:
        # LaTeX swallows the blanks; within words ("Stra\\ss e") that is meant, after
        # symbols it mostly is an oversight.
        within_word = symbol.isalpha() and symbol < "\u0370"
        return symbol + ("" if within_word else blanks) + brace
    if brace:
        return brace
    if glued := GLUED.match(name):
        return SYMBOLS.get(glued[0], "") + name[glued.end() :] + blanks
    return match[0]


@cache
def _symbols() -> dict[str, str]:
    """Commands that stand for a text by themselves, from pylatexenc's table."""
    from pylatexenc.latex2text import (  # noqa: PLC0415 - few texts need it
        get_default_latex_context_db,
    )

    shown = {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl
    }
    shown.pop("today")
    return shown | SYMBOLS


def _without_braces(prose: str) -> str:
    # Escaped braces are text: they stand aside while the grouping ones go.
    prose = prose.replace("\\{", "\ue000").replace("\\}", "\ue001")
    for _ in range(DEEPEST_BRACES):
        prose, count = BRACED.subn(_unbraced, prose)
        if not count:
            break
    return prose.replace("\ue000", "{").replace("\ue001", "}")


def _unbraced(match: re.Match[str]) -> str:
    members = match[1].split(",")
    is_set = len(members) > 1 and all(
        len(member.strip()) <= LONGEST_MEMBER for member in members
    )
    return match[0] if is_set else match[1]
