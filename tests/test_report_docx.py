"""The circular as a Word file: the layout of GB/T 9704-2012, and every figure the JSON's."""

import re
from datetime import date
from io import BytesIO
from itertools import chain, pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import Bench
from libreoffice import Office
from printed import poppler
from rewritten import rewritten

from gkplan.domain.assess import Assessment
from gkplan.report.data import Report
from gkplan.report.docx import circular
from gkplan.report.json_fields import report_json

docx = pytest.importorskip("docx", reason="python-docx (extra office) is not installed")
wordml = pytest.importorskip("gkplan.report.wordml")
MM = 72 / 25.4
"""Points per millimetre."""
COUNTED = (
    "统计口径：一个事项、一份应办事项只有一个状态，分开计数。"
    "完成率＝已完成 ÷（全部事项－已核实的不涉及－尚无起算日的事项），已取消的不在内。"
    "应办按“事项 × 单位 × 期”计份，只计已经开始的；办结率＝已办 ÷（应办－已核实的不涉及）；"
    "按期办结率＝时限已过的份数里按期办结的（已核实的不涉及和条件未具备的不计）；"
    "核实率＝已办的里最近一条填报已核实的。逾期由时限和截至日期算出，与状态并列；"
    "逾期办结是办结了、但晚于时限。事项的状态和逾期看牵头单位；没有牵头单位的，看落实单位。"
)
JOURNAL = """\
- {task: "1.1", status: doing, date: 2017-09-01, note: 已起草。}
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-20, evidence: ["https://a.example"]}
- task: "1.2"
  period: 2017-09
  status: blocked
  date: 2017-10-10
  problem: 数据未到。
  next: 催要。
- {task: "2.1", status: done, date: 2017-09-02}
- {task: "2.3", event: 2017-09-01, status: doing, date: 2017-09-03}
"""
REVIEWS = """\
- {task: "1.1", unit: 甲局, verdict: return, date: 2017-09-05, record: 2017-09-01, note: 无方案。}
"""


@pytest.fixture
def busy(small: Bench) -> Bench:
    """The small plan with a late, a returned, a blocked duty and one without evidence."""
    small.write("data/progress/甲局.yaml", JOURNAL)
    small.write("data/reviews.yaml", REVIEWS)
    return small


def report(bench: Bench, *units: str, as_of: str = "2017-10-31") -> Report:
    """Return a report on the plan, or on some units."""
    return Report(Assessment(bench.context.ledger(), date.fromisoformat(as_of)), units)


def report_with(bench: Bench, text: str, *names: str) -> Report:
    """Return the report with a text in all non-empty fields of these names."""
    ledger = rewritten(bench.context.ledger(), dict.fromkeys(names, text))
    return Report(Assessment(ledger, date(2017, 10, 31)))


def lines(data: Report) -> list[str]:
    """Return every paragraph outside tables, with its style."""
    document = docx.Document(BytesIO(circular(data)))
    return [f"{paragraph.style.style_id}|{paragraph.text}" for paragraph in document.paragraphs]


def tables(data: Report) -> list[list[list[str]]]:
    """Return the rows of every table, merged cells once."""
    document = docx.Document(BytesIO(circular(data)))
    return [
        [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]
        for table in document.tables
    ]


