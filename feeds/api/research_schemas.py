"""The JSON Schemas of what the API answers to researchers. Names no address."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.api.schemas import (
    DOCUMENT,
    SHA256,
    TEXTS,
    TIME,
    TRUTH,
    URL,
    Schema,
    enum,
    listed,
    named,
    number,
    optional,
    record,
    text,
)  # fmt: skip
from snapshots.records import SegmentKind

_SPANS = listed({"type": "array", "prefixItems": [text(), text()], "minItems": 2, "maxItems": 2})
_DAYS: Schema = {"type": "number", "minimum": 0}
_SEEN = {"version": number(), "captured_at": TIME, "body_sha256": SHA256}
_SIDE = {"document": DOCUMENT, "region": optional(text()), "language": optional(text()), **_SEEN}
_PASSAGE = {"text": text(), "kind": enum(*SegmentKind), "context": TEXTS}

RESEARCH: Mapping[str, Schema] = {
    "Seen": record(**_SEEN),
    "Interval": record(since=TIME, until=optional(TIME), is_open=TRUTH),
    "Blame": record(
        segments=listed(
            record(
                document=DOCUMENT,
                version=number(),
                position=number("From 0 in the text."),
                **_PASSAGE,
                since=named("Seen"),
                words_since=named("Seen"),
                lacked_at=optional(TIME),
                stood_days=_DAYS,
                came_back=TRUTH,
                absences=listed(named("Interval")),
                moves=listed(record(at=named("Seen"), context_before=TEXTS)),
                earlier=listed(record(text=text(), context=TEXTS, since=named("Seen"), stood_days=_DAYS, spans=_SPANS)),
            )
        )
    ),
    "Scope": record(
        cells=listed(
            record(
                document=DOCUMENT,
                version=number(),
                purpose=text("Id of the rule pack."),
                audience=optional(text()),
                data=text("Id of the rule pack."),
                states=TEXTS,
                steps=listed(record(**_SEEN, states=TEXTS)),
                quotes=listed(record(text=text(), context=TEXTS, condition=optional(text()))),
            )
        )
    ),
    "Form": record(
        states=listed(
            record(
                document=DOCUMENT,
                **_SEEN,
                fields=listed(
                    record(
                        label=text(),
                        asks=text(),
                        required=optional(TRUTH),
                        evidence=TRUTH,
                        options=TEXTS,
                        notes=TEXTS,
                    )
                ),
                posts_to=TEXTS,
                login=TRUTH,
                demands=TEXTS,
                countries=TEXTS,
                deadlines=TEXTS,
                friction=record(
                    total=number(),
                    steps=number(),
                    fields=number(),
                    required=number(),
                    evidence=number(),
                    login=number(),
                ),
            )
        )
    ),
    "RegionPairs": record(pairs=listed(record(first=DOCUMENT, second=DOCUMENT, href=URL))),
    "Regions": record(
        first=record(**_SIDE),
        second=record(**_SIDE),
        not_compared=optional(text("Why the two were not compared.")),
        same=number("Passages that both have."),
        agreed=number("Questions on which both say the same."),
        pairs=listed(record(first=text(), second=text(), context=TEXTS, context_second=TEXTS, spans=_SPANS)),
        only_first=listed(named("RegionPassage")),
        only_second=listed(named("RegionPassage")),
        questions=listed(
            record(
                about=text(),
                label=text(),
                first=TEXTS,
                second=TEXTS,
                first_quote=optional(text()),
                second_quote=optional(text()),
            )
        ),
    ),
    "RegionPassage": record(**_PASSAGE, since=named("Seen")),
    "Phrase": record(
        phrase=text(),
        exact=TRUTH,
        first_seen=optional(record(document=DOCUMENT, **_SEEN)),
        last_seen_at=optional(TIME),
        cut=TRUTH,
        left_out=number("Passages that are counted and not among `passages`."),
        documents=listed(
            record(
                document=DOCUMENT,
                first_seen=optional(named("Seen")),
                last_seen_at=optional(TIME),
                not_seen_since=optional(TIME),
                now=number("Passages that hold it now."),
                versions=number(),
                versions_with=number(),
                counts=listed(number()),
                intervals=listed(named("Interval")),
                steps=listed(record(at=TIME, count=number())),
            )
        ),
        passages=listed(
            record(
                document=DOCUMENT,
                **_PASSAGE,
                since=named("Seen"),
                intervals=listed(named("Interval")),
                version=number("The newest version that has it."),
            )
        ),
    ),
}
