"""The layout of official documents (党政机关公文格式, GB/T 9704-2012) in the terms of Word's files.

Lengths are twips (twentieths of a point) unless a name says otherwise; font sizes are half points.
"""

MM = 1440 / 25.4
_SHORT, _LONG = 11906, 16838
_TOP, _BOTTOM, _BINDING, _OUTER = (round(mm * MM) for mm in (37, 35, 28, 26))
TEXT_WIDTH = _SHORT - _BINDING - _OUTER
"""The text block: 156 mm for 28 characters."""
_TEXT_HEIGHT = _LONG - _TOP - _BOTTOM
_LINE = _TEXT_HEIGHT // 22
"""The pitch of lines: 22 fill the 225 mm of the text block."""
PITCH = TEXT_WIDTH // 28
"""The pitch of characters: 28 of 3号, 16 points wide, are a little wider than the text block."""
_SQUEEZE = -6
"""What is added to each character; full lines are then spread to the edge, at exactly the pitch.

Five would do, but LibreOffice rounds that away.
"""
_GRID_PITCH = int((TEXT_WIDTH / 28 / 20 - 16) * 4096) - 1
"""The same as Word's grid has it: 4096ths of a point more than a character of the base size."""
_BASE_SIZE = 32
TITLE_SIZE = 44
CELL_SIZE, CELL_MARGIN, _CELL_LINE = 21, 70, 290
_NUMBER_SIZE = 28
_NUMBER_FOOT = round(25.5 * MM)
"""From the sheet's edge to the foot of its number: the dashes are then 7 mm below the text."""

_SONG, _FANG, _TITLE, _HEI, _KAI = "宋体", "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
_INSTEAD = {_SONG: "SimSun", _FANG: "仿宋", _TITLE: "华文中宋", _HEI: "SimHei", _KAI: "楷体"}
"""The fonts that Word uses if a machine lacks one."""

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def _fonts(font: str) -> str:
    names = "".join(f' w:{script}="{font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts w:hint="eastAsia"{names}/>'


def _exact(line: int) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def _side(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def style_id(name: str) -> str:
    """Return the id of a style."""
    return name.title().replace(" ", "")


_KNOWN = ("Body Text", "heading 1", "heading 2", "Title", "header", "footer")
"""The styles that every Word has under these names."""


def _style(name: str, font: str, size: int, paragraph: str) -> str:
    """One paragraph style; a text of the base size is squeezed so that a line holds 28 of it.

    The sections declare the grid that the standard asks for, and no text snaps to it: programs
    differ in what a grid narrower than its characters does (LibreOffice gives each two cells), and
    agree on exact lines and spacings.
    """
    base = name == "Normal"
    sort = ' w:default="1"' if base else "" if name in _KNOWN else ' w:customStyle="1"'
    based = "" if base else '<w:basedOn w:val="Normal"/><w:qFormat/>'
    squeeze = _SQUEEZE if size == _BASE_SIZE else 0
    return (
        f'<w:style w:type="paragraph"{sort} w:styleId="{style_id(name)}">'
        f'<w:name w:val="{name}"/>{based}<w:pPr>{paragraph}</w:pPr><w:rPr>{_fonts(font)}{_OFF}'
        f'<w:spacing w:val="{squeeze}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        "</w:rPr></w:style>"
    )


_KEEP = "<w:keepNext/>"
_OFF = '<w:snapToGrid w:val="0"/>'
_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * PITCH}"/>'
_STRICT = "".join(
    f'<w:{habit} w:val="0"/>'
    for habit in ("widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN")
)
"""Pages are filled to the last line, and nothing is outside the text block."""
_CELL = _exact(_CELL_LINE)

STYLES = "".join(
    (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_FANG)}",
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>',
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
        _style("Normal", _FANG, _BASE_SIZE, _STRICT + _OFF + _exact(_LINE) + _side("both")),
        _style("Body Text", _FANG, _BASE_SIZE, _INDENT),
        _style("heading 1", _HEI, _BASE_SIZE, f'{_KEEP}{_INDENT}<w:outlineLvl w:val="0"/>'),
        _style("heading 2", _KAI, _BASE_SIZE, f'{_KEEP}{_INDENT}<w:outlineLvl w:val="1"/>'),
        _style("Title", _TITLE, TITLE_SIZE, _KEEP + _side("center")),
        _style("Document Number", _FANG, _BASE_SIZE, _side("center")),
        _style("Attachment Mark", _HEI, _BASE_SIZE, _KEEP),
        _style("Cell", _FANG, CELL_SIZE, f'<w:wordWrap w:val="0"/>{_CELL}{_side("left")}'),
        _style("Cell Head", _HEI, CELL_SIZE, _KEEP + _CELL + _side("center")),
        _style("Gap", _FANG, 2, _exact(120)),
        _style("Last", _FANG, 2, _exact(20)),
        _style("header", _HEI, CELL_SIZE, _CELL + _side("center")),
        _style("footer", _SONG, _NUMBER_SIZE, _exact(_NUMBER_SIZE * 10)),
    )
)
"""The styles by name: 3号 is 16 points, 2号 22, 4号 14, 五号 10.5."""

