"""Grave edits of one or two words that were told too low or not at all, each with one that only looks like it."""

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


AFTERWARDS = [
    ("en", "We ask you before we use your photos.", "We ask you after we use your photos."),
    ("en", "We ask for your consent before we share your contacts.", "We ask for your consent after we share them."),
    ("en", "We notify you before we share your data.", "We notify you after we share your data."),
    ("de", "Wir fragen Sie, bevor wir Ihre Fotos nutzen.", "Wir fragen Sie, nachdem wir Ihre Fotos genutzt haben."),
    ("de", "Wir holen vor der Nutzung Ihre Einwilligung ein.", "Wir holen nach der Nutzung Ihre Einwilligung ein."),
    (
        "fr",
        "Nous demandons votre accord avant d'utiliser vos photos.",
        "Nous demandons votre accord après les avoir utilisées.",
    ),
    ("es", "Le pedimos permiso antes de usar sus fotos.", "Le pedimos permiso después de usar sus fotos."),
]


@pytest.mark.parametrize(("language", "before", "after"), AFTERWARDS)
def test_who_is_asked_afterwards_is_not_asked(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert (found.severity, found.direction) == (Severity.CRITICAL, Direction.WIDENS)
    assert "only afterwards" in found.headline
    back = judged(after, before, language)
    assert back.direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We ask you before we use your photos.", "Before using your photos, we ask you."),
        ("We ask you before we use your photos.", "We ask you prior to using your photos."),
        ("We ask you for feedback before you leave.", "We ask you for feedback after you leave."),
        ("We reply before the month ends.", "We reply after the month ends."),
    ],
)
def test_another_order_of_words_or_of_other_things_is_none(before: str, after: str) -> None:
    assert not judged(before, after).severity.is_alerting


ALWAYS = [
    ("en", "We ask for a copy of your ID only if we doubt who you are.", "We ask for a copy of your ID."),
    ("en", "We ask for proof of identity only in cases of doubt.", "We always ask for proof of identity."),
    (
        "de",
        "Nur im Zweifel verlangen wir eine Kopie Ihres Ausweises.",
        "Wir verlangen stets eine Kopie Ihres Ausweises.",
    ),
    (
        "fr",
        "Nous ne demandons une pièce d'identité qu'en cas de doute.",
        "Nous demandons toujours une pièce d'identité.",
    ),
    ("es", "Solo en caso de duda pedimos una copia de su DNI.", "Pedimos siempre una copia de su DNI."),
]


@pytest.mark.parametrize(("language", "before", "after"), ALWAYS)
def test_what_was_demanded_in_doubt_only_and_is_always(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert found.severity in GRAVE
    assert found.direction is Direction.WIDENS
    assert judged(after, before, language).direction is Direction.NARROWS


@pytest.mark.parametrize(
    "added",
    [
        "We route what you write to our sales team.",
        "What you write goes to our sales team.",
        "We may forward everything you type to our partners.",
    ],
)
def test_what_people_write_is_passed_on_by_any_verb(added: str) -> None:
    found = judged("We like boats.", f"We like boats. {added}")
    assert (found.severity in GRAVE, found.direction) == (True, Direction.WIDENS)
    assert "share people's content" in found.headline


def test_a_page_that_readers_go_to_gets_no_data() -> None:
    found = judged("You can visit our partners page for more.", "You can go to our partners page for more.")
    assert not found.severity.is_alerting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We share your messages with nobody.", "We share your messages with nobody but advertisers."),
        ("Nobody reads your messages.", "No one but our partners reads your messages."),
    ],
)
def test_an_exception_takes_the_promise_with_it(before: str, after: str) -> None:
    found = judged(before, after)
    assert (found.severity, found.direction) == (Severity.CRITICAL, Direction.WIDENS)


def test_one_more_who_may_have_it_under_an_only_lets_more_be_done() -> None:
    found = judged("We share your data only with couriers.", "We share your data only with couriers or advertisers.")
    assert (found.severity in GRAVE, found.direction) == (True, Direction.WIDENS)


