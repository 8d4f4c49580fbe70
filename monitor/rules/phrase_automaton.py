"""Plain phrases as a lawyer writes them, compiled to one automaton over words. Knows no topic and no rule.

`train*` is any word that begins so, `*nachricht*` any that holds it, `#` a number, `(a|b c)` a choice, `part(y|ies)`
a choice of endings, `(inform|notifi)(ed|es)` one of both, `photos?` with or without the last letter, `( ... )?` what
may be left out, `( ... )*` what may also be repeated, `...` up to eight words of the same clause. Space, dash and
elision part words, so "KI-Training" and "l'IA" are written as they are read.

Matching is linear in the text, whatever the phrases: from one word at most `MAX_STEPS` steps are taken, from all the
words of a text `SPARE_STEPS` and `WORD_STEPS` a word; once those are spent, each further word still has `WORD_STEPS`.
A step is one place in one phrase that is followed. Which steps are taken is settled by the phrases, their order and
the words alone, never by time, so that a cap bites on every machine at the same place. What is lost where it bites:
of the phrases that begin at that word, those that stand early in the pack (the last ones are followed first) and
the longer forms of those that were found; phrases of two words and more that begin elsewhere have caps of their own.
Ordinary policies take two steps a word, never 150 from one, and come near no cap; a text that reaches one was made to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.errors import RulePackError
from monitor.rules.languages import Languages
from monitor.rules.words import Word, spoken_words

_GAP = 8
MAX_STEPS = 600  # from one word
WORD_STEPS = 40  # that each word has in any case, and that the words of a text have in the mean
SPARE_STEPS = 2_000
_STOPS = frozenset(".;:|!?()")
_LEXER = re.compile(r"\(|\)[?*]?|\||\.\.\.|[^\s()|]+")
# "part(y|ies)", "child(ren)?"; the star of "(any |all )*(law|act)" is none of the choice behind it
_ENDINGS = re.compile(r"(?<!\))([\w'*-]+)\(([^()\s]*)\)(\?)?([\w'*-]*)")
_WITHIN = re.compile(r"([\w'-]*)(\w)\?([\w'-]+\*?)(?!\?)")  # "honou?r"
_BEGINNINGS = re.compile(r"(?<![\w'*-])\(([^()\s]*)\)([\w'-]+\*?)(\?)?")  # "(aus|ab)schalt*", "(form|request)s?"
_PARTS = re.compile(r"\(([^()\s]*)\)\(([^()\s]*)\)(\?)?")  # "(agreg|anonim)(ado|ada)"
_MISFIT = re.compile(
    r"\)[\w'-]|(?<!\s)\)\((?!\s)|[\w'*-]\((?=[^\s)|]*\))"
)  # a choice that no space parts from a word or a choice
_LETTER = re.compile(r"([\w'-]+)(\w)\?|(?<!\S)([,.])\?")  # "photos?", ",?"


@dataclass(slots=True, eq=False)
class _Node:
    exact: dict[str, list[_Node]] = field(default_factory=dict)
    prefixes: dict[str, list[_Node]] = field(default_factory=dict)
    inner: dict[str, list[_Node]] = field(default_factory=dict)
    numbers: list[_Node] = field(default_factory=list)
    gap: _Node | None = None
    free: list[_Node] = field(default_factory=list)  # reached without a word
    ends: list[tuple[int, bool]] = field(default_factory=list)  # number of a phrase, and whether it has a gap
    known: dict[str, tuple[_Node, ...]] = field(default_factory=dict)

    def take_over(self, other: _Node) -> None:
        """Add the edges of another node: a root with thousands of openings is asked for each word of a text."""
        for mine, theirs in ((self.exact, other.exact), (self.prefixes, other.prefixes), (self.inner, other.inner)):
            for word, nodes in theirs.items():
                mine.setdefault(word, []).extend(nodes)
        self.numbers += other.numbers
        self.known.clear()

    def after(self, word: str) -> tuple[_Node, ...]:
        """Return the nodes that a word leads to."""
        found = self.known.get(word)
        if found is None:
            nodes: list[_Node] = []
            for node in _closure([self]):
                nodes += node.exact.get(word, ())
                if node.prefixes:
                    for length in range(1, min(len(word), 40) + 1):
                        nodes += node.prefixes.get(word[:length], ())
                for part, following in node.inner.items():
                    if part in word:
                        nodes += following
                if word[:1].isdigit():
                    nodes += node.numbers
            found = tuple(_closure(nodes))
            if len(self.known) < 50_000:  # a hostile text holds as many different words as it likes
                self.known[word] = found
        return found


def _closure(nodes: list[_Node]) -> list[_Node]:
    found = list(nodes)
    told = {id(node) for node in found}
    for node in found:
        for following in node.free:
            if id(following) not in told:
                told.add(id(following))
                found.append(following)
    return found


_Matches = dict[tuple[int, int], tuple[int, bool]]  # by phrase and first word: the word after the last, has a gap


class Automaton:
    """Finds every phrase of a set in a text at once; a phrase carries the number its owner gave it."""

    def __init__(self, languages: Languages) -> None:
        self._root = _Node()
        self._languages = languages  # whose contractions part words in phrases as in texts

    def add(self, phrase: str, number: int, subject: str) -> None:
        """Add a phrase; raises `RulePackError`, naming `subject`, for one that is none."""
        opened = _opened(phrase)
        tokens = _LEXER.findall(opened)
        if _MISFIT.search(opened) or not tokens or tokens[0] == "..." or tokens[-1] == "...":
            raise _no_phrase(phrase, subject)
        start = _Node()
        try:
            end, rest = self._choice(tokens, 0, start)
        except (IndexError, ValueError):
            raise _no_phrase(phrase, subject) from None
        if rest != len(tokens) or end in _closure([start]):
            raise _no_phrase(phrase, subject)
        end.ends.append((number, "..." in tokens))
        for node in _closure([start]):
            self._root.take_over(node)

    def find(self, words: Sequence[Word]) -> list[tuple[int, int, int, bool]]:
        """Return (number, first word, word after the last, has a gap) of every match, the longest at a place."""
        found, _ = self._search(words)
        return [(number, start, end, has_gap) for (number, start), (end, has_gap) in found.items()]

    def steps(self, words: Sequence[Word]) -> list[int]:
        """Return how many steps `find` takes from each word: its work, counted the same on every machine."""
        return self._search(words)[1]

    def _search(self, words: Sequence[Word]) -> tuple[_Matches, list[int]]:
        found: _Matches = {}
        taken = []
        after = self._root.after
        left = SPARE_STEPS + WORD_STEPS * len(words)
        for start, word in enumerate(words):
            steps = 0
            opening = after(word.text)
            if opening:
                steps = _follow(opening, words, start, found, max(WORD_STEPS, min(MAX_STEPS, left)))
                left -= steps
            taken.append(steps)
        return found, taken

    def _choice(self, tokens: list[str], index: int, start: _Node) -> tuple[_Node, int]:
        """Add alternatives up to a closing parenthesis or the end; return the node they meet in."""
        meeting = _Node()
        while True:
            end, index = self._sequence(tokens, index, start)
            end.free.append(meeting)
            if index < len(tokens) and tokens[index] == "|":
                index += 1
                continue
            return meeting, index

    def _sequence(self, tokens: list[str], index: int, node: _Node) -> tuple[_Node, int]:
        is_empty = True
        while index < len(tokens) and tokens[index][0] not in ")|":
            is_empty = False
            if tokens[index] == "(":
                opening = _Node()
                node.free.append(opening)
                end, index = self._choice(tokens, index + 1, opening)
                mark = tokens[index]
                if mark[0] != ")":
                    raise ValueError
                following = _Node()
                end.free.append(following)
                if mark in (")?", ")*"):
                    opening.free.append(following)
                if mark == ")*":
                    end.free.append(opening)
                node = following
            elif tokens[index] == "...":
                following = _Node()
                node.gap = following
                node = following
            else:
                for step in self._steps(tokens[index]):
                    node = _edge(node, step)
            index += 1
        if is_empty:
            raise ValueError
        return node, index

    def _steps(self, token: str) -> list[str]:
        """Return a token's words as a text's would be cut, its stars kept at its ends."""
        if token == "#":  # noqa: S105 a number, no secret
            return ["#"]
        bare = [word for word in spoken_words(token.replace("*", ""), self._languages) if word != "?"]
        if not bare or "*" in token.strip("*"):
            raise ValueError
        if token.startswith("*"):
            bare[0] = "*" + bare[0]
        elif token.endswith("*"):
            bare[-1] += "*"
        return bare


def _follow(opening: Sequence[_Node], words: Sequence[Word], start: int, found: _Matches, most: int) -> int:
    """Note every match that begins with a word; return the steps it took, at most `most`."""
    pending = [(node, start + 1) for node in opening]
    told: set[tuple[_Node, int]] = set()
    steps, length = 0, len(words)
    while pending and steps < most:
        steps += 1
        place = pending.pop()
        if place in told:
            continue
        told.add(place)
        node, index = place
        for number, has_gap in node.ends:
            known = found.get((number, start), (0, True))
            found[number, start] = max(known, (index, has_gap), key=_whole)
        if index >= length:
            continue
        if node.exact or node.prefixes or node.inner or node.numbers:
            text = words[index].text
            after = node.known.get(text)
            for following in node.after(text) if after is None else after:
                pending.append((following, index + 1))
        if node.gap:
            for skipped in range(index, min(index + _GAP + 1, length)):
                pending.extend([(following, skipped + 1) for following in node.gap.after(words[skipped].text)])
                if words[skipped].text in _STOPS:
                    break
    return steps


def _whole(match: tuple[int, bool]) -> tuple[int, bool]:
    """Return how far a match goes, and that it has no gap: of two as long, the one with words of its own."""
    end, has_gap = match
    return end, not has_gap


def _no_phrase(phrase: str, subject: str) -> RulePackError:
    return RulePackError(
        f"{subject}: {phrase!r} is no phrase; use words, `*` at a word's ends, `#`, `(a|b)`, `(a)?`, `(a)*` and `...`"
    )


def _opened(phrase: str) -> str:
    """Return a phrase with choices inside words written as choices of words."""
    before = ""
    while before != phrase and len(phrase) < 4_000:
        before = phrase
        phrase = _WITHIN.sub(r"(\1\3|\1\2\3)", phrase)
        phrase = _PARTS.sub(_choice_of_parts, phrase, count=1)
        phrase = _ENDINGS.sub(_choice_of_words, phrase, count=1)
        phrase = _BEGINNINGS.sub(_choice_of_beginnings, phrase, count=1)
    return _LETTER.sub(lambda m: f"({m[1]}|{m[1]}{m[2]})" if m[1] else f"({m[3]})?", phrase)


def _choice_of_parts(match: re.Match[str]) -> str:
    beginnings, endings, mark = match.groups()
    ends = ["", *endings.split("|")] if mark else endings.split("|")
    return f"({'|'.join(beginning + end for beginning in beginnings.split('|') for end in ends)})"


def _choice_of_words(match: re.Match[str]) -> str:
    stem, endings, mark, rest = match.groups()
    words = [f"{stem}{ending}{rest}" for ending in endings.split("|")]
    return f"({'|'.join([stem + rest, *words] if mark else words)})"


def _choice_of_beginnings(match: re.Match[str]) -> str:
    beginnings, rest, mark = match.groups()
    if mark:  # the last letter is what may be left out
        ends = [rest[:-1], rest]
    else:
        ends = [rest]
    return f"({'|'.join(beginning + end for beginning in beginnings.split('|') for end in ends)})"


def _edge(node: _Node, step: str) -> _Node:
    following = _Node()
    bare = step.strip("*")
    if step == "#":
        node.numbers.append(following)
    elif step.startswith("*"):
        node.inner.setdefault(bare, []).append(following)
    elif step.endswith("*"):
        node.prefixes.setdefault(bare, []).append(following)
    else:
        node.exact.setdefault(step, []).append(following)
    return following
