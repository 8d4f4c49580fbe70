"""The settings file: what a person may write, and how a slip is told."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from feeds.deliveries.secrets import SecretReference
from feeds.deliveries.targets import Every, Period, TargetKind
from feeds.witnesses.witness import Occasion, WitnessKind
from monitor.errors import SettingsError
from monitor.settings.settings import Settings
from monitor.settings.settings_file import load_settings, write_settings
from snapshots.records import Direction, NoticeKind, Severity

FULL = """\
title = "Harbour watch"
hold_above = 3

[[target]]
name = "newsroom"
kind = "webhook"
address = "https://hooks.harbour.example/in"
secret = "env:HOOK"
allow = ["10.1.0.0/16"]
severity = "high"
topics = ["ai_training", "minors"]
kinds = ["alert", "seen_again"]
directions = ["widens"]

[[target]]
name = "weekly-desk"
kind = "digest"
address = "desk@harbour.example"
every = "weekly"
at = "07:30"
weekday = "friday"

[mail]
host = "smtp.harbour.example"
from = "Harbour <alerts@harbour.example>"
user = "alerts"
password = "file:mail.secret"
"""


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "policywatch.toml").write_text(text, encoding="utf-8")
    return load_settings(folder)


def test_targets_and_relay_are_read_whole(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, FULL)
    newsroom, weekly = settings.target
    assert settings.hold_above == 3
    assert (newsroom.kind, newsroom.address) == (TargetKind.WEBHOOK, "https://hooks.harbour.example/in")
    assert newsroom.secret == SecretReference(where="env:HOOK", folder=tmp_path)
    assert newsroom.allow == (ip_network("10.1.0.0/16"),)
    assert newsroom.filter.severity is Severity.HIGH
    assert newsroom.filter.kinds == (NoticeKind.ALERT, NoticeKind.SEEN_AGAIN)
    assert newsroom.filter.directions == (Direction.WIDENS,)
    assert weekly.period == Period(every=Every.WEEKLY, at=time(7, 30), weekday=4)
    assert settings.mail
    assert (settings.mail.port, settings.mail.security, settings.mail.is_public) == (587, "starttls", False)


def test_fresh_settings_tell_nobody(tmp_path: Path) -> None:
    write_settings(tmp_path)
    settings = load_settings(tmp_path)
    assert (settings.target, settings.mail, settings.hold_above) == ((), None, 8)


def test_the_commented_example_of_fresh_settings_is_sound(tmp_path: Path) -> None:
    write_settings(tmp_path)
    text = (tmp_path / "policywatch.toml").read_text(encoding="utf-8")
    commented = text[text.index("# [[target]]") :].splitlines()
    example = "\n".join(line.removeprefix("#").strip() for line in commented)
    settings = settings_of(tmp_path, example)
    assert (settings.target[0].name, settings.mail and settings.mail.user) == ("newsroom", "alerts")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hold_above = 3", 'hold_above = "3"', r"toml:2: hold_above: expected a whole number"),
        ("hold_above = 3", "hold_abov = 3", r"toml:2: hold_abov: unknown key, did you mean hold_above"),
        ("hold_above = 3", "hold_above = = 3", r"toml:2: "),
        (
            'kind = "webhook"',
            'kind = "pigeon"',
            r"toml:6: target.kind: expected one of: apprise, bluesky, digest, mail",
        ),
        ('name = "newsroom"', 'name = "News Room"', r"toml:5: target.name"),
        ('"weekly-desk"', '"newsroom"', r"toml:16: target.name: .* taken"),
        ('severity = "high"', 'language = "la"', r"toml:10: target.language: expected one of: en, de, fr, es"),
        ('severity = "high"', 'severity = "grave"', r"toml:10: target.severity: expected one of: low"),
        ('kinds = ["alert", "seen_again"]', 'kinds = "alert"', r"toml:12: target.kinds: expected a list"),
        ('allow = ["10.1.0.0/16"]', 'allow = ["10.1.0.1/16"]', r"toml:9: target.allow: expected networks"),
        ('every = "weekly"', 'secret = "env:X"', r"toml:19: target.secret: unknown key, expected one of name, kind"),
        ('at = "07:30"', 'at = "25:00"', r"toml:20: target.at"),
        ('weekday = "friday"', 'weekday = "freitag"', r"toml:21: target.weekday"),
        ('"desk@harbour.example"', '"desk@harbour.example, b@c.example"', r"toml:18: target.address"),
        ('host = "smtp.harbour.example"', "", r"mail.host: expected this key"),
        ('user = "alerts"', "", r"mail.user: expected user and password together"),
        ('user = "alerts"', 'user = "alerts"\nsecurity = "none"', r"mail.security: .*open line"),
        ("[mail]", "[[mail]]", r"mail: expected a \[mail\] table"),
    ],
)
def test_a_slip_is_told_with_its_line_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FULL
    with pytest.raises(SettingsError, match=said):
        settings_of(tmp_path, FULL.replace(old, new, 1))


@pytest.mark.parametrize("key", ["secret", "password"])
def test_a_secret_in_the_settings_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    given = {"secret": '"env:HOOK"', "password": '"file:mail.secret"'}[key]
    with pytest.raises(SettingsError, match="never written into the settings") as told:
        settings_of(tmp_path, FULL.replace(f"{key} = {given}", f'{key} = "hunter2hunter2"'))
    assert "hunter2" not in str(told.value)


def test_a_webhook_address_with_a_password_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="without a user in it") as told:
        settings_of(tmp_path, FULL.replace("https://hooks", "https://u:hunter2@hooks"))
    assert "hunter2" not in str(told.value)


def test_a_target_in_single_brackets_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"toml:1: target: expected \[\[target\]\] in double brackets"):
        settings_of(tmp_path, '[target]\nname = "newsroom"\n')


def test_mail_needs_a_relay(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="weekly-desk: mail needs a relay"):
        settings_of(tmp_path, FULL[: FULL.index("[mail]")])


@pytest.mark.parametrize(
    ("period", "now", "end"),
    [
        (Period(at=time(6, 0)), (2026, 11, 24, 5, 59), (2026, 11, 23, 6, 0)),
        (Period(at=time(6, 0)), (2026, 11, 24, 6, 0), (2026, 11, 24, 6, 0)),
        (Period(every=Every.WEEKLY, at=time(6, 0), weekday=0), (2026, 11, 23, 5, 0), (2026, 11, 16, 6, 0)),
        (Period(every=Every.WEEKLY, at=time(6, 0), weekday=0), (2026, 11, 29, 23, 0), (2026, 11, 23, 6, 0)),
    ],
)
def test_a_period_ends_at_its_hour(period: Period, now: tuple[int, ...], end: tuple[int, ...]) -> None:
    assert period.last_end(datetime(*now, tzinfo=UTC)) == datetime(*end, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("written", "waits", "looks"),
    [('"10 min"', timedelta(minutes=10), 3), ('"never"', None, 0), ('"1 h"', timedelta(hours=1), 3)],
)
def test_a_second_look_is_set_or_left_out(tmp_path: Path, written: str, waits: timedelta | None, looks: int) -> None:
    settings = settings_of(tmp_path, f"second_look_after = {written}\n")
    assert (settings.second_look_after, settings.release_policy.looks) == (waits, looks)


@pytest.mark.parametrize("written", ['"soon"', '"0 min"', '"2 d"'])
def test_a_second_look_at_no_span_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(SettingsError, match=r"second_look_after.*5 min"):
        settings_of(tmp_path, f"second_look_after = {written}\n")


def test_every_slip_is_told_at_once(tmp_path: Path) -> None:
    slips = {
        "hold_above = 3": "hold_above = -3",
        'kind = "webhook"': 'kind = "pigeon"',
        'kind = "digest"\naddress = "desk@harbour.example"': 'kind = "digest"\naddress = "nobody"\nsecret = "hunter2"',
        'host = "smtp.harbour.example"': "port = 0",
        'user = "alerts"\n': "",
    }
    text = FULL
    for old, new in slips.items():
        text = text.replace(old, new, 1)
    with pytest.raises(SettingsError) as told:
        settings_of(tmp_path, text)
    assert [said.split(": ")[0] for said in str(told.value).split("; " + str(tmp_path))][1:] == [
        "/policywatch.toml:6", "/policywatch.toml:18", "/policywatch.toml:19", "/policywatch.toml:24",
        "/policywatch.toml:24", "/policywatch.toml:25",
    ]  # fmt: skip
    assert "hold_above: expected a whole number" in str(told.value)
    assert "hunter2" not in str(told.value)


def test_what_is_set_is_read_once_into_what_it_means(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, 'listen = "[::1]:8081"\nsecond_look_after = "10 min"\n')
    assert (settings.listen, settings.second_look_after) == (("::1", 8081), timedelta(minutes=10))
    with pytest.raises(SettingsError, match=r"toml:1: listen: expected HOST:PORT"):
        settings_of(tmp_path, 'listen = "8081"\n')


WITNESSES = """\
[[witness]]
name = "internet-archive"
key = "env:IA_KEY"
secret = "env:IA_SECRET"

