"""The words that pages and feeds share: dates, labels, counts. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from feeds.clean import clean_line, cut_line
from feeds.language.dates_numbers import day_words, moment_words, number_words
from feeds.language.spoken_phrases import phrase_words
from feeds.language.spoken_reasons import reason_words
from feeds.language.translation import ENGLISH, WordTable, _, spoken, translated, translated_count
from snapshots.records import Alert, ChangeLine, Direction, Finding, HunkKind, Outcome, Reason, Severity, VersionKind
from snapshots.witnesses import Agreement

_PLURALS = {
    "earlier entry": "earlier entries",
    "change of a state": "changes of a state",
    "change of spelling or style": "changes of spelling or style",
    "passage added": "passages added",
    "passage removed": "passages removed",
    "passage edited": "passages edited",
    "passage moved": "passages moved",
    "passage unchanged": "passages unchanged",
    "link moved": "links moved",
    "field changed": "fields changed",
}

LONGEST_TITLE = 100
"""Characters of a title or a subject, so that it is shown whole."""

_OPENING = 240  # characters of a first sentence before its quote

DIRECTIONS = WordTable(
    {
        Direction.WIDENS: "Less protection",
        Direction.NARROWS: "More protection",
        Direction.MIXED: "Less and more protection",
        Direction.NEUTRAL: "Neither less nor more protection",
    }
)
"""What a direction means for the people whose data it is about; files keep the names that they have."""

TOPICS = WordTable(
    {
        "ai_training": "AI training",
        "ai_features_data": "AI features",
        "private_messages": "Private messages",
        "whatsapp": "WhatsApp",
        "minors": "Minors",
        "children_teens": "Children and teens",
        "public_content": "Public content",
        "third_party_sharing": "Third-party sharing",
        "legal_basis": "Legal basis",
        "right_to_object": "Right to object",
        "opt_out_form": "Opt-out form",
        "ads_personalisation": "Advertising",
        "retention": "Retention",
        "data_transfer": "Data transfer",
        "sensitive_data": "Sensitive data",
        "user_controls": "User controls",
        "location": "Location",
        "biometric": "Biometric data",
        "product_scope": "Product scope",
        "effective_date": "Effective date",
        "other": "Other",
    }
)

KINDS = WordTable(
    {
        HunkKind.ADDED: "Added",
        HunkKind.REMOVED: "Removed",
        HunkKind.EDITED: "Edited",
        HunkKind.MOVED: "Moved",
        HunkKind.LINK_MOVED: "Link moved",
        HunkKind.FIELD_CHANGED: "Field changed",
    }
)

COUNTED_KINDS = {
    "added": "passage added",
    "removed": "passage removed",
    "edited": "passage edited",
    "moved": "passage moved",
    "link moved": "link moved",
    "field changed": "field changed",
    "cosmetic": "change of spelling or style",
}
"""What is counted of each kind of hunk."""

CHANNELS = WordTable(
    {
        "http": "a request to the site itself",
        "browser": "a browser that opened the site itself",
        "warc": "an imported recording (WARC)",
        "memento": "a copy in a web archive (Memento)",
        "terms-archive": "a collection of Open Terms Archive",
        "collection": "a collection of Open Terms Archive, followed",
        "hand": "a person, by hand",
    }
)

REGIONS = WordTable(
    {
        "eu": "the European Union",
        "us": "the United States",
        "uk": "the United Kingdom",
        "gb": "the United Kingdom",
        "br": "Brazil",
        "elsewhere": "the rest of the world",
    }
)

LANGUAGES = WordTable(
    {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch"}
)

OUTCOMES = WordTable(
    {
        Outcome.CAPTURED: "The whole document was there, in the right region and language.",
        Outcome.NOT_MODIFIED: "The server said that nothing changed since the last capture.",
        Outcome.INCOMPLETE: "Part of it was there. What is new in it is told; what is missing is held.",
        Outcome.LOGIN_WALL: "A page that asks for a login was shown in its place.",
        Outcome.CONSENT_WALL: "A page that asks for consent, to cookies mostly, was shown in its place.",
        Outcome.BOT_CHALLENGE: "A check that the visitor is no machine was shown instead. Policywatch solves none.",
        Outcome.ERROR_PAGE: "An error, even if the server called it a success.",
        Outcome.EMPTY: "A page with next to no text in it, as scripts leave it before they run.",
        Outcome.WRONG_REGION: "The text for another region was shown.",
        Outcome.WRONG_LANGUAGE: "The text in another language was shown.",
        Outcome.OLDER_EDITION: "An edition from long ago was shown.",
        Outcome.WALL: "A login or a consent dialog was shown in its place.",
        Outcome.WRONG_VARIANT: "Another region, language, service or an old edition.",
        Outcome.ROBOTS: "The site asks machines not to read this address. Policywatch does not.",
        Outcome.FORBIDDEN: "The server refused to answer.",
        Outcome.NOT_FOUND: "The server knows no page at this address.",
        Outcome.GONE: "The server says that the page was taken down for good.",
        Outcome.TOO_MANY_REQUESTS: "The server asked to come back later.",
        Outcome.CLIENT_ERROR: "The server called the request a mistake.",
        Outcome.SERVER_ERROR: "The server failed.",
        Outcome.TIMEOUT: "No whole answer came in time.",
        Outcome.DNS: "The name of the host led nowhere.",
        Outcome.TLS: "The connection could not be made safe.",
        Outcome.UNREACHABLE: "No connection was made.",
        Outcome.REDIRECT_LOOP: "The server sent the request round in a circle.",
        Outcome.TOO_LARGE: "The answer was larger than anything that is a policy.",
        Outcome.NOT_TEXT: "The answer was no text.",
        Outcome.UNREADABLE: "It was kept as evidence, and could not be read: it takes more work than any policy.",
        Outcome.NO_BROWSER: "The page needs a browser to be seen, and there is none where Policywatch runs.",
    }
)
"""What each outcome means, for the status page."""


day, moment, grouped = day_words, moment_words, number_words

VALUES = (
    *(value.value for kind in (Severity, Outcome, VersionKind, HunkKind, Agreement) for value in kind),
    *("cosmetic", "folded", "the same"),  # counted beside the kinds of hunks
    *("allowed", "conditional", "suspended", "excluded", "not mentioned"),  # states of what is in scope
    *("correction", "withdrawal", "expert note", "note taken back"),  # kinds of tellings
    *("link", "another text", "back", "unseen", "in part", "not seen"),  # states that entries tell of
)
"""What records hold and pages show as it is: a message each."""


def stamp(when: datetime) -> str:
    """Return the time to the second, as ISO 8601 with a Z."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def stated_day(iso: str) -> str:
    """Return a stored ISO date in words, or as it is where it is none."""
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return iso


