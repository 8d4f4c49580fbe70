"""The pages of what is in scope: one document's table over time, and the moments of change of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from feeds import wording
from feeds.addresses import change_address, version_address
from feeds.edition.feed_topics import Channel
from feeds.edition.survey import Survey, Watched
from feeds.language.translation import _, translated
from feeds.pages.list_pages import ListPage
from feeds.pages.research.research_addresses import scope_address
from feeds.research.charts import state_strip
from feeds.research.research_records import FOREMOST, NOT_MENTIONED, ScopeCell, ScopeStep, ScopeTable
from feeds.research.version_runs import FirstCapture
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.records import Document, Severity

RECENT_DAYS = 90
"""How long a change of a state is told in bold."""

_MOMENTS = 60  # of one document
_ALL_MOMENTS = 80  # of all
_PRODUCT_MOMENTS = 20
_OF_PRODUCTS = frozenset({"whatsapp", "product_scope"})  # topics
_ORDER = ("", "everyone", "adults", "minors", "non_users")


@frozen
class ScopeCellView:
    """A cell as the page shows it."""

    record: ScopeCell
    strip: Markup  # "" where nothing ever moved
    changed: FirstCapture | None  # None: as it was when the record began
    is_recent: bool


@frozen
class ScopeLine:
    """One kind of data with a cell for each audience, None where it was never mentioned."""

    data: str
    words: str
    cells: tuple[ScopeCellView | None, ...]

    @property
    def quotes(self) -> list[tuple[ScopeCellView, object]]:
        return [(cell, quote) for cell in self.cells if cell for quote in cell.record.quotes]


@frozen
class PurposeScope:
    """All that a document says for one purpose."""

    name: str
    words: str
    audiences: tuple[tuple[str, str], ...]  # id, words
    rows: tuple[ScopeLine, ...]
    gone: tuple[str, ...]  # kinds of data that no version names any more, for any audience


@frozen
class ScopeEvent:
    """A cell that came to stand otherwise."""

    document: Document
    seen: FirstCapture
    address: str  # of that version's text
    cell: ScopeCell
    data: str
    audience: str
    purpose: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_foremost(self) -> bool:
        """Return whether it is of a purpose that people come for."""
        return self.cell.purpose in FOREMOST


@frozen
class ProductMoment:
    """A finding that a product or people came under a text, or left it."""

    document: Document
    seen_at: datetime
    address: str  # of the change
    headline: str
    severity: Severity


@frozen
class Tally:
    """How many kinds of data one document lets be used for one purpose."""

    document: Document
    purpose: str
    words: str
    states: tuple[tuple[str, int], ...]


def render_scope(table: ScopeTable, watched: Watched, recent: Collection[int], site: Site, channel: Channel) -> bytes:
    """Return a document's scope; `recent` are the versions of the last `RECENT_DAYS` days."""
    moments = moments_of(table, watched)
    return render_page(
        "research/scope.html", scope_address(table.document.id), site, channel,
        menu="scope", is_menu_page=False, seeing=None,
        description=_("Whose data {document} lets be used for what, and since when.").format(
            document=table.document.title
        ),
        document=table.document, table=table, purposes=_purposes(table, recent),
        moments=moments[:_MOMENTS], more=max(0, len(moments) - _MOMENTS), days=RECENT_DAYS,
        version_address=version_address(watched.versions[table.version.version - 1]),
    )  # fmt: skip


def render_scopes(
    page: ListPage[Watched],
    tables: Sequence[ScopeTable],
    moments: Iterable[Sequence[ScopeEvent]],
    survey: Survey,
    site: Site,
    channel: Channel,
) -> bytes:
    """Return one page that leads to the scope of each document; `tables` are of the documents on it.

    `moments` are those of each document that there is, for the first page.
    """
    found = [moment for of_document in moments for moment in of_document]
    found.sort(key=lambda moment: (moment.seen.captured_at, moment.document.id), reverse=True)
    found.sort(key=lambda moment: _rank(moment.cell.purpose))
    tallies = [tally for table in tables for tally in _tallies(table)]
    purposes = sorted({(tally.purpose, tally.words) for tally in tallies}, key=lambda p: (_rank(p[0]), p[1]))
    return render_page(
        "research/scopes.html", page.address, site, channel,
        menu="scope", is_menu_page=page.is_first, seeing=None,
        description=_("Whose data the watched documents let be used for what, and when that changed."),
        tables=tables, moments=found[:_ALL_MOMENTS], foremost=sum(one.is_foremost for one in found[:_ALL_MOMENTS]),
        more=max(0, len(found) - _ALL_MOMENTS), scoped=_products(survey) if page.is_first else [], page=page,
        purposes=purposes, tallies={(tally.document.id, tally.purpose): tally for tally in tallies},
    )  # fmt: skip


