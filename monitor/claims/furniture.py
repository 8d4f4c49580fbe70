"""What on a page is no statement: questions, buttons, bare headings, notices, error texts. Weighs nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from monitor.claims.statements import Statement

_NOTICES = frozenset(["announcement", "earlier_version", "error", "see_also", "consent_dialog"])
_KEPT = frozenset(["rights", "requirements"])  # a pointer that speaks of them is the way to them
_LABEL = 5  # words of a button at most
_MINE = frozenset(["my", "meine", "meinen", "mein", "mes", "mon", "ma", "mis", "mi"])
_SUBJECTS = frozenset(
    ["we", "you", "they", "it", "our", "your", "this", "wir", "sie", "du", "es", "ihre", "ihren", "deine", "deinen",
     "unsere", "nous", "vous", "votre", "vos", "notre", "nos", "usted", "tu", "tus", "su", "sus", "nuestro", "nuestra",
     "is", "are", "ist", "sind", "est", "sont", "es", "son", "will", "not", "no", "nicht", "keine"]
)  # fmt: skip


def stating(before: Sequence[Statement], after: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Return the sentences of both sides that state something; none where the new side is an error text."""
    if any("error" in s.flags for s in after) and not any("error" in s.flags for s in before):
        return [], []
    other = {
        id(s): {t.key for o in others for t in o.terms}
        for side, others in ((before, after), (after, before))
        for s in side
    }
    old, new = ([s for s in side if not is_furniture(s, other[id(s)])] for side in (before, after))
    # What replaces a whole text, or is replaced by one, is no button of it.
    if len(before) == 1 and not old and new and not is_notice(before[0]):
        old = list(before)
    if len(after) == 1 and not new and old and not is_notice(after[0]):
        new = list(after)
    if len(before) == len(after) == 1 and not all(is_notice(s) for s in (*before, *after)):
        old, new = list(before), list(after)
    return old, new


def is_notice(statement: Statement) -> bool:
    """Whether a sentence asks something, tells of an update, points elsewhere or excuses a failure."""
    if statement.is_question or statement.flags & _NOTICES:
        return True
    return "pointer" in statement.flags and not any(kind in _KEPT for kind, _ in statement.concepts)


def is_furniture(statement: Statement, others: Collection[tuple[str, str]] = ()) -> bool:
    """Whether a sentence states nothing of its own; `others` are the terms of the other side's sentences.

    A heading or a button whose words stand in what remains says nothing new.
    """
    if is_notice(statement):
        return True
    words = [w for w in statement.words if w.text.isalnum()]
    is_short = len(words) <= _LABEL and not any(w.text in (":", "|", ";", ",") for w in statement.words)
    if not is_short:
        return False
    if any(w.text in _MINE for w in words):
        return True
    if "permission" in statement.flags or any(w.text in _SUBJECTS or w.text.endswith(("amos", "emos")) for w in words):
        return False
    shared = {term.key for term in statement.terms} & set(others)
    return len(shared) == len({term.key for term in statement.terms}) or (
        not any(t.kind in ("opt_in", "requirement", "required", "optional", "date") for t in statement.terms)
        and not _is_predicate(statement)
    )


def _is_predicate(statement: Statement) -> bool:
    return any(t.kind in ("opt_out", "unasked", "paused", "duration", "age") for t in statement.terms) or any(
        c.state == "excluded" for c in statement.clauses
    )
