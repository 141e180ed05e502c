"""JSON is written with the bytes of the library's encoder."""

import json
from enum import StrEnum
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from gkplan.views.json_text import Variant, json_pieces
from gkplan.views.table import visible


class _Word(StrEnum):
    ONE = "一"


class _Pair(NamedTuple):
    first: int
    second: str


def written(data: dict[str, Any]) -> str:
    return "".join(json_pieces(data))


def by_the_library(data: dict[str, Any]) -> str:
    return visible(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


TEXTS = st.text(st.characters(codec="utf-16-le", categories=None), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=20,
)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_any_data_is_written_as_the_library_writes_it(data: dict[str, Any]) -> None:
    assert written(data) == by_the_library(data)


def test_words_tuples_and_signs_of_formats() -> None:
    data: dict[str, Any] = {
        "100%s": _Word.ONE,
        "%": _Pair(1, "a\u202eb\x1b"),
        "": ((), {}, [], [{}], [[[[[[1]]]]]]),
    }
    assert written(data) == by_the_library(data)


def test_what_variants_of_an_object_have_in_common_is_as_in_any_object() -> None:
    common: dict[str, Any] = {"a%s": "50%", "own": None, "%": [1, {"%d": "%%"}], "也": {}}
    variants = [Variant(common, {"own": own}) for own in ("%s", 2, [common], {"%": common})]
    assert variants[0] == common | {"own": "%s"}
    data = {"变": variants, "%": variants[0]}
    assert written(data) == by_the_library(data)


def test_a_large_document_comes_in_many_pieces() -> None:
    groups = [{"tasks": [{"id": str(number)} for number in range(50)]} for _ in range(4)]
    pieces = list(json_pieces({"groups": groups}))
    assert len(pieces) > 200
    assert max(map(len, pieces)) < 100
