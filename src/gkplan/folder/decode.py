"""From text to the model: one reader per dataclass, made from the keys its fields declare."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from gkplan.domain import rules
from gkplan.domain.fields import BadValueError, Key, Kind, keys_of
from gkplan.domain.rules import YamlPath
from gkplan.folder.plain_yaml import UNREAD, Node, entries, read_line
from gkplan.folder.source import Source

T = TypeVar("T")
_DASH = ("第一项开头少了 “- ”", "第一行开头加上 “- ”，这一项的其他行各缩进两个空格")
_NO_COLON = r"([a-z_]+)(?:：|:(?=\S))([^\n]*)"
"""A key with a full-width colon, or without the blank behind it, which YAML takes for a text."""
_UNUSABLE = object()
_UNUSUAL = (ValueError, AttributeError, KeyError, TypeError)
"""What parsers raise for a value that is nested, empty or wrong."""
_MOST_LINES = 4096
"""Lines whose values are kept: a journal has few that are not like others."""
_DASHES = ("-", "－", "—", "–")
"""What a list of one bare value begins with where its ``- `` lacks the blank or is full-width."""


class _Lines(dict[str, tuple[str, Any]]):
    """The keys and parsed values of lines of entries; the first thousands are kept."""

    def __init__(self, parsers: Mapping[str, Callable[[Any], Any]]) -> None:
        """Begin with no line."""
        self._parsers = parsers

    def __missing__(self, line: str) -> tuple[str, Any]:
        """Read a line; the errors are those of ``read_line`` and of the parsers."""
        name, text = read_line(line)
        read = name, self._parsers[name](text)
        if len(self) < _MOST_LINES:
            self[line] = read
        return read


class Shape:
    """Reads mappings into one dataclass."""

    def __init__(self, model: Any) -> None:
        """Make the readers of the dataclass's keys."""
        self._model = model
        self._keys = keys_of(model)
        self._readers = {name: _reader(spec) for name, spec in self._keys.items()}
        self._parsers = {
            name: _every(spec.kind.parse) if spec.many else spec.kind.parse
            for name, spec in self._keys.items()
            if isinstance(spec.kind, Kind)
        }
        self._required = {name for name, spec in self._keys.items() if spec.required}
        self._counted = "position" in {field.name for field in fields(model)}
        self._line = _Lines(self._parsers).__getitem__

    def read(
        self, source: Source, node: Any, path: YamlPath, position: int = 0, **known: Any
    ) -> Any:
        """Read the mapping at ``path``; None if a key is missing or its value is unusable.

        ``known`` are fields that no key of the file fills.
        """
        if self._counted:
            known["position"] = position
        parsers = self._parsers
        try:
            values = {name: parsers[name](value) for name, value in node.items()}
            if self._required <= values.keys():
                values.update(known)
                return self._model.of(values)
        except _UNUSUAL:
            pass  # nested, empty or wrong: read one by one, and reported at its position
        return self._read_each(source, node, path, known)

    def read_lines(self, lines: list[str], position: int, known: Mapping[str, Any]) -> Any:
        """Read the lines of an entry; None if any of them is unusual."""
        try:
            values = dict(map(self._line, lines))
        except _UNUSUAL:
            return None
        if len(values) < len(lines) or not self._required <= values.keys():
            return None
        values.update(known)
        values["position"] = position
        return self._model.of(values)

    def _read_each(self, source: Source, node: Node, path: YamlPath, known: dict[str, Any]) -> Any:
        """Read a mapping key by key, and report what is wrong."""
        if type(node) is not dict:
            _wrong(source, node, path, "键: 值 的映射")
            return None
        values = known
        usable = True
        meant: list[str | None] = []
        for name, value in node.items():
            reader = self._readers.get(name)
            if reader is None:
                meant.append(self._unknown(source, (*path, name), node))
                usable = False
            elif value is not None:
                values[name] = reader(source, value, path, name)
                usable = usable and values[name] is not _UNUSABLE
        if usable and self._required <= values.keys():
            return self._model.of(values)
        self._missing(source, node, path, meant)
        return None

    def _unknown(self, source: Source, path: YamlPath, node: Mapping[str, Any]) -> str | None:
        """Report an unknown key; return the key that it was meant for, if that is clear."""
        from gkplan.domain import guesses  # noqa: PLC0415  (needed only when something is wrong)

        name = str(path[-1])
        free = {key: spec for key, spec in self._keys.items() if key not in node}
        meant = guesses.key_meant(name, free)
        hint = f"是否 {meant}？" if meant else ""
        if meant and name.startswith((f"{meant}:", f"{meant}：")):
            hint = f"“{meant}:” 用半角冒号，后面空一格。"
        remedy = f"{hint}可用：{'、'.join(self._keys)}"
        source.note(rules.UNKNOWN_KEY, path, f"不认识的键 “{name}”", remedy, on_key=True)
        return meant

    def _missing(
        self, source: Source, node: Mapping[str, Any], path: YamlPath, meant: Sequence[str | None]
    ) -> None:
        """Report the required keys that are absent or empty.

        A bad value was reported before, and so was a key that another one was ``meant`` for.
        """
        for name in self._keys:
            if name in self._required and node.get(name) is None and name not in meant:
                spec = self._keys[name]
                source.note(
                    rules.MISSING_KEY,
                    (*path, name) if name in node else path,
                    f"缺少 “{name}”",
                    f"补上 {name}（{spec.doc}）",
                )


