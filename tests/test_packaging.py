"""What is packed: the wheel has the plan, the schemas and the templates, and works anywhere."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from build_hook import modules

import gkplan

REPO = Path(__file__).parents[1]
WITHOUT_COMPILER = """
import jinja2
from gkplan.__main__ import main
jinja2.Environment.compile = None
main()
"""


@dataclass(frozen=True)
class Installed:
    """An unpacked wheel, an empty folder to work in, and the rest of the environment."""

    site: Path
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def python(self, *args: str) -> str:
        """Run Python with the wheel first on its path."""
        env = {**os.environ, **self.env, "PYTHONPATH": str(self.site), "PYTHONUTF8": "1"}
        command = [sys.executable, *args]
        done = subprocess.run(
            command, cwd=self.folder, env=env, capture_output=True, check=True, encoding="utf-8"
        )
        return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist of this checkout and the wheel built from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(REPO)]
    # the build imports gkplan from a copy that is removed: its coverage could not be reported
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    subprocess.run(command, cwd=out, env=env, capture_output=True, check=True)
    return out


@pytest.fixture(scope="module")
def wheel(dist: Path) -> zipfile.ZipFile:
    """Return the path of the wheel."""
    return zipfile.ZipFile(next(dist.glob("*.whl")))


@pytest.fixture
def installed(wheel: zipfile.ZipFile, tmp_path: Path) -> Installed:
    """The wheel, unpacked as an installer would."""
    site, folder = tmp_path / "site-packages", tmp_path / "empty"
    wheel.extractall(site)  # noqa: S202  (built a moment ago from this checkout)
    folder.mkdir()
    return Installed(site, folder)


def test_wheel_contains_the_files_that_are_not_code(wheel: zipfile.ZipFile) -> None:
    """The plan, the schemas, the templates and ``py.typed`` ship, and nothing else."""
    assert sorted(name for name in wheel.namelist() if not name.endswith(".py")) == [
        "gkplan-0.1.0.dist-info/METADATA",
        "gkplan-0.1.0.dist-info/RECORD",
        "gkplan-0.1.0.dist-info/WHEEL",
        "gkplan-0.1.0.dist-info/entry_points.txt",
        "gkplan-0.1.0.dist-info/licenses/LICENSE",
        "gkplan/py.typed",
        "gkplan/shipped/data/.schema/calendar.schema.json",
        "gkplan/shipped/data/.schema/journal.schema.json",
        "gkplan/shipped/data/.schema/reviews.schema.json",
        "gkplan/shipped/data/.schema/tasks.schema.json",
        "gkplan/shipped/data/.schema/units.schema.json",
        "gkplan/shipped/data/tasks.yaml",
        "gkplan/shipped/data/units.yaml",
        "gkplan/shipped/templates/reminder.md.j2",
        "gkplan/shipped/templates/report.html.j2",
        "gkplan/shipped/templates/report.md.j2",
    ]


def test_wheel_contains_the_code_of_its_templates(wheel: zipfile.ZipFile) -> None:
    """A build that left it out would make reports slow, and no other test would fail."""
    compiled = {name: wheel.read(name).decode() for name in wheel.namelist() if "compiled/" in name}
    assert compiled == {f"gkplan/compiled/{name}": content for name, content in modules(REPO)}


def test_sdist_contains_what_the_wheel_is_built_from(dist: Path) -> None:
    """A wheel built from the sdist has the plan and the templates too."""
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "README.zh-CN.md",
        "data/tasks.yaml",
        "data/units.yaml",
        "data/.schema/tasks.schema.json",
        "templates/report.html.j2",
        "templates/report.md.j2",
        "src/gkplan/cli.py",
        "tools/build_hook.py",
    } <= names


def test_installing_makes_the_command(installed: Installed) -> None:
    """The script that an installer makes for the wheel is ``gkplan``, and it runs."""
    script = (
        "from importlib.metadata import entry_points\n"
        "entry_points(group='console_scripts')['gkplan'].load()()\n"
    )
    assert installed.python("-c", script, "--version") == "gkplan 0.1.0\n"


def test_module_is_the_command(installed: Installed) -> None:
    """``python -m gkplan`` runs the unpacked wheel."""
    assert installed.python("-m", "gkplan", "--version") == "gkplan 0.1.0\n"
    where = installed.python("-c", "import gkplan; print(gkplan.__file__)")
    assert Path(where.strip()) == installed.site / "gkplan" / "__init__.py"


def test_shipped_plan_is_available_without_a_checkout(installed: Installed) -> None:
    """In an empty folder the wheel lists its own plan, renders it and copies it."""
    listed = installed.python("-m", "gkplan", "list", "--format", "csv")
    assert listed.startswith("编号,工作任务,具体事项,")
    assert listed.splitlines()[1].startswith("1.1,一、加强预期引导,科学合理制定")
    assert len(listed.splitlines()) == 1 + 106
    report = installed.python("-m", "gkplan", "report", "--format", "html")
    assert report.startswith("<!doctype html>")
    assert report.count('<tbody id="t-') == 106
    assert installed.python("-c", WITHOUT_COMPILER, "report", "--format", "html") == report
    installed.python("-m", "gkplan", "init", "mine")
    assert installed.python("-m", "gkplan", "--data", "mine", "list", "--format", "csv") == listed


@pytest.mark.no_cover  # coverage cannot measure code that runs inside an archive
def test_gkplan_runs_from_one_packed_file(dist: Path, tmp_path: Path) -> None:
    """gkplan.pyz does so: plan, templates and schemas are read, and nothing is left behind."""
    temporary, folder = tmp_path / "tmp", tmp_path / "用"
    temporary.mkdir()
    folder.mkdir()
    packed = Installed(next(dist.glob("*.whl")), folder, {"TMPDIR": str(temporary)})
    listed = packed.python("-m", "gkplan", "list", "--format", "csv")
    assert len(listed.splitlines()) == 1 + 106
    assert packed.python("-m", "gkplan", "report", "--format", "html").startswith("<!doctype html>")
    packed.python("-m", "gkplan", "init", "mine")
    assert packed.python("-m", "gkplan", "--data", "mine", "list", "--format", "csv") == listed
    (folder / "mine" / "templates").mkdir()
    (folder / "mine" / "templates" / "report.md.j2").write_text("{{ totals.tasks }}")
    assert packed.python("-m", "gkplan", "--data", "mine", "report") == "106"
    where = packed.python("-c", "import gkplan; print(gkplan.__file__)")
    assert Path(where.strip()) == packed.site / "gkplan" / "__init__.py"
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif("GKPLAN_TESTS_THE_WHEEL" not in os.environ, reason="not run by make test")
def test_make_test_runs_against_the_installed_wheel() -> None:
    """Under ``make test`` every other test exercises the installed wheel, not the checkout."""
    package = Path(gkplan.__file__).parent
    assert package.parent.name == "site-packages"
    assert (package / "shipped" / "data" / "tasks.yaml").is_file()
