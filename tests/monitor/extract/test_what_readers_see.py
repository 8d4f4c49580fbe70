"""What a page shows is what is read: struck and hidden text is gone, generated, framed and drawn text is there."""

from __future__ import annotations

from base64 import b64encode

import pytest

from monitor.extract.extraction import extract, extract_page
from monitor.extract.unread import CUT
from snapshots.records import SegmentKind

PROMISE = "We never lend your boat to anyone."


def words(body: str, *, head: str = "") -> str:
    page = f"<html lang=en><head>{head}</head><body><main><h1>Harbour</h1>{body}</main></body></html>"
    said = [segment for segment in extract(page, url="https://harbour.example/privacy").segments if segment.text]
    return " ".join(segment.text for segment in said if segment.text != "Harbour")


def style(rules: str) -> str:
    return f"<style>{rules}</style>"


@pytest.mark.parametrize(
    ("rules", "markup"),
    [
        ("", "We do <del>not</del> lend it."),
        ("", "We do <s>not</s> lend it."),
        ("", "We do <strike>not</strike> lend it."),
        ("", "We do <span style='text-decoration: line-through'>not</span> lend it."),
        ("", "We do <span style='font-size:0'>not</span> lend it."),
        ("", "We do <span style='position:absolute; left:-9999px'>not</span> lend it."),
        (".x{display:none}", "We do <span class=x>not</span> lend it."),
        (".x{visibility:hidden}", "We do <b class='a x'>not</b> lend it."),
        (".x{opacity:0}", "We do <i class=x>not</i> lend it."),
        ("@media screen{#x{display:none}}", "We do <span id=x>not</span> lend it."),
        ("p{ .x{display:none} }", "We do <span class=x>not</span> lend it."),
        (".x{color:#fff;background:white}", "We do <span class=x>not</span> lend it."),
        (".x{text-decoration:line-through}", "We do <span class=x>not</span> lend it."),
        (".x{width:1px;height:1px;overflow:hidden}", "We do <span class=x>not</span> lend it."),
        (".x{display:block}p .x{display:none}", "We do <span class=x>not</span> lend it."),
        (".x{font-size:.4px}", "We do <span class=x>not</span> lend it."),
        (".x{font-size:.05em}", "We do <span class=x>not</span> lend it."),
        (".x{filter:opacity(0)}", "We do <span class=x>not</span> lend it."),
        (":root{--away:none}.x{display:var(--away)}", "We do <span class=x>not</span> lend it."),
        (".x{--away:none;display:var(--away)}", "We do <span class=x>not</span> lend it."),
        (".x{display:var(--nowhere, none)}", "We do <span class=x>not</span> lend it."),
        (".x{display:inline-block;transform:translateX(-150vw)}", "We do <span class=x>not</span> lend it."),
        (".x{color:white}", "We do <span class=x>not</span> lend it."),
        ("main{background:#102030}.x{color:#112131}", "We do <span class=x>not</span> lend it."),
        ("body{background:hsl(0,0%,98%)}.x{color:rgb(251, 251, 251)}", "We do <span class=x>not</span> lend it."),
        ("", "We do <ruby><rp>not</rp></ruby> lend it."),
    ],
)
def test_a_word_that_nobody_sees_is_not_read(rules: str, markup: str) -> None:
    assert words(f"<p>{markup}</p>", head=style(rules)) == "We do lend it."


@pytest.mark.parametrize(
    "rules",
    [
        "@media print{.x{display:none}}",
        "@media (max-width:600px){.x{display:none}}",
        ".no-js .x{display:none}",
        ".x:hover{display:none}",
        ".x{display:none}.x{display:block!important}",
        ".x{opacity:1}",
        ".x{font-size:70%}",
        ".x{color:#333}",
        ".x{color:white;background:#a00}",
        "main{background:navy url(waves.png)}.x{color:white}",
        "main{background:linear-gradient(#003, #006)}.x{color:white}",
        ".x{display:var(--unknown)}",
        ".x{filter:opacity(.9)}",
        '.x::before{content:"»"}',
        ".x{",
        "}}.x{color:red}",
    ],
)
def test_a_style_that_hides_nothing_on_a_screen_takes_nothing(rules: str) -> None:
    assert words(f"<p class=x>{PROMISE}</p>", head=style(rules)) == PROMISE


@pytest.mark.parametrize(
    "markup",
    [
        f"<button onclick='open(this)'>More</button><div class=x><p>{PROMISE}</p></div>",
        f"<h2><button>Lending</button></h2><div class=x>{PROMISE}</div><script>fold()</script>",
        f"<div class='x accordion-body'>{PROMISE}</div><script>fold()</script>",
        f"<label for=c>Lending</label><input type=checkbox id=c><div class=x>{PROMISE}</div>",
        f"<a href='#p'>Lending</a><div class=x id=p>{PROMISE}</div><script>fold()</script>",
    ],
)
def test_a_section_that_readers_can_open_stays_read(markup: str) -> None:
    assert PROMISE in words(markup, head=style(".x{display:none}"))