@cache
def shape_of(model: Any) -> Shape:
    """Return the shape of a dataclass, made once."""
    return Shape(model)


def read_entries(source: Source, *models: Any, **known: Any) -> list[Any] | None:
    """Read a list of mappings without making a tree of it, each as the first model that takes it.

    ``known`` are fields of every item that no key of the file fills. Returns None if anything is
    unusual: then the tree shows what it is.
    """
    items = entries(source.text)
    if items is None:
        return None
    shapes = [shape_of(model) for model in models]
    entities = []
    for position, lines in enumerate(items):
        for shape in shapes:
            entity = shape.read_lines(lines, position, known)
            if entity is not None:
                entities.append(entity)
                break
        else:
            return None
    source.is_plain = True
    return entities


def read_list(
    source: Source, node: Node, model: Callable[..., T], path: YamlPath = (), **known: Any
) -> tuple[T, ...]:
    """Read a list of mappings; an absent list is empty, an unusable item is left out.

    ``known`` are fields of every item that no key of the file fills.
    """
    if node is None:
        return ()
    if type(node) is not list:
        if type(node) is dict and node and node.keys() <= keys_of(model).keys():
            source.note(rules.MISSING_DASH, path, *_DASH)
        else:
            _wrong(source, node, path, "列表，每项以 “- ” 开头")
        return ()
    read = shape_of(model).read
    entities = (
        read(source, item, (*path, index), index, **known) for index, item in enumerate(node)
    )
    return tuple(item for item in entities if item is not None)


Reader = Callable[[Source, Node, YamlPath, str | int], Any]


def _every(parse: Callable[[str], T]) -> Callable[[Any], tuple[T, ...]]:
    """Make the parser of a list, or of one text in place of it; it raises for anything unusual."""

    def parse_all(node: Any) -> tuple[T, ...]:
        if type(node) is str and not node.startswith(_DASHES):
            return (parse(node),)
        if type(node) is list:
            return tuple(map(parse, node))
        raise TypeError(node)

    return parse_all


def _reader(spec: Key) -> Reader:
    """Make the function that reads the value of one key."""
    if isinstance(spec.kind, Kind):
        return _scalars(spec.kind) if spec.many else _scalar(spec.kind)
    return _nested_list(spec.kind) if spec.many else _nested(spec.kind)


def _nested(model: type) -> Reader:
    def read(source: Source, node: Node, path: YamlPath, name: str | int) -> Any:
        entity = shape_of(model).read(source, node, (*path, name))
        return _UNUSABLE if entity is None else entity

    return read


def _nested_list(model: type) -> Reader:
    def read(source: Source, node: Node, path: YamlPath, name: str | int) -> Any:
        return read_list(source, node, model, (*path, name))

    return read


def _scalar(kind: Kind[Any], *, many: bool = False) -> Reader:
    parse = kind.parse

    def read(source: Source, node: Node, path: YamlPath, name: str | int) -> Any:
        try:
            if type(node) is str:
                return parse(node)
            _wrong(source, node, (*path, name), f"{kind.title}，一个值")
        except BadValueError as bad:
            from gkplan.domain import guesses  # noqa: PLC0415  (needed only when something is wrong)

            remedy = guesses.remedy(bad, kind, str(node), many=many)
            source.note(bad.rule, (*path, name), bad.message, remedy)
        return _UNUSABLE

    return read


def _scalars(kind: Kind[Any]) -> Reader:
    scalar = _scalar(kind, many=True)

    def read(source: Source, node: Node, path: YamlPath, name: str | int) -> Any:
        if type(node) is str:
            if node.startswith(_DASHES) and not source.quoted((*path, name)):
                message, remedy = (
                    "列表项的 “-” 后面没有空格",
                    "每一项以半角的 “- ” 开头，空一格再写",
                )
                source.note(rules.MISSING_DASH, (*path, name), message, remedy)
                return _UNUSABLE
            value = scalar(source, node, path, name)
            return _UNUSABLE if value is _UNUSABLE else (value,)
        if type(node) is not list:
            _wrong(source, node, (*path, name), f"{kind.title}，一个值或列表")
            return _UNUSABLE
        inside = (*path, name)
        values = [scalar(source, item, inside, index) for index, item in enumerate(node)]
        return _UNUSABLE if _UNUSABLE in values else tuple(values)

    return read


def _wrong(source: Source, node: Node, path: YamlPath, wanted: str) -> None:
    if node is UNREAD:
        return
    if type(node) is str and (match := re.match(_NO_COLON, node)):
        name, value = match.groups()
        message = f"“{name}” 后面要用半角冒号，再空一格"
        source.note(rules.WRONG_SHAPE, path, message, f"写作 {name}: {value.strip() or '…'}")
        return
    source.note(rules.WRONG_SHAPE, path, "这里写法不对", f"应写{wanted}")
