"""Forms from strangers: hidden cells that somebody made up, bombs, links, names of all kinds."""

import errno
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Bench, Result
from filling import Form, filled
from test_form_slips import DONE, fill, form_of, reported, written

from gkplan.forms import inbox
from gkplan.forms.layout import sealed

pytestmark = pytest.mark.no_cover  # counting would slow what is bounded in time
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def resealed(form: Form, task: str, **hidden: str) -> None:
    """Change the hidden cells of a row and seal it again, as somebody who knows how could."""
    row = form.row(task)
    for name, text in hidden.items():
        form.cell(row, name).value = text
    codes = {
        "key": "key",
        "base": "base",
        "编号": "task",
        "期／起算日": "occasion",
        "简称": "name",
        "具体事项": "text",
        "职责": "role",
        "时限": "due",
        "现状": "standing",
        "上次填报": "last",
        "核查意见": "remark",
    }
    texts = {code: str(form.cell(row, title).value or "") for title, code in codes.items()}
    form.cell(row, "seal").value = sealed(texts)


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("甲局|1.1|@abc", "owes-nothing"),
        ("甲局|1.1|@", "owes-nothing"),
        ("甲局|1.1|@2017-09-01", "owes-nothing"),
        ("甲局|2.3|@20171001", "owes-nothing"),
        ("甲局|2.3|@9999-12-31", "owes-nothing"),
        ("甲局|2.3|@0001-01-01", "owes-nothing"),
        ("甲局|2.3|2017-09-01", "owes-nothing"),
        ("甲局|1.2|@2017-08", "owes-nothing"),
        ("甲局|1.2|2017-08|x", "edited-key"),
        ("甲局|../../x|", "unknown-task"),
        ("乙局|2.2|", "edited-key"),
        ("../x|1.1|", "edited-key"),
        ("甲|1.1|", ""),
    ],
)
def test_a_made_up_key_is_reported_and_the_other_rows_are_written(
    small: Bench, key: str, rule: str
) -> None:
    form = Form(form_of(small))
    form.fill("1.1", **DONE).fill("1.2", "2017-09", 状态="正在推进")
    resealed(form, "1.1", key=key)
    form.save()
    result = small.run("collect", "甲局.xlsx")
    assert result.code == (1 if rule else 0)
    assert [one.split()[0] for one in reported(result.err)] == ([rule] if rule else [])
    assert written(small).endswith("1.2 2017-09 doing 2017-10-31")


@pytest.mark.parametrize("base", ["9-0123456789ab", "999999999-", "0-0123456789ab"])
def test_a_made_up_base_is_a_conflict_at_most(small: Bench, base: str) -> None:
    small.ok("mark", "1.1", "doing", "--date", "2017-10-01")
    form = Form(form_of(small))
    resealed(form.fill("1.1", **DONE), "1.1", base=base)
    form.save()
    result = small.run("collect", "甲局.xlsx")
    assert result.code in (0, 1)
    assert small.read("data/progress/甲局.yaml").startswith('- task: "1.1"\n  status: doing\n')


@pytest.mark.parametrize("name", ["张\x07三", "张\x9b三"])
def test_a_signature_that_cannot_be_written_stops_nothing(small: Bench, name: str) -> None:
    form = Form(form_of(small))
    form.fill("1.1", **DONE)
    row = next(row for row in range(1, 40) if form.book["说明"].cell(row, 1).value == "填报人")
    form.book["说明"].cell(row, 2).value = f"_x{ord(name[1]):04X}_"
    form.save()
    result = small.run("collect", "甲局.xlsx")
    assert "control-character 说明!B12" in reported(result.err)
    assert written(small) == "1.1 done 2017-10-20 [https://a.gov.cn/1]"


@pytest.mark.parametrize(("length", "rules"), [(32_767, ()), (32_768, ("too-long 填报!L6",))])
def test_an_answer_longer_than_a_cell_is_refused(
    small: Bench, length: int, rules: tuple[str, ...]
) -> None:
    path = filled(form_of(small), fill("1.1", **DONE, 进展情况="MARK"))
    repack(path, lambda text: text.replace("MARK", "好" * length))
    assert reported(small.run("collect", "甲局.xlsx").err) == rules


