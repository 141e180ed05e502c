"""Measure processes in turn, so that whatever slows the machine slows all of them alike."""

import os
import statistics
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

REPO = Path(__file__).parents[1]


class Cost(NamedTuple):
    """The cost of a process: processor seconds and peak memory in megabytes."""

    seconds: float
    megabytes: float


def cost(command: list[str], cwd: Path = REPO, codes: tuple[int, ...] = (0,)) -> Cost:
    """Run a command, which must end with one of ``codes``; discard its output, return its cost."""
    environment = {name: os.environ[name] for name in os.environ if name != _NO_BYTECODE}
    with subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def compare(commands: Mapping[str, list[str]], rounds: int, cwd: Path = REPO) -> None:
    """Run every command once per round and print the medians, as ratios to the first command."""
    for command in commands.values():
        cost(command, cwd)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(cost(command, cwd))
    medians = {
        name: Cost(*(statistics.median(column) for column in zip(*measured, strict=True)))
        for name, measured in costs.items()
    }
    base = next(iter(medians.values()))
    print("   time  ratio    memory  ratio")
    for name, median in medians.items():
        seconds, megabytes = median
        print(
            f"{seconds:6.3f}s {seconds / base.seconds:6.2f} "
            f"{megabytes:6.0f} MB {megabytes / base.megabytes:6.2f}  {name}"
        )
