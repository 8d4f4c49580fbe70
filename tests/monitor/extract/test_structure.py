"""What a text stands under: rows, columns, terms, lead-ins, panels and soft headings, however they are marked up."""

from __future__ import annotations

import time

import pytest

from monitor.extract.extraction import extract
from snapshots.records import Segment, SegmentKind


def segment(body: str, text: str) -> Segment:
    found = [s for s in extract(body).segments if s.text == text]
    assert len(found) == 1, [s.text for s in extract(body).segments]
    return found[0]


def context(body: str, text: str) -> tuple[str, ...]:
    return segment(body, text).context


ROWS = "<tr><td>To moor boats</td><td>Names of boats</td></tr><tr><td>To send bills</td><td>Names of owners</td></tr>"


@pytest.mark.parametrize(
    "head",
    [
        "<thead><tr><th>Purpose</th><th>Data</th></tr></thead>",
        "<thead><tr><td>Purpose</td><td>Data</td></tr></thead>",
        "<tr><th>Purpose</th><th>Data</th></tr>",
        "<tr><td><b>Purpose</b></td><td><strong>Data</strong></td></tr>",
        "<tr><td><p><span style='font-weight: 700'>Purpose</span></p></td><td><b>Data</b></td></tr>",
        "<tr><td class='table-head'>Purpose</td><td class='table-head'>Data</td></tr>",
        "<tr><td scope=col>Purpose</td><td scope=col>Data</td></tr>",
        "<tr><td>Purpose</td><td>Data</td></tr>",
    ],
    ids=["thead", "thead-td", "th", "bold", "bold-style", "class", "scope", "plain"],
)
def test_a_first_row_that_names_the_columns_does_so_however_it_is_marked(head: str) -> None:
    table = f"<h2>Why</h2><table>{head}{ROWS}</table>"
    assert context(table, "Names of owners") == ("Why", "To send bills", "Data")
    assert context(table, "To send bills") == ("Why", "Purpose")
    assert context(table, "Data") == ("Why",)
    assert segment(table, "Names of owners").kind is SegmentKind.CELL


@pytest.mark.parametrize(
    ("first", "second"),
    [("Zweck", "Rechtsgrundlage"), ("Finalité", "Base légale"), ("Finalidad", "Base jurídica")],
)
def test_plain_header_rows_are_known_in_other_languages(first: str, second: str) -> None:
    table = f"<table><tr><td>{first}</td><td>{second}</td></tr><tr><td>Liegeplatz</td><td>Vertrag</td></tr></table>"
    assert context(table, "Vertrag") == ("Liegeplatz", second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<td><b>Anlass</b></td>", "<td><strong>Umfang</strong></td>"),
        ("<td style='font-weight:bold'>Anlass</td>", "<td><p style='font-weight: 700'>Umfang</p></td>"),
        ("<td class='table-head'>Anlass</td>", "<td class='table-head'>Umfang</td>"),
        ("<td scope=col>Anlass</td>", "<td scope=col>Umfang</td>"),
    ],
)
def test_a_first_row_set_apart_names_the_columns_whatever_its_words(first: str, second: str) -> None:
    table = f"<table><tr>{first}{second}</tr><tr><td>Liegeplatz</td><td>Name und Ort</td></tr></table>"
    assert context(table, "Name und Ort") == ("Liegeplatz", "Umfang")


def test_a_short_row_over_long_ones_names_the_columns() -> None:
    long = "So that the harbour knows who lies where, and can call the owner when a storm is coming"
    table = f"<table><tr><td>Item</td><td>Reason</td></tr><tr><td>Number of the berth</td><td>{long}</td></tr></table>"
    assert context(table, long) == ("Number of the berth", "Reason")


def test_a_table_without_headers_makes_none_up() -> None:
    table = f"<table>{ROWS}</table>"
    assert context(table, "Names of owners") == ("To send bills",)
    assert context(table, "To send bills") == ()


