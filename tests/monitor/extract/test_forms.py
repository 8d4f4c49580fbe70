"""What a form asks: each field with its label and what it wants, its options, its help, and changes of these."""

from __future__ import annotations

import pytest

from monitor.decide import Candidate, FirstVersion, NewVersion, NotThePage, decide
from monitor.decide.plausible import MIN_TEXT
from monitor.diff import compare
from monitor.extract.extraction import extract, extract_page
from monitor.memory.recollection import Recollection
from monitor.rules.pack_files import default_pack
from snapshots.records import Extraction, HunkKind, Outcome, Segment, SegmentKind
from tests.monitor.pages import START

SIGNS = default_pack().signs


def fields(body: str) -> list[str]:
    return [s.text for s in extract(body).segments if s.kind is SegmentKind.FIELD]


def texts(body: str) -> list[str]:
    return [s.text for s in extract(body).segments]


def segment(body: str, text: str) -> Segment:
    found = [s for s in extract(body).segments if s.text == text]
    assert len(found) == 1, texts(body)
    return found[0]


@pytest.mark.parametrize(
    ("control", "asks"),
    [
        ("<input id=a>", "text"),
        ("<input id=a type=email>", "e-mail address"),
        ("<input id=a type=tel required>", "telephone number, required"),
        ("<input id=a type=file>", "file"),
        ("<input id=a type=file multiple aria-required=true>", "files, required"),
        ("<input id=a type=file style='display:none'>", "file"),
        ("<input id=a type=date>", "date"),
        ("<input id=a type=password>", "password"),
        ("<input id=a type=checkbox required>", "checkbox, required"),
        ("<textarea id=a required></textarea>", "long text, required"),
        ("<select id=a required></select>", "choice, required"),
        ("<select id=a multiple></select>", "choices"),
        ("<div id=a role=textbox aria-labelledby=l>typed already</div>", "text"),
        ("<div id=a role=textbox aria-multiline=true aria-labelledby=l></div>", "long text"),
        ("<span id=a role=switch aria-labelledby=l></span>", "checkbox"),
        ("<form><input id=a role=combobox></form>", "choice"),
    ],
)
def test_a_field_is_told_by_its_label_and_what_it_asks(control: str, asks: str) -> None:
    assert texts(f"<p>Wir lesen alles.</p><label id=l for=a>Warum widersprichst du?</label><p>{control}</p>") == [
        "Wir lesen alles.",
        f"Warum widersprichst du? [{asks}]",
    ]


@pytest.mark.parametrize(
    "field",
    [
        "<label for=a>Votre pays</label><input id=a>",
        "<input id=a><label for=a>Votre pays</label>",
        "<label>Votre pays <input></label>",
        "<label><span><b>Votre</b> pays</span><div><input></div></label>",
        "<input aria-label='Votre pays'>",
        "<div id=l>Votre pays</div><div><input aria-labelledby=l></div>",
        "<p><b id=l>Votre</b> <i id=m>pays</i></p><input aria-labelledby='l m'>",
        "<input placeholder='Votre pays'>",
        "<input title='Votre pays' placeholder='France'>",
        "<p>Votre pays</p><input>",
        "<p>Votre pays <input></p>",
        "<p>Votre pays</p><input placeholder='par exemple : France'>",
    ],
)
def test_the_label_is_found_wherever_it_stands_and_said_once(field: str) -> None:
    assert texts(f"<h2>Formulaire</h2>{field}") == ["Formulaire", "Votre pays [text]"]


def test_a_visible_label_goes_before_what_only_machines_read() -> None:
    assert fields("<label for=a>Motivo</label><input id=a aria-label='Campo 1' placeholder='Escribe'>") == [
        "Motivo [text]"
    ]


@pytest.mark.parametrize(
    "label",
    ["Name *", "* Name", "Name<span aria-hidden=true>*</span>", "Name <abbr title=required>(*)</abbr>", "Name＊"],
)
def test_an_asterisk_is_a_mark_and_no_word(label: str) -> None:
    assert fields(f"<label>{label}<input></label>") == ["Name [text, required]"]


def test_an_asterisk_before_a_colon_goes_too() -> None:
    assert fields("<label for=a>Nombre*:</label><input id=a>") == ["Nombre: [text, required]"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<input type=hidden name=csrf value=x>",
        "<input type=submit value=Senden>",
        "<input type=search placeholder=Suche>",
        "<input name=q placeholder=Suche>",
        "<input name=trap style='display:none' placeholder=Falle>",
        "<nav><select aria-label=Sprache><option>Deutsch</option></select></nav>",
        "<div style='display:none'><label>Falle <input></label></div>",
        "<input role=combobox aria-label='Hilfe finden'>",
    ],
)
def test_what_asks_nothing_of_anyone_is_no_field(hidden: str) -> None:
    assert texts(f"{hidden}<p>Wir lesen alles.</p>") == ["Wir lesen alles."]


