"""Words that look like one thing and are another: sections like ages, notes like words, addresses, praise, disputes.

Each is held against a change that only looks like it.
"""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.sentences import sentences
from snapshots.records import Direction, Severity


def _compared(before: str, after: str, language: str = "en") -> Assessment:
    sides = (f"1 2 3\n\n{before}", f"1 2 3\n\n{after}")
    return compare_texts(*map(read_text, sides), language=language).assessment


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Ask us for the list, as section 15 below says.", "Ask us for the list, as section 14 below says."),
        ("en", "Ask us as clause 15 and point 16 below say.", "Ask us as clause 14 and point 15 below say."),
        ("de", "Sie erreichen uns mit den Angaben unter Nr. 15.", "Sie erreichen uns mit den Angaben unter Nr. 14."),
        ("de", "Die Liste steht unter Ziffer 15.", "Die Liste steht unter Ziffer 14."),
        ("fr", "Les plus de la rubrique 15 sont listés.", "Les plus de la rubrique 14 sont listés."),
        ("es", "La edad no consta en la cláusula 15.", "La edad no consta en la cláusula 14."),
    ],
)
def test_the_number_of_a_section_is_no_age(language: str, before: str, after: str) -> None:
    told = _compared(before, after, language)
    assert "minors" not in told.topics
    assert not told.severity.is_alerting


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Children under {} may not use our services."),
        ("en", "Children under {} may not create an account, as section 12 says."),
        ("de", "Kinder unter {} dürfen kein Konto anlegen."),
        ("fr", "Les enfants de moins de {} ans ne peuvent pas créer de compte."),
        ("es", "Los menores de {} años no pueden crear una cuenta."),
    ],
)
def test_an_age_before_may_is_no_day_of_that_month(language: str, sentence: str) -> None:
    told = _compared(sentence.format(16), sentence.format(13), language)
    assert (told.severity, told.direction) == (Severity.CRITICAL, Direction.WIDENS)
    assert "minors" in told.topics


def test_a_day_in_may_is_one() -> None:
    told = _compared("From 15 May we use your posts.", "From 20 May we use your posts.")
    assert told.direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "sentence", "mark"),
    [
        ("en", "There may be more requirements as part of this review.", "[Note 2]"),
        ("de", "Weitere Anforderungen an die Prüfung sind möglich.", "[Anm. 2]"),
        ("fr", "D'autres exigences peuvent s'appliquer à cet examen.", "[note 2]"),
        ("es", "Puede haber más requisitos para esta revisión.", "[Nota 2]"),
    ],
)
def test_the_mark_of_a_footnote_that_says_what_it_is_is_no_word(language: str, sentence: str, mark: str) -> None:
    assert not _compared(sentence, f"{sentence}{mark}", language).severity.is_alerting
    assert _compared(sentence, f"{sentence} [We sell your photos.]", "en").severity.is_alerting


@pytest.mark.parametrize(
    "address",
    [
        "Office: Quay House, 201 Mill Ave. Northport, Floor 7",
        "Siège : Bât. Nord, 12 av. Victor Long, 75001 Villeneuve",
        "Sede: Edificio Norte Av. Puerto Largo, 5-7 - Oficina A-04",
    ],
)
def test_the_short_word_for_a_street_ends_no_sentence(address: str) -> None:
    assert sentences(address) == (address,)


OPENINGS = [
    (
        "en",
        "Policies can be messy. At Harbour your privacy is important to us, so we try to avoid legal jargon.",
        "We have simplified things here. This is your one-stop source for information about our practices.",
    ),
    (
        "de",
        "Ihre Privatsphäre ist uns wichtig, deshalb haben wir versucht, auf Juristendeutsch zu verzichten.",
        "Wir haben hier alles einfach gehalten, damit Sie es leicht verstehen.",
    ),
    (
        "fr",
        "Votre vie privée compte pour nous, c'est pourquoi nous avons essayé d'éviter le jargon juridique.",
        "Nous avons simplifié les choses pour que tout soit clair.",
    ),
    (
        "es",
        "Su privacidad nos importa, por eso hemos intentado evitar la jerga legal.",
        "Hemos simplificado las cosas para que todo quede claro.",
    ),
]


