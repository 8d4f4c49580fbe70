"""The page of a form over time: what it asks today, each field over its versions, and the friction count."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from feeds.addresses import version_address
from feeds.edition.feed_topics import Channel
from feeds.edition.survey import Watched
from feeds.language.translation import _
from feeds.pages.research.research_addresses import form_address
from feeds.research.charts import blocks
from feeds.research.research_records import FieldRow, FormField, FormHistory, FormState
from feeds.site import Site
from feeds.templating.jinja_environment import web_address
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen

_COLUMNS = 6  # states that stand side by side, the newest
_OPTIONS = 40  # of a field that are listed


@frozen
class FieldState:
    """A field in one state; `is_moved` where it differs from the state before."""

    field: FormField | None
    is_moved: bool


@frozen
class FormRow:
    """One field over the states that are shown."""

    label: str
    cells: tuple[FieldState, ...]


@frozen
class FormStateView:
    """One state of the form with what it takes to send it."""

    state: FormState
    address: str  # of that version's text
    chart: Markup
    more: int | None  # than the state before; None for the first one
    is_login_moved: bool
    posts_to: tuple[tuple[str, str], ...]  # how, and where to: "" where that is no web address


def render_form(found: FormHistory, watched: Watched, site: Site, channel: Channel) -> bytes:
    """Return the page; one without a state says so."""
    columns = _columns(found, watched)
    shown = columns[-_COLUMNS:]
    return render_page(
        "research/form.html", form_address(found.document.id), site, channel,
        menu="documents", is_menu_page=False, seeing=None,
        description=_("What {document} asks, field by field and over time.").format(document=found.document.title),
        document=found.document, now=columns[-1] if columns else None, columns=columns, shown=shown,
        rows=[row for row in (_row(row, len(columns) - len(shown)) for row in found.rows) if row],
        first=columns[0] if columns else None, options=_OPTIONS, channel_path=channel.path,
    )  # fmt: skip


def _columns(found: FormHistory, watched: Watched) -> list[FormStateView]:
    before: Sequence[FormState | None] = (None, *found.states)
    return [
        FormStateView(
            state=state,
            address=version_address(watched.versions[state.seen.version - 1]),
            chart=blocks(state.friction),
            more=state.friction.total - last.friction.total if last else None,
            is_login_moved=bool(last) and last.login != state.login if last else False,
            posts_to=tuple((one.partition(" ")[0], web_address(one.partition(" ")[2])) for one in state.posts_to),
        )
        for last, state in zip(before, found.states, strict=False)
    ]


def _row(row: FieldRow, start: int) -> FormRow | None:
    """Return a field over the newest states, None where none of them has it."""
    moved = [False, *(_is_moved(before, after) for before, after in pairwise(row.cells))]
    cells = [FieldState(field=field, is_moved=is_moved) for field, is_moved in zip(row.cells, moved, strict=True)][
        start:
    ]
    return FormRow(label=row.label, cells=tuple(cells)) if any(cell.field for cell in cells) else None


def _is_moved(before: FormField | None, after: FormField | None) -> bool:
    return (before is None) is not (after is None) or (after is not None and not after.asks_as(before))
