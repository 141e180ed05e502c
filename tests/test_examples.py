"""The example of the READMEs: made up, marked as such everywhere, in the middle of its year."""

import json
import re
from pathlib import Path

import pytest
from conftest import REPO, Bench
from libreoffice import Office
from pictures import IMAGES, PICTURES
from printed import texts as texts_of_pages

EXAMPLE = REPO / "examples" / "nansha-2017"
MADE_UP = "  notice: 演示数据\n"


@pytest.fixture
def example() -> Bench:
    """The example's folder, on 2017-10-31."""
    return Bench(EXAMPLE)


def texts() -> dict[str, str]:
    """Return every text of the example, by file."""
    files = (path for path in EXAMPLE.rglob("*") if path.is_file())
    return {path.relative_to(EXAMPLE).as_posix(): path.read_text("utf-8") for path in files}


def test_it_is_the_plan_that_ships_with_a_notice_that_it_is_made_up() -> None:
    for name in ("tasks.yaml", "units.yaml"):
        shipped = (REPO / "data" / name).read_text("utf-8")
        copied = (EXAMPLE / "data" / name).read_text("utf-8")
        assert copied.replace(MADE_UP, "").replace("../../../data/.schema", ".schema") == shipped
    assert (EXAMPLE / "data/tasks.yaml").read_text("utf-8").count(MADE_UP) == 1


def test_no_address_resolves_and_no_person_is_real() -> None:
    whole = "\n".join(texts().values())
    assert set(re.findall(r"\w+://([^/\s]*)", whole)) == {"example.org"}
    people = set(re.findall(r"^  (?:by|approved_by): (.*)$", whole, re.MULTILINE))
    assert {name[:-1] for name in people} == {"填报员", "核查员", "负责人"}
    assert all(
        text.startswith("演示数据：") for name, text in texts().items() if "evidence/" in name
    )


def test_it_has_no_error_and_few_warnings(example: Bench) -> None:
    found = example.ok("check")
    assert re.findall(r"^data/(\S+?):\S+ (?:error|warning)\[(.*?)\]", found, re.MULTILINE) == [
        ("progress/万顷沙镇.yaml", "done-without-evidence"),
        ("progress/东涌镇.yaml", "done-without-evidence"),
        ("progress/区卫生计生局.yaml", "done-without-evidence"),
        ("progress/区审计局.yaml", "done-without-evidence"),
        ("progress/区市场和质量技术监督局.yaml", "done-without-evidence"),
        ("progress/南沙区地税局.yaml", "done-without-evidence"),
        ("progress/大岗镇.yaml", "done-without-evidence"),
        ("reviews.yaml", "outdated-review"),
        ("reviews.yaml", "late-extension"),
    ]
    assert found.count("note[doubt]") == found.count("note[") == 19


def test_on_its_day_everything_that_a_report_shows_is_there(example: Bench) -> None:
    data = json.loads(example.ok("report", "--format", "json"))
    assert data["totals"]["by_status"] == {
        "todo": 5,
        "waiting": 6,
        "doing": 57,
        "blocked": 3,
        "done": 33,
        "waived": 2,
    }
    assert [
        data["totals"][key] for key in ("tasks", "rate", "overdue", "late_below", "doubts")
    ] == [
        106,
        31.7,
        3,
        1,
        19,
    ]
    assert [data["duties"][key] for key in ("owed", "done", "rate", "overdue", "unproved")] == [
        527,
        140,
        26.7,
        4,
        7,
    ]
    assert [[row["day"], row["done"], row["overdue"]] for row in data["trend"]] == [
        ["2017-08-31", 1, 0],
        ["2017-09-30", 14, 1],
        ["2017-10-31", 33, 3],
    ]
    assert [(row["task"], row["days"], row["extension_count"]) for row in data["due"]["late"]] == [
        ("17.1", -33, 0),
        ("3.1", -11, 1),
        ("22.1", -11, 0),
        ("5.6", -8, 0),
    ]
    assert [(row["task"], row["unit"]) for row in data["returned"]] == [
        ("11.8", "区市场和质量技术监督局"),
        ("17.1", "区国土资源和规划局"),
        ("19.1", "横沥镇"),
    ]
    assert [row["task"] for row in data["problems"]] == ["3.1", "6.5", "13.2", "16.2", "21.1"]
    assert [row["unit"] for row in data["units"] if not row["last_report"]] == [
        "区网信办",
        "龙穴街",
    ]
    assert [(row["task"], row["told"], row["all"]) for row in data["coverage"] if row["all"] > 2][
        3:6
    ] == [("19.1", 29, 31), ("19.2", 27, 31), ("19.3", 9, 31)]


