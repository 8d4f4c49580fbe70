"""A company and its firms, as a text names them: "Harbour and its affiliates" for "we and our affiliates".

A name alone is read as "we" is; beside others, "its" makes what is done the others' doing. Rates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from monitor.reading.reader import Reader
from snapshots.records import Extraction, SegmentKind

# Looked for from each word on: the words before a name may have capitals too.
_BY_NAME = re.compile(r"(?<!\w)(?=(([^\W\d_a-z][\w.&-]*(?:\s[^\W\d_a-z][\w.&-]*){0,5})\s(\w+)\s(\w+)\s(\w+)))")
_AS_WE = re.compile(r"(?<!\w)(?=((\w+)\s(\w+)\s\w+\s(\w+)))")


def headed_by(*sides: Extraction) -> str:
    """Return the titles and first headings of a text, which name whose it is."""
    headings = (next((s.text for s in side.segments if s.kind is SegmentKind.HEADING), "") for side in sides)
    return " ".join([*(side.title for side in sides), *headings])


def name_alike(text: str, other: str, headed: str, reader: Reader) -> str:
    """Return `text` with its company named beside its firms as `other` names it, by its name or as "we".

    Only a name that the text is `headed` by is the company's own.
    """
    its = reader.grammar.its
    if text == other or not any(word in its for side in (text, other) for word in side.split()):
        return text
    for told, said in ((_by_name, _as_we), (_as_we, _by_name)):
        mine, theirs = (dict(found) for found in (told(text, headed, reader), said(other, headed, reader)))
        text = _replace(text, mine, theirs)
    return text


def _replace(text: str, mine: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    for firms in mine.keys() & theirs.keys():
        text = text.replace(mine[firms], theirs[firms])
    return text


def _by_name(text: str, headed: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each "Harbour and its affiliates" of a text, after the word for the firms."""
    grammar = reader.grammar
    for found in _BY_NAME.finditer(text):
        said, name, joint, its, firms = found.groups()
        is_own = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", headed)
        if joint in grammar.joining and its in grammar.its and is_own:
            yield firms, said


def _as_we(text: str, _: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each "we and our affiliates" of a text, after the word for the firms."""
    for found in _AS_WE.finditer(text):
        said, we, joint, firms = found.groups()
        if we.lower() in reader.grammar.we and joint in reader.grammar.joining:
            yield firms, said
