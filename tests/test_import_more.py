"""Shapes of plans that a second set of held-out documents brought up, each in its smallest form."""

import datetime as dt
from collections import Counter

import pytest

from gkplan.domain.errors import UsageError
from gkplan.importing import import_plan
from gkplan.importing.plan.notes import in_doubt, open_notes
from gkplan.importing.text.brackets import pairs
from gkplan.importing.text.numbers import Number, take_number

TODAY = dt.date(2023, 10, 31)
LETTER = "江城区2023年重点工作任务分工\n江政办〔2023〕5号\n江城区人民政府办公室\n2023年3月1日\n"
HEAD = "工作任务\t具体事项\t责任单位\t完成时限\n"


def rows(text: str, name: str = "plan.txt") -> list[tuple[str, str, str, str, str]]:
    """Import a text and give each task: group, text, lead, other units, when."""
    plan = import_plan(name, text.encode(), TODAY).plan
    return [
        (
            group.title,
            task.text,
            "、".join(task.lead),
            "、".join((*task.implement, *task.support)),
            str(task.due or "、".join(task.cadence)),
        )
        for group in plan.groups
        for task in group.tasks
    ]


def test_year_that_follows_an_item_number_is_no_decimal() -> None:
    assert take_number("3.2022年8月底前开通") == (Number("arabic", 3, "3"), "2022年8月底前开通")
    assert take_number("3.2022万元") == (None, "3.2022万元")


def test_paragraph_between_a_heading_and_lines_of_units_is_the_item() -> None:
    text = LETTER + (
        "一、夯实基础\n（一）推进政务云建设\n整合分散机房，12月底前全部迁移上云。\n"
        "牵头单位：区政务服务局\n配合单位：区财政局\n"
        "（二）完善政务外网\n实现三级全覆盖。\n牵头单位：区大数据局\n完成时限：2023年9月底前\n"
    )
    assert rows(text) == [
        (
            "推进政务云建设",
            "整合分散机房，12月底前全部迁移上云。",
            "区政务服务局",
            "区财政局",
            "2023-12-31",
        ),
        ("完善政务外网", "实现三级全覆盖。", "区大数据局", "", "2023-09-30"),
    ]


def test_lines_of_a_page_go_on_with_the_row_whose_number_stands_above() -> None:
    text = LETTER + (
        "序号 点位 整治任务 责任单位 完成时限\n"
        "1 主干道 规范机动车停放，施划\n停车泊位标线。 区公安分局、区城管局 3月底前\n"
        "— 1 —\n"
        "2 学校 整治校园周边环境，清理\n摊贩。 区教育局、区公安\n分局 4月15日前\n"
        "3 医院 完善无障碍设施和便民 区卫健局、 每月\n服务台。 区残联\n"
    )
    assert rows(text) == [
        (
            "主干道",
            "规范机动车停放，施划停车泊位标线。",
            "区公安分局、区城管局",
            "",
            "2023-03-31",
        ),
        ("学校", "整治校园周边环境，清理摊贩。", "区教育局、区公安分局", "", "2023-04-15"),
        ("医院", "完善无障碍设施和便民服务台。", "区卫健局、区残联", "", "monthly"),
    ]


def test_problem_is_the_heading_of_its_measures_and_a_total_is_no_row() -> None:
    text = (
        "存在问题,整改措施,责任单位,整改时限\n"
        "污水处理不正常,逐站排查并建立台账,区住建局,2023年7月底前\n"
        ",修复破损管网12公里,区城投公司,2023年12月底前\n"
        "扬尘管控不力,开展扬尘污染联合执法检查,区城管局,每月\n"
        "合计,问题2个，整改措施3条,,\n"
    )
    assert rows(text, "江城区整改清单.csv") == [
        ("污水处理不正常", "逐站排查并建立台账", "区住建局", "", "2023-07-31"),
        ("污水处理不正常", "修复破损管网12公里", "区城投公司", "", "2023-12-31"),
        ("扬尘管控不力", "开展扬尘污染联合执法检查", "区城管局", "", "monthly"),
    ]
    imported = import_plan("江城区整改清单.csv", text.encode(), TODAY)
    assert "合计　问题2个，整改措施3条" in [said.text for said in imported.unplaced]


