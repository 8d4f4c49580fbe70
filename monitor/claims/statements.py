"""Reads a sentence as signed terms: what it lets the company do, and what it keeps from it.

A statement is a *power* (sign +1: the company may do something, or asks something of people) or a *protection*
(-1: it may not, or must do something for them). Negation, exclusion and denial turn the sign round; what stands
in an exception or a condition carries the opposite sign of its clause. Two wordings with the same signed terms
say the same thing, however they put it; a term that comes or goes moves the text one way. Nothing is compared
here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from monitor.claims.numbers import digits, quantities
from monitor.extract.dates import spoken_dates
from monitor.extract.sentences import sentences
from monitor.rules.pack import Concept, Mention, Pack
from monitor.rules.words import Word, stem, words_of

POWER, PROTECTION = 1, -1
_STANCES = {"power": POWER, "burden": POWER, "protection": PROTECTION, "plain": 0}
# Cues that say something of the whole sentence and take no word from it.
_FLAGS = frozenset(
    ["announcement", "earlier_version", "error", "contact", "reference", "age", "in_force", "definition",
     "link", "example", "before", "consent_dialog", "see_also", "pointer", "asks", "yes", "no",
     "reply", "button", "here", "renamed", "title"]
)  # fmt: skip
_LIMITS = frozenset(["exception", "condition", "unless", "circumstance", "only_if"])
_OPERATORS = frozenset(
    ["negation", "denial", "exclusion", "exception", "unless", "condition", "without", "opt_in", "opt_out", "unasked", "only",
     "restriction", "only_if"]
)  # fmt: skip
_ONLY_IF = frozenset([("limit", "condition"), ("limit", "unless")])
_OPENING = frozenset(["pointer", "asks", "see_also", "title"])  # flags of a sentence that begins so
_POINTERS = frozenset(["earlier_version", "see_also"])
_NOUNS = frozenset(["data", "purposes", "parties", "products", "names"])
_DENIABLE = frozenset(["act", "right", "requirement", "noun", "word", "people", "limit"])
_DECIDING = frozenset(["honour", "review"])  # what becomes of a choice, also where it stands in a condition
_BREAKS = frozenset([";", ":", "|", ".", "!", "?", "-", "•"])
_AND = frozenset(["and", "und", "et", "y", "e", "but", "aber", "mais", "pero", "jedoch", "however", "sowie"])
# Where several negations in one clause make one (negative concord): "no ... nunca", "ne ... jamais".
_CONCORD = frozenset(["fr", "es"])


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a sentence says; two terms with one `key` and one `sign` say the same."""

    kind: str  # act | right | requirement | basis | a cue's id | duration | age | date | noun | word
    name: str  # a concept's id, a stem or stems, a number of days or years, an ISO date
    sign: int  # of what it stands for: +1 power, -1 protection, 0 neither
    text: str  # as the sentence has it
    concept: Concept | None = None  # of a word: the noun it belongs to
    is_listed: bool = False  # between commas or joined by "and"
    is_name: bool = False
    index: int = field(default=-1, compare=False)  # of its first word in the sentence
    is_limit: bool = field(default=False, compare=False)  # it stands in an exception or a condition

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of a sentence with a sign of its own."""

    sign: int
    act: str  # id of the act or right that governs it, "" where it has none
    start: int  # words
    end: int
    state: str  # allowed | conditional | suspended | excluded
    condition: str  # the words of its condition or exception
    limits: tuple[tuple[int, int, str], ...] = ()  # where those stand in words, and the cue that opens each


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence as it was read."""

    text: str
    terms: tuple[Term, ...]
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]  # of concepts, the longest at each place
    flags: frozenset[str]
    words: tuple[Word, ...]
    is_question: bool
    operators: tuple[str, ...]  # ids of the cues that turn, except or condition something
    denies: bool  # whether there is a "not" in it
    is_way_out: bool  # it follows "Don't want this?"
    asserts: bool  # whether it says that something is done, may be done or is asked
    cues: tuple[Mention, ...] = ()  # that took words: "not", "only", "unless", ...

    @property
    def sign(self) -> int:
        """Return the sign of its first clause that has one."""
        return next((clause.sign for clause in self.clauses if clause.act), 0)

    @property
    def concepts(self) -> frozenset[tuple[str, str]]:
        """Return the concepts it names."""
        return frozenset((mention.concept.kind, mention.concept.id) for mention in self.mentions)


