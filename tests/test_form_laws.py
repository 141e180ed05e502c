"""Laws of forms: nothing that was filled in is lost, whatever comes back."""

import io
import json
import re
import zipfile
from datetime import date
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from conftest import SMALL_TASKS, SMALL_UNITS, Bench, examples, many
from filling import Form
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gkplan.importing.readers.book.cells import letters

UNITS = ("甲局", "乙局", "丙委", "丁镇")
TEXTS = [
    "已完成",
    "正在推进",
    "受阻",
    "不涉及",
    "完成",
    "无",
    "张三",
    "2017-10-20",
    "9月12日",
    "20170912",
]
TEXTS += [
    "https://a.gov.cn/1",
    "a.pdf",
    "http://",
    "1.1",
    "-",
    "+1",
    "@",
    "'",
    "95%",
    "见附件",
    "１",
]
TEXTS += [
    "两行\n文字",
    " 前后空格 ",
    "制表\t符",
    "#REF!",
    "TRUE",
    "撤回",
    "withdrawn",
    "a" * 3000,
    "𠮷",
]
VALUES = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12),
    st.integers(-5, 60000),
    st.floats(0, 50000, allow_nan=False).map(lambda number: round(number, 2)),
    st.dates(date(2017, 7, 1), date(2018, 2, 1)),
    st.booleans(),
)
KEYS = {"状态": "status", "办理日期": "date", "进展情况": "note", "佐证材料": "evidence"}
KEYS |= {"存在问题": "problem", "下一步": "next", "填报人": "by", "期／起算日": "event"}


class Sent:
    """A small plan in a folder, with records, and the forms that were made of it."""

    def __init__(self, root: Path) -> None:
        """Make the folder; some duties have records, one was returned."""
        self.bench = Bench(root)
        self.bench.write("data/units.yaml", SMALL_UNITS)
        self.bench.write("data/tasks.yaml", SMALL_TASKS)
        self.bench.ok("mark", "1.1", "doing", "--date", "2017-10-01", "--note", "在写")
        self.bench.ok("mark", "1.2", "done", "--period", "8月", "--date", "2017-09-12")
        self.bench.ok("review", "1.2", "return", "--period", "8月", "--note", "没有佐证")
        self.bench.ok("form", "--all", "-o", "表")
        self.forms = {unit: root / f"表/{unit}.xlsx" for unit in UNITS}
        self.before = self.bench.files()

    def reset(self) -> None:
        """Put every file back as it was."""
        for name in set(self.bench.files()) - set(self.before):
            (self.bench.root / name).unlink()
        for name, content in self.before.items():
            self.bench.write(name, content)

    def journal(self, unit: str) -> list[dict[str, Any]]:
        """Return the entries of a unit's journal as texts."""
        path = self.bench.root / f"data/progress/{unit}.yaml"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return yaml.load(text, yaml.BaseLoader) or []  # noqa: S506

    def report(self) -> Any:
        """Return all figures."""
        return json.loads(self.bench.ok("report", "--format", "json"))


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    return Sent(tmp_path_factory.mktemp("sent"))


def law(number: int) -> settings:
    """Return settings for a law whose fixture is put back by hand."""
    fixture = HealthCheck.function_scoped_fixture
    return settings(examples(number), suppress_health_check=[fixture, HealthCheck.too_slow])


def shown(value: object) -> str:
    """Return a value as people see it in a cell."""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def flat(text: str) -> str:
    return "".join(text.split())


@law(100)
@given(row=st.integers(1, 16), column=st.integers(1, 21), value=VALUES)
def test_an_edit_of_any_cell_is_a_record_with_that_content_or_reported(
    sent: Sent, row: int, column: int, value: object
) -> None:
    sent.reset()
    form = Form(sent.forms["甲局"])
    cell = form.sheet.cell(row, column)
    assume(type(cell).__name__ == "Cell")  # not inside a merge, where nobody can type
    assume(flat(str(cell.value or "")) != flat(shown(value)) and flat(shown(value)))
    title = {number: title for title, number in form.columns.items()}.get(column, "")
    cell.value = value
    assume(not (isinstance(value, str) and cell.data_type == "f"))
    if not isinstance(value, date):
        cell.number_format = "General"
    form.save()
    old = sent.journal("甲局")
    result = sent.bench.run("collect", "表/甲局.xlsx")
    assert result.code in (0, 1), result
    new = sent.journal("甲局")[len(old) :]
    name = f"{letters(column - 1)}{row}"
    named = re.search(rf"!{name}: |[（、]{name}[、）]", result.err)
    if new:
        assert len(new) == 1
        written = new[0].get(KEYS[title], "")
        assert flat(shown(value)) in flat("".join(written)) or _means(title, written), new
    else:
        assert named or "甲局.xlsx: error[not-a-form]: " in result.err, result


def _means(title: str, written: str) -> bool:
    """Whether what was written is another form of what was filled in."""
    if title == "状态":
        return written in ("done", "doing", "blocked", "waived", "todo", "waiting")
    return (
        title in ("办理日期", "期／起算日") and re.fullmatch(r"2017-\d\d-\d\d", written) is not None
    )


def test_untouched_forms_change_nothing(sent: Sent) -> None:
    sent.reset()
    blank = "收到 4 张表；空表 4 张：丁镇、丙委、乙局、甲局\n写入 0 条填报\n"
    assert sent.bench.run("collect", "表").err == blank
    assert sent.bench.files() == sent.before


