"""``gkplan import --update``: a corrected document is merged into a plan that people worked on."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Bench, Result

from gkplan.domain.errors import WriteRefusedError
from gkplan.domain.model import Task
from gkplan.folder.location import find_folder
from gkplan.importing import import_plan
from gkplan.importing.updates.merging import merged_task
from gkplan.importing.updates.prepared import prepare, read_folder

DOCUMENT = """\
清河区2019年窗口服务工作分工方案
清府办〔2019〕5号
清河区人民政府办公室
2019年3月4日

工作任务\t具体事项\t责任单位
一、规范窗口服务\t1. 公布办事指南。\t区政务办
\t2. 定期公布办件情况。\t
\t3. 在窗口公开收费标准。\t区财政局
\t4. 按月通报窗口人员考勤。\t区人社局
二、延伸服务网点\t1. 及时更新网点信息。\t区民政局牵头，区财政局配合
\t2. 建成便民服务点。\t
"""
HEAD, BODY = DOCUMENT.split("一、规范")
CORRECTED = """\
清河区2019年窗口服务工作分工方案
清府办〔2019〕5号
清河区人民政府办公室
2019年3月4日

工作任务\t具体事项\t责任单位
一、规范窗口服务\t1. 公布办事指南。\t区政务办
\t2. 设置群众意见箱。\t区信访局
\t3. 定期公布办件情况。\t区政务办
\t4. 在窗口公开收费标准。\t区财政局、区发改局
二、延伸服务网点\t1. 及时更新网点信息。\t区民政局牵头，区财政局配合
"""
RECORD = '- task: "{}"\n  status: doing\n  date: 2019-04-01\n'
MONTHLY = '- task: "1.4"\n  period: 2019-03\n  status: done\n  date: 2019-04-01\n'


@pytest.fixture
def office(empty: Bench) -> Bench:
    """A plan that was imported, on which people have worked since."""
    empty.write("方案.txt", DOCUMENT)
    empty.ok("import", "方案.txt", "-o", "2019")
    empty.write("更正.txt", CORRECTED)
    return empty


def test_a_title_that_a_person_stated_holds_where_the_document_has_none(empty: Bench) -> None:
    text = DOCUMENT.partition("\n")[2]
    empty.write("方案.txt", text)
    empty.ok("import", "方案.txt", "-o", "2019", "--title", "窗口服务分工")
    empty.write("更正.txt", text.replace("办事指南", "办事的指南"))
    empty.ok("import", "更正.txt", "--update", "2019")
    assert "  title: 窗口服务分工\n" in empty.read("2019/data/tasks.yaml")
    empty.write("更正.txt", DOCUMENT)
    empty.ok("import", "更正.txt", "--update", "2019")
    assert "  title: 清河区2019年窗口服务工作分工方案\n" in empty.read("2019/data/tasks.yaml")


def test_days_that_a_person_stated_hold_where_the_document_states_none(empty: Bench) -> None:
    """A year in the corrected title is a statement; its days are guessed then."""
    text = DOCUMENT.replace("2019年3月4日\n", "")
    empty.write("方案.txt", text)
    empty.ok("import", "方案.txt", "-o", "2019", "--issued", "2019-02-03", "--ends", "2019-11-30")
    empty.write("更正.txt", text.replace("办事指南", "办事的指南"))
    empty.ok("import", "更正.txt", "--update", "2019")
    days = "  issued: 2019-02-03\n  ends: 2019-11-30\n"
    assert days in empty.read("2019/data/tasks.yaml")
    assert "办事的指南" in empty.read("2019/data/tasks.yaml")
    empty.write("更正.txt", text.replace("清河区2019年", "清河区2020年"))
    empty.ok("import", "更正.txt", "--update", "2019")
    assert "  issued: 2019-02-03\n  ends: 2020-12-31\n" in empty.read("2019/data/tasks.yaml")


def edit(bench: Bench, old: str, new: str, file: str = "2019/data/tasks.yaml") -> None:
    """Change a file by hand, as people do."""
    text = bench.read(file)
    assert text.count(old) == 1, (old, text)
    bench.write(file, text.replace(old, new))


def settle(bench: Bench) -> None:
    """Settle the doubts, with comments."""
    edit(
        bench,
        "    cadence: ongoing\n    doubts:\n    - “定期”未写明间隔（第8行）\n",
        "    cadence: quarterly    # 3月5日电话问过区政务办\n",
    )
    edit(bench, '  - id: "1.3"', '  # 收费标准另有文件\n  - id: "1.3"')


def groups(bench: Bench) -> str:
    """Return the groups of the plan as they are in its file."""
    text = bench.read("2019/data/tasks.yaml")
    return text[text.index("groups:\n") :]


UPDATED = """\
groups:

