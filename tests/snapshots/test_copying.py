"""An archive is copied from either kind of database into either, and a copy that was cut off goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapshots.deliveries import ContentKind, DeliveryContent, Subscription
from snapshots.errors import ArchiveExists
from snapshots.opening import open_archive
from snapshots.records import Awaits, Hold, Learned, LinkCheck, Outcome, Schedule
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.sql.sql_archive import SqlArchive
from tests.archives import empty_archive_in
from tests.snapshots.samples import NOTICE, POLICY, START, capture, exchange, failure, judgement

Place = Path | PostgresAddress


def told(*_: object) -> None:
    """Take no notice of how far a copy is."""


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Place]:
    """Return what makes empty archives of a kind."""
    count = iter(range(99))

    def make(kind: str) -> Place:
        if kind == "postgresql":
            return PostgresAddress.parse(request.getfixturevalue("postgres").new_archive())
        return empty_archive_in(tmp_path / f"archive{next(count)}")

    return make


def fill(archive: SqlArchive, days: range) -> None:
    """Let some days go by, with something in every table."""
    archive.put_document(replace(POLICY, title=f"Policy of day {days.stop}"))
    archive.put_document(NOTICE)
    for day in days:
        texts = ("Boats are named.", f"Day {day} \x00.", *(f"Berth {n}." for n in range(day % 3)))
        body = b"<p>policy text of the harbour " * 60 + b"%d" % day
        kept = archive.keep(replace(capture(body, day=day, source=f"u:{day}"), screenshot=b"\x89PNG%d" % day))
        learned = (Learned(name="berths", content=b"%d" % day * (9 - day)),)
        made = judgement(archive, kept, texts=texts, alert_id=f"tag:{day}", memory=b"%d" % day * 50, learned=learned)
        archive.record(made)
    kept = archive.keep(capture(b"<p>held %d" % days.stop, day=days.stop))
    made = judgement(archive, kept, texts=("Boats are named.",), alert_id=f"held:{days.stop}")
    hold = Hold(alert_id=f"held:{days.stop}", document_id=POLICY.id, at=START, awaits=Awaits.PERSON, reason="a test")
    archive.record(replace(made, notices=(), holds=(hold,)))
    archive.keep(failure(Outcome.NOT_FOUND, b"gone", day=days.stop))
    archive.put_schedules([Schedule(document_id=POLICY.id, next_check_at=START + timedelta(days=days.stop))])
    archive.keep_link_check(LinkCheck(text="Object", exchange=exchange(day=days.stop), outcome=Outcome.GONE))
    archive.outbox.register(["desk"], START)
    mark = archive.outbox.targets()[0].mark
    content = DeliveryContent(event_id=f"tag:{days.stop}", kind=ContentKind.NOTICE, notice=1)
    archive.outbox.post("desk", begin=mark, end=replace(mark, notice=mark.notice + 1), contents=[content], now=START)
    reader = Subscription(id=f"r{days.stop}", address="reader@harbour.example", wish="{}", created_at=START)
    archive.outbox.subscribe(reader, DeliveryContent(event_id=f"c:{days.stop}", kind=ContentKind.CONFIRM))


def contents(archive: SqlArchive) -> list[object]:
    """Return all that an archive says."""
    attempts = list(archive.attempts())
    return [
        attempts,
        [archive.body(attempt.body_sha256) for attempt in attempts],
        archive.documents(),
        archive.memory(POLICY.id),
        archive.observations(POLICY.id),
        [archive.extraction(POLICY.id, version.number) for version in archive.versions(POLICY.id)],
        archive.changes(),
        archive.alerts(),
        archive.notices(),
        archive.held(),
        archive.link_checks(POLICY.id),
        archive.text_runs(POLICY.id),
        archive.texts_with("boats are named", limit=9),
        archive.schedule(POLICY.id),
        archive.outbox.targets(),
        archive.outbox.deliveries(),
        archive.outbox.subscriptions(),
        replace(archive.verify(), faults=()),
        archive.verify().faults,
    ]


KINDS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "sqlite"), ("postgresql", "postgresql")]


@pytest.fixture(params=KINDS, ids=[" to ".join(kinds) for kinds in KINDS])
def both(request: pytest.FixtureRequest, empty: Callable[[str], Place]) -> Iterator[tuple[SqlArchive, SqlArchive]]:
    """Return an archive with some days in it, and an empty one."""
    one, other = request.param
    with closing(open_archive(empty(one))) as source, closing(open_archive(empty(other))) as target:
        fill(source, range(5))
        yield source, target


def test_a_copy_says_all_that_the_archive_says(both: tuple[SqlArchive, SqlArchive]) -> None:
    source, target = both
    copied = source.copy_into(target, told)
    assert copied.written == copied.rows > 50
    assert copied.chain_head == source.chain_head() == target.chain_head()
    assert contents(target) == contents(source)
    assert contents(target)[-1] == ()
    assert source.copy_into(target, told).written == 0


def test_a_copy_is_brought_up_to_date(both: tuple[SqlArchive, SqlArchive]) -> None:
    source, target = both
    source.copy_into(target, told)
    source.outbox.unsubscribe("r5")
    fill(source, range(6, 9))
    copied = source.copy_into(target, told)
    assert 0 < copied.written < copied.rows
    assert contents(target) == contents(source)


class CutOffError(Exception):
    """What ends a copy in the midst of it."""


def test_a_copy_that_was_cut_off_anywhere_goes_on(
    empty: Callable[[str], Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("snapshots.sql.copying._PAGE", 3)
    with closing(open_archive(empty("sqlite"))) as source, closing(open_archive(empty("postgresql"))) as target:
        fill(source, range(4))
        cuts = 0
        for steps in range(1, 400):
            left = iter(range(steps))

            def cut(*_: object, left: Iterator[int] = left) -> None:
                if next(left, None) is None:
                    raise CutOffError

            try:
                source.copy_into(target, cut)
                break
            except CutOffError:
                cuts += 1
                if cuts == 20:
                    fill(source, range(5, 7))
        assert cuts > 30
        assert contents(target) == contents(source)


@pytest.mark.parametrize(("one", "other"), KINDS[:2])
def test_another_archive_is_not_copied_over(empty: Callable[[str], Place], one: str, other: str) -> None:
    with closing(open_archive(empty(one))) as source, closing(open_archive(empty(other))) as target:
        fill(source, range(3))
        source.copy_into(target, told)
        target.keep(capture(b"a look of its own", day=20))
        with pytest.raises(ArchiveExists, match="name an empty place"):
            source.copy_into(target, told)
        source.keep(capture(b"another look", day=20))
        with pytest.raises(ArchiveExists, match="name an empty place"):
            source.copy_into(target, told)
    with closing(open_archive(empty(one))) as source, closing(open_archive(empty(other))) as target:
        target.put_document(POLICY)
        with pytest.raises(ArchiveExists, match="name an empty place"):
            source.copy_into(target, told)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_both_kinds_of_database_find_the_same_texts(
    both_empty: tuple[SqlArchive, SqlArchive], data: st.DataObject
) -> None:
    word = st.text(st.sampled_from("aàÀbßıİσςΣ1½_"), min_size=1, max_size=3)
    texts = data.draw(st.lists(st.lists(word, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=8))
    for archive in both_empty:
        attempt = archive.keep(capture(repr(texts).encode()))
        archive.record(judgement(archive, attempt, texts=tuple(texts)))
    for phrase in data.draw(st.lists(st.lists(word, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4)):
        for limit in (1, 3, 1_000):
            one, other = (archive.texts_with(phrase, limit=limit) for archive in both_empty)
            assert one == other


@pytest.fixture
def both_empty(empty: Callable[[str], Place]) -> Iterator[tuple[SqlArchive, SqlArchive]]:
    """Return one archive of each kind, which know one document."""
    with closing(open_archive(empty("sqlite"))) as one, closing(open_archive(empty("postgresql"))) as other:
        one.put_document(POLICY)
        other.put_document(POLICY)
        yield one, other
