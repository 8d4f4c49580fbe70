"""What an alert says that a change is about: of the topics that weigh, those that its passages speak of themselves.

A topic weighs wherever it is touched on; it is told where what changed is about it. "Stored" alone says nothing of how
long, "the interests of third parties" shares nothing, and a chat with an assistant is no message to a friend.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.alerts.grounding import speaks_of_ai, topics_stated
from monitor.alerts.other_recipients import OTHER_RECIPIENT
from monitor.alerts.passage_meaning import Meaning
from monitor.alerts.passages import ReadPassage
from monitor.alerts.places_of_data import is_place_of_data
from monitor.alerts.topics import evidence_texts, stood_for, topics_of_claims
from monitor.claims.places import Place
from monitor.reading.reader import Reader
from monitor.reading.statements import Statement, TermKind
from monitor.rules.pack import Pack
from snapshots.records import SegmentKind

_TOLD = 0.05  # of the votes of the topic that has most
_GRAVER = 3.0  # votes more for each of the weight of a topic: one passage on minors is news, one on settings is not
_MOST = 7  # topics of one alert
_HEADINGS = 2  # innermost, which say what a passage stands under
_BASIS_RULES = frozenset(["basis_changed", "basis_stated", "consent_gone"])
_NAMING = ("thing_", "words_", "act_", "unexplained")  # rules of what came or went itself
_DATA = frozenset(["sensitive_data", "biometric", "private_messages"])  # which no heading says of what stands under it
_PASSING_ON = frozenset([("acts", "share"), ("data", "browsing"), ("acts", "combine")])
_OBJECTING = frozenset([("rights", "object"), ("rights", "form")])
_LAWSUIT, _PLACE = "lawsuit", frozenset(["location"])
OF_PRODUCTS = "product_scope"
_AI_CHATS = ("data", "ai_interactions")
_AI_PURPOSES = frozenset([("purposes", "ai_training")])
_AI_ITSELF = frozenset([("data", "ai_interactions"), ("data", "camera_roll"), ("acts", "act_for")])


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What is asked of a passage to tell what it is about."""

    passage: ReadPassage
    meaning: Meaning | None
    leading: str  # the rule that counts most
    weighing: Collection[str]  # the topics that weigh
    place: Place
    reader: Reader
    is_form: bool = False  # the document is the form by which people object

    @cached_property
    def stated(self) -> frozenset[str]:
        """Return the topics that the passage and what stands above it speak of."""
        return topics_stated(evidence_texts(self.passage, self.place), self.reader)

    @cached_property
    def said(self) -> frozenset[str]:
        """Return the topics that the words that changed have phrases of."""
        texts = (text for item in self.passage.news for text in (item.added, item.removed) if text)
        return frozenset(self.reader.topics_in(" … ".join(texts)))

    @cached_property
    def headed(self) -> frozenset[str]:
        """Return the topics that the headings have phrases of."""
        lines = {line for item in self.passage.news for line in item.hunk.context[-_HEADINGS:]}
        return frozenset(topic for line in lines for topic in self.reader.topics_in(line))

    @cached_property
    def led(self) -> frozenset[str]:
        """Return the topics of the concepts that the leading rule rests on."""
        effects = self.meaning.effects if self.meaning else ()
        terms = (t for effect in effects if effect.rule == self.leading for t in (*effect.terms, *effect.lost))
        return frozenset(topic for term in terms if term.concept for topic in term.concept.topics)

    @cached_property
    def changed(self) -> frozenset[tuple[str, str]]:
        """Return the concepts that came or went."""
        return frozenset((c.kind, c.id) for d in self.passage.differences if (c := d.term.concept))

    @cached_property
    def of_concepts(self) -> frozenset[str]:
        """Return the topics of the concepts that came or went."""
        concepts = self.reader.pack.concepts
        return frozenset(topic for key in self.changed if key in concepts for topic in concepts[key].topics)

    @cached_property
    def named(self) -> frozenset[tuple[str, str]]:
        return frozenset(concept for statement in self.passage.statements for concept in statement.concepts)

    @cached_property
    def claims(self) -> frozenset[str]:
        """Return the topics of a figure or a hurdle that changed."""
        return frozenset(topics_of_claims(self.passage, self.meaning))

    @property
    def is_to_ai(self) -> bool:
        """Whether the messages that a passage speaks of are written to an AI or come from one.

        An AI that they are to train is none that they are written to.
        """
        if own := self._on_messages:
            return all(self._is_chat(s) or (self._names_ai(s) and not _AI_PURPOSES & s.concepts) for s in own)
        texts = [*(s.text for s in self.passage.statements), *self.passage.news[0].hunk.context[-_HEADINGS:]]
        return any(speaks_of_ai(text, self.reader) for text in texts)

    @property
    def is_of_mail(self) -> bool:
        """Whether what is said of messages names mail, in which people write to each other and to no AI."""
        mailing = self.reader.grammar.mailing
        own = self._on_messages or self.passage.statements
        return any(word.text in mailing for statement in own for word in statement.words)

    @cached_property
    def _on_messages(self) -> Sequence[Statement]:
        return [s for s in self.passage.statements if "private_messages" in self.reader.topics_in(s.text)]

    def _is_chat(self, statement: Statement) -> bool:
        found = self.reader.mentions(statement.words)
        return any((m.concept.kind, m.concept.id) == _AI_CHATS for m in found)

    def _names_ai(self, statement: Statement) -> bool:
        return speaks_of_ai(statement.text, self.reader)

    def is_of_example(self, topic: str) -> bool:
        """Whether only an example names what is on a topic: "actions you ask for, like sorting the ads you see"."""
        terms = [d.term for d in self.passage.differences if d.term.concept and topic in d.term.concept.topics]
        return bool(terms) and all(term.is_example for term in terms)

    @cached_property
    def is_of_lawsuits(self) -> bool:
        """Whether the passage says before which court or arbitrator people meet the company, and nothing of data.

        A place where they meet is no location data, an opt-out of arbitration objects to no use.
        """
        if any(kind in ("data", "purposes") and name not in _PLACE for kind, name in self.changed):
            return False
        told = {id(d.term) for d in self.passage.differences}
        changed = [s for s in self.passage.statements if any(id(t) in told for t in s.terms)]
        lines = [line for item in self.passage.news for line in item.hunk.context[-_HEADINGS:]]
        if changed and all(_LAWSUIT in s.flags for s in changed):
            return True
        return any(m.concept.id == _LAWSUIT for line in lines for m in self.reader.mentions(self.reader.words_of(line)))

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(effect.rule for effect in self.meaning.effects) if self.meaning else frozenset()

    @property
    def kinds(self) -> frozenset[TermKind]:
        return frozenset(d.term.kind for d in self.passage.differences)

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(flag for statement in self.passage.statements for flag in statement.flags)


