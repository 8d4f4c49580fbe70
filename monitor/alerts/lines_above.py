"""What the heading or the line above a passage says it is a rule on. Reads no passage itself."""

from __future__ import annotations

from monitor.alerts.passages import ReadPassage
from monitor.reading.reader import Reader
from snapshots.records import SegmentKind

_RULES = frozenset(["conduct", "rules_lead"])  # cues of a line to what people may not do, or have to keep to
_ABOVE = 2  # lines above a passage that say what it is a rule on


def stands_under(passage: ReadPassage, cues: frozenset[str]) -> bool:
    """Whether a passage stands under a heading, or in a list behind a line, that one of some cues is in.

    The heading may have come or gone with what stands under it.
    """
    reader = passage.statements[0].reader
    own = [item.text for item in passage.news if item.hunk.segment_kind is SegmentKind.HEADING]
    above = [*passage.news[0].hunk.context[-_ABOVE:], *own]
    return any(
        m.concept.kind == "cue" and m.concept.id in cues for t in above for m in reader.mentions(reader.words_of(t))
    )


def forbids(lead: str, reader: Reader) -> bool:
    """Whether a line that introduces a list tells people what not to do: "In the harbour you may not:"."""
    if not lead.endswith((":", "：")):
        return False
    words = reader.words_of(lead)
    grammar = reader.grammar
    is_to_people = any(w.text in grammar.you or (w.text in grammar.formal and w.is_name) for w in words)
    is_of_company = any(w.text in grammar.we for w in words)
    said = {m.concept.id for m in reader.mentions(words)}
    return not is_of_company and (bool(said & _RULES) or (is_to_people and bool(said & {"negation", "denial"})))
