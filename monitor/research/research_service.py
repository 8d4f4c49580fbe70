"""Answers a researcher's questions about an archive, and remembers what it worked out for the next one.

Every answer can be worked out again from the archive; nothing here is evidence. The archive may grow meanwhile.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock

from feeds.errors import BadQuestion
from feeds.research.document_variants import are_variants
from feeds.research.research_records import (
    Blame,
    DocumentHistory,
    FormHistory,
    FormState,
    PhraseHistory,
    RegionComparison,
    ScopeTable,
)
from feeds.research.version_runs import first_capture
from monitor.claims.claim import Claim
from monitor.claims.document import claims_of
from monitor.claims.scope import CellHistory, CellState, ScopeKey, scope_of
from monitor.extract.language import language_of
from monitor.reading.reader import Reader
from monitor.reading.spoken_language import resolve_language
from monitor.research import scopes
from monitor.research.blame import Past, blame
from monitor.research.form_history import form_of, over_time
from monitor.research.lineage import PassageLineage, grow
from monitor.research.lineage_json import lineage_from, lineage_json
from monitor.research.near_phrases import near_phrases
from monitor.research.phrases import LONGEST, MOST_TEXTS, in_document, together
from monitor.research.region_comparison import VariantText, side_by_side
from monitor.research.result_cache import ResultCache
from monitor.rules.languages import UNDETERMINED
from monitor.rules.pack import Pack
from snapshots.archive import Archive
from snapshots.errors import ArchiveError, UnknownDocument
from snapshots.records import Change, Document, Hunk, Observation, SegmentKind, Version, VersionKind

log = logging.getLogger(__name__)

_CLAIMS_KEPT = 16  # versions, some hundred claims each
_BLAMES_KEPT = 4  # some thousand passages each; a page and an answer are made of one


@dataclass(slots=True)
class _Memory:
    """What was worked out of an archive; it grows with the archive, and only under its lock."""

    lock: RLock = field(default_factory=RLock)
    lineages: dict[str, PassageLineage] = field(default_factory=dict)
    states: dict[str, dict[str, scopes.States]] = field(default_factory=dict)
    cells: dict[str, tuple[tuple[str, ...], tuple[CellHistory, ...]]] = field(default_factory=dict)  # asked for last
    forms: dict[tuple[str, int], FormState | None] = field(default_factory=dict)
    claims: OrderedDict[tuple[str, int, str], tuple[Claim, ...]] = field(
        default_factory=OrderedDict
    )  # of texts asked for last


class ResearchService:
    """Answers about one archive under one pack of rules; many threads may ask it.

    `kept` holds what is costly to work out again from one process to the next, under the program's `fingerprint`.
    It answers about the archive as it stands, or `within` the histories of an edition, whatever is recorded since.
    """

    def __init__(self, archive: Archive, pack: Pack, kept: ResultCache | None = None, fingerprint: str = "") -> None:
        self._archive = archive
        self._pack = pack
        self._kept = kept
        self._fingerprint = fingerprint
        self._histories: Mapping[str, DocumentHistory] | None = None
        self._memory = _Memory()
        self._pasts: dict[str, tuple[str, Past]] = {}
        self._blames: OrderedDict[tuple[str, int], tuple[Past, Blame]] = OrderedDict()  # asked for last

    def within(self, histories: Mapping[str, DocumentHistory]) -> ResearchService:
        other = ResearchService(self._archive, self._pack, self._kept, self._fingerprint)
        other._histories = histories
        other._memory = self._memory
        return other

    def blame(self, document_id: str, number: int) -> Blame:
        text = self._archive.extraction(document_id, number)
        with self._memory.lock:  # a lineage grows in place
            past = self.past(document_id)
            known = self._blames.get((document_id, number))
            if known is None or known[0] is not past:
                known = past, blame(past, number, text)
                self._blames[document_id, number] = known
                if len(self._blames) > _BLAMES_KEPT:
                    self._blames.popitem(last=False)
            return known[1]

    def phrase(self, phrase: str, document_id: str | None = None, *, is_exact: bool = False) -> PhraseHistory:
        wanted = " ".join(phrase.split())
        if not wanted or len(wanted) > LONGEST or "\0" in wanted:
            raise BadQuestion(f"expected a phrase of 1 to {LONGEST} characters without NUL, found {len(wanted)}")
        found = self._archive.texts_with(wanted, document_id, limit=MOST_TEXTS)
        held: dict[str, set[str]] = {}
        for of_document, text in found:
            if not is_exact or wanted in text:
                held.setdefault(of_document, set()).add(text)
        histories = self._all_histories()
        with self._memory.lock:
            pasts = [self.past(h.document.id) for h in histories if document_id in (None, h.document.id) and h.versions]
            answers = [in_document(past, held.get(past.document.id, ())) for past in pasts]
        return together(wanted, answers, is_exact=is_exact, is_cut=len(found) >= MOST_TEXTS)

    def near(self, phrase: str, document_id: str | None = None) -> tuple[str, ...]:
        texts = []
        for history in self._all_histories():
            if not history.versions or document_id not in (None, history.document.id):
                continue
            read = self._archive.extraction(history.document.id, history.versions[-1].number)
            language = resolve_language(read, self._pack, declared=history.document.language)
            texts += [(segment.text, language) for segment in read.segments]
        return near_phrases(" ".join(phrase.split())[:LONGEST], texts[:MOST_TEXTS], self._pack)

    def scope(self, document_id: str, number: int, *, with_quotes: bool = True) -> ScopeTable:
        versions = self._versions(document_id)[:number]
        past = self._cell_histories(document_id, versions)
        rows = scope_of(self._claims(document_id, number)) if with_quotes else ()
        return scopes.table(self._history(document_id).document, versions, past, rows, self._pack)

    def form(self, document_id: str) -> FormHistory:
        versions = self._versions(document_id)
        found = (self._form(version) for version in versions)
        states, rows = over_time([state for state in found if state], self._pack.languages)
        return FormHistory(document=self._history(document_id).document, states=states, rows=rows)

    def regions(self, first: str, first_number: int, second: str, second_number: int) -> RegionComparison:
        one, other = self._history(first).document, self._history(second).document
        if not are_variants(one, other):
            raise BadQuestion(
                f"{first} and {second} are not declared as variants of one document: they need the same service and"
                " kind, and another region or language"
            )
        with self._memory.lock:
            return side_by_side(self._side(one, first_number), self._side(other, second_number), self._pack)

    def past(self, document_id: str) -> Past:
        """Return what is known of a document; raises `ArchiveError` where it was never seen."""
        state = "" if self._histories is not None else self._archive.state()
        with self._memory.lock:
            known = self._pasts.get(document_id)
            # A lineage that others share may have grown since, beyond what this history knows.
            if known and known[0] == state and known[1].lineage.newest == len(known[1].versions):
                return known[1]
            history = self._history(document_id)
            versions = self._versions(document_id, history)
            past = Past(
                document=history.document,
                versions=versions,
                observations=history.observations,
                lineage=self._lineage(document_id, versions, history.observations),
            )
            self._pasts[document_id] = (state, past)
            return past

    def _history(self, document_id: str) -> DocumentHistory:
        """Return what is known of a document, all of it as of one time; raises `UnknownDocument`."""
        if self._histories is not None:
            if document_id not in self._histories:
                raise UnknownDocument(f"no document {document_id!r} was in the archive when it was read")
            return self._histories[document_id]
        with self._archive.one_state():
            return DocumentHistory(
                document=self._archive.document(document_id),
                versions=self._archive.versions(document_id),
                observations=self._archive.observations(document_id),
            )

    def _all_histories(self) -> list[DocumentHistory]:
        if self._histories is not None:
            return list(self._histories.values())
        return [self._history(document.id) for document in self._archive.documents()]

    def _versions(self, document_id: str, history: DocumentHistory | None = None) -> Sequence[Version]:
        versions = (history or self._history(document_id)).versions
        if not versions:
            raise ArchiveError(f"{document_id} was never seen; `policywatch status` says why")
        return versions

    def _claims(self, document_id: str, number: int) -> tuple[Claim, ...]:
        """Return the claims of a version; several pages are made of the newest ones."""
        declared = self._history(document_id).document.language
        place = (document_id, number, declared)
        with self._memory.lock:
            if place not in self._memory.claims:
                text = self._archive.extraction(document_id, number)
                reader = Reader(self._pack, resolve_language(text, self._pack, declared=declared))
                self._memory.claims[place] = claims_of(text, reader)
                if len(self._memory.claims) > _CLAIMS_KEPT:
                    self._memory.claims.popitem(last=False)
            return self._memory.claims[place]

    def _side(self, document: Document, number: int) -> VariantText:
        past = self.past(document.id)
        text = self._archive.extraction(document.id, number)
        claims = self._claims(document.id, number)
        return VariantText(
            document=document,
            version=past.seen(number),
            text=text,
            language=language_of(text, self._pack.languages) or document.language or UNDETERMINED,
            claims=claims,
            scope=scope_of(claims),
            since=lambda segment: past.seen(past.lineage.passages[past.lineage.passage_of(segment)].first),
        )

    def _lineage(
        self, document_id: str, versions: Sequence[Version], observations: Sequence[Observation]
    ) -> PassageLineage:
        lineages = self._memory.lineages
        if document_id not in lineages:
            lineages[document_id] = self._kept_lineage(document_id, versions)
        lineage = lineages[document_id]
        if lineage.newest >= len(versions):
            return lineage if lineage.newest == len(versions) else lineage.up_to(len(versions))
        changes = {change.to_version: change for change in self._archive.changes(document_id)}
        grow(
            lineage,
            parents(versions, changes, observations),
            lambda number: self._archive.extraction(document_id, number),
            lambda number: _hunks(changes.get(number)),
        )
        if self._kept:
            content = {"of": _texts_of(versions), "lineage": lineage_json(lineage)}
            self._kept.put(f"lineage {document_id}", self._fingerprint, content)
        return lineage

    def _kept_lineage(self, document_id: str, versions: Sequence[Version]) -> PassageLineage:
        """Return what was kept of the lineage of these versions, or of the first of them; else an empty one."""
        stored = self._kept.get(f"lineage {document_id}", self._fingerprint) if self._kept else None
        try:
            if stored and stored["of"] == _texts_of(versions[: len(stored["of"])]):
                return lineage_from(stored["lineage"])
        except (LookupError, TypeError, ValueError) as error:
            log.info("a kept lineage is no use", extra={"document": document_id, "why": str(error)})
        return PassageLineage()

    def _cell_histories(self, document_id: str, versions: Sequence[Version]) -> tuple[CellHistory, ...]:
        """Return how each cell of a document's scope stood: the page of all documents asks it of each."""
        texts = tuple(map(_text_of, versions))
        known = self._memory.cells.get(document_id)
        if known is None or known[0] != texts:
            known = texts, scopes.over_versions(self._scope_states(document_id, versions))
            self._memory.cells[document_id] = known
        return known[1]

    def _scope_states(self, document_id: str, versions: Sequence[Version]) -> list[scopes.States]:
        """Return how the cells of each version stand; what was worked out before is not worked out again."""
        name, key = f"scope {document_id}", f"{self._fingerprint} {self._pack.name}"
        with self._memory.lock:
            if document_id not in self._memory.states:
                stored = self._kept.get(name, key) if self._kept else None
                self._memory.states[document_id] = {text: _states_from(rows) for text, rows in (stored or {}).items()}
            known = self._memory.states[document_id]
            missing = [version for version in versions if _text_of(version) not in known]
            for version in missing:
                claims = self._claims(document_id, version.number)
                known[_text_of(version)] = scopes.states_of(scope_of(claims))
            if missing and self._kept:
                self._kept.put(name, key, {text: _states_json(states) for text, states in known.items()})
            return [known[_text_of(version)] for version in versions]

    def _form(self, version: Version) -> FormState | None:
        place = (version.document_id, version.number)
        with self._memory.lock:
            if place not in self._memory.forms:
                self._memory.forms[place] = self._read_form(version)
            return self._memory.forms[place]

    def _read_form(self, version: Version) -> FormState | None:
        text = self._archive.extraction(version.document_id, version.number)
        if not any(segment.kind is SegmentKind.FIELD for segment in text.segments):
            return None
        from monitor.extract.form_actions import postings

        attempt = self._archive.attempt(version.attempt)
        body = self._archive.body(attempt.body_sha256) if attempt.body_sha256 else b""
        sent = postings(body, url=attempt.exchange.final_url, charset=attempt.charset)
        return form_of(
            text, self._claims(version.document_id, version.number), sent, first_capture(version), self._pack.languages
        )


