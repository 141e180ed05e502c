"""Appending records: the journal is kept byte for byte, and what is written reads back equal."""

import json
import os
import stat
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from conftest import SMALL_TASKS, SMALL_UNITS, Bench, examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain.model import Record
from gkplan.domain.vocabulary import Status
from gkplan.folder import append
from gkplan.folder.load import shaped_journal
from gkplan.folder.location import Folder
from gkplan.folder.source import Source
from gkplan.folder.yaml_write import render

JOURNAL = "data/progress/甲局.yaml"
OLD = '- task: "1.1"\n  status: doing\n  date: 2017-09-01\n'
NEW = '- task: "1.1"\n  status: done\n  date: 2017-10-31\n'


def indented(text: str, margin: str) -> str:
    """Shift every line to the right."""
    return "".join(margin + line for line in text.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("old", "added"),
    [
        ("", NEW),
        ("# 甲局的进展\n", NEW),
        (OLD, NEW),
        ("---\n" + OLD, NEW),
        (f"# 头\n\n{OLD}\n# 尾\n\n\n", NEW),
        (OLD + "      # 缩进的注释\n", NEW),
        (OLD.replace(": ", ":    "), NEW),
        (OLD.replace("- task", "-   task").replace("\n  ", "\n    "), NEW),
        (indented(OLD, "  "), indented(NEW, "  ")),
        ("# 头\n" + indented(OLD, "      "), indented(NEW, "      ")),
        (OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")),
        ("\ufeff" + OLD, NEW),
        ("\ufeff" + OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")),
        (OLD.rstrip("\n"), "\n" + NEW),
        (OLD.replace("\n", "\r\n") + "# 尾", "\r\n" + NEW.replace("\n", "\r\n")),
        (OLD + "# 尾", "\n" + NEW),
        (OLD + "  ", "\n" + NEW),
        (OLD + "  note: |+\n    一\n\n\n", NEW),
        (OLD + "  note: |\n    # 不是注释\n    - 不是记录\n", NEW),
        (OLD + "  note: >-\n    一\n    二\n", NEW),
        (OLD + '  note: "一\n    二"\n', NEW),
        (OLD + "  evidence:\n  - a.pdf\n  -   b.pdf\n", NEW),
        ('- {task: "1.1", status: doing, date: 2017-09-01}\n', NEW),
    ],
    ids=[
        "empty",
        "comment alone",
        "plain",
        "document start",
        "comments and blank lines",
        "indented comment",
        "wide values",
        "wide dashes",
        "indented list",
        "far indented list",
        "crlf",
        "bom",
        "bom and crlf",
        "no final newline",
        "crlf comment without newline",
        "comment without newline",
        "trailing blanks",
        "kept newlines at the end",
        "block that looks like yaml",
        "folded block",
        "quotes over two lines",
        "list at the end",
        "flow record",
    ],
)
def test_existing_text_is_kept_and_the_record_is_appended(
    small: Bench, old: str, added: str
) -> None:
    small.write(JOURNAL, old)
    before = small.files()
    small.ok("mark", "1.1", "done")
    assert small.files() == {**before, JOURNAL: (old + added).encode()}


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("[]\n", "接着写下去会出错，没有写入\n  先把文件整理成“- ”开头的列表"),
        (
            '[{task: "1.1", status: doing, date: 2017-09-01}]\n',
            "接着写下去会出错，没有写入\n  先把文件整理成“- ”开头的列表",
        ),
        (OLD + "...\n", "接着写下去会出错，没有写入\n  先把文件整理成“- ”开头的列表"),
        (
            OLD + "  note: |\n    没有换行",
            "接着写下去会改变已有内容，没有写入\n  在文件末尾加一个空行再试",
        ),
        (OLD + "  note: 'x\n", "有错误，没有写入\n  先改正再写"),
        (OLD + "  stat: x\n", "有错误，没有写入\n  先改正再写"),
        (OLD + OLD.replace("1.1", "2.2"), "有错误，没有写入\n  先改正再写"),
        (OLD.replace("doing", "进行中"), "有错误，没有写入\n  先改正再写"),
        ("task: x\n", "有错误，没有写入\n  先改正再写"),
        (OLD.encode("gbk") + "  note: 中文\n".encode("gbk"), "读不出来\n  先改正再写"),
    ],
    ids=[
        "flow list",
        "flow records",
        "document end",
        "block without newline",
        "broken quotes",
        "unknown key",
        "not its task",
        "unknown status",
        "no list",
        "gbk",
    ],
)
def test_a_journal_that_cannot_be_continued_is_left_untouched(
    small: Bench, old: str | bytes, message: str
) -> None:
    small.write(JOURNAL, old)
    before = small.files()
    result = small.run("mark", "1.1", "done")
    assert (result.code, result.out) == (4, "")
    assert result.err.endswith(f"错误：{JOURNAL} {message}\n")
    assert small.files() == before


