"""What a headline may name of one piece of news: who, what, with which data, for what. Words no sentence.

Only what the quoted passage or the lines above it say is named: a purpose, people or a legal basis that stands nowhere
in the evidence is left out, however likely it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.alerts.grounding import is_done_by_others, names_consent, stated_in, topics_stated
from monitor.alerts.news import COME, LISTED, WENT, News, Sign
from monitor.alerts.passage_severity import RatedPassage
from monitor.claims.asked_data import ASKED_DATA, asked_data_in
from monitor.claims.claim import FRAMES, POWERS, Claim, Frame
from monitor.claims.sentence_claims import claims_of_text
from monitor.reading.actors import company_acts
from monitor.reading.nouns import nouns_of
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import POWER, PROTECTION, State, Statement, Term, TermKind
from monitor.rules.pack import FIRST_LANGUAGE
from snapshots.frozen_class import frozen
from snapshots.records import Direction

PARTICULAR = frozenset(["minors", "adults", "non_users"])
"""People whose data a headline names as theirs; of everyone nothing needs saying."""

NAMING = ("words_", "thing_", "wording_")
"""How the rules begin that tell of things and words which came or went, whatever is done with them."""

_Key = tuple[str, str]  # kind and id of a concept
_WORDS = re.compile(r"\w+")
_EVIDENCE = "evidence"
_VAGUE = frozenset(["information", "service", "improve", "everyone", "holders", "others"])
CLAIMED = frozenset(
    ["object", "withdraw", "access", "recipients"]
)  # rights that a text grants; settings stand everywhere
_SLOTS = ("data", "purposes", "people", "parties", "products", "bases")
_SPOKEN_OF = frozenset(
    ["ai_features", "ads", "safety", "research", "analytics"]
)  # what is a thing too, and no purpose alone
_UNTOLD = (Frame.BASIS, Frame.ANNOUNCEMENT)  # claims that say nothing of what is done


@frozen
class HeadlineFacts:
    """The ids of what was understood of one piece of news, and the words that came and went in it."""

    frame: Frame | None = None
    act: str = ""
    topics: tuple[str, ...] = ()  # of the passage, those that this piece of it speaks of
    state: State = State.ALLOWED
    choice: TermKind | None = None
    data: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    relied_on: tuple[str, ...] = ()  # of the bases, those on which the text says that something rests
    spoken_of: tuple[str, ...] = ()  # purposes that the passage names and does not state as one
    right: str = ""
    requirements: tuple[str, ...] = ()
    is_asked: bool = False  # whether the requirements are asked of people, and not only named
    is_minimum: bool = False  # whether an age is the least at which one may take part
    lost: tuple[Term, ...] = ()  # of what the leading rule rests on
    gained: tuple[Term, ...] = ()
    words: Mapping[_Key, tuple[str, ...]]  # of each concept that the evidence names, those that name it
    own: frozenset[_Key] = frozenset()  # the concepts that the passage itself names, not the lines above
    is_foreign: bool = False  # whether the text is in another language than the headline
    links: frozenset[str] = frozenset()  # words of the language that join things: "and", "or"
    frame_words: frozenset[str] = frozenset()  # those by which sentences are built, and which name nothing
    names_consent: bool = False  # whether the choice that people have is told as consent, and not only as a choice
    from_day: str = ""  # from when it is to be done, an ISO 8601 date to come, or one of no year
    names_data: bool = False  # whether the passage itself names data of any kind

    @property
    def joints(self) -> frozenset[str]:
        """Return the words that are left out at the ends of a quotation."""
        return self.links | self.frame_words

    @property
    def is_power(self) -> bool:
        return self.frame in POWERS

    @property
    def told(self) -> tuple[_Key, ...]:
        """Return the concepts that a sentence made of them tells, without what every text is about."""
        slots = {kind: getattr(self, kind) for kind in (*_SLOTS, "requirements")}
        return tuple((kind, name) for kind, names in slots.items() for name in names if name not in _VAGUE)

    @property
    def named(self) -> tuple[_Key, ...]:
        """Return the concepts that are told, and those that the passage only speaks of."""
        return (*self.told, *(("purposes", name) for name in self.spoken_of))

    @property
    def is_news(self) -> bool:
        """Whether something that an edit added is told: who, what, with what, for what."""
        come = {(t.concept.kind, t.concept.id) for t in self.gained if t.concept}
        return bool(come & set(self.told)) or any(t.name == self.act for t in self.gained)

    @property
    def weight(self) -> int:
        """Return how much of a sentence is there: who does what, with what, to whom, for what."""
        kinds = {kind for kind, _ in self.told}
        is_told = bool(self.act and kinds) or self.right in CLAIMED
        return len(kinds & {"data", "products"}) + len(kinds & {"purposes", "parties", "requirements"}) + is_told


def facts_of(rated: RatedPassage, news: News, reader: Reader) -> HeadlineFacts:
    """Return what is understood of a piece of news of a rated passage."""
    lost, gained = terms_in(rated, news)
    told = news.hunk.before if news.hunk.before and _is_of_loss(rated, gained) else news.text
    claims = claims_of_text(told, news.hunk.segment_kind, rated.place, reader)
    claim = _choose_claim(claims, (*lost, *gained), _way(rated, news))
    words, own = _named_in(rated, news, reader)
    read = _facts_of_claim(claim) if claim else _facts_of_statement(rated, news, reader)
    read = _with_lost_promise(_without_chance_words(read, told, words, reader), rated, lost)
    purposes, owners = _stated_in(rated, news, reader)
    spoken = _topics_in(rated, news, reader)
    changed = _names(TermKind.REQUIREMENT, gained, lost)
    denied = _still_denied(rated)

    def of(kind: str, names: Sequence[str]) -> tuple[str, ...]:
        changed = [t.concept.id for t in (gained or lost) if t.concept and t.concept.kind == kind]
        return _grounded(kind, changed, names, words, news)

    return replace(
        read,
        right=read.right or _right_in((*gained, *lost), told, reader),
        requirements=_without_their_kind(changed or read.requirements or _asked_beside(rated, words, own)),
        is_asked=bool(read.requirements or ASKED_DATA & set(changed)),
        is_minimum=any(t.kind is TermKind.AT_LEAST for s in rated.passage.after for t in s.terms),
        topics=tuple(topic for topic in rated.told if topic in spoken),
        lost=lost,
        gained=gained,
        words=words,
        own=own,
        is_foreign=reader.language.split("-")[0] != FIRST_LANGUAGE,
        links=reader.grammar.joining.words | reader.grammar.alternating.words,
        frame_words=reader.grammar.common.words | reader.grammar.predicates.words,
        names_consent=_names_consent(claim, (*lost, *gained), told, reader),
        names_data=any(kind == "data" for kind, _ in own),
        data=tuple(
            name
            for name in of("data", read.data)
            if (name != "ai_interactions" or "ai_features_data" in spoken) and name not in denied
        ),
        purposes=tuple(name for name in of("purposes", read.purposes) if name in purposes),
        spoken_of=tuple(n for k, n in words if k == "purposes" and (k, n) in own and n in _SPOKEN_OF - purposes),
        people=tuple(name for name in of("people", read.people) if name in owners),
        parties=of("parties", read.parties),
        products=of("products", read.products),
        bases=of("bases", read.bases),
        relied_on=tuple(dict.fromkeys(name for c in claims for name in c.bases if ("bases", name) in words)),
    )


def _still_denied(rated: RatedPassage) -> frozenset[str]:
    """Return the data that are ruled out as before where something else of their sentence no longer is."""
    if not any(effect.rule == "turned_round" for effect in rated.leading_effects):
        return frozenset()
    signs: dict[str, set[int]] = {}
    for term in (t for s in rated.passage.after for t in s.terms if t.concept and t.concept.kind == "data"):
        signs.setdefault(term.concept.id if term.concept else "", set()).add(term.sign)
    is_done = any(t.kind is TermKind.ACT and t.sign == POWER for s in rated.passage.after for t in s.terms)
    return frozenset(name for name, ways in signs.items() if is_done and ways == {PROTECTION})


def _without_chance_words(
    read: HeadlineFacts, told: str, words: Mapping[_Key, tuple[str, ...]], reader: Reader
) -> HeadlineFacts:
    """Return facts without the act or the right that a word only happens to be of."""
    if read.act and is_done_by_others(told, read.act, reader):
        read = replace(read, frame=None, act="")
    if read.right == "withdraw" and not names_consent(told, reader):
        read = replace(read, right="")  # a status that is revoked, a purchase that is cancelled
    if read.act == "train" and not any(name in ("ai_training", "ai_features") for _, name in words):
        read = replace(read, frame=None, act="")  # "trained reviewers": nothing that learns is named
    return read


def _with_lost_promise(read: HeadlineFacts, rated: RatedPassage, lost: Sequence[Term]) -> HeadlineFacts:
    """Return facts of the promise that went, where they are of something else that its sentence names.

    "You hear from us before we share it" is gone as what people are told, and not as sharing.
    """
    gone = next((t for t in lost if t.kind is TermKind.ACT and t.sign == PROTECTION), None)
    if rated.leading != "act_lost" or gone is None or FRAMES.get(gone.name) is not Frame.PROMISE:
        return read
    if read.act == gone.name or rated.direction is not Direction.WIDENS:
        return read
    return replace(read, frame=Frame.PROMISE, act=gone.name, state=State.ALLOWED, purposes=(), parties=(), right="")


def _asked_beside(rated: RatedPassage, words: Iterable[_Key], own: frozenset[_Key]) -> tuple[str, ...]:
    """Return what is asked of people where no claim says it: what stays and is asked otherwise."""
    if rated.leading == "turned_round":
        return tuple(sorted({name for s in rated.passage.statements for name in asked_data_in(s)}))
    if not rated.leading.startswith(("required_", "optional_")):
        return ()
    return tuple(name for kind, name in words if kind == "requirements" and (kind, name) in own)


def _without_their_kind(asked: Sequence[str]) -> tuple[str, ...]:
    """Return what is asked of people without "evidence", where it is said which: an identity document."""
    return tuple(name for name in asked if name != _EVIDENCE or not ASKED_DATA & set(asked))


def _names_consent(claim: Claim | None, changed: Sequence[Term], told: str, reader: Reader) -> bool:
    terms = [t.text for t in changed if t.kind is TermKind.OPT_IN]
    condition = [claim.condition] if claim and claim.choice is TermKind.OPT_IN and claim.condition else []
    return any(names_consent(text, reader) for text in terms or condition or [told])


def _right_in(changed: Sequence[Term], told: str, reader: Reader) -> str:
    rights = (term.name for term in changed if term.kind is TermKind.RIGHT)
    return next((name for name in rights if name != "withdraw" or names_consent(told, reader)), "")


def terms_in(rated: RatedPassage, news: News) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the terms that the leading rule rests on and that went from, or came into, one piece of news."""
    before, after = _plain(news.hunk.before), _plain(news.hunk.after)
    effects = rated.leading_effects
    is_naming = rated.leading.startswith(NAMING)
    if rated.meaning and is_naming:  # what went is told with what came in its place
        effects = tuple(e for e in rated.meaning.effects if e.rule.startswith(NAMING))
    lost = [t for effect in effects for t in effect.lost if _plain(t.text) in before]
    gained = [t for effect in effects for t in effect.terms if _plain(t.text) in after]
    if is_naming:  # what stands on both sides only moved
        lost, gained = (
            [t for t in lost if _plain(t.text) not in after],
            [t for t in gained if _plain(t.text) not in before],
        )
    return tuple(dict.fromkeys(lost)), tuple(dict.fromkeys(gained))


