"""TOML read into records: what is refused, and that every fault is told at once with its line and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshots.errors import TomlError
from snapshots.toml_lines import TomlPath, toml_lines
from snapshots.toml_tables import RecordReader, TomlFile, strict_converter
from snapshots.toml_values import matching


class Tide(StrEnum):
    HIGH = "high water"
    LOW = "low water"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    harbours: tuple[str, ...] = ()
    tide: Tide | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship:
    name: str
    master: str
    draught: float = 3.0
    crew: int = 0
    wants: Wants = Wants()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    ship: tuple[Ship, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_open: bool = False


def _crewed(ship: Mapping[str, Any]) -> Iterator[tuple[TomlPath, str]]:
    if ship.get("crew") == 0:
        yield ("crew",), "expected somebody aboard"


_CONVERTER = strict_converter()
_SHIP = RecordReader(
    Ship,
    _CONVERTER,
    readers={"name": matching("[a-z]+", "small letters")},
    names={"master": "from"},
    flat={"wants": RecordReader(Wants, _CONVERTER)},
    holds={"from": "who sails her"},
    check=_crewed,
)
_CONVERTER.register_structure_hook(Ship, lambda ship, _: _SHIP(ship))
_FLEET = RecordReader(Fleet, _CONVERTER)


def faults_of(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(TomlError) as refused:
        TomlFile.parse("fleet.toml", text).read(_FLEET)
    return [(fault.line, fault.key, fault.expected) for fault in refused.value.faults]


def test_tables_become_records() -> None:
    text = (
        'is_open = true\n[[ship]]\nname = "anna"\nfrom = "Ole"\ndraught = 2\nharbours = ["husum"]\n'
        'tide = "high_water"\n[words]\nde = ["Ebbe",\n"Flut"]\n'
    )
    assert TomlFile.parse("fleet.toml", text).read(_FLEET) == Fleet(
        is_open=True,
        ship=(Ship(name="anna", master="Ole", draught=2.0, wants=Wants(harbours=("husum",), tide=Tide.HIGH)),),
        words={"de": ("Ebbe", "Flut")},
    )


def test_every_fault_is_told_at_once_in_the_order_of_lines() -> None:
    text = (
        'flag = 1\n[[ship]]\nname = "A"\nfro = "Ole"\ncrew = "3"\nharbours = ["a", 2]\ntide = "high tide"\n'
        "[[ship]]\ncrew = 0\ndraught = true\n[words]\nde = [\n1]\nfr = 2\n"
    )
    assert faults_of(text) == [
        (1, "flag", "unknown key, expected one of ship, words, is_open"),
        (2, "ship.from", "expected this key: who sails her"),
        (3, "ship.name", "expected small letters, found 'A'"),
        (4, "ship.fro", "unknown key, did you mean from?"),
        (5, "ship.crew", "expected a whole number, found text"),
        (6, "ship.harbours", "expected text in quotes, found a number"),
        (7, "ship.tide", "expected one of: high water, low water; found 'high tide', did you mean high water?"),
        (8, "ship.name", "expected this key"),
        (8, "ship.from", "expected this key: who sails her"),
        (9, "ship.crew", "expected somebody aboard"),
        (10, "ship.draught", "expected a number, found true or false"),
        (12, "words.de", "expected text in quotes, found a number"),
        (14, "words.fr", "expected a list of texts in square brackets, found a number"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[ship]\nname = 'anna'", (1, "ship", "expected a list of texts in square brackets, found a table")),
        ("words = 3", (1, "words", "expected a table, found a number")),
        ("[[ship]]\nname = 'a'\nfrom = 1979-05-27", (3, "ship.from", "expected text in quotes, found a date or time")),
        ("[[ship]]\nname = 'anna'\nfrom = 'o'\ncrew = 1.5", (4, "ship.crew", "expected a whole number, found 1.5")),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(text: str, fault: tuple[int, str, str]) -> None:
    assert faults_of(text) == [fault]


def test_what_is_no_toml_or_no_text_is_told_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(TomlError, match=r"fleet.toml:2: syntax: expected TOML"):
        TomlFile.parse("fleet.toml", "a = 1\nb = = 2\n")
    (tmp_path / "bad.toml").write_bytes(b"# fine\n# \xff\n")
    with pytest.raises(TomlError, match=r"bad.toml:2: file: .* a byte in line 2 that is none: 0xff"):
        TomlFile.load(tmp_path / "bad.toml")
    with pytest.raises(TomlError, match=r"none.toml:1: file: .* can't be read: No such file"):
        TomlFile.load(tmp_path / "none.toml")


def test_lines_are_those_of_nested_and_dotted_tables() -> None:
    text = '"a.b" = 1\nc.d = 2\nc.e = 3\n[[t]]\nx = 1\n[t.u]\ny = 1\n[[t]]\n[[t.v]]\nz = {a = 1}\n[w."x y"]\nq = 1\n'
    assert toml_lines(text) == {
        ("a.b",): 1, ("c",): 2, ("c", "d"): 2, ("c", "e"): 3,
        ("t",): 4, ("t", 0): 4, ("t", 0, "x"): 5, ("t", 0, "u"): 6, ("t", 0, "u", "y"): 7,
        ("t", 1): 8, ("t", 1, "v"): 9, ("t", 1, "v", 0): 9, ("t", 1, "v", 0, "z"): 10, ("t", 1, "v", 0, "z", "a"): 10,
        ("w", "x y"): 11, ("w", "x y", "q"): 12,
    }  # fmt: skip


def test_lines_of_a_long_list_are_found_in_linear_time() -> None:
    text = "long = [\n" + "".join(f"  'phrase {number}',\n" for number in range(20_000)) + "]\nafter = 1\n"
    start = process_time()
    assert toml_lines(text)["after",] == 20_003
    assert process_time() - start < 2


_VALUES = st.sampled_from(
    ['1', '"x"', '"""\na\n[[t]]\n"""', "'''\n\nk = 1\n'''", '[\n 1,\n # ]\n 2 ]', '{a = 1}', '[[\n1]]',
     '1979-05-27',
     '"[t]"']
)  # fmt: skip
_FILLING = st.sampled_from(["", "\n", "# [[t]]\n", "   \n\n"])


@given(st.lists(st.tuples(_FILLING, st.booleans(), _VALUES), max_size=12))
def test_positions_hold_for_any_mix_of_tables_comments_and_long_values(parts: list[tuple[str, bool, str]]) -> None:
    text, where, heads = "", {}, []
    for number, (filling, is_head, value) in enumerate(parts):
        text += filling
        line = text.count("\n") + 1
        if is_head:
            text += "[[t]]\n"
            heads.append(line)
        else:
            where[f"k{number}"] = line
            text += f"k{number} = {value}\n"
    lines = toml_lines(text)
    assert [line for path, line in lines.items() if isinstance(path[-1], int)] == heads
    assert {path[-1]: line for path, line in lines.items() if str(path[-1]).startswith("k")} == where
