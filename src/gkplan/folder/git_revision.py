"""A plan folder as it was at a git revision, read by git itself; the present is not touched."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

from gkplan.domain.errors import GkplanError, PlanUnreadableError, UsageError, reason_of
from gkplan.domain.frozen import Frozen
from gkplan.folder.files import LARGEST
from gkplan.folder.location import Folder
from gkplan.folder.temporary import temporary_folder

PATIENCE = 60
"""Seconds that one call of git may take."""
_REPOSITORY = {"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE",
               "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"}  # fmt: skip
"""The variables by which git names a repository to its hooks; a plan folder may be in another."""
_CALM = {
    "LC_ALL": "C",  # messages in the one language that is understood here
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",  # what a partial clone lacks stays missing,
    "GIT_ALLOW_PROTOCOL": "none",  # also where git is too old to know that
}
_Done = subprocess.CompletedProcess[bytes]


class _Past(Folder):
    """A folder out of a commit; ``shown`` ends where the names of its files begin."""

    __slots__ = ()

    def label(self, path: Path) -> str:
        """Name a file as ``git show`` takes it: ``REV:data/tasks.yaml``."""
        return self.shown + path.relative_to(self.root).as_posix()

    def holds(self, evidence: str) -> bool:  # noqa: ARG002  (none is brought along)
        """Whether evidence is there: none is brought along, so none is missed."""
        return True


@contextmanager
def at_revision(folder: Folder, revision: str, env: Mapping[str, str]) -> Iterator[Folder]:
    """Give the plan folder as it was at ``revision``, for as long as the context lasts.

    git runs in the environment ``env``. Raises ``UsageError`` if there is no such revision, or no
    plan in it, and ``PlanUnreadableError`` if it cannot be read.
    """
    git = Git(folder, env)
    inside, commit = git.resolve(revision)
    shown = f"{revision}:{inside}"
    files = [file for file in git.files(commit) if file.wanted]
    _require_plan(files, folder, shown)
    with ExitStack() as stack:
        try:
            copy = stack.enter_context(temporary_folder())
            for file, content in zip(files, git.contents(files), strict=True):
                _put(copy / file.name, content)
        except OSError as error:
            raise PlanUnreadableError(
                f"旧版本不能放进临时文件夹：{reason_of(error)}", "检查临时文件夹和文件名"
            ) from error
        yield _Past(copy, copy, shown, read_only=True)


class File(Frozen):
    """A file of a commit by its name in the data folder; ``size`` in bytes, 0 where it has none."""

    name: str
    mode: bytes
    id: bytes
    size: int

    @property
    def wanted(self) -> bool:
        """Whether it is the plan's, and its name one that leads nowhere else."""
        folder, _, name = self.name.rpartition("/")
        copy = not folder or (folder == "progress" and name.endswith(".yaml"))
        return copy and Path(name).name == name

    @property
    def refusal(self) -> str:
        """Why it cannot be read, or empty; ignoring it would make the figures wrong."""
        if self.mode in (b"120000", b"160000"):
            return "旧版本里的符号链接和子模块不读"
        if self.name == "progress":
            return "应是一个文件夹"
        return f"超过 {LARGEST >> 20} MB" if self.size > LARGEST else ""


def _file_of(line: bytes) -> File:
    """Read a line of ``git ls-tree --long``."""
    about, _, name = line.partition(b"\t")
    mode, _, id_, size = about.split()
    return File(os.fsdecode(name), mode, id_, int(size) if size.isdigit() else 0)


def _require_plan(files: Iterable[File], folder: Folder, shown: str) -> None:
    """Refuse a commit that has no plan here, or one that cannot be read completely."""
    if not any(file.name == folder.tasks.name for file in files):
        raise UsageError(
            f"旧版本里没有 {shown}{folder.tasks.name}",
            f"方案那时不在这里；git log -- {folder.label(folder.tasks)} 列出有它的版本",
        )
    for file in files:
        if file.refusal:
            raise PlanUnreadableError(f"{shown}{file.name} 打不开：{file.refusal}", "换一个版本")


def _put(path: Path, content: bytes) -> None:
    """Write a new file: two names in git may be one on this system."""
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        file.write(content)