# ──────────────────────────────────────────────────────────────────────────────
- id: 1
  label: 一
  title: 规范窗口服务
  tasks:
  - id: "1.1"
    text: 公布办事指南。
    lead: [区政务办]

  - id: "1.5"
    text: 设置群众意见箱。
    lead: [区信访局]
    doubts:
    - 更正件里编作1.2，这个编号已有别的事项，编为1.5

  - id: "1.2"
    text: 定期公布办件情况。
    lead: [区政务办]
    cadence: quarterly    # 3月5日电话问过区政务办

  # 收费标准另有文件
  - id: "1.3"
    text: 在窗口公开收费标准。
    lead: [区财政局, 区发改局]

  - id: "1.4"
    text: 按月通报窗口人员考勤。
    lead: [区人社局]
    cadence: monthly
    doubts:
    - 更正件里没有这一项，已有1条记录，是否取消待核（写 cancelled，不删）

# ──────────────────────────────────────────────────────────────────────────────
- id: 2
  label: 二
  title: 延伸服务网点
  tasks:
  - id: "2.1"
    text: 及时更新网点信息。
    lead: [区民政局]
    support: [区财政局]
    cadence: event
"""
SHOWN = """\
栏目      原来      更正后
## 新增  1.5  设置群众意见箱。
牵头单位  -         区信访局
存疑      -         更正件里编作1.2，这个编号已有别的事项，编为1.5
## 改动  1.2  定期公布办件情况。
合并格    是        -
## 改动  1.3  在窗口公开收费标准。
牵头单位  区财政局  区财政局、区发改局
## 撤去  2.2  建成便民服务点。
## 待核  1.4  按月通报窗口人员考勤。
存疑      -         更正件里没有这一项，已有1条记录，是否取消待核（写 cancelled，不删）
新增1项，改动2项，撤去1项，待核1项，不变2项；新写存疑2条，在2项上
"""
TOLD = "编号不随更正件改动：1.5（印作1.2）、1.2（印作1.3）、1.3（印作1.4）\n"


def test_corrected_document_is_merged_and_edits_are_kept(office: Bench) -> None:
    """One item is new, units change, one is removed, one with records waits for a decision."""
    settle(office)
    office.write("2019/data/progress/区人社局.yaml", MONTHLY)
    office.write("2019/data/progress/区财政局.yaml", RECORD.format("1.3"))
    journals = {name: data for name, data in office.files().items() if "progress" in name}
    assert office.run("import", "更正.txt", "--update", "2019") == Result(
        0, SHOWN, f"{TOLD}2019 已更新\n"
    )
    assert groups(office) == UPDATED
    assert (
        office.read("2019/data/units.yaml").split("# 政府部门\n")[1]
        == """\
- {name: 区政务办, aliases: [政务办], kind: government}
- {name: 区财政局, aliases: [财政局], kind: government}
- {name: 区人社局, aliases: [人社局], kind: government}
- {name: 区民政局, aliases: [民政局], kind: government}
- {name: 区信访局, aliases: [信访局], kind: government}
- {name: 区发改局, aliases: [发改局], kind: government}
"""
    )
    assert {name: data for name, data in office.files().items() if "progress" in name} == journals
    assert office.run("check", "--data", "2019", "--as-of", "2019-04-01").code == 0
    assert office.read("2019/data/导入说明.md").endswith("""\
## 编号不随更正件改动的事项（进展记录按原编号查找）