def _is_sharing(told: _Told) -> bool:
    """Whether it is said with whom, and that something is passed on: "in the interests of third parties" is not."""
    topic = "third_party_sharing"
    if OTHER_RECIPIENT in told.rules:
        return True
    is_passed_on = bool(_PASSING_ON & told.named) or topic in told.headed or topic in told.led
    return topic in told.stated and is_passed_on


def _is_retention(told: _Told) -> bool:
    """Whether it is said how long: that something is stored or can be deleted says nothing of that."""
    return "retention" in told.claims or "retention" in told.headed


def _is_legal_basis(told: _Told) -> bool:
    """Whether a basis is named or another one than before; consent that is asked for one thing is a choice."""
    return (
        bool(told.rules & _BASIS_RULES)
        or any(kind == "bases" and name != "consent" for kind, name in told.changed)
        or bool(told.place.bases)
    )


def _is_control(told: _Told) -> bool:
    """Whether a choice or a right came or went, and not only a setting is mentioned."""
    return "user_controls" in told.led


def _is_location(told: _Told) -> bool:
    """Whether the data is named, by words that say it: a place where something stands is none."""
    return "location" in told.said and ("data", "location") in told.changed


def _is_aim(told: _Told) -> bool:
    """What AI is trained with is about that, whatever of it changed."""
    return "ai_training" in told.weighing


def _is_form(told: _Told) -> bool:
    """Whether objecting or its form is spoken of: an address that is asked for elsewhere is about neither."""
    is_named = bool(_OBJECTING & told.named)
    return is_named or "opt_out_form" in told.said or "opt_out_form" in told.claims or told.is_form


def _is_objecting(told: _Told) -> bool:
    """Whether the words that changed speak of it, or what is told is the right or what objecting takes."""
    is_right = told.leading.startswith("right_") and ("rights", "object") in told.changed
    return is_right or "right_to_object" in told.said or "right_to_object" in told.claims


def _is_scope(told: _Told) -> bool:
    return "definition" in told.flags or "product_scope" in told.said