def test_the_circular_states_what_is_done_what_is_wrong_and_what_to_do(busy: Bench) -> None:
    assert lines(report(busy)) == [
        "DocumentNumber|（文号待填）〔\u3000\u3000\u3000\u3000〕\u3000\u3000号",
        "Normal|",
        "Title|关于《小方案》落实情况的通报",
        "Normal|",
        "Normal|各镇、各部门：",
        "Heading1|一、总体情况",
        "BodyText|截至2017年10月31日，《小方案》（测〔2017〕1号）共有5项工作，已完成0项，未完成5项（正在推进2项、条件未具备1项、未启动1项、受阻1项），完成率0.0%（0/5）；逾期1项（1份）。",
        "BodyText|按事项、单位和期次逐份计算，应办10份，已办结2份，未办结8份，办结率20.0%（2/10），按期办结率50.0%（1/2），核实率0.0%（0/2）；逾期1份。",
        "Heading1|二、各单位办理情况",
        "BodyText|各单位应办、办结份数如下，按办结率排名，办结率相同的名次并列。",
        "Gap|",
        "Gap|",
        "Heading1|三、存在问题",
        "Heading2|（一）部分事项逾期未办结，共1份",
        "BodyText|1.第2.3项“自申请之日起限时答复”：甲局（起算日2017年9月1日，时限2017年9月22日，正在推进）逾期39天。",
        "Heading2|（二）退回的填报没有重报，共1份",
        "BodyText|1.第1.1项“一次性事项”：甲局2017年9月1日填报，2017年9月5日退回，退回意见：无方案。",
        "Heading2|（三）报已完成但无佐证材料，共1份",
        "BodyText|1.第2.1项“大家落实”：甲局。",
        "Heading2|（四）部分事项受阻或存在困难，共1份",
        "BodyText|1.第1.2项“按月公开”：甲局（2017年9月）受阻，2017年10月10日填报，存在问题：数据未到，下一步：催要。",
        "Heading2|（五）3个单位从未填报进展",
        "BodyText|乙局、丙委、丁镇。",
        "Heading1|四、下一步要求",
        "Heading2|（一）逾期的立即办结",
        "BodyText|甲局要立即办理逾期事项，填报进展，并说明逾期原因。",
        "Heading2|（二）今后30天内到期的2份按期办结",
        "BodyText|1.第1.2项“按月公开”：甲局（2017年9月），2017年11月3日到期；甲局（2017年10月），2017年11月28日到期。",
        "Heading2|（三）退回的重新填报",
        "BodyText|甲局要对照退回意见补正，重新填报。",
        "Heading2|（四）缺佐证的补齐材料",
        "BodyText|甲局要为已报完成的事项补充佐证材料。",
        "Heading2|（五）受阻的提出解决办法",
        "BodyText|甲局要逐项研究，提出解决办法和完成时间；需要协调的，及时报丙委。",
        "Heading2|（六）未填报的立即填报",
        "BodyText|乙局、丙委、丁镇要立即填报各项工作的进展情况。",
        "Normal|",
        "BodyText|附件：《小方案》落实情况台账",
        "Normal|",
        "Normal|",
        "Normal|丙委",
        "Normal|2017年10月31日",
        "AttachmentMark|附件",
        "Normal|",
        "Title|《小方案》落实情况台账",
        "Gap|",
        "Cell|截至2017年10月31日；佐证按份计，佐证材料见进展记录。",
        "Gap|",
        "Gap|",
        f"Cell|{COUNTED}",
        "Last|",
    ]