RECIPIENTS = [
    ("en", "You can ask us for a list of the companies to which we sold your data."),
    ("en", "You have the right to a list of recipients."),
    ("de", "Sie können eine Liste der Empfänger Ihrer Daten verlangen."),
    ("fr", "Vous avez le droit d'obtenir la liste des destinataires."),
    ("es", "Usted tiene derecho a una lista de los destinatarios."),
]


@pytest.mark.parametrize(("language", "added"), RECIPIENTS)
def test_a_right_to_know_who_got_data_is_a_right(language: str, added: str) -> None:
    found = judged("2031.", f"2031. {added}", language)
    assert found.direction is Direction.NARROWS
    assert "mentions the right to know who got data" in found.headline


EXCEPTED = [
    ("en", "We share your ID with nobody.", "We share your ID with nobody other than insurers."),
    ("de", "Wir geben Ihre Fotos niemandem.", "Wir geben Ihre Fotos niemandem, von Auskunfteien abgesehen."),
    ("de", "Wir geben Ihre Fotos niemandem weiter.", "Wir geben Ihre Fotos niemand anderem als Auskunfteien weiter."),
    ("fr", "Nous ne cédons vos photos à personne.", "Nous ne cédons vos photos à personne d'autre qu'aux assureurs."),
    ("es", "No entregamos sus fotos a nadie.", "No entregamos sus fotos a nadie más que a las aseguradoras."),
]


@pytest.mark.parametrize(("language", "before", "after"), EXCEPTED)
def test_who_is_named_behind_a_nobody_is_an_exception(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert (found.severity in GRAVE, found.direction) == (True, Direction.WIDENS)


BETWEEN = [
    ("en", "Questions to our doctor stay between you and her.", "Questions to our doctor help to set your price."),
    ("fr", "Vos questions restent entre vous et le médecin.", "Vos questions servent à fixer votre prix."),
    ("es", "Sus preguntas quedan entre usted y el médico.", "Sus preguntas sirven para fijar su precio."),
]


@pytest.mark.parametrize(("language", "before", "after"), BETWEEN)
def test_what_stayed_between_two_is_no_longer_kept(language: str, before: str, after: str) -> None:
    assert judged(before, after, language).direction is Direction.WIDENS


def test_a_promise_to_tell_people_is_told_as_that_where_it_goes() -> None:
    found = judged("You will hear from us before your data goes to another company.", "Your data is safe.")
    assert found.direction is Direction.WIDENS
    assert "no longer promises to tell people" in found.headline


WANTED = [
    ("en", "You may object by writing to us.", "If you want to object, write to us."),
    ("es", "Puede oponerse escribiéndonos.", "Si quiere oponerse, escríbanos."),
]


@pytest.mark.parametrize(("language", "before", "after"), WANTED)
def test_a_case_that_only_names_a_right_is_none(language: str, before: str, after: str) -> None:
    assert not judged(before, after, language).severity.is_alerting


def test_a_case_in_which_a_promise_holds_is_one() -> None:
    found = judged("We stop showing ads.", "We stop showing ads if you object.")
    assert (found.severity.is_alerting, found.direction) == (True, Direction.WIDENS)


def test_a_turned_sentence_is_seen_beside_another_of_the_same_act() -> None:
    before = "Orders are recorded for six years. Calls to us are not recorded."
    after = "For six years we record orders. When you call us, the call is recorded."
    found = judged(before, after)
    assert (found.severity in GRAVE, found.direction) == (True, Direction.WIDENS)


OFFERS = [
    ("en", "We may also contact you about products and services that may be of interest to you."),
    ("en", "We send you reminders of abandoned carts."),
    ("de", "Wir erinnern Sie an verlassene Warenkörbe."),
    ("fr", "Ce partenaire nous permet de vous proposer des produits susceptibles de vous intéresser."),
    ("es", "También podemos contactarle sobre productos y servicios que puedan interesarle."),
]


@pytest.mark.parametrize(("language", "text"), OFFERS)
def test_what_people_are_told_of_to_buy_is_advertising(language: str, text: str) -> None:
    assert judged("", text, language).severity.is_alerting


def test_a_prompt_to_do_something_is_nothing_said_to_an_ai() -> None:
    assert not judged("", "Dismissing the prompt to install the app.").severity.is_alerting
    assert judged("", "We keep the prompts that you send to our assistant.").severity.is_alerting
