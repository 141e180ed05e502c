"""Links in a plan folder: what leads out of it is not read, not written and not quoted."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Bench, Result
from filling import filled
from test_form_slips import DONE, fill, form_of

from gkplan.folder.import_notes import OPEN

pytestmark = pytest.mark.posix("symbolic links")
CONTENT = "口令: 芝麻开门\n- [\n"
FILES = ("tasks.yaml", "units.yaml", "calendar.yaml", "reviews.yaml", "progress/甲局.yaml")
READERS = (
    ["list"],
    ["show", "1.1"],
    ["due"],
    ["status"],
    ["units"],
    ["log"],
    ["trend"],
    ["diff", "2017-09-01"],
    ["check"],
    ["check", "--format", "github"],
    ["export"],
    ["report"],
    ["report", "--format", "json"],
    ["remind", "--unit", "甲局"],
    ["form", "--unit", "甲局", "-o", "甲局.xlsx"],
)
WRITERS = (
    ["mark", "1.1", "done"],
    ["review", "1.1", "accept"],
    ["extend", "1.1", "--to", "2017-12-01", "--reason", "延期", "--approved-by", "王"],
)


@pytest.fixture
def outside(bench_at: Callable[[str], Bench]) -> Bench:
    """A folder beside the plan folder, with a file that nobody else may see."""
    bench = bench_at("outside")
    bench.write("secret.yaml", CONTENT)
    return bench


def linked(bench: Bench, name: str, target: Path | str) -> None:
    """Put a link in the place of a file of the folder."""
    path = bench.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def refused(bench: Bench, name: str, where: str = "方案文件夹之外") -> None:
    """Prove that every reader refuses the folder because of the file, and quotes none of it."""
    for args in READERS:
        result = bench.run(*args)
        output = result.out if args[0] == "check" else result.err
        problem = f"{name}:1:1: error[not-readable]: 没有读取：它是链接，指到{where}"
        annotation = f"title=not-readable::没有读取：它是链接，指到{where}"
        assert result.code == (1 if args[0] == "check" else 3), args
        assert (annotation if "github" in args else problem) in output
        assert "芝麻开门" not in result.out + result.err


@pytest.mark.parametrize("name", FILES)
def test_no_file_of_a_plan_is_read_through_a_link_out_of_the_folder(
    small: Bench, outside: Bench, name: str
) -> None:
    linked(small, f"data/{name}", outside.root / "secret.yaml")
    refused(small, f"data/{name}")


def test_the_page_of_an_import_is_bounded_and_not_read_through_a_link(
    small: Bench, outside: Bench
) -> None:
    """It stops nothing: what is in it is for people."""
    page = "data/导入说明.md"
    outside.write("secret.yaml", f"## {OPEN}\n\n- {CONTENT}")
    linked(small, page, outside.root / "secret.yaml")
    said = f"{page}:1:1: note[doubt]: 全方案待核：没有读取：它是链接，指到方案文件夹之外\n"
    assert said in small.ok("check")
    assert "另有全方案待核1条" in small.run("list", "--doubts").err
    (small.root / page).unlink()
    small.write(page, f"## {OPEN}\n" + f"- {'长' * 600}\n" * 201)
    shown = [line for line in small.ok("check").splitlines() if "全方案待核" in line]
    assert (len(shown), max(map(len, shown)) < 600) == (201, True)
    assert shown[-1] == f"{page}:202:1: note[doubt]: 全方案待核：……还有1条"


def test_the_problem_is_shown_with_its_remedy(small: Bench, outside: Bench) -> None:
    linked(small, "data/progress/甲局.yaml", outside.root / "secret.yaml")
    assert small.run("check") == Result(
        1,
        "data/progress/甲局.yaml:1:1: error[not-readable]: 没有读取：它是链接，指到方案文件夹之外\n"
        "  换成普通文件\n\n",
        "data：1 处错误\n",
    )


@pytest.mark.parametrize(
    "target",
    [
        "../../../outside.yaml",
        "OUTSIDE",
        "OUTSIDE/nowhere.yaml",
        "OUTSIDE/pipe",
        "../../first",
        "../../away/secret.yaml",
        "/dev/zero",
        "/proc/self/environ",
    ],
)
def test_a_link_may_take_any_way_out(small: Bench, outside: Bench, target: str) -> None:
    os.mkfifo(outside.root / "pipe")
    linked(small, "first", "second")
    linked(small, "second", outside.root / "secret.yaml")
    linked(small, "away", outside.root)
    (small.root.parent / "outside.yaml").write_text(CONTENT, encoding="utf-8")
    linked(small, "data/progress/甲局.yaml", target.replace("OUTSIDE", str(outside.root)))
    refused(small, "data/progress/甲局.yaml")


def test_the_repository_is_not_part_of_the_plan(small: Bench) -> None:
    small.write(".git/config", f"url = https://me:{CONTENT}@example.cn")
    linked(small, "data/progress/甲局.yaml", "../../.git/config")
    refused(small, "data/progress/甲局.yaml", "版本库（.git）里")


def test_the_folder_of_journals_is_not_listed_elsewhere(small: Bench, outside: Bench) -> None:
    outside.write("工资.xlsx", "")
    linked(small, "data/progress", outside.root)
    refused(small, "data/progress")
    assert "工资" not in small.run("check").out


def test_a_link_that_stays_in_the_folder_is_read(small: Bench) -> None:
    small.write("kept/甲局.yaml", '- {task: "1.1", status: done, date: 2017-10-01}\n')
    linked(small, "data/progress/甲局.yaml", "../../kept/甲局.yaml")
    assert "已完成" in small.ok("show", "1.1")
    linked(small, "elsewhere", "kept")
    linked(small, "data/progress/甲局.yaml", small.root / "elsewhere/甲局.yaml")
    assert "已完成" in small.ok("show", "1.1")


def test_a_link_in_a_circle_is_no_file(small: Bench) -> None:
    linked(small, "data/progress/甲局.yaml", "甲局.yaml")
    result = small.run("list")
    assert result.code == 3
    assert (
        "data/progress/甲局.yaml:1:1: error[not-readable]: 文件打不开：符号链接绕成了圈"
        in result.err
    )


@pytest.mark.parametrize("name", ["data/progress", "templates", "evidence", "out"])
def test_a_folder_that_is_a_link_in_a_circle_is_no_bug(small: Bench, name: str) -> None:
    linked(small, name, Path(name).name)
    calls = [*WRITERS, ["report", "-o", "out/a.md"], ["collect", "."], ["schema", "-o", "out"]]
    results = [small.run(*args) for args in calls]
    assert {result.code for result in results} <= {0, 1, 2, 3, 4}, results
    assert (small.root / name).is_symlink()


def test_the_folder_itself_may_be_a_link_that_a_person_names(
    small: Bench, bench_at: Callable[[str], Bench]
) -> None:
    here = bench_at("here")
    linked(here, "方案", small.root)
    linked(here, "data", small.root / "data")
    whole = small.ok("list")
    assert here.ok("list", "--data", "方案") == whole
    assert here.ok("list", "--data", "方案/data") == whole
    assert here.ok("list", "--data", "data") == whole
    here.ok("mark", "1.1", "done", "--data", "方案")
    assert (small.root / "data/progress/甲局.yaml").exists()


def test_the_data_of_a_folder_are_in_it(small: Bench, bench_at: Callable[[str], Bench]) -> None:
    here = bench_at("here")
    linked(here, "方案/data", small.root / "data")
    expected = Result(
        3,
        "",
        "错误：方案/data 是链接，指到方案文件夹之外\n"
        "  换成普通文件夹，或用 --data 指明它所指的文件夹\n",
    )
    assert here.run("list", "--data", "方案") == expected
    assert here.run("mark", "1.1", "done", "--data", "方案") == expected
    assert small.files().keys() == {"data/tasks.yaml", "data/units.yaml"}


# Writing


@pytest.mark.parametrize("args", WRITERS, ids=[args[0] for args in WRITERS])
@pytest.mark.parametrize("name", [*FILES, "progress", ".gkplan.lock", ".gkplan-write.tmp"])
def test_nothing_is_written_through_a_link(
    small: Bench, outside: Bench, name: str, args: list[str]
) -> None:
    if not (args[0] == "review" and name == "progress/甲局.yaml"):
        small.ok("mark", "1.1", "doing")
    if name == "progress":
        (small.root / "data/progress/甲局.yaml").rename(outside.root / "甲局.yaml")
        (small.root / "data/progress").rmdir()
        target = outside.root
    else:
        target = outside.root / "secret.yaml"
    linked(small, f"data/{name}", target)
    before = outside.files()
    result = small.run(*args)
    assert result.code in ((0, 3, 4) if _is_unconcerned(name, args) else (3, 4)), result
    assert outside.files() == before
    assert "芝麻开门" not in result.out + result.err


def _is_unconcerned(name: str, args: list[str]) -> bool:
    """Whether a command does not read a file: a unit can report while the reviews are broken."""
    return args[0] == "mark" and name == "reviews.yaml"


def test_a_lock_that_is_a_link_is_not_followed(small: Bench, outside: Bench) -> None:
    linked(small, "data/.gkplan.lock", outside.root / "secret.yaml")
    lock = (small.root / "data/.gkplan.lock").as_posix()
    assert small.run("mark", "1.1", "done") == Result(
        4, "", f"错误：.gkplan.lock 是链接，没有写入\n  删去 {lock}\n"
    )


@pytest.mark.parametrize("name", ["progress", ".schema"])
def test_no_new_plan_is_written_into_a_folder_elsewhere(
    empty: Bench, outside: Bench, name: str
) -> None:
    linked(empty, f"data/{name}", outside.root)
    before = outside.files()
    result = empty.run("init", ".")
    assert (result.code, result.out) == (4, "")
    assert f"data/{name} 指到方案文件夹之外，没有改动任何文件\n" in result.err
    assert outside.files() == before


@pytest.mark.parametrize("name", ["progress", ".schema"])
def test_no_plan_is_replaced_in_a_folder_elsewhere(small: Bench, outside: Bench, name: str) -> None:
    linked(small, f"data/{name}", outside.root)
    small.write("方案.csv", small.ok("export", "--format", "csv") if name == ".schema" else "")
    before = outside.files()
    result = small.run("import", "方案.csv", "-o", ".", "--force")
    assert result.code != 0
    assert outside.files() == before


def test_what_was_imported_last_is_not_read_elsewhere(small: Bench, outside: Bench) -> None:
    small.write("方案.csv", small.ok("export", "--format", "csv"))
    linked(small, "data/.import.yaml", outside.root / "secret.yaml")
    result = small.run("import", "方案.csv", "--update", ".")
    assert (result.code, result.out) == (3, "")
    assert "data/.import.yaml:1:1: error[not-readable]: 没有读取：它是链接" in result.err
    assert "芝麻开门" not in result.err


# Evidence


@pytest.mark.parametrize("name", ["evidence", "evidence/甲局", "evidence/甲局/a.pdf"])
def test_evidence_elsewhere_is_not_evidence(small: Bench, outside: Bench, name: str) -> None:
    outside.write("a.pdf", "")
    outside.write("甲局/a.pdf", "")
    depth = name.count("/")
    linked(small, name, outside.root / ("", "甲局", "甲局/a.pdf")[depth])
    small.write(
        "data/progress/甲局.yaml",
        '- {task: "1.1", status: done, date: 2017-10-01, evidence: [evidence/甲局/a.pdf]}\n',
    )
    assert "warning[missing-file]: 方案文件夹里没有文件 “evidence/甲局/a.pdf”" in (
        small.ok("check")
    )


def test_evidence_that_is_a_link_in_the_folder_is_there(small: Bench) -> None:
    small.write("kept/a.pdf", "")
    linked(small, "evidence/a.pdf", "../kept/a.pdf")
    small.write(
        "data/progress/甲局.yaml",
        '- {task: "1.1", status: done, date: 2017-10-01, evidence: [evidence/a.pdf]}\n',
    )
    assert "missing-file" not in small.ok("check")


# Templates


@pytest.mark.parametrize("name", ["templates", "templates/report.md.j2", "templates/部分"])
def test_a_template_elsewhere_is_not_read(small: Bench, outside: Bench, name: str) -> None:
    outside.write("report.md.j2", CONTENT)
    small.write("mine.j2", "{% include '部分/report.md.j2' %}")
    linked(small, name, outside.root / ("report.md.j2" if name.endswith("2") else ""))
    args = ["--template", "mine.j2"] if name.endswith("部分") else []
    shown = f"{name}/report.md.j2" if name != "templates/report.md.j2" else name
    assert small.run("report", *args) == Result(
        2,
        "",
        f"错误：没有读取模板 {shown}：它是链接，指到方案文件夹之外\n  换成普通文件，或删去它\n",
    )


def test_a_pipe_is_no_template(small: Bench) -> None:
    (small.root / "templates").mkdir()
    os.mkfifo(small.root / "templates/report.md.j2")
    assert small.run("report") == Result(
        2,
        "",
        "错误：没有读取模板 templates/report.md.j2：它不是普通文件\n  换成普通文件，或删去它\n",
    )


def test_a_template_may_be_a_link_inside_the_folder_and_the_persons_own_any_link(
    small: Bench, outside: Bench
) -> None:
    small.write("kept.j2", "甲")
    linked(small, "templates/report.md.j2", "../kept.j2")
    linked(small, "mine.j2", outside.write("mine.j2", "乙"))
    assert small.ok("report") == "甲"
    assert small.ok("report", "--template", "mine.j2") == "乙"


def test_an_unknown_template_is_not_looked_for_elsewhere(small: Bench, outside: Bench) -> None:
    outside.write("部份.j2", "")
    linked(small, "templates", outside.root)
    small.write("mine.j2", "{% include '部分.j2' %}")
    result = small.run("report", "--template", "mine.j2")
    assert result.err == (
        "错误：模板 mine.j2:1 出错：没有模板 部分.j2\n  检查 --template 和 templates 文件夹\n"
    )


# What commands write


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("a.md", ["report"]),
        ("a.html", ["report"]),
        ("a.csv", ["list"]),
        ("a.csv", ["export"]),
        ("a.md", ["remind", "--unit", "甲局"]),
        ("a.xlsx", ["form", "--unit", "甲局"]),
        ("a.xlsx", ["review", "--form"]),
    ],
)
def test_an_output_that_is_a_link_is_written_through_and_reported(
    small: Bench, outside: Bench, name: str, args: list[str]
) -> None:
    small.ok("mark", "1.1", "done")
    target = outside.root / "real"
    linked(small, name, target)
    result = small.run(*args, "-o", name)
    assert result.code == 0
    assert f"提醒：{name} 是链接，实际写到 {target.as_posix()}\n" in result.err
    assert (small.root / name).is_symlink()
    assert target.stat().st_size > 0
    assert "是链接" not in small.run(*args, "-o", f"plain-{name}").err


FOLDERS = [
    (["report", "--all-units"], "index.html"),
    (["remind", "--all"], "甲局.md"),
    (["form", "--all"], "甲局.xlsx"),
    (["schema"], "tasks.schema.json"),
]
"""Commands that write several files, and one of them."""


@pytest.mark.posix("named pipes")
@pytest.mark.parametrize(("args", "name"), FOLDERS)
def test_no_link_and_no_pipe_in_a_folder_of_outputs_is_written_to(
    small: Bench, outside: Bench, args: list[str], name: str
) -> None:
    """A person typed the name of the folder, not those of the files in it."""
    before = outside.files()
    (small.root / "out").mkdir()
    linked(small, f"out/{name}", outside.root / "secret.yaml")
    refused = small.run(*args, "-o", "out")
    assert refused == Result(
        4, "", f"错误：out/{name} 是链接，没有写入\n  移走它，或换一个文件夹\n"
    )
    assert outside.files() == before
    (small.root / "out" / name).unlink()
    os.mkfifo(small.root / "out" / name)
    assert f"out/{name} 不是普通文件，没有写入" in small.run(*args, "-o", "out").err
    assert len(list((small.root / "out").iterdir())) == 1
    (small.root / "out" / name).unlink()
    small.write(f"out/{name}", form_of(small).read_bytes() if args[0] == "form" else "")
    small.ok(*args, "-o", "out")


@pytest.mark.parametrize(("args", "name"), FOLDERS)
def test_a_folder_of_outputs_that_is_a_link_is_reported(
    small: Bench, outside: Bench, args: list[str], name: str
) -> None:
    linked(small, "out", outside.root)
    result = small.run(*args, "-o", "out")
    real = (outside.root / name).as_posix()
    assert f"提醒：out/{name} 是链接，实际写到 {real}\n" in result.err
    assert "是链接" not in small.run(*args, "-o", "plain").err


def test_a_new_plan_folder_behind_a_link_is_reported(small: Bench, outside: Bench) -> None:
    linked(small, "out", outside.root)
    small.ok("export", "-o", "a.csv")
    for args in (["init", "out/new"], ["import", "a.csv", "-o", "out/read"]):
        name = f"{args[-1]}/data/tasks.yaml"
        real = (outside.root / name.removeprefix("out/")).as_posix()
        assert f"提醒：{name} 是链接，实际写到 {real}\n" in small.run(*args).err
    assert "是链接" not in small.run("init", "plain").err


def test_links_above_what_a_person_typed_are_expected(
    small: Bench, bench_at: Callable[[str], Bench]
) -> None:
    here = bench_at("here")
    linked(here, "plan", small.root)
    output = here.root / "plan/a.md"
    assert small.run("report", "-o", str(output)).err == f"报告已写到 {output.as_posix()}\n"
    assert small.run("report", "-o", "b.md", cwd=here.root / "plan").err == "报告已写到 b.md\n"


def test_evidence_of_a_form_that_is_elsewhere_is_not_the_plans(
    small: Bench, outside: Bench
) -> None:
    outside.write("甲局/公告.pdf", "")
    linked(small, "evidence", outside.root)
    filled(form_of(small), fill("1.1", **{**DONE, "佐证材料": "evidence/甲局/公告.pdf"}))
    result = small.run("collect", "甲局.xlsx")
    assert (result.code, result.out) == (1, "")
    assert "error[bad-evidence]" in result.err
