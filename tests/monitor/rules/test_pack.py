"""The shipped rules hold what they say of themselves, and a changed pack is refused with every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import RulePackError
from monitor.rule_lab.examples import run_examples
from monitor.rule_lab.rules_page import severity_page
from monitor.rules import default_pack, load_pack, read_pack
from monitor.rules.pack import LANGUAGES
from monitor.rules.pack_files import FILES, export_pack, shipped_files

PACK = default_pack()
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("rule", PACK.rules)
def test_every_rule_fires_in_its_example_and_not_in_its_counter(rule: str) -> None:
    results = next(results for known, results in run_examples(PACK) if known.id == rule)
    assert [result for result in results if not result.holds] == []


def test_every_rule_that_reads_passages_is_proved_in_english() -> None:
    for rule in PACK.rules.values():
        english = [proof.fires for proof in rule.proofs if proof.language == "en"]
        assert sorted(english) == ([False, True] if rule.proofs else []), rule.id


def test_the_page_on_severity_is_what_the_rules_say() -> None:
    page = (ROOT / "docs" / "severity.md").read_text(encoding="utf-8")
    assert page == severity_page(PACK), "the rules changed: make docs"


def changed(file: str, before: str, after: str) -> dict[str, str]:
    texts = dict(shipped_files())
    assert before in texts[file]
    return {**texts, file: texts[file].replace(before, after, 1)}


LONGER = "[rule.longer]"
FAULTS = [
    ("rules.toml", f"{LONGER}\npoints", f"{LONGER}\npoint", "rules.toml: rule.longer.point: no such key"),
    ("rules.toml", f"{LONGER}\npoints = ", f'{LONGER}\npoints = "x" # ', "rule.longer.points: expected a whole number"),
    ("rules.toml", LONGER, f'{LONGER}\nexample_de = ["a", "b"]', "rules.toml: rule.longer: needs counter_de"),
    ("rules.toml", LONGER, f'{LONGER}\nexample_xx = ["a", "b"]', "rules.toml: rule.longer.example_xx: no such key"),
    ("rules.toml", LONGER, "[rule.lenger]", "rules.toml: rule.longer: is missing"),
    ("rules.toml", LONGER, "[rule.lenger]", "rules.toml: rule.lenger: no reading makes it fire"),
    ("rules.toml", 'widens = "a period is no longer stated"', "", "rules.toml: rule.period_gone: needs points, and"),
    ("rules.toml", "\nwidens = ", "\nwidened = ", "rules.toml: points.widens: is missing"),
    ("rules.toml", "[points]", "[points]\nwidened = 1", "rules.toml: points.widened: no such key; expected one of"),
    ("rules.toml", "\ncritical = ", "\ncritcal = ", "rules.toml: thresholds.critcal: expected exactly"),
    ("rules.toml", "\ncritical = ", "\ncritical = -", "rules.toml: thresholds: expected them to rise"),
    ("rules.toml", "[points]", "[pionts]", "rules.toml: pionts: no such table"),
    ("rules.toml", 'version = "2', 'version = 2 #"', "rules.toml: version: expected text"),
    ("rules.toml", "[whole.watched_link]", "[whole.x]", "rules.toml: whole.watched_link: is missing"),
    ("rules.toml", "[whole.watched_link]", '[whole.watched_link]\nexample = ["a", "b"]', "leave examples out"),
    ("cues.toml", "[negation]", "[negation]\nstance = 'great'", "cues.toml: negation.stance: expected one of power"),
    ("cues.toml", "[negation]", "[negatoin]", "cues.toml: negation: is missing"),
    ("cues.toml", '[negation]\nen = [', '[negation]\nen = ["no (longer", ', "negation.en: 'no (longer' is no phrase"),
    ("topics.toml", "\nweight = ", "\nweight = 1", "topics.toml: ai_training.weight: expected 0 to 3"),
    ("topics.toml", "[whatsapp]", "[whatsupp]", "products.toml: whatsapp.topics: there is no topic 'whatsapp'"),
    ("concepts/data.toml", 'within = "photos"', 'within = "fotos"', "concepts/data.toml: profile_photo.within"),
    ("concepts/acts.toml", "[use]", "[use", "concepts/acts.toml: "),
]  # fmt: skip


@pytest.mark.parametrize(("file", "before", "after", "said"), FAULTS, ids=[f"{n}" for n in range(len(FAULTS))])
def test_a_fault_is_named_by_file_and_table(file: str, before: str, after: str, said: str) -> None:
    with pytest.raises(RulePackError) as refused:
        read_pack(changed(file, before, after), like=PACK)
    assert said in str(refused.value)


def test_every_fault_is_named_at_once() -> None:
    texts = changed("rules.toml", "\ncritical = ", "\ncritcal = ")
    texts["cues.toml"] += "\n[odd]\nen = 3\n"
    with pytest.raises(RulePackError) as refused:
        read_pack(texts)
    assert len(str(refused.value).splitlines()) == 3


def test_an_exported_pack_is_the_shipped_one(tmp_path: Path) -> None:
    written, left = export_pack(tmp_path / "mine")
    assert (len(written), left) == (len(FILES), [])
    assert load_pack(tmp_path / "mine").name == PACK.name
    (tmp_path / "mine" / "rules.toml").write_text("mine")
    assert export_pack(tmp_path / "mine") == ([], [tmp_path / "mine" / name for name in FILES])
    assert (tmp_path / "mine" / "rules.toml").read_text() == "mine"


def test_what_a_folder_lacks_is_taken_from_the_shipped_pack(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(
        changed("rules.toml", f"{LONGER}\npoints = ", f"{LONGER}\npoints = 0 #")["rules.toml"]
    )
    pack = load_pack(tmp_path)
    assert pack.rules["longer"].points == 0
    assert pack.concepts == PACK.concepts
    assert pack.name != PACK.name


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("rule.toml", "", "rule.toml: no file of a rule pack"), ("README", "", "no file of a rule pack"),
     ("cues.toml", "[negation]\nxx = 1", "cues.toml: negation.xx: no such key")],
)  # fmt: skip
def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(RulePackError) as refused:
        load_pack(tmp_path)
    assert said in str(refused.value)
    assert str(tmp_path) in str(refused.value)
    with pytest.raises(RulePackError, match="no such folder"):
        load_pack(tmp_path / "nowhere")


def test_examples_in_another_language_are_run_in_it() -> None:
    german = (
        'example_de = ["Wir teilen deine Nachrichten nicht.", "Wir teilen deine Nachrichten."]\n'
        'counter_de = ["Wir teilen deine Nachrichten.", "Wir teilen deine Nachrichten nicht mehr."]'
    )
    pack = read_pack(changed("rules.toml", "[rule.turned_round]", f"[rule.turned_round]\n{german}"))
    results = next(results for rule, results in run_examples(pack) if rule.id == "turned_round")
    assert [(r.proof.language, r.proof.fires, r.holds) for r in results] == [
        ("en", True, True), ("en", False, True), ("de", True, True), ("de", False, False),
    ]  # fmt: skip


def test_every_phrase_is_known_with_its_table() -> None:
    for language in LANGUAGES:
        assert len(PACK.phrases[language]) > 500
        assert all(phrase.table.endswith(f".{language}") for phrase in PACK.phrases[language])
