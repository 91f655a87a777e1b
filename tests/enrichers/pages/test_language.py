"""The language of a text shows in its script or its smallest words."""

import pytest

from enrichers.pages.language import language_of

TEXTS = {
    "en": "The bound holds for all of the networks that we have seen, and it is sharp. ",
    "de": "Die Schranke gilt für alle Netze und ist auch nicht nur im Mittel scharf. ",
    "fr": "La borne est valable pour tous les réseaux que nous avons vus dans cette étude. ",
    "es": "La cota es válida para todas las redes que se han visto por los demás, y en este. ",
    "pt": "Não há uma cota para as redes que se viram ao longo dos anos, e são muitas. ",
    "ru": "Эта оценка верна для всех сетей, которые мы видели, и она точна в этом случае. ",
    "zh": "这个界对我们所见的所有网络都成立，并且在这种情况下是精确的。",
    "ja": "この限界は、私たちが見たすべてのネットワークに当てはまります。",
    "ko": "이 한계는 우리가 본 모든 네트워크에 적용되며 이 경우에 정확합니다. ",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_in_its_language(language: str) -> None:
    assert language_of(TEXTS[language] * 4) == language


@pytest.mark.parametrize(
    "text",
    ["", "The end", "12 34 56 78 " * 50, "Berg Abe Ruiz Xu Chen Li Wang Zhao Rossi Weiss " * 6],
)
def test_what_is_too_short_or_no_prose_has_none(text: str) -> None:
    assert language_of(text) == ""
