"""What deliveries say: to people in mails, to programs in bodies that keep the published schema."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.deliveries.mails import MailFooter, mail_of, message_id
from feeds.deliveries.notice_messages import message_of
from feeds.deliveries.payload import LIMIT, body_of, payload_of, payload_of_test
from snapshots.records import Alert, Evidence, Finding, HunkKind, Notice, NoticeKind, Reason, Release
from tests.feeds.deliveries.published import SCHEMA, SITE, VALIDATOR
from tests.feeds.samples import filled
from tests.snapshots.samples import POLICY, START

FOOT = MailFooter(
    reason="Because you asked.", manage_url="https://w.example/m", unsubscribe_url="https://w.example/u?token=x"
)
_FAR = st.text(st.characters(codec="utf-8"), max_size=80)


def told(kind: NoticeKind = NoticeKind.ALERT, **more: object) -> tuple[Notice, Alert]:
    archive = filled()
    (alert,) = archive.alerts()
    notice = replace(archive.notices()[0], kind=kind, **more)  # type: ignore[arg-type]
    return notice, alert


def mail_text(notice: Notice, alert: Alert | None) -> tuple[str, str]:
    message = message_of(notice, alert, POLICY, SITE)
    mail = mail_of(
        message, target="desk", recipient="d@harbour.test", sender="H <a@harbour.test>", footer=FOOT, site=SITE,
        now=START,
    )  # fmt: skip
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain and html
    return plain.get_content(), html.get_content()


class Words(HTMLParser):
    """Keeps the words of a page, and the tags it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)


def test_a_mail_says_before_and_after_and_why_in_text_and_in_html() -> None:
    notice, alert = told()
    text, html = mail_text(notice, alert)
    (quote,) = alert.evidence
    for body in (" ".join(text.split()), " ".join(Words(html).words)):
        assert f"Before: {quote.before_text}" in body
        assert f"After: {quote.after_text}" in body
        assert "Rated: critical: new data +3" in body
        assert "In effect, as the text says: 1 April 2025" in body
        assert "What we read" in body
    assert f"{SITE.base_url}changes/1/" in text and POLICY.url in text
    assert max(map(len, text.splitlines())) <= 76 + 40


def test_a_mail_marks_the_words_that_went_and_that_came() -> None:
    notice, alert = told()
    quote = Evidence(op=HunkKind.EDITED, before_text="We keep logs for a week.", after_text="We keep logs for a year.")
    finding = replace(alert.findings[0], evidence=(quote,))
    _, html = mail_text(notice, replace(alert, findings=(finding,), evidence=(quote,)))
    assert re.search(r"We keep logs for a <del[^>]*>week\.</del>", html)
    assert re.search(r"We keep logs for a <ins[^>]*>year\.</ins>", html)


@pytest.mark.parametrize(
    ("kind", "note", "said"),
    [
        (NoticeKind.CORRECTION, "It is the other boat.", "Correction: "),
        (NoticeKind.WITHDRAWAL, "It was a fault of ours.", "Withdrawn: "),
        (NoticeKind.EXPERT_NOTE, "Boats have no say in it.", "Note: "),
        (NoticeKind.NOTE_TAKEN_BACK, "They have a say in it.", "Note taken back: "),
        (NoticeKind.UNSEEN, "The page can no longer be seen.", "Not seen any more: "),
        (NoticeKind.SEEN_AGAIN, "The page can be seen again.", "Seen again: "),
    ],
)
def test_what_is_no_alert_says_so_in_its_title(kind: NoticeKind, note: str, said: str) -> None:
    notice, alert = told(kind, note=note)
    about = None if kind in (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN) else alert
    message = message_of(notice, about, POLICY, SITE)
    assert message.title.startswith(said) and note in " ".join(message.text.split())
    VALIDATOR.validate(json.loads(body_of(message.payload)))


def test_a_note_says_whose_it_is_and_which_words_it_is_about() -> None:
    notice, alert = told(NoticeKind.EXPERT_NOTE, note="Boats have no say in it.")
    signed = replace(notice, signed_by="Ada Muster, lawyer", quote="signals of boats")
    message = message_of(signed, alert, POLICY, SITE)
    text = " ".join(message.text.split())
    assert "Ada Muster, lawyer on an alert about" in text and "On the words “signals of boats”." in text
    assert message.payload["type"] == "alert.noted"
    assert message.payload["data"]["signed_by"] == "Ada Muster, lawyer"


