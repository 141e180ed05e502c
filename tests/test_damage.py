"""Laws of reading: any file loads or gives problems, each at its position, never a traceback."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

import pytest
from conftest import REPO, Bench, examples, many
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gkplan.domain import rules
from gkplan.domain.rules import Position, Problem
from gkplan.folder.load import Reading, load
from gkplan.folder.location import find_folder

JOURNAL = """\
# 区发改局的进展
- task: "3.1"
  period: 2017-08
  status: done
  date: 2017-09-12
  evidence:
  - https://www.gzns.gov.cn/example
  note: 已公开8月的办理情况。
- {task: "22.1", event: 2017-09-01, status: 正在推进, date: 2017-09-04, by: "某某"}
- task: "22.2"
  status: blocked
  date: 2017-10-09
  problem: |
    公众申请较为集中的信息
    尚未归集。
  next: 待汇总后公开
"""
COLLECTIVES = """\
collectives:
- name: 各镇（街）
  aliases: [各镇(街), 各镇街]
  members: [南沙街]
- name: 各部门
  kinds: [party, government]
"""
TEXTS = [
    "&a ", "*a", "*见附件", "!!int ", "!", "<<: ", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n",
    "- ", "? ", ": ", ":", "：", "，", "、", "#", " #", "|\n", ">\n", "'", '"', "\\", "@", "`",
    "[", "]", "{", "}", "[]", "{}", ",", "[" * 40, "{a: " * 40, "- " * 40, "]" * 40, "甲" * 3000,
    "\t", "\n", "\r", "\r\n", " ", "　", "\n\n", "\x00", "\x07", "\x08", "\x1b[31m", "\x7f", "\x80",
    "\x85", "\xa0", "\xad", "\u200b", "\u200f", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff",
    "\ufffd", "\ufffe", "\uffff", "\ue000", "𠮷", "😀", "é", "ẛ̣", "\U0010ffff",
]  # fmt: skip
VALUES = [
    "~", "null", "no", "9" * 400, "-1", "0", "1e999", "0x10", "1.10", "00.1", "1.3", "22.1", "９",
    "0001-01-01", "9999-12-31", "2017-02-30", "2017-9-1", "2017-08-03", "2031-12-31", "0000-00-00",
    "2017", "2017-13", "2017Q5", "2017H1", "0000", "9999", "0 days", "9999 days", "9999 workdays",
    "once", "monthly", "[monthly, event, once]", "ongoing", "event", "yearly", "true", "done",
    "区财政局", "各部门", "各镇（街）", "无名局", "http://[", "https://a b", "javascript:1",
    "../..", "/etc/passwd", "C:\\a", "file:///a", "a\\..\\b", "con", "a/b",
]  # fmt: skip
BYTES = [b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", b"\xe4\xb8", b"\x80",
         b"\xf4\x90\x80\x80", "公开".encode("gbk"), "公开".encode("utf-16"), b"\x00"]  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """One edit: what is done, where (two fractions of the file), and with what."""

    how: "Callable[[Edit, bytes], bytes]"
    here: float
    there: float
    text: str
    value: str
    raw: bytes

    def __call__(self, data: bytes) -> bytes:
        """Return the damaged file."""
        return self.how(self, data)

    def characters(self, data: bytes) -> bytes:
        """Replace a few characters by the text."""
        text = data.decode(errors="ignore")
        start = int(self.here * len(text))
        return (text[:start] + self.text + text[start + int(self.there * 4) :]).encode()

    def swapped(self, data: bytes) -> bytes:
        """Swap two characters."""
        text = list(data.decode(errors="ignore") or " ")
        first, second = int(self.here * len(text)), int(self.there * len(text))
        text[first], text[second] = text[second], text[first]
        return "".join(text).encode()

    def cut(self, data: bytes) -> bytes:
        """Cut out some bytes, or everything from there on."""
        start = int(self.here * len(data))
        return data[:start] + (data[start + int(self.there * 40) :] if self.there < 0.8 else b"")

    def rawly(self, data: bytes) -> bytes:
        """Replace a few bytes, in the middle of characters too."""
        start = int(self.here * len(data))
        return data[:start] + self.raw + data[start + int(self.there * 4) :]

    def lines(self, data: bytes) -> bytes:
        """Repeat a line elsewhere, or move it there."""
        lines = data.splitlines(keepends=True) or [b"\n"]
        first, second = int(self.here * len(lines)), int(self.there * len(lines))
        line = lines[first] if len(self.text) % 2 else lines.pop(first)
        return b"".join([*lines[:second], line, *lines[second:]])

    def indented(self, data: bytes) -> bytes:
        """Shift a line."""
        lines = data.splitlines(keepends=True) or [b"\n"]
        number = int(self.here * len(lines))
        shift = int(self.there * 5)
        lines[number] = b" " * shift + lines[number] if shift else lines[number].lstrip(b" -")
        return b"".join(lines)

    def valued(self, data: bytes) -> bytes:
        """Replace a value by another value or by the text."""
        found = list(re.finditer(rb"(?<=: )[^\n,}]+|(?<=- )[^\n:]+|(?<=\[)[^\],]+", data))
        if not found:
            return self.characters(data)
        match = found[int(self.here * len(found))]
        text = self.value if self.there < 0.8 else self.text
        return data[: match.start()] + text.encode() + data[match.end() :]

    def keyed(self, data: bytes) -> bytes:
        """Replace a key by the text or by another key of the file."""
        found = list(re.finditer(rb"[a-z]+(?=:)", data))
        if not found:
            return self.characters(data)
        match, other = found[int(self.here * len(found))], found[int(self.there * len(found))]
        text = self.text.encode() if len(self.text) % 2 else other.group()
        return data[: match.start()] + text + data[match.end() :]


HOW = [
    Edit.characters, Edit.characters, Edit.swapped, Edit.cut, Edit.rawly, Edit.lines, Edit.lines,
    Edit.indented, *[Edit.valued] * 10, Edit.keyed, Edit.keyed,
]  # fmt: skip


def edits_of(seed: int) -> list[Edit]:
    """Return one to three edits, the same for a seed in every run.

    They are random: with as many variants hypothesis found as many kinds of problems, and took
    half as long again.
    """
    number, *rest = Random(seed).randbytes(16)  # noqa: S311  (nothing is kept secret)
    return [
        Edit(
            HOW[one % len(HOW)],
            (two * 256 + three) / 65536,
            four / 256,
            TEXTS[five % len(TEXTS)],
            VALUES[five % len(VALUES)],
            BYTES[five % len(BYTES)],
        )
        for one, two, three, four, five in zip(*[iter(rest)] * 5, strict=True)
    ][: 1 + number // 128 + number // 192]


HEALTHY = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


def shortened() -> dict[str, bytes]:
    """Return three files to damage: groups of the shipped plan, its units, and a journal."""
    tasks = (REPO / "data" / "tasks.yaml").read_text(encoding="utf-8")
    head, *groups = re.split(r"(?m)^(?=- id: )", tasks[tasks.index("\nplan:") + 1 :])
    units = (REPO / "data" / "units.yaml").read_text(encoding="utf-8")
    kept = re.findall(r"(?m)^- .*(?:区委宣|发改|区财|南沙街).*\n", units)
    return {
        "data/tasks.yaml": (head + groups[2] + groups[3] + groups[21]).encode(),
        "data/units.yaml": f"units:\n{''.join(kept)}{COLLECTIVES}".encode(),
        "data/progress/区发改局.yaml": JOURNAL.encode(),
    }


FILES = shortened()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """One folder for all the variants; it is restored before each of them."""
    bench = Bench(tmp_path_factory.mktemp("ground"))
    restore(bench)
    return bench


def restore(bench: Bench) -> None:
    for name, data in FILES.items():
        bench.write(name, data)


def read(bench: Bench, advise_at: date | None = None) -> Reading:
    return load(find_folder(None, bench.root), advise_at=advise_at)


def misplaced(bench: Bench, problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems whose position is not in the file, or whose excerpt is another line."""

    @cache
    def lines(file: str, encoding: str = "utf-8") -> list[str]:
        text = (bench.root / file).read_bytes().removeprefix(b"\xef\xbb\xbf")
        found = re.split(b"\r\n|[\n\r]", text)
        return [line.decode(encoding, "replace") for line in found]

    def gbk_lines(file: str) -> list[str]:
        return lines(file, "gb18030")

    return [
        problem
        for problem in problems
        if not (is_placed(problem.position, lines) or is_placed(problem.position, gbk_lines))
        and not is_of_the_whole_file(problem)
    ]


