"""A checkout has the same bytes on every system."""

import shutil
import subprocess

from conftest import REPO, Bench

from gkplan.folder.new_folder import companions

TEXTS = (".py", ".yaml", ".md", ".txt", ".csv", ".tsv", ".html", ".j2", ".json", ".toml", ".yml")


def attributes(bench: Bench, names: list[str]) -> dict[str, tuple[str, str]]:
    """Return the attributes ``text`` and ``eol`` that git has for files of these names."""
    subprocess.run(["git", "init", "-q"], cwd=bench.root, check=True)
    asked = ["git", "check-attr", "-z", "--stdin", "text", "eol"]
    given = "\0".join(names).encode()
    done = subprocess.run(asked, cwd=bench.root, input=given, capture_output=True, check=True)
    fields = done.stdout.decode().split("\0")
    values = dict(zip(zip(fields[::3], fields[1::3], strict=False), fields[2::3], strict=False))
    return {name: (values[name, "text"], values[name, "eol"]) for name in names}


def test_files_with_other_line_ends_or_invalid_bytes_are_not_changed(empty: Bench) -> None:
    shutil.copy(REPO / ".gitattributes", empty.root)
    files = {
        path.relative_to(REPO).as_posix(): path.read_bytes()
        for folder in ("tests", "src", "data", "docs", "templates", "tools", "examples")
        for path in sorted((REPO / folder).rglob("*"))
        if path.suffix in TEXTS and path.is_file()
    }
    kept = attributes(empty, list(files))
    odd = [name for name, data in files.items() if b"\r" in data or not _is_utf8(data)]
    assert len(odd) >= 20
    assert {kept[name][0] for name in odd} == {"unset"}
    assert kept["data/tasks.yaml"] == ("set", "lf")
    assert kept["src/gkplan/cli.py"] == ("auto", "lf")


def test_a_new_plan_folder_has_lf_for_yaml_files_only(empty: Bench) -> None:
    empty.write(".gitattributes", companions()[".gitattributes"])
    assert attributes(empty, ["tasks.yaml", "progress/甲局.yaml", "evidence/1.txt"]) == {
        "tasks.yaml": ("set", "lf"),
        "progress/甲局.yaml": ("set", "lf"),
        "evidence/1.txt": ("unspecified", "unspecified"),
    }


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data
