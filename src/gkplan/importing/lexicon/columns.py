"""What the columns of a table and labelled lines of prose contain, by their names."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from gkplan.domain.vocabulary import Role
from gkplan.importing.lexicon.patterns import Wording
from gkplan.importing.text.brackets import without_remarks
from gkplan.importing.text.characters import simple
from gkplan.importing.text.numbers import bare_number, take_number
from gkplan.importing.text.wording import squeezed


class Holds(Enum):
    """What the cells of a column are about."""

    NUMBER = "序号"
    GROUP = "工作任务"
    TASK = "具体事项"
    UNITS = "单位"
    TIME = "时限"
    STATED = "写明"
    OTHER = "其他"


class Column(NamedTuple):
    """One column: what it holds, and for units the role that its head gives them.

    ``role`` is None where the cells themselves say who leads (牵头落实单位).
    """

    holds: Holds
    role: Role | None = None
    first_leads: bool = False
    name: str = ""


STATED = {
    "标号": "label",
    "频次": "cadence",
    "办结期限": "within",
    "等待条件": "awaits",
    "每期办结时限": "lag",
    "存疑": "doubts",
    "标签": "tags",
    "简称": "short",
}
"""Columns that say one key of the plan's file outright, as ``gkplan export`` writes them."""
_NUMBER = re.compile(
    r"(?:任务|事项|项目|工作)?(?:序号|编号)|项号|项目号|号|次序|排序|no\.?|No\.?|NO\.?"
)
_UNITS = Wording(
    r"(?:<单位栏>|<牵头栏>|<配合栏>)(?:及?分工|情况|名称|[及和与、/／]?(?:责任|负责|联系)人)?$|^(?:责任|职责)分工$"
)
_BODY = (
    r"(?<!责任)主体$|(?:公开|实施|行使|审批|办理|受理)机关$|(?:公开|办理|受理)(?:单位|部门|机构)$"
)
_WATCH = re.compile(
    r"^(?:验收|督导|督查|督办|监督|审核|考核|销号|填报|报送|制表|抽查|被?检查|受检|被查|被检|参会|获奖|表彰|推荐|用人|招聘"
    r"|采购|招标|代理|中标|执收|收费|值班|内设|下设|直属|所属|分支|施工|监理|设计|勘察|答复|受理|咨询|投诉|解释|发证|解读|发布|发文|印发|颁发|颁布|供稿|来信)"
)
"""Those who look on, or are looked at: what they are named for is not the work itself."""
_TIME = Wording("<时限栏>")
_OTHER = re.compile(
    r"排名|名次|等次|领导|责任人|负责人|地址|地点|住址|网址|邮编|传真|备注|说明|附注|注释?$|完成情况|进展|落实情况|依据|形式|方式|载体|渠道|对象|联系|电话"
    r"|[标成状准核分]值|基[数期]|权重|[得评满]分|金额|资金|投资|预算|规模$|[万亿]元|财政$|自筹|佐证|材料$|成果|凭证"
    r"|印证|^(?:第?[一二三四1-4]季度?|[上下]半年|全年|\d{1,2}月份?|(?:20\d\d)?年度?)$"
)
_AND_WORK = re.compile("(?:任务|事项|内容|措施|指标)[及和与、]")
_PLANNED = re.compile("进度|节点")
"""A column of steps, which states no deadline where another column does."""
_PLAIN = re.compile(r"各?(?:单位|部门|科室|处室|站所|机构)(?:名称)?|.*分工.*")
_LEAD = Wording("<牵头栏>")
_SUPPORT = Wording("<配合栏>")
_IMPLEMENT = Wording("<落实栏>")
_RESPONSIBLE = Wording("<负责栏>")
_GROUP = re.compile(
    r"领域|阶段|环节|类别|分类|大类|板块|方面|一级|问题|项目名称|任务类|任务名称|重点任务|工作任务|目标任务|主要任务|任务$|项目$|工作$"
)
_GOAL = re.compile("目标值?$")
"""What is to be reached: it is the work only where no other column says it."""
_WORK = re.compile("(?:任务|工作|事项|项目|措施|举措|内容|要点|名称)$")
_TASK = Wording("<任务栏>")
_SURER = ("", "任务|工作|项目", "目标", "事项|主要|要点", "具体|内容|措施|举措|要求")[::-1]
_NO_NAME = re.compile(r"[。；]|^\s*(?:各|有关|相关)")
_LONGEST_NAME = 24
_LONGEST_CELL = 40
_LONGEST_HEAD = 200
"""Characters of a name with its blanks and brackets; beyond, a text is not even looked at."""
_MOST_COLUMNS = 200
"""Columns that a plan's table may have, those a merged cell covers too; a row of words has more."""


