"""The words of a publication in the language that is being spoken: gettext catalogues, read by Babel.

English is what the code and the templates say, and needs no catalogue. Which language is spoken is a context
variable, as in Babel's own adapters: a page is rendered by many small functions, and none of them has to hand it on.
What is made outside `speaking`, such as JSON for programs, is English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from io import BytesIO
from typing import TypeVar

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ENGLISH = "en"
NAMES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""The languages that a publication can speak, each by its own name."""

_spoken: ContextVar[str] = ContextVar("spoken language", default=ENGLISH)
_Key = TypeVar("_Key")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language of `NAMES` until the block ends."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """Return the language that is being spoken."""
    return _spoken.get()


def translated(message: str) -> str:
    """Return a message in the language that is being spoken, as it is where nobody has translated it."""
    language = _spoken.get()
    return message if language == ENGLISH else _messages(language).get(message, (message,))[0]


def translated_count(one: str, many: str, number: int) -> str:
    """Return the message for a number of things, by the plural rule of the language that is being spoken."""
    language = _spoken.get()
    if language == ENGLISH:
        return one if number == 1 else many
    forms = _messages(language).get(one, (one, many))
    return forms[min(_plural_form(language, number), len(forms) - 1)]


_ = translated


class WordTable(Mapping[_Key, str]):
    """Words by what they stand for, in the language that is being spoken when they are asked for."""

    def __init__(self, english: Mapping[_Key, str]) -> None:
        self.english = english

    def __getitem__(self, key: _Key) -> str:
        return translated(self.english[key])

    def __iter__(self) -> Iterator[_Key]:
        return iter(self.english)

    def __len__(self) -> int:
        return len(self.english)


def without_language(path: str) -> str:
    """Return a published path as it stands in the site's first language."""
    folder, _slash, rest = path.partition("/")
    return rest if folder in NAMES else path


def catalogue(language: str) -> Catalog:
    """Return the catalogue of a language other than English."""
    source = resources.files("feeds.language").joinpath("catalogues", f"{language}.po").read_bytes()
    return read_po(BytesIO(source), locale=language)


@cache
def _messages(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return what is translated; of a message with a plural, by its singular, all forms."""
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue(language):
        source = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if source and forms and all(forms):
            found[source] = forms
    return found


def _plural_form(language: str, number: int) -> int:
    """Return which form a number takes: in French, none is said like one."""
    return int(number > 1) if language == "fr" else int(number != 1)
