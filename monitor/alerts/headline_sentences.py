"""Fills the sentences of a headline with what was understood, the fullest that fits. Chooses no passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from monitor.alerts.phrase_words import (
    Said,
    Slots,
    as_it_is,
    fill,
    in_english,
    language_name,
    phrase_of,
    slots_in,
    words,
)
from monitor.alerts.situation import Situation
from monitor.extract.text import shorten
from monitor.rules.headline_wording import TextName
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen
from snapshots.phrases import PartKind, ToldPhrase
from snapshots.records import HunkKind

MOST = 100
"""Characters of a headline, so that it fits where titles and subjects are shown."""

COMPANY = "The company"
"""Who is watched, where a document names no service."""

IN_TONGUE = ", in the {tongue} text"
"""What a headline says of a text in another language than English: which it is."""

_WHOLE, _REWRITTEN = 40, 0.6  # segments of a text that can be rewritten, and the share that is another then
_ABOUT = ("about", "beside")  # slots that say on which topic
_PART = re.compile(r"\[([^\]]*)\]")
_VERB = re.compile(r"(\w+)~")
_ADDED = "{addition}"
_OF_ACT = re.compile(r"(\w+): ")


@frozen
class Subject:
    """Who and what a headline is about."""

    service: str
    text: TextName
    kind: str = ""  # of the document
    language: str = "en"
    seen_on: date = date.max  # the day of the capture; `date.max` where nothing is known of it

    @property
    def slots(self) -> Slots:
        """Return what every sentence can name: who is watched, what the text is called, and its language.

        English is the language of headlines, and goes without saying.
        """
        name = language_name(self.language)
        return {
            "service": as_it_is(self.service) or words(COMPANY),
            "policy": words(f"{{service}}’s {self.text.noun}" if self.service else f"The {self.text.noun}"),
            "addition": words(IN_TONGUE if name and name != "English" else ""),
            "tongue": Said((self.language,), PartKind.TONGUE),
        }


@frozen
class Telling:
    """A sentence in English, and the parts that it is made of."""

    english: str
    phrase: ToldPhrase


def subject_of(situation: Situation, pack: Pack) -> Subject:
    """Return who and what the headlines of a change are about."""
    kinds = pack.wording.kind
    text = kinds.get(situation.kind) or next(iter(kinds.values()))
    if _is_rewritten(situation):
        text = replace(text, noun=f"rewritten {text.noun}")
    return Subject(
        service=situation.service,
        text=text,
        kind=situation.kind,
        language=situation.language,
        seen_on=situation.captured_on,
    )


def _is_rewritten(situation: Situation) -> bool:
    """Whether most of a text is another than before."""
    sides = ((situation.before.segments, "old"), (situation.now.segments, "new"))
    told = [
        hunk for hunk in situation.hunks if not hunk.cosmetic and hunk.kind not in (HunkKind.MOVED, HunkKind.LINK_MOVED)
    ]
    return all(
        len(segments) >= _WHOLE and len({getattr(h, side) for h in told} - {None}) > _REWRITTEN * len(segments)
        for segments, side in sides
    )


def say(sentences: Sequence[str], subject: Subject, slots: Sequence[Slots], *, act: str = "") -> Telling | None:
    """Return the first sentence whose parts are all known, in the fullest form that fits; None where there is none.

    `slots` are the parts in forms from the fullest to the barest.
    """
    own_slots = subject.slots
    addition = in_english(own_slots["addition"], own_slots)
    for sentence in sentences:
        own = _OF_ACT.match(sentence)
        if own and own[1] != act:
            continue
        bare = sentence[own.end() :] if own else sentence
        for given in slots:
            known = {**own_slots, **given}
            for form in _forms(bare):
                said = _fill(form, known, is_plural=subject.text.is_plural)
                if said and len(said) + len(addition) <= MOST:
                    phrase = phrase_of(f"{bare}{_ADDED}", f"{form}{_ADDED}", known)
                    return Telling(english=f"{said[:1].upper()}{said[1:]}{addition}", phrase=phrase)
    return None


def say_in_any_case(sentence: str, slots: Slots, subject: Subject | None = None) -> Telling:
    """Return a sentence whose parts are all known, cut where it does not fit."""
    known = {**(subject.slots if subject else {}), **slots}
    said = _fill(sentence, known, is_plural=bool(subject and subject.text.is_plural)) or ""
    return Telling(english=shorten(said[:1].upper() + said[1:], MOST), phrase=phrase_of(sentence, sentence, known))


def _forms(sentence: str) -> Iterator[str]:
    """Yield a sentence with all of its optional parts, then without the last, and so on."""
    parts = len(_PART.findall(sentence))
    for kept in range(parts, -1, -1):
        number = iter(range(parts))
        yield _PART.sub(lambda part: part[1] if next(number) < kept else "", sentence)  # noqa: B023


def _fill(form: str, known: Slots, *, is_plural: bool) -> str | None:
    if any(name not in known for name in slots_in(form)):
        return None
    said = fill(_VERB.sub(lambda verb: verb[1] if is_plural else f"{verb[1]}s", form), known)
    about = next((in_english(known[name], known) for name in _ABOUT if f"{{{name}}}" in form), "")
    stems = in_english(known["said_by"], known) if "said_by" in known else ""
    return None if about and _is_said_by(said, about, stems) else said


def _is_said_by(sentence: str, about: str, stems: str) -> bool:
    """Whether a sentence says what it is about without its "on ..." as well."""
    rest = sentence.casefold().replace(about.casefold(), "", 1)
    return any(stem in rest for stem in (about.casefold(), *filter(None, stems.split("|"))))
