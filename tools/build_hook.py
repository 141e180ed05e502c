"""Compile the templates into the wheel: a hook that hatchling runs when it builds one."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ABOUT = '"""The code of the templates, which the build of the wheel has compiled."""\n'


class CompiledTemplates(BuildHookInterface[Any]):
    """Adds the package ``gkplan.compiled`` to the wheel.

    An editable installation has none: its templates change, and are compiled as it runs.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the modules, and have them included."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        self._written = TemporaryDirectory()
        for name, content in modules(Path(self.root)):
            path = Path(self._written.name) / name
            path.write_text(content, encoding="utf-8", newline="\n")
            build_data["force_include"][str(path)] = f"gkplan/compiled/{name}"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove what was written."""
        if version != "editable":
            self._written.cleanup()


def modules(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of the package: each template as its sandbox compiles it."""
    from gkplan.report.precompiled import module_name  # noqa: PLC0415  (found as it is called)
    from gkplan.report.sandbox import sandbox  # noqa: PLC0415

    yield "__init__.py", ABOUT
    for path in sorted((root / "templates").glob("*.j2")):
        environment = sandbox((), html=path.name.endswith(".html.j2"), trusting=True)
        text = path.read_text(encoding="utf-8")
        yield (
            f"{module_name(environment, path.name, text)}.py",
            environment.compile(text, path.name, raw=True),
        )