def test_row_that_says_who_and_when_above_a_head_is_no_part_of_it() -> None:
    text = (
        "<table><tr><td colspan=4>江城区2023年整改清单</td></tr>"
        "<tr><td colspan=2>编制单位：江城区生态环境局</td><td colspan=2>2023年6月5日</td></tr>"
        "<tr><td>序号</td><td>整改措施</td><td>责任单位</td><td>整改时限</td></tr>"
        "<tr><td>1</td><td>修复破损管网12公里</td><td>区城投公司</td><td>9月底前</td></tr>"
        "<tr><td>2</td><td>开展联合执法检查</td><td>区城管局</td><td>每月</td></tr></table>"
    )
    head = import_plan("plan.html", text.encode(), TODAY).plan.head
    assert (head.title, head.issuer, head.issued) == (
        "江城区2023年整改清单",
        "江城区生态环境局",
        dt.date(2023, 6, 5),
    )


def test_column_of_points_does_not_number_the_items() -> None:
    text = LETTER + (
        "考核类别\t考核指标\t分值\t牵头科室\t完成时限\n"
        "一、经济发展\t1. 完成公共预算收入1.2亿元\t15\t经济发展办\t12月底\n"
        "\t2. 新增规上企业6家\t10\t经济发展办\t11月底\n"
        "二、城市管理\t3. 拆除违法建设8000平方米\t15\t综合执法队\t10月底\n"
    )
    assert rows(text) == [
        ("经济发展", "完成公共预算收入1.2亿元", "经济发展办", "", "2023-12-31"),
        ("经济发展", "新增规上企业6家", "经济发展办", "", "2023-11-30"),
        ("城市管理", "拆除违法建设8000平方米", "综合执法队", "", "2023-10-31"),
    ]


def test_name_of_each_item_stands_before_its_text_where_rows_are_the_headings() -> None:
    text = (
        "<table><tr><td>序号</td><td>工作事项</td><td>目标要求</td><td>责任单位</td></tr>"
        "<tr><td colspan=4>一、招商引资</td></tr>"
        "<tr><td>1</td><td>驻点招商</td><td>设立驻点招商组，报送线索</td><td>招商局</td></tr>"
        "<tr><td>2</td><td>推介活动</td><td>推介活动全年举办6场</td><td>投促公司</td></tr>"
        "<tr><td colspan=4>二、项目建设</td></tr>"
        "<tr><td>3</td><td>厂房建设</td><td>建成厂房20万平方米</td><td>建设局</td></tr>"
        "</table>"
    )
    assert [row[:3] for row in rows(text, "江城区2023年任务分解.html")] == [
        ("招商引资", "驻点招商：设立驻点招商组，报送线索", "招商局"),
        ("招商引资", "推介活动全年举办6场", "投促公司"),
        ("项目建设", "厂房建设：建成厂房20万平方米", "建设局"),
    ]


def test_interval_in_the_text_is_kept_where_the_column_only_says_all_year() -> None:
    text = (
        LETTER
        + HEAD
        + (
            "食品安全\t完成抽检，每季度公布结果。\t区市场监管局\t全年\n"
            "文化惠民\t送戏下乡60场。\t区文广旅局\t长期\n"
            "道路提升\t新改建公路45公里。\t区交通局\t11月底前\n"
        )
    )
    assert [row[4] for row in rows(text)] == ["quarterly", "ongoing", "2023-11-30"]


@pytest.mark.parametrize(
    ("rule", "implement"),
    [
        ("以下各项均需各县（市、区）人民政府落实，不再单独列出。", "各县（市、区）人民政府"),
        ("除标注责任单位的以外，以下各项均需各乡镇落实，不再单独列出。", ""),
    ],
)
def test_rule_for_all_items_names_its_unit_whole_and_keeps_its_exception(
    rule: str, implement: str
) -> None:
    text = f"{LETTER}{rule}\n一、政策解读\n1.解读材料同步公开。（市司法局负责）\n"
    text += "2.开展政策知晓度测评。（市统计局负责）\n"
    assert [row[2:4] for row in rows(text)] == [("市司法局", implement), ("市统计局", implement)]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("各责任单位要明确专人负责，区政府督查室定期调度通报。", "区政府督查室"),
        ("落实情况由新城督查办跟踪督办。", "新城督查办"),
        ("请各牵头单位于每月25日前将进展情况报市政府督查室。", "市政府督查室"),
        ("请各单位于每月25日前将进展情况报市政府办公室。", ""),
    ],
)
def test_who_watches_is_read_past_those_who_are_watched(sentence: str, unit: str) -> None:
    rest = "政策解读\t材料同步公开。\t区司法局\t每月\n预算公开\t公开预决算。\t区财政局\t6月底\n"
    plan = import_plan("plan.txt", f"{LETTER}{sentence}\n{HEAD}{rest}".encode(), TODAY).plan
    assert plan.head.supervisor == unit


