"""``gkplan import``: a document becomes a plan folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPO, Bench, Result
from importing_score import FIXTURES, source_of

DOCUMENT = """\
清河区2019年窗口服务工作分工方案
清府办〔2019〕5号
各有关单位：
清河区人民政府办公室
2019年3月4日

工作任务\t具体事项\t责任单位
一、规范窗口服务\t1. 公布办事指南。\t区政务办
\t2. 按月公布办件情况。\t
二、延伸服务网点\t1. 定期更新网点信息。\t区民政局牵头，区财政局配合
"""
CLEAR = DOCUMENT.replace("定期", "及时")
TOLD = """\
读出2个工作任务、3项具体事项、3个单位、0个集合单位
存疑1条，在1项上；全方案待核0条；未采用1处
1项没有写明时限，以 2019-12-31 为限：原件未写截止日期，取年底；可用 --ends 写明
1项定期办理，每期结束后20个工作日内为限：原件未写，取《政府信息公开条例》主动公开的期限
未采用 第3行：各有关单位：
"""
TASKS = """\
# yaml-language-server: $schema=.schema/tasks.schema.json
#
# 清河区2019年窗口服务工作分工方案
#
#   · 由 gkplan import 从 方案.txt 读出；原件以印发本为准
#   · 全方案待核的问题和未采用的原文见 导入说明.md
#   · 进展记在 progress/单位名称.yaml；text 与印发原文一字不差，原文有疑问的写进 doubts。
#   · 一条存疑核定后删去；改完运行 gkplan check。
#
# 每项的键，按下列次序写，没有的不写：
#
#   id         事项编号，组号.项号，加引号
#   text       事项原文，与印发件一字不差
#   short      简称，不超过 30 字（默认取原文开头）
#   lead       牵头单位
#   support    配合单位：协助，自己不欠填报
#   implement  落实单位：各自欠一份填报
#   merged     印发的表格里本行单位栏空白，单位取自上方合并格
#   cadence    频次（默认 once）
#   due        一次性事项的时限（默认方案截止日期）
#   lag        本事项每期结束后多久之内办结
#   within     自起算日多久之内办结；只用于 cadence: event
#   awaits     等待的条件；具备之前不计逾期
#   doubts     存疑：要由人核定的问题
#   tags       标签，自定
#   changes    印发之后的职责调整，按日期先后
#   cancelled  印发之后取消的

plan:
  title: 清河区2019年窗口服务工作分工方案
  number: 清府办〔2019〕5号
  issuer: 清河区人民政府办公室
  issued: 2019-03-04
  ends: 2019-12-31    # 原件未写截止日期，取年底；可用 --ends 写明
  lag: 20 workdays    # 原件未写，取《政府信息公开条例》主动公开的期限

groups:

# ──────────────────────────────────────────────────────────────────────────────
- id: 1
  label: 一
  title: 规范窗口服务
  tasks:
  - id: "1.1"
    text: 公布办事指南。
    lead: [区政务办]

  - id: "1.2"
    text: 按月公布办件情况。
    lead: [区政务办]
    merged: true
    cadence: monthly

# ──────────────────────────────────────────────────────────────────────────────
- id: 2
  label: 二
  title: 延伸服务网点
  tasks:
  - id: "2.1"
    text: 定期更新网点信息。
    lead: [区民政局]
    support: [区财政局]
    cadence: ongoing
    doubts:
    - “定期”未写明间隔（第10行）
"""
UNITS = """\
# yaml-language-server: $schema=.schema/units.schema.json
#
# 单位名册
#
#   · 类别、别名和集合单位的成员是推断的，请核对
#   · 一个单位一行。name 是方案里印出的名称，progress/ 下的文件以它命名。
#   · aliases 是别的叫法，查询和填报时通用；一个叫法只能属于一个单位或集合单位。
#   · 改完运行 gkplan check。

units:

# 政府部门
- {name: 区政务办, aliases: [政务办], kind: government}
- {name: 区民政局, aliases: [民政局], kind: government}
- {name: 区财政局, aliases: [财政局], kind: government}
"""
PAGE = """\
# 导入说明：方案.txt

- 读出2个工作任务、3项具体事项、3个单位、0个集合单位
- 存疑1条，在1项上；全方案待核0条；未采用1处

## 全方案待核（核定一条删去一条）

无。

## 照定规取的值

