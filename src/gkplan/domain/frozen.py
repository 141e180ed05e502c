"""Values that nothing changes, of classes that cost little to define."""

from dataclasses import MISSING, Field, dataclass, field, fields
from inspect import get_annotations
from typing import Any, ClassVar, Self, dataclass_transform

from gkplan.domain.fields import key


@dataclass_transform(eq_default=False, frozen_default=True, field_specifiers=(key, field))
class Frozen:
    """The base of dataclasses whose values nothing changes.

    mypy refuses to set their attributes, and checks what they are made of. Python does neither:
    the methods that would do so take ten times as long to define as the rest of the class, in
    every command. A field without a value in the object has its default, from the class.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    _in_order: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take the values of the fields, in their order or by name."""
        if given:
            named.update(zip(self._in_order, given, strict=False))
        self.__dict__ = named

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """Return an object of the values by their names, a dictionary that is used nowhere else."""
        made = object.__new__(cls)
        made.__dict__ = values
        return made

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        """Set the names of the fields, and their defaults; ``kw_only`` is for mypy alone."""
        own = get_annotations(cls)
        cls._in_order = tuple(dict.fromkeys((*cls._in_order, *own)))
        cls.__dataclass_fields__ = _Described()  # type: ignore[assignment]
        if any(type(cls.__dict__.get(name)) is Field for name in own):
            for one in fields(cls):
                if one.default_factory is not MISSING:
                    setattr(cls, one.name, one.default_factory())

    def as_dict(self) -> dict[str, Any]:
        """Return the values of all fields by their names, in their order."""
        return {name: getattr(self, name) for name in self._in_order}

    def __repr__(self) -> str:
        """Return the class with the fields that have values of their own."""
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"


class _Described:
    """Describes the fields of a class to ``dataclasses`` when it asks; most are never asked for."""

    def __get__(self, _: Any, owner: Any) -> Any:
        """Make the class a dataclass, which replaces this description."""
        del owner.__dataclass_fields__
        dataclass(init=False, repr=False, eq=False, match_args=False)(owner)
        return owner.__dataclass_fields__


class Compared(Frozen):
    """The base of values that are equal where all their fields are; they have no hash."""

    def __eq__(self, other: object) -> bool:
        """Compare all fields."""
        return type(other) is type(self) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]
