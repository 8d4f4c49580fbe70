"""Normal forms of text: what a reader sees, and the key under which two texts are the same. Knows no markup."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import blake2b

from monitor.extract.characters import in_latin, shown
from monitor.extract.citations import with_plain_citations
from monitor.extract.dates import spoken_dates
from monitor.rules.languages import shipped_languages
from snapshots.frozen_class import frozen

# Lone surrogates can't be encoded.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "…": "...",
        "‹": '"',
        "›": '"',
        "‚": '"',
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "′": "'",
        "―": "-",
        "−": "-",
        "‒": "-",
        "⁃": "-",
    }
)
# Footnote marks are renumbered whenever a note is added anywhere on the page. They are written on to the word or stand
# alone before a sentence or a mark; "[30] days" is text.
_FOOTNOTE = (
    r"(?:(?<=[\w.,;:!?)\]\"'])\[\d{{1,3}}\]|^\[\d{{1,3}}\](?=\S|$)|\s\[\d{{1,3}}\](?=[.,;:!?)]|$))(?!\s?(?:{units})\b)"
)
# An address printed in the text is compared without its query: redirectors put a nonce there.
_ADDRESS_QUERY = re.compile(r"(https?://[^\s?#]+)[?#](\S*)")
_QUERY_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
_TOLD = 5  # words of a query in which something may be told
# Recorders of Markdown left tags, pictures, the end of a link, or the end of that end in the text.
_LEFT_OVER = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>|!\[[^\]]*\]\([^)]*\)|\]\([^)\s]*\)|(?<![\d\s])(?:%[0-9A-F]{2})+\)?(?!\w)"
)
# What a text says beside its words: that it asks, and signs by which "> 18" is not "< 18" and a tick is no cross.
_SAID = re.compile(r"\w+|[?<>≤≥%€$£✓✗]")
_SIGNS = str.maketrans({"✔": "✓", "☑": "✓", "✅": "✓", "✘": "✗", "❌": "✗", "☒": "✗", "✕": "✗", "✖": "✗", "×": "✗"})
_ISO_DATE = len("2027-06-01")
_LINE = 1_000  # characters of a text that may come again: most lines of a page stand on the next one
_YEAR = re.compile(r"20\d\d")
WORD = re.compile(r"\w+(?:['’.\-]\w+)*|[^\w\s]")


def clean(text: str) -> str:
    """Return `text` as a reader sees it: NFKC, one space for each run, what nobody sees dropped."""
    return _clean(text) if len(text) <= _LINE else _clean.__wrapped__(text)


@lru_cache(maxsize=1 << 14)
def _clean(text: str) -> str:
    line = " ".join(shown(text).split())
    return line if line.isprintable() else " ".join(_UNPRINTABLE.sub("", text).split())


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the comparison form of clean text: quotes and dashes folded, tokens parted by one space.

    Case is kept: "Products" and "products" differ in a policy.
    """
    text = text.translate(_QUOTES)
    if "[" in text:
        text = _footnote().sub("", text)
    text = _ADDRESS_QUERY.sub(_without_query, text) if "://" in text else text
    return " ".join(WORD.findall(text))


def _without_query(match: re.Match[str]) -> str:
    """Return an address without its query, unless that is a sentence: what is printed can be read."""
    words = [word.lower() for word in _QUERY_WORD.findall(match[2])]
    common = sum(any(word in language.words.common for language in shipped_languages().every) for word in words)
    is_told = len(words) >= _TOLD and common * 2 >= len(words) - 2
    return f"{match[1]}. {' '.join(words).capitalize()}." if is_told else match[1]


def without_addresses(text: str) -> str:
    """Return a text without what no reader takes for words: where links and marks of notes lead, and their markup."""
    text = _link_notes().sub(" ", text)
    if "[" in text:
        text = _named_footnote().sub("", text)
    if "](" in text or "%" in text or "<" in text:
        text = _LEFT_OVER.sub(" ", text)
    return _ADDRESS_QUERY.sub(_without_query, text) if "://" in text else text


@cache
def _link_notes() -> re.Pattern[str]:
    """Return what finds the notes that are written beside links, in brackets or not, on to the next word too."""
    notes = "|".join(note for language in shipped_languages().every for note in language.text.link_notes)
    return re.compile(rf"[(\[]\s*(?:{notes})\s*[)\]]|(?<!\w)(?:{notes})", re.IGNORECASE)


