"""Terms with one sentence more or less, judged as a contract."""

from __future__ import annotations

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract

TERMS = {
    "en": "A boat leaves the pier at nine and is back before dusk. Whoever steers wears a vest and keeps the rope dry.",
    "de": "Ein Boot legt um neun am Steg ab und ist vor der Dämmerung zurück. Wer es lenkt, trägt eine Weste am Leib.",
    "fr": "Un bateau quitte le quai à neuf heures et revient avant la nuit. Qui le mène porte un gilet et une corde.",
    "es": "Una barca deja el muelle a las nueve y vuelve antes de la noche. Quien la lleva viste chaleco y cuerda.",
}


def around(kept: str, sentence: str) -> str:
    """Return a sentence in the middle of a text that is long enough to be known as a contract."""
    kept = f"{kept} " * 30
    return f"{kept}\n\n{sentence}\n\n{kept}" if sentence else f"{kept}\n\n{kept}"


def judged(language: str, before: str, after: str) -> Assessment:
    """Return what it means that a sentence of terms changed."""
    texts = (read_text(around(TERMS[language], said)) for said in (before, after))
    return compare_texts(*texts, language=language, kind="terms").assessment


def judged_pages(language: str, before: str, after: str) -> Assessment:
    """Return what it means that a part of a page of rules, given as HTML, changed."""
    kept = f"<p>{TERMS[language]}</p>" * 30
    pages = (f"<html lang={language}><h1>Harbour</h1>{kept}{said}</html>" for said in (before, after))
    return compare_texts(*map(extract, pages), language=language, kind="terms").assessment
