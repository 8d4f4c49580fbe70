"""What a shop gives, asks and pays back is no news of people's data; what is beside it in the same sentence is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract

GOODS = [
    ("en", "Gift cards expire after two years.", "Gift cards expire after one year."),
    ("en", "Returned goods are refunded within 14 days.", "Returned goods are refunded within 30 days."),
    (
        "en",
        "Members of the Pier Club enjoy one year of free delivery with their subscription.",
        "Members of the Pier Club enjoy two years of free delivery with their subscription at no cost.",
    ),
    ("de", "Gutscheine gelten zwei Jahre.", "Gutscheine gelten ein Jahr."),
    (
        "de",
        "Zurückgesandte Ware wird innerhalb von 14 Tagen erstattet.",
        "Zurückgesandte Ware wird innerhalb von 30 Tagen erstattet.",
    ),
    ("fr", "Les bons d'achat sont valables deux ans.", "Les bons d'achat sont valables un an."),
    (
        "fr",
        "Les articles retournés sont remboursés sous 14 jours.",
        "Les articles retournés sont remboursés sous 30 jours.",
    ),
    ("es", "Los cupones caducan a los dos años.", "Los cupones caducan al año."),
    (
        "es",
        "Los Clientes compran.",
        "Los Clientes compran. Los Clientes Comerciales no tendrán acceso al programa de fidelización.",
    ),
]

AT_STAKE = [
    (
        "en",
        "Prices are in euros.",
        "Prices are in euros. We use your purchase history to set the price of your subscription.",
    ),
    (
        "en",
        "Prices are in euros.",
        "Prices are in euros. We share your email address with the partners of the loyalty programme.",
    ),
    ("en", "You get a discount.", "You get a discount if you give us your location."),
    ("en", "Prices depend on the season.", "Prices depend on how often you visit us."),
    (
        "en",
        "To choose offers we might look at what you buy with the pier card.",
        "To choose offers we will look at what you buy with the pier card.",
    ),
    ("en", "You may cancel your subscription within 14 days.", "You may not cancel your subscription."),
    ("en", "We delete your messages for free.", "We delete your messages for a fee."),
    ("en", "You can use Harbour without ads.", "You can use Harbour without ads if you pay for a subscription."),
    (
        "de",
        "Die Preise gelten in Euro.",
        "Die Preise gelten in Euro. Wir geben Ihre Bestellungen an Partner des Treueprogramms weiter.",
    ),
    ("de", "Sie können Ihr Abonnement binnen 14 Tagen kündigen.", "Sie können Ihr Abonnement nicht kündigen."),
    (
        "fr",
        "Les prix sont en euros.",
        "Les prix sont en euros. Nous partageons votre adresse e-mail avec les partenaires du programme de fidélité.",
    ),
    ("fr", "Vous pouvez résilier votre abonnement sous 14 jours.", "Vous ne pouvez pas résilier votre abonnement."),
    (
        "es",
        "Los precios son en euros.",
        "Los precios son en euros. Compartimos su correo electrónico con los socios del programa de fidelización.",
    ),
    ("es", "Puede cancelar su suscripción en un plazo de 14 días.", "No puede cancelar su suscripción."),
    ("en", "The pier is open.", "The pier is open. We analyse what you buy."),
    ("de", "Der Steg ist offen.", "Der Steg ist offen. Wir analysieren, was Sie kaufen."),
    ("fr", "Le quai est ouvert.", "Le quai est ouvert. Nous analysons ce que vous achetez."),
    ("es", "El muelle está abierto.", "El muelle está abierto. Analizamos lo que usted compra."),
]


def _judged(before: str, after: str, language: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


@pytest.mark.parametrize(("language", "before", "after"), GOODS)
def test_what_is_on_goods_alone_is_at_most_worth_a_look(language: str, before: str, after: str) -> None:
    assert not _judged(before, after, language).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), AT_STAKE)
def test_what_is_at_stake_beside_goods_is_told(language: str, before: str, after: str) -> None:
    assert _judged(before, after, language).severity.is_alerting


def test_what_is_worth_a_look_is_kept() -> None:
    language, before, after = GOODS[0]
    assert _judged(before, after, language).worth_a_look


@pytest.mark.parametrize("above", ["<p>We collect:</p>", "<p>We share with Quay Ltd:</p>"])
@pytest.mark.parametrize("entry", ["subscription history", "vouchers and refunds", "Which coupons were used."])
def test_goods_in_a_list_of_what_is_taken_are_data(above: str, entry: str) -> None:
    def page(entries: list[str]) -> str:
        listed = "".join(f"<li>{text}</li>" for text in entries)
        return f"<html lang=en><h1>Harbour: Privacy</h1>{above}<ul>{listed}</ul>"

    pages = (extract(page(entries)) for entries in (["name", "age"], ["name", "age", entry]))
    assert compare_texts(*pages, language="en").assessment.severity.is_alerting
