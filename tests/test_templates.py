"""Custom templates: the fields they see, their filters and limits, and their errors."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import REPO, SMALL_TASKS, Bench
from jinja2 import Undefined

from gkplan.domain.assess import Assessment
from gkplan.domain.errors import UsageError
from gkplan.folder import files
from gkplan.folder.load import load
from gkplan.folder.location import find_folder
from gkplan.report import sandbox
from gkplan.report.json_fields import reminder_json
from gkplan.report.reminder import reminder
from gkplan.report.template_loader import TemplateFolder

pytestmark = pytest.mark.usefixtures("lasting_template_process")
DOCUMENT = (REPO / "docs" / "templates.md").read_text(encoding="utf-8")


def used(*names: str) -> str:
    """Return the reminder that a plan folder's own templates were used."""
    return f"提醒：用了方案文件夹自己的模板：{'、'.join(names)}\n"


RECORDS = """\
- {task: "1.1", status: doing, date: 2017-09-01, evidence: [https://example.cn/1]}
- {task: "1.2", period: 2017-08, status: done, date: 2017-09-12, note: 已公开。, by: 张三}
- {task: "1.2", period: 2017-09, status: blocked, date: 2017-10-20, problem: 故障, next: 修复}
- {task: "2.1", status: done, date: 2017-09-01}
- {task: "2.3", event: 2017-09-20, status: doing, date: 2017-09-21}
- {task: "2.3", event: 2017-10-09, status: doing, date: 2017-10-10}
- task: "2.3"
  event: 2017-10-09
  status: withdrawn
  date: 2017-10-12
  entered: 2017-10-16
  record: 2017-10-10
  note: 写错了起算日。
  by: 张三
- {task: "1.2", period: 2017-10, status: done, date: 2017-12-05, entered: 2017-12-06}
"""
RULINGS = """\
- {task: "2.1", unit: 甲局, verdict: return, date: 2017-09-05, record: 2017-09-01, note: 打不开。}
- task: "2.3"
  unit: 甲局
  event: 2017-09-20
  to: 2017-11-10
  date: 2017-10-10
  reason: 等材料
  approved_by: 区领导
- task: "1.2"
  period: 2017-09
  unit: 甲局
  to: 2017-11-05
  date: 2017-11-04
  reason: 等材料
  approved_by: 区领导
"""


@pytest.fixture
def rich(small: Bench) -> Bench:
    """The small plan with entries in every part of the report."""
    detail = "text: 一次性事项。\n    due: 2017-11-20\n    doubts: [单位存疑]\n    tags: [重点]"
    detail += "\n    changes: [{date: 2017-10-16, basis: 会议纪要, lead: [甲局], support: [丙委]}]"
    ended = (
        '  - {id: "2.4", text: 不办。, lead: [甲局], cancelled: {date: 2017-10-25, basis: 纪要}}\n'
    )
    small.write("data/tasks.yaml", SMALL_TASKS.replace("text: 一次性事项。", detail) + ended)
    small.write("data/progress/甲局.yaml", RECORDS)
    small.write("data/progress/乙局.yaml", '- {task: "2.2", status: waiting, date: 2017-10-01}\n')
    small.write("data/reviews.yaml", RULINGS)
    return small


# The fields


class Field(NamedTuple):
    """A line of a table in the document: the type of a field, and whether it may be absent."""

    holds: str
    optional: bool


def documented() -> dict[str, dict[str, Field]]:
    """Return the documented objects: the fields of each table, and those it inherits."""
    objects: dict[str, dict[str, Field]] = {}
    for part in re.split(r"^### ", DOCUMENT, flags=re.MULTILINE)[1:]:
        name, _, text = part.split("\n## ")[0].partition("\n")
        other = re.match(r"\nAll fields of a \[([\w ]+)\]", text)
        rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", text, re.MULTILINE)
        own = {field: Field(holds, text.startswith("With `--unit`")) for field, holds, text in rows}
        objects[name] = {**(objects[other[1]] if other else {}), **own}
    return objects