@lru_cache(maxsize=1 << 13)
def read(
    text: str, language: str, pack: Pack, lead_sign: int = 0, is_denied: bool = False, is_way_out: bool = False
) -> Statement:
    """Return a sentence as signed terms; `lead_sign` is that of what introduces it and holds where it has no act.

    `is_denied` reads a question that was answered with "no", `is_way_out` what follows "Don't want this?".
    """
    spelled = digits(text, language)
    every = words_of(spelled)
    found = pack.mentions(every, language)
    words = _spoken(every, found)
    flags = frozenset(
        m.concept.id
        for m in found
        if m.concept.kind == "cue"
        and m.concept.id in {*_FLAGS, "permission"}
        and (m.concept.id not in _OPENING or m.start <= 1)
    )
    if len(words) < len(every):
        found = pack.mentions(words, language)
    chosen = _chosen(_without_restrictions(words, found))
    clauses: list[_Reading] = []
    sign = lead_sign or POWER
    for start, end in _clauses(words, chosen):
        reading = _read_clause(words, [m for m in chosen if start <= m.start < end], (start, end), sign, language)
        sign = reading.sign
        clauses.append(reading)
    ages = frozenset(i for m in found if m.concept.id == "age" for i in range(m.start, m.end))
    counted = _counted(words, ages) + _dated(spelled, words)
    places = {index for _, start, end in counted for index in range(start, end)}
    terms = [term for term, _, _ in counted] + _terms(words, chosen, clauses, places, language, pack)
    if any(term.kind == "opt_in" for term in terms):
        terms = [term for term in terms if term.kind != "only"]  # "only with your consent"
    if any(term.kind == "only" for term in terms):
        terms = [term for term in terms if term.key not in _ONLY_IF]  # "only if", "not unless"
    if any(term.key == ("right", "withdraw") for term in terms):
        terms = [term for term in terms if term.key != ("basis", "consent")]  # it is what is withdrawn
    if is_denied:
        terms = [replace(term, sign=-term.sign) if term.kind in _DENIABLE else term for term in terms]
    concepts = {m.concept.kind for m in chosen} | {m.concept.id for m in chosen}
    return Statement(
        text=text,
        terms=tuple(terms),
        clauses=tuple(reading.clause for reading in clauses),
        mentions=tuple(m for m in chosen if m.concept.kind != "cue"),
        flags=flags,
        words=tuple(words),
        is_question=text.rstrip(" \"'»”)").endswith("?"),
        operators=tuple(m.concept.id for m in chosen if m.concept.id in _OPERATORS),
        denies="negation" in concepts,
        is_way_out=is_way_out,
        asserts=bool(
            concepts & {"rights", "requirements", "exclusion", "opt_in", "opt_out", "unasked", "paused", "required"}
            or any(m.concept.kind == "acts" and m.concept.stance != "plain" for m in chosen)
        ),
        cues=tuple(m for m in chosen if m.concept.kind == "cue"),
    )


def read_all(
    texts: Sequence[str], language: str, pack: Pack, lead_sign: int = 0, question: str = ""
) -> list[Statement]:
    """Return the sentences of a passage as they are read; an answer of one word is read with its `question`."""
    found: list[Statement] = []
    for text in (part for whole in texts for part in sentences(whole)):
        asked = (found[-1].text if found and found[-1].is_question else "") or ("" if found else question)
        answer = _answer(text, language, pack) if asked else None
        is_refusal = bool(found) and _is_refusal(found[-1])
        if answer is not None:
            if found and found[-1].text == asked:
                found.pop()
            sign, rest = answer
            found.append(read(asked.strip("?¿ ") + ".", language, pack, lead_sign, sign < 0))
            text = rest
        elif found and _is_case(found[-1]):
            case = found.pop().text.strip("?¿ ")
            if len(text.split()) >= _ANSWERED:
                text = f"{_IF.get(language, 'if')} {case}, {text}"  # "Under 16? You see no ads."
        if text:
            sign = PROTECTION if is_refusal else lead_sign
            found.append(read(text, language, pack, sign, is_way_out=is_refusal))
    return found


