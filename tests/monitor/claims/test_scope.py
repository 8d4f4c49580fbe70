"""The scope table: cells, standings, order, history; and the command that prints it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.claims.document import claims_of
from monitor.claims.scope import CellState, ScopeKey, histories, label, scope_of
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from tests.end_to_end.cli import called
from tests.end_to_end.warcs import write_warc

PACK = default_pack()
FILLER = "".join(
    f"<p>At {n} minutes past noon the old ferry leaves berth {n} for the island and its lighthouse.</p>"
    for n in range(1, 25)
)  # a page of a few lines is taken for an empty shell
BEFORE = f"""<html lang="en"><body><h1>Harbour Privacy Policy</h1><h2>Training AI</h2>
<h3>Everyone, including minors</h3><p>We use the following to train AI:</p><ul><li>Prompts</li>
<li>Public posts</li></ul>
<h3>Adults</h3><p>We use the following to train AI:</p><ul><li>Public posts</li><li>Photos</li></ul>
<p>We never use private messages to train AI.</p>
<h2>Ads</h2><p>We use your contacts to show you ads only if you agree, and we do so in all our apps.</p>
<h2>Boats</h2>{FILLER}</body></html>"""
AFTER = BEFORE.replace("<li>Prompts</li>\n<li>Public posts</li>", "<li>Prompts</li>")
NAMES = ["document", "version", "captured_at", "purpose", "audience", "data", "state", "condition", "quote", "context"]


def standings(html: str, language: str = "en") -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in scope_of(claims_of(extract(html), Reader(PACK, language))):
        cell = (row.cell.purpose, row.cell.audience, row.cell.data)
        found.setdefault(cell, []).append(row.standing.value)
    return found


def test_each_audience_has_its_own_cells() -> None:
    found = standings(BEFORE)
    assert found["ai_training", "everyone", "public_content"] == ["allowed"]
    assert found["ai_training", "adults", "photos"] == ["allowed"]
    assert found["ai_training", "everyone", "photos"] == ["not mentioned"]
    assert found["ai_training", "adults", "private_messages"] == ["excluded"]
    assert found["ads", "", "contacts"] == ["conditional"]
    assert found["ads", "", "photos"] == ["not mentioned"]


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("de", "<h2>Personen unter 18</h2><p>Für das Training von KI verwenden wir:</p><ul><li>Fotos</li></ul>"
               "<p>Private Nachrichten verwenden wir nicht für das Training von KI.</p>"),
        ("fr", "<h2>Personnes de moins de 18 ans</h2><p>Nous utilisons ce qui suit pour entraîner l'IA :</p>"
               "<ul><li>Photos</li></ul><p>Nous n'utilisons pas les messages privés pour entraîner l'IA.</p>"),
        ("es", "<h2>Menores de 18 años</h2><p>Para entrenar la IA usamos:</p><ul><li>Fotos</li></ul>"
               "<p>No usamos los mensajes privados para entrenar la IA.</p>"),
    ],
)  # fmt: skip
def test_the_table_is_the_same_in_every_language(language: str, html: str) -> None:
    assert standings(html, language) == {
        ("ai_training", "minors", "photos"): ["allowed"],
        ("ai_training", "minors", "private_messages"): ["excluded"],
    }


NOTICE = """<h1>How our AI uses information</h1><h2>Sources</h2>
<p>We use photos and public posts that people share in the harbour.</p><h2>More</h2>{more}
<p>Ferries leave at nine.</p><p>The island has a lighthouse.</p>"""


def test_a_document_about_ai_says_so_of_what_it_speaks_of() -> None:
    assert standings(NOTICE.format(more="")) == {
        ("ai_features", "", "photos"): ["allowed"],
        ("ai_features", "", "public_content"): ["allowed"],
    }


@pytest.mark.parametrize(
    "more",
    [
        "<p>We use cookies.</p>",
        "<p>We use cookies and your IP address when you open this page.</p>",
        "<p>Private messages with end-to-end encryption can't be read by us.</p>",
        "<p>We keep your address book for ninety days.</p>",
        "<p>We share your location with the harbour police where the law demands it.</p>",
    ],
)
def test_what_a_page_does_for_itself_is_not_done_for_what_its_title_names(more: str) -> None:
    assert standings(NOTICE.format(more=more)) == standings(NOTICE.format(more=""))


def test_cookies_are_for_what_their_own_section_names() -> None:
    html = "<h1>Harbour Privacy Policy</h1><p>Ferries leave at nine.</p><h2>Ads</h2><p>We use cookies.</p>"
    assert standings(html) == {("ads", "", "device"): ["allowed"]}
    named = "<h1>How we use cookies for ads</h1><p>We use cookies.</p><p>Ferries leave at nine.</p>"
    assert standings(named)["ads", "", "device"] == ["allowed"]


def test_a_form_to_object_lets_nothing_be_used() -> None:
    html = """<h1>Object to the use of your information for AI</h1>
    <p>We use your contact details to answer you.</p>
    <form><label for="a">How does the use of your photos affect you? (required)</label><input id="a" required></form>
    <p>If we accept your objection, we no longer use your information to train AI.</p>"""
    assert standings(html) == {("ai_training", "", "information"): ["conditional"]}


def test_whom_a_list_is_about_is_no_condition() -> None:
    html = "<p>If you are 18 or older, we use the following to train our AI:</p><ul><li>Photos</li></ul>"
    assert standings(html) == {("ai_training", "adults", "photos"): ["allowed"]}
    bound = html.replace("18 or older,", "18 or older and share them publicly,")
    assert standings(bound)["ai_training", "adults", "photos"] == ["conditional"]


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("en", "<p>We use photos to train AI at Meta.</p>"),
        ("de", "<p>Wir verwenden Fotos, um KI bei Harbour zu trainieren.</p>"),
        ("fr", "<p>Nous utilisons les photos pour entraîner l'IA de Harbour.</p>"),
    ],
)
def test_to_train_ai_at_a_company_is_to_train_ai(language: str, html: str) -> None:
    assert standings(html, language)["ai_training", "", "photos"] == ["allowed"]


@pytest.mark.parametrize(
    ("language", "entry"),
    [
        ("en", "Metadata about content and messages"),
        ("en", "Messages you or others exchange with these features"),
        ("de", "Metadaten zu Nachrichten"),
        ("fr", "Métadonnées sur les messages"),
        ("es", "Metadatos de los mensajes"),
    ],
)
def test_what_is_about_messages_is_no_private_message(language: str, entry: str) -> None:
    lead = {"en": "We use the following for ads:", "de": "Für Werbung verwenden wir:",
            "fr": "Pour la publicité, nous utilisons :", "es": "Para la publicidad usamos:"}[language]  # fmt: skip
    found = standings(f"<p>{lead}</p><ul><li>{entry}</li></ul>", language)
    assert found
    assert not [cell for cell in found if cell[2] == "private_messages"]


def test_what_brackets_take_out_is_not_let_in() -> None:
    html = """<h2>Under 18</h2><p>We use the following to personalise the feed:</p>
    <ul><li>Information from partners (other than using partner data to tailor ads to you)</li></ul>"""
    assert not [cell for cell, states in standings(html).items() if cell[0] == "ads" and "allowed" in states]


ROWS = """<h1>Harbour Privacy Policy</h1><h2>Personalising ads</h2>
<p>Why and how we process your information:</p><p>We choose ads that fit.</p>
<p>Information we use:</p><ul><li>Photos</li></ul>
<p>{title}</p><p>Why and how we process your information:</p><p>The harbour is open all night.</p>
<p>Information we use:</p><ul><li>Payment history</li></ul>"""


def test_a_row_with_a_title_is_not_for_what_the_row_above_is_for() -> None:
    found = standings(ROWS.format(title="Moving information across the sea"))
    assert found["ads", "", "photos"] == ["allowed"]
    assert found.get(("ads", "", "payment"), ["not mentioned"]) == ["not mentioned"]


def test_what_is_said_both_ways_has_two_rows() -> None:
    html = "<p>We use photos for ads.</p><p>We do not use photos for ads.</p>"
    assert standings(html) == {("ads", "", "photos"): ["allowed", "excluded"]}


@given(st.permutations(["We use photos for ads.", "We use contacts for ads.", "We never use photos to train AI."]))
def test_the_order_of_rows_is_not_that_of_the_text(texts: list[str]) -> None:
    found = list(standings("".join(f"<p>{text}</p>" for text in texts)))
    assert found == sorted(found)


def test_a_history_tells_only_what_changed() -> None:
    scopes = [scope_of(claims_of(extract(html), Reader(PACK, "en"))) for html in (BEFORE, BEFORE, AFTER)]
    found = {history.cell: history.steps for history in histories(scopes)}
    assert found[ScopeKey(purpose="ai_training", audience="everyone", data="public_content")] == (
        (0, (CellState.ALLOWED,)),
        (2, (CellState.NOT_MENTIONED,)),
    )
    assert found[ScopeKey(purpose="ai_training", audience="adults", data="public_content")] == (
        (0, (CellState.ALLOWED,)),
    )


def test_cells_have_words() -> None:
    assert label("purpose", "ai_training", PACK) == "training AI"
    assert label("audience", "", PACK) == "not stated"
    assert label("data", "information", PACK) == "people's information"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scope")
    write_warc(folder / "policy.warc.gz", enumerate([BEFORE.encode(), AFTER.encode()]))
    called("import", "warc", folder / "policy.warc.gz", "--document", "harbour-policy", "--archive", folder / "a")
    return folder / "a"


def lines(*arguments: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in called(*arguments).stdout.splitlines()]


def test_a_row_is_printed_under_the_names_of_the_contract(archive: Path) -> None:
    rows = lines("scope", "harbour-policy", "v1", "--json", "--archive", archive)
    assert all(list(row) == NAMES for row in rows)
    (row,) = [r for r in rows if r["audience"] == "everyone" and r["data"] == "public_content"]
    assert (row["document"], row["version"], row["state"]) == ("harbour-policy", 1, "allowed")
    assert row["captured_at"] == "2025-03-01T06:00:00Z"
    assert row["quote"] == "Public posts"
    assert "Everyone, including minors" in row["context"]  # type: ignore[operator]
    (ads,) = [r for r in rows if r["data"] == "contacts" and r["purpose"] == "ads"]
    assert (ads["audience"], ads["state"], ads["condition"]) == (None, "conditional", "only if you agree")
    now = lines("scope", "harbour-policy", "--json", "--archive", archive)
    (gone,) = [r for r in now if r["audience"] == "everyone" and r["data"] == "public_content"]
    assert (gone["state"], gone["quote"], gone["context"]) == ("not mentioned", None, [])


def test_the_table_reads_in_words(archive: Path) -> None:
    said = called("scope", "harbour-policy", "2025-03-01T12:00Z", "--archive", archive).stdout
    assert "training AI" in said
    assert "adults" in said
    assert "not mentioned" in said
    assert "personalised advertising" not in called(
        "scope", "harbour-policy", "--purpose", "ai_training", "--archive", archive
    ).stdout  # fmt: skip


def test_a_narrow_table_keeps_every_name_whole(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = called("scope", "harbour-policy", "v1", "--archive", archive).stdout
    cells = [line.split("│")[1].strip() for line in said.splitlines() if line.startswith("│")]
    assert "everyone,minorstoo" in "".join(cells).replace(" ", "")


def test_the_history_has_the_days_of_change(archive: Path) -> None:
    rows = lines("scope", "harbour-policy", "--history", "--json", "--archive", archive)
    (row,) = [r for r in rows if r["audience"] == "everyone" and r["data"] == "public_content"]
    assert row["states"] == [
        {"state": "allowed", "version": 1, "since": "2025-03-01T06:00:00Z"},
        {"state": "not mentioned", "version": 2, "since": "2025-03-02T06:00:00Z"},
    ]
    said = called("scope", "harbour-policy", "--history", "--archive", archive).stdout
    assert "public posts: 2025-03-01 allowed; 2025-03-02 not mentioned" in said


def test_a_document_that_nobody_knows_is_an_error(archive: Path) -> None:
    assert "no document" in called("scope", "nobody", "--archive", archive, code=1).stderr


def test_status_tells_how_well_a_text_is_read(archive: Path) -> None:
    (standing,) = lines("status", "--json", "--archive", archive)
    health = standing["parse_health"]
    assert isinstance(health, dict)
    assert (health["rows"], health["basis_share"]) == (0, None)
    assert health["sentences_read"] == health["sentences"] > 0
    assert "understood: " in called("status", "--archive", archive).stdout


def test_compare_prints_what_became_of_the_claims(tmp_path: Path) -> None:
    for name, html in (("old.html", BEFORE), ("new.html", AFTER)):
        (tmp_path / name).write_text(html, encoding="utf-8")
    (found,) = lines("compare", tmp_path / "old.html", tmp_path / "new.html", "--json")
    (claim,) = found["claims"]  # type: ignore[misc]
    assert claim == {
        "change": "lost", "direction": "narrows", "frame": "use", "purposes": ["ai_training"],
        "data": ["public_content"], "audience": ["everyone"], "products": [], "parties": [], "bases": [],
        "state": "allowed", "before": "Public posts", "after": None, "condition": None,
        "context": ["Harbour Privacy Policy", "Training AI", "Everyone, including minors",
                    "We use the following to train AI:"],
    }  # fmt: skip
