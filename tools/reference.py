"""Write the parts of the documents that derive from the code; ``make docs`` runs it.

A part is between ``<!-- generated: NAME -->`` and ``<!-- end -->``; the console blocks of the
READMEs are run again. ``tests/test_docs.py`` fails where a document is not up to date.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import typer
from transcripts import with_outputs
from typer.main import get_command

from gkplan.cli import app
from gkplan.commands import COMMANDS
from gkplan.commands.help import help_text
from gkplan.domain.errors import Exit
from gkplan.domain.fields import Key, Kind, keys_of
from gkplan.domain.rules import FORM_RULES
from gkplan.domain.vocabulary import Cadence, Role, Status, UnitKind, Verdict, Word
from gkplan.folder.schemas import FILES
from gkplan.importing import layouts as packages

REPO = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "README.zh-CN.md",
    "docs/commands.md",
    "docs/format.md",
    "docs/forms.md",
    "docs/importing.md",
    "docs/questions.md",
)
_WORDS: dict[str, type[Word]] = {
    "status": Status,
    "role": Role,
    "cadence": Cadence,
    "kind": UnitKind,
    "verdict": Verdict,
}
_SORTS = {"journal": ["每一条记录", "每一条撤回"], "reviews": ["每一条核查", "每一条延期"]}
_PART = re.compile(r"(<!-- generated: ([\w -]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_EXITS = {
    Exit.OK: ("success", "一切正常"),
    Exit.PROBLEMS: (
        "`check` found errors, or `collect` did not take everything, or asks to look at something",
        "`check` 查出了错误，或 `collect` 有没有收的、要核对的",
    ),
    Exit.USAGE: ("wrong usage: unknown id, unit or option", "用法不对：没有这个编号、单位或选项"),
    Exit.UNREADABLE: ("the plan cannot be read, or has errors", "方案读不出来，或有错误"),
    Exit.REFUSED: ("a write was refused or failed; nothing changed", "没有写入，文件未动"),
    Exit.INTERRUPTED: ("interrupted (Ctrl-C); nothing changed", "被中断（Ctrl-C），文件未动"),
    Exit.BUG: ("a bug in gkplan", "gkplan 自身出错"),
}


def up_to_date(document: str) -> str:
    """Return a document's text as it should be today."""
    text = (REPO / document).read_text(encoding="utf-8")
    filled = _PART.sub(lambda part: f"{part[1]}{_part(*part[2].split())}{part[3]}", text)
    return with_outputs(filled)


def _part(name: str, *about: str) -> str:
    return _PARTS[name](*about)


def commands() -> str:
    """Return the help of every command, as ``--help`` prints it."""
    top: Any = get_command(app)
    ctx = typer.Context(top, info_name="gkplan")
    parts = ["", "## gkplan", "", _fenced(help_text(top, ctx))]
    for name in COMMANDS:
        command = top.get_command(ctx, name)
        text = help_text(command, typer.Context(command, info_name=name, parent=ctx))
        parts += [f"## gkplan {name}", "", _fenced(text)]
    return "\n".join(parts)


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


def exits(language: str) -> str:
    """Return the exit codes, in the ``language`` of the document: ``en`` or ``zh``."""
    head = {"en": ("code", "means"), "zh": ("退出码", "意思")}[language]
    return _table(head, ((str(int(code)), _EXITS[code][language == "zh"]) for code in Exit))


def keys(name: str) -> str:
    """Return the keys of one kind of file: a table per mapping, the outermost first."""
    models = FILES[name][0]
    sorts = ["每一条"] if len(models) == 1 else _SORTS[name]
    return "".join(
        part
        for model, sort in zip(models, sorts, strict=True)
        for part in _keys_of(model, "", sort)
    )


def _keys_of(model: type, path: str, sort: str) -> Iterator[str]:
    specs = keys_of(model)
    title = f"`{path}` 的键" if path else "最外层的键" if _nested(specs) else f"{sort}的键"
    rows = ((f"`{name}`", _value(spec), _need(spec), spec.doc) for name, spec in specs.items())
    yield f"\n{title}：\n\n{_table(('键', '值', '必填', '说明'), rows)}"
    for name, kind in _nested(specs).items():
        inner = f"{path}.{name}".lstrip(".") + ("[]" if specs[name].many else "")
        yield from _keys_of(kind, inner, sort)


def _nested(specs: dict[str, Key]) -> dict[str, type]:
    return {name: spec.kind for name, spec in specs.items() if not isinstance(spec.kind, Kind)}


def _value(spec: Key) -> str:
    if not isinstance(spec.kind, Kind):
        return "列表" if spec.many else "映射"
    return f"{spec.kind.title}，一个或一列" if spec.many else spec.kind.title


def _need(spec: Key) -> str:
    return "是" if spec.required else ""


def layouts() -> str:
    """Return the layouts that ``import`` reads: what a module's docstring says, and its name."""
    modules = [
        import_module(f"{packages.__name__}.{one.name}") for one in iter_modules(packages.__path__)
    ]
    rows = [
        (
            f"`{module.__name__.rpartition('.')[2]}`",
            module.NAME,
            str(module.__doc__).partition("\n")[0].replace("``", "`"),
        )
        for module in modules
    ]
    return _table(("Module", "Shown as", "What it reads"), rows)


def words(name: str) -> str:
    """Return a closed vocabulary: the words in files, and what people may write instead."""
    rows = ((f"`{word.value}`", "、".join((word.label, *word.synonyms))) for word in _WORDS[name])
    return _table(("词", "中文"), rows)


def rules(name: str) -> str:
    """Return the rules that only forms can break."""
    assert name == "forms"
    rows = ((f"`{rule.name}`", rule.severity, rule.title) for rule in FORM_RULES.values())
    return _table(("rule", "severity", "含义"), rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in map(_safe, lines))


def _safe(cells: Iterable[str]) -> list[str]:
    return [cell.replace("|", "\\|") for cell in cells]


_PARTS: dict[str, Callable[..., str]] = {
    "commands": commands,
    "exits": exits,
    "keys": keys,
    "layouts": layouts,
    "rules": rules,
    "words": words,
}


def main() -> None:
    """Rewrite every document that is not up to date, and print its name."""
    for document in DOCUMENTS:
        path = REPO / document
        text = up_to_date(document)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            print(document)


if __name__ == "__main__":
    main()
