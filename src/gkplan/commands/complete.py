"""Shell completion of ids, units and statuses; a plan that cannot be read completes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

import typer

from gkplan.commands.context import Context
from gkplan.commands.process import process_context
from gkplan.domain.errors import GkplanError
from gkplan.domain.model import Ledger
from gkplan.domain.vocabulary import Word
from gkplan.folder.load import load


def _ledger(ctx: typer.Context) -> Ledger | None:
    given = ctx.params.get("data") or (ctx.parent.params.get("data") if ctx.parent else None)
    context = ctx.obj if isinstance(ctx.obj, Context) else process_context()
    try:
        return load(replace(context, data=given).folder(), journals=()).sound().ledger()
    except GkplanError:
        return None


_FULL_WIDTH = str.maketrans("$`\"\\[]'(){};&|<>*?~!#", "＄｀＂＼［］＇（）｛｝；＆｜＜＞＊？～！＃")
"""Characters that a shell or rich could interpret, and full-width ones that are shown instead."""


def complete_ids(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer the ids of tasks with their names."""
    ledger = _ledger(ctx)
    for _, task in ledger.plan if ledger else ():
        if task.id.startswith(incomplete):
            yield task.id, task.name.translate(_FULL_WIDTH)


def complete_units(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Offer the units whose name contains, or whose alias begins with, what is typed."""
    ledger = _ledger(ctx)
    for unit in ledger.registry.units if ledger else ():
        if unit.name != unit.name.translate(_FULL_WIDTH):
            continue
        if incomplete in unit.name or any(alias.startswith(incomplete) for alias in unit.aliases):
            yield unit.name


def complete_tags(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Offer the tags of tasks that contain what is typed."""
    ledger = _ledger(ctx)
    tags = {tag for _, task in (ledger.plan if ledger else ()) for tag in task.tags}
    safe = (tag for tag in tags if tag == tag.translate(_FULL_WIDTH))
    yield from sorted(tag for tag in safe if incomplete in tag)


def complete_words(*vocabularies: type[Word]) -> Callable[[str], Iterator[tuple[str, str]]]:
    """Return the completion of words, Chinese ones once a Chinese character is typed."""

    def complete(incomplete: str) -> Iterator[tuple[str, str]]:
        for word in chain.from_iterable(vocabularies):
            if word.value.startswith(incomplete):
                yield word.value, word.label
            elif incomplete and word.label.startswith(incomplete):
                yield word.label, word.value

    return complete


def complete_ids_and(
    vocabulary: type[Word],
) -> Callable[[typer.Context, str], Iterator[tuple[str, str]]]:
    """Return the completion of ids before a word, which the shell counts as an id too."""
    complete_word = complete_words(vocabulary)

    def complete(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
        yield from complete_ids(ctx, incomplete)
        yield from complete_word(incomplete)

    return complete
