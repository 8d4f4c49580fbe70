"""What targets get in another language than English: frames, headlines and dates in it, quotes as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from feeds.deliveries.content_messages import test_message as message_of_test
from feeds.deliveries.digests import digest_message, gather
from feeds.deliveries.mails import MailFooter, mail_of
from feeds.deliveries.message import Message
from feeds.deliveries.notice_messages import message_of
from feeds.deliveries.targets import Filter
from feeds.language.translation import ENGLISH, NAMES, speaking
from feeds.site import Site
from snapshots.deliveries import Mark
from snapshots.phrases import PartKind, PhrasePart, ToldPhrase
from snapshots.records import Alert, Notice, NoticeKind, Release
from tests.feeds.deliveries.published import SITE, VALIDATOR
from tests.feeds.samples import filled
from tests.feeds.tellers import Story
from tests.snapshots.samples import POLICY, START

OTHERS = [language for language in NAMES if language != ENGLISH]
EVERYWHERE = replace(SITE, languages=tuple(NAMES))
LETTERS = re.compile(r"[^\W\d_]{2,}")
FOOT = MailFooter(reason="1", manage_url="https://w.example/m", unsubscribe_url="https://w.example/u")


def named(text: str) -> ToldPhrase:
    """Return a headline that is a name, the same in all languages."""
    return ToldPhrase(says="{said}", parts=(PhrasePart(name="said", said=(text,), kind=PartKind.TEXT),))


@cache
def first_told() -> tuple[Notice, Alert]:
    archive = filled()
    (alert,) = archive.alerts()
    return archive.notices()[0], alert


def told(kind: NoticeKind, **more: object) -> tuple[Notice, Alert | None]:
    """Return a telling whose every word of its own is a name or a number."""
    first, alert = first_told()
    findings = tuple(replace(finding, headline="X 1", phrase=named("X 1")) for finding in alert.findings)
    alert = replace(alert, headline="X 1", summary="X 1.", summary_phrases=(named("X 1."),), findings=findings)
    notice = replace(first, kind=kind, note="2 3", signed_by="Ada", **more)  # type: ignore[arg-type]
    is_of_page = kind in (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN, NoticeKind.LINK, NoticeKind.LINEAGE)
    return notice, None if is_of_page else replace(alert, partial=True)


def said_alike(english: str, other: str, data: tuple[str, ...]) -> list[str]:
    """Return the lines of a text in English that stand in another language as they are, but for what is data."""
    lines = set(other.splitlines())
    same = [line for line in english.splitlines() if line in lines]
    for part in data:
        same = [line.replace(part, "") for line in same]
    return [line for line in same if LETTERS.search(line.replace("In:", ""))]


def data_of(alert: Alert | None) -> tuple[str, ...]:
    quotes = [q for one in (alert.evidence if alert else ()) for q in (one.before_text, one.after_text) if q]
    where = [line for one in (alert.evidence if alert else ()) for line in one.context]
    urls = (SITE.base_url, POLICY.url, "https://w.example/m", "https://w.example/u")
    return (*quotes, *where, POLICY.title, POLICY.service, "Ada", *urls)


@pytest.mark.parametrize("how", list(Release))
@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("language", OTHERS)
def test_no_frame_of_a_message_stays_english_and_its_quotes_stay_as_they_are(
    language: str, kind: NoticeKind, how: Release
) -> None:
    notice, alert = told(kind, how=how)

    def written() -> tuple[Message, str]:
        message = message_of(notice, alert, POLICY, SITE)
        mail = mail_of(
            message, target="desk", recipient="d@harbour.test", sender="H <a@harbour.test>", footer=FOOT, site=SITE,
            now=START,
        )  # fmt: skip
        plain = mail.get_body(("plain",))
        assert plain
        return message, plain.get_content()

    english, text_in_english = written()
    with speaking(language):
        spoken, text = written()
    assert said_alike(text_in_english, text, data_of(alert)) == []
    assert spoken.title != english.title
    assert said_alike("\n".join(english.paragraphs), "\n".join(spoken.paragraphs), data_of(alert)) == []
    quotes = alert.evidence if alert and kind is NoticeKind.ALERT else ()
    assert all((quote.after_text or "") in " ".join(text.split()) for quote in quotes)
    told_twice = [message.payload["data"] for message in (english, spoken)]
    assert [one["words"]["language"] for one in told_twice] == [ENGLISH, language]
    assert {**told_twice[0], "words": None} == {**told_twice[1], "words": None}
    VALIDATOR.validate(spoken.payload)


@pytest.mark.parametrize("language", OTHERS)
def test_a_digest_and_a_test_are_said_in_the_language(language: str) -> None:
    story = Story()
    story.tell(day=1, headline="X 1")
    story.tell(day=2, is_low=True)
    alert = story.archive.alerts()[0]
    story.note(alert, "2 3", is_withdrawal=True)
    begin, end = Mark(notice=0, change=0, at=START), story.archive.outbox.end(START + timedelta(days=600))

    def written(site: Site) -> tuple[str, str]:
        digest = gather(story.archive, site, Filter(), begin=begin, end=end, since=START)
        message = digest_message(digest, "1", site)
        tested = message_of_test("1", site, START)
        return f"{message.title}\n{message.text}\n{tested.title}\n{tested.text}", message.html

    english, _html = written(SITE)
    with speaking(language):
        spoken, html = written(EVERYWHERE.in_language(language))
    assert said_alike(english, spoken, (*data_of(alert), alert.headline)) == []
    assert f"{SITE.base_url}{language}/changes/1/" in spoken
    assert "Before:" not in html


def test_a_noun_keeps_its_capital_within_a_sentence() -> None:
    notice, alert = told(NoticeKind.ALERT)
    with speaking("de"):
        text = message_of(notice, alert, POLICY, SITE).text
    assert "Schutz." in text and "schutz." not in text
