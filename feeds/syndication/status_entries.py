"""Entries on whether a page is seen: what a reader needs to tell silence from blindness. Knows no feed format."""

from __future__ import annotations

from feeds import wording
from feeds.clean import clean, clean_line, cut_line
from feeds.language.translation import _
from feeds.site import Site
from feeds.syndication.entry import Category, Entry, document_category, safe_html, source_link, whole_second
from feeds.syndication.journal import EntryRevision, RevisionKind
from feeds.templating.jinja_environment import environment
from snapshots.records import NoticeKind
from snapshots.visibility import Gap


def visibility_entry(revision: EntryRevision, site: Site) -> Entry:
    """Return the entry of a telling of no alert: on what is seen, where a link leads, which texts are served."""
    notice, name = revision.notice, clean_line(revision.document.title)
    assert notice  # noqa: S101 - the row is one of a telling
    if notice.kind is NoticeKind.LINK:
        return _state_entry(
            revision,
            site,
            _("A watched link: {name}").format(name=name),
            f"{name}: {clean(notice.note).strip()}.",
            "link",
        )
    if notice.kind is NoticeKind.LINEAGE:
        said = f"{name}: {clean(notice.note).strip()} " + _("Each text is compared with itself alone.")
        return _state_entry(
            revision, site, _("Another text at the address: {name}").format(name=name), said, "another-text"
        )
    is_back = notice.kind is NoticeKind.SEEN_AGAIN
    title = (_("Seen again: {name}") if is_back else _("Can no longer be seen: {name}")).format(name=name)
    said = clean(notice.note).strip() or f"{title}."
    since = " " + _("It had last been seen {time}.").format(time=wording.moment(notice.since)) if notice.since else ""
    return _state_entry(revision, site, title, f"{name}: {said}{since}", "back" if is_back else "unseen")


def gap_entry(revision: EntryRevision, site: Site) -> Entry:
    """Return the entry of a gap that begins, or that has ended."""
    gap, name = revision.gap, clean_line(revision.document.title)
    assert gap  # noqa: S101 - the row is one of a gap
    if revision.kind is RevisionKind.GAP_END and gap.ended_by:
        lasted, attempts = (
            wording.duration(gap.ended_by.captured_at - gap.since),
            wording.count_of(gap.attempts, "attempt"),
        )
        summary = (
            _(
                "{name}: seen in full again {time}, after {duration} and {attempts}."
                " What changed meanwhile, if anything did, is told as a change."
            )
        ).format(name=name, time=wording.moment(gap.ended_by.captured_at), duration=lasted, attempts=attempts)
        return _state_entry(revision, site, _("Seen in full again: {name}").format(name=name), summary, "back")
    state = _("Seen in part") if gap.is_partial else _("Not seen")
    title = f"{state}: {name} ({wording.word(gap.run[0].outcome.value)})"
    return _state_entry(
        revision, site, title, _gap_words(gap, name, state), "in-part" if gap.is_partial else "not-seen"
    )


def _gap_words(gap: Gap, name: str, state: str) -> str:
    """Return what is known when a gap begins, so that its going on changes no entry."""
    first = gap.run[0]
    detail = f" ({clean_line(first.detail)})" if first.detail else ""
    seen = (
        _("Last seen in full {last_seen_at}.").format(last_seen_at=wording.moment(gap.last_seen_at))
        if gap.last_seen_at
        else _("It was never seen in full.")
    )
    return (
        _("{name}: {state} since {time}: {outcome}. {seen}").format(
            name=name,
            state=state.lower(),
            time=wording.moment(gap.since),
            outcome=wording.word(first.outcome.value) + detail,
            seen=seen,
        )
        + " "
        + _("Until it is seen again, no alert does not mean no change; nothing says that it was taken down.")
    )


def _state_entry(revision: EntryRevision, site: Site, title: str, summary: str, state: str) -> Entry:
    document = revision.document
    link = site.page_url(f"d/{document.id}/" + (f"#gap-{revision.gap.run[0].attempt}" if revision.gap else ""))
    body = environment().from_string("<p>{{ summary }}</p><p><a href='{{ link }}'>{{ gaps }}</a></p>")
    return Entry(
        id=site.entry_id(clean_line(revision.entry_id)),
        title=cut_line(title, wording.LONGEST_TITLE),
        link=link,
        published=whole_second(revision.at),
        updated=whole_second(revision.at),
        summary=clean(summary),
        html=safe_html(body.render(summary=summary, link=link, gaps=_("All gaps of this document"))),
        categories=(
            Category(
                term=state, scheme=site.tag("status"), label=wording.capital(wording.word(state.replace("-", " ")))
            ),
            document_category(revision, site),
        ),
        links=source_link(revision),
    )
