"""The files to install without a network: what is packed, and what is left out."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import release


def wheel(folder: Path, name: str, *files: str) -> Path:
    """Make a wheel with a few files."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            archive.writestr(file, "# 甲\n")
    return path


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels, and gkplan's own where ``make`` builds it."""
    monkeypatch.setattr(release, "BUILT", tmp_path / "built")
    wheel(tmp_path / "built", "gkplan", "gkplan/__init__.py")
    with zipfile.ZipFile(tmp_path / "built" / "gkplan-1.0-py3-none-any.whl", "a") as archive:
        archive.writestr("gkplan/__main__.py", "def main():\n    print('甲')\n")
    folder = tmp_path / "wheels"
    wheel(folder, "pyyaml", "yaml/__init__.py", "yaml/_yaml.cp311-win_amd64.pyd", "yaml/_yaml.so")
    wheel(folder, "XlsxWriter", "xlsxwriter/__init__.py", "xlsxwriter-1.0.data/scripts/vba.py")
    for name in ("lxml", "python_docx", "watchfiles"):
        wheel(folder, name, f"{name}/__init__.py")
    return folder


def test_a_zip_has_every_wheel_and_a_guide_to_install_them(wheels: Path, tmp_path: Path) -> None:
    target = release.zip_of_wheels("windows-x64", ("3.11", "3.12"), wheels, tmp_path)
    assert target.name == "gkplan-1.0-windows-x64.zip"
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        guide = archive.read(names[0])
    assert [name.removeprefix("gkplan-1.0-windows-x64/") for name in names] == [
        "安装说明.txt",
        "wheels/gkplan-1.0-py3-none-any.whl",
        "wheels/lxml-1.0-py3-none-any.whl",
        "wheels/python_docx-1.0-py3-none-any.whl",
        "wheels/pyyaml-1.0-py3-none-any.whl",
        "wheels/watchfiles-1.0-py3-none-any.whl",
        "wheels/XlsxWriter-1.0-py3-none-any.whl",
    ]
    text = guide.decode("utf-8-sig")
    first = "gkplan 1.0：不联网安装（windows-x64，Python 3.11、3.12）\r\n"
    assert (guide[:3], text[: len(first)]) == (b"\xef\xbb\xbf", first)
    assert "\r\n  py -m pip install --no-index --find-links wheels gkplan\r\n" in text


def test_the_same_wheels_make_the_same_zip(wheels: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    made = [release.zip_of_wheels("here", ("3.11",), wheels, folder) for folder in (first, second)]
    assert made[0].read_bytes() == made[1].read_bytes()


def test_the_single_file_has_only_python_and_runs(wheels: Path, tmp_path: Path) -> None:
    target = release.zip_app(wheels, tmp_path)
    with zipfile.ZipFile(target) as archive:
        files = sorted(name for name in archive.namelist() if not name.endswith("/"))
    assert files == [
        "__main__.py",
        "gkplan/__init__.py",
        "gkplan/__main__.py",
        "xlsxwriter/__init__.py",
        "yaml/__init__.py",
    ]
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(target)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    assert done.stdout == "甲\n"


def test_every_platform_has_the_tags_of_its_machine() -> None:
    assert [platform.name for platform in release.PLATFORMS] == [
        "windows-x64",
        "linux-x64",
        "linux-arm64",
        "macos-arm64",
    ]
    for platform, machine in zip(
        release.PLATFORMS, ("amd64", "x86_64", "aarch64", "arm64"), strict=True
    ):
        assert [tag for tag in platform.tags if not tag.endswith(machine)] == []
