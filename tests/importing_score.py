"""How well a document was understood: what was found of a plan against what it says.

Both sides are plain data in the form of ``tests/importing/NAME/expected.yaml``, reduced here to
facts of a few kinds, each a tuple of texts; recall and precision count them. Texts are compared
without white space and after NFKC. Where people may cut a text differently (what a task awaits, a
group's title among its parents, lines not used), one that holds the other is the same.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FIXTURES = Path(__file__).parent / "importing"
ROLES = ("lead", "support", "implement")
OPEN = ("doubt", "unplaced")
"""Kinds of which a document may have more than the expectation names."""

Data = Mapping[str, Any]
Fact = tuple[str, ...]
Facts = dict[str, set[Fact]]


class Tally(NamedTuple):
    """How many facts there are, how many were found, and how many of those are right."""

    expected: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """The part of what is there that was found; 1 where nothing is."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The part of what was found that is there; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    def and_also(self, other: "Tally") -> "Tally":
        """Count another document too."""
        return Tally(*(mine + more for mine, more in zip(self, other, strict=True)))


def plain(text: object) -> str:
    """Reduce a text to what is compared: NFKC, no white space."""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


def facts(data: Data) -> Facts:
    """Everything that plain data says of a plan, by kind; the n-th task of a text is its own."""
    said: Facts = {kind: set() for kind in KINDS}
    said["head"] = {(field, plain(value)) for field, value in data.get("plan", {}).items()}
    said["unplaced"] = {(plain(text),) for text in data.get("unplaced", ())}
    seen: Counter[str] = Counter()
    for group in data.get("groups", ()):
        for task in group["tasks"]:
            text = plain(task["text"])
            seen[text] += 1
            name = text if seen[text] == 1 else f"{text}#{seen[text]}"
            for kind, fact in _of_task(name, task, group):
                said[kind].add(fact)
    return said


KINDS = ("task", "unit", "deadline", "merged", "group", "doubt", "unplaced", "head")


def _of_task(name: str, task: Data, group: Data) -> Iterator[tuple[str, Fact]]:
    yield "task", (name,)
    for role in ROLES:
        yield from (("unit", (name, role, plain(unit))) for unit in task.get(role, ()))
    yield from (("deadline", (name, *fact)) for fact in _deadlines(task))
    for key in ("label", "title"):
        if group.get(key):
            yield "group", (name, key, plain(group[key]).strip("()"))
    if _is_set(task.get("merged")):
        yield "merged", (name,)
    if _is_set(task.get("doubtful")):
        yield "doubt", (name,)


def _deadlines(task: Data) -> Iterator[Fact]:
    yield from (("cadence", word) for word in task.get("cadence", ()) if word != "once")
    for key in ("due", "within", "awaits"):
        if task.get(key):
            yield key, plain(task[key])


def _is_set(value: object) -> bool:
    return value in (True, "true")


def settled(expected: Facts, found: Facts) -> Facts:
    """The facts found, in the words of the expectation where that leaves the cut to people.

    Of the head only what the expectation names counts, and of a group only its named parts.
    """
    said = {kind: set(found[kind]) for kind in KINDS}
    said["deadline"] = {
        _as_cut(fact, expected["deadline"], ("awaits",)) for fact in said["deadline"]
    }
    named = {fact[:-1] for fact in expected["group"]}
    titles = {_as_cut(fact, expected["group"], ("title",)) for fact in said["group"]}
    said["group"] = {fact for fact in titles if fact[:-1] in named}
    said["head"] = {f for f in said["head"] if f[0] in {field for field, _ in expected["head"]}}
    heard = "\n".join(text for (text,) in said["unplaced"])
    said["unplaced"] = {fact for fact in expected["unplaced"] if fact[0] in heard}
    return said


def _as_cut(fact: Fact, expected: Iterable[Fact], keys: tuple[str, ...]) -> Fact:
    *place, text = fact
    if place[-1] not in keys:
        return fact
    same = (one for one in expected if one[:-1] == fact[:-1])
    return next((one for one in same if one[-1] in text or text in one[-1]), fact)


def score(expected: Data, found: Data) -> dict[str, Tally]:
    """Count the facts of each kind."""
    wanted = facts(expected)
    said = settled(wanted, facts(found))
    return {
        kind: Tally(len(wanted[kind]), len(said[kind]), len(wanted[kind] & said[kind]))
        for kind in KINDS
    }


def differences(expected: Data, found: Data) -> list[str]:
    """What is missing (``-``) and what is too much (``+``), a line a fact, in a fixed order.

    Doubts and lines not used may be more than expected; they are not too much.
    """
    wanted = facts(expected)
    said = settled(wanted, facts(found))
    return [
        f"{sign} {kind}: {' · '.join(fact)}"
        for kind in KINDS
        for sign, rest in (("-", wanted[kind] - said[kind]), ("+", said[kind] - wanted[kind]))
        for fact in sorted(rest)
        if sign == "-" or kind not in OPEN
    ]


class Honesty(NamedTuple):
    """How many tasks were found, have a silent error, are doubtful, and are rightly doubtful.

    A silent error is a task that was not expected, or a wrong unit or deadline of one that was,
    where the task has no doubt.
    """

    tasks: int = 0
    silent: int = 0
    doubtful: int = 0
    rightly: int = 0

    def and_also(self, other: "Honesty") -> "Honesty":
        """Count another document too."""
        return Honesty(*(mine + more for mine, more in zip(self, other, strict=True)))


def honesty(expected: Data, found: Data) -> Honesty:
    """Count the silent errors of a document, and the doubts that are about a real error."""
    wanted = facts(expected)
    said = settled(wanted, facts(found))
    wrong = {fact[0] for kind in ("task", "unit", "deadline") for fact in said[kind] ^ wanted[kind]}
    tasks = {name for (name,) in said["task"]}
    doubtful = {name for (name,) in said["doubt"]}
    return Honesty(
        len(tasks), len((wrong & tasks) - doubtful), len(doubtful), len(wrong & doubtful)
    )


def total(scores: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Add up the scores of several documents."""
    together = dict.fromkeys(KINDS, Tally())
    for one in scores:
        together |= {kind: together[kind].and_also(tally) for kind, tally in one.items()}
    return together


def table(scores: Mapping[str, Tally]) -> str:
    """Show a score as a table of plain text, a line a kind."""
    lines = [f"{'':10}{'expected':>9}{'found':>9}{'right':>9}{'recall':>9}{'precision':>11}"]
    for kind, tally in scores.items():
        counts = "".join(f"{count:9}" for count in tally)
        lines.append(f"{kind:10}{counts}{tally.recall:9.1%}{tally.precision:11.1%}")
    return "\n".join(lines) + "\n"


def read(path: Path) -> Data:
    """Read an ``expected.yaml``; every value is a text, as it is printed."""
    data: Data = yaml.BaseLoader(path.read_text(encoding="utf-8")).get_single_data()
    return data


def source_of(folder: Path) -> Path:
    """The document of a fixture: the one file of its folder that is called ``source``."""
    (path,) = folder.glob("source.*")
    return path