def test_the_tables_rank_the_units_and_have_the_complete_ledger(busy: Bench) -> None:
    assert tables(report(busy)) == [
        [
            [
                *("名次", "单位", "应办", "已办结", "不涉及"),
                *("办结率", "按期办结率", "逾期", "最近填报"),
            ],
            ["1", "甲局", "6", "2", "0", "33.3%", "50.0%（1/2）", "1", "2017-10-10"],
            ["2", "乙局", "2", "0", "0", "0.0%", "—", "0", "从未填报"],
            ["2", "丙委", "1", "0", "0", "0.0%", "—", "0", "从未填报"],
            ["2", "丁镇", "1", "0", "0", "0.0%", "—", "0", "从未填报"],
        ],
        [
            [
                "编号",
                "具体事项",
                "牵头单位",
                "落实、配合单位",
                "时限或频次",
                "状态",
                "最近进展",
                "佐证",
            ],
            ["一、第一组（共2项，已完成0项）"],
            [
                "1.1",
                "一次性事项。",
                "甲局",
                "配合：乙局",
                "一次性，\n2017-12-31 前",
                "正在推进\n已退回1份",
                "2017-09-01 甲局\n已起草。",
                "0",
            ],
            [
                "1.2",
                "按月公开。",
                "甲局",
                "—",
                "每月，\n每期结束后20个工作日内，\n已办 1，已开始 3，共 5 期，\n当前时限2017-11-03",
                "受阻",
                "2017-10-10 甲局\n存在问题：数据未到。\n下一步：催要。",
                "1",
            ],
            ["二、第二组（共3项，已完成0项）"],
            [
                "2.1",
                "大家落实。",
                "丙委",
                "落实：各镇、各部门",
                "一次性，\n2017-12-31 前",
                "未启动",
                "2017-09-02 甲局",
                "0",
            ],
            [
                "2.2",
                "待文件出台后办理。",
                "乙局",
                "—",
                "一次性，\n2017-12-31 前",
                "条件未具备",
                "未填报",
                "0",
            ],
            [
                "2.3",
                "自申请之日起限时答复。",
                "各部门",
                "—",
                "及时，\n自起算日15个工作日内，\n已办 0，已开始 1，共 1 件，\n当前时限2017-09-22",
                "正在推进\n逾期：甲局",
                "2017-09-03 甲局",
                "0",
            ],
        ],
    ]


def test_a_plan_without_supervisor_number_and_records_leaves_to_the_office_what_it_must_fill_in(
    small: Bench,
) -> None:
    text = small.read("data/tasks.yaml")
    for line in ("number: 测〔2017〕1号", "issuer: 测试办公室", "supervisor: 丙委"):
        text = text.replace(f"  {line}\n", "")
    small.write("data/tasks.yaml", text)
    found = lines(report(small, as_of="2017-08-04"))
    assert found[4:] == [
        "Normal|各镇、各部门：",
        "Heading1|一、总体情况",
        (
            "BodyText|截至2017年8月4日，《小方案》共有5项工作，已完成0项，"
            "未完成5项（条件未具备1项、未启动4项），完成率0.0%（0/4）；逾期0项；尚无起算日1项。"
        ),
        (
            "BodyText|按事项、单位和期次逐份计算，应办7份，已办结0份，未办结7份，"
            "办结率0.0%（0/7）；逾期0份。"
        ),
        "Heading1|二、各单位办理情况",
        "BodyText|各单位应办份数如下，尚无办结，不作排名。",
        "Gap|",
        "Gap|",
        "Heading1|三、存在问题",
        "Heading2|（一）4个单位从未填报进展",
        "BodyText|甲局、乙局、丙委、丁镇。",
        "Heading1|四、下一步要求",
        "Heading2|（一）未填报的立即填报",
        "BodyText|甲局、乙局、丙委、丁镇要立即填报各项工作的进展情况。",
        "Normal|",
        "BodyText|附件：《小方案》落实情况台账",
        "Normal|",
        "Normal|",
        "Normal|（署名待填）",
        "Normal|2017年8月4日",
        "AttachmentMark|附件",
        "Normal|",
        "Title|《小方案》落实情况台账",
        "Gap|",
        "Cell|截至2017年8月4日；佐证按份计，佐证材料见进展记录。",
        "Gap|",
        "Gap|",
        f"Cell|{COUNTED}",
        "Last|",
    ]


def test_the_circular_of_a_unit_is_addressed_to_it_and_ranks_no_units(busy: Bench) -> None:
    data = report(busy, "甲局")
    found = lines(data)
    assert [found[2], found[4], found[9]] == [
        "Title|关于甲局落实《小方案》情况的通报",
        "Normal|甲局：",
        "BodyText|甲局应办、办结份数如下。",
    ]
    assert tables(data)[0][1:] == [
        ["—", "甲局", "6", "2", "0", "33.3%", "50.0%（1/2）", "1", "2017-10-10"]
    ]


