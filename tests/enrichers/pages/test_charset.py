import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.pages.charset import codec_of, decoded, text_of
from enrichers.pages.model import Fetched, PageState

CHINESE = "<title>深度学习的数学理论</title><p>" + "我们研究神经网络的逼近性质。" * 20
JAPANESE = "<title>深層学習の数理</title><p>" + "ネットワークの近似能力について述べる。" * 20
RUSSIAN = "<title>Теория</title><p>" + "Математика глубокого обучения. " * 20
GERMAN = "<title>Größe und Maß</title><p>" + "Über die Größe der Straßen in München. " * 10
QUOTED = "<title>“Smart” — €</title>"


@pytest.mark.parametrize(
    ("text", "codec", "header"),
    [
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gb18030", "GBK"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "cp932", "x-sjis"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (GERMAN, "cp1252", "ISO-8859-1"),
        (QUOTED, "cp1252", "iso-8859-1"),
        (QUOTED, "cp1252", "us-ascii"),
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8", "'utf8'"),
    ],
)
def test_the_header_is_believed_as_browsers_understand_it(
    text: str, codec: str, header: str
) -> None:
    assert text_of(text.encode(codec), header=header) == text


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="gb2312">',
        "<META CHARSET=gb2312 >",
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
        '<?xml version="1.0" encoding="gb2312"?>',
    ],
)
def test_a_declaration_in_the_page_is_believed(declaration: str) -> None:
    page = declaration + CHINESE

    assert text_of(page.encode("gb18030")) == page
    assert text_of(page.encode("gb18030"), header="iso-8859-1") == page


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_beats_what_is_said(mark: bytes, codec: str) -> None:
    page = f'<meta charset="windows-1251">{GERMAN}'

    assert text_of(mark + page.encode(codec), header="iso-8859-1") == page


@pytest.mark.parametrize(
    ("text", "codec", "header"),
    [
        (CHINESE, "gb18030", ""),
        (CHINESE, "gb18030", "utf-8"),
        (JAPANESE, "cp932", ""),
        (RUSSIAN, "cp1251", "utf-8"),
        (GERMAN, "cp1252", ""),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "utf-8", ""),
        (GERMAN, "utf-8", "iso-8859-1"),
        (CHINESE, "utf-8", "no-such-charset"),
    ],
)
def test_the_bytes_decide_where_nothing_or_something_wrong_is_said(
    text: str, codec: str, header: str
) -> None:
    assert text_of(text.encode(codec), header=header) == text


@pytest.mark.parametrize("header", ["", "utf-8"])
def test_a_few_broken_bytes_change_no_encoding(header: str) -> None:
    broken = CHINESE.encode().replace("研究".encode(), b"\xe7\xa0", 1)

    assert "深度学习的数学理论" in text_of(broken, header=header)


def test_broken_bytes_make_no_page_of_pairs() -> None:
    body = ("<title>Boxes</title><p>" + "深度学习" * 2_000).encode("gb18030")

    assert text_of(body + b"\xff\x81\x30" * 999).startswith("<title>Boxes</title><p>")


def test_a_page_that_was_cut_within_a_character_stays_what_it_is() -> None:
    assert text_of(CHINESE.encode()[:-1]).startswith(CHINESE[:-2])


@pytest.mark.parametrize(
    "label",
    ["hex", "zip", "rot13", "idna", "utf-7", "unicode_escape", "raw_unicode_escape", "mbcs",
     "é", "x" * 10_000, "../etc", "", "\x00"],
)  # fmt: skip
def test_only_encodings_of_the_web_are_known(label: str) -> None:
    assert codec_of(label) == ""


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00" * 1000, b"\xff" * 100_000, b"\x1b$B" * 10_000, bytes(range(256)) * 400,
     b"<meta charset=" * 5_000, b"\xfe\xff\xd8", b"\xff\xfe\x00"],
)  # fmt: skip
def test_rubbish_becomes_some_text(body: bytes) -> None:
    fetched = Fetched(url="http://a.example/", state=PageState.ALIVE, body=body, charset="x")

    assert isinstance(decoded(fetched), str)


@given(body=st.binary(max_size=3000), header=st.text(max_size=20))
def test_any_bytes_become_text(body: bytes, header: str) -> None:
    assert isinstance(text_of(body, header=header), str)


@given(text=st.text(max_size=500))
def test_sound_utf_8_comes_back_as_it_was(text: str) -> None:
    assert text_of(text.encode("utf-8"), header="utf-8") == text.removeprefix("\ufeff")
