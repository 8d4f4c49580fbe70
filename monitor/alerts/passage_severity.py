"""Each passage of a change with what it amounts to: a direction, topics, and a severity that is a visible sum."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from monitor.alerts.comparison import PassageEffect
from monitor.alerts.contracts import Matter, matter_of
from monitor.alerts.data_lists import is_of_data_list, is_of_recipients
from monitor.alerts.grounding import is_of_ai_service
from monitor.alerts.neither_way import CONDUCT, OF_OTHERS, is_conduct_lead
from monitor.alerts.new_products import KnownNames, names_new_product
from monitor.alerts.news import LISTED, WENT, News, Sign
from monitor.alerts.passage_meaning import Meaning, assess_passage, is_modifier
from monitor.alerts.passages import ReadPassage, lead_acts, lead_sign
from monitor.alerts.polishing import is_polish
from monitor.alerts.situation import Situation, passages_in
from monitor.alerts.sureness import Sureness, is_settled, sum_of, sureness_of
from monitor.alerts.told_topics import told_topics
from monitor.alerts.topics import topics_of
from monitor.claims.document import Layout, layout_of
from monitor.claims.places import Place
from monitor.reading.reader import Reader
from monitor.reading.statements import State, Statement, TermKind
from monitor.reading.terms import MARKS
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen
from snapshots.records import Direction, Extraction, Reason, SegmentKind, Severity

_UNLIKE = 0.6  # of the terms of a new passage
UNREAD_POINTS = 3  # of a change in a language that isn't read: medium
UNREAD_SURE = 50  # hundredths
_NAMED = frozenset(["data", "purposes", "people", "rights", "requirements", "bases"])
UNREAD = "a change in a language that the rules don't know: told, not judged"
_PUT_OFF = "paused_gained"
WAYS = {
    Direction.WIDENS: "lets more be done",
    Direction.NARROWS: "lets less be done",
    Direction.MIXED: "lets more be done in part",
}
_LOWERED = {Severity.CRITICAL: Severity.HIGH, Severity.HIGH: Severity.MEDIUM}  # what is grave and not firm
_RIGHT_LOST = "right_lost"
_CHOICES = frozenset(["control"])
_TAKING = frozenset(["collect", "keep", "share"])
_ASKED = frozenset(["asks", "title"])
_STRUCTURE = frozenset([Sign.JOINS, Sign.LEAVES])


@frozen
class RatedPassage:
    """A passage with what it amounts to."""

    passage: ReadPassage
    place: Place  # what its row or list gives it: purpose, people, legal basis
    meaning: Meaning | None  # None: news that no rule explains
    leading: str  # the rule that counts most
    topics: tuple[str, ...]  # that weigh, the gravest first
    told: tuple[str, ...]  # of these, what an alert says that it is about
    direction: Direction
    severity: Severity
    points: int
    reasons: tuple[Reason, ...]
    sureness: Sureness
    names_product: bool = False  # what came names a product that the text did not know

    @property
    def is_sure(self) -> bool:
        """Whether the reading is sure enough for an alert; what is grave and isn't sure is worth a look."""
        return self.sureness.is_told

    @property
    def total(self) -> int:
        """Return the sum of the reasons."""
        return sum(reason.points or 0 for reason in self.reasons)

    @property
    def leading_effects(self) -> tuple[PassageEffect, ...]:
        return tuple(s for s in self.meaning.effects if s.rule == self.leading) if self.meaning else ()

    @property
    def rules(self) -> tuple[str, ...]:
        return (
            tuple(dict.fromkeys(effect.rule for effect in self.meaning.effects)) if self.meaning else ("unexplained",)
        )


def layouts_of(situation: Situation, reader: Reader) -> tuple[Layout, Layout]:
    """Return how the text was laid out, and how it is now."""
    before, now = (layout_of(side.segments, reader) for side in (situation.before, situation.now))
    return before, now


@frozen
class _WholeChange:
    """What each passage of a change is rated by beside itself."""

    situation: Situation
    reader: Reader
    own_products: frozenset[str]  # that the text is headed by
    is_polished: bool  # the change as a whole says the same in other words
    is_ai_service: bool  # the text is that of a service of AI
    matter: Matter  # what the text is on
    known: KnownNames  # what the text spoke of before


