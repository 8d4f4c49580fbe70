"""The two readings of a passage and what of their difference has no effect yet. Rates nothing itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.alerts.edits import Spot
from monitor.claims.asked_data import is_asked, is_asked_term
from monitor.reading.statements import POWER, PROTECTION, Statement, Term, TermKind
from snapshots.frozen_class import frozen

_NOTS = frozenset(["negation", "exclusion", "denial", "without", "unasked"])
_PARAPHRASED = 2  # spots in which other words stand; an edit of substance has one
_ENTRY_ENDS = (";", ",")  # of an entry that is set as a paragraph
_WANTED = 7  # words from an "if" in which a right stands that people want to use
_MANY = 4  # spots; with more of them a passage is put in other words, though each only adds or takes away


def names_rights(statement: Statement) -> bool:
    """Whether a sentence speaks of what people may do."""
    return any(kind == "rights" for kind, _ in statement.concepts)


@frozen
class PassageEffect:
    """One thing that a passage's change does, by the name of the rule that reads it."""

    rule: str
    pull: int  # +1 widens, -1 narrows, 0 neither; times its weight
    terms: tuple[Term, ...]
    lost: tuple[Term, ...] = ()


@dataclass(slots=True, kw_only=True)
class PassageComparison:
    """A passage's two readings, what differs and has no effect yet, and the effects so far."""

    before: Sequence[Statement]
    after: Sequence[Statement]
    lost: list[Term]
    gained: list[Term]
    spots: list[Spot]
    is_entry: bool = False  # the passage is a whole entry of a list
    today: str = ""  # ISO date of the capture, "" where nothing is known of it
    rewritten: int = 0  # phrases that were put in other words, beside the spots
    effects: list[PassageEffect] = field(default_factory=list)

    def take(self, kind: TermKind) -> tuple[list[Term], list[Term]]:
        """Remove the terms of a kind from what is left, and return them."""
        lost = [term for term in self.lost if term.kind == kind]
        gained = [term for term in self.gained if term.kind == kind]
        self.lost = [term for term in self.lost if term.kind != kind]
        self.gained = [term for term in self.gained if term.kind != kind]
        return lost, gained

    def drop(self, keys: Collection[tuple[TermKind, str]]) -> None:
        """Leave out the terms of some keys."""
        self.lost = [t for t in self.lost if t.key not in keys]
        self.gained = [t for t in self.gained if t.key not in keys]
        self.spots = [spot.where(lambda term: term.key not in keys) for spot in self.spots]

    def read_as_things(self, names: Collection[str], *, is_of_rights: bool) -> None:
        """Read what a form would ask of people as the data that it is, where it is an entry or something is done.

        Where the passage is of rights, sentences that speak of one are left out: there it is asked for.
        """
        acting = [
            term
            for s in self.statements
            if not (is_of_rights and names_rights(s))
            if s.text.endswith(_ENTRY_ENDS) or any(t.kind is TermKind.ACT for t in s.terms)
            for term in s.terms
        ]
        things = {
            id(term): replace(term, kind=TermKind.NOUN)
            for term in (*self.lost, *self.gained)
            if term.kind is TermKind.REQUIREMENT
            and term.name in names
            and ((self.is_entry and not is_of_rights) or any(term is other for other in acting))
        }
        self._exchange(things)

    def read_as_asked(self, names: Collection[str], *, is_form: bool) -> None:
        """Read data that people are asked for as asked of them: an identity document in what they have to send.

        The words beside it, "enclose a copy of", are those by which it is asked for.
        """
        asked = {
            id(term): replace(
                term,
                kind=TermKind.REQUIREMENT,
                name=term.concept.id,
                sign=term.sign if term.is_limit else PROTECTION if s.denies else POWER,
            )
            for s in self.statements
            for term in s.terms
            if term.kind is TermKind.NOUN and term.concept and term.concept.id in names
            if is_form or is_asked(term.index, s)
        }
        spots = [(*spot.lost, *spot.gained) for spot in self.spots]
        around = [terms for terms in spots if any(id(term) in asked for term in terms)]
        beside = {id(term) for terms in around for term in terms if term.kind is TermKind.WORD}
        self._exchange(asked)
        self.spots = [spot.where(lambda term: id(term) not in beside) for spot in self.spots]
        self.lost, self.gained = ([t for t in side if id(t) not in beside] for side in (self.lost, self.gained))

    def _exchange(self, others: Mapping[int, Term]) -> None:
        """Put others in the place of some terms, by their ids."""
        if others:
            self.lost, self.gained = ([others.get(id(t), t) for t in side] for side in (self.lost, self.gained))
            self.spots = [spot.replacing(others) for spot in self.spots]

    def add(self, rule: str, pull: int, gained: Sequence[Term] = (), lost: Sequence[Term] = ()) -> None:
        """Add an effect."""
        self.effects.append(PassageEffect(rule=rule, pull=pull, terms=tuple(gained), lost=tuple(lost)))

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (*self.before, *self.after)

    @property
    def terms(self) -> Iterator[Term]:
        """Yield every term of both readings, also where they agree."""
        return (term for statement in self.statements for term in statement.terms)

    @property
    def acts(self) -> frozenset[str]:
        return frozenset(term.name for term in self.terms if term.kind is TermKind.ACT)

    @property
    def flags(self) -> frozenset[str]:
        return frozenset().union(*(statement.flags for statement in self.statements))

    @property
    def operators(self) -> tuple[Counter[str], Counter[str]]:
        """Return how often each word that turns, excepts or conditions stands in either reading."""
        old, new = (Counter(o for s in side for o in s.operators) for side in (self.before, self.after))
        return old, new

    def names(self, concepts: Collection[str]) -> bool:
        """Whether one of some concepts stands in either reading."""
        return any(name in concepts for statement in self.statements for _, name in statement.concepts)

    def speaks_of(self, kinds: Collection[str]) -> bool:
        """Whether a concept of one of some kinds stands in either reading."""
        return any(kind in kinds for statement in self.statements for kind, _ in statement.concepts)

    def speaks_before_of(self, kind: str) -> bool:
        """Whether a concept of a kind stands in the text as it was."""
        return any(of == kind for statement in self.before for of, _ in statement.concepts)

    @property
    def is_of_rights(self) -> bool:
        return self.speaks_of(("rights", "requirements"))

    @property
    def is_paraphrase(self) -> bool:
        """Whether words were put in the place of others in several spots."""
        replaced = sum(spot.is_replaced for spot in self.spots) + self.rewritten
        has_both = any(spot.lost for spot in self.spots) and any(spot.gained for spot in self.spots)
        return replaced >= _PARAPHRASED or (has_both and len(self.spots) > _MANY)

    @property
    def is_asking(self) -> bool:
        """Whether people are asked for a proof of who they are on both sides."""
        return all(any(is_asked_term(t, s) for s in side for t in s.terms) for side in (self.before, self.after))

    def statement_of(self, term: Term) -> Statement | None:
        """Return the sentence in which a term stands, of either side."""
        return next((s for s in self.statements if any(t is term for t in s.terms)), None)

    def is_of_wanting(self, term: Term) -> bool:
        """Whether a case or an "if you want to" only names a right that people use: "if you want to object"."""
        statement = self.statement_of(term)
        if statement is None or not any(word.text in statement.grammar.wanting for word in statement.words):
            return False
        near = range(term.index, term.index + _WANTED)
        return any(t.kind is TermKind.RIGHT and t.index in near for t in statement.terms)

    @property
    def is_turned(self) -> bool:
        """Whether the words that turn, except and condition are others than before."""
        old, new = self.operators
        return old != new

    @property
    def is_parity_changed(self) -> bool:
        """Whether there is one "not" more or less: two of them say the same as none."""
        old, new = (sum(side[name] for name in _NOTS) for side in self.operators)
        return (old - new) % 2 == 1

    @property
    def is_one_not_less(self) -> bool:
        """Whether one of several "nots" came or went: "no cookies and no trackers" are "cookies and no trackers"."""
        old, new = (
            sum(cue.concept.id == "negation" for statement in side for cue in statement.cues)
            for side in (self.before, self.after)
        )
        return old != new and bool(old and new)

    @property
    def was_protective(self) -> bool:
        """Whether the text as it was kept something from being done."""
        return any(statement.is_excluding for statement in self.before)

    @property
    def is_protective(self) -> bool:
        """Whether the text as it is keeps something from being done; where it is gone, as it was."""
        return any(statement.is_excluding for statement in (self.after or self.before))

    def came_with_act(self, term: Term) -> bool:
        """Whether a "may" came or went with its verb: then nothing that was said became weaker or stronger."""
        for spot in self.spots:
            for side in (spot.lost, spot.gained):
                if any(t is term for t in side) and not spot.is_replaced:
                    return any(t.kind in (TermKind.ACT, TermKind.RIGHT) for t in side)
        return False

    def stood_there(self, term: Term) -> bool:
        """Whether the words of a term that came stood in the old text as often: another reading of them is no news."""
        old, new = ([w.text for s in side for w in s.words] for side in (self.before, self.after))
        return all(new.count(word) <= old.count(word) for word in term.text.split())

    def came_with_own_act(self, term: Term) -> bool:
        """Whether what a "may" stands before came with it, whatever went: then nothing that was said became weaker."""
        holders = (s for s in self.after if any(t is term for t in s.terms))
        following = (t for s in holders for t in s.terms if t.kind is TermKind.ACT and t.index > term.index)
        verb = min(following, key=lambda t: t.index, default=None)
        return verb is not None and any(t is verb for t in self.gained)
