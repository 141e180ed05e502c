"""What stops the reading of a file from within; whoever chose the reader names the file."""


class UnreadableError(Exception):
    """A file that is not read any further: why, and what to do about it, in Chinese."""

    def __init__(self, why: str, remedy: str) -> None:
        """Keep both parts."""
        super().__init__(why)
        self.why = why
        self.remedy = remedy


class TooDeepError(UnreadableError):
    """Parts lie in one another deeper than any document needs."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "表格、文本框或列表一层套一层，套得太深",
            "用 Word 或 WPS 打开，把内容粘贴到新文档里，另存为 .docx 再导入",
        )


class DamagedError(UnreadableError):
    """A packed file whose parts cannot be read."""

    def __init__(self, why: str) -> None:
        """Say what is wrong."""
        super().__init__(why, "用 Word、Excel 或 WPS 打开，确认内容完整后另存一份再导入")


class TooLargeError(UnreadableError):
    """A file far beyond any plan."""

    def __init__(self, why: str) -> None:
        """Say what is too large."""
        super().__init__(f"{why}，不像一份分工方案", "只留下分工方案本身，另存后再导入")
