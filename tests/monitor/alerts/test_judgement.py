"""What people rely on when they are told of a change: how much, in what order, in which words, what stays silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from monitor.alerts import Assessment, assess
from monitor.alerts.situation import news_in
from monitor.alerts.text_comparison import situation_of
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from monitor.running.page_reader import Reading
from monitor.running.pipeline import Judged, Pipeline
from snapshots.records import Direction, Severity
from tests.monitor.page_pairs.markup import Layout, render
from tests.monitor.pages import DOCUMENT, SECTIONS, archive, capture, page, with_change

Sections = dict[str, list[str]]
SEEN_ON = date(2025, 3, 10)
PERMITS = "Private messages that you send to other members are used to train AI."
FORBIDS = SECTIONS["How we use it"][1]


def judged(before: str, after: str, kind: str = "privacy-policy") -> Assessment:
    """Return what the step between two pages means, seen on a day of March 2025."""
    situation = situation_of(extract(before), extract(after), Reader(default_pack(), "en"), kind=kind)
    return assess(replace(situation, captured_on=SEEN_ON))


def watched(*bodies: tuple[float, bytes], reading: Reading | None = None) -> list[Judged]:
    kept = archive()
    pipeline = Pipeline(kept, "harbour.example,2025", {DOCUMENT.id: reading or Reading()})
    return [pipeline.judge(kept.keep(capture(body, day))) for day, body in bodies]


def main(*parts: str) -> str:
    return f"<html lang='en'><main><h1>Harbour notice</h1>{''.join(parts)}</main></html>"


def ul(entries: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"


def told(found: Assessment) -> str:
    return " ".join(finding.headline for finding in found.findings)


# One alert that a person can read


REWRITTEN = [
    ("We keep the photos of boats for three years.", "We keep the photos of boats for 30 days."),
    ("We do not share your contacts with third parties.", "We share your contacts with third parties."),
    ("We never read your private messages.", "We read your private messages to show you ads."),
    ("We collect your precise location.", "We do not collect your precise location."),
    ("We use face recognition at the pier.", "We do not use face recognition."),
    ("Your data stays in the European Union.", "Your data is transferred to the United States."),
    ("We do not use the posts of minors.", "We use the posts of minors to train AI."),
    ("You can object to this at any time.", "You can ask us a question at any time."),
    ("We rely on our legitimate interests for this.", "We rely on your consent for this."),
    ("We process data about your health.", "We do not process data about your health."),
    ("We share your name with advertisers.", "We never share your name with advertisers."),
    ("WhatsApp is not covered by this notice.", "WhatsApp is covered by this notice."),
]


def test_a_rewrite_is_one_alert_of_eight_findings_the_gravest_first() -> None:
    old, new = (
        page({f"Section {n}": [f"Berth {n} is a quiet berth.", pair[side]] for n, pair in enumerate(REWRITTEN)})
        for side in (0, 1)
    )
    *_, last = watched((0, old), (1, new))
    assert last.alert
    ranks = [finding.severity.rank for finding in last.alert.findings]
    assert len(ranks) == 8
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) > 1
    assert last.alert.severity is last.alert.findings[0].severity is Severity.CRITICAL
    assert last.alert.headline == last.alert.findings[0].headline
    assert last.alert.summary.endswith("Beside these, 4 smaller changes.")
    assert len(last.alert.evidence) == sum(len(finding.evidence) for finding in last.alert.findings)


def test_passages_on_one_topic_that_go_one_way_are_one_finding() -> None:
    kinds = ["posts", "photos", "comments", "videos"]
    old, new = (
        main(*(f"<p>We {do} your {kind} to train AI.</p><p>The {kind} are yours.</p>" for kind in kinds))
        for do in ("do not use", "use")
    )
    (finding,) = judged(old, new).findings
    assert len(finding.evidence) == 4


# Lists


def lists(minors: Sequence[str], adults: Sequence[str]) -> str:
    return main(
        *(
            f"<h2>{whose}</h2><p>We use this information to train AI:</p>{ul(entries)}"
            for whose, entries in (("Everyone, including people under 18", minors), ("People over 18", adults))
        )
    )


FULL = ["Questions you ask the assistant", "Public posts", "Photos of boats"]
LESS = [entry for entry in FULL if entry != "Public posts"]


@pytest.mark.parametrize(
    ("before", "after", "severity", "direction", "words"),
    [
        (FULL, LESS, Severity.HIGH, Direction.NARROWS, "no longer lists public posts for training AI"),
        (LESS, FULL, Severity.CRITICAL, Direction.WIDENS, "may now use public posts for training AI"),
    ],
)
def test_an_entry_that_changes_one_list_is_told_though_it_stays_in_another(
    before: list[str], after: list[str], severity: Severity, direction: Direction, words: str
) -> None:
    found = judged(lists(before, FULL), lists(after, FULL))
    assert (found.severity, found.direction) == (severity, direction)
    assert {"ai_training", "minors"} <= set(found.topics)
    (quote,) = found.findings[0].evidence
    assert "Public posts" in (quote.before_text, quote.after_text)
    assert "Everyone, including people under 18" in quote.context
    assert words in found.headline


# A page laid out anew


TERMS = [
    ("Search history", "We keep it for six months and then delete it."),
    ("Log-in records", "We keep them for 12 months to protect your account."),
    ("Location history", "We keep it for 30 days if you switched it on."),
    ("Payment records", "We keep them for seven years because tax law says so."),
]
LAYOUTS = {
    "table": f"<table>{''.join(f'<tr><td>{a}</td><td>{b}</td></tr>' for a, b in TERMS)}</table>",
    "list": ul([f"<b>{a}</b><br>{b}" for a, b in TERMS]),
    "headings": "".join(f"<h3>{a}</h3><p>{b}</p>" for a, b in TERMS),
    "terms": f"<dl>{''.join(f'<dt>{a}</dt><dd>{b}</dd>' for a, b in TERMS)}</dl>",
}


@pytest.mark.parametrize("before", LAYOUTS)
@pytest.mark.parametrize("after", LAYOUTS)
def test_the_same_words_in_another_layout_are_silent(before: str, after: str) -> None:
    old, new = (main("<p>How long we keep what:</p>", LAYOUTS[name]) for name in (before, after))
    assert judged(old, new).severity is Severity.LOW


@pytest.mark.parametrize("rows", ["nothead", "plain", "div"])
def test_a_table_of_purposes_in_other_markup_is_silent(rows: str) -> None:
    text = "# Bases\n|| Purpose | Information | Legal basis | Whose information\n" + "\n".join(
        f"| {purpose} | • Public posts • Your location | {basis} | {whose}" for purpose, basis, whose in ROWS
    )
    old, new = (render(text, "en", Layout(rows=kind)).decode() for kind in ("thead", rows))
    assert judged(old, new).severity is Severity.LOW


PURPOSES = [
    ("Training AI", "Legitimate interests"),
    ("Personalised ads", "Consent"),
    ("Running your account", "Contract"),
]


@pytest.mark.xfail(strict=True, reason="entries that leave a labelled column for a list are told as gone from it")
def test_a_table_of_purposes_as_headings_and_lists_is_silent() -> None:
    cells = "".join(f"<tr><td>{purpose}</td><td>{ul(DATA)}</td><td>{basis}</td></tr>" for purpose, basis in PURPOSES)
    lists = "".join(f"<h3>{purpose}</h3><p>{basis}</p>{ul(DATA)}" for purpose, basis in PURPOSES)
    heads = "<th>Purpose</th><th>Information</th><th>Legal basis</th>"
    found = judged(main(f"<table><tr>{heads}</tr>{cells}</table>"), main(lists))
    assert found.severity is Severity.LOW, told(found)


def test_sections_in_another_order_are_silent() -> None:
    judgements = watched((0, page()), (1, page(dict(reversed(SECTIONS.items())))))
    assert judgements[1].alert is None


# Half a page, a reversal, sections opened, an announcement


def half_of(sections: Sections) -> Sections:
    return {name: sections[name] for name in ("What we collect", "How we use it")}


def test_a_sentence_in_which_half_a_page_ends_is_no_news() -> None:
    reader, said = Reader(default_pack(), "en"), "We obtain data about you from affiliates or third party sources."
    before, cut, ended = (
        extract(f"<main><p>We keep letters.</p><p>{text}</p></main>".encode())
        for text in (said, said.partition("y sources")[0], "We obtain data about you from affiliates.")
    )
    half = replace(situation_of(before, cut, reader, kind="privacy-policy"), is_partial=True)
    assert news_in(half, reader) == []
    assert news_in(replace(half, is_partial=False), reader)
    assert news_in(replace(situation_of(before, ended, reader, kind="privacy-policy"), is_partial=True), reader)


def test_half_a_page_tells_what_is_new_and_no_removal() -> None:
    _, last = watched((0, page()), (1, page(half_of(with_change("How we use it", 1, PERMITS)))))
    assert last.alert
    assert last.alert.partial
    assert {quote.after_text for quote in last.alert.evidence} == {PERMITS}
    assert "only part of the page" in last.alert.summary
    assert "no longer" not in last.alert.summary
    assert last.change
    assert "removed" not in {hunk.kind.value for hunk in last.change.hunks}


@pytest.mark.xfail(strict=True, reason="what is of medium weight and comes with half a page is never told")
def test_what_can_wait_for_the_whole_page_is_told_with_it() -> None:
    kept = "We keep the log of visits for two years in order to plan how many berths the harbour needs next year."
    new = with_change("How we use it", 2, kept)
    *_, straight = watched((0, page()), (1, page(new)))
    assert straight.alert
    assert straight.alert.severity is Severity.MEDIUM
    _, half, whole = watched((0, page()), (1, page(half_of(new))), (2, page(new)))
    assert half.alert is None
    assert whole.alert
    assert whole.alert.headline == straight.alert.headline


def test_a_text_that_is_back_after_weeks_is_told_as_a_reversal_the_other_way() -> None:
    other = page(with_change("How we use it", 1, PERMITS))
    _, changed, _, back = watched((0, page()), (1, other), (40, other), (41, page()))
    assert changed.alert
    assert back.alert
    assert (changed.alert.direction, back.alert.direction) == (Direction.WIDENS, Direction.NARROWS)
    assert back.alert.summary.startswith("An earlier text is back")
    assert back.alert.evidence[0].after_text == FORBIDS


OPENED = {
    name: [
        *sentences,
        *(
            f"The chart of berth {name.lower()} {number} hangs in the harbour office beside lamp {number}."
            for number in range(40)
        ),
    ]
    for name, sentences in SECTIONS.items()
}


def test_sections_that_stand_open_now_are_no_news() -> None:
    _, last = watched((0, page()), (1, page(OPENED)))
    assert last.version
    assert last.alert is None


def with_sentence(sections: Sections, sentence: str, place: int) -> bytes:
    return page(
        {name: [*s[:place], sentence, *s[place:]] if name == "How we use it" else s for name, s in sections.items()}
    )


def test_what_is_grave_among_opened_sections_is_told_lower_than_by_itself() -> None:
    grave = "We use the private messages that members send to train AI."
    _, hidden = watched((0, page()), (1, with_sentence(OPENED, grave, 20)))
    _, alone = watched((0, page()), (1, with_sentence(OPENED, grave, 1)))
    assert hidden.alert
    assert hidden.alert.severity is Severity.MEDIUM
    assert {quote.after_text for quote in hidden.alert.evidence} == {grave}
    assert alone.alert
    assert alone.alert.severity is Severity.CRITICAL


def test_opened_sections_are_counted_beside_a_real_change_and_not_quoted() -> None:
    opened = {name: [PERMITS if s == FORBIDS else s for s in sentences] for name, sentences in OPENED.items()}
    _, last = watched((0, page()), (1, page(opened)))
    assert last.alert
    assert {quote.after_text for quote in last.alert.evidence} == {PERMITS}
    assert "shows 160 passages that no earlier one showed" in last.alert.summary


def dated(*notices: str) -> bytes:
    return page(extra="".join(["<p>Effective 3 February 2025</p>", *(f"<div><p>{told}</p></div>" for told in notices)]))


@pytest.mark.parametrize(
    "notice",
    [
        "These changes take effect on 1 September 2025.",
        "We are updating this notice: the new one is effective 1 September 2025.",
        "The new version applies from 1 September 2025.",
        "This notice will change on 1 September 2025.",
    ],
)
def test_an_announcement_gives_its_date_and_is_silent_when_taken_down(notice: str) -> None:
    _, up, down = watched((0, dated()), (9, dated(notice)), (60, dated()))
    assert up.alert
    assert up.alert.severity is Severity.MEDIUM
    assert up.alert.effective_date == "2025-09-01"
    assert "to take effect on 1 September 2025" in up.alert.summary
    assert down.alert is None


# Watched links


FORM = "https://help.example/contact/{}"


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        (FORM.format("7654321"), False),
        ("https://elsewhere.example/contact/7654321", True),
        ("https://help.example/login", True),
    ],
)
def test_a_watched_link_is_told_where_it_leaves_for_another_kind_of_page(address: str, is_told: bool) -> None:
    old, new = (page(extra=f'<p><a href="{to}">Object to this use</a></p>') for to in (FORM.format("1234567"), address))
    _, last = watched((0, old), (1, new), reading=Reading(watch_links=("object",)))
    assert (last.alert is not None) is is_told
    if last.alert:
        assert last.alert.evidence[0].after_text == address
        assert "Object to this use" in last.alert.headline


def test_many_moved_links_leave_an_alert_that_can_be_read() -> None:
    links = [f"Object to use {number}" for number in range(9)]
    old, new = (
        page(
            with_change("How we use it", 1, text),
            extra="".join(f'<p><a href="https://{host}.example/{link[-1]}">{link}</a></p>' for link in links),
        )
        for host, text in (("help", FORBIDS), ("elsewhere", PERMITS))
    )
    _, last = watched((0, old), (1, new), reading=Reading(watch_links=("object",)))
    assert last.alert
    assert len(last.alert.findings) <= 8
    assert last.alert.evidence[0].after_text == PERMITS


# Words and severities, over every text that the repository has


def test_what_went_is_told_as_no_longer_mentioned() -> None:
    found = judged(main(f"<p>{FORBIDS}</p><p>We like boats.</p>"), main("<p>We like boats.</p>"))
    assert found.headline == "The policy no longer rules out using private messages for training AI"
    assert f"no longer “{FORBIDS}”" in found.summary
    assert (found.severity, found.direction) == (Severity.CRITICAL, Direction.WIDENS)


# Rows that are read less well than before


DATA = ["Public posts", "Your location"]
ROWS = [
    (purpose, "Legitimate interests", "Everyone, including people under 18")
    for purpose in (
        "Training AI", "Personalised ads", "Measuring ads", "Research", "Safety and security",
        "Training AI for translation", "Improving our products", "Personalised ads in games",
    )
]  # fmt: skip


def table(first_row: Sequence[str], basis: str, *more: str) -> str:
    rows = "".join(
        f"<tr><td>{purpose}</td><td>{ul(DATA if number else first_row)}</td><td>{basis}</td><td>{whose}</td></tr>"
        for number, (purpose, _, whose) in enumerate(ROWS)
    )
    heads = "".join(f"<th>{head}</th>" for head in ("Purpose", "Information", "Legal basis", "Whose information"))
    return main(f"<table><tr>{heads}</tr>{rows}</table>", *more)


def test_what_rests_on_rows_is_told_while_they_are_read_as_well_as_before() -> None:
    basis = ROWS[0][1]
    found = judged(table(DATA, basis), table(DATA[1:], basis))
    assert "no longer lists public posts" in found.headline
    assert "held back" not in found.summary


def test_what_rests_on_rows_is_held_where_fewer_are_read_and_that_is_said() -> None:
    new = "<p>We use private messages to train AI.</p>"
    found = judged(table(DATA, ROWS[0][1]), table(DATA[1:], "<img src='basis.png'>", new))
    assert "lists" not in told(found)
    assert "private messages" in told(found)
    assert "held back" in found.summary


# Forms


NAME = '<p><label for="n">Your name</label><input id="n" type="text" required></p>'
REASON = '<p><label for="r">Reason for your objection</label><textarea id="r"{}></textarea></p>'
PHONE = '<p><label for="p">Phone number</label><input id="p" type="text" required></p>'
PROOF = '<p><label for="f">Screenshot or other proof</label><input id="f" type="file" required></p>'


def form(*fields: str, said: str = "") -> str:
    opening = "<p>Use this form to object to the use of your information for AI.</p>"
    return main(opening, said, f"<form>{''.join(fields)}</form>")


def select(*countries: str) -> str:
    options = "".join(f"<option>{country}</option>" for country in countries)
    return f'<p><label for="c">Country</label><select id="c">{options}</select></p>'


def said(text: str) -> str:
    return form(NAME, said=f"<p>{text}</p>")


WIDER = [
    pytest.param(form(NAME), form(NAME, PHONE), "Phone number", id="field added"),
    pytest.param(form(REASON.format("")), form(REASON.format(" required")), "required", id="made required"),
    pytest.param(form(NAME), form(NAME, PROOF), "proof", id="evidence demanded"),
    pytest.param(
        said("You can send this form without an account."),
        said("You must log in to send this form."),
        "log in",
        id="login",
    ),
    pytest.param(
        said("You can object at any time."), said("You must object within 30 days."), "30 days", id="deadline"
    ),
    pytest.param(
        said("This form is for people who live in France or Brazil."),
        said("This form is for people who live in France."),
        "Brazil",
        id="fewer countries",
    ),
    pytest.param(
        form(NAME, select("Austria", "Brazil", "France")),
        form(NAME, select("Austria", "France")),
        "Brazil",
        id="fewer countries to choose from",
    ),
    pytest.param(
        form(said=f"<p>This form is for:</p>{ul(['People in France', 'People in Brazil'])}"),
        form(said=f"<p>This form is for:</p>{ul(['People in France'])}"),
        "Brazil",
        id="fewer countries listed",
    ),
    pytest.param(
        said("We will honour every objection."),
        said("We may review objections."),
        "review",
        id="a promise that became a may",
    ),
]


@pytest.mark.parametrize(("before", "after", "quoted"), WIDER)
def test_a_form_that_asks_for_more_or_gives_less_is_told(before: str, after: str, quoted: str) -> None:
    found = judged(before, after, "opt-out-form")
    assert found.severity.is_alerting
    assert found.direction is Direction.WIDENS
    assert quoted in " ".join(
        filter(None, (text for f in found.findings for q in f.evidence for text in (q.before_text, q.after_text)))
    )


def test_what_a_field_of_an_objection_form_asks_is_about_the_form() -> None:
    mood = '<label for="m">How are you today?{}</label><textarea id="m"></textarea>'
    found = judged(form(mood.format(" (optional)")), form(mood.format(" (required)")), "opt-out-form")
    assert found.topics == ("opt_out_form",)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(form(NAME, PHONE), form(NAME), id="field dropped"),
        pytest.param(form(REASON.format(" required")), form(REASON.format("")), id="no more required"),
        pytest.param(
            said("You must object within 30 days."),
            said("You can object at any time."),
            id="no deadline",
        ),
    ],
)
def test_a_form_that_asks_for_less_is_told_as_that(before: str, after: str) -> None:
    found = judged(before, after, "opt-out-form")
    assert found.direction is Direction.NARROWS
    assert found.severity in (Severity.HIGH, Severity.MEDIUM)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(form(NAME, REASON.format("")), form(REASON.format(""), NAME), id="other order"),
        pytest.param(form(NAME), form(NAME.replace('"n"', '"n1"')), id="other ids"),
        pytest.param(form(NAME), form(NAME, "<button>Send objection</button>"), id="a button"),
    ],
)
def test_a_form_that_asks_for_the_same_is_silent(before: str, after: str) -> None:
    assert judged(before, after, "opt-out-form").severity is Severity.LOW
