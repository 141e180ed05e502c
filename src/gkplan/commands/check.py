"""``gkplan check``: every problem in the folder; it never writes."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.domain.errors import Exit
from gkplan.folder.load import load
from gkplan.views.problems import github_line, problem_data, problem_text, summary


def command(
    ctx: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="text|json|github",
            help="输出格式（默认看 -o 的后缀，再默认 text）",
            show_default=False,
        ),
    ] = None,
    output: options.Output = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """检查方案文件夹里的全部文件，逐处指出问题；只读不写。"""
    context = context_of(ctx, data, as_of)
    to = destination(context, output, form, ("text", "json", "github"))
    folder = context.folder()
    reading = load(folder, advise_at=context.as_of)
    problems = reading.problems
    if reading.draft.plan:
        context.say_notice(reading.draft.plan)
    with to.page() as page:
        if to.form == "json":
            page.write_json(
                {
                    "format": "gkplan/check/1",
                    "as_of": context.as_of.isoformat(),
                    "problems": [problem_data(problem) for problem in problems],
                }
            )
        else:
            line = github_line if to.form == "github" else problem_text
            page.write("".join(f"{line(problem)}\n" for problem in problems))
    context.say(f"{folder.label(folder.data)}：{summary(problems)}")
    if any(problem.is_error for problem in problems):
        raise typer.Exit(Exit.PROBLEMS)
