"""The shipped rules hold what they say of themselves, and a changed pack is refused with every fault named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.errors import RulePackError
from monitor.rule_lab.examples import run_examples
from monitor.rule_lab.rules_page import severity_page
from monitor.rules.pack_files import default_pack, export_pack, load_pack, shipped_files
from monitor.rules.pack_parser import read_pack

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
GERMAN = "languages/de.toml"
FAULTS = [
    ("rules.toml", f"{LONGER}\npoints", f"{LONGER}\npoint", "rule.longer.point: unknown key, did you mean points?"),
    ("rules.toml", f"{LONGER}\npoints = ", f'{LONGER}\npoints = "x" # ', "rule.longer.points: expected a whole number"),
    ("rules.toml", LONGER, f'{LONGER}\nexample_de = ["a", "b"]', "rule.longer: needs counter_de"),
    ("rules.toml", LONGER, f'{LONGER}\nexample_xx = ["a", "b"]', "rule.longer.example_xx: unknown key"),
    ("rules.toml", LONGER, "[rule.lenger]", "rule.longer: is missing"),
    ("rules.toml", LONGER, "[rule.lenger]", "rule.lenger: no reading makes it fire"),
    ("rules.toml", 'widens = "a period is no longer stated"', "", "rule.period_gone: needs points, and"),
    ("rules.toml", "\nwidens = ", "\nwidened = ", "points.widens: is missing"),
    ("rules.toml", "[points]", "[points]\nwidened = 1", "points.widened: no such key; expected one of"),
    ("rules.toml", "\ncritical = ", "\ncritcal = ", "thresholds.critcal: expected exactly"),
    ("rules.toml", "\ncritical = ", "\ncritical = -", "thresholds: expected them to rise"),
    ("rules.toml", "[points]", "[pionts]", "pionts: unknown key, did you mean points?"),
    ("rules.toml", 'version = "2', 'version = 2 #"', "rules.toml:7: version: expected text"),
    ("rules.toml", "[whole.watched_link]", "[whole.x]", "whole.watched_link: is missing"),
    ("rules.toml", "[whole.watched_link]", '[whole.watched_link]\nexample = ["a", "b"]', "leave examples out"),
    (
        GERMAN,
        '  "nutz(en|t|te|ten|ung|ungen)",',
        '  "nutz*",',
        "languages/de.toml: acts.use: a phrase finds the noun 'nutzer'; write its forms out",
    ),
    ("cues.toml", "[negation]", "[negation]\nstance = 'great'", "cues.toml:6: negation.stance: expected one of: power"),
    ("cues.toml", "[negation]", "[negatoin]", "negation: is missing"),
    ("topics.toml", "\nweight = ", "\nweight = 1", "ai_training.weight: expected a whole number from 0 to 3, found 13"),
    ("topics.toml", "[whatsapp]", "[whatsupp]", "whatsapp.topics: there is no topic 'whatsapp'"),
    ("concepts/data.toml", 'within = "photos"', 'within = "fotos"', "profile_photo.within: there is no table 'fotos'"),
    ("concepts/acts.toml", "[use]", "[use", "concepts/acts.toml:"),
    ("signs.toml", "challenge = [", "chalenge = [", "signs.challenge: expected this key"),
    (GERMAN, 'name = "German"', "", "languages/de.toml:1: name: expected this key: the language's name"),
    (GERMAN, "subjects = [", "subjcts = [", "words.subjcts: unknown key, did you mean subjects?"),
    (GERMAN, '  ["mai"],\n', "", "dates.months: expected the names of twelve months, found 11"),
    (GERMAN, "\nnegation = [", "\nnegatoin = [", "cues.negatoin: there is no such name in cues.toml"),
    (GERMAN, "\neu = [", "\neuropa = [", "regions.europa: there is no such name in signs.toml"),
    (GERMAN, '"kein*"', '"kein (mehr"', "languages/de.toml: cues.negation: 'kein (mehr' is no phrase"),
    (GERMAN, '"kein*"', '3', "cues.negation: expected text in quotes, found a number"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "before", "after", "said"), FAULTS, ids=[f"{n}" for n in range(len(FAULTS))])
def test_a_fault_is_named_by_file_and_table(file: str, before: str, after: str, said: str) -> None:
    with pytest.raises(RulePackError) as refused:
        read_pack(changed(file, before, after), like=PACK)
    assert said in str(refused.value)


def test_every_fault_is_named_at_once() -> None:
    texts = changed("rules.toml", "\ncritical = ", "\ncritcal = ")
    texts["cues.toml"] += "\n[odd]\nlable = 3\n"
    with pytest.raises(RulePackError) as refused:
        read_pack(texts)
    assert len(str(refused.value).splitlines()) == 3


def test_an_exported_pack_is_the_shipped_one(tmp_path: Path) -> None:
    written, left = export_pack(tmp_path / "mine")
    assert (len(written), left) == (len(shipped_files()), [])
    assert load_pack(tmp_path / "mine").name == PACK.name
    (tmp_path / "mine" / "rules.toml").write_text("mine")
    assert export_pack(tmp_path / "mine") == ([], [tmp_path / "mine" / name for name in shipped_files()])
    assert (tmp_path / "mine" / "rules.toml").read_text() == "mine"


def test_what_a_folder_lacks_is_taken_from_the_shipped_pack(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(
        changed("rules.toml", f"{LONGER}\npoints = ", f"{LONGER}\npoints = 0 #")["rules.toml"]
    )
    pack = load_pack(tmp_path)
    assert pack.rules["longer"].points == 0
    assert pack.concepts == PACK.concepts
    assert pack.name != PACK.name


def test_phrases_that_ship_are_made_ready_once_and_others_are_looked_at() -> None:
    heavier = changed("rules.toml", f"{LONGER}\npoints = ", f"{LONGER}\npoints = 0 #")
    ready = PACK.finder("en")
    assert read_pack(heavier, like=PACK).finder("en") is ready
    file = "languages/en.toml"
    texts = {**heavier, file: f"{shipped_files()[file]}\n# another file of the same phrases\n"}
    assert read_pack(texts, like=PACK).finder("en") is not ready


def test_a_folder_that_was_edited_is_read_again(tmp_path: Path) -> None:
    texts = [changed("rules.toml", f"{LONGER}\npoints = ", f"{LONGER}\npoints = {n} #") for n in (0, 1)]
    packs = []
    for text in (*texts, texts[1]):
        (tmp_path / "rules.toml").write_text(text["rules.toml"])
        packs.append(load_pack(tmp_path))
    assert [pack.rules["longer"].points for pack in packs] == [0, 1, 1]
    assert packs[1] is packs[2]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("rule.toml", "", "rule.toml: no file of a rule pack"), ("README", "", "no file of a rule pack"),
     ("cues.toml", "[negation]\nxx = 1", "cues.toml:2: negation.xx: unknown key"),
     ("deutsch.toml", "", "its files are rules.toml, topics.toml"),
     ("cues.toml", '[negation]\nde = ["kein*"]', "negation.de: phrases stand in languages/de.toml now, under")],
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
    assert list(PACK.phrases) == ["de", "en", "es", "fr"]
    for language, phrases in PACK.phrases.items():
        assert len(phrases) > 500
        assert all(phrase.table.startswith(f"languages/{language}.toml: ") for phrase in phrases)


def test_every_phrase_that_ships_is_one() -> None:
    assert read_pack(shipped_files()).name == PACK.name


def test_every_language_that_ships_knows_every_concept() -> None:
    """A cue that a language lacks makes its texts silently say something else; French alone has "ne … que"."""
    for language, phrases in PACK.phrases.items():
        lacking = {concept.id for concept in PACK.concepts.values()} - {phrase.concept.id for phrase in phrases}
        lacking -= {phrase.concept.id for phrase in PACK.layout[language]}
        assert lacking <= {"restriction"}, language


def test_no_phrase_of_an_act_swallows_the_word_that_denies_it() -> None:
    """Inside the phrase a "not" would deny nothing, and what is ruled out would be read as done."""
    for language, phrases in PACK.phrases.items():
        denials = [phrase.text for phrase in phrases if phrase.concept.id == "negation"]
        nots = {text.partition("(")[0].rstrip(" *'") for text in denials if " " not in text.partition("(")[0].rstrip()}
        assert {"en": "not", "de": "nicht", "fr": "jamais", "es": "no"}[language] in nots
        for phrase in phrases:
            if phrase.concept.kind == "acts" and phrase.concept.stance == "power":
                spoken = re.findall(r"[\w']+", re.sub(r"\([^()]*\)\?", " ", phrase.text))
                assert not nots.intersection(spoken), f"{phrase.table}: {phrase.text}"
