"""``gkplan report --watch``: what makes it run, what does not, and how it ends."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from queue import Empty, Queue
from threading import Thread, Timer

import pytest
from conftest import Bench

from gkplan.folder import watch
from gkplan.folder.location import find_folder
from gkplan.folder.watch import Watched, changes

pytest.importorskip("watchfiles", reason="watchfiles (extra watch) is not installed")

JOURNAL = "data/progress/甲局.yaml"
RECORD = '- {task: "1.1", status: done, date: 2017-09-01}\n'
USED = "提醒：用了方案文件夹自己的模板：templates/report.md.j2"
BEGUN = "留意方案文件夹（.）和模板，一有改动就重新生成；按 Ctrl-C 结束"


def put(bench: Bench, name: str, text: str) -> None:
    """Write a file in one step, so that no reader sees a part of it."""
    bench.write("new.tmp", text).replace(bench.root / name)


class Watching:
    """``gkplan report --watch`` in a separate process, and what it prints, line by line."""

    def __init__(self, bench: Bench, *args: str) -> None:
        """Start it in the folder of the bench, as of the end of October 2017."""
        command = [sys.executable, "-m", "gkplan", "report", "--watch", *args]
        self.process = subprocess.Popen(
            [*command, "--as-of", "2017-10-31"],
            cwd=bench.root,
            env={**os.environ, "GKPLAN_DATA": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self._lines: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))

    def next_lines(self, count: int) -> list[str]:
        """Return the next lines; a process that prints fewer in half a minute fails the test."""
        return [self._lines.get(timeout=30) for _ in range(count)]

    def is_silent(self) -> bool:
        """Return whether it prints nothing for longer than it takes to make a report."""
        try:
            self._lines.get(timeout=1.5)
        except Empty:
            return True
        return False

    def end(self) -> tuple[int, str, list[str]]:
        """Press Ctrl-C; return the exit code, the standard output, and the last lines."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        assert self.process.stdout
        return code, self.process.stdout.read(), self.next_lines(1)


@pytest.fixture
def watching(small: Bench) -> Iterator[Callable[..., Watching]]:
    """Start watching in the small plan's folder; running processes are stopped at the end."""
    started: list[Watching] = []

    def start(*args: str) -> Watching:
        started.append(Watching(small, *args))
        return started[-1]

    yield start
    for process in started:
        if process.process.poll() is None:
            process.process.kill()
            process.process.wait()
        for stream in (process.process.stdout, process.process.stderr):
            if stream:
                stream.close()


@pytest.mark.posix("POSIX signals")
def test_each_change_makes_the_report_again_until_ctrl_c(
    small: Bench, watching: Callable[..., Watching]
) -> None:
    """A record, an error and its correction, a failing template, a plan absent for a while."""
    small.write("templates/report.md.j2", "{{ totals.by_status.done }}")
    (small.root / "data/progress").mkdir()
    work = watching("-o", "out/报告.md")
    assert work.next_lines(3) == [BEGUN, USED, "报告已写到 out/报告.md"]
    assert small.read("out/报告.md") == "0"

    put(small, JOURNAL, RECORD)
    assert work.next_lines(3) == [f"有改动：{JOURNAL}", USED, "报告已写到 out/报告.md"]
    assert small.read("out/报告.md") == "1"

    put(small, JOURNAL, RECORD.replace("done", "finished"))
    assert work.next_lines(8)[:2] == [
        f"有改动：{JOURNAL}",
        f"{JOURNAL}:1:25: error[unknown-status]: “finished” 不是有效状态",
    ]
    assert work.next_lines(1) == ["out/报告.md 没有动；改好后会重新生成"]
    assert small.read("out/报告.md") == "1"

    put(small, JOURNAL, RECORD)
    assert work.next_lines(3) == [f"有改动：{JOURNAL}", USED, "报告已写到 out/报告.md"]

    put(small, "templates/report.md.j2", "{{ totals.rat }}")
    assert work.next_lines(5) == [
        "有改动：templates/report.md.j2",
        USED,
        "错误：模板 templates/report.md.j2:1 出错：totals 没有字段 “rat”，可能是 rate",
        "  改正模板",
        "out/报告.md 没有动；改好后会重新生成",
    ]

    (small.root / "data/tasks.yaml").rename(small.root / "tasks.bak")
    assert work.next_lines(4)[:2] == [
        "有改动：data/tasks.yaml",
        "错误：. 里没有 tasks.yaml 或 data/tasks.yaml",
    ]
    put(small, "templates/report.md.j2", "{{ totals.tasks }}")
    assert work.next_lines(4)[0] == "有改动：templates/report.md.j2"
    (small.root / "tasks.bak").rename(small.root / "data/tasks.yaml")
    assert work.next_lines(3) == ["有改动：data/tasks.yaml", USED, "报告已写到 out/报告.md"]
    assert small.read("out/报告.md") == "5"

    assert work.end() == (0, "", ["已停止，不再留意改动"])