- 1.5：更正件印作1.2
- 1.2：更正件印作1.3
- 1.3：更正件印作1.4
""")


def test_same_document_again_changes_nothing(office: Bench) -> None:
    settle(office)
    office.write("2019/data/progress/区人社局.yaml", MONTHLY)
    office.ok("import", "更正.txt", "--update", "2019")
    before = office.files()
    assert office.run("import", "更正.txt", "--update", "2019") == Result(
        0,
        "",
        f"{TOLD}方案没有变化\n",
    )
    assert office.files() == before


def test_dry_run_shows_it_and_writes_nothing(office: Bench) -> None:
    settle(office)
    office.write("2019/data/progress/区人社局.yaml", MONTHLY)
    before = office.files()
    assert office.run("import", "更正.txt", "--update", "2019", "--dry-run") == Result(
        0, SHOWN, f"{TOLD}这是预览，没有写文件\n"
    )
    assert office.files() == before


def test_changes_as_data(office: Bench) -> None:
    """Keys and values are as in the file; new and removed tasks are complete."""
    asked = ("import", "更正.txt", "--update", "2019", "--dry-run", "--format", "json")
    data = json.loads(office.ok(*asked))
    assert {key: data[key] for key in ("format", "counts", "head", "groups", "kept", "notes")} == {
        "format": "gkplan/update/1",
        "counts": {"added": 1, "changed": 2, "removed": 2, "kept": 0, "unchanged": 2},
        "head": {},
        "groups": [],
        "kept": [],
        "notes": [],
    }
    assert [(task["id"], task["lead"]) for task in data["added"]] == [("1.5", ["区信访局"])]
    assert [task["id"] for task in data["removed"]] == ["1.4", "2.2"]
    assert data["changed"][1] == {
        "id": "1.3",
        "printed": "1.4",
        "changes": {"lead": {"before": ["区财政局"], "after": ["区财政局", "区发改局"]}},
    }
    assert data["renumbered"][0] == {"id": "1.5", "printed": "1.2"}


def test_changes_as_rows_for_a_spreadsheet(office: Bench) -> None:
    shown = office.ok("import", "更正.txt", "--update", "2019", "--dry-run", "--format", "csv")
    assert shown.splitlines() == [
        "变动,编号,事项,栏目,原来,更正后",
        "新增,1.5,设置群众意见箱。,牵头单位,,区信访局",
        "新增,1.5,设置群众意见箱。,存疑,,更正件里编作1.2，这个编号已有别的事项，编为1.5",
        "改动,1.2,定期公布办件情况。,合并格,是,",
        "改动,1.3,在窗口公开收费标准。,牵头单位,区财政局,区财政局、区发改局",
        "撤去,1.4,按月通报窗口人员考勤。,,,",
        "撤去,2.2,建成便民服务点。,,,",
    ]


def test_strict_writes_nothing_that_raises_new_doubts(office: Bench) -> None:
    """Earlier doubts are not counted again."""
    before = office.files()
    result = office.run("import", "更正.txt", "--update", "2019", "--strict")
    assert (result.code, result.err.splitlines()[-1]) == (1, "有新的存疑，没有写入（--strict）")
    assert office.files() == before
    office.write("更正.txt", DOCUMENT.replace("便民服务点", "便民点"))
    assert office.run("import", "更正.txt", "--update", "2019", "--strict").code == 0


Edit = Callable[[Bench], None]


def line(old: str, new: str) -> Edit:
    """A change of one part of the plan by a person."""
    return lambda bench: edit(bench, old, new)


@pytest.mark.parametrize(
    ("by_hand", "printed", "expected"),
    [
        pytest.param(
            line("text: 在窗口公开收费标准。", "text: 在窗口公开收费的标准。"),
            ("在窗口公开收费标准。", "在办事窗口公开收费标准。"),
            """\
  - id: "1.3"
    text: 在办事窗口公开收费标准。
    lead: [区财政局]
    doubts:
    - 更正件改了文字，已依更正件；这里原由人改作“在窗口公开收费的标准。”，核对是否还要改
""",
            id="both changed the text: the document's, and a doubt tells the person's",
        ),
        pytest.param(
            line(
                "    text: 在窗口公开收费标准。\n    lead: [区财政局]",
                "    text: 在窗口公开收费标准。\n    lead: [区人社局]",
            ),
            ("收费标准。\t区财政局", "收费标准。\t区政务办"),
            """\
  - id: "1.3"
    text: 在窗口公开收费标准。
    lead: [区人社局]
    doubts:
    - 更正件的单位是“区政务办”，这里由人改作“区人社局”，暂依人改的
""",
            id="both changed the units: the person's, and a doubt tells the document's",
        ),
        pytest.param(
            line(
                "    lead: [区人社局]\n    cadence: monthly",
                "    lead: [区人社局]\n    cadence: quarterly",
            ),
            ("按月通报", "每半年通报"),
            """\
  - id: "1.4"
    text: 每半年通报窗口人员考勤。
    lead: [区人社局]
    cadence: quarterly
    doubts:
    - 更正件的频次时限是“每半年”，这里由人改作“每季度”，暂依人改的
""",
            id="both changed the cadence",
        ),
        pytest.param(
            line("text: 在窗口公开收费标准。", "text: 在窗口公开收费的标准。"),
            ("区财政局\n", "区发改局\n"),
            """\
  - id: "1.3"
    text: 在窗口公开收费的标准。
    lead: [区发改局]
""",
            id="each changed another key: both hold",
        ),
        pytest.param(
            line(
                "    lead: [区人社局]\n    cadence: monthly",
                "    lead: [区人社局]\n    cadence: quarterly",
            ),
            ("按月通报", "每季度通报"),
            """\
  - id: "1.4"
    text: 每季度通报窗口人员考勤。
    lead: [区人社局]
    cadence: quarterly
""",
            id="both changed it to the same",
        ),
        pytest.param(
            line(
                "    lead: [区财政局]\n\n",
                "    short: 收费标准\n    lead: [区财政局]\n    tags: [收费]\n"
                "    doubts:\n    - 标准何时出台\n\n",
            ),
            ("收费标准。\t区财政局", "收费标准。\t区财政局牵头，区发改局配合"),
            """\
  - id: "1.3"
    text: 在窗口公开收费标准。
    short: 收费标准
    lead: [区财政局]
    support: [区发改局]
    tags: [收费]
    doubts:
    - 标准何时出台
