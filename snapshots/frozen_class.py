"""Frozen dataclasses with slots, whose fields are named in every call, and which cost little to define.

`dataclasses` compiles six methods for each class where it is defined. A command defines more than three hundred
classes and makes objects of a third of them: a fifth of its start went into methods, most of which nobody called.
Here the standard library makes the class and its fields; what all such classes do alike is written once, and the
initializer of a class is compiled when its first object is made. `fields`, `replace` and `asdict` of `dataclasses`
take these as any dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

_T = TypeVar("_T")
_UNSET: Any = object()  # stands for a field that was not given, and whose default each object gets anew


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """Return what `dataclass(frozen=True, slots=True, kw_only=True)` makes of a class.

    Methods that the class has itself are left as they are; a field that `__init__` does not take is one that
    `__post_init__` sets.
    """
    own = set(vars(cls))
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    for name, method in _methods(made).items():
        if name not in own:
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _methods(cls: Any) -> dict[str, Callable[..., Any]]:
    """Return what all frozen classes do alike, for one of them, by name."""
    known = fields(cls)
    compared = _reader(tuple(one.name for one in known if one.compare))
    state = _reader(tuple(one.name for one in known))
    shown = tuple(one.name for one in known if one.repr)

    def initialize(self: Any, **given: Any) -> None:
        cls.__init__ = _initializer(cls)
        cls.__init__(self, **given)

    def represent(self: Any) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({said})"

    def equal(self: Any, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def digest(self: Any) -> int:
        return hash(compared(self))

    def set_state(self: Any, values: tuple[Any, ...]) -> None:
        for one, held in zip(known, values, strict=True):
            object.__setattr__(self, one.name, held)

    return {
        "__init__": initialize,
        "__repr__": represent,
        "__eq__": equal,
        "__hash__": digest,
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": lambda self: state(self),  # a function, which is bound to its object
        "__setstate__": set_state,
    }


def _refuse_setting(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _reader(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes the fields of these names from an object."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda held: tuple(getattr(held, name) for name in names)


def _initializer(cls: Any) -> Callable[..., None]:
    """Compile the initializer of a class: each field goes straight into its slot."""
    given, lines, names = [], [], {"_UNSET": _UNSET}
    for one in fields(cls):
        if not one.init:  # what `__post_init__` sets
            continue
        taken = one.name
        names[f"_set_{one.name}"] = getattr(cls, one.name).__set__
        if one.default is not MISSING:
            names[f"_of_{one.name}"] = one.default
            given.append(f"{one.name}=_of_{one.name}")
        elif one.default_factory is not MISSING:
            names[f"_make_{one.name}"] = one.default_factory
            given.append(f"{one.name}=_UNSET")
            taken = f"_make_{one.name}() if {one.name} is _UNSET else {one.name}"
        else:
            given.append(one.name)
        lines.append(f"    _set_{one.name}(self, {taken})")
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()")
    parameters = ", ".join(["self", *(["*", *given] if given else [])])
    exec("\n".join([f"def __init__({parameters}):", *(lines or ["    pass"])]), names)  # noqa: S102 names of fields
    initializer: Callable[..., None] = names["__init__"]
    return initializer
