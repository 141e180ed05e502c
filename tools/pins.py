"""Write constraints.txt: the newest version of every package that any installation here uses.

Run by ``make pins``. uv resolves for every Python and platform at once; versions that differ have
markers. The file must work on every machine, so it has names and versions only.
"""

import re
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).parents[1]
PINS = REPO / "constraints.txt"
HEAD = """\
# Every package that `make demo`, `make setup`, `make test` and the README's installation use, the
# build backend included, for Python 3.11 and later on every platform. Written by `make pins`.
"""
PIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9][0-9a-z.]*( ; [A-Za-z_0-9'.<>=!() -]+)?")
"""A line of the file: a name, a version and perhaps a marker; no address, path, option or hash."""
OLDEST = "3.11"


def odd_lines(text: str) -> list[str]:
    """Return the lines that are neither a comment nor a pin."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [line for line in lines if not PIN.fullmatch(line)]


def resolved() -> str:
    """Resolve pyproject.toml, with extras and build backend, to the newest versions."""
    command = [
        *(str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--upgrade"),
        "--no-python-downloads",
        *("--universal", "--python-version", OLDEST, "--all-extras", "--no-sources"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *("--no-config", "pyproject.toml"),
    ]
    done = subprocess.run(command, cwd=REPO, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return done.stdout


def main() -> None:
    """Write the file, unless it would contain anything but names and versions."""
    pins = resolved()
    if odd := odd_lines(pins):
        sys.exit("constraints.txt was not written: not a name and a version:\n" + "\n".join(odd))
    PINS.write_text(HEAD + pins, encoding="utf-8", newline="\n")
    print(f"constraints.txt: {len(pins.splitlines())} packages")


if __name__ == "__main__":
    main()
