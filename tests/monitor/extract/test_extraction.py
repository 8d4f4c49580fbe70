"""What becomes of a page's markup: segments with their context, links apart, hostile input bounded."""

from __future__ import annotations

import time

import pytest

from monitor.extract.extraction import extract, extract_page
from monitor.extract.links import canonical
from snapshots.records import SegmentKind


def segments(body: str | bytes, **options: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.text, s.context) for s in extract_page(body, **options)[0].segments]  # type: ignore[arg-type]


def test_sentences_stand_under_their_headings() -> None:
    found = segments(
        "<h1>Policy</h1><h2>Use</h2><p>We keep names. We keep dates.</p><h2>Share</h2><p>We tell nobody.</p>"
    )
    assert ("We keep names.", ("Policy", "Use")) in found
    assert ("We keep dates.", ("Policy", "Use")) in found
    assert ("We tell nobody.", ("Policy", "Share")) in found


def test_a_bullet_knows_the_words_that_lead_to_its_list() -> None:
    found = segments(
        "<h2>AI</h2><p>We use the following to train AI:</p><ul><li>Public posts</li><li>Comments</li></ul>"
    )
    assert ("Public posts", ("AI", "We use the following to train AI:")) in found


def test_a_cell_knows_its_row_and_column() -> None:
    table = "<table><tr><th>Data</th><th>Why</th></tr><tr><td>Boat names</td><td>To send the bill</td></tr></table>"
    cell = next(s for s in extract(table).segments if s.text == "To send the bill")
    assert cell.kind is SegmentKind.CELL
    assert "Why" in cell.context
    assert any("Boat names" in part for part in cell.context)


def test_links_stand_apart_and_are_canonical() -> None:
    found = extract('<p>You can <a href="/object?fbclid=1&b=2">object here</a>.</p>', url="https://harbour.example/p")
    assert [s.text for s in found.segments] == ["You can object here."]
    assert [(link.text, link.url) for link in found.links] == [("object here", "https://harbour.example/object?b=2")]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fharbour.example%2Fa&h=AT0x", "https://harbour.example/a"),
        ("https://harbour.example/login/?next=https%3A%2F%2Fharbour.example%2Fhelp", "https://harbour.example/help"),
        ("https://m.example/sign-in", "https://m.example/sign-in"),
        (
            "https://m.example/p/http%3A%2F%2Fl.example%2Fl.php%3Fu=https%3A%2F%2Fharbour.example%2F",
            "https://harbour.example/",
        ),
        (
            "https://m.example/logging/?redirect_uri=https%3A%2F%2Fharbour.example%2Fb&element=x",
            "https://harbour.example/b",
        ),
        ("https://m.example/video_redirect/?src=https%3A%2F%2Fx.fbcdn.net%2Fv.mp4", ""),
        ("https://scontent.xx.fbcdn.net/v/1.mp4?oh=1", ""),
        ("http://harbour.example/a?utm_source=x", "https://harbour.example/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://127.0.0.1:8000/a#b", "http://127.0.0.1:8000/a"),
        ("https://[bad", ""),
    ],
)
def test_addresses_lose_what_is_noise(address: str, expected: str) -> None:
    assert canonical(address) == expected


def test_scripts_styles_and_hidden_things_are_no_text() -> None:
    hidden = "<script>var hidden=1</script><style>p{}</style><p style='display:none'>Hidden.</p>"
    body = f"<p>Seen.</p>{hidden}<template>T</template>"
    assert segments(body) == [("Seen.", ())]


def test_form_fields_are_read_with_their_labels() -> None:
    body = "<form><label for=a>Your e-mail address (required)</label><input id=a required></form>"
    assert any("Your e-mail address (required)" in text for text, _ in segments(body))


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_the_charset_of_the_headers_counts(charset: str) -> None:
    assert segments("<p>Gebühr für Boote.</p>".encode(charset), charset=charset) == [("Gebühr für Boote.", ())]


def test_plain_text_and_markdown_become_segments() -> None:
    assert ("We keep names.", ("Use",)) in segments("# Use\n\nWe keep names.\n", media_type="text/markdown")
    assert ("We keep names.", ()) in segments("We keep names.\n\nWe keep dates.", media_type="text/plain")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "deep",
        "<p>" + "a" * 5_000_000,
        "<table>" * 3_000 + "x",
        "<ul><li>" * 20_000,
        "<b>" * 100_000,
        "<select>" + "<option>x" * 500_000,
    ],
    ids=["nested", "long", "tables", "lists", "inline", "options"],
)
def test_hostile_markup_ends_in_bounded_time(body: str) -> None:
    started = time.process_time()
    extract(body)
    assert time.process_time() - started < 20


def test_control_and_bidi_characters_and_halves_of_pairs_do_no_harm() -> None:
    found = segments("<p>We\x00 keep\u202e names\ud800.</p>")
    assert found == [("We keep.seman", ())]  # as it looks: what follows the override stands backwards


def test_selectors_choose_what_counts() -> None:
    body = "<nav><p>Menu entry here.</p></nav><main><p>Text.</p><aside><p>Related.</p></aside></main>"
    assert segments(body, select="main", remove=("aside",)) == [("Text.", ())]


LISTED = "<h1>Terms</h1><p>We keep names.</p><p>Last viewed: 3 May</p><ul><li lang=en>We sell.</li><li>Wir nicht.</ul>"


@pytest.mark.parametrize(
    ("remove", "gone"),
    [
        ('p:-soup-contains("Last viewed")', "Last viewed: 3 May"),
        ("li:lang(en)", "We sell."),
        ("li:nth-child(2 of li)", "Wir nicht."),
        (":is(p, li):has(+ ul)", "Last viewed: 3 May"),
    ],
)
def test_a_selector_may_use_all_of_css(remove: str, gone: str) -> None:
    whole = [text for text, _ in segments(LISTED)]
    left = [text for text, _ in segments(LISTED, remove=(remove,))]
    assert [text for text in whole if text not in left] == [gone]
    assert [text for text, _ in segments(LISTED, select=remove)] == [gone]


def test_a_selector_beyond_the_fast_parser_is_bounded_and_says_where_it_ended() -> None:
    body = "<div>" * 3_000 + "<p>a" * 200_000
    start = time.process_time()
    _, facts = extract_page(body, remove=('p:-soup-contains("b")',))
    assert time.process_time() - start < 20
    assert facts.is_cut