def test_a_problem_in_the_journal_is_shown_with_its_position(small: Bench) -> None:
    small.write(JOURNAL, OLD.replace("doing", "进行中"))
    assert small.run("mark", "1.1", "done").err.startswith(
        f"{JOURNAL}:2:11: error[unknown-status]: “进行中” 不是有效状态\n"
        "    status: 进行中\n"
        "            ^^^^^^\n"
    )


def test_a_broken_journal_of_another_unit_does_not_stop_mark(small: Bench) -> None:
    small.write("data/progress/乙局.yaml", "- [\n")
    small.write("data/progress/无名.yaml", "x: x\n")
    assert small.ok("mark", "1.1", "done") == f"1.1  甲局  已完成  {JOURNAL}\n"
    assert small.read(JOURNAL) == NEW
    assert small.run("list").code == 3


def test_several_ids_write_one_record_each_without_empty_keys(small: Bench) -> None:
    small.ok("mark", "1.1", "2.1", "blocked", "-u", "甲", "--problem", "没人", "--next", "借人")
    small.ok("mark", "1.2", "done", "--period", "2017-08", "--date", "2017-09-12")
    small.ok("mark", "2.3", "doing", "--unit", "甲", "--event", "2017-10-09", "--by", "张三")
    assert small.read(JOURNAL) == (
        '- task: "1.1"\n'
        "  status: blocked\n"
        "  date: 2017-10-31\n"
        "  problem: 没人\n"
        "  next: 借人\n"
        '- task: "2.1"\n'
        "  status: blocked\n"
        "  date: 2017-10-31\n"
        "  problem: 没人\n"
        "  next: 借人\n"
        '- task: "1.2"\n'
        "  period: 2017-08\n"
        "  status: done\n"
        "  date: 2017-09-12\n"
        "  entered: 2017-10-31\n"
        '- task: "2.3"\n'
        "  event: 2017-10-09\n"
        "  status: doing\n"
        "  date: 2017-10-31\n"
        "  by: 张三\n"
    )


@pytest.mark.parametrize(
    ("note", "written"),
    [
        ("已公开。", "已公开。"),
        ("  ", "'  '"),
        ("一\n二", "|-\n    一\n    二"),
        ("一\n\n  二\n", "|\n    一\n\n      二\n"),
        ("no", "'no'"),
        ("1.10", "'1.10'"),
        ("2017-08-03", "'2017-08-03'"),
        ("null", "'null'"),
        ("- 一项", "'- 一项'"),
        ("# 不是注释", "'# 不是注释'"),
        ("键: 值", "'键: 值'"),
        ("他说“好” 'ok' \"ok\"", "他说“好” 'ok' \"ok\""),
        ("尾有空格  ", "'尾有空格  '"),
        ("👩‍👩‍👧 完成🎉", "👩‍👩‍👧 完成🎉"),
        ("长" * 3000, "长" * 3000),
    ],
    ids=lambda value: value[:12],
)
def test_texts_are_written_in_their_plainest_form_and_remain_texts(
    small: Bench, note: str, written: str
) -> None:
    small.ok("mark", "1.1", "done", "--note", note)
    assert small.read(JOURNAL).rstrip("\n") == (NEW + f"  note: {written}").rstrip("\n")
    assert yaml.safe_load(small.read(JOURNAL))[0]["note"] == note
    assert json.loads(small.ok("log", "--format", "json"))["records"][0]["note"] == note


@pytest.mark.parametrize("old", ["", indented(OLD, "  ")], ids=["plain", "indented"])
@pytest.mark.parametrize("note", ["\n", "一\n\n", "一\n\n\n"], ids=repr)
def test_a_text_that_ends_in_blank_lines_does_not_end_the_journal(
    small: Bench, old: str, note: str
) -> None:
    small.write(JOURNAL, old)
    small.ok("mark", "1.1", "doing", "--note", note)
    small.ok("mark", "1.1", "done", "--by", note)
    last, first = json.loads(small.ok("log", "--format", "json"))["records"][:2]
    assert (first["note"], last["by"]) == (note, note)


