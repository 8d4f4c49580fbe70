"""One telling in words: for mail, chat and the like. Renders no feed entry and sends nothing.

Before and after stand in words, one under the other: what marks alone say is lost where they are not shown.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from feeds import wording
from feeds.clean import clean, clean_line, cut_line
from feeds.deliveries.message import Message
from feeds.deliveries.payload import payload_of
from feeds.deliveries.told_stories import ToldBefore
from feeds.language.translation import ENGLISH, WordTable, _, spoken
from feeds.own_words import own_part_in_words
from feeds.site import Site
from feeds.templating.jinja_environment import environment, path_of, web_address
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Document, Evidence, Finding, Notice, NoticeKind, Release

WIDTH = 76
_FINDINGS = 6  # of one alert; its page has all
_QUOTES = 3  # of one finding
_CHARACTERS = 700  # of one quote
_IN_POST = 280  # characters of one side in a short post

_HOW = WordTable(
    {
        Release.CONFIRMED: "A second look at the page agreed.",
        Release.UNCONFIRMED: "No second look at the page confirmed this yet.",
        Release.BY_PERSON: "Told after a person looked at it.",
        Release.REJUDGED: "An earlier change, told now that it was judged again under newer rules.",
    }
)

_STATES = WordTable(
    {
        NoticeKind.CORRECTION: "Correction",
        NoticeKind.WITHDRAWAL: "Withdrawn",
        NoticeKind.EXPERT_NOTE: "Note",
        NoticeKind.NOTE_TAKEN_BACK: "Note taken back",
    }
)

_SIGHTS = WordTable(
    {
        NoticeKind.UNSEEN: "Not seen any more",
        NoticeKind.SEEN_AGAIN: "Seen again",
        NoticeKind.LINK: "A watched link",
        NoticeKind.LINEAGE: "Another text at the address",
    }
)


def message_of(
    notice: Notice,
    alert: Alert | None,
    document: Document,
    site: Site,
    before: ToldBefore | None = None,
    stands: Sequence[tuple[Document, Alert]] = (),
) -> Message:
    """Return what a telling says to people, with what it says to programs.

    Of what was told `before` it says only that it was; `stands` are alerts on other documents that told the same as
    one that is withdrawn.
    """
    whole = alert
    if alert and before:
        alert = own_part_in_words(alert, before.own, document.title)
    link = site.page_url(f"changes/{alert.change}/") if alert else site.page_url(f"d/{document.id}/")
    name = clean_line(document.title)
    title = _title(notice, alert, document)
    facts = _facts(notice, alert, document, site, before) if alert else ()
    lead = (*_lead(notice, alert, name), *(_standing(document, alert, site) for document, alert in stands))
    findings = gravest_findings(alert) if alert and notice.kind is NoticeKind.ALERT else ()
    source = web_address(document.url)
    html = (
        environment()
        .get_template("mail_notice.html")
        .render(title=title, lead=lead, findings=findings, facts=facts, link=link, source=source)
    )
    return Message(
        event_id=notice.id,
        title=title,
        text=_text(lead, findings, facts, link, source),
        html=html,
        link=link,
        at=notice.at,
        payload=payload_of(notice, whole, document, link, before, (title, *lead)),
        paragraphs=_paragraphs(alert, lead, notice) if alert and notice.kind is NoticeKind.ALERT else lead,
        alert_id=alert.id if alert and notice.kind is NoticeKind.ALERT else "",
    )


@frozen
class QuoteRun:
    """Words of a quote that stayed together, or that went or came together."""

    text: str
    is_marked: bool


@frozen
class TextQuote:
    """A quote with its sides cut to a length that can be read in a mail."""

    before: str | None
    after: str | None
    where: str

    @property
    def runs(self) -> tuple[tuple[QuoteRun, ...], tuple[QuoteRun, ...]]:
        """Return both sides in runs of words that stayed, and that went or came."""
        old, new = ((side or "").split() for side in (self.before, self.after))
        if not old or not new:
            return _run(old), _run(new)
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return (
            tuple(QuoteRun(text=" ".join(old[a:b]), is_marked=op != "equal") for op, a, b, _, _ in steps if b > a),
            tuple(QuoteRun(text=" ".join(new[a:b]), is_marked=op != "equal") for op, _, _, a, b in steps if b > a),
        )


@frozen
class TextFinding:
    """A finding as a mail shows it."""

    headline: str
    severity: str
    quotes: tuple[TextQuote, ...]
    more: int  # quotes that are not shown


def _run(words: list[str]) -> tuple[QuoteRun, ...]:
    return (QuoteRun(text=" ".join(words), is_marked=False),) if words else ()


def gravest_findings(alert: Alert) -> tuple[TextFinding, ...]:
    """Return the gravest findings of an alert."""
    return tuple(_finding(finding) for finding in alert.findings[:_FINDINGS])


def _finding(finding: Finding) -> TextFinding:
    return TextFinding(
        headline=wording.finding_headline(finding),
        severity=wording.word(finding.severity.value),
        quotes=tuple(_quote(quote) for quote in finding.evidence[:_QUOTES]),
        more=max(0, len(finding.evidence) - _QUOTES),
    )


def _quote(evidence: Evidence) -> TextQuote:
    return TextQuote(
        before=_short(evidence.before_text), after=_short(evidence.after_text), where=path_of(evidence.context)
    )


def wrap(text: str, indent: str = "") -> str:
    """Return a text in lines that fit a mail."""
    lines = clean(text).split("\n")
    return "\n".join(
        textwrap.fill(
            line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        for line in lines
    )


def quote_lines(quote: TextQuote, indent: str = "  ") -> Iterable[str]:
    """Yield the lines of a quote."""
    if quote.where:
        yield wrap(_("In: {where}").format(where=quote.where), indent)
    if quote.before is not None:
        yield wrap(_("Before: {quote}").format(quote=quote.before), indent)
    if quote.after is not None:
        yield wrap(_("After: {quote}").format(quote=quote.after), indent)


def _title(notice: Notice, alert: Alert | None, document: Document) -> str:
    """Return a subject: what happened first, and of whom; a reader may see no more of it than fits on a phone."""
    name = clean_line(document.title)
    state = _STATES.get(notice.kind, "")
    if alert and (state or notice.kind is NoticeKind.ALERT):
        return wording.subject(document.service or name, alert, state)
    return cut_line(f"{_SIGHTS.get(notice.kind, notice.kind.value)}: {name}", wording.LONGEST_TITLE)


def _lead(notice: Notice, alert: Alert | None, name: str) -> tuple[str, ...]:
    note = clean(notice.note).strip()
    if alert is None:
        return _lead_of_sight(notice, name)
    said = clean(wording.summary(alert)).strip() or wording.headline(alert)
    by = clean_line(notice.signed_by)
    it_said = _("It had said: {summary}").format(summary=said)
    if notice.kind is NoticeKind.CORRECTION:
        return _("An alert about {document} is corrected: {note}").format(document=name, note=note), it_said
    if notice.kind is NoticeKind.WITHDRAWAL:
        return _("An alert about {document} is withdrawn: {note}").format(document=name, note=note), it_said
    if notice.kind is NoticeKind.EXPERT_NOTE:
        on = " " + _("On the words “{quote}”.").format(quote=_short(notice.quote)) if notice.quote else ""
        noted = _("{by} on an alert about {document}: {note}").format(by=by, document=name, note=note)
        return f"{noted}{on}", it_said
    if notice.kind is NoticeKind.NOTE_TAKEN_BACK:
        back = _("A note on an alert about {document} is taken back by {by}: {note}")
        stands = _("The alert stands: {summary}").format(summary=said)
        return back.format(document=name, by=by, note=note), stands
    direction = wording.within(wording.DIRECTIONS[alert.direction])
    rated = f"{name}: {wording.word(alert.severity.value)}, {direction}."
    return tuple(part for part in (rated, said, _HOW.get(notice.how, ""), note) if part)


def _standing(document: Document, alert: Alert, site: Site) -> str:
    link = site.page_url(f"changes/{alert.change}/")
    return _("The same change stands in {document}: {link}").format(document=clean_line(document.title), link=link)


def _lead_of_sight(notice: Notice, name: str) -> tuple[str, ...]:
    """Return what is said of a telling that is about no alert."""
    said = sight_words(notice)
    opening = f"{name}: {said}" if said else name
    if notice.kind is NoticeKind.UNSEEN:
        return opening, _(
            "Until it is seen again, no alert does not mean no change; nothing says that it was taken down."
        )
    if notice.kind is NoticeKind.SEEN_AGAIN:
        return opening, _("What changed meanwhile, if anything did, is told as a change.")
    return (opening,)


def sight_words(notice: Notice) -> str:
    """Return what a telling says of whether a page is seen: the sentence on record is English."""
    note = clean(notice.note).strip()
    if spoken() == ENGLISH or notice.kind not in (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN):
        return note
    seen = _("It had last been seen {time}.").format(time=wording.moment(notice.since)) if notice.since else ""
    return f"{_SIGHTS[notice.kind]}. {seen}".strip()


def _paragraphs(alert: Alert, lead: tuple[str, ...], notice: Notice) -> tuple[str, ...]:
    """Return what a short post says after the title: which way, of whom, in which words, and what else changed."""
    how = _HOW.get(notice.how, "")
    opening = " ".join(part for part in (f"{wording.DIRECTIONS[alert.direction]}.", how) if part)
    quotes = [quote for finding in gravest_findings(alert)[:1] for quote in finding.quotes[:1]]
    now = [_("Now: “{quote}”").format(quote=cut_line(q.after, _IN_POST)) for q in quotes if q.after is not None]
    before = [_("Before: “{quote}”").format(quote=cut_line(q.before, _IN_POST)) for q in quotes if q.before is not None]
    further = [
        _("Also: {finding}").format(finding=wording.finding_headline(finding))
        for finding in alert.findings[1:_FINDINGS]
    ]
    return (f"{opening} {clean_line(wording.standfirst(alert))}", *now, *before, *further) if quotes else lead


def _facts(
    notice: Notice, alert: Alert, document: Document, site: Site, before: ToldBefore | None
) -> tuple[tuple[str, str], ...]:
    effective = wording.stated_day(alert.effective_date) if alert.effective_date else ""
    reasons = "; ".join(clean_line(said) for said in wording.reasons(alert.severity_reasons))
    rated = wording.word(alert.severity.value)
    facts = (
        (_("First seen"), wording.moment(alert.captured_at)),
        (_("Last seen without it"), wording.moment(alert.lacked_at) if alert.lacked_at else ""),
        (_("Version before first seen"), "" if alert.lacked_at else wording.moment(alert.previous_captured_at)),
        (_("In effect, as the text says"), effective),
        (_("Told"), wording.moment(notice.at)),
        (_("The rest, told before"), _told_of(before, site) if before else ""),
        (_("Rated"), f"{rated}: {reasons}" if reasons else rated),
        (_("About"), wording.topics(alert.topics)),
        (_("Region"), clean_line(document.region)),
        (_("Partial"), _("only part of the page was seen") if alert.partial else ""),
    )
    return tuple((label, value) for label, value in facts if value)


def _told_of(before: ToldBefore, site: Site) -> str:
    return f"{clean_line(before.document.title)}, {site.page_url(f'changes/{before.first.change}/')}"


def _text(
    lead: tuple[str, ...],
    findings: tuple[TextFinding, ...],
    facts: tuple[tuple[str, str], ...],
    link: str,
    source: str,
) -> str:
    parts = [wrap(part) for part in lead]
    for number, finding in enumerate(findings, start=1):
        lines = [wrap(f"{number}. {finding.headline} ({finding.severity})")]
        for quote in finding.quotes:
            lines += ["", *quote_lines(quote)]
        if finding.more:
            more = wording.count_of(finding.more, "more quote")
            lines += ["", "  " + _("and {more} on its page").format(more=more)]
        parts.append("\n".join(lines))
    if facts:
        parts.append("\n".join(wrap(f"{label}: {value}") for label, value in facts))
    itself = [_("The page itself: {link}").format(link=source)] if source else []
    parts.append("\n".join([_("All of it: {link}").format(link=link), *itself]))
    return "\n\n".join(parts) + "\n"


def _short(text: str | None) -> str | None:
    if text is None:
        return None
    cleaned = " ".join(clean(text).split())
    return cleaned if len(cleaned) <= _CHARACTERS else cleaned[:_CHARACTERS].rpartition(" ")[0] + " …"