@cache
def _named_footnote() -> re.Pattern[str]:
    """Return what finds the mark of a footnote that says what it is: "[Note 2]", which is counted anew like "[2]"."""
    names = "|".join(name for language in shipped_languages().every for name in language.text.footnotes)
    return re.compile(rf"\s?\[(?:{names})\.?\s?\d{{1,3}}\]", re.IGNORECASE)


@cache
def _footnote() -> re.Pattern[str]:
    counted = (language.numbers for language in shipped_languages().every)
    units = {unit for n in counted for unit in (*n.hours, *n.days, *n.weeks, *n.months, *n.years)}
    return re.compile(_FOOTNOTE.format(units="|".join(sorted(units))))


@lru_cache(maxsize=1 << 16)
def key(text: str) -> bytes:
    """Return the 8-byte identity of a text under `fold`."""
    return blake2b(fold(text).encode("utf-8", "surrogatepass"), digest_size=8).digest()


@frozen
class _HouseStyle:
    """What editors change for style alone, in any language that ships with the package."""

    written: tuple[tuple[str, str], ...]
    respelt: tuple[tuple[re.Pattern[str], str], ...]
    numbers: dict[str, str]
    unsaid: frozenset[str]
    examples: re.Pattern[str]


@cache
def _house_style() -> _HouseStyle:
    languages = shipped_languages().every
    joined = [(word, word.replace("-", "")) for language in languages for word in language.words.joined]
    examples = {phrase for language in languages for phrase in language.text.examples}
    return _HouseStyle(
        written=tuple(joined + [pair for language in languages for pair in language.text.written.items()]),
        respelt=tuple(
            (re.compile(ending), other) for language in languages for ending, other in language.text.respelt.items()
        ),
        numbers={
            word: str(number)
            for language in languages
            for number, word in enumerate(language.numbers.digits, start=1)
            if number > 1  # "one" is an article, and in Spanish "once" is eleven
        },
        unsaid=frozenset(word for language in languages for word in language.text.unsaid),
        examples=re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(e) for e in sorted(examples, key=len, reverse=True))})(?!\w)"
        ),
    )


@lru_cache(maxsize=1 << 16)
def _word_style(word: str) -> str:
    style = _house_style()
    for ending, other in style.respelt:
        word = ending.sub(other, word)
    return style.numbers.get(word) or _singular(word)


def _singular(word: str) -> str:
    """Return a word without the ending that most languages have for more than one: a key, and no word to be read."""
    if len(word) > 3 and word[-1] in "sx" and word[-2] not in "sui":
        word = word[:-1]
    return f"{word[:-2]}y" if len(word) > 3 and word.endswith("ie") else word


@lru_cache(maxsize=1 << 16)
def house_style(text: str) -> tuple[str, ...]:
    """Return the words of `text` without what editors change for style alone: the skeleton by which it is known.

    British and American spelling, case, punctuation, singular and plural, how dates and numbers are written, what
    opens examples and the articles that house styles differ on; letters that only look Latin are Latin. Two texts that
    are equal here say the same thing.
    """
    text = without_addresses(text)
    if "[" in text:
        text = _footnote().sub("", text)
    text = in_latin(text)
    if _YEAR.search(text):
        text = _with_plain_dates(text)
    text = with_plain_citations(text, shipped_languages())
    style = _house_style()
    spoken = text.translate(_QUOTES).translate(_SIGNS).lower()
    for one, other in style.written:
        spoken = spoken.replace(one, other)
    spoken = style.examples.sub(" ", spoken)
    return tuple(_word_style(word) for word in _SAID.findall(spoken) if word not in style.unsaid)


def _with_plain_dates(text: str) -> str:
    """Return `text` with its whole dates as ISO 8601 writes them; figures between slashes are read in two orders."""
    parts, start = [], 0
    for name, begin, end in spoken_dates(text, shipped_languages()):
        if len(name) == _ISO_DATE and "/" not in text[begin:end]:
            parts += [text[start:begin], name]
            start = end
    return "".join([*parts, text[start:]])


def shorten(text: str, length: int) -> str:
    """Return `text` cut at a word, with an ellipsis where it was cut."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:") + " …"