class Reader:
    """Compares data with the document, and records which fields occurred."""

    def __init__(self) -> None:
        """Begin with the document's objects; no field has occurred."""
        self.objects = documented()
        self.met: dict[str, set[str]] = {name: set() for name in self.objects}

    def read(self, value: Any, holds: str, path: str = "") -> None:
        """Fail where a value is not of the documented type."""
        if holds.endswith(" or null"):
            holds = holds.removesuffix(" or null")
            if value is None:
                return
        if holds.startswith("map of "):
            holds, value = holds.replace("map", "list", 1), list(value.values())
        if holds.startswith("list of "):
            assert isinstance(value, list), path
            for item in value:
                self.read(item, _unbracketed(holds.removeprefix("list of ")), f"{path}[]")
        elif linked := re.fullmatch(r"\[([\w ]+)\]\(#([\w-]+)\)", holds):
            assert linked[2] == linked[1].replace(" ", "-")
            self.read_object(value, linked[1], path)
        else:
            assert _is(value, holds), f"{path}: {value!r} is no {holds}"

    def read_object(self, value: dict[str, Any], name: str, path: str) -> None:
        """Fail where an object has other fields than the documented ones."""
        fields = self.objects[name]
        absent = {field for field in fields if field not in value}
        assert set(value) - set(fields) == set(), f"{path} has fields that {name} does not document"
        assert absent <= {field for field in fields if fields[field].optional}, path
        for field, item in value.items():
            self.met[name].add(field)
            self.read(item, fields[field].holds, f"{path}.{field}")


def _unbracketed(holds: str) -> str:
    return holds[1:-1] if holds.startswith("(") else holds


def _is(value: Any, holds: str) -> bool:
    match holds:
        case "text":
            return isinstance(value, str)
        case "date":
            return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "yes or no":
            return isinstance(value, bool)
    raise AssertionError(f"the document names a kind of value that nobody knows: {holds}")


def test_every_field_is_documented_and_every_documented_field_exists(rich: Bench) -> None:
    """The reports of the plan, of one unit and of two, and a reminder have every field."""
    reader = Reader()
    options = ("--format", "json", "--since", "2017-09-10", "--as-of", "2017-11-30")
    rich.ok("report", "--all-units", "-o", "all", *options)
    for page in ("index", "甲局", "乙局"):
        reader.read_object(json.loads(rich.read(f"all/{page}.json")), "report", page)
    both = rich.ok("report", "-u", "甲局", "-u", "乙局", *options)
    reader.read_object(json.loads(both), "report", "both")
    ledger = load(find_folder(rich.root, rich.root)).sound().ledger()
    for day in (date(2017, 10, 31), date(2017, 11, 30)):
        letter = reminder(Assessment(ledger, day), "甲局", 30, "甲局.yaml")
        assert letter
        reader.read_object(reminder_json(letter), "reminder", "reminder")
    assert reader.met == {name: set(fields) for name, fields in reader.objects.items()}


def test_no_field_hides_behind_what_python_has_by_that_name() -> None:
    """A template finds a dict's own methods first, such as ``items``."""
    fields = {field for fields_ in documented().values() for field in fields_}
    assert fields & set(dir(dict)) == set()


