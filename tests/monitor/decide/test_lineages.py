"""What a document remembers of the texts at its address, and what is told of them."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from monitor.memory.document_memory import DocumentMemory, dump_document, learned_since, load_document
from monitor.memory.freshness import Freshness
from monitor.memory.recollection import Recollection, dump
from snapshots.records import Document, DocumentKind, Learned, NoticeKind, Outcome, Severity
from tests.monitor.decide.test_outcomes import watched
from tests.monitor.shown.documents import html
from tests.monitor.shown.variants import policy, translated

QUAY = Document(
    id="quay",
    title="Quay privacy",
    service="Quay",
    kind=DocumentKind.PRIVACY_POLICY,
    url="https://quay.example/privacy",
)
EU, US = policy("eu"), policy("us")
PROMISE = "We do not sell your private messages to anybody, and we never will."


def test_a_further_text_at_the_address_is_told_by_its_language_once() -> None:
    judged = watched(QUAY, EU, translated("de"), EU, translated("de"), every=20)
    notices = [notice for one in judged for notice in one.notices]
    assert [notice.kind for notice in notices] == [NoticeKind.LINEAGE]
    assert notices[0].note == "The address now also serves another text, in German."
    assert judged[1].notices == tuple(notices)


def test_a_later_edition_in_another_language_is_told_as_one() -> None:
    (_, told) = watched(QUAY, EU, _german("1. Mai 2025"))
    assert told.alert
    assert told.alert.severity is Severity.MEDIUM
    assert told.alert.headline == "A new edition dated 1 May 2025, in German; it can't be compared sentence by sentence"
    assert told.alert.effective_date == "2025-05-01"
    assert told.alert.lineage == 2


def test_a_translation_of_the_same_edition_is_not_told() -> None:
    (_, same) = watched(QUAY, EU, _german("3. Februar 2025"))
    assert same.version
    assert same.alert is None


def test_a_page_that_says_everything_twice_is_the_page_and_what_is_new_in_it_is_told() -> None:
    lines = [f"<p>The office writes down berth {n} and who paid for it.</p>" for n in range(30)]
    page = _page(*lines)
    judged = watched(QUAY, page, _page(*lines, *lines), page)
    assert {one.observation.outcome for one in judged} == {Outcome.CAPTURED}
    assert [one.version is not None for one in judged] == [True, False, False]
    news = "<p>We sell your private messages to advertisers.</p>"
    _, told = watched(QUAY, page, _page(*lines, news, *lines, news))
    assert told.alert


def test_what_was_told_and_is_taken_back_is_told_as_the_end_of_it_once_a_second_look_agrees() -> None:
    judged = watched(QUAY, EU, *[policy("eu", extra=PROMISE)] * 4, EU, EU, EU, every=2)
    first, end = [one.alert for one in judged if one.alert]
    assert end.follows == first.id
    assert [quote.before_text for quote in end.evidence] == [PROMISE]
    assert end.captured_at == judged[5].observation.captured_at, "when it was first gone"
    assert [n for n, one in enumerate(judged) if one.alert] == [1, 6]


def test_texts_that_go_on_taking_turns_are_not_told_for_ever() -> None:
    turns = [EU, EU, policy("eu", extra=PROMISE), policy("eu", extra=PROMISE)] * 7
    judged = watched(QUAY, *turns, every=1)
    assert sum(one.alert is not None for one in judged) <= 3


def test_an_edition_from_years_back_that_stays_is_told_within_a_week() -> None:
    old = (
        policy("eu", day="1 January 2022").replace(b"log of berth", b"book of pier").replace(b"lay there", b"was seen")
    )
    judged = watched(QUAY, EU, *[old] * 6, every=2)
    assert [n for n, one in enumerate(judged) if one.version] == [0, 4]


def test_the_same_news_in_a_second_text_follows_the_first_alert_as_a_further_place() -> None:
    news = "We sell your private messages to advertisers."
    looks = [EU, US, EU, US, policy("eu", extra=news), policy("us", extra=news)]
    first, second = [one.alert for one in watched(QUAY, *looks) if one.alert]
    assert second.follows == first.id
    assert [(place.lineage, place.alert_id) for place in second.places] == [(first.lineage, first.id)]


def test_what_an_earlier_program_remembered_is_the_first_of_the_documents_texts() -> None:
    keys = frozenset([b"berth 1.", b"berth 2."])
    old = Recollection(version=3, newest=4, text_sha256="ab", seen=keys, states={"ab": 3}, strange={"cd": "login wall"})
    names = set(dump(old)) - {"lineage", "heads", "last_at", "rivals", "formers", "told", "taken_back", "ends"}
    then = {"seen": base64.b64encode(b"berth 1.berth 2.").decode(), "states": {"ab": 3}}
    memory = load_document(json.dumps({name: dump(old)[name] for name in names} | then).encode())
    assert (memory.newest, memory.current, len(memory.lineages)) == (4, 1, 1)
    assert memory.shown == old


def test_what_is_remembered_is_read_as_it_was_written() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    first = Recollection(version=1, newest=2, heads={1: at}, rivals=("region us",), formers=(1,), ends=(at,))
    second = replace(first, lineage=2, version=2, taken_back=1, taken_back_attempt=7, told=2, told_alert="tag:x")
    memory = DocumentMemory(lineages=(first, second), newest=2, current=2, strange={"ab": "error"})
    assert load_document(dump_document(memory)) == memory


def test_what_was_learned_is_remembered_with_what_is_learned_after_it() -> None:
    digests = [sha256(b"%d" % day).hexdigest() for day in range(3)]
    first = Recollection(version=1, seen=frozenset([b"berth 1."]), states={digests[0]: 1})
    before = DocumentMemory(lineages=(first,), newest=1, current=1)
    grown = replace(first, seen=first.seen | {b"berth 2."}, states={**first.states, digests[1]: 2, digests[0]: 3})
    other = Recollection(lineage=2, version=4, seen=frozenset([b"berth 1."]), states={digests[2]: 4})
    memory = replace(before, lineages=(grown, other), newest=4, freshness=Freshness(outcomes=(Outcome.GONE,)))
    kept: dict[str, bytes] = {}
    for one in (*learned_since(DocumentMemory(), before), *learned_since(before, memory)):
        kept[one.name] = kept.get(one.name, b"") + one.content
    assert load_document(dump_document(memory), [Learned(name=n, content=c) for n, c in kept.items()]) == memory
    assert learned_since(memory, memory) == ()


def _german(day: str) -> bytes:
    return translated("de").replace(b"</h1>", f"</h1><p>Stand: {day}</p>".encode())


def _page(*lines: str) -> bytes:
    return html("en", "Quay privacy policy", f"<main><h1>Privacy policy</h1>{''.join(lines)}</main>")


def test_a_short_text_in_another_language_is_a_text_of_its_own_and_a_wall_is_none() -> None:
    lines = [f"<p>The office writes down who lay at berth {n} and for how many nights.</p>" for n in range(300)]
    long = _page(*lines)
    head = '<html lang="de"><title>Quay</title><h1>Datenschutzhinweise</h1>'
    rows = [f"<p>Das Hafenamt notiert, wer am Liegeplatz {n} lag und wie viele Nächte es waren.</p>" for n in range(12)]
    short, later = (
        f"{head}{''.join(rows)}<p>Wer das Angebot nutzt, muss mindestens {age} Jahre alt sein.</p></html>".encode()
        for age in (16, 18)
    )
    _, opened, told = watched(QUAY, long, short, later)
    assert opened.observation.outcome is Outcome.CAPTURED
    assert [notice.kind for notice in opened.notices] == [NoticeKind.LINEAGE]
    assert told.alert
    assert told.alert.lineage == 2
    asked = "<p>Bitte melden Sie sich mit Ihrem Passwort an, um die Seite Nummer {} zu sehen.</p>"
    wall = f"<html lang=de><title>Quay</title><h1>Anmelden</h1>{''.join(asked.format(n) for n in range(9))}</html>"
    assert watched(QUAY, long, wall.encode())[1].version is None
