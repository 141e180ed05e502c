"""Shell completion, requested as shells do: by environment variables, in a separate process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Bench

OTHER = """\
plan: {title: 方案, issued: 2017-08-03, ends: 2017-12-31}
groups:
- id: 1
  label: 一
  title: 组
  tasks:
  - {id: "1.1", text: TEXT, lead: [甲局]}
"""
HOSTILE = [
    "'[/x]'",
    "'[link=https://a.cn]甲'",
    r"'\$(touch pwned)'",
    r"'$(touch pwned)'",
    r"'`touch pwned` \`touch pwned\`'",
    '"\\"; touch pwned; \'\\n)) touch pwned"',
]
"""Texts that a shell could run, or that could end the list of what is offered."""


def ask(folder: Path, shell: str, *words: str) -> list[str]:
    """Return what completion offers for the last of ``words``."""
    line = " ".join(["gkplan", *words])
    env = {
        "_GKPLAN_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "GKPLAN_DATA": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "gkplan"],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return [line for line in done.stdout.split("\n") if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["li"], ["list"]),
        (["list", "1"], ["1.1", "1.2"]),
        (["show", "2."], ["2.1", "2.2", "2.3"]),
        (["list", "--unit", ""], ["甲局", "乙局", "丙委", "丁镇"]),
        (["mark", "-u", "乙"], ["乙局"]),
        (["list", "-u", "甲局", "--unit", "乙"], ["乙局"]),
        (["list", "--data", ".", "--data", ".", "--unit", "丙"], ["丙委"]),
        (["units", "丙"], ["丙委"]),
        (["list", "--status", "d"], ["doing", "done"]),
        (["list", "--status", "已"], ["已完成"]),
        (["list", "--role", ""], ["lead", "implement", "support"]),
        (["list", "--cadence", "h"], ["halfyearly"]),
        (["mark", "1.1", "d"], ["doing", "done"]),
        (["mark", "1.1", "已"], ["已完成"]),
        (["mark", "1.1", "2"], ["2.1", "2.2", "2.3"]),
    ],
    ids=" ".join,
)
def test_bash_is_offered_what_fits(small: Bench, words: list[str], offered: list[str]) -> None:
    assert ask(small.root, "bash", *words) == offered


def test_tags_of_the_plan_are_offered(small: Bench) -> None:
    tasks = small.read("data/tasks.yaml")
    tags = '- id: "1.1"\n    tags: [公开, 预算]\n'
    small.write("data/tasks.yaml", tasks.replace('- id: "1.1"\n', tags))
    assert ask(small.root, "bash", "list", "--tag", "公") == ["公开"]
    assert ask(small.root, "bash", "list", "--tag", "") == ["公开", "预算"]


def test_the_other_shells_see_texts_beside_ids(small: Bench) -> None:
    assert ask(small.root, "fish", "list", "1") == ["1.1\t一次性事项", "1.2\t按月公开"]
    assert ask(small.root, "zsh", "list", "1.1") == ["""_arguments '*: :(("1.1":"一次性事项"))'"""]


def test_the_plan_that_the_line_names_is_meant(small: Bench) -> None:
    (small.root / "deep").mkdir()
    small.write("other/tasks.yaml", OTHER)
    small.write("other/units.yaml", small.read("data/units.yaml"))
    for words in (["--data", "other", "list", "1"], ["list", "--data", "other", "1"]):
        assert ask(small.root, "bash", *words) == ["1.1"]
    assert ask(small.root / "deep", "bash", "list", "1") == ["1.1", "1.2"]


@pytest.mark.posix("a POSIX shell")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_plan_that_cannot_be_read_offers_nothing(empty: Bench, shell: str) -> None:
    empty.write("tasks.yaml", "plan: [\n")
    empty.write("units.yaml", b"\xff")
    offered = ask(empty.root, shell, "list", "1")
    assert offered in ([], ["_files"])
    assert ask(empty.root, shell, "list", "--data", "nowhere", "1") == offered


def test_a_broken_journal_does_not_matter(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", "- [\n")
    assert ask(small.root, "bash", "list", "1") == ["1.1", "1.2"]


@pytest.mark.posix("a POSIX shell")
@pytest.mark.no_cover  # each process starts three times as fast
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_no_text_of_the_plan_is_run_or_breaks_the_offer(small: Bench, shell: str) -> None:
    tasks = [
        f'  - {{id: "1.{item}", text: {text}, lead: [甲局]}}\n'
        for item, text in enumerate(HOSTILE, 2)
    ]
    small.write("data/tasks.yaml", OTHER + "".join(tasks))
    offered = "\n".join(ask(small.root, shell, "list", "1"))
    assert all(f"1.{item}" in offered for item in range(1, 8))
    # As zsh's _arguments evaluates the list in ((...)); a line of text for the others.
    inner = offered.removeprefix("_arguments '*: :((").removesuffix("))'")
    script = 'eval "offers=( $1 )"' if shell == "zsh" else "true"
    subprocess.run(["bash", "-c", script, "bash", inner], cwd=small.root, check=True)
    assert list(small.root.glob("pwned*")) == []


@pytest.mark.posix("a POSIX shell")
def test_the_script_for_bash_completes_in_bash(small: Bench) -> None:
    """Source the script as a person's start-up file does, and complete a line with it."""
    command = shutil.which("gkplan", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("gkplan is not installed as a command beside this Python")
    line = ["gkplan", "list", "--unit", "丁"]
    script = f"""
        source <(gkplan --show-completion bash)
        complete -p gkplan
        COMP_WORDS=({" ".join(line)}) COMP_CWORD=3
        _gkplan_completion gkplan
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    env = {
        **os.environ,
        "PATH": f"{Path(command).parent}{os.pathsep}{os.environ['PATH']}",
        "GKPLAN_DATA": "",
    }
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=small.root,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.stderr) == (
        "complete -o default -F _gkplan_completion gkplan\n丁镇\n",
        "",
    )
