"""``gkplan check``: every problem in the folder; it never writes."""

import json

import pytest
from conftest import Bench

BROKEN = """\
- task: "1.1"
  status: finished
  date: 2017-09-12
- task: "1.2"
  status: doing
  date: 2017-09-12
"""


def test_a_sound_folder(small: Bench) -> None:
    result = small.run("check")
    assert (result.code, result.out, result.err) == (0, "", "data：没有错误\n")


def test_problems_as_people_see_them(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    before = small.files()
    result = small.run("check")
    assert (result.code, result.err) == (1, "data：2 处错误\n")
    assert result.out == (
        "data/progress/甲局.yaml:2:11: error[unknown-status]: “finished” 不是有效状态\n"
        "    status: finished\n"
        "            ^^^^^^^^\n"
        "  可用：todo 未启动、waiting 条件未具备、doing 正在推进、blocked 受阻、"
        "done 已完成、waived 不涉及\n"
        "\n"
        "data/progress/甲局.yaml:4:9: error[missing-period]: "
        "事项 1.2 按期办理，这一条没有写明是哪一期\n"
        '  - task: "1.2"\n'
        "          ^^^^^\n"
        "  写明 period，可用：2017-08、2017-09、2017-10、2017-11、2017-12\n"
        "\n"
    )
    assert small.files() == before


def test_problems_as_json(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    result = small.run("check", "--format", "json")
    assert result.code == 1
    data = json.loads(result.out)
    assert (data["format"], data["as_of"]) == ("gkplan/check/1", "2017-10-31")
    assert data["problems"][0] == {
        "rule": "unknown-status",
        "severity": "error",
        "file": "data/progress/甲局.yaml",
        "line": 2,
        "column": 11,
        "message": "“finished” 不是有效状态",
        "remedy": (
            "可用：todo 未启动、waiting 条件未具备、doing 正在推进、blocked 受阻、"
            "done 已完成、waived 不涉及"
        ),
    }
    assert len(data["problems"]) == 2


def test_problems_as_github_annotations(small: Bench) -> None:
    small.write(
        "data/progress/甲局.yaml",
        '- task: "1.1"\n  status: done\n  date: 2017-09-12\n  note: "100%"\n',
    )
    small.write("data/progress/丁,镇.yaml", "")
    result = small.run("check", "--format", "github")
    assert result.code == 1
    assert result.out == (
        "::error file=data/progress/丁%2C镇.yaml,line=1,col=1,title=unknown-journal::"
        "“丁,镇” 不是登记的单位名称%0A文件名用 units.yaml 里登记的单位名称；"
        "单位改了名的，把旧名列作别名\n"
        "::warning file=data/progress/甲局.yaml,line=2,col=11,title=done-without-evidence::"
        "事项 1.1 已完成，但没有佐证材料%0A补记一条带 evidence 的记录\n"
    )


def test_warnings_and_notes_are_no_failure(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", '- task: "1.1"\n  status: doing\n  date: 2017-11-01\n')
    result = small.run("check")
    assert (result.code, result.err) == (0, "data：没有错误，1 处提醒\n")
    assert "warning[record-in-future]" in result.out
    later = small.run("check", "--as-of", "2017-11-01").out
    assert "record-in-future" not in later
    assert later.count("warning[no-recent-record]") == 4


def test_a_plan_elsewhere_is_named_from_here(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    (small.root / "deep" / "er").mkdir(parents=True)
    result = small.run("check", "--data", "../..", cwd=small.root / "deep" / "er")
    assert result.out.startswith("../../data/progress/甲局.yaml:2:11: error[unknown-status]")
    assert result.err == "../../data：2 处错误\n"


def test_nothing_in_a_file_or_its_name_drives_the_terminal(small: Bench) -> None:
    small.write("data/progress/甲局.yaml", '- task: "1.1"\n  note: "\\e[31m"\n\u202e: x\n')
    small.write("data/progress/\x1b[31m.txt", "")
    out = small.run("check").out
    assert "\\u001b[31m.txt" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_an_unknown_format_is_explained(small: Bench) -> None:
    result = small.run("check", "--format", "csv")
    assert (result.code, result.out) == (2, "")
    assert result.err == "错误：--format 不接受 “csv”\n  可用：text、json、github\n"


@pytest.mark.parametrize(
    "command", [["list"], ["show", "1.1"], ["units"], ["log"], ["report"]], ids=" ".join
)
def test_a_folder_with_errors_gives_no_figures(small: Bench, command: list[str]) -> None:
    small.write("data/progress/甲局.yaml", BROKEN)
    result = small.run(*command)
    assert (result.code, result.out) == (3, "")
    assert "data/progress/甲局.yaml:2:11: error[unknown-status]: “finished” 不是有效状态\n" in (
        result.err
    )
    assert result.err.endswith(
        "错误：方案文件夹有 2 处错误，改正之前不出数\n  逐处改正后再试；gkplan check 可随时检查\n"
    )
