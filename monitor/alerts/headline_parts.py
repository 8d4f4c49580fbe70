"""The parts of a headline in words: names of what was understood, and the text's own words in quotes. Orders none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from monitor.alerts.headline_facts import PARTICULAR, HeadlineFacts
from monitor.alerts.headline_quotes import MARKS, QUOTED, edited, field_of, plain, quoted, snippet_of, thing_of
from monitor.alerts.headline_sentences import listed
from monitor.alerts.news import News
from monitor.alerts.passage_severity import RatedPassage
from monitor.claims.claim import Frame
from monitor.extract.text import shorten
from monitor.reading.statements import Term, TermKind
from monitor.rules.headline_wording import ActWords
from monitor.rules.pack import Pack

_ANY = "data"
_IMPLIED = {
    "train": ("ai_training", "ai_features"),
    "target": ("ads",),
    "show": ("analytics",),
}  # purposes that an act has in its name
_OF_THINGS = frozenset(["share", "collect", "keep", "combine", "transfer_abroad", "delete"])  # acts that need an object
_EMPTY = frozenset(["show", "create", "improve"])  # acts that say nothing where nothing is named with them
_GENERAL = frozenset(["service", "improve"])  # purposes that are named only where no other is
# How many data, purposes and parties are named, from the fullest form to the barest.
_FORMS = (
    (3, 2, 2, True),
    (2, 2, 1, True),
    (2, 1, 1, True),
    (1, 1, 1, True),
    (1, 1, 0, True),
    (1, 1, 0, False),
    (1, 0, 0, False),
)


def name_of(kind: str, name: str, facts: HeadlineFacts, pack: Pack) -> str:
    """Return what a concept is called in the passage that names it."""
    spoken = facts.words.get((kind, name), ())
    called = pack.wording.concept(kind, name)
    if called:
        return called.name_in(spoken)
    concept = pack.concepts.get((kind, name))
    return concept.label if concept else ""


def names_of(kind: str, names: Sequence[str], facts: HeadlineFacts, pack: Pack) -> list[str]:
    return [said for name in dict.fromkeys(names) if (said := name_of(kind, name, facts, pack))]


def slots_of(rated: RatedPassage, news: News, facts: HeadlineFacts, pack: Pack) -> Iterator[Mapping[str, str]]:
    """Yield the parts of a headline, from the fullest form to the barest."""
    fixed = {key: said for key, said in _fixed_slots(rated, news, facts, pack).items() if said}
    for data, purposes, parties, is_named in _FORMS:
        yield {**fixed, **_deed(facts, pack, data, purposes, parties, is_named=is_named)}


def _deed(
    facts: HeadlineFacts, pack: Pack, data: int, purposes: int, parties: int, *, is_named: bool
) -> Mapping[str, str]:
    """Return what is done, with so many of the data, purposes and parties that are known."""
    whose = names_of("people", [p for p in facts.people if p in PARTICULAR], facts, pack)
    of_people = f" of {listed(whose, 2)}" if whose and is_named else ""
    known = names_of("data", [d for d in facts.data if d != "minors_data" or "minors" not in facts.people], facts, pack)
    with_what = listed(known, data) or (_ANY if of_people else "")
    implied = _IMPLIED.get(facts.act, ())
    if facts.act == "show" and ("purposes", "ads") in facts.own:
        implied = ("ads", *implied)
    sought = sorted((p for p in facts.purposes if p not in implied), key=lambda p: p in _GENERAL)
    aims = names_of("purposes", [p for p in sought if p not in _GENERAL or sought[0] in _GENERAL], facts, pack)
    is_promise = facts.frame is Frame.PROMISE  # what is promised is done for no purpose of the company's
    what_for = listed(aims, purposes) if purposes and not is_promise else ""
    others = names_of("parties", facts.parties, facts, pack)
    if facts.act in _OF_THINGS and not (facts.data or others or facts.names_data):
        alone = {"of_people": of_people, "tail": ""}
        return {**alone, "data": with_what} if with_what else alone  # "provided with the help of": nothing is shared
    over = listed(names_of("products", facts.products, facts, pack), 2) if is_named else ""
    found: dict[str, str] = {
        "of_people": of_people,
        "data": with_what,
        "purposes": what_for,
        "aim": what_for or with_what,
    }
    words = _act_words(facts, pack, is_aimed=bool(what_for))
    is_vague = not (
        known or of_people or what_for or (others and words and words.joins) or (over and words and words.across)
    )
    if words and is_vague and not words.bare:
        found["vague"] = words.doing.replace("{data}", _ANY)
    elif words:
        for key, full, bare in (("do", words.do, words.bare), ("doing", words.doing, words.bare_doing)):
            form = full if with_what or not bare else bare
            found[key] = _done(words, form, with_what + of_people, others[:parties], over, what_for)
        if facts.act in _EMPTY and is_vague:
            del found["do"]  # "may now choose what people are shown" tells nothing; that it is mentioned does
    found["right"] = _right(facts, pack, with_what, what_for)
    found["tail"] = (_tail(facts) or _citing(facts, pack)) if is_named else _tail(facts)
    return {key: said for key, said in found.items() if said or key in ("of_people", "tail")}


def _act_words(facts: HeadlineFacts, pack: Pack, *, is_aimed: bool) -> ActWords | None:
    """Return the words of an act, in the name that the passage has for it: to sell is told as selling."""
    acts = pack.wording.act
    words = acts.get(facts.act)
    if words is None:
        return None
    spoken = words.spoken_as(facts.words.get(("acts", facts.act), ()))
    if facts.act == "show" and not spoken and ("purposes", "ads") in facts.own:
        spoken = "target"  # what is shown are ads
    return acts.get(spoken or (words.aimed if is_aimed else "")) or words


def _right(facts: HeadlineFacts, pack: Pack, data: str, purposes: str) -> str:
    """Return a right, with what it is over and what is objected to, where the text names it."""
    right = pack.wording.concept("rights", facts.right)
    if right is None:
        return ""
    if facts.right == "object" and purposes:
        return f"{right.noun} to {purposes}"
    return right.noun.replace("{data}", data) if (data and data != _ANY) or not right.bare else right.bare


def _done(words: ActWords, form: str, data: str, parties: Sequence[str], over: str, purposes: str) -> str:
    done = form.replace("{data}", data or _ANY)
    if parties and words.joins:
        done += f" {words.joins} {listed(parties, len(parties))}"
    if over and words.across:
        done += f" {words.across} {over}"
    return f"{done} {words.about} {purposes}" if purposes else done


def _fixed_slots(rated: RatedPassage, news: News, facts: HeadlineFacts, pack: Pack) -> dict[str, str]:
    right = pack.wording.concept("rights", facts.right)
    lost, gained = facts.lost, facts.gained
    bases = [t.name for t in gained if t.kind is TermKind.BASIS] or list(facts.relied_on)
    old_bases = [t.name for t in lost if t.kind is TermKind.BASIS]
    return {
        "people": listed(names_of("people", _changed_people(facts), facts, pack), 3),
        "named": listed(_named(facts, pack), 3),
        "exercise": right.do if right else "",
        "requirements": listed(names_of("requirements", facts.requirements, facts, pack), 3),
        "basis": listed(names_of("bases", [b for b in bases if b in facts.relied_on], facts, pack), 2),
        "a_basis": "a legal basis" if facts.relied_on else "",
        "a_right": "a right" if right else "",
        "asked": _asked(rated, facts),
        "old_basis": listed(names_of("bases", old_bases, facts, pack), 2),
        "thing": thing_of(news, facts),
        "field": field_of(news),
        "old": edited(news, "-", facts) or (quoted(lost[0].text, news.hunk.before) if lost else ""),
        "new": edited(news, "+", facts) or (quoted(gained[0].text, news.hunk.after) if gained else ""),
        "figure": _figure(gained, news.hunk.after, is_foreign=facts.is_foreign),
        "old_figure": _figure(lost, news.hunk.before, is_foreign=facts.is_foreign),
        "day": _day(gained),
        "old_day": _day(lost),
        "about": about(facts, news, pack),
        "beside": _beside(news, facts, pack),
        "said_by": "|".join(_said_by(facts, pack)),
        "snippet": snippet_of(news),
        "age_limit": "minimum age" if facts.is_minimum else "age limit",
        "quote": f"“{shorten(plain(news.text), QUOTED)}”",
    }


def _said_by(facts: HeadlineFacts, pack: Pack) -> tuple[str, ...]:
    """Return by which parts of a sentence the topic of a passage is said already."""
    known = pack.wording.said.get(facts.topics[0]) if facts.topics else None
    return known.by if known else ()


def _asked(rated: RatedPassage, facts: HeadlineFacts) -> str:
    """Return what is asked of people: their consent, or a choice; "" where they can say no as before."""
    sides = (rated.passage.before, rated.passage.after)
    if all(any(t.kind is TermKind.OPT_OUT for s in side for t in s.terms) for side in sides):
        return ""
    return "consent" if facts.names_consent else "people's choice"


def _changed_people(facts: HeadlineFacts) -> list[str]:
    return [t.name for t in (*facts.gained, *facts.lost) if t.kind is TermKind.PEOPLE]


def _named(facts: HeadlineFacts, pack: Pack) -> list[str]:
    """Return what a passage names, for want of an act: things first, then who and what for."""
    kinds = ("data", "products", "parties", "bases", "purposes")
    own = {kind: [name for of, name in facts.named if of == kind and (of, name) in facts.own] for kind in kinds}
    own["products"] = [name for name in own["products"] if name != "company_products"]
    return [said for kind in kinds for said in names_of(kind, own[kind], facts, pack)]


def _citing(facts: HeadlineFacts, pack: Pack) -> str:
    known = names_of("bases", facts.bases[:1], facts, pack)
    return f", citing {known[0]}" if known else ""


def _tail(facts: HeadlineFacts) -> str:
    if facts.choice is TermKind.OPT_IN:
        return " with consent" if facts.names_consent else " if people choose so"
    return " unless people object" if facts.choice is TermKind.OPT_OUT else ""


def about(facts: HeadlineFacts, news: News, pack: Pack) -> str:
    """Return what a passage is about: its gravest topic, else the heading that it stands under."""
    if facts.topics:
        return pack.topic(facts.topics[0]).label
    heading = next((text.strip(MARKS + ":") for text in reversed(news.hunk.context) if text.strip(MARKS + ":")), "")
    is_title = len(heading) <= QUOTED and not any(letter.isdigit() for letter in heading)
    return f"“{heading}”" if heading and is_title else ""


def _beside(news: News, facts: HeadlineFacts, pack: Pack) -> str:
    """Return what a passage is about, where what it names does not say it."""
    named = {topic for key in facts.named if key in pack.concepts for topic in pack.concepts[key].topics}
    return "" if facts.topics and facts.topics[0] in named else about(facts, news, pack)


def _figure(terms: Sequence[Term], text: str | None, *, is_foreign: bool) -> str:
    """Return a duration or an age; a duration as the text has it, in quotes where that is another language."""
    term = next((t for t in terms if t.kind in (TermKind.DURATION, TermKind.AGE)), None)
    if term is None:
        return ""
    if term.kind is TermKind.AGE:
        return f"{float(term.name):g}"
    said = quoted(term.text, text)
    if is_foreign:
        return said or counted(round(float(term.name)))
    return said.strip("“”") or term.text


def counted(days: int) -> str:
    """Return a number of days in words of English."""
    return "1 day" if days == 1 else f"{days} days"


def _day(terms: Sequence[Term]) -> str:
    name = next((t.name for t in terms if t.kind is TermKind.DATE), "")
    try:
        return day_in_words(date.fromisoformat(name))
    except ValueError:
        return ""  # a day of no year, a year alone


def day_in_words(day: date) -> str:
    """Return a day as a headline writes it: 7 April 2025."""
    return f"{day.day} {day:%B} {day.year}"
