"""Small PDF files for tests: texts and rules at positions, in a font that nobody embeds.

Positions are points from the top left of a page; a text stands with its top at ``y``.
"""

import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<<"
    "/Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120"
    "/FontBBox[-25 -254 1000 880]/ItalicAngle 0/CapHeight 880/StemV 93>>>>]>>"
)


_MAP = """/CMapName /M def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <2F00> <2FDF> <2F00> endbfrange
2 beginbfrange <3000> <30FF> <3000> <4E00> <9FFF> <4E00> endbfrange
"""
_MAPPED = (
    "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<<"
    "/Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    "/FontDescriptor<</Type/FontDescriptor/FontName/A/Flags 4/Ascent 880/Descent -120"
    "/FontBBox[0 -120 1000 880]/ItalicAngle 0/CapHeight 880/StemV 93>>>>]"
)
"""A font whose codes are those of Unicode, if a map says so."""


class Text(NamedTuple):
    """A text and where it begins; with ``turned`` it runs upwards."""

    x: float
    y: float
    text: str
    size: float = 12
    turned: bool = False


class Box(NamedTuple):
    """A rectangle with ruled edges, or with ``fill`` only a background."""

    x0: float
    y0: float
    x1: float
    y1: float
    fill: bool = False


Drawn = Text | Box


def lines(*texts: str, x: float = 72, y: float = 100, pitch: float = 20) -> list[Text]:
    """Return lines one below the other; blanks before a text indent it by characters."""
    return [
        Text(x + 12 * (len(text) - len(text.lstrip())), y + pitch * at, text.strip())
        for at, text in enumerate(texts)
    ]


def table(
    rows: Sequence[Sequence[str | None]], widths: Sequence[float], y: float, height: float = 24
) -> list[Drawn]:
    """Return a ruled table; a cell of ``None`` belongs to the one above it.

    Line breaks in a text are lines of its cell.
    """
    edges = [72 + sum(widths[:at]) for at in range(len(widths) + 1)]
    drawn: list[Drawn] = []
    for column in range(len(widths)):
        texts = [row[column] for row in rows]
        starts = [at for at, text in enumerate(texts) if text is not None or at == 0]
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            top, bottom = y + start * height, y + end * height
            drawn.append(Box(edges[column], top, edges[column + 1], bottom))
            for number, line in enumerate((texts[start] or "").split("\n")):
                drawn.append(Text(edges[column] + 5, top + 2 + 11 * number, line, 10))
    return drawn


def pdf(*pages: Iterable[Drawn], height: float = HEIGHT) -> bytes:
    """Return a file of pages."""
    contents = ["\n".join(_drawn(one, height) for one in page).encode() for page in pages]
    return pdf_of(*contents, height=height)


def mapped(*texts: str, is_named: bool = True) -> bytes:
    """Return a page in a font that names its characters by a map of its own, or not at all."""
    drawn = "\n".join(_drawn(one, HEIGHT) for one in lines(*texts)).encode()
    font = f"{_MAPPED}/ToUnicode 6 0 R>>" if is_named else f"{_MAPPED}>>"
    more = b"<</Length %d>>\nstream\n%s\nendstream" % (len(_MAP), _MAP.encode())
    return pdf_of(drawn, font=font, more=[more])


def pdf_of(
    *contents: bytes, height: float = HEIGHT, font: str = _FONT, more: Sequence[bytes] = ()
) -> bytes:
    """Return a file whose pages have these contents; ``more`` objects follow."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        font.encode(),
    ]
    for at, content in enumerate(contents):
        packed = zlib.compress(content)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {height}]/Contents {5 + 2 * at} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
        head = f"<</Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode()
        objects.append(head + packed + b"\nendstream")
    return file_of([*objects, *more])


def file_of(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Return a file of numbered objects; the first is the catalog."""
    made, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    entries = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
        f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n"
        f"startxref\n{len(made)}\n%%EOF\n"
    )
    return made + end.encode()


def _drawn(one: Drawn, height: float) -> str:
    if isinstance(one, Box):
        box = f"{one.x0} {height - one.y1} {one.x1 - one.x0} {one.y1 - one.y0} re"
        return f"0.9 g {box} f 0 g" if one.fill else f"0.5 w {box} S"
    code = one.text.encode("utf-16-be").hex()
    across = "0 1 -1 0" if one.turned else "1 0 0 1"
    base = height - one.y - 0.88 * one.size
    return f"BT /F {one.size} Tf {across} {one.x} {base} Tm <{code}> Tj ET"