def parents(versions: Sequence[Version], changes: dict[int, Change], observations: Sequence[Observation]) -> list[int]:
    """Return for each version the one it was compared with, 0 for none."""
    found = []
    for version in versions:
        change = changes.get(version.number)
        if version.kind is VersionKind.FIRST:
            found.append(0)
        elif change:
            found.append(change.from_version)
        else:  # read again by a newer reader: what was shown last
            earlier = [(s.attempt, s.version) for s in observations if s.version and s.attempt < version.attempt]
            found.append(max(earlier)[1] if earlier else version.number - 1)
    return found


def _hunks(change: Change | None) -> Sequence[Hunk] | None:
    return change.hunks if change and change.computed else None


def _texts_of(versions: Sequence[Version]) -> list[str]:
    return [version.text_sha256 for version in versions]


def _text_of(version: Version) -> str:
    return f"{version.text_sha256} {version.body_sha256}"


def _states_json(states: scopes.States) -> list[list[str]]:
    return [[c.purpose, c.audience, c.data, *(standing.value for standing in held)] for c, held in states.items()]


def _states_from(rows: Sequence[Sequence[str]]) -> scopes.States:
    return {
        ScopeKey(purpose=purpose, audience=audience, data=data): tuple(map(CellState, held))
        for purpose, audience, data, *held in rows
    }
