"""Readers subscribe, confirm, change and leave: over HTTP and mail on loopback, as their programs do it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from feeds.deliveries.dispatch import Dispatch
from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.subscription_pages import subscription_routes
from feeds.deliveries.subscription_service import SubscriptionService
from feeds.deliveries.targets import Period
from feeds.pages.overview_pages import render_index
from feeds.site import Site
from snapshots.archive import Archive
from tests.archives import archive_in
from tests.feeds.deliveries.published import SITE, Teller, mail, relay_of
from tests.feeds.deliveries.sinks import MailSink, mail_sink
from tests.feeds.server import listening, served
from tests.feeds.tellers import Story

ANN = "ann@reader.example"


@dataclass(slots=True)
class Public:
    """A public site with a relay behind it."""

    notifier: Teller
    archive: Archive
    dispatch: Dispatch
    client: httpx.Client
    post: MailSink

    def ask(self, address: str = ANN, **fields: object) -> int:
        status = self.client.post("/subscribe/", data={"address": address, **fields}).status_code
        self.dispatch.deliver()
        return status

    def link(self, words: str, mail: EmailMessage | None = None) -> str:
        """Return path and query of a link that a mail holds, the newest that holds one where none is given."""
        for one in [mail] if mail else [one for _, one in reversed(self.post.got)]:
            text = one.get_body(("plain",)).get_content()
            found = re.search(rf"{re.escape(SITE.base_url)}(subscribe/{words}/\?token=\S+)", text)
            if found:
                return "/" + found[1]
        raise AssertionError(f"no mail leads to {words}")

    def confirm(self) -> None:
        link = self.link("confirm")
        assert "Confirm" in self.client.get(link).text
        assert self.client.post("/subscribe/confirm/", data={"token": token_of(link)}).status_code == 200


def token_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["token"][0]


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Public]:
    with public_site(tmp_path, SITE) as made:
        yield made


@contextmanager
def public_site(tmp_path: Path, site: Site) -> Iterator[Public]:
    archive = archive_in(tmp_path / "a")
    notifier = Teller(archive)
    with mail_sink() as post:
        dispatcher = Dispatcher(
            archive,
            site,
            targets=[mail("desk", "desk@harbour.test"), mail("daily", "daily@harbour.test", Period())],
            relay=relay_of(post, is_public=True),
            folder=tmp_path,
            agent="x",
            now=notifier.time,
        )
        dispatch = Dispatch(archive, site, dispatcher, now=notifier.time, chance=lambda: 0.0)
        dispatch.begin()
        service = SubscriptionService(archive, lambda: dispatcher.tokens, notifier.time)
        routes = subscription_routes(archive, site, service)
        with (
            listening() as (listener, address),
            served(tmp_path / "site", listener, more=routes),
            httpx.Client(base_url=address) as client,
        ):
            yield Public(notifier=notifier, archive=archive, dispatch=dispatch, client=client, post=post)
    archive.close()


def test_nobody_is_written_to_before_saying_yes(public: Public) -> None:
    assert "Subscribe by mail" in public.client.get("/subscribe/").text
    assert public.ask() == 200
    ((to, asked),) = public.post.got
    assert (to, asked["Subject"]) == (ANN, "Please confirm: mail from Harbour watch")
    public.notifier.tell_alert()
    link = public.link("confirm")
    assert public.client.get(link).status_code == 200  # as a program does that looks at links
    public.dispatch.deliver()
    assert len(public.post.to(ANN)) == 1
    public.confirm()
    public.dispatch.deliver()
    assert len(public.post.to(ANN)) == 1  # what was told before is not sent
    public.notifier.tell_alert(headline="Masts are measured")
    public.dispatch.deliver()
    assert "Masts are measured" in public.post.to(ANN)[-1]["Subject"]


def test_a_reader_gets_what_was_chosen_and_can_choose_anew(public: Public) -> None:
    public.ask(pace="at once", severity="critical", phrases="Masts, Sails")
    public.confirm()
    public.notifier.tell_alert(headline="Masts are measured")
    public.dispatch.deliver()
    assert len(public.post.to(ANN)) == 1
    token = token_of(public.client.post("/subscribe/confirm/", data={"token": token_of(public.link("confirm"))}).text
                     .split('href="/subscribe/manage/')[1].split('"')[0])  # fmt: skip
    page = public.client.get("/subscribe/manage/", params={"token": token}).text
    assert 'value="Masts, Sails"' in page and '<option value="critical" selected>' in page
    changed = public.client.post("/subscribe/manage/", data={"token": token, "pace": "daily", "severity": ""})
    assert "a digest each day" in changed.text
    public.notifier.tell_alert(headline="Hulls are weighed")
    public.dispatch.deliver()
    assert len(public.post.to(ANN)) == 1
    public.notifier.time.pass_(timedelta(days=1))
    public.dispatch.deliver()
    assert "Hulls are weighed" in public.post.to(ANN)[-1].get_body(("plain",)).get_content()


def test_one_click_ends_it_and_forgets_the_reader(public: Public) -> None:
    public.ask()
    public.confirm()
    public.notifier.tell_alert()
    public.dispatch.deliver()
    told = public.post.to(ANN)[-1]
    link = told["List-Unsubscribe"].strip("<>").removeprefix(SITE.base_url)
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert public.client.get(f"/{link}").status_code == 200
    assert public.archive.outbox.subscriptions()  # looking ends nothing
    for _ in range(2):
        done = public.client.post(f"/{link}", content=b"List-Unsubscribe=One-Click")
        assert (done.status_code, "unsubscribed" in done.text) == (200, True)
    assert public.archive.outbox.subscriptions() == []
    public.notifier.tell_alert()
    public.dispatch.deliver()
    assert public.post.to(ANN)[-1]["Message-ID"] == told["Message-ID"]


def test_a_target_of_the_settings_can_be_left_too(public: Public) -> None:
    public.notifier.tell_alert()
    public.dispatch.deliver()
    link = public.link("unsubscribe", public.post.to("desk@harbour.test")[0])
    assert public.client.post(link).status_code == 200
    public.notifier.tell_alert()
    public.dispatch.deliver()
    assert len(public.post.to("desk@harbour.test")) == 1
    (service,) = [record for record in public.archive.outbox.targets() if record.name == "desk"]
    assert service.dead_reason == "its reader unsubscribed"


def test_nobody_learns_who_is_subscribed(public: Public) -> None:
    public.ask()
    public.confirm()
    known = public.client.post("/subscribe/", data={"address": ANN})
    unknown = public.client.post("/subscribe/", data={"address": "bob@reader.example"})
    assert (known.status_code, known.text, known.headers["cache-control"]) == (200, unknown.text, "no-store")
    public.dispatch.deliver()
    assert public.post.to(ANN)[-1]["Subject"] == "Your subscription to Harbour watch"
    assert token_of(public.link("manage", public.post.to(ANN)[-1]))


def test_an_address_is_not_flooded_by_others(public: Public) -> None:
    for _ in range(6):
        assert public.ask() == 200
    assert len(public.post.to(ANN)) == 3
    public.confirm()
    public.notifier.time.pass_(timedelta(hours=2))
    for _ in range(6):
        assert public.ask() == 200
    assert len(public.post.to(ANN)) == 6


def test_one_client_is_slowed_down(public: Public) -> None:
    statuses = [public.ask(f"reader-{number}@reader.example") for number in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    public.notifier.time.pass_(timedelta(hours=1))
    assert public.ask("late@reader.example") == 200


def test_who_never_confirms_is_forgotten(public: Public) -> None:
    public.ask()
    link = public.link("confirm")
    public.notifier.time.pass_(timedelta(hours=49))
    assert public.client.get(link).status_code == 410
    assert public.client.post("/subscribe/confirm/", data={"token": token_of(link)}).status_code == 410
    public.dispatch.deliver()
    assert public.archive.outbox.subscriptions() == []


def test_forged_tokens_and_those_for_another_purpose_do_nothing(public: Public) -> None:
    public.ask()
    confirm = token_of(public.link("confirm"))
    forged = [confirm[:-3] + "abc", "", "x", "\x00", confirm.split(".")[0]]
    for page in ("confirm", "manage", "unsubscribe"):
        for token in forged + ([confirm] if page != "confirm" else []):
            assert public.client.get(f"/subscribe/{page}/", params={"token": token}).status_code == 410
            assert public.client.post(f"/subscribe/{page}/", data={"token": token}).status_code == 410
    (kept,) = public.archive.outbox.subscriptions()
    assert kept.confirmed_at is None


NO_ADDRESSES = (
    "", "ann", "ann@localhost", "ann@reader.example\r\nBcc: x@y.example", "a b@c.example", "<ann@c.example>",
    '"a"@c.example', "ann@1.2.3.4", "änn@c.example", "ann@c.example, b@c.example", "ann@" + "x" * 300 + ".example",
)  # fmt: skip


def test_what_is_no_address_is_not_written_to(public: Public) -> None:
    for address in NO_ADDRESSES:
        asked = public.client.post("/subscribe/", data={"address": address})
        assert (asked.status_code, "no mail address" in asked.text) == (400, True), address
    assert public.archive.outbox.subscriptions() == []


def test_hostile_forms_are_refused_and_shown_as_text(public: Public) -> None:
    for fields in ({"pace": "hourly"}, {"topics": "x"}, {"documents": "../etc"}, {"phrases": ",".join("abcdef")}):
        assert public.client.post("/subscribe/", data={"address": ANN, **fields}).status_code == 400
    script = public.client.post("/subscribe/", data={"address": "<script>alert(1)</script>", "phrases": '"><img>'})
    assert "<script>" not in script.text and "<img>" not in script.text
    assert public.client.post("/subscribe/", content=b"address=" + b"x" * 20_000).status_code == 413
    assert public.client.post("/subscribe/", content=b"\xff\xfe").status_code == 400
    assert public.client.put("/subscribe/").status_code == 405
    assert public.archive.outbox.subscriptions() == []


def test_pages_let_no_strange_script_run_and_set_no_cookie(public: Public) -> None:
    page = public.client.get("/subscribe/")
    assert "<script>" not in page.text and "onclick" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"  # tokens in addresses stay here
    assert "set-cookie" not in page.headers


def test_the_key_of_tokens_is_for_its_owner_alone(public: Public, tmp_path: Path) -> None:
    public.ask()
    key = tmp_path / "secrets" / "subscriptions.key"
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_text() not in public.link("confirm")
    key.chmod(0o644)
    notifier = public.notifier
    dispatcher = Dispatcher(public.archive, SITE, targets=(), relay=None, folder=tmp_path, agent="x", now=notifier.time)
    with pytest.raises(Exception, match="can be read by others"):
        _ = dispatcher.tokens


def test_who_subscribes_on_a_page_is_written_to_in_its_language(tmp_path: Path) -> None:
    with public_site(tmp_path, replace(SITE, languages=("en", "fr"))) as public:
        page = public.client.get("/subscribe/", params={"language": "fr"}).text
        assert '<html lang="fr"' in page and 'name="language" value="fr"' in page
        public.ask(language="fr")
        (asked,) = public.post.to(ANN)
        assert asked["Subject"] == "Veuillez confirmer : courriels de Harbour watch"
        assert "chaque alerte aussitôt" in asked.get_body(("plain",)).get_content()
        link = public.link("confirm")
        assert link.endswith("&language=fr")
        answer = public.client.post("/subscribe/confirm/", data={"token": token_of(link), "language": "fr"})
        assert "Vous êtes abonné" in answer.text
        public.notifier.tell_alert()
        public.dispatch.deliver()
        told = public.post.to(ANN)[-1]
        text = told.get_body(("plain",)).get_content()
        assert "Première observation" in text or "Vu pour la première fois" in text
        assert f"{SITE.base_url}fr/changes/" in text and "Se désabonner" in text
        assert '<html lang="fr">' in told.get_body(("html",)).get_content()


def test_a_language_that_the_site_does_not_speak_is_not_written_in(public: Public) -> None:
    assert '<html lang="en"' in public.client.get("/subscribe/", params={"language": "fr"}).text
    public.ask(language="xx")
    assert public.post.to(ANN)[-1]["Subject"] == "Please confirm: mail from Harbour watch"


def test_a_page_leads_to_the_form_in_its_own_language() -> None:
    story = Story()
    story.tell(day=1)
    for language, link in (("en", 'href="./subscribe/"'), ("fr", 'href="../subscribe/?language=fr"')):
        site = replace(SITE, mail=True, languages=("en", "fr"), language=language)
        edition = story.edition(site)
        assert link in render_index(edition.survey, site, edition.channels).decode()