def test_status_has_the_same_figures(example: Bench) -> None:
    assert example.ok("status").splitlines()[:26] == [
        (
            "南沙区贯彻落实国务院办公厅省政府办公厅市政府办公厅2017年政务公开工作要点分工方案"
            "（穗南府办函〔2017〕94号）"
        ),
        (
            "截至 2017-10-31，办结率 26.7%（140/525），比 2017-09-30 提高 14.8 个百分点；最慢的是"
            "区网信办 0.0%（0/14）、横沥镇 0.0%（0/14）、龙穴街 0.0%（0/13）等 5 个单位"
        ),
        (
            "共 106 项：已完成 33 项，不涉及 2 项（已核实 2 项），未完成 71 项"
            "（正在推进 57、条件未具备 6、未启动 5、受阻 3），完成率 31.7%（33/104）；"
            "逾期 3 项（3 份），另有 1 项的落实单位逾期（1 份）"
        ),
        (
            "已开始的应办事项 527 份：已办 140 份，不涉及 24 份（已核实 2 份），未办 363 份，"
            "办结率 26.7%（140/525）；按期办结率 45.5%（5/11），核实率 35.0%（49/140）；"
            "逾期 4 份，逾期办结 2 份"
        ),
        "",
        "关注            查看                                         数量",
        "逾期            gkplan due --overdue                         4 份：3.1、5.6、17.1、22.1",
        "逾期办结        gkplan list --late-done                      2 份：7.3、22.1",
        "退回未重报      gkplan list --returned                       3 份：11.8、17.1、19.1",
        (
            "待核查、待复核  gkplan list --unreviewed                     "
            "117 份：2.6、2.10、2.11、2.13、5.4等"
        ),
        (
            "已完成无佐证    gkplan list --unproved                       "
            "7 份：5.5、8.5、11.3、14.3、19.1等"
        ),
        "90 天以上未报   gkplan list --stale 90d                      0 项",
        "从未填报的单位  gkplan units --silent                        2 个：区网信办、龙穴街",
        (
            "等待条件        gkplan list --status waiting                 "
            "6 项：2.11、10.4、11.5、14.2、16.1等"
        ),
        "已延期          gkplan list --extended                       3 份：3.1、5.6、22.1",
        (
            "存疑            gkplan list --doubts                         "
            "19 处：2.4、2.7、2.11、3.1、5.3等"
        ),
        "近 30 天填报    gkplan log --kind record --since 2017-10-02  207 条，32 个单位",
        "",
        "状态        项数   占比",
        "未启动         5   4.7%  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
        "条件未具备     6   5.7%  ██░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
        "正在推进      57  53.8%  ████████████████░░░░░░░░░░░░░░",
        "受阻           3   2.8%  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
        "已完成        33  31.1%  █████████░░░░░░░░░░░░░░░░░░░░░",
        "不涉及         2   1.9%  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
        "",
    ]


def test_every_sheet_of_circular_and_workbook_is_marked(
    libreoffice: Office, example: Bench, tmp_path: Path
) -> None:
    files = [tmp_path / f"{form}.{form}" for form in ("docx", "xlsx")]
    for file in files:
        example.ok("report", "-o", str(file))
    libreoffice.convert("pdf", *files)
    for form in ("docx", "xlsx"):
        marked = ["演示数据" in sheet for sheet in texts_of_pages(tmp_path / f"{form}.pdf")]
        assert marked == [True] * len(marked)
        assert len(marked) > 20


def test_its_pictures_are_small_and_shown_with_what_they_show() -> None:
    files = {path.name: path.read_bytes() for path in IMAGES.iterdir()}
    assert set(files) == {f"{name}.png" for name in PICTURES}
    for name, picture in files.items():
        assert picture.startswith(b"\x89PNG\r\n\x1a\n"), name
        assert len(picture) < 200_000, name
    shown = re.findall(r"!\[(.*?)\]\((.*?)\)", texts()["README.md"])
    assert {(EXAMPLE / path).resolve() for _, path in shown} == {IMAGES / name for name in files}
    assert all(re.search("[一-龥]{4}", text) for text, _ in shown)
