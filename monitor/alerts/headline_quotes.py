"""The text's own words in a headline: what came or went, in quotes, spelled as it stands there. Words no sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.alerts.headline_facts import HeadlineFacts, is_entry, is_whole
from monitor.alerts.news import News
from monitor.extract.text import shorten
from monitor.reading.statements import Term, TermKind

MARKS = "#*•–- \t"  # a recorder's marks of headings and entries
QUOTED = 44  # characters of the text's own words in a headline
_NOTATION = re.compile(r"\]\([^)\s]*\)|\[(?:\d+\]|(?=[^\]]*\]\())")
_PAUSE = re.compile(r"[,;(:]|\s[–—-]\s")
_REPLACED = 4  # words that are told as having taken the place of others
_FEW = 6  # words of an edit that are quoted as they are
_SNIPPET = 36  # of them, where they follow a sentence


def things_of(news: News, facts: HeadlineFacts) -> tuple[str, ...]:
    """Return what came or went in the text's own words: an entry up to its first pause, of an edit the words."""
    if is_whole(news):
        text = plain(news.text).rstrip(",;.:")
        if len(text) <= QUOTED:
            return (f"“{text}”",)
        opening = _title_of(text)
        if is_entry(news) and len(opening.split()) > 1 and len(opening) <= QUOTED:
            return (f"“{opening} …”",)
        return _words(facts.gained or facts.lost, news.text, facts)
    gone, come = spans_of(news, "-"), spans_of(news, "+")
    for spans, terms in ((come, facts.gained), (gone, facts.lost)):
        if len(spans) == 1 and is_printable(spans[0], facts) and _is_telling(terms):
            return (f"“{trimmed(spans[0], facts)}”",)
    return _words(facts.gained, news.hunk.after or "", facts) or _words(facts.lost, news.hunk.before or "", facts)


def edited(news: News, op: str, facts: HeadlineFacts) -> str:
    spans = spans_of(news, op)
    words = trimmed(spans[0], facts) if len(spans) == 1 else ""
    return f"“{words}”" if words and len(words.split()) <= _REPLACED else ""


def spans_of(news: News, op: str) -> list[str]:
    """Return the words that came (`+`) or went (`-`) in an edit, spot by spot, without the marks about them."""
    spans = [span.text.strip(" ,;:.()[]|" + MARKS) for span in news.hunk.spans if span.op == op]
    return [span for span in spans if any(c.isalnum() for c in span)]


def _is_telling(terms: Sequence[Term]) -> bool:
    """Whether words that came or went are a thing, and not only another turn of phrase."""
    return len(terms) > 1 or any(term.concept or term.is_name or term.is_listed for term in terms)


def _title_of(text: str) -> str:
    """Return the words before the first pause of an entry; of a whole sentence only what stands before a colon."""
    pause = _PAUSE.search(text)
    is_sentence = text.endswith((".", "!", "?")) and pause is not None and pause.group()[0] not in ":("
    return "" if pause is None or is_sentence else text[: pause.start()].rstrip()


def trimmed(words: str, facts: HeadlineFacts) -> str:
    """Return words of a text without the "and", "the", "of" at their ends that join them to it."""
    said = words.split()
    while said and said[0].lower().strip(",") in facts.joints:
        said.pop(0)
    while said and said[-1].lower().strip(",") in facts.joints:
        said.pop()
    return " ".join(said).strip(",")


def is_printable(words: str, facts: HeadlineFacts) -> bool:
    """Whether words of an edit name something: few, and none of those by which a sentence is built among them."""
    said = [word.lower().strip(",") for word in trimmed(words, facts).split()]
    return 0 < len(said) <= _FEW and not any(w in facts.frame_words and w not in facts.links for w in said)


def field_of(news: News) -> str:
    """Return what a field or an entry asks for, without what is said of it in brackets."""
    label = plain(news.text).partition(" [")[0]  # "Your reason [long text, required]"
    text = _PAUSE.split(label, maxsplit=1)[0].strip(" *.")
    return f"“{text}”" if 0 < len(text) <= QUOTED else ""


def snippet_of(news: News) -> str:
    """Return the beginning of what came or went, in the text's own words."""
    if is_whole(news):
        return f"“{shorten(plain(news.text), _SNIPPET)}”"
    spans = max((spans_of(news, op) for op in "+-"), key=lambda spans: max(map(len, spans), default=0))
    longest = max(spans, key=len, default="")
    return f"“{shorten(longest, _SNIPPET)}”" if len(longest.split()) > 1 else ""


def plain(text: str) -> str:
    """Return a text without a recorder's marks of headings, entries, footnotes and links."""
    return _NOTATION.sub("", text).strip(MARKS)


def _words(terms: Sequence[Term], text: str, facts: HeadlineFacts) -> tuple[str, ...]:
    """Return up to two of the things that a rule rests on, as the text has them; a bare word is none."""
    kinds = (TermKind.NOUN, TermKind.WORD, TermKind.REQUIREMENT)
    named = [t.text for t in terms if t.kind in kinds and (t.is_name or " " in t.text) and is_printable(t.text, facts)]
    found = [said for words in named if (said := quoted(trimmed(words, facts), text))]
    return tuple(dict.fromkeys(found[:2]))


def quoted(words: str, text: str | None) -> str:
    """Return words of a text in quotes, spelled as they stand in it; "" where they don't."""
    start = (text or "").lower().find(words.lower())
    return f"“{(text or '')[start : start + len(words)]}”" if words and start >= 0 else ""
