"""From one sentence, bullet, cell or field in its place to the claims it makes. Knows no document, compares nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.claims.asked_data import ASKED_DATA, is_asked
from monitor.claims.claim import FRAMES, POWERS, Claim, Frame
from monitor.claims.list_entries import bases_of, defined_of, entry_of, valued_of
from monitor.claims.parsed_sentence import LISTED, ParsedSentence, is_limited
from monitor.claims.places import LayoutSection, Place, is_bound, state_of
from monitor.reading.actors import company_acts
from monitor.reading.nouns import Noun, ids, nouns_of
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import Clause, State, TermKind
from monitor.rules.languages import Grammar
from monitor.rules.pack import Mention
from monitor.rules.text_patterns import choice_of
from snapshots.records import SegmentKind

_TELLING = frozenset(["acts", "rights", "requirements", "data", "bases", "products", "purposes", "parties"])
_JOINED = 3  # words between acts that one "not" covers
_OPENING = 3  # words in which a sentence says that it only points elsewhere
_SHOWN = frozenset(["ads", "personalise"])  # what showing something is for, where it uses people's data
_BARE = 12  # words of a line that names data and says nothing


@lru_cache(maxsize=1 << 14)
def claims_of_text(text: str, kind: SegmentKind, place: Place, reader: Reader) -> tuple[Claim, ...]:
    """Return the claims that a text makes in a place; their context is left for the caller to fill in."""
    if kind is SegmentKind.HEADING:
        return ()
    known = reader.mentions(reader.words_of(text))
    if not any(m.concept.kind in _TELLING or m.concept.id in ("in_force", "announcement") for m in known):
        return ()
    lead = place.lead
    statement = read_sentence(text, reader, -1 if lead and lead.sign < 0 else 0)
    if "error" in statement.flags or (statement.is_question and kind is not SegmentKind.FIELD):
        return ()
    nouns = tuple(nouns_of(statement, reader))
    sentence = ParsedSentence(statement, nouns, reader.markers(statement.words), kind, place, reader)
    if place.role is LayoutSection.BASIS and kind in LISTED:
        return tuple(bases_of(sentence, ()))
    is_entry = place.role is LayoutSection.DATA and (kind in LISTED or _is_bare(sentence))
    found: list[Claim] = []
    if not _is_no_claim(sentence):
        found = [] if is_entry else _by_clause(sentence)
        is_asked = any(ASKED_DATA & set(claim.requirements) for claim in found)
        if (kind in LISTED or is_entry) and not is_asked and not any(claim.frame in POWERS for claim in found):
            found.extend(entry_of(sentence))
    found.extend(bases_of(sentence, found))
    found.extend(valued_of(sentence, found))
    found.extend(defined_of(sentence, found))
    return tuple(dict.fromkeys(found))


def _is_no_claim(sentence: ParsedSentence) -> bool:
    """Whether a sentence only tells of an update, points elsewhere, or is a button."""
    statement = sentence.statement
    words = {word.text for word in statement.words}
    grammar = statement.grammar
    if "announcement" in statement.flags or words & grammar.mine.words:
        return True
    if not words & grammar.readers.words and (words & grammar.others.words or _someone(grammar).search(statement.text)):
        return True  # a story about somebody, told as an example
    return any(m.concept.id == "reference" and m.start <= _OPENING for m in sentence.reader.mentions(statement.words))


@lru_cache(maxsize=64)
def _someone(grammar: Grammar) -> re.Pattern[str]:
    """Return what finds a person's name in an example: "Collecting Ren's voice ..."; elsewhere nobody is told of so."""
    if not grammar.no_people:
        return re.compile(r"(?!)")
    return re.compile(rf"\b(?!{choice_of(grammar.no_people)}['’])[A-Z][a-z]+['’]s\b")


def _is_bare(sentence: ParsedSentence) -> bool:
    words = [w for w in sentence.statement.words if w.text.isalnum()]
    acts = [m for m in sentence.statement.mentions if m.concept.id in FRAMES]
    return (
        len(words) <= _BARE
        and not sentence.statement.text.endswith((":", "."))
        and not _acts_of_company(sentence, acts, 0)
    )


def _acts_of_company(sentence: ParsedSentence, acts: Sequence[Mention], start: int) -> list[Mention]:
    return company_acts(acts, sentence.statement.words, start, sentence.reader)


