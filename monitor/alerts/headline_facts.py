"""What a headline may name of one piece of news: who, what, with which data, for what. Words no sentence.

Only what the quoted passage or the lines above it say is named: a purpose, people or a legal basis that stands nowhere
in the evidence is left out, however likely it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.alerts.news import COME, LISTED, WENT, News, Sign
from monitor.alerts.passage_severity import RatedPassage
from monitor.claims.claim import FRAMES, POWERS, Claim, Frame
from monitor.claims.sentence_claims import claims_of_text
from monitor.reading.actors import company_acts
from monitor.reading.nouns import nouns_of
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import State, Statement, Term, TermKind

_WORDS = ("thing_", "words_")  # rules of words that came or went
PARTICULAR = frozenset(["minors", "adults", "non_users"])  # people whose data a headline names as theirs
_VAGUE = frozenset(["information", "service", "improve", "everyone", "holders", "others"])
_CLAIMED = frozenset(["object", "withdraw", "access"])  # rights that a text grants; settings stand everywhere
_NOUN_KINDS = ("data", "purposes", "people", "parties", "products", "bases")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineFacts:
    """The ids of what was understood of one piece of news, and the words that came and went in it."""

    frame: Frame | None = None
    act: str = ""
    state: State = State.ALLOWED
    choice: TermKind | None = None
    data: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    right: str = ""
    requirements: tuple[str, ...] = ()
    lost: tuple[Term, ...] = ()  # of what the leading rule rests on
    gained: tuple[Term, ...] = ()
    words: Mapping[tuple[str, str], tuple[str, ...]]  # of each concept, those of the text that names it
    own: frozenset[tuple[str, str]] = frozenset()  # the concepts that the passage itself names, not the lines above
    joints: frozenset[str] = frozenset()  # words of the language that join: "and", "or"

    @property
    def is_power(self) -> bool:
        return self.frame in POWERS

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Return the concepts that a sentence made of them names, without what every text is about."""
        slots = {kind: getattr(self, kind) for kind in (*_NOUN_KINDS, "requirements")}
        return tuple((kind, name) for kind, names in slots.items() for name in names if name not in _VAGUE)

    @property
    def weight(self) -> int:
        """Return how much of a sentence is there: who does what, with what, to whom, for what."""
        kinds = {kind for kind, _ in self.named}
        return (
            len(kinds & {"data", "products"})
            + len(kinds & {"purposes", "parties", "requirements"})
            + bool((self.act and kinds) or self.right in _CLAIMED)
        )


