"""The rules that tie a folder's files together, one small function a rule.

Every check takes the ``Draft`` and adds its problems to the file concerned.
``require`` runs those whose errors would make figures wrong; ``advise`` adds the rest.
"""

from collections.abc import Callable, Sequence
from types import ModuleType

from gkplan.folder.checks import journals, plan, units
from gkplan.folder.loaded import Draft

Check = Callable[[Draft], None]


def require(draft: Draft) -> None:
    """Run every check that must pass before anything is computed.

    What stands on a part that could not be read is left alone: one slip is one problem.
    """
    if draft.registry and draft.units.sound:
        _run(units.CHECKS, draft)
    if draft.registry and draft.plan:
        _run_checks(plan, draft)
        require_journals(draft)
        if draft.rulings and draft.rulings_can_be_checked:
            from gkplan.folder.checks import reviews  # noqa: PLC0415  (only where there are reviews)

            _run(reviews.CHECKS, draft)


def require_journals(draft: Draft) -> None:
    """Run the checks of the journals alone; the plan and the registry have passed theirs."""
    _run_checks(journals, draft)


def _run_checks(module: ModuleType, draft: Draft) -> None:
    """Run a module's checks: those of names and of dates only where these are to be relied on."""
    _run(module.CHECKS, draft)
    if draft.units_readable:
        _run(module.CHECKS_OF_NAMES, draft)
    if draft.head_readable:
        _run(module.CHECKS_OF_DATES, draft)


def advise(draft: Draft) -> None:
    """Run the checks whose findings are warnings and notes."""
    from gkplan.folder.checks import advice, comments  # noqa: PLC0415  (only for ``gkplan check``)

    _run(comments.CHECKS, draft)
    if draft.registry and draft.plan:
        _run(advice.CHECKS, draft)
        if draft.standings_are_known:
            _run(advice.CHECKS_OF_STANDING, draft)
            if draft.reviews and draft.reviews.sound:
                _run(advice.CHECKS_OF_REVIEWS, draft)


def _run(checks: Sequence[Check], draft: Draft) -> None:
    for check in checks:
        check(draft)
