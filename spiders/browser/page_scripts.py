"""What runs inside a page that a browser shows: opening, measuring, and what keeps forms from being sent."""

from __future__ import annotations

from importlib.resources import files
from itertools import chain

import tomli

MOST_OPENED = 400  # a round
MOST_ELEMENTS = 300_000
MOST_SHOWN = 1_000_000  # characters of text

_FOLDER = files("spiders.browser")
_PHRASES = tomli.loads(_FOLDER.joinpath("opening.toml").read_text(encoding="utf-8"))

OPEN = _FOLDER.joinpath("opening.js").read_text(encoding="utf-8")
SERIALISE = _FOLDER.joinpath("serialising.js").read_text(encoding="utf-8")
SHOW = _FOLDER.joinpath("showing.js").read_text(encoding="utf-8")
WORDS = {
    **{act: "|".join(chain.from_iterable(by_language.values())) for act, by_language in _PHRASES.items()},
    "most": MOST_OPENED,
    "banner": 4_000,  # characters; what is longer is the page itself
}
NO_SUBMITTING = """
    addEventListener("submit", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
    HTMLFormElement.prototype.submit = function () {};
    HTMLFormElement.prototype.requestSubmit = function () {};
    window.open = () => null; window.print = () => {};
"""
MEASURE = """() => {
    let elements = 0, deepest = 0, depth = 0, at = document.documentElement;
    const walker = document.createTreeWalker(at, NodeFilter.SHOW_ELEMENT);
    while (at && elements <= LIMIT) {
        elements++;
        if (walker.firstChild()) { depth++; deepest = Math.max(deepest, depth); }
        else { while (at && !walker.nextSibling()) { at = walker.parentNode(); depth--; } }
        at = at && walker.currentNode;
    }
    return [elements, deepest, document.documentElement.scrollHeight];
}""".replace("LIMIT", str(MOST_ELEMENTS))
HAS_TEXT = """(words) => {
    const text = (document.title + " " + (document.body ? document.body.innerText : "")).split(/\\s+/).join(" ");
    return text.toLocaleLowerCase().includes(words);
}"""
