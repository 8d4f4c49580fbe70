"""The headline of a finding: one sentence with subject, verb and object, from what was understood. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.alerts.headline_dates import day_ahead
from monitor.alerts.headline_facts import NAMING, HeadlineFacts, facts_of, is_entry, is_whole
from monitor.alerts.headline_parts import slots_of
from monitor.alerts.headline_quotes import is_printable, spans_of, trimmed
from monitor.alerts.headline_sentences import Subject, Telling, say, say_in_any_case
from monitor.alerts.news import COME, News, Sign
from monitor.alerts.passage_severity import RatedPassage
from monitor.alerts.phrase_words import as_it_is, words
from monitor.claims.claim import Frame
from monitor.reading.reader import Reader
from monitor.reading.statements import State
from monitor.rules.pack import Pack
from snapshots.records import Direction, Evidence, Hunk, Severity

QUOTED_MOST = 40
"""Quotes of one finding; the change itself has all."""
_TRAIN, _TRAINING = "train", "ai_training"  # the act, and its name as a purpose
_MOVED = ("date_", "paused_")  # rules of a day that is another than before, or of none any more
_ABOUT = 3  # topics that one headline names
_ASKING = ("requirement_", "required_", "optional_")  # of a form; elsewhere what is asked may only be named
# Rules of what limits or asks; where the whole sentence came or went, what it permits or forbids is the news.
_OF_EDITS = (
    *("opt_in_", "opt_out_", "exception_", "weak_", "qualifier_", "only_", "any_time_", "required_", "optional_"),
    *("deadline_", "residents_", "people_", "at_most_", "at_least_", "requirement_", "consent_gone", "age_"),
)


def evidence_of(hunk: Hunk, above: Sequence[str] = (), severity: Severity | None = None) -> Evidence:
    """Return the verbatim quote of a hunk with where it stands; `above` are lines of its row outside its context."""
    context = (*(line for line in above if line not in hunk.context), *hunk.context)
    return Evidence(op=hunk.kind, before_text=hunk.before, after_text=hunk.after, context=context, severity=severity)


def headline_of(rated: RatedPassage, subject: Subject, reader: Reader) -> Telling:
    """Return one sentence that says what happened to the text, never what is or isn't done."""
    news = choose_news(rated, reader)
    facts = facts_of(rated, news, reader)
    own_names = [p for p in facts.products if reader.pack.concepts["products", p].label == subject.service]
    facts = replace(facts, products=tuple(p for p in facts.products if p not in own_names))
    facts = _with_day(facts, rated, news, subject, reader)
    wording = reader.pack.wording
    slots = list(slots_of(rated, news, facts, reader.pack))
    own = wording.rule.get(rated.leading)
    is_named = rated.leading.startswith(_ASKING) and not facts.is_asked and subject.kind != "opt-out-form"
    of_rule = own.towards(rated.direction) if own and not is_named else ()
    cases = [wording.case[case].says for case in _cases(rated, news, facts)]
    is_denied = facts.is_power and facts.state is State.EXCLUDED  # what is ruled out is not told as done
    is_of_edit = rated.leading.startswith(_OF_EDITS) and (facts.is_power or facts.frame is Frame.PROMISE)
    if is_whole(news) and (is_denied or is_of_edit):
        sentences = [*cases[0], *of_rule, *(said for case in cases[1:] for said in case)]
    else:
        sentences = [*of_rule, *(said for case in cases for said in case)]
    if facts.from_day and not rated.leading.startswith(_MOVED):
        sentences = [*wording.case[_announced(facts)].says, *sentences]
    said = say(sentences, subject, slots, act=facts.act)
    return said or say_in_any_case(wording.case["only_reworded"].says[0], {}, subject)


def _with_day(facts: HeadlineFacts, rated: RatedPassage, news: News, subject: Subject, reader: Reader) -> HeadlineFacts:
    """Return facts with the day to come from which they hold; training AI is what is done where nothing else is."""
    is_training = not facts.act and _TRAINING in facts.purposes
    told = replace(facts, act=_TRAIN, frame=Frame.TRAIN) if is_training else facts
    day = day_ahead(told.act, rated, news, subject.seen_on, reader.pack.languages)
    return replace(told, from_day=day) if day else facts


def _announced(facts: HeadlineFacts) -> str:
    """Return how what is to come is told: as what may be done, is ruled out or is promised."""
    if facts.is_power and facts.state is State.EXCLUDED:
        return "announced_ban"
    return "announced_power" if facts.is_power else "announced_promise"


def headline_of_rest(rated: Sequence[RatedPassage], subject: Subject, pack: Pack) -> Telling:
    """Return one sentence for the passages that have no finding of their own."""
    topics = dict.fromkeys(entry.told[0] for entry in rated[:QUOTED_MOST] if entry.told)
    count = {"figure": as_it_is(str(len(rated)))}
    labels = [pack.topic(name).label for name in topics][:_ABOUT]
    forms = [{**count, "labels": words(*labels[:most])} for most in range(len(labels), 0, -1)]
    sentences = pack.wording.case["smaller"].says
    return say(sentences, subject, [*forms, count]) or say_in_any_case(sentences[-1], count, subject)


