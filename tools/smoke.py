"""Install a zip of wheels without a network, as its guide describes, and use the result.

``python tools/smoke.py ZIP`` runs on every platform and needs only Python. A gkplan.pyz beside the
zip is used too. A program in place of a zip, such as the one that PyInstaller makes, is used as it
is. Where the system can run a process without a network (Linux as root, or where users may create
namespaces), it does; elsewhere pip is only kept from using an index.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

PACKAGES = ("gkplan", "pdfminer.six")
"""What is installed from the zip."""
DAY = ("--as-of", "2017-10-31")
STEPS = (
    ("init", "方案 一"),
    ("--data", "方案 一", *DAY, "mark", "1.3", "done", "--period", "2017-08", "--note", "已公开"),
    ("--data", "方案 一", *DAY, "report", "-o", "报告.html"),
    ("--data", "方案 一", *DAY, "list", "--unit", "区财政局"),
    ("--data", "方案 一", "check"),
)
OFFICE = (
    ("--data", "方案 一", *DAY, "report", "-o", "台账.xlsx"),
    ("--data", "方案 一", *DAY, "report", "-o", "通报.docx"),
    ("import", "通报.html", "-o", "新方案"),
)
PDF = ("import", "方案.pdf", "-o", "再一个方案")
MADE = {
    "报告.html": b"<!doctype html>",
    "台账.xlsx": b"PK",
    "通报.docx": b"PK",
}
PLAN = """\
<html><body><h1>清河区2018年政务公开工作要点分工方案</h1>
<p>清府办函〔2018〕12号</p>
<table><tr><th>工作任务</th><th>具体事项</th><th>责任单位</th></tr>
<tr><td>一、推进财政信息公开</td><td>1. 按月公开全区预算收支执行情况。</td><td>区财政局</td></tr>
</table></body></html>
"""


def offline() -> list[str]:
    """Return the prefix that runs a command without a network; empty if the system has none."""
    if not shutil.which("unshare"):
        return []
    for prefix in (["unshare", "-n"], ["unshare", "-rn"]):
        if subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0:
            return prefix
    return []


LINES = ("清河区2018年工作方案", "一、加强公开。", "1.按月公开预算。（责任单位：区财政局）")


def pdf() -> bytes:
    """Return a PDF of three lines; a reader finds its objects though it has no table of them."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        "/Subtype/CIDFontType0/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        "/Supplement 2>>/FontDescriptor<</FontBBox[0 -120 1000 880]>>>>]>>"
    )
    resources = "/Resources<</Font<</F 5 0 R>>>>"
    codes = [line.encode("utf-16-be").hex() for line in LINES]
    content = "".join(
        f"BT /F 12 Tf 72 {700 - 40 * at} Td <{code}> Tj ET\n" for at, code in enumerate(codes)
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{resources}>>",
        f"<</Length {len(content)}>>\nstream\n{content}endstream",
        font,
    )
    body = "".join(f"{at} 0 obj\n{text}\nendobj\n" for at, text in enumerate(objects, 1))
    return f"%PDF-1.7\n{body}trailer\n<</Root 1 0 R>>\n%%EOF\n".encode()


def run(command: Sequence[str | Path], folder: Path) -> str:
    """Run a command without a network; its output is printed if it fails."""
    env = {key: text for key, text in os.environ.items() if not key.startswith(("PIP_", "GKPLAN"))}
    env |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*offline(), *map(str, command)],
        cwd=folder,
        env=env,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}")
    return done.stdout


def use(gkplan: Sequence[str | Path], folder: Path, steps: Sequence[Sequence[str]]) -> None:
    """Make a plan folder, mark a task done and make reports."""
    folder.mkdir()
    (folder / "通报.html").write_text(PLAN, encoding="utf-8")
    (folder / "方案.pdf").write_bytes(pdf())
    for step in steps:
        run([*gkplan, *step], folder)
    for name, beginning in MADE.items():
        path = folder / name
        asked = any(name in step for step in steps)
        assert path.exists() == asked, f"{name} was {'not ' if asked else ''}made"
        assert not asked or path.read_bytes().startswith(beginning), name
    journal = folder / "方案 一" / "data" / "progress" / "区财政局.yaml"
    assert "2017-08" in journal.read_text(encoding="utf-8")


def installed(archive: Path, folder: Path) -> Path:
    """Install a zip of wheels into a new environment, and return its Python."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    top = next(path for path in folder.iterdir() if path.is_dir())
    subprocess.run([sys.executable, "-m", "venv", str(folder / "环境")], check=True)
    bin_folder = folder / "环境" / ("Scripts" if os.name == "nt" else "bin")
    python = bin_folder / ("python.exe" if os.name == "nt" else "python")
    run([python, "-m", "pip", "install", "--no-index", "--find-links", "wheels", *PACKAGES], top)
    return python


def try_zip(archive: Path, folder: Path) -> None:
    """Try the zip, and the gkplan.pyz beside it."""
    python = installed(archive, folder)
    use([python, "-m", "gkplan"], folder / "用", [*STEPS, *OFFICE, PDF])
    packed = archive.with_name("gkplan.pyz")
    if packed.exists():
        use([sys.executable, "-I", "-S", packed], folder / "pyz", STEPS)


def main() -> None:
    """Try a zip or a program."""
    given = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="gkplan ", ignore_cleanup_errors=True) as name:
        if given.suffix == ".zip":
            try_zip(given, Path(name))
        else:
            use([given], Path(name) / "用", [*STEPS, *OFFICE])
    print(f"{given.name}: works, tried {'without a network' if offline() else 'without an index'}")


if __name__ == "__main__":
    main()
