"""Files of other programs, recognised by their first bytes, and how to save them for import."""

from typing import NamedTuple

from gkplan.importing.readers.limits import UnreadableError

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins: older files of Word, Excel and WPS ([MS-CFB] 2.2)."""
_SMALL = 4096
"""Bytes from which a file is not empty, whatever they are."""


class Foreign(NamedTuple):
    """A format that is not read: how its files begin, what it is, and what to do."""

    begin: bytes
    what: str
    remedy: str


_PICTURE = ("是图片", "先做文字识别，存为 .docx 或文本再导入")
_ARCHIVED = ("是压缩包", "先解压，再导入里面的文档")
_FOREIGN = (
    Foreign(
        COMPOUND,
        "是旧版 Office 或 WPS 的文件（.doc、.xls、.wps、.et），或加了密码",
        "用 Word、Excel 或 WPS 打开，去掉密码，文档另存为 .docx，表格另存为 .xlsx 再导入",
    ),
    Foreign(b"{\\rtf", "是 RTF 文件", "用 Word 或 WPS 打开，另存为 .docx 再导入"),
    *(Foreign(b, *_PICTURE) for b in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *(Foreign(b, *_ARCHIVED) for b in (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")),
)


def check_foreign(name: str, content: bytes) -> None:
    """Raise ``UnreadableError`` for what no plan is in: nothing, or another program's file."""
    if len(content) < _SMALL and not content.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise UnreadableError("是空文件", "看看下载、导出是否完成，再导入有内容的文件")
    if name.startswith("~$"):
        raise UnreadableError(
            "是 Word、Excel 打开文件时留下的临时文件", "导入名称里没有“~$”的那个文件"
        )
    for foreign in _FOREIGN:
        if content.startswith(foreign.begin):
            raise UnreadableError(foreign.what, foreign.remedy)


_PARTS = (
    ("xl/workbook.bin", "是二进制工作簿（.xlsb）", "用 Excel 或 WPS 打开，另存为 .xlsx 再导入"),
    (
        "ppt/presentation.xml",
        "是演示文稿（.pptx）",
        "把方案的文字和表格粘贴到 Word，存为 .docx 再导入",
    ),
    ("content.xml", "是 OpenDocument 文件（.odt、.ods）", "打开后另存为 .docx 或 .xlsx 再导入"),
    ("OFD.xml", "是 OFD 版式文件", "打开后另存为 .docx，或向发文单位要可编辑的文件"),
)


def foreign_package(names: frozenset[str]) -> UnreadableError:
    """Say what a packed file without a document or a workbook is; the caller raises it."""
    known = ((what, remedy) for part, what, remedy in _PARTS if part in names)
    return UnreadableError(*next(known, _ARCHIVED))