""",
            id="a person's own names, doubts and tags stay",
        ),
        pytest.param(
            line(
                "    lead: [区财政局]\n\n",
                "    lead: [区财政局]\n"
                "    changes:  # 机构改革\n"
                "    - date: 2019-05-06\n"
                "      basis: 清编办〔2019〕3号\n"
                "      lead: 区民政局\n"
                "    cancelled:\n"
                "      date: 2019-09-02\n"
                "      basis: 会议纪要\n\n",
            ),
            ("收费标准。\t区财政局", "收费标准。\t区财政局牵头，区发改局配合"),
            """\
  - id: "1.3"
    text: 在窗口公开收费标准。
    lead: [区财政局]
    support: [区发改局]
    changes:  # 机构改革
    - date: 2019-05-06
      basis: 清编办〔2019〕3号
      lead: 区民政局
    cancelled:
      date: 2019-09-02
      basis: 会议纪要
""",
            id="what was decided after the issue stays",
        ),
        pytest.param(
            lambda _: None,
            ("定期公布", "按季公布"),
            """\
  - id: "1.2"
    text: 按季公布办件情况。
    lead: [区政务办]
    merged: true
    cadence: quarterly
""",
            id="a doubt that the document no longer raises goes",
        ),
        pytest.param(
            line("    doubts:\n    - “定期”未写明间隔（第8行）\n", ""),
            ("公布办事指南。", "公布办事指南。请勿遗漏"),
            """\
  - id: "1.2"
    text: 定期公布办件情况。
    lead: [区政务办]
    merged: true
    cadence: ongoing
""",
            id="a settled doubt stays settled",
        ),
    ],
)
def test_conflicting_changes_are_reported_and_other_changes_are_kept(
    office: Bench, by_hand: Edit, printed: tuple[str, str], expected: str
) -> None:
    """Each key is compared in three states: the old document, the new one, and people's edits."""
    by_hand(office)
    assert DOCUMENT.count(printed[0]) == 1
    office.write("更正.txt", DOCUMENT.replace(*printed))
    office.ok("import", "更正.txt", "--update", "2019")
    name = expected.split('"')[1]
    assert (
        f'  - id: "{name}"'
        + groups(office).split(f'  - id: "{name}"')[1].split("\n\n")[0].rstrip()
        + "\n"
        == expected
    )


@pytest.mark.parametrize(
    ("printed", "record", "doubt"),
    [
        (
            ("收费标准。\t区财政局", "收费标准。\t区发改局"),
            ("区财政局", RECORD.format("1.3")),
            (
                "更正件的单位是“区发改局”，已有1条记录是按“区财政局”报的，暂未改，怎样改待核："
                "职责调整写进 changes（日期、依据、调整后的单位），不改这里的单位"
            ),
        ),
        (
            ("按月通报", "按季通报"),
            ("区人社局", MONTHLY),
            (
                "更正件的频次时限是“每季度”，已有1条记录是按“每月”报的，暂未改，怎样改待核："
                "原项写 cancelled（日期、依据），另加一项写新的频次时限"
            ),
        ),
        (
            ("在窗口公开收费标准。", "建立人员轮岗交流办法。"),
            ("区财政局", RECORD.format("1.3")),
            "更正件把这一项整个换了，原为“在窗口公开收费标准。”，已有1条记录，核对是否同一事项",
        ),
    ],
)
def test_change_that_records_would_not_outlive_waits(
    office: Bench, printed: tuple[str, str], record: tuple[str, str], doubt: str
) -> None:
    """A unit and a period with records: journals are never rewritten."""
    office.write(f"2019/data/progress/{record[0]}.yaml", record[1])
    office.write("更正.txt", DOCUMENT.replace(*printed))
    office.ok("import", "更正.txt", "--update", "2019")
    assert f"    - {doubt}\n" in groups(office)
    assert office.run("check", "--data", "2019", "--as-of", "2019-04-01").code == 0


def test_groups_are_known_by_their_tasks_and_titles(office: Bench) -> None:
    """After a new group in the middle, groups keep their ids and get their new labels."""
    new = "二、推行一网通办\t1. 公布网办事项目录。\t区政务办\n三、延伸"
    office.write("更正.txt", DOCUMENT.replace("二、延伸", new))
    shown = office.ok("import", "更正.txt", "--update", "2019")
    assert shown.startswith(
        """\
栏目      原来  更正后
## 工作任务  2  三、延伸服务网点
标号      二    三
## 新增  4.1  公布网办事项目录。
"""
    ), shown
    text = groups(office)
    assert [line.strip() for line in text.split("\n") if line.startswith(("- id", "  label"))] == [
        "- id: 1",
        "label: 一",
        "- id: 4",
        "label: 二",
        "- id: 2",
        "label: 三",
    ]
    assert '  - id: "4.1"\n    text: 公布网办事项目录。\n' in text
    assert office.run("check", "--data", "2019").code == 0


