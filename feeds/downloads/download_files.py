"""What pages offer to be taken away, as files: citations, evidence, pages as they were received. Renders no page.

A page as received goes out as plain text under a name that no browser runs: it is never live HTML of this site.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from feeds.addresses import change_address, copies
from feeds.downloads.alert_picture import render_picture
from feeds.downloads.citation_formats import FORMATS, Format
from feeds.downloads.citations import Citation, cite_alert, cite_version
from feeds.downloads.evidence_pack import evidence_name, evidence_pack
from feeds.downloads.evidence_proofs import KeptProofs
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.http.headers import RECEIVED, SCREENSHOT
from snapshots.records import Alert, Document


def evidence_address(alert: Alert) -> str:
    """Return the address of the evidence of an alert."""
    return f"{change_address(alert.change)}{evidence_name(alert)}"


def citation_address(page: str, citation_format: Format) -> str:
    """Return the address of a citation of the page at the address `page`."""
    return f"{page}cite.{citation_format.suffix}"


def received_address(page: str) -> str:
    """Return the address of the bytes that the version at the address `page` was read from."""
    return f"{page}{RECEIVED}"


def screenshot_address(page: str) -> str:
    """Return the address of what a browser showed when the version at the address `page` was captured."""
    return f"{page}{SCREENSHOT}"


def evidence_files(edition: Edition) -> Iterator[File]:
    """Yield the evidence of each alert; what is captured later changes none of it, a timestamp over it does once."""
    survey = edition.survey
    lines = {line.number: line for line in survey.changes}
    kept = KeptProofs(edition.archive)
    for number, alert in survey.alerts.items():
        line, watched = lines[number], survey.of(alert.document_id)
        led = [(notice.kind, notice.attempt) for notice in survey.notices_of(alert)]
        shown = watched.versions[line.to_version - 1].attempt
        covering = [kept.over(least).sequences for least in (shown, *(at for _, at in led))]
        yield File(
            path=evidence_address(alert),
            key=key_of(survey.alert_digests[number], led, covering, line.digest, watched.document),
            render=partial(evidence_pack, edition.archive, alert),
        )


def citation_files(edition: Edition) -> Iterator[File]:
    """Yield the citations of each alert and each version."""
    site = edition.site
    for watched in edition.named:
        for line in watched.changes:
            alert = edition.survey.alerts.get(line.number)
            if alert:
                after = watched.versions[line.to_version - 1]
                cited = cite_alert(alert, watched.document, after, site)
                yield from _citations(change_address(line.number), cited)
        for copy in copies(watched.versions):
            cited = cite_version(copy.newest, watched.document, site.url(copy.address), site)
            yield from _citations(copy.address, cited)


def received_files(edition: Edition) -> Iterator[File]:
    """Yield the page that each version was read from, as it was received."""
    for watched in edition.named:
        for copy in copies(watched.versions):
            digest = copy.newest.body_sha256
            yield File(path=received_address(copy.address), key=digest, render=partial(edition.archive.body, digest))


def screenshot_files(edition: Edition) -> Iterator[File]:
    """Yield the screenshot of each version that was captured through a browser, and kept one."""
    for watched in edition.named:
        through_browser = {
            observation.attempt for observation in watched.observations if observation.channel == "browser"
        }
        for copy in copies(watched.versions):
            if copy.newest.attempt in through_browser:
                digest = edition.archive.attempt(copy.newest.attempt).screenshot_sha256
                if digest:
                    path = screenshot_address(copy.address)
                    yield File(path=path, key=digest, render=partial(edition.archive.body, digest))


def _citations(page: str, cited: Citation) -> Iterator[File]:
    key = key_of(cited)
    for made in FORMATS.values():
        yield File(path=citation_address(page, made), key=key, render=partial(_render_citation, made, cited))


def _render_citation(made: Format, cited: Citation) -> bytes:
    return made.render(cited).encode()


def picture_address(number: int) -> str:
    """Return the address of the picture of the alert on the change of that number."""
    return f"{change_address(number)}picture.png"


def picture_files(edition: Edition) -> Iterator[File]:
    """Yield the picture of each alert; the change that it tells is never changed, so its number does for the key."""
    survey = edition.survey
    for watched in edition.named:
        for line in watched.changes:
            alert = survey.alerts.get(line.number)
            if alert:
                yield File(
                    path=picture_address(line.number),
                    key=key_of(line.digest, survey.alert_digests[line.number], watched.document),
                    render=partial(_render_alert_picture, edition, alert, watched.document),
                )


def _render_alert_picture(edition: Edition, alert: Alert, document: Document) -> bytes:
    return render_picture(alert, edition.archive.change(alert.change), document, edition.site)
