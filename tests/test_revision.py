"""A plan folder at a git revision: what is read, what is refused or left alone."""

import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import GIT_ENV, SMALL_TASKS, SMALL_UNITS, Bench

from gkplan.domain.errors import Exit, GkplanError
from gkplan.folder import git_revision
from gkplan.folder.git_revision import at_revision
from gkplan.folder.load import load
from gkplan.folder.location import Folder, find_folder, shipped
from gkplan.views.problems import problem_text

JOURNAL = "data/progress/甲局.yaml"
FIRST = '- task: "1.1"\n  status: doing\n  date: 2017-09-01\n'
SECOND = '- task: "1.1"\n  status: done\n  date: 2017-10-01\n  evidence: [材料/公开.pdf]\n'
ENV = GIT_ENV
SETTINGS = ("user.name=测试", "user.email=t@example.cn", "init.defaultBranch=main")


def git(bench: Bench, *args: str, given: bytes = b"") -> str:
    """Run git in the folder without anybody's settings; it must succeed."""
    options = (part for setting in SETTINGS for part in ("-c", setting))
    done = subprocess.run(
        ["git", *options, *args],
        cwd=bench.root,
        env=ENV,
        input=given,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().removesuffix("\n")


def commit(bench: Bench) -> None:
    git(bench, "add", "-A")
    git(bench, "commit", "-qm", "报进展")


@pytest.fixture
def kept(small: Bench) -> Bench:
    """A plan folder in git, committed with one record of 甲局 and again with two."""
    git(small, "init", "-q")
    small.write(JOURNAL, FIRST)
    commit(small)
    small.write(JOURNAL, FIRST + SECOND)
    commit(small)
    return small


def folder_of(bench: Bench, folder: str = ".") -> Folder:
    return find_folder(Path(folder), bench.root)


def records_at(bench: Bench, rev: str, folder: str = ".") -> list[str]:
    """Return the records of a revision as unit and status."""
    with at_revision(folder_of(bench, folder), rev, ENV) as old:
        records = load(old).sound().ledger().records
    return [f"{unit} {entry.status}" for unit, journal in records.items() for entry in journal]


def refused(folder: Folder, rev: str, env: dict[str, str] = ENV) -> tuple[Exit, str, str]:
    """Return how a revision is refused: exit code, message and remedy."""
    with pytest.raises(GkplanError) as raised, at_revision(folder, rev, env):
        pass
    return raised.value.exit, raised.value.message, raised.value.remedy


# What is read


@pytest.mark.parametrize(
    ("rev", "expected"),
    [
        ("HEAD", ["甲局 doing", "甲局 done"]),
        ("HEAD~1", ["甲局 doing"]),
        ("HEAD^{/报进展}", ["甲局 doing", "甲局 done"]),
        ("main", ["甲局 doing", "甲局 done"]),
        ("main@{1}", ["甲局 doing"]),
        ("v1", ["甲局 doing"]),
        ("v1-signed-off", ["甲局 doing"]),
        ("refs/tags/v1", ["甲局 doing"]),
        ("整理/九月", ["甲局 doing"]),
        ("两个 字", None),
    ],
)
def test_a_commit_is_named_as_git_names_it(
    kept: Bench, rev: str, expected: list[str] | None
) -> None:
    git(kept, "tag", "v1", "HEAD~1")
    git(kept, "tag", "-a", "-m", "第一次", "v1-signed-off", "HEAD~1")
    git(kept, "branch", "整理/九月", "HEAD~1")
    if expected is None:
        assert refused(folder_of(kept), rev)[1] == f"git 里没有版本 “{rev}”"
    else:
        assert records_at(kept, rev) == expected


@pytest.mark.parametrize("length", [7, 40])
def test_a_commit_is_named_by_its_id(kept: Bench, length: int) -> None:
    assert records_at(kept, git(kept, "rev-parse", "HEAD~1")[:length]) == ["甲局 doing"]


def test_neither_working_tree_nor_index_count_or_are_touched(kept: Bench) -> None:
    kept.write("data/units.yaml", "")
    kept.write(JOURNAL, FIRST * 3)
    git(kept, "add", JOURNAL)
    kept.write(JOURNAL, "坏了 {")
    kept.write("data/progress/乙局.yaml", "")
    (kept.root / "data/tasks.yaml").write_text("", encoding="utf-8")
    files, status = kept.files(), git(kept, "--no-optional-locks", "status", "--porcelain")
    assert records_at(kept, "HEAD~1") == ["甲局 doing"]
    assert kept.files() == files, ".git and its index included"
    assert git(kept, "status", "--porcelain") == status


def test_the_files_are_there_while_the_context_lasts(kept: Bench) -> None:
    with at_revision(folder_of(kept), "HEAD~1", ENV) as old:
        found = {path.name: path.read_bytes() for path in old.data.rglob("*.yaml")}
        assert old.data.is_relative_to(kept.root) is False
        assert old.read_only
    assert found == {
        "tasks.yaml": SMALL_TASKS.encode(),
        "units.yaml": SMALL_UNITS.encode(),
        "甲局.yaml": FIRST.encode(),
    }
    assert not old.data.exists()


def test_an_error_of_the_caller_is_not_changed_and_leaves_no_folder(kept: Bench) -> None:
    with (
        pytest.raises(OSError, match="mine"),
        at_revision(folder_of(kept), "HEAD", ENV) as old,
    ):
        raise OSError("mine")
    assert not old.data.exists()


def test_calendar_and_reviews_are_those_of_the_revision(kept: Bench) -> None:
    extension = (
        '- task: "1.1"\n  unit: 甲局\n  to: 2018-01-31\n  date: 2017-10-02\n  reason: 等材料\n'
    )
    kept.write("data/reviews.yaml", extension + "  approved_by: 区领导\n")
    kept.write("data/calendar.yaml", "- year: 2031\n  holidays: [2031-01-01]\n  workdays: []\n")
    commit(kept)
    git(kept, "rm", "-q", "data/reviews.yaml", "data/calendar.yaml")
    commit(kept)
    with at_revision(folder_of(kept), "HEAD~1", ENV) as old:
        ledger = load(old).sound().ledger()
    assert [entry.to for entry in ledger.extensions] == [date(2018, 1, 31)]
    assert [entry.year for entry in ledger.years] == [2031]


def test_a_unit_has_the_name_it_had(kept: Bench) -> None:
    git(kept, "mv", JOURNAL, "data/progress/戊局.yaml")
    for name in ("data/units.yaml", "data/tasks.yaml"):
        kept.write(name, kept.read(name).replace("甲局", "戊局"))
    commit(kept)
    assert records_at(kept, "HEAD") == ["戊局 doing", "戊局 done"]
    assert records_at(kept, "HEAD~1") == ["甲局 doing", "甲局 done"]


def test_units_with_the_same_journal_and_with_an_empty_one(kept: Bench) -> None:
    for unit, text in (("乙局", ""), ("丙委", FIRST.replace("1.1", "2.1"))):
        kept.write(f"data/progress/{unit}.yaml", text)
    kept.write("data/progress/丁镇.yaml", FIRST.replace("1.1", "2.1"))
    commit(kept)
    assert records_at(kept, "HEAD") == ["丁镇 doing", "丙委 doing", "甲局 doing", "甲局 done"]


@pytest.mark.parametrize("folder", [".", "方案", "a b/二〇一七年", "两\n行"])
@pytest.mark.parametrize("data", ["data/", ""])
def test_a_plan_anywhere_in_the_repository(empty: Bench, folder: str, data: str) -> None:
    for name, text in (("tasks", SMALL_TASKS), ("units", SMALL_UNITS), ("progress/甲局", FIRST)):
        empty.write(f"{folder}/{data}{name}.yaml", text)
    empty.write(f"{folder}/{data}进展/甲局.yaml", "别的")
    git(empty, "init", "-q")
    git(empty, "config", "core.quotePath", "true")
    commit(empty)
    empty.write(f"{folder}/{data}progress/甲局.yaml", "")
    assert records_at(empty, "HEAD", folder) == ["甲局 doing"]
    with at_revision(folder_of(empty, folder), "HEAD", ENV) as old:
        shown = old.label(old.journal("甲局"))
    inside = "" if folder == "." else f"{folder}/"
    assert shown == f"HEAD:{inside}{data}progress/甲局.yaml"
    assert git(empty, "show", shown) == FIRST.removesuffix("\n"), "the name is git's own"


def test_a_linked_worktree(kept: Bench, bench_at: Callable[[str], Bench]) -> None:
    tree = bench_at("trees")
    git(kept, "worktree", "add", "-q", str(tree.root / "旧"), "HEAD~1")
    assert records_at(tree, "HEAD", "旧") == ["甲局 doing"]
    assert records_at(tree, "main", "旧") == ["甲局 doing", "甲局 done"]


def test_a_repository_with_sha_256(small: Bench) -> None:
    git(small, "init", "-q", "--object-format=sha256")
    small.write(JOURNAL, FIRST)
    commit(small)
    whole = git(small, "rev-parse", "HEAD")
    assert len(whole) == 64
    assert records_at(small, whole) == records_at(small, "HEAD") == ["甲局 doing"]


def test_files_are_as_committed_whatever_attributes_make_of_them(kept: Bench) -> None:
    """Filters, encodings and line ends apply only to the working tree."""
    text = (FIRST + "  note: 已公开\n").replace("\n", "\r\n").encode()
    blob = git(kept, "hash-object", "-w", "--stdin", "--no-filters", given=text)
    git(kept, "update-index", "--cacheinfo", f"100755,{blob},{JOURNAL}")
    git(kept, "commit", "-qm", "换行")
    kept.write(".git/info/attributes", "*.yaml eol=lf filter=f working-tree-encoding=GBK ident\n")
    git(kept, "config", "filter.f.smudge", "tr a-z A-Z")
    with at_revision(folder_of(kept), "HEAD", ENV) as old:
        assert old.journal("甲局").read_bytes() == text


# Messages


def test_positions_of_problems_include_the_revision(kept: Bench) -> None:
    kept.write(JOURNAL, FIRST.replace("doing", "finished"))
    commit(kept)
    kept.write(JOURNAL, FIRST)
    with at_revision(folder_of(kept), "HEAD", ENV) as old:
        problems = load(old).problems
    assert "".join(problem_text(problem) for problem in problems) == (
        "HEAD:data/progress/甲局.yaml:2:11: error[unknown-status]: “finished” 不是有效状态\n"
        "    status: finished\n"
        "            ^^^^^^^^\n"
        "  可用：todo 未启动、waiting 条件未具备、doing 正在推进、blocked 受阻、"
        "done 已完成、waived 不涉及\n"
    )


def test_evidence_is_not_missed_in_the_past(kept: Bench) -> None:
    def rules_at(folder: Folder) -> list[str]:
        problems = load(folder, advise_at=date(2017, 10, 31)).problems
        return [problem.rule.name for problem in problems if "材料" in problem.message]

    assert rules_at(folder_of(kept)) == ["missing-file"]
    with at_revision(folder_of(kept), "HEAD", ENV) as old:
        assert rules_at(old) == []


NOT_KNOWN = "可写提交号、标签、分支或 HEAD~1；git log 列出各次提交（浅克隆里没有早先的）"


@pytest.mark.parametrize(
    "rev",
    [
        *("", " ", "--help", "-x", "--all", "--git-dir", "--end-of-options", "-", "--", "HEAD; rm"),
        *("HEAD\n", "HEAD\nmain", "\n", "HEAD\0", "\0", "\ud800", "$(touch x)", "`touch x`"),
        *("^HEAD", "HEAD..main", "HEAD...main", "HEAD^@", "HEAD^!", "HEAD~9", "nowhere"),
        *("HEAD:data", "HEAD:data/tasks.yaml", ":data/tasks.yaml", ":0:data/tasks.yaml", ":/报"),
        *(
            "HEAD^{tree}",
            "0" * 40,
            "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
            "../../x",
            "a" * 9999,
        ),
    ],
)
def test_what_is_no_commit_is_refused(kept: Bench, rev: str) -> None:
    before = kept.files()
    assert refused(folder_of(kept), rev) == (Exit.USAGE, f"git 里没有版本 “{rev}”", NOT_KNOWN)
    assert kept.files() == before


def test_a_repository_without_commits(small: Bench) -> None:
    git(small, "init", "-q")
    assert refused(folder_of(small), "HEAD")[:2] == (Exit.USAGE, "git 里没有版本 “HEAD”")


def test_a_revision_from_before_the_plan(empty: Bench) -> None:
    git(empty, "init", "-q")
    empty.write("读我.txt", "")
    commit(empty)
    empty.write("方案/data/tasks.yaml", SMALL_TASKS)
    empty.write("方案/data/units.yaml", SMALL_UNITS)
    assert refused(folder_of(empty, "方案"), "HEAD") == (
        Exit.USAGE,
        "旧版本里没有 HEAD:方案/data/tasks.yaml",
        "方案那时不在这里；git log -- 方案/data/tasks.yaml 列出有它的版本",
    )


def test_a_folder_outside_every_repository(small: Bench) -> None:
    env = {**ENV, "GIT_CEILING_DIRECTORIES": str(small.root.parent)}
    assert refused(folder_of(small), "HEAD", env) == (
        Exit.USAGE,
        "data 不在 git 的工作区里",
        "用 --data 指明由 git 管的方案文件夹",
    )


def test_the_shipped_plan_outside_every_repository(empty: Bench) -> None:
    plan = shipped(shipped(empty.root).root)
    env = {**ENV, "GIT_CEILING_DIRECTORIES": str(plan.root)}
    assert refused(plan, "HEAD", env)[:2] == (Exit.USAGE, "data 不在 git 的工作区里")


@pytest.mark.parametrize("folder", ["bare.git", ".git"])
def test_a_folder_inside_a_repositorys_own_files(kept: Bench, folder: str) -> None:
    git(kept, "clone", "-q", "--bare", ".", "bare.git")
    kept.write(f"{folder}/data/tasks.yaml", SMALL_TASKS)
    assert refused(folder_of(kept, folder), "HEAD")[:2] == (
        Exit.USAGE,
        f"{folder}/data 不在 git 的工作区里",
    )


def test_a_repository_that_is_somebody_elses(kept: Bench) -> None:
    env = {**ENV, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    assert refused(folder_of(kept), "HEAD", env) == (
        Exit.UNREADABLE,
        "版本库属于别的用户，git 不读",
        f"信得过就运行 git config --global --add safe.directory {kept.root}",
    )


@pytest.mark.parametrize(
    ("name", "mode", "content", "reason"),
    [
        ("tasks.yaml", "120000", "/etc/passwd", "旧版本里的符号链接和子模块不读"),
        ("units.yaml", "160000", "", "旧版本里的符号链接和子模块不读"),
        ("progress/甲局.yaml", "120000", "../../秘密", "旧版本里的符号链接和子模块不读"),
        ("progress", "120000", "../journals", "旧版本里的符号链接和子模块不读"),
        ("progress", "160000", "", "旧版本里的符号链接和子模块不读"),
        ("progress", "100644", "x", "应是一个文件夹"),
    ],
)
def test_what_is_no_file_is_refused_and_not_followed(
    kept: Bench, name: str, mode: str, content: str, reason: str
) -> None:
    path = f"data/{name}"
    git(kept, "rm", "-rq", "--cached", path)
    link = git(kept, "hash-object", "-w", "--stdin", given=content.encode())
    entry = link if content else git(kept, "rev-parse", "HEAD")
    git(kept, "update-index", "--add", "--cacheinfo", f"{mode},{entry},{path}")
    git(kept, "commit", "-qm", "换成链接")
    refusal = (Exit.UNREADABLE, f"HEAD:data/{name} 打不开：{reason}", "换一个版本")
    assert refused(folder_of(kept), "HEAD") == refusal


def test_a_data_folder_that_was_a_link(kept: Bench) -> None:
    git(kept, "rm", "-rq", "--cached", "data")
    link = git(kept, "hash-object", "-w", "--stdin", given=b"elsewhere")
    git(kept, "update-index", "--add", "--cacheinfo", f"120000,{link},data")
    git(kept, "commit", "-qm", "换成链接")
    assert refused(folder_of(kept), "HEAD")[1] == "旧版本里没有 HEAD:data/tasks.yaml"


def test_a_file_too_large_to_read(kept: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_revision, "LARGEST", 3 << 20)
    kept.write(JOURNAL, b"#" * (3 << 20))
    commit(kept)
    assert records_at(kept, "HEAD") == []
    kept.write(JOURNAL, b"#" * ((3 << 20) + 1))
    commit(kept)
    assert refused(folder_of(kept), "HEAD")[1] == "HEAD:data/progress/甲局.yaml 打不开：超过 3 MB"
    assert records_at(kept, "HEAD~2") == ["甲局 doing", "甲局 done"]


def test_a_missing_temporary_folder_is_reported(
    kept: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(kept.root / "nowhere"))
    assert refused(folder_of(kept), "HEAD") == (
        Exit.UNREADABLE,
        "旧版本不能放进临时文件夹：文件不存在",
        "检查临时文件夹和文件名",
    )


# git and what it must not do


def tool(bench: Bench, script: str) -> dict[str, str]:
    """Write another ``git`` that precedes the real one; return the environment that finds it."""
    bench.write("bin/git", f"#!/bin/sh\n{script}\n").chmod(0o755)
    return {**ENV, "PATH": f"{bench.root / 'bin'}{os.pathsep}{ENV['PATH']}"}


@pytest.mark.posix("a POSIX shell")
def test_git_is_called_three_times_without_prompting(
    kept: Bench, bench_at: Callable[[str], Bench]
) -> None:
    spy = bench_at("spy")
    log = spy.root / "log"
    seen = "$LC_ALL $GIT_TERMINAL_PROMPT $GIT_NO_LAZY_FETCH $GIT_ALLOW_PROTOCOL $6"
    env = tool(spy, f'echo "{seen}" >> {log}\nPATH="{ENV["PATH"]}"; exec git "$@"')
    with at_revision(folder_of(kept), "HEAD", {**env, "GIT_TERMINAL_PROMPT": "1"}):
        pass
    assert log.read_text(encoding="utf-8").splitlines() == [
        "C 0 1 none rev-parse",
        "C 0 1 none ls-tree",
        "C 0 1 none cat-file",
    ]


def test_the_repository_of_a_hook_is_not_the_plans(
    kept: Bench, bench_at: Callable[[str], Bench]
) -> None:
    other = bench_at("other")
    git(other, "init", "-q")
    hook = {"GIT_DIR": ".git", "GIT_WORK_TREE": str(other.root), "GIT_INDEX_FILE": ".git/index",
            "GIT_OBJECT_DIRECTORY": str(other.root / ".git/objects"), "GIT_NAMESPACE": "x",
            "GIT_COMMON_DIR": str(other.root / ".git"), "GIT_PREFIX": "x/"}  # fmt: skip
    with at_revision(folder_of(kept), "HEAD", {**ENV, **hook}) as old:
        assert old.journal("甲局").read_text(encoding="utf-8") == FIRST + SECOND


@pytest.fixture
def trapped(kept: Bench, bench_at: Callable[[str], Bench]) -> Bench:
    """A clone without the files, whose settings start programs wherever git could start any."""
    git(kept, "config", "uploadpack.allowFilter", "true")
    trap = bench_at("trap")
    git(trap, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{kept.root}", ".")
    trap.write("data/tasks.yaml", SMALL_TASKS)
    snap = trap.write("snap", f"#!/bin/sh\necho $0 >> '{trap.root}/caught'\nexit 1\n")
    snap.chmod(0o755)
    trap.write(".git/hooks/post-index-change", f"#!/bin/sh\n{snap}\n").chmod(0o755)
    trap.write(".git/info/attributes", "*.yaml filter=f diff=f\n")
    names = ("remote.origin.uploadpack", "core.fsmonitor", "core.pager", "core.sshCommand",
             "core.alternateRefsCommand", "core.editor", "filter.f.smudge", "filter.f.process",
             "diff.f.textconv", "diff.external", "credential.helper", "pager.ls-tree",
             "alias.ls-tree", "gpg.program")  # fmt: skip
    for name in names:
        git(trap, "config", name, f"{'!' if name[:5] == 'alias' else ''}{snap}")
    git(trap, "config", "protocol.file.allow", "always")
    return trap


@pytest.mark.posix("a POSIX shell")
def test_no_program_of_a_hostile_repository_is_started(trapped: Bench) -> None:
    for rev in ("HEAD", "HEAD~1", "main@{0}", ":data/tasks.yaml", ":/报", "HEAD^{/报}"):
        refused(folder_of(trapped), rev)
    assert not (trapped.root / "caught").exists()
    subprocess.run(
        ["git", "cat-file", "-p", "HEAD:data/tasks.yaml"], cwd=trapped.root, env=ENV, check=False
    )
    assert (trapped.root / "caught").exists(), "the trap does snap"


@pytest.mark.posix("a POSIX shell")
def test_a_partial_clone_is_not_filled_up(trapped: Bench) -> None:
    assert refused(folder_of(trapped), "HEAD") == (
        Exit.UNREADABLE,
        "部分克隆里没有这个版本的文件",
        "到完整的克隆里看",
    )


def test_a_name_that_leads_out_of_the_folder_is_not_written(kept: Bench) -> None:
    """No git command makes such a tree, but anybody can."""
    blob = git(kept, "rev-parse", "HEAD:data/tasks.yaml")
    units = git(kept, "rev-parse", "HEAD:data/units.yaml")
    names = ("../../escaped.yaml", "..", ".", "x/y.yaml", "乙局.yaml.txt")
    progress = tree_of(kept, *((f"100644 {name}", blob) for name in names))
    plan = (("100644 tasks.yaml", blob), ("100644 units.yaml", units), ("40000 progress", progress))
    top = tree_of(kept, ("40000 data", tree_of(kept, *plan)))
    made = git(kept, "commit-tree", "-m", "恶意", top)
    with at_revision(folder_of(kept), made, ENV) as old:
        assert sorted(path.name for path in old.data.rglob("*")) == ["tasks.yaml", "units.yaml"]
        assert not (old.data.parent / "escaped.yaml").exists()


def tree_of(bench: Bench, *entries: tuple[str, str]) -> str:
    """Write a tree with any names at all."""
    data = b"".join(about.encode() + b"\0" + bytes.fromhex(id_) for about, id_ in entries)
    return git(bench, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=data)


def test_two_files_of_one_name_are_refused(kept: Bench) -> None:
    blob = git(kept, "rev-parse", "HEAD:data/tasks.yaml")
    top = tree_of(kept, ("40000 data", tree_of(kept, *[("100644 tasks.yaml", blob)] * 2)))
    made = git(kept, "commit-tree", "-m", "恶意", top)
    assert refused(folder_of(kept), made) == (
        Exit.UNREADABLE,
        "旧版本不能放进临时文件夹：已经存在",
        "检查临时文件夹和文件名",
    )


NO_GIT = (Exit.UNREADABLE, "找不到 git，旧版本要由它来读", "先安装 git")


@pytest.mark.posix("a POSIX shell")
@pytest.mark.parametrize("path", ["", "nowhere", "bin", "./bin"])
def test_without_git_or_with_one_that_a_relative_path_leads_to(
    kept: Bench, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool(kept, "touch started")
    monkeypatch.chdir(kept.root)
    assert refused(folder_of(kept), "HEAD", {"PATH": path}) == NO_GIT
    assert not (kept.root / "started").exists()


@pytest.mark.posix("a POSIX shell")
@pytest.mark.parametrize(
    ("script", "message", "remedy"),
    [
        ("exec sleep 60", "等了 0.5 秒，git 没有答复", "稍后再试"),
        ("sleep 60 & wait", "等了 0.5 秒，git 没有答复", "稍后再试"),
        ("read line || echo 'fatal: no input' >&2; exit 128", "", ""),
        ("echo 'fatal: bad config line 1' >&2; exit 128", "", ""),
        ("kill -9 $$", "", ""),
        ('[ "$6" = rev-parse ] || kill -9 $$', "", ""),
        ('[ "$6" != cat-file ] || exit 0', "", ""),
        ('[ "$6" != cat-file ] || { PATH="$OLD"; git "$@" | head -c 40; exit; }', "", ""),
        ('[ "$6" != cat-file ] || { PATH="$OLD"; git "$@" | head -c -1; exit; }', "", ""),
        ('[ "$6" != cat-file ] || { PATH="$OLD"; git "$@" | tr b c; exit; }', "", ""),
    ],
)
def test_git_fails(
    kept: Bench, script: str, message: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_revision, "PATIENCE", 0.5 if "sleep" in script else 60)
    env = tool(kept, f'{script}\nPATH="$OLD"; exec git "$@"') | {"OLD": ENV["PATH"]}
    if not remedy:
        message, remedy = (
            "git 不能读取版本库：内容不全，或已损坏",
            "用 git fsck 检查版本库，看出错在哪里",
        )
    assert refused(folder_of(kept), "HEAD", env) == (Exit.UNREADABLE, message, remedy)


@pytest.mark.posix("a POSIX shell")
def test_git_cannot_be_started(kept: Bench) -> None:
    env = tool(kept, "")
    kept.write("bin/git", "#!/nowhere/sh\n")
    assert refused(folder_of(kept), "HEAD", env) == (
        Exit.UNREADABLE,
        "git 不能运行：文件不存在",
        "重装 git",
    )


@pytest.mark.parametrize("name", ["HEAD:data", "HEAD:data/units.yaml"])
def test_an_object_is_lost(kept: Bench, name: str) -> None:
    lost = git(kept, "rev-parse", name)
    (kept.root / f".git/objects/{lost[:2]}/{lost[2:]}").unlink()
    assert refused(folder_of(kept), "HEAD") == (
        Exit.UNREADABLE,
        "git 不能读取版本库：内容不全，或已损坏",
        "用 git fsck 检查版本库，看出错在哪里",
    )


# At the context


def test_a_command_shows_the_plan_as_it_was(kept: Bench) -> None:
    kept.write("data/units.yaml", SMALL_UNITS.replace("甲局", "戊局"))
    now, then = kept.run("log"), kept.run("log", "--git", "HEAD~1", env=ENV)
    assert (now.code, then.code, then.err) == (3, 0, "")
    assert then.out == (
        "日期        编号  期  单位  状态      进展\n"
        "2017-09-01  1.1   -   甲局  正在推进  -\n"
        "共 1 条记录\n"
    )


def test_a_command_reports_errors_at_the_revision(kept: Bench) -> None:
    kept.write(JOURNAL, FIRST.replace("1.1", "9.9"))
    commit(kept)
    kept.write(JOURNAL, FIRST)
    result = kept.run("log", "--git", "main", env=ENV)
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines()[0] == (
        "main:data/progress/甲局.yaml:1:9: error[unknown-task]: 方案里没有事项 “9.9”"
    )