def rate_passages(
    situation: Situation, news: Sequence[News], reader: Reader, layouts: tuple[Layout, Layout] | None
) -> list[RatedPassage]:
    """Return every passage of a situation's news with what it amounts to, in the order of the text.

    Without `layouts` what rests on the place of a text alone is left out.
    """
    passages = passages_in(situation, news, reader)
    if layouts is None:
        passages = [p for p in passages if any(item.sign not in _STRUCTURE for item in p.news)]
    meanings = [meaning_of(passage, situation, reader) for passage in passages]
    whole = _WholeChange(
        situation=situation,
        reader=reader,
        own_products=own_products(situation.now, reader),
        is_polished=is_polish(passages, meanings),
        is_ai_service=bool(passages) and is_of_ai_service([s.text for s in situation.now.segments], reader),
        known=KnownNames(situation.before.segments),
        matter=matter_of(situation.now, reader) if passages else Matter.DATA,
    )
    rated = []
    for passage, meaning in zip(passages, meanings, strict=True):
        place = _place(passage, layouts) if layouts else Place()
        rated.append(_rate(passage, meaning, place, whole))
    return [entry for entry in rated if entry]


def own_products(now: Extraction, reader: Reader) -> frozenset[str]:
    """Return the products that a text is headed by: it names them everywhere, so that is nothing it speaks of."""
    heading = next((s.text for s in now.segments if s.kind is SegmentKind.HEADING), "")
    named = reader.mentions(reader.words_of(f"{now.title}. {heading}"))
    return frozenset(mention.concept.id for mention in named if mention.concept.kind == "products")


def meaning_of(passage: ReadPassage, situation: Situation, reader: Reader) -> Meaning | None:
    """Return what a passage of a change amounts to, None where it is no substance."""
    first = passage.news[0]
    if len(passage.news) == 1 and _asks_the_same(first, passage.statements, reader):
        return None
    return assess_passage(
        passage.before,
        passage.after,
        passage.differences,
        is_form=situation.kind == "opt-out-form",
        is_entry=len(passage.news) == 1 and first.hunk.segment_kind in LISTED and first.sign is not Sign.REWORDED,
        today="" if situation.captured_on == date.max else situation.captured_on.isoformat(),
        rewritten=passage.rewritten,
        is_conduct=is_conduct_lead(first.hunk.context, reader),
        is_recipient=bool(passage.before and passage.after) and is_of_recipients(first.hunk.context, reader),
    )


def _asks_the_same(news: News, statements: Sequence[Statement], reader: Reader) -> bool:
    """Whether a heading asks in the same words with another mark: "How we use it." became "How we use it?"."""
    if not (news.hunk.before and news.hunk.after) or not any(_ASKED & s.flags for s in statements):
        return False
    old, new = (
        [word.text for word in reader.words_of(text) if word.text not in MARKS]
        for text in (news.hunk.before, news.hunk.after)
    )
    return old == new


def _place(passage: ReadPassage, layouts: tuple[Layout, Layout]) -> Place:
    """Return where a passage stands now, or stood."""
    before, now = layouts
    hunk = passage.news[0].hunk
    return now.places[hunk.new] if hunk.new is not None else before.places[hunk.old or 0]