ODD_PLAN = """\
plan: {title: 小方案, issued: 2017-08-03, ends: 2017-12-31, issuer: 测试办公室}
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - {id: "1.1", text: 办晚了。, lead: [甲局], due: 2017-09-15}
  - {id: "1.2", text: 延期了。, lead: [甲局], support: [丁镇], due: 2017-09-15}
  - {id: "1.3", text: 限期改正。, lead: [甲局], due: 2017-09-15}
  - {id: "1.4", text: 核实了不涉及。, lead: [乙局]}
  - id: "1.5"
    text: 取消了。
    lead: [丙委]
    cancelled: {date: 2017-10-25, basis: 会议纪要}
  - id: "1.6"
    text: 换了单位。
    lead: [丙委]
    cadence: monthly
    changes: [{date: 2017-08-20, basis: 会议纪要, lead: [甲局]}]
"""
ODD_JOURNALS = {
    "甲局": """\
- {task: "1.1", status: done, date: 2017-09-26, evidence: ["https://a.example"]}
- {task: "1.3", status: done, date: 2017-09-10, evidence: ["https://a.example"]}
""",
    "乙局": """\
- {task: "1.4", status: waived, date: 2017-09-01}
""",
}
ODD_REVIEWS = """\
- {task: "1.2", unit: 甲局, to: 2017-10-20, date: 2017-09-10, reason: 等材料。, approved_by: 王五}
- {task: "1.2", unit: 甲局, to: 2017-10-30, date: 2017-10-19, reason: 换届。, approved_by: 王五}
- task: "1.3"
  unit: 甲局
  verdict: return
  date: 2017-09-20
  record: 2017-09-10
  correct_by: 2017-10-15
  note: 不全。
- {task: "1.4", unit: 乙局, verdict: accept, date: 2017-09-05, record: 2017-09-01}
"""


