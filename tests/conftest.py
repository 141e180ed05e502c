"""Fixtures: a plan folder per test, and gkplan run in a fixed context."""

import io
import os
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from libreoffice import Office, program, running

from gkplan.cli import run
from gkplan.commands.context import Context
from gkplan.commands.installation import Installation
from gkplan.report import template_process
from gkplan.report.template_process import TemplateProcess

if TYPE_CHECKING:
    from subprocess import Popen

    from playwright.sync_api import Browser

settings.register_profile(
    "any machine",  # a test must not fail because the machine is busy
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=100,
    derandomize=True,  # what is red today was red yesterday
)
settings.register_profile(
    "long",
    settings.get_profile("any machine"),
    max_examples=2000,
    derandomize=False,
    print_blob=True,
)
settings.load_profile("any machine")
REPO = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"]
GIT_ENV = {
    **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
"""An environment in which git reads no settings; on Windows, programs need SYSTEMROOT."""
SYSTEMS_OWN = "Skipped: this system "
"""The beginning of a skip that no installation can avoid; it is a skip in CI, too."""
UNCOUNTED = {"no_cover", "long", "hypothesis"}
"""The marks of tests that coverage does not count; hypothesis sets the last itself."""
COUNTS_PROCESSES = "cover_processes"
"""The mark of tests for which coverage counts the processes that they start, too."""
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

SMALL_UNITS = """\
units:
- {name: 甲局, aliases: [甲], kind: government}
- {name: 乙局, aliases: [乙], kind: government}
- {name: 丙委, kind: party}
- {name: 丁镇, kind: town}
collectives:
- name: 各部门
  kinds: [party, government]
- name: 各镇
  members: [丁镇]
"""

SMALL_TASKS = """\
plan:
  title: 小方案
  number: 测〔2017〕1号
  issuer: 测试办公室
  supervisor: 丙委
  issued: 2017-08-03
  ends: 2017-12-31
  lag: 20 workdays
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - id: "1.1"
    text: 一次性事项。
    lead: [甲局]
    support: [乙局]
  - id: "1.2"
    text: 按月公开。
    lead: [甲局]
    cadence: monthly
- id: 2
  label: 二
  title: 第二组
  tasks:
  - id: "2.1"
    text: 大家落实。
    lead: [丙委]
    implement: [各镇, 各部门]
  - id: "2.2"
    text: 待文件出台后办理。
    lead: [乙局]
    awaits: 文件出台
  - id: "2.3"
    text: 自申请之日起限时答复。
    lead: [各部门]
    cadence: event
    within: 15 workdays
"""


@dataclass(frozen=True, slots=True)
class Result:
    """The exit code and output of one call of gkplan."""

    code: int
    out: str
    err: str


@dataclass
class Bench:
    """A folder with files, and gkplan run in it without clock, environment or terminal."""

    root: Path
    context: Context = field(init=False)

    def __post_init__(self) -> None:
        """Set the context: the last day of October 2017, 80 columns, output to a pipe."""
        self.context = Context(
            cwd=self.root,
            env={},
            today=date(2017, 10, 31),
            out=io.StringIO(),
            err=io.StringIO(),
            width=80,
            terminal=False,
            color=False,
            installation=Installation,
        )

    def write(self, name: str, text: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        """Return the text of a file of the folder, with its own line endings."""
        return (self.root / name).read_bytes().decode()

    def files(self) -> dict[str, bytes]:
        """Return every file of the folder with its bytes."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    def run(self, *args: str, **context: object) -> Result:
        """Run ``gkplan ARGS``; keyword arguments change the context for this call."""
        out, err = io.StringIO(), io.StringIO()
        code = run(args, replace(self.context, **{"out": out, "err": err, **context}))  # type: ignore[arg-type]
        return Result(code, out.getvalue(), err.getvalue())

    def ok(self, *args: str, **context: object) -> str:
        """Run ``gkplan ARGS``, which must succeed, and return its standard output."""
        result = self.run(*args, **context)
        assert result.code == 0, result
        return result.out


@pytest.fixture
def empty(tmp_path: Path) -> Bench:
    """An empty folder."""
    return Bench(tmp_path)


@pytest.fixture
def small(empty: Bench) -> Bench:
    """A folder with a small plan that has one task of each kind."""
    empty.write("data/units.yaml", SMALL_UNITS)
    empty.write("data/tasks.yaml", SMALL_TASKS)
    return empty


@pytest.fixture
def starter(empty: Bench) -> Bench:
    """A folder made by ``gkplan init``: the included plan."""
    assert empty.run("init", ".").code == 0
    return empty


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Do not wait for the disk: only a crash of the system could lose what was written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@pytest.fixture(autouse=True)
def _uncounted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count coverage neither in random and ``no_cover`` tests nor in processes that tests start.

    Tests marked ``cover_processes`` are counted with their processes.

    What random examples reach is luck, and counting doubles the time of thousands of them; a
    process takes 0.2 seconds longer.
    """
    marks = {*request.node.keywords}
    if COUNTS_PROCESSES not in marks:
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    counting = Coverage.current() if UNCOUNTED & marks else None
    if counting is None:
        yield
        return
    counting.stop()
    yield
    counting.start()


@pytest.fixture(scope="session")
def _template_process() -> Iterator["Popen[bytes]"]:
    """Start the process that fills in templates, one for all tests."""
    process = template_process._started()  # noqa: SLF001  (started as a report starts it)
    with process:
        yield process
        process.kill()


@pytest.fixture
def lasting_template_process(
    _template_process: "Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let every report use the same process for its templates; starting one takes 0.1 seconds."""
    monkeypatch.setattr(template_process, "_started", lambda: _template_process)
    monkeypatch.setattr(TemplateProcess, "close", lambda _: None)


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice, one for all processes of pytest-xdist."""
    found = program()
    if found is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.getbasetemp()
    home = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "libreoffice"
    home.mkdir(exist_ok=True)
    with running(found, home) as office:
        yield office


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Run one Chromium for all tests."""
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  (for some tests only)

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser on this machine: none of {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        except Error as error:
            pytest.skip(f"{path} does not run: {error}")
        yield browser
        browser.close()


@pytest.fixture
def bench_at(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Bench]:
    """Make more folders for one test."""
    return lambda name: Bench(tmp_path_factory.mktemp(name))


def many(number: int) -> int:
    """Return how many random cases a test takes: ``number``, and twenty times that with --long."""
    return number * settings().max_examples // 100


def examples(number: int) -> settings:
    """Make the settings of a law: how many examples it takes, as ``many`` counts them."""
    return settings(max_examples=many(number))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what ``make long`` asks for."""
    parser.addoption("--long", action="store_true", help="take twenty times as many random cases")


def pytest_configure(config: pytest.Config) -> None:
    """Let Ctrl-C reach the processes that tests start, even if pytest runs in the background."""
    if config.getoption("--long"):
        settings.load_profile("long")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Apply the marks of the tests before they run."""
    skip_what_needs_posix(items)


def skip_what_needs_posix(items: list[pytest.Item]) -> None:
    """Skip on Windows the tests that need POSIX, with what they need as the reason."""
    if os.name == "nt":
        for item in items:
            for mark in item.iter_markers("posix"):
                reason = f"this system has no {mark.args[0]}"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a test fail in CI if it is skipped for a missing program."""
    return unless_lacking((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Make a file of tests fail in CI if it is skipped for a missing program."""
    return unless_lacking((yield))


def unless_lacking(report: Report) -> Report:
    """Turn a skip into a failure in CI, where everything can be installed.

    Skips remain on Windows, where CI installs no LibreOffice and Chromium.
    """
    if (
        os.environ.get("CI")
        and os.name != "nt"
        and isinstance(report.longrepr, tuple)
        and report.skipped
    ):
        path, line, reason = report.longrepr
        if not (hasattr(report, "wasxfail") or reason.startswith(SYSTEMS_OWN)):
            report.outcome = "failed"
            report.longrepr = f"{path}:{line}: not to be skipped in CI: {reason}"
    return report
