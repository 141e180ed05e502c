"""Making the report that was asked for: once, or again after every change."""

import gc
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gkplan.commands.context import Context
from gkplan.commands.output import report_links
from gkplan.commands.printing import as_json, message, report_error, write
from gkplan.commands.progress import Step, progress
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import GkplanError
from gkplan.domain.query import find_units
from gkplan.folder.atomic import require_replaceable, write_output_bytes
from gkplan.folder.location import Folder

if TYPE_CHECKING:
    from gkplan.folder.watch import Watched
    from gkplan.report.data import Report


class ReportRequest(NamedTuple):
    """What report was asked for; paths are as they were typed.

    ``circular`` is whether a PDF is of the circular, not of the page; ``pace`` whether the work is
    compared with the time gone, None where the plan decides.
    """

    form: str
    units: tuple[str, ...] = ()
    since: date | None = None
    template: Path | None = None
    output: Path | None = None
    all_units: bool = False
    circular: bool = False
    pace: bool | None = None


def make(context: Context, request: ReportRequest) -> None:
    """Make a report; all of it is rendered before the first file is written."""
    if request.output is None:
        with progress(context) as step:
            (content,) = _files(context, request, step).values()
        write(context, content.decode())
        return
    with progress(context) as step:
        files = _files(context, request, step)
        require_replaceable(*(context.cwd / request.output / name for name in files))
        for number, (name, content) in enumerate(files.items(), 1):
            step(
                f"写 {name}（{number}/{len(files)}）" if name else f"写 {request.output.as_posix()}"
            )
            write_output_bytes(context.cwd / request.output / name, content)
    pages = f"：index.{request.form} 和 {len(files) - 1} 个单位各一份" if request.all_units else ""
    message(context, f"报告已写到 {request.output.as_posix()}{pages}")
    report_links(context, *(request.output / name for name in files))


def make_and_watch(context: Context, request: ReportRequest) -> None:
    """Make a report, and again after every change, until the person ends it with Ctrl-C."""
    from gkplan.folder.watch import changes, require_watchfiles  # noqa: PLC0415  (seldom used)

    require_watchfiles()
    folder = context.folder()
    if not folder.read_only:
        # if the folder is removed, no other plan is found instead
        context = replace(context, data=Path(folder.shown))
    watched = _watched(context, folder, request)
    gc.enable()  # off for short commands; this one runs for days
    message(context, f"留意方案文件夹（{folder.shown}）和模板，一有改动就重新生成；按 Ctrl-C 结束")
    try:
        for changed in changes(lambda: watched.snapshot(context.now().as_of), watched.folders):
            if changed:
                message(context, f"有改动：{'、'.join(changed)}")
            _make_or_report(context.now(), request)
    except KeyboardInterrupt:
        message(context, ("\n" if context.message_width else "") + "已停止，不再留意改动")


def _watched(context: Context, folder: Folder, request: ReportRequest) -> "Watched":
    """Return the files that a report is made of, git's log of commits among them."""
    from gkplan.folder.git_version import commits_log  # noqa: PLC0415  (seldom used)
    from gkplan.folder.watch import Watched  # noqa: PLC0415

    template = context.cwd / request.template if request.template else None
    output = (context.cwd / (request.output or "")).resolve()
    return Watched(folder, template, output, commits_log(folder, context.env))


def _make_or_report(context: Context, request: ReportRequest) -> None:
    """Make a report, or print the error: the next change may correct it."""
    try:
        make(context, request)
    except GkplanError as error:
        report_error(context, error)
        shown = request.output.as_posix() if request.output else ""
        message(context, f"{shown} 没有动；改好后会重新生成")


def _files(context: Context, request: ReportRequest, step: Step) -> dict[str, bytes]:
    """Return the files of a report by name in the output folder, a single one without a name."""
    step("读取方案")
    press = _press(context, request)
    if request.all_units:
        return press.pages(step)
    names = find_units(press.assessment.ledger.registry, request.units)
    step(f"生成 {request.output.name if request.output else '报告'}")
    return {"": press.rendered(press.report(names))}


class _Press(NamedTuple):
    """Renders reports on one plan at one day in one format.

    ``env`` is the environment of programs that print. ``version`` names the state of the plan
    folder in git, if there is one.
    """

    request: ReportRequest
    cwd: Path
    folder: Folder
    assessment: Assessment
    version: str | None
    env: Mapping[str, str]

    def pages(self, step: Step) -> dict[str, bytes]:
        """Return a page for each unit that the plan concerns, and an index that links to them."""
        units = self.assessment.ledger.registry.units
        files, pages = {}, {}
        index = f"index.{self.request.form}"
        for number, unit in enumerate(units, 1):
            step(f"生成 {unit.name} 的报告（{number}/{len(units)}）")
            report = self.report((unit.name,), {"": index})
            if report.rows:
                pages[unit.name] = f"{unit.name}.{self.request.form}"
                files[pages[unit.name]] = self.rendered(report)
        step(f"生成 {index}")
        return {**files, index: self.rendered(self.report((), pages))}

    def report(self, units: tuple[str, ...], pages: Mapping[str, str] | None = None) -> "Report":
        """A report on the plan, or on some units."""
        from gkplan.report.data import Report  # noqa: PLC0415  (only reports need it)

        since, pace = self.request.since, self.request.pace
        return Report(self.assessment, units, since, self.version, pages or {}, pace)

    def rendered(self, report: "Report") -> bytes:
        """A report as the bytes of its file; each format's library is imported when it is used."""
        if self.request.form == "pdf":
            return self._printed(report)
        if self.request.form == "docx":
            from gkplan.report.docx import circular  # noqa: PLC0415

            return circular(report)
        if self.request.form == "xlsx":
            from gkplan.report.xlsx import workbook  # noqa: PLC0415

            return workbook(report)
        from gkplan.report.json_fields import report_json  # noqa: PLC0415

        fields = report_json(report)
        if self.request.form == "json":
            return as_json(fields).encode()
        from gkplan.report.render import render_report  # noqa: PLC0415  (90 ms of jinja2)

        typed = self.request.template
        template = self.cwd / typed if typed else None
        text = render_report(self.folder, self.request.form, fields, template, str(typed or ""))
        return text.encode("utf-8", "backslashreplace")

    def _printed(self, report: "Report") -> bytes:
        """Return the page, or the circular, as a PDF."""
        from gkplan.report.pdf import circular_pdf, page_pdf  # noqa: PLC0415  (seldom used)

        form = "docx" if self.request.circular else "html"
        content = self._replace(request=self.request._replace(form=form)).rendered(report)
        return (circular_pdf if self.request.circular else page_pdf)(content, self.env)


def _press(context: Context, request: ReportRequest) -> _Press:
    """Read the plan, as it is or as it was at a git revision."""
    from gkplan.folder.git_version import version_of  # noqa: PLC0415  (only reports name it)

    folder = context.folder()
    assessment = context.assessment()
    version = version_of(folder, context.env, context.revision)
    named = str(version) if version else None
    return _Press(request, context.cwd, folder, assessment, named, context.env)