def _products(survey: Survey) -> list[ProductMoment]:
    """Return the findings of alerts that tell which products a text is about, newest first."""
    found = []
    for change in reversed(survey.leading):
        alert = survey.alerts[change.number]
        watched = survey.find(change.document_id)
        if watched is None:
            continue
        found += [
            ProductMoment(
                document=watched.document,
                seen_at=alert.captured_at,
                address=change_address(change.number),
                headline=wording.finding_headline(finding),
                severity=finding.severity,
            )
            for finding in alert.findings
            if _OF_PRODUCTS & set(finding.topics) and finding.severity in (Severity.CRITICAL, Severity.HIGH)
        ]
    return found[:_PRODUCT_MOMENTS]


def moments_of(table: ScopeTable, watched: Watched) -> list[ScopeEvent]:
    """Return when cells came to stand otherwise, newest first; what the first version said is no moment.

    Of one version the gravest purposes come first.
    """
    found = [
        ScopeEvent(
            document=table.document,
            seen=step.seen,
            address=version_address(watched.versions[step.seen.version - 1]),
            cell=cell,
            data=_label(table, "data", cell.data),
            audience=_label(table, "audience", cell.audience),
            purpose=_label(table, "purpose", cell.purpose),
            before=before.states,
            after=step.states,
        )
        for cell in table.cells
        for before, step in zip(cell.steps, cell.steps[1:], strict=False)
    ]
    return sorted(found, key=lambda moment: (-moment.seen.version, _rank(moment.cell.purpose)))


def _purposes(table: ScopeTable, recent: Collection[int]) -> list[PurposeScope]:
    found = []
    for name, group in groupby(table.cells, key=lambda cell: cell.purpose):
        cells = list(group)
        mentioned = {cell.data for cell in cells if cell.is_mentioned}
        audiences = sorted({cell.audience for cell in cells if cell.data in mentioned}, key=_place)
        by_place = {(cell.data, cell.audience): cell for cell in cells}
        words = {data: _label(table, "data", data) for data in {cell.data for cell in cells}}
        rows = tuple(
            ScopeLine(
                data=data,
                words=words[data],
                cells=tuple(_cell_view(table, by_place.get((data, audience)), recent) for audience in audiences),
            )
            for data in sorted(mentioned, key=lambda data: words[data])
        )
        found.append(
            PurposeScope(
                name=name,
                words=_label(table, "purpose", name),
                audiences=tuple((audience, _label(table, "audience", audience)) for audience in audiences),
                rows=rows,
                gone=tuple(sorted(words[data] for data in words.keys() - mentioned)),
            )
        )
    return sorted(found, key=lambda purpose: (not purpose.rows, _rank(purpose.name), purpose.words))


def _label(table: ScopeTable, slot: str, name: str) -> str:
    """Return what the rules call a kind of data, an audience or a purpose."""
    return translated(table.label(slot, name))


def _rank(purpose: str) -> int:
    return FOREMOST.index(purpose) if purpose in FOREMOST else len(FOREMOST)


def _place(audience: str) -> tuple[int, str]:
    return (_ORDER.index(audience) if audience in _ORDER else len(_ORDER), audience)


def _cell_view(table: ScopeTable, cell: ScopeCell | None, recent: Collection[int]) -> ScopeCellView | None:
    if cell is None:
        return None
    has_moved = len(cell.steps) > 1
    last = cell.steps[-1].seen
    begin, until = table.first.captured_at, table.version.captured_at
    return ScopeCellView(
        record=cell,
        strip=state_strip(_without_silent_start(cell.steps), begin, until) if has_moved else Markup(),
        changed=last if has_moved else None,
        is_recent=has_moved and last.version in recent,
    )


def _without_silent_start(steps: Sequence[ScopeStep]) -> Sequence[ScopeStep]:
    """Return the steps without a beginning in which the cell was not mentioned: the strip is empty there."""
    return steps[1:] if steps[0].states == (NOT_MENTIONED,) and len(steps) > 1 else steps


def _tallies(table: ScopeTable) -> list[Tally]:
    tallies = []
    for name, group in groupby(table.cells, key=lambda cell: cell.purpose):
        kinds: dict[str, set[str]] = {}
        for cell in group:
            for state in cell.states:
                kinds.setdefault(state, set()).add(cell.data)
        kinds.pop(NOT_MENTIONED, None)
        if kinds:
            states = tuple((state, len(kinds[state])) for state in _STATES if state in kinds)
            tallies.append(
                Tally(document=table.document, purpose=name, words=_label(table, "purpose", name), states=states)
            )
    return tallies


_STATES = ("allowed", "conditional", "suspended", "excluded")
