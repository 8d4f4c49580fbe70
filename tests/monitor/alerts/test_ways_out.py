"""Ways out that are closed in the markup alone: fields, buttons, forms, links and the answers of a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.alerts import Assessment, assess
from monitor.alerts.text_comparison import situation_of
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from snapshots.records import Direction, Severity

FORM = """<form action=/object><h2>Object to the use of your data</h2><fieldset><label>Mail <input name=m></label>
<label>Why <textarea name=w></textarea></label><label><input type=checkbox name=c> Keep me posted</label>
<button>Send</button></fieldset></form>"""
TABLE = "<table><tr><th>What<th>Used to train AI<tr><td>Private messages<td>{}<tr><td>Boat names<td>Yes</table>"


def page(body: str) -> str:
    return f"<html lang=en><body><main><h1>Harbour policy</h1><p>We keep the name of each boat.</p>{body}</main></body>"


def judged(before: str, after: str, *, language: str = "en", watched: tuple[str, ...] = ()) -> Assessment:
    pack = default_pack()
    url = "https://harbour.example/privacy"
    sides = (extract(page(side), url=url) for side in (before, after))
    situation = situation_of(*sides, Reader(pack, language))
    return assess(replace(situation, watched_links=watched), pack)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<fieldset>", "<fieldset disabled>"),
        ("<fieldset>", "<fieldset inert>"),
        ("<button>", "<button disabled>"),
        ("<button>", "<button onclick='return false'>"),
        ("<form ", "<form onsubmit='return false;' "),
        ("<input name=m>", "<input name=m disabled>"),
        ("<input name=m>", "<input name=m readonly>"),
        ("<input name=m>", "<input name=m pattern='[0-9]{40}'>"),
        ("<textarea name=w>", "<textarea name=w minlength=5000>"),
        ("<textarea name=w>", "<textarea name=w maxlength=3>"),
        ("<textarea name=w>", "<textarea name=w aria-disabled=true>"),
    ],
)
def test_a_form_that_is_made_harder_to_use_is_critical(old: str, new: str) -> None:
    found = judged(FORM, FORM.replace(old, new))
    assert (found.severity, found.direction) == (Severity.CRITICAL, Direction.WIDENS)
    assert "field_harder" in {rule for finding in found.findings for rule in finding.rules}
    back = judged(FORM.replace(old, new), FORM)
    assert back.severity.rank <= Severity.HIGH.rank
    assert back.direction is Direction.NARROWS


def test_a_question_on_objecting_that_must_be_answered_is_told() -> None:
    asked = FORM.replace("Why <textarea name=w>", "Why do you object to the use of your data? <textarea name=w>")
    found = judged(asked, asked.replace("<textarea name=w>", "<textarea name=w required>"))
    assert "field_harder" in {rule for finding in found.findings for rule in finding.rules}


def test_a_box_that_is_ticked_from_the_start_is_told() -> None:
    found = judged(FORM, FORM.replace("type=checkbox", "type=checkbox checked"))
    assert (found.severity, found.findings[0].rules) == (Severity.MEDIUM, ("field_default",))


def test_a_form_that_is_sent_elsewhere_is_told_and_a_nonce_in_its_address_is_not() -> None:
    assert judged(FORM, FORM.replace("/object", "/login")).findings[0].rules == ("form_moved",)
    for nonce in ("/object?step=1&k=2", "/object;sid=77", "/object#top"):
        assert not judged(FORM, FORM.replace("/object", nonce)).severity.is_alerting


def test_a_form_that_is_posted_no_longer_is_told_and_one_that_closes_a_dialog_sends_nothing() -> None:
    posted = FORM.replace("<form ", "<form method=post ")
    for unposted in (FORM, posted.replace("<button>", "<button formmethod=GET>")):
        assert judged(posted, unposted).findings[0].rules == ("form_moved",)
    assert not judged(posted, posted.replace("method=post", "method=POST")).severity.is_alerting
    found = judged(posted, FORM.replace("<form ", "<form method=dialog "))
    assert "field_harder" in {rule for finding in found.findings for rule in finding.rules}


LINK = "<p>To say no, <a href=https://harbour.example/object?form=1>object here</a>.</p>"


@pytest.mark.parametrize(
    ("after", "rule"),
    [
        ("<p>To say no, <a href='javascript:void(0)'>object here</a>.</p>", "link_gone"),
        ("<p>To say no, <span>object here</span>.</p>", "link_gone"),
        ("<p>To say no, <button>object here</button>.</p>", "link_gone"),
        ("<p>To say no, write a letter.</p>", "link_gone"),
        ("<p>To say no, <a href=https://harbour.example/object?ref=1>object here</a>.</p>", "watched_link"),
        ("<p>To say no, <a href=https://harbour.example/login>object here</a>.</p>", "watched_link"),
    ],
)
def test_a_watched_link_that_goes_or_moves_is_told(after: str, rule: str) -> None:
    found = judged(LINK, after, watched=("object",))
    assert rule in {name for finding in found.findings for name in finding.rules}
    assert found.severity.rank >= Severity.HIGH.rank


def test_a_link_that_nobody_watches_may_go() -> None:
    assert not judged(LINK, LINK.replace("<a href=https://harbour.example/object?form=1>", "<a>")).severity.is_alerting


@pytest.mark.parametrize(
    ("was", "says", "language"), [("No", "Yes", "en"), ("✗", "✓", "en"), ("Nein", "Ja", "de"), ("Non", "Oui", "fr")]
)
def test_an_answer_that_is_turned_round_is_told_with_its_row(was: str, says: str, language: str) -> None:
    found = judged(TABLE.format(was), TABLE.format(says), language=language)
    told = [finding for finding in found.findings if finding.rules == ("answer_turned",)]
    assert len(told) == 1
    assert (told[0].direction, told[0].evidence[0].before_text, told[0].evidence[0].after_text) == (
        Direction.WIDENS,
        was,
        says,
    )
    assert "Private messages" in told[0].evidence[0].context
    if language == "en":
        assert told[0].severity is Severity.CRITICAL


LINES = {
    "dl": "<dl><dt>Do we lend your messages to advertisers?<dd>{}</dl>",
    "rows": "<div><div>Your messages are lent to advertisers</div><div>{}</div></div>",
    "picture": "<table><tr><th>Data<th>Lent to advertisers<tr><td>Messages<td><img alt={} src=/a.png></table>",
}


@pytest.mark.parametrize("form", LINES.values(), ids=list(LINES))
def test_an_answer_is_one_wherever_it_stands(form: str) -> None:
    found = judged(form.format("No"), form.format("Yes"))
    told = [finding for finding in found.findings if finding.rules == ("answer_turned",)]
    assert [finding.direction for finding in told] == [Direction.WIDENS]


@pytest.mark.parametrize("blank", ["", "–"])
def test_a_tick_where_nothing_was_is_an_answer(blank: str) -> None:
    found = judged(TABLE.format(blank), TABLE.format("✓"))
    told = [finding for finding in found.findings if finding.rules == ("answer_turned",)]
    assert [(finding.direction, finding.evidence[0].after_text) for finding in told] == [(Direction.WIDENS, "✓")]


def test_a_tick_that_moves_to_another_column_is_told() -> None:
    table = "<table><tr><th>Data<th>Lent to advertisers<th>Kept here<tr><td>Messages<td>{}<td>{}</table>"
    found = judged(table.format("", "✓"), table.format("✓", ""))
    assert ("answer_turned",) in {finding.rules for finding in found.findings}


def test_a_table_under_another_heading_has_no_tick_that_was_set() -> None:
    page = "<h2>{}</h2>" + TABLE.format("Yes")
    found = judged(page.format("Open all, close all"), page.format("Open all"))
    assert "answer_turned" not in {rule for finding in found.findings for rule in finding.rules}


def test_a_tick_that_is_set_under_another_heading_is_told() -> None:
    found = judged("<h2>Open</h2>" + TABLE.format(""), "<h2>Shut</h2>" + TABLE.format("✓"))
    assert "answer_turned" in {rule for finding in found.findings for rule in finding.rules}


def test_a_row_that_comes_with_its_ticks_turned_nothing_round() -> None:
    row = "<tr><td>Public posts<td>Yes</table>"
    found = judged(TABLE.format("No"), TABLE.format("No").replace("</table>", row))
    assert "answer_turned" not in {rule for finding in found.findings for rule in finding.rules}


@pytest.mark.parametrize(
    "dead",
    [
        "aria-disabled=true",
        "style='pointer-events: none'",
        "onclick='return false;'",
        "class=x",
    ],
)
def test_a_watched_link_that_cannot_be_pressed_is_gone(dead: str) -> None:
    sheet = "<style>.x{pointer-events:none}</style>"
    found = judged(LINK, sheet + LINK.replace("<a ", f"<a {dead} "), watched=("object",))
    assert "link_gone" in {name for finding in found.findings for name in finding.rules}


def test_a_form_that_no_script_handles_and_that_leads_to_one_sends_nothing() -> None:
    found = judged(FORM, FORM.replace("action=/object", "action=javascript:void(0)"))
    assert "field_harder" in {rule for finding in found.findings for rule in finding.rules}


def test_an_answer_that_stays_is_no_news() -> None:
    assert not judged(TABLE.format("No"), TABLE.format("No.")).severity.is_alerting


def test_a_passage_in_another_language_is_read_in_its_own() -> None:
    found = judged("", "<p>Wir verwenden deine privaten Nachrichten, um unsere KI zu trainieren.</p>")
    assert found.severity is Severity.CRITICAL
    assert "German" in found.headline


def test_a_passage_in_a_language_that_nobody_reads_is_told_as_unread() -> None:
    found = judged("", "<p>Używamy twoich wiadomości i zdjęć, aby je pokazać, oraz do tego, co jest dla nas ważne.</p>")
    assert found.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我们使用您的私人消息来训练人工智能。", "Chinese"),
        ("نستخدم رسائلك الخاصة لتدريب الذكاء الاصطناعي.", "Arabic"),
        ("Χρησιμοποιούμε τα μηνύματά σας για την εκπαίδευση της τεχνητής νοημοσύνης.", "Greek"),
        ("Мы используем ваши сообщения.", "Russian"),
    ],
)
def test_a_passage_in_another_script_is_told_as_unread(text: str, name: str) -> None:
    found = judged("", f"<p>{text}</p>")
    assert found.severity is Severity.MEDIUM
    assert f"in the {name} text" in found.headline


def test_a_name_in_another_script_is_no_passage() -> None:
    assert not judged("", "<p>The boat is called 海.</p>").severity.is_alerting


def test_a_page_that_sends_its_readers_on_is_told() -> None:
    found = judged("", "<meta http-equiv=refresh content='0;url=/elsewhere'>")
    assert (found.severity, found.findings[0].rules) == (Severity.MEDIUM, ("unread",))
