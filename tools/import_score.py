"""Print how well the importer understands the fixtures: recall and precision by kind of fact.

``import_score.py [FOLDER…] [--each]`` takes folders of fixtures, ``tests/importing`` by default;
``--each`` prints every document's differences before the total.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from importing_found import found_in
from importing_score import (
    FIXTURES,
    Honesty,
    Tally,
    differences,
    honesty,
    read,
    score,
    source_of,
    table,
    total,
)


def main(arguments: list[str]) -> int:
    """Print the differences if asked, and the table of all documents together."""
    roots = [Path(argument) for argument in arguments if not argument.startswith("-")] or [FIXTURES]
    expectations = [path for root in roots for path in sorted(root.glob("**/expected.yaml"))]
    scores = [_scored(path, shown="--each" in arguments) for path in expectations]
    print(f"{len(scores)} documents\n{table(total(scores))}", end="")
    honest = Honesty()
    for path in expectations:
        honest = honest.and_also(honesty(read(path), found_in(source_of(path.parent))))
    print(
        f"silent errors on {honest.silent} of {honest.tasks} tasks; "
        f"{honest.rightly} of {honest.doubtful} doubtful tasks have an error"
    )
    return 0


def _scored(path: Path, *, shown: bool) -> dict[str, Tally]:
    expected, found = read(path), found_in(source_of(path.parent))
    lines = differences(expected, found)
    if shown and (lines or expected.get("refused") != found.get("refused")):
        print(path.parent.name, *lines, "", sep="\n  ")
    return score(expected, found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
