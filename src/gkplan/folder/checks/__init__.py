"""The rules that tie a folder's files together, one small function per rule.

Every check takes the ``LoadedFolder`` and adds its problems to the file concerned.
``require`` runs those whose errors would make figures wrong; ``advise`` adds the rest.
"""

from collections.abc import Callable, Sequence
from types import ModuleType

from gkplan.folder.checks import journals, plan
from gkplan.folder.loaded import LoadedFolder

Check = Callable[[LoadedFolder], None]


def require(loaded: LoadedFolder) -> None:
    """Run every check that must pass before anything is computed.

    What depends on a part that could not be read is not checked: one mistake is one problem.
    """
    if loaded.registry and loaded.units.sound:
        _run(plan.CHECKS_OF_REGISTRY, loaded)
    if loaded.registry and loaded.plan:
        _run_checks(plan, loaded)
        require_journals(loaded)
        if loaded.decisions and loaded.decisions_can_be_checked:
            from gkplan.folder.checks import reviews  # noqa: PLC0415  (only where there are reviews)

            _run(reviews.CHECKS, loaded)


def require_journals(loaded: LoadedFolder) -> None:
    """Run the checks of the journals alone; the plan and the registry have passed theirs."""
    _run_checks(journals, loaded)


def _run_checks(module: ModuleType, loaded: LoadedFolder) -> None:
    """Run a module's checks: those of names and of dates only where these are to be relied on."""
    _run(module.CHECKS, loaded)
    if loaded.units_readable:
        _run(module.CHECKS_OF_NAMES, loaded)
    if loaded.head_readable:
        _run(module.CHECKS_OF_DATES, loaded)


def advise(loaded: LoadedFolder) -> None:
    """Run the checks whose findings are warnings and notes."""
    from gkplan.folder.checks import advice, comments  # noqa: PLC0415  (only for ``gkplan check``)

    _run(comments.CHECKS, loaded)
    if loaded.registry and loaded.plan:
        _run(advice.CHECKS, loaded)
        if loaded.standings_are_known:
            _run(advice.CHECKS_OF_STANDING, loaded)
            if loaded.reviews and loaded.reviews.sound:
                _run(advice.CHECKS_OF_REVIEWS, loaded)


def _run(checks: Sequence[Check], loaded: LoadedFolder) -> None:
    for check in checks:
        check(loaded)