def test_tables_made_of_roles_are_tables() -> None:
    grid = (
        "<div role=table><div role=rowgroup><div role=row><span role=columnheader>Zweck</span>"
        "<span role=columnheader>Daten</span></div></div><div role=rowgroup><div role=row><div>"
        "<span role=rowheader>Rechnung</span></div><div><div role=cell>Namen der Boote</div></div></div></div></div>"
    )
    for table in (grid, grid.replace("role=table", "role=grid").replace("role=cell", "role=gridcell")):
        assert context(table, "Namen der Boote") == ("Rechnung", "Daten")
        assert segment(table, "Namen der Boote").kind is SegmentKind.CELL
        assert context(table, "Rechnung") == ("Zweck",)


def test_a_purpose_that_spans_rows_labels_each_of_them() -> None:
    table = (
        "<table><tr><th>Purpose</th><th>Data</th><th>Basis</th></tr>"
        "<tr><td rowspan=2>To send bills</td><td>Names</td><td>Contract</td></tr>"
        "<tr><td>Addresses</td><td>Consent</td></tr>"
        "<tr><td>To moor boats</td><td>Lengths</td><td>Law</td></tr></table>"
    )
    assert context(table, "Names") == ("To send bills", "Data")
    assert context(table, "Addresses") == ("To send bills", "Data")
    assert context(table, "Consent") == ("To send bills", "Basis")
    assert context(table, "Lengths") == ("To moor boats", "Data")


def test_headers_over_several_columns_stand_above_those_below_them() -> None:
    table = (
        "<table><thead><tr><th rowspan=2>Purpose</th><th colspan=2>Legal basis</th></tr>"
        "<tr><th>Adults</th><th>Teens</th></tr></thead>"
        "<tr><td>To moor boats</td><td>Contract</td><td>Consent</td></tr>"
        "<tr><td>To send bills</td><td colspan=2>Law</td></tr></table>"
    )
    assert context(table, "Contract") == ("To moor boats", "Legal basis", "Adults")
    assert context(table, "Consent") == ("To moor boats", "Legal basis", "Teens")
    assert context(table, "Law") == ("To send bills", "Legal basis", "Adults", "Teens")
    assert context(table, "Teens") == ("Legal basis",)


def test_the_row_header_labels_the_row_wherever_it_stands() -> None:
    table = (
        "<table><tr><td></td><th>Basis</th></tr><tr><th scope=row>Berths</th><td>Contract</td></tr></table>"
        "<table><tr><td>17</td><th scope=row>Storms</th><td>Law</td></tr></table>"
    )
    assert context(table, "Contract") == ("Berths", "Basis")
    assert context(table, "Law") == ("Storms",)
    assert context(table, "17") == ("Storms",)


def test_a_cell_across_all_columns_names_the_rows_below_it() -> None:
    table = (
        "<table><tr><th>Purpose</th><th>Data</th></tr><tr><td colspan=2><b>Adults</b></td></tr>"
        "<tr><td>To moor boats</td><td>Names</td></tr><tr><th colspan=2>Teens</th></tr>"
        "<tr><td>To send bills</td><td>Addresses</td></tr></table>"
    )
    assert context(table, "Names") == ("Adults", "To moor boats", "Data")
    assert context(table, "Addresses") == ("Teens", "To send bills", "Data")


def test_a_caption_stands_over_the_cells_of_its_table_alone() -> None:
    table = f"<table><caption>What we do and why</caption>{ROWS}</table><p>We keep it short.</p>"
    assert context(table, "Names of owners") == ("What we do and why", "To send bills")
    assert context(table, "What we do and why") == ()
    assert context(table, "We keep it short.") == ()


def test_bullets_in_a_cell_keep_row_and_column() -> None:
    table = (
        "<table><tr><th>Purpose</th><th>Data</th></tr><tr><td>To train AI<br>Models learn from it.</td>"
        "<td>We use:<ul><li>Posts</li><li>Comments</li></ul></td></tr></table>"
    )
    found = segment(table, "Comments")
    assert found.context == ("To train AI", "Data", "We use:")
    assert found.kind is SegmentKind.BULLET


def test_a_heading_in_a_cell_ends_with_the_cell() -> None:
    table = (
        "<h2>Use</h2><table><tr><td><h3>Adults</h3><p>Posts are used.</p></td></tr>"
        "<tr><td>Nothing of teens is used.</td></tr></table>"
    )
    assert context(table, "Posts are used.") == ("Use", "Adults")
    assert context(table, "Nothing of teens is used.") == ("Use",)


