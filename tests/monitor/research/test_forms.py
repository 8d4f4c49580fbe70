"""A form over time: fields, demands, where it posts, and the count of what it takes to send it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feeds.research.research_records import FormHistory
from monitor.extract.form_actions import FormAction, postings
from monitor.research.research_service import ResearchService
from monitor.rules.pack_files import default_pack
from monitor.running.pipeline import Pipeline
from tests.end_to_end.cli import called
from tests.end_to_end.warcs import write_warc
from tests.monitor.pages import DOCUMENT, archive, capture

FILLER = "".join(
    f"<p>At {n} past noon the old ferry leaves berth {n} for the island and its lighthouse.</p>" for n in range(25)
)
PLAIN = """<form method=post action="/send?lsd=1"><p><label for=n>Your name (required)</label><input id=n required></p>
<p><label for=c>Country you live in</label><select id=c name=c required><option>Norway<option>Iceland</select></p>
<p><label for=w>Why you object (optional)</label><textarea id=w name=w></textarea></p></form>"""
HARDER = (
    PLAIN.replace("object (optional)</label><textarea id=w", "object (required)</label><textarea id=w required")
    .replace(
        "</form>", "<p><label for=e>A copy of your identity card</label><input id=e type=file required></p></form>"
    )
    .replace("/send", "https://forms.harbour.example/send")
)


def page(form: str, *sentences: str) -> bytes:
    said = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f'<html lang="en"><body><h1>Object</h1>{said}{form}<h2>Ferries</h2>{FILLER}</body></html>'.encode()


def told(*pages: bytes) -> FormHistory:
    made = archive()
    pipeline = Pipeline(made, "example.org,2026")
    for day, body in enumerate(pages):
        pipeline.judge(made.keep(capture(body, day)))
    return ResearchService(made, default_pack()).form(DOCUMENT.id)


def test_a_form_is_told_field_by_field() -> None:
    (state,) = told(page(PLAIN, "You don't need an account for this form.")).states
    assert [(f.label, f.asks, f.demand, f.options) for f in state.fields] == [
        ("Your name (required)", "text", "required", ()),
        ("Country you live in", "choice", "required", ("Norway", "Iceland")),
        ("Why you object (optional)", "long text", "optional", ()),
    ]
    assert state.login is False
    assert state.countries == ("Norway", "Iceland")
    assert state.posts_to == ("post https://harbour.example/send",)
    assert (state.friction.total, state.friction.fields) == (1 + 2, 3)


def test_a_form_that_asks_for_more_counts_more() -> None:
    history = told(
        page(PLAIN),
        page(PLAIN),
        page(HARDER, "You must log in to send this form.", "You must attach evidence.", "Step 1 of 2"),
    )
    before, after = history.states
    assert (before.friction.total, after.friction.total) == (3, 2 + 3 + 1 + 1)
    assert (after.friction.steps, after.friction.evidence, after.friction.login) == (2, 1, 1)
    assert after.login is True
    assert after.demands == ("You must log in to send this form.", "You must attach evidence.")
    assert after.posts_to == ("post https://forms.harbour.example/send",)
    rows = {row.label: [cell.demand if cell else None for cell in row.cells] for row in history.rows}
    assert rows["Why you object (required)"] == ["optional", "required"]  # one field, whatever stands in brackets
    assert rows["A copy of your identity card"] == [None, "required"]


def test_evidence_that_words_alone_demand_is_counted_once() -> None:
    (state,) = told(page(PLAIN, "You must attach evidence.", "You must attach a screenshot.")).states
    assert state.friction.evidence == 1


def test_until_when_one_may_object_is_quoted() -> None:
    (state,) = told(page(PLAIN, "You have 30 days to object.", "Boats leave on 27 May 2026.")).states
    assert state.deadlines == ("You have 30 days to object.",)


def test_a_page_without_fields_has_no_form() -> None:
    assert told(page("<p>Write to the harbour office.</p>")).states == ()


@pytest.mark.parametrize(
    ("markup", "sent"),
    [
        (
            "<form action=/a?jazoest=9&b=1><input name=x></form>",
            FormAction(method="get", url="https://h.example/a?b=1"),
        ),
        ("<form method=POST><input name=x></form>", FormAction(method="post", url="https://h.example/page")),
        ("<form><input></form>", FormAction(method="get", url="")),
        ("<form action='javascript:alert(1)'><input name=x></form>", FormAction(method="get", url="")),
    ],
)
def test_where_a_form_posts(markup: str, sent: FormAction) -> None:
    assert postings(markup.encode(), url="https://h.example/page") == (sent,)


def test_the_form_of_a_search_is_none() -> None:
    assert postings(b"<form action=/find><input name=q type=search></form>", url="https://h.example/") == ()


def test_the_command_tells_the_same(tmp_path: Path) -> None:
    write_warc(tmp_path / "form.warc.gz", [(0, page(PLAIN)), (1, page(HARDER))])
    folder = str(tmp_path / "archive")
    called("import", "warc", str(tmp_path / "form.warc.gz"), "--document", "harbour-form", "--archive", folder)
    shown = called("form", "harbour-form", "--history", "--json", "--archive", folder).stdout.splitlines()
    states = [json.loads(line) for line in shown]
    assert [(state["version"], state["friction"]["total"]) for state in states] == [(1, 3), (2, 5)]
    told_in_words = called("form", "harbour-form", "v1", "--archive", folder).stdout
    assert "friction count: 3 (1 step, 2 required of 3 fields, 0 pieces of evidence)" in told_in_words