[[witness]]
name = "recorder"
kind = "address"
address = "https://archive.harbour.example/record/"
replay = "https://archive.harbour.example/web/"
at = "alerts"
per_day = 20
"""


def test_witnesses_are_read_whole(tmp_path: Path) -> None:
    archive, recorder = settings_of(tmp_path, WITNESSES).witness
    assert (archive.kind, archive.address) == (WitnessKind.SAVE_PAGE_NOW, "https://web.archive.org/save")
    assert (archive.per_minute, archive.per_day, archive.at) == (6, 200, Occasion.VERSIONS)
    assert archive.key == SecretReference(where="env:IA_KEY", folder=tmp_path)
    assert (recorder.kind, recorder.at, recorder.per_day) == (WitnessKind.ADDRESS, Occasion.ALERTS, 20)
    at = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
    assert (
        archive.capture_url(at, "https://a.example/p")
        == "https://web.archive.org/web/20260301060000/https://a.example/p"
    )
    assert settings_of(tmp_path, "").witness == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('secret = "env:IA_SECRET"', "", r"key: expected key and secret together"),
        ('"env:IA_KEY"', '"abcdefgh"', r"never written into the settings"),
        ('"recorder"', '"internet-archive"', r"name: .* taken"),
        ('kind = "address"', 'kind = "ftp"', r"kind: expected one of: save-page-now"),
        ('address = "https://archive.harbour.example/record/"', "", r"expected where the archive records"),
        ("per_day = 20", "per_day = 0", r"per_day"),
        ("https://archive.harbour.example/web/", "archive.harbour.example", r"replay: expected an address"),
        ('at = "alerts"', 'when = "alerts"', r"unknown key"),
    ],
)
def test_a_slip_in_a_witness_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in WITNESSES
    with pytest.raises(SettingsError, match=said):
        settings_of(tmp_path, WITNESSES.replace(old, new, 1))