PAGE = """\
序号  工作任务                    责任单位            完成时限
一、审批服务
1     推行企业开办一日办结，实现  区市场监管局、区    6月底前
      全程网办。                  税务局

                           — 1 —
序号  工作任务                    责任单位            完成时限
2     公布审批事项清单。          区政务服务局        年底前
3     压减证明材料。              区司法局            每季度
"""
CENTRED = """\
序号        工作任务                     责任单位         完成时限
     推行企业开办一日办结，实现
1                            区市场监管局        6月底前
     全程网办。
2    公布审批事项清单。               区政务服务局        年底前
     压减证明材料，取消没有依据
3                            区司法局          每季度
     的前置条件。
"""


@pytest.mark.parametrize(("page", "group"), [(PAGE, "审批服务"), (CENTRED, LETTER[:16])])
def test_pages_laid_out_by_blanks_are_tables_wherever_the_numbers_stand(
    page: str, group: str
) -> None:
    units = "区市场监管局、区税务局" if page == PAGE else "区市场监管局"
    last = "压减证明材料。" if page == PAGE else "压减证明材料，取消没有依据的前置条件。"
    assert rows(LETTER + "\n" + page) == [
        (group, "推行企业开办一日办结，实现全程网办。", units, "", "2023-06-30"),
        (group, "公布审批事项清单。", "区政务服务局", "", "2023-12-31"),
        (group, last, "区司法局", "", "quarterly"),
    ]


def test_cells_between_bars_keep_their_lines_and_empty_ones_keep_their_place() -> None:
    table = [
        ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "推行一窗受理，\n限时办结", "区政务服务局", "区司法局、\n区财政局", "6月底前"],
        ["2", "公布办事指南", "区政务服务局", "", "9月底前"],
        ["3", "清理证明事项", "区司法局", "各部门", "每季度"],
    ]
    text = f"{LETTER}\n" + "\n".join(f"{cell}\n|" for row in table for cell in row) + "\n"
    assert [row[1:] for row in rows(text)] == [
        ("推行一窗受理，限时办结", "区政务服务局", "区司法局、区财政局", "2023-06-30"),
        ("公布办事指南", "区政务服务局", "", "2023-09-30"),
        ("清理证明事项", "区司法局", "各部门", "quarterly"),
    ]


STACK = (
    "序号\n实事内容\n责任领导\n分工\n牵头单位\n配合单位\n一、教育惠民\n"
    "1\n新建幼儿园3所，8月底前投入使用\n副区长 贺敏\n区教育局\n区住建局\n"
    "二、医疗健康\n2\n改造卫生院2家，年底前完成\n罗庆云\n区卫健局\n区财政局\n"
    "3\n为老年人免费体检，11月底前完成\n罗庆云\n区卫健局\n各街道\n江城区人民政府\n2023年3月1日\n"
)


def test_column_of_cells_tells_persons_headings_and_the_signature_from_cells() -> None:
    assert rows("江城区2023年为民办实事任务分解表\n" + STACK) == [
        ("教育惠民", "新建幼儿园3所，8月底前投入使用", "区教育局", "区住建局", "2023-08-31"),
        ("医疗健康", "改造卫生院2家，年底前完成", "区卫健局", "区财政局", "2023-12-31"),
        ("医疗健康", "为老年人免费体检，11月底前完成", "区卫健局", "各街道", "2023-11-30"),
    ]


@pytest.mark.parametrize(
    "heading", ["一\t审批服务\t\t\t", "（一）审批服务\t\t\t\t", "\t审批服务\t\t\t"]
)
def test_heading_of_a_counted_table_stands_in_whichever_cell(heading: str) -> None:
    text = (
        "序号\t工作任务\t责任单位\t\t完成时限\n\t\t牵头\t配合\t\n"
        f"{heading}\n1\t推行一日办结\t区市场监管局\t区税务局\t6月底前\n"
        "2\t公布审批清单\t区政务服务局\t\t年底前\n3\t压减证明材料\t区司法局\t\t每季度\n"
    )
    assert rows(LETTER + text) == [
        ("审批服务", "推行一日办结", "区市场监管局", "区税务局", "2023-06-30"),
        ("审批服务", "公布审批清单", "区政务服务局", "", "2023-12-31"),
        ("审批服务", "压减证明材料", "区司法局", "", "quarterly"),
    ]


