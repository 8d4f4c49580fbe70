"""Bring the catalogues of the site up to date with what its pages say: `python -m benchmarks.catalogues`.

Translations stay, messages that are new come without one, those that are said no more go. It prints what is left to
translate and exits 1 where that is anything.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from feeds.language.translation import ENGLISH, NAMES, catalogue
from feeds.templating.message_sources import messages
from monitor.claims.scope import labels
from monitor.rules.pack_files import default_pack

_FOLDER = Path("feeds/language/catalogues")


def main() -> int:
    """Write each catalogue anew and return how the program ends."""
    said = messages(labels(default_pack()))
    left = 0
    for language in NAMES:
        if language == ENGLISH:
            continue
        known = catalogue(language)
        made = Catalog(locale=language, fuzzy=False, charset="utf-8")
        for one, many in said:
            before = known.get(one)
            made.add((one, many) if many else one, before.string if before else None)
            if not before or not before.string:
                left += 1
                print(f"{language}: {one}")
        with (_FOLDER / f"{language}.po").open("wb") as file:
            write_po(file, made, width=0, omit_header=True, sort_output=False)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