def is_of_the_whole_file(problem: Problem) -> bool:
    """Whether the file has an encoding that has no lines to show, such as UTF-16."""
    return problem.rule is rules.NOT_UTF8 and problem.position == Position(
        problem.position.file, 1, 1
    )


def is_placed(place: Position, lines: Callable[[str], list[str]]) -> bool:
    return (
        1 <= place.line <= len(lines(place.file))
        and place.excerpt == lines(place.file)[place.line - 1]
        and 1 <= place.column <= len(place.excerpt) + 1
    )


def test_the_files_have_no_errors_before_they_are_damaged(ground: Bench) -> None:
    restore(ground)
    assert [problem for problem in read(ground).problems if problem.is_error] == []


@contextmanager
def naming_variant(seed: int, edits: list[Edit]) -> Iterator[None]:
    """Add a note to any error that names the variant."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"seed {seed}: {edits}")
        raise


def damaged(name: str, edits: list[Edit]) -> bytes:
    """Return a file's bytes after all the edits."""
    data = FILES[name]
    for edit in edits:
        data = edit(data)
    return data


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "variants"),
    [
        ("data/tasks.yaml", many(250)),
        ("data/units.yaml", many(200)),
        ("data/progress/区发改局.yaml", many(200)),
    ],
    ids=["tasks", "units", "journal"],
)
def test_a_damaged_file_loads_or_gives_problems_with_positions(
    ground: Bench, name: str, variants: int
) -> None:
    restore(ground)
    seen = set()
    for seed in range(variants):
        edits = edits_of(seed)
        with naming_variant(seed, edits):
            data = damaged(name, edits)
            seen.add(data)
            (ground.root / name).write_bytes(data)
            reading = read(ground)
            assert misplaced(ground, reading.problems) == []
            if not any(problem.is_error for problem in reading.problems):
                assert reading.sound().ledger().plan.groups
    assert len(seen) > variants * 0.8


@pytest.mark.long
@pytest.mark.no_cover
@pytest.mark.parametrize("name", FILES)
def test_commands_answer_on_a_damaged_file(ground: Bench, name: str) -> None:
    restore(ground)
    for seed in range(many(40)):
        edits = edits_of(seed)
        with naming_variant(seed, edits):
            ground.write(name, damaged(name, edits))
            checked, listed = ground.run("check"), ground.run("list")
            assert (checked.code, listed.code) in [(0, 0), (1, 3)]
            assert bool(listed.out) is (listed.code == 0)


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
def test_any_text_loads_or_gives_problems_with_positions(ground: Bench, name: str) -> None:
    restore(ground)
    words = st.lists(
        st.sampled_from([*TEXTS, *VALUES, *JOURNAL.split(), " ", "\n", "\n- ", "\n  "])
    )

    @settings(examples(40), suppress_health_check=HEALTHY)
    @given(st.text() | words.map("".join))
    def law(text: str) -> None:
        ground.write(name, text.encode(errors="surrogatepass"))
        assert misplaced(ground, read(ground, ground.context.today).problems) == []

    law()
