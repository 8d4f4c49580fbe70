"""What is news: nothing that only moved, everything that is gone, and no memory that makes a grave step known."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment, assess
from monitor.alerts.text_comparison import situation_of
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from monitor.running.page_reader import Reading
from monitor.running.pipeline import Judged, Pipeline
from snapshots.records import Direction, Severity
from tests.monitor.pages import DOCUMENT, SECTIONS, archive, capture, page

Sections = dict[str, list[str]]
PROMISE = SECTIONS["How we use it"][1]
GRAVE = "We use your private messages to train AI."


def main(*parts: str, language: str = "en") -> str:
    return f"<html lang='{language}'><main><h1>Harbour notice</h1>{''.join(parts)}</main></html>"


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def ul(*entries: str) -> str:
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul>"


def judged(before: str, after: str, language: str = "en") -> Assessment:
    return assess(situation_of(extract(before), extract(after), Reader(default_pack(), language)))


def watched(*bodies: tuple[float, bytes]) -> list[Judged]:
    kept = archive()
    pipeline = Pipeline(kept, "harbour.example,2025", {DOCUMENT.id: Reading()})
    return [pipeline.judge(kept.keep(capture(body, day))) for day, body in bodies]


def with_parts(*parts: str) -> bytes:
    return page(extra="".join(parts))


# The same words elsewhere

KEPT = "We keep the name of each boat for three years."
SHARED = "We share the name of each boat with the coast guard when a storm is coming."
ASKED = "You can ask us to delete the pictures of your boat at any time."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (p(KEPT, SHARED, ASKED), p(ASKED, KEPT, SHARED)),
        (p(f"{KEPT} {SHARED} {ASKED}"), ul(KEPT, SHARED, ASKED)),
        (p(KEPT, SHARED, ASKED), f"<table><tr><td>{KEPT}</td><td>{SHARED}</td></tr><tr><td>{ASKED}</td></tr></table>"),
        (p(f"{KEPT[:-1]}; {SHARED[0].lower()}{SHARED[1:]}", ASKED), p(KEPT, SHARED, ASKED)),
        (p(KEPT, SHARED, ASKED), p(f"{KEPT[:-1]}, and {SHARED[0].lower()}{SHARED[1:]}", ASKED)),
    ],
)
def test_what_only_moved_was_parted_or_joined_is_no_news(before: str, after: str) -> None:
    assert judged(main(before), main(after)).severity is Severity.LOW
    assert judged(main(after), main(before)).severity is Severity.LOW


def test_half_a_sentence_is_not_the_sentence() -> None:
    found = judged(
        main(p("We share your letters with sailors if you agree.")), main(p("We share your letters with sailors."))
    )
    assert found.severity.is_alerting


# Removals


def rows(number: int) -> list[str]:
    return [f"Pier {n} has {n + 2} berths and a lamp." for n in range(number)]


@pytest.mark.parametrize("number", [5, 24, 26, 60, 300])
def test_a_promise_that_goes_is_told_however_much_goes_with_it(number: int) -> None:
    rest = p(*(f"The office paints boat {n} when its owner asks for it." for n in range(400)))
    found = judged(main(p(PROMISE, *rows(number)), rest), main(rest))
    assert found.severity.rank >= Severity.HIGH.rank
    assert any(PROMISE in (quote.before_text or "") for quote in found.findings[0].evidence)


def test_passages_that_go_by_the_dozen_are_one_finding_that_counts_them() -> None:
    said = [f"We share the precise location of boat {n} with advertisers." for n in range(40)]
    rest = p(*(f"The office paints boat {n} when its owner asks for it." for n in range(400)))
    found = judged(main(p(*said), rest), main(rest))
    assert len([f for f in found.findings if "lacks 40 passages" in f.headline]) == 1
    assert len(found.findings) == 1


def test_many_rows_that_lose_their_table_and_keep_their_words_are_silent() -> None:
    table = "".join(f"<tr><td>{row}</td></tr>" for row in rows(60))
    assert judged(main(f"<table>{table}</table>"), main(ul(*rows(60)))).severity is Severity.LOW


# Memory

GLOSSARY = sorted({word.strip(".").lower() for word in f"{GRAVE} {PROMISE}".split()})


@pytest.mark.parametrize(
    "first",
    [
        ul(*GLOSSARY),
        f"<select>{''.join(f'<option>{word}</option>' for word in GLOSSARY)}</select>",
        p(*GRAVE.rstrip(".").split()),
        "<h2>Do we use your private messages to train AI?</h2>" + p("Read on to find out."),
        p("Myth: “We use your private messages to train AI.”"),
        p("“We use your private messages to train AI.”"),
        "<h2>Myths</h2>" + p(GRAVE),
        p("We never do any of this:") + ul(GRAVE),
        "<h2>What we never do</h2>" + ul(GRAVE),
        p("This was so until the end of last year:", GRAVE),
    ],
)
@pytest.mark.parametrize("is_taken_down", [True, False])
def test_nothing_shown_before_makes_a_grave_sentence_known(first: str, is_taken_down: bool) -> None:
    plain = {**SECTIONS, "How we use it": [*SECTIONS["How we use it"], GRAVE]}
    left = "" if is_taken_down else first
    *_, last = watched((0, page()), (2, with_parts(first)), (9, page(plain, extra=left)))
    assert last.alert
    assert last.alert.severity is Severity.CRITICAL


@pytest.mark.parametrize("days", [9, 40])
def test_an_edit_to_words_of_a_glossary_is_told(days: float) -> None:
    edited = PROMISE.replace("are not used", "are used").encode()
    bodies = (
        (0, page()),
        (2, with_parts(ul(*GLOSSARY))),
        (days, with_parts(ul(*GLOSSARY)).replace(PROMISE.encode(), edited)),
    )
    *_, last = watched(*bodies)
    assert last.alert
    assert last.alert.severity is Severity.CRITICAL


def test_what_comes_and_goes_stays_silent() -> None:
    extra = p("We count the boats of members to plan the berths.", "We share the count of boats with the coast guard.")
    first, _, third, fourth = watched((0, with_parts(extra)), (1, page()), (2, with_parts(extra)), (3, page()))
    assert first.alert is None
    assert third.alert is None
    assert fourth.alert is None


# What stands over a text


@pytest.mark.parametrize(
    ("language", "never", "may", "text"),
    [
        ("en", "What we never do", "What we do", "We sell your letters to advertisers."),
        ("en", "We never:", "We:", "sell your letters to advertisers"),
        ("de", "Was wir nie tun", "Was wir tun", "Wir verkaufen deine Briefe an Werbetreibende."),
        ("fr", "Ce que nous ne faisons jamais", "Ce que nous faisons", "Nous vendons vos lettres à des annonceurs."),
        ("es", "Lo que nunca hacemos", "Lo que hacemos", "Vendemos tus cartas a anunciantes."),
    ],
)
def test_a_list_that_loses_its_never_is_told(language: str, never: str, may: str, text: str) -> None:
    before, after = (
        main(
            (p(over) if over.endswith(":") else f"<h2>{over}</h2>") + ul(text, text.replace("s", "s", 1) + " "),
            language=language,
        )
        for over in (never, may)
    )
    found = judged(before, after, language)
    assert found.severity.rank >= Severity.HIGH.rank
    assert found.direction.value == "widens"


@pytest.mark.parametrize("over", ["This was so until the end of last year:", "What no longer applies:", "Myths:"])
def test_a_promise_put_under_words_that_void_it_is_told(over: str) -> None:
    found = judged(main(p("Welcome.", PROMISE)), main(p("Welcome.", over, PROMISE)))
    assert found.severity is Severity.CRITICAL


# Letters that look like others


@pytest.mark.parametrize(
    "written",
    [
        GRAVE.replace("e", "\u0435"),
        GRAVE.replace("a", "\u0430").replace("o", "\u043e"),
        " ".join(" ".join(word) if len(word) > 3 else word for word in GRAVE.split()),
    ],
)
def test_disguised_letters_are_told_as_such(written: str) -> None:
    found = judged(main(p("Welcome.")), main(p("Welcome.", written)))
    assert found.severity.rank >= Severity.HIGH.rank
    assert "look_alikes" in {rule for finding in found.findings for rule in finding.rules}


def test_the_same_words_in_other_letters_are_told_for_their_letters_alone() -> None:
    found = judged(main(p("Welcome.", PROMISE)), main(p("Welcome.", PROMISE.replace("e", "\u0435"))))
    assert [finding.rules for finding in found.findings] == [("look_alikes",)]


STYLE = [
    ("en", "We store data such as your name, from March 1, 2027.", "We store data like your name, from 1 March 2027."),
    ("en", "We don't share your organization's data.", "We do not share your organisation’s data."),
    ("de", "Wir speichern Daten, z. B. Namen, ab 1. März 2027.", "Wir speichern Daten wie Namen ab 01.03.2027."),
    ("fr", "Nous conservons des données telles que votre nom.", "Nous conservons des données, comme votre nom."),
    ("es", "Guardamos datos tales como tu nombre.", "Guardamos datos, por ejemplo tu nombre."),
]


@pytest.mark.parametrize(("language", "one", "other"), STYLE)
def test_style_alone_is_no_news(language: str, one: str, other: str) -> None:
    assert judged(main(p(one), language=language), main(p(other), language=language), language).severity is Severity.LOW


# Said another way

OFF = "Private messages are not used to train AI."


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", OFF, "Private messages are not currently used to train AI."),
        ("en", "We do not sell your photos.", "We do not plan to sell your photos."),
        ("en", "We do not sell your photos.", "Until 31 December 2026, we do not sell your photos."),
        ("en", "We do not sell your photos.", "At this time, we do not sell your photos."),
        ("de", "Wir verkaufen deine Fotos nicht.", "Wir verkaufen deine Fotos derzeit nicht."),
        ("fr", "Nous ne vendons pas vos photos.", "Actuellement, nous ne vendons pas vos photos."),
        ("es", "No vendemos tus fotos.", "Actualmente no vendemos tus fotos."),
    ],
)
def test_a_promise_that_holds_for_now_only_is_weaker(language: str, one: str, other: str) -> None:
    found = judged(main(p(KEPT, one), language=language), main(p(KEPT, other), language=language), language)
    assert found.severity.is_alerting
    assert found.direction is Direction.WIDENS
    assert judged(main(p(other), language=language), main(p(one), language=language), language).direction is not (
        Direction.WIDENS
    )


def test_what_is_done_currently_is_done() -> None:
    assert not judged(main(p("We sell your photos.")), main(p("We currently sell your photos."))).severity.is_alerting


def test_neither_nor_is_no_promise_for_now() -> None:
    one, other = "Wir verkaufen keine Fotos und keine Nachrichten.", "Wir verkaufen weder Fotos noch Nachrichten."
    found = judged(main(p(KEPT, one), language="de"), main(p(KEPT, other), language="de"), "de")
    assert found.direction is not Direction.WIDENS


def test_a_question_that_becomes_a_statement_is_told() -> None:
    asked = main(f"<h2>{GRAVE[:-1]}?</h2>", p("No."))
    assert judged(asked, main(p(GRAVE))).severity is Severity.CRITICAL


@pytest.mark.parametrize("shown", ["<h2>{}</h2>", "<details><summary>{}</summary>More.</details>"])
def test_a_heading_that_is_a_whole_sentence_states_it(shown: str) -> None:
    assert judged(main(p(KEPT)), main(p(KEPT), shown.format(GRAVE))).severity is Severity.CRITICAL
    assert not judged(main(p(KEPT)), main(p(KEPT), shown.format("How we use messages"))).severity.is_alerting


def test_a_promise_under_what_was_promised_formerly_is_none() -> None:
    before, after = main(p(KEPT, OFF)), main(p(KEPT), "<h2>Our former promises</h2>", p(OFF))
    assert judged(before, after).direction is Direction.WIDENS


def test_a_tick_that_moves_makes_a_version_though_every_text_stays() -> None:
    table = "<table><tr><th>Data<th>Sold<th>Kept here<tr><td>Messages<td>{}<td>{}</table>"
    first, second = watched((0, with_parts(table.format("", "✓"))), (1, with_parts(table.format("✓", ""))))
    assert second.observation.version != first.observation.version


def test_a_list_that_is_shown_twice_under_the_same_heading_takes_no_entry_with_it() -> None:
    entries = ("Your photos are shared with advertisers.", "Your letters are shared with advertisers.")
    once = "<h2>Who sees what</h2>" + ul(*entries)
    twice = once + p("The harbour is old.") + once
    assert not judged(main(twice), main(once)).severity.is_alerting
    assert judged(main(once), main("<h2>Who sees what</h2>" + ul(entries[0]))).severity.is_alerting
