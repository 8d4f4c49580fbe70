"""What a period held, in one message: what was told, the low changes, and what can't be seen. Sends nothing.

A digest is bounded by two marks and not by the clock, so that each thing is in one of them, whenever it is
rendered.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime

from feeds import wording
from feeds.clean import clean_line
from feeds.deliveries.matching import wants_change, wants_notice
from feeds.deliveries.message import Message
from feeds.deliveries.news_age import is_news_since
from feeds.deliveries.notice_messages import TextQuote, gravest_findings, quote_lines, sight_words, wrap
from feeds.deliveries.targets import Filter
from feeds.deliveries.told_stories import told_stories
from feeds.edition.stories import own_part
from feeds.language.translation import _
from feeds.own_words import own_part_in_words
from feeds.site import Site
from feeds.templating.jinja_environment import environment
from snapshots.archive import Archive
from snapshots.deliveries import Mark
from snapshots.frozen_class import frozen
from snapshots.records import Alert, ChangeLine, Document, Notice, NoticeKind

_NOTES = (NoticeKind.EXPERT_NOTE, NoticeKind.NOTE_TAKEN_BACK)
_LINES = 60  # of one section; the site has all


@frozen
class DigestLine:
    """One thing in a digest."""

    words: str
    link: str
    quote: TextQuote | None = None  # the first it rests on


@frozen
class DigestSection:
    """Things of one kind, and how many more there are."""

    title: str
    lines: tuple[DigestLine, ...]
    more: int = 0


@frozen
class Digest:
    """A period as one target wants it."""

    begin: Mark
    end: Mark
    sections: tuple[DigestSection, ...]
    unseen: tuple[DigestLine, ...]  # documents that can't be seen as it ends

    @property
    def is_worth_sending(self) -> bool:
        """Return whether it says anything: silence is told from blindness."""
        return bool(self.sections or self.unseen)


def gather(archive: Archive, site: Site, chosen: Filter, *, begin: Mark, end: Mark, since: datetime) -> Digest:
    """Return what lies between two marks; what is from before `since`, as an import brings it, is no news."""
    documents = {document.id: document for document in archive.documents()}
    journal = [notice for notice in archive.notices() if notice.sequence <= end.notice]
    told = [
        (notice, archive.alert(notice.alert_id) if notice.alert_id else None)
        for notice in journal
        if notice.sequence > begin.notice and is_news_since(archive, notice, since)
    ]
    wanted = [(t, a) for t, a in told if wants_notice(chosen, t, a, documents[t.document_id])]
    wanted = _once(archive, wanted, journal, chosen, since, documents)
    lines = [(t, _notice_line(t, a, documents[t.document_id], site)) for t, a in wanted]
    low = _low(archive, site, chosen, begin, end, since, documents)
    sections = (
        _section(_("Alerts"), [line for t, line in lines if t.kind is NoticeKind.ALERT]),
        _section(_("Corrections"), [n for t, n in lines if t.kind in (NoticeKind.CORRECTION, NoticeKind.WITHDRAWAL)]),
        _section(_("Notes by experts"), [n for t, n in lines if t.kind in _NOTES]),
        _section(_("Seen and not seen"), [n for t, n in lines if t.kind in (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN)]),
        _section(_("Texts served"), [line for t, line in lines if t.kind is NoticeKind.LINEAGE]),
        _section(_("Watched links"), [line for t, line in lines if t.kind is NoticeKind.LINK]),
        _section(_("Worth a look"), [line for is_look, line in low if is_look]),
        _section(_("Low changes"), [line for is_look, line in low if not is_look]),
    )
    return Digest(
        begin=begin,
        end=end,
        sections=tuple(section for section in sections if section.lines),
        unseen=tuple(
            _notice_line(t, None, documents[t.document_id], site)
            for t in _still_unseen(journal)
            if wants_notice(Filter(documents=chosen.documents, services=chosen.services, regions=chosen.regions),
                             t, None, documents[t.document_id])
        ),
    )  # fmt: skip


def _once(
    archive: Archive,
    wanted: list[tuple[Notice, Alert | None]],
    journal: Sequence[Notice],
    chosen: Filter,
    since: datetime,
    documents: Mapping[str, Document],
) -> list[tuple[Notice, Alert | None]]:
    """Leave out of alerts what this reader is told, or was told, of another document."""
    by_story = told_stories(archive, journal, [alert for _, alert in wanted if alert])
    firsts = {notice.alert_id: notice for notice in journal if notice.kind is NoticeKind.ALERT} if by_story else {}

    def left_of(notice: Notice, alert: Alert) -> Alert | None:
        again = by_story.get(alert.id) if notice.kind is NoticeKind.ALERT else None
        first = firsts[again.first] if again else None
        if again is None or first is None or not is_news_since(archive, first, since):
            return alert
        document = documents[alert.document_id]
        if not wants_notice(chosen, first, archive.alert(first.alert_id), documents[first.document_id]):
            return alert
        if not again.own or not wants_notice(chosen, notice, own_part(alert, again.own), document):
            return None
        return own_part_in_words(alert, again.own, document.title)

    told = [(notice, alert, left_of(notice, alert) if alert else None) for notice, alert in wanted]
    return [(notice, left) for notice, alert, left in told if left or not alert]


def digest_message(digest: Digest, event_id: str, site: Site) -> Message:
    """Return a digest in words."""
    count = sum(len(section.lines) + section.more for section in digest.sections)
    name, until = clean_line(site.title), wording.moment(digest.end.at)
    changes = wording.count_of(count, "change")
    title = (
        _("{site}: {changes} until {time}").format(site=name, changes=changes, time=until)
        if count
        else _("{site}: not everything can be seen, {time}").format(site=name, time=until)
    )
    # "From" at the beginning of a line gets a ">".
    period = _("What was told from {begin} to {end}.").format(begin=wording.moment(digest.begin.at), end=until)
    parts = [wrap(period)]
    if digest.unseen:
        parts.append("\n".join([_("Can’t be seen now").upper(), "", *(_item(line) for line in digest.unseen)]))
        parts.append(wrap(_("Of these, no news does not mean no change.")))
    for section in digest.sections:
        lines = [section.title.upper(), "", *(_item(line) for line in section.lines)]
        if section.more:
            more, link = wording.grouped(section.more), site.page_url("changes/")
            lines.append(_("and {more} more on {link}").format(more=more, link=link))
        parts.append("\n".join(lines))
    if not digest.sections:
        parts.append(_("Nothing else was told in this time."))
    html = environment().get_template("mail_digest.html").render(title=title, period=period, digest=digest, site=site)
    return Message(
        event_id=event_id,
        title=title,
        text="\n\n".join(parts) + "\n",
        html=html,
        link=site.page_url("changes/"),
        at=digest.end.at,
    )


def _notice_line(notice: Notice, alert: Alert | None, document: Document, site: Site) -> DigestLine:
    name = document.title
    if alert is None:
        return DigestLine(words=_line(f"{name}: {sight_words(notice)}"), link=site.page_url(f"d/{document.id}/"))
    link = site.page_url(f"changes/{alert.change}/")
    if notice.kind is not NoticeKind.ALERT:
        words = _line(f"{_who(notice)}, {name}: {wording.headline(alert)}: {notice.note}")
        return DigestLine(words=words, link=link)
    direction = wording.within(wording.DIRECTIONS[alert.direction])
    quotes = [quote for finding in gravest_findings(alert)[:1] for quote in finding.quotes[:1]]
    return DigestLine(
        words=_line(f"[{wording.word(alert.severity.value)}, {direction}] {name}: {wording.headline(alert)}"),
        link=link,
        quote=quotes[0] if quotes else None,
    )


def _who(notice: Notice) -> str:
    kind = wording.word(notice.kind.value)
    return _("{kind} by {name}").format(kind=kind, name=notice.signed_by) if notice.signed_by else kind


def _low(
    archive: Archive,
    site: Site,
    chosen: Filter,
    begin: Mark,
    end: Mark,
    since: datetime,
    documents: dict[str, Document],
) -> list[tuple[bool, DigestLine]]:
    """Return the changes that are no alert, each with whether it is worth a look."""
    return [
        (
            line.worth_a_look > 0,
            DigestLine(
                words=_line(f"{documents[line.document_id].title}: {_said_of(archive, line)}"),
                link=site.page_url(f"changes/{line.number}/"),
            ),
        )
        for line in archive.change_lines()
        if begin.change < line.number <= end.change
        and line.decided_at >= since
        and not line.severity.is_alerting
        and wants_change(chosen, line, documents[line.document_id], lambda n: archive.change(n).hunks)
    ]


def _said_of(archive: Archive, line: ChangeLine) -> str:
    looks = archive.change(line.number).worth_a_look if line.worth_a_look else ()
    return wording.finding_headline(looks[0]) if looks else wording.change_title(line, None)


def _still_unseen(journal: list[Notice]) -> list[Notice]:
    last = {t.document_id: t for t in journal if t.kind in (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN)}
    return [t for _, t in sorted(last.items()) if t.kind is NoticeKind.UNSEEN]


def _section(title: str, lines: list[DigestLine]) -> DigestSection:
    return DigestSection(title=title, lines=tuple(lines[:_LINES]), more=max(0, len(lines) - _LINES))


def _line(words: str) -> str:
    return textwrap.shorten(clean_line(words), 300, placeholder=" …")


def _item(line: DigestLine) -> str:
    return "\n".join([wrap(f"- {line.words}"), *(quote_lines(line.quote) if line.quote else ()), f"  {line.link}", ""])
