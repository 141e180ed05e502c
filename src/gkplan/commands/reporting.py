"""Making the report that was asked for: once, or again whenever something changes."""

import gc
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gkplan.assess import Assessment
from gkplan.commands.desk import Desk, as_json
from gkplan.commands.progress import Step, progress
from gkplan.errors import GkplanError
from gkplan.folder.atomic import require_replaceable, write_output_bytes
from gkplan.folder.find import Folder
from gkplan.query import find_units

if TYPE_CHECKING:
    from gkplan.folder.watch import Watched


class Order(NamedTuple):
    """What report was asked for; paths are as they were typed."""

    form: str
    units: tuple[str, ...] = ()
    since: date | None = None
    template: Path | None = None
    output: Path | None = None
    all_units: bool = False


def make(desk: Desk, order: Order) -> None:
    """Make a report; all of it is there before the first file is written."""
    if order.output is None:
        with progress(desk) as step:
            (content,) = _files(desk, order, step).values()
        desk.write(content.decode())
        return
    with progress(desk) as step:
        files = _files(desk, order, step)
        require_replaceable(*(desk.cwd / order.output / name for name in files))
        for number, (name, content) in enumerate(files.items(), 1):
            step(f"写 {name}（{number}/{len(files)}）" if name else f"写 {order.output.as_posix()}")
            write_output_bytes(desk.cwd / order.output / name, content)
    told = f"：index.{order.form} 和 {len(files) - 1} 个单位各一份" if order.all_units else ""
    desk.say(f"报告已写到 {order.output.as_posix()}{told}")


def make_and_watch(desk: Desk, order: Order) -> None:
    """Make a report, and again after every change, until the person ends it with Ctrl-C."""
    from gkplan.folder.watch import changes, require_watchfiles  # noqa: PLC0415  (seldom used)

    require_watchfiles()
    folder = desk.folder()
    if not folder.read_only:
        desk = replace(desk, data=Path(folder.shown))  # if it goes, no other plan takes its place
    watched = _watched(desk, folder, order)
    gc.enable()  # a single command keeps what it makes and runs without; this one goes on for days
    desk.say(f"留意方案文件夹（{folder.shown}）和模板，一有改动就重新生成；按 Ctrl-C 结束")
    try:
        for changed in changes(lambda: watched.look(desk.now().as_of), watched.places):
            if changed:
                desk.say(f"有改动：{'、'.join(changed)}")
            _make_or_tell(desk.now(), order)
    except KeyboardInterrupt:
        desk.say(("\n" if desk.talk_width else "") + "已停止，不再留意改动")


def _watched(desk: Desk, folder: Folder, order: Order) -> "Watched":
    """What is watched for a report: all that it is made of, git's commits among it."""
    from gkplan.folder.version import commits_log  # noqa: PLC0415  (seldom used)
    from gkplan.folder.watch import Watched  # noqa: PLC0415

    template = desk.cwd / order.template if order.template else None
    output = (desk.cwd / (order.output or "")).resolve()
    return Watched(folder, template, output, commits_log(folder, desk.env))


def _make_or_tell(desk: Desk, order: Order) -> None:
    """Make a report; what stands in the way is told, and the next change may mend it."""
    try:
        make(desk, order)
    except GkplanError as error:
        desk.tell(error)
        shown = order.output.as_posix() if order.output else ""
        desk.say(f"{shown} 没有动；改好后会重新生成")


def _files(desk: Desk, order: Order, step: Step) -> dict[str, bytes]:
    """The files of a report by their names in the output's folder; a single one has no name."""
    step("读取方案")
    press = _press(desk, order)
    if order.all_units:
        return press.pages(step)
    names = find_units(press.assessment.ledger.registry, order.units)
    step(f"生成 {order.output.name if order.output else '报告'}")
    return {"": press.rendered(press.report(names))}


class _Press(NamedTuple):
    """Makes reports of one plan on one day into files of one format.

    ``version`` names the state of the plan folder in git, if there is one.
    """

    order: Order
    cwd: Path
    folder: Folder
    assessment: Assessment
    version: str | None

    def pages(self, step: Step) -> dict[str, bytes]:
        """A page for each unit that the plan concerns, and the whole, with links to all of them."""
        units = self.assessment.ledger.registry.units
        files, pages = {}, {}
        index = f"index.{self.order.form}"
        for number, unit in enumerate(units, 1):
            step(f"生成 {unit.name} 的报告（{number}/{len(units)}）")
            report = self.report((unit.name,), {"": index})
            if report["groups"]:
                pages[unit.name] = f"{unit.name}.{self.order.form}"
                files[pages[unit.name]] = self.rendered(report)
        step(f"生成 {index}")
        return {**files, index: self.rendered(self.report((), pages))}

    def report(
        self, units: tuple[str, ...], pages: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """A report as data."""
        from gkplan.report.model import report_data  # noqa: PLC0415  (only reports need it)

        return report_data(self.assessment, units, self.order.since, self.version, pages)

    def rendered(self, report: Mapping[str, Any]) -> bytes:
        """A report as the bytes of its file; each format's library is imported when it is used."""
        if self.order.form == "docx":
            from gkplan.report.docx import circular  # noqa: PLC0415

            return circular(report)
        if self.order.form == "xlsx":
            from gkplan.report.xlsx import workbook  # noqa: PLC0415

            return workbook(report)
        if self.order.form == "json":
            return as_json(report).encode()
        from gkplan.report.render import render_report  # noqa: PLC0415  (90 ms of jinja2)

        typed = self.order.template
        template = self.cwd / typed if typed else None
        text = render_report(self.folder, self.order.form, report, template, str(typed or ""))
        return text.encode("utf-8", "backslashreplace")


def _press(desk: Desk, order: Order) -> _Press:
    """Read the plan, as it is or as it was at a git revision."""
    from gkplan.folder.version import version_of  # noqa: PLC0415  (only reports name it)

    folder = desk.folder()
    assessment = desk.assessment()
    version = version_of(folder, desk.env, desk.revision)
    return _Press(order, desk.cwd, folder, assessment, str(version) if version else None)
