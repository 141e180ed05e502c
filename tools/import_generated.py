"""Score the importer on plans composed at random, in every layout, format and damage.

``import_generated.py PLANS [FIRST] [--each]`` takes as many plans from the seed FIRST on (1 by
default) and prints recall and precision of tasks, units, deadlines and groups for each layout,
format and damage; with ``--each`` also the documents that differ, with the first difference.
"""

import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from importing_generated import COUNTED, cases, result
from importing_score import Honesty, Tally


def main(arguments: list[str]) -> int:
    """Print the figures."""
    numbers = [int(argument) for argument in arguments if not argument.startswith("-")]
    first = numbers[1] if len(numbers) > 1 else 1
    figures: dict[str, dict[str, Tally]] = defaultdict(lambda: dict.fromkeys(COUNTED, Tally()))
    honest, count = Honesty(), 0
    for seed in range(first, first + numbers[0]):
        for case in cases(seed):
            one = result(case)
            count += 1
            honest = honest.and_also(one.honesty)
            for key in ("total", case.layout, case.form, case.damage):
                for kind, tally in one.scores.items():
                    figures[key][kind] = figures[key][kind].and_also(tally)
            if one.differences and "--each" in arguments:
                print(*case, f"{len(one.differences)} differences", one.differences[0], sep=" · ")
    print(f"{count} documents; silent errors on {honest.silent} of {honest.tasks} tasks")
    for key, tallies in figures.items():
        shown = (f"{t.recall:7.1%}{t.precision:7.1%}" for t in tallies.values())
        print(f"{key:20}{'  '.join(shown)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