def column_of(head: str) -> Column | None:
    """What a column of that name holds; None for a name that no plan's head would use."""
    if len(head) > _LONGEST_HEAD:
        return None
    head = simple(head)
    name = without_remarks(squeezed(head)) or squeezed(head)
    if not name or len(name) > _LONGEST_NAME or re.search("[。；]", name):
        return None
    if _UNITS.search(name):
        if _WATCH.search(name):
            return Column(Holds.OTHER, name=name)
        return _units_column(squeezed(head))
    holds = Holds.STATED if name in STATED else _holds(name)
    return Column(holds, name=name) if holds else None


def _holds(name: str) -> Holds | None:
    """What a column of that name holds that is not about units."""
    if _NUMBER.fullmatch(name):
        return Holds.NUMBER
    for pattern, holds in ((_TIME, Holds.TIME), (_OTHER, Holds.OTHER)):
        if pattern.search(name) and not _AND_WORK.search(name):
            return holds
    if _GROUP.search(name) and not re.search("具体|事项|要求|内容|措施|举措", name):
        return Holds.GROUP
    return Holds.TASK if _TASK.search(name) else None


def _units_column(name: str) -> Column:
    """The role that a head gives; a head that names two roles gives none."""
    first = bool(re.search("列第一|排第一|首位|第一位|排在?首", name))
    plain = without_remarks(name) if first else name
    lead, support = bool(_LEAD.search(plain)), bool(_SUPPORT.search(plain))
    if (lead and (support or _IMPLEMENT.search(plain) or _RESPONSIBLE.search(plain))) or (
        support and _RESPONSIBLE.search(plain) and "其他责任" not in plain
    ):
        return Column(Holds.UNITS, None, first, name)
    if support:
        return Column(Holds.UNITS, Role.SUPPORT, first, name)
    if _IMPLEMENT.search(plain) and not _RESPONSIBLE.search(plain):
        return Column(Holds.UNITS, Role.IMPLEMENT, first, name)
    return Column(Holds.UNITS, Role.LEAD, first, name)


_RECORD = re.compile(
    "标题|文件(?:名称|标题)|(?:发文)?(?:文号|字号)|(?:发文|发布|成文|印发|颁布)(?:机关|机构|单位|部门|日期|时间)|索引号|有效性"
)


def names_record(name: str) -> bool:
    """Whether a column holds what is known of documents that were issued: 文号, 发布机构."""
    return _RECORD.fullmatch(squeezed(name)) is not None


def names_duty(column: Column) -> bool:
    """Whether a column of units says what they have to do with the work: 责任单位, not 单位."""
    return _names_role(column.name)


def _names_role(name: str) -> bool:
    return any(one.search(name) for one in (_LEAD, _SUPPORT, _IMPLEMENT, _RESPONSIBLE))


def read_head(names: Sequence[str]) -> tuple[Column, ...] | None:
    """Read a row as the head of a plan's table; None if it is no such head.

    A head names units and something to do, and no cell of it is a sentence.
    """
    if len(names) > _MOST_COLUMNS:
        return None
    found = [column_of(name) for name in names]
    if any(_NO_NAME.search(name) or len(name) > _LONGEST_CELL for name in names):
        return None
    if any(take_number(name)[0] or bare_number(name) for name in names):
        return None
    known = [column for column in found if column]
    filled = [name for name in names if squeezed(name)]
    if len(known) < 2 or len(known) * 2 < len(filled):  # noqa: PLR2004  (units and a text)
        return None
    if not any(column.holds is Holds.UNITS for column in known):
        return None
    columns = tuple(
        column or Column(Holds.OTHER, name=squeezed(name))
        for column, name in zip(found, names, strict=True)
    )
    if not any(column.holds in (Holds.GROUP, Holds.TASK) for column in known):
        columns = _with_unknown_task(columns, found)
    columns = _with_unknown_group(settle(columns), found)
    return columns if any(column.holds is Holds.TASK for column in columns) else None


def _with_unknown_task(
    columns: tuple[Column, ...], found: Sequence[Column | None]
) -> tuple[Column, ...]:
    """Take the first column whose name is none of the field's for that of the tasks."""
    for at, (column, known) in enumerate(zip(columns, found, strict=True)):
        if known is None and column.name:
            return (*columns[:at], column._replace(holds=Holds.TASK), *columns[at + 1 :])
    return columns


def _with_unknown_group(
    columns: tuple[Column, ...], found: Sequence[Column | None]
) -> tuple[Column, ...]:
    """Take a column before the tasks whose name is none of the field's for that of the headings."""
    holds = [column.holds for column in columns]
    if Holds.TASK not in holds or Holds.GROUP in holds:
        return columns
    before = [at for at in range(holds.index(Holds.TASK)) if holds[at] is not Holds.NUMBER]
    if not before or found[before[-1]] is not None or not columns[before[-1]].name:
        return columns
    at = before[-1]
    return (*columns[:at], columns[at]._replace(holds=Holds.GROUP), *columns[at + 1 :])


