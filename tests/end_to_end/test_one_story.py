"""Two invented policies that change on one day, judged as any: what is the same is told once, what differs twice."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from feeds.edition.edition import take_edition
from feeds.syndication.feed_files import feed_files
from snapshots.opening import open_archive
from tests.end_to_end.cli import called
from tests.end_to_end.crawls import Crawl
from tests.feeds.samples import WORKINGS
from tests.feeds.tellers import SITE
from tests.monitor.pages import SECTIONS, page

DOCUMENTS = {"harbour-policy": "Harbour", "pier-policy": "Pier"}
SHARED = "We may now share the position of your boat with companies that sell insurance."
LONE = "We use the private messages that you send to other members to train our AI."
OTHER = "We sell the pictures of our cameras to companies that show advertising to sailors."
DATED = "This policy is effective as of 1 June 2025."
MASS = [
    f"We may now share the {what} of your boat with companies that sell insurance to sailors, banks and brokers."
    for what in (
        *("length", "colour", "engine", "flag", "owner", "crew", "route", "speed", "cargo", "radio", "picture"),
        *("price", "berth", "builder", "insurance number"),
    )
]  # fmt: skip


def entries(tmp_path: Path, added: dict[str, list[str]], feed: str = "alerts") -> list[feedparser.FeedParserDict]:
    """Return the entries of a feed after both policies were seen as they were, and with what is added to each."""
    archive = tmp_path / "archive"
    declared = archive / "declarations"
    declared.mkdir(parents=True)
    for name, service in DOCUMENTS.items():
        url = f"https://{name}.example/privacy"
        (declared / f"{name}.toml").write_text(
            f'[[document]]\nid = "{name}"\ntitle = "{service} Privacy Policy"\nservice = "{service}"\n'
            f'kind = "privacy-policy"\nurl = "{url}"\nlanguage = "en"\n',
            encoding="utf-8",
        )
        newer = {**SECTIONS, "Whom we tell": [*SECTIONS["Whom we tell"], *added[name]]}
        crawl = Crawl(name)
        for day, body in enumerate((page(), page(nonce="1"), page(newer, nonce="2"), page(newer, nonce="3"))):
            crawl.page(day, url, body)
        called(*("import", "warc", crawl.write(tmp_path / f"{name}.warc.gz"), "--document", name, "--archive", archive))
    opened = open_archive(archive)
    try:
        (wanted,) = (f for f in feed_files(take_edition(opened, SITE, WORKINGS)) if f.path == f"feeds/{feed}.atom")
        return feedparser.parse(wanted.render()).entries  # type: ignore[no-any-return]
    finally:
        opened.close()


def test_the_same_sentence_in_both_is_told_once_with_its_places(tmp_path: Path) -> None:
    (told,) = entries(tmp_path, {name: [SHARED, DATED] for name in DOCUMENTS})
    assert "The same in: Pier Privacy Policy" in told.summary


def test_whoever_follows_one_of_them_gets_it_there(tmp_path: Path) -> None:
    (told,) = entries(tmp_path, {name: [SHARED] for name in DOCUMENTS}, "documents/pier-policy")
    assert SHARED.removesuffix(".") in told.content[0].value


@pytest.mark.parametrize("both", [[], [DATED], ["We keep a log."]])
def test_two_different_changes_of_one_day_are_never_one(tmp_path: Path, both: list[str]) -> None:
    told = entries(tmp_path, {"harbour-policy": [SHARED, *both], "pier-policy": [OTHER, *both]})
    assert len(told) == 2
    assert all("The same in" not in entry.summary for entry in told)


@pytest.mark.parametrize("whose", list(DOCUMENTS))
def test_a_lone_grave_sentence_is_not_behind_a_mass_that_both_share(tmp_path: Path, whose: str) -> None:
    told = entries(tmp_path, {name: [*MASS, LONE] if name == whose else MASS for name in DOCUMENTS})
    with_it = [entry for entry in told if LONE.removesuffix(".") in entry.content[0].value]
    assert with_it
    assert any(DOCUMENTS[whose] in entry.title for entry in with_it)
    if whose == "pier-policy":  # the mass was told of the other before
        assert len(told) == 2
        assert not any(MASS[0] in entry.content[0].value for entry in told if DOCUMENTS[whose] in entry.title)


def test_a_small_difference_beside_a_mass_is_an_update_of_the_story(tmp_path: Path) -> None:
    small = "We may ask for the telephone number of the owner of a boat."
    (told,) = entries(tmp_path, {"harbour-policy": MASS, "pier-policy": [*MASS, small]})
    assert "The same in: Pier Privacy Policy" in told.summary
