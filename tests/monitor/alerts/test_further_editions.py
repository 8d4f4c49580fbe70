"""A page that shows two editions of one text for a while: what both say joins and leaves no list."""

from __future__ import annotations

from tests.monitor.decide.test_half_pages import QUAY
from tests.monitor.decide.test_outcomes import watched

KEPT = [f"the log of crane {number} for {number} months" for number in range(2, 42)]
PROMISE = "We never pass what is in these logs on to advertisers."


def _edition(day: str, *further: str, extent: int = 40) -> str:
    parts = [f"<h2>In force from {day}</h2>"]
    for section in range(4):
        entries = "".join(f"<li>{entry}</li>" for entry in KEPT[section * 10 : section * 10 + 10][:extent])
        parts.append(f"<h3>§ {section + 1} Quay {section + 1} and its {day} records</h3><ul>{entries}</ul>")
        parts.append(
            f"<h4>Who reads the logs of quay {section + 1}</h4><p>The harbour master of quay {section + 1}.</p>"
        )
    return "".join([*parts, f"<p>{PROMISE}</p>", *(f"<p>{sentence}</p>" for sentence in further)])


def _page(*editions: str) -> bytes:
    return f"<html lang=en><title>Quay</title><h1>Quay privacy</h1>{''.join(editions)}</html>".encode()


OLD, NEW = _edition("1 May 2026"), _edition("1 June 2027")


def test_an_edition_that_comes_beside_the_text_and_says_the_same_adds_nothing_to_its_lists() -> None:
    _, told = watched(QUAY, _page(OLD), _page(OLD, NEW))
    assert told.alert is None or all(finding.rules == ("announced_date",) for finding in told.alert.findings)


def test_what_the_further_edition_alone_says_is_told() -> None:
    _, told = watched(QUAY, _page(OLD), _page(OLD, _edition("1 June 2027", "We sell your photos to advertisers.")))
    assert told.alert
    assert "third_party_sharing" in told.alert.topics
    assert not any("crane" in (quote.after_text or "") for f in told.alert.findings for quote in f.evidence)


def test_an_edition_that_goes_takes_no_entry_of_the_other_with_it() -> None:
    both = _page(OLD, _edition("1 June 2027", "We keep a list of the pilots."))
    _, told = watched(QUAY, both, _page(_edition("1 June 2027", "We keep a list of the pilots.")))
    assert told.alert is None


def test_a_list_that_comes_once_more_for_other_people_is_told() -> None:
    teens = "<h2>Of people under 18 we keep</h2><ul>" + "".join(f"<li>{entry}</li>" for entry in KEPT[:30]) + "</ul>"
    _, told = watched(QUAY, _page(OLD), _page(OLD, teens))
    assert told.alert
