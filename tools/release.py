"""Make the files in dist/ that people install without make and without a network.

They are the wheel and the sdist; for each platform a zip of wheels for ``pip install --no-index``;
and gkplan.pyz, one file with the pure Python libraries. ``--here FOLDER`` makes only the zip for
this machine and this Python, from wherever pip is configured to find packages.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipapp
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

REPO = Path(__file__).parents[1]
PINS = REPO / "constraints.txt"
BUILT = REPO / "build" / "wheel"
EXTRAS = ("pdf", "watch")
"""The extras that the zips contain."""
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
GLIBC = (28, 27, 26, 24, 17, 12, 5)
"""Minor versions of glibc 2, newest first, that wheels for Linux may be built for."""
COMPILED = (".so", ".pyd", ".dylib", ".c", ".pyx", ".pxd", ".h")
NOT_PURE = (
    *("lxml", "python-docx", "watchfiles"),
    *("pdfminer-six", "cryptography", "cffi", "pycparser", "charset-normalizer"),
)
"""What gkplan.pyz lacks: libraries with compiled parts, and those that need them."""
EPOCH = (2020, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same wheels make the same archive."""


class Platform(NamedTuple):
    """A platform: its name in file names, its name in uv, and the wheel tags that it accepts."""

    name: str
    uv: str
    tags: tuple[str, ...]


def _linux(machine: str) -> tuple[str, ...]:
    tags = [f"manylinux_2_{minor}_{machine}" for minor in GLIBC]
    old = ("manylinux2014", "manylinux2010", "manylinux1")
    return (*tags, *(f"{name}_{machine}" for name in old), f"linux_{machine}")


PLATFORMS = (
    Platform("windows-x64", "x86_64-pc-windows-msvc", ("win_amd64",)),
    Platform("linux-x64", "x86_64-manylinux_2_28", _linux("x86_64")),
    Platform("linux-arm64", "aarch64-manylinux_2_28", _linux("aarch64")),
    Platform("macos-arm64", "aarch64-apple-darwin", ("macosx_12_0_arm64",)),
)

GUIDE = """\
gkplan {version}：不联网安装（{platform}，Python {pythons}）

先装好 Python，把这个压缩包全部解压，在解压出来的文件夹里打开命令行，运行下面两条命令。

Windows（在文件夹的地址栏里输入 cmd，回车，就打开了命令行）：

  py -m pip install --no-index --find-links wheels gkplan
  py -m gkplan --data 方案文件夹 report -o 报告.html

Linux、macOS：

  python3 -m venv gkplan-env && gkplan-env/bin/pip install --no-index --find-links wheels gkplan
  gkplan-env/bin/gkplan --data 方案文件夹 report -o 报告.html

还没有方案文件夹：py -m gkplan init 方案文件夹。
要读 PDF：第一条命令末尾再加 pdfminer.six；要用 report --watch：再加 watchfiles。
升级：解压新的压缩包，第一条命令加 --upgrade 再运行一次。
"""


def resolved(platform: Platform, python: str) -> list[str]:
    """Return the pinned requirements of gkplan on a platform, by the markers that apply there."""
    command = [
        *(str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--no-config"),
        "--no-python-downloads",
        *("--python-platform", platform.uv, "--python-version", python),
        *(part for extra in EXTRAS for part in ("--extra", extra)),
        *("--constraints", str(PINS), "--no-header", "--no-annotate", "--no-emit-index-url"),
        *("--no-emit-find-links", "pyproject.toml"),
    ]
    done = subprocess.run(command, cwd=REPO, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return done.stdout.split()


def download(into: Path, *options: str) -> None:
    """Download wheels with pip, as it is configured here."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", str(into), *options], cwd=REPO, check=True)


def wheels_of(platform: Platform, into: Path) -> None:
    """Download the wheels of a platform for every Python."""
    for python in PYTHONS:
        tags = [part for tag in platform.tags for part in ("--platform", tag)]
        pins = resolved(platform, python)
        download(into, "--no-deps", "--python-version", python, *tags, *pins)


def wheels_here(into: Path) -> None:
    """Download the wheels of this machine for this Python."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(text for extra in EXTRAS for text in extras[extra])]
    download(into, *wanted)


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a file into an archive, without the time and place of its making."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def zip_of_wheels(name: str, pythons: Iterable[str], wheels: Path, into: Path) -> Path:
    """Pack gkplan's own wheel, the wheels that it needs and a guide."""
    own = own_wheel()
    version = own.name.split("-")[1]
    top = f"gkplan-{version}-{name}"
    guide = GUIDE.format(version=version, platform=name, pythons="、".join(pythons))
    target = into / f"{top}.zip"
    with zipfile.ZipFile(target, "w") as archive:
        add(archive, f"{top}/安装说明.txt", ("\ufeff" + guide.replace("\n", "\r\n")).encode())
        for wheel in sorted([own, *wheels.glob("*.whl")], key=lambda path: path.name.lower()):
            add(archive, f"{top}/wheels/{wheel.name}", wheel.read_bytes())
    return target


def own_wheel() -> Path:
    """Return the wheel that ``make`` has built."""
    return next(BUILT.glob("gkplan-*.whl"))


def is_pure(wheel: Path) -> bool:
    """Whether a library works where nothing compiled can be loaded."""
    return wheel.name.split("-")[0].lower().replace("_", "-") not in NOT_PURE


def is_importable(name: str) -> bool:
    """Whether a file of a wheel is useful in an archive that Python imports from."""
    return not name.endswith(COMPILED) and ".data/" not in name


def zip_app(wheels: Path, into: Path) -> Path:
    """Pack gkplan and its pure Python libraries into one file that any Python runs."""
    target = into / "gkplan.pyz"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for wheel in sorted(filter(is_pure, [own_wheel(), *wheels.glob("*.whl")])):
            with zipfile.ZipFile(wheel) as archive:
                names = [name for name in archive.namelist() if is_importable(name)]
                archive.extractall(root, names)
        main = "from gkplan.__main__ import main\n\nmain()\n"
        (root / "__main__.py").write_text(main, encoding="utf-8")
        zipapp.create_archive(root, target, "/usr/bin/env python3", compressed=True)
    return target


def everything(into: Path) -> None:
    """Make all of dist/."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    for path in (*BUILT.glob("*.whl"), *BUILT.glob("*.tar.gz")):
        shutil.copy(path, into)
    for platform in PLATFORMS:
        with tempfile.TemporaryDirectory() as folder:
            wheels_of(platform, Path(folder))
            print(zip_of_wheels(platform.name, PYTHONS, Path(folder), into))
    with tempfile.TemporaryDirectory() as folder:
        windows = PLATFORMS[0]  # the only one that needs colorama
        pins = resolved(windows, PYTHONS[0])
        tags = ("--platform", windows.tags[0], "--python-version", PYTHONS[0])
        download(Path(folder), "--no-deps", *tags, *pins)
        print(zip_app(Path(folder), into))


def here(into: Path) -> None:
    """Make the zip for this machine."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        wheels_here(Path(folder))
        python = f"{sys.version_info[0]}.{sys.version_info[1]}"
        print(zip_of_wheels("here", [python], Path(folder), into))
        print(zip_app(Path(folder), into))


def main() -> None:
    """Make everything, or only the files for this machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--here", metavar="FOLDER", type=Path, help="only for this machine")
    wanted = parser.parse_args().here
    if wanted:
        here(wanted)
    else:
        everything(REPO / "dist")


if __name__ == "__main__":
    main()