def test_removed_group_leaves_tasks_with_records(office: Bench) -> None:
    """Its label is replaced by that of the new document."""
    office.write("2019/data/progress/区民政局.yaml", RECORD.format("2.1"))
    first, _, _ = DOCUMENT.partition("二、延伸")
    office.write("更正.txt", f"{first}二、清理证明事项\t1. 公布清单。\t区政务办\n")
    office.ok("import", "更正.txt", "--update", "2019")
    text = groups(office)
    assert (
        text[text.index("- id: 3") :]
        == """\
- id: 3
  label: 二
  title: 清理证明事项
  tasks:
  - id: "3.1"
    text: 公布清单。
    lead: [区政务办]
    doubts:
    - 更正件里编作2.1，这个编号已有别的事项，编为3.1

# ──────────────────────────────────────────────────────────────────────────────
- id: 2
  label: 二（原）
  title: 延伸服务网点
  tasks:
  - id: "2.1"
    text: 及时更新网点信息。
    lead: [区民政局]
    support: [区财政局]
    cadence: event
    doubts:
    - 更正件里没有这一项，已有1条记录，是否取消待核（写 cancelled，不删）
"""
    )
    assert office.run("check", "--data", "2019").code == 0


def test_moved_task_keeps_the_id_of_its_records(office: Bench) -> None:
    """Without records it is removed and added again."""
    moved = DOCUMENT.replace("\t3. 在窗口公开收费标准。\t区财政局\n", "").replace(
        "\t4. 按月", "\t3. 按月"
    )
    office.write("更正.txt", f"{moved}\t3. 在窗口公开收费标准。\t区财政局\n")
    assert "撤去,1.3," in office.ok(
        "import", "更正.txt", "--update", "2019", "--dry-run", "--format", "csv"
    )
    office.write("2019/data/progress/区财政局.yaml", RECORD.format("1.3"))
    office.ok("import", "更正.txt", "--update", "2019")
    assert "    - 更正件把这一项移到了别的组，编作2.3，这里未动\n" in groups(office)
    assert '"2.3"' not in groups(office)


def test_tasks_that_people_added_or_deleted_remain_so(office: Bench) -> None:
    """An added task is kept, a deleted one does not return."""
    edit(office, '  - id: "1.1"\n    text: 公布办事指南。\n    lead: [区政务办]\n\n', "")
    office.write(
        "2019/data/tasks.yaml",
        office.read("2019/data/tasks.yaml")
        + '\n  - id: "2.9"\n    text: 自己加的。\n    lead: [区民政局]\n',
    )
    office.write("更正.txt", DOCUMENT.replace("收费标准。\t区财政局", "收费标准。\t区发改局"))
    shown = office.ok("import", "更正.txt", "--update", "2019", "--format", "csv")
    assert shown.splitlines()[1:] == ["改动,1.3,在窗口公开收费标准。,牵头单位,区财政局,区发改局"]
    assert "自己加的。" in groups(office)
    assert "公布办事指南。" not in groups(office)


def test_head_is_merged_too(office: Bench) -> None:
    """People's texts are kept, with a note where the document has changed."""
    edit(office, "  number: 清府办〔2019〕5号", "  number: 清府办〔2019〕15号")
    edit(office, "  issued:", "  supervisor: 区政务办\n  issued:")
    corrected = DOCUMENT.replace("5号", "6号").replace("2019年3月4日", "2019年3月8日")
    office.write("更正.txt", corrected)
    result = office.run("import", "更正.txt", "--update", "2019")
    assert result.out.splitlines()[:3] == [
        "栏目      原来        更正后",
        "## 文件头",
        "印发日期  2019-03-04  2019-03-08",
    ]
    assert result.err == (
        "待核 文件头的 number：更正件作“清府办〔2019〕6号”，"
        "这里由人改作“清府办〔2019〕15号”，暂依人改的\n"
        "2019 已更新\n"
    )
    assert (
        office.read("2019/data/tasks.yaml").split("plan:\n")[1].split("\n\n")[0]
        == """\
  title: 清河区2019年窗口服务工作分工方案
  number: 清府办〔2019〕15号
  issuer: 清河区人民政府办公室
  supervisor: 区政务办
  issued: 2019-03-08
  ends: 2019-12-31    # 原件未写截止日期，取年底；可用 --ends 写明
  lag: 20 workdays    # 原件未写，取《政府信息公开条例》主动公开的期限"""
    )


def test_units_are_known_by_their_aliases(office: Bench) -> None:
    """Another name of the same unit in the document is no change."""
    edit(
        office,
        "aliases: [财政局]",
        "aliases: [财政局, 区财政和国资局]",
        file="2019/data/units.yaml",
    )
    office.write("更正.txt", DOCUMENT.replace("区财政局", "区财政和国资局"))
    assert office.run("import", "更正.txt", "--update", "2019").err == "方案没有变化\n"


def test_folder_without_what_was_read_takes_its_plan_for_that(office: Bench) -> None:
    """The folder was made by hand or by an old version; the person is warned."""
    settle(office)
    (office.root / "2019/data/.import.yaml").unlink()
    result = office.run("import", "方案.txt", "--update", "2019")
    assert result.out.splitlines()[1:4] == [
        "## 改动  1.2  定期公布办件情况。",
        "频次  每季度  持续",
        "存疑  -       “定期”未写明间隔（第8行）",
    ]
    assert result.err == (
        "提醒：这个方案没有记下上次读出的内容，只能以现有方案为准，人改过的会当作原件所改\n"
        "2019 已更新\n"
    )
    assert (office.root / "2019/data/.import.yaml").exists()