def test_numbers_count_the_tasks_to_their_right_and_a_note_below_holds_for_all_above() -> None:
    text = (
        "整改事项\t序号\t整改任务\t责任单位\n压实责任\t1\t听取整改情况汇报\t区委办、区政府办\n"
        "\t2\t修订议事规则\t区司法局\n规范管理\t3\t清查办公用房\t区财政局、区审计局\n"
        "注：责任单位列第一位的为牵头单位，其余为配合单位。\n"
    )
    assert [row[:4] for row in rows(LETTER + text)] == [
        ("压实责任", "听取整改情况汇报", "区委办", "区政府办"),
        ("压实责任", "修订议事规则", "区司法局", ""),
        ("规范管理", "清查办公用房", "区财政局", "区审计局"),
    ]


@pytest.mark.parametrize("label", ["备注：", "说明：", "注：", ""])
def test_a_note_below_the_items_says_who_leads(label: str) -> None:
    text = (
        "一、压实责任\n1. 听取整改情况汇报。（责任单位：区委办、区政府办）\n"
        "2. 修订议事规则。（责任单位：区司法局、区财政局）\n"
    )
    note = f"{label}责任单位有多个的，列第一位的为牵头单位。\n"
    assert [row[2:4] for row in rows(LETTER + text + note)] == [
        ("区委办", "区政府办"),
        ("区司法局", "区财政局"),
    ]
    other = f"{label}责任单位有多个的，每季度会商一次。\n"
    assert [row[2:4] for row in rows(LETTER + text + other)] == [
        ("区委办、区政府办", ""),
        ("区司法局、区财政局", ""),
    ]


@pytest.mark.parametrize(
    "head", ["公开事项,公开内容（要素）,公开依据,公开主体", "事项名称,办理条件,法定依据,办理单位"]
)
def test_list_of_matters_by_law_and_body_is_no_plan(head: str) -> None:
    row = "医疗机构设置审批,办理条件、申请材料、审批结果,《医疗机构管理条例》,区卫生健康局\n"
    with pytest.raises(UsageError, match="没有找到分工方案"):
        import_plan("plan.csv", f"{head}\n{row * 3}".encode(), TODAY)


def test_small_table_inside_a_cell_is_the_text_of_that_cell() -> None:
    cell = "<table><tr><td>{}</td></tr></table>"
    body = "".join(
        f"<tr><td>{number}<td>{task}<td>{cell.format(unit)}<td>每季度"
        for number, task, unit in ((1, "公布收费目录", "区发改局"), (2, "清理证明材料", "区司法局"))
    )
    page = f"<table><tr><td>序号<td>工作任务<td>责任单位<td>完成时限{body}</table>"
    assert [row[1:] for row in rows(f"<html><h1>2023年任务</h1>{page}", "plan.html")] == [
        ("公布收费目录", "区发改局", "", "quarterly"),
        ("清理证明材料", "区司法局", "", "quarterly"),
    ]


@pytest.mark.parametrize(
    ("work", "time", "doubts"),
    [
        ("定期开展自查", "6月底前", ()),
        ("定期开展自查", "全年", ("“定期”未写明间隔（第6行）",)),
        ("每天开展自查", "6月底前", ("“每天”没有对应的频次，现按持续推进计（第6行）",)),
    ],
)
def test_a_stated_day_settles_what_regularly_means_and_nothing_else(
    work: str, time: str, doubts: tuple[str, ...]
) -> None:
    text = (
        f"{LETTER}{HEAD}一、提质\t{work}。\t区教育局\t{time}\n"
        "二、增效\t办好服务事项。\t区司法局\t6月底前\n"
    )
    (first, _) = import_plan("plan.txt", text.encode(), TODAY).plan.groups
    assert first.tasks[0].doubts == doubts


OUTLINE = (
    "1. 优化服务\n1.1 公布目录。（区政务服务局）\n1.2 设立专窗。（区税务局）\n"
    "2. 强化监管\n2.1 覆盖面提高到95.5%。（区市场监管局）\n"
)


def test_a_decimal_outline_has_its_whole_numbers_as_headings() -> None:
    found = rows(LETTER + OUTLINE)
    assert [(group, text) for group, text, *_ in found] == [
        ("优化服务", "公布目录。"),
        ("优化服务", "设立专窗。"),
        ("强化监管", "覆盖面提高到95.5%。"),
    ]


