"""Checks for comments that cut off a text: a ``#`` after an unquoted value (comment-cuts-text)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from gkplan.domain import fields
from gkplan.domain.fields import Kind, keys_of
from gkplan.domain.model import Extension, Plan, Record, Registry, Review
from gkplan.domain.rules import YamlPath
from gkplan.folder.loaded import LoadedFolder
from gkplan.folder.plain_yaml import Node

_TEXTS = (fields.TEXT, fields.NAME, fields.SHORT_NAME, fields.UNIT_NAME, fields.EVIDENCE)
"""Kinds whose values may go on after a ``#``; a date or a status is complete without it."""


def comments_that_cut_texts(loaded: LoadedFolder) -> None:
    """Point at every comment that follows an unquoted text, in every file of the folder."""
    loaded.tasks.note_cut_texts(partial(_texts, Plan))
    loaded.units.note_cut_texts(partial(_texts, Registry))
    for journal in loaded.journals:
        journal.source.note_cut_texts(partial(_texts_of_items, Record))
    if loaded.reviews:
        loaded.reviews.note_cut_texts(_texts_of_decisions)


def _texts(model: Any, node: Node, path: YamlPath = ()) -> Iterator[YamlPath]:
    """Yield the paths of the texts of one mapping, which ``model`` describes."""
    if not isinstance(node, dict):
        return
    for name, spec in keys_of(model).items():
        if name not in node:
            continue
        inside, value = (*path, name), node[name]
        if spec.kind in _TEXTS:
            yield from _scalars(value, inside)
        elif not isinstance(spec.kind, Kind):
            texts = _texts_of_items if spec.many else _texts
            yield from texts(spec.kind, value, inside)


def _scalars(node: Node, path: YamlPath) -> Iterator[YamlPath]:
    """Yield the path of a scalar, or the paths of the scalars of a list."""
    if isinstance(node, list):
        yield from ((*path, index) for index, item in enumerate(node) if _is_scalar(item))
    elif _is_scalar(node):
        yield path


def _is_scalar(node: Node) -> bool:
    return node is None or isinstance(node, str)


def _texts_of_items(model: Any, node: Node, path: YamlPath = ()) -> Iterator[YamlPath]:
    """Yield the paths of the texts of every mapping in a list."""
    for index, item in enumerate(node if isinstance(node, list) else ()):
        yield from _texts(model, item, (*path, index))


def _texts_of_decisions(node: Node) -> Iterator[YamlPath]:
    """Yield the paths of the texts of reviews and extensions."""
    for index, item in enumerate(node if isinstance(node, list) else ()):
        is_extension = isinstance(item, dict) and "to" in item
        yield from _texts(Extension if is_extension else Review, item, (index,))


CHECKS = [comments_that_cut_texts]
