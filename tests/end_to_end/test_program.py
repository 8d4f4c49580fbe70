"""The whole way through the command line: set up, import, read, publish, verify; and how it fails."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import feedparser
import pytest

from tests.end_to_end.cli import PROGRAM, called, policywatch
from tests.end_to_end.warcs import story, write_warc
from tests.monitor.pages import page, with_change

EXCLUDES = "Private messages that you send to other members are not used to train AI."
PERMITS = "Private messages that you send to other members are used to train AI."
ALERT_NAMES = {
    "id", "document", "captured_at", "previous_captured_at", "decided_at", "severity", "direction", "topics",
    "headline", "summary", "effective_date", "partial", "rules", "severity_reasons", "evidence", "findings",
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    days = [page(), page(nonce="2"), page(with_change("How we use it", 1, PERMITS)), b"<html><body></body></html>"]
    write_warc(folder / "policy.warc.gz", enumerate(days))
    done = policywatch(
        "import", "warc", folder / "policy.warc.gz", "--document", "harbour-policy", "--archive", folder / "a"
    )
    assert "4 captures imported" in done.stdout
    return folder / "a"


def lines(*arguments: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in called(*arguments).stdout.splitlines()]


def test_an_alert_is_printed_under_the_names_of_the_contract(archive: Path) -> None:
    (alert,) = lines("alerts", "--json", "--archive", archive)
    assert set(alert) >= ALERT_NAMES
    assert (alert["document"], alert["severity"], alert["direction"]) == ("harbour-policy", "critical", "widens")
    assert alert["captured_at"] == "2025-03-03T06:00:00Z"
    (quote,) = alert["evidence"]  # type: ignore[misc]
    assert quote == {"op": "edited", "before_text": EXCLUDES, "after_text": PERMITS, "context": quote["context"]}
    assert quote["context"][-1] == "How we use it"
    said = called("alerts", "--archive", archive).stdout
    assert PERMITS in said
    assert called("alerts", "--archive", archive, "--since", "2025-04-01").stdout == ""
    assert called("alerts", "--archive", archive, "--severity", "critical").stdout == said


def test_status_says_since_when_a_page_is_not_seen(archive: Path) -> None:
    (standing,) = lines("status", "--json", "--archive", archive)
    assert standing["last_seen_at"] == "2025-03-03T06:00:00Z"
    assert standing["not_seen_since"] == "2025-03-04T06:00:00Z"
    assert standing["last_outcome"] == "empty shell"
    assert standing["last_shown_at"] == "2025-03-03T06:00:00Z"
    unseen = standing["unseen"]
    assert isinstance(unseen, dict)
    assert (unseen["since"], unseen["outcome"], unseen["channel"]) == ("2025-03-04T06:00:00Z", "empty shell", "warc")
    assert unseen["detail"].startswith("no text in ")
    assert unseen["told_at"] is None, "two days have not gone by"
    assert standing["served"] == {
        "language": "en", "region": None, "outcome": "captured", "at": "2025-03-03T06:00:00Z",
    }  # fmt: skip
    said = called("status", "--archive", archive).stdout
    assert "NOT SEEN since 2025-03-04 06:00: empty shell, through warc" in said
    assert "variant served last: en (2025-03-03 06:00)" in said
    assert "variant served last: en" in called("history", "harbour-policy", "--archive", archive).stdout


def test_history_show_and_diff_tell_the_same_story(archive: Path) -> None:
    events = lines("history", "harbour-policy", "--json", "--archive", archive)
    assert [(event["event"], event.get("version")) for event in events] == [
        ("version", 1),
        ("version", 2),
        ("gap", None),
    ]
    assert events[1]["change"]["to_version"] == 2  # type: ignore[index]
    assert events[2]["outcomes"] == ["empty shell"]
    looks = lines("history", "harbour-policy", "--looks", "--json", "--archive", archive)
    assert [look["version"] for look in looks] == [1, 1, 2, None]
    assert EXCLUDES in called("show", "harbour-policy", "2025-03-02", "--archive", archive).stdout
    assert PERMITS in called("show", "harbour-policy", "2025-03-03", "--archive", archive).stdout, "at its end"
    assert EXCLUDES in called("show", "harbour-policy", "2025-03-03T05:00Z", "--archive", archive).stdout
    assert PERMITS in called("show", "harbour-policy", "--archive", archive).stdout
    (difference,) = lines("diff", "harbour-policy", "v1", "v2", "--json", "--archive", archive)
    (hunk,) = difference["hunks"]  # type: ignore[misc]
    assert (hunk["before"], hunk["after"]) == (EXCLUDES, PERMITS)
    assert f"- {EXCLUDES}\n+ {PERMITS}" in called("diff", "harbour-policy", "--archive", archive).stdout
    (change,) = lines("changes", "--json", "--archive", archive)
    assert (change["from_version"], change["to_version"]) == (1, 2)


def test_build_writes_feeds_that_parse(archive: Path, tmp_path: Path) -> None:
    called("build", tmp_path / "site", "--archive", archive)
    parsed = feedparser.parse((tmp_path / "site/feeds/alerts.atom").read_bytes())
    assert not parsed.bozo
    assert len(parsed.entries) == 1
    assert "0 files written" in called("build", tmp_path / "site", "--archive", archive).stdout


def test_verify_passes(archive: Path) -> None:
    assert "no faults" in called("verify", "--archive", archive).stdout
    (report,) = lines("verify", "--json", "--archive", archive)
    assert report["faults"] == []


def test_importing_again_brings_nothing_new(tmp_path: Path) -> None:
    write_warc(tmp_path / "p.warc", story(7))
    arguments = ("import", "warc", tmp_path / "p.warc", "--document", "harbour-policy", "--archive", tmp_path / "a")
    assert "7 captures imported" in called(*arguments).stdout
    assert "0 captures imported, 7 known before" in called(*arguments).stdout


def test_a_damaged_warc_gives_what_is_sound_and_names_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "p.warc.gz"
    write_warc(path, story(6))
    whole = path.read_bytes()
    third = [n for n in range(len(whole)) if whole.startswith(b"\x1f\x8b\x08", n)][2]
    path.write_bytes(whole[: third + 60] + b"\xff" * 20 + whole[third + 80 : -30])
    arguments = ("import", "warc", path, "--document", "harbour-policy", "--archive", tmp_path / "a")
    done = called(*arguments, code=1)
    assert "4 captures imported" in done.stdout
    assert f"offset {third}" in done.stderr
    assert "no faults" in called("verify", "--archive", tmp_path / "a").stdout


def test_captures_out_of_order_are_put_in_order(tmp_path: Path) -> None:
    write_warc(tmp_path / "p.warc", reversed(story(6)))
    called("import", "warc", tmp_path / "p.warc", "--document", "harbour-policy", "--archive", tmp_path / "a")
    looks = lines("history", "harbour-policy", "--looks", "--json", "--archive", tmp_path / "a")
    assert [look["captured_at"] for look in looks] == sorted(str(look["captured_at"]) for look in looks)
    write_warc(tmp_path / "old.warc", [(-9, page())])
    arguments = ("import", "warc", tmp_path / "old.warc", "--document", "harbour-policy", "--archive", tmp_path / "a")
    assert "older than the last one kept" in called(*arguments, code=1).stderr


def test_init_sets_up_what_check_reads(tmp_path: Path) -> None:
    done = policywatch("init", tmp_path / "a")
    assert "documents are declared" in done.stdout
    assert "nothing was changed" in called("init", tmp_path / "a").stdout
    refused = policywatch("check", "--archive", tmp_path / "a", code=1)
    assert "contact" in refused.stderr
    assert (
        "no document 'nonsense' is declared" in called("check", "nonsense", "--archive", tmp_path / "a", code=1).stderr
    )


def test_bad_declarations_are_refused_with_every_fault(tmp_path: Path) -> None:
    called("init", tmp_path)
    (tmp_path / "declarations" / "mine.toml").write_text(
        '[[document]]\nid = "x"\nurll = "https://a.example/"\nselect = "p["\n'
    )
    refused = called("check", "--archive", tmp_path, code=1).stderr
    assert "mine.toml:3: urll" in refused
    assert "mine.toml:4: select" in refused
    assert not list(tmp_path.glob("site/*"))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('listen = "nowhere"', "HOST:PORT"),
        ("tytle = 'x'", "tytle"),
        ("title = 3", "text in quotes"),
        ("x = = 1", "policywatch.toml"),
    ],
)
def test_bad_settings_are_refused(tmp_path: Path, setting: str, said: str) -> None:
    called("init", tmp_path)
    (tmp_path / "policywatch.toml").write_text(setting)
    assert said in called("status", "--archive", tmp_path, code=1).stderr


FAILURES = [
    (("status", "--archive", "{}/nowhere"), 1, "policywatch init"),
    (("import", "warc", "{}/nowhere.warc", "--document", "d", "--archive", "{}/a"), 1, "can't be read"),
    (("import", "warc", "{}/text.txt", "--document", "d", "--archive", "{}/a"), 1, "no WARC"),
    (("import", "warc", "{}/ok.warc", "--document", "Bad Id", "--archive", "{}/a"), 1, "joined by hyphens"),
    (("compare", "{}/nowhere.html", "{}/text.txt"), 1, "can't be read"),
    (("compare", "{}/text.txt", "{}/image.png"), 1, ".html, .txt, .md or .pdf"),
    (("compare", "{}/text.txt"), 2, "two files"),
    (("compare", "--pairs", "{}/text.txt"), 1, "text.txt:1"),
    (("compare", "--pairs", "{}/nowhere.jsonl"), 1, "nowhere.jsonl can't be read: No such file or directory\n"),
    (("compare", "--pairs", "{}/image.png"), 1, "image.png is no UTF-8 text\n"),
    (("compare", "{}/text.txt", "{}/text.txt", "--lang", "xx"), 2, "expected one of de, en, es, fr"),
    (("alerts", "--since", "yesterday", "--archive", "{}"), 2, "2025-05-27"),
    (("nonsense",), 2, "No such command"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "said"), FAILURES, ids=[" ".join(f[0][:2]) + f" {n}" for n, f in enumerate(FAILURES)]
)
def test_what_fails_says_what_and_what_to_do(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (tmp_path / "text.txt").write_text("no pairs, just a text")
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    write_warc(tmp_path / "ok.warc", [(0, page())])
    done = called(*(part.format(tmp_path) for part in arguments), code=code)
    assert said in done.stderr
    assert not (tmp_path / "a" / "archive.db").exists()


def test_compare_judges_two_files_and_many_pairs_alike(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(EXCLUDES)
    (tmp_path / "new.md").write_text(PERMITS)
    (found,) = lines("compare", tmp_path / "old.txt", tmp_path / "new.md", "--json")
    pairs = [{"id": 1, "before": EXCLUDES, "after": PERMITS}, {"id": "same", "before": EXCLUDES, "after": EXCLUDES}]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, pairs)))
    one, same = lines("compare", "--pairs", tmp_path / "pairs.jsonl", "--json")
    names = {"id", "alert", "severity", "direction", "topics", "headline", "evidence", "hunks", "claims", "rules"}
    assert set(one) == set(found) == names
    assert {**one, "id": 0} == {**found, "id": 0}
    assert one["alert"] is True
    assert (same["alert"], same["hunks"]) == (False, [])


PAIR = {"id": 1, "before": EXCLUDES, "after": PERMITS}
BAD_PAIRS = [
    ("", " holds no pairs"),
    ("\n \n", " holds no pairs"),
    ("nonsense", ":1: no JSON"),
    ("\n" + "[" * 100_000, ":2: no JSON that can be read: it is nested too deeply"),
    ("[1, 2]", ':1: expected an object with "id", "before" and "after"'),
    ('{"id": 1, "before": ""}', ':1: after: is missing; expected an object with "id", "before" and "after"'),
    (json.dumps({**PAIR, "before": 3}), ":1: before: expected text"),
    (json.dumps({**PAIR, "lang": 3}), ":1: lang: expected text"),
    (json.dumps({**PAIR, "lang": "xx"}), ":1: lang: expected one of de, en, es, fr, found 'xx'"),
]


@pytest.mark.parametrize(("text", "said"), BAD_PAIRS, ids=[f"{n}" for n in range(len(BAD_PAIRS))])
def test_bad_pairs_are_named_by_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(text)
    assert called("compare", "--pairs", path, code=1).stderr == f"policywatch: {path}{said}\n"


def test_pairs_are_lines_whatever_editor_wrote_them(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    pairs = [json.dumps({**PAIR, "before": f"{EXCLUDES}\u2028"}, ensure_ascii=False), json.dumps({**PAIR, "id": 2})]
    path.write_bytes("\r\n".join(pairs).encode("utf-8-sig"))
    assert [(found["id"], found["alert"]) for found in lines("compare", "--pairs", path, "--json")] == [
        (1, True),
        (2, True),
    ]


def test_a_broken_pdf_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4\nbroken")
    said = called("compare", tmp_path / "bad.pdf", tmp_path / "bad.pdf", code=1).stderr
    assert said.startswith(f"policywatch: {tmp_path}/bad.pdf is no PDF")
    assert said.count("\n") == 1


_CLAUSE = "We share your messages."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
@pytest.mark.parametrize(
    "arguments", [("rules", "explain", _CLAUSE), ("rules", "explain", _CLAUSE, "--json"), ("--help",)]
)
def test_a_full_disk_is_told_in_one_line(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "policywatch: can't write: No space left on device\n")


NAMED = [
    (("diff", "harbour-policy", "a", "v2"), 2, "Invalid value for 'FROM': expected a version like v3"),
    (("diff", "harbour-policy", "v1", "b"), 2, "Invalid value for 'TO': expected a version like v3"),
    (("show", "harbour-policy", "garbage"), 2, "Invalid value for 'AT': expected a version like v3"),
    (("scope", "harbour-policy", "garbage"), 2, "Invalid value for 'AT': expected a version like v3"),
    (("scope", "harbour-policy", "--purpose", "nope"), 2, "Invalid value for '--purpose': expected one of ads, "),
    (("alerts", "--document", ""), 1, "no document ''"),
    (("rules", "gaps", "--document", ""), 1, "no document ''"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), NAMED, ids=[" ".join(named[0]) for named in NAMED])
def test_what_is_unknown_is_named(archive: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    # an error may be broken at any space to fit the terminal
    assert said in " ".join(called(*arguments, "--archive", archive, code=code).stderr.split())


def test_one_look_is_one_look(tmp_path: Path) -> None:
    write_warc(tmp_path / "p.warc", [(0, page())])
    called("import", "warc", tmp_path / "p.warc", "--document", "harbour-policy", "--archive", tmp_path / "a")
    assert "  1 look, 1 version, 0 changes, 0 alerts;" in called("status", "--archive", tmp_path / "a").stdout
    said = called("verify", "--archive", tmp_path / "a").stdout
    assert said.startswith("1 look, 1 body, 1 version, 0 alerts: no faults")


def test_a_row_of_changes_says_the_headline_whole(tmp_path: Path) -> None:
    permits = f"{PERMITS[:-1]}, {', '.join(f'in the harbour of town {n}' for n in range(20))}."
    days = [page(), page(with_change("How we use it", 1, permits))]
    write_warc(tmp_path / "p.warc", enumerate(days))
    called("import", "warc", tmp_path / "p.warc", "--document", "harbour-policy", "--archive", tmp_path / "a")
    (alert,) = lines("alerts", "--json", "--archive", tmp_path / "a")
    (row,) = called("changes", "--archive", tmp_path / "a").stdout.splitlines()
    said = row.partition("v1 to v2  ")[2]
    assert said == alert["headline"]
    assert len(said) <= 100


def test_the_demo_tells_its_story(tmp_path: Path) -> None:
    from monitor.demo import moments

    done = policywatch("demo", "--no-serve", "--keep", tmp_path / "demo")
    alerts = lines("alerts", "--json", "--archive", tmp_path / "demo")
    due = sorted((moment.at.isoformat().replace("+00:00", "Z"), name) for moment in moments() for name in moment.told)
    assert sorted((str(alert["captured_at"]), str(alert["document"])) for alert in alerts) == due
    assert f"{len(due)} alerts" in done.stdout
    headlines = " ".join(str(alert["headline"]) for alert in alerts)
    assert "WhatsApp" in headlines
    assert (tmp_path / "demo/site/index.html").is_file()


def test_status_tells_every_declared_document_be_it_looked_at_or_not(tmp_path: Path) -> None:
    called("init", tmp_path / "a")
    standing = lines("status", "--json", "--archive", tmp_path / "a")
    assert len(standing) == 16
    assert {one["attempts"] for one in standing} == {0}
    said = called("status", "--archive", tmp_path / "a").stdout
    assert "next look: with the next `policywatch check` or `run`" in said
    called("status", "--strict", "--archive", tmp_path / "a", code=1)


def test_status_says_that_a_document_is_paused_and_has_no_next_look(tmp_path: Path) -> None:
    (tmp_path / "declarations").mkdir()
    (tmp_path / "declarations/d.toml").write_text(
        '[[document]]\nid = "a"\ntitle = "A"\nservice = "Harbour"\nkind = "terms"\nurl = "http://127.0.0.1:1/"\n'
        "paused = true\n"
    )
    called("check", "a", "--archive", tmp_path)  # named, it is looked at once
    (standing,) = lines("status", "--json", "--archive", tmp_path)
    assert standing["is_paused"] is True and standing["attempts"] == 1
    assert standing["next_check_at"] is None and standing["is_overdue"] is False
    assert "next look: none, it is paused" in called("status", "--archive", tmp_path).stdout


def test_a_site_that_nobody_has_looked_for_yet_counts_what_is_declared_and_tells_no_date(tmp_path: Path) -> None:
    called("init", tmp_path / "a")
    called("build", tmp_path / "site", "--archive", tmp_path / "a")
    home = (tmp_path / "site/index.html").read_text()
    assert "Nobody has looked yet. Declared: 16 documents." in home
    assert "once the settings name a contact address" in home
    assert not [page for page in (tmp_path / "site").rglob("*.html") if "2000-01-01" in page.read_text()]


def test_where_no_site_answers_one_line_concludes(tmp_path: Path) -> None:
    declared = (
        '[[document]]\nid = "{0}"\ntitle = "{0}"\nservice = "Harbour"\nkind = "terms"\nurl = "http://127.0.0.1:1/{0}"\n'
    )
    (tmp_path / "declarations").mkdir()
    (tmp_path / "declarations/d.toml").write_text("".join(map(declared.format, ("one", "two"))))
    done = called("check", "--archive", tmp_path)
    assert done.stdout.count("ALL 2 DOCUMENTS FAILED, and no site answered: is this machine off line?") == 1