def test_tables_that_lay_out_a_page_label_nothing() -> None:
    inner = "<table><tr><th>Purpose</th><th>Data</th></tr><tr><td>To moor boats</td><td>Names</td></tr></table>"
    nested = f"<table><tr><td>All pages</td><td>{inner}</td></tr></table>"
    marked = "<table role=presentation><tr><td>All pages are listed here.</td><td>We keep names.</td></tr></table>"
    assert context(nested, "Names") == ("To moor boats", "Data")
    assert context(marked, "We keep names.") == ()


def test_hidden_cells_do_not_shift_the_columns() -> None:
    table = (
        "<table><tr><th>Purpose</th><th>Data</th></tr>"
        "<tr><td hidden>x</td><td>To moor boats</td><td>Names</td></tr></table>"
    )
    assert context(table, "Names") == ("To moor boats", "Data")


def test_a_term_stands_over_each_of_its_definitions() -> None:
    page = (
        "<dl><dt>Public content</dt><dd>What all can see.</dd><dd>Notices on the board.</dd>"
        "<dt>Log</dt><dt>Register</dt><dd>What the office writes down.</dd></dl><p>That is all.</p>"
    )
    assert context(page, "What all can see.") == ("Public content",)
    assert context(page, "Notices on the board.") == ("Public content",)
    assert context(page, "What the office writes down.") == ("Log", "Register")
    assert context(page, "Register") == ()
    assert context(page, "That is all.") == ()
    wrapped = page.replace("<dt>Public", "<div><dt>Public").replace("board.</dd>", "board.</dd></div>")
    assert context(wrapped, "What the office writes down.") == ("Log", "Register")


NESTED = (
    "<h2>AI</h2><p>We use this to:</p><ul><li>moor boats</li><li>train AI, with:<ul><li>public posts</li>"
    "<li>what children share:<ol><li>photos</li></ol></li></ul></li><li>send bills</li></ul><p>We stop on demand.</p>"
)


def test_lead_ins_of_every_level_stay_in_the_context() -> None:
    assert context(NESTED, "public posts") == ("AI", "We use this to:", "train AI, with:")
    assert context(NESTED, "photos") == ("AI", "We use this to:", "train AI, with:", "what children share:")
    assert context(NESTED, "send bills") == ("AI", "We use this to:")
    assert context(NESTED, "We stop on demand.") == ("AI",)


def test_a_list_between_the_items_of_another_belongs_to_the_item_before() -> None:
    page = "<p>Nous utilisons :</p><ul><li>vos messages, à savoir :</li><ul><li>les photos</li></ul></ul>"
    assert context(page, "les photos") == ("Nous utilisons :", "vos messages, à savoir :")


@pytest.mark.parametrize("item", ["Öffentliche Inhalte", "Was du so teilst, dass es alle sehen können."])
def test_an_item_leads_to_its_own_list_without_a_colon(item: str) -> None:
    page = f"<ul><li>{item}<ul><li>Beiträge</li></ul></li></ul>"
    assert context(page, "Beiträge") == (item,)


@pytest.mark.parametrize(
    "label",
    [
        "<p>Contenidos públicos</p>",
        "<div><b>Contenidos públicos</b></div>",
        "<div><span>Contenidos públicos</span></div>",
    ],
)
def test_a_label_directly_before_a_list_is_its_context(label: str) -> None:
    page = f"<h2>IA</h2>{label}<ul><li>Fotos</li><li>Comentarios</li></ul>"
    assert context(page, "Comentarios") == ("IA", "Contenidos públicos")


def test_a_sentence_before_a_list_is_no_label() -> None:
    page = "<p>We like boats.</p><ul><li>Sails</li></ul>"
    assert context(page, "Sails") == ()


def test_of_a_long_paragraph_the_last_sentence_leads_to_the_list() -> None:
    talk = "The harbour office keeps a register. " * 6
    assert context(f"<p>{talk}We do not share the following with anyone:</p><ul><li>Log</li></ul>", "Log") == (
        "We do not share the following with anyone:",
    )
    assert context(f"<p>{talk}You have some rights. They are:</p><ul><li>Access</li></ul>", "Access") == (
        "You have some rights. They are:",
    )


