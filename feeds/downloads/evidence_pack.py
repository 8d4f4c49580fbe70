"""What belongs into the evidence of an alert, and the zip around it. Reads the archive; writes no file.

The same archive gives the same bytes, and what is captured later changes none of them: unless told otherwise, the
chain in a pack ends where the alert was told, or at the first head after that which was signed or stamped. Such a
proof, and what independent archives kept of the text after the change, is added once it is known.
"""

from __future__ import annotations

import io
import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from feeds.contract import ALERT, CHANGE, HUNK, PUBLISHED_ALERT, VERSION, WITNESSED
from feeds.downloads import evidence_text as words
from feeds.downloads.evidence_captures import EvidenceCapture, captures_of, notice_attempts
from feeds.downloads.evidence_proofs import EvidenceProofs, KeptProofs
from feeds.published_alerts import PublishedAlert
from snapshots.archive import Archive
from snapshots.chain import row_content, row_hash
from snapshots.errors import ArchiveDamaged, ArchiveError
from snapshots.records import Alert, Attempt, Change
from snapshots.warc.warc_records import WarcContents, attempt_records, info_record
from snapshots.witnesses import by_version, witnessed_by

_MODE = 0o644 << 16
_UNIX = 3


def _first_notice_json(archive: Archive, alert: Alert) -> dict[str, Any]:
    """Return an alert as it was told first. What was said of it since is not in: a pack stays as it is."""
    told = [row for row in archive.notices(alert.document_id) if row.id == alert.id]
    if not told:
        return ALERT.to_json(alert)
    plain = PUBLISHED_ALERT.to_json(PublishedAlert(alert=alert, notice=told[0]))
    return {name: value for name, value in plain.items() if name not in ("history", "withdrawn", "witnesses")}


def evidence_name(alert: Alert) -> str:
    """Return the file name of an alert's evidence."""
    return f"policywatch-evidence-{alert.change}.zip"


def evidence_pack(archive: Archive, alert: Alert, *, through: int | None = None) -> bytes:
    """Return the zip of an alert; `through` is the attempt at which its chain ends.

    Raises `ArchiveDamaged` where a body or a row does not match its hash.
    """
    change = archive.change(alert.change)
    captures = captures_of(archive, change)
    told = through or max([shown.attempt.sequence for shown in captures] + notice_attempts(archive, alert))
    proofs = KeptProofs(archive).over(told)
    last = max([told, *(proof.sequence for proof in proofs.each)])
    rows = list(_rows(archive, min(shown.attempt.sequence for shown in captures), last))
    files = dict(_files(archive, alert, change, captures, rows, proofs))
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return _zip({**files, "SHA256SUMS": sums.encode()}, at=change.decided_at)


def _rows(archive: Archive, first: int, last: int) -> Iterator[Attempt]:
    """Yield the rows of the log from `first` to `last`, held against their hashes."""
    expected, previous = first, ""
    for attempt in archive.attempts(after=first - 1):
        if attempt.sequence > last:
            break
        is_next = attempt.sequence == expected and previous in ("", attempt.previous_hash)
        if not is_next or row_hash(attempt.previous_hash, row_content(attempt)) != attempt.hash:
            raise ArchiveDamaged(f"the chain is broken at attempt {attempt.sequence}; run `policywatch verify`")
        expected, previous = expected + 1, attempt.hash
        yield attempt
    if expected <= last:
        raise ArchiveError(f"the log ends at attempt {expected - 1}, before attempt {last}")