def test_what_is_late_extended_accepted_cancelled_or_only_supported_is_said(small: Bench) -> None:
    small.write("data/tasks.yaml", ODD_PLAN)
    small.write("data/reviews.yaml", ODD_REVIEWS)
    for unit, journal in ODD_JOURNALS.items():
        small.write(f"data/progress/{unit}.yaml", journal)
    made = report(small)
    found = lines(made)
    assert found[6:27] == [
        (
            "BodyText|截至2017年10月31日，《小方案》共有5项工作，已完成1项，"
            "不涉及1项（其中已核实1项），未完成3项（正在推进1项、未启动2项），完成率25.0%（1/4）；"
            "逾期3项（3份），逾期办结1项；另有1项已取消。"
        ),
        (
            "BodyText|按事项、单位和期次逐份计算，应办7份，已办结1份，"
            "不涉及1份（其中已核实1份），未办结5份，办结率16.7%（1/6），按期办结率0.0%（0/4），"
            "核实率0.0%（0/1）；逾期3份，逾期办结1份。"
        ),
        "Heading1|二、各单位办理情况",
        "BodyText|各单位应办、办结份数如下，按办结率排名，办结率相同的名次并列。",
        "Gap|",
        "Gap|",
        "BodyText|没有应办事项的单位：丙委。只作配合、不单独计数的单位：丁镇配合1项。",
        "Heading1|三、存在问题",
        "Heading2|（一）部分事项逾期未办结，共3份",
        ("BodyText|1.第1.6项“换了单位”：甲局（2017年8月，时限2017年9月28日，未启动）逾期33天。"),
        (
            "BodyText|2.第1.3项“限期改正”：甲局（时限2017年10月15日，限期整改，正在推进，"
            "已退回）逾期16天。"
        ),
        (
            "BodyText|3.第1.2项“延期了”：甲局（时限2017年10月30日，原时限2017年9月15日，"
            "延期2次，未启动）逾期1天。"
        ),
        "Heading2|（二）部分事项逾期办结，共1份",
        "BodyText|1.第1.1项“办晚了”：甲局2017年9月26日办结，晚11天。",
        "Heading2|（三）退回的填报没有重报，共1份",
        (
            "BodyText|1.第1.3项“限期改正”：甲局2017年9月10日填报，2017年9月20日退回，"
            "限2017年10月15日前改正，退回意见：不全。"
        ),
        "Heading1|四、下一步要求",
        "Heading2|（一）逾期的立即办结",
        "BodyText|甲局要立即办理逾期事项，填报进展，并说明逾期原因。",
        "Heading2|（二）今后30天内到期的2份按期办结",
        (
            "BodyText|1.第1.6项“换了单位”：甲局（2017年9月），2017年11月3日到期；"
            "甲局（2017年10月），2017年11月28日到期。"
        ),
    ]
    assert found[-6:] == [
        *("Gap|", "Cell|批准的延期（2次）", "Gap|"),
        *("Gap|", f"Cell|{COUNTED}", "Last|"),
    ]
    ranking, ledger, extended = tables(made)
    assert ranking[1:] == [
        ["1", "甲局", "6", "1", "0", "16.7%", "0.0%（0/4）", "3", "2017-09-26"],
        ["—", "乙局", "1", "0", "1", "—", "—", "0", "2017-09-01"],
    ]
    assert ledger[1] == ["一、第一组（共5项，已完成1项）"]
    assert [(row[0], row[1], row[5]) for row in ledger[2:]] == [
        ("1.1", "办晚了。", "已完成\n逾期办结 11 天"),
        ("1.2", "延期了。", "未启动\n逾期"),
        ("1.3", "限期改正。", "正在推进\n逾期\n已退回1份"),
        ("1.4", "核实了不涉及。", "不涉及"),
        ("1.5", "取消了。\n变动：2017-10-25 起取消（依据：会议纪要）", "已取消"),
        ("1.6", "换了单位。\n变动：2017-08-20 起由甲局牵头（依据：会议纪要）", "未启动\n逾期"),
    ]
    assert ledger[7][2] == "甲局"
    assert extended == [
        ["编号", "单位", "期次", "原时限", "延期到", "理由", "批准人"],
        ["1.2", "甲局", "—", "2017-09-15", "2017-10-20", "等材料。", "王五"],
        ["1.2", "甲局", "—", "2017-09-15", "2017-10-30", "换届。", "王五"],
    ]


def test_the_shipped_plan_is_sent_to_its_collectives_and_to_the_units_in_none(
    starter: Bench,
) -> None:
    found = lines(report(starter))
    assert found[2] == (
        "Title|关于《南沙区贯彻落实国务院办公厅省政府办公厅市政府办公厅2017年政务公开"
        "工作要点分工方案》落实情况的通报"
    )
    assert found[4] == "Normal|各镇（街）、各部门，南沙区供电局、南沙区国税局、南沙区地税局："


def both(ratio: dict[str, float | None]) -> str:
    """Return a rate with both of its numbers."""
    if ratio["rate"] is None:
        return "—"
    return f"{ratio['rate']}%（{ratio['part']}/{ratio['base']}）"


