"""The blocks of commands and settings in our documents, each with the mark that says what becomes of it. Runs none.

A mark is a comment on the line before a block. Without one a block of commands is run as it stands, by a shell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent

NOT_RUN, FILE, ADDED, STOPPED = "not run", "file", "added to", "stopped once it serves"
"""The marks: a reason why it can't run here; the file it is; the file it goes into; the archive that is served."""

_BLOCK = re.compile(
    r"(?:^[ ]*<!-- (?P<mark>[^:\n]+): (?P<words>[^\n]+?) -->\n)?"
    r"^(?P<indent>[ ]*)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a document."""

    document: str
    line: int
    language: str  # "" for commands
    text: str
    mark: str = ""
    words: str = ""  # of the mark

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def blocks(document: str) -> list[Block]:
    """Return the blocks of a document, in order."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [
        Block(
            document=document,
            line=text.count("\n", 0, found.start("text")),
            language=found["language"],
            text=dedent(found["text"]),
            mark=found["mark"] or "",
            words=found["words"] or "",
        )
        for found in _BLOCK.finditer(text)
    ]


def with_keys(text: str, added: str) -> str:
    """Return TOML with more keys and tables, as somebody writes them in: a key stands once, and before the tables."""
    keys, tables = _before_tables(added)
    for name in re.findall(r"^(\w+) =", keys, re.MULTILINE):
        text = re.sub(rf"^{name} = .*\n", "", text, flags=re.MULTILINE)
    first = re.search(r"^\[\[document\]\]\n", text, re.MULTILINE)  # keys of a declaration stand in its only table
    at = first.end() if first else len(_before_tables(text)[0])
    return f"{text[:at]}{keys}{text[at:]}\n{tables}"


def _before_tables(text: str) -> tuple[str, str]:
    table = re.search(r"^\[", text, re.MULTILINE)
    at = table.start() if table else len(text)
    return text[:at], text[at:]
