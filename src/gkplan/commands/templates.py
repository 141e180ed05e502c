"""The templates of a command: closed at its end, and the plan folder's own ones reported."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gkplan.commands.context import Context
from gkplan.commands.printing import message

if TYPE_CHECKING:
    from gkplan.report.render import Templates


@contextmanager
def templates(
    context: Context, template: Path | None, *, only_shipped: bool = False
) -> "Iterator[Templates]":
    """Yield the templates of the plan folder, or the one ``template`` as it was typed.

    The plan folder's own templates that were used are reported at the end, whatever happens: they
    may have come from anybody.
    """
    from gkplan.report.render import Templates  # noqa: PLC0415  (90 ms of jinja2)

    given = context.cwd / template if template else None
    opened = Templates(context.folder(), given, str(template or ""), only_shipped=only_shipped)
    try:
        yield opened
    finally:
        opened.close()
        if opened.own:
            message(context, f"提醒：用了方案文件夹自己的模板：{'、'.join(opened.own)}")
