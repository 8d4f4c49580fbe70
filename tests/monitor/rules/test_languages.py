"""A fifth language is one file in a pack; a text in none of the languages is told and never judged as another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.alerts.text_comparison import TextComparison, compare_texts, read_text
from monitor.extract.dates import dates_in, effective_dates, stated_date
from monitor.extract.language import language_of_text
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.spoken_language import resolve_language
from monitor.rules.languages import UNDETERMINED
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack, load_pack
from snapshots.records import Direction, Severity

SWEDISH = """
name = "Swedish"

[words]
common = ["och", "att", "det", "som", "en", "vi", "du", "för", "på", "är", "av", "med", "dina", "inte", "våra", "kan"]
joining = ["och"]
alternating = ["eller"]
opposing = ["men"]
condition = "om"
subjects = ["vi", "du", "de", "inte"]
we = ["vi"]

[numbers]
digits = ["ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"]
days = ["dag", "dagar"]
years = ["år"]

[dates]
months = [["januari"], ["februari"], ["mars"], ["april"], ["maj"], ["juni"], ["juli"], ["augusti"], ["september"],
          ["oktober"], ["november"], ["december"]]
effective = ["gäller från", "(senast )?uppdaterad"]

[signs]
login = ["logga in"]

[cues]
negation = ["inte", "aldrig"]

[topics]
private_messages = ["meddelanden"]

[acts]
share = ["dela*"]
keep = ["spara*"]

[data]
private_messages = ["meddelanden"]

[parties]
advertisers = ["annonsör*"]
"""
POLICY = (
    "Vi använder den information som du delar för att förbättra våra tjänster. "
    "Du kan invända mot att dina uppgifter används. Den här policyn gäller från den 3 maj 2027.\n"
)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "sv.toml").write_text(SWEDISH, encoding="utf-8")
    return load_pack(tmp_path)


def compared(before: str, after: str, pack: Pack) -> TextComparison:
    return compare_texts(read_text(POLICY + before), read_text(POLICY + after), pack=pack)


def test_one_file_makes_a_language_known(pack: Pack) -> None:
    assert list(pack.languages.read) == ["de", "en", "es", "fr", "sv"]
    assert language_of_text(POLICY, pack.languages) == "sv"
    assert resolve_language("Meddelanden delar vi inte", pack) == "sv"
    assert pack.signs.has("login", "Logga in för att fortsätta")


def test_its_dates_are_read(pack: Pack) -> None:
    sentence = "Den här policyn gäller från 3 maj 2027."
    assert effective_dates(sentence, pack.languages) == [date(2027, 5, 3)]
    assert stated_date(read_text(sentence).segments, pack.languages) == date(2027, 5, 3)
    assert dates_in(sentence, default_pack().languages) == []


def test_its_sentences_are_read(pack: Pack) -> None:
    reader = Reader(pack, "sv")
    assert [
        (term.kind.value, term.name, term.sign)
        for term in read_sentence("Vi delar inte dina meddelanden.", reader).terms
    ][:1] == [("act", "share", -1)]
    kept = read_sentence("Vi sparar dina meddelanden i nio dagar.", reader)
    assert ("duration", "9") in {(term.kind.value, term.name) for term in kept.terms}


def test_its_changes_are_judged(pack: Pack) -> None:
    told = compared("Vi delar inte dina meddelanden med annonsörer.", "Vi delar dina meddelanden med annonsörer.", pack)
    assert told.assessment.direction is Direction.WIDENS
    assert told.assessment.severity is Severity.CRITICAL
    assert "private_messages" in told.assessment.topics
    assert "turned_round" in told.assessment.findings[0].rules


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vi delar inte dina meddelanden med annonsörer.", "Vi delar dina meddelanden med annonsörer."),
        ("Vi sparar dina uppgifter i 30 dagar.", "Vi sparar dina uppgifter i 90 dagar."),
        ("", "Vi delar dina meddelanden i WhatsApp med annonsörer."),
        ("Vi delar aldrig dina meddelanden med annonsörer.", ""),
    ],
)
def test_a_change_in_a_language_that_is_not_known_is_told_and_not_judged(before: str, after: str) -> None:
    found = compared(before, after, default_pack())
    assert (found.assessment.severity, found.assessment.direction) == (Severity.MEDIUM, Direction.NEUTRAL)
    assert found.claim_changes == ()
    (finding,) = found.assessment.findings
    assert finding.topics == ("other",)
    assert "a language that the rules don't know" in str(finding.severity_reasons[0])


def test_nothing_is_told_where_nothing_changed_in_it() -> None:
    assert compared("Vi delar allt.", "Vi delar  allt.", default_pack()).assessment.severity is Severity.LOW


FOREIGN = {
    "nl": "Wij gebruiken de informatie die je deelt om onze diensten te verbeteren. Je kunt bezwaar maken tegen het "
    "gebruik van je gegevens voor het trainen van onze modellen.",
    "it": "Utilizziamo le informazioni che condividi per migliorare i nostri servizi. Puoi opporti all'uso dei tuoi "
    "dati per addestrare i nostri modelli.",
    "pt": "Usamos as informações que você compartilha para melhorar os nossos serviços. Você pode se opor ao uso dos "
    "seus dados para treinar os nossos modelos.",
    "ca": "Utilitzem la informació que comparteixes per millorar els nostres serveis. Pots oposar-te a l'ús de les "
    "teves dades per entrenar els nostres models.",
    "da": "Vi bruger de oplysninger, du deler, til at forbedre vores tjenester. Du kan gøre indsigelse mod brugen af "
    "dine data til at træne vores modeller.",
    "ja": "お客様が共有する情報は、サービスの改善のために使用されます。",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_no_text_is_read_in_a_language_that_is_near_its_own(language: str) -> None:
    assert resolve_language(FOREIGN[language], default_pack()) == UNDETERMINED


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Reason for your request (optional)", "en"),
        ("We use photos.", "en"),
        ("Upload my contacts: only after I say yes", "en"),
        ("Begründung des Widerspruchs (Pflichtfeld)", "de"),
        ("Motif de votre demande (facultatif)", "fr"),
        ("Refuser la publicité ciblée – Date de naissance (obligatoire)", "fr"),
        ("Jamás vendemos a terceros lo que usted le cuenta al asistente.", "es"),
        ("WhatsApp", UNDETERMINED),
        ("2027-05-03", UNDETERMINED),
        ("", UNDETERMINED),
    ],
)
def test_a_short_text_is_read_in_the_one_language_that_knows_its_words(text: str, language: str) -> None:
    assert resolve_language(text, default_pack()) == language


def test_what_a_text_does_not_tell_its_document_does() -> None:
    pack = default_pack()
    assert resolve_language("WhatsApp", pack, declared="de-AT") == "de"
    assert resolve_language("WhatsApp", pack, declared="sv") == UNDETERMINED
    beside = read_text("Wir nutzen die Daten von dir und den Leuten, mit denen du sprichst.")
    assert resolve_language("WhatsApp", pack, beside=(beside,)) == "de"
