"""What became of claims from one text to the next: kind, direction, quotes; silence where nothing was said anew."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.claims.claim_changes import ClaimChange, ClaimChangeKind, claim_changes
from monitor.claims.document import claims_of
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from snapshots.records import Direction

PACK = default_pack()


def became(before: str, after: str, language: str = "en") -> list[ClaimChange]:
    reader = Reader(PACK, language)
    return claim_changes(claims_of(extract(before), reader), claims_of(extract(after), reader), PACK)


def kinds(before: str, after: str, language: str = "en") -> list[tuple[str, str]]:
    return [(t.kind.value, t.direction.value) for t in became(before, after, language)]


@pytest.mark.parametrize(
    ("before", "after", "language", "expected"),
    [
        ("We use your photos.", "We do not use your photos.", "en", ("excluded", "narrows")),
        ("We never sell your location.", "We sell your location.", "en", ("no_longer_excluded", "widens")),
        ("Wir teilen deine Fotos nicht.", "Wir teilen deine Fotos.", "de", ("no_longer_excluded", "widens")),
        ("Nous ne partageons pas vos photos.", "Nous partageons vos photos.", "fr", ("no_longer_excluded", "widens")),
        ("No vendemos tus fotos.", "Vendemos tus fotos.", "es", ("no_longer_excluded", "widens")),
        ("We use your photos only if you agree.", "We use your photos.", "en", ("loosened", "widens")),
        ("We use your photos unless you agree.", "We use your photos unless you object.", "en", ("loosened", "widens")),
        ("We use your photos.", "We use your photos only with your consent.", "en", ("tightened", "narrows")),
        ("We share your contacts.", "Sharing of your contacts is paused: we share no contacts.", "en", None),
        ("Wir nutzen deine Fotos.", "Wir nutzen deine Fotos nur mit deiner Einwilligung.", "de",
         ("tightened", "narrows")),
        ("Nous utilisons vos photos.", "Nous utilisons vos photos uniquement si vous acceptez.", "fr",
         ("tightened", "narrows")),
        ("Usamos tus fotos.", "Usamos tus fotos salvo que te opongas.", "es", ("tightened", "narrows")),
        ("We keep your location for 30 days.", "We keep your location for 90 days.", "en",
         ("value_changed", "widens")),
        ("We keep your location for 90 days.", "We keep your location for 30 days.", "en",
         ("value_changed", "narrows")),
    ],
)  # fmt: skip
def test_a_sentence_that_turns(before: str, after: str, language: str, expected: tuple[str, str] | None) -> None:
    found = kinds(f"<p>{before}</p>", f"<p>{after}</p>", language)
    if expected is None:
        assert {direction for _, direction in found} == {"narrows"}
    else:
        assert found == [expected]


def test_what_is_new_is_gained_and_quoted() -> None:
    (found,) = became("<p>We like boats.</p>", "<p>We like boats.</p><p>We use your photos to train AI.</p>")
    assert (found.kind, found.direction, found.before) == (ClaimChangeKind.GAINED, Direction.WIDENS, None)
    assert found.after is not None
    assert found.after.text == "We use your photos to train AI."


def test_what_goes_is_lost() -> None:
    assert kinds("<p>We like boats.</p><p>We use your photos to train AI.</p>", "<p>We like boats.</p>") == [
        ("lost", "narrows")
    ]
    assert kinds("<p>We like boats.</p><p>You can object to ads.</p>", "<p>We like boats.</p>") == [("lost", "widens")]
    assert kinds("<p>We like boats.</p><p>We delete your photos.</p>", "<p>We like boats.</p>") == [("lost", "widens")]


def test_an_entry_of_one_audience_can_go_while_it_stays_in_the_list_of_another() -> None:
    def page(minors: str) -> str:
        lists = [("Everyone, including minors", f"<li>Prompts</li>{minors}"), ("Adults", "<li>Public posts</li>")]
        return "".join(
            f"<h2>{whose}</h2><p>We use the following to train AI:</p><ul>{what}</ul>" for whose, what in lists
        )

    (found,) = became(page("<li>Public posts</li>"), page(""))
    assert (found.kind, found.direction) == (ClaimChangeKind.LOST, Direction.NARROWS)
    assert found.claim.audience == ("everyone",)
    assert found.claim.data == ("public_content",)


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ("consent", "legitimate interests", "widens"),
        ("legitimate interests", "consent", "narrows"),
    ],
)
def test_a_basis_that_moves_goes_by_how_much_it_protects(before: str, after: str, direction: str) -> None:
    text = "<p>We use your photos for advertising on the basis of {}.</p>"
    assert kinds(text.format(before), text.format(after)) == [("basis_moved", direction)]


def test_a_basis_that_is_only_not_said_any_more_is_no_move() -> None:
    text = "<p>We use your photos for advertising{}.</p>"
    assert kinds(text.format(" on the basis of consent"), text.format("")) == []


def test_what_a_general_claim_that_stays_covers_is_newly_explicit() -> None:
    general = "<p>We use your information to train AI.</p>"
    (found,) = became(general, f"{general}<p>We use your photos to train AI.</p>")
    assert (found.kind, found.direction) == (ClaimChangeKind.NEWLY_EXPLICIT, Direction.NEUTRAL)
    everyone = "<h2>Everyone</h2><p>We use photos to train AI.</p>"
    (found,) = became(everyone, f"{everyone}<h2>Minors</h2><p>We use photos to train AI too.</p>")
    assert found.kind is ClaimChangeKind.NEWLY_EXPLICIT


def test_a_form_that_asks_for_more() -> None:
    before = "<p>To object you must send this form.</p>"
    after = "<p>To object you must send this form and attach an identity document.</p>"
    assert ("requirement_added", "widens") in kinds(before, after)
    assert ("requirement_removed", "narrows") in kinds(after, before)


def test_a_kind_of_data_that_joins_a_sentence_is_all_that_is_gained() -> None:
    (found,) = became("<p>We use photos to train AI.</p>", "<p>We use photos and contacts to train AI.</p>")
    assert found.kind is ClaimChangeKind.GAINED
    assert found.claim.data == ("contacts",)


def test_a_claim_that_only_moved_says_nothing() -> None:
    one, other = "<p>We use your photos to train AI.</p>", "<p>We keep your location for 30 days.</p>"
    pages = (
        f"<h2>How we use data</h2>{one}<h2>Keeping</h2>{other}",
        f"<h2>How we use it</h2>{other}<h2>Keeping</h2>{one}",
    )
    assert kinds(*pages) == []


def test_a_changed_claim_elsewhere_is_no_news_of_one_that_stays() -> None:
    stays = "<p>We never use private messages to train AI.</p>"
    found = became(f"{stays}<p>We like boats.</p>", f"{stays}<p>We use contacts to train AI.</p>")
    assert [t.claim.data for t in found] == [("contacts",)]


_SENTENCES = st.lists(
    st.sampled_from(
        [
            "We use your photos to train AI.",
            "We never share private messages with advertisers.",
            "You can object to ads at any time.",
            "We keep your location for 30 days.",
            "We use your contacts only if you agree.",
            "We delete your photos when you ask.",
        ]
    ),
    unique=True,
    min_size=1,
)


@settings(deadline=None, max_examples=25)
@given(_SENTENCES, _SENTENCES)
def test_no_text_changes_against_itself_and_the_way_back_goes_the_other_way(one: list[str], other: list[str]) -> None:
    before, after = ("".join(f"<p>{s}</p>" for s in side) for side in (one, other))
    assert became(before, before) == []
    assert kinds(before, "".join(f"<p>{s}</p>" for s in reversed(one))) == []
    there, back = kinds(before, after), kinds(after, before)
    turned = {"widens": "narrows", "narrows": "widens"}
    assert sorted(turned.get(d, d) for _, d in there) == sorted(d for _, d in back)