def test_what_people_added_stays_without_what_was_read_too(office: Bench) -> None:
    added = (
        "    short: 办事指南\n    lead: [区政务办]\n    tags: [指南]\n"
        "    changes:\n    - date: 2019-05-06\n      basis: 会议纪要\n      lead: [区财政局]\n"
    )
    edit(
        office,
        "公布办事指南。\n    lead: [区政务办]\n",
        f"公布办事指南。\n{added}    cancelled: {{date: 2019-06-03, basis: 会议纪要}}\n",
    )
    (office.root / "2019/data/.import.yaml").unlink()
    office.write("更正.txt", CORRECTED.replace("公布办事指南", "及时公布办事指南"))
    office.ok("import", "更正.txt", "--update", "2019")
    assert "    text: 及时公布办事指南。\n    short: 办事指南\n" in groups(office)
    assert added.partition("    tags:")[2] in groups(office)
    assert "    cancelled: {date: 2019-06-03, basis: 会议纪要}\n" in groups(office)


def test_another_plan_is_not_merged_unasked(office: Bench) -> None:
    """Most tasks would be removed; perhaps the document was not read completely."""
    first, _, _ = DOCUMENT.partition("一、规范")
    office.write("更正.txt", f"{first}一、整治市容市貌\t1. 清理占道经营。\t区城管局\n")
    before = office.files()
    message = "原有6项，更正件里只认得出0项：像是另一份方案，或者没有读全"
    refused = office.run("import", "更正.txt", "--update", "2019")
    assert refused.code == 4
    assert (
        f"错误：{message}；没有写入\n"
        "  先用 --dry-run 看清；确是同一方案，加 --force；是另一份，用 -o 写到新文件夹\n"
    ) in refused.err
    seen = office.run("import", "更正.txt", "--update", "2019", "--dry-run")
    assert (seen.code, f"提醒：{message}\n" in seen.err) == (0, True)
    assert office.files() == before
    office.ok("import", "更正.txt", "--update", "2019", "--force")
    assert "清理占道经营。" in groups(office)


@pytest.mark.parametrize(
    ("tasks", "kept", "code", "said"),
    [
        (60, 54, 0, "提醒：更正件里少了最后6项（1.55 到 1.60）：像是没有读全\n"),
        (60, 53, 4, "错误：更正件里少了最后7项（1.54 到 1.60）：像是没有读全；没有写入\n"),
        (10, 8, 0, ""),
        (10, 7, 0, "提醒：更正件里少了最后3项（1.8 到 1.10）：像是没有读全\n"),
        (10, 5, 0, "提醒：更正件里少了最后5项（1.6 到 1.10）：像是没有读全\n"),
        (12, 6, 4, "错误：更正件里少了最后6项（1.7 到 1.12）：像是没有读全；没有写入\n"),
    ],
)
def test_a_document_that_was_cut_off_is_noticed(
    empty: Bench, tasks: int, kept: int, code: int, said: str
) -> None:
    """More than five tasks and more than a tenth are not removed unasked."""
    head, _, _ = DOCUMENT.partition("一、规范")
    rows = [f"一、服务\t{n}. 公布第{n}号指南。\t区政务办\n" for n in range(1, tasks + 1)]
    empty.write("方案.txt", head + "".join(rows))
    empty.ok("import", "方案.txt", "-o", "2019")
    before = empty.files()
    empty.write("更正.txt", head + "".join(rows[:kept]))
    result = empty.run("import", "更正.txt", "--update", "2019")
    assert result.code == code
    assert said in result.err
    assert ("没有读全" in result.err) == bool(said)
    changed = {name for name, data in empty.files().items() if data != before.get(name)}
    assert ("2019/data/tasks.yaml" in changed) == (code == 0)


