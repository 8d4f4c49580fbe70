"""What a document claims: slots from the sentence, from its place and from its row; nothing that isn't said."""

from __future__ import annotations

import time

import pytest

from monitor.claims.claim import Claim, Frame
from monitor.claims.document import claims_of
from monitor.claims.health import Health, health_of, is_drop
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.reading.statements import State
from monitor.rules.pack_files import default_pack
from snapshots.records import Segment, SegmentKind

PACK = default_pack()


def claims(html: str, language: str = "en") -> tuple[Claim, ...]:
    return claims_of(extract(html), Reader(PACK, language))


def about(found: tuple[Claim, ...], data: str) -> list[Claim]:
    return [claim for claim in found if data in claim.data]


def only(html: str, data: str, language: str = "en") -> Claim:
    found = about(claims(html, language), data)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("en", "<p>We use your photos to train AI.</p>"),
        ("de", "<p>Wir verwenden deine Fotos für das Training von KI.</p>"),
        ("fr", "<p>Nous utilisons vos photos pour entraîner l'IA.</p>"),
        ("es", "<p>Usamos tus fotos para entrenar la IA.</p>"),
    ],
)
def test_a_sentence_gives_its_purpose_and_its_data(language: str, html: str) -> None:
    claim = only(html, "photos", language)
    assert claim.purposes == ("ai_training",)
    assert claim.state is State.ALLOWED
    assert (claim.bases, claim.audience) == ((), ())


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("en", "<p>We never use your private messages to train AI.</p>"),
        ("de", "<p>Wir verwenden deine privaten Nachrichten nicht für das Training von KI.</p>"),
        ("fr", "<p>Nous n'utilisons jamais vos messages privés pour entraîner l'IA.</p>"),
        ("es", "<p>No usamos tus mensajes privados para entrenar la IA.</p>"),
    ],
)
def test_what_is_not_done_is_excluded(language: str, html: str) -> None:
    claim = only(html, "private_messages", language)
    assert claim.state is State.EXCLUDED
    assert claim.purposes == ("ai_training",)


@pytest.mark.parametrize(
    ("language", "html", "choice"),
    [
        ("en", "<p>We use your photos to train AI only if you agree.</p>", "opt_in"),
        ("en", "<p>We use your photos to train AI unless you object.</p>", "opt_out"),
        ("de", "<p>Wir nutzen deine Fotos für KI-Training nur mit deiner Einwilligung.</p>", "opt_in"),
        ("fr", "<p>Nous utilisons vos photos pour entraîner l'IA uniquement si vous acceptez.</p>", "opt_in"),
        ("es", "<p>Usamos tus fotos para entrenar la IA salvo que te opongas.</p>", "opt_out"),
    ],
)
def test_being_asked_is_a_condition(language: str, html: str, choice: str) -> None:
    claim = only(html, "photos", language)
    assert (claim.state, claim.choice) == (State.CONDITIONAL, choice)
    assert claim.condition


@pytest.mark.parametrize(
    ("language", "lead", "refusal"),
    [
        ("en", "We use the following to train AI:", "Not used:"),
        ("de", "Folgendes verwenden wir für das Training von KI:", "Nicht verwendet:"),
        ("fr", "Nous utilisons ce qui suit pour entraîner l'IA :", "Non utilisé :"),
        ("es", "Usamos lo siguiente para entrenar la IA:", "No usamos:"),
    ],
)
def test_an_entry_inherits_what_leads_to_its_list(language: str, lead: str, refusal: str) -> None:
    photos = {"en": "Photos", "de": "Fotos", "fr": "Photos", "es": "Fotos"}[language]
    found = only(f"<p>{lead}</p><ul><li>{photos}</li></ul>", "photos", language)
    assert (found.purposes, found.state) == (("ai_training",), State.ALLOWED)
    if language != "fr":  # "non utilisé" is no negation that the pack knows
        refused = only(f"<p>{refusal}</p><ul><li>{photos}</li></ul>", "photos", language)
        assert refused.state is State.EXCLUDED


