"""Fills the sentences of a headline with what was understood, the fullest that fits. Chooses no passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from babel import Locale, UnknownLocaleError

from monitor.alerts.situation import Situation
from monitor.rules.headline_wording import TextName
from monitor.rules.pack import Pack
from snapshots.records import HunkKind

MOST = 100
"""Characters of a headline, so that it fits where titles and subjects are shown."""

_WHOLE, _REWRITTEN = 40, 0.6  # segments of a text that can be rewritten, and the share that is another then
_ABOUT = ("about", "beside")  # slots that say on which topic
_PART = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_VERB = re.compile(r"(\w+)~")
_OF_ACT = re.compile(r"(\w+): ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who and what a headline is about."""

    service: str
    text: TextName
    kind: str = ""  # of the document
    language: str = "en"

    @property
    def policy(self) -> str:
        return f"{self.service}’s {self.text.noun}" if self.service else f"The {self.text.noun}"

    @property
    def company(self) -> str:
        return self.service or "The company"

    @property
    def addition(self) -> str:
        """Return what a headline says of a text in another language than its own: which it is."""
        name = language_name(self.language)
        return f", in the {name} text" if name and name != "English" else ""


def subject_of(situation: Situation, pack: Pack) -> Subject:
    """Return who and what the headlines of a change are about."""
    kinds = pack.wording.kind
    text = kinds.get(situation.kind) or next(iter(kinds.values()))
    if _is_rewritten(situation):
        text = replace(text, noun=f"rewritten {text.noun}")
    return Subject(service=situation.service, text=text, kind=situation.kind, language=situation.language)


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


def language_name(code: str) -> str:
    """Return the English name of a language, "" for none."""
    try:
        return Locale.parse(code.split("-")[0]).get_language_name("en") or ""
    except (UnknownLocaleError, ValueError):
        return ""


def say(sentences: Sequence[str], subject: Subject, slots: Sequence[Mapping[str, str]], *, act: str = "") -> str | None:
    """Return the first sentence whose parts are all known, in the fullest form that fits; None where there is none.

    `slots` are the parts in forms from the fullest to the barest.
    """
    room = MOST - len(subject.addition)
    for sentence in sentences:
        own = _OF_ACT.match(sentence)
        if own and own[1] != act:
            continue
        bare = sentence[own.end() :] if own else sentence
        for known in slots:
            for form in _forms(bare):
                said = _fill(form, known, subject)
                if said and len(said) <= room:
                    return said[:1].upper() + said[1:] + subject.addition
    return None


def _forms(sentence: str) -> Iterator[str]:
    """Yield a sentence with all of its optional parts, then without the last, and so on."""
    parts = len(_PART.findall(sentence))
    for kept in range(parts, -1, -1):
        number = iter(range(parts))
        yield _PART.sub(lambda part: part[1] if next(number) < kept else "", sentence)  # noqa: B023


def _fill(form: str, known: Mapping[str, str], subject: Subject) -> str | None:
    known = {"service": subject.company, "policy": subject.policy, **known}
    if any(name not in known for name in _SLOT.findall(form)):
        return None
    agreed = _VERB.sub(lambda verb: verb[1] if subject.text.is_plural else f"{verb[1]}s", form)
    said = _SLOT.sub(lambda slot: known[slot[1]], agreed)
    about = next((known[name] for name in _ABOUT if f"{{{name}}}" in form), "")
    return None if about and _is_said_by(said, about, known.get("said_by", "")) else said


def _is_said_by(sentence: str, about: str, stems: str) -> bool:
    """Whether a sentence says what it is about without its "on ..." as well."""
    rest = sentence.casefold().replace(about.casefold(), "", 1)
    return any(stem in rest for stem in (about.casefold(), *filter(None, stems.split("|"))))


def listed(names: Sequence[str], most: int) -> str:
    """Return names as a list in prose, what is too much of it as "more"."""
    if len(names) > most:
        names = [*names[:most], "more"] if most > 1 else names[:1]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