def _rate(passage: ReadPassage, meaning: Meaning | None, place: Place, whole: _WholeChange) -> RatedPassage | None:
    reader, pack = whole.reader, whole.reader.pack
    if not reader.is_language_known:
        return _tell_unread(passage, place, pack) if passage.differences else None
    is_form = whole.situation.kind == "opt-out-form"
    topics = topics_of(passage, meaning, place, reader, is_form=is_form)
    if meaning is not None and any(effect.rule == CONDUCT for effect in meaning.effects):
        topics = ()  # what people may not sell or share is nothing that is done with their data
    signs = {item.sign for item in passage.news}
    if meaning is None and not (Sign.NEW_PASSAGE in signs and topics and _is_unlike(passage)):
        return None
    direction = _direction(passage, meaning, signs, reader)
    leading = _leading(meaning, pack, is_whole=Sign.REWORDED not in signs) if meaning else "unexplained"
    if leading == _PUT_OFF and direction is Direction.WIDENS:
        direction = Direction.MIXED  # what is said for the first time is to be done, and isn't done yet
    is_choice = meaning is not None and leading == _RIGHT_LOST and _rests_on(meaning, leading, _CHOICES)
    reasons = _reasons(passage, leading, direction, signs, topics, whole, is_choice=is_choice)
    points = sum(reason.points or 0 for reason in reasons)
    is_told_away = is_choice and direction is Direction.MIXED and signs <= WENT  # the setting went with what it was for
    lets_more = not is_told_away and _lets_more(meaning, leading, direction)
    sureness = sureness_of(
        passage, meaning, direction, topics, pack, is_polished=whole.is_polished, matter=whole.matter
    )
    names_product = any(
        names_new_product(item.hunk.after, whole.known, reader)
        for item in passage.news
        if item.added and item.hunk.after
    )
    severity, limits = _limited(pack.severity(points), sureness, lets_more=lets_more)
    return RatedPassage(
        passage=passage,
        place=place,
        meaning=meaning,
        leading=leading,
        topics=topics,
        told=told_topics(
            topics, passage, meaning, place, reader,
            leading=leading, is_ai_service=whole.is_ai_service, is_form=is_form, names_product=names_product,
        ),
        direction=direction,
        severity=severity,
        points=points,
        reasons=(*reasons, *limits),
        sureness=sureness,
        names_product=names_product,
    )  # fmt: skip


def _limited(severity: Severity, sureness: Sureness, *, lets_more: bool) -> tuple[Severity, list[Reason]]:
    """Return a severity within what it may be at most, with the reasons of what was taken off."""
    reasons = []
    if severity is Severity.CRITICAL and not lets_more:
        severity = Severity.HIGH
        reasons.append(Reason("no more than high: it lets nothing more be done"))
    if not sureness.is_firm and severity in _LOWERED:
        severity = _LOWERED[severity]
        reasons.append(Reason("one step lower: the reading is not firm"))
    return severity, reasons


def _rests_on(meaning: Meaning, leading: str, concepts: frozenset[str]) -> bool:
    """Whether all that a rule found in a passage is of some concepts."""
    terms = [t for effect in meaning.effects if effect.rule == leading for t in (*effect.terms, *effect.lost)]
    return bool(terms) and all(term.concept and term.concept.id in concepts for term in terms)


def _lets_more(meaning: Meaning | None, leading: str, direction: Direction) -> bool:
    """Whether a passage lets more be done, and where it goes both ways, whether what weighs most does."""
    if direction is not Direction.MIXED:
        return direction is Direction.WIDENS
    return meaning is not None and any(e.rule == leading and e.pull > 0 for e in meaning.effects)


def _tell_unread(passage: ReadPassage, place: Place, pack: Pack) -> RatedPassage:
    """Return a passage in a language that isn't read: that it changed is told, and no guess made of what it means."""
    return RatedPassage(
        passage=passage,
        place=place,
        meaning=None,
        leading="unexplained",
        topics=(),
        told=(),
        direction=Direction.NEUTRAL,
        severity=Severity.MEDIUM,
        points=UNREAD_POINTS,
        reasons=(Reason(UNREAD, UNREAD_POINTS),),
        sureness=sum_of([Reason(UNREAD, UNREAD_SURE)], pack),
    )


