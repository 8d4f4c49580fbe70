"""Products and functions that a text did not know: what makes a name one, in four languages, and what doesn't."""

from __future__ import annotations

import pytest

from monitor.alerts.new_products import KnownNames, names_new_product
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack

PACK = default_pack()
KNOWN = KnownNames(
    read_text("The Pier app shows maps. L’application Jetée. Die Kai-App. La aplicación Muelle.").segments
)

NEW = {
    "en": [
        "If you use the Harbour browser, we keep what you visit.",
        "The Harbour browser keeps what you visit.",
        "This policy covers your use of the Harbour Studio services.",
        "Harbour Health lets you add records.",
        "When you use Harbour Notes, we keep them.",
    ],
    "de": [
        "Wenn Sie den Horizont-Browser nutzen, speichern wir Besuche.",
        "Die Funktion Horizont merkt sich Angaben.",
        "Außerdem heißt es, dass die Nutzer:innen per E-Mail erfahren, was die Funktion Horizont speichert.",
    ],
    "fr": [
        "Si vous utilisez le navigateur Horizon, nous conservons vos visites.",
        "Si vous utilisez Horizon, nous les conservons.",
    ],
    "es": ["Si utilizas la aplicación Horizonte, guardamos tus visitas."],
}
NOT_NEW = {
    "en": [
        "The Pier app keeps photos.",
        "We use the Harbour browser to test pages.",
        "We share your photos with the Harbour app.",
        "Harbour Holdings is our parent.",
        "It is governed by the laws of Norway.",
        "If you use an API, we log it.",
    ],
    "de": ["Die Kai-App speichert Fotos.", "Wir speichern die Angaben in der Tabelle."],
    "fr": ["L’application Jetée conserve vos photos.", "La loi de la Norvège s’applique."],
    "es": ["La aplicación Muelle guarda tus fotos.", "Se aplica la ley de Noruega."],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in NEW.items() for text in texts])
def test_a_name_is_a_product_s_by_what_stands_beside_it(language: str, text: str) -> None:
    assert names_new_product(text, KNOWN, Reader(PACK, language))


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in NOT_NEW.items() for text in texts])
def test_what_is_known_given_to_or_used_by_the_company_is_no_new_product(language: str, text: str) -> None:
    assert not names_new_product(text, KNOWN, Reader(PACK, language))


def test_a_change_that_names_a_new_product_is_about_the_products_however_much_else_it_says() -> None:
    more = " ".join(f"We sell your photos to partner number {count}." for count in range(30))
    before, product = "We like boats.", "If you use the Harbour browser, we collect your location."
    told = compare_texts(
        read_text(before), read_text(f"{before} {product} {more}"), language="en", pack=PACK
    ).assessment
    without = compare_texts(read_text(before), read_text(f"{before} {more}"), language="en", pack=PACK).assessment
    assert "product_scope" in told.topics
    assert "product_scope" not in without.topics
    assert told.severity is without.severity


def test_a_name_is_found_where_it_is_written_though_letters_before_it_are_read_as_two() -> None:
    reader = Reader(PACK, "de")
    assert not names_new_product("ß ß Aufrufe Treffer Leser ß ß", KNOWN, reader)
    assert compare_texts(read_text(""), read_text("aufrufe downloads bewertungen treffer besucher ß ß"), language="de")


@pytest.mark.parametrize("language", NEW)
def test_a_letter_that_is_read_as_two_leads_no_name_beyond_its_text(language: str) -> None:
    assert not names_new_product("Kai Weißß Straßß Großß Floßß Spaß", KNOWN, Reader(PACK, language))