TABLE = """<h2>{title}</h2><table>
<tr><th>{why}</th><th>{who}</th><th>{what}</th><th>{basis}</th></tr>
<tr><td>{ads}</td><td>{adults}</td><td>{contacts}</td><td>{consent}</td></tr>
<tr><td>{safety}</td><td>{minors}</td><td>{device}</td><td></td></tr></table>"""
WORDS = {
    "en": {
        "title": "Uses", "why": "Purpose", "who": "Who", "what": "Data", "basis": "Legal basis",
        "ads": "Personalised ads", "adults": "Adults", "contacts": "Contacts", "consent": "Consent",
        "safety": "Safety", "minors": "People under 18", "device": "IP address",
    },
    "de": {
        "title": "Nutzung", "why": "Zweck", "who": "Betroffene", "what": "Daten", "basis": "Rechtsgrundlage",
        "ads": "Personalisierte Werbung", "adults": "Erwachsene", "contacts": "Kontakte", "consent": "Einwilligung",
        "safety": "Sicherheit", "minors": "Personen unter 18", "device": "IP-Adresse",
    },
    "fr": {
        "title": "Usages", "why": "Finalité", "who": "Personnes concernées", "what": "Données",
        "basis": "Base légale", "ads": "Publicités ciblées", "adults": "Adultes", "contacts": "Contacts",
        "consent": "Consentement", "safety": "Sécurité", "minors": "Personnes de moins de 18 ans",
        "device": "Adresse IP",
    },
    "es": {
        "title": "Usos", "why": "Finalidad", "who": "Interesados", "what": "Datos", "basis": "Base jurídica",
        "ads": "Anuncios personalizados", "adults": "Adultos", "contacts": "Contactos",
        "consent": "Consentimiento", "safety": "Seguridad", "minors": "Menores de 18 años",
        "device": "Dirección IP",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_row_of_a_table_joins_purpose_data_audience_and_basis(language: str) -> None:
    found = claims(TABLE.format(**WORDS[language]), language)
    (contacts,) = about(found, "contacts")
    assert contacts.purposes == ("ads",)
    assert contacts.audience == ("adults",)
    assert contacts.bases == ("consent",)
    (device,) = about(found, "device")
    assert (device.purposes, device.audience) == (("safety",), ("minors",))
    assert device.bases == (), "the basis of one row is none of the next"


def test_a_band_over_rows_says_whose_data_they_are_about_until_the_next_band() -> None:
    rows = """<table><tr><th>Why we use it</th><th>Legitimate interests relied on</th><th>Data we use</th></tr>
    <tr><td>For everyone, including minors</td></tr>
    <tr><td>To train AI</td><td>To build better tools</td><td>Prompts</td></tr>
    <tr><td>For people over 18</td></tr>
    <tr><td>To train AI</td><td>To build better tools</td><td>Photos</td></tr>
    <tr><td>In the harbour only</td></tr>
    <tr><td>To train AI</td><td>To build better tools</td><td>Contacts</td></tr></table>"""
    found = claims(rows)
    assert [about(found, data)[0].audience for data in ("ai_interactions", "photos", "contacts")] == [
        ("everyone",),
        ("adults",),
        (),
    ]
    assert about(found, "photos")[0].bases == ("legitimate_interests",)


ROWS = """<h2>Legal bases</h2><h3>Legitimate interests</h3>
<h4>Training AI</h4><p>i For all registered users, including those under the age of majority</p>
<p>Why and how we process your information:</p><p>Develop and improve our AI models.</p>
<p>Information categories we use:</p><p>What you give us:</p><ul><li>Your prompts</li></ul>
<h4>Training AI</h4><p>i For registered users over the age of majority</p>
<p>Why and how we process your information:</p><p>Develop and improve our AI models.</p>
<p>Information categories we use:</p><p>What you give us:</p><ul><li>Public posts</li></ul>"""


def test_rows_that_are_laid_out_as_lists_keep_their_audiences_apart() -> None:
    found = claims(ROWS)
    (prompts,), (posts,) = about(found, "ai_interactions"), about(found, "public_content")
    assert (prompts.audience, posts.audience) == (("everyone",), ("adults",))
    assert prompts.bases == posts.bases == ("legitimate_interests",)
    assert prompts.purposes == posts.purposes == ("ai_training",)


@pytest.mark.parametrize(
    ("language", "heading", "entry", "basis"),
    [
        ("en", "Consent", "We use your photos for advertising.", "consent"),
        ("en", "Legal basis: legitimate interests", "We use your photos for advertising.", "legitimate_interests"),
        ("de", "Berechtigte Interessen", "Wir nutzen deine Fotos für Werbung.", "legitimate_interests"),
        ("fr", "Consentement", "Nous utilisons vos photos pour la publicité.", "consent"),
        ("es", "Interés legítimo", "Usamos tus fotos para la publicidad.", "legitimate_interests"),
    ],
)
def test_a_heading_that_is_a_basis_gives_it(language: str, heading: str, entry: str, basis: str) -> None:
    assert only(f"<h2>{heading}</h2><p>{entry}</p>", "photos", language).bases == (basis,)


@pytest.mark.parametrize(
    "html",
    [
        "<p>We rely on consent.</p><p>We use your photos for advertising.</p>",
        "<h2>Withdraw consent</h2><p>We use your photos for advertising.</p>",
        "<h2>How we ask for consent and more</h2><p>We use your photos for advertising.</p>",
        "<p>Children below the age of consent: we use your photos for advertising.</p>",
        "<p>We rely on our partners, and we use your photos for advertising under the age of consent.</p>",
        "<p>We rely on many kinds of firms, banks and shops for this; consent is another matter when we use your photos"
        " for advertising.</p>",
        "<h2>Consent</h2><p>"
        + "We use your photos for advertising on the basis of legitimate interests, " * 12
        + "and more.</p>",
        "<h2>Consent</h2><p>Compliance with a legal obligation</p><p>We use your photos for advertising.</p>",
    ],
)
def test_a_basis_that_is_not_said_of_a_use_is_unknown(html: str) -> None:
    uses = [claim for claim in about(claims(html), "photos") if claim.frame is not Frame.BASIS]
    assert uses
    assert all(claim.bases == () for claim in uses)


def test_a_basis_that_is_denied_is_excluded() -> None:
    found = claims("<p>We do not rely on consent when we use your photos for advertising.</p>")
    assert [claim.state for claim in found if claim.bases] == [State.EXCLUDED]


def test_a_basis_in_the_sentence_counts_more_than_the_heading() -> None:
    page = "<h2>Consent</h2><p>We use your photos for advertising on the basis of our legitimate interests.</p>"
    assert only(page, "photos").bases == ("legitimate_interests",)


def test_what_people_and_partners_do_is_no_claim_of_the_company() -> None:
    assert claims("<p>You can share your photos with friends.</p>") == ()
    assert claims("<p>Partners use your photos for their ads.</p>") == ()
    assert about(claims("<p>Your photos are shared with partners.</p>"), "photos")[0].frame is Frame.SHARE


def test_an_exception_takes_out_what_it_names() -> None:
    found = claims("<p>We use your photos to train AI, except private messages.</p>")
    assert about(found, "photos")[0].state is State.ALLOWED
    assert about(found, "private_messages")[0].state is State.EXCLUDED


def test_stories_questions_and_notices_claim_nothing() -> None:
    assert claims("<p>Meta AI uses Anna's photos to suggest a dish.</p>") == ()
    assert claims("<p>Do we use your photos to train AI?</p>") == ()
    assert claims("<p>We've updated our policy to say how we use your photos for AI.</p>") == ()


@pytest.mark.parametrize(
    ("language", "html", "value"),
    [
        ("en", "<p>We keep your location for 30 days.</p>", "30"),
        ("de", "<p>Wir speichern deinen Standort 90 Tage.</p>", "90"),
        ("fr", "<p>Nous conservons votre localisation pendant 60 jours.</p>", "60"),
        ("es", "<p>Conservamos tu ubicación durante 10 días.</p>", "10"),
    ],
)
def test_how_long_something_is_kept_is_a_value(language: str, html: str, value: str) -> None:
    kept = [claim for claim in claims(html, language) if claim.frame is Frame.RETENTION]
    assert [(claim.value, claim.data) for claim in kept] == [(value, ("location",))]


def test_rights_and_what_a_form_asks_are_claims() -> None:
    (right,) = [c for c in claims("<p>You can object to the use of your photos to train AI.</p>") if c.right]
    assert (right.frame, right.right, right.data) == (Frame.RIGHT, "object", ("photos",))
    (asked,) = claims("<p>To object you must attach an identity document.</p>")[-1:]
    assert asked.requirements == ("evidence", "identifiers")
    assert not any("identifiers" in c.data for c in claims("<p>To object you must attach an identity document.</p>"))


@pytest.mark.parametrize(
    ("language", "text", "requirement", "state"),
    [
        ("en", "Upload a copy of your ID card [file, required]", "identifiers", State.ALLOWED),
        ("en", "Explain your reasons [long text, optional]", "reason", State.CONDITIONAL),
        ("de", "Begründung [Text, erforderlich]", "reason", State.ALLOWED),
    ],
)
def test_a_field_asks_for_something_and_grants_nothing(
    language: str, text: str, requirement: str, state: State
) -> None:
    field = Segment(text=text, kind=SegmentKind.FIELD, context=("Object to the use of your data",))
    (claim,) = claims_of([field], Reader(PACK, language))
    assert (claim.frame, claim.requirements, claim.state) == (Frame.FORM, (requirement,), state)
    question = Segment(text="Why do you object? [Text]", kind=SegmentKind.FIELD)
    assert not [claim for claim in claims_of([question], Reader(PACK, language)) if claim.right]


def test_a_claim_quotes_its_words_and_its_place() -> None:
    claim = only("<h1>Policy</h1><h2>AI</h2><p>We use your photos to train AI.</p>", "photos")
    assert claim.place == ("We use your photos to train AI.", ("Policy", "AI"))


def test_a_layout_that_loses_its_headings_is_a_drop() -> None:
    rows = "".join(
        f"<h4>Showing ads {n}</h4><p>For all users</p><p>Why and how we process your information:</p>"
        f"<p>We use photos to show you ads number {n}.</p>"
        for n in range(9)
    )
    good = health_of(extract(f"<h3>Consent</h3>{rows}"), Reader(PACK, "en"))
    bad = health_of(extract(f"<h3>What we do</h3>{rows}"), Reader(PACK, "en"))
    assert (good.rows, good.rows_with_basis, good.rows_with_audience) == (9, 9, 9)
    assert (bad.rows, bad.rows_with_basis) == (9, 0)
    assert is_drop(good, bad)
    assert not is_drop(bad, good)
    assert not is_drop(good, good)


def test_a_few_rows_more_or_less_are_no_drop() -> None:
    def health(rows: int, basis: int) -> Health:
        return Health(rows=rows, rows_with_basis=basis, rows_with_audience=0, sentences=100, sentences_read=50)

    assert not is_drop(health(20, 20), health(19, 17))
    assert is_drop(health(20, 20), health(20, 15))
    assert is_drop(health(20, 20), health(8, 8))
    assert not is_drop(health(4, 4), health(0, 0)), "four rows say nothing of a layout"


def test_hostile_tables_end_soon() -> None:
    cells = "<tr>" + "<td>We use photos for ads</td>" * 30 + "</tr>"
    started = time.process_time()
    claims(f"<table>{cells * 300}</table>")
    assert time.process_time() - started < 5