def choose_news(rated: RatedPassage, reader: Reader) -> News:
    """Return what a headline rests on: of the news that its rule rests on, what says most."""
    run = [news for news in rated.passage.news if _bears(news, rated, reader)] or list(rated.passage.news)
    if len(run) == 1:
        return run[0]
    return max(run, key=lambda news: (facts_of(rated, news, reader).weight, news.sign is Sign.REWORDED, len(news.text)))


def _bears(news: News, rated: RatedPassage, reader: Reader) -> bool:
    """Whether words that the leading rule rests on, as written or as read, went from or came into a piece of news."""
    before, after = (f"{text} {_as_read(text, reader)}" for text in (news.hunk.before or "", news.hunk.after or ""))
    lost = [t for effect in rated.leading_effects for t in effect.lost if t.text in before and t.text not in after]
    gained = [t for effect in rated.leading_effects for t in effect.terms if t.text in after and t.text not in before]
    return bool(lost or gained)


def _as_read(text: str, reader: Reader) -> str:
    return " ".join(word.text for word in reader.words_of(text))


def _cases(rated: RatedPassage, news: News, facts: HeadlineFacts) -> list[str]:
    """Return what happened to a piece of news, by the names of its sentences, the most particular first."""
    found: list[str] = []
    if is_whole(news):
        found = _cases_of_whole(rated, news, facts)
    elif rated.leading.startswith((*NAMING, "act_")):
        found = _cases_of_edit(rated, news, facts)
    return [*found, "reworded", "not_understood"]


def _cases_of_whole(rated: RatedPassage, news: News, facts: HeadlineFacts) -> list[str]:
    end = "gained" if news.sign in COME else "lost"
    named = "named" if news.sign in COME else "no_longer_named"
    if facts.state is State.SUSPENDED and news.sign in COME:
        return ["put_off", named]
    if facts.frame is Frame.PROMISE and facts.state is not State.EXCLUDED:
        return [f"promise_{end}", named]
    if facts.is_power and facts.state is State.EXCLUDED:
        return [f"ban_{end}", named]
    if facts.is_power and end == "gained" and rated.direction is Direction.NARROWS:
        return ["power_told", named]
    if facts.right and not facts.is_power:
        return [f"right_{end}", named]
    if is_entry(news) and (facts.is_power or news.sign in (Sign.JOINS, Sign.LEAVES)):
        return [f"entry_{end}", named]
    if facts.is_power:
        return [f"power_{end}", named]
    is_basis = facts.relied_on and end == "gained" and facts.own & _relied_on(facts)
    return ["relies", named] if is_basis else [named]


def _relied_on(facts: HeadlineFacts) -> set[tuple[str, str]]:
    return {("bases", name) for name in facts.relied_on}


def _cases_of_edit(rated: RatedPassage, news: News, facts: HeadlineFacts) -> list[str]:
    """Return the cases of a sentence in which words came, went or took the place of others."""
    gone, come = spans_of(news, "-"), spans_of(news, "+")
    if rated.topics[:1] == ("product_scope",) and come and not gone:
        return ["covers"]
    if len(gone) == len(come) == 1 and rated.leading.startswith(NAMING) and _is_exchange(gone[0], come[0], facts):
        return ["replaced"]
    is_gained = rated.leading.endswith("gained")
    named = "words_named" if is_gained else "words_no_longer_named"
    if facts.is_power and facts.state is State.EXCLUDED:
        return ["ban_gained" if rated.direction is Direction.NARROWS else "ban_lost", named]
    if facts.is_power and is_gained and facts.is_news:
        return ["power_told" if rated.direction is Direction.NARROWS else "power_gained", named]
    if facts.is_power and rated.direction is Direction.NARROWS and not is_gained and _is_gone(facts):
        return ["entry_lost", named]
    return [named]


def _is_exchange(old: str, new: str, facts: HeadlineFacts) -> bool:
    """Whether a thing stands where another stood: both can be quoted, and they share no word."""
    said = [set(trimmed(words, facts).lower().split()) for words in (old, new)]
    return all(is_printable(words, facts) for words in (old, new)) and not said[0] & said[1]


def _is_gone(facts: HeadlineFacts) -> bool:
    """Whether data or a purpose that is told went from an edited text."""
    gone = {(t.concept.kind, t.concept.id) for t in facts.lost if t.concept}
    return any(kind in ("data", "purposes") for kind, _ in gone & set(facts.told))


__all__ = ["QUOTED_MOST", "choose_news", "evidence_of", "headline_of", "headline_of_rest"]