- 截止日期：原件未写截止日期，取年底；可用 --ends 写明
- 每期办结时限：原件未写，取《政府信息公开条例》主动公开的期限

## 存疑（写在 tasks.yaml 各项的 doubts 里，核定一条删去一条）

- 2.1 “定期”未写明间隔（第10行）

## 未采用的原文

- 第3行：各有关单位：
"""
BASE = """\
# gkplan import 上次读出的方案，由程序写，请不要改；和 tasks.yaml 一起提交。
# 原件更正时，拿它和更正件、和 tasks.yaml 相比，分清哪些是人核定的、哪些是原件改的。

"""


@pytest.fixture
def office(empty: Bench) -> Bench:
    """A folder with the document."""
    empty.write("方案.txt", DOCUMENT)
    return empty


def test_document_becomes_a_folder_that_people_can_go_on_with(office: Bench) -> None:
    """The files are the plan, its registry, the account of doubts, and the standard files."""
    assert office.run("import", "方案.txt", "-o", "2019") == Result(
        0,
        "2019\n",
        f"{TOLD}已写好。接下来：核定 2019/data/tasks.yaml 里的 doubts，"
        "再 gkplan check --data 2019\n",
    )
    plan = TASKS[TASKS.index("plan:") :]
    for note in (
        "    # 原件未写截止日期，取年底；可用 --ends 写明",
        "    # 原件未写，取《政府信息公开条例》主动公开的期限",
    ):
        plan = plan.replace(note, "")
    made = {name: data.decode() for name, data in office.files().items() if ".schema" not in name}
    assert made == {
        "方案.txt": DOCUMENT,
        "2019/data/tasks.yaml": TASKS,
        "2019/data/units.yaml": UNITS,
        "2019/data/导入说明.md": PAGE,
        "2019/data/.import.yaml": BASE + plan,
        "2019/data/.gitignore": ".gkplan.lock\n.*.tmp\n",
        "2019/data/.gitattributes": "*.yaml text eol=lf\n",
        "2019/data/progress/.gitkeep": "",
    }
    checked = office.run("check", "--data", "2019", "--as-of", "2019-03-04")
    assert (checked.code, checked.err) == (0, "2019/data：没有错误，1 处注\n")


def test_the_command_that_follows_can_be_copied(empty: Bench) -> None:
    empty.write("方案.txt", DOCUMENT)
    err = empty.run("import", "方案.txt", "-o", "服务 方案").err
    assert err.endswith("，再 gkplan check --data '服务 方案'\n")


MARKED = """\
清河区2019年窗口服务工作分工方案

| 工作任务 | 具体事项 | 责任单位 |
| --- | --- | --- |
| 一、规范窗口服务 | 1. 公布办事指南。 | 区政务办 |
|  | 2. 公布办件情况。 | 区财政局 |

联系名单

| 单位 | 联系人 | 电话 |
| --- | --- | --- |
| 区财政局 | 王主任 | 0755 |
"""


def test_cells_that_were_left_over_are_reported_by_row(empty: Bench) -> None:
    empty.write("方案.md", MARKED)
    printed = empty.run("import", "方案.md", "--dry-run").err
    assert "未采用 第12行：区财政局｜王主任｜0755" in printed
    assert "未采用3处" in printed


def test_dry_run_shows_the_plan_and_writes_nothing(office: Bench) -> None:
    assert office.run("import", "方案.txt", "--dry-run") == Result(
        0,
        """\