def test_a_decimal_outline_of_three_levels_has_the_second_as_headings() -> None:
    text = (
        "1.服务\n1.1目录\n1.1.1公布目录。（区政务服务局）\n1.2专窗\n1.2.1设立专窗。（区税务局）\n"
    )
    assert [row[:2] for row in rows(LETTER + text)] == [
        ("目录", "公布目录。"),
        ("专窗", "设立专窗。"),
    ]


TABLE = "序号,任务,责任单位\n1,公布服务事项台账,区人社局\n"


def test_a_heading_above_the_first_head_of_a_sheet_is_its_group() -> None:
    text = f"江城区2023年重点工作分工,,\n一、提升能力,,\n{TABLE}二、加强保障,,\n{TABLE}"
    found = rows(text, "plan.csv")
    assert [group for group, *_ in found] == ["提升能力", "加强保障"]


def test_a_line_above_the_first_head_that_no_number_heads_is_no_group() -> None:
    text = f"江城区2023年重点工作分工,,\n提升能力,,\n{TABLE}"
    assert [group for group, *_ in rows(text, "plan.csv")] == ["江城区2023年重点工作分工"]


FORM = "任务内容,{}\n牵头单位,区人社局\n完成时限,{}\n"


def test_forms_one_below_the_other_are_rows_of_one_table() -> None:
    forms = FORM.format("公布服务台账", "3月底前") + FORM.format("清理证明事项", "9月底前")
    found = rows("江城区2023年重点工作分工\n" + forms, "plan.csv")
    assert [(text, lead, due) for _, text, lead, _, due in found] == [
        ("公布服务台账", "区人社局", "2023-03-31"),
        ("清理证明事项", "区人社局", "2023-09-30"),
    ]


def test_a_form_whose_label_repeats_inside_of_it_is_none() -> None:
    forms = FORM.format("公布服务台账", "3月底前") + "牵头单位,区司法局\n"
    with pytest.raises(UsageError):
        rows("江城区2023年重点工作分工\n" + forms, "plan.csv")


def test_brackets_torn_at_any_place_are_put_together_and_no_table() -> None:
    text = LETTER + (
        "一、提升能力\n1. 核对招生方案，报区政府备案。（区卫生健康委牵头\n，区教育局配合）\n"
        "2. 汇总公益岗位信息。（区教育局牵头，区政务办、\n区工业和信息化局配合）\n"
        "3. 清理权责清单。（区农业农村局牵头，区\n财政局配合）\n4. 公布清单。（区\n人社局牵头）\n"
    )
    assert [row[1:4] for row in rows(text)] == [
        ("核对招生方案，报区政府备案。", "区卫生健康委", "区教育局"),
        ("汇总公益岗位信息。", "区教育局", "区政务办、区工业和信息化局"),
        ("清理权责清单。", "区农业农村局", "区财政局"),
        ("公布清单。", "区人社局", ""),
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("工作任务\t一季度目标", ("江城区2023年重点工作任务分工", "建设城市书房")),
        ("工作任务\t具体措施", ("建设城市书房", "完成百分之三十")),
        ("工作领域\t年度目标", ("建设城市书房", "完成百分之三十")),
    ],
)
def test_goals_are_the_work_only_where_no_column_beside_them_says_it(
    head: str, expected: tuple[str, str]
) -> None:
    text = f"{LETTER}{head}\t责任单位\n建设城市书房\t完成百分之三十\t区教育局\n"
    text += "改造老旧小区\t完成百分之五十\t区司法局\n"
    assert rows(text)[0][:2] == expected


