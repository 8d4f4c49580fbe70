"""What on a page is no statement: questions, buttons, bare headings, notices, error texts. Weighs nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from monitor.reading.headings import ANSWERED
from monitor.reading.notice_parts import NOTICES, is_named
from monitor.reading.statements import Statement, TermKind
from snapshots.records import Segment

_NOTICES = NOTICES - {"pointer"}
_MENU = 3  # bars of a row of buttons at least
_ITEM = 4  # words of a button
_TITLE = 8  # words of a heading that names a question
_TELLING = frozenset([TermKind.OPT_IN, TermKind.REQUIREMENT, TermKind.REQUIRED, TermKind.OPTIONAL, TermKind.DATE])
_PREDICATIVE = frozenset([TermKind.OPT_OUT, TermKind.UNASKED, TermKind.PAUSED, TermKind.DURATION, TermKind.AGE])
_CHOSEN = frozenset(
    [
        TermKind.PEOPLE,
        TermKind.ONLY,
        TermKind.QUALIFIER,
        TermKind.WEAK,
        TermKind.OPT_OUT,
        TermKind.RIGHT,
        TermKind.AGE,
        TermKind.DURATION,
    ]
)  # of a setting
_ASKED = frozenset([TermKind.REQUIRED, TermKind.OPTIONAL])  # of a field whose label is a question
_KEPT = frozenset(["rights", "requirements"])  # a pointer that speaks of them is the way to them
_OF_COOKIES = frozenset(["device"])  # the data that cookies are read as
_BUTTON = 4  # words of a button of a banner at most
_MATTER = frozenset(["data", "parties", "purposes"])
_LABEL = 5  # words of a button at most
_GLUED = re.compile(r"[^\W\d_A-Z][A-Z]|[A-Z]{2}[A-Z][^\W\d_A-Z]")  # "DocsPrices", "APIsHelp", "SDKMeeting"
_GLUED_LEAST = 3


def drop_boilerplate(
    before: Sequence[Statement], after: Sequence[Statement], *, is_whole: bool, now: Sequence[Segment] = ()
) -> tuple[list[Statement], list[Statement]]:
    """Return the sentences of both sides that state something; none where the whole text became an error text.

    An error text between others states nothing, but what it stands in the place of is gone all the same. Of a notice of
    an update that was taken down, what the page names `now` stands in the text; a promise beside it is gone.
    """
    if is_whole and any("error" in s.flags for s in after) and not any("error" in s.flags for s in before):
        return [], []
    if not after and any("announcement" in s.flags for s in before):
        return [s for s in before if not is_notice(s) and not is_named(s, (segment.text for segment in now))], []
    before, after = _drop_banners(before), _drop_banners(after)
    other = {
        id(s): {t.key for o in others for t in o.terms}
        for side, others in ((before, after), (after, before))
        for s in side
    }
    # A heading whose words stand on the other side cancels them there.
    if not any(_is_menu(s) for s in before) or not any(_is_menu(s) for s in after):
        before, after = ([s for s in side if not _is_menu(s)] for side in (before, after))
    old, new = ([s for s in side if _is_said(s, other[id(s)]) or not is_boilerplate(s)] for side in (before, after))
    # What replaces a whole text, or is replaced by one, is no button of it.
    if len(before) == 1 and not old and new and not is_notice(before[0]):
        old = list(before)
    if len(after) == 1 and not new and old and not is_notice(after[0]):
        new = list(after)
    if len(before) == len(after) == 1 and not _are_titles(before[0], after[0]):
        old, new = list(before), list(after)
    return ([], []) if _is_same_title(before, after) else (old, new)


def _is_same_title(before: Sequence[Statement], after: Sequence[Statement]) -> bool:
    """Whether a title only has a name behind a bar, or has it no longer: "Privacy Policy | Harbour"."""
    if len(before) != 1 or len(after) != 1 or not _are_titles(before[0], after[0]):
        return False
    shorter, longer = sorted(({part.strip() for part in s.text.split("|")} for s in (before[0], after[0])), key=len)
    return shorter < longer


def _are_titles(before: Statement, after: Statement) -> bool:
    """Whether both are headings, or one is a notice: one heading in the place of another states nothing."""
    if is_notice(before) or is_notice(after):
        return True
    kinds = {t.kind for s in (before, after) for t in s.terms}
    return is_boilerplate(before) and is_boilerplate(after) and not kinds & _CHOSEN


def _drop_banners(statements: Sequence[Statement]) -> list[Statement]:
    """Leave out the buttons of banners and the sentence that each set of them belongs to.

    Of a dialog that asks for consent to cookies, what speaks of no other data goes too; whoever puts another sentence
    beside such a button hides nothing.
    """
    found: list[Statement] = []
    is_after_button = False
    is_dialog = any("consent_dialog" in statement.flags for statement in statements)
    for statement in statements:
        if is_dialog and _data_in(statement) == _OF_COOKIES:
            continue
        words = [w for w in statement.words if w.text.isalnum()]
        is_button = "button" in statement.flags and len(words) <= _BUTTON
        if is_button and not is_after_button and found and _may_have_buttons(found[-1]):
            found.pop()
        if not is_button:
            found.append(statement)
        is_after_button = is_button
    return found


def _may_have_buttons(statement: Statement) -> bool:
    """Whether a sentence before a button may be a banner's: a notice, or one on cookies, or on no data or purpose."""
    if "device" in _data_in(statement) or is_notice(statement):
        return True
    return not any(kind in ("data", "purposes") for kind, _ in statement.concepts)