def test_many_tasks_missing_in_the_middle_need_confirming(empty: Bench) -> None:
    head, _, _ = DOCUMENT.partition("一、规范")
    rows = [f"一、服务\t{n}. 公布第{n}号指南。\t区政务办\n" for n in range(1, 21)]
    empty.write("方案.txt", head + "".join(rows))
    empty.ok("import", "方案.txt", "-o", "2019")
    empty.write("更正.txt", head + "".join(rows[:4] + rows[10:]))
    message = "原有20项，更正件里少了6项（1.5、1.6、1.7等）：像是没有读全"
    refused = empty.run("import", "更正.txt", "--update", "2019")
    assert (refused.code, f"错误：{message}；没有写入\n" in refused.err) == (4, True)
    seen = empty.run("import", "更正.txt", "--update", "2019", "--dry-run")
    assert (seen.code, f"提醒：{message}\n" in seen.err) == (0, True)
    forced = empty.run("import", "更正.txt", "--update", "2019", "--force")
    assert (forced.code, f"提醒：{message}\n" in forced.err) == (0, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("第12行", "第13行"),
        ("第3段", "第4段"),
        ("表1第2行第3格", "表2第20行第3格"),
        ("第3页表格第2行第3格", "第4页表格第2行第3格"),
        ("第3页第5行", "第3页第6行"),
        ("分工!B3", "分工!C30"),
        ("分工（新）!B3", "分工（新）!B4"),
        ("文首", "第1段"),
    ],
)
def test_a_resolved_doubt_stays_resolved_wherever_its_places_are(before: str, after: str) -> None:
    """At the end of a doubt, and in its middle what the task is compared with."""
    texts = (
        "本组标题与{0}的一组相同，疑误（{0}）",
        "与{0}的一项文字、单位相同，疑重复（{0}）",
        "与下一页的半行接成一项（{0}）",
        "“定期”未写明间隔（{0}）",
    )
    base, now = (
        Task("1.1", "公布。", lead=("区政务办",), doubts=tuple(one.format(at) for one in texts))
        for at in (before, after)
    )
    assert merged_task(base, replace(base, doubts=()), now).doubts == ()
    assert merged_task(base, base, now).doubts == base.doubts
    other = replace(now, doubts=(*now.doubts, f"“适时”未写明间隔（{after}）"))
    assert merged_task(base, replace(base, doubts=()), other).doubts == other.doubts[-1:]


def test_a_repeated_heading_that_a_person_accepted_is_not_asked_about_again(empty: Bench) -> None:
    text = DOCUMENT.replace("二、延伸服务网点", "二、规范窗口服务")
    empty.write("方案.txt", text)
    empty.ok("import", "方案.txt", "-o", "2019")
    edit(empty, "    doubts:\n    - 本组标题与第7行的一组相同，疑误（第11行）\n", "")
    before = empty.read("2019/data/tasks.yaml")
    empty.write("更正.txt", f"\n{text}")
    empty.ok("import", "更正.txt", "--update", "2019")
    assert empty.read("2019/data/tasks.yaml") == before


def test_an_added_periodic_task_asks_from_when_it_is_owed(office: Bench) -> None:
    """Periods count from the day of issue: some are overdue on the day of the merge."""
    office.write("更正.txt", DOCUMENT + "\t3. 按季检查网点。\t区民政局\n\t4. 建网站。\t区民政局\n")
    office.ok("import", "更正.txt", "--update", "2019")
    doubt = "更正件新增的按期事项，各期也从方案印发之日算起，从哪一期起办待核：不办的各期记“不涉及”"
    assert groups(office).count(doubt) == 1
    assert doubt in groups(office).split('id: "2.3"')[1].split('id: "2.4"')[0]


def test_names_that_the_registry_settles_are_not_asked_about_again(office: Bench) -> None:
    """Only new notes on units are listed, and only they count for ``--strict``."""
    first = DOCUMENT.replace("区财政局\n\t4.", "财政局\n\t4.")
    office.write("方案.txt", first)
    office.write("更正.txt", first.replace("收费标准", "收费的标准"))
    message = office.run("import", "方案.txt", "-o", "又一份").err
    note = next(line for line in message.splitlines() if line.startswith("待核 “"))
    merged = office.run("import", "更正.txt", "--update", "又一份", "--strict")
    assert (merged.code, note in merged.err) == (0, False), merged
    office.write("更正.txt", first.replace("区人社局", "区人力社保局、区人社局"))
    again = office.run("import", "更正.txt", "--update", "又一份", "--strict")
    assert (again.code, "“区人社局”疑为同一单位" in again.err) == (1, True), again


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (
            ("--update", "2019", "-o", "x"),
            2,
            "错误：--update 不能和 -o 同用\n  合并进已有方案，只写 --update 文件夹\n",
        ),
        (
            ("--update", "无"),
            3,
            (
                "错误：无 里没有 tasks.yaml 或 data/tasks.yaml\n"
                "  --update 后写已有方案的文件夹；还没有就用 -o 新建一个\n"
            ),
        ),
    ],
)
def test_request_that_makes_no_sense_is_refused(
    office: Bench, args: tuple[str, ...], code: int, message: str
) -> None:
    assert office.run("import", "更正.txt", *args) == Result(code, "", message)


@pytest.mark.parametrize(
    ("file", "text", "code", "message"),
    [
        ("2019/data/tasks.yaml", "plan: [\n", 3, "错误：方案文件夹有 1 处错误，改正之前不出数"),
        ("2019/data/.import.yaml", "plan: [\n", 3, "错误：2019/data/.import.yaml 读不出来"),
        ("2019/data/.import.yaml", b"\xff", 3, "错误：2019/data/.import.yaml 读不出来"),
        ("2019/data/.import.yaml", "", 3, "错误：2019/data/.import.yaml 读不出来"),
    ],
)
def test_broken_folder_is_not_touched(
    office: Bench, file: str, text: str | bytes, code: int, message: str
) -> None:
    office.write(file, text)
    before = office.files()
    result = office.run("import", "更正.txt", "--update", "2019")
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert office.files() == before


