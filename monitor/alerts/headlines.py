"""The words of an alert: every statement quotes the text it rests on. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitor.alerts.news import News, Sign
from monitor.alerts.passage_severity import RatedPassage
from monitor.claims.places import Place
from monitor.extract.text import shorten
from monitor.rules.pack import Pack
from snapshots.records import Evidence, Finding, Hunk

_QUOTE = 160  # characters of a quote in a headline
_AROUND = 60  # characters shown before the words that changed
_ABOUT = 4  # topics that one headline names
_WORDS = 12  # of an edit that is quoted for itself
_MARKS = "#*•–- "  # a recorder's marks of headings and entries


def evidence_of(hunk: Hunk) -> Evidence:
    """Return the verbatim quote of a hunk with where it stands."""
    return Evidence(op=hunk.kind, before_text=hunk.before, after_text=hunk.after, context=hunk.context)


def headline_of(rated: RatedPassage, passages: int, pack: Pack) -> str:
    """Return one sentence that says what happened to the text, never what is or isn't done."""
    news = choose_news(rated)
    more = f" (and {passages - 1} more {'passages' if passages > 2 else 'passage'})" if passages > 1 else ""
    return f"{_subject(rated, news, pack)}: {_saying(rated, news, pack)}{more}"


def headline_of_rest(rated: Sequence[RatedPassage], pack: Pack) -> str:
    """Return one sentence for the passages that have no finding of their own."""
    topics = dict.fromkeys(entry.topics[0] for entry in rated if entry.topics)
    about = ", ".join(pack.topic(name).label for name in list(topics)[:_ABOUT])
    news = choose_news(rated[0])
    subject = f"{len(rated)} more passages" + (f" about {about}" if about else "")
    return f"{subject}; the gravest of them: {_saying(rated[0], news, pack)}"


def _subject(rated: RatedPassage, news: News, pack: Pack) -> str:
    if not rated.topics:
        heading = next((text for text in reversed(news.hunk.context) if text.strip(_MARKS)), "")
        return f"In “{shorten(heading.lstrip(_MARKS), 60)}”" if heading else "In the text"
    subject = pack.topic(rated.topics[0]).label
    people = _people(rated.place, pack) if news.sign is not Sign.REWORDED else ""
    return f"{subject[:1].upper()}{subject[1:]}{people}"


def _people(place: Place, pack: Pack) -> str:
    """Return whose data a row is about, where the text says it."""
    labels = [concept.label for name in place.audience if (concept := pack.concepts.get(("people", name)))]
    return f" ({', '.join(labels)})" if labels else ""


def choose_news(rated: RatedPassage) -> News:
    """Return what a headline quotes of a passage: what its rule rests on, edited sentences first, then the longest."""
    run = [news for news in rated.passage.news if _bears(news, rated)] or rated.passage.news
    return max(run, key=lambda n: (n.sign is Sign.REWORDED, n.sign is Sign.NEW_PASSAGE, len(n.added or n.removed)))


def _bears(news: News, rated: RatedPassage) -> bool:
    """Whether words that the leading rule rests on went from, or came into, one piece of news."""
    return any(_leading_words(news, rated))


def _leading_words(news: News, rated: RatedPassage) -> tuple[list[str], list[str]]:
    """Return the words that the leading rule rests on and that went from, or came into, one piece of news."""
    before, after = news.hunk.before or "", news.hunk.after or ""
    lost = [t.text for effect in rated.leading_effects for t in effect.lost if t.text in before and t.text not in after]
    gained = [
        t.text for effect in rated.leading_effects for t in effect.terms if t.text in after and t.text not in before
    ]
    return list(dict.fromkeys(lost)), list(dict.fromkeys(gained))