def test_a_journal_that_an_editor_saves_as_gbk_meanwhile_is_left_alone(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.write(JOURNAL, OLD)
    prepare = append._prepare  # noqa: SLF001  (called between reading and writing)

    def late(folder: Folder, addition: append.Addition) -> Any:
        (small.root / JOURNAL).write_bytes(f"{OLD}  note: 中文\n".encode("gbk"))
        return prepare(folder, addition)

    monkeypatch.setattr(append, "_prepare", late)
    found = small.run("mark", "1.1", "done")
    assert (found.code, "不是 UTF-8 编码" in found.err) == (4, True)
    assert (small.root / JOURNAL).read_bytes() == f"{OLD}  note: 中文\n".encode("gbk")


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff")
    | st.sampled_from("\n\t :#-?'\"|>&*!%@`[]{},\\\u2028\u2029"),
    max_size=40,
)


_SAID = st.tuples(_TEXT, _TEXT, _TEXT, _TEXT)


@given(st.lists(_SAID, min_size=1, max_size=3), st.sampled_from([0, 2, 5]))
def test_whatever_is_rendered_reads_back_equal(texts: list[tuple[str, ...]], margin: int) -> None:
    records = [
        Record(
            task="1.1", status=Status.DOING, date=date(2017, 9, 1), note=a, problem=b, next=c, by=d
        )
        for a, b, c, d in texts
    ]
    source = Source("甲局.yaml", render(records, margin))
    read = shaped_journal("甲局", source).records
    assert source.problems == []
    assert [(entry.note, entry.problem, entry.next, entry.by) for entry in read] == texts


@examples(15)
@given(st.lists(_SAID, min_size=2, max_size=2))
def test_whatever_mark_writes_reads_back_equal(texts: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.write("units.yaml", SMALL_UNITS)
        bench.write("tasks.yaml", SMALL_TASKS)
        options = ("--note", "--problem", "--next", "--by")
        for values in texts:
            args = [f"{option}={text}" for option, text in zip(options, values, strict=True)]
            bench.ok("mark", "1.1", "doing", *args)
        read = json.loads(bench.ok("log", "--format", "json"))["records"]
    keys = ("note", "problem", "next", "by")
    assert [tuple(record[key] or "" for key in keys) for record in read] == texts[::-1]


@pytest.mark.posix("POSIX file modes")
def test_a_new_journal_has_the_mode_that_the_umask_leaves(small: Bench) -> None:
    before = os.umask(0o027)
    try:
        small.ok("mark", "1.1", "done")
    finally:
        os.umask(before)
    assert stat.S_IMODE((small.root / JOURNAL).stat().st_mode) == 0o640


@pytest.mark.posix("POSIX file modes")
@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_journal_keeps_its_mode(small: Bench, mode: int) -> None:
    path = small.write(JOURNAL, OLD)
    path.chmod(mode)
    small.ok("mark", "1.1", "done")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.posix("symbolic links")
@pytest.mark.parametrize("target", ["../../elsewhere.yaml", "nowhere.yaml"])
def test_a_link_is_not_written_through(small: Bench, target: str) -> None:
    small.write("elsewhere.yaml", OLD)
    (small.root / "data/progress").mkdir()
    (small.root / JOURNAL).symlink_to(target)
    before = small.files()
    result = small.run("mark", "1.1", "done")
    assert (result.code, result.out) == (4, "")
    assert result.err == f"错误：{JOURNAL} 是符号链接，不能写入\n  换成普通文件\n"
    assert (small.root / JOURNAL).is_symlink()
    assert small.files() == before


@pytest.mark.posix("named pipes")
def test_what_is_no_regular_file_is_refused(small: Bench) -> None:
    (small.root / JOURNAL).mkdir(parents=True)
    assert small.run("mark", "1.1", "done").code == 4
    (small.root / JOURNAL).rmdir()
    os.mkfifo(small.root / JOURNAL)
    assert small.run("mark", "1.1", "done").code == 4
    assert stat.S_ISFIFO((small.root / JOURNAL).stat().st_mode)


@pytest.mark.parametrize("broken", [OLD.replace("1.1", "2.2") + "x", "[]\n"])
def test_across_units_all_records_are_written_or_none(small: Bench, broken: str) -> None:
    small.write("data/progress/乙局.yaml", broken)
    before = small.files()
    assert small.run("mark", "1.1", "2.2", "doing").code == 4
    assert small.run("mark", "2.2", "1.1", "doing").code == 4
    assert small.files() == before
    small.write("data/progress/乙局.yaml", "")
    assert small.ok("mark", "1.1", "2.2", "doing") == (
        "1.1  甲局  正在推进  data/progress/甲局.yaml\n"
        "2.2  乙局  正在推进  data/progress/乙局.yaml\n"
    )


def test_the_shipped_plan_is_read_only(empty: Bench) -> None:
    result = empty.run("mark", "1.3", "done", "--period", "2017-08")
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        "错误：gkplan 自带的方案只供查看，不能填报\n"
        "  先用 gkplan init 文件夹 复制一份，再到那个文件夹里填报\n"
    )
    assert empty.files() == {}
