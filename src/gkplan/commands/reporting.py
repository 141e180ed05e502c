"""Making the report that was asked for: once, or again after every change."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkplan.commands.context import Context
from gkplan.commands.output import report_links
from gkplan.commands.printing import message, report_error, write
from gkplan.commands.progress import Step, progress
from gkplan.commands.templates import templates
from gkplan.domain.assess import Assessment
from gkplan.domain.errors import GkplanError
from gkplan.domain.frozen import Frozen
from gkplan.domain.query import find_units
from gkplan.folder.atomic import encoded, outputs, write_output_bytes
from gkplan.folder.files import real
from gkplan.folder.location import Folder

if TYPE_CHECKING:
    from gkplan.folder.watch import Watched
    from gkplan.report.data import Report
    from gkplan.report.json_tasks import TaskFields
    from gkplan.report.render import Templates


class ReportRequest(Frozen):
    """What report was asked for; paths are as they were typed.

    ``circular`` is whether a PDF is of the circular, not of the page; ``pace`` whether the work is
    compared with the time gone, None where the plan decides. HTML with more tasks than
    ``most_on_one_page`` has one page per group; None stands for the usual number.
    """

    form: str
    units: tuple[str, ...] = ()
    since: date | None = None
    template: Path | None = None
    output: Path | None = None
    all_units: bool = False
    circular: bool = False
    pace: bool | None = None
    most_on_one_page: int | None = None


class _Output(Frozen):
    """A report as the content of its file; ``pages`` are those of its groups, in a folder."""

    content: bytes
    pages: Mapping[str, bytes]


def make(context: Context, request: ReportRequest) -> None:
    """Make a report; no file is replaced before all are made."""
    output = request.output
    if request.all_units:
        assert output is not None
        _make_all(context, request, output)
        return
    left: list[str] = []
    with _templates(context, request) as used, progress(context) as step:
        made = _output(context, request, used, step)
        if output is not None:
            step(f"写 {output.as_posix()}{f' 和 {len(made.pages)} 页' if made.pages else ''}")
        if output is not None and made.pages:
            left = _write_pages(context, output, made)
        elif output is not None:
            write_output_bytes(context.cwd / output, made.content)
    if output is None:
        write(context, made.content.decode())
    elif made.pages:
        _report_pages(context, output, made, left)
    else:
        _report_unused_pages(context, request)
        message(context, f"报告已写到 {output.as_posix()}")
        report_links(context, output)


def _make_all(context: Context, request: ReportRequest, output: Path) -> None:
    """Make a report for each unit and an index, each written when it is made."""
    from gkplan.commands.per_unit import require_files  # noqa: PLC0415  (only for several files)

    names: list[str] = []
    require_files(context, output, names)
    with (
        _templates(context, request) as used,
        progress(context) as step,
        outputs(context.cwd / output) as add,
    ):
        step("读取方案")
        for name, content in _press(context, request, used).pages(step):
            require_files(context, output, (name,))
            add(name, content)
            names.append(name)
        step(f"写 {len(names)} 个文件")
    units = f"index.{request.form} 和 {len(names) - 1} 个单位各一份"
    message(context, f"报告已写到 {output.as_posix()}：{units}")
    report_links(context, *(output / name for name in names))


def _write_pages(context: Context, output: Path, made: _Output) -> list[str]:
    """Write an entry page and the pages of the groups, all or none; return what was left there."""
    from gkplan.folder.page_set import pages_beside, write_page_set  # noqa: PLC0415  (large plans)

    folder = context.cwd / pages_beside(output)
    return write_page_set(context.cwd / output, made.content, folder, made.pages)


def _report_pages(context: Context, output: Path, made: _Output, left: Sequence[str]) -> None:
    """Report what was written, and the earlier pages that were left."""
    from gkplan.folder.page_set import pages_beside  # noqa: PLC0415  (large plans)

    folder = pages_beside(output)
    for name in left:
        shown = (folder / name).as_posix()
        message(context, f"提醒：{shown} 是以前的报告写的，后来改动过，没有删去")
    where = f"台账按工作任务分成 {len(made.pages)} 页，在 {folder.as_posix()} 里"
    message(context, f"报告已写到 {output.as_posix()}；{where}，发给别人时两样一起发")
    report_links(context, output, *(folder / name for name in made.pages))


def _report_unused_pages(context: Context, request: ReportRequest) -> None:
    """Report pages of groups that an earlier, larger report wrote beside the same file."""
    if request.form != "html" or request.all_units or request.output is None:
        return
    from gkplan.folder.page_set import LIST, pages_beside  # noqa: PLC0415

    folder = pages_beside(request.output)
    if (context.cwd / folder / LIST).exists():
        message(context, f"提醒：{folder.as_posix()} 里是以前的报告写的页，这次没有用到，可以删去")


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
    output = real(context.cwd / (request.output or ""))
    return Watched(folder, template, output, commits_log(folder, context.env))


def _make_or_report(context: Context, request: ReportRequest) -> None:
    """Make a report, or print the error: the next change may correct it."""
    try:
        make(context, request)
    except GkplanError as error:
        report_error(context, error)
        shown = request.output.as_posix() if request.output else ""
        message(context, f"{shown} 没有动；改好后会重新生成")


def _templates(
    context: Context, request: ReportRequest
) -> "AbstractContextManager[Templates | None]":
    """Return the templates that a report is made with; most formats have none."""
    if request.form not in ("md", "html", "pdf") or request.circular:
        return nullcontext()
    return templates(context, request.template, only_shipped=request.form == "pdf")


def _output(
    context: Context, request: ReportRequest, used: "Templates | None", step: Step
) -> _Output:
    """Return a report, of the plan or of some units, in one or several files."""
    step("读取方案")
    press = _press(context, request, used)
    names = find_units(press.assessment.ledger.registry, request.units)
    step(f"生成 {request.output.name if request.output else '报告'}")
    report = press.report(names)
    if press.has_pages(report):
        return press.by_group(report, step)
    return _Output(press.rendered(report), {})


class _Press(Frozen):
    """Renders reports on one plan at one day in one format.

    ``env`` is the environment of programs that print. ``version`` names the state of the plan
    folder in git, if there is one.
    """

    request: ReportRequest
    cwd: Path
    templates: "Templates | None"
    assessment: Assessment
    version: str | None
    env: Mapping[str, str]

    def pages(self, step: Step) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Yield a page for each unit that the plan concerns, and an index that links to them.

        A PDF has no links to other files: the printing program would make them absolute.
        """
        units = self.assessment.ledger.registry.units
        pages = {}
        index = f"index.{self.request.form}"
        linked = self.request.form != "pdf"
        whole = self.report(())
        gc.freeze()  # what was read remains, and need not be looked at after every report
        for number, unit in enumerate(units, 1):
            step(f"生成 {unit.name} 的报告（{number}/{len(units)}）")
            report = replace(
                self.report((unit.name,), {"": index} if linked else {}),
                with_pace=whole.shows_pace,
            )
            if report.rows:
                pages[unit.name] = f"{unit.name}.{self.request.form}"
                yield pages[unit.name], self.pieces(report)
                del report
                gc.collect(0)  # templates leave cycles, and the collector is off
        gc.unfreeze()
        step(f"生成 {index}")
        yield index, self.pieces(replace(whole, pages=pages if linked else {}))

    def report(self, units: tuple[str, ...], pages: Mapping[str, str] | None = None) -> "Report":
        """A report on the plan, or on some units."""
        from gkplan.report.data import Report  # noqa: PLC0415  (only reports need it)

        since, pace = self.request.since, self.request.pace
        return Report(self.assessment, units, since, self.version, pages or {}, pace)

    def has_pages(self, report: "Report") -> bool:
        """Whether a report has one page per group: HTML of many tasks, through our template."""
        output = self.request.output
        if self.request.form != "html" or self.request.template or output is None:
            return False
        from gkplan.report.pages import MOST_ON_ONE_PAGE  # noqa: PLC0415

        most = self.request.most_on_one_page
        if len(report.rows) <= (MOST_ON_ONE_PAGE if most is None else most):
            return False
        is_device = (self.cwd / output).exists() and not (self.cwd / output).is_file()
        assert self.templates
        return not is_device and not self.templates.has_own("report.html.j2")

    def by_group(self, report: "Report", step: Step) -> _Output:
        """Return the entry page of a report and the pages of its groups."""
        from gkplan.folder.page_set import pages_beside  # noqa: PLC0415  (large plans only)
        from gkplan.report.pages import page_set  # noqa: PLC0415

        output = self.request.output
        assert output
        assert self.templates
        parts = page_set(self._data(report), output.name, pages_beside(output).name)
        pages = {}
        for number, (name, variables) in enumerate(parts.pages.items(), 1):
            step(f"生成 {name}（{number}/{len(parts.pages)}）")
            pages[name] = self.templates.page(variables)
        return _Output(self.templates.page(parts.entry), pages)

    def pieces(self, report: "Report") -> Iterator[bytes]:
        """Yield the content of a report's file; only JSON is longer than one piece."""
        if self.request.form != "json":
            yield self.rendered(report)
            return
        from gkplan.views.json_text import json_pieces  # noqa: PLC0415

        yield from map(str.encode, json_pieces(self._data(report)))

    def _data(self, report: "Report") -> dict[str, Any]:
        """Return the fields of a report; those of its tasks are computed once for all reports."""
        from gkplan.report.json_fields import report_json  # noqa: PLC0415

        return report_json(report, self._fields)

    @cached_property
    def _fields(self) -> "TaskFields":
        from gkplan.report.json_tasks import TaskFields  # noqa: PLC0415

        if self.request.form != "json":
            return TaskFields(self.assessment)
        from gkplan.views.json_text import Variant  # noqa: PLC0415

        return TaskFields(self.assessment, Variant)

    def rendered(self, report: "Report") -> bytes:
        """A report as the bytes of its file; each format's library is imported when it is used."""
        if self.request.form == "json":
            content = BytesIO()
            content.writelines(self.pieces(report))  # the pieces of a join are all kept until then
            return content.getvalue()
        if self.request.form == "pdf":
            return self._printed(report)
        if self.request.form == "docx":
            from gkplan.report.docx import circular  # noqa: PLC0415

            return circular(report)
        if self.request.form == "xlsx":
            from gkplan.report.xlsx import workbook  # noqa: PLC0415

            return workbook(report)
        assert self.templates
        return encoded(self.templates.report(self.request.form, self._data(report)))

    def _printed(self, report: "Report") -> bytes:
        """Return the page, or the circular, as a PDF."""
        from gkplan.report.pdf import circular_pdf, page_pdf  # noqa: PLC0415  (seldom used)

        form = "docx" if self.request.circular else "html"
        content = replace(self, request=replace(self.request, form=form)).rendered(report)
        return (circular_pdf if self.request.circular else page_pdf)(content, self.env)


def _press(context: Context, request: ReportRequest, used: "Templates | None") -> _Press:
    """Read the plan, as it is or as it was at a git revision."""
    folder = context.folder()
    assessment = context.assessment()
    version = None
    if folder.is_in_repository:
        from gkplan.folder.git_version import version_of  # noqa: PLC0415  (only reports name it)

        version = version_of(folder, context.env, context.revision)
    named = str(version) if version else None
    return _Press(request, context.cwd, used, assessment, named, context.env)