编号  单位                        频次时限  具体事项
## 一、规范窗口服务
1.1   区政务办                    一次性    公布办事指南。
1.2   区政务办（合并格）          每月      按月公布办件情况。
## 二、延伸服务网点
2.1   区民政局牵头，区财政局配合  持续      定期更新网点信息。 存疑：“定期”未写明间隔（第10行）
2个工作任务，3项具体事项
""",
        TOLD,
    )
    assert list(office.files()) == ["方案.txt"]


def test_dry_run_as_json_has_the_unused_texts_too(office: Bench) -> None:
    data = json.loads(office.ok("import", "方案.txt", "--dry-run", "--format", "json"))
    assert data["format"] == "gkplan/import/1"
    assert data["plan"] == {
        "title": "清河区2019年窗口服务工作分工方案",
        "number": "清府办〔2019〕5号",
        "issuer": "清河区人民政府办公室",
        "supervisor": "",
        "issued": "2019-03-04",
        "ends": "2019-12-31",
        "lag": "20 workdays",
        "notice": "",
    }
    assert data["groups"][1] == {
        "id": 2,
        "label": "二",
        "title": "延伸服务网点",
        "tasks": [
            {
                "id": "2.1",
                "text": "定期更新网点信息。",
                "lead": ["区民政局"],
                "support": ["区财政局"],
                "implement": [],
                "merged": False,
                "cadence": ["ongoing"],
                "due": None,
                "lag": None,
                "within": None,
                "awaits": None,
                "doubts": ["“定期”未写明间隔（第10行）"],
                "tags": [],
                "short": None,
            }
        ],
    }
    assert data["units"][0] == {"name": "区政务办", "aliases": ["政务办"], "kind": "government"}
    assert data["collectives"] == []
    assert data["notes"] == []
    assert data["unplaced"] == [{"place": "第3行", "text": "各有关单位："}]


def test_dry_run_on_a_terminal_is_as_wide_as_it(office: Bench) -> None:
    """No column is cut; a doubt is below its text."""
    shown = office.ok("import", "方案.txt", "--dry-run", terminal=True, width=60)
    assert [line.rstrip() for line in shown.splitlines()] == [
        "编号  单位                   频次时限  具体事项",
        "一、规范窗口服务",
        "1.1   区政务办               一次性    公布办事指南。",
        "1.2   区政务办（合并格）     每月      按月公布办件情况。",
        "二、延伸服务网点",
        "2.1   区民政局牵头，区财政   持续      定期更新网点信息。",
        "      局配合                           存疑：“定期”未写明间",
        "                                       隔（第10行）",
        "",
        "2个工作任务，3项具体事项",
    ]


def test_strict_writes_nothing_while_anything_is_in_doubt(office: Bench) -> None:
    """Every doubt is printed, since no file contains it."""
    doubt = "存疑 2.1 “定期”未写明间隔（第10行）\n"
    *counts, rest = TOLD.splitlines(keepends=True)
    assert office.run("import", "方案.txt", "--strict", "-o", "2019") == Result(
        1, "", "".join([*counts, doubt, rest]) + "有存疑或待核，没有写入（--strict）\n"
    )
    assert list(office.files()) == ["方案.txt"]


def test_strict_takes_what_a_fixed_rule_decides(office: Bench) -> None:
    """The end of the year and the letter before the table are not doubts."""
    office.write("方案.txt", CLEAR)
    assert office.run("import", "方案.txt", "--strict", "-o", "2019").code == 0


def test_head_can_be_given_by_options(office: Bench) -> None:
    options = ("--title", "别的方案", "--issued", "2019/4/1", "--ends", "2020-06-30")
    office.ok("import", "方案.txt", "-o", "2019", *options)
    head = office.read("2019/data/tasks.yaml").split("\n\n")[1]
    assert (
        head
        == """\
plan:
  title: 别的方案
  number: 清府办〔2019〕5号
  issuer: 清河区人民政府办公室
  issued: 2019-04-01
  ends: 2020-06-30
  lag: 20 workdays    # 原件未写，取《政府信息公开条例》主动公开的期限"""
    )


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("没有.docx", "错误：没有.docx 打不开：文件不存在\n  检查路径和读权限\n"),
        (".", "错误：. 打不开：这是一个文件夹\n  检查路径和读权限\n"),
        pytest.param(
            "/dev/zero",
            """\
错误：不能读 zero：文件超过 100 MB，不像一份分工方案
  只留下分工方案本身，另存后再导入
""",
            marks=pytest.mark.posix("/dev/zero"),
        ),
    ],
)
def test_document_that_cannot_be_read_is_refused(empty: Bench, file: str, message: str) -> None:
    assert empty.run("import", file, "-o", "2019") == Result(2, "", message)
    assert empty.files() == {}


def test_output_folder_is_required(office: Bench) -> None:
    assert office.run("import", "方案.txt") == Result(
        2, "", "错误：没有写明写到哪里\n  用 -o 写明新文件夹，或用 --dry-run 先看看\n"
    )