def test_persons_in_a_column_of_units_and_persons_are_no_units() -> None:
    text = f"{LETTER}工作任务\t责任单位及责任人\n"
    text += "建设城市书房\t区教育局、张三\n改造小区道路\t区司法局\n"
    plan = import_plan("plan.txt", text.encode(), TODAY).plan
    assert [(task.lead, task.doubts) for task in plan.tasks.values()] == [
        (("区教育局",), ("“张三”疑为责任人，未作单位（第6行）",)),
        (("区司法局",), ()),
    ]


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [("区发改局", "区发展改革局", True), ("温州大学", "温州医科大学", False)],
)
def test_names_that_share_signs_are_one_unit_unless_there_are_many_of_the_kind(
    one: str, other: str, *, twins: bool
) -> None:
    text = f"{LETTER}1.建设城市书房。（{one}）\n2.改造小区道路。（{other}）\n"
    notes = import_plan("plan.txt", text.encode(), TODAY).notes
    assert any("两种写法" in note for note in notes) is twins


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        ("市数据局（市人工智能局）", "市数据局", True),
        ("市数据局（市人工智能局）", "市人工智能局", True),
        ("市委组织部（市委人才办）", "市委组织部", True),
        ("市国投公司（温州数据交易中心）", "市国投公司", True),
        ("在温高校", "各在温高校", True),
        ("市府办（金融）", "市数据局（金融）", False),
    ],
)
def test_a_name_with_another_in_brackets_may_be_the_same_office(
    one: str, other: str, *, twins: bool
) -> None:
    """Then neither has the short name that would fit both."""
    text = f"{LETTER}1.建设城市书房。（{one}）\n2.改造小区道路。（{other}）\n"
    found = import_plan("plan.txt", text.encode(), TODAY)
    asked = [note for note in found.notes if "两种写法" in note]
    assert [note.partition("疑为")[0] for note in asked] == (
        [f"“{one}”与“{other}”"] if twins else []
    )
    assert all(note.endswith("是两个的，不用改") for note in asked)
    taken = {alias for unit in found.registry.units for alias in unit.aliases}
    assert not taken & {"数据局", "组织部", "国投公司"}


def test_central_regulators_are_no_enterprises_and_their_branches_report_upwards() -> None:
    kinds = {
        "government": [
            "中国人民银行",
            "人民银行",
            "银保监会",
            "国家邮政局",
            "海关总署",
            "税务总局",
        ],
        "vertical": ["人民银行清河支行", "市邮政管理局", "省通信管理局", "清河银保监分局"],
        "enterprise": ["清河农商银行", "邮政公司", "市供电公司"],
        "other": ["在清高校", "驻清企业"],
    }
    names = [name for part in kinds.values() for name in part]
    text = LETTER + "".join(
        f"{at}.办好第{at}件事。（{name}）\n" for at, name in enumerate(names, 1)
    )
    found = import_plan("plan.txt", text.encode(), TODAY)
    read: dict[str, list[str]] = {}
    for unit in found.registry.units:
        read.setdefault(unit.kind.value, []).append(unit.name)
    assert read == kinds
    assert "“在清高校”是集合单位，原件没有列出成员，暂按一个单位登记" in found.notes


def test_columns_that_no_item_uses_are_named() -> None:
    """A question where they may be part of the work; what is known to stand beside it is none."""
    head = "序号\t改革举措\t主要内容\t指导部门\t推广范围\t备注\t负责人\n"
    rows = "".join(
        f"{at}\t推广第{at}种做法\t整合分散资源\t教育部\t全国\t见附件\t张三\n" for at in range(1, 8)
    )
    found = import_plan("plan.txt", f"{LETTER}{head}{rows}".encode(), TODAY)
    assert [note for note in found.notes if "栏" in note] == [
        "表格的“主要内容”、“推广范围”栏没有采用，是否属于事项内容待核",
        "照例没有采用的栏：“备注”、“负责人”",
        "“指导部门”栏没有写明谁牵头，暂作牵头：1.1、1.2、1.3、1.4、1.5、1.6、1.7（7项）",
    ]
    assert in_doubt(found)
    text = f"{LETTER}序号\t工作任务\t责任单位\t备注\n1\t推广成熟的做法\t区教育局\t见附件\n"
    plain = import_plan("plan.txt", text.encode(), TODAY)
    assert plain.notes == ("照例没有采用的栏：“备注”",)
    assert not in_doubt(plain)


@pytest.mark.parametrize(
    ("issued", "doubts"),
    [
        (
            "",
            ["“方案印发后30个工作日内”从印发之日算起，原件没有印发日期，暂从2023-01-01算（第3行）"],
        ),
        ("2023年1月1日\n", []),
    ],
)
def test_a_day_counted_from_an_issue_that_nobody_stated_is_doubtful(
    issued: str, doubts: list[str]
) -> None:
    text = (
        f"江城区2023年重点工作任务分工\n{issued}{HEAD}"
        "一、拨付\t拨付补贴资金\t区财政局\t方案印发后30个工作日内\n"
        "二、审计\t开展专项审计\t区审计局\t6月底前\n"
    )
    found = [list(task.doubts) for _, task in import_plan("plan.txt", text.encode(), TODAY).plan]
    assert found == [doubts, []]


