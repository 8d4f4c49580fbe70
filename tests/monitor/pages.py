"""A policy in words of our own, as a list of sentences under headings, to make pages of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from snapshots.archive import Archive
from snapshots.records import Capture, CaptureFailure, Document, DocumentKind, Exchange, Outcome
from tests.archives import new_archive

START = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)
DOCUMENT = Document(
    id="harbour-policy",
    title="Harbour Privacy Policy",
    service="Harbour",
    kind=DocumentKind.PRIVACY_POLICY,
    url="https://harbour.example/privacy",
    language="en",
)
SECTIONS = {
    "What we collect": [
        "We keep the name of each boat and the name of its owner.",
        "The harbour office writes down when a boat comes in and when it leaves.",
        "Cameras at the pier take pictures of the berths during the night.",
        "If you pay by card, our bank keeps the number of the card for us.",
    ],
    "How we use it": [
        "We use what we keep to give each boat a berth and to send the bill.",
        "Private messages that you send to other members are not used to train AI.",
        "We count visits in order to plan how many berths the harbour needs next year.",
        "Public posts on the notice board help us to see what members care about.",
    ],
    "Whom we tell": [
        "The coast guard is told which boats are at sea when a storm is coming.",
        "We share nothing with companies that sell advertising to sailors.",
        "A court can order us to hand over the log of the harbour for a given day.",
    ],
    "Your rights": [
        "You can object to the use of your information at any time by writing to us.",
        "You may ask for a copy of all that we keep, and we send it within thirty days.",
        "If you think that something is wrong, the office will correct it for you.",
    ],
}


def page(sections: dict[str, list[str]] | None = None, *, extra: str = "", nonce: str = "") -> bytes:
    """Return the policy as a page; markup around the text differs with `nonce`."""
    parts = [f'<!DOCTYPE html><html lang="en"><head><title>Harbour</title></head><body class="c{nonce}"><main>']
    parts.append(f"<h1>Harbour Privacy Policy</h1>{extra}")
    for heading, sentences in (sections or SECTIONS).items():
        parts.append(f"<h2 id='{nonce}'>{heading}</h2>" + "".join(f"<p>{s}</p>" for s in sentences))
    parts.append(
        f'<p><a href="https://harbour.example/contact?fbclid={nonce}">Write to us</a></p></main></body></html>'
    )
    return "".join(parts).encode()


def with_change(heading: str, index: int, text: str | None) -> dict[str, list[str]]:
    """Return the policy with one sentence replaced, or taken out."""
    changed = {name: list(sentences) for name, sentences in SECTIONS.items()}
    if text is None:
        del changed[heading][index]
    else:
        changed[heading][index] = text
    return changed


def exchange(day: float) -> Exchange:
    at = START + timedelta(days=day)
    return Exchange(
        document_id=DOCUMENT.id,
        requested_url=DOCUMENT.url,
        final_url=DOCUMENT.url,
        started_at=at,
        captured_at=at,
        channel="http",
        tool="test/1",
        status=200,
    )


def capture(body: bytes, day: float) -> Capture:
    return Capture(exchange=exchange(day), body=body)


def failure(outcome: Outcome, day: float) -> CaptureFailure:
    return CaptureFailure(exchange=exchange(day), outcome=outcome, detail="a test")


def archive() -> Archive:
    made = new_archive()
    made.put_document(DOCUMENT)
    return made
