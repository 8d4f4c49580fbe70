"""From what was told to the entries of feeds: words and safe HTML. Knows no feed format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from feeds import wording
from feeds.addresses import version_address
from feeds.clean import clean, clean_line, cut_line
from feeds.downloads.download_files import evidence_address
from feeds.language.translation import _
from feeds.marks import hunks_by_quote
from feeds.own_words import own_part_in_words, places_in_words
from feeds.published_alerts import standing_notes
from feeds.site import Site
from feeds.syndication.alert_history import history_of, state_of
from feeds.syndication.entry import (
    Category,
    Entry,
    EntryLink,
    document_category,
    safe_html,
    source_link,
    whole_second,
)
from feeds.syndication.journal import EntryRevision, RevisionKind
from feeds.syndication.quotes import (
    FindingQuote,
    cut_words,
    findings_left_out,
    first_words,
    quotes_of_alert,
    quotes_of_change,
)
from feeds.syndication.status_entries import gap_entry, visibility_entry
from feeds.templating.jinja_environment import environment, web_address
from snapshots.records import Alert, Change, Notice, NoticeKind, Release, Severity

_IN_SUMMARY = 160  # characters of each side of the first passage
_IN_TITLE = 2  # topics
_SAID = 560  # characters of what an alert says in sum; its page has all


def entry_of(revision: EntryRevision, change_of: Callable[[int], Change], site: Site) -> Entry:
    """Return the entry in the state that a row of the journal gives it; `change_of` loads a change by its number."""
    if revision.own and revision.alert:
        own = own_part_in_words(revision.alert, revision.own, revision.document.title)
        revision = replace(revision, alert=own)
    match revision.kind:
        case RevisionKind.ALERT | RevisionKind.REVISION:
            return _alert_entry(revision, change_of, site)
        case RevisionKind.NOTE:
            return _note_entry(revision, site)
        case RevisionKind.LOW:
            return _low_entry(revision, change_of, site)
        case RevisionKind.SIGHT:
            return visibility_entry(revision, site)
        case _:
            return gap_entry(revision, site)


def _alert_entry(revision: EntryRevision, change_of: Callable[[int], Change], site: Site) -> Entry:
    alert, notice, document = revision.alert, revision.notice, revision.document
    assert alert and notice  # noqa: S101 - the journal gives both to an alert's rows
    change = change_of(alert.change)
    name, link = clean_line(document.title), site.page_url(f"changes/{alert.change}/")
    quoted = quotes_of_alert(alert, hunks_by_quote(change))
    direction = wording.within(wording.DIRECTIONS[alert.direction])
    said = cut_words(clean(wording.summary(alert)).strip() or wording.headline(alert), _SAID)
    state = state_of(revision.notes)
    summary = " ".join(
        filter(
            None,
            (
                f"{state}." if state else "",
                f"{name}, {wording.word(alert.severity.value)}, {direction}: {said}",
                _words(quoted, said),
                _how_sure(notice),
                _("First seen {first_seen}.").format(first_seen=wording.moment(alert.captured_at)),
                _also(revision),
            ),
        )
    )
    html = _render(
        "entry.html", revision, site,
        summary=said, quoted=quoted, more_findings=findings_left_out(alert), history=history_of(notice, revision.notes),
        link=link, how_sure=_how_sure(notice), state=state, attempt=notice.attempt, head=revision.head,
        witnesses=revision.witnesses, expert_notes=standing_notes(revision.notes),
        **_dates(revision, alert, change),
    )  # fmt: skip
    return Entry(
        id=site.entry_id(clean_line(alert.id)),
        title=_title(state, alert),
        link=link,
        published=whole_second(notice.at),
        updated=whole_second(revision.at),
        summary=summary,
        html=html,
        categories=_categories(revision, alert.severity, alert, site),
        links=(*source_link(revision), _evidence_link(alert, site)),
    )


def _also(revision: EntryRevision) -> str:
    """Return in which further documents the same change came."""
    named = (f"{clean_line(place.title)} ({wording.day(place.captured_at)})" for place in revision.places)
    same = _("The same in: {places}.").format(places=", ".join(named)) if revision.places else ""
    beside = "; ".join(said for _place, own in places_in_words(revision.places) for said in own)
    return f"{same} {_('Beside it there: {findings}.').format(findings=beside)}" if beside else same


def _note_entry(revision: EntryRevision, site: Site) -> Entry:
    """Return the correction or withdrawal of an alert as news of its own: who read the old entry reads this one."""
    alert, document, notice = revision.alert, revision.document, revision.notes[-1]
    assert alert  # noqa: S101 - a note is about an alert
    link = site.page_url(f"changes/{alert.change}/#history")
    word = _("Withdrawal") if notice.kind is NoticeKind.WITHDRAWAL else _("Correction")
    headline = wording.headline(alert)
    told = revision.notice
    about = clean_line(document.title) + (f" ({wording.day(told.at)})" if told else "")
    summary = _("{word} of an alert: {about}, “{headline}”. {note}").format(
        word=word, about=about, headline=headline, note=clean(notice.note).strip()
    )
    html = _render(
        "entry_note.html", revision, site,
        word=word, headline=headline, note=notice.note, link=site.page_url(f"changes/{alert.change}/"), told=told,
        is_withdrawn=notice.kind is NoticeKind.WITHDRAWAL,
    )  # fmt: skip
    return Entry(
        id=site.entry_id(clean_line(notice.id)),
        title=_title(word, alert),
        link=link,
        published=whole_second(notice.at),
        updated=whole_second(notice.at),
        summary=summary,
        html=html,
        categories=(
            Category(term="correction", scheme=site.tag("kind"), label=word),
            *_categories(revision, alert.severity, alert, site),
        ),
        links=(
            EntryLink(
                rel="related",
                href=site.page_url(f"changes/{alert.change}/"),
                title=_("The alert it is about"),
                type="text/html",
            ),
            *source_link(revision),
        ),
    )


def _low_entry(revision: EntryRevision, change_of: Callable[[int], Change], site: Site) -> Entry:
    line = revision.change
    assert line  # noqa: S101 - a change that is no alert has its line
    change = change_of(line.number)
    name, title = clean_line(revision.document.title), wording.change_title(line, None)
    quoted, link = quotes_of_change(change), site.page_url(f"changes/{line.number}/")
    looks = [wording.finding_headline(finding) for finding in change.worth_a_look]
    entitled = _("{name}, worth a look: {finding}").format(name=name, finding=looks[0]) if looks else f"{name}: {title}"
    said = f"{title}. " + (
        _("Worth a look, too unsure for an alert: {findings}.").format(findings=cut_words("; ".join(looks), _SAID))
        if looks
        else _("Nothing in it was found to be of substance.")
    )
    html = _render(
        "entry.html", revision, site,
        summary=said, quoted=quoted, more_findings=0, history=(), link=link, how_sure="", state="",
        **_dates(revision, None, change),
    )  # fmt: skip
    return Entry(
        id=site.entry_id(revision.entry_id),
        title=cut_line(entitled, wording.LONGEST_TITLE),
        link=link,
        published=whole_second(revision.at),
        updated=whole_second(revision.at),
        summary=" ".join(
            filter(
                None,
                (
                    f"{name}, {wording.word(Severity.LOW.value)}: {said}",
                    _words(quoted, ""),
                    _("First seen {first_seen}.").format(first_seen=wording.moment(change.captured_at)),
                ),
            )
        ),
        html=html,
        categories=_categories(revision, change.severity, None, site),
        links=source_link(revision),
    )


def _words(quoted: tuple[FindingQuote, ...], said: str) -> str:
    """Return the gravest passage before and after, for readers that show the summary alone.

    What the summary quotes already isn't said twice.
    """
    pair = first_words(quoted, _IN_SUMMARY)
    if pair is None:
        return ""
    sides = []
    for name, words, missing in ((_("Before"), pair[0], _("not there")), (_("After"), pair[1], _("no longer there"))):
        if words is None:
            sides.append(f"{name}: {missing}.")
        elif clean(words) not in said:
            sides.append(f"{name}: “{clean(words).strip()}”.")
        else:
            sides.append(_("{side}: as quoted.").format(side=name))
    return " ".join(sides)


def _how_sure(notice: Notice) -> str:
    return {
        Release.STRAIGHT: "",
        Release.CONFIRMED: _("A second capture shows it too."),
        Release.UNCONFIRMED: _("Unconfirmed: no second capture has shown it yet."),
        Release.BY_PERSON: _("A person looked at it before it was told."),
        Release.REJUDGED: _("An earlier change, told now that it was judged again under newer rules."),
    }[notice.how]


def _dates(revision: EntryRevision, alert: Alert | None, change: Change) -> dict[str, object]:
    """Return the dates that are kept apart: when it was announced, takes effect, was first seen and told."""
    return {
        "announced": revision.announced,
        "effective": alert.effective_date if alert else "",
        "first_seen": change.captured_at,
        "lacked_at": change.lacked_at,
        "seen_before": change.previous_captured_at,
        "told_at": revision.notice.at if revision.notice else change.decided_at,
        "is_partial": change.partial,
    }


def _title(state: str, alert: Alert) -> str:
    """Return the title of an entry about an alert, what became of the alert first.

    In another language, what it is about stands before a headline that is English.
    """
    before = f"{state}: " if state else ""
    if wording.is_english(alert):
        about = wording.topics(alert.topics[:_IN_TITLE])
        before += f"{wording.DIRECTIONS[alert.direction]}{f', {about}' if about else ''} – "
    return f"{before}{wording.headline(alert, wording.LONGEST_TITLE - len(before))}"


def _evidence_link(alert: Alert, site: Site) -> EntryLink:
    href = site.url(evidence_address(alert))
    return EntryLink(rel="related", href=href, title=_("Evidence: captures, hashes, chain"), type="application/zip")


def _categories(revision: EntryRevision, severity: Severity, alert: Alert | None, site: Site) -> tuple[Category, ...]:
    named = [Category(term=severity.value, scheme=site.tag("severity"), label=wording.word(severity.value))]
    if alert:
        direction = wording.DIRECTIONS[alert.direction]
        named.append(Category(term=alert.direction.value, scheme=site.tag("direction"), label=direction))
        named += [Category(term=t, scheme=site.tag("topic"), label=wording.topic(t)) for t in alert.topics]
    return (*named, document_category(revision, site))


def _render(template: str, revision: EntryRevision, site: Site, **named: object) -> str:
    document = revision.document
    html = (
        environment()
        .get_template(template)
        .render(
            alert=revision.alert,
            severity=revision.alert.severity if revision.alert else Severity.LOW,
            document=document,
            language=clean_line(document.language),
            source=web_address(document.url),
            copies=[site.page_url(version_address(version)) for version in revision.copies],
            evidence=site.url(evidence_address(revision.alert)) if revision.alert else "",
            site=site,
            imported=revision.imported,
            places=places_in_words(revision.places),
            first=revision.first,
            is_own_part=bool(revision.own),
            **named,
        )
    )
    return safe_html(html)