def _by_clause(sentence: ParsedSentence) -> list[Claim]:
    found: list[Claim] = []
    for index, clause in enumerate(sentence.statement.clauses):
        mentions = [m for m in sentence.statement.mentions if clause.start <= m.start < clause.end]
        nouns = [n for n in sentence.nouns if clause.start <= n.start < clause.end and not is_limited(n.start, clause)]
        acts = [m for m in mentions if m.concept.id in FRAMES and not is_limited(m.start, clause)]
        done = _drop_ungoverned(_acts_of_company(sentence, acts, clause.start), clause, nouns)
        made = [_power(sentence, index, act, nouns, found) for act in done if _is_told(act, clause, done)]
        made += [cut for claim in made for cut in _exceptions(sentence, clause, claim)]
        granted = [] if sentence.kind is SegmentKind.FIELD else _rights(sentence, index, mentions, nouns)
        if not made and not granted and found:
            found = _continue_claims(found, clause, nouns)
        found.extend([*made, *granted, *_claims_required(sentence, clause, mentions)])
    found = [claim for claim in found if not _says_nothing(claim)]
    return list(dict.fromkeys(found or _claims_left_out(sentence)))


def _says_nothing(claim: Claim) -> bool:
    if claim.frame is Frame.TARGET and not _SHOWN & set(claim.purposes):
        return True  # what is shown is no advertising
    is_empty = not (claim.data or claim.purposes or claim.parties or (claim.products and claim.state is State.EXCLUDED))
    return claim.frame in POWERS and is_empty


def _claims_left_out(sentence: ParsedSentence) -> list[Claim]:
    """Return what a sentence without an act takes out: "Private messages are left out"."""
    excluded = next((c for c in sentence.statement.clauses if c.state is State.EXCLUDED), None)
    data, purposes = ids(sentence.nouns, "data"), ids(sentence.nouns, "purposes")
    if excluded is None or not (data or (purposes and sentence.audience)) or sentence.kind in LISTED:
        return []
    if any(m.concept.id in FRAMES or m.concept.kind == "rights" for m in sentence.statement.mentions):
        return []
    blank = sentence.blank
    return [replace(blank, data=data, purposes=purposes or blank.purposes, state=State.EXCLUDED, bases=())]


def mentions_of(mentions: Sequence[Mention], kind: str) -> list[Mention]:
    return [m for m in mentions if m.concept.kind == kind]


def _drop_ungoverned(done: list[Mention], clause: Clause, nouns: Sequence[Noun]) -> list[Mention]:
    """Return the acts that a clause states: none where it speaks of a right to stop them."""
    if clause.act in ("object", "withdraw", "access", "recipients", "control", "form"):
        return []
    if "ai_training" in ids(nouns, "purposes"):  # "use for AI training": the training is the purpose
        return [act for act in done if act.concept.id != "train"] or done
    return done


def _is_told(act: Mention, clause: Clause, done: Sequence[Mention]) -> bool:
    """Whether a clause's "not" reaches an act: "we don't use what we collect" says nothing against collecting."""
    if clause.state is not State.EXCLUDED or act.concept.id == clause.act:
        return True
    places = sorted((m.start, m.end, m.concept.id) for m in done)
    for number, (start, _, _) in enumerate(places):
        if start != act.start:
            continue
        near = [p for p in places[max(0, number - 1) : number + 2] if p[0] != start]
        return any(abs(p[0] - act.end) <= _JOINED or abs(start - p[1]) <= _JOINED for p in near)
    return False


def _power(sentence: ParsedSentence, index: int, act: Mention, nouns: Sequence[Noun], before: Sequence[Claim]) -> Claim:
    frame = FRAMES[act.concept.id]
    state, choice, condition = state_of(sentence.statement, index)
    data, purposes, parties = ids(nouns, "data"), ids(nouns, "purposes"), ids(nouns, "parties")
    lead = sentence.place.lead
    if not data:
        data = _data_taken_up(sentence, index, before) or (lead.data if lead and sentence.kind in LISTED else ())
    if frame is Frame.SHARE and not parties:
        parties = sentence.place.parties
    bound = is_bound(sentence.statement, index)
    if lead and sentence.kind in LISTED and lead.frame and state is State.ALLOWED:
        state, choice, condition, bound = lead.state, lead.choice, lead.condition, lead.is_bound
    return replace(
        sentence.blank,
        frame=frame,
        act=act.concept.id,
        state=state,
        choice=choice,
        condition=condition,
        is_bound=bound,
        data=data,
        purposes=purposes or sentence.purposes_of_place(frame, data),
        parties=parties if frame in (Frame.SHARE, Frame.COLLECT, Frame.TRANSFER, Frame.USE, Frame.TRAIN) else (),
        products=ids(nouns, "products") or sentence.place.products,
        bases=() if state is State.EXCLUDED else sentence.blank.bases,
    )


