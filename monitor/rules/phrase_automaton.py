"""Plain phrases as a lawyer writes them, compiled to one automaton over words. Knows no topic and no rule.

`train*` is any word that begins so, `*nachricht*` any that holds it, `#` a number, `(a|b c)` a choice, `part(y|ies)`
a choice of endings, `(inform|notifi)(ed|es)` one of both, `photos?` with or without the last letter, `( ... )?` what
may be left out, `( ... )*` what may also be repeated, `...` up to eight words of the same clause. Space, dash and
elision part words, so "KI-Training" and "l'IA" are written as they are read.

Matching is linear in the text, whatever the phrases: from one word at most `MAX_STEPS` steps are taken, from all the
words of a text `SPARE_STEPS` and `WORD_STEPS` a word; once those are spent, each further word still has `WORD_STEPS`.
A step is one place that is followed, in all phrases that begin alike. Which steps are taken is settled by the phrases
and the words alone, never by time, so that a cap bites on every machine at the same place. What is lost where it bites:
of the phrases that begin at that word the longer forms, those with a gap first; phrases that begin elsewhere have caps
of their own. Ordinary policies take one step a word, never 20 from one; a text that reaches a cap was made to.
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
_MOST_KNOWN = 50_000  # words after which it is known what follows: a hostile text holds as many as it likes
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

    def take_over(self, other: _Node) -> None:
        """Add the edges of another node: a root with thousands of openings is asked for each word of a text."""
        for mine, theirs in ((self.exact, other.exact), (self.prefixes, other.prefixes), (self.inner, other.inner)):
            for word, nodes in theirs.items():
                mine.setdefault(word, []).extend(nodes)
        self.numbers += other.numbers

    def after(self, word: str) -> list[_Node]:
        """Return the nodes that a word leads to."""
        nodes = [*self.exact.get(word, ())]
        if self.prefixes:
            for length in range(1, min(len(word), 40) + 1):
                nodes += self.prefixes.get(word[:length], ())
        for part, following in self.inner.items():
            if part in word:
                nodes += following
        if word[:1].isdigit():
            nodes += self.numbers
        return nodes


def _closure(nodes: Sequence[_Node]) -> list[_Node]:
    found = list(nodes)
    told = {id(node) for node in found}
    for node in found:
        for following in node.free:
            if id(following) not in told:
                told.add(id(following))
                found.append(following)
    return found


class _State:
    """All nodes that some words lead to, as one place: a further word is asked of it once, and not of each."""

    __slots__ = ("_edges", "_known", "_states", "ends", "gap")

    def __init__(self, nodes: Sequence[_Node], states: dict[frozenset[int], _State]) -> None:
        """`states` has those that there are by the identities of their nodes: no two have the same."""
        self._edges = nodes[0] if len(nodes) == 1 else _joined(nodes)
        self._states = states
        self._known: dict[str, _State | None] = {}
        self.ends = tuple(dict.fromkeys(end for node in nodes for end in node.ends))
        self.gap = _state_of([node.gap for node in nodes if node.gap], states)

    def after(self, word: str) -> _State | None:
        """Return the place that a word leads to, None where it leads nowhere."""
        known = self._known
        if word in known:
            return known[word]
        found = _state_of(self._edges.after(word), self._states)
        if len(known) < _MOST_KNOWN:
            known[word] = found
        return found


def _state_of(nodes: Sequence[_Node], states: dict[frozenset[int], _State]) -> _State | None:
    if not nodes:
        return None
    reached = _closure(nodes)
    key = frozenset(map(id, reached))
    if key not in states:
        states[key] = _State(reached, states)
    return states[key]


def _joined(nodes: Sequence[_Node]) -> _Node:
    joined = _Node()
    for node in nodes:
        joined.take_over(node)
    return joined


_Matches = dict[tuple[int, int], tuple[int, bool]]  # by phrase and first word: the word after the last, has a gap


class Automaton:
    """Finds every phrase of a set in a text at once; a phrase carries the number its owner gave it."""

    def __init__(self, languages: Languages) -> None:
        self._root = _Node()
        self._languages = languages  # whose contractions part words in phrases as in texts
        self._opening: _State | None = None  # made of the root when it is first asked

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
        self._opening = None

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
        after = self._opened().after
        left = SPARE_STEPS + WORD_STEPS * len(words)
        for start, word in enumerate(words):
            steps = 0
            opening = after(word.text)
            if opening is not None:
                steps = _follow(opening, words, start, found, max(WORD_STEPS, min(MAX_STEPS, left)))
                left -= steps
            taken.append(steps)
        return found, taken

    def _opened(self) -> _State:
        if self._opening is None:
            self._opening = _State([self._root], {})
        return self._opening

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


def _follow(opening: _State, words: Sequence[Word], start: int, found: _Matches, most: int) -> int:
    """Note every match that begins with a word; return the steps it took, at most `most`."""
    pending = [(opening, start + 1)]
    told: set[tuple[_State, int]] = set()
    steps, length = 0, len(words)
    while pending and steps < most:
        place = pending.pop()
        if place in told:
            continue
        told.add(place)
        state, index = place
        steps += 1
        for number, has_gap in state.ends:
            known = found.get((number, start), (0, True))
            found[number, start] = max(known, (index, has_gap), key=_whole)
        if index >= length:
            continue
        if state.gap:
            for skipped in range(index, min(index + _GAP + 1, length)):
                text = words[skipped].text
                if following := state.gap.after(text):
                    pending.append((following, skipped + 1))
                if text in _STOPS:
                    break
        if following := state.after(words[index].text):
            pending.append((following, index + 1))
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