def test_every_figure_is_the_reports(starter: Bench) -> None:
    for task, status in (("1.1", "done"), ("1.3", "done"), ("2.4", "waived"), ("2.5", "doing")):
        period = ("--period", "2017-08") if task == "1.3" else ()
        unit = ("--unit", "区人社局") if task == "2.4" else ()
        unit = ("--unit", "南沙区国税局") if task == "2.5" else unit
        starter.ok("mark", task, status, *period, *unit, "--note", "办理。")
    made = report(starter)
    data = report_json(made)
    totals, duties = data["totals"], data["duties"]
    numbers = re.findall(
        r"\d+\.\d%（\d+/\d+）|\d+(?=[项份])", "".join(lines(made)[6:8]).split("94号）")[1]
    )
    states = [totals["by_status"][status] for status in ("doing", "waiting", "todo", "blocked")]
    rates = [duties[name] for name in ("completion", "in_time", "verification")]
    figures = [
        *(totals["tasks"], totals["done"], totals["waived"], totals["open"]),
        *(*filter(None, states), both(totals["completion"])),
        *(totals["overdue"], *filter(None, [totals["overdue_duties"]])),
        *filter(None, (totals["late_below"], totals["late_below_duties"], totals["late_done"])),
        *filter(None, (totals["idle"], totals["cancelled"])),
        *(duties["owed"], duties["done"], *filter(None, [duties["waived"]]), duties["open"]),
        *(both(ratio) for ratio in rates if ratio["base"]),
        *(duties["overdue"], *filter(None, [duties["late_done"]])),
    ]
    assert numbers == [str(number) for number in figures]
    ranking, ledger = tables(made)
    assert ranking[1:] == [
        [
            str(line["rank"]),
            line["unit"],
            str(line["duties"]["owed"]),
            str(line["duties"]["done"]),
            str(line["duties"]["waived"]),
            "—" if line["duties"]["rate"] is None else f"{line['duties']['rate']}%",
            both(line["duties"]["in_time"]),
            str(line["duties"]["overdue"]),
            line["last_report"] or ("从未填报" if line["never_reported"] else "—"),
        ]
        for line in data["units"]
        if line["duties"]["owed"]
    ]
    tasks = [task for group in data["groups"] for task in group["tasks"]]
    assert [(row[0], row[-1]) for row in ledger[1:] if len(row) > 1] == [
        (task["id"], str(task["evidence"])) for task in tasks
    ]


def test_the_sheets_have_the_measures_of_the_standard(busy: Bench) -> None:
    document = docx.Document(BytesIO(circular(report(busy))))
    upright, turned = document.sections
    edges = ("page_width", "page_height", "top_margin", "right_margin", "bottom_margin")
    assert [
        [round(getattr(part, edge).mm, 1) for edge in (*edges, "left_margin")]
        for part in (upright, turned)
    ] == [[210.0, 297.0, 37.0, 26.0, 35.0, 28.0], [297.0, 210.0, 28.0, 36.0, 26.0, 36.0]]
    assert [part.orientation for part in (upright, turned)] == [0, 1]
    (grid,) = upright._sectPr.xpath("w:docGrid")  # noqa: SLF001  (python-docx has no other way)
    assert [value for _, value in sorted(grid.items())] == ["-842", "579", "linesAndChars"]
    settings = document.settings.element
    assert len(settings.xpath("w:mirrorMargins | w:evenAndOddHeaders")) == 2


def test_the_styles_have_the_fonts_and_sizes_of_the_standard(busy: Bench) -> None:
    document = docx.Document(BytesIO(circular(report(busy))))
    assert {
        style.style_id: (
            *style.element.xpath("string(w:rPr/w:rFonts/@w:eastAsia)").split("_")[:1],
            style.font.size.pt,
        )
        for style in document.styles
    } == {
        "Normal": ("仿宋", 16),
        "BodyText": ("仿宋", 16),
        "Heading1": ("黑体", 16),
        "Heading2": ("楷体", 16),
        "Title": ("方正小标宋简体", 22),
        "DocumentNumber": ("仿宋", 16),
        "AttachmentMark": ("黑体", 16),
        "Cell": ("仿宋", 10.5),
        "CellHead": ("黑体", 10.5),
        "Gap": ("仿宋", 1),
        "Last": ("仿宋", 1),
        "Header": ("黑体", 10.5),
        "Footer": ("宋体", 14),
    }
    spacing = document.styles["Normal"].paragraph_format.line_spacing
    assert (spacing.pt, document.styles["Body Text"].paragraph_format.first_line_indent.pt) == (
        28.95,
        31.5,
    )


