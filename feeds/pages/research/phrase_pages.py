"""The pages of phrases: one phrase over all versions, and the list of those that the site keeps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from feeds.addresses import version_address
from feeds.edition.feed_topics import Channel
from feeds.edition.survey import Survey, Watched
from feeds.language.translation import _
from feeds.pages.research.research_addresses import PHRASE, PHRASES, phrase_address
from feeds.research.charts import steps_chart
from feeds.research.research_records import PhraseCount, PhraseHistory, PhraseInDocument, PhrasePassage
from feeds.research.version_runs import Interval
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.consistency import words
from snapshots.frozen_class import frozen
from snapshots.records import Document

_LISTED = 60  # texts that the page shows


@frozen
class Sum:
    """How many passages of all documents hold a phrase from a time on, and what moved."""

    at: datetime
    count: int
    moves: tuple[tuple[Document, int], ...]  # by how many in which document; at the first one the record begins


@frozen
class PhraseQuote:
    """A text with the phrase marked in it, and the places of a document in which it stood."""

    document: Document
    places: tuple[PhrasePassage, ...]
    version: int  # the newest that holds it
    pieces: tuple[tuple[bool, str], ...]  # with True where the phrase stands
    address: str  # of that version's text

    @property
    def standing(self) -> int:
        """Return in how many of the places it stands now."""
        return sum(place.is_there for place in self.places)


@frozen
class NearPhrase:
    """What is said in place of a phrase, with the question for it."""

    phrase: str
    query: str


@frozen
class ListedPhrase:
    """A phrase in the list of those that have a page."""

    phrase: str
    address: str


def render_phrase(
    found: PhraseHistory,
    path: str,
    survey: Survey,
    site: Site,
    channel: Channel,
    document_id: str = "",
    near: Sequence[str] = (),
) -> bytes:
    """Return the page of a phrase, asked of all documents or of one; `near` is what they say where none holds it."""
    watched = {one.document.id: one for one in survey.watched}
    sums = _sums(found.documents)
    until = max((w.last.captured_at for w in survey.watched if w.last), default=None)
    unseen = _unseen(found, watched, until) if until else ()
    quoted = _quotes(found, watched)
    return render_page(
        "research/phrase.html", path, site, channel,
        menu="phrases", is_menu_page=False, seeing=None,
        description=_("When the words “{phrase}” were first and last seen in the watched documents.").format(
            phrase=found.phrase
        ),
        near=[NearPhrase(phrase=one, query=urlencode({"q": one})) for one in near],
        found=found, survey=survey, sums=sums, top=max((s.count for s in sums), default=0), until=until,
        chart=steps_chart([PhraseCount(at=s.at, count=s.count) for s in sums], until, unseen) if sums and until else "",
        unseen=unseen, action=PHRASE, asked_of=document_id,
        with_it=[d for d in found.documents if d.first], without_it=[d for d in found.documents if not d.first],
        quoted=quoted[:_LISTED], more=max(0, len(quoted) - _LISTED),
    )  # fmt: skip


def render_phrases(survey: Survey, site: Site, channel: Channel, *, path: str = PHRASES, problem: str = "") -> bytes:
    """Return the page to search from, with the phrases that have a page of their own; `problem` says what was wrong."""
    kept = [ListedPhrase(phrase=phrase, address=phrase_address(phrase)) for phrase in site.phrases]
    return render_page(
        "research/phrases.html", path, site, channel,
        menu="phrases", seeing=None, survey=survey, kept=kept, action=PHRASE, asked_of="", problem=problem,
        description=_("Words over all versions of all documents: when they were first and last seen."),
    )  # fmt: skip


def _sums(documents: Sequence[PhraseInDocument]) -> tuple[Sum, ...]:
    """Return the steps of all documents as one; a document that is not seen keeps its last count."""
    moves = sorted(
        ((step.at, found.document.id, found.document, step.count) for found in documents for step in found.steps),
        key=lambda move: move[:2],
    )
    counts: dict[str, int] = {}
    sums: list[Sum] = []
    for at, group in groupby(moves, key=lambda move: move[0]):
        before = dict(counts)
        changed = []
        for _when, name, document, count in group:
            counts[name] = count
            if count != before.get(name, 0):
                changed.append((document, count - before.get(name, 0)))
        if changed or not sums:
            sums.append(Sum(at=at, count=sum(counts.values()), moves=tuple(changed)))
    return tuple(sums)


def _unseen(found: PhraseHistory, watched: Mapping[str, Watched], until: datetime) -> tuple[Interval, ...]:
    """Return when a document that ever held the phrase was not seen for a day or longer."""
    gaps = [gap for document in found.documents if document.first for gap in watched[document.document.id].gaps]
    return tuple(
        Interval(since=gap.since, until=gap.until or until, is_open=gap.until is None)
        for gap in sorted(gaps, key=lambda gap: gap.since)
        if not gap.is_partial and (gap.until or until) - gap.since >= timedelta(days=1)
    )


def _quotes(found: PhraseHistory, watched: Mapping[str, Watched]) -> list[PhraseQuote]:
    """Return the passages of one text and document together, in the order of their first."""
    together: dict[tuple[str, str], list[PhrasePassage]] = {}
    for passage in found.passages:
        together.setdefault((passage.document_id, passage.text), []).append(passage)
    quoted = []
    for (document_id, text), places in together.items():
        newest = max(place.version for place in places)
        quoted.append(
            PhraseQuote(
                document=watched[document_id].document,
                places=tuple(places),
                version=newest,
                pieces=cut_at(text, found.phrase),
                address=version_address(watched[document_id].versions[newest - 1]),
            )
        )
    return quoted


def cut_at(text: str, phrase: str) -> tuple[tuple[bool, str], ...]:
    """Return a text in pieces, those that are the phrase with True; joined they give the text."""
    wanted = words(phrase)
    if not wanted:
        return ((False, text),)
    joined = r"[\W_]+".join(map(re.escape, wanted))
    pattern = re.compile(rf"(?<![^\W_]){joined}(?![^\W_])", re.IGNORECASE)
    pieces: list[tuple[bool, str]] = []
    end = 0
    for found in pattern.finditer(text):
        pieces += [(False, text[end : found.start()]), (True, found.group())]
        end = found.end()
    pieces.append((False, text[end:]))
    return tuple(piece for piece in pieces if piece[1])