def test_standard_input_is_a_document_too(office: Bench) -> None:
    """Its format is recognised by its content."""
    done = subprocess.run(
        [sys.executable, "-m", "gkplan", "import", "-", "-o", "2019"],
        cwd=office.root,
        input=DOCUMENT.encode(),
        env={**os.environ, "GKPLAN_DATA": ""},
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"2019\n"
    assert office.read("2019/data/tasks.yaml") == TASKS.replace("方案.txt", "标准输入")


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("方案.txt", "方案.txt 已经存在，不是文件夹\n  换一个文件夹名\n"),
        (
            "满",
            """\
满 已经存在，没有改动任何文件
  换一个新文件夹；并进里面的方案用 --update，换掉它加 --force
""",
        ),
        ("方案.txt/里面", "方案.txt/里面 不能写入：路径里有一段不是文件夹\n  检查路径和写权限\n"),
    ],
)
def test_existing_output_is_left_alone(office: Bench, output: str, message: str) -> None:
    office.write("满/别的.txt", "x")
    before = office.files()
    result = office.run("import", "方案.txt", "-o", output)
    assert (result.code, result.out) == (4, "")
    assert result.err.replace(f"{office.root.as_posix()}/", "").endswith(f"错误：{message}")
    assert office.files() == before


def test_empty_folder_is_filled_where_it_is(office: Bench) -> None:
    """The folder itself is kept: it may be somebody's current folder."""
    (office.root / "2019").mkdir()
    before = (office.root / "2019").stat().st_ino
    office.ok("import", "方案.txt", "-o", "2019")
    assert (office.root / "2019").stat().st_ino == before
    assert office.read("2019/data/tasks.yaml") == TASKS
    assert office.run("check", "--data", "2019").code == 0


def test_force_puts_a_plan_among_other_files(office: Bench) -> None:
    """Existing files are kept, including another .gitignore."""
    office.write("data/.gitignore", "*.bak\n")
    office.ok("import", "方案.txt", "-o", ".", "--force")
    assert office.read("data/tasks.yaml") == TASKS
    assert office.read("data/.gitignore") == "*.bak\n"


RECORD = '- task: "{}"\n  status: doing\n  date: 2019-04-01\n'


def test_questions_on_the_whole_plan_are_repeated_until_they_are_struck(office: Bench) -> None:
    """What is always done so is no question."""
    rows = "\n1\t公布办事指南。\t区政务办、各镇（街）\t见附件\n2\t公布收费标准。\t区财政局\t\n"
    head = DOCUMENT.partition("工作任务")[0]
    office.write("方案.txt", f"{head}序号\t具体事项\t责任单位\t备注{rows}")
    office.ok("import", "方案.txt", "-o", "2019")
    asked = "“各镇（街）”是集合单位，原件没有列出成员，暂按一个单位登记"
    page = office.read("2019/data/导入说明.md")
    assert f"删去一条）\n\n- {asked}\n\n## 已按原件处理的\n\n- 照例没有采用的栏：“备注”\n" in page
    as_of = ("--data", "2019", "--as-of", "2019-04-01")
    line = page[: page.index(asked)].count("\n") + 1
    shown = f"2019/data/导入说明.md:{line}:1: note[doubt]: 全方案待核：{asked}\n"
    assert shown in office.ok("check", *as_of)
    pointer = "另有全方案待核1条，见 2019/data/导入说明.md\n"
    assert pointer in office.run("list", "--doubts", *as_of).err
    assert "待核" not in office.run("list", *as_of).err
    office.write("2019/data/导入说明.md", page.replace(f"- {asked}\n", ""))
    assert "全方案待核" not in office.ok("check", *as_of)
    assert "待核" not in office.run("list", "--doubts", *as_of).err
    (office.root / "2019/data/导入说明.md").write_bytes("- 各镇（街）".encode("gb18030"))
    assert "2019/data/导入说明.md:1:1: note[doubt]: 全方案待核：" in office.ok("check", *as_of)


