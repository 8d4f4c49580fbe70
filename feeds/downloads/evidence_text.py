"""What a person reads in the evidence of an alert: the README, the texts, the diff. Knows no archive and no zip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds import wording
from feeds.clean import clean, clean_line
from feeds.downloads.evidence_captures import EvidenceCapture
from feeds.downloads.evidence_proofs import EvidenceProofs
from feeds.marks import passage_of
from feeds.templating.jinja_environment import environment, path_of
from snapshots.records import Alert, Attempt, Change, Document, Extraction, SegmentKind
from snapshots.witnesses import Witnessed

_LONGEST = 20_000  # characters of one passage in the diff for people; diff.json has all
_MARKS = {SegmentKind.HEADING: "\n# ", SegmentKind.BULLET: "- "}


def text_of(extraction: Extraction) -> str:
    """Return what a page says, a line for each segment."""
    said = "".join(f"{_MARKS.get(s.kind, '')}{clean_line(s.text)}\n" for s in extraction.segments)
    return said.lstrip("\n")


def diff_text(change: Change, document: Document) -> str:
    """Return the differences as plain text."""
    head = f"{document.id}: version {change.from_version} to version {change.to_version}\n"
    return head + "".join(
        f"\n@ {path_of(hunk.context) or 'top of the page'} ({hunk.kind.value})\n"
        + "".join(
            f"{sign} {clean_line(side)}\n" for sign, side in (("-", hunk.before), ("+", hunk.after)) if side is not None
        )
        for hunk in change.hunks
    )


def diff_page(change: Change, alert: Alert, document: Document) -> bytes:
    """Return the differences as a page of its own that runs nothing and loads nothing."""
    return (
        _templates(is_html=True)
        .get_template("diff.html")
        .render(
            change=change,
            headline=clean_line(alert.headline),
            document=document,
            passages=[passage_of(hunk, _LONGEST) for hunk in change.hunks],
        )
        .encode()
    )


def readme(
    alert: Alert,
    document: Document,
    captures: Sequence[EvidenceCapture],
    head: Attempt,
    proofs: EvidenceProofs,
    witnesses: Sequence[Witnessed] = (),
) -> bytes:
    """Return how a stranger checks a pack with tools that are everywhere."""
    return (
        _templates(is_html=False)
        .get_template("README.txt")
        .render(
            alert=alert,
            headline=clean_line(alert.headline),
            direction=wording.DIRECTIONS[alert.direction].lower(),
            title=clean_line(document.title),
            captures=captures,
            head=head,
            proofs=proofs,
            sections=count(4),
            next=next,
            witnesses=witnesses,
            stamp=wording.stamp,
            clean=clean,
        )
        .encode()
    )


@cache
def _templates(*, is_html: bool) -> Environment:
    if is_html:
        return environment().overlay(loader=PackageLoader("feeds.downloads.evidence_pack"))
    return Environment(  # noqa: S701 plain text
        loader=PackageLoader("feeds.downloads.evidence_pack"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
