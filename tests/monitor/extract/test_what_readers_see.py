"""What a page shows is what is read: struck and hidden text is gone, generated, framed and drawn text is there."""

from __future__ import annotations

import pytest

from monitor.extract import extract, extract_page
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
