"""constraints.txt pins every package of every installation, and contains nothing else."""

import os
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata

import pytest
from conftest import REPO
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from pins import PINS, odd_lines

TEXT = PINS.read_text(encoding="utf-8")
PINNED = {
    name: Version(version)
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ \n]+)", TEXT, re.MULTILINE)
}


def wanted() -> Iterator[Requirement]:
    """Return every requirement of pyproject.toml: to build, to run, and of the extras."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    texts = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        texts += extra
    requirements = map(Requirement, texts)
    return (requirement for requirement in requirements if requirement.name != "gkplan")


def test_the_file_has_names_and_versions_only() -> None:
    assert odd_lines(TEXT) == []
    assert TEXT.endswith("\n")
    assert len(PINNED) == len([line for line in TEXT.splitlines() if not line.startswith("#")])


ADDRESS = "https://example.cn/packages"


@pytest.mark.parametrize(
    "line",
    [
        *(f"{option} {ADDRESS}" for option in ("--index-url", "-i")),
        "--find-links /srv/wheels",
        "rich @ file:///srv/rich.whl",
        "rich==15.0.0 --hash=sha256:0123",
        "rich>=15",
        "rich",
        "./rich-15.0.0-py3-none-any.whl",
        f"rich==15.0.0 ; sys_platform == '{ADDRESS}'",
        "",
    ],
)
def test_nothing_else_gets_in(line: str) -> None:
    assert odd_lines(f"# a\nrich==15.0.0\n{line}\n") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "rich==15.0.0",
        "types-pyyaml==6.0.12.20261122",
        "a==1.0rc1",
        "a==1 ; os_name == 'nt' or (sys_platform == 'win32' and python_version < '3.12')",
    ],
)
def test_names_versions_and_markers_do(line: str) -> None:
    assert odd_lines(f"{line}\n") == []


@pytest.mark.parametrize("requirement", [*wanted()], ids=str)
def test_every_requirement_is_pinned_at_a_version_that_meets_it(requirement: Requirement) -> None:
    assert PINNED[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.skipif("GKPLAN_TESTS_THE_WHEEL" not in os.environ, reason="not run by make test")
def test_what_is_installed_is_what_is_pinned() -> None:
    """It runs under ``make test``, but not with the newest versions."""
    installed = {
        canonicalize_name(found.name): Version(found.version)
        for found in metadata.distributions()
        if found.name not in ("gkplan", "pip", "setuptools", "wheel")
    }
    assert installed == {name: PINNED.get(name) for name in installed}
