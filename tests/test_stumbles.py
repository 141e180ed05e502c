"""Mistakes that people made with only the Chinese README, and their messages."""

import pytest
from conftest import Bench

SEVERAL = (
    "  编号在前，状态在后；几期、几份佐证各写一次选项（--period 8月 --period 9月），"
    "带空格的文字加引号\n"
)
EXCEL = "Excel 台账用 gkplan report -o 台账.xlsx；或用 --format 写明格式\n"


@pytest.mark.parametrize(
    ("args", "err"),
    [
        (
            ("mark", "1.2", "已完成", "--period", "8月", "9月"),
            f"错误：“9月” 写在状态后面，不知道是什么\n{SEVERAL}",
        ),
        (
            ("mark", "1.1", "完成", "--note", "已公布", "补充材料"),
            f"错误：“补充材料” 写在状态后面，不知道是什么\n{SEVERAL}",
        ),
        (("mark", "推进中", "1.1"), f"错误：“1.1” 写在状态后面，不知道是什么\n{SEVERAL}"),
        (
            ("mark", "1.1", "finished"),
            "错误：“finished” 不是有效状态\n  可用：todo 未启动、",
        ),
        (("list", "-unit", "甲局"), "错误：“-unit” 少了一个减号\n  选项写作 --unit 的样子\n"),
        (("list", "-u", "无名"), "错误：没有单位 “无名”\n"),
        (
            ("remind", "--all"),
            "错误：几个单位的催办单不能接在一起\n  用 -o 写一个文件夹，一个单位一份\n",
        ),
        (
            ("list", "-o", "台账.xlsx"),
            f"错误：台账.xlsx：写不了 .xlsx 文件\n  可写 .txt、.json、.csv、.md；{EXCEL}",
        ),
        (
            ("mark", "1.1", "done", "--evidence", "data"),
            "错误：“data” 是文件夹\n  逐个写出里面的文件\n",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_slip_on_the_command_line(small: Bench, args: tuple[str, ...], err: str) -> None:
    before = small.files()
    result = small.run(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(err)
    assert small.files() == before


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ('- task： "1.1"', "“task” 后面要用半角冒号，再空一格\n"),
        ('- task:"1.1"', "“task” 后面要用半角冒号，再空一格\n"),
        ("- 一句话", "这里写法不对\n"),
    ],
)
def test_a_first_key_without_its_colon(small: Bench, line: str, advice: str) -> None:
    small.write("data/progress/甲局.yaml", f"{line}\n")
    shown = small.run("check").out
    assert shown.startswith(f"data/progress/甲局.yaml:1:3: error[wrong-shape]: {advice}")
    assert shown.count("error[") == 1