def test_force_replaces_plan_and_registry_and_nothing_else(office: Bench) -> None:
    """Journals, reviews and the calendar are kept, and still fit."""
    office.ok("import", "方案.txt", "-o", "2019")
    kept = {
        "2019/data/progress/区民政局.yaml": RECORD.format("2.1"),
        "2019/data/calendar.yaml": "[]\n",
        "2019/evidence/1.txt": "证",
        "2019/data/.gitignore": "x\n",
    }
    for name, text in kept.items():
        office.write(name, text)
    office.write("方案.txt", CLEAR.replace("公布办事指南。", "公开办事指南。"))
    office.ok("import", "方案.txt", "-o", "2019", "--force")
    for name, text in kept.items():
        assert office.read(name) == text
    assert "公开办事指南。" in office.read("2019/data/tasks.yaml")
    assert office.run("check", "--data", "2019").code == 0


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (CLEAR.replace("二、延伸服务网点\t1.", "\t3."), "2.1（2条）"),
        (CLEAR.replace("及时更新网点信息。", "建立窗口人员考核办法。"), "2.1（2条）"),
    ],
)
def test_force_refuses_what_would_leave_records_without_their_task(
    office: Bench, document: str, named: str
) -> None:
    """The task does not exist any more, or another one has its number."""
    office.ok("import", "方案.txt", "-o", "2019")
    office.write("2019/data/progress/区民政局.yaml", RECORD.format("2.1") * 2)
    office.write("方案.txt", document)
    before = office.files()
    result = office.run("import", "方案.txt", "-o", "2019", "--force")
    assert result.code == 4
    assert result.err.splitlines()[-2:] == [
        f"错误：换成这份方案，已有的记录就对不上事项了：{named}；没有改动任何文件",
        "  是同一方案的更正件，用 --update 并进来；是另一份方案，写到新文件夹",
    ]
    assert office.files() == before


def test_force_refuses_where_a_unit_no_longer_owes_what_it_recorded(office: Bench) -> None:
    """The problem is reported at its position in the journal."""
    office.ok("import", "方案.txt", "-o", "2019")
    office.write("2019/data/progress/区民政局.yaml", RECORD.format("2.1"))
    office.write("方案.txt", CLEAR.replace("区民政局牵头，区财政局配合", "区财政局牵头"))
    before = office.files()
    result = office.run("import", "方案.txt", "-o", "2019", "--force")
    assert result.code == 4
    assert "2019/data/progress/区民政局.yaml:1:3: error[unknown-journal]" in result.err
    assert result.err.endswith(
        "错误：写入后会有1处错误，没有改动任何文件\n  按所指之处改正，再试一次\n"
    )
    assert office.files() == before


def laid_flat(office: Bench) -> None:
    """Move the files of an imported plan out of ``data/``, as import once wrote them."""
    office.ok("import", "方案.txt", "-o", "2019")
    (office.root / "2019/data").rename(office.root / "flat")
    (office.root / "2019").rmdir()
    (office.root / "flat").rename(office.root / "2019")


@pytest.mark.parametrize(
    ("options", "printed", "message"),
    [
        (
            ("-o", "2019", "--force"),
            "2019\n",
            "已写好。接下来：核定 2019/tasks.yaml 里的 doubts，再 gkplan check --data 2019\n",
        ),
        (("--update", "2019"), None, "2019 已更新\n"),
    ],
)
def test_folder_without_data_is_replaced_and_updated_where_it_is(
    office: Bench, options: tuple[str, ...], printed: str | None, message: str
) -> None:
    laid_flat(office)
    before = set(office.files())
    office.write("方案.txt", CLEAR.replace("公布办事指南。", "公开办事指南。"))
    result = office.run("import", "方案.txt", *options)
    assert (result.code, result.err.endswith(message)) == (0, True)
    assert printed in (None, result.out)
    assert set(office.files()) == before
    assert "公开办事指南。" in office.read("2019/tasks.yaml")
    assert office.run("check", "--data", "2019").code == 0


def test_import_and_init_make_the_same_layout(office: Bench) -> None:
    """Beside it are the account of the import and what it read."""
    office.ok("import", "方案.txt", "-o", "a")
    office.ok("init", "b")
    imported, new = (
        {name[2:] for name in office.files() if name.startswith(folder)} for folder in ("a/", "b/")
    )
    assert imported - new == {"data/导入说明.md", "data/.import.yaml"}
    assert new - imported == set()


def test_force_finds_the_data_folder_of_a_plan(small: Bench) -> None:
    """The layout is that of gkplan init, with the files in data/."""
    small.write("方案.txt", CLEAR)
    small.ok("import", "方案.txt", "-o", ".", "--force")
    assert small.read("data/units.yaml") == UNITS
    assert not (small.root / "tasks.yaml").exists()


def test_broken_plan_can_be_replaced(small: Bench) -> None:
    small.write("data/tasks.yaml", "plan: [\n")
    small.write("方案.txt", CLEAR)
    small.ok("import", "方案.txt", "-o", ".", "--force")
    assert small.run("check").code == 0