def _data_in(statement: Statement) -> frozenset[str]:
    return frozenset(name for kind, name in statement.concepts if kind == "data")


def is_notice(statement: Statement) -> bool:
    """Whether a sentence asks something, tells of an update, dates the page, points elsewhere or excuses a failure."""
    if statement.flags & _NOTICES or (statement.is_question and not any(t.kind in _ASKED for t in statement.terms)):
        return True
    return "pointer" in statement.flags and not any(kind in _KEPT for kind, _ in statement.concepts)


def _is_menu(statement: Statement) -> bool:
    """Whether a text is a row of buttons: short words between bars or dots, or links with nothing between."""
    if _is_glued(statement):
        return True
    marks = [i for i, w in enumerate(statement.words) if w.text in ("|", "·", "•", "/", ">", "›", "»", "→")]
    if len(marks) < _MENU and not (marks and "see_also" in statement.flags):
        return False
    ends = [-1, *marks, len(statement.words)]
    return all(after - before - 1 <= _ITEM for before, after in pairwise(ends))


def _is_glued(statement: Statement) -> bool:
    """Whether a text is a row of links that nothing parts, and says of nobody that something is done."""
    if len(_GLUED.findall(statement.text)) < _GLUED_LEAST or any(mark in statement.text for mark in ",.;:?!"):
        return False
    predicates = statement.grammar.predicates
    says = any(t.kind in (TermKind.ACT, TermKind.RIGHT) for t in statement.terms)
    return not says and not any(word.text in predicates.words for word in statement.words)


def _is_said(statement: Statement, others: Collection[tuple[str, str]]) -> bool:
    keys = {term.key for term in statement.terms}
    return bool(keys) and keys <= set(others) and not is_notice(statement)


def is_boilerplate(statement: Statement) -> bool:
    """Whether a sentence states nothing of its own: a notice, a heading, a button."""
    if is_notice(statement):
        return True
    if ANSWERED in statement.flags:
        return False
    words = [w for w in statement.words if w.text.isalnum()]
    kinds = {t.kind for t in statement.terms}
    if "title" in statement.flags and len(words) <= _TITLE and not statement.is_excluding:
        return True
    is_asking = "asks" in statement.flags and not statement.is_excluding
    if (
        is_asking
        and len(words) <= _TITLE
        and not kinds & {TermKind.ACT, TermKind.RIGHT, TermKind.DURATION, TermKind.AGE}
    ):
        return True
    if not _is_label(statement):
        return False
    grammar = statement.grammar
    if any(w.text in grammar.mine for w in words) or all(w.text in grammar.answers for w in words):
        return True
    is_link = "here" in statement.flags or "[" in statement.text  # its address is left out
    if is_link and (statement.is_way_out or any(kind == "rights" for kind, _ in statement.concepts)):
        return False
    if "permission" in statement.flags or any(
        w.text in grammar.predicates or w.text in grammar.we_verbs for w in words
    ):
        return False
    return not kinds & _TELLING and not _is_predicate(statement)


def _is_label(statement: Statement) -> bool:
    """Whether a text is as short as a button or a heading, or two of them with a bar between: "Terms | Harbour"."""
    if any(w.text in (":", ";", ",") for w in statement.words):
        return False
    if statement.text.endswith(".") and len({kind for kind, _ in statement.concepts} & _MATTER) > 1:
        return False  # "Some partners get your location."
    bars = [i for i, w in enumerate(statement.words) if w.text == "|"]
    ends = [-1, *bars, len(statement.words)]
    sizes = [sum(w.text.isalnum() for w in statement.words[a + 1 : b]) for a, b in pairwise(ends)]
    return len(bars) < _MENU and all(0 < size <= _LABEL for size in sizes) if bars else sizes[0] <= _LABEL


def _is_predicate(statement: Statement) -> bool:
    return statement.is_excluding or any(t.kind in _PREDICATIVE for t in statement.terms)
