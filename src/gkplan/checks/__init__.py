"""The rules that tie a folder's files together, one small function a rule.

Every check takes the ``Draft`` and notes what it finds on the file concerned. ``require`` runs
those whose errors would make figures wrong; ``advise`` adds what is only worth a look.
"""

from collections.abc import Callable, Sequence

from gkplan.checks import journals, plan, units
from gkplan.folder.draft import Draft

Check = Callable[[Draft], None]


def require(draft: Draft) -> None:
    """Run every check that must pass before anything is computed."""
    if draft.registry:
        _run(units.CHECKS, draft)
    if draft.registry and draft.plan:
        _run(plan.CHECKS, draft)
        require_journals(draft)


def require_journals(draft: Draft) -> None:
    """Run the checks of the journals alone; the plan and the registry have passed theirs."""
    _run(journals.CHECKS, draft)


def advise(draft: Draft) -> None:
    """Run the checks whose findings are warnings and notes."""
    from gkplan.checks import advice  # noqa: PLC0415  (only ``gkplan check`` asks for advice)

    if draft.registry and draft.plan:
        _run(advice.CHECKS, draft)


def _run(checks: Sequence[Check], draft: Draft) -> None:
    for check in checks:
        check(draft)
