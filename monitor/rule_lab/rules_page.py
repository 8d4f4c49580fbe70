"""The rules as a page that a lawyer can read: how severity is decided, rule by rule, made from the pack alone."""

from __future__ import annotations

import re
from importlib import resources

from jinja2 import Environment, StrictUndefined

from monitor.alerts.passage_severity import UNREAD
from monitor.alerts.sureness import SURE_WORDS
from monitor.reading.reader import Reader
from monitor.rule_lab.explanation import explain_step
from monitor.rules.pack import FIRST_LANGUAGE, Pack

_BEFORE = "We do not use your private messages to train our AI."
_AFTER = "We use your private messages to train our AI."
_SURE_MARKS = {"told": "from here on an alert is told", "firm": "from here on it is told at its full gravity"}
_CIRCUMSTANCES = {
    "widens": "the passage lets more be done with people's data",
    "narrows": "the passage lets less be done with people's data",
    "mixed": "the passage lets more be done in one way and less in another",
    "choice": "what is no longer mentioned is a setting or a choice, and no right; then no protection gone is counted",
    "general": "a sentence that came or went whole names no data, purpose, person, right or product",
    "protection_lost": "a sentence is gone that kept something from being done",
}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")


def severity_page(pack: Pack) -> str:
    """Return the page in Markdown; the same for the same pack."""
    topics = [concept for (kind, _), concept in pack.concepts.items() if kind == "topic"]
    step = explain_step(_BEFORE, _AFTER, Reader(pack, FIRST_LANGUAGE))
    template = resources.files("monitor.rules").joinpath("severity.md.jinja").read_text("utf-8")
    return (
        _environment()
        .from_string(template)
        .render(
            pack=pack,
            unread=UNREAD,
            sample={"before": _BEFORE, "after": _AFTER, "passages": step.passages},
            circumstances=_CIRCUMSTANCES,
            sure={**SURE_WORDS, **_SURE_MARKS},
            topics=sorted(topics, key=lambda topic: (-topic.weight, topic.label)),
            phrases={topic.id: _counts(topic.id, pack) for topic in topics},
            rules=[rule for rule in pack.rules.values() if rule.proofs],
            whole=[rule for rule in pack.rules.values() if not rule.proofs],
        )
    )


def _counts(topic: str, pack: Pack) -> dict[str, int]:
    """Return how many phrases a topic has in each language."""
    return {
        language: sum(p.concept.kind == "topic" and p.concept.id == topic for p in phrases)
        for language, phrases in pack.phrases.items()
    }


def _environment() -> Environment:
    made = Environment(  # noqa: S701 Markdown for a file, no HTML; `md` escapes what it has to
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.filters["md"] = lambda text: _MARKUP.sub(r"\\\1", text)
    return made
