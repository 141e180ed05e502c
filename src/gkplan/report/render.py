"""Reports through Jinja templates, sandboxed; a plan folder's own templates go first."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gkplan.errors import UsageError
from gkplan.folder.find import Folder, shipped_templates
from gkplan.views.grid import markdown_text, visible
from gkplan.words import Cadence, Role, Status

_LABELS = {word.value: word.label for words in (Status, Role, Cadence) for word in words}


def render_report(
    folder: Folder, form: str, data: Mapping[str, Any], template: Path | None = None
) -> str:
    """Render report data as ``md`` or ``html``, through ``template`` if given."""
    return render(folder, f"report.{form}.j2", data, template, html=form == "html")


def render(
    folder: Folder,
    name: str,
    data: Mapping[str, Any],
    template: Path | None = None,
    *,
    html: bool = False,
) -> str:
    """Render data through the template of that name, or through ``template`` if given.

    Raises ``UsageError`` with file and line if the template does not work.
    """
    name = template.name if template else name
    if template and not template.is_file():
        raise UsageError(f"没有模板 {name}", "检查 --template 和 templates 文件夹")
    folders = [folder.root / "templates", shipped_templates()]
    if template:
        folders.insert(0, template.parent)
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(place) for place in folders]),
        autoescape=html,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(label=_label, md=markdown_text, link=_is_link, day=_day)
    try:
        return environment.get_template(name).render(**data)
    except RecursionError as error:
        raise UsageError(f"模板 {name} 把自己套了进去", "改正模板里的 include") from error
    except TemplateNotFound as error:
        raise UsageError(f"没有模板 {error.name}", "检查 --template 和 templates 文件夹") from error
    except TemplateSyntaxError as error:
        place = f"{error.filename or name}:{error.lineno}"
        raise UsageError(f"模板 {place} 语法错误：{error.message}", "改正模板") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"模板 {name} 不是 UTF-8 编码", "另存为 UTF-8") from error
    except (Exception, MemoryError) as error:  # a template may go wrong in any way
        raise UsageError(
            f"模板 {_place(error, name)} 出错：{error or type(error).__name__}", "改正模板"
        ) from error


def _shown(value: Any) -> Any:
    """Show what a template prints without characters that could turn or hide text."""
    return visible(value) if type(value) is str else value


def _label(word: str) -> str:
    """Give the Chinese label of a status, role or cadence."""
    return _LABELS.get(word, word)


def _day(day: str) -> str:
    """Write an ISO date as official letters do: ``2017年9月2日``."""
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def _is_link(evidence: str) -> bool:
    return re.match(r"https?://", evidence, re.IGNORECASE) is not None


def _place(error: BaseException, name: str) -> str:
    """Find the template's line in the traceback of an error raised while rendering."""
    trace, line = error.__traceback__, 0
    file = name
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".j2") or trace.tb_frame.f_globals.get(
            "__jinja_template__"
        ):
            file, line = Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno
        trace = trace.tb_next
    return f"{file}:{line}" if line else file