def _reasons(
    passage: ReadPassage,
    leading: str,
    direction: Direction,
    signs: set[Sign],
    topics: Sequence[str],
    whole: _WholeChange,
    *,
    is_choice: bool,
) -> list[Reason]:
    pack, own = whole.reader.pack, whole.own_products
    is_whole = len(signs) == 1 and Sign.REWORDED not in signs
    names_something = any(_names_something(s, own) for s in passage.statements) or _is_of_taking(passage, whole.reader)
    is_general = is_whole and leading not in OF_OTHERS and not names_something
    topics_of_own = {topic for name in own for topic in pack.concepts["products", name].topics}
    weighing = [topic for topic in topics if topic not in topics_of_own]
    reasons = [Reason(leading.replace("_", " "), pack.rules[leading].points)]
    if direction in WAYS:
        reasons.append(Reason(WAYS[direction], pack.points[direction]))
    if is_general:
        reasons.append(Reason("names no data, purpose, person or right", pack.points["general"]))
    if is_choice:
        reasons.append(Reason("a choice in the settings, and no right", pack.points["choice"]))
    elif signs == {Sign.GONE} and direction is Direction.WIDENS:
        reasons.append(Reason("a protection gone", pack.points["protection_lost"]))
    if weighing:
        topic = pack.topic(weighing[0])
        reasons.append(Reason(f"about {topic.label}", topic.weight))
    return reasons


def _direction(passage: ReadPassage, meaning: Meaning | None, signs: set[Sign], reader: Reader) -> Direction:
    """Return which way a passage goes; a known entry that joins a list lets done what the list is for."""
    if meaning is None or not signs <= _STRUCTURE or len(signs) != 1 or is_settled(meaning):
        return meaning.direction if meaning else Direction.NEUTRAL
    lead = lead_sign(passage.news[0].hunk.context, reader)
    is_excluded = lead < 0 or any(c.state is State.EXCLUDED for s in passage.statements for c in s.clauses)
    return Direction.WIDENS if (Sign.JOINS in signs) != is_excluded else Direction.NARROWS


def _is_unlike(passage: ReadPassage) -> bool:
    """Whether most of what a new text says stood in nothing beside it: no rewording, whatever words it uses."""
    if passage.before:
        return False
    said = {t.key for s in passage.after for t in s.terms}
    new = {d.term.key for d in passage.differences if d.is_gained}
    return bool(said) and len(new & said) >= _UNLIKE * len(said)


def _is_of_taking(passage: ReadPassage, reader: Reader) -> bool:
    """Whether an entry of a list of what is collected, kept or passed on, for what or to whom, came or went."""
    hunk = passage.news[0].hunk
    if hunk.segment_kind not in LISTED:
        return False
    return bool(lead_acts(hunk.context, reader) & _TAKING) or is_of_data_list(hunk.context, reader)


def _names_something(statement: Statement, own: Collection[str]) -> bool:
    """Whether a sentence names what is at stake, or keeps something from being done.

    What is collected is data; of what is sold, a word for it has to be there, for shops sell other things.
    """
    return (
        any(kind in _NAMED or (kind == "products" and name not in own) for kind, name in statement.concepts)
        or any(clause.state is State.EXCLUDED for clause in statement.clauses)
        or any(term.kind in (TermKind.PRACTICE, TermKind.AGE) for term in statement.terms)
        or any(term.kind is TermKind.ACT and term.name == "collect" for term in statement.terms)
        or _sells_data(statement)
    )


def _sells_data(statement: Statement) -> bool:
    acts = statement.reader.pack.wording.act
    sold = (t for t in statement.terms if t.kind is TermKind.ACT and t.name in acts)
    is_sale = any(acts[term.name].spoken_as(term.text.split()) == "sell" for term in sold)
    return is_sale and any(word.text in statement.grammar.of_people for word in statement.words)


def _leading(meaning: Meaning, pack: Pack, *, is_whole: bool) -> str:
    """Return the rule that counts most among those that pull the way the passage goes; of equals, one that widens."""
    told = [effect.rule for effect in meaning.effects if effect.rule in pack.rules]
    if _PUT_OFF in told:  # else what is put off is told as if it were done
        return _PUT_OFF
    if is_whole:  # of a sentence that came or went whole, an "only" or a "may" in it is no change
        told = [name for name in told if not is_modifier(name)]
    sign = {Direction.WIDENS: 1, Direction.NARROWS: -1}.get(meaning.direction, 0)
    pulling = [
        effect.rule
        for effect in meaning.effects
        if effect.rule in told and (effect.pull * sign > 0 if sign else effect.pull)
    ]
    widening = {effect.rule for effect in meaning.effects if effect.pull > 0}
    return max(pulling or told, key=lambda name: (pack.rules[name].points, name in widening), default="unexplained")