@lru_cache(maxsize=1 << 10)
def _plain(text: str | None) -> str:
    """Return the words of a text alone: a term is written without the elisions of "pièce d'identité"."""
    return " ".join(_WORDS.findall((text or "").lower()))


def _is_of_loss(rated: RatedPassage, gained: Sequence[Term]) -> bool:
    """Whether what a headline tells stood in the text before, and stands there no more."""
    return rated.leading.endswith(("_lost", "_gone")) and not gained


def is_whole(news: News) -> bool:
    """Whether a text came or went as a whole."""
    return news.sign in COME or news.sign in WENT


def is_entry(news: News) -> bool:
    """Whether a text is an entry of a list, a table or a form."""
    return news.hunk.segment_kind in LISTED


def _grounded(
    kind: str, changed: Sequence[str], read: Iterable[str], words: Mapping[_Key, tuple[str, ...]], news: News
) -> tuple[str, ...]:
    """Return the names of a kind that the evidence holds; where an edit itself names one of them, that alone."""
    read = [name for name in read if (kind, name) in words]
    if is_whole(news) and any(name not in _VAGUE for name in read):
        changed = ()  # of a whole entry the examples that it gives came with it
    known = [name for name in dict.fromkeys([*read, *changed]) if (kind, name) in words]
    said = {name: set(words[kind, name]) for name in known}
    known = [
        name for name in known if not any(said[name] < said[other] for other in known)
    ]  # "posts" of "public posts"
    own = [name for name in known if name in changed] if news.sign is Sign.REWORDED else []
    return tuple(own or known)


