"""The watch against a real server on loopback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.demo import declarations_toml, moments, serving
from monitor.running.watch import Watch
from snapshots.records import Outcome
from spiders.declarations.declaration import Declaration, RobotsPolicy
from spiders.declarations.declarations import load_declarations
from tests.archives import archive_in, new_archive
from tests.spiders.failures import serving as serving_failures

NOW = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)


def declared(base_url: str, tmp_path: Path) -> tuple[Declaration, ...]:
    (tmp_path / "d.toml").write_text(declarations_toml(base_url))
    return load_declarations(tmp_path / "d.toml")


def test_a_look_is_kept_judged_and_set_for_its_next_time(tmp_path: Path) -> None:
    with serving() as story:
        story.show(moments()[0])
        archive = new_archive()
        declarations = declared(story.base_url, tmp_path)
        watch = Watch(archive, declarations, contact="", authority="harbour.test,2025", now=lambda: NOW)
        assert len(watch.due()) == 3
        judged = list(watch.check(watch.due()))
        assert [one.observation.outcome for one in judged] == [Outcome.CAPTURED] * 3
        assert watch.due() == []
        schedule = archive.schedule(declarations[0].document.id)
        assert schedule
        assert schedule.next_check_at == NOW + declarations[0].every
        later = Watch(
            archive, declarations, contact="", authority="harbour.test,2025", now=lambda: NOW + timedelta(days=9)
        )
        assert len(later.due()) == 3  # however long the machine slept


def test_a_document_that_another_process_looks_at_is_left_out(tmp_path: Path) -> None:
    with serving() as story:
        story.show(moments()[0])
        archive = archive_in(tmp_path / "a")
        declarations = declared(story.base_url, tmp_path)
        watch = Watch(archive, declarations, contact="", authority="harbour.test,2025")
        with archive.claim(declarations[0].document.id) as mine:
            assert mine
            seen = {one.observation.document_id for one in watch.check(declarations)}
        assert seen == {d.document.id for d in declarations[1:]}
        archive.close()


def test_unchanged_is_asked_for_only_after_the_page_was_seen(tmp_path: Path) -> None:
    with serving_failures() as server:
        (declaration, *_) = declared(server.url(""), tmp_path)
        url = server.url("/known")
        known = replace(
            declaration,
            document=replace(declaration.document, url=url),
            addresses=(url,),
            robots=RobotsPolicy.IGNORE,
            robots_reason="x",
        )
        archive = new_archive()
        watch = Watch(archive, [known], contact="", authority="harbour.test,2025")
        outcomes = [one.attempt.outcome for _ in range(2) for one in watch.check([known])]
        first = archive.observations(known.document.id)[0].outcome
        expected = Outcome.NOT_MODIFIED if first is Outcome.CAPTURED else Outcome.CAPTURED
        assert outcomes == [Outcome.CAPTURED, expected]
