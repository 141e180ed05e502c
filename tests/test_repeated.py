"""An option given twice counts twice or is refused, never dropped: every option is tried."""

import pytest
from conftest import Bench, Result
from typer.core import TyperOption

from gkplan.cli import _build
from gkplan.commands import COMMANDS

ONCE = {
    (name, max(param.opts, key=len)): param
    for name in COMMANDS
    for param in _build(name).params
    if isinstance(param, TyperOption) and not param.multiple
}
SEVERAL = {
    (name, max(param.opts, key=len)): param
    for name in COMMANDS
    for param in _build(name).params
    if isinstance(param, TyperOption) and param.multiple
}


@pytest.mark.parametrize(("command", "option"), ONCE)
def test_every_other_option_given_twice_is_refused(small: Bench, command: str, option: str) -> None:
    param = ONCE[command, option]
    before = small.files()
    for name in param.opts:
        given = [name] if param.is_flag else [name, "x"]
        two = [option] if param.is_flag else [f"{option}=y"]
        result = small.run(command, "1.1", *given, *two)
        assert result == Result(2, "", f"错误：{option} 写了两次\n  只留一个\n")
        result = small.run(command, *given, "1.1", *two, *given)
        assert result == Result(2, "", f"错误：{option} 写了 3 次\n  只留一个\n")
    assert small.files() == before


def test_the_help_marks_the_options_that_may_be_repeated() -> None:
    assert {" ".join(key) for key in SEVERAL} == {
        *("due --unit", "log --unit", "diff --unit", "trend --unit", "report --unit"),
        *("remind --unit", "list --unit", "list --role", "list --status", "list --group"),
        *(
            "list --cadence",
            "list --tag",
            "mark --unit",
            "mark --period",
            "mark --event",
            "mark --evidence",
        ),
        *("status --unit", "status --kind", "due --kind", "list --kind", "units --kind"),
        *("units --unit", "form --unit", "collect --unit", "collect --accept"),
        *("log --kind", "log --status", "log --tag"),
        *("review --unit", "review --period", "review --event"),
        *("extend --unit", "extend --period", "extend --event"),
    }
    assert [key for key, param in SEVERAL.items() if "可多次使用" not in (param.help or "")] == []


def test_an_option_before_the_command_and_another_after_it(small: Bench) -> None:
    small.write("other/tasks.yaml", "")
    assert small.run("--data", "other", "list", "--data", "data") == Result(
        2, "", "错误：--data 写了两次：other 和 data\n  只留一个\n"
    )
    assert small.run("--data", "other", "--data=other", "list") == Result(
        2, "", "错误：--data 写了两次\n  只留一个\n"
    )
    assert small.ok("--data", "data", "list", "--data", "data") == small.ok("list")


def test_a_text_that_looks_like_an_option_is_no_option(small: Bench) -> None:
    small.ok("mark", "1.1", "done", "--note=--note", "--by=--by")
    assert "note: --note\n" in small.read("data/progress/甲局.yaml")


@pytest.mark.parametrize(
    ("command", "option"), [key for key in ONCE if ONCE[key].type.name == "path"]
)
def test_an_empty_path_is_refused(small: Bench, command: str, option: str) -> None:
    before = small.files()
    for given in ([option, ""], [f"{option}="]):
        assert small.run(command, "1.1", *given) == Result(
            2, "", f"错误：{option} 后面是空的\n  写明路径，或去掉 {option}\n"
        )
    assert small.files() == before
