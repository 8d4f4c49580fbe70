"""What a text names: data, purposes, people, parties, products, legal bases. Says nothing of what is done with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.reading.reader import Reader
from monitor.reading.statements import Statement
from monitor.rules.pack import Mention

_NOUNS = frozenset(["data", "purposes", "people", "parties", "products", "bases"])
_GENERAL = {"content": 1, "public_content": 2}  # give way where two names fit the same words


@dataclass(frozen=True, slots=True)
class Noun:
    """A concept that is named; `start` and `end` count words."""

    kind: str
    id: str
    start: int
    end: int


def nouns_of(statement: Statement, reader: Reader) -> list[Noun]:
    """Return what a sentence names, in order, the longest mention at each place."""
    words, grammar = statement.words, statement.grammar
    markers = reader.markers(words)
    kept = {(m.start, m.end, m.concept.kind, m.concept.id) for m in statement.mentions}
    acts = [m for m in statement.mentions if m.concept.kind == "acts"]
    found: list[Noun] = []
    for mention in reader.mentions(words):
        concept = mention.concept
        if concept.kind not in _NOUNS or words[mention.start].text in grammar.like:
            continue
        is_kept = (mention.start, mention.end, concept.kind, concept.id) in kept
        # What an act's own words name: "choose ads". The reader of statements passes public content over, because
        # it is a topic of the same name; and who advertises is no purpose.
        is_inside = any(act.start <= mention.start and mention.end <= act.end for act in acts)
        if is_kept or is_inside or concept.id in ("public_content", "advertisers"):
            found.append(Noun(concept.kind, concept.id, mention.start, mention.end))
    not_meant = {i for m in markers if m.concept.id == "no_basis" for i in range(m.start, m.end)}
    found = [noun for noun in found if noun.kind != "bases" or noun.start not in not_meant]
    parties = {(noun.start, noun.end) for noun in found if noun.kind == "parties"}
    found = [noun for noun in found if noun.kind != "purposes" or (noun.start, noun.end) not in parties]
    for marker in markers:
        kind, _, name = marker.concept.within.partition(".")
        if kind in ("data", "purposes"):
            found.append(Noun(kind, name or marker.concept.id, marker.start, marker.end))
    found = [noun for noun in found if not _is_model_of_device(noun, statement)]
    if any(noun.id == "ai_training" for noun in found) or any(m.concept.id == "train" for m in acts):
        trained = [m for m in acts if m.concept.id == "train"]
        found = [_in_training(noun, statement, trained) for noun in found]
    found.sort(key=lambda n: (n.start - n.end, _GENERAL.get(n.id, 0), n.start))
    taken: dict[str, set[int]] = {}
    chosen: list[Noun] = []
    for noun in found:
        places = range(noun.start, noun.end)
        if taken.setdefault(noun.kind, set()).isdisjoint(places):
            taken[noun.kind].update(places)
            chosen.append(noun)
    return _drop_examples(sorted(chosen, key=lambda n: n.start), statement)


def _is_model_of_device(noun: Noun, statement: Statement) -> bool:
    is_word = noun.kind == "purposes" and noun.end == noun.start + 1
    return is_word and statement.words[noun.start].text in statement.grammar.models


def _in_training(noun: Noun, statement: Statement, trained: Sequence[Mention]) -> Noun:
    """Return "AI" as what is trained, where it stands bare in words on training, or right beside "train"."""
    if noun.kind != "purposes" or noun.id != "ai_features":
        return noun
    spoken = " ".join(word.text for word in statement.words[noun.start : noun.end])
    is_beside = any(0 <= noun.start - m.end <= 1 or 0 <= m.start - noun.end <= 1 for m in trained)
    is_named = is_beside and any(word.text in statement.grammar.ai for word in statement.words[noun.start : noun.end])
    return replace(noun, id="ai_training") if is_named or spoken in statement.grammar.ai else noun


def _drop_examples(found: Sequence[Noun], statement: Statement) -> list[Noun]:
    """Leave out data that stands as an example of the data before it: "public content, like posts"."""
    words, like = statement.words, statement.grammar.like
    kept: list[Noun] = []
    limit = len(words)
    for noun in found:
        if noun.kind == "data" and kept and limit == len(words):
            first = next((n for n in kept if n.kind == "data"), None)
            if first:
                limit = next(
                    (i for i in range(first.end, noun.start + 1) if words[i].text in like or words[i].text == "("),
                    limit,
                )
        if noun.kind != "data" or noun.start <= limit:
            kept.append(noun)
    return kept


def ids(nouns: Iterable[Noun], kind: str) -> tuple[str, ...]:
    """Return the ids of one kind, each once, in order."""
    return tuple(dict.fromkeys(noun.id for noun in nouns if noun.kind == kind))


def audience_of(
    statement: Statement, nouns: Iterable[Noun], markers: Iterable[Mention], *, is_label: bool
) -> tuple[str, ...]:
    """Return whose data a text speaks of; "including minors" makes everyone of whatever it is added to."""
    named: dict[str, list[int]] = {}
    for noun in nouns:
        if noun.kind == "people":
            named.setdefault(noun.id, []).append(noun.start)
    including = [m for m in markers if m.concept.id == "including"]
    for marker in markers if is_label else ():
        kind, _, name = marker.concept.within.partition(".")
        if kind == "people":
            named.setdefault(name, []).append(marker.start)
    joined = {index for m in including for index in range(m.start, m.end + 3)}
    if any(start in joined for start in named.get("minors", ())):
        return ("everyone",)
    if not is_label and "everyone" in named:
        words, towards = statement.words, statement.grammar.towards
        told = [start for start in named["everyone"] if not start or words[start - 1].text not in towards]
        if not told:
            del named["everyone"]
    return _settle_people(named)


def _settle_people(named: Collection[str]) -> tuple[str, ...]:
    particular = tuple(name for name in ("adults", "minors", "non_users") if name in named)
    if "everyone" in named and len(particular) > 1 and "non_users" not in particular:
        return ("everyone",)
    if particular:  # "registered users under 18" are minors, not everyone
        return particular
    return tuple(name for name in ("everyone", "holders") if name in named)