def _files(
    archive: Archive,
    alert: Alert,
    change: Change,
    captures: list[EvidenceCapture],
    rows: list[Attempt],
    proofs: EvidenceProofs,
) -> Iterator[tuple[str, bytes]]:
    kept = by_version(witnessed_by(archive.witnesses.steps(change.document_id)))
    witnesses = kept.get((change.document_id, change.to_version), ())
    for shown in captures:
        yield shown.page, archive.body(shown.attempt.body_sha256)
        if shown.attempt.screenshot_sha256:
            yield f"{shown.folder}/screenshot.png", archive.body(shown.attempt.screenshot_sha256)
        yield f"{shown.folder}/capture.json", _json(_capture_json(shown))
        text = words.text_of(archive.extraction(change.document_id, shown.version.number))
        yield f"{shown.folder}/text.txt", text.encode()
    versions = [archive.version(change.document_id, number) for number in (change.from_version, change.to_version)]
    document = archive.document(change.document_id)
    yield "alert.json", _json(_first_notice_json(archive, alert))
    yield "versions.json", _json([VERSION.to_json(version) for version in versions])
    yield "diff.json", _json({**CHANGE.to_json(change), "hunks": list(map(HUNK.to_json, change.hunks))})
    yield "diff.txt", words.diff_text(change, document).encode()
    yield "diff.html", words.diff_page(change, alert, document)
    yield "chain/rows.tsv", b"".join(_line(row) for row in rows)
    head = _head_row(rows, proofs)
    yield "chain/head.txt", head.hash.encode()
    yield "captures.warc.gz", _warc(archive, captures)
    yield from _proof_files(proofs)
    if witnesses:
        yield "witnesses.json", _json([WITNESSED.to_json(one) for one in witnesses])
    yield "README.txt", words.readme(alert, document, captures, head, proofs, witnesses)


def _head_row(rows: list[Attempt], proofs: EvidenceProofs) -> Attempt:
    """Return the row whose hash is the head that the pack shows: the one an authority signed, or the last."""
    return next((row for row in rows if proofs.authority and row.sequence == proofs.authority.sequence), rows[-1])


def _proof_files(proofs: EvidenceProofs) -> Iterator[tuple[str, bytes]]:
    if proofs.authority:
        yield "chain/head.tsr", b64decode(proofs.authority.token)
    if proofs.publisher:
        from snapshots.signed_heads import allowed_signers  # cryptography takes its time to load

        yield "chain/publisher.txt", proofs.publisher.statement.encode()
        yield "chain/publisher.txt.sig", proofs.publisher.proof.encode()
        yield "chain/allowed_signers.txt", allowed_signers([proofs.publisher.by]).encode()
    if proofs.calendars:
        yield "chain/bitcoin.txt", proofs.calendars.head.encode()
        yield "chain/bitcoin.txt.ots", b64decode(proofs.calendars.proof)


def _warc(archive: Archive, captures: list[EvidenceCapture]) -> bytes:
    """Return the captures as a WARC file, for programs that replay web archives."""
    attempts = [shown.attempt for shown in captures]
    document_id = attempts[0].exchange.document_id
    selection = f"document={document_id} attempts={','.join(str(attempt.sequence) for attempt in attempts)}"
    records = [info_record([document_id], selection, attempts[0].exchange.captured_at, "policywatch")]
    held = WarcContents(bodies={}, last={})
    for attempt in attempts:
        picture = archive.body(attempt.screenshot_sha256) if attempt.screenshot_sha256 else None
        records += attempt_records(attempt, archive.body(attempt.body_sha256), picture, held)
        held.remember(attempt)
    return b"".join(records)


def _line(row: Attempt) -> bytes:
    """Return a row as three columns; canonical JSON holds neither tab nor line feed."""
    return f"{row.previous_hash}\t{row.hash}\t".encode() + row_content(row) + b"\n"


def _capture_json(shown: EvidenceCapture) -> dict[str, Any]:
    row = json.loads(row_content(shown.attempt))
    return {**row, "previous_hash": shown.attempt.previous_hash, "hash": shown.attempt.hash, "page": shown.page}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=True, indent=1, sort_keys=True) + "\n").encode()


def _zip(files: dict[str, bytes], *, at: datetime) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=9) as pack:
        for name, content in sorted(files.items()):
            entry = ZipInfo(name, date_time=max((1980, 1, 1, 0, 0, 0), at.timetuple()[:6]))
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, _MODE, _UNIX
            pack.writestr(entry, content)
    return made.getvalue()
