"""What a reader sees of characters, and when two texts say the same in other writing."""

from __future__ import annotations

import pytest

from monitor.extract.characters import disguised_words, in_latin
from monitor.extract.identity import identities, is_known, words_key
from monitor.extract.text import clean, fold, house_style
from snapshots.records import Segment, SegmentKind

SAID = "We rent your letters to sailors."


@pytest.mark.parametrize(
    "hidden", ["\u200d", "\u200c", "\u034f", "\u061c", "\u180e", "\u2063", "\u206a", "\ufe0f", "\U000e0041", "\u2060"]
)
def test_what_nobody_sees_is_not_there(hidden: str) -> None:
    assert clean(hidden.join(SAID)) == SAID


def test_joiners_stay_where_a_script_needs_them() -> None:
    persian, hindi = "می\u200cخواهم", "क्\u200dष"
    assert clean(persian) == persian
    assert clean(hindi) == hindi


@pytest.mark.parametrize("blank", ["\u2800", "\u3164", "\uffa0", "\u115f", "\u2003", "\u00a0"])
def test_what_looks_like_a_space_is_one(blank: str) -> None:
    assert clean(SAID.replace(" ", blank)) == SAID


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("We keep it for \u202e21\u202c days.", "We keep it for 12 days."),
        ("\u202e.(llib) sretrac\u202c", "carters (bill)."),
        ("We keep \u202dthe log\u202c here.", "We keep the log here."),
        ("Letters are n\u0336o\u0336t\u0336 read.", "Letters are read."),
    ],
)
def test_text_is_read_as_it_looks(written: str, seen: str) -> None:
    assert clean(written) == seen


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("W\u0435 r\u0435nt your letters.", ("W\u0435", "r\u0435nt")),
        ("\u0430\u0441\u0441\u0435\u0455\u0455 is ours.", ("\u0430\u0441\u0441\u0435\u0455\u0455",)),
        ("We r e n t your l e t t e r s.", ("r e n t", "l e t t e r s")),
        ("We r-e-n-t them.", ("r-e-n-t",)),
        ("\u1d21\u1d07 \u0280\u1d07\u0274\u1d1b it", ("\u1d21\u1d07", "\u0280\u1d07\u0274\u1d1b")),
        ("We r3nted your l4rge p1ctures and l3tters", ("r3nted", "p1ctures", "l3tters")),
        ("We call it OurNewHarbourApp and oauth2proxy", ()),
        ("See harbour.example/HowWeRentYourLetters", ()),
        (SAID, ()),
        ("Мы храним ваши письма.", ()),
        ("Κρατάμε τα γράμματά σας.", ()),
        ("Größe, façade, œuvre, señal", ()),
        ("The G.D.P.R. and the U.S.A.", ()),
        ("A B C D E", ()),
        ("α-carotene and 5 µm", ()),
    ],
)
def test_letters_that_look_like_others_are_found(text: str, words: tuple[str, ...]) -> None:
    assert disguised_words(text) == words


PLAIN = frozenset(["we", "your", "and", "to"])


def test_marks_on_the_letters_of_words_that_have_none_are_found() -> None:
    assert disguised_words("Wé lend yóur boat", PLAIN) == ("Wé", "yóur")
    assert disguised_words("Wẹ lend youṛ boat", PLAIN) == ("Wẹ", "youṛ")
    assert not disguised_words("We met at the café, and Zoë paid", PLAIN)


def test_a_sentence_without_its_spaces_is_found_and_a_row_of_names_is_none() -> None:
    assert disguised_words("WeRentYourLettersToOthers.", PLAIN) == ("WeRentYourLettersToOthers",)
    assert not disguised_words("BoatsPiersCranesMarketplaceLighthouse", PLAIN)