def duration(span: timedelta) -> str:
    """Return a length of time in its largest sensible unit."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 120:
        return count_of(minutes, "minute")
    return count_of(minutes // 60, "hour") if minutes < 72 * 60 else count_of(minutes // (24 * 60), "day")


def count_of(number: int, noun: str) -> str:
    """Return "1 passage" or "1,200 passages"; what is counted anywhere is a message with its plural."""
    one, many = counted(noun)
    return translated_count(one, many, number).format(number=number_words(number))


def counted(noun: str) -> tuple[str, str]:
    """Return the messages for one and for many of what a noun names."""
    return f"{{number}} {noun}", f"{{number}} {_PLURALS.get(noun, noun + 's')}"


def word(name: str) -> str:
    """Return the word for a value that records hold, such as a severity or an outcome."""
    return translated(name)


def capital(words: str) -> str:
    """Return `words` with a capital first letter, the rest untouched."""
    return words[:1].upper() + words[1:]


def within(words: str) -> str:
    """Return `words` as they stand within a sentence: without the first capital; a noun among them keeps its own."""
    return words[:1].lower() + words[1:]


def topic(name: str) -> str:
    """Return the label of a topic, also of one not known here."""
    return TOPICS.get(name) or capital(name.replace("_", " "))


def channel(name: str) -> str:
    """Return how a page came here, in words."""
    return CHANNELS.get(name, clean_line(name))


def region(code: str) -> str:
    """Return a region in words, or its code in quotes where it has none here."""
    return REGIONS.get(code.lower(), f"“{clean_line(code)}”")


def language(tag: str) -> str:
    """Return a language in words, or its tag in quotes where it has none here."""
    name, _dash, variant = tag.partition("-")
    named = LANGUAGES.get(name.lower())
    if not named:
        return f"“{clean_line(tag)}”"
    return f"{named} ({clean_line(variant).upper()})" if variant else named


def reason(term: Reason) -> str:
    """Return the words of one term of a sum, without its points."""
    return reason_words(term.words) or term.words


def reasons(terms: Sequence[Reason]) -> list[str]:
    """Return the terms of a sum, each in words with its points."""
    return [str(replace(term, words=reason(term))) for term in terms]


def are_reasons_english(terms: Sequence[Reason]) -> bool:
    """Whether terms are shown in English on a page of another language, as any of them has no words there."""
    return spoken() != ENGLISH and not all(reason_words(term.words) for term in terms)


def topics(names: Sequence[str]) -> str:
    """Return the labels of topics in a row; "other" says nothing beside one that says something."""
    telling = [name for name in names if name != "other"]
    return ", ".join(topic(name) for name in telling or names)


def headline(alert: Alert, most: int = LONGEST_TITLE) -> str:
    """Return an alert's headline in one line; that of an alert told long ago may be longer, and is cut."""
    return cut_line(_headline_in_tongue(alert) or alert.headline, most) or _("A change without a headline")


