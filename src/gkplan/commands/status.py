"""``gkplan status``: print the dashboard."""

from collections.abc import Iterable, Sequence

import typer

from gkplan.commands import options
from gkplan.commands.context import Context, context_of
from gkplan.commands.output import destination
from gkplan.commands.printing import fitted_lines, write, write_beside, write_json, write_table
from gkplan.domain.assess import Assessment
from gkplan.domain.briefing import brief
from gkplan.domain.frozen import Frozen
from gkplan.domain.model import Head
from gkplan.domain.overview import Overview, sum_up
from gkplan.domain.query import Selection, find_owners, find_units, select
from gkplan.domain.standing import Standing
from gkplan.domain.typed import shell_word
from gkplan.views.headline import COUNTING_RULE, briefing_sentence
from gkplan.views.status import (
    attention_table,
    groups_table,
    headline,
    overview_data,
    status_table,
    supporting_lines,
    units_table,
)
from gkplan.views.tasks import names


def command(
    ctx: typer.Context,
    unit: options.Units = None,
    kind: options.Kinds = None,
    form: options.Format = None,
    output: options.Output = None,
    git: options.Git = None,
    data: options.Data = None,
    as_of: options.AsOf = None,
) -> None:
    """总览：各状态、各工作任务、各单位的办理情况和要关注的事；可只看某些单位或某类单位。"""
    context = context_of(ctx, data, as_of, git)
    to = destination(context, output, form)
    assessment = context.assessment()
    head = assessment.ledger.plan.head
    units = find_owners(assessment.ledger.registry, unit, kind)
    rows = select(assessment, Selection(units=units))
    standings = [row.standing for row in rows]
    figures = sum_up(assessment, standings, units, ranked=bool(kind))
    with to.page() as page:
        if to.form == "json":
            from gkplan.views.json_data import document  # noqa: PLC0415  (only for JSON)

            about = document("status", head, context.as_of, units)
            write_json(page, {**about, **overview_data(figures)})
        elif to.form == "csv":
            write_table(page, units_table(figures.units), "csv")
        else:
            named = find_units(assessment.ledger.registry, unit)
            others = [] if context.as_of == context.today else [f" --as-of {context.as_of}"]
            others += [f" --data {shell_word(context.data.as_posix())}"] if context.data else []
            scope = _scope(units, named, kind or (), others)
            own = [standing for standing in standings if standing.is_owed_by(units)]
            answered = _answered(assessment, units) if units else own
            opening = briefing_sentence(brief(assessment, own, answered, figures, units))
            _write_dashboard(page, figures, head, to.form, scope, opening)


def _answered(assessment: Assessment, units: tuple[str, ...]) -> Iterable[Standing]:
    from gkplan.domain.history import answered_for  # noqa: PLC0415  (only for some units)

    return answered_for(assessment, units)


class _Scope(Frozen):
    """The units that were asked for, in words, and the options that chose units and day."""

    whose: str
    options: str


def _scope(
    units: Sequence[str], named: Sequence[str], kinds: Sequence[str], others: Sequence[str]
) -> _Scope:
    """Return the scope of the figures of ``units``, which were asked for by name and by kind."""
    options = [f" --unit {shell_word(name)}" for name in named]
    options += [f" --kind {shell_word(kind)}" for kind in kinds]
    return _Scope(names(units), "".join([*options, *others]))


def _write_dashboard(
    page: Context, figures: Overview, head: Head, form: str, scope: _Scope, opening: str
) -> None:
    """Write the sentences and tables in the order of the report page."""
    sentences = headline(figures, head, str(page.as_of), opening, scope.whose)
    if form == "md":  # bold, so that no title is taken for a heading or a list
        from gkplan.views.markdown import markdown_text  # noqa: PLC0415  (only for Markdown)

        title, *more = map(markdown_text, sentences)
        write(page, "\n\n".join([f"**{title}**", *more]))
    else:
        write(page, fitted_lines(page, sentences))
    write(page, "\n")
    for table in (attention_table(figures, page.as_of, scope.options), status_table(figures.tasks)):
        write(page, "\n")
        write_table(page, table, form)
    write(page, "\n")
    units = units_table(figures.units, brief=form == "table")
    write_beside(page, groups_table(figures.groups), units, form)
    write(page, "\n")
    notes = [*supporting_lines(figures.units), COUNTING_RULE]
    if form == "md":
        write(page, "\n\n".join(map(markdown_text, notes)))
    else:
        write(page, fitted_lines(page, notes))
    write(page, "\n")