@pytest.mark.posix("POSIX signals")
def test_all_units_and_a_template_of_ones_own(
    small: Bench, watching: Callable[..., Watching]
) -> None:
    small.write("t/mine.md.j2", "{% include 'part.j2' %}")
    small.write("t/part.j2", "{{ unit }}一")
    work = watching("--all-units", "--template", "t/mine.md.j2", "--format", "md", "-o", "out")
    written = "报告已写到 out：index.md 和 4 个单位各一份"
    part = "提醒：用了方案文件夹自己的模板：t/part.j2"
    assert work.next_lines(3) == [BEGUN, part, written]
    put(small, "t/part.j2", "{{ unit }}二三")
    assert work.next_lines(3) == ["有改动：t/part.j2", part, written]
    assert small.read("out/甲局.md") == "甲局二三"
    assert work.end()[0] == 0


@pytest.mark.posix("POSIX signals")
def test_nothing_else_sets_it_going(small: Bench, watching: Callable[..., Watching]) -> None:
    """Its own output in the folder, git's files, locks, what editors leave, other documents."""
    work = watching("-o", "templates/out.md")
    work.next_lines(2)
    small.ok("mark", "1.1", "doing", "--unit", "甲局")
    assert work.next_lines(2)[0] == f"有改动：{JOURNAL}"
    for name in ("data/.gkplan.lock", f"{JOURNAL}~", "data/progress/.甲局.yaml.swp", "data/x.txt",
                 ".git/index", "templates/.part.j2.1f.tmp", "templates/4913~"):  # fmt: skip
        small.write(name, "x")
    assert work.is_silent()
    assert work.end()[0] == 0


@pytest.mark.posix("POSIX signals")
def test_a_commit_changes_the_version_that_a_report_names(
    small: Bench, watching: Callable[..., Watching]
) -> None:
    small.write("templates/report.md.j2", "{{ revision }}")
    small.write(JOURNAL, "")
    names = ("-c", "user.name=测试", "-c", "user.email=t@example.cn")
    for args in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "一")):
        subprocess.run(["git", *names, *args], cwd=small.root, check=True)
    work = watching("-o", "out.md")
    work.next_lines(3)
    put(small, JOURNAL, RECORD)
    work.next_lines(3)
    assert small.read("out.md").endswith("，另有未提交的改动")
    for args in (("add", "-A"), ("commit", "-qm", "二")):
        subprocess.run(["git", *names, *args], cwd=small.root, check=True)
    assert work.next_lines(3) == ["有改动：git 的提交", USED, "报告已写到 out.md"]
    assert small.read("out.md").endswith("）")


# What it watches


@pytest.fixture
def watched(small: Bench) -> Watched:
    """The small plan's folder, watched for a report beside it."""
    folder = find_folder(small.root, small.root)
    return Watched(folder, None, small.root / "out.md", None)


def test_what_is_looked_at(small: Bench, watched: Watched) -> None:
    small.write(JOURNAL, RECORD)
    small.write("templates/部分/表.j2", "")
    small.write("templates/out.md", "")
    own = small.write("t/mine.j2", "")
    small.write("t/part.j2", "")
    small.write("t/notes.txt", "")
    log = small.write(".git/logs/HEAD", "")
    seen = watched._replace(template=own, log=log, output=small.root / "templates/out.md")
    assert list(seen.snapshot(date(2017, 10, 31))) == [
        "截至日期",
        "data/tasks.yaml",
        "data/units.yaml",
        "data/calendar.yaml",
        "data/reviews.yaml",
        "data/progress/甲局.yaml",
        "templates/部分/表.j2",
        "t/mine.j2",
        "t/part.j2",
        "git 的提交",
    ]
    places = [path.relative_to(small.root).as_posix() for path in seen.folders()]
    assert places == ["data", "data/progress", "templates", "templates/部分", "t", ".git/logs"]


