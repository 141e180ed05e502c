"""The documents agree with the code: generated parts are current, every README example is run."""

import re
from pathlib import Path

import pytest
from conftest import Bench
from reference import DOCUMENTS, up_to_date
from transcripts import with_outputs

REPO = Path(__file__).parents[1]
SHELL = pytest.mark.posix("a POSIX shell")


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "document",
    [
        pytest.param(document, marks=SHELL) if "commands" not in document else document
        for document in DOCUMENTS
    ],
)
def test_document_is_up_to_date(document: str) -> None:
    """``make docs`` would change nothing: no key, command, rule, module or output is stale."""
    assert (REPO / document).read_text(encoding="utf-8") == up_to_date(document)


@pytest.mark.parametrize(
    ("document", "commands"),
    [
        ("README.md", "list show init mark log status due review extend diff check report import"),
        (
            "README.zh-CN.md",
            (
                "init list show due mark log status remind form collect review extend diff "
                "trend report import check"
            ),
        ),
    ],
)
def test_readme_shows_the_commands(document: str, commands: str) -> None:
    """Each README runs the commands that a new user needs, in this order."""
    text = (REPO / document).read_text(encoding="utf-8")
    met = re.findall(r"^\$ gkplan (\w+)", text, re.MULTILINE)
    assert list(dict.fromkeys(met)) == commands.split()


def test_every_command_has_its_page() -> None:
    """The reference has a section for every command."""
    text = (REPO / "docs" / "commands.md").read_text(encoding="utf-8")
    assert re.findall(r"^## gkplan ?(\w*)", text, re.MULTILINE) == [
        *("", "status", "due", "list", "show", "mark", "review", "extend", "form", "collect"),
        *("remind", "log"),
        *("diff", "trend", "units", "report", "check", "init", "import", "export", "schema"),
    ]


def test_links_lead_somewhere() -> None:
    """Every file that a document links to exists."""
    for document in DOCUMENTS:
        path = REPO / document
        links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
        assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_promise_of_security_has_tests_that_exist() -> None:
    """Each entrance of docs/security.md says what is promised and which tests prove it."""
    path = REPO / "docs" / "security.md"
    text = path.read_text(encoding="utf-8")
    entrances = re.findall(r"^### .+?(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(entrances) == text.count("\n### ")
    for entrance in entrances:
        assert "*Promised.*" in entrance
        tests = re.findall(r"`(test_\w+\.py)`", entrance)
        assert tests, entrance
        assert [name for name in tests if not (REPO / "tests" / name).exists()] == []
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_example_files_have_no_errors(empty: Bench) -> None:
    """The files shown as examples of the format make a plan folder whose one problem is a doubt."""
    text = (REPO / "docs" / "format.md").read_text(encoding="utf-8")
    files = "tasks.yaml units.yaml progress/区财政局.yaml withdrawal reviews.yaml calendar.yaml"
    shown = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    examples = dict(zip(files.split(), shown, strict=True))
    withdrawal = examples.pop("withdrawal")
    for name, example in examples.items():
        empty.write(f"data/{name}", example)
    assert empty.run("check").err == "data：没有错误，1 处注\n"
    assert empty.ok("list").splitlines()[-1] == (
        "共 3 项：未启动 2，正在推进 1；逾期 1 项（1 份），"
        "另有 1 项的落实单位逾期（1 份）（截至 2017-10-31）"
    )
    journal = "data/progress/区财政局.yaml"
    empty.write(journal, f"{empty.read(journal)}{withdrawal}")
    assert empty.run("check").code == 0
    assert "已撤回" in empty.ok("log", "1.2")


@SHELL
def test_playing_puts_outputs_below_their_commands() -> None:
    """A block's commands share a folder and their exit codes; hidden ones are run, not shown."""
    stale = """\
<!-- $ mkdir sub -->
```console
$ cd sub
$ gkplan show 9.99
something else
$ echo $?
$ cd ..
$ ls
```
"""
    assert (
        with_outputs(stale)
        == """\
<!-- $ mkdir sub -->
```console
$ cd sub
$ gkplan show 9.99
提醒：这里没有方案文件夹，看到的是 gkplan 自带的方案
错误：没有事项 “9.99”
  “九、推进发展新产业、培育新动能工作信息公开” 有 9.1 至 9.3
$ echo $?
2
$ cd ..
$ ls
sub
```
"""
    )


@SHELL
@pytest.mark.parametrize(
    ("written", "shown"),
    [("1\n…\n5\n", "1\n…\n5\n"), ("…\n", "…\n"), ("2\n…\n5\n", "1\n2\n3\n4\n5\n")],
)
def test_dots_match_any_lines(written: str, shown: str) -> None:
    """An output that matches the lines around ``…`` is kept; another is written completely."""
    assert (
        with_outputs(f"```console\n$ seq 5\n{written}```\n") == f"```console\n$ seq 5\n{shown}```\n"
    )


def test_every_file_that_the_maintainers_notes_name_exists() -> None:
    text = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:\w+/)*[\w-]+(?:\.(?:py|toml|txt)|/))`", text)
    roots = (REPO, REPO / "src" / "gkplan", REPO / "tests", REPO / "tools")
    assert len(named) > 30
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []
