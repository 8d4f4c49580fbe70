"""A change as it is handed to assessment, and the passages of it that are news. Rates nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from monitor.alerts.contents_lists import ContentsLists
from monitor.alerts.data_lists import is_of_recipients
from monitor.alerts.further_editions import without_further_editions
from monitor.alerts.identifiers import CookieRows, is_of_identifiers
from monitor.alerts.joint_subjects import headed_by
from monitor.alerts.known_text import KnownText
from monitor.alerts.language_names import is_of_languages
from monitor.alerts.mail_addresses import MailAddresses
from monitor.alerts.news import LISTED, News, news_of
from monitor.alerts.passages import ReadPassage, passages_of
from monitor.alerts.respacing import Respacing
from monitor.extract.dates import dates_in, dates_itself, words_beside_dates
from monitor.extract.form_fields import without_limits
from monitor.extract.identity import is_known, words_key
from monitor.reading.reader import Reader
from monitor.rules.languages import Languages
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Hunk, SegmentKind

_SENTENCE = 5  # words of what may be one
_ENDS = (".", "!", "。")
_BETWEEN = re.compile(r"\s[·|•—–]\s")
_ENTRIES, _ENTRY = 4, 4  # entries of a row at least, words of one at most
_DATE_LINE = 3  # words of a line that dates the page: "Last updated on"
_DATED = 2  # entries of a row beside the date of the page


@frozen
class Situation:
    """A change as it is to be judged: what differs, and what was known before."""

    kind: str  # of the document
    language: str
    hunks: tuple[Hunk, ...]
    before: Extraction
    now: Extraction
    seen: Collection[bytes]
    stated: str  # latest ISO date the document gave before
    captured_on: date
    labels: frozenset[bytes] = frozenset()  # keys of the texts that are links and nothing else
    is_partial: bool = False
    is_reversal: bool = False
    is_computed: bool = True  # False: too much differs, and `hunks` are empty
    watched_links: tuple[str, ...] = ()  # parts of the words or addresses of links whose move is told
    service: str = ""  # who is watched, as headlines name it


def labels_of(*sides: Extraction | None) -> frozenset[bytes]:
    """Return the keys of the texts of all links on both sides: a segment that is one of them states nothing."""
    return frozenset(words_key(link.text) for side in sides if side for link in side.links if link.text)


def news_in(situation: Situation, reader: Reader) -> list[News]:
    """Return the pieces of news of a change, what is only a link's text left out.

    A link that names a company in a list of those who get data is news.
    """
    languages = reader.pack.languages
    # A reversal brings back what was seen: there every edit counts.
    seen: Collection[bytes] = frozenset() if situation.is_reversal else situation.seen
    known = KnownText(seen, situation.before.segments, situation.now.segments, languages)
    respaced = Respacing(situation.before.segments, situation.now.segments, situation.hunks)
    mail = MailAddresses(situation.before.segments, situation.now.segments)
    grammar = languages[situation.language].words
    cookies = CookieRows(situation.before.segments, situation.now.segments, grammar)
    contents = ContentsLists(situation.before.segments, situation.now.segments)
    hunks = [
        hunk
        for hunk in situation.hunks
        if not (
            _is_beside_words(hunk)
            or (situation.is_partial and _is_cut_off(hunk))
            or _is_menu(hunk, languages)
            or respaced.holds(hunk)
            or _is_date_line(hunk, languages)
            or mail.hold(hunk)
            or contents.hold(hunk)
            or cookies.hold(hunk)
            or is_of_identifiers(hunk, grammar)
            or is_of_languages(hunk, languages)
        )
    ]
    news = without_further_editions(news_of(hunks, known, is_partial=situation.is_partial), known)
    return [
        item
        for item in news
        if not _is_label(item.text, situation.labels, situation.language, languages) or _is_recipient(item, reader)
    ]


def _is_beside_words(hunk: Hunk) -> bool:
    """Whether a hunk has no words of the page: it is told by what finds it, and read by nobody."""
    if hunk.segment_kind is SegmentKind.NOTE:
        return True
    before, after = hunk.before or "", hunk.after or ""
    if hunk.segment_kind is not SegmentKind.FIELD:
        return False
    return without_limits(before) == without_limits(after) or any("[button, " in side for side in (before, after))


def _is_cut_off(hunk: Hunk) -> bool:
    """Whether a text ends in the midst of what stood there, as the last one of half a page does."""
    after = (hunk.after or "").rstrip()
    return bool(after and hunk.before) and not after.endswith(_ENDS) and str(hunk.before).startswith(after)


def _is_menu(hunk: Hunk, languages: Languages) -> bool:
    """Whether a line is a row of short entries, as over or under a page: "About · Careers · Cookies · Terms"."""
    sides = [_BETWEEN.split(text) for text in (hunk.before, hunk.after) if text]
    entries = [entry for side in sides for entry in side]
    if any(_words_in(entry) > _ENTRY for entry in entries):
        return False
    least = min(map(len, sides), default=0)
    return least >= _ENTRIES or (least >= _DATED and any(dates_in(entry, languages) for entry in entries))


def _words_in(entry: str) -> int:
    return sum(any(map(str.isalpha, word)) for word in entry.split())


def _is_date_line(hunk: Hunk, languages: Languages) -> bool:
    """Whether all that a hunk has are lines that date the page; what the day means is read off the whole change."""
    return all(
        dates_itself(text, languages) and words_beside_dates(text, languages) <= _DATE_LINE
        for text in (hunk.before, hunk.after)
        if text
    )


def _is_label(text: str, labels: frozenset[bytes], language: str, languages: Languages) -> bool:
    """Whether a text is a link's and no statement: a sentence that is a link is a sentence."""
    words = [word.strip("\"'“”«».,;:!?()").lower() for word in text.split()]
    grammar = languages[language].words
    has_verb = any(word in grammar.we or word in grammar.predicates for word in words)
    is_whole = text.rstrip("\"'”’»)").endswith(_ENDS)
    speaks = len(words) >= _SENTENCE and (words[0] in grammar.we or (is_whole and has_verb))
    return not speaks and is_known(text, labels)


def _is_recipient(item: News, reader: Reader) -> bool:
    """Whether an entry of a list came or went that only names somebody, under what says who gets data."""
    if item.hunk.segment_kind not in LISTED or not 0 < len(item.text.split()) <= _ENTRY:
        return False
    return is_of_recipients(item.hunk.context, reader)


def passages_in(situation: Situation, news: Sequence[News], reader: Reader) -> list[ReadPassage]:
    """Return every passage of a situation's news that states something, as it was read, in the order of the text."""
    sides = (situation.before.segments, situation.now.segments)
    headed = f"{situation.service} {headed_by(situation.before, situation.now)}"
    return passages_of(news, situation.hunks, sides, reader, headed)
