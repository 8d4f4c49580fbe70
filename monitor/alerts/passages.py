"""The news of a change as passages that were read on both sides, with what came and went in each. Rates nothing.

Sentences that changed side by side are one passage: what one of them lost and the next one gained was only parted,
joined or reordered. An entry of a list, a table or a form is a passage of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.alerts.differences import Difference, differences
from monitor.alerts.joint_subjects import name_alike
from monitor.alerts.news import COME, LISTED, WENT, News, Sign
from monitor.alerts.renamings import Renaming, find_renamings, rename
from monitor.alerts.unmoved import drop_unmoved
from monitor.extract.characters import in_latin
from monitor.extract.identity import is_turning, is_voiding
from monitor.extract.text import without_addresses
from monitor.reading.boilerplate import drop_boilerplate, is_notice
from monitor.reading.equivalents import write_alike
from monitor.reading.headings import as_heading, heads, may_head
from monitor.reading.notice_parts import with_own_heading, with_own_matter
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_passage, read_sentence
from monitor.reading.statements import POWER, Statement, Term, TermKind
from monitor.reading.typos import mend_typos, without_stray_letter
from monitor.rules.pack import Concept
from snapshots.frozen_class import frozen
from snapshots.records import Hunk, HunkKind, Segment, SegmentKind

_STRUCTURE = frozenset([Sign.JOINS, Sign.LEAVES])
_DONE_WITH_DATA = frozenset(["collect", "use", "keep", "share"])
_HEADING = 10  # words of a heading over a list
_NEAR = 6  # passages between which words that moved from one to another cancel
_CONTAINED = 0.8  # of the words of an entry that stand in the longer one in its place
_SHORT_LEAD = 3  # words and marks: "Never:"
_COLONS = (":", "：")
_SAYS_MUCH, _SHARED = 4, 0.1  # words of content of a text, and what part of them another one shares at most
_MAX_RUN = 10  # sentences of one passage; a longer run is a rewrite, told sentence by sentence


@frozen
class ReadPassage:
    """Neighbouring pieces of news as they were read; a side that has no text has no statement."""

    news: tuple[News, ...]
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    differences: tuple[Difference, ...]
    rewritten: int = 0  # phrases that say in other words what stood there, and were read as if they stood there still

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.before + self.after

    @property
    def is_reworded(self) -> bool:
        """Whether as many sentences stand in the place of those that stood there: none came or went for itself."""
        signs = {item.sign for item in self.news}
        return signs == {Sign.REWORDED} or (0 < len(self.before) == len(self.after) and not signs & _STRUCTURE)


def passages_of(
    news: Sequence[News],
    hunks: Sequence[Hunk],
    sides: tuple[Sequence[Segment], Sequence[Segment]],
    reader: Reader,
    headed: str = "",
) -> list[ReadPassage]:
    """Return the news that states something, read, without what only moved from one sentence to its neighbour.

    `hunks` are all of the change, `sides` the segments before and after, which both count, `headed` what the text
    is headed by.
    """
    news = [item for item in news if not _is_dialog(item, reader)]
    runs = [part for run in _runs(news, hunks) for part in _unlike_parts(run, reader)]
    runs = [run for run in runs if any(item.sign is not Sign.KNOWN for item in run)]
    renamings = find_renamings(hunks, reader)
    found = [_read(run, sides, reader, renamings, headed) for run in runs]
    return [p for p in _drop_moved_words(found) if p.differences or (p.before and p.after)]


def lead_sign(context: Sequence[str], reader: Reader) -> int:
    """Return the sign of what introduces a list: "We do not use:" makes each item of it a protection."""
    if not context or not context[-1].endswith(_COLONS):
        return 0
    return read_sentence(context[-1], reader).sign


def lead_acts(context: Sequence[str], reader: Reader) -> frozenset[str]:
    """Return what the line that introduces a list says is done with each entry of it: "We share your letters with:".

    So does a heading that says of which data: "Data we process". Its entries are data that is taken.
    """
    if not context:
        return frozenset()
    lead = read_sentence(context[-1], reader)
    acts = frozenset(term.name for term in lead.terms if term.kind is TermKind.ACT)
    if context[-1].endswith(_COLONS):
        return acts
    return acts | {"collect"} if _names_handled_data(lead) or _heads_data(lead) else frozenset()


def _heads_data(heading: Statement) -> bool:
    """Whether a heading ends with words for kinds of data: "What we collect", "3. Categories of data"."""
    if "data_heading" not in heading.flags or heading.is_excluding or len(heading.words) > _HEADING:
        return False
    words = [word for word in heading.words if any(map(str.isalnum, word.text))]
    found = heading.reader.mentions(heading.words)
    return any(m.concept.id == "data_heading" and heading.words[m.end - 1] is words[-1] for m in found)


def _names_handled_data(heading: Statement) -> bool:
    """Whether a heading is of the data that something is done with, not of how or why: "How we collect your data"."""
    act = next((t.index for t in heading.terms if t.kind is TermKind.ACT and t.name in _DONE_WITH_DATA), -1)
    if act < 0 or heading.is_excluding or len(heading.words) > _HEADING:
        return False
    words = [word.text for word in heading.words[:act]]
    data = next((at for at, word in enumerate(words) if word in heading.grammar.of_people), None)
    return data is not None and not any(word in heading.grammar.we for word in words[:data])


def _as_said(text: str, context: Sequence[str], reader: Reader) -> str:
    """Return a text as it is said, with the denial that it stands under: "We never do this:", "Myths"."""
    habits = reader.pack.languages[reader.language].text
    text = without_addresses(text)
    for sign, words in habits.bounds.items():
        text = re.sub(rf"{sign}\s?(?=\d)", f" {words} ", text)
    if not context or not habits.denying or not _is_denying(context[-1], reader):
        return text
    own = read_sentence(text, reader)
    is_said_twice = own.sign < 0 and not is_voiding(context[-1])  # "What we never do: We never sell"
    return text if is_said_twice or not any(clause.act for clause in own.clauses) else f"{habits.denying} {text}"


def _is_denying(lead: str, reader: Reader) -> bool:
    """Whether words over a text say that it is not so, and name no act of their own that is not done."""
    if is_voiding(lead):
        return not lead.endswith("?")
    if not is_turning(lead) or lead.endswith("?"):
        return False
    words = [word.text for word in reader.words_of(lead)]
    grammar = reader.grammar
    is_of_company = any(word in grammar.we for word in words) or len(words) <= _SHORT_LEAD
    return (
        is_of_company and grammar.condition not in words and not any(c.act for c in read_sentence(lead, reader).clauses)
    )


def _runs(news: Sequence[News], hunks: Sequence[Hunk]) -> list[list[News]]:
    """Part news where an unchanged segment stands between, where it moved, and at each entry of a list."""
    gaps = Gaps(hunks)
    runs: list[list[News]] = []
    for item in news:
        if runs and gaps.of(item.hunk) == gaps.of(runs[-1][-1].hunk) and _belong(runs[-1][-1].hunk, item.hunk):
            runs[-1].append(item)
        else:
            runs.append([item])
    return [part for run in runs for part in ([run] if len(run) <= _MAX_RUN else [[item] for item in run])]


def _unlike_parts(run: list[News], reader: Reader) -> list[list[News]]:
    """Part sentences that went from those that stand in their place and have no word of theirs: neither is reworded.

    A phrase that says the same is no other word: "we view your enquiry" rewords "we look at your request".
    """
    gone, come = ([item for item in run if item.sign is sign] for sign in (Sign.GONE, Sign.NEW_PASSAGE))
    if not gone or not come or len(gone) + len(come) < len(run) or any(_is_notice(item.text, reader) for item in come):
        return [run]
    old, new = (" ".join(item.text for item in side) for side in (gone, come))
    words = [_content(text, reader) for text in (write_alike(old, new, reader)[0], new)]
    shared = len(words[0] & words[1])
    is_unlike = min(map(len, words)) >= _SAYS_MUCH and shared <= _SHARED * min(map(len, words))
    return [gone, come] if is_unlike else [run]


def _is_notice(text: str, reader: Reader) -> bool:
    """Whether a text reports a fault of the page, or is a button."""
    return any(m.concept.id in ("error", "button") for m in reader.mentions(reader.words_of(text)))


def _content(text: str, reader: Reader) -> frozenset[str]:
    """Return the words of a text that are none of the commonest, and no word for data of any kind."""
    grammar = reader.grammar
    words = {word.text for word in reader.words_of(text) if word.text.isalpha()}
    return frozenset(word for word in words if word not in grammar.common and word not in grammar.of_people)


def _belong(last: Hunk, following: Hunk) -> bool:
    """Whether two neighbours are read together: sentences, and an entry that took another's place."""
    if HunkKind.MOVED in (last.kind, following.kind):
        return False
    if not LISTED & {last.segment_kind, following.segment_kind}:
        return True
    gone, come = (last.before or following.before), (last.after or following.after)
    if {last.kind, following.kind} != {HunkKind.ADDED, HunkKind.REMOVED} or not gone or not come:
        return False
    words = sorted((set(gone.lower().split()), set(come.lower().split())), key=len)
    return len(words[0] & words[1]) >= _CONTAINED * len(words[0])


