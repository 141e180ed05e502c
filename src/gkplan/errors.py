"""Requests that cannot be carried out: exceptions with a message for a person.

Only the command line turns them into text and an exit code.
"""

import errno
from enum import IntEnum

from gkplan.problems import Problem


class Exit(IntEnum):
    """What the process tells its caller."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    UNREADABLE = 3
    REFUSED = 4
    INTERRUPTED = 130
    BUG = 70


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "文件不存在",
    errno.EEXIST: "已经存在",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "符号链接绕成了圈",
}


class HeldOpenError(PermissionError):
    """A file that another program holds open and does not share."""


class ReadOnlyFileError(PermissionError):
    """A file that is marked as read-only."""


def reason_of(error: OSError) -> str:
    """Say an operating system's refusal in Chinese where it is a known one."""
    if isinstance(error, HeldOpenError):
        return "文件正被别的程序打开（如 WPS、Excel）"
    if isinstance(error, ReadOnlyFileError):
        return "文件是只读的"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def remedy_of(error: BaseException | None, otherwise: str) -> str:
    """Say what to do about an operating system's refusal: ``otherwise``, if not a special one."""
    if isinstance(error, HeldOpenError):
        return "先在那个程序里关闭它，再试一次"
    return "恢复写权限" if isinstance(error, ReadOnlyFileError) else otherwise


class GkplanError(Exception):
    """A request that cannot be carried out: what is wrong, and how to go on."""

    exit = Exit.USAGE

    def __init__(self, message: str, remedy: str = "") -> None:
        """Say what is wrong and what to do about it."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class ReaderLeftError(Exception):
    """Whoever read the output has seen enough, as in ``gkplan list | head``."""


class UsageError(GkplanError):
    """The request names something that does not exist or does not fit."""


class PlanUnreadableError(GkplanError):
    """The plan folder cannot be read, or has errors that would make every figure doubtful."""

    exit = Exit.UNREADABLE

    def __init__(self, message: str, remedy: str = "", problems: tuple[Problem, ...] = ()) -> None:
        """Carry the problems found, in order."""
        super().__init__(message, remedy)
        self.problems = problems


class WriteRefusedError(GkplanError):
    """A write was refused or failed, and nothing was changed."""

    exit = Exit.REFUSED

    def __init__(self, message: str, remedy: str = "", problems: tuple[Problem, ...] = ()) -> None:
        """Carry the problems that stand in the way, if any."""
        super().__init__(message, remedy)
        self.problems = problems
