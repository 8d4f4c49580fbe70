"""The rules through the command line: checked, explained, changed, and tried on what was recorded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from monitor.rules.pack_files import default_pack, shipped_files
from tests.end_to_end.cli import called
from tests.end_to_end.warcs import write_warc
from tests.monitor.pages import page, with_change

PERMITS = "Private messages that you send to other members are used to train AI."
ODD = "Every lighthouse keeper of the bay wears a yellow hat on Sundays."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    changed = with_change("How we use it", 1, PERMITS)
    odd = {**changed, "Whom we tell": [*changed["Whom we tell"], ODD]}
    write_warc(folder / "policy.warc.gz", enumerate([page(), page(changed), page(odd)]))
    called("import", "warc", folder / "policy.warc.gz", "--document", "harbour-policy", "--archive", folder / "a")
    return folder / "a"


def lines(*arguments: str | Path, code: int = 0) -> list[dict[str, object]]:
    return [json.loads(line) for line in called(*arguments, code=code).stdout.splitlines()]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    assert f"{len(shipped_files())} files written" in called("rules", "export", tmp_path / "mine").stdout
    return tmp_path / "mine"


def change(pack: Path, before: str, after: str) -> None:
    text = (pack / "rules.toml").read_text(encoding="utf-8")
    assert before in text
    (pack / "rules.toml").write_text(text.replace(before, after, 1), encoding="utf-8")


def test_check_runs_every_example_and_says_so() -> None:
    said = called("rules", "check").stdout
    assert said.splitlines()[-1].startswith(default_pack().name)
    assert said.splitlines()[-1].endswith("no faults")
    rules = lines("rules", "check", "--json")
    assert len(rules) == len(default_pack().rules)
    assert all(rule["holds"] for rule in rules)


def test_check_names_faults_and_exits_1(mine: Path) -> None:
    rules = (mine / "rules.toml").read_text(encoding="utf-8")
    mistaken = re.sub(r"(\[rule\.longer\](?:\n.+)*?\nexample = ).*", r'\1["Boats.", "Ships."]', rules)
    (mine / "rules.toml").write_text(mistaken, encoding="utf-8")
    said = called("rules", "check", "--pack", mine, code=1).stdout
    assert "rules.toml: rule.longer.example: it does not fire" in said
    assert [
        rule["rule"] for rule in lines("rules", "check", "--pack", mine, "--json", code=1) if not rule["holds"]
    ] == ["longer"]
    change(mine, "[rule.longer]", "[rule.longer]\nodd = 1")
    said = called("rules", "check", "--pack", mine, code=1).stdout
    assert re.search(rf"fault: {re.escape(str(mine))}/rules\.toml:\d+: rule\.longer\.odd: unknown key", said)
    (fault,) = lines("rules", "check", "--pack", mine, "--json", code=1)[:1]
    assert "rule.longer.odd" in str(fault["fault"])


def test_explain_shows_words_phrases_rules_and_the_sum() -> None:
    points = default_pack().rules["turned_round"].points
    said = called("rules", "explain", "We do not use your photos for AI.", "We use your photos for AI.").stdout
    for part in ("protection", "languages/en.toml: acts.use", f"turned round ({points:+d} points)", "critical, widens"):
        assert part in said
    (reading,) = lines("rules", "explain", "Wir nutzen deine Nachrichten nicht.", "--lang", "de", "--json")
    assert reading["sentences"][0]["clauses"][0]["sign"] == "protection"  # type: ignore[index]
    (step,) = lines("rules", "explain", "We keep logs for 30 days.", "We keep logs for 90 days.", "--json")
    assert step["steps"][0]["rule"] == "longer"  # type: ignore[index]


def test_explain_asks_for_a_text() -> None:
    assert "'TEXT': expected a text" in called("rules", "explain", "", code=2).stderr
    assert "no longer" in called("rules", "explain", "We never sell your messages to anyone.", "").stdout


def test_a_rules_file_that_cannot_be_read_is_named_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").mkdir()
    refused = called("rules", "explain", "a", "--pack", tmp_path, code=1).stderr
    assert refused == f"policywatch: {tmp_path}/rules.toml can't be read: Is a directory\n"
    (tmp_path / "rules.toml").rmdir()
    (tmp_path / "rules.toml").write_bytes(b"\xff")
    refused = called("rules", "explain", "a", "--pack", tmp_path, code=1).stderr
    assert refused == f"policywatch: {tmp_path}/rules.toml is no UTF-8 text\n"


def test_gaps_list_what_no_rule_explains(archive: Path) -> None:
    (gap,) = lines("rules", "gaps", "--json", "--archive", archive)
    assert (gap["document"], gap["captured_at"], gap["after_text"]) == ("harbour-policy", "2025-03-03T06:00:00Z", ODD)
    assert gap["context"][-1] == "Whom we tell"  # type: ignore[index]
    assert isinstance(gap["told"], bool)
    assert ODD in called("rules", "gaps", "--document", "harbour-policy", "--archive", archive).stdout
    assert lines("rules", "gaps", "--json", "--since", "2025-04-01", "--archive", archive) == []
    refused = called("rules", "gaps", "--document", "x", "--archive", archive, code=1)
    assert "it has: harbour-policy" in refused.stderr


def test_replay_shows_what_other_rules_would_tell_and_writes_nothing(archive: Path, mine: Path) -> None:
    assert lines("rules", "replay", "--json", "--archive", archive) == []
    assert "2 same" in called("rules", "replay", "--archive", archive).stdout
    kept = (archive / "archive.db").read_bytes()
    change(mine, "\ncritical = ", "\ncritical = 9")
    first, *_ = lines("rules", "replay", "--json", "--pack", mine, "--archive", archive)
    assert (first["what"], first["differing"]) == ("changed", ["severity"])
    assert first["stored"]["pack"] == default_pack().name  # type: ignore[index]
    assert (first["stored"]["severity"], first["now"]["severity"]) == ("critical", "high")  # type: ignore[index]
    assert "other severity" in called("rules", "replay", "--pack", mine, "--archive", archive).stdout
    assert (archive / "archive.db").read_bytes() == kept


def test_an_archive_judges_by_the_rules_that_its_settings_name(mine: Path, tmp_path: Path) -> None:
    home = tmp_path / "a"
    called("init", home)
    mine.rename(home / "mine")
    settings = (home / "policywatch.toml").read_text(encoding="utf-8")
    (home / "policywatch.toml").write_text(f'{settings}\nrules = "mine"\n', encoding="utf-8")
    change(home / "mine", "\ncritical = ", "\ncritical = 9")
    change(home / "mine", 'version = "', 'version = "mine-')
    write_warc(tmp_path / "p.warc", enumerate([page(), page(with_change("How we use it", 1, PERMITS))]))
    bring = ("import", "warc", tmp_path / "p.warc", "--document", "harbour-policy", "--archive", home)
    called(*bring)
    (alert,) = lines("alerts", "--json", "--archive", home)
    assert (alert["severity"], str(alert["pack"]).startswith("mine-")) == ("high", True)
    assert called("rules", "check", "--archive", home).stdout.splitlines()[-1].startswith("mine-")
    called("build", tmp_path / "site", "--archive", home)
    assert str(alert["pack"]) in (tmp_path / "site/changes/1/index.html").read_text(encoding="utf-8")
    change(home / "mine", "[points]", "[pionts]")
    for command in (("check",), bring, ("rules", "replay")):
        at = () if command is bring else ("--archive", home)
        assert "rules.toml:9: pionts" in called(*command, *at, code=1).stderr


def test_rules_of_a_missing_folder_are_refused(tmp_path: Path) -> None:
    called("init", tmp_path)
    (tmp_path / "policywatch.toml").write_text('rules = "nowhere"')
    assert "no such folder of rules" in called("check", "--archive", tmp_path, code=1).stderr


def test_the_page_on_severity_is_printed_or_written(tmp_path: Path) -> None:
    printed = called("rules", "document").stdout
    called("rules", "document", "--out", tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == printed
    assert "### turned round (" in printed