class Gaps:
    """Numbers the places between unchanged segments: what changed in one of them changed side by side."""

    def __init__(self, hunks: Sequence[Hunk]) -> None:
        told = [h for h in hunks if h.kind is not HunkKind.LINK_MOVED]
        self._old = sorted(h.old for h in told if h.old is not None)
        self._new = sorted(h.new for h in told if h.new is not None)

    def of(self, hunk: Hunk) -> int:
        """Return how many unchanged segments stand before a hunk, the same on either side."""
        if hunk.old is not None:
            return hunk.old - bisect_left(self._old, hunk.old)
        return (hunk.new or 0) - bisect_left(self._new, hunk.new or 0)


def _read(
    run: Sequence[News],
    sides: tuple[Sequence[Segment], Sequence[Segment]],
    reader: Reader,
    renamings: Sequence[Renaming],
    headed: str,
) -> ReadPassage:
    hunk = run[0].hunk
    lead = lead_sign(hunk.context, reader)
    before = [_told_before(item, reader) for item in run if item.hunk.before and item.sign not in COME]
    after = [_told_after(item, reader) for item in run if item.hunk.after and item.sign not in WENT]
    rewritten = 0
    if before and after:
        before, after = ([without_stray_letter(text) for text in texts] for texts in (before, after))
        whole = " ".join(after)
        before = [rename(text, renamings) for text in before]
        before = [name_alike(text, whole, headed, reader) for text in before]
        alike = [write_alike(text, whole, reader) for text in before]
        before, rewritten = [text for text, _ in alike], sum(count for _, count in alike)
        before = [mend_typos(text, whole, reader) for text in before]
    question = hunk.context[-1] if hunk.context and hunk.context[-1].endswith("?") else ""
    if before and after and hunk.segment_kind not in LISTED:
        before, after = _with_question(run, before, after, sides)
    old = read_passage(before, reader, lead, question)
    headings = [item.hunk.after for item in run if item.hunk.segment_kind is SegmentKind.HEADING and item.hunk.after]
    new = _with_own_matter(read_passage(after, reader, lead, question), after, sides, headings=headings)
    old, new = (_heading_on(read, run, side, sides[side], reader) for side, read in enumerate((old, new)))
    if hunk.segment_kind in LISTED:
        old, new = ([s for s in side if not is_notice(s)] for side in (old, new))
    elif reader.is_language_known:  # of another nobody knows what is furniture
        old, new = drop_boilerplate(old, new, is_whole=len(sides[1]) <= len(run), now=sides[1])
    terms = ([term for statement in side for term in statement.terms] for side in (old, new))
    found = _keep_news(drop_unmoved(differences(*terms), old, new), run, old, new)
    found = _drop_said_elsewhere(found, sides, reader)
    told = tuple(item for item in run if item.sign is not Sign.KNOWN)
    return ReadPassage(news=told, before=tuple(old), after=tuple(new), differences=tuple(found), rewritten=rewritten)