def finding_headline(finding: Finding, most: int = LONGEST_TITLE) -> str:
    """Return the headline of a finding in one line, in the language that is being spoken where it keeps its parts."""
    return cut_line(_in_tongue(finding) or finding.headline, most)


def is_english(told: Alert | Finding) -> bool:
    """Whether a headline is shown in English on a page of another language, as its parts were not kept."""
    said = _headline_in_tongue(told) if isinstance(told, Alert) else _in_tongue(told)
    return spoken() != ENGLISH and said is None


def _in_tongue(finding: Finding) -> str | None:
    return phrase_words(finding.phrase, LONGEST_TITLE) if finding.phrase else None


def _headline_in_tongue(alert: Alert) -> str | None:
    first = next((finding for finding in alert.findings if finding.headline == alert.headline), None)
    return _in_tongue(first) if first else None


def summary(alert: Alert) -> str:
    """Return what an alert says in sum; where it can't be said in a language, whom it is about and since when."""
    if spoken() == ENGLISH:
        return alert.summary
    findings = [finding_headline(finding) for finding in alert.findings]
    told = [phrase_words(phrase, findings=findings) for phrase in alert.summary_phrases]
    return " ".join(filter(None, told)) if told and all(told) else standfirst(alert)


def _standfirst_in_tongue(alert: Alert) -> str | None:
    """Return the sentences of a summary up to the passage that it quotes, without that."""
    told = []
    for phrase in alert.summary_phrases:
        opening, quote, _rest = phrase.says.partition(": {quote}")
        said = phrase_words(replace(phrase, says=f"{opening}.") if quote else phrase)
        if said is None:
            return None
        told.append(said)
        if quote:
            return " ".join(told)
    return None


def standfirst(alert: Alert) -> str:
    """Return whom an alert concerns and since when, without the words that a page quotes beneath it anyway."""
    if spoken() != ENGLISH:
        if said := _standfirst_in_tongue(alert):
            return said
        # An old summary is English alone; what it says of topics and day is on record.
        about, day_said = topics(alert.topics), day(alert.captured_at)
        return _("About: {topics}. First seen {day}.").format(topics=about, day=day_said)
    opening, quote, _rest = alert.summary.partition(": “")
    return f"{opening.removesuffix(': no longer')}." if quote and len(opening) <= _OPENING else alert.summary


def subject(service: str, alert: Alert, before: str = "") -> str:
    """Return a title for where nothing else is shown: "Instagram · critical · May now use messages …".

    The service stands once: a headline that begins with it goes on after it. `before` is what became of the alert.
    """
    name = clean_line(service)
    opening = f"{before}: " if before else ""
    opening += " · ".join(part for part in (name, word(alert.severity.value)) if part)
    said = headline(alert)
    for start in (f"{name}’s ", f"{name} "):
        if name and said.startswith(start):
            said = capital(said.removeprefix(start))
    return cut_line(f"{opening} · {said}", LONGEST_TITLE)


def change_title(change: ChangeLine, alert: Alert | None) -> str:
    """Return the alert's headline, or what was counted where there is no alert."""
    if alert:
        return headline(alert)
    if not change.computed:
        return _("Too large to be compared")
    if not change.tally:
        return _("No passage differs")
    return capital(", ".join(_count(kind, number) for kind, number in change.tally))


def _count(kind: str, number: int) -> str:
    return count_of(number, COUNTED_KINDS.get(kind, "")) if kind in COUNTED_KINDS else f"{number} {kind}"
