"""Where a sentence is cut: into clauses, and within a clause into what limits it and the rest. Gives no sign."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.reading.denials import relative_not
from monitor.reading.mentions import LIMITS, is_act
from monitor.rules.languages import Grammar
from monitor.rules.pack import Mention
from monitor.rules.words import Word

_BREAKS = frozenset([";", ":", "|", ".", "!", "?", "-", "•"])
_SUBJECT_AHEAD = 3  # words in which a subject is looked for


def clause_places(words: Sequence[Word], chosen: Sequence[Mention], grammar: Grammar) -> list[tuple[int, int]]:
    """Cut a sentence where a mark parts it, or where "and" or a comma parts two acts with subjects of their own."""
    cuts = [0]
    has_not = any(m.concept.id == "negation" for m in chosen)
    for index, word in enumerate(words):
        if has_not and index > cuts[-1] and _opens_denied(words, chosen, (cuts[-1], index), grammar):
            cuts.append(index)
        is_joint = word.text == "," or word.text in grammar.joining or word.text in grammar.opposing
        if word.text in _BREAKS or (is_joint and _parts_acts(words, chosen, (cuts[-1], index), grammar)):
            cuts.append(index + 1)
    return [(start, end) for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True) if end > start]


def _opens_denied(words: Sequence[Word], chosen: Sequence[Mention], place: tuple[int, int], grammar: Grammar) -> bool:
    """Whether a word opens a part in which something else is ruled out than what was done before it.

    "We share it with those who may not sell it" and "we use it for ads, not to sell it" rule out the sale alone;
    `place` is the part before the word, up to it.
    """
    start, index = place
    if words[index].text not in grammar.restrictive and words[index - 1].text != ",":
        return False
    acts = [m.start for m in chosen if is_act(m)]
    nots = [m for m in chosen if m.concept.id == "negation"]
    denied = relative_not(words, nots, acts, index, grammar)
    if denied is None and words[index - 1].text == ",":
        denied = next((m for m in nots if m.start == index and {m.end, m.end + 1} & set(acts)), None)
    end = next((i for i in range(index, len(words)) if words[i].text in _BREAKS), len(words))
    if denied is None or not any(denied.end <= at < end for at in acts):
        return False
    before = [m for m in chosen if start <= m.start < index]
    is_free = not any(m.concept.id == "negation" or m.concept.id in LIMITS for m in before)
    return is_free and any(map(is_act, before))


def _parts_acts(words: Sequence[Word], chosen: Sequence[Mention], place: tuple[int, int], grammar: Grammar) -> bool:
    """Whether a comma or an "and" stands between two clauses; `place` is the first of them, up to it."""
    start, index = place
    following = index + 1
    end = next((i for i in range(following, len(words)) if words[i].text in _BREAKS), len(words))
    acts = [m.start for m in chosen if is_act(m)]
    nots = [m.start for m in chosen if m.concept.id == "negation"]
    if words[index].text in grammar.opposing:  # "they get clicks, but no purchases"
        if any(m.start <= index < m.end - 1 for m in chosen if m.concept.id in LIMITS):
            return False  # "but not", which opens an exception
        if {following, following + 1} & set(nots) and not any(start <= at < index for at in nots):
            return True
    elif (
        following in nots
        and not any(start <= at < index for at in nots)
        and not any(following <= at < end for at in acts)
    ):
        # "They get clicks and no purchases", "cookies and no trackers", but not "without a warrant, nobody gets it".
        return any(start <= at < index for at in acts) or (not acts and words[index].text != ",")
    is_denied_anew = any(start <= at < index for at in nots) and any(
        following <= at < following + _SUBJECT_AHEAD for at in nots
    )  # "we do not use them, and we do not let others do so"
    if not any(start <= at < index for at in acts):  # "you may not misuse it, and your posts are shared"
        is_of_people = any(start <= at < index - 1 for at in nots) and any(following <= at < end for at in acts)
        return is_of_people and (words[following].text in grammar.readers or words[following].text in grammar.we)
    if not is_denied_anew and not any(following <= at < end for at in acts):
        # "They are read by us, and the results do not leave the office": the "not" is of the results alone.
        is_other = any(following <= at < end for at in nots) and not any(start <= at < index for at in nots)
        if not is_other or words[index].text != ",":
            return False
        return has_subject(words, following + (words[following].text in grammar.joining), grammar)
    limits = [m.start for m in chosen if m.concept.id in LIMITS or m.concept.id in ("opt_in", "opt_out")]
    if any(following <= at <= following + 1 for at in limits):
        return False  # it belongs to what it limits
    is_limited = any(start <= at < index for at in limits)
    is_own = has_subject(words, following, grammar)
    if words[index].text == ",":
        is_going_on = (
            following + 1 in acts and words[following].text in grammar.alternating
        )  # "not sell it, or share it"
        return is_own and not is_limited and following not in acts and not is_going_on
    if is_limited and following in acts:
        return False
    return is_own or not (is_limited or _is_of_right(chosen, start, index))


def _is_of_right(chosen: Sequence[Mention], start: int, end: int) -> bool:
    """Whether the first act in a part of a sentence is a right: what follows is what it is a right to."""
    first = next((m for m in chosen if start <= m.start < end and is_act(m)), None)
    return first is not None and first.concept.kind == "rights"


def has_subject(words: Sequence[Word], index: int, grammar: Grammar) -> bool:
    """Whether what begins at a word says of whom it speaks, or what is not done."""
    return any(word.text in grammar.subjects for word in words[index : index + _SUBJECT_AHEAD])


def limits_of(
    words: Sequence[Word], mentions: Sequence[Mention], place: tuple[int, int], grammar: Grammar
) -> list[tuple[int, int, str]]:
    """Return the spans of a clause that an exception or a condition opens, with the cue that opens them."""
    start, end = place
    found: list[tuple[int, int, str]] = []
    acts = [m.start for m in mentions if is_act(m)]
    for mention in mentions:
        if mention.concept.id not in LIMITS or any(a <= mention.start < b for a, b, _ in found):
            continue
        is_first = not any(start <= at < mention.start for at in acts) and not _is_in_brackets(words, mention, start)
        inside = range(mention.end, end)
        stop = next((i for i in inside if _ends_limit(words, mentions, mention, i, grammar, is_first=is_first)), end)
        found.append((mention.start, stop, mention.concept.id))
    return found


def _is_in_brackets(words: Sequence[Word], mention: Mention, start: int) -> bool:
    """Whether a mention stands in brackets: what it opens ends with them, and before no main clause."""
    marks = [word.text for word in words[start : mention.start] if word.text in ("(", ")")]
    return bool(marks) and marks[-1] == "("


def is_inserted(words: Sequence[Word], start: int, grammar: Grammar) -> bool:
    """Whether a limit that starts at a word is put in before the end of a list: "in Oslo and, if asked, in Lima"."""
    before = [word.text for word in words[max(0, start - 2) : start]]
    joints = grammar.joining.words | grammar.alternating.words
    return len(before) == 2 and before[1] == "," and before[0] in joints


def _goes_on_relative(words: Sequence[Word], opening: Mention, index: int, grammar: Grammar) -> bool:
    """Whether an "and" goes on with a relative clause: "firms that see it as far as they must and that sell it"."""
    is_relative = index + 1 < len(words) and words[index + 1].text in grammar.restrictive
    return is_relative and any(word.text in grammar.restrictive for word in words[: opening.start])


def _ends_limit(
    words: Sequence[Word],
    mentions: Sequence[Mention],
    opening: Mention,
    index: int,
    grammar: Grammar,
    *,
    is_first: bool,
) -> bool:
    """Whether a limit ends before a word; one that stands `is_first` ends where the main clause begins."""
    text = words[index].text
    if text == ")":
        return True
    if text == ",":
        if is_first or any(m.start == index + 1 and m.concept.id in LIMITS for m in mentions):
            return True
        if is_inserted(words, opening.start, grammar):
            return True
        return any(m.start > index and (is_act(m) or m.concept.kind == "purposes") for m in mentions)
    if text in grammar.joining and _goes_on_relative(words, opening, index, grammar):
        return True
    if not is_first:
        return False
    if text in grammar.we and index > opening.end + 1:
        return True
    is_at_act = any(m.start == index and is_act(m) for m in mentions)
    if opening.concept.id == "occasion":  # no verb stands in it: the first one is what is said
        is_noun = grammar.has_capital_nouns and words[index].is_name
        return text in grammar.passive or (is_at_act and not is_noun and index >= opening.end)
    return opening.concept.id == "exception" and is_at_act and index > opening.end
