"""Writes PDF files: sheets of placed lines, information, XMP, and a password."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

FONTS = {
    "serif": ("Times-Roman", 0.44),
    "bold": ("Times-Bold", 0.48),
    "italic": ("Times-Italic", 0.43),
    "sans": ("Helvetica", 0.52),
    "heavy": ("Helvetica-Bold", 0.56),
}
"""The fonts that every reader has, and the mean width of their letters in ems."""

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
PERMISSIONS = -44
FILE_ID = b"the stand-in doc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text."""

    x: float
    """From the left, in points."""
    y: float
    """From the bottom, in points."""
    size: float
    text: str
    font: str = "serif"
    is_upright: bool = False
    """It runs up the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page."""

    width: float = 612
    height: float = 792
    lines: tuple[Line, ...] = ()


def width(text: str, size: float, font: str) -> float:
    """About how wide a line is, in points."""
    return sum(1.0 if ord(char) > 0x2E80 else FONTS[font][1] for char in text) * size


def written(
    sheets: Sequence[Sheet], info: Mapping[str, str], xmp: str = "", password: str = ""
) -> bytes:
    """The file. With a password it opens only for those who know it."""
    fonts = "".join(f"/{name} {4 + index} 0 R " for index, name in enumerate(FONTS))
    han = 4 + len(FONTS)
    first = han + 3
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(sheets)))
    resources = f"/Resources << /Font << {fonts}/han {han} 0 R >> >>"
    metadata = first + 2 * len(sheets)
    root = "<< /Type /Catalog /Pages 2 0 R" + (
        f" /Metadata {metadata} 0 R >>" if xmp else " >>"
    )
    objects: list[bytes] = [
        root.encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        _information(info),
        *(_font(name) for name, _ in FONTS.values()),
        *_han(han),
    ]
    streams: dict[int, tuple[str, bytes]] = {}
    for sheet in sheets:
        number = len(objects) + 2
        box = f"/MediaBox [0 0 {sheet.width:g} {sheet.height:g}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} {resources} /Contents {number} 0 R >>".encode()
        )
        streams[number] = ("/Filter /FlateDecode ", zlib.compress(_content(sheet.lines)))
        objects.append(b"")
    if xmp:
        objects.append(b"")
        streams[metadata] = ("/Type /Metadata /Subtype /XML ", xmp.encode())
    return _file(objects, streams, password)


def packet(title: str, authors: Iterable[str], doi: str = "") -> str:
    """An XMP packet."""
    people = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in authors)
    own = f"<prism:doi>{escape(doi)}</prism:doi>" if doi else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>'
        f"</dc:title><dc:creator><rdf:Seq>{people}</rdf:Seq></dc:creator>{own}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _file(
    objects: Sequence[bytes], streams: Mapping[int, tuple[str, bytes]], password: str
) -> bytes:
    key, guard = _lock(password) if password else (b"", b"")
    parts = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"]
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        if number in streams:
            told, data = streams[number]
            data = _scrambled(_object_key(key, number), data) if key else data
            head = f"<< {told}/Length {len(data)} >>\nstream\n".encode()
            body = head + data + b"\nendstream"  # noqa: PLW2901
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    name = FILE_ID.hex()
    parts.append(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R"
        f" /ID [<{name}> <{name}>]".encode()
    )
    parts.append(guard + b" >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
    ).encode()


def _han(number: int) -> list[bytes]:
    """A Chinese font that readers bring along."""
    told = "/Registry (Adobe) /Ordering (GB1) /Supplement 2"
    return [
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        f" /DescendantFonts [{number + 1} 0 R] >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        f" /CIDSystemInfo << {told} >> /FontDescriptor {number + 2} 0 R >>".encode(),
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]


def _information(info: Mapping[str, str]) -> bytes:
    entries = " ".join(
        f"/{name} <feff{text.encode('utf-16-be').hex()}>" for name, text in info.items() if text
    )
    return f"<< {entries} >>".encode()


def _content(lines: Iterable[Line]) -> bytes:
    return b"\n".join(_placed(line) for line in lines)


def _placed(line: Line) -> bytes:
    turn = "0 1 -1 0" if line.is_upright else "1 0 0 1"
    try:
        encoded, font = line.text.encode("cp1252"), line.font
    except UnicodeEncodeError:
        encoded, font = line.text.encode("utf-16-be"), "han"
    place = f"BT /{font} {line.size:g} Tf {turn} {line.x:.2f} {line.y:.2f} Tm"
    return f"{place} <{encoded.hex()}> Tj ET".encode()


def _lock(password: str) -> tuple[bytes, bytes]:
    """The key of 40 bits and the /Encrypt entry, by algorithms 2 to 4 of ISO 32000."""
    secret = (password.encode("latin-1") + PADDING)[:32]
    owner = _scrambled(hashlib.md5(secret).digest()[:5], secret)
    told = PERMISSIONS.to_bytes(4, "little", signed=True)
    key = hashlib.md5(secret + owner + told + FILE_ID).digest()[:5]
    user = _scrambled(key, PADDING)
    entry = (
        f" /Encrypt << /Filter /Standard /V 1 /R 2 /P {PERMISSIONS}"
        f" /O <{owner.hex()}> /U <{user.hex()}> >>"
    )
    return key, entry.encode()


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]


def _scrambled(key: bytes, data: bytes) -> bytes:
    """RC4."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