def test_letters_that_look_latin_are_read_as_latin() -> None:
    assert in_latin("W\u0435 r\u0435nt l\u0435tt\u0435rs") == "We rent letters"
    assert in_latin("Мы храним письма") == "Мы храним письма"
    assert words_key("W\u0435 r\u0435nt l\u0435tt\u0435rs") == words_key("We rent letters")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We analyze behavior of organizations.", "We analyse the behaviour of organisations."),
        ("It applies from March 1, 2027.", "It applies from 1 March 2027."),
        ("It applies from 2027-03-01.", "It applies from 1st March 2027."),
        ("Es gilt ab 1. März 2027.", "Es gilt ab 01.03.2027."),
        ("Valable dès le 1er mars 2027.", "Valable dès le 2027-03-01."),
        ("Vale desde el 1 de marzo de 2027.", "Vale desde el 2027-03-01."),
        ("We store data such as names.", "We store data like names."),
        ("We store data, e.g. names.", "We store data, for example names."),
        ("Wir speichern Daten, z. B. Namen.", "Wir speichern Daten wie Namen."),
        ("Des données telles que votre nom.", "Des données comme votre nom."),
        ("Datos tales como tu nombre.", "Datos como tu nombre."),
        ("We don't sell it and can't read it.", "We do not sell it and cannot read it."),
        ("We share it with a third party.", "We share it with a third parties."),
        ("The ﬁrst oﬃce", "The first office"),
        ("Your data\u2019s safety \u2014 first", "Your data's safety - first"),
        ("We use three cookies.", "We use 3 cookies."),
        ("It is listed[12] here.", "It is listed[9] here."),
        ("Kept by Meta [3].", "Kept by Meta [4]."),
    ],
)
def test_another_way_to_write_it_says_the_same(one: str, other: str) -> None:
    assert house_style(clean(one)) == house_style(clean(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We keep it for [30] days.", "We keep it for [900] days."),
        ("Kept for[30] days.", "Kept for[90] days."),
        ("For members aged >18.", "For members aged <18."),
        ("Letters: ✗", "Letters: ✓"),
        ("Do we rent your letters?", "Do we rent your letters."),
        ("We keep it for 1.5 years.", "We keep it for 15 years."),
        ("We may rent it.", "We rent it."),
        ("It applies from 1 March 2027.", "It applies from 3 January 2027."),
    ],
)
def test_what_says_something_else_is_another_text(one: str, other: str) -> None:
    assert house_style(one) != house_style(other)
    assert fold(one) != fold(other)


def entry(text: str, *context: str, kind: SegmentKind = SegmentKind.SENTENCE) -> Segment:
    return Segment(text=text, kind=kind, context=context)


@pytest.mark.parametrize(
    "other",
    [
        entry("Do we rent your letters to sailors?"),
        entry(SAID, "What we never do:", kind=SegmentKind.BULLET),
        entry(SAID, "Was wir nie tun", kind=SegmentKind.BULLET),
        entry(SAID, "Ce que nous ne faisons pas :", kind=SegmentKind.BULLET),
        entry(SAID, "Lo que nunca hacemos", kind=SegmentKind.BULLET),
        entry(SAID, "Myths about us"),
        entry("“We rent your letters to sailors.”"),
        entry("«We rent your letters to sailors»."),
        entry(SAID, kind=SegmentKind.HEADING),
    ],
)
def test_a_text_that_was_said_in_another_way_is_not_known(other: Segment) -> None:
    assert identities(other)[0] != identities(entry(SAID))[0]


def test_single_words_make_nothing_known() -> None:
    seen = {words_key(word) for word in SAID.rstrip(".").split()} | {words_key("We rent your letters")}
    assert not is_known(SAID, seen)


def test_sentences_that_were_recorded_without_space_between_them_are_known() -> None:
    parts = ["Take back your consent", "Carry your letters elsewhere"]
    assert is_known("".join(parts), {words_key(part) for part in parts})
    whole = ["We write down when a boat comes in.", "The office keeps the book for two years."]
    assert is_known(" ".join(whole), {words_key(part) for part in whole})
