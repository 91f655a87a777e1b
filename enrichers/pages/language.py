"""The language of a text, by its script and its smallest words."""

import re

_SMALL_WORDS = {
    "en": "the of and to in is that for with as are this we by on be which from",
    "de": "der die und das den von mit ist des im auf für eine sich nicht wir werden durch",
    "fr": "le la les des et du une est dans que pour par sur sont nous cette avec aux",
    "es": "el los las del y una es que por para con se como este son entre nos más",
    "it": "il di che della per una è con del dei sono nel alla gli le come questo si",
    "pt": "o os da do das dos uma é que para com não por em são ao como no na",
    "nl": "de het een van en dat met zijn voor op niet aan deze wordt wij door bij ook",
    "pl": "się jest nie do na że przez dla oraz są ale jako które po od tym ze przy",
    "sv": "och att det som en är av för på med den till ett inte vi har om de",
    "cs": "je se na že pro jsou jako které s v které při ale která nebo tak od byl",
}
SMALL_WORDS = {
    language: frozenset(word for word in words.split() if len(word) > 1)
    for language, words in _SMALL_WORDS.items()
}
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u03b1-\u03c9ά-ώ]")),
    ("ru", re.compile("[\u0430-\u044fё]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("hi", re.compile("[\u0905-\u0939]")),
)
"""Japanese comes before Chinese, whose signs it uses too."""
UKRAINIAN = re.compile("[іїєґ]")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
ENOUGH_SIGNS = 0.3  # of the letters, for a script to be that of the text; formulas have Greek
ENOUGH_WORDS = 0.08  # of the words; a text in a language has 0.15 to 0.35 of these
SHORTEST = 40  # words or, without blanks, signs; below that names and numbers decide
LOOKED_AT = 6_000  # characters


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of a text is in; "" if that is not clear."""
    text = text[:LOOKED_AT].lower()
    letters = len(LETTER.findall(text))
    if letters < SHORTEST:
        return ""
    for language, script in SCRIPTS:
        if len(script.findall(text)) > ENOUGH_SIGNS * letters:
            is_ukrainian = language == "ru" and len(UKRAINIAN.findall(text)) > letters // 50
            return "uk" if is_ukrainian else language
    words = WORD.findall(text)
    if len(words) < SHORTEST:
        return ""
    counts = {
        language: sum(word in small for word in words)
        for language, small in SMALL_WORDS.items()
    }
    best, second = sorted(counts, key=lambda language: -counts[language])[:2]
    is_clear = counts[best] >= ENOUGH_WORDS * len(words) and counts[best] > 1.2 * counts[second]
    return best if is_clear else ""
