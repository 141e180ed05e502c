"""``gkplan check``: every problem in the folder; it never writes."""

from typing import Annotated

import typer

from gkplan.commands import options
from gkplan.commands.desk import desk_of, read_choice
from gkplan.errors import Exit
from gkplan.folder.load import load
from gkplan.views.problems import github_line, problem_data, problem_text, summary


def command(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Option("--format", metavar="text|json|github", help="输出格式")
    ] = "text",
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """检查方案文件夹里的全部文件，逐处指出问题；只读不写。"""
    desk = desk_of(ctx, data, as_of)
    form = read_choice(form, ("text", "json", "github"), "--format")
    folder = desk.folder()
    problems = load(folder, advise_at=desk.as_of).problems
    if form == "json":
        desk.write_json(
            {
                "format": "gkplan/check/1",
                "as_of": desk.as_of.isoformat(),
                "problems": [problem_data(problem) for problem in problems],
            }
        )
    elif form == "github":
        desk.write("".join(f"{github_line(problem)}\n" for problem in problems))
    else:
        desk.write("".join(f"{problem_text(problem)}\n" for problem in problems))
    desk.say(f"{folder.label(folder.data)}：{summary(problems)}")
    if any(problem.is_error for problem in problems):
        raise typer.Exit(Exit.PROBLEMS)