def _facts_of_claim(claim: Claim) -> HeadlineFacts:
    act = claim.act if claim.act in FRAMES else "use" if claim.frame is Frame.USE else ""
    return HeadlineFacts(
        frame=claim.frame,
        act=act,
        state=claim.state,
        choice=claim.choice,
        data=claim.data,
        purposes=claim.purposes,
        people=claim.audience,
        parties=claim.parties,
        products=claim.products,
        bases=claim.bases,
        right=claim.right,
        requirements=claim.requirements,
        words={},
    )


def _facts_of_statement(rated: RatedPassage, news: News, reader: Reader) -> HeadlineFacts:
    """Return what the first sentence of a piece of news names, where no claim was made out in it."""
    sentences = (*rated.passage.after, *rated.passage.before)
    statement = next((s for s in sentences if s.text and s.text in _text_of(news)), None)
    if statement is None:
        return HeadlineFacts(words={})
    act, state = _act_of(statement, reader)
    named: dict[str, list[str]] = {kind: [] for kind in _SLOTS}
    for noun in nouns_of(statement, reader):
        named[noun.kind].append(noun.id)
    return HeadlineFacts(
        frame=FRAMES.get(act),
        act=act,
        state=state,
        right=next((m.concept.id for m in statement.mentions if m.concept.kind == "rights"), ""),
        words={},
        data=tuple(named["data"]),
        purposes=tuple(named["purposes"]),
        people=tuple(named["people"]),
        parties=tuple(named["parties"]),
        products=tuple(named["products"]),
        bases=tuple(named["bases"]),
    )