def _heading_on(
    read: list[Statement], run: Sequence[News], side: int, segments: Sequence[Segment], reader: Reader
) -> list[Statement]:
    """Return the sentences as read, the last as one that states nothing where it heads what the page says next."""
    places = [n for item in run if (n := (item.hunk.old, item.hunk.new)[side]) is not None]
    if not read or not places or max(places) + 1 >= len(segments) or not may_head(read[-1]):
        return read
    following = read_sentence(segments[max(places) + 1].text, reader)
    return [*read[:-1], as_heading(read[-1])] if heads(read[-1], following) else read


def _with_own_matter(
    read: Sequence[Statement],
    texts: Sequence[str],
    sides: tuple[Sequence[Segment], Sequence[Segment]],
    *,
    headings: Sequence[str],
) -> list[Statement]:
    """Return the sentences of `texts` as they were read, notices and headings of what the page says nowhere as such."""
    own, (before, now) = " ".join(texts), sides

    def others() -> Iterator[str]:  # few sentences are held against them
        yield from (segment.text for segment in before)
        yield from (segment.text for segment in now if segment.text not in own)

    return [
        with_own_heading(s, others()) if any(s.text in text for text in headings) else with_own_matter(s, others())
        for s in read
    ]


def _told_before(item: News, reader: Reader) -> str:
    hunk = item.hunk
    return _as_said(hunk.before or "", hunk.context_before or hunk.context, reader)


