"""Runs the examples of a pack's rules: between the two texts of one a rule must fire, or must not. Mends nothing."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.alerts.differences import differences
from monitor.alerts.passage_meaning import Meaning, assess_passage
from monitor.extract.text import clean
from monitor.reading.boilerplate import drop_boilerplate
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_passage
from monitor.reading.statements import Statement
from monitor.reading.typos import mend_typos
from monitor.rules.pack import Pack, Proof, Rule
from snapshots.frozen_class import frozen


@frozen
class ExampleOutcome:
    """What became of one example."""

    rule: Rule
    proof: Proof
    fired: tuple[str, ...]  # the rules that fire between its two texts, the weightiest first

    @property
    def holds(self) -> bool:
        return (self.rule.id in self.fired) is self.proof.fires


def run_examples(pack: Pack) -> Iterator[tuple[Rule, tuple[ExampleOutcome, ...]]]:
    """Yield each rule with what became of its examples, in the order of the file."""
    for rule in pack.rules.values():
        yield rule, tuple(_run_example(rule, proof, pack) for proof in rule.proofs)


def _run_example(rule: Rule, proof: Proof, pack: Pack) -> ExampleOutcome:
    found = read_step(proof.before, proof.after, Reader(pack, proof.language))[2]
    return ExampleOutcome(rule=rule, proof=proof, fired=rules_of(found, pack))


def rules_of(found: Meaning | None, pack: Pack) -> tuple[str, ...]:
    """Return the rules of the pack that a meaning rests on."""
    return tuple(dict.fromkeys(effect.rule for effect in found.effects if effect.rule in pack.rules)) if found else ()


def read_step(
    before: str, after: str, reader: Reader
) -> tuple[tuple[Statement, ...], tuple[Statement, ...], Meaning | None]:
    """Return the sentences of two texts as they are read, and what the step between them amounts to."""
    before, after = clean(before), clean(after)
    old = read_passage([mend_typos(before, after, reader)], reader)
    new = read_passage([after], reader)
    terms = (
        [term for statement in side for term in statement.terms] for side in drop_boilerplate(old, new, is_whole=True)
    )
    return tuple(old), tuple(new), assess_passage(*drop_boilerplate(old, new, is_whole=True), differences(*terms))