def test_an_alert_that_nobody_confirmed_says_so() -> None:
    notice, alert = told(how=Release.UNCONFIRMED)
    assert "No second look at the page confirmed this yet." in message_of(notice, alert, POLICY, SITE).text


def test_a_mail_has_the_headers_by_which_lists_are_known_and_left() -> None:
    notice, alert = told()
    message = message_of(notice, alert, POLICY, SITE)
    long_foot = replace(FOOT, unsubscribe_url="https://w.example/subscribe/unsubscribe/?token=" + "x" * 300)
    kinds = [
        mail_of(
            message, target=target, recipient="d@h.test", sender="A <a@h.test>", footer=footer, site=SITE, now=START
        )
        for target, footer in (("desk", long_foot), ("desk", long_foot), ("other", MailFooter(reason="set up")))
    ]
    first, again, other = kinds
    assert first.as_bytes().replace(b"\r\n", b"\n").split(b"\n\n")[0].count(long_foot.unsubscribe_url.encode()) == 1
    assert first["List-Unsubscribe"] == f"<{long_foot.unsubscribe_url}>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first["List-Id"] == "Harbour watch <policywatch.h.test>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"] == again["Message-ID"] == message_id(notice.id, "desk", "h.test") != other["Message-ID"]
    assert other["List-Unsubscribe"] == "<mailto:desk@harbour.test?subject=unsubscribe%20other>"
    assert other["List-Unsubscribe-Post"] is None
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]


def test_no_mail_tells_whether_it_is_read() -> None:
    _, html = mail_text(*told())
    assert Words(html).tags.isdisjoint({"img", "script", "iframe", "link", "style", "object", "form"})


def test_strangers_words_stay_words() -> None:
    hostile = "<script>alert(1)</script>\r\nBcc: victim@x.example\x00\u202e"
    archive = filled(said=f"We read {hostile}.", headline=hostile)
    notice, alert = archive.notices()[0], archive.alerts()[0]
    message = message_of(notice, alert, replace(POLICY, title=hostile), SITE)
    mail = mail_of(message, target="d", recipient="d@h.test", sender="A <a@h.test>", footer=FOOT, site=SITE, now=START)
    assert mail["Bcc"] is None
    html = mail.get_body(("html",))
    assert html and "script" not in Words(html.get_content()).tags
    assert "\x00" not in mail.as_string() and "\u202e" not in message.title


@settings(max_examples=10, deadline=None)
@given(
    texts=st.lists(_FAR, min_size=1, max_size=6), times=st.integers(1, 3_000), findings=st.integers(0, 40), note=_FAR
)
def test_any_alert_fits_and_keeps_the_schema(texts: list[str], times: int, findings: int, note: str) -> None:
    notice, alert = told(NoticeKind.ALERT, note=note * times)
    many = tuple(text * times for text in texts)
    reasons = tuple(map(Reason.parse, many))
    quote = Evidence(op=HunkKind.EDITED, before_text=many[0], after_text=many[-1], context=many)
    finding = Finding(
        headline=many[0], severity=alert.severity, direction=alert.direction, topics=alert.topics, rules=many,
        severity_reasons=reasons, evidence=(quote,) * 5,
    )  # fmt: skip
    large = replace(
        alert, headline=many[0], summary=many[0], rules=many * 9, severity_reasons=reasons * 9,
        evidence=(quote,) * 5 * findings, findings=(finding,) * findings,
    )  # fmt: skip
    document = replace(POLICY, title=many[0] or "x", service=many[-1])
    body = body_of(payload_of(notice, large, document, SITE.url("changes/1/")))
    assert len(body) < LIMIT
    event = json.loads(body)
    VALIDATOR.validate(event)
    kept = event["data"]["alert"]
    assert len(kept["findings"]) + event["data"]["left_out"]["findings"] == findings
    assert len(kept["evidence"]) + event["data"]["left_out"]["evidence"] == 5 * findings


def test_the_schema_is_sound_and_refuses_what_is_no_event() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    notice, alert = told()
    event = payload_of(notice, alert, POLICY, SITE.url())
    VALIDATOR.validate(json.loads(body_of(event)))
    VALIDATOR.validate(payload_of_test(SITE.url(), START))
    for wrong in (
        {},
        {**event, "type": "alert.shouted"},
        {**event, "data": {}},
        {**event, "data": {**event["data"], "alert": None}},
        {**event, "timestamp": (START + timedelta(days=1)).isoformat()},
    ):
        assert list(VALIDATOR.iter_errors(wrong)), wrong