def test_the_page_number_is_at_the_outer_edge_between_dashes(busy: Bench) -> None:
    document = docx.Document(BytesIO(circular(report(busy))))
    feet = [
        foot._element  # noqa: SLF001  (the field is not a run)
        for part in document.sections
        for foot in (part.footer, part.even_page_footer)
    ]
    assert [foot.xpath("string(.//w:jc/@w:val)") for foot in feet] == ["right", "left"] * 2
    assert [foot.xpath("string(.//w:fldSimple/@w:instr)") for foot in feet] == [" PAGE "] * 4
    assert ["".join(foot.xpath(".//w:t/text()")) for foot in feet] == ["— 1 —"] * 4


@pytest.mark.parametrize(
    ("notice", "head"),
    [("", ""), ("\n  notice: 演示数据", "【演示数据】"), ("（演示数据）", "")],
)
def test_only_the_notice_of_a_plan_is_a_running_head(busy: Bench, notice: str, head: str) -> None:
    """The standard has none; but no page of an example may look like one of a real circular."""
    text = busy.read("data/tasks.yaml").replace("小方案", f"小方案{notice}")
    busy.write("data/tasks.yaml", text)
    document = docx.Document(BytesIO(circular(report(busy))))
    heads = [
        header for part in document.sections for header in (part.header, part.even_page_header)
    ]
    assert ["".join(line.text for line in header.paragraphs) for header in heads] == [head] * 4


@pytest.mark.parametrize(
    ("characters", "indents"),
    [
        (4, [None, None]),
        (30, [(1122, 1122), (1978, 1978)]),
        (45, [(22, 22), (218, 218)]),
    ],
)
def test_the_lines_of_a_title_are_about_equally_long_on_either_sheet(
    busy: Bench, characters: int, indents: list[tuple[int, int] | None]
) -> None:
    data = report_with(busy, "长" * characters, "title")
    document = docx.Document(BytesIO(circular(data)))
    titles = [paragraph for paragraph in document.paragraphs if paragraph.style.style_id == "Title"]
    found = [paragraph.paragraph_format for paragraph in titles]
    assert [
        (layout.left_indent.twips, layout.right_indent.twips) if layout.left_indent else None
        for layout in found
    ] == indents


def test_rows_are_not_broken_and_the_head_is_on_every_page(busy: Bench) -> None:
    document = docx.Document(BytesIO(circular(report(busy))))
    for table in document.tables:
        rows = table._tbl.tr_lst  # noqa: SLF001  (python-docx has no other way)
        assert [len(row.xpath("w:trPr/w:tblHeader")) for row in rows] == [1] + [0] * (len(rows) - 1)
        assert {len(row.xpath("w:trPr/w:cantSplit")) for row in rows} == {1}


