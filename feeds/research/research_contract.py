"""The JSON names of answers to a researcher's questions, as `feeds.contract` has those of what is on record.

They are a contract too. Prints and writes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from feeds.contract import PASSAGE, spans
from feeds.record_fields import (
    ID,
    NUMBER,
    SHA256,
    TEXT,
    TEXTS,
    TIME,
    TRUTH,
    FieldType,
    RecordFields,
    field,
    filled,
    inline,
    listed,
    nested,
    optional,
    record,
)
from feeds.research import research_records as answers
from feeds.research.version_runs import FirstCapture, Interval
from snapshots.records import Document, SpanOp

DAYS: FieldType[timedelta] = FieldType(
    schema={"type": "number", "minimum": 0},
    encode=lambda length: round(length.total_seconds() / 86_400, 2),
    note="In days, to the hour.",
)
_SIGN: FieldType[SpanOp] = FieldType(schema=TEXT.schema, encode=lambda happened: happened.value)
_SIDES = {SpanOp.KEPT: "both", SpanOp.REMOVED: "first", SpanOp.ADDED: "second"}
_SIDE_OF_WORDS: FieldType[SpanOp] = FieldType(schema=TEXT.schema, encode=_SIDES.__getitem__)
_DOCUMENT = "The document's id."
_CONTEXT = "Where it stands, outermost heading first."
_SINCE = "Where these words were first seen in this place."

FIRST_CAPTURE: RecordFields[FirstCapture] = record(
    "Seen",
    field("version", NUMBER, "From 1 within the document."),
    field("captured_at", TIME, "The capture that first showed it."),
    field("body_sha256", SHA256, "Of that capture's page as received."),
)
_SEEN = nested(FIRST_CAPTURE)

INTERVAL: RecordFields[Interval] = record(
    "Interval",
    field("since", TIME, "The first such look."),
    field("until", optional(TIME), "The last one."),
    field("is_open", TRUTH, "No look since then says otherwise."),
)

_RELOCATION: RecordFields[answers.Relocation] = inline(
    field("at", _SEEN, "The version that moved it."),
    field("context_before", TEXTS, "Where it stood before."),
)
_EARLIER: RecordFields[answers.EarlierWording] = inline(
    field("text", TEXT, "Verbatim."),
    field("context", TEXTS, _CONTEXT),
    field("since", _SEEN, _SINCE),
    field("stood_days", DAYS, "From the first to the last capture that showed it.", lambda before: before.stood),
    field("spans", spans(_SIGN), "From this wording to the one after it."),
)


class _SegmentOfBlame(NamedTuple):
    blame: answers.Blame
    position: int
    segment: answers.BlamedSegment


BLAMED_SEGMENT: RecordFields[_SegmentOfBlame] = inline(
    field("document", ID, _DOCUMENT, lambda one: one.blame.document.id),
    field("version", NUMBER, "The version that was asked for.", lambda one: one.blame.version.number),
    field("position", NUMBER, "From 0 in the text."),
    *PASSAGE.within(_SegmentOfBlame, lambda one: one.segment),
    field("since", _SEEN, _SINCE, lambda one: one.segment.since),
    field("words_since", _SEEN, "Where they were first seen anywhere.", lambda one: one.segment.words_since),
    field("lacked_at", optional(TIME), "The last look without it, {none} for none.", lambda one: one.segment.lacked_at),
    field("stood_days", DAYS, "How long it had stood when the version was first seen.", lambda one: one.segment.stood),
    field("came_back", TRUTH, "It was away in between.", lambda one: one.segment.came_back),
    field("absences", listed(nested(INTERVAL)), "When it was away.", lambda one: one.segment.absences),
    field("moves", listed(nested(_RELOCATION)), "Newest first.", lambda one: one.segment.moves),
    field("earlier", listed(nested(_EARLIER)), "Earlier wordings, newest first.", lambda one: one.segment.earlier),
)
BLAME: RecordFields[answers.Blame] = record(
    "Blame",
    field(
        "segments",
        listed(nested(BLAMED_SEGMENT)),
        "In the order of the text.",
        lambda blame: [_SegmentOfBlame(blame, position, segment) for position, segment in enumerate(blame.segments)],
    ),
)


class _CellOfScope(NamedTuple):
    table: answers.ScopeTable
    cell: answers.ScopeCell


_SCOPE_STEP: RecordFields[answers.ScopeStep] = inline(
    *FIRST_CAPTURE.within(answers.ScopeStep, lambda step: step.seen),
    field("states", TEXTS, "allowed, conditional, suspended, excluded or not mentioned: no sentence was found."),
)
_SCOPE_QUOTE: RecordFields[answers.ScopeQuote] = inline(
    field("text", TEXT, "Verbatim."),
    field("context", TEXTS, _CONTEXT),
    field("condition", filled(TEXT), "{none} where none is stated."),
)
SCOPE_CELL: RecordFields[_CellOfScope] = inline(
    field("document", ID, _DOCUMENT, lambda one: one.table.document.id),
    field("version", NUMBER, "The version that was asked for.", lambda one: one.table.version.version),
    field("purpose", TEXT, "Id of the rule pack.", lambda one: one.cell.purpose),
    field("audience", filled(TEXT), "Id of the rule pack, {none} where none is stated.", lambda one: one.cell.audience),
    field("data", TEXT, "Id of the rule pack.", lambda one: one.cell.data),
    field("states", TEXTS, "One, or two where the text says two things.", lambda one: one.cell.states),
    field("steps", listed(nested(_SCOPE_STEP)), "How it came to stand so, oldest first.", lambda one: one.cell.steps),
    field("quotes", listed(nested(_SCOPE_QUOTE)), "What the states rest on.", lambda one: one.cell.quotes),
)
SCOPE: RecordFields[answers.ScopeTable] = record(
    "Scope",
    field(
        "cells",
        listed(nested(SCOPE_CELL)),
        "One for each purpose, audience and kind of data.",
        lambda table: [_CellOfScope(table, cell) for cell in table.cells],
    ),
)


class _StateOfForm(NamedTuple):
    form: answers.FormHistory
    state: answers.FormState


_FORM_FIELD: RecordFields[answers.FormField] = inline(
    field("label", TEXT, "Its own words."),
    field("asks", TEXT, "text, file, choice, long text, ..."),
    field("required", optional(TRUTH), "It must be filled in.", lambda asked: asked.is_required),
    field("evidence", TRUTH, "It wants a file, or proof.", lambda asked: asked.is_evidence),
    field("options", TEXTS, "What can be chosen."),
    field("notes", TEXTS, "What the form says of it beside its label."),
)
_FRICTION: RecordFields[answers.Friction] = inline(
    field("total", NUMBER, "steps + required + evidence + login."),
    field("steps", NUMBER, "Pages to go through."),
    field("fields", NUMBER, "All fields, required or not."),
    field("required", NUMBER, "Fields that must be filled in, but for evidence."),
    field("evidence", NUMBER, "Fields that want proof."),
    field("login", NUMBER, "1 where an account is needed."),
)
FORM_STATE: RecordFields[_StateOfForm] = inline(
    field("document", ID, _DOCUMENT, lambda one: one.form.document.id),
    *FIRST_CAPTURE.within(_StateOfForm, lambda one: one.state.seen),
    field("fields", listed(nested(_FORM_FIELD)), "In the order of the form.", lambda one: one.state.fields),
    field("posts_to", TEXTS, "Where it posts; nothing where the page doesn't say.", lambda one: one.state.posts_to),
    field("login", optional(TRUTH), "{none} where the form says nothing of it.", lambda one: one.state.login),
    field("demands", TEXTS, "What demands evidence, a reason or a login.", lambda one: one.state.demands),
    field("countries", TEXTS, "Offered where a field asks for the country.", lambda one: one.state.countries),
    field("deadlines", TEXTS, "Sentences that name until when.", lambda one: one.state.deadlines),
    field("friction", nested(_FRICTION), "How many things a person must do.", lambda one: one.state.friction),
)
FORM: RecordFields[answers.FormHistory] = record(
    "Form",
    field(
        "states",
        listed(nested(FORM_STATE)),
        "Oldest first.",
        lambda history: [_StateOfForm(history, state) for state in history.states],
    ),
)

REGION_PASSAGE: RecordFields[answers.RegionPassage] = record(
    "RegionPassage",
    *PASSAGE.fields,
    field("since", _SEEN, _SINCE),
)


class _SeenDocument(NamedTuple):
    document: Document
    seen: FirstCapture


_SEEN_DOCUMENT: RecordFields[_SeenDocument] = inline(
    field("document", ID, _DOCUMENT, lambda one: one.document.id),
    *FIRST_CAPTURE.within(_SeenDocument, lambda one: one.seen),
)
_SIDE: RecordFields[_SeenDocument] = inline(
    field("document", ID, _DOCUMENT, lambda side: side.document.id),
    field("region", filled(TEXT), "As declared, {none} where none is.", lambda side: side.document.region),
    field("language", filled(TEXT), "BCP 47, {none} where none is.", lambda side: side.document.language),
    *FIRST_CAPTURE.within(_SeenDocument, lambda side: side.seen),
)
_PAIR: RecordFields[answers.RegionPair] = inline(
    field("first", TEXT, "Verbatim."),
    field("second", TEXT, "Verbatim."),
    field("context", TEXTS, "Where it stands in the first."),
    field("context_second", TEXTS, "Where it stands in the second."),
    field("spans", spans(_SIDE_OF_WORDS), "both, first or second, with the words."),
)
_QUESTION: RecordFields[answers.RegionQuestion] = inline(
    field("about", TEXT, "scope, right or basis.", lambda question: question.slot),
    field("label", TEXT, "In words."),
    field("first", TEXTS, "What the first says; nothing where it is silent."),
    field("second", TEXTS, "What the second says."),
    field("first_quote", filled(TEXT), "Verbatim."),
    field("second_quote", filled(TEXT), "Verbatim."),
)
REGIONS: RecordFields[answers.RegionComparison] = record(
    "Regions",
    field("first", nested(_SIDE), "The first text.", lambda found: _SeenDocument(found.first, found.first_version)),
    field("second", nested(_SIDE), "The second.", lambda found: _SeenDocument(found.second, found.second_version)),
    field("not_compared", filled(TEXT), "Why the two were not compared."),
    field("same", NUMBER, "Passages that both have."),
    field("agreed", NUMBER, "Questions on which both say the same."),
    field("pairs", listed(nested(_PAIR)), "Passages that say nearly the same."),
    field("only_first", listed(nested(REGION_PASSAGE)), "What the first alone says."),
    field("only_second", listed(nested(REGION_PASSAGE)), "What the second alone says."),
    field("questions", listed(nested(_QUESTION)), "Of scope, rights and legal bases: what the two answer otherwise."),
)

_STEP_OF_PHRASE: RecordFields[answers.PhraseCount] = inline(
    field("at", TIME, "When it changed."),
    field("count", NUMBER, "From then on."),
)
_PHRASE_IN_DOCUMENT: RecordFields[answers.PhraseInDocument] = inline(
    field("document", ID, _DOCUMENT, lambda found: found.document.id),
    field("first_seen", optional(_SEEN), "{none} where it never was.", lambda found: found.first),
    field("last_seen_at", optional(TIME), "The last capture that showed it."),
    field("not_seen_since", optional(TIME), "The page itself, {none} while it is seen."),
    field("now", NUMBER, "Passages that hold it now."),
    field("versions", NUMBER, "How many.", lambda found: len(found.counts)),
    field("versions_with", NUMBER, "How many hold it."),
    field("counts", listed(NUMBER), "Passages of each version that hold it."),
    field("intervals", listed(nested(INTERVAL)), "When it was shown."),
    field("steps", listed(nested(_STEP_OF_PHRASE)), "The counts over time."),
)
_PASSAGE_OF_PHRASE: RecordFields[answers.PhrasePassage] = inline(
    field("document", ID, _DOCUMENT, lambda found: found.document_id),
    *PASSAGE.fields,
    field("since", _SEEN, _SINCE),
    field("intervals", listed(nested(INTERVAL)), "When it was shown."),
    field("version", NUMBER, "The newest version that has it."),
)

PHRASE: RecordFields[answers.PhraseHistory] = record(
    "Phrase",
    field("phrase", TEXT, "As it was asked for."),
    field("exact", TRUTH, "The same letters, marks and case; else the same words.", lambda history: history.is_exact),
    field(
        "first_seen",
        optional(nested(_SEEN_DOCUMENT)),
        "{none} where it never was.",
        lambda history: _SeenDocument(*history.first) if history.first else None,
    ),
    field("last_seen_at", optional(TIME), "The last capture that showed it."),
    field("cut", TRUTH, "More texts hold it than were looked at.", lambda history: history.is_cut),
    field("left_out", NUMBER, "Passages that are counted and not among `passages`."),
    field("documents", listed(nested(_PHRASE_IN_DOCUMENT)), "Those that were ever seen."),
    field("passages", listed(nested(_PASSAGE_OF_PHRASE)), "Those that stand now first, then the newest."),
)