def test_every_filter_is_documented() -> None:
    section = DOCUMENT.partition("\n## Filters\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(sandbox.FILTERS)


# The example


def block(mark: str) -> str:
    """Return the block of the document below a marker."""
    found = re.search(
        rf"<!-- {re.escape(mark)} -->\n```\w*\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE
    )
    assert found
    return found[1]


def test_the_example_gives_the_output_shown(starter: Bench) -> None:
    starter.write("周报.md.j2", block("template"))
    assert starter.ok("report", "--template", "周报.md.j2") == block("output")


def test_the_error_shown_is_the_one_that_people_get(small: Bench) -> None:
    (template,) = re.findall("<!-- error: (.*) -->", DOCUMENT)
    small.write("周报.md.j2", template)
    result = small.run("report", "--template", "周报.md.j2")
    assert (result.code, result.err) == (2, block(f"error: {template}"))


# Errors and their positions

MEND = "改正模板"
WITHOUT_END = "检查 include、extends、import 和宏有没有套到自己"
LOOK = "检查 --template 和 templates 文件夹"


@pytest.mark.parametrize(
    ("template", "message", "remedy"),
    [
        # fields and variables
        ("{{ totals.rat }}", ":1 出错：totals 没有字段 “rat”，可能是 rate", MEND),
        ('{{ totals["rat"] }}', ":1 出错：totals 没有字段 “rat”，可能是 rate", MEND),
        ("{{ totals.rat | md }}", ":1 出错：totals 没有字段 “rat”，可能是 rate", MEND),
        ("{{ totals.rat.x }}", ":1 出错：totals 没有字段 “rat”，可能是 rate", MEND),
        ("{% if totals.rat %}{% endif %}", ":1 出错：totals 没有字段 “rat”，可能是 rate", MEND),
        (
            "\n{% set x = totals.rat %}\n{{ x }}",
            ":2 出错：totals 没有字段 “rat”，可能是 rate",
            MEND,
        ),
        (
            "{% for g in groups %}\n{% for t in g.tasks %}\n{{ t.leed }}{% endfor %}{% endfor %}",
            ":3 出错：t 没有字段 “leed”，可能是 lead、merged",
            MEND,
        ),
        (
            "{{ totals.by_status.don }}",
            ":1 出错：totals.by_status 没有字段 “don”，可能是 done、doing",
            MEND,
        ),
        (
            "{{ groups[0].tasks[0].leed }}",
            ":1 出错：groups[0].tasks[0] 没有字段 “leed”，可能是 lead、merged",
            MEND,
        ),
        (
            "{{ (groups | first).zzz }}",
            ":1 出错：没有字段 “zzz”",
            "可用：id、label、heading、title、totals、tasks",
        ),
        (
            '{{ groups | map(attribute="titel") | join }}',
            ":1 出错：没有字段 “titel”，可能是 title",
            MEND,
        ),
        (
            "{{ plan.zzz }}{{ totals.zzz }}\n",
            ":1 出错：没有字段 “zzz”",
            "可用：title、number、issuer、supervisor、issued、ends、lag、notice",
        ),
        ('{{ {}["a"] }}', ":1 出错：没有字段 “a”", MEND),
        ("{{ totls.rate }}", ":1 出错：没有变量 “totls”，可能是 totals", MEND),
        (
            "{% for one in [1] %}{% set b = 1 %}{% endfor %}\n{{ b }}",
            ":2 出错：这里没有变量 “b”",
            "在 for、if、block 里用 set 设的，出来就没有了；要带出来用 namespace",
        ),
        (
            "{{ unit.name }}",
            ":1 出错：unit 是空值（null），没有字段 “name”",
            "先判断：{% if unit %}",
        ),
        ("{{ (none).name }}", ":1 出错：是空值（null），没有字段 “name”", "先判断：{% if … %}"),
        (
            "{{ groups.title }}",
            ":1 出错：groups 是一列，没有字段 “title”",
            "用 {% for one in groups %} 逐个取",
        ),
        ("{{ groups[9].title }}", ":1 出错：groups 只有 2 个，没有 [9]", "先用 length 判断个数"),
        ("{{ plan.title.size }}", ":1 出错：plan.title 是文字，没有字段 “size”", MEND),
        ("{{ totals.rate.zzz }}", ":1 出错：totals.rate 是小数，没有字段 “zzz”", MEND),
        (
            "{% for g in groups %}{{ loop.indx }}{% endfor %}",
            ":1 出错：loop 没有字段 “indx”，可能是 index、index0",
            MEND,
        ),
        # other templates
        ("\n{% include 'nein.j2' %}", ":2 出错：没有模板 nein.j2，可能是 mine.j2", LOOK),
        ("{% include ['a', 'b'] %}", ":1 出错：没有模板 a、b", LOOK),
        (
            "{% extends 'report.m.j2' %}",
            ":1 出错：没有模板 report.m.j2，可能是 report.md.j2、report.html.j2",
            LOOK,
        ),
        ("{% import 'x.j2' as x %}", ":1 出错：没有模板 x.j2", LOOK),
        ("{% include '../data/tasks.yaml' %}", ":1 出错：没有模板 ../data/tasks.yaml", LOOK),
        ("{% include '/etc/passwd' %}", ":1 出错：没有模板 /etc/passwd", LOOK),
        # what cannot be read
        ("{{ " + "(" * 500 + " }}", " 出错：嵌套太深", "for、if 和括号少套几层"),
        (
            "{% for a in [] %}" * 30 + "{% endfor %}" * 30,
            " 出错：嵌套太深",
            "for、if 和括号少套几层",
        ),
        # errors of evaluation
        (
            "{{ plan.title | day }}",
            ":1 出错：day 要 2017-09-02 样子的日期，这里是“小方案”",
            "先判断有没有日期",
        ),
        (
            "{{ since | day }}",
            ":1 出错：day 要 2017-09-02 样子的日期，这里是空值（null）",
            "先判断有没有日期",
        ),
        (
            "{{ plan | headline }}",
            ":1 出错：headline 要 totals 那样的数字",
            "写 totals | headline 或 group.totals | headline",
        ),
        (
            "{{ unit | headline }}",
            ":1 出错：headline 要 totals 那样的数字",
            "写 totals | headline 或 group.totals | headline",
        ),
        # what is not allowed
        ("{{ 'x' * 1000001 }}", ":1 出错：“*” 的结果太长，最多 1000000 个", MEND),
        ("{{ 10 ** 10 ** 10 }}", ":1 出错：“**” 的两边最大 1000", MEND),
        # what has no end
        ("{% include 'mine.j2' %}", ":1 出错：层层相套，没有尽头", WITHOUT_END),
        ("{% extends 'mine.j2' %}", ":1 出错：层层相套，没有尽头", WITHOUT_END),
        (
            "{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}",
            ":1 出错：层层相套，没有尽头",
            WITHOUT_END,
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_mistake_is_reported_at_its_line_with_what_may_have_been_meant(
    small: Bench, template: str, message: str, remedy: str
) -> None:
    small.write("t/mine.j2", template)
    small.write("t/other.j2", "{% set b = 1 %}")
    small.write("out.md", "旧的\n")
    before = small.files()
    result = small.run("report", "--template", "t/mine.j2", "-o", "out.md")
    assert (result.code, result.err) == (2, f"错误：模板 t/mine.j2{message}\n  {remedy}\n")
    assert small.files() == before, "the old report stays, and nothing lies beside it"


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("{{ unit | lable }}", ":1 语法错误："),
        ("{{ unit is strng }}", ":1 语法错误："),
        ("{{ unit | lable if as_of }}", ":1 出错："),
        ("{% from 'other.j2' import a %}{{ a }}", ":1 出错："),
        ("一\n{% if %}\n", ":2 语法错误："),
        ("一\n{% for a in groups %}", ":2 语法错误："),
        ("{% for a in groups %}{% endif %}", ":1 语法错误："),
        ("{% else %}", ":1 语法错误："),
        ("{% foor a in b %}", ":1 语法错误："),
        ("{{ plan.title", ":1 语法错误："),
        ("{{ plan.title }", ":1 语法错误："),
        ("{{ (1 }}", ":1 语法错误："),
        ("{{ plan title }}", ":1 语法错误："),
        ("{{ }}", ":1 语法错误："),
        ("{{ 1 ! }}", ":1 语法错误："),
        ("{{ “甲” }}", ":1 语法错误："),
        ("{# 注", ":1 语法错误："),
        ("{% %}", ":1 语法错误："),
        ("{% set 1 = 2 %}", ":1 语法错误："),
        ("{% for loop in [] %}{% endfor %}", ":1 语法错误："),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", ":1 语法错误："),
        ("{{ '\\x' }}", ":1 语法错误："),
        ("{{ 1 / 0 }}", ":1 出错："),
        ("{{ '1' + 1 }}", ":1 出错："),
        ("{{ 1 + '1' }}", ":1 出错："),
        ("{{ -plan }}", ":1 出错："),
        ("{{ totals < 3 }}", ":1 出错："),
        ("{% for a in 3 %}{% endfor %}", ":1 出错："),
        ("{{ 3() }}", ":1 出错："),
        ("{{ 3 | length }}", ":1 出错："),
        ("{{ '%d' % 'x' }}", ":1 出错："),
        ("{{ [] | first }}", ":1 出错："),
        ("{{ as_of | replace }}", ":1 出错："),
        ("{{ as_of | day(1) }}", ":1 出错："),
        ("{% macro a(b) %}{{ b }}{% endmacro %}{{ a() }}", ":1 出错："),
        ("{% macro a() %}{% endmacro %}{{ a(b=1) }}", ":1 出错："),
        ("{{ 3 | round(method='x') }}", ":1 出错："),
        ("{{ plan.title.__class__ }}", ":1 出错："),
        ("{{ '{0.__class__}'.format(1) }}", ":1 出错："),
        ("{{ totals.update(rate=100) }}", ":1 出错："),
        ("{{ groups.append(1) }}", ":1 出错："),
        ("{% for a in range(100001) %}{% endfor %}", ":1 出错："),
        ("{{ 'a' ** 2 }}", ":1 出错："),
        ("{{ 999.0 ** 999 }}", ":1 出错："),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_mistake_that_jinja_or_python_finds_is_refused_at_its_line(
    small: Bench, template: str, place: str
) -> None:
    """The message of the template is shown, whatever it is."""
    small.write("t/mine.j2", template)
    small.write("t/other.j2", "{% set b = 1 %}")
    small.write("out.md", "旧的\n")
    before = small.files()
    result = small.run("report", "--template", "t/mine.j2", "-o", "out.md")
    assert result.code == 2
    error = result.err.removeprefix(used("t/other.j2"))
    assert re.fullmatch(re.escape(f"错误：模板 t/mine.j2{place}") + ".+\n  改正模板\n", error)
    assert small.files() == before


@pytest.mark.parametrize(
    ("template", "near"),
    [
        ("{{ unit | lable }}", "label、callable"),
        ("{{ unit is strng }}", "string"),
        ("{{ unit | lable if as_of }}", "label、callable"),
    ],
)
def test_a_filter_or_test_that_does_not_exist_is_reported_with_what_it_may_have_meant(
    small: Bench, template: str, near: str
) -> None:
    small.write("mine.j2", template)
    result = small.run("report", "--template", "mine.j2")
    assert result.err.endswith(f"，可能是 {near}\n  改正模板\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("甲\n乙".encode("gbk"), "不是 UTF-8 编码（第 1 行，可能是 GBK）\n  用编辑器另存为 UTF-8"),
        (b"\n\n\xff", "不是 UTF-8 编码（第 3 行，可能是 GBK）\n  用编辑器另存为 UTF-8"),
    ],
)
def test_a_template_in_another_encoding(small: Bench, content: bytes, message: str) -> None:
    small.write("templates/part.j2", content)
    small.write("mine.j2", "{% include 'part.j2' %}")
    result = small.run("report", "--template", "mine.j2")
    assert (result.code, result.out) == (2, "")
    assert result.err == used("templates/part.j2") + f"错误：模板 templates/part.j2 {message}\n"


@pytest.mark.parametrize(
    ("cwd", "name", "place"),
    [
        (".", "templates/report.md.j2", "templates/report.md.j2"),
        ("data", "templates/report.md.j2", "../templates/report.md.j2"),
        ("data", "templates/部分/表.j2", "../templates/部分/表.j2"),
    ],
)
def test_a_template_of_the_folder_is_named_as_it_is_seen_from_here(
    small: Bench, cwd: str, name: str, place: str
) -> None:
    small.write("templates/report.md.j2", "{% include '部分/表.j2' %}")
    small.write(name, "一\n{{ totals.rat }}")
    result = small.run("report", cwd=small.root / cwd)
    both = dict.fromkeys([place.replace("部分/表.j2", "report.md.j2"), place])
    assert result.err == used(*both) + (
        f"错误：模板 {place}:2 出错：totals 没有字段 “rat”，可能是 rate\n  改正模板\n"
    )


def test_an_imported_template_does_not_see_the_fields(small: Bench) -> None:
    small.write("templates/part.j2", "\n{{ plan.title }}")
    small.write("mine.j2", "{% from 'part.j2' import x %}")
    result = small.run("report", "--template", "mine.j2")
    assert result.err == used("templates/part.j2") + (
        "错误：模板 templates/part.j2:2 出错：这里没有变量 “plan”\n"
        "  import 来的看不到报告的字段：末尾加 with context，或作为参数传过去\n"
    )


def test_a_template_that_cannot_be_opened(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    small.write("mine.j2", "")
    monkeypatch.setattr(files, "read", refuse)
    folders = (TemplateFolder(small.root, "我的/"),)
    environment = sandbox.sandbox(folders, html=False, trusting=False)
    with pytest.raises(UsageError, match=r"^模板 我的/mine\.j2 打不开：没有权限$"):
        environment.get_template("mine.j2")


# Where templates are found, and what is printed


def test_each_file_of_the_folder_overrides_only_itself(small: Bench) -> None:
    small.write("templates/report.md.j2", "自己的 {{ plan.title }}")
    assert small.ok("report") == "自己的 小方案"
    assert small.ok("report", "--format", "html").startswith("<!doctype html>")
    (small.root / "templates/report.md.j2").unlink()
    assert small.ok("report").startswith("# 小方案")


def test_what_is_included_is_looked_for_beside_the_template_first(small: Bench) -> None:
    for name in ("templates/a.j2", "templates/b.j2", "t/a.j2"):
        small.write(name, f"{name} ")
    small.write("t/mine.j2", "{% include 'a.j2' %}{% include 'b.j2' %}")
    assert small.ok("report", "--template", "t/mine.j2") == "t/a.j2 templates/b.j2 "


def test_a_changed_template_is_read_again(small: Bench) -> None:
    for text in ("一", "二", "二三"):
        small.write("templates/part.j2", text)
        small.write("mine.j2", "{% include 'part.j2' %}")
        assert small.ok("report", "--template", "mine.j2") == text


def test_no_template_of_a_folder_controls_the_terminal(small: Bench) -> None:
    small.write("templates/report.md.j2", "甲\x1b]0;乙\x07\r\n丙\t{{ '\x1b[31m' }}")
    assert small.ok("report", "--format", "md") == "甲\\u001b]0;乙\\u0007\n丙\t\\u001b[31m"


def test_a_byte_order_mark_is_not_part_of_the_text(small: Bench) -> None:
    small.write("mine.j2", "\ufeff甲")
    assert small.ok("report", "--template", "mine.j2") == "甲"


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("'done' | label", "已完成"),
        ("'lead' | label", "牵头"),
        ("'monthly' | label", "每月"),
        ("'别的' | label", "别的"),
        ("'a|b' | md", "a\\|b"),
        ("none | md", ""),
        ("12.5 | md", "12.5"),
        ("'https://a.cn' | link", "True"),
        ("'HTTP://a.cn' | link", "True"),
        ("'javascript:alert(1)' | link", "False"),
        ("none | link", "False"),
        ("'2017-09-02' | day", "2017年9月2日"),
        ("'' | sha256", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ("unit", ""),
        ("0", "0"),
        ("[none]", "[None]"),
        ("'甲\u202e乙'", "甲\\u202e乙"),
        ("3 * 4 ** 2", "48"),
        ("'-' * 3", "---"),
        ("[1] * 2", "[1, 1]"),
        ("totals.rat is defined", "False"),
        ("totals.rat | default('无')", "无"),
    ],
)
def test_what_is_printed(small: Bench, expression: str, printed: str) -> None:
    small.write("mine.j2", f"{{{{ {expression} }}}}")
    assert small.ok("report", "--template", "mine.j2") == printed


def test_a_page_that_extends_the_shipped_one_may_have_a_script_of_its_own(small: Bench) -> None:
    small.write(
        "mine.html.j2",
        '{% extends "report.html.j2" %}{% block script %}alert("1");{% endblock %}',
    )
    page = small.ok("report", "--template", "mine.html.j2")
    assert '<script>alert("1");</script>' in page
    assert "script-src 'sha256-VhtWhWrsySZ7hD1HmHdwCjooLpp9P65p7pljUjHqXBc='" in page


@pytest.mark.parametrize(
    ("args", "printed"),
    [
        (["--template", "a.html.j2"], "&lt;b&gt;"),
        (["--template", "a.html.j2", "-o", "a.txt"], "&lt;b&gt;"),
        (["--template", "a.html.j2", "-o", "a.md"], "<b>"),
        (["--template", "a.html.j2", "--format", "md"], "<b>"),
        (["--template", "a.md.j2"], "<b>"),
        (["--template", "a.md.j2", "-o", "a.html"], "&lt;b&gt;"),
        (["--template", "a.j2"], "<b>"),
    ],
)
def test_the_name_of_a_template_determines_whether_it_escapes(
    small: Bench, args: list[str], printed: str
) -> None:
    small.write(args[1], "{{ '<b>' }}")
    out = small.ok("report", *args)
    assert (small.read(args[3]) if "-o" in args else out) == printed


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["--template", "a.j2", "-o", "a.xlsx"],
            "xlsx 不用模板\n  --template 只用于 md 和 html；去掉它，或改 --format",
        ),
        (
            ["--template", "a.j2", "--format", "json"],
            "json 不用模板\n  --template 只用于 md 和 html；去掉它，或改 --format",
        ),
        (["--template", "t/a.j2"], f"没有模板 t/a.j2\n  {LOOK}"),
        (["--template", "t"], f"没有模板 t\n  {LOOK}"),
    ],
)
def test_a_template_that_is_not_there_or_not_used(
    small: Bench, args: list[str], message: str
) -> None:
    small.write("a.j2", "")
    (small.root / "t").mkdir()
    result = small.run("report", *args)
    assert (result.code, result.out, result.err) == (2, "", f"错误：{message}\n")


@pytest.mark.parametrize("name", [*dir(dict), "name", "_name", "名称"])
@pytest.mark.parametrize("present", [True, False])
def test_a_field_of_a_mapping_is_read_as_jinja_reads_it(name: str, *, present: bool) -> None:
    """What mappings have by themselves precedes their keys, and what is unsafe stays refused."""
    mapping = {name: "值"} if present else {}
    made = sandbox.sandbox((), html=False, trusting=True)
    ours = made.getattr(mapping, name)
    theirs = super(sandbox.Sandbox, made).getattr(mapping, name)
    assert type(ours) is type(theirs)
    assert isinstance(ours, Undefined) or ours == theirs
    assert (type(ours) is str) == (present and name not in dir(dict))
