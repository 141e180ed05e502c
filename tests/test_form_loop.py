"""The loop with 34 units: forms out, filled in, collected, reviewed, returned, collected again."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Bench
from filling import Form
from libreoffice import Office

DAY = ("--as-of", "2017-10-31")


def answer(form: Form, row: int, values: dict[str, object]) -> None:
    for title, value in values.items():
        form.cell(row, title).value = value


def keys(form: Form) -> dict[int, str]:
    """Return the hidden key of every row about a duty; rows for new cases are left out."""
    rows = range(form.head + 1, form.sheet.max_row + 1)
    named = {row: str(form.cell(row, "key").value) for row in rows}
    return {row: key for row, key in named.items() if not key.endswith("@")}


def fill_in(path: Path) -> dict[str, str]:
    """Report on the first three duties of a unit: done with a file, in hand, blocked."""
    form = Form(path)
    reported = {}
    answers: list[tuple[str, dict[str, object]]] = [
        ("done", {"状态": "已办结", "办理日期": "10月20日", "佐证材料": f"{path.stem}的公告.pdf"}),
        ("doing", {"进展情况": "正在征求意见", "状态": "正在推进"}),
        ("blocked", {"状态": "受阻", "存在问题": "系统还没有上线", "下一步": "催办"}),
    ]
    for (row, key), (status, values) in zip(keys(form).items(), answers, strict=False):
        answer(form, row, {**values, "填报人": "张三"})
        reported[key] = status
    form.save()
    (path.parent / f"{path.stem}的公告.pdf").write_text(path.stem, encoding="utf-8")
    return reported


def statuses(bench: Bench) -> dict[str, list[str]]:
    """Return the statuses in the journals by the key of their duty, in the order of the files."""
    found: dict[str, list[str]] = {}
    for path in sorted((bench.root / "data/progress").glob("*.yaml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader):  # noqa: S506
            occasion = entry.get("period", "")
            key = f"{path.stem}|{entry['task']}|{occasion}"
            found.setdefault(key, []).append(entry["status"])
    return found


def duties(bench: Bench) -> list[dict[str, Any]]:
    data = json.loads(bench.ok("list", "--matrix", "--format", "json", *DAY))
    return [duty for task in data["tasks"] for duty in task["duties"]]


@pytest.mark.no_cover
def test_the_loop_with_all_units(starter: Bench, libreoffice: Office) -> None:
    # forms for all units, some of them filled in with LibreOffice
    starter.ok("form", "--all", "-o", "收件", *DAY)
    paths = sorted((starter.root / "收件").glob("*.xlsx"))
    assert len(paths) == 34
    expected: dict[str, str] = {}
    for path in paths:
        expected |= fill_in(path)
    through = paths[::6]
    libreoffice.convert("ods", *through)
    for path in through:
        path.unlink()
    libreoffice.convert("xlsx", *(path.with_suffix(".ods") for path in through))
    for path in through:
        path.with_suffix(".ods").unlink()
    # collected: every answer is a record, every file is copied
    result = starter.run("collect", "收件", *DAY)
    first = result.err.split("\n")
    assert result.code == 0, result.err
    assert first[-2] == f"写入 {len(expected)} 条填报，复制佐证文件 34 个"
    assert "收到 34 张表" in first
    assert statuses(starter) == {key: [status] for key, status in expected.items()}
    assert len(expected) == 34 + 33 + 33  # one unit owes a single duty
    copies = list((starter.root / "evidence").rglob("*.pdf"))
    assert {path.read_text(encoding="utf-8") for path in copies} == {path.stem for path in paths}
    assert starter.run("collect", "收件", *DAY).err.endswith(
        f"写入 0 条填报，{len(expected)} 行以前收过\n"
    )
    # the office reviews by form: every second one is returned
    starter.ok("review", "--form", "-o", "核查.xlsx", *DAY)
    form = Form(starter.root / "核查.xlsx")
    waiting = keys(form)
    done = {key for key, status in expected.items() if status == "done"}
    assert set(waiting.values()) == done
    returned = set()
    for number, (row, key) in enumerate(waiting.items()):
        if number % 2:
            returned.add(key)
            answer(form, row, {"核查结论": "退回", "核查意见": "公告没有盖章", "核查人": "李四"})
        else:
            answer(form, row, {"核查结论": "核实", "核查人": "李四"})
    form.save()
    assert f"写入 {len(done)} 条核查" in starter.run("collect", "核查.xlsx", *DAY).err
    assert (len(done), len(returned)) == (34, 17)
    # the returned ones come back to their units, with the remark, and are reported again
    starter.ok("form", "--all", "-o", "第二轮", *DAY)
    for path in sorted((starter.root / "第二轮").glob("*.xlsx")):
        form = Form(path)
        for row, key in keys(form).items():
            if key in returned:
                assert "公告没有盖章" in form.cell(row, "核查意见").value
                answer(
                    form,
                    row,
                    {"状态": "完成", "佐证材料": "https://a.gov.cn/盖章", "办理日期": "10月30日"},
                )
        form.save()
    assert starter.run("collect", "第二轮", *DAY).err.endswith("\n写入 17 条填报\n")
    # reported: the figures are those that were filled in
    counted = [duty["status"] for duty in duties(starter) if duty["last_report"]]
    assert {status: counted.count(status) for status in set(counted)} == {
        "done": 34,
        "doing": 33,
        "blocked": 33,
    }
    report = json.loads(starter.ok("report", "--format", "json", *DAY))
    units = {unit["unit"]: unit for unit in report["units"]}
    assert sum(unit["duties"]["done"] for unit in units.values()) == 34
    assert starter.run("check", *DAY).code == 0
