"""A test that lacks a program or a library is skipped on any machine, but fails in CI."""

import os
import re
import subprocess
import sys

import pytest
from conftest import REPO, Bench

TESTS = """\
import pytest

def test_lacking():
    pytest.skip("no browser on this machine")

@pytest.mark.skipif(True, reason="not run by make test")
def test_marked():
    pass

def test_of_the_system():
    pytest.skip("this system has no named pipes")

@pytest.mark.xfail(strict=True)
def test_known():
    raise ValueError

@pytest.fixture
def browser():
    pytest.skip("no browser on this machine")

def test_fixture(browser):
    pass
"""
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""pytest starts faster without the plugins that nothing here needs."""
MODULE = 'import pytest\npytest.importorskip("nothing", reason="no library")\n'


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("ci", "expected"),
    [
        ({}, ["SKIPPED"] * 5),
        (
            {"CI": "true"},
            [
                "ERROR test_module.py",
                "ERROR test_some.py::test_fixture",
                "ERROR test_some.py::test_marked",
                "FAILED test_some.py::test_lacking",
                "SKIPPED",
            ],
        ),
    ],
    ids=["anywhere", "CI"],
)
def test_what_is_lacking(empty: Bench, ci: dict[str, str], expected: list[str]) -> None:
    empty.write("test_some.py", TESTS)
    empty.write("test_module.py", MODULE)
    env = {name: value for name, value in os.environ.items() if name != "CI"} | ci
    options = ("-p", "conftest", "-p", "no:cacheprovider", "--continue-on-collection-errors")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rfEs", *options],
        cwd=empty.root,
        env={**env, **ALONE, "PYTHONPATH": str(REPO / "tests")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    outcomes = re.findall(r"^(?:SKIPPED|(?:FAILED|ERROR) \S+)", done.stdout, re.MULTILINE)
    assert (sorted(outcomes), done.returncode) == (expected, 1 if ci else 0), done.stdout


POSIX = """\
import pytest

@pytest.mark.posix("named pipes")
def test_pipe():
    pass

@pytest.mark.parametrize("file", ["a", pytest.param("/dev/zero", marks=pytest.mark.posix("/dev/zero"))])
def test_file(file):
    pass
"""  # noqa: E501
CONFTEST = """\
import conftest, os

def pytest_collection_modifyitems(items):
    os.name = {!r}
    conftest.skip_what_needs_posix(items)
    os.name = "posix"
"""


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("posix", []),
        ("nt", ["this system has no /dev/zero", "this system has no named pipes"]),
    ],
)
def test_what_needs_posix_is_skipped_only_on_windows(
    empty: Bench, system: str, expected: list[str]
) -> None:
    """The tests are skipped one by one, also in CI, with the missing thing as the reason."""
    empty.write("test_some.py", POSIX)
    empty.write("naming.py", CONFTEST.format(system))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "conftest", "-p", "naming", "-v"],
        cwd=empty.root,
        env={
            **os.environ,
            **ALONE,
            "CI": "true",
            "PYTHONPATH": f"{REPO / 'tests'}{os.pathsep}.",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert sorted(re.findall(r"^SKIPPED .*(this system .*)", done.stdout, re.MULTILINE)) == expected
    assert f"{3 - len(expected)} passed" in done.stdout