def test_a_template_of_another_folder_is_reported_by_its_name(
    watched: Watched, bench_at: Callable[[str], Bench]
) -> None:
    other = bench_at("other")
    own = other.write("mine.j2", "")
    other.write("part.j2", "")
    look = watched._replace(template=own).snapshot(date(2017, 10, 31))
    assert list(look)[-2:] == ["mine.j2", "part.j2"]


def test_a_new_day_is_a_change(
    small: Bench, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PAUSE", 0.05)
    days = iter([date(2017, 10, 31), date(2017, 10, 31), date(2017, 11, 1)])
    found = changes(lambda: watched.snapshot(next(days)), lambda: [small.root])
    assert next(found) == []
    assert next(found) == ["截至日期"]


def test_what_changes_while_the_report_is_made_is_not_missed(
    small: Bench, watched: Watched
) -> None:
    found = changes(lambda: watched.snapshot(date(2017, 10, 31)), watched.folders)
    assert next(found) == []
    small.write(JOURNAL, RECORD)
    small.write("data/calendar.yaml", "")
    before = time.monotonic()
    assert next(found) == ["data/calendar.yaml", JOURNAL]
    assert time.monotonic() - before < 1, "without waiting for the system"


def test_without_notifications_of_the_system_it_polls(
    small: Bench, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PAUSE", 0.05)
    nowhere = [small.root / "nowhere"]
    found = changes(lambda: watched.snapshot(date(2017, 10, 31)), lambda: nowhere)
    assert next(found) == []
    Timer(0.2, small.write, (JOURNAL, RECORD)).start()
    assert next(found) == [JOURNAL]


# What it needs


def test_without_watchfiles_the_message_names_what_to_install(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = small.run("report", "--watch", "-o", "out.md")
    assert (result.code, result.out, result.err) == (
        2,
        "",
        "错误：要用的 watchfiles 没有安装\n  运行 python -m pip install watchfiles\n",
    )
    assert not (small.root / "out.md").exists()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "没有写明写到哪里\n  用 -o 写明文件；--all-units 写明文件夹"),
        (["-o", "a.md", "--git", "HEAD"], "旧版本不会再有改动\n  去掉 --watch 或 --git"),
        (
            ["-o", "a.md", "--as-of", "x"],
            "--as-of：“x” 不是有效日期\n  日期写作 2017-09-12 的样子",
        ),
        (
            ["-o", "a", "--all-units", "--unit", "甲局"],
            "--all-units 和 --unit 不能同用\n  只要一个单位的，去掉 --all-units",
        ),
        (
            ["-o", "a.md", "--data", "nowhere"],
            (
                "nowhere 里没有 tasks.yaml 或 data/tasks.yaml\n  检查 --data（或环境变量 "
                "GKPLAN_DATA）所指的文件夹，或用 gkplan init 新建一个"
            ),
        ),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(
    small: Bench, args: list[str], message: str
) -> None:
    result = small.run("report", "--watch", *args)
    assert result.code in (2, 3)
    assert result.out == ""
    assert result.err.removeprefix(f"{BEGUN}\n") == f"错误：{message}\n"


def test_the_day_advances_while_it_watches(small: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report made after midnight is as of the new day."""
    small.write("templates/report.md.j2", "{{ as_of }}")
    days = [date(2017, 10, 31), date(2017, 11, 1)]
    seen = []

    def twice(*_args: object) -> Iterator[list[str]]:
        for _ in range(2):
            yield []
            seen.append(small.read("out.md"))
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "changes", twice)
    pop = {"clock": lambda: days.pop(0), "message_width": 80}
    result = small.run("report", "--watch", "-o", "out.md", **pop)
    assert seen == ["2017-10-31", "2017-11-01"]
    assert result.err.endswith("\n\n已停止，不再留意改动\n")


def test_memory_of_earlier_reports_is_given_back(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other commands disable the garbage collector; watching lasts for days and must not."""
    collecting: list[bool] = []

    def one_change(*_: object) -> Iterator[list[str]]:
        collecting.append(gc.isenabled())
        yield []

    monkeypatch.setattr(watch, "changes", one_change)
    gc.disable()
    try:
        small.ok("report", "--watch", "-o", "out.md")
    finally:
        gc.enable()
    assert collecting == [True]