def test_items_without_a_list_around_them_share_the_lead_in() -> None:
    page = "<p>We use:</p><div role=listitem>Posts</div><div role=listitem>Photos</div>"
    assert context(page, "Posts") == ("We use:",)
    assert context(page, "Photos") == ("We use:",)


def test_lists_made_of_roles_are_lists() -> None:
    other = "<div role=list><div role=listitem>Anderes</div></div>"
    page = f"<p>Wir nutzen:</p><div role=list><div role=listitem>Beiträge</div></div>{other}<p>Mehr nicht.</p>"
    assert context(page, "Beiträge") == ("Wir nutzen:",)
    assert context(page, "Anderes") == ()
    assert context(page, "Mehr nicht.") == ()


@pytest.mark.parametrize("state", ["", " open"])
def test_a_summary_stands_over_what_it_discloses(state: str) -> None:
    page = (
        f"<h2>Rights</h2><details{state}><summary>How to object</summary><h3>By post</h3><p>Write to us.</p>"
        "<details><summary>Address</summary><p>Pier 7, Harbour.</p></details></details><p>It is free of charge.</p>"
    )
    assert context(page, "How to object") == ("Rights",)
    assert segment(page, "How to object").kind is SegmentKind.HEADING
    assert context(page, "Write to us.") == ("Rights", "How to object", "By post")
    assert context(page, "Pier 7, Harbour.") == ("Rights", "How to object", "By post", "Address")
    assert context(page, "It is free of charge.") == ("Rights",)


@pytest.mark.parametrize(
    "panel",
    [
        "<button aria-expanded=true aria-controls=p>Vos droits</button><p>Ici.</p><div id=p><p>Écrivez-nous.</p></div>",
        "<button aria-expanded=false aria-controls=p>Vos droits</button><p>Ici.</p>"
        "<div id=p hidden><p>Écrivez-nous.</p></div>",
        "<div role=button aria-expanded=true>Vos droits</div><div><p>Écrivez-nous.</p></div>",
        "<button aria-expanded=false>Vos droits</button><div style='display:none'><p>Écrivez-nous.</p></div>",
        "<h3><button aria-expanded=false>Vos droits</button></h3><div hidden><p>Écrivez-nous.</p></div>",
    ],
    ids=["controls", "controls-shut", "role", "shut", "heading"],
)
def test_the_button_of_a_panel_stands_over_it_open_or_shut(panel: str) -> None:
    page = f"<h2>Aide</h2>{panel}"
    assert context(page, "Écrivez-nous.") == ("Aide", "Vos droits")
    assert segment(page, "Vos droits").kind is SegmentKind.HEADING


def test_a_panel_ends_where_it_ends() -> None:
    page = "<button aria-expanded=true>More</button><div><p>Inside it.</p></div><p>Outside of it.</p>"
    assert context(page, "Inside it.") == ("More",)
    assert context(page, "Outside of it.") == ()


def test_the_page_itself_is_no_panel() -> None:
    page = "<button aria-expanded=false>Menu</button><div><h1>Policy</h1><p>We tell nobody.</p></div>"
    assert context(page, "We tell nobody.") == ("Policy",)


@pytest.mark.parametrize(
    "menu",
    [
        "<button aria-expanded=false aria-haspopup=menu>Menu</button><div hidden><p>Entry one.</p></div>",
        "<nav><button aria-expanded=false>Menu</button><div hidden><p>Entry one.</p></div></nav>",
        "<button aria-expanded=false aria-controls=m>Menu</button><div id=m role=menu><p>Entry one.</p></div>",
    ],
)
def test_menus_are_no_panels(menu: str) -> None:
    assert "Entry one." not in [s.text for s in extract(menu).segments]


