"""Known plans rendered into every layout and format, damaged as copying does, and scored."""

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

from importing_damage import DAMAGES
from importing_formats import FORMATS, PRINTED, SHEETS, TABLES_ONLY
from importing_found import TODAY, plain_data
from importing_layouts import LAYOUTS, Layout
from importing_plans import composed
from importing_score import Data, Honesty, Tally, differences, honesty, score

from gkplan.domain.errors import UsageError
from gkplan.domain.model import Plan, Registry
from gkplan.importing import Imported, import_plan
from gkplan.importing.readers.pdf import reader
from gkplan.importing.readers.pdf.extract import extract

COUNTED = ("task", "unit", "deadline", "group")
"""The kinds of facts that every layout shows."""
_LINES_ONLY = ("wrapped",)
"""The damages that tables do not show."""
_OF_PAGES = ("page breaks", "wrapped", "look-alikes")
"""The damages that pages have by themselves, or whose characters their font does not have."""


class Case(NamedTuple):
    """One document: a plan in a layout, a format and a damage, by their names."""

    seed: int
    layout: str
    form: str
    damage: str

    def plan(self) -> Plan:
        """Return what of the seed's plan the layout shows."""
        return LAYOUTS[self.layout].shown(composed(self.seed))

    def document(self) -> bytes:
        """Write the document."""
        blocks = LAYOUTS[self.layout].blocks(self.plan())
        chance = Random(self.seed)  # noqa: S311  (no secret)
        return FORMATS[self.form](DAMAGES[self.damage](blocks, chance))

    def expected(self) -> Data:
        """Return the facts that the document states."""
        return plain_data(Imported(self.plan(), Registry((), ()), (), ()))

    def found(self) -> dict[str, Any]:
        """Return the facts that are found; none where the document is refused.

        The characters of a PDF are read without a child process: one for each would take long.
        """
        try:
            with patch.object(reader, "run_bounded", lambda _, content: extract(content)):
                return plain_data(import_plan(self.form, self.document(), TODAY))
        except UsageError as error:
            return {"refused": str(error)}


class Result(NamedTuple):
    """How a document was understood."""

    scores: dict[str, Tally]
    honesty: Honesty
    differences: list[str]


def result(case: Case) -> Result:
    """Import a document and compare it with its plan."""
    expected, found = case.expected(), case.found()
    scores = score(expected, found)
    lines = [f"refused: {found['refused']}"] if "refused" in found else []
    lines += [
        line for line in differences(expected, found) if line[2:].partition(":")[0] in COUNTED
    ]
    return Result({kind: scores[kind] for kind in COUNTED}, honesty(expected, found), lines)


def cases(seed: int) -> Iterator[Case]:
    """Yield every sensible combination for one plan."""
    for name, layout in LAYOUTS.items():
        for form in FORMATS:
            for damage in DAMAGES:
                if _is_sensible(layout, form, damage):
                    yield Case(seed, name, form, damage)


def _is_sensible(layout: Layout, form: str, damage: str) -> bool:
    """Whether a format can hold a layout, and a damage changes it."""
    if form in (SHEETS if layout.tables and not layout.sheets else ()):
        return False
    if form in PRINTED and damage in _OF_PAGES:
        return False
    if not layout.tables:
        return form not in TABLES_ONLY and damage != "lost spans"
    return damage not in _LINES_ONLY