def _act_of(statement: Statement, reader: Reader) -> tuple[str, State]:
    """Return the first act of the company's in a sentence, and what is said of it."""
    acts = [m for m in statement.mentions if m.concept.kind == "acts" and m.concept.id in FRAMES]
    for clause in statement.clauses:
        inside = [m for m in acts if clause.start <= m.start < clause.end]
        if done := company_acts(inside, statement.words, clause.start, reader):
            return done[0].concept.id, clause.state
    return "", State.ALLOWED


def _names(kind: TermKind, *sides: Sequence[Term]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.name for side in sides for term in side if term.kind is kind))


def _text_of(news: News) -> str:
    return " ".join(text for text in (news.hunk.after, news.hunk.before) if text)


def _way(rated: RatedPassage, news: News) -> int:
    """Return what a change tells of: +1 of what may be done, -1 of what is promised, 0 of either."""
    if rated.direction not in (Direction.WIDENS, Direction.NARROWS) or not is_whole(news):
        return 0
    return POWER if (rated.direction is Direction.WIDENS) == (news.sign in COME) else PROTECTION


def _choose_claim(claims: Sequence[Claim], changed: Sequence[Term], way: int) -> Claim | None:
    """Return the claim that the leading rule is about, of several the one that says most."""
    wanted = {t.name for t in changed} | {t.concept.id for t in changed if t.concept}

    def fit(claim: Claim) -> tuple[bool, bool, int, bool, int]:
        slots = (claim.data, claim.purposes, claim.parties, claim.products, claim.requirements, claim.audience)
        named = {name for slot in slots for name in slot}
        is_told = claim.act in wanted or claim.right in wanted
        is_power = claim.frame in POWERS
        sign = POWER if is_power and claim.state is not State.EXCLUDED else PROTECTION
        return is_told, way in (0, sign), len(named & wanted), is_power or bool(claim.right), sum(map(bool, slots))

    return max((claim for claim in claims if claim.frame not in _UNTOLD), key=fit, default=None)


def _named_in(
    rated: RatedPassage, news: News, reader: Reader
) -> tuple[Mapping[_Key, tuple[str, ...]], frozenset[_Key]]:
    """Return every concept that the evidence names, with the words that name it, and those of the passage itself."""
    found: dict[_Key, tuple[str, ...]] = {}
    for text in (news.hunk.after, news.hunk.before):
        found.update({key: said for key, said in _nouns_in(text, reader).items() if key not in found})
    for statement in rated.passage.statements:
        if statement.text in _text_of(news):
            for mention in statement.mentions:
                spoken = tuple(word.text for word in statement.words[mention.start : mention.end])
                found.setdefault((mention.concept.kind, mention.concept.id), spoken)
    own = frozenset(found)
    for text in (*reversed(news.hunk.context), *rated.place.grounds):
        found.update({key: said for key, said in _nouns_in(text, reader).items() if key not in found})
    return found, own


def _topics_in(rated: RatedPassage, news: News, reader: Reader) -> frozenset[str]:
    """Return the topics that the evidence speaks of."""
    return topics_stated((news.hunk.after, news.hunk.before, *news.hunk.context, *rated.place.grounds), reader)


def _stated_in(rated: RatedPassage, news: News, reader: Reader) -> tuple[frozenset[str], frozenset[str]]:
    """Return the purposes and the people that the evidence states as such: the passage, and the lines above it."""
    texts = (news.hunk.after, news.hunk.before, *news.hunk.context, *rated.place.grounds)
    stated = [stated_in(text, reader) for text in texts if text]
    return frozenset().union(*(s.purposes for s in stated)), frozenset().union(*(s.owners for s in stated))


@lru_cache(maxsize=1 << 13)
def _nouns_in(text: str | None, reader: Reader) -> Mapping[_Key, tuple[str, ...]]:
    if not text:
        return {}
    statement = read_sentence(text, reader)
    found: dict[_Key, tuple[str, ...]] = {}
    for noun in nouns_of(statement, reader):
        # The word before says which: "private messages" where the rules know "messages".
        spoken = tuple(word.text for word in statement.words[max(0, noun.start - 1) : noun.end])
        found.setdefault((noun.kind, noun.id), spoken)
    return found
