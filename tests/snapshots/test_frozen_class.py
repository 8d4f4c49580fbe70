"""A frozen class behaves as the frozen dataclass of the standard library, method by method."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from snapshots.frozen_class import frozen


@frozen
class Boat:
    name: str
    berths: int = 2
    crew: list[str] = field(default_factory=list)
    log: str = field(default="", repr=False, compare=False)


@frozen
class Ferry(Boat):
    cars: int


@frozen
class Buoy:
    depth: int
    colour: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "colour", "red" if self.depth < 3 else "green")

    def __repr__(self) -> str:
        return f"<{self.colour} buoy>"


@frozen
class Nothing:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    name: str
    berths: int = 2
    crew: tuple[str, ...] = ()


@frozen
class Same:
    name: str
    berths: int = 2
    crew: tuple[str, ...] = ()


def test_objects_of_the_same_fields_are_equal_and_those_of_another_class_are_not() -> None:
    assert Boat(name="Ada") == Boat(name="Ada", log="left at noon")
    assert Boat(name="Ada") != Boat(name="Ada", berths=3)
    assert Ferry(name="Ada", cars=1) != Boat(name="Ada")
    assert Nothing() == Nothing()


def test_an_object_is_a_key_where_its_fields_are() -> None:
    assert {Same(name="Ada"): 1}[Same(name="Ada")] == 1
    assert hash(Same(name="Ada")) == hash(Twin(name="Ada"))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Boat(name="Ada"))


def test_nothing_of_an_object_can_be_set_or_deleted() -> None:
    boat = Boat(name="Ada")
    for name in ("name", "mast"):
        with pytest.raises(FrozenInstanceError):
            setattr(boat, name, "Eve")
        with pytest.raises(FrozenInstanceError):
            delattr(boat, name)
    assert boat.name == "Ada"


def test_it_shows_its_fields_but_those_left_out() -> None:
    assert repr(Ferry(name="Ada", cars=1, log="x")) == "Ferry(name='Ada', berths=2, crew=[], cars=1)"
    assert repr(Same(name="Ada")).removeprefix("Same") == repr(Twin(name="Ada")).removeprefix("Twin")


def test_each_object_has_a_default_of_its_own_where_that_is_made() -> None:
    first, second = Boat(name="Ada"), Boat(name="Eve")
    first.crew.append("Ann")
    assert second.crew == []


def test_what_a_class_says_itself_and_sets_after_it_was_made_holds() -> None:
    assert repr(Buoy(depth=2)) == "<red buoy>"
    assert replace(Buoy(depth=2), depth=9).colour == "green"


@pytest.mark.parametrize(
    "wrong",
    [lambda: Same(), lambda: Same(name="Ada", mast=1), lambda: Same("Ada")],  # type: ignore[call-arg]
)
def test_a_field_that_is_missing_unknown_or_not_named_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_the_functions_of_dataclasses_take_it() -> None:
    ferry = Ferry(name="Ada", cars=1)
    assert [one.name for one in fields(ferry)] == ["name", "berths", "crew", "log", "cars"]
    assert asdict(replace(ferry, cars=4)) == {"name": "Ada", "berths": 2, "crew": [], "log": "", "cars": 4}


def test_it_is_copied_and_travels_between_processes() -> None:
    for held in (Ferry(name="Ada", cars=1, crew=["Ann"]), Buoy(depth=2), Nothing()):
        for same in (copy.copy(held), copy.deepcopy(held), pickle.loads(pickle.dumps(held))):  # noqa: S301 our own
            assert same == held
            assert type(same) is type(held)


def test_its_parameters_are_known_once_an_object_was_made() -> None:
    Same(name="Ada")
    assert list(inspect.signature(Same).parameters) == list(inspect.signature(Twin).parameters)
