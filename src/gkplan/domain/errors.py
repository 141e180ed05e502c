"""Requests that cannot be carried out: exceptions with a message for a person.

Only the command line turns them into text and an exit code.
"""

import errno
from enum import IntEnum

from gkplan.domain.rules import Problem


class Exit(IntEnum):
    """The exit codes of the process."""

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
    errno.EBUSY: "正被占用",
    errno.EINVAL: "系统不接受这个名称或操作",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EOPNOTSUPP: "这里的文件系统不支持",
    errno.ESTALE: "网络文件夹断开了",
    errno.ETIMEDOUT: "等待超时",
}


class HeldOpenError(PermissionError):
    """A file that another program holds open and does not share."""


class ReadOnlyFileError(PermissionError):
    """A file that is marked as read-only."""


def reason_of(error: OSError) -> str:
    """Return the reason of a system error in Chinese; an unknown one is given by its number."""
    if isinstance(error, HeldOpenError):
        return "文件正被别的程序打开（如 WPS、Excel）"
    if isinstance(error, ReadOnlyFileError):
        return "文件是只读的"
    if error.errno is None:
        own = str(error)
        return own if own and not own.isascii() else "系统没有说明原因"
    return _REASONS.get(error.errno) or f"系统错误 {error.errno}"


def remedy_of(error: BaseException | None, otherwise: str) -> str:
    """Return what to do about a system error: ``otherwise``, unless it is a special one."""
    if isinstance(error, HeldOpenError):
        return "先在那个程序里关闭它，再试一次"
    return "恢复写权限" if isinstance(error, ReadOnlyFileError) else otherwise


NO_MEMORY = ("内存不足", "先关掉别的程序，再试一次")
_SPARE = 64 << 20
"""Bytes that a process can still get unless it is short of memory."""


def is_short_of_memory(error: BaseException) -> bool:
    """Whether an exception follows from too little memory.

    Python itself then raises others, too: ``SystemError``, a codec that is unknown or a library
    that is broken because it could not be loaded.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, MemoryError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        return True
    try:
        bytearray(_SPARE)
    except MemoryError:
        return True
    return False


class GkplanError(Exception):
    """A request that cannot be carried out: what is wrong, and what to do about it."""

    exit = Exit.USAGE

    def __init__(self, message: str, remedy: str = "") -> None:
        """Keep the message and the remedy."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class ReaderLeftError(Exception):
    """The reader of the output has closed it, as in ``gkplan list | head``."""


class UsageError(GkplanError):
    """The request names something that does not exist or does not fit."""


class PlanUnreadableError(GkplanError):
    """The plan folder cannot be read, or has errors that would make every figure doubtful."""

    exit = Exit.UNREADABLE

    def __init__(self, message: str, remedy: str = "", problems: tuple[Problem, ...] = ()) -> None:
        """Keep the problems, in order."""
        super().__init__(message, remedy)
        self.problems = problems


class WriteRefusedError(GkplanError):
    """A write was refused or failed, and nothing was changed."""

    exit = Exit.REFUSED

    def __init__(self, message: str, remedy: str = "", problems: tuple[Problem, ...] = ()) -> None:
        """Keep the problems that prevent the write, if any."""
        super().__init__(message, remedy)
        self.problems = problems
