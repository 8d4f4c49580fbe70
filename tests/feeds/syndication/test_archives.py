"""A law of the archives: whatever is told later, and however late, what a finished document holds stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.edition.feed_topics import CORRECTIONS
from feeds.syndication.feed_archives import LONGEST, newest, parts
from feeds.syndication.journal import EntryRevision, RevisionKind, by_channel, entry_revisions
from snapshots.records import Alert, Notice, NoticeKind, Outcome
from tests.feeds.tellers import SITE, Story
from tests.snapshots.samples import NOTICE, POLICY, START, failure, judgement, notice_of

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["alert", "alert", "low", "low", "held", "release", "correct", "withdraw", "wall", "unseen"]),
        st.integers(min_value=0, max_value=20),  # days that pass before it
    ),
    min_size=2,
    max_size=40,
)


class Told:
    """A story that takes one step after the other."""

    def __init__(self) -> None:
        self.story = Story()
        self.day = 1
        self.told: list[Alert] = []
        self.held: list[Alert] = []
        self.unseen = 0

    def step(self, kind: str, days: int) -> None:
        self.day += days
        archive, document = self.story.archive, (POLICY, NOTICE)[self.day % 2]
        if kind in ("alert", "held"):
            alert = self.story.tell(day=self.day, document=document, is_held=kind == "held")
            assert alert
            (self.held if kind == "held" else self.told).append(alert)
        elif kind == "low":
            self.story.tell(day=self.day, document=document, is_low=True)
        elif kind == "release" and self.held:
            alert = self.held.pop(0)
            archive.tell(replace(notice_of(alert), at=START + timedelta(days=self.day)))
            self.told.append(alert)
        elif kind in ("correct", "withdraw") and self.told:
            at = START + timedelta(days=self.day)
            self.story.note(self.told[-1], "Not so.", at=at, is_withdrawal=kind == "withdraw")
        elif kind in ("wall", "unseen") and archive.documents():
            archive.put_document(POLICY)
            archive.record(judgement(archive, archive.keep(failure(Outcome.WALL, day=self.day))))
            if kind == "unseen":
                self.unseen += 1
                archive.tell(
                    Notice(
                        sequence=0, id=f"tag:unseen/{self.unseen}", kind=NoticeKind.UNSEEN, document_id=POLICY.id,
                        at=START + timedelta(days=self.day), note="Not seen.",
                    )
                )  # fmt: skip

    def rows(self) -> dict[str, list[EntryRevision]]:
        return by_channel(entry_revisions(self.story.edition().survey, SITE))


def finished(rows: list[EntryRevision]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(part.name, [(row.digest, row.at.isoformat()) for row in part.rows]) for part in parts(rows)[:-1]]


@settings(max_examples=25, deadline=None)
@given(STEPS, st.data())
def test_what_comes_later_moves_nothing_in_a_finished_document(
    steps: list[tuple[str, int]], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(min_value=1, max_value=len(steps)))
    told = Told()
    for kind, days in steps[:cut]:
        told.step(kind, days)
    before = told.rows()
    for kind, days in steps[cut:]:
        told.step(kind, days)
    after = told.rows()
    for path, rows in before.items():
        assert finished(after[path])[: len(finished(rows))] == finished(rows)


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_a_feed_and_its_finished_documents_hold_everything_told(steps: list[tuple[str, int]]) -> None:
    told = Told()
    for kind, days in steps:
        told.step(kind, days)
    for path, rows in told.rows().items():
        cut = parts(rows)
        assert [row for part in cut for row in part.rows] == rows
        assert all(len(part.rows) <= LONGEST for part in cut)
        assert len({part.name for part in cut}) == len(cut)
        shown = newest(rows, len(cut[-1].rows), lambda row: 40_000)  # so large that only what must be shown is
        last = {row.entry_id: row for row in rows}
        assert all(row == last[row.entry_id] for row in shown)
        assert {row.entry_id for row in cut[-1].rows} <= {row.entry_id for row in shown}
        notes = [row for row in rows if row.kind is RevisionKind.NOTE]
        about = {row.alert.id for row in notes if row.alert and path != CORRECTIONS}
        assert about <= {row.entry_id for row in rows}