SUMMER = "宁安区夏季安全生产行动任务分工\n"
DUTIES = ["7月5日前完成消防安全自查。", "开展防溺水宣传。", "拨付装备购置资金。"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(
            "区教育局：\n1.{}\n2.{}\n【区财政局】\n1.{}\n请各单位抓紧落实。\n",
            [("区教育局", 0), ("区教育局", 1), ("区财政局", 2)],
            id="units on lines of their own",
        ),
        pytest.param(
            "区教育局：1.{}2.{}\n区财政局：1.{}\n",
            [("区教育局", 0), ("区教育局", 1), ("区财政局", 2)],
            id="duties in one line",
        ),
        pytest.param(
            "一、职责分工\n（一）区教育局：1.{}2.{}\n（二）区财政局：{}\n",
            [("（一）区教育局", 0), ("（一）区教育局", 1), ("职责分工", 2)],
            id="some of the lines hold several duties",
        ),
    ],
)
def test_numbered_duties_under_units_are_items_each(
    lines: str, found: list[tuple[str, int]]
) -> None:
    """Each duty has its own deadline and is no repeated number."""
    read = [
        (title, text, unit, due)
        for title, text, unit, _, due in rows(SUMMER + lines.format(*DUTIES))
    ]
    expected = [
        (
            title.removeprefix("（一）"),
            DUTIES[at],
            "区财政局" if at == 2 else "区教育局",
            "" if at else "2023-07-05",
        )
        for title, at in found
    ]
    assert [
        (title, text, unit, due if due[:1] == "2" else "") for title, text, unit, due in read
    ] == expected


def test_numbers_behind_units_that_begin_elsewhere_part_no_duties() -> None:
    text = SUMMER + "区教育局：抓好2.5万名学生的教育。\n区财政局：第1.2项资金6月底前拨付。\n"
    assert [task for _, task, *_ in rows(text)] == [
        "抓好2.5万名学生的教育。",
        "第1.2项资金6月底前拨付。",
    ]


def test_addressees_above_the_first_part_are_no_heading() -> None:
    text = SUMMER + (
        "各镇街：\n一、工作目标\n全面排查隐患。\n二、职责分工\n"
        "（一）区教育局\n完成消防安全自查。\n（二）区财政局\n拨付装备购置资金。\n"
    )
    assert [row[1:3] for row in rows(text)] == [
        ("完成消防安全自查。", "区教育局"),
        ("拨付装备购置资金。", "区财政局"),
    ]


SHORT = "序号\t{}\t{}\n1\t{}\t区财政局\n2\t{}\t区审计局\n3\t{}\t区教育局\n"


@pytest.mark.parametrize(
    ("head", "texts", "tasks"),
    [
        (("工作任务", "责任单位"), ("拨付资金", "对账", "评估"), 3),
        (("工作任务", "责任单位"), ("已完成", "未完成", "已完成"), 0),
        (("工作任务", "责任单位"), ("√", "3个", "50%"), 0),
        (("项目名称", "责任单位"), ("供水", "供热", "路灯"), 0),
        (("工作任务", "单位"), ("供水", "供热", "路灯"), 0),
    ],
)
def test_short_tasks_count_where_the_head_assigns_work_and_each_is_another(
    head: tuple[str, str], texts: tuple[str, str, str], tasks: int
) -> None:
    content = f"江城区2023年工作任务清单\n{SHORT.format(*head, *texts)}".encode()
    if not tasks:
        with pytest.raises(UsageError, match="有任务栏和单位栏的表格"):
            import_plan("plan.txt", content, TODAY)
        return
    found = [task for _, task in import_plan("plan.txt", content, TODAY).plan]
    assert [task.text for task in found] == list(texts)
    assert [len(task.doubts) for task in found] == [1, 1, 1], "each may be cut off"


@pytest.mark.parametrize(
    ("again", "doubts"),
    [
        (
            "新增学位900个\t区教育局",
            ["与第4行的一项文字、单位相同，疑重复（第7行）"],
        ),
        ("新增学位900个\t区民政局", []),
        ("新增学位500个\t区教育局", []),
    ],
)
def test_a_task_that_another_part_repeats_for_the_same_unit_is_doubtful(
    again: str, doubts: list[str]
) -> None:
    text = (
        "江城区2023年民生实事任务清单\n工作任务\t具体事项\t责任单位\n一、教育\t建成公办幼儿园2所\t区住建局\n"
        "\t新增学位900个\t区教育局\n二、养老\t建成养老中心3个\t区民政局\n\t开展助餐服务\t区民政局\n"
        f"三、汇总\t{again}\n"
    )
    plan = import_plan("plan.txt", text.encode(), TODAY).plan
    assert [list(task.doubts) for _, task in plan] == [[], [], [], [], doubts]


