"""One way to address people in the place of the other is silent; subjunctives are read as the acts that they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.reading.word_forms import in_known_forms, needed_in
from monitor.rules.pack_files import default_pack
from snapshots.records import Direction, Severity


def judged(language: str, before: str, after: str) -> Assessment:
    rest = {"de": "Der Hafen hat Boote.", "es": "El puerto tiene barcos.", "fr": "Le port a des bateaux."}
    texts = (read_text(f"{rest.get(language, 'The harbour has boats.')}\n\n{text}") for text in (before, after))
    return compare_texts(*texts, language=language).assessment


@pytest.mark.parametrize(
    ("language", "polite", "familiar"),
    [
        (
            "de",
            "Wenn Sie ein Konto anlegen, erheben wir Ihren Namen.",
            "Wenn du ein Konto anlegst, erheben wir deinen Namen.",
        ),
        (
            "de",
            "Sofern Sie die Einwilligung erteilt haben, nutzen wir das.",
            "Sofern du die Einwilligung erteilt hast, nutzen wir das.",
        ),
        ("es", "Usted debe tener 16 años para atracar.", "Debes tener 16 años para atracar."),
        ("es", "Puede oponerse al uso de sus fotos.", "Puedes oponerte al uso de tus fotos."),
        ("fr", "Vous devez nous donner votre date de naissance.", "Tu dois nous donner ta date de naissance."),
        ("fr", "Vous ne devez pas communiquer votre mot de passe.", "Tu ne dois pas communiquer ton mot de passe."),
        (
            "fr",
            "Si vous nous avez donné votre accord, nous suivons votre bateau.",
            "Si tu nous as donné ton accord, nous suivons ton bateau.",
        ),
        ("fr", "Vous choisissez vous-même ce que vous partagez.", "Tu choisis toi-même ce que tu partages."),
        ("fr", "Vous pouvez vous opposer à l'usage de vos photos.", "Tu peux t'opposer à l'usage de tes photos."),
    ],
)
def test_another_form_of_address_is_silent(language: str, polite: str, familiar: str) -> None:
    assert not judged(language, polite, familiar).severity.is_alerting
    assert not judged(language, familiar, polite).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "polite", "familiar"),
    [
        ("de", "Wir geben Ihre Fotos nicht weiter.", "Wir geben deine Fotos weiter."),
        ("es", "No vendemos sus fotos.", "Vendemos tus fotos."),
        ("fr", "Nous ne vendons pas vos photos.", "Nous vendons tes photos."),
        ("fr", "Vous pouvez vous opposer à la vente de vos photos.", "Tu dois accepter la vente de tes photos."),
    ],
)
def test_what_changed_with_the_form_of_address_is_told(language: str, polite: str, familiar: str) -> None:
    told = judged(language, polite, familiar)
    assert told.severity.is_alerting
    assert told.direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        *(
            ("fr", f"Vous acceptez que nous {verb} vos photos.")
            for verb in ("vendions", "partagions", "transmettions", "cédions")
        ),
        *(
            ("es", f"Usted acepta que {verb} sus fotos.")
            for verb in ("vendamos", "compartamos", "cedamos", "transfiramos")
        ),
        ("en", "You accept that we sell your photos."),
        ("de", "Sie akzeptieren, dass wir Ihre Fotos verkaufen."),
    ],
)
def test_what_people_are_made_to_accept_is_what_the_company_may_do(language: str, clause: str) -> None:
    told = judged(language, "", clause)
    assert told.severity is Severity.CRITICAL
    assert told.direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("de", "Ihr Widerspruch wird immer akzeptiert."),
        ("en", "We accept every objection."),
        ("es", "Aceptamos todas las oposiciones."),
        ("fr", "Nous acceptons toute opposition."),
    ],
)
def test_what_the_company_accepts_is_a_protection(language: str, clause: str) -> None:
    told = judged(language, clause, "")
    assert told.severity.is_alerting
    assert told.direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("form", "needed"),
    [
        (r"\bin (?:the )?form of\b", ("form of",)),
        (r"\bforms?\b", ("form",)),
        (r"colou{0,1}r", ("colo",)),
        (r"harbo[u]r", ("harbo",)),
        ("berths|boats", ("",)),
        ("a (?:berth|long boat)", ("berth", "long boat")),
        ("a (?:berth|boat)?", ("a ",)),
        (r"a (?:berth|\w+)", ("a ",)),
        ("(?<!berth)(?=boat)", ("",)),
        (r"\bSTRASSE\b", ("strasse",)),
        (r"a\(b\) quays+", (" quays",)),
    ],
)
def test_a_form_is_looked_for_where_the_letters_stand_that_it_needs(form: str, needed: tuple[str, ...]) -> None:
    assert needed_in(form) == needed


def test_a_form_that_another_one_leads_to_is_found() -> None:
    known = default_pack().languages["en"]
    forms = replace(known, text=replace(known.text, read_as={"quays": "moorings", "moorings": "berths"}))
    assert in_known_forms("Quays of ours", forms) == "berths of ours"