@pytest.mark.parametrize(("language", "before", "after"), OPENINGS)
def test_one_welcome_in_the_place_of_another_is_no_news(language: str, before: str, after: str) -> None:
    assert not _compared(before, after, language).severity.is_alerting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Your privacy is important to us. We do not sell your photos.", "Your privacy matters to us."),
        ("Your privacy is important to us.", "Your privacy matters to us. We share your photos with partners."),
        ("Your privacy is important to us. You can object at any time.", "Your privacy matters to us."),
    ],
)
def test_praise_covers_nothing_that_stands_beside_it(before: str, after: str) -> None:
    told = _compared(before, after)
    assert told.severity.is_alerting
    assert told.direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We notify you of any breach of your personal data within 72 hours."),
        ("en", "Harbour provides notification of data breaches as the law demands."),
        ("en", "If a security incident affects you, we let you know."),
        ("de", "Bei einer Datenpanne informieren wir Sie."),
        ("de", "Wir benachrichtigen Sie bei einer Verletzung des Schutzes Ihrer Daten."),
        ("fr", "En cas de fuite de données, nous vous avertissons."),
        ("fr", "En cas de violation de données, nous vous en informons."),
        ("es", "En caso de brecha de datos le informaremos sin demora."),
        ("es", "Le avisaremos de cualquier violación de la seguridad de sus datos."),
    ],
)
def test_a_promise_to_tell_of_a_breach_comes_and_goes(language: str, sentence: str) -> None:
    assert _compared("", sentence, language).severity.is_alerting
    assert _compared(sentence, "", language).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You may complain to us about how we handle your data."),
        ("en", "You can make a data protection complaint to Harbour."),
        ("de", "Sie können sich bei uns über den Umgang mit Ihren Daten beschweren."),
        ("fr", "Vous pouvez déposer une réclamation auprès de nous au sujet de vos données."),
        ("es", "Puede presentar una reclamación ante nosotros sobre el uso de sus datos."),
    ],
)
def test_that_people_may_complain_to_the_company_is_a_right(language: str, sentence: str) -> None:
    came, went = _compared("", sentence, language), _compared(sentence, "", language)
    assert (came.severity.is_alerting, came.direction) == (True, Direction.NARROWS)
    assert (went.severity.is_alerting, went.direction) == (True, Direction.WIDENS)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "en",
            "If you have an unresolved privacy concern, contact our third-party dispute resolution provider.",
            "Harbour refers unresolved complaints on data to Quay, a dispute resolution provider in the North. "
            "Please visit https://example.org/b to file a complaint.",
        ),
        (
            "de",
            "Ungelöste Beschwerden leiten wir an die Schlichtungsstelle in Nordstadt weiter.",
            "Ungelöste Beschwerden zu Ihren Daten geben wir an eine unabhängige Schlichtungsstelle in Südstadt ab.",
        ),
        (
            "fr",
            "Les réclamations non résolues sont transmises à Quai, organisme de règlement des litiges.",
            "Nous transmettons les réclamations non résolues à Môle, prestataire indépendant de règlement des litiges.",
        ),
        (
            "es",
            "Las quejas no resueltas se remiten a Muelle, organismo de resolución de conflictos de Madrid.",
            "Remitimos las reclamaciones no resueltas a Puerto, proveedor independiente de resolución de conflictos.",
        ),
    ],
)
def test_who_settles_a_dispute_put_otherwise_is_no_news(language: str, before: str, after: str) -> None:
    assert not _compared(before, after, language).severity.is_alerting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You may opt out of binding arbitration within 30 days.", "Disputes are settled by binding arbitration."),
        ("Unresolved complaints go to our dispute resolution provider.", "We share your photos with partners."),
        (
            "Unresolved complaints go to our dispute resolution provider. We do not sell your photos.",
            "Unresolved complaints go to a dispute resolution provider.",
        ),
    ],
)
def test_what_binds_people_in_a_dispute_or_stands_beside_it_is_told(before: str, after: str) -> None:
    told = _compared(before, after)
    assert told.severity.is_alerting
    assert told.direction in (Direction.WIDENS, Direction.MIXED)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We can display targeted advertising.", "We can display/exclude targeted advertising."),
        ("de", "Wir können gezielte Werbung einblenden.", "Wir können gezielte Werbung einblenden/ausschließen."),
        (
            "fr",
            "Nous pouvons afficher de la publicité ciblée.",
            "Nous pouvons afficher/exclure de la publicité ciblée.",
        ),
        ("es", "Podemos mostrar publicidad dirigida.", "Podemos mostrar/excluir publicidad dirigida."),
        ("en", "We use it solely and exclusively to deliver your order.", "We use it solely to deliver your order."),
        ("de", "Wir nutzen sie einzig nur für die Lieferung.", "Wir nutzen sie nur für die Lieferung."),
        ("fr", "Elles servent uniquement et exclusivement à livrer.", "Elles servent uniquement à livrer."),
        ("es", "Sirven solamente y exclusivamente para entregar.", "Sirven exclusivamente para entregar."),
    ],
)
def test_one_of_two_words_that_limit_the_same_or_a_word_behind_a_stroke_turns_nothing(
    language: str, before: str, after: str
) -> None:
    assert not _compared(before, after, language).severity.is_alerting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We exclude your messages from targeted advertising.", "We use your messages for targeted advertising."),
        ("We use only your name, only to deliver your order.", "We use your name to deliver your order."),
    ],
)
def test_what_excludes_or_limits_by_itself_is_told_where_it_goes(before: str, after: str) -> None:
    told = _compared(before, after)
    assert told.severity.is_alerting
    assert told.direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "de",
            "Ab einem Wert der Ware von über 40,00 EUR trägt der Händler die Kosten der Rücksendung.",
            "Ab einem Kaufpreis der Ware von über 40,00 EUR/990 CZK trägt der Händler die Kosten der Rücksendung.",
        ),
        (
            "en",
            "The prices do not include the cost of your connection.",
            "The prices do not include the cost of your connection, nor 50 cents for the running costs of the site.",
        ),
        (
            "fr",
            "Nous ajustons les prix des enregistrements musicaux et des abonnements en cas d'inflation.",
            "Nous ajustons les prix des enregistrements musicaux en cas d'inflation.",
        ),
        (
            "es",
            "El precio incluye los gastos de envío a la península.",
            "El precio incluye los gastos de envío a la península y un cargo de gestión.",
        ),
    ],
)
def test_what_something_costs_put_otherwise_is_no_news(language: str, before: str, after: str) -> None:
    assert not _compared(before, after, language).severity.is_alerting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You may cancel at any time at no cost.", "You may cancel for a fee."),
        ("We ask for your consent before we charge fees for sharing.", "We charge fees for sharing."),
        ("Prices are shown here.", "Prices are shown here. Third parties pay a fee for lists of our customers."),
        (
            "If you pay the fee we show you no personalised ads.",
            "If you pay the fee we show you fewer personalised ads.",
        ),
        ("We never use your posts to set prices. The fee is 5 euros.", "The fee is 5 euros."),
    ],
)
def test_a_price_covers_no_choice_and_no_recipient(before: str, after: str) -> None:
    assert _compared(before, after).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "music", "voice"),
    [
        ("en", "We keep music recordings.", "We keep recordings of your calls."),
        ("de", "Wir speichern Musikaufnahmen.", "Wir speichern Aufnahmen Ihrer Anrufe."),
        ("fr", "Nous conservons des enregistrements musicaux.", "Nous conservons les enregistrements de vos appels."),
        ("es", "Conservamos grabaciones musicales.", "Conservamos las grabaciones de sus llamadas."),
    ],
)
def test_music_is_no_recording_of_anybody(language: str, music: str, voice: str) -> None:
    assert "voice recordings" not in _compared("", music, language).headline
    assert _compared("", voice, language).severity.is_alerting