class Git:
    """git at a plan folder: it prompts nobody, fetches nothing and starts no other program."""

    def __init__(self, folder: Folder, env: Mapping[str, str]) -> None:
        """Find git; one that a relative path leads to is not trusted."""
        program = shutil.which("git", path=env.get("PATH", os.defpath))
        if program is None or not Path(program).is_absolute():
            raise PlanUnreadableError("找不到 git，旧版本要由它来读", "先安装 git")
        self._folder = folder
        options = ("--no-pager", "-c", "core.fsmonitor=false")
        self._command = (program, *options, "-C", str(folder.data))
        self._env = {name: env[name] for name in env if name not in _REPOSITORY} | _CALM

    def resolve(self, revision: str) -> tuple[str, str]:
        """Where the data folder is in its repository, with a slash; and the id of the commit."""
        asked = ("--is-inside-work-tree", "--show-prefix", "--verify", "--end-of-options")
        try:
            done = self._run("rev-parse", *asked, f"{revision}^{{commit}}")
        except ValueError as error:  # what no argument can contain, such as NUL
            raise _unknown(revision) from error
        match = re.fullmatch(rb"true\n(.*)\n([0-9a-f]{40,64})\n", done.stdout, re.DOTALL)
        if done.returncode or not match:
            raise self._refusal(done, revision)
        return os.fsdecode(match[1]), match[2].decode()

    def files(self, commit: str) -> list[File]:
        """What a commit has under the names of the plan's files, and under those names."""
        here = self._folder
        paths = (here.tasks, here.units, here.calendar, here.reviews, here.progress)
        names = (path.name for path in paths)
        done = self._run("ls-tree", "-r", "-z", "--long", commit, *names)
        if done.returncode:
            raise _broken(done)
        return [_file_of(line) for line in done.stdout.split(b"\0")[:-1]]

    def describe(self, commit: str) -> tuple[str, str]:
        """Return the short name of a commit, and its local day."""
        shown = ("--max-count=1", "--date=short", "--format=%h %cd")
        done = self._run("rev-list", *shown, commit)
        match = re.fullmatch(rb"commit [0-9a-f]+\n([0-9a-f]+) ([0-9-]{10})\n", done.stdout)
        if done.returncode or not match:
            raise _broken(done)
        return match[1].decode(), match[2].decode()

    def journal_of_commits(self) -> Path:
        """The file to which git adds a line whenever the present commit becomes another."""
        done = self._run("rev-parse", "--git-path", "logs/HEAD")
        if done.returncode:
            raise _broken(done)
        inside = os.fsdecode(done.stdout.removesuffix(b"\n"))
        return Path(os.path.normpath(self._folder.data / inside))

    def contents(self, files: Iterable[File]) -> Iterator[bytes]:
        """The bytes of files, in their order; git must answer just what it was asked."""
        done = self._run("cat-file", "--batch", given=b"".join(file.id + b"\n" for file in files))
        answer = BytesIO(done.stdout)
        for file in files:
            head, content, end = answer.readline(), answer.read(file.size), answer.read(1)
            if head != b"%s blob %d\n" % (file.id, file.size) or end != b"\n":
                raise _broken(done)
            yield content

    def _run(self, *args: str, given: bytes = b"") -> _Done:
        command = [*self._command, *args]
        try:
            return subprocess.run(  # noqa: S603  (no shell, and options end before what is given)
                command,
                input=given,
                env=self._env,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PlanUnreadableError(f"等了 {PATIENCE} 秒，git 没有答复", "稍后再试") from error
        except OSError as error:
            raise PlanUnreadableError(f"git 不能运行：{reason_of(error)}", "重装 git") from error

    def _refusal(self, done: _Done, revision: str) -> GkplanError:
        """Return the reason why the commit cannot be found."""
        output = done.stderr.decode(errors="replace")
        if trust := re.search("git config .*safe.directory .*", output):
            return PlanUnreadableError("版本库属于别的用户，git 不读", f"信得过就运行 {trust[0]}")
        if "not a git repository" in output or done.stdout.startswith(b"false"):
            here = self._folder.label(self._folder.data)
            return UsageError(f"{here} 不在 git 的工作区里", "用 --data 指明由 git 管的方案文件夹")
        if "single revision" in output or done.returncode == 0:
            return _unknown(revision)
        return _broken(done)


def _unknown(revision: str) -> UsageError:
    return UsageError(
        f"git 里没有版本 “{revision}”",
        "可写提交号、标签、分支或 HEAD~1；git log 列出各次提交（浅克隆里没有早先的）",
    )


def _broken(done: _Done) -> PlanUnreadableError:
    output = done.stderr.decode(errors="replace").strip()
    if "promisor" in output:
        return PlanUnreadableError("部分克隆里没有这个版本的文件", "到完整的克隆里看")
    message = "git 不能读取版本库：内容不全，或已损坏"
    return PlanUnreadableError(message, "用 git fsck 检查版本库，看出错在哪里")