def test_a_button_says_what_it_says() -> None:
    found = segment(
        "<form><label>Name <input></label><button type=submit>Send objection</button></form>", "Send objection"
    )
    assert found.kind is not SegmentKind.FIELD


@pytest.mark.parametrize(
    "field",
    [
        "<label for=a>Upload a screenshot</label><input id=a type=file aria-describedby=h>"
        "<p id=h>It must show the answer. It must show the date.</p>",
        "<p id=h>It must show the answer. It must show the date.</p>"
        "<label>Upload a screenshot <input type=file aria-describedby=h></label>",
        "<label>Upload a screenshot <small>It must show the answer. It must show the date.</small>"
        "<input type=file></label>",
        "<label><div>Upload a screenshot</div><div>It must show the answer. It must show the date.</div>"
        "<input type=file></label>",
        "<label for=a>Upload a screenshot <span id=h>It must show the answer. It must show the date.</span></label>"
        "<input id=a type=file aria-describedby=h>",
    ],
    ids=["described", "described-before", "small", "second-line", "described-inside"],
)
def test_help_is_said_under_its_field(field: str) -> None:
    page = f"<h2>Proof</h2><form>{field}</form>"
    assert fields(page) == ["Upload a screenshot [file]"]
    for sentence in ("It must show the answer.", "It must show the date."):
        assert segment(page, sentence).context == ("Proof", "Upload a screenshot")
        assert segment(page, sentence).kind is SegmentKind.SENTENCE


def test_what_a_list_offers_stands_under_its_label() -> None:
    page = (
        "<h2>Form</h2><label for=c>Country *</label><select id=c><option value=''>Please choose</option>"
        "<optgroup label=EU><option value=at>Austria</option></optgroup><option>France</option></select>"
    )
    assert fields(page) == ["Country [choice, required]", "Austria", "France"]
    assert segment(page, "France").context == ("Form", "Country")
    assert segment(page, "Country [choice, required]").context == ("Form",)


def test_no_more_than_300_options_are_told() -> None:
    options = "".join(f"<option>Harbour {n}</option>" for n in range(500))
    radios = "".join(f"<label><input type=radio name=r>Berth {n}</label>" for n in range(500))
    assert len(fields(f"<select aria-label=Harbour>{options}</select>")) == 301
    assert len(fields(f"<fieldset><legend>Berth</legend>{radios}</fieldset>")) == 301


@pytest.mark.parametrize(
    "group",
    [
        "<fieldset><legend>Lives in the EU?</legend><label><input type=radio name=eu required> Yes</label>"
        "<input type=radio name=eu id=n><label for=n>No</label></fieldset>",
        "<div role=radiogroup aria-label='Lives in the EU?' aria-required=true><div role=radio>Yes</div>"
        "<div role=radio>No</div></div>",
        "<p id=l>Lives in the EU?</p><div role=radiogroup aria-labelledby=l><label>"
        "<input type=radio name=eu required>Yes</label><label><input type=radio name=eu>No</label></div>",
        "<p>Lives in the EU?</p><input type=radio name=eu required> Yes<br><input type=radio name=eu> No",
        "<p>Lives in the EU? *</p><label><input type=radio name=eu>Yes</label>"
        "<label><input type=radio name=eu>No</label>",
    ],
    ids=["fieldset", "roles", "labelled", "bare", "line-before"],
)
def test_radio_buttons_are_the_options_of_one_field(group: str) -> None:
    page = f"<h2>Form</h2><form>{group}</form>"
    assert texts(page) == ["Form", "Lives in the EU? [choice, required]", "Yes", "No"]
    assert segment(page, "No").context == ("Form", "Lives in the EU?")
    assert segment(page, "No").kind is SegmentKind.FIELD
    assert segment(page, "Lives in the EU? [choice, required]").context == ("Form",)


def test_a_legend_stands_over_the_fields_of_its_set() -> None:
    page = (
        "<fieldset><legend>Für wen?</legend><label>Name <input></label>"
        "<p>Bist du älter?</p><label><input type=radio name=a>Ja</label></fieldset><label>Ort <input></label>"
    )
    assert segment(page, "Name [text]").context == ("Für wen?",)
    assert segment(page, "Ja").context == ("Für wen?", "Bist du älter?")
    assert segment(page, "Für wen?").context == ()
    assert segment(page, "Ort [text]").context == ()


def test_a_statement_to_be_ticked_is_one_segment() -> None:
    page = "<label><input type=checkbox required> I am 18. What I say is <a href=/true>true</a>.</label>"
    assert fields(page) == ["I am 18. What I say is true. [checkbox, required]"]
    assert [link.text for link in extract(page, url="https://harbour.example/").links] == ["true"]