def _is_ai_data(told: _Told) -> bool:
    """Whether data of AI features is meant, not only that AI is made."""
    return "ai_training" not in told.weighing or bool(_AI_ITSELF & told.changed)


def _is_transfer(told: _Told) -> bool:
    """Whether the difference is on it, or a country came or went in a sentence that says where data goes."""
    terms = [d.term for d in told.passage.differences]
    are_places = any(is_place_of_data(term, s) for s in told.passage.statements for term in terms if term in s.terms)
    return are_places or _is_on_it("data_transfer", told)


def _is_of_change(topic: str, told: _Told) -> bool:
    """Whether the difference itself is on a topic, and not only the sentence that it stands in."""
    return topic in told.said or topic in told.of_concepts or topic in told.claims


def _is_of_place(topic: str, told: _Told) -> bool:
    """Whether what came or went stands under what is on a topic."""
    return topic in told.headed or topic in stood_for(told.place, told.reader.pack)


_TELLING: Mapping[str, Callable[[_Told], bool]] = {
    "third_party_sharing": _is_sharing,
    "retention": _is_retention,
    "data_transfer": _is_transfer,
    "legal_basis": _is_legal_basis,
    "user_controls": _is_control,
    "location": _is_location,
    "ai_training": _is_aim,
    "opt_out_form": _is_form,
    "right_to_object": _is_objecting,
    "product_scope": _is_scope,
    "ai_features_data": _is_ai_data,
}
"""What makes a topic that weighs one that is told, where it takes more than that the difference is on it."""


def _is_told(topic: str, told: _Told) -> bool:
    return _TELLING[topic](told) if topic in _TELLING else _is_on_it(topic, told)


def _is_on_it(topic: str, told: _Told) -> bool:
    if not told.leading.startswith(_NAMING):  # what limits or turns a sentence round is on what the sentence is on
        return True
    return _is_of_change(topic, told) or (topic not in _DATA and _is_of_place(topic, told))


def told_topics(
    topics: Sequence[str],
    passage: ReadPassage,
    meaning: Meaning | None,
    place: Place,
    reader: Reader,
    *,
    leading: str,
    is_ai_service: bool,
    is_form: bool,
    names_product: bool,
) -> tuple[str, ...]:
    """Return the topics that an alert names of those that weigh; what is written to an AI is no private message.

    A field of the form by which people object is about the form, though its words say only what it asks.
    """
    told = _Told(
        passage=passage, meaning=meaning, leading=leading, weighing=topics, place=place, reader=reader, is_form=is_form
    )
    if topics and told.is_of_lawsuits:
        return ()
    kept = [topic for topic in topics if _is_told(topic, told)]
    kept = [topic for topic in kept if not told.is_of_example(topic)] or kept
    if "private_messages" in kept and (told.is_to_ai or (is_ai_service and not told.is_of_mail)):
        kept[kept.index("private_messages")] = "ai_features_data"
    if names_product:
        kept.append(OF_PRODUCTS)
    is_field = is_form and any(item.hunk.segment_kind is SegmentKind.FIELD for item in passage.news)
    return tuple(dict.fromkeys(kept)) or (("opt_out_form",) if is_field else ())


def topics_supported(passages: Sequence[Sequence[str]], pack: Pack) -> frozenset[str]:
    """Return what a change is mostly about: the topics that enough of its passages speak of, the gravest with less.

    A rewrite touches on everything. Each passage has one vote, which its topics share: one that names seven says
    little of each. Passages are counted and not findings, of which one may hold a hundred of them.
    """
    votes: defaultdict[str, float] = defaultdict(float)
    for topics in passages:
        for topic in topics:
            votes[topic] += (1 + _GRAVER * pack.topic(topic).weight) / len(topics)
    most = max(votes.values(), default=0.0)
    ranked = sorted(votes, key=lambda topic: (-votes[topic], topic))[:_MOST]
    return frozenset(topic for topic in ranked if votes[topic] >= _TOLD * most)


def topics_of_finding(passages: Sequence[Sequence[str]], about: Collection[str]) -> tuple[str, ...]:
    """Return what the passages of a finding are about, of the topics that its change is about.

    Those of its leading passage come first, then those of most passages.
    """
    counted = Counter(topic for topics in passages for topic in topics)
    ordered = dict.fromkeys([*passages[0], *(topic for topic, _ in counted.most_common())])
    return tuple(topic for topic in ordered if topic in about)