def _is_refusal(statement: Statement) -> bool:
    """Whether a question offers a way out: "Don't want this?"; what follows is that way."""
    return statement.is_question and statement.denies and len(statement.words) <= _CASE


def _is_case(statement: Statement) -> bool:
    """Whether a question only names a case, as "No account?" does, for what follows it."""
    is_short = len(statement.words) <= _CASE and not any(c.state == "excluded" for c in statement.clauses)
    return (
        statement.is_question
        and "asks" not in statement.flags
        and "see_also" not in statement.flags
        and is_short
        and not statement.denies
    )


def _answer(text: str, language: str, pack: Pack) -> tuple[int, str] | None:
    """Return whether a text begins with yes (+1) or no (-1), and what follows; None where it begins otherwise."""
    words = words_of(text)
    opening = [m for m in pack.mentions(words[:3], language) if m.start == 0 and m.concept.id in ("yes", "no")]
    if not opening:
        return None
    answer = max(opening, key=lambda m: m.end)
    if answer.end < len(words) and words[answer.end].text not in _MARKS:
        return None
    rest = text[words[answer.end].end :].strip() if answer.end < len(words) else ""
    return (1 if answer.concept.id == "yes" else -1), rest


def _spoken(words: Sequence[Word], found: Sequence[Mention]) -> list[Word]:
    """Return the words without buttons that a layout left in the text, and without examples: they add no use."""
    verbs = [m.start for m in found if m.concept.kind in ("acts", "bases", "rights") or m.concept.id in _OPERATORS]
    dropped = {i for m in found if m.concept.id in _POINTERS for i in range(m.start, m.end)}
    for mention in (m for m in found if m.concept.id == "example"):
        start = mention.start
        depth = 0
        is_bracketed = bool(start) and words[start - 1].text == "("
        start -= is_bracketed
        for index in range(mention.end, len(words)):
            depth += words[index].text == "("
            if words[index].text in (";", "|") or (words[index].text == "." and index + 1 == len(words)):
                break
            if words[index].text == "," and not is_bracketed and any(index < at <= index + 3 for at in verbs):
                break
            if words[index].text == ")":
                if depth == 0:
                    dropped.add(index)
                    break
                depth -= 1
            dropped.add(index)
        dropped.update(range(start, mention.end))
    return [word for index, word in enumerate(words) if index not in dropped]


