"""What an alert tells beside a change that was told of another document before, in words. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from feeds import wording
from feeds.clean import clean_line, cut_line
from feeds.edition.stories import OwnFinding, StoryPlace, own_part
from feeds.language.spoken_phrases import phrase_words
from feeds.language.translation import _
from snapshots.phrases import PartKind, PhrasePart, ToldPhrase
from snapshots.records import Alert, Finding

_MARKS = "#*•–- "  # of headings and entries, as recorders write them
_QUOTED = 240  # characters of a sentence or a quote where there is more room than in a title


def own_headlines(own: Sequence[OwnFinding], title: str) -> tuple[str, ...]:
    """Return what is its own of a document, the gravest first; `title` is that of the document."""
    return tuple(wording.finding_headline(_with_own_headline(one, title)) for one in own)


def places_in_words(places: Iterable[StoryPlace]) -> tuple[tuple[StoryPlace, tuple[str, ...]], ...]:
    """Return the places of a story, each with what was told of it alone, in sentences that quote it."""
    return tuple((place, own_sentences(place.own, place.title)) for place in places)


def own_sentences(own: Sequence[OwnFinding], title: str) -> tuple[str, ...]:
    """Return what is its own of a document, the gravest first, each with the first words that it rests on."""
    return tuple(_sentence(one, title) for one in own)


def _sentence(one: OwnFinding, title: str) -> str:
    said = wording.finding_headline(_with_own_headline(one, title, _QUOTED), _QUOTED)
    if not one.is_led:
        return said
    quoted = f"{said}: “{cut_line(_words_of(one), _QUOTED)}”"
    return phrase_words(_as_it_is(quoted)) or quoted


def own_part_in_words(alert: Alert, own: Sequence[OwnFinding], title: str) -> Alert:
    """Return an alert as it is told beside a story: nothing but what is its own, under a headline of that."""
    part = own_part(alert, own)
    findings = tuple(_with_own_headline(one, title) for one in own)
    headlines = "; ".join(wording.finding_headline(finding) for finding in findings)
    said = _("Beside what was told of another document already: {findings}.").format(findings=headlines)
    return replace(
        part,
        findings=findings,
        headline=findings[0].headline,
        summary=said,
        summary_phrases=(_as_it_is(said),),
    )


def _with_own_headline(one: OwnFinding, title: str, most: int = wording.LONGEST_TITLE) -> Finding:
    """Return a finding under its headline, or under the first words that are its own where that is of others."""
    if one.is_led:
        return one.finding
    quote = one.finding.evidence[0]
    name, text = clean_line(title), _words_of(one)
    message = _("{document} now says: “{quote}”") if quote.after_text else _("{document} no longer says: “{quote}”")
    room = most - len(message.format(document=name, quote=""))
    said = message.format(document=name, quote=cut_line(text, max(room, 20)))
    return replace(one.finding, headline=said, phrase=_as_it_is(said))


def _words_of(one: OwnFinding) -> str:
    quote = one.finding.evidence[0]
    return clean_line(quote.after_text or quote.before_text or "").lstrip(_MARKS)


def _as_it_is(said: str) -> ToldPhrase:
    """Return words of the language that is being spoken as a sentence that needs no other words in it."""
    return ToldPhrase(says="{said}", parts=(PhrasePart(name="said", said=(said,), kind=PartKind.TEXT),))