def facts_of(rated: RatedPassage, news: News, reader: Reader) -> HeadlineFacts:
    """Return what is understood of a piece of news of a rated passage."""
    statements = [s for s in (*rated.passage.after, *rated.passage.before) if s.text and s.text in _text_of(news)]
    lost, gained = terms_in(rated, news)
    claim = _choose_claim(claims_of_text(news.text, news.hunk.segment_kind, rated.place, reader), rated, lost, gained)
    words = _named_in(rated, news, reader)
    changed = {t.concept.id for t in (*gained, *lost) if t.concept}

    def grounded(kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return what the evidence names; where the change itself names one of them, that alone."""
        known = [name for name in dict.fromkeys(names) if (kind, name) in words]
        own = [name for name in known if name in changed] if news.sign is Sign.REWORDED else []
        return tuple(own or known)

    if claim is None:
        return _facts_of_statements(statements, lost, gained, words, reader, grounded)
    more = {
        kind: [t.concept.id for t in (*gained, *lost) if t.concept and t.concept.kind == kind] for kind in _NOUN_KINDS
    }
    return HeadlineFacts(
        frame=claim.frame,
        act=claim.act if claim.act in FRAMES else "use" if claim.frame is Frame.USE else "",
        state=claim.state,
        choice=claim.choice,
        data=grounded("data", [*more["data"], *claim.data]),
        purposes=grounded("purposes", [*more["purposes"], *claim.purposes]),
        people=grounded("people", claim.audience),
        parties=grounded("parties", claim.parties),
        products=grounded("products", [*more["products"], *claim.products]),
        bases=grounded("bases", claim.bases),
        right=claim.right or next((t.name for t in (*gained, *lost) if t.kind is TermKind.RIGHT), ""),
        requirements=claim.requirements or _names(TermKind.REQUIREMENT, gained, lost),
        lost=lost,
        gained=gained,
        words=words,
    )


def _facts_of_statements(statements, lost, gained, words, reader, grounded):  # type: ignore[no-untyped-def]
    act, state = "", State.ALLOWED
    named: dict[str, list[str]] = {kind: [] for kind in _NOUN_KINDS}
    rights: list[str] = []
    for statement in statements[:1]:
        for clause in statement.clauses:
            acts = [
                m
                for m in statement.mentions
                if m.concept.kind == "acts" and m.concept.id in FRAMES and clause.start <= m.start < clause.end
            ]
            done = company_acts(acts, statement.words, clause.start, reader)
            if done and not act:
                act, state = done[0].concept.id, clause.state
        for noun in nouns_of(statement, reader):
            named[noun.kind].append(noun.id)
        rights += [m.concept.id for m in statement.mentions if m.concept.kind == "rights"]
    return HeadlineFacts(
        frame=FRAMES.get(act),
        act=act,
        state=state,
        data=grounded("data", named["data"]),
        purposes=grounded("purposes", named["purposes"]),
        people=grounded("people", named["people"]),
        parties=grounded("parties", named["parties"]),
        products=grounded("products", named["products"]),
        bases=grounded("bases", [t.name for t in gained if t.kind is TermKind.BASIS]),
        right=next((t.name for t in (*gained, *lost) if t.kind is TermKind.RIGHT), next(iter(rights), "")),
        requirements=_names(TermKind.REQUIREMENT, gained, lost),
        lost=lost,
        gained=gained,
        words=words,
    )


def terms_in(rated: RatedPassage, news: News) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the terms that the leading rule rests on and that went from, or came into, one piece of news."""
    before, after = (news.hunk.before or "").lower(), (news.hunk.after or "").lower()
    effects = rated.leading_effects
    if rated.meaning and rated.leading.startswith(_WORDS):  # what went is told with what came in its place
        effects = tuple(e for e in rated.meaning.effects if e.rule.startswith(_WORDS))
    lost = [t for effect in effects for t in effect.lost if t.text.lower() in before]
    gained = [t for effect in effects for t in effect.terms if t.text.lower() in after]
    return tuple(dict.fromkeys(lost)), tuple(dict.fromkeys(gained))


def _names(kind: TermKind, *sides: Sequence[Term]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.name for side in sides for term in side if term.kind is kind))


def _text_of(news: News) -> str:
    return " ".join(text for text in (news.hunk.after, news.hunk.before) if text)


def _choose_claim(
    claims: Sequence[Claim], rated: RatedPassage, lost: Sequence[Term], gained: Sequence[Term]
) -> Claim | None:
    """Return the claim that the leading rule is about, of several the one that says most."""
    wanted = {t.name for t in (*lost, *gained)} | {t.concept.id for t in (*lost, *gained) if t.concept}

    def fit(claim: Claim) -> tuple[bool, int, bool, int]:
        slots = (claim.data, claim.purposes, claim.parties, claim.products, claim.requirements, claim.audience)
        named = {name for slot in slots for name in slot}
        return (
            claim.act in wanted or claim.right in wanted,
            len(named & wanted),
            claim.frame in POWERS or bool(claim.right),
            sum(map(bool, slots)),
        )

    told = [claim for claim in claims if claim.frame not in (Frame.BASIS, Frame.ANNOUNCEMENT)]
    return max(told, key=fit, default=None)


def _named_in(rated: RatedPassage, news: News, reader: Reader) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return every concept that the evidence names, with the words that name it, the passage's own first."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    hunk = news.hunk
    for text in (hunk.after, hunk.before, *reversed(hunk.context), *rated.place.grounds):
        for part in _sentences_read(text, reader) if text else ():
            for noun in nouns_of(part, reader):
                spoken = tuple(word.text for word in part.words[noun.start : noun.end])
                found.setdefault((noun.kind, noun.id), spoken)
    for statement in rated.passage.statements:
        if statement.text in _text_of(news):
            for mention in statement.mentions:
                spoken = tuple(word.text for word in statement.words[mention.start : mention.end])
                found.setdefault((mention.concept.kind, mention.concept.id), spoken)
    return found


def _sentences_read(text: str, reader: Reader) -> list[Statement]:
    return [read_sentence(text, reader)]


def is_whole(news: News) -> bool:
    return news.sign in COME or news.sign in WENT


def is_entry(news: News) -> bool:
    return news.hunk.segment_kind in LISTED
