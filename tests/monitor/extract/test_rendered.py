"""What a browser showed of a page, beside what stands in its markup."""

from __future__ import annotations

import time

import pytest

from monitor.extract.extraction import extract, extract_page
from monitor.extract.rendered import NOT_SHOWN
from spiders.browser.shown_text import parted, with_shown_text

REST = "<p>The office of the harbour keeps a list of all boats that come in.</p>"
SHOWN_REST = "The office of the harbour keeps a list of all boats that come in.\n\n"


def read(markup: str, shown: str) -> list[str]:
    page = with_shown_text(f"<html lang=en><main>{markup}{REST}</main></html>", f"{shown}\n\n{SHOWN_REST}")
    return [segment.text for segment in extract_page(page, is_rendered=True)[0].segments]


@pytest.mark.parametrize(
    ("markup", "shown", "said"),
    [
        ("We do <b>not</b> sell what we keep to anyone.", "We do sell what we keep to anyone.", ""),
        ("We <i>will never</i> keep this for long.", "WE KEEP THIS FOR LONG.", "We keep this for long."),
        (
            "You may object to this at any time.",
            "You may\ue000 not\ue001 object to this at any time.",
            "You may not object to this at any time.",
        ),
    ],
)  # fmt: skip
def test_a_sentence_is_read_as_the_browser_shows_it(markup: str, shown: str, said: str) -> None:
    assert read(f"<p>{markup}</p>", shown)[0] == (said or shown)


@pytest.mark.parametrize(
    "shown",
    [
        "We do not sell what we keep to anyone.",
        "",  # folded up
        "We do gladly sell what we keep to anyone.",  # another sentence, or another spelling
        "We do\tnot sell what we keep 1 to anyone.",  # the mark of a footnote
    ],
)
def test_otherwise_it_stays_as_it_was_read(shown: str) -> None:
    assert read("<p>We do not sell what we keep to anyone.</p>", shown)[0] == "We do not sell what we keep to anyone."


def test_what_a_page_says_that_a_browser_showed_is_not_believed() -> None:
    page = with_shown_text(f"<html lang=en><main><p>We sell what we keep to anyone.</p>{REST}</main></html>",
                           f"We \ue000never\ue001 sell what we keep to anyone.\n\n{SHOWN_REST}")  # fmt: skip
    assert extract(page).segments[0].text == "We sell what we keep to anyone."
    assert extract_page(with_shown_text(page, ""), is_rendered=True)[0].segments[0].text.startswith("We sell")


def test_folded_sentences_leave_the_one_that_is_shown_to_be_looked_at() -> None:
    folded = "".join(f"<p>We keep the name of boat {n} and that of its owner for a year.</p>" for n in range(2_000))
    said = read(f"{folded}<p>We do <b>not</b> sell what we keep to anyone.</p>", "We do sell what we keep to anyone.")
    assert said[0] == "We keep the name of boat 0 and that of its owner for a year."
    assert said[2_000] == "We do sell what we keep to anyone."


def test_much_that_is_shown_and_not_read_is_said() -> None:
    unread = "The drawing of the pier says who may come in and what each of them has to pay."
    assert NOT_SHOWN in read("<p>We count the boats that come in each day.</p>",
                             f"We count the boats that come in each day.\n{unread}\n{unread}")  # fmt: skip
    assert NOT_SHOWN not in read("<p>We count the boats that come in each day.</p>",
                                 f"{unread}\n{unread}\nWe count the boats that come in each day.")  # fmt: skip


def test_a_document_carries_what_was_shown_and_gives_it_back() -> None:
    document, shown = "<p>a &amp; b</p>", "a & b </template><script>\n&amp;"
    assert parted(with_shown_text(document, shown)) == (document, shown)
    assert parted(document) == (document, "")
    assert parted(with_shown_text(document, "")) == (document, "")


def test_a_page_that_shows_another_text_at_each_place_is_read_in_linear_time() -> None:
    sentences = [f"We keep the name of boat {n} and that of its owner for {n} years or more." for n in range(20_000)]
    started = time.process_time()
    read("".join(f"<p>{s}</p>" for s in sentences), "\n".join(s.replace("owner", "holder") for s in sentences))
    assert time.process_time() - started < 60
