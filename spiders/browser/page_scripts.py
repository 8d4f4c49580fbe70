"""What runs inside a page that a browser shows: opening, measuring, and what keeps forms from being sent."""

from __future__ import annotations

from importlib.resources import files

MOST_OPENED = 400  # a round
MOST_ELEMENTS = 300_000

OPEN = files("spiders.browser").joinpath("opening.js").read_text(encoding="utf-8")
_MORE = (
    r"\b(see|show|read|view|learn|expand|load) (more|all|full|details)\b",
    r"\bexpand( all)?\b",
    r"mehr (anzeigen|lesen|erfahren)|alle anzeigen|ausklappen",
    r"(voir|afficher|lire) (plus|tout|la suite)",
    r"(ver|mostrar|leer) (más|todo)",
    r"(pokaż|czytaj|zobacz) więcej|meer (weergeven|lezen)",
    r"(mostra|leggi) (altro|tutto)|(ver|mostrar|ler) mais",
    r"もっと見る|続きを読む|展开|더 ?보기",
)
_CONSENT = (
    r"cookie|consent|gdpr|\bcmp\b|accept|agree|allow",
    r"zustimm|akzept|einwillig|accepter|autoriser|acept|consenti|zgod|同意",
)
WORDS = {"more": "|".join(_MORE), "consent": "|".join(_CONSENT), "most": MOST_OPENED, "banner": 4_000}
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