def _told_after(item: News, reader: Reader) -> str:
    return _as_said(in_latin(item.hunk.after or ""), item.hunk.context, reader)


def _with_question(
    run: Sequence[News], before: list[str], after: list[str], sides: tuple[Sequence[Segment], Sequence[Segment]]
) -> tuple[list[str], list[str]]:
    """Return both sides with the question that they answer, and with the answer where a question was changed."""
    places = [[n for item in run if (n := (item.hunk.old, item.hunk.new)[side]) is not None] for side in (0, 1)]
    if not all(places):
        return before, after
    asked = [sides[side][min(places[side]) - 1].text if min(places[side]) else "" for side in (0, 1)]
    ends = [max(places[side]) + 1 for side in (0, 1)]
    answers = [sides[side][ends[side]].text if ends[side] < len(sides[side]) else "" for side in (0, 1)]
    if any(text.endswith("?") for text in asked):
        before, after = [asked[0], *before], [asked[1], *after]
    is_title = run[-1].hunk.segment_kind is SegmentKind.HEADING
    if not is_title and (before[-1].endswith("?") or after[-1].endswith("?")):
        before, after = [*before, answers[0]], [*after, answers[1]]
    return before, after


def _keep_news(
    found: Sequence[Difference], run: Sequence[News], old: Sequence[Statement], new: Sequence[Statement]
) -> Sequence[Difference]:
    """Leave out what only texts that are no news lost or gained; they were read for what cancels."""
    if all(item.sign is not Sign.KNOWN for item in run):
        return found
    texts = " ".join(t for n in run if n.sign is not Sign.KNOWN for t in (n.hunk.before, n.hunk.after) if t)
    told = {t for s in (*old, *new) if s.text in texts for t in s.terms}
    return [d for d in found if d.term in told]


def _drop_said_elsewhere(
    found: Sequence[Difference], sides: tuple[Sequence[Segment], Sequence[Segment]], reader: Reader
) -> Sequence[Difference]:
    """Leave out what holds for all of a text wherever it is said, and is said on both sides somewhere."""
    if not any(d.term.concept and d.term.concept.holds_throughout for d in found):
        return found
    return [d for d in found if _is_denied(d.term) or not _is_said_in(sides[not d.is_gained], d.term.concept, reader)]


def _is_denied(term: Term) -> bool:
    """Whether a safeguard is said to be lacking: that it is named elsewhere says the contrary."""
    return term.kind is TermKind.PRACTICE and term.sign == POWER


def _is_said_in(segments: Sequence[Segment], concept: Concept | None, reader: Reader) -> bool:
    if concept is None or not concept.holds_throughout:
        return False
    return any(m.concept is concept for s in segments for m in reader.mentions(reader.words_of(s.text)))


def _is_dialog(item: News, reader: Reader) -> bool:
    """Whether a text is or stands in a dialog that asks for consent to cookies: it comes and goes with the visitor."""
    headings = [*item.hunk.context[-2:], *([item.text] if item.hunk.segment_kind is SegmentKind.HEADING else [])]
    return any(
        m.concept.id == "consent_dialog" for heading in headings for m in reader.mentions(reader.words_of(heading))
    )


def _drop_moved_words(passages: Sequence[ReadPassage]) -> list[ReadPassage]:
    """Cancel what one passage lost and a near one gained: text that was parted, joined or reordered."""
    left = [list(passage.differences) for passage in passages]
    for index in range(len(passages)):
        for other in range(index + 1, min(index + _NEAR + 1, len(passages))):
            _cancel(left[index], left[other])
    return [replace(p, differences=tuple(rest)) for p, rest in zip(passages, left, strict=True)]


def _cancel(one: list[Difference], other: list[Difference]) -> None:
    waiting: dict[tuple[bool, tuple[str, str], int], deque[int]] = defaultdict(deque)
    for index, difference in enumerate(other):
        waiting[difference.is_gained, difference.term.key, difference.term.sign].append(index)
    left, cancelled = [], set()
    for difference in one:
        twins = waiting.get((not difference.is_gained, difference.term.key, difference.term.sign))
        if twins:
            cancelled.add(twins.popleft())
        else:
            left.append(difference)
    one[:] = left
    other[:] = [difference for index, difference in enumerate(other) if index not in cancelled]
