"""``gkplan import`` of .doc, .wps and .xls: LibreOffice converts them, where it is installed."""

import os
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from conftest import Bench
from forking import has_ended
from libreoffice import Office
from reading import paragraph, sheet, word

from gkplan.domain.errors import UsageError
from gkplan.folder import programs
from gkplan.importing.readers import processes, read_document

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
ENV = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
TEXT = "清河区2018年工作方案", "一、加强公开", "1.按月公开预算。（责任单位：区财政局）"


def stream(name: str) -> bytes:
    """Return what looks like a compound file with a stream."""
    return COMPOUND + bytes(500) + f"{name}\0".encode("utf-16-le") + bytes(100)


def fake(tmp_path: Path, script: str) -> dict[str, str]:
    """Return an environment whose LibreOffice is a script; ``$out`` is where a file goes."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprofile="${{1#*file://}}"; out="$7"\n{script}\n')
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:{os.environ['PATH']}"}


@pytest.mark.no_cover
def test_old_files_of_word_and_excel_are_read(
    small: Bench, libreoffice: Office, tmp_path: Path
) -> None:
    document = docx.Document()
    for text in TEXT:
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    book = openpyxl.Workbook()
    book.active.append(["工作任务", "具体事项", "责任单位"])
    book.active.append(["一、加强公开", "1.按月公开预算。", "区财政局"])
    book.save(tmp_path / "b.xlsx")
    libreoffice.convert("doc", tmp_path / "a.docx")
    libreoffice.convert("xls", tmp_path / "b.xlsx")
    shutil.copy(tmp_path / "a.doc", small.root / "方案.wps")
    shutil.copy(tmp_path / "b.xls", small.root / "方案.xls")
    for name in ("方案.wps", "方案.xls"):
        shown = small.ok("import", name, "--dry-run", "--format", "csv", env=ENV)
        assert "按月公开预算。" in shown
        assert "区财政局" in shown


@pytest.mark.posix("scripts as programs")
@pytest.mark.parametrize(
    ("name", "form", "made"),
    [
        ("WordDocument", "docx", word(paragraph("一、加强"))),
        ("Workbook", "xlsx", sheet('<row r="1"><c t="inlineStr"><is><t>甲</t></is></c></row>')),
        ("Book", "xlsx", sheet('<row r="1"><c t="inlineStr"><is><t>甲</t></is></c></row>')),
    ],
)
def test_the_streams_decide_and_the_profile_is_new(
    tmp_path: Path, name: str, form: str, made: bytes
) -> None:
    (tmp_path / "made").write_bytes(made)
    env = fake(
        tmp_path,
        f"""grep -q '"DisableMacrosExecution".*<value>true<' "$profile"/user/*.xcu \\
  && [ "$5" = {form} ] && mkdir "$out" && cp {tmp_path}/made "$out/document.{form}" """,
    )
    assert read_document("方案.wps", stream(name), env).blocks


REMEDY = "用 Word、Excel 或 WPS 打开，去掉密码，文档另存为 .docx，表格另存为 .xlsx 再导入"


@pytest.mark.posix("scripts as programs")
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 3", "退出码 3"),
        ("exit 0", "文件不存在"),
        ("sleep 1000 & echo $! >../pid; wait", "1 秒还没有完"),
    ],
)
def test_a_conversion_that_fails_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    monkeypatch.setattr(processes, "_PATIENCE", 1)
    monkeypatch.chdir(tmp_path)
    env = fake(tmp_path, script.replace("../pid", f"{tmp_path}/pid"))
    with pytest.raises(UsageError) as caught:
        read_document("方案.doc", stream("WordDocument"), env)
    assert caught.value.message == (
        f"不能读 方案.doc：LibreOffice 打不开它，没有转换成 .docx（{why}）"
    )
    assert caught.value.remedy == REMEDY
    if (tmp_path / "pid").exists():  # what the program started ended with it
        assert has_ended((tmp_path / "pid").read_text().strip())


@pytest.mark.posix("scripts as programs")
@pytest.mark.parametrize("content", [stream("EncryptedPackage"), stream("x"), COMPOUND])
def test_what_is_locked_or_unknown_is_refused_as_without_libreoffice(
    tmp_path: Path, content: bytes
) -> None:
    env = fake(tmp_path, f"touch {tmp_path}/ran; exit 1")
    for given in (env, {}):
        with pytest.raises(UsageError) as caught:
            read_document("方案.doc", content, given)
        assert "是旧版 Office 或 WPS 的文件" in caught.value.message
    assert not (tmp_path / "ran").exists()


def test_without_libreoffice_an_old_file_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        read_document("方案.doc", stream("WordDocument"), {"PATH": ""})
    assert caught.value.remedy == REMEDY
    assert programs.find_office({"PATH": ""}) is None