ANSWERS = st.fixed_dictionaries(
    {"状态": st.sampled_from(["已完成", "正在推进", "受阻", "不涉及", "差不多", ""])},
    optional={
        "办理日期": st.dates(date(2017, 10, 2), date(2017, 10, 31)),
        "进展情况": st.sampled_from(["办了", "还在办", "无"]),
        "佐证材料": st.sampled_from(["https://a.gov.cn/1", "没有这个文件.pdf"]),
    },
)


def answer(form: Form, row: int, answers: dict[str, object]) -> None:
    for title, value in answers.items():
        form.cell(row, title).value = value or None


@law(12)
@given(
    st.dictionaries(st.sampled_from(UNITS), st.dictionaries(st.integers(6, 9), ANSWERS, max_size=3))
)
def test_the_order_in_which_forms_are_collected_does_not_matter(
    sent: Sent, filled_in: dict[str, dict[int, dict[str, object]]]
) -> None:
    sent.reset()
    for unit, rows in filled_in.items():
        form = Form(sent.forms[unit])
        for row, answers in rows.items():
            if row <= form.sheet.max_row:
                answer(form, row, answers)
        form.save()
    contents = {unit: path.read_bytes() for unit, path in sent.forms.items()}
    results = []
    for order in list(permutations(UNITS))[::7]:
        sent.reset()
        for unit in order:
            sent.forms[unit].write_bytes(contents[unit])
        for unit in order:
            assert sent.bench.run("collect", f"表/{unit}.xlsx").code in (0, 1)
        results.append((sent.report(), [sent.journal(unit) for unit in UNITS]))
    assert all(result == results[0] for result in results)


@law(25)
@given(
    marks=st.lists(
        st.tuples(
            st.sampled_from(["1.1", "1.2"]),
            st.sampled_from(["doing", "done", "blocked", "withdrawn"]),
            st.sampled_from(["办了", "还在办"]),
        ),
        max_size=3,
    ),
    rows=st.dictionaries(st.integers(6, 9), ANSWERS, min_size=1, max_size=3),
    accept=st.booleans(),
)
def test_what_is_marked_between_form_and_collect_is_never_lost(
    sent: Sent,
    marks: list[tuple[str, str, str]],
    rows: dict[int, dict[str, object]],
    *,
    accept: bool,
) -> None:
    sent.reset()
    form = Form(sent.forms["甲局"])
    for row, answers in rows.items():
        answer(form, row, answers)
    form.save()
    for task, status, note in marks:
        period = ["--period", "8月"] if task == "1.2" else []
        sent.bench.run("mark", task, status, *period, "--note", note, "--date", "2017-10-20")
    journal = (sent.bench.root / "data/progress/甲局.yaml").read_bytes()
    changed = sent.journal("甲局")[2:]
    result = sent.bench.run("collect", "表", *["--accept-all"] * accept)
    after = (sent.bench.root / "data/progress/甲局.yaml").read_bytes()
    assert result.code in (0, 1)
    assert after.startswith(journal)
    if not accept:
        touched = {(entry["task"], entry.get("period", "")) for entry in changed}
        new = sent.journal("甲局")[2 + len(changed) :]
        assert not touched & {(entry["task"], entry.get("period", "")) for entry in new}
    assert sent.bench.run("check").code == 0


def damaged(content: bytes, random: Random) -> bytes:
    """Return a workbook with some bytes changed: of the file, or of one of its parts."""
    if random.random() < 0.3:
        return _changed(content, random)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        victim = random.choice(names)
        for name in names:
            part = old.read(name)
            if name == victim and random.random() < 0.1:
                continue
            new.writestr(name, _changed(part, random) if name == victim else part)
    return out.getvalue()


def _changed(content: bytes, random: Random) -> bytes:
    """Cut, repeat, replace or insert something somewhere."""
    data = bytearray(content)
    for _ in range(random.randint(1, 4)):
        start = random.randrange(len(data) + 1)
        end = min(start + random.choice([1, 1, 2, 8, 60, 4000]), len(data))
        part = random.choice(
            [
                b"",
                bytes(data[start:end]) * 2,
                random.randbytes(3),
                b"<",
                b"\x00",
                b"&x;",
                b'"',
                b"9" * 9,
            ]
        )
        data[start:end] = part
    return bytes(data)


@pytest.mark.long
def test_damaged_workbooks_are_collected_or_reported_and_nothing_is_half_written(
    sent: Sent,
) -> None:
    sent.reset()
    form = Form(sent.forms["甲局"])
    for row in (6, 8):
        values = {"状态": "已完成", "佐证材料": "https://a.gov.cn/1"}
        answer(form, row, {**values, "进展情况": "办了"})
    content = form.save().read_bytes()
    random = Random(14)  # noqa: S311  (no secret)
    for number in range(many(120)):
        sent.reset()
        (sent.bench.root / "表/甲局.xlsx").write_bytes(damaged(content, random))
        before = (sent.bench.root / "data/progress/甲局.yaml").read_bytes()
        result = sent.bench.run("collect", "表/甲局.xlsx")
        assert result.code in (0, 1), (number, result)
        assert (sent.bench.root / "data/progress/甲局.yaml").read_bytes().startswith(before), number
        assert [name for name in sent.bench.files() if ".tmp" in name] == []
        assert sent.bench.run("check").code == 0, number
