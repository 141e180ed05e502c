"""``gkplan check``: list every problem in the folder; it never writes."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.context import context_of
from gkplan.commands.output import destination
from gkplan.commands.printing import copyable_problems, message, write, write_json
from gkplan.domain.errors import Exit
from gkplan.folder.load import load
from gkplan.views.problems import github_line, problem_data, problem_text, summary


def command(
    ctx: typer.Context,
    form: Annotated[str | None, options.format_option("text|json|github", "text")] = None,
    output: options.Output = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """检查方案文件夹里的全部文件，逐处指出问题；只读不写。"""
    context = context_of(ctx, data, as_of)
    to = destination(context, output, form, ("text", "json", "github"))
    folder = context.folder()
    reading = load(folder, advise_at=context.as_of)
    problems = copyable_problems(context, reading.problems)
    if reading.loaded.plan:
        context.print_notice(reading.loaded.plan)
    with to.page() as page:
        if to.form == "json":
            document = {
                "format": "gkplan/check/1",
                "as_of": context.as_of.isoformat(),
                "problems": [problem_data(problem) for problem in problems],
            }
            write_json(page, document)
        else:
            line = github_line if to.form == "github" else problem_text
            write(page, "".join(f"{line(problem)}\n" for problem in problems))
    message(context, f"{folder.label(folder.data)}：{summary(problems)}")
    if any(problem.is_error for problem in problems):
        raise typer.Exit(Exit.PROBLEMS)