SETTINGS = (
    '<w:zoom w:percent="100"/><w:mirrorMargins/><w:defaultTabStop w:val="420"/>'
    '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)

FONTS = "".join(
    f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
    '<w:family w:val="auto"/></w:font>'
    for name, other in _INSTEAD.items()
)


def _page_number(side: str) -> str:
    """The page number between dashes, one character in from a side (— 1 —)."""
    dash = (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}="{_NUMBER_SIZE * 10}"/>'
        f"{_side(side)}</w:pPr>{dash.format('— ')}"
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        f"{dash.format(' —')}</w:p>"
    )


def _turned_number(side: str, top: int) -> str:
    """The number of a page on its side, where it would be if the sheet stood upright."""
    box = (
        f"position:absolute;margin-left:{_NUMBER_FOOT / 20}pt;margin-top:{top / 20}pt;"
        f"width:{_NUMBER_SIZE / 2}pt;height:{TEXT_WIDTH / 20}pt;"
        "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:pict><v:rect style="{box}" '
        'filled="f" stroked="f"><v:textbox inset="0,0,0,0" style="layout-flow:vertical">'
        f"<w:txbxContent>{_page_number(side)}</w:txbxContent>"
        "</v:textbox></v:rect></w:pict></w:r></w:p>"
    )


FOOTERS = (
    _page_number("right"),
    _page_number("left"),
    _turned_number("right", _BINDING),
    _turned_number("left", _OUTER),
)
"""The feet of odd and even pages, upright ones and ones on their side."""


def section(odd: str, even: str, *, turned: bool, head: str = "") -> str:
    """The properties of a section whose pages have these feet, by the ids of their relations.

    On a page on its side the edges that bind and that do not stay where they are on the sheet.
    The standard knows no running ``head``: one that is given is in the margin.
    """
    heads = (
        f'<w:headerReference w:type="{side}" r:id="{head}"/>'
        for side in ("default", "even")
        if head
    )
    half = (_TOP + _BOTTOM) // 2
    if turned:
        size = f'w:w="{_LONG}" w:h="{_SHORT}" w:orient="landscape"'
        margins, grid = (_BINDING, half, _OUTER, half), 'w:linePitch="312"'
    else:
        size = f'w:w="{_SHORT}" w:h="{_LONG}"'
        margins = (_TOP, _OUTER, _BOTTOM, _BINDING)
        grid = f'w:type="linesAndChars" w:linePitch="{_LINE}" w:charSpace="{_GRID_PITCH}"'
    edges = zip(("top", "right", "bottom", "left"), margins, strict=True)
    return (
        f'<w:sectPr>{"".join(heads)}<w:footerReference w:type="default" r:id="{odd}"/>'
        f'<w:footerReference w:type="even" r:id="{even}"/><w:pgSz {size}/><w:pgMar '
        + " ".join(f'w:{edge}="{margin}"' for edge, margin in edges)
        + f' w:header="851" w:footer="{_NUMBER_FOOT}" w:gutter="0"/><w:docGrid {grid}/></w:sectPr>'
    )