def _chosen(found: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that take words, the longest first where they overlap, a cue before a concept."""
    takers = [
        m
        for m in found
        if m.concept.kind != "topic" and m.concept.id not in _FLAGS and m.concept.id != "public_content"
    ]
    takers.sort(key=lambda m: (-len(m.places), m.concept.kind != "cue", m.start))
    taken: set[int] = set()
    chosen = []
    for mention in takers:
        places = mention.places
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.start)


_SECOND = frozenset(["pas", "jamais", "plus", "rien", "aucun", "aucune", "personne", "ni", "guère", "nullement"])


def _without_restrictions(words: Sequence[Word], found: Sequence[Mention]) -> list[Mention]:
    """Leave out each French "ne … que" that is none, for a second word of negation stands in it."""
    return [
        m
        for m in found
        if m.concept.id != "restriction" or not any(w.text in _SECOND for w in words[m.start : m.end + 1])
    ]


def _is_act(mention: Mention) -> bool:
    return mention.concept.kind in ("rights", "requirements") or (
        mention.concept.kind == "acts" and mention.concept.stance != "plain"
    )


def _clauses(words: Sequence[Word], chosen: Sequence[Mention]) -> list[tuple[int, int]]:
    """Cut a sentence where a mark parts it, or where "and" or a comma parts two acts with subjects of their own."""
    acts = sorted(m.start for m in chosen if _is_act(m))
    limits = sorted(m.start for m in chosen if m.concept.id in _LIMITS or m.concept.id in ("opt_in", "opt_out"))
    starts_act = set(acts)
    cuts = [0]
    for index, word in enumerate(words):
        if word.text in _BREAKS:
            cuts.append(index + 1)
            continue
        if word.text != "," and word.text not in _AND:
            continue
        following = index + 1
        left = any(cuts[-1] <= a < index for a in acts)
        end = next((i for i in range(following, len(words)) if words[i].text in _BREAKS), len(words))
        right = any(following <= a < end for a in acts)
        opens_limit = any(following <= at <= following + 1 for at in limits)
        within_limit = any(cuts[-1] <= at < index for at in limits)
        if not left or not right or opens_limit:
            continue
        if word.text == "," and (following in starts_act or within_limit or not _has_subject(words, following)):
            continue
        if word.text in _AND and within_limit and (following in starts_act or not _has_subject(words, following)):
            continue
        if word.text in _AND and _is_of_right(chosen, cuts[-1], index) and not _has_subject(words, following):
            continue
        cuts.append(following)
    return [(start, end) for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True) if end > start]


_SUBJECTS = frozenset(
    ["we", "you", "they", "it", "our", "your", "this", "these", "people", "wir", "sie", "du", "es", "unsere", "diese",
     "private", "nous", "vous", "ils", "elles", "il", "elle", "ces", "nosotros", "usted", "estos", "sus", "no", "ne",
     "n'", "nicht", "do", "does", "will", "never", "don't", "won't", "is", "are"]
)  # fmt: skip


def _is_of_right(chosen: Sequence[Mention], start: int, end: int) -> bool:
    """Whether the first act in a part of a sentence is a right: what follows is what it is a right to."""
    first = next((m for m in chosen if start <= m.start < end and _is_act(m)), None)
    return first is not None and first.concept.kind == "rights"


def _has_subject(words: Sequence[Word], index: int) -> bool:
    return any(word.text in _SUBJECTS for word in words[index : index + 3])


@dataclass(slots=True)
class _Reading:
    clause: Clause
    sign: int
    flip: int  # -1 where the clause says "not"
    is_negated: bool
    is_only_with: bool  # "not without": only with
    is_restricted: bool  # an "only" stands in it
    is_asked: bool  # whether "without your consent" stands under a "not"
    is_only_if: bool  # whether a "not" and an "unless" make an "only if"
    spans: list[tuple[int, int, int]]  # words from, to, and the sign that holds there
    without: list[tuple[int, int]]

    def sign_at(self, index: int) -> int:
        return next((sign for start, end, sign in self.spans if start <= index < end), self.sign)

    def sign_of(self, index: int) -> int:
        """Return the sign of a noun, which "without" turns round."""
        return -self.sign_at(index) if self.lacks(index) else self.sign_at(index)

    def lacks(self, index: int) -> bool:
        """Whether a word stands behind "without"."""
        return any(start <= index < end for start, end in self.without)


def _read_clause(
    words: Sequence[Word], mentions: Sequence[Mention], place: tuple[int, int], before: int, language: str
) -> _Reading:
    start, end = place
    limits = _limits(words, mentions, place)
    main = [m for m in mentions if not any(a <= m.start < b for a, b, _ in limits)]
    acts = [m for m in main if _is_act(m)]
    negations = [m for m in main if m.concept.id == "negation"]
    unasked = [m for m in main if m.concept.id == "unasked"]
    flips = len(negations) if language not in _CONCORD else min(len(negations), 1)
    if unasked and flips:
        flips -= 1  # "not without your consent" is "only with it"
    flips += sum(m.concept.id in ("exclusion", "denial") for m in main)
    if language in _CONCORD and any(m.concept.id == "denial" for m in main) and negations:
        flips = 2
    is_only_if = bool(flips % 2 and any(cue == "unless" for _, _, cue in limits))
    flips -= is_only_if or bool(flips % 2 and any(m.concept.id == "opt_in" for m in mentions))
    lacking = [m for m in main if m.concept.id == "without"]
    is_only_with = bool(flips % 2 and lacking)
    flips -= is_only_with  # "not without" is "only with"
    governing = _governing(acts, negations, {m.concept.id for m in main})
    is_item = start > 0 and words[start - 1].text == ":" and not _has_subject(words, start) and before == PROTECTION
    if is_item and not flips:
        base = PROTECTION
    elif governing is None and not flips and "permission" in {m.concept.id for m in main}:
        base = PROTECTION  # what people may do is a freedom
    elif governing is None:
        base = before if not flips or flips % 2 == 0 else POWER
    else:
        base = PROTECTION if governing.concept.kind == "rights" else _STANCES.get(governing.concept.stance, POWER)
    sign = base * (-1) ** flips
    spans = [(a, b, 0 if cue == "circumstance" else -sign) for a, b, cue in limits]
    without = []
    for mention in lacking:
        stop = next((i for i in range(mention.end, end) if words[i].text in (",", ")")), end)
        if is_only_with:
            spans.append((mention.end, stop, -sign))
        else:
            without.append((mention.end, stop))
    names = {m.concept.id for m in mentions}
    is_restricted = bool(is_only_if or names & {"only", "restriction", "only_if"})
    if "paused" in names:
        state = "suspended"
    elif sign == PROTECTION and base == POWER:
        state = "excluded"
    elif limits or names & {"opt_in", "opt_out", "restriction"}:
        state = "conditional"
    else:
        state = "allowed"
    condition = " … ".join(" ".join(w.text for w in words[a:b]) for a, b, _ in limits)
    act = governing.concept.id if governing else ""
    clause = Clause(sign=sign, act=act, start=start, end=end, state=state, condition=condition, limits=tuple(limits))
    flip = -1 if is_item and not flips else (-1) ** flips
    return _Reading(
        clause,
        sign,
        flip,
        bool(negations),
        is_only_with,
        is_restricted,
        bool(unasked and negations),
        is_only_if,
        spans,
        without,
    )


def _governing(acts: Sequence[Mention], negations: Sequence[Mention], cues: set[str]) -> Mention | None:
    """Return the act that a clause is about: the one that is negated, what people may do, else the first."""
    if negations:
        after = [m for m in acts if negations[0].end <= m.start <= negations[0].end + 5]
        if after:
            return after[0]
    if cues & {"weak", "able", "permission"}:
        freedoms = [m for m in acts if m.concept.kind == "rights"]
        if freedoms:
            return freedoms[0]
    done = [m for m in acts if m.concept.kind != "requirements"]
    return (done or acts or [None])[0]  # type: ignore[list-item]


def _limits(words: Sequence[Word], mentions: Sequence[Mention], place: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Return the spans of a clause that an exception or a condition opens, with the cue that opens them."""
    start, end = place
    found: list[tuple[int, int, str]] = []
    acts = [m.start for m in mentions if _is_act(m)]
    purposes = [m.start for m in mentions if m.concept.kind == "purposes"]
    for mention in mentions:
        if mention.concept.id not in _LIMITS or any(a <= mention.start < b for a, b, _ in found):
            continue
        stop = end
        is_first = not any(start <= a < mention.start for a in acts)
        others = [m.start for m in mentions if m.start > mention.start and m.concept.id in _LIMITS]
        for index in range(mention.end, end):
            is_company = words[index].text in _COMPANY or words[index].text.endswith("mos")
            if words[index].text == ")" or (is_first and is_company and index > mention.end + 1):
                stop = index
                break
            if is_first and mention.concept.id == "exception" and index in acts and index > mention.end:
                stop = index
                break
            if words[index].text == ",":
                if index + 1 in others:
                    stop = index
                    break
                rest = [a for a in (*acts, *purposes) if a > index]
                if is_first or rest:
                    stop = index
                    break
        found.append((mention.start, stop, mention.concept.id))
    return found


_COMPANY = frozenset(["we", "wir", "nous", "nosotros"])
_NEAR = 5  # words between a "may" and its verb
_CORE = 6  # letters
JOINTS = frozenset([",", ";", "|", "-", "•", "and", "und", "et", "y", "e", "or", "oder", "ou", "o"])
_IF = {"de": "wenn", "fr": "si", "es": "si"}
_ANSWERED = 4  # words of what follows a case; less is a button
_CASE = 12  # words of a question that names a case
_MARKS = frozenset([*".,;:|!?()–-•/&%+=<>…·", "'ll", "'ve", "'re", "'d"])


def _terms(
    words: Sequence[Word],
    chosen: Sequence[Mention],
    clauses: Sequence[_Reading],
    counted: set[int],
    language: str,
    pack: Pack,
) -> list[Term]:
    found: list[Term] = []
    taken: dict[int, Mention] = {}
    for mention in chosen:
        for index in mention.places:
            taken[index] = mention
        term = _typed(mention, words, _at(clauses, mention.start), _act_after(mention, chosen))
        if term:
            found.append(replace(term, index=mention.start))
    link = {i for m in pack.mentions(words, language) if m.concept.id == "link" for i in range(m.start, m.end)}
    qualifiers = {i for m in chosen if m.concept.id == "qualifier" for i in range(m.start, m.end)}
    for index, word in enumerate(words):
        mention = taken.get(index)
        if mention and mention.concept.kind in _NOUNS and mention.start == index:
            if _is_abbreviation(words, mention, taken):
                continue
            if mention.concept.id == "ai_training" and "train" not in {t.name for t in found if t.kind == "act"}:
                sign = _at(clauses, index).sign_of(index)
                found.append(Term("act", "train", sign, words[index].text, pack.concepts["acts", "train"], index=index))
            found.append(_noun(words, mention, _at(clauses, index), language, link))
        if mention or index in counted or word.text in _MARKS or index in qualifiers or index in link:
            continue
        found.append(_word(words, index, _at(clauses, index), language, link))
    return found


def _is_abbreviation(words: Sequence[Word], mention: Mention, taken: Mapping[int, Mention]) -> bool:
    """Whether a noun only repeats the one before it, in brackets: "artificial intelligence (AI)"."""
    if not 2 <= mention.start <= mention.end < len(words):
        return False
    is_bracketed = words[mention.start - 1].text == "(" and words[mention.end].text == ")"
    before = taken.get(mention.start - 2)
    return is_bracketed and before is not None and before.concept == mention.concept


def _at(clauses: Sequence[_Reading], index: int) -> _Reading:
    return next(reading for reading in clauses if reading.clause.start <= index < reading.clause.end)


def _act_after(mention: Mention, chosen: Sequence[Mention]) -> int:
    """Return what the act that a "may" or "should" stands before would do: +1 power, -1 protection, 0 none near."""
    near = (
        m for m in chosen if mention.end <= m.start <= mention.end + _NEAR and (_is_act(m) or m.concept.id == "opt_in")
    )
    following = next(near, None)
    if following is None or following.concept.kind == "requirements":
        return 0
    if following.concept.kind != "acts":
        return PROTECTION
    return _STANCES.get(following.concept.stance, 0)


def _typed(mention: Mention, words: Sequence[Word], reading: _Reading, following: int) -> Term | None:
    """Return the term of an act, a right, a requirement, a basis or a cue; None for a noun."""
    concept = mention.concept
    text = " ".join(word.text for word in words[mention.start : mention.end])
    here = reading.sign_at(mention.start)
    is_limit = here != reading.sign
    flip = -reading.flip if reading.lacks(mention.start) else reading.flip
    if concept.kind == "acts":
        stance = _STANCES.get(concept.stance, 0)
        if not stance:
            return None
        if is_limit and concept.id not in _DECIDING:
            return Term("limited", concept.id, here, text, concept)
        return Term("act", concept.id, stance * flip, text, concept)
    if concept.kind == "rights":
        return Term("right", concept.id, here if is_limit else PROTECTION * flip, text, concept)
    if concept.kind == "requirements":
        return Term("requirement", concept.id, here if is_limit else POWER * flip, text, concept)
    if concept.kind == "bases":
        return Term("basis", concept.id, 0, text, concept)
    if concept.kind == "cue":
        return _cue(concept, text, here, reading, following)
    if concept.kind == "people":
        if concept.id == "everyone" and reading.is_negated and here == reading.sign:
            return None  # "not by anyone" is "by nobody"
        return Term("people", concept.id, here, text, concept)
    return None


_OWN = {"at_most": PROTECTION, "at_least": POWER, "resumed": POWER, "opt_in": PROTECTION, "opt_out": PROTECTION, "any_time": PROTECTION, "deadline": POWER, "paused": PROTECTION,
        "required": POWER, "optional": PROTECTION}  # fmt: skip
_RIGHTS = frozenset(["object", "withdraw", "access", "control", "form"])
_AGAINST = frozenset(["weak", "only", "residents", "qualifier"])  # they lessen what their clause says


def _cue(concept: Concept, text: str, here: int, reading: _Reading, following: int) -> Term | None:
    if concept.id in _OWN:
        return Term(concept.id, concept.id, _OWN[concept.id], text, concept)
    if concept.id == "able" and (reading.clause.act in _RIGHTS or reading.is_restricted):
        return None  # what people may do is a freedom, what may "only" be done a limit
    if concept.id == "unless" and reading.is_only_if:
        return Term("only", "only", -reading.sign, text, concept)
    if concept.id == "only_if" or (concept.id == "without" and reading.is_only_with):
        return Term("only", "only", -reading.sign, text, concept)
    if concept.id == "restriction":
        return Term("only", "only", -here, text, concept)
    if concept.id == "able" and reading.is_negated:
        return None  # "may not" forbids
    if concept.id in ("able", "weak"):
        return Term("weak", "weak", -(following * reading.flip if following else here), text, concept)
    if concept.id == "qualifier":
        return Term("qualifier", _core(text), -here, text, concept)
    if concept.id in _AGAINST:
        return Term(concept.id, concept.id, -here, text, concept)
    if concept.id == "unasked":
        if reading.is_asked:  # "not without your consent" is "only with it"
            return Term("opt_in", "opt_in", PROTECTION, text, concept)
        return Term("unasked", "unasked", POWER, text, concept)
    if concept.id in _LIMITS and concept.id != "circumstance":
        return Term("limit", concept.id, here, text, concept)
    return None


def _core(text: str) -> str:
    """Return what a limiting word goes by, whatever its ending: "public" and "publicly"."""
    return " ".join(sorted(word[:_CORE] for word in text.split()))


def _word(words: Sequence[Word], index: int, reading: _Reading, language: str, link: Collection[int]) -> Term:
    word = words[index]
    return Term(
        "word",
        stem(word.text, language),
        reading.sign_of(index),
        word.text,
        is_listed=_is_listed(words, index, index + 1, link),
        is_name=word.is_name or "@" in word.text or "://" in word.text,
        index=index,
        is_limit=reading.sign_at(index) != reading.sign,
    )


def _noun(words: Sequence[Word], mention: Mention, reading: _Reading, language: str, link: Collection[int]) -> Term:
    """Return a mention as one term, named by its stems: "photos" and "videos" are of one concept and two things."""
    inside = [words[place] for place in mention.places]
    if mention.concept.kind == "names":  # the same law or place by another name
        stems = mention.concept.id
    else:
        stems = " ".join(sorted({stem(word.text, language) for word in inside if word.text not in _MARKS}))
    return Term(
        "noun",
        stems,
        reading.sign_of(mention.start),
        " ".join(word.text for word in inside),
        mention.concept,
        is_listed=_is_listed(words, mention.start, mention.end, link),
        is_name=all(word.is_name for word in inside),
        index=mention.start,
        is_limit=reading.sign_at(mention.start) != reading.sign,
    )


def _is_listed(words: Sequence[Word], start: int, end: int, link: Collection[int]) -> bool:
    """Whether a comma or an "and" stands before or after, with nothing but words of no content between."""
    before = start - 1
    while before > start - _NEAR and before >= 0 and before in link and words[before].text not in JOINTS:
        before -= 1
    around = {words[i].text for i in (before, end) if 0 <= i < len(words)}
    return bool(around & JOINTS)


def _counted(words: Sequence[Word], ages: frozenset[int]) -> list[tuple[Term, int, int]]:
    """Return durations and ages as terms with the words they take."""
    found = []
    for quantity in quantities(words, ages):
        text = " ".join(word.text for word in words[quantity.start : quantity.end])
        kind = "age" if quantity.is_age else "duration"
        found.append((Term(kind, f"{quantity.value:g}", 0, text, index=quantity.start), quantity.start, quantity.end))
    return found


def _dated(text: str, words: Sequence[Word]) -> list[tuple[Term, int, int]]:
    """Return dates as terms with the words they take."""
    found = []
    for day, start, end in spoken_dates(text):
        inside = [index for index, word in enumerate(words) if start <= word.start < end]
        if inside:
            found.append((Term("date", day, 0, text[start:end], index=inside[0]), inside[0], inside[-1] + 1))
    return found
