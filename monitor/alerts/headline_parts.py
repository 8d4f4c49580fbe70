"""The parts of a headline in words: names of what was understood, and the text's own words in quotes. Orders none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from monitor.alerts.headline_facts import PARTICULAR, HeadlineFacts
from monitor.alerts.headline_quotes import MARKS, QUOTED, edited, field_of, plain, quoted, snippet_of, things_of
from monitor.alerts.news import News
from monitor.alerts.passage_severity import RatedPassage
from monitor.alerts.phrase_words import UNSAID, Said, Slots, as_it_is, at_most, on_day, on_iso_day, words
from monitor.claims.asked_data import ASKED_DATA
from monitor.claims.claim import Frame
from monitor.extract.text import shorten
from monitor.reading.statements import Term, TermKind
from monitor.rules.headline_wording import ActWords
from monitor.rules.pack import Pack
from snapshots.phrases import PartKind

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
    if kind == "requirements" and name in ASKED_DATA:
        return name_of("data", name, facts, pack)
    concept = pack.concepts.get((kind, name))
    return concept.label if concept else ""


def names_of(kind: str, names: Sequence[str], facts: HeadlineFacts, pack: Pack) -> list[str]:
    return [said for name in dict.fromkeys(names) if (said := name_of(kind, name, facts, pack))]


def slots_of(rated: RatedPassage, news: News, facts: HeadlineFacts, pack: Pack) -> Iterator[Slots]:
    """Yield the parts of a headline, from the fullest form to the barest."""
    fixed = {key: said for key, said in _fixed_slots(rated, news, facts, pack).items() if said}
    for data, purposes, parties, is_named in _FORMS:
        yield {**fixed, **_deed(facts, pack, data, purposes, parties, is_named=is_named)}


def _deed(facts: HeadlineFacts, pack: Pack, data: int, purposes: int, parties: int, *, is_named: bool) -> Slots:
    """Return what is done, with so many of the data, purposes and parties that are known."""
    own = pack.wording.words
    whose = names_of("people", [p for p in facts.people if p in PARTICULAR], facts, pack) if is_named else []
    of_people = words(own["of_people"]) if whose else UNSAID
    known = names_of("data", [d for d in facts.data if d != "minors_data" or "minors" not in facts.people], facts, pack)
    with_what = words(*at_most(known, data)) or (words(own["any"]) if of_people else UNSAID)
    implied = _IMPLIED.get(facts.act, ())
    if facts.act == "show" and ("purposes", "ads") in facts.own:
        implied = ("ads", *implied)
    sought = sorted((p for p in facts.purposes if p not in implied), key=lambda p: p in _GENERAL)
    aims = names_of("purposes", [p for p in sought if p not in _GENERAL or sought[0] in _GENERAL], facts, pack)
    is_promise = facts.frame is Frame.PROMISE  # what is promised is done for no purpose of the company's
    what_for = words(*at_most(aims, purposes)) if purposes and not is_promise else UNSAID
    others = names_of("parties", facts.parties, facts, pack)
    whole = {"whose": words(*at_most(whose, 2)), "aims": what_for}
    if facts.act in _OF_THINGS and not (facts.data or others or facts.names_data):
        alone = {**whole, "of_people": of_people, "tail": UNSAID}
        return {**alone, "data": with_what} if with_what else alone  # "provided with the help of": nothing is shared
    over = words(*at_most(names_of("products", facts.products, facts, pack), 2)) if is_named else UNSAID
    found = {**whole, "data": with_what, "purposes": what_for, "aim": what_for or with_what}
    act = _act_words(facts, pack, is_aimed=bool(what_for))
    is_vague = not (known or of_people or what_for or (others and act and act.joins) or (over and act and act.across))
    if act:
        found |= {
            "object": with_what or words(own["any"]),
            "others": words(*others[:parties]),
            "joined": words(f" {act.joins} {{others}}") if others[:parties] and act.joins else UNSAID,
            "over": over,
            "spread": words(f" {act.across} {{over}}") if over and act.across else UNSAID,
            "aimed": words(own["aimed"]) if what_for else UNSAID,
            **_verbs(act, is_bare=not with_what, is_vague=is_vague, is_empty=facts.act in _EMPTY),
        }
    found["right"] = _right(facts, pack, with_what, what_for)
    tail = _tail(facts, pack) or (_citing(facts, pack) if is_named else {})
    return {"of_people": of_people, "tail": UNSAID, **{key: said for key, said in found.items() if said}, **tail}


def _verbs(act: ActWords, *, is_bare: bool, is_vague: bool, is_empty: bool) -> Slots:
    """Return the words for doing it, without an object where there is none; only its mention where all is vague."""
    if is_vague and not act.bare:
        return {"vague": words(act.told("doing", is_bare=False))}
    said = {name: words(act.told(name, is_bare=is_bare and bool(act.bare))) for name in ("do", "doing")}
    if is_empty and is_vague:
        del said["do"]  # "may now choose what people are shown" tells nothing; that it is mentioned does
    return said


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


def _right(facts: HeadlineFacts, pack: Pack, data: Said, purposes: Said) -> Said:
    """Return a right, with what it is over and what is objected to, where the text names it."""
    right = pack.wording.concept("rights", facts.right)
    if right is None:
        return UNSAID
    if facts.right == "object" and purposes:
        return words(f"{right.noun} to {{aims}}")
    is_of_data = data and data.messages != (pack.wording.words["any"],)
    return words(right.noun if is_of_data or not right.bare else right.bare)


def _fixed_slots(rated: RatedPassage, news: News, facts: HeadlineFacts, pack: Pack) -> dict[str, Said]:
    own = pack.wording.words
    right = pack.wording.concept("rights", facts.right)
    lost, gained = facts.lost, facts.gained
    bases = [t.name for t in gained if t.kind is TermKind.BASIS] or list(facts.relied_on)
    old_bases = [t.name for t in lost if t.kind is TermKind.BASIS]

    def three(kind: str, names: Sequence[str], most: int = 3) -> Said:
        return words(*at_most(names_of(kind, names, facts, pack), most))

    return {
        "people": three("people", _changed_people(facts)),
        "named": words(*at_most(_named(facts, pack), 3)),
        "exercise": words(right.do if right else ""),
        "requirements": three("requirements", facts.requirements),
        "basis": three("bases", [b for b in bases if b in facts.relied_on], 2),
        "a_basis": words(own["a_basis"] if facts.relied_on else ""),
        "a_right": words(own["a_right"] if right else ""),
        "asked": words(own.get(_asked(rated, facts), "")),
        "old_basis": three("bases", old_bases, 2),
        "thing": Said(things_of(news, facts), PartKind.TEXT),
        "field": as_it_is(field_of(news)),
        "old": as_it_is(edited(news, "-", facts) or (quoted(lost[0].text, news.hunk.before) if lost else "")),
        "new": as_it_is(edited(news, "+", facts) or (quoted(gained[0].text, news.hunk.after) if gained else "")),
        "figure": _figure(gained, news.hunk.after, pack, is_foreign=facts.is_foreign),
        "days": _days(gained),
        "old_figure": _figure(lost, news.hunk.before, pack, is_foreign=facts.is_foreign, before="old_"),
        "old_days": _days(lost),
        "day": _day(gained),
        "practice": words(*(pack.concepts["practices", name].label for name in _practices(rated)[:1])),
        "from_day": on_iso_day(facts.from_day),
        "old_day": _day(lost),
        "about": about(facts, news, pack),
        "beside": _beside(news, facts, pack),
        "said_by": as_it_is("|".join(_said_by(facts, pack))),
        "snippet": as_it_is(snippet_of(news)),
        "age_limit": words(own["minimum_age" if facts.is_minimum else "age_limit"]),
        "quote": as_it_is(f"“{shorten(plain(news.text), QUOTED)}”"),
    }


def _said_by(facts: HeadlineFacts, pack: Pack) -> tuple[str, ...]:
    """Return by which parts of a sentence the topic of a passage is said already."""
    known = pack.wording.said.get(facts.topics[0]) if facts.topics else None
    return known.by if known else ()


def _asked(rated: RatedPassage, facts: HeadlineFacts) -> str:
    """Return which words say what is asked of people: consent, or a choice; "" where they can say no as before."""
    sides = (rated.passage.before, rated.passage.after)
    if all(any(t.kind is TermKind.OPT_OUT for s in side for t in s.terms) for side in sides):
        return ""
    return "asked_consent" if facts.names_consent else "asked_choice"


def _practices(rated: RatedPassage) -> list[str]:
    """Return the practices and safeguards that the leading rule rests on."""
    terms = [t for effect in rated.leading_effects for t in (*effect.terms, *effect.lost)]
    names = dict.fromkeys(t.name for t in terms if t.kind is TermKind.PRACTICE)
    return list(names)


def _changed_people(facts: HeadlineFacts) -> list[str]:
    return [t.name for t in (*facts.gained, *facts.lost) if t.kind is TermKind.PEOPLE]


def _named(facts: HeadlineFacts, pack: Pack) -> list[str]:
    """Return what a passage names, for want of an act: things first, then who and what for."""
    kinds = ("data", "products", "parties", "bases", "purposes")
    own = {kind: [name for of, name in facts.named if of == kind and (of, name) in facts.own] for kind in kinds}
    own["products"] = [name for name in own["products"] if name != "company_products"]
    return [said for kind in kinds for said in names_of(kind, own[kind], facts, pack)]


def _citing(facts: HeadlineFacts, pack: Pack) -> Slots:
    known = names_of("bases", facts.bases[:1], facts, pack)
    return {"tail": words(pack.wording.words["citing"]), "cited": words(known[0])} if known else {}


def _tail(facts: HeadlineFacts, pack: Pack) -> Slots:
    own = pack.wording.words
    if facts.choice is TermKind.OPT_IN:
        return {"tail": words(own["with_consent" if facts.names_consent else "if_chosen"])}
    return {"tail": words(own["unless_objected"])} if facts.choice is TermKind.OPT_OUT else {}


def about(facts: HeadlineFacts, news: News, pack: Pack) -> Said:
    """Return what a passage is about: its gravest topic, else the heading that it stands under.

    The name of the whole text says nothing of a passage: "on “Privacy Policy”".
    """
    if facts.topics:
        return words(pack.topic(facts.topics[0]).label)
    above = news.hunk.context
    inner = above[1:] if above and pack.signs.has("notice", above[0]) else above
    heading = next((text.strip(MARKS + ":") for text in reversed(inner) if text.strip(MARKS + ":")), "")
    is_title = len(heading) <= QUOTED and not any(letter.isdigit() for letter in heading)
    return as_it_is(f"“{heading}”" if heading and is_title else "")


def _beside(news: News, facts: HeadlineFacts, pack: Pack) -> Said:
    """Return what a passage is about, where what it names does not say it."""
    named = {topic for key in facts.named if key in pack.concepts for topic in pack.concepts[key].topics}
    return UNSAID if facts.topics and facts.topics[0] in named else about(facts, news, pack)


def _span(terms: Sequence[Term]) -> Term | None:
    return next((t for t in terms if t.kind in (TermKind.DURATION, TermKind.AGE)), None)


def _figure(terms: Sequence[Term], text: str | None, pack: Pack, *, is_foreign: bool, before: str = "") -> Said:
    """Return a duration or an age; a duration as the text has it, in quotes where that is another language."""
    term = _span(terms)
    if term is None:
        return UNSAID
    if term.kind is TermKind.AGE:
        return as_it_is(f"{float(term.name):g}")
    said = quoted(term.text, text)
    if is_foreign:
        one = round(float(term.name)) == 1
        return as_it_is(said) or words(pack.wording.words["one_day" if one else f"{before}days"])
    return Said((said.strip("“”") or term.text,), PartKind.QUOTE)


def _days(terms: Sequence[Term]) -> Said:
    """Return of how many days a duration is."""
    term = _span(terms)
    return as_it_is(str(round(float(term.name)))) if term and term.kind is TermKind.DURATION else UNSAID


def _day(terms: Sequence[Term]) -> Said:
    name = next((t.name for t in terms if t.kind is TermKind.DATE), "")
    try:
        return on_day(date.fromisoformat(name))
    except ValueError:
        return UNSAID  # a day of no year, a year alone