def test_a_paragraph_all_in_bold_is_a_heading() -> None:
    page = (
        "<h2>Use</h2><p><b>What we do with the pictures that you send to other members of the club</b></p>"
        "<p>We keep them.</p><p>We <b>never</b> sell them.</p><p><b>Nobody else sees them.</b></p><p>Ever.</p>"
    )
    bold = "What we do with the pictures that you send to other members of the club"
    assert context(page, "We keep them.") == ("Use", bold)
    assert segment(page, bold).kind is SegmentKind.HEADING
    assert context(page, "Ever.") == ("Use", bold)  # a sentence in bold type is a sentence
    assert segment(page, "Nobody else sees them.").kind is SegmentKind.SENTENCE


def test_a_bold_line_that_leads_to_a_list_leads_to_that_list_alone() -> None:
    page = "<p><b>Wir teilen nicht:</b></p><ul><li>Beiträge</li></ul><p>Das gilt für alle.</p>"
    assert context(page, "Beiträge") == ("Wir teilen nicht:",)
    assert context(page, "Das gilt für alle.") == ()


@pytest.mark.parametrize("line", ["Pictures", "<b>Pictures</b>"])
def test_the_last_line_of_a_panel_is_no_heading_of_what_follows(line: str) -> None:
    page = f"<details><summary>Kept</summary><p>{line}</p></details><p>We tell nobody what we keep of you.</p>"
    assert segment(page, "Pictures").kind is SegmentKind.SENTENCE
    assert context(page, "We tell nobody what we keep of you.") == ()


def test_a_heading_ends_those_of_its_rank_and_below() -> None:
    page = "<h1>Policy</h1><h2>Use</h2><p>We use it.</p><h1>Terms</h1><p>We agree.</p>"
    assert context(page, "We use it.") == ("Policy", "Use")
    assert context(page, "We agree.") == ("Terms",)


def test_a_bare_short_line_over_longer_text_is_a_heading() -> None:
    page = "<h2>Use</h2><div>Pictures</div><div>We keep the pictures that you send us for a year.</div>"
    assert context(page, "We keep the pictures that you send us for a year.") == ("Use", "Pictures")


def test_headings_by_role_have_their_level() -> None:
    page = (
        "<div role=heading aria-level=2>Use</div><div role=heading aria-level=3>Ads</div><p>We show ads.</p>"
        "<div role=heading aria-level=2>Share</div><p>We tell nobody.</p>"
    )
    assert context(page, "We show ads.") == ("Use", "Ads")
    assert context(page, "We tell nobody.") == ("Share",)


def test_what_a_section_is_called_for_machines_is_no_text() -> None:
    page = "<section aria-label='Legal matters'><p>We tell nobody.</p></section>"
    assert [(s.text, s.context) for s in extract(page).segments] == [("We tell nobody.", ())]


@pytest.mark.parametrize(
    "body",
    [
        "<details><summary>a</summary>" * 20_000 + "deep",
        "<div role=row><div role=cell>" * 20_000,
        "<table><tr><td>a</td><td>" * 3_000 + "deep",
        "<dl><dt>a</dt><dd>" * 20_000 + "deep",
        "<button aria-expanded=false>a</button><div>" * 20_000 + "deep",
        "<ul><li>a:" * 20_000 + "deep",
        "<table>" + "<tr>" + "<td colspan=1000 rowspan=60000>a</td>" * 20_000 + "</table>",
        "<table>" + "<tr><td>" + "<b>" * 300 + "a</td></tr>" * 3_000 + "</table>",
        "<fieldset><legend>a</legend>" * 20_000 + "<input>" * 20_000,
        "<label>a" * 20_000 + "<input required>" * 20_000,
        "<label for=a>x</label><input id=a aria-labelledby='a b' aria-describedby=b>" * 20_000,
    ],
    ids=["details", "rows", "tables", "terms", "panels", "lists", "spans", "cells", "fieldsets", "labels", "fields"],
)
def test_hostile_structure_ends_in_bounded_time(body: str) -> None:
    started = time.process_time()
    extract(body)
    assert time.process_time() - started < 20


def test_a_context_is_bounded_and_keeps_what_is_nearest() -> None:
    page = "".join(f"<ul><li>level {n}:" for n in range(60)) + "<ul><li>deep"
    found = context(page, "deep")
    assert len(found) == 16
    assert found[-1] == "level 59:"