def test_duties_that_a_message_broke_over_lines_are_joined_before_they_are_parted() -> None:
    """A line that ends as a sentence is complete, and nothing is joined to it."""
    broken = (
        "区教育局：1.7月5日前完成消防\n安全自查。2.开展防溺\n水宣传。\n区财政局：1.拨付。\n谢谢\n"
    )
    assert [(unit, task) for _, task, unit, *_ in rows(SUMMER + broken)] == [
        ("区教育局", DUTIES[0]),
        ("区教育局", DUTIES[1]),
        ("区财政局", "拨付。"),
    ]


def test_each_cell_of_units_is_taken_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several steps ask for the units of a cell, and sentences in cells make that expensive."""
    taken = Counter[str]()
    monkeypatch.setattr(  # what is done first with a cell
        "gkplan.importing.units.cells.pairs", lambda text: taken.update((text,)) or pairs(text)
    )
    head = ",".join("责任单位" if column % 3 == 0 else f"工作任务{column}" for column in range(10))
    lines = (
        ",".join(f"公布第{row}号指南的第{column}部分，由区甲局牵头。" for column in range(10))
        for row in range(20)
    )
    imported = import_plan("x.csv", "\n".join((head, *lines)).encode(), TODAY)
    assert len(imported.plan.tasks) == 20
    assert len(taken) >= 80
    assert set(taken.values()) == {1}


def test_steps_that_begin_with_a_day_are_tasks_of_the_units_behind_it() -> None:
    text = (
        "清河区2023年高层建筑治理工作方案\n一、工作步骤\n"
        "1.9月30日前，区建设局、区住房局对照标准完成底数排查。\n"
        "2.10月底前，区财政局拨付改造资金。\n"
        "3.11月30日前，区建设局会同区公安分局对发现的隐患制定整改计划。\n"
        "4.12月底前，各单位要高度重视，做好总结。\n"
    )
    assert [row[2:] for row in rows(text)][:3] == [
        ("区建设局、区住房局", "", "2023-09-30"),
        ("区财政局", "", "2023-10-31"),
        ("区建设局", "区公安分局", "2023-11-30"),
    ]
    undated = text.replace("底前，", "的").replace("日前，", "日的")
    with pytest.raises(UsageError, match="没有找到分工方案"):
        rows(undated)


def test_numbers_that_are_printed_nowhere_are_noted() -> None:
    text = (
        f"{LETTER}一、公开\n1. 公布甲类目录。（区财政局牵头）\n3. 公布乙类目录。（区财政局牵头）\n"
        "二、监督\n1. 公布丙类目录。（区审计局牵头）\n四、服务\n1. 公布丁类目录。（区民政局牵头）\n"
    )
    notes = import_plan("plan.txt", text.encode(), TODAY).notes
    assert [note for note in notes if note.startswith("序号")] == [
        "序号不连续：“二”后面是“四”（第10行）、“1”后面是“3”（第7行）；是原件没有，还是漏读了，请核对"
    ]
    whole = text.replace("四、", "三、").replace("3. ", "2. 概述如下。\n3. ")
    assert not any("序号" in note for note in import_plan("p.txt", whole.encode(), TODAY).notes)


@pytest.mark.parametrize(
    ("units", "how"), [("区财政局、区教育局", "已采用"), ("区财政局", "没有改变结果")]
)
def test_a_rule_for_all_items_is_noted_with_its_effect(units: str, how: str) -> None:
    text = (
        f"{LETTER}{HEAD}一、公开\t1. 公布甲类目录。\t{units}\t6月底前\n注：列第一位的为牵头单位。\n"
    )
    for times in (1, 2):  # stated twice, it has the same effect
        whole = text + "说明：列第一位的为牵头单位。\n" * (times - 1)
        found = import_plan("plan.txt", whole.encode(), TODAY)
        rules = [note.partition("：")[0] for note in found.notes if note.startswith("统一规定")]
        assert rules == [f"统一规定{how}"] * times
        assert not any(note.startswith("统一规定") for note in open_notes(found))