def test_a_heading_that_names_a_field_remains_a_heading() -> None:
    page = "<h2 id=h>Your reason</h2><textarea aria-labelledby=h></textarea><p>We read all of them.</p>"
    assert segment(page, "Your reason [long text]").context == ("Your reason",)
    assert segment(page, "We read all of them.").context == ("Your reason",)


def test_words_that_name_two_fields_remain_text() -> None:
    page = "<div id=l>Period</div><input type=date aria-labelledby=l><input type=date aria-labelledby=l>"
    assert texts(page) == ["Period", "Period [date]", "Period [date]"]


def test_a_field_in_a_table_stands_in_its_row() -> None:
    page = "<table><tr><td><label for=a>Name</label></td><td><input id=a required></td></tr></table>"
    assert fields(page) == ["Name [text, required]"]


def test_options_do_not_make_a_login_page_a_document() -> None:
    options = "".join(f"<option>Language number {n}</option>" for n in range(100))
    page = f"<h1>Log in</h1><input type=email><select aria-label=Language>{options}</select>"
    extraction, facts = extract_page(page)
    assert sum(len(s.text) for s in extraction.segments) > MIN_TEXT
    first = decide(
        Recollection(), None, Candidate(extraction=extraction, facts=facts, captured_at=START, attempt=1, signs=SIGNS)
    )
    assert isinstance(first, NotThePage)
    assert first.outcome is Outcome.LOGIN_WALL


def changes(before: str, after: str) -> list[tuple[HunkKind, str | None, str | None]]:
    return [(h.kind, h.before, h.after) for h in compare(extract(before), extract(after)).hunks]


def test_a_field_that_asks_for_more_is_a_changed_field() -> None:
    form = "<label for=a>Why?</label><textarea id=a{}></textarea><label for=b>Proof</label><input id=b type={}>"
    assert changes(form.format("", "text"), form.format(" required", "file required")) == [
        (HunkKind.FIELD_CHANGED, "Why? [long text]", "Why? [long text, required]"),
        (HunkKind.FIELD_CHANGED, "Proof [text]", "Proof [file, required]"),
    ]


def test_fields_that_change_places_and_what_they_ask_are_paired_by_their_labels() -> None:
    name, proof = "<label>Name <input{}></label>", "<label>Proof <input type=file{}></label>"
    told = changes(name.format("") + proof.format(""), proof.format(" required") + name.format(" required"))
    assert set(told) == {
        (HunkKind.FIELD_CHANGED, "Name [text]", "Name [text, required]"),
        (HunkKind.FIELD_CHANGED, "Proof [file]", "Proof [file, required]"),
    }


def test_a_field_with_another_label_is_another_field_or_an_edited_one() -> None:
    page = "<label>{} <input></label>"
    assert changes(page.format("Your full name"), page.format("Your full legal name"))[0][0] is HunkKind.EDITED
    assert {kind for kind, _, _ in changes(page.format("Name"), page.format("Passport number"))} <= {
        HunkKind.ADDED,
        HunkKind.REMOVED,
        HunkKind.EDITED,
    }


def test_a_changed_field_on_half_a_page_is_news() -> None:
    lines = [f"<p>The harbour keeps the log of berth number {n} for a year.</p>" for n in range(40)]
    form = "<label for=a>Why do you object?</label><textarea id=a{}></textarea>"
    whole = extract_page("".join(lines) + form.format(""))
    half = extract_page("".join(lines[:20]) + form.format(" required"))
    first = decide(
        Recollection(), None, Candidate(extraction=whole[0], facts=whole[1], captured_at=START, attempt=1, signs=SIGNS)
    )
    assert isinstance(first, FirstVersion)
    shown = Candidate(extraction=half[0], facts=half[1], captured_at=START, attempt=2, signs=SIGNS)
    second = decide(first.memory, first.extraction, shown)
    assert isinstance(second, NewVersion)
    assert second.partial
    assert [h.kind for h in second.hunks] == [HunkKind.FIELD_CHANGED]


def test_a_sentence_in_brackets_is_no_field() -> None:
    sides = [
        Extraction(
            title="",
            language="en",
            segments=(Segment(text=f"See [{word}]", kind=SegmentKind.SENTENCE),),
            links=(),
            extractor="test/1",
        )
        for word in ("below", "above")
    ]
    assert [h.kind for h in compare(*sides).hunks] == [HunkKind.EDITED]


def test_fields_that_change_places_have_moved_and_are_not_new() -> None:
    name, proof, rest = (
        "<label>Name <input></label>",
        "<label>Proof <input type=file></label>",
        "<p>We read all that you send.</p>",
    )
    told = changes(name + rest + proof, proof + rest + name)
    assert {kind for kind, _, _ in told} == {HunkKind.MOVED}