def is_catalogue(columns: Sequence[Column]) -> bool:
    """Whether a head is that of a list of matters: by what law and through what, and by what body.

    Such a list (公开目录, 权责清单) says what there is and assigns no work; neither does a ranking.
    """
    bodies = [one.name for one in columns if one.holds is Holds.UNITS]
    if any(re.search("^(?:排名|名次|等次)$", one.name) for one in columns):
        return True
    if any(re.fullmatch("(?:设定|法定|法律|行使|许可)依据", one.name) for one in columns):
        return True
    listed = any(re.search("依据|渠道|载体", one.name) for one in columns)
    return listed and all(re.search(_BODY, one) for one in bodies)


def settle(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Tell the tasks' column from the groups', and 责任单位 alone from 责任单位 beside 牵头单位."""
    return _with_roles(_with_times(_with_texts(list(columns))))


def _with_texts(columns: list[Column]) -> list[Column]:
    texts = [index for index, one in enumerate(columns) if one.holds in (Holds.GROUP, Holds.TASK)]
    goals = {at for at in texts if _GOAL.search(columns[at].name)}
    if goals and any(_WORK.search(columns[at].name) for at in texts):
        texts = [at for at in texts if at not in goals]
        columns = [
            one._replace(holds=Holds.OTHER) if at in goals else one
            for at, one in enumerate(columns)
        ]
    if not texts:
        return columns
    counted = [at for at in texts if any(one.holds is Holds.NUMBER for one in columns[1:at])]
    if 0 < len(counted) < len(texts):  # numbers count what stands to their right
        tasks = [at for at in counted if columns[at].holds is Holds.TASK] or counted
    else:
        tasks = [index for index in texts if columns[index].holds is Holds.TASK]
    task = min(tasks, key=lambda index: _strength(columns[index].name)) if tasks else texts[-1]
    before = [index for index in texts if index < task]
    before = [index for index in before if "目标" not in columns[index].name] or before
    for index in texts:
        holds = Holds.OTHER
        if index == task:
            holds = Holds.TASK
        elif before and index == before[-1]:
            holds = Holds.GROUP
        columns[index] = columns[index]._replace(holds=holds)
    return columns


def _with_times(columns: list[Column]) -> list[Column]:
    """The columns with the steps left out where another column states when all is due."""
    times = [one for one in columns if one.holds is Holds.TIME]
    if all(_PLANNED.search(one.name) for one in times):
        return columns
    return [
        one._replace(holds=Holds.OTHER) if one in times and _PLANNED.search(one.name) else one
        for one in columns
    ]


def _strength(name: str) -> int:
    """How surely, 0 first, a name stands for what is to be done, not for its heading or aim."""
    return next(index for index, words in enumerate(_SURER) if re.search(words, name))


def _with_roles(columns: list[Column]) -> tuple[Column, ...]:
    leading = any(
        one.holds is Holds.UNITS and one.role is Role.LEAD and _LEAD.search(one.name)
        for one in columns
    )
    return tuple(
        one._replace(role=Role.IMPLEMENT)
        if leading and one.role is Role.LEAD and not _LEAD.search(one.name)
        else one
        for one in (map(_without_role, columns) if leading else columns)
    )


def says_no_role(column: Column) -> bool:
    """Whether the name of a column of units has no word of a role, and is no plain 单位 or 部门."""
    name = without_remarks(column.name)
    has_none = bool(name) and not _PLAIN.fullmatch(name) and not _names_role(name)
    return column.holds is Holds.UNITS and has_none


_GUIDANCE = Wording("<指导>")


def names_guidance(column: Column) -> bool:
    """Whether a column of units is that of those who guide or watch (指导部门), no one else."""
    return bool(_GUIDANCE.search(column.name)) and says_no_role(column)


_STEPS = re.compile("目标|完成值|季度|半年|全年|月份?$")


def stands_beside(column: Column) -> bool:
    """Whether the name of a column says that it is no part of the work: 备注, 联系人.

    What is to be reached, and when, may be part of it.
    """
    known = column_of(column.name)
    return known is not None and known.holds is Holds.OTHER and not _STEPS.search(column.name)


def _without_role(column: Column) -> Column:
    """A column beside 牵头单位 whose name says nothing of a role (对接部门): they help."""
    return column._replace(role=Role.SUPPORT) if says_no_role(column) else column


_LABELLED = re.compile(r"\s*([^：:，。；、]{2,14}?)\s*[：:]\s*(\S.*)", re.DOTALL)
_FOOTER = re.compile(
    "^(?:解读|起草|发布|信息)(?:单位|机构|来源)|责任编辑|网站标识码|ICP备|公网安备|版权所有|技术支持"
)
"""What a web page prints below its text."""


def labelled(text: str) -> tuple[Column, str] | None:
    """What a line with a label is about, and what it says; None for any other line."""
    match = _LABELLED.fullmatch(text) if not _FOOTER.search(text) else None
    column = column_of(match[1]) if match and not take_number(text)[0] else None
    return (column, match[2]) if match and column else None


def says_who(text: str) -> bool:
    """Whether a line states units or a time, for the line above it."""
    found = labelled(text)
    return found is not None and found[0].holds in (Holds.UNITS, Holds.TIME)