def _saying(rated: RatedPassage, news: News, pack: Pack) -> str:
    quote = f"“{_quote(news)}”"
    match news.sign:
        case Sign.NEW_PASSAGE:
            return f"a new passage says {quote}"
        case Sign.JOINS:
            return f"now listed{_place(rated, news)}: {quote}"
        case Sign.LEAVES:
            return f"no longer listed{_place(rated, news)}: {quote}"
        case Sign.GONE:
            return f"no longer mentioned: {quote}"
        case _:
            edit = _edit(news) or _edit_of(*_leading_words(news, rated))
            if rated.meaning is None:
                return f"{edit}, in {quote}" if edit else f"reworded: {quote}"
            if rated.leading.startswith(("words_", "act_")) and " became " in edit:
                return f"{edit}, in {quote}"  # one thing in another's place: neither joined nor left
            if len(rated.passage.news) > 1 and not _bears(news, rated):
                return f"{edit}, in {quote}" if edit else f"reworded: {quote}"  # the rule may rest on its neighbours
            rule = pack.rules[rated.leading].saying(rated.direction)
            return f"{rule} ({edit}): {quote}" if edit else f"{rule}: {quote}"


def _edit(news: News) -> str:
    """Return the words of a small edit: what became what, what came, what went."""
    gone = [span.text.strip() for span in news.hunk.spans if span.op == "-" and span.text.strip()]
    come = [span.text.strip() for span in news.hunk.spans if span.op == "+" and span.text.strip()]
    is_small = all(len(text.split()) <= _WORDS for text in (*gone, *come))
    return _edit_of(gone, come) if is_small else ""


def _edit_of(gone: Sequence[str], come: Sequence[str]) -> str:
    if len(gone) > 1 or len(come) > 1:
        return ""
    if gone and come:
        return f"“{gone[0]}” became “{come[0]}”"
    return f"“{come[0]}” was added" if come else f"“{gone[0]}” was taken out" if gone else ""


def _place(rated: RatedPassage, news: News) -> str:
    """Return what an entry is listed under, unless the headline begins with it."""
    is_named = not rated.topics or not news.hunk.context
    return "" if is_named else f" under “{shorten(news.hunk.context[-1].strip(_MARKS), 60)}”"


def _quote(news: News) -> str:
    """Return the passage, from a little before the first words that changed."""
    text = news.text.lstrip(_MARKS)
    cut_off = len(news.text) - len(text)
    spans = [span for span in news.hunk.spans if span.op != "-"]
    if news.sign is not Sign.REWORDED or len(text) <= _QUOTE or not spans:
        return shorten(text, _QUOTE)
    start = len(spans[0].text) - cut_off if spans[0].op == "=" else 0
    if start <= _AROUND:
        return shorten(text, _QUOTE)
    cut = text.rfind(" ", 0, start - _AROUND) + 1
    return f"… {shorten(text[cut:], _QUOTE)}"


def overall_headline(findings: Sequence[Finding]) -> str:
    """Return the gravest finding's headline, and how many more there are."""
    more = len(findings) - 1
    return findings[0].headline + (f" – and {more} more {'findings' if more > 1 else 'finding'}" if more else "")


def summary_of(
    findings: Sequence[Finding],
    *,
    stated: date | None,
    seen_on: date,
    opened: int = 0,
    is_partial: bool = False,
    is_reversal: bool = False,
    is_held: bool = False,
) -> str:
    """Return a summary that stands alone, for readers that show nothing else.

    `stated` is the date that the text gives, `seen_on` the day of the capture, `opened` the number of passages that
    no earlier capture showed and that may have stood there all along.
    """
    sentences = []
    if is_reversal:
        sentences.append("An earlier text is back after the one between had stood for weeks.")
    sentences.extend(f"{finding.headline.rstrip('.')}." for finding in findings)
    if stated and seen_on != date.max:
        when = "It is to take effect" if stated > seen_on else "In effect, as the text says,"
        sentences.append(f"{when} on {stated.isoformat()}; first seen on {seen_on.isoformat()}.")
    if opened:
        sentences.append(
            f"The capture also shows {opened} passages that no earlier one showed, all over the page: sections of it"
            " stand open now. They are not counted as new."
        )
    if is_partial:
        sentences.append("The capture shows only part of the page; what is missing in it is not counted as removed.")
    if is_held:
        sentences.append(
            "Fewer rows of the text than before could be read with their legal basis and people, so what this says of"
            " purposes and people is held back: look at the change itself."
        )
    return " ".join(sentences)
