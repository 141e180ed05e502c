"""``gkplan review``: record that the supervising office accepted or returned a report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.complete import complete_ids_and, complete_words
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import form_of, write_file
from gkplan.commands.plan_days import coming_day, past_day, which_duties
from gkplan.commands.printing import message, print_reminders, print_written
from gkplan.domain.errors import UsageError
from gkplan.domain.new_reviews import ReviewRequest
from gkplan.domain.query import find_units, find_word
from gkplan.domain.typed import shell_word
from gkplan.domain.vocabulary import Verdict
from gkplan.folder.write_entries import write_decisions


def command(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None, options.ids_argument("[ID]...", complete_ids_and(Verdict))
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Argument(
            metavar="[VERDICT]",
            help=f"核查结论：{Verdict.legend()}",
            autocompletion=complete_words(Verdict),
        ),
    ] = None,
    unit: options.Units = None,
    period: options.Periods = None,
    event: options.Events = None,
    note: Annotated[str, options.note_option("核查意见；退回时必须写明理由")] = "",
    correct_by: Annotated[
        str | None,
        typer.Option(
            "--correct-by", metavar="DATE", help="退回后改正的期限（限期整改），到期不改才算逾期"
        ),
    ] = None,
    form: Annotated[
        bool, typer.Option("--form", help="改出核查表（Excel）：列出待核查的，填好后用 collect 收")
    ] = False,
    date: Annotated[str | None, options.date_option("核查日期")] = None,
    by: Annotated[str, options.by_option("核查人")] = "",
    output: Annotated[
        Path | None, options.output_option("FILE", "核查表写到哪个 .xlsx 文件；只用于 --form")
    ] = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """核查（督查单位用）：核实或退回单位的最近一条填报，记入 reviews.yaml。"""
    context = context_of(ctx, data, as_of)
    if form:
        others = {"ID": ids, "--period": period, "--event": event, "--note": note}
        others |= {"VERDICT": verdict, "--correct-by": correct_by, "--date": date, "--by": by}
        _write_form(context, unit, output, [name for name, value in others.items() if value])
        return
    if output:
        raise UsageError("-o 只用于 --form", "去掉 -o，或加上 --form")
    if not ids or verdict is None:
        raise UsageError(
            "核查哪个事项、结论是什么没有写全",
            "如 gkplan review 1.3 核实；要出核查表，用 gkplan review --form -o 核查表.xlsx",
        )
    asked = ReviewRequest(
        verdict=find_word(Verdict, verdict, "核查结论"),
        date=past_day(context, date, "--date") or context.as_of,
        entered=context.today,
        which=which_duties(context, period, event),
        correct_by=coming_day(context, correct_by, "--correct-by"),
        note=note,
        by=by,
    )
    folder = context.folder_to_write()
    for review, label, reminders in write_decisions(folder, ids, unit or (), asked, context.as_of):
        print_written(context, review, label, folder.reviews, folder)
        print_reminders(context, reminders)


def _write_form(
    context: Context, unit: Sequence[str] | None, output: Path | None, others: Sequence[str]
) -> None:
    """Write the form of what waits for a review; raises ``UsageError`` for what it cannot take."""
    if others:
        raise UsageError(f"--form 只出核查表，不接受 {'、'.join(others)}", "结论填在表里")
    if output is None:
        raise UsageError("核查表写到哪里没有写明", "用 -o 写明 .xlsx 文件")
    form_of(context, output, None, ("xlsx",), "换一个后缀")
    from gkplan.forms.base import DutyEntries  # noqa: PLC0415  (only for forms)
    from gkplan.forms.inbox import require_unfilled  # noqa: PLC0415
    from gkplan.forms.review_form import review_form  # noqa: PLC0415
    from gkplan.forms.write import form_workbook  # noqa: PLC0415

    assessment = context.assessment()
    units = find_units(assessment.ledger.registry, unit)
    made = review_form(assessment, DutyEntries(assessment.ledger), units)
    if made is None:
        message(context, f"{'、'.join(units)}没有待核查的")
        return
    require_unfilled({output.as_posix(): context.cwd / output})
    write_file(context, output, form_workbook(made))
    collect = context.copyable(f"gkplan collect {shell_word(output.as_posix())}")
    message(context, f"待核查 {len(made.rows)} 份；填好后用 {collect} 收")