def repack(path: Path, change: Callable[[str], str], **more: bytes) -> None:
    """Change the text of every XML part of a workbook, and add parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name).decode()))
        for name, content in more.items():
            new.writestr(name, content)
    path.write_bytes(out.getvalue())


ROWS = "<row/>" * 300_000
CELLS = f"<row>{'<c><v>1</v></c>' * 400}</row>" * 1_001
SHEETS = '<sheet name="x" sheetId="9" r:id="rId1"/>' * 20
MERGES = '<mergeCells><mergeCell ref="A6:A190000"/></mergeCells>'


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("</sheetData>", f"{ROWS}</sheetData>"), "行超过 200000 个"),
        (lambda text: text.replace("</sheetData>", f"{CELLS}</sheetData>"), "格子超过 400000 个"),
        (
            lambda text: text.replace(
                "</sheetData>", f'<row r="190000"><c><v>1</v></c></row></sheetData>{MERGES}'
            ),
            "合并的单元格盖住的格子超过 100000 个",
        ),
        (
            lambda text: text.replace("</sheets>", SHEETS + "</sheets>"),
            "几张工作表指向同一个部件",
        ),
        (
            lambda text: text.replace("</sst>", f"{'<si><t>a</t></si>' * 400_000}</sst>"),
            "文字超过 300000 个",
        ),
    ],
)
@pytest.mark.no_cover
def test_a_bomb_is_refused_with_its_bound(
    small: Bench, change: Callable[[str], str], why: str
) -> None:
    path = form_of(small)
    repack(path, change)
    assert path.stat().st_size < 20_000_000
    result = small.run("collect", "甲局.xlsx")
    assert (result.code, "甲局.xlsx: error[not-a-form]: " in result.err) == (1, True)
    assert why in result.err
    assert "分工方案" not in result.err


@pytest.mark.parametrize("code", ["[" * 40_000, "0" * 3_000_000, '"' + "x" * 1_000_000 + '"0'])
def test_a_number_format_of_any_length_costs_nothing(small: Bench, code: str) -> None:
    form = Form(form_of(small))
    form.fill("1.1", 状态="正在推进", 进展情况=3)
    form.cell(form.row("1.1"), "进展情况").number_format = "0.000000"
    form.save()
    escaped = code.replace('"', "&quot;")
    repack(form.path, lambda text: text.replace('"0.000000"', f'"{escaped}"'))
    assert small.run("collect", "甲局.xlsx").code == 0
    assert written(small) == "1.1 doing 2017-10-31 “3”"


def test_thousands_of_rows_about_one_duty_are_compared_quickly(small: Bench) -> None:
    form = Form(form_of(small))
    row, last = form.row("1.1"), form.sheet.max_row
    texts = [cell.value for cell in form.sheet[row]]
    for number in range(3_000):
        for column, text in enumerate(texts, 1):
            form.sheet.cell(last + 1 + number, column).value = text
        form.cell(last + 1 + number, "状态").value = "正在推进"
        form.cell(last + 1 + number, "进展情况").value = f"第 {number} 行"
    form.save()
    result = small.run("collect", "甲局.xlsx")
    assert result.err.count("repeated-row") == 3_000


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_ways_to_pack_that_no_office_program_uses_are_refused(small: Bench, method: int) -> None:
    path = form_of(small)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    path.write_bytes(out.getvalue())
    assert "压缩方法不认识" in small.run("collect", "甲局.xlsx").err


def test_a_day_of_thousands_of_numerals_is_no_day(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **{**DONE, "办理日期": "一" * 5_000}))
    assert reported(small.run("collect", "甲局.xlsx").err) == ("bad-date 填报!K6",)


@pytest.mark.posix("symbolic links")
@pytest.mark.parametrize("target", ["../data/progress", "../../elsewhere", "甲局"])
def test_evidence_follows_no_link(small: Bench, target: str) -> None:
    """Not even one that stays in the plan folder: it could lead to a journal."""
    (small.root / "evidence").mkdir()
    (small.root / "evidence/甲局").symlink_to(target)
    filled(form_of(small), fill("1.1", **{**DONE, "佐证材料": "乙局.yaml"}))
    small.write("乙局.yaml", '- {task: "2.2", status: done, date: 2017-10-01}\n')
    result = small.run("collect", "甲局.xlsx")
    assert reported(result.err) == ("bad-evidence 填报!M6",)
    assert not (small.root / "data/progress").exists()


@pytest.mark.posix("symbolic links")
def test_what_was_not_looked_at_in_a_folder_is_reported(small: Bench) -> None:
    filled(form_of(small), fill("1.1", **DONE))
    small.ok("form", "--unit", "乙局", "-o", "收/乙局.xlsx")
    deep = "收/1/2/3/4/5/6"
    (small.root / deep).mkdir(parents=True)
    (small.root / "甲局.xlsx").rename(small.root / deep / "甲局.xlsx")
    (small.root / "收/链.xlsx").symlink_to(small.root / deep / "甲局.xlsx")
    result = small.run("collect", "收")
    assert result.code == 1
    assert "收/1/2/3/4/5/6: warning[unused-file]: 套了 5 层以上，没有看" in result.err
    assert "收/链.xlsx: warning[unused-file]: 是链接，没有看" in result.err


@pytest.mark.posix("symbolic links")
def test_a_folder_with_more_than_anybody_sends_is_refused(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a link to the root of the disk; folders count, which may be empty."""
    filled(form_of(small), fill("1.1", **DONE))
    (small.root / "大/1/2").mkdir(parents=True)
    (small.root / "甲局.xlsx").rename(small.root / "大/甲局.xlsx")
    (small.root / "收").symlink_to("大")
    monkeypatch.setattr(inbox, "MOST_FILES", 2)
    assert small.run("collect", "收") == Result(
        2, "", "错误：收 里的文件和文件夹超过 2 个，没有收\n  换成只放着表和佐证文件的文件夹\n"
    )
    monkeypatch.setattr(inbox, "MOST_FILES", 3)
    assert small.run("collect", "收").code == 0


