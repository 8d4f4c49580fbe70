"""The JSON names of `status` and of looks at links, as `feeds.contract` has those of records. Prints nothing."""

from __future__ import annotations

from typing import NamedTuple

from feeds.contract import DOCUMENT, GAP, LINEAGE
from feeds.record_fields import (
    ID,
    NUMBER,
    SHA256,
    TEXT,
    TIME,
    TRUTH,
    FieldType,
    RecordFields,
    enum,
    field,
    filled,
    inline,
    listed,
    nested,
    optional,
)
from monitor.claims.health_counts import Health
from monitor.running.document_status import DocumentStatus, Unseen
from monitor.running.link_targets import LinkState, LinkTarget, state_of
from snapshots.records import Document, LinkCheck, Observation, Outcome

_HTTP_STATUS = "HTTP status of the answer."
_SHARE: FieldType[float] = FieldType(
    schema={"type": "number", "minimum": 0, "maximum": 1}, encode=lambda share: round(share, 3)
)

UNSEEN: RecordFields[Unseen] = inline(
    field("since", TIME, "The first attempt that showed nothing of the page."),
    field("outcome", enum(Outcome), "Of the last attempt."),
    field("detail", TEXT, "One line on it."),
    field("channel", filled(TEXT), "By which way it was made."),
    field("outcomes", listed(enum(Outcome)), "Of all attempts since then, each once."),
    field("attempts", NUMBER, "How many there were."),
    field("told_at", optional(TIME), "When the public was told, {none} where it isn't due yet."),
)
SERVED: RecordFields[Observation] = inline(
    field("language", filled(TEXT), "BCP 47, {none} where nothing said."),
    field("region", filled(TEXT), "Whose rules the text speaks of, {none} where nothing said."),
    field("outcome", enum(Outcome), "Of the attempt that it was served to."),
    field("at", TIME, "When.", lambda look: look.captured_at),
)
MISDATED: RecordFields[Observation] = inline(
    field("attempt", NUMBER, "Its number in the log."),
    field("at", TIME, "The time that the clock told."),
)
LINK_TARGET: RecordFields[LinkTarget] = inline(
    field("text", TEXT, "The words of the link."),
    field("url", TEXT, "Where it points."),
    field(
        "state",
        enum(LinkState),
        "What two looks in a row agreed on last: answers, leads elsewhere, leads to nothing or can't be told.",
    ),
    field("since", optional(TIME), "The first look of those that agree on it."),
    field("looked_at", TIME, "The last look.", lambda target: target.last.exchange.captured_at),
    field("outcome", enum(Outcome), "How it ended.", lambda target: target.last.outcome),
    field("status", optional(NUMBER), _HTTP_STATUS, lambda target: target.last.exchange.status),
    field("final_url", TEXT, "Where it led.", lambda target: target.last.exchange.final_url),
)
LINK_CHECK: RecordFields[LinkCheck] = inline(
    field("document", ID, "The document's id.", lambda look: look.document_id),
    field("text", TEXT, "The words of the link."),
    field("url", TEXT, "Where it points."),
    field("looked_at", TIME, "When.", lambda look: look.exchange.captured_at),
    field("outcome", enum(Outcome), "How it ended."),
    field("detail", TEXT, "One line on it."),
    field("status", optional(NUMBER), _HTTP_STATUS, lambda look: look.exchange.status),
    field("final_url", TEXT, "Where it led.", lambda look: look.exchange.final_url),
    field("state", enum(LinkState), "What this look alone says of the target.", state_of),
)
HEALTH: RecordFields[Health] = inline(
    field("rows", NUMBER, "Passages that state a purpose of use."),
    field("rows_with_basis", NUMBER, "Those of them with a legal basis."),
    field("rows_with_audience", NUMBER, "Those of them with an audience."),
    field("sentences", NUMBER, "Sentences that say that something is done."),
    field("sentences_read", NUMBER, "Those of them of which a kind of data or a purpose is known."),
    field("basis_share", optional(_SHARE), "{none} where there is nothing to read."),
    field("audience_share", optional(_SHARE), "{none} where there is nothing to read."),
    field("sentence_share", optional(_SHARE), "{none} where there is nothing to read."),
)


def _document_of(line: StatusLine) -> Document:
    return line.status.document


class StatusLine(NamedTuple):
    """How a document stands, with the hash of the newest look at any document."""

    status: DocumentStatus
    chain_head: str


_STATUS: RecordFields[DocumentStatus] = inline(
    field("attempts", NUMBER, "How many there were."),
    field("last_attempt_at", optional(TIME), "{none} before the first."),
    field("last_outcome", optional(enum(Outcome)), "How the last one ended."),
    field("last_detail", TEXT, "One line on it."),
    field("last_seen_at", optional(TIME), "In full."),
    field("last_shown_at", optional(TIME), "In full or in part."),
    field("not_seen_since", optional(TIME), "{none} while it is seen in full."),
    field("unseen", optional(nested(UNSEEN)), "{none} while anything of the page is seen."),
    field("served", optional(nested(SERVED)), "The variant that was served last."),
    field("gaps", listed(nested(GAP)), "Oldest first."),
    field("lineages", listed(nested(LINEAGE)), "The texts served at the address, in order."),
    field("versions", NUMBER, "How many."),
    field("changes", NUMBER, "How many."),
    field("alerts", NUMBER, "How many."),
    field("next_check_at", optional(TIME), "When it is looked at next, {none} while it is paused."),
    field("is_paused", TRUTH, "Whether its declaration says that it is not looked at for now."),
    field(
        "needs_attention",
        TRUTH,
        "Whether it is unseen, seen in part, never looked at, overdue or dated ahead, or a watched link is lost.",
    ),
    field("is_overdue", TRUTH, "Whether that should have been made an hour ago, or is set further ahead than can be."),
    field(
        "misdated",
        listed(nested(MISDATED)),
        "Looks dated later than one that was made after them: the clock was ahead.",
    ),
    field("robots_reason", filled(TEXT), "Why robots.txt is not obeyed, {none} where it is."),
    field("channel", filled(TEXT), "Of the last look that tells how the document stands."),
    field("watched_links", listed(nested(LINK_TARGET)), "Where they lead.", lambda status: status.targets),
    field("parse_health", optional(nested(HEALTH)), "How well the current text is read.", lambda one: one.health),
)

STATUS: RecordFields[StatusLine] = inline(
    *(of.of_part(_document_of) for of in DOCUMENT.fields if of.name not in ("language", "region")),
    *_STATUS.within(StatusLine, lambda line: line.status),
    field("chain_head", SHA256, "The hash of the newest look at any document."),
)
