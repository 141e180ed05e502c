"""Write docs/rules.md, the gallery of problems, from the rules and their golden folders.

Run ``python tools/gallery.py`` after a change to a rule; with ``--golden`` it first rewrites every
``expected.txt``; read that diff line by line.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from gkplan.cli import run
from gkplan.commands.context import Context
from gkplan.domain.rules import NOT_UTF8, RULES, Rule
from gkplan.views.table import visible

REPO = Path(__file__).parents[1]
GOLDEN = REPO / "tests" / "golden"
PAGE = REPO / "docs" / "rules.md"

_LONGEST_LINE = 150
"""Characters of a line of a file that are shown."""

HEAD = """\
<!-- Written by `python tools/gallery.py` from src/gkplan/domain/rules.py and tests/golden. -->

# Rules

`gkplan check` reads every file of a plan folder and prints each problem with the rule it breaks:

```
path:line:column: severity[rule]: what is wrong
  the line of the file
      ^^^^
  how to fix it
```

- **error**: figures would be wrong. `check` ends with exit code 1, other commands with 3, and
  `mark` does not touch the file.
- **warning**: possibly wrong; figures are still computed.
- **note**: a doubt about the issued text, shown until a person resolves it.

Every example below is a plan folder of the tests: `tests/golden/RULE`, or `tests/golden/RULE--CASE`
where a rule can be broken in several ways.

| rule | severity | 含义 |
|---|---|---|
"""


def folders(rule: Rule) -> list[Path]:
    """The golden folders of a rule, the plain one first."""
    return [GOLDEN / rule.name, *sorted(GOLDEN.glob(f"{rule.name}--*"))]


def gallery() -> str:
    """Return the page: a table of the rules, then each rule with its examples."""
    table = "".join(
        f"| [`{rule.name}`](#{rule.name}) | {rule.severity} | {rule.title} |\n"
        for rule in RULES.values()
    )
    return HEAD + table + "".join(map(_section, RULES.values()))


def _section(rule: Rule) -> str:
    blocks = [f"\n## {rule.name}\n\n{rule.severity} · {rule.title}\n"]
    for folder in folders(rule):
        printed = (folder / "expected.txt").read_text(encoding="utf-8")
        for name, text in _files(folder, printed):
            blocks += [f"`{name}`\n", _fenced("markdown" if name.endswith(".md") else "yaml", text)]
        *problems, _summary = printed.splitlines()
        blocks.append(_fenced("text", "\n".join(problems).rstrip() + "\n"))
    return "\n".join(blocks)


def _files(folder: Path, printed: str) -> Iterator[tuple[str, str]]:
    """Yield the files that a printed problem names, if they can be shown at all."""
    for name in dict.fromkeys(re.findall(r"^(\S+?):\d+:\d+: ", printed, re.MULTILINE)):
        path = folder / name
        if path.is_file() and b"\0" not in path.read_bytes():
            encoding = "gb18030" if folder.name == NOT_UTF8.name else "utf-8"
            text = visible(path.read_text(encoding=encoding, errors="replace"))
            yield name, re.sub(rf"(?m)^(.{{{_LONGEST_LINE}}}).+", r"\1…", text)


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}```\n"


def printed(folder: Path) -> str:
    """Return what ``gkplan check`` prints in a folder on 31 October 2017."""
    out, err = io.StringIO(), io.StringIO()
    day = date(2017, 10, 31)
    context = Context(folder, {}, day, out, err, width=80, terminal=False, color=False)
    run(["check"], context)
    return out.getvalue() + err.getvalue()


def main() -> None:
    """Write the page, and the golden files if asked."""
    if "--golden" in sys.argv:
        for rule in RULES.values():
            for folder in folders(rule):
                (folder / "expected.txt").write_text(printed(folder), encoding="utf-8")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(gallery(), encoding="utf-8")


if __name__ == "__main__":
    main()
