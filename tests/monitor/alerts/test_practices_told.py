"""What lawyers look for is told however much was reworded around it, and so are promises that lose their force."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.rules.pack_files import default_pack
from snapshots.records import Direction, Severity

PACK = default_pack()
GRAVE = (Severity.HIGH, Severity.CRITICAL)


def judged(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language, pack=PACK).assessment


HOLLOWED = [
    ("en", "We do not rent out your diary.", "We do not rent out any diary that shows who you are."),
    ("de", "Wir verkaufen keine Notizen.", "Wir verkaufen keine Notizen, die Ihren Namen tragen."),
    ("fr", "Nous ne vendons pas vos notes.", "Nous ne vendons pas de notes qui portent votre nom."),
    ("es", "No vendemos sus notas.", "No vendemos notas que lleven su nombre."),
]


@pytest.mark.parametrize(("language", "before", "after"), HOLLOWED)
def test_a_promise_for_a_part_of_what_it_covered_is_grave(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert (found.direction, found.severity in GRAVE) == (Direction.WIDENS, True)
    back = judged(after, before, language)
    assert back.direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We sell no notes.", "We sell no notes, which are locked away."),
        ("en", "We sell no notes that bear your name.", "Notes that bear your name are not sold."),
        ("fr", "Nous ne vendons pas vos notes.", "Nous ne vendons pas vos notes, qui restent sous clé."),
    ],
)
def test_a_clause_that_only_adds_something_hollows_nothing_out(language: str, before: str, after: str) -> None:
    assert judged(before, after, language).severity not in GRAVE


HEDGED = [
    ("en", "We delete your clips after a week.", "Where reasonably possible, we delete your clips after a week."),
    ("de", "Wir lesen Ihre Briefe nicht.", "Wir lesen Ihre Briefe im Allgemeinen nicht."),
    ("fr", "Nous ne lisons pas vos lettres.", "Autant que possible, nous ne lisons pas vos lettres."),
    ("es", "No leemos sus cartas.", "En lo posible, no leemos sus cartas."),
]


@pytest.mark.parametrize(("language", "before", "after"), HEDGED)
def test_a_promise_that_is_hedged_is_grave(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert (found.direction, found.severity in GRAVE) == (Direction.WIDENS, True)


def test_what_is_done_anyhow_is_no_promise_to_hedge() -> None:
    found = judged("We share your clips.", "We generally share your clips.")
    assert found.severity not in GRAVE


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We answer complaints within a week.", "We answer complaints within six weeks."),
        ("de", "Auskunft erteilen wir innerhalb eines Monats.", "Auskunft erteilen wir innerhalb zweier Jahre."),
        ("de", "Wir antworten innerhalb einer Woche.", "Wir antworten innerhalb eines Jahres."),
        ("fr", "Nous répondons sous deux semaines.", "Nous répondons sous trois mois."),
        ("es", "Respondemos en dos semanas.", "Respondemos en tres meses."),
    ],
)
def test_an_answer_that_comes_later_widens(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert found.severity.is_alerting
    assert found.direction is Direction.WIDENS


def test_a_safeguard_that_comes_with_what_it_guards_makes_nothing_better() -> None:
    found = judged(
        "Records stay in Norway.",
        "Records stay in Norway. We also share them with firms in India under standard contractual clauses.",
    )
    assert found.direction is not Direction.NARROWS


REPHRASED = [
    ("en", "We never keep clips indefinitely.", "Clips are never kept for an unlimited time."),
    (
        "de",
        "Ohne richterlichen Beschluss erhält niemand Fotos.",
        "Fotos erhält jemand nur auf richterlichen Beschluss.",
    ),
    ("fr", "Votre dossier est gardé sans limite de durée.", "Votre dossier est conservé indéfiniment."),
    ("es", "Sus fotos se guardan para siempre.", "Sus fotos se conservan por tiempo indefinido."),
    # Inflected words are not put in the place of those by which consent is read.
    ("de", "Mit Ihrer Erlaubnis lesen wir Ihre Kontakte.", "Wir lesen Ihre Kontakte mit Ihrer Erlaubnis."),
    ("de", "Ein Kunde kann das sehen.", "Eine Kundin oder ein Kunde kann das sehen."),
    ("fr", "Un client peut écrire des lettres.", "Une cliente ou un client peut écrire des lettres."),
    ("es", "Un cliente puede escribir cartas.", "Un cliente o una clienta puede escribir cartas."),
    ("fr", "Nous vous aviserons si le lieu change.", "Nous vous informerons si le lieu change."),
    ("de", "Wir werden Sie davon unterrichten.", "Wir werden Sie darüber informieren."),
]


@pytest.mark.parametrize(("language", "before", "after"), REPHRASED)
def test_the_same_in_other_words_is_no_news(language: str, before: str, after: str) -> None:
    assert not judged(before, after, language).severity.is_alerting


def test_consent_is_gone_where_its_words_are_also_inflected_otherwise() -> None:
    before, after = (
        "Mit Ihrer Erlaubnis lesen wir Ihre Kontakte.",
        "Soweit das Gesetz es erlaubt, lesen wir Ihre Kontakte.",
    )
    found = judged(before, after, "de")
    assert (found.direction, found.severity in GRAVE) == (Direction.WIDENS, True)


def test_of_several_passages_side_by_side_the_grave_one_is_quoted_first() -> None:
    before = "Write to us in Kiel.\n\nThe app reads your position while it is open.\n\nBoxes are blue."
    after = "Write to us in Bonn.\n\nThe app reads your position in the background.\n\nCrates are blue."
    quote = judged(before, after).findings[0].evidence[0]
    assert "background" in (quote.after_text or "")


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "An e-mail is enough to object.", "To object, send us the form and a copy of your passport."),
        (
            "fr",
            "Un e-mail suffit pour vous opposer.",
            "Pour vous opposer, envoyez le formulaire et une copie du passeport.",
        ),
    ],
)
def test_a_form_that_is_demanded_is_no_right(language: str, before: str, after: str) -> None:
    assert judged(before, after, language).direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We pass your booking to the inn.", "We pass your booking to third parties."),
        ("de", "Ihre Buchung übermitteln wir an das Gasthaus.", "Ihre Buchung übermitteln wir an Dritte."),
    ],
)
def test_others_in_the_place_of_somebody_whom_people_chose_are_told(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert found.severity.is_alerting
    assert found.direction is Direction.WIDENS


COURTS = [
    (
        "en",
        "Any claim on how we handle your account is settled by a court near you.",
        "Any claim on how we process your account is settled exclusively in the United States, by the courts of Ohio.",
    ),
    (
        "fr",
        "Tout litige sur le traitement de votre compte est tranché par un tribunal près de chez vous.",
        "Tout litige que nous traitons est tranché exclusivement aux États-Unis, devant les tribunaux de l'Ohio.",
    ),
    (
        "de",
        "Über Streit um die Verarbeitung in Ihrem Konto entscheidet das Gericht an Ihrem Wohnort.",
        "Streit, den wir verarbeiten, entscheiden ausschließlich Gerichte in den USA; Gerichtsstand ist Ohio.",
    ),
    (
        "es",
        "Todo litigio sobre el tratamiento de su cuenta lo resuelve un tribunal cercano a su domicilio.",
        "Todo litigio que tratamos se resuelve exclusivamente en Estados Unidos, ante los tribunales de Ohio.",
    ),
]


@pytest.mark.parametrize(("language", "before", "after"), COURTS)
def test_where_a_court_stands_no_data_goes_to(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert found.severity.is_alerting
    assert "data_transfer" not in found.topics


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Vos notes sont lues par nous.", "Vos notes sont lues exclusivement par nous."),
        ("de", "Für Ihre Sicherungen sind Sie zuständig.", "Für Ihre Sicherungen sind Sie allein zuständig."),
        ("es", "Leemos sus notas en casa.", "Leemos sus notas exclusivamente en casa."),
        ("en", "We read your notes at home.", "We read your notes only at home."),
    ],
)
def test_what_is_done_by_one_alone_chooses_no_court(language: str, before: str, after: str) -> None:
    rules = {rule for finding in judged(before, after, language).findings for rule in finding.rules}
    assert not any(rule.startswith("practice") for rule in rules)
