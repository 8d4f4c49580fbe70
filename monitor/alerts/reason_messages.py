"""The reasons of a severity and of how sure a reading is, as messages that each language has words of its own for."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.alerts.passage_severity import UNREAD, WAYS
from monitor.alerts.sureness import SURE_WORDS
from monitor.alerts.watched_links import WATCHED_WHY
from monitor.rules.pack import Pack

REASON_MESSAGES = (
    "about {topic}",
    "a later date than any before ({day})",
    "a country that the form now names",
    "a country that the form no longer names",
    "no more than high: it lets nothing more be done",
    "no more than high: hundreds of passages of the page are shown for the first time",
    "one step lower: the reading is not firm",
    "one of many passages shown for the first time: it may have stood there before",
    "names no data, purpose, person or right",
    "a choice in the settings, and no right",
    "a protection gone",
    "what a form lets people do",
    "part of the page is not read",
    "too many passages changed to be compared",
    "an answer was turned round",
    "letters that look like others",
    "a later edition in another language, which nothing can be compared with",
    "a name in the place of another throughout",
    "next to nothing of the known text is left, under another name: nothing to compare",
    "none",
)
"""Those that no table of the rules holds, with what is filled in as slots."""


def reason_messages(pack: Pack) -> Iterator[str]:
    """Yield every message that a reason can be, as a finding keeps it but for its slots."""
    yield from REASON_MESSAGES
    yield from (UNREAD, *WAYS.values(), *SURE_WORDS.values(), *WATCHED_WHY.values())
    yield from (rule.replace("_", " ") for rule in pack.rules)
