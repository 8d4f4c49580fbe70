"""Who does what: tells the company's acts in a sentence from those of the people and firms it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.reading.reader import Reader
from monitor.rules.languages import Grammar
from monitor.rules.pack import Mention
from monitor.rules.words import Word

_BACK = 6  # words before an act in which its subject is looked for
_OPENING = 4  # words of a clause in which it is said that people may do what comes later
_SHORT = 5  # letters of a word too short to be a verb of "we"


def company_acts(acts: Sequence[Mention], words: Sequence[Word], start: int, reader: Reader) -> list[Mention]:
    """Return the acts that the company does, or that are done without saying by whom, of those in a clause."""
    acts = [act for act in acts if not _is_bidden(act, words, start, reader.grammar)]
    if not acts:
        return []
    roles: dict[int, str] = {}
    for marker in reader.markers(words):
        if marker.concept.id in ("ours", "their", "possessive"):
            for index in range(marker.start, marker.end):
                roles.setdefault(index, marker.concept.id)
    return [act for act in acts if _is_ours(act, words, start, roles, reader)]


def _is_ours(act: Mention, words: Sequence[Word], start: int, roles: Mapping[int, str], reader: Reader) -> bool:
    grammar = reader.grammar
    spoken = [word.text for word in words[act.start : act.end]]
    if any(word in grammar.we_verbs and len(word) > _SHORT for word in spoken):
        return True
    if any(word in grammar.we for word in spoken[1:]):  # "geben wir sie weiter", behind "wenn Sie einwilligen"
        return True
    if any(word in grammar.passive for word in spoken[:-1]):  # "will be told"
        return True
    if act.end < len(words) and roles.get(act.end) == "ours" and words[act.end].text not in grammar.ours:
        return True
    is_form_of_doing = spoken[0] in grammar.doing
    for index in range(act.start - 1, max(start, act.start - _BACK) - 1, -1):
        text, role = words[index].text, roles.get(index)
        if text in grammar.passive and not is_form_of_doing:
            return True
        if role == "possessive" and index == act.start - 1:
            return False
        if role == "ours" and text not in grammar.ours:
            return True
        before = words[index - 1].text if index > start else ""
        if _is_formal(words[index], grammar) or (index == start and text in grammar.formal):
            return before in grammar.we or before in grammar.prepositions  # "damit wir Sie erkennen", "Daten über Sie"
        if role == "their" and (text in grammar.you or not _is_given_to(index, start, words, grammar)):
            return False
    return not _is_permitted(act, words, start, roles, reader)


def _is_permitted(act: Mention, words: Sequence[Word], start: int, roles: Mapping[int, str], reader: Reader) -> bool:
    """Whether a clause opens by saying that people may, and no "we" stands between that and a verb at its far end."""
    grammar = reader.grammar
    for mention in reader.mentions(words):
        if mention.concept.id == "permission" and start <= mention.start < start + _OPENING and mention.end < act.start:
            said = words[mention.start : mention.end]
            is_theirs = any(word.text in grammar.you or _is_formal(word, grammar) for word in said)
            is_theirs = is_theirs or (mention.start == start and said[0].text in grammar.formal)
            return is_theirs and not any(roles.get(index) == "ours" for index in range(mention.end, act.start))
    return False


def _is_given_to(index: int, start: int, words: Sequence[Word], grammar: Grammar) -> bool:
    """Whether a preposition stands before somebody, who then does nothing: "an Firmen", "an verbundene Firmen".

    Where nouns have capitals a word in small letters between the two is known to be no noun.
    """
    if index > start and words[index - 1].text in grammar.prepositions:
        return True
    is_described = grammar.has_capital_nouns and index - 1 > start and not words[index - 1].is_name
    return is_described and words[index - 2].text in grammar.towards


def _is_bidden(act: Mention, words: Sequence[Word], start: int, grammar: Grammar) -> bool:
    """Whether a clause begins by bidding people to act: "Nutzen Sie unsere App"."""
    return act.start == start and act.end < len(words) and _is_formal(words[act.end], grammar)


def _is_formal(word: Word, grammar: Grammar) -> bool:
    """Whether a word is the "you" that only its capital tells from "they": "Sie"."""
    return word.is_name and word.text in grammar.formal