def test_text_that_scripts_fade_in_stays_read() -> None:
    assert PROMISE in words(f"<div class=x>{PROMISE}</div><script>fade()</script>", head=style(".x{opacity:0}"))


@pytest.mark.parametrize(
    ("rules", "markup"),
    [
        (".x{display:block!important}", f"<p style='display:none' class=x>{PROMISE}</p>"),
        (".x{display:block}", f"<p hidden class=x>{PROMISE}</p>"),
        (f".x::before{{content:'{PROMISE}'}}", "<p class=x></p>"),
        (f'.x:after{{content:"{PROMISE}"}}', "<p><span class=x></span></p>"),
        (f".x::marker{{content:'{PROMISE}'}}", "<ul><li class=x></ul>"),
        (f".x{{list-style-type:'{PROMISE}'}}", "<ul class=x><li></ul>"),
        (f":root{{--say:'{PROMISE}'}}.x::before{{content:var(--say)}}", "<p class=x></p>"),
        (".x{direction:rtl;unicode-bidi:bidi-override}", f"<p class=x>{PROMISE[::-1]}</p>"),
        ("", f"<p><bdo dir=rtl>{PROMISE[::-1]}</bdo></p>"),
        ("", f"<p>{'<br>'.join(PROMISE.split())}</p>"),
        ("", f"<p>{'<br>'.join(PROMISE)}</p>"),
        ("", f"<iframe src='data:text/html,<p>{PROMISE}'></iframe>"),
        ("", f"<object data='data:text/html;base64,{b64encode(PROMISE.encode()).decode()}'></object>"),
        ("", f'<img src="data:image/svg+xml,<svg><text>{PROMISE}</text></svg>">'),
        ("", f"<form><input type=submit value='{PROMISE}'></form>"),
        (".x::before{content:attr(data-say)}", f"<p class=x data-say='{PROMISE}'></p>"),
        (".x::before{content:'\\57 e never '}", "<p class=x>lend your boat to anyone.</p>"),
        ("", f"<svg><text>{PROMISE}</text></svg>"),
        ("", f"<math><mtext>{PROMISE}</mtext></math>"),
        ("", f"<iframe srcdoc='&lt;p&gt;{PROMISE}'></iframe>"),
        ("", f"<object>{PROMISE}</object>"),
        ("", f"<video>{PROMISE}</video>"),
        ("", f"<x-part><template shadowrootmode=open><p>{PROMISE}</p></template></x-part>"),
        ("", f"<x-part><template shadowrootmode=open><p>{PROMISE}</p></template><p>Not shown.</p></x-part>"),
        ("", f"<div role=dialog>{PROMISE}</div>"),
        ("", f"<p><span role=tooltip>{PROMISE}</span></p>"),
        ("", f"<div role=navigation><p>{PROMISE}</p></div>"),
        ("", "<div>We never l<div style='display:inline'>end your boat</div> to anyone.</div>"),
    ],
)
def test_what_readers_see_is_read_wherever_it_stands(rules: str, markup: str) -> None:
    assert words(markup, head=style(rules)) == PROMISE


def test_a_white_text_stays_where_a_linked_sheet_may_paint_what_is_behind_it() -> None:
    head = f"<link rel=stylesheet href=/all.css>{style('.x{color:white}')}"
    assert words(f"<p class=x>{PROMISE}</p>", head=head) == PROMISE


def test_a_figure_that_a_style_sheet_makes_longer_is_the_longer_one() -> None:
    assert words("<p>Kept <b class=x>30</b> days.</p>", head=style(".x::after{content:'0'}")) == "Kept 300 days."
    assert words("<p>Kept <b class=x>for a year</b>.</p>", head=style(".x::after{content:'0'}")) == "Kept for a year."


@pytest.mark.parametrize("shut", ["<dialog>{}</dialog>", "<div popover id=x>{}</div>"])
def test_what_nothing_opens_is_not_read_and_what_a_button_opens_is(shut: str) -> None:
    assert not words(shut.format(f"<p>{PROMISE}</p>"))
    assert PROMISE in words(shut.format(f"<p>{PROMISE}</p>") + "<button onclick=open()>More</button>")


def test_a_popover_that_a_button_names_needs_no_script() -> None:
    assert PROMISE in words(f"<button popovertarget=x>More</button><div popover id=x>{PROMISE}</div>")


def test_an_address_of_a_line_each_stays_as_it_is() -> None:
    page = extract("<main><p>Boats<br>Pier 1<br>Bergen<br>Norway</p></main>")
    assert [segment.text for segment in page.segments] == ["Boats", "Pier 1", "Bergen", "Norway"]


def test_a_hint_in_a_field_is_text_where_it_is_a_sentence() -> None:
    assert PROMISE in words(f"<form><label>Why <input name=w placeholder='{PROMISE}'></label></form>")
    assert "boat" not in words("<form><label>Why <input name=w placeholder='Name of your boat'></label></form>")


