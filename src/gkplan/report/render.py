"""Reports through Jinja templates, sandboxed; a plan folder's own templates have precedence.

Those that ship are filled in here, others in a process of their own with limits.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkplan.domain.errors import UsageError
from gkplan.folder.atomic import encoded
from gkplan.folder.files import real
from gkplan.folder.location import Folder, shipped_templates
from gkplan.report import filling
from gkplan.report.pages import page_variables
from gkplan.report.sandbox import sandbox
from gkplan.report.template_loader import OwnTemplateError, TemplateFolder

if TYPE_CHECKING:
    from gkplan.report.template_process import TemplateProcess


class Templates:
    """The templates that a command fills in; ``close`` ends the process that they may have."""

    def __init__(
        self,
        folder: Folder,
        template: Path | None = None,
        typed: str = "",
        *,
        only_shipped: bool = False,
    ) -> None:
        """Look for templates in a plan folder, then among those that ship.

        ``template`` is one that takes the place of every other, and ``typed`` how the person wrote
        its name. With ``only_shipped`` the plan folder's own are left out: a browser that prints
        such a page would show what it names outside of the folder. Raises ``UsageError`` if there
        is no such file.
        """
        own = folder.root / "templates"
        self._template = template
        self._sources = [
            TemplateFolder(own, f"{folder.label(own)}/", folder),
            TemplateFolder(shipped_templates(), "gkplan 自带的 "),
        ]
        if only_shipped or real(own) == real(shipped_templates()):
            del self._sources[0]
        if template:
            self._sources.insert(0, _beside(folder, template, typed or template.name))
        self._process: TemplateProcess | None = None

    @property
    def own(self) -> list[str]:
        """The plan folder's own templates that were used, by their names for people."""
        return list(self._process.used) if self._process else []

    def has_own(self, name: str) -> bool:
        """Whether the plan folder has a template of its own of that name."""
        return any(source.is_own(name) and source.find(name) for source in self._sources)

    def report(self, form: str, data: Mapping[str, Any]) -> str:
        """Render report data as ``md`` or ``html``."""
        html = form == "html"
        variables = {**page_variables(data), **data} if html else data
        return self.render(f"report.{form}.j2", variables, html=html)

    def page(self, variables: Mapping[str, Any]) -> bytes:
        """Render one of the pages of a large report, through the template of the single page."""
        return encoded(self.render("report.html.j2", variables, html=True))

    def render(self, name: str, data: Mapping[str, Any], *, html: bool = False) -> str:
        """Render data through the template of that name, or through the one that was given.

        Raises ``UsageError`` with file and line if a template does not work.
        """
        sources = tuple(self._sources)
        if self._template is None:
            environment = sandbox(sources, html=html, trusting=True)
            try:
                return "".join(filling.filled_in(environment, name, data, None))
            except OwnTemplateError:
                pass
        else:
            name = self._template.name
        from gkplan.report.template_process import TemplateProcess  # noqa: PLC0415
        from gkplan.report.template_worker import Order  # noqa: PLC0415  (own templates are few)

        self._process = self._process or TemplateProcess()
        return self._process.fill_in(Order(sources, name, html, data, filling.LIMITS))

    def close(self) -> None:
        """End the process that the templates may have."""
        if self._process:
            self._process.close()


def _beside(folder: Folder, template: Path, typed: str) -> TemplateFolder:
    """Return the folder of a template that a person named, which may be inside a plan folder."""
    name, parent = template.name, template.parent
    if not template.is_file():
        raise UsageError(f"没有模板 {typed}", "检查 --template 和 templates 文件夹")
    inside = real(parent).is_relative_to(real(folder.root))
    return TemplateFolder(parent, typed.removesuffix(name), folder if inside else None, name)