def test_the_same_report_gives_the_same_bytes_dated_by_the_report(busy: Bench) -> None:
    data = report(busy)
    made = circular(data)
    assert made == circular(data)
    core = docx.Document(BytesIO(made)).core_properties
    assert (core.title, core.author, str(core.created), core.created == core.modified) == (
        "关于《小方案》落实情况的通报",
        "丙委",
        "2017-10-31 00:00:00+00:00",
        True,
    )
    with ZipFile(BytesIO(made)) as package:
        assert {file.date_time for file in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


HOSTILE = (
    "<w:p/>&amp;{{ 7*7 }}]]>\x00\x01\x0b\x1f\ufffe\uffff\ud800\u202eabc\u2028|\t=1\r\n下行"
    + "长" * 3000
)


FREE = ("title", "issuer", "supervisor", "text", "note", "problem", "next", "reason")


def test_hostile_text_remains_text(busy: Bench) -> None:
    data = report_with(busy, HOSTILE, *FREE)
    shown = (
        "<w:p/>&amp;{{ 7*7 }}]]>\\u0000\\u0001\\u000b\\u001f\\ufffe\\uffff\\ud800"
        "\\u202eabc\\u2028| =1"
    )
    found = lines(data)
    assert found[2].startswith(f"Title|关于《{shown}\\u000d 下行长")
    _, ledger = tables(data)
    assert ledger[2][1] == f"{shown}\\u000d\n下行{'长' * 3000}"
    assert docx.Document(BytesIO(circular(data))).core_properties.title.startswith(f"关于《{shown}")


class Page:
    """A page of a PDF: its size in points and its words, each with its edges."""

    def __init__(self, html: str) -> None:
        """Parse a page of the output of pdftotext -bbox."""
        size, *_ = re.findall(r'width="([\d.]+)" height="([\d.]+)"', html)
        self.size = (round(float(size[0])), round(float(size[1])))
        self.words = [
            (*map(float, edges), text)
            for *edges, text in re.findall(
                r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
                html,
            )
        ]


def printed(libreoffice: Office, data: Report, folder: Path) -> list[Page]:
    """Return the pages as LibreOffice prints them."""
    (folder / "a.docx").write_bytes(circular(data))
    libreoffice.convert("pdf", folder / "a.docx")
    html = poppler("pdftotext", "-bbox", folder / "a.pdf", "-")
    return [Page(part) for part in html.split("<page")[1:]]


def test_a_printed_page_has_22_lines_of_28_characters(
    libreoffice: Office, busy: Bench, tmp_path: Path
) -> None:
    pages = printed(libreoffice, report_with(busy, "测" * 1900, "problem"), tmp_path)
    full = [page for page in pages if sum(word[4] == "测" * 28 for word in page.words) == 22]
    assert [pages.index(page) + 1 for page in full] == [3, 4]
    for page, (binding, outer) in zip(full, [(28, 26), (26, 28)], strict=True):
        assert page.size == (595, 842)
        body = page.words[:22]
        assert {round(word[0] / MM) for word in body} == {binding}
        assert all(595 - outer * MM - 4 < word[2] <= 595 - outer * MM + 1 for word in body)
        assert {round(b[1] - a[1], 0) for a, b in pairwise(body)} == {29}
        assert abs(body[0][3] - 28.95 - 37 * MM) < 1
        assert body[-1][3] <= (297 - 35) * MM


def test_the_printed_ledger_lies_on_its_side_with_a_head_on_every_page(
    libreoffice: Office, starter: Bench, tmp_path: Path
) -> None:
    pages = printed(libreoffice, report(starter), tmp_path)
    turned = [page for page in pages if page.size == (842, 595)]
    assert len(turned) > 10
    assert pages[-len(turned) :] == turned
    assert {sum(word[4] == "编号" for word in page.words) for page in turned} == {1}
    assert {page.size for page in pages if page not in turned} == {(595, 842)}
    ids = [word[4] for page in turned for word in page.words if re.fullmatch(r"\d+\.\d+", word[4])]
    assert len(set(ids)) == 106
    table = [word for page in turned for word in page.words if word[0] > 30 * MM]
    assert min(word[0] for word in table) >= 36 * MM
    assert max(word[2] for word in table) <= (297 - 36) * MM
    assert max(word[3] for word in table) <= (210 - 26) * MM


def test_hostile_text_prints(libreoffice: Office, busy: Bench, tmp_path: Path) -> None:
    data = report_with(busy, HOSTILE, *FREE)
    pages = printed(libreoffice, data, tmp_path)
    words = "".join(word[4] for page in pages for word in page.words)
    written = "".join(chain(lines(data), *chain(*tables(data))))
    assert (words.count("长"), written.count("长")) == (57000, 57000)


def test_rows_of_a_table_are_taken_when_the_file_is_written() -> None:
    """The circular of 10,000 tasks took 468 MB while all of it was in memory."""
    letter = wordml.Letter()
    taken: list[int] = []
    rows = ([str(number)] for number in range(3) if not taken.append(number))  # type: ignore[func-returns-value]
    letter.table([("号", 20)], rows)
    assert taken == []
    letter.add("Normal")
    content = letter.to_bytes("题", "署名", date(2017, 10, 31))
    assert taken == [0, 1, 2]
    (table,) = docx.Document(BytesIO(content)).tables
    assert [row.cells[0].text for row in table.rows] == ["号", "0", "1", "2"]
