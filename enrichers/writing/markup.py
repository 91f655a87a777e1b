"""HTML, JATS and MathML tags taken out of a text by a list of known ones."""

import re

KINDS = {
    "inline": """
        a abbr alternatives b big bold center cite code disp-formula em email ext-link
        fixed-case font graphic i img inline-formula inline-graphic italic label monospace
        named-content nobr overline q roman s sans-serif sc scp small span strike strong
        styled-content sub sup tex-math tt u underline uri wbr xref""",
    "math": """
        maction math menclose merror mfenced mfrac mglyph mi mmultiscripts mn mo mover mpadded
        mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd
        mtext mtr munder munderover none semantics""",
    "block": """
        abstract blockquote br break dd div dl dt h1 h2 h3 h4 h5 h6 hr li list list-item ol p
        pre sec table tbody td th thead title tr ul""",
    "dropped": "annotation annotation-xml style",
}
"""Known elements. A blank belongs between blocks, none is invented elsewhere; the content of
dropped ones repeats or dresses what stands beside them."""
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names.split()}

TAG = re.compile(
    r"<(/?)(?:(?:jats|mml|m|ali|xhtml):)?([A-Za-z][A-Za-z0-9-]{0,20})"
    r"((?:\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s<>\"'=]++))*+\s*+/?)>"
)
"""With attributes that have values, so that `a<i and j>b` is no tag."""
NO_ELEMENT = re.compile(r"<!--[^<>]*-->|<\?[^<>]*\?>|<!\[CDATA\[|\]\]>")
ABSTRACT_HEADING = re.compile(r"<jats:title>\s*+(?:Abstract|Summary)\s*+</jats:title>", re.I)
MATH_OPENS = re.compile(r"<(?:mml:|m:)?math[\s>]")
ALT_TEXT = re.compile(r"\salttext=(?:\"([^\"]*)\"|'([^']*)')")
PREAMBLE_ENDS, DOCUMENT_ENDS = "\\begin{document}", "\\end{document}"


def without_tags(text: str) -> str:
    """Take out known tags; what is no known tag stays, so `x < y` and `List<T>` survive.

    Formulas keep their MathML text, or the `alttext` if there is none; a TeX twin goes.
    Takes time linear in the length of the text.
    """
    if "<" not in text:
        return text
    text = ABSTRACT_HEADING.sub("", NO_ELEMENT.sub("", text))
    if PREAMBLE_ENDS in text:
        text = _without_preambles(text)
    kinds = KIND_OF | {"tex-math": "dropped"} if MATH_OPENS.search(text) else KIND_OF
    tags = [tag for tag in TAG.finditer(text) if tag[2].lower() in kinds]
    last_closing = {tag[2].lower(): tag.start() for tag in tags if tag[1]}
    scan = _Scan()
    at, skipped = 0, ""
    for tag in tags:
        name, is_closing = tag[2].lower(), bool(tag[1])
        if skipped:
            if is_closing and name == skipped:
                at, skipped = tag.end(), ""
            continue
        scan.add(text[at : tag.start()])
        at = tag.end()
        kind = kinds[name]
        if kind == "block":
            scan.add(" ")
        elif kind == "math":
            if is_closing:
                scan.leave(name)
            else:
                scan.enter(name, tag[3])
        elif kind == "dropped" and not is_closing and last_closing.get(name, -1) >= at:
            skipped = name
    scan.add(text[at:])
    return "".join(scan.pieces)


def _without_preambles(text: str) -> str:
    """Publishers wrap each formula in a LaTeX document; only its body is text."""
    pieces = text.split(PREAMBLE_ENDS)
    heads = [piece.rpartition("\\documentclass")[0] or piece for piece in pieces[:-1]]
    return "".join([*heads, pieces[-1]]).replace(DOCUMENT_ENDS, "")


class _Scan:
    """The text gathered so far, and where in a formula it ends."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._depth = 0
        self._open_fractions: list[int] = []
        """Depths of the fractions that wait for their stroke or, negative, have it."""
        self._alt_text = ""
        self._formula_at = 0

    def add(self, piece: str) -> None:
        # Blanks between the tags of a formula are the layout of the file.
        self.pieces.append(piece.strip() if self._depth else piece)

    def enter(self, name: str, attributes: str) -> None:
        """Begin an element of a formula."""
        if not self._depth:
            alt_text = ALT_TEXT.search(attributes)
            self._alt_text = (alt_text[1] or alt_text[2] or "") if alt_text else ""
            self._formula_at = len(self.pieces)
        if attributes.endswith("/"):
            self._finish()
            return
        self._depth += 1
        if name == "mfrac":
            self._open_fractions.append(self._depth)

    def leave(self, name: str) -> None:
        """End an element of a formula; the numerator's end is the stroke of the fraction."""
        self._depth = max(self._depth - 1, 0)
        if name == "mfrac" and self._open_fractions:
            self._open_fractions.pop()
        elif self._open_fractions and self._open_fractions[-1] == self._depth:
            self._open_fractions[-1] = -self._depth
            self.pieces.append("/")
        self._finish()

    def _finish(self) -> None:
        if self._depth:
            return
        if not any(self.pieces[self._formula_at :]):
            self.pieces.append(self._alt_text)
        self._alt_text = ""
        self._formula_at = len(self.pieces)
