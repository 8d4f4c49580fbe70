"""One suite for every archive: the one on SQLite and the one on PostgreSQL."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapshots.archive import Archive
from snapshots.codec import encode
from snapshots.errors import AlreadyPublished, ArchiveBusy, ArchiveError, UnknownDocument
from snapshots.lines import line_of
from snapshots.opening import open_archive
from snapshots.records import Awaits, Hold, Learned, LinkCheck, Notice, NoticeKind, Outcome, Release, Schedule
from snapshots.sql.postgres_address import PostgresAddress
from tests.snapshots.samples import (
    NOTICE,
    POLICY,
    START,
    capture,
    exchange,
    extraction,
    failure,
    judgement,
    notice_of,
    rejudging_of_first_change,
)


def test_documents_are_listed_by_id_and_described_anew(archive: Archive) -> None:
    archive.put_document(NOTICE)
    archive.put_document(replace(POLICY, title="Harbour Privacy Policy, 2nd edition"))
    assert [d.id for d in archive.documents()] == ["harbour-notice", "harbour-policy"]
    assert archive.document(POLICY.id).title == "Harbour Privacy Policy, 2nd edition"


def test_the_newest_look_at_each_document_is_told_by_id(archive: Archive) -> None:
    other, never = replace(NOTICE, id="a-notice"), replace(NOTICE, id="z-notice")
    for document in (other, never):
        archive.put_document(document)
    for body in (b"one", b"two"):
        archive.record(judgement(archive, archive.keep(capture(body)), texts=("We read.",)))
    archive.record(judgement(archive, archive.keep(capture(b"x", other, day=1)), texts=("We write.",)))
    kept = archive.keep(failure(day=2))
    lost = replace(judgement(archive, kept).observation, detail='a "outcome":"captured" \x00 page', channel="http")
    archive.record(replace(judgement(archive, kept), observation=lost))
    due = Schedule(document_id=other.id, next_check_at=START + timedelta(days=3))
    archive.put_schedules([due])
    looks = archive.newest_looks()
    assert [(look.document_id, look.outcome, look.channel) for look in looks] == [
        (other.id, Outcome.CAPTURED, ""),
        (POLICY.id, Outcome.NOT_FOUND, "http"),
        (never.id, None, ""),
    ]
    assert [look.at for look in looks] == [START + timedelta(days=1), START + timedelta(days=2), None]
    assert [look.next_check_at for look in looks] == [due.next_check_at, None, None]


def test_documents_are_found_by_what_the_public_was_told_of_them(archive: Archive) -> None:
    archive.put_document(NOTICE)
    for number, (document, kind) in enumerate(
        [(POLICY, NoticeKind.LINK), (POLICY, NoticeKind.LINK), (NOTICE, NoticeKind.UNSEEN)]
    ):
        archive.tell(
            Notice(sequence=0, id=f"tag:{number}", kind=kind, document_id=document.id, at=START, note="the link")
        )
    assert archive.told_documents(NoticeKind.LINK) == [POLICY.id]
    assert archive.told_documents(NoticeKind.UNSEEN) == [NOTICE.id]
    assert archive.told_documents(NoticeKind.ALERT) == []


def test_what_is_not_there_is_said_to_be_missing(archive: Archive) -> None:
    with pytest.raises(UnknownDocument, match="nowhere"):
        archive.document("nowhere")
    with pytest.raises(UnknownDocument, match="harbour-notice"):
        archive.keep(capture(b"x", NOTICE))
    for ask in (lambda: archive.attempt(1), lambda: archive.change(1), lambda: archive.body("ab" * 32)):
        with pytest.raises(ArchiveError):
            ask()
    with pytest.raises(ArchiveError, match="no version 1"):
        archive.extraction(POLICY.id, 1)
    assert archive.last_attempt(POLICY.id) is None
    assert archive.schedule(POLICY.id) is None
    assert archive.chain_head() == "0" * 64


def test_every_attempt_is_kept_in_order_with_its_body(archive: Archive) -> None:
    archive.put_document(NOTICE)
    seen = [
        capture(b"<p>one", source="urn:1"),
        failure(body=b"gone"),
        capture(b"<p>two", NOTICE),
        capture(b"<p>one"),
    ]
    kept = [archive.keep(one) for one in seen]
    assert [a.sequence for a in kept] == [1, 2, 3, 4]
    assert [a.is_revisit for a in kept] == [False, False, False, True]
    assert [a.outcome for a in kept] == [
        Outcome.CAPTURED,
        Outcome.NOT_FOUND,
        Outcome.CAPTURED,
        Outcome.CAPTURED,
    ]
    assert [archive.body(a.body_sha256) for a in kept] == [one.body for one in seen]
    assert list(archive.attempts()) == kept
    assert list(archive.attempts(POLICY.id, after=1)) == [kept[1], kept[3]]
    assert archive.attempt(3) == kept[2]
    assert archive.last_attempt(POLICY.id) == kept[3]
    assert archive.sources(POLICY.id) == {"urn:1"}
    assert archive.chain_head() == kept[3].hash
    assert kept[1].previous_hash == kept[0].hash


def test_an_attempt_without_a_body_is_kept_without_one(archive: Archive) -> None:
    kept = archive.keep(failure(Outcome.TIMEOUT))
    assert (kept.body_sha256, kept.body_length, kept.is_revisit) == ("", 0, False)
    assert archive.verify().faults == ()


def test_an_empty_body_is_a_body(archive: Archive) -> None:
    kept = archive.keep(failure(Outcome.EMPTY, b""))
    assert archive.body(kept.body_sha256) == b""
    assert archive.verify().faults == ()


def test_a_screenshot_is_kept_under_its_hash_and_named_by_its_attempt(archive: Archive) -> None:
    picture = b"\x89PNG" + bytes(range(256)) * 9
    kept = archive.keep(replace(capture(b"<p>drawn"), screenshot=picture))
    walled = archive.keep(replace(failure(Outcome.EMPTY, b"<div>"), screenshot=picture))
    assert kept.screenshot_sha256 == walled.screenshot_sha256 == sha256(picture).hexdigest()
    assert archive.body(kept.screenshot_sha256) == picture
    assert archive.body(kept.body_sha256) == b"<p>drawn"
    assert (archive.attempt(1), archive.verify().faults) == (kept, ())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(bodies=st.lists(st.binary(max_size=300) | st.sampled_from([b"policy " * 900, b"policy " * 900 + b"!"])))
def test_bodies_come_back_byte_for_byte(archive: Archive, bodies: list[bytes]) -> None:
    kept = [archive.keep(capture(body)) for body in bodies]
    assert [archive.body(a.body_sha256) for a in kept] == bodies
    assert [a.body_sha256 for a in kept] == [sha256(body).hexdigest() for body in bodies]


def test_observations_come_backwards_as_far_as_they_are_asked_for(archive: Archive) -> None:
    assert list(archive.observations_backwards(POLICY.id)) == []
    for day in range(45):
        archive.record(judgement(archive, archive.keep(failure(Outcome.FORBIDDEN, day=day))))
    every = archive.observations(POLICY.id)
    assert list(archive.observations_backwards(POLICY.id)) == every[::-1]
    assert next(archive.observations_backwards(POLICY.id)) == every[-1]


def test_what_is_on_record_of_all_documents_comes_by_document(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snapshots.sql.document_rows._PAGE", 3)
    archive.put_document(NOTICE)
    for day in range(5):
        archive.record(judgement(archive, archive.keep(capture(b"%d" % day, day=day)), texts=(f"Day {day}.",)))
        archive.keep_link_check(LinkCheck(text="Object", exchange=exchange(day=day), outcome=Outcome.GONE))
    archive.record(judgement(archive, archive.keep(capture(b"notice", NOTICE)), texts=("Boats are named.",)))
    ids = sorted([POLICY.id, NOTICE.id])
    assert list(archive.observations_by_document()) == [(one, archive.observations(one)) for one in ids]
    assert list(archive.versions_by_document()) == [(one, archive.versions(one)) for one in ids]
    assert list(archive.link_checks_by_document()) == [(POLICY.id, archive.link_checks(POLICY.id))]


def test_what_a_memory_learns_is_added_to_what_it_learned_before(archive: Archive) -> None:
    added = random.Random(20).sample(range(1, 40), 30)
    for day, length in enumerate(added):
        learned = [Learned(name="berths", content=b"%c" % (65 + day) * length)]
        learned += [Learned(name="boats", content=b"%d " % day)] if day % 3 else []
        kept = archive.keep(capture(b"%d" % day, day=day))
        archive.record(judgement(archive, kept, memory=b"%d" % (day // 2), learned=tuple(learned)))
    berths = b"".join(b"%c" % (65 + day) * length for day, length in enumerate(added))
    boats = b"".join(b"%d " % day for day in range(30) if day % 3)
    memory = archive.memory(POLICY.id)
    assert memory.content == b"14"
    assert memory.learned == (Learned(name="berths", content=berths), Learned(name="boats", content=boats))
    assert archive.memory(NOTICE.id).learned == ()
    assert archive.verify().faults == ()


def test_a_judgement_is_recorded_whole(archive: Archive) -> None:
    first, second = archive.keep(capture(b"1")), archive.keep(capture(b"2", day=1))
    assert archive.record(judgement(archive, first, texts=("Boats are named.",))) == (None, None)
    made = judgement(
        archive, second, texts=("Boats are named.", "Boats are seen."), alert_id="tag:x", memory=b'{"a":1}'
    )
    change, alert = archive.record(made)
    assert change and alert
    assert (change.number, alert.change) == (1, 1)
    assert archive.change(1) == change
    assert archive.changes() == archive.changes(POLICY.id) == [change]
    assert archive.alerts() == archive.alerts(POLICY.id) == [alert]
    assert archive.counts() == {POLICY.id: (1, 1)}
    assert archive.versions(POLICY.id)[1] == archive.version(POLICY.id, 2) == made.version
    with pytest.raises(ArchiveError, match="no version 3 of"):
        archive.version(POLICY.id, 3)
    assert archive.extraction(POLICY.id, 2) == made.extraction
    assert [s.version for s in archive.observations(POLICY.id)] == [1, 2]
    memory = archive.memory(POLICY.id)
    assert (memory.revision, memory.judged_attempt, memory.content) == (2, 2, b'{"a":1}')
    assert archive.progress(POLICY.id) == replace(memory, content=b"")
    assert memory.learned == ()
    assert archive.progress(NOTICE.id) == archive.memory(NOTICE.id)
    assert archive.verify().faults == ()


def test_an_alert_is_kept_with_the_rules_that_judged_it(archive: Archive) -> None:
    for day, pack in enumerate(("", "", "2026.11+0123456789ab")):
        kept = archive.keep(capture(b"%d" % day, day=day))
        made = judgement(archive, kept, texts=(f"Day {day}.",), alert_id=f"tag:{day}")
        archive.record(replace(made, alert=replace(made.alert, pack=pack) if made.alert else None))
    assert [alert.pack for alert in archive.alerts()] == ["", "2026.11+0123456789ab"]
    assert archive.verify().faults == ()


def test_a_change_is_listed_without_its_hunks(archive: Archive) -> None:
    for day in range(3):
        kept = archive.keep(capture(b"%d" % day, day=day))
        archive.record(judgement(archive, kept, texts=(f"Boats, {day}.",)))
    lines, changes = archive.change_lines(), archive.changes()
    assert lines == [line_of(change, sha256(encode(change)).hexdigest()) for change in changes]
    assert [(line.number, line.tally, line.hunks) for line in lines] == [(n, (("added", 1),), 1) for n in (1, 2)]


def test_every_write_moves_the_state_and_no_read_does(archive: Archive) -> None:
    seen = [archive.state()]

    def moved() -> bool:
        seen.append(archive.state())
        return archive.state() == seen[-1] != seen[-2]

    archive.put_document(replace(POLICY, title="Another title"))
    assert moved()
    kept = archive.keep(capture(b"0"))
    assert moved()
    archive.record(judgement(archive, kept, texts=("Boats.",)))
    assert moved()
    archive.put_schedules([Schedule(document_id=POLICY.id, next_check_at=START)])
    assert moved()
    archive.verify()
    assert archive.versions(POLICY.id)
    assert not moved()


def test_since_bounds_what_was_decided(archive: Archive) -> None:
    for day in range(4):
        kept = archive.keep(capture(b"%d" % day, day=day))
        archive.record(judgement(archive, kept, texts=(f"Day {day}.",), alert_id=f"tag:{day}"))
    since = START + timedelta(days=2)
    assert [c.number for c in archive.changes(since=since)] == [2, 3]
    assert [a.id for a in archive.alerts(POLICY.id, since=since)] == ["tag:2", "tag:3"]
    assert archive.alerts("harbour-notice") == []
    with pytest.raises(ValueError, match="time zone"):
        archive.changes(since=since.replace(tzinfo=None))


def test_two_judges_of_one_document_do_not_both_record(archive: Archive) -> None:
    kept = archive.keep(capture(b"1"))
    one, other = (judgement(archive, kept, texts=("Boats are named.",)) for _ in range(2))
    archive.record(one)
    with pytest.raises(ArchiveBusy, match="another process"):
        archive.record(other)
    assert len(archive.versions(POLICY.id)) == 1


def test_a_refused_judgement_leaves_nothing(archive: Archive) -> None:
    first, second, third = (archive.keep(capture(b"%d" % day, day=day)) for day in range(3))
    archive.record(judgement(archive, first, texts=("A.",)))
    archive.record(judgement(archive, second, texts=("A.", "B."), alert_id="tag:x"))
    with pytest.raises(ArchiveError, match="minted once"):
        archive.record(judgement(archive, third, texts=("C.",), alert_id="tag:x"))
    wrong = judgement(archive, third, texts=("C.",))
    assert wrong.version
    with pytest.raises(ArchiveError, match="should have version 3"):
        archive.record(replace(wrong, version=replace(wrong.version, number=7)))
    assert len(archive.observations(POLICY.id)) == len(archive.versions(POLICY.id)) == 2
    assert archive.memory(POLICY.id).revision == 2
    assert archive.texts_with("C", limit=9) == []
    assert archive.verify().faults == ()


def test_a_phrase_is_found_in_every_text_that_ever_held_it(archive: Archive) -> None:
    texts = [
        ("Your boat’s name.", "Messages."),
        ("Messages.",),
        ("Your boat’s NAME.", "Köder_Übersicht, 2 Fische"),
    ]
    for day, said in enumerate(texts):
        archive.record(judgement(archive, archive.keep(capture(b"%d" % day, day=day)), texts=said))
    assert archive.texts_with("köder übersicht 2", limit=9) == [(POLICY.id, "Köder_Übersicht, 2 Fische")]
    assert archive.texts_with("boat name", limit=9) == archive.texts_with('name" OR "messages', limit=9) == []
    assert archive.texts_with("messages", limit=9) == [(POLICY.id, "Messages.")]
    assert archive.texts_with("boat s name", POLICY.id, limit=9) == [
        (POLICY.id, "Your boat’s NAME."),
        (POLICY.id, "Your boat’s name."),
    ]
    assert len(archive.texts_with("boat s name", limit=1)) == 1
    assert archive.texts_with("“”", limit=9) == archive.texts_with("messages", "another", limit=9) == []


def test_it_is_told_since_when_and_until_when_a_text_stood(archive: Archive) -> None:
    texts = [
        ("Boats.", "Messages."),
        ("Messages.",),
        ("Boats.", "Messages.", "Messages."),
        ("Messages.", "Half \ud800."),
    ]
    for day, said in enumerate(texts):
        archive.record(judgement(archive, archive.keep(capture(b"%d" % day, day=day)), texts=said))
    found = [(run.text, run.since, run.until) for run in archive.text_runs(POLICY.id)]
    assert found == [("Boats.", 1, 2), ("Messages.", 1, None), ("Boats.", 3, 4), ("Half ?.", 4, None)]
    assert archive.text_runs("another") == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(st.characters(codec="utf-8"), max_size=60), data=st.data())
def test_any_run_of_words_is_found(archive: Archive, text: str, data: st.DataObject) -> None:
    archive.record(judgement(archive, archive.keep(capture(text.encode())), texts=(text,)))
    parts = text.split()
    if parts:
        start = data.draw(st.integers(0, len(parts) - 1))
        phrase = " ".join(parts[start : start + 3])
        if any(c.isascii() and c.isalnum() for c in phrase):
            assert (POLICY.id, text) in archive.texts_with(phrase, limit=1_000)


def test_due_times_are_kept_to_the_microsecond(archive: Archive) -> None:
    due = Schedule(document_id=POLICY.id, next_check_at=START + timedelta(microseconds=1))
    archive.put_schedules([due])
    archive.put_schedules([due])
    assert archive.schedule(POLICY.id) == due
    with pytest.raises(UnknownDocument):
        archive.put_schedules([replace(due, document_id="nowhere")])


def test_a_claim_excludes_others_until_it_ends(archive: Archive) -> None:
    with (
        archive.claim(POLICY.id) as mine,
        archive.claim(POLICY.id) as again,
        archive.claim("other/..") as other,
    ):
        assert (mine, again, other) == (True, False, True)
    with archive.claim(POLICY.id) as later:
        assert later


def test_texts_with_anything_in_them_come_back(archive: Archive) -> None:
    odd = ("\ud800 half a pair", "nul \x00 inside", "\u202eright to left", "line\nbreak", "")
    archive.record(judgement(archive, archive.keep(capture(b"1")), texts=odd))
    assert archive.extraction(POLICY.id, 1) == extraction(*odd)


def test_the_log_may_grow_while_it_is_read(archive: Archive) -> None:
    for day in range(3):
        archive.keep(capture(b"%d" % day, day=day))
    for attempt in archive.attempts(POLICY.id):
        archive.record(judgement(archive, attempt, texts=(f"Day {attempt.sequence}.",)))
    assert len(archive.versions(POLICY.id)) == 3


def test_verify_counts_what_is_there(archive: Archive) -> None:
    kept = archive.keep(capture(b"1"))
    archive.keep(capture(b"1", day=1))
    archive.record(judgement(archive, kept, texts=("A.",)))
    report = archive.verify()
    assert (report.attempts, report.bodies, report.versions, report.alerts) == (2, 1, 1, 0)
    assert (report.chain_head, report.faults) == (archive.chain_head(), ())


def test_times_are_kept_in_utc(archive: Archive) -> None:
    assert archive.keep(capture(b"1")).exchange.captured_at == exchange().captured_at
    assert archive.attempt(1).exchange.captured_at.utcoffset() == timedelta(0)


def _held(archive: Archive, alert_id: str, awaits: Awaits = Awaits.SECOND_LOOK) -> None:
    """Record a first version where there is none, then a change whose alert is held."""
    if not archive.versions(POLICY.id):
        archive.record(judgement(archive, archive.keep(capture(b"1")), texts=("One.",)))
    attempt = archive.keep(capture(alert_id.encode(), day=len(archive.versions(POLICY.id))))
    made = judgement(archive, attempt, texts=("One.", alert_id), alert_id=alert_id)
    hold = Hold(alert_id=alert_id, document_id=POLICY.id, at=START, awaits=awaits, reason="seen once")
    archive.record(replace(made, notices=(), holds=(hold,)))


def test_an_alert_is_held_until_it_is_told(archive: Archive) -> None:
    _held(archive, "tag:1")
    _held(archive, "tag:2")
    assert [(alert.id, hold.awaits) for alert, hold in archive.held()] == [
        ("tag:1", Awaits.SECOND_LOOK),
        ("tag:2", Awaits.SECOND_LOOK),
    ]
    assert archive.notices() == []
    (told,) = archive.tell(notice_of(archive.alert("tag:1"), Release.CONFIRMED))
    assert told.sequence == 1
    assert archive.notices() == archive.notices(POLICY.id) == [told]
    assert [alert.id for alert, _ in archive.held(POLICY.id)] == ["tag:2"]
    archive.put_document(NOTICE)
    assert archive.held(NOTICE.id) == []
    assert [a.id for a in archive.alerts()] == ["tag:1", "tag:2"]
    assert archive.verify().faults == ()
    assert archive.verify().notices == 1


def test_the_newest_hold_is_what_an_alert_waits_for(archive: Archive) -> None:
    _held(archive, "tag:1")
    archive.hold(Hold(alert_id="tag:1", document_id=POLICY.id, at=START, awaits=Awaits.PERSON, reason="too many"))
    ((_, hold),) = archive.held()
    assert (hold.awaits, hold.reason) == (Awaits.PERSON, "too many")
    archive.tell(notice_of(archive.alert("tag:1")))
    with pytest.raises(AlreadyPublished, match="tag:1"):
        archive.hold(hold)
    with pytest.raises(AlreadyPublished, match="tag:1"):
        archive.tell(notice_of(archive.alert("tag:1")))
    assert len(archive.notices()) == 1


def test_an_alert_is_recorded_with_its_notice_or_a_hold(archive: Archive) -> None:
    archive.record(judgement(archive, archive.keep(capture(b"1")), texts=("One.",)))
    made = judgement(archive, archive.keep(capture(b"2", day=1)), texts=("Two.",), alert_id="tag:1")
    with pytest.raises(ArchiveError, match="neither told nor held"):
        archive.record(replace(made, notices=()))
    archive.record(made)
    assert [(t.sequence, t.id, t.at) for t in archive.notices()] == [(1, "tag:1", START + timedelta(days=1))]


def test_the_journal_is_read_from_where_a_reader_stands(archive: Archive) -> None:
    archive.put_document(NOTICE)
    rows = [
        Notice(sequence=0, id=f"tag:{n}", kind=kind, document_id=document.id, at=START, note="not seen")
        for n, (kind, document) in enumerate(
            [(NoticeKind.UNSEEN, POLICY), (NoticeKind.UNSEEN, NOTICE), (NoticeKind.SEEN_AGAIN, POLICY)]
        )
    ]
    archive.tell(rows[0])
    archive.tell(*rows[1:])
    assert [t.id for t in archive.notices(after=1)] == ["tag:1", "tag:2"]
    assert [t.id for t in archive.notices(POLICY.id)] == ["tag:0", "tag:2"]
    with pytest.raises(ArchiveError, match="tag:nowhere"):
        archive.tell(replace(rows[0], id="tag:9", alert_id="tag:nowhere"))
    with pytest.raises(AlreadyPublished):
        archive.tell(replace(rows[0], id="tag:8"), replace(rows[1], id="tag:2"))
    assert [t.id for t in archive.notices()] == ["tag:0", "tag:1", "tag:2"]


def test_looks_at_links_are_kept_beside_the_log(archive: Archive) -> None:
    first = LinkCheck(text="Object", exchange=exchange(day=1), outcome=Outcome.CAPTURED)
    second = LinkCheck(text="Object", exchange=exchange(day=2), outcome=Outcome.GONE, detail="status 410")
    before = archive.state()
    archive.keep_link_check(first)
    archive.keep_link_check(second)
    assert archive.link_checks(POLICY.id) == [first, second]
    assert archive.link_checks("other") == []
    assert archive.last_attempt(POLICY.id) is None
    assert archive.state() != before
    assert archive.verify().faults == ()
    with pytest.raises(UnknownDocument):
        archive.keep_link_check(replace(first, exchange=replace(first.exchange, document_id="other")))


def test_what_is_read_at_one_state_does_not_see_what_is_written_meanwhile(archive: Archive) -> None:
    archive.keep(capture(b"1"))
    done = Event()

    def write() -> None:
        archive.keep(capture(b"2"))
        done.set()

    writer = Thread(target=write)
    with archive.one_state():
        before = (archive.chain_head(), archive.state(), len(list(archive.attempts())))
        writer.start()
        done.wait(1.0)  # an archive may let the writer wait as well
        with archive.one_state():
            assert (archive.chain_head(), archive.state(), len(list(archive.attempts()))) == before
        assert archive.last_attempt(POLICY.id) == archive.attempt(1)
    writer.join()
    assert len(list(archive.attempts())) == 2
    assert archive.chain_head() != before[0]


def test_a_change_that_is_judged_again_gets_its_alert_and_keeps_its_record(archive: Archive) -> None:
    for number in range(2):
        attempt = archive.keep(capture(f"{number}".encode(), day=number))
        archive.record(judgement(archive, attempt, texts=(f"text {number}",)))
    before = archive.change(1)
    (one,) = archive.rejudge(rejudging_of_first_change(archive, 0))
    assert archive.rejudgements(POLICY.id) == archive.rejudgements() == [one]
    assert (one.number, archive.rejudgements("elsewhere")) == (1, [])
    assert [alert.id for alert in archive.alerts()] == ["tag:again"]
    assert [(told.id, told.how) for told in archive.notices()] == [("tag:again", Release.REJUDGED)]
    assert archive.change(1) == before
    assert archive.verify().faults == ()
    with pytest.raises(ArchiveBusy, match="judged the archive again meanwhile"):
        archive.rejudge(rejudging_of_first_change(archive, 0))


def test_a_rejudging_that_is_refused_leaves_nothing(archive: Archive) -> None:
    for number in range(2):
        attempt = archive.keep(capture(f"{number}".encode(), day=number))
        archive.record(judgement(archive, attempt, texts=(f"text {number}",)))
    sound = rejudging_of_first_change(archive, 0)
    for refused in (
        replace(sound, notices=(*sound.notices, *sound.notices)),
        replace(sound, rejudgements=(replace(sound.rejudgements[0], change=7),)),
    ):
        with pytest.raises(ArchiveError):
            archive.rejudge(refused)
        assert (archive.rejudgements(), archive.alerts(), archive.notices()) == ([], [], [])
    archive.rejudge(sound)


def _write_25(place: Path | PostgresAddress, name: str) -> None:
    with closing(open_archive(place)) as opened:
        for n in range(25):
            opened.keep(capture(f"{name} {n}".encode() * 50))


def test_two_processes_write_one_log(place: Path | PostgresAddress, archive: Archive) -> None:
    spawned = get_context("spawn")  # what a fork inherits of a database is of no use
    writers = [spawned.Process(target=_write_25, args=(place, name)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert [attempt.sequence for attempt in archive.attempts()] == list(range(1, 51))
    assert archive.verify().faults == ()
