"""What is of a language and not of the law: spellings of people, dates of a page, padding, in four languages."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.extract.dates import announced_dates, effective_dates
from monitor.reading.boilerplate import is_notice
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import TermKind
from monitor.rules.pack_files import default_pack
from monitor.rules.words import words_of

PACK = default_pack()


def said(text: str, language: str) -> set[tuple[str, str, int]]:
    return {(term.kind.value, term.name, term.sign) for term in read_sentence(text, Reader(PACK, language)).terms}


@pytest.mark.parametrize(
    ("spelled", "plain"),
    [
        ("utilisateur·rice·s et ami·e·s", "utilisateurs et amis"),
        ("employé.es, employé-e-s, employé·e·s", "employés, employés, employés"),
        ("utilisateurIces et développeur.euse.s", "utilisateurs et développeurs"),
        ("client(e)s, les clientes et les clients", "clients, les clients"),
        ("utilisatrices et utilisateurs", "utilisateurs"),
        ("Nutzer:innen, Nutzer*innen, Nutzer_innen", "Nutzer, Nutzer, Nutzer"),
        ("NutzerInnen, Nutzer/-innen, Nutzer/innen", "Nutzer, Nutzer, Nutzer"),
        ("Kundinnen und Kunden, Nutzerinnen und Nutzer", "Kunden, Nutzer"),
        ("los/as usuarios/as, trabajador(a)", "los usuarios, trabajador"),
        ("usuarias y usuarios, los alumnos y las alumnas", "usuarios, los alumnos"),
    ],
)
def test_a_spelling_that_names_women_and_men_is_the_plain_word(spelled: str, plain: str) -> None:
    assert [w.text for w in words_of(spelled, PACK.languages)] == [w.text for w in words_of(plain, PACK.languages)]


@pytest.mark.parametrize("text", ["log in/out", "LinkedIn", "plug-in", "foo@tienda.es", "www.cafe.es", "cinema·e"])
def test_what_only_looks_like_such_a_spelling_stays(text: str) -> None:
    """The last one does not: a middle dot parts such endings in French and nothing else does."""
    spoken = "".join(word.text for word in words_of(text, PACK.languages))
    assert spoken == ("cinema" if "·" in text else text.lower().replace(" ", "").replace("-", ""))


@pytest.mark.parametrize(
    ("language", "padding", "plain"),
    [
        ("en", "Subject to applicable law, we share photos with shops.", "We share photos with shops."),
        ("en", "To the fullest extent permitted by law, we share photos.", "We share photos."),
        ("de", "Soweit gesetzlich zulässig, teilen wir Fotos mit Händlern.", "Wir teilen Fotos mit Händlern."),
        ("de", "Im Rahmen der geltenden Gesetze teilen wir Fotos.", "Wir teilen Fotos."),
        ("fr", "Conformément à la loi applicable, nous partageons des photos.", "Nous partageons des photos."),
        ("fr", "Sous réserve de la législation en vigueur, nous partageons des photos.", "Nous partageons des photos."),
        ("es", "De acuerdo con la legislación vigente, compartimos fotos.", "Compartimos fotos."),
        ("es", "Cuando la ley lo permita, compartimos fotos.", "Compartimos fotos."),
    ],
)
def test_that_the_law_is_kept_to_says_nothing(language: str, padding: str, plain: str) -> None:
    assert said(padding, language) == said(plain, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We do not share photos, except as required by law."),
        ("de", "Wir teilen keine Fotos, es sei denn, ein Gericht verlangt es."),
        ("fr", "Nous ne partageons pas vos photos, sauf si un juge l'exige."),
        ("es", "No compartimos fotos, salvo que un juez lo exija."),
        ("fr", "S'il vous en informe, nous partageons vos photos."),
    ],
)
def test_a_true_limit_is_one(language: str, text: str) -> None:
    found = {kind for kind, _, _ in said(text, language)}
    assert found & {TermKind.LIMIT.value, TermKind.ONLY.value}


STAMPS = [
    ("en", "Last updated 3 days ago"),
    ("en", "Page generated on 9 March 2027 at 18:40."),
    ("en", "12 people found this helpful"),
    ("en", "5 min read"),
    ("de", "Zuletzt aktualisiert vor 3 Tagen"),
    ("de", "Vor zwei Stunden geändert"),
    ("de", "Diese Seite wurde am 9. März 2027 um 18:40 Uhr erstellt."),
    ("de", "Lesezeit: 4 Minuten"),
    ("fr", "Mis à jour il y a 3 jours"),
    ("fr", "Page générée le 9 mars 2027 à 18 h 40."),
    ("fr", "Temps de lecture : 4 minutes"),
    ("es", "Actualizado hace 3 días"),
    ("es", "Página generada el 9 de marzo de 2027."),
    ("es", "Tiempo de lectura: 4 minutos"),
]


@pytest.mark.parametrize(("language", "text"), STAMPS)
def test_what_dates_times_or_counts_a_page_states_nothing(language: str, text: str) -> None:
    assert is_notice(read_sentence(text, Reader(PACK, language)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We delete what you updated more than 3 days ago."),
        ("de", "Wir löschen, was vor mehr als 3 Tagen aktualisiert wurde."),
        ("fr", "Nous supprimons ce qui date d'il y a plus de 3 jours."),
        ("es", "Borramos lo que se guardó hace más de 3 días."),
    ],
)
def test_a_period_that_something_is_done_after_is_stated(language: str, text: str) -> None:
    assert not is_notice(read_sentence(text, Reader(PACK, language)))


DAY = date(2027, 3, 3)
COMING = [
    "Our new terms of use will take effect on 3 March 2027.",
    "Changes to this policy become effective on 3 March 2027.",
    "We are updating our privacy policy on 3 March 2027.",
    "As of 3 March 2027 the updated terms apply.",
    "Am 3. März 2027 treten unsere neuen Nutzungsbedingungen in Kraft.",
    "Die Änderungen werden zum 3. März 2027 wirksam.",
    "Ab dem 3. März 2027 gelten aktualisierte Bedingungen.",
    "Wir passen unsere Datenschutzhinweise zum 3. März 2027 an.",
    "Nos nouvelles conditions prendront effet le 3 mars 2027.",
    "Les modifications entreront en vigueur le 3 mars 2027.",
    "Ces mises à jour seront applicables à compter du 3 mars 2027.",
    "Nous mettrons à jour notre politique de confidentialité le 3 mars 2027.",
    "Nuestras nuevas condiciones surtirán efecto el 3 de marzo de 2027.",
    "Los cambios entrarán en vigor el 3 de marzo de 2027.",
    "A partir del 3 de marzo de 2027 se aplicarán nuevos términos.",
    "Actualizaremos nuestra política de privacidad el 3 de marzo de 2027.",
    "Harbour will update its terms of use on 3 March 2027.",
    "Harbour wird seine Geschäftsbedingungen zum 3. März 2027 anpassen.",
    "Harbour modifiera ses conditions le 3 mars 2027.",
    "Harbour actualizará sus condiciones el 3 de marzo de 2027.",
]


@pytest.mark.parametrize("text", COMING)
def test_a_change_to_come_is_announced_in_every_language_and_tense(text: str) -> None:
    assert announced_dates(text, PACK.languages) == [DAY]


@pytest.mark.parametrize(
    "text",
    [
        "This policy is effective from 3 March 2027.",
        "This notice came into force on 3 March 2027.",
        "Diese Richtlinie gilt seit dem 3. März 2027.",
        "Wirksam ab dem 3. März 2027.",
        "Date d'entrée en vigueur : 3 mars 2027",
        "Cette politique est applicable dès le 3 mars 2027.",
        "Fecha de entrada en vigor: 3 de marzo de 2027",
        "Este aviso está vigente desde el 3 de marzo de 2027.",
    ],
)
def test_the_date_of_a_text_is_found_in_every_language(text: str) -> None:
    assert effective_dates(text, PACK.languages) == [DAY]


@pytest.mark.parametrize(
    "text",
    [
        "You uploaded this photo on 3 March 2027.",
        "Das Foto wurde am 3. März 2027 hochgeladen.",
        "Vous avez créé ce compte le 3 mars 2027.",
        "Creaste esta cuenta el 3 de marzo de 2027.",
    ],
)
def test_any_other_date_is_none_of_the_text(text: str) -> None:
    assert effective_dates(text, PACK.languages) == announced_dates(text, PACK.languages) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The photos that you share are private."),
        ("de", "Die Fotos, die du teilst, sind privat."),
        ("de", "Die Fotos, die Sie teilen, sind privat."),
        ("de", "Sie nutzen unsere App."),
        ("de", "Nutzen Sie unsere App."),
        ("fr", "Vous partagez et consultez des photos."),
        ("fr", "Consultez notre page."),
        ("es", "Las fotos que usted comparte son privadas."),
    ],
)
def test_what_people_do_is_no_act_of_the_company(language: str, text: str) -> None:
    assert "act" not in {kind for kind, _, _ in said(text, language)}


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("de", "Wir verkaufen die Fotos, damit wir Sie erkennen.", ("act", "share", 1)),
        ("de", "Wir erheben Daten über Sie und nutzen sie.", ("act", "use", 1)),
        ("de", "Sie werden nicht für Werbung genutzt.", ("act", "use", -1)),
        ("de", "Wir prüfen das, um Sie zu identifizieren.", ("act", "read", 1)),
        ("fr", "Vos requêtes sont effacées au plus tard après 18 mois.", ("act", "delete", -1)),
        ("en", "You can delete your photos.", ("act", "delete", -1)),
    ],
)
def test_what_the_company_does_is_its_act_and_what_protects_people_stays(
    language: str, text: str, act: tuple[str, str, int]
) -> None:
    assert act in said(text, language)


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("en", "We give you at least fourteen (14) days' notice.", {"duration"}),
        ("en", "You must be at least sixteen (16) years old.", {"age"}),
        ("en", "You have reached the age of digital consent.", {"people"}),
        ("de", "Du hast das Einwilligungsalter erreicht.", {"people"}),
        ("fr", "Vous avez atteint l'âge du consentement numérique.", {"people"}),
        ("es", "Tiene la edad de consentimiento digital.", {"people"}),
        ("en", "A group of less than 100 boats sails first.", set()),
        ("en", "The dinghy is a model inferior to the racial ideal of a boat.", set()),
    ],
)
def test_ages_and_periods_and_whose_they_are(language: str, text: str, kinds: set[str]) -> None:
    found = {kind for kind, _, _ in said(text, language)}
    assert found & {"age", "duration", "people", "basis", "practice"} == kinds


@pytest.mark.parametrize(
    "text", ["Instant Share's servers hold posts.", "Instant Share lets you put up posts for a while."]
)
def test_a_name_that_begins_a_sentence_does_nothing(text: str) -> None:
    assert "act" not in {kind for kind, _, _ in said(text, "en")}
