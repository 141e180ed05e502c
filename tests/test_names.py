"""Names of files and folders that come from another system, locale or normalisation."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from conftest import SMALL_TASKS, SMALL_UNITS, Bench, Result

from gkplan.domain.fields import BadValueError, evidence
from gkplan.folder.names import existing, intended, legible

RECORD = '- task: "1.1"\n  status: done\n  date: 2017-09-01\n  evidence: {}\n'
JOURNAL = "data/progress/甲局.yaml"


def decomposed(name: str) -> str:
    """Write a name as macOS stores it."""
    return unicodedata.normalize("NFD", name)


def in_gbk(name: str) -> str:
    """Return the name that Linux shows for the bytes of GBK."""
    return os.fsdecode(name.encode("gbk"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (r"evidence\2017-08.pdf", "evidence/2017-08.pdf"),
        (r"evidence\一\二.pdf", "evidence/一/二.pdf"),
        (r"evidence\a/b.pdf", "evidence/a/b.pdf"),
        ("evidence/a.pdf", "evidence/a.pdf"),
        (r"https://www.gov.cn/a\b", r"https://www.gov.cn/a\b"),
    ],
)
def test_a_backslash_in_evidence_is_a_slash(written: str, kept: str) -> None:
    assert evidence(written) == kept


@pytest.mark.parametrize("written", ["..\\x", "a\\..\\..\\x", "C:\\x", "C:x", "\\x", "\\\\s\\x"])
def test_evidence_outside_is_refused_with_backslashes_too(written: str) -> None:
    with pytest.raises(BadValueError) as refused:
        evidence(written)
    assert refused.value.message == f"佐证材料 “{written}” 不在方案文件夹内"


def test_evidence_with_backslashes_is_found_and_kept_with_slashes(small: Bench) -> None:
    small.write("evidence/8月.pdf", "")
    small.write(JOURNAL, RECORD.format(r"evidence\8月.pdf"))
    assert "里没有文件" not in small.run("check").out
    assert '"evidence/8月.pdf"' in small.ok("log", "--format", "json")
    small.ok("mark", "1.2", "done", "--period", "2017-08", "--evidence", r"evidence\8月.pdf")
    assert small.read(JOURNAL).endswith("  evidence:\n  - evidence/8月.pdf\n")
    small.write(JOURNAL, RECORD.format(r"evidence\9月.pdf"))
    assert "“evidence/9月.pdf”" in small.run("check").out
    assert small.run("mark", "1.1", "done", "--evidence", r"..\8月.pdf").code == 2


def test_evidence_is_found_however_its_name_is_composed(small: Bench) -> None:
    name = "évidence/Café.pdf"
    for given, other in ((name, decomposed(name)), (decomposed(name), name)):
        file = small.write(given, "")
        small.write(JOURNAL, RECORD.format(other))
        assert "里没有文件" not in small.run("check").out
        small.ok("mark", "1.1", "done", "--evidence", other)
        assert f"  evidence:\n  - {given}\n" in small.read(JOURNAL)
        small.write(JOURNAL, RECORD.format(other.replace("pdf", "png")))
        assert "里没有文件" in small.run("check").out
        file.unlink()
        file.parent.rmdir()


def test_a_plan_folder_is_found_however_its_name_is_composed(empty: Bench) -> None:
    for stored, given in (("Été", decomposed("Été")), (decomposed("À"), "À")):
        empty.write(f"{stored}/一/data/units.yaml", SMALL_UNITS)
        empty.write(f"{stored}/一/data/tasks.yaml", SMALL_TASKS)
        shown = empty.ok("list", "--data", f"{stored}/一")
        assert empty.ok("list", "--data", f"{given}/一") == shown
        assert empty.ok("list", env={"GKPLAN_DATA": f"{given}/一"}) == shown
        empty.ok("mark", "1.1", "doing", "--data", f"{given}/一")
        assert f"{stored}/一/{JOURNAL}" in empty.files()
        assert empty.run("list", "--data", f"{given}/二").code == 3


@pytest.mark.posix("file names of any bytes")
def test_a_plan_folder_is_found_in_gbk(empty: Bench) -> None:
    empty.write(f"{in_gbk('方案')}/data/units.yaml", SMALL_UNITS)
    empty.write(f"{in_gbk('方案')}/data/tasks.yaml", SMALL_TASKS)
    result = empty.run("check", "--data", "方案")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("方案/data：没有错误")


GARBLED = {
    "GBK": in_gbk("甲局"),
    "CP437": "甲局".encode("gbk").decode("cp437"),
    "UTF-8 as CP437": "甲局".encode().decode("cp437"),
    "UTF-8 as Latin-1": "乙局".encode().decode("latin-1"),
}


@pytest.mark.posix("file names of any bytes")
@pytest.mark.parametrize("how", GARBLED)
def test_a_garbled_journal_is_reported_with_the_name_that_was_meant(small: Bench, how: str) -> None:
    name = GARBLED[how]
    small.write(f"data/progress/{name}.yaml", "")
    shown = legible(name)
    meant = "乙局" if "Latin" in how else "甲局"
    result = small.run("check")
    assert (result.code, result.out.encode().decode()) == (
        1,
        "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in
        f"data/progress/{shown}.yaml:1:1: error[unknown-journal]: "
        f"文件名乱码，应是 “{meant}”：文件在系统之间复制或解压时弄错了编码")
        + f"\n  文件改名为 {meant}.yaml\n\n",
    )  # fmt: skip
    small.write(f"data/progress/{meant}.yaml", "")
    assert f"\n  把记录并入 {meant}.yaml，再删去这个文件\n" in small.run("check").out


@pytest.mark.posix("file names of any bytes")
def test_other_names_that_are_not_utf8_are_reported_legibly(small: Bench) -> None:
    small.write(f"data/progress/{in_gbk('无名局')}.yaml", "")
    small.write(f"data/progress/{in_gbk('说明')}.txt", "")
    small.write("data/progress/" + os.fsdecode(b"\xff\xff.yaml"), "")
    assert small.run("check").out == (
        "data/progress/无名局.yaml:1:1: error[unknown-journal]: “无名局” 不是登记的单位名称\n"
        "  文件名用 units.yaml 里登记的单位名称；单位改了名的，把旧名列作别名\n\n"
        "data/progress/说明.txt:1:1: warning[stray-file]: “说明.txt” 不会被读取\n"
        "  进展文件以 .yaml 结尾；其他文件请移出 progress\n\n"
        "data/progress/\\udcff\\udcff.yaml:1:1: error[unknown-journal]: "
        "“\\udcff\\udcff” 不是登记的单位名称\n"
        "  文件名用 units.yaml 里登记的单位名称；单位改了名的，把旧名列作别名\n\n"
    )
    for form in ("json", "github"):
        small.run("check", "--format", form).out.encode()


@pytest.mark.posix("file names of any bytes")
def test_evidence_whose_name_is_not_utf8_is_refused(small: Bench) -> None:
    name = in_gbk("证明.pdf")
    small.write(f"evidence/{name}", "")
    for given in (name, "证明.pdf"):
        assert small.run("mark", "1.1", "done", "--evidence", f"evidence/{given}") == Result(
            2,
            "",
            "错误：佐证文件 “evidence/证明.pdf” 的文件名不是 UTF-8 编码\n  先把它改名，再填报\n",
        )


def test_a_journal_that_differs_by_case_is_to_be_renamed(small: Bench) -> None:
    small.write("data/units.yaml", SMALL_UNITS.replace("乙局", "OA局"))
    small.write("data/tasks.yaml", SMALL_TASKS.replace("乙局", "OA局"))
    small.write("data/progress/oa局.yaml", "")
    assert small.run("check").out == (
        "data/progress/oa局.yaml:1:1: error[unknown-journal]: “oa局” 不是登记的单位名称\n"
        "  文件改名为 OA局.yaml\n\n"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("甲局", "甲局"),
        ("甲", ""),
        ("JIA局", "Jia局"),
        (in_gbk("甲局"), "甲局"),
        (in_gbk("甲"), ""),
        ("甲局".encode().decode("gbk", "ignore"), "甲局"),
        ("甲镇".encode().decode("gbk", "ignore"), ""),
    ],
)
def test_what_a_name_was_meant_for(name: str, found: str) -> None:
    assert intended(name, {"甲局", "Jia局"}) == found


def test_a_path_that_does_not_exist_is_not_changed(tmp_path: Path) -> None:
    assert existing(tmp_path / "无/有") == tmp_path / "无/有"
    assert existing(Path("无")) == Path("无")


@pytest.mark.posix("locales")
@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "no_SUCH.locale"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_under_another_locale_chinese_names_are_found_or_the_remedy_is_printed(
    small: Bench, env: dict[str, str]
) -> None:
    small.write(JOURNAL, '- task: "1.1"\n  status: doing\n  date: 2017-09-01\n')
    (small.root / "data").rename(small.root / "方案")
    command = [sys.executable, "-m", "gkplan", "list", "--data", "方案", "--as-of", "2017-10-31"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    done = subprocess.run(command, cwd=small.root, env=kept | env, capture_output=True, check=False)
    if "PYTHONUTF8" in env:
        assert (done.returncode, done.stdout.decode(), done.stderr.decode()) == (
            3, "", "错误：系统的文件名编码不支持中文\n  设 LC_ALL=C.UTF-8 再试\n"
        )  # fmt: skip
    else:
        assert done.stdout.decode() == small.ok("list", "--data", "方案")
