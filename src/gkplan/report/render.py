"""Reports through Jinja templates, sandboxed; a plan folder's own templates have precedence."""

from collections.abc import Generator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from gkplan.domain.errors import GkplanError, UsageError
from gkplan.folder.location import Folder, shipped_templates
from gkplan.report import sandbox
from gkplan.report.pages import page_variables
from gkplan.report.template_errors import explained
from gkplan.report.template_loader import TemplateFolder

_AT_ONCE = 10_000


def render_report(
    folder: Folder,
    form: str,
    data: Mapping[str, Any],
    template: Path | None = None,
    typed: str = "",
) -> str:
    """Render report data as ``md`` or ``html``, through ``template`` if given."""
    html = form == "html"
    variables = {**page_variables(data), **data} if html else data
    return render(folder, f"report.{form}.j2", variables, template, typed, html=html)


def render_page(folder: Folder, variables: Mapping[str, Any]) -> bytes:
    """Render one of the pages of a large report, through the template of the single page."""
    text = render(folder, "report.html.j2", variables, html=True)
    return text.encode("utf-8", "backslashreplace")


def has_own_template(folder: Folder, form: str) -> bool:
    """Whether a plan folder has a template of its own for reports of a format."""
    return (folder.root / "templates" / f"report.{form}.j2").is_file()


def render(
    folder: Folder,
    name: str,
    data: Mapping[str, Any],
    template: Path | None = None,
    typed: str = "",
    *,
    html: bool = False,
) -> str:
    """Render data through the template of that name, or through ``template`` if given.

    ``typed`` is how the person wrote the name of ``template``. Raises ``UsageError`` with file and
    line if a template does not work.
    """
    own = folder.root / "templates"
    sources = [
        TemplateFolder(own, f"{folder.label(own)}/", folder),
        TemplateFolder(shipped_templates(), "gkplan 自带的 "),
    ]
    if template:
        name, typed = template.name, typed or template.name
        if not template.is_file():
            raise UsageError(f"没有模板 {typed}", "检查 --template 和 templates 文件夹")
        sources.insert(0, TemplateFolder(template.parent, typed.removesuffix(name)))
    environment = sandbox.sandbox(tuple(sources), html=html)
    try:
        return _within_limits(environment.get_template(name).generate(data))
    except GkplanError:
        raise
    except Exception as error:  # a template may fail in any way
        raise explained(error, environment, data) from error


def _within_limits(parts: Any) -> str:
    """Join a template's output; one without end is stopped."""
    output: Generator[str] = parts
    texts: list[str] = []
    size = 0
    while more := list(islice(output, _AT_ONCE)):
        texts.append("".join(more))
        size += len(texts[-1])
        if size > sandbox.MOST_TEXT:
            output.throw(
                sandbox.RefusedError(
                    f"写出的内容超过 {sandbox.MOST_TEXT} 字", "检查循环：for 里再套 for 或 range"
                )
            )
    return "".join(texts)