@pytest.mark.parametrize("data", ["data", "."])
def test_the_plans_own_files_are_no_forms_and_forms_beside_them_are(
    small: Bench, data: str
) -> None:
    for name in ("tasks.yaml", "units.yaml"):
        (small.root / "data" / name).rename(small.root / data / name)
    small.write(f"{data}/progress/甲局.yaml", "")
    small.write("evidence/甲局/b.xlsx", "")
    filled(form_of(small, "收/甲局.xlsx"), fill("1.1", **DONE))
    result = small.run("collect", ".")
    assert (result.code, "写入 1 条填报\n" in result.err) == (0, True), result


def test_a_folder_that_cannot_be_opened_is_reported(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(form_of(small, "收/甲局.xlsx"), fill("1.1", **DONE))
    (small.root / "收/乙局").mkdir()
    listed = os.scandir

    def denied(path: Path) -> Any:
        if path == small.root / "收/乙局":
            raise PermissionError(errno.EACCES, "")
        return listed(path)

    monkeypatch.setattr(os, "scandir", denied)
    result = small.run("collect", "收")
    assert "收/乙局: warning[unused-file]: 文件夹打不开：没有权限" in result.err
    assert "写入 1 条填报" in result.err


@pytest.mark.posix("names in other encodings")
def test_two_forms_whose_names_look_alike_are_both_read(small: Bench) -> None:
    for unit, name in (("甲局", "表.xlsx".encode()), ("丁镇", "表.xlsx".encode("gbk"))):
        small.ok("form", "--unit", unit, "-o", "a.xlsx")
        filled(small.root / "a.xlsx", fill("2.1", **DONE))
        (small.root / "in").mkdir(exist_ok=True)
        (small.root / "a.xlsx").rename(small.root / "in" / name.decode("utf-8", "surrogateescape"))
    assert small.run("collect", "in").err.endswith("写入 2 条填报\n")


@pytest.mark.parametrize(
    ("named", "files", "taken"),
    [
        ("方案v1.2", ["方案v1.pdf"], None),
        ("公告.doc", ["公告.pdf"], None),
        ("1.公告", ["1.pdf", "1.公告.pdf"], "1.公告.pdf"),
        ("公告", ["公告.pdf", "公告.doc"], None),
        ("公告.pdf", ["公告.pdf", "下/公告.pdf"], "公告.pdf"),
        ("公告.pdf", ["上/公告.pdf", "下/公告.pdf"], None),
        ("下/公告.pdf", ["上/公告.pdf", "下/公告.pdf"], "公告.pdf"),
        ("公告.pdf", ["公告.PDF"], "公告.PDF"),
        ("1、公告.pdf", ["公告.pdf", "1、公告.pdf"], "1、公告.pdf"),
        ("甲 乙.pdf", ["甲 乙.pdf", "甲", "乙.pdf"], "甲 乙.pdf"),
    ],
)
def test_only_the_file_that_was_named_is_taken(
    small: Bench, named: str, files: list[str], taken: str | None
) -> None:
    filled(form_of(small), fill("1.1", **{**DONE, "佐证材料": named}))
    for name in files:
        small.write(name, name)
    result = small.run("collect", "甲局.xlsx")
    assert result.code == (0 if taken else 1)
    expected = f"1.1 done 2017-10-20 [evidence/甲局/{taken}]" if taken else ""
    assert written(small) == expected


def test_a_link_behind_the_names_of_files_does_not_replace_them(small: Bench) -> None:
    form = Form(form_of(small))
    cell: Any = form.cell(form.row("1.1"), "佐证材料")
    cell.value, cell.hyperlink = "公告.pdf\n表.pdf", "https://old.example/stale"
    form.fill("1.1", 状态="已完成").save()
    small.write("公告.pdf", "a")
    small.write("表.pdf", "b")
    assert small.run("collect", "甲局.xlsx").code == 0
    assert "[evidence/甲局/公告.pdf evidence/甲局/表.pdf]" in written(small)


@pytest.mark.parametrize(
    "address",
    ["https://a.cn/r?url=https://b.cn/2", "https://a.cn/x;jsessionid=1", "https://a.cn/1,2"],
)
def test_an_address_is_not_cut(small: Bench, address: str) -> None:
    filled(form_of(small), fill("1.1", **{**DONE, "佐证材料": address}))
    assert small.run("collect", "甲局.xlsx").code == 0
    assert written(small) == f"1.1 done 2017-10-20 [{address}]"


def test_a_row_that_equals_a_withdrawn_record_is_not_taken_for_known(small: Bench) -> None:
    day = ("-u", "甲局", "--event", "2017-09-20")
    small.ok("mark", "2.3", "doing", *day, "--date", "2017-09-22")
    small.ok("mark", "2.3", "withdrawn", *day)
    small.ok("mark", "1.1", "doing", "--date", "2017-10-20", "--note", "在写")
    filled(
        form_of(small),
        fill("2.3", 起算日="2017-09-20", 状态="正在推进", 办理日期="2017-09-22"),
        fill("1.1", 状态="正在推进", 办理日期="2017-10-20", 进展情况="在写"),
    )
    small.ok("mark", "1.1", "withdrawn")
    result = small.run("collect", "甲局.xlsx")
    assert reported(result.err) == ("changed-since 填报!A6",)
    assert written(small).endswith("2.3 2017-09-20 doing 2017-09-22")
    assert small.run("collect", "甲局.xlsx").err.count("以前收过") == 1


def test_a_case_that_was_there_before_the_form_is_a_conflict(small: Bench) -> None:
    day = ("-u", "甲局", "--event", "2017-09-20")
    small.ok("mark", "2.3", "doing", *day, "--date", "2017-09-22", "--note", "受理")
    filled(form_of(small), fill("2.3", 起算日="2017-09-20", 状态="已完成", 办理日期="2017-09-25"))
    assert [one.split()[0] for one in reported(small.run("collect", "甲局.xlsx").err)] == [
        "changed-since"
    ]


def test_an_answer_without_a_status_never_takes_a_later_one(small: Bench) -> None:
    filled(form_of(small), fill("1.1", 进展情况="补充", 办理日期="2017-10-25"))
    small.ok("mark", "1.1", "done", "--date", "2017-10-20")
    result = small.run("collect", "甲局.xlsx", "--accept", "1.1")
    assert reported(result.err) == ("missing-status 填报!J6",)
    assert written(small) == "1.1 done 2017-10-20"


def test_a_form_of_an_earlier_day_is_older_than_what_follows(small: Bench) -> None:
    small.ok("mark", "1.1", "done", "--date", "2017-10-20")
    filled(form_of(small, "a.xlsx", "--as-of", "2017-10-10"), fill("1.1", 状态="正在推进"))
    assert reported(small.run("collect", "a.xlsx").err) == ("changed-since 填报!A6",)


def test_codes_in_names_do_not_reach_the_foot_of_the_page(small: Bench) -> None:
    for file in ("units", "tasks"):
        text = small.read(f"data/{file}.yaml").replace("甲局", "甲&C&Z&F局")
        small.write(f"data/{file}.yaml", text)
    small.ok("form", "--unit", "甲&C&Z&F局", "-o", "a.xlsx")
    with zipfile.ZipFile(small.root / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "甲&amp;&amp;C&amp;&amp;Z&amp;&amp;F局&amp;C" in sheet


def test_an_untouched_form_of_a_plan_with_a_very_long_title_is_untouched(small: Bench) -> None:
    text = small.read("data/tasks.yaml").replace("title: 小方案", f"title: {'长' * 40_000}")
    small.write("data/tasks.yaml", text)
    form_of(small)
    assert small.run("collect", "甲局.xlsx").code == 0


def test_a_text_that_spreadsheets_would_read_as_a_character_is_unchanged(small: Bench) -> None:
    """``_x0041_`` means A in a workbook, and markup is no markup."""
    text = "公开_x0041_目录 <b>&amp;</b>。"
    small.write("data/tasks.yaml", small.read("data/tasks.yaml").replace("一次性事项。", text))
    form_of(small)
    result = small.run("collect", "甲局.xlsx")
    assert (result.code, reported(result.err)) == (0, ())