def test_plan_with_unusual_texts_is_written_completely(empty: Bench) -> None:
    """Texts that YAML could misread are read back equal."""
    rows = ["null", "1.10 万元以内的公开", "- 公开: 一、二#三 #四", "“引号”'单'\"双\"", "😀公开"]
    lines = [f"\t{number}、{text}\t区[筹]局" for number, text in enumerate(rows, 1)]
    document = "2019年分工方案\n2019年3月4日\n\n工作任务\t具体事项\t责任单位\n一、事\n"
    empty.write("方案.txt", document + "\n".join(lines))
    empty.ok("import", "方案.txt", "-o", "2019", "--issued", "2019-01-01")
    shown = empty.ok("list", "--data", "2019", "--as-of", "2019-03-04", "--format", "csv")
    for text in ("null", "1.10 万元以内的公开", "- 公开: 一、二#三 #四", "😀公开"):
        assert text in shown


PLANS = sorted(
    path.parent for path in FIXTURES.glob("*/expected.yaml") if "refused" not in path.parent.name
)


@pytest.mark.no_cover  # the test of the fixtures covers the same
@pytest.mark.parametrize("folder", PLANS[::3], ids=lambda folder: folder.name)
def test_every_folder_written_passes_check(empty: Bench, folder: Path) -> None:
    """Any imported plan has no errors, and is equal when read back."""
    source = str(source_of(folder))
    shown = empty.ok("import", source, "--dry-run", "--format", "json")
    result = empty.run("import", source, "-o", "plan")
    assert result.code == 0, result.err
    checked = empty.run("check", "--data", "plan")
    assert checked.code == 0, checked.out
    again = empty.ok("export", "--data", "plan", "--format", "csv")
    empty.write("again.csv", again)
    back = empty.ok("import", "again.csv", "--dry-run", "--format", "json")
    assert back.split('"units"')[0] == shown.split('"units"')[0]


def test_refused_document_leaves_nothing(empty: Bench) -> None:
    source = str(source_of(FIXTURES / "refused-letter"))
    result = empty.run("import", source, "-o", "plan")
    assert (result.code, result.out) == (2, "")
    assert "里没有找到分工方案" in result.err
    assert empty.files() == {}


def test_shipped_source_becomes_a_folder_without_errors(empty: Bench) -> None:
    """The shipped plan was made from this document."""
    source = str(REPO / "tests/source/nansha-2017-94.txt")
    result = empty.run("import", source, "-o", "plan")
    assert result.err.splitlines()[0] == "读出22个工作任务、106项具体事项、26个单位、1个集合单位"
    assert empty.run("check", "--data", "plan", "--as-of", "2017-08-03").code == 0


def test_parts_with_restarted_numbers_have_labels_of_their_own(empty: Bench) -> None:
    """There are three annexes, each numbered from 一 on."""
    table = "工作任务\t具体事项\t责任单位\n一、推进第{0}类公开\t1. 公开第{0}类情况。\t区财政局\n"
    head = "清河区2018年政务公开工作分工方案\n2018年4月9日\n"
    empty.write("三.txt", head + "".join(table.format(part) for part in "甲乙丙"))
    empty.ok("import", "三.txt", "-o", "p")
    labels = [line for line in empty.read("p/data/tasks.yaml").splitlines() if "  label:" in line]
    assert labels == ["  label: 一", "  label: 二·一", "  label: 三·一"]


def test_name_that_cannot_name_a_file_is_corrected_with_a_doubt(empty: Bench) -> None:
    """One name is a device on Windows, the other has decomposed letters."""
    head = "清河区2018年政务公开工作分工方案\n2018年4月9日\n"
    rows = "工作任务\t具体事项\t责任单位\n一、推进公开\t1. 公开。\tCON\n\t2. 公布。\te\u0301局\n"
    empty.write("名.txt", head + rows)
    empty.ok("import", "名.txt", "-o", "p")
    text = empty.read("p/data/tasks.yaml")
    assert "lead: [CON（名称待核）]" in text
    assert "“CON”不能用作文件名，写作“CON（名称待核）”（第4行）" in text
    assert "lead: [é局]" in text


def test_end_before_the_day_of_issue_is_refused(empty: Bench) -> None:
    empty.write("方案.txt", DOCUMENT)
    assert empty.run("import", "方案.txt", "-o", "p", "--ends", "2017-12-31") == Result(
        2,
        "",
        "错误：截止日期 2017-12-31 早于印发日期 2019-03-04\n"
        "  用 --ends 和 --issued 写明正确的日期\n",
    )