def _data_taken_up(sentence: ParsedSentence, index: int, before: Sequence[Claim]) -> tuple[str, ...]:
    """Return the data of the clause before where a clause says "it" or "them" for it."""
    clause = sentence.statement.clauses[index]
    if not index or not before:
        return ()
    spoken = any(m.concept.id == "pronoun" and clause.start <= m.start < clause.end for m in sentence.markers)
    return before[-1].data if spoken else ()


def _exceptions(sentence: ParsedSentence, clause: Clause, claim: Claim) -> list[Claim]:
    """Return what a clause takes out of what it says: "except private messages", "except WhatsApp"."""
    found = []
    turned = State.CONDITIONAL if claim.state is State.EXCLUDED else State.EXCLUDED
    for start, end, cue in clause.limits:
        named = [n for n in sentence.nouns if start <= n.start < end]
        data, products = ids(named, "data"), ids(named, "products")
        if cue != "exception" or claim.frame not in POWERS or not (data or products):
            continue
        bases = () if turned is State.EXCLUDED else claim.bases
        found.append(
            replace(
                claim,
                data=data or claim.data,
                products=products or claim.products,
                state=turned,
                is_bound=False,
                bases=bases,
            )
        )
    return found


def _continue_claims(found: list[Claim], clause: Clause, nouns: Sequence[Noun]) -> list[Claim]:
    """Return the claims with what a clause without an act adds to the one before: "...: photos, not messages"."""
    data, purposes, last = ids(nouns, "data"), ids(nouns, "purposes"), found[-1]
    if last.frame not in POWERS or not (data or purposes):
        return found
    if clause.state is State.EXCLUDED and last.state is not State.EXCLUDED:
        return [*found, replace(last, data=data or last.data, state=State.EXCLUDED, bases=())]
    joined = replace(
        last,
        data=tuple(dict.fromkeys([*last.data, *data])),
        purposes=tuple(dict.fromkeys([*last.purposes, *purposes])),
    )
    return [*found[:-1], joined]


def _rights(sentence: ParsedSentence, index: int, mentions: Sequence[Mention], nouns: Sequence[Noun]) -> list[Claim]:
    """Return what a clause says that people may do."""
    clause = sentence.statement.clauses[index]
    state, _, condition = state_of(sentence.statement, index)
    found = []
    particular = tuple(name for name in sentence.audience if name != "everyone")
    asked = {m.concept.id for m in _asked_data(sentence, mentions)}
    for right in dict.fromkeys(
        m.concept.id for m in mentions_of(mentions, "rights") if not is_limited(m.start, clause)
    ):
        if clause.act != right and clause.act in FRAMES:
            continue  # "we use this until you object" grants nothing by itself
        found.append(
            replace(
                sentence.blank,
                frame=Frame.CONTROL if right == "control" else Frame.FORM if right == "form" else Frame.RIGHT,
                act=right,
                right=right,
                state=State.EXCLUDED if clause.sign > 0 else state,
                condition=condition,
                data=tuple(name for name in ids(nouns, "data") if name not in asked),
                purposes=ids(nouns, "purposes") or sentence.place.purposes,
                audience=particular or sentence.place.audience,
            )
        )
    return found


def _claims_required(sentence: ParsedSentence, clause: Clause, mentions: Sequence[Mention]) -> list[Claim]:
    """Return what a clause asks of people; a name or an account counts only where a right or a form is in sight."""
    asked = [
        m
        for m in (*mentions_of(mentions, "requirements"), *_asked_data(sentence, mentions))
        if not is_limited(m.start, clause)
    ]
    named = tuple(dict.fromkeys(m.concept.id for m in asked))
    kinds = {term.kind for term in sentence.statement.terms}
    if not named or not (
        kinds & {TermKind.RIGHT, TermKind.REQUIRED, TermKind.OPTIONAL}
        or sentence.kind is SegmentKind.FIELD
        or ASKED_DATA & set(named)
    ):
        return []
    state = State.CONDITIONAL if TermKind.OPTIONAL in kinds else clause.state
    if clause.act in named and clause.sign < 0:
        state = State.EXCLUDED
    return [replace(sentence.blank, frame=Frame.FORM, requirements=named, state=state, condition=clause.condition)]


def _asked_data(sentence: ParsedSentence, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the data that a clause demands of people: a copy of a passport."""
    known = [m for m in mentions_of(mentions, "data") if m.concept.id in ASKED_DATA]
    return [m for m in known if sentence.kind is SegmentKind.FIELD or is_asked(m.start, sentence.statement)]