def test_the_name_of_a_group_of_choices_is_text_where_it_says_something() -> None:
    body = "<form><label>Berth <select name=b><optgroup label='{}'><option>One</optgroup></select></label></form>"
    assert PROMISE in words(body.format(PROMISE))
    assert "North" not in words(body.format("North pier"))


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("<img src=/a.png alt=No>", "No"),
        ("<svg><title>No</title><path d='M0 0'/></svg>", "No"),
        ("<span aria-label='Not shared'></span>", "Not shared"),
        ("<i class='icon icon-check'></i>", "✓"),
        ("<i class='fa fa-times'></i>", "✗"),
        ("<img src=/icons/check.svg>", "✓"),
        ("<svg><use href='/sprite.svg#cross'/></svg>", "✗"),
        ("<input type=checkbox disabled checked>", "✓"),
        ("<input type=checkbox disabled>", "✗"),
    ],
)
def test_a_cell_that_answers_with_a_picture_says_what_it_shows(drawn: str, said: str) -> None:
    assert words(f"<table><tr><th>Data<th>Lent<tr><td>Your boat<td>{drawn}</table>").endswith(f"Your boat {said}")


@pytest.mark.parametrize("drawn", ["<img src=/boat.png>", "<i class=icon-boat></i>", "", "<img hidden alt=No>"])
def test_a_cell_with_a_picture_that_answers_nothing_stays_empty(drawn: str) -> None:
    assert words(f"<table><tr><th>Data<th>Lent<tr><td>Your boat<td>{drawn}</table>").endswith("Your boat")


def test_a_picture_in_a_table_within_a_table_answers_once() -> None:
    inner = "<table><tr><td><img src=/a.png alt=No></table>"
    assert words(f"<table><tr><th>Data<th>Lent<tr><td>Your boat<td>{inner}</table>").count("No") == 1


def test_a_menu_is_no_text_be_it_in_the_main_part() -> None:
    assert words("<div role=navigation><a href=/a>All of the harbours near you</a></div>") == ""


def test_a_template_without_a_shadow_root_shows_nothing() -> None:
    assert words(f"<template><p>{PROMISE}</p></template>") == ""


def test_a_table_of_entries_that_calls_itself_a_layout_has_rows() -> None:
    body = (
        "<table role=presentation><tr><td>Lent to others</td><td>No</td></tr><tr><td>Sold</td><td>No</td></tr></table>"
    )
    cell = extract(f"<main>{body}</main>").segments[1]
    assert (cell.text, cell.kind, cell.context[-1]) == ("No", SegmentKind.CELL, "Lent to others")


@pytest.mark.parametrize(
    ("markup", "note"),
    [
        (
            "<meta http-equiv=refresh content='0; url=/new'>",
            "[The page sends its readers on to https://harbour.example/new]",
        ),
        (
            "<iframe src=https://frames.example/policy></iframe>",
            "[A frame of the page, from frames.example, is not read.]",
        ),
        ("<canvas></canvas>", "[A drawing of the page is not read.]"),
    ],
)
def test_what_is_not_read_is_said_beside_the_text(markup: str, note: str) -> None:
    page = extract(f"<body>{markup}<p>{PROMISE}</p>", url="https://harbour.example/privacy")
    assert [s.text for s in page.segments if s.kind is SegmentKind.NOTE] == [note]


@pytest.mark.parametrize(
    "markup",
    [
        "<meta http-equiv=refresh content=30>",
        "<noscript><meta http-equiv=refresh content='0;url=/plain'></noscript>",
        "<meta http-equiv=refresh content='5;url=/privacy?again'>",
        "<iframe src=https://count.example/ width=1 height=1></iframe>",
        "<iframe src=https://frames.example/ hidden></iframe>",
    ],
)
def test_what_readers_miss_nothing_by_is_no_note(markup: str) -> None:
    page = extract(f"<body>{markup}<p>{PROMISE}</p>", url="https://harbour.example/privacy")
    assert [s for s in page.segments if s.kind is SegmentKind.NOTE] == []


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{'x ' * 3_000_000}</p><p>{PROMISE}</p>",
        "<p>One line.</p>" * 25_000,
        "<dl>" + "<dt>t" * 100_000 + "<dd>d",
        "<p>" + "\ufdfa" * 400_000,
        "<form><select>" + "<option>o" * 50_000,
    ],
)
def test_a_page_beyond_what_is_read_is_cut_and_says_so(page: str) -> None:
    extraction, facts = extract_page(page)
    assert facts.is_cut
    assert extraction.segments[-1].text == CUT


def test_a_word_with_endless_marks_and_a_tag_with_endless_attributes_cost_nothing() -> None:
    attributes = " ".join(f'a{n}=">"' for n in range(50_000))
    assert extract(f"<p {attributes}>{PROMISE}</p>").segments[0].text == PROMISE
    assert len(extract("<p>a" + "\u0301\u0327" * 200_000).segments[0].text) < 100
