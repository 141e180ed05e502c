"""Values that nothing changes, of classes that cost little to define."""

from dataclasses import MISSING, Field, dataclass, field, fields
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

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take the values of the fields, in their order or by name."""
        if given:
            named.update(zip(self.__dataclass_fields__, given, strict=False))
        self.__dict__ = named

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """Return an object of the values by their names, a dictionary that is used nowhere else."""
        made = object.__new__(cls)
        made.__dict__ = values
        return made

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        """Make the class a dataclass; ``kw_only`` is for mypy alone."""
        dataclass(init=False, repr=False, eq=False, match_args=False)(cls)
        for one in fields(cls):
            if one.default_factory is not MISSING:
                setattr(cls, one.name, one.default_factory())

    def __repr__(self) -> str:
        """Return the class with the fields that have values of their own."""
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"
