"""Bring the catalogues of the site up to date with what its pages say: `python -m benchmarks.catalogues`.

Translations stay, messages that are new come without one, those that are said no more go. It prints what is left to
translate and exits 1 where that is anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from feeds.language.spoken_phrases import headline_catalogue
from feeds.language.translation import ENGLISH, NAMES, catalogue
from feeds.templating.message_sources import messages
from monitor.alerts.headline_messages import headline_messages
from monitor.claims.scope import labels
from monitor.rules.pack_files import default_pack

_FOLDER = Path("feeds/language/catalogues")
_HEADLINES = Path("feeds/language/headlines")
OTHERS = tuple(language for language in NAMES if language != ENGLISH)


def main() -> int:
    """Write each catalogue anew and return how the program ends."""
    left = [*_write_sites(), *_write_headlines()]
    print("\n".join(left))
    return 1 if left else 0


def _write_sites() -> Iterator[str]:
    """Write the catalogues of the site, and yield what is left to translate."""
    said = messages(labels(default_pack()))
    for language in OTHERS:
        known, made = catalogue(language), _empty(language)
        for one, many in said:
            before = known.get(one)
            made.add((one, many) if many else one, before.string if before else None)
            if not before or not before.string:
                yield f"{language}: {one}"
        _write(made, _FOLDER / f"{language}.po")


def _write_headlines() -> Iterator[str]:
    """Write the catalogues of headlines, and yield what is left to translate."""
    for language in OTHERS:
        known, made = headline_catalogue(language), _empty(language)
        for place, message in headline_messages(default_pack()):
            before = known.get(message, context=place or None)
            made.add(message, before.string if before else None, context=place or None)
            if not before or not before.string:
                yield f"{language}: {message}"
        _write(made, _HEADLINES / f"{language}.po")


def _empty(language: str) -> Catalog:
    return Catalog(locale=language, fuzzy=False, charset="utf-8")


def _write(made: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_po(file, made, width=0, omit_header=True, sort_output=False)


if __name__ == "__main__":
    sys.exit(main())
