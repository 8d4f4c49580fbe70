"""A text that is rewritten to be read, and where each of its letters stands in the text as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping


class RewrittenText:
    """A text after some rewriting: `text` as it is now, and the place of any part of it in the text that it was."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: list[tuple[int, int]] | None = None  # of each letter, from and to; None: where it stands now

    def translate(self, table: Mapping[int, str]) -> None:
        """Put other letters, one or several, in the place of letters."""
        before, self.text = self.text, self.text.translate(table)
        if len(self.text) != len(before):
            self._move([(at, at + 1, len(table.get(ord(letter), letter))) for at, letter in enumerate(before)])

    def sub(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> None:
        """Put what a pattern is replaced with in the place of what it finds; that stands where all of it stood."""
        before, after = self.text, pattern.sub(replacement, self.text)
        if after == before:
            return
        self.text, parts, end = after, [], 0
        for match in pattern.finditer(before):
            made = match.expand(replacement) if isinstance(replacement, str) else replacement(match)
            parts += [(at, at + 1, 1) for at in range(end, match.start())]
            parts.append((*match.span(), len(made)))
            end = match.end()
        self._move([*parts, *((at, at + 1, 1) for at in range(end, len(before)))])

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where a part of the text, of one letter at the least, stood as it was written."""
        return (start, end) if self._places is None else (self._places[start][0], self._places[end - 1][1])

    def _move(self, parts: list[tuple[int, int, int]]) -> None:
        """Take parts of the text before, from and to, each with the number of letters that it has now."""
        self._places = [self.place(start, end) for start, end, letters in parts for _ in range(letters)]