def test_folder_that_changes_meanwhile_is_not_written(office: Bench) -> None:
    """What is written is made from what was read."""
    found = import_plan("更正.txt", CORRECTED.encode(), date(2019, 4, 1))
    prepared = prepare(read_folder(find_folder(Path("2019"), office.root)), found, "更正.txt")
    settle(office)
    before = office.files()
    with pytest.raises(WriteRefusedError) as refused:
        prepared.write()
    assert refused.value.message == "刚刚有人改动了方案，没有写入"
    assert office.files() == before


def test_shipped_plan_takes_a_corrected_source_with_its_comments(starter: Bench) -> None:
    """The starter plan has no record of an import; every comment in its file is kept."""
    source = (Path(__file__).parent / "source/nansha-2017-94.txt").read_text(encoding="utf-8")
    old = "及时发布进入电力市场的新主体。"
    assert source.count(old) == 1
    starter.write("更正.txt", source.replace(old, "及时发布进入电力市场的新主体名单。"))
    before = starter.read("data/tasks.yaml")
    starter.ok("import", "更正.txt", "--update", ".", "--ends", "2017-12-31")
    after = starter.read("data/tasks.yaml")
    comments = [line for line in before.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in after.splitlines() if line.lstrip().startswith("#")] == comments
    assert "text: 及时发布进入电力市场的新主体名单。" in after
    assert starter.run("check").code == 0


def test_line_ends_of_windows_are_kept(office: Bench) -> None:
    office.write(
        "2019/data/tasks.yaml",
        b"\xef\xbb\xbf" + office.read("2019/data/tasks.yaml").replace("\n", "\r\n").encode(),
    )
    office.ok("import", "更正.txt", "--update", "2019")
    text: Any = (office.root / "2019/data/tasks.yaml").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf#")
    assert text.count(b"\n") == text.count(b"\r\n")
    assert office.run("check", "--data", "2019").code == 0


TWICE = """\
清河区2018年政务公开工作要点分工方案
2018年4月9日
工作任务\t具体事项\t责任单位
一、推进公开\t1. 落实财政预算信息。\t区农业局
\t2. 公布抽查结果。\t区府办
"""
THRICE = """\
清河区2018年政务公开工作要点分工方案
2018年4月9日
工作任务\t具体事项\t责任单位
一、推进公开\t1. 公布抽查结果。\t区府办
\t2. 落实财政预算信息。\t区法制办
\t3. 落实财政预算信息。\t区农业局
"""


def test_of_equal_texts_the_one_of_the_same_unit_is_the_same(empty: Bench) -> None:
    """Two units may owe the same text; the same document again changes nothing."""
    empty.write("甲.txt", TWICE)
    empty.write("乙.txt", THRICE)
    empty.ok("import", "甲.txt", "-o", "p")
    empty.write("p/progress/区农业局.yaml", RECORD.format("1.1").replace("2019-04", "2018-05"))
    shown = empty.ok("import", "乙.txt", "--update", "p", "--format", "csv")
    assert [line for line in shown.splitlines()[1:] if "存疑" not in line] == [
        "新增,1.4,落实财政预算信息。,牵头单位,,区法制办"
    ]
    assert empty.run("import", "乙.txt", "--update", "p").err.endswith("方案没有变化\n")


def test_unit_that_only_a_doubt_names_is_registered(office: Bench) -> None:
    """The person who settles the doubt can then edit it."""
    office.write("2019/data/progress/区财政局.yaml", RECORD.format("1.3"))
    office.write("更正.txt", DOCUMENT.replace("收费标准。\t区财政局", "收费标准。\t区商务局"))
    result = office.run("import", "更正.txt", "--update", "2019", "--title", "另题")
    assert "区商务局" not in groups(office).split("doubts:")[0]
    assert "name: 区商务局" in office.read("2019/data/units.yaml")
    assert "可用 --" not in result.err


def test_headings_of_very_many_groups_are_paired_without_comparing_letters(
    empty: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10,000 groups took more than ten minutes; equal tasks or titles still show the same group."""
    rows = [f"{at}、事务{at}\t1. 公布第{at}项。\t区政务办\n" for at in range(1, 12)]
    empty.write("甲.txt", HEAD + "".join(rows))
    empty.ok("import", "甲.txt", "-o", "p")
    changed = "12、别样\t1. 公布第3项。\t区政务办\n13、事务4\t1. 另作安排。\t区政务办\n"
    empty.write("乙.txt", HEAD + "".join([*rows[:2], changed, *rows[4:]]))
    monkeypatch.setattr("gkplan.importing.updates.pairing._MOST_COMPARED", 0)
    shown = empty.ok("import", "乙.txt", "--update", "p", "--format", "csv")
    assert shown.splitlines() == [
        "变动,编号,事项,栏目,原来,更正后",
        "工作任务,3,12、别样,标号,3,12",
        "工作任务,3,12、别样,标题,事务3,别样",
        "工作任务,4,13、事务4,标号,4,13",
        "改动,4.1,公布第4项。,具体事项,公布第4项。,另作安排。",
    ]
