"""The commands on the rules themselves: check, explain, export, document."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from monitor.command_line import rules_explain
from monitor.command_line.options import (
    Place,
    archive_option,
    check_language,
    json_option,
    language_option,
    pack_option,
)
from monitor.command_line.output import escape, print_json
from monitor.command_line.rules_replay import gaps, replay
from monitor.errors import RulePackError
from monitor.reading.reader import Reader
from monitor.reading.spoken_language import resolve_language
from monitor.rule_lab.examples import ExampleOutcome, run_examples
from monitor.rule_lab.explanation import explain as explained
from monitor.rule_lab.explanation import explain_step
from monitor.rule_lab.families import check_families
from monitor.rule_lab.rules_page import severity_page
from monitor.rules.pack import FIRST_LANGUAGE, Rule
from monitor.rules.pack_files import export_pack
from monitor.running.workspace import choose_pack


@click.group("rules")
def rules_group() -> None:
    """Look at, try and change the rules by which a change is judged."""


rules_group.add_command(gaps)
rules_group.add_command(replay)


@rules_group.command(epilog="Example: policywatch rules check --pack my-rules")
@pack_option
@archive_option
@json_option
def check(pack_folder: Path | None, folder: Place, as_json: bool) -> None:
    """Read the rules, compile every phrase, run every rule's examples and every family's; exit 1 on any fault."""
    try:
        pack = choose_pack(folder, pack_folder)
    except RulePackError as error:
        _print_faults(str(error).splitlines(), as_json=as_json)
        sys.exit(1)
    if broken := [*pack.check_phrases(), *map(str, check_families(pack))]:
        _print_faults(broken, as_json=as_json)
        sys.exit(1)
    faults = proofs = 0
    for rule, results in run_examples(pack):
        faults += sum(not result.holds for result in results)
        proofs += len(results)
        if as_json:
            print_json(_rule_json(rule, results))
        else:
            _print_rule(rule, results)
    phrases = sum(map(len, pack.phrases.values()))
    sentences = 2 * sum(len(language.families) for language in pack.languages.read.values())
    said = (
        f"{pack.name}: {len(pack.rules)} rules, {proofs} examples, {phrases} phrases, "
        f"{len(pack.families)} families of clauses in {sentences} sentences: {faults or 'no'} faults"
    )
    click.echo(said, err=as_json)
    if faults:
        sys.exit(1)


def _print_faults(lines: Iterable[str], *, as_json: bool) -> None:
    for line in lines:
        if as_json:
            print_json({"fault": line})
        else:
            click.echo(f"fault: {escape(line)}")


def _print_rule(rule: Rule, results: tuple[ExampleOutcome, ...]) -> None:
    languages = " ".join(dict.fromkeys(result.proof.language for result in results))
    faults = [result for result in results if not result.holds]
    state = "FAULT" if faults else "ok"
    click.echo(f"{state:6}{rule.id:22}{rule.points:+d}  {languages or 'told of a whole page: no examples'}")
    for result in faults:
        proof = result.proof
        tail = "" if proof.language == FIRST_LANGUAGE else f"_{proof.language}"
        name = f"{'example' if proof.fires else 'counter'}{tail}"
        problem = "it does not fire" if proof.fires else "it fires"
        click.echo(f"      rules.toml: rule.{rule.id}.{name}: {problem} between")
        click.echo(f"        “{escape(proof.before)}” and “{escape(proof.after)}”")
        click.echo(f"        what fires there: {', '.join(result.fired) or 'nothing'}")


def _rule_json(rule: Rule, results: tuple[ExampleOutcome, ...]) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "points": rule.points,
        "holds": all(result.holds for result in results),
        "examples": [
            {
                "language": result.proof.language,
                "before": result.proof.before,
                "after": result.proof.after,
                "should_fire": result.proof.fires,
                "fired": list(result.fired),
                "holds": result.holds,
            }
            for result in results
        ],
    }


@rules_group.command(epilog='Example: policywatch rules explain "We never share your chats." "We share your chats."')
@click.argument("text")
@click.argument("text_after", metavar="[TEXT_AFTER]", required=False)
@language_option
@pack_option
@archive_option
@json_option
def explain(
    text: str, text_after: str | None, lang: str | None, pack_folder: Path | None, folder: Place, as_json: bool
) -> None:
    """Show how a text is read; with two, what came and went between them, which rules fire and the sum."""
    if not f"{text}{text_after or ''}".strip():
        raise click.BadParameter("expected a text, found none", param_hint="'TEXT'")
    pack = choose_pack(folder, pack_folder)
    language = check_language(lang, pack) or resolve_language(f"{text} {text_after or ''}", pack)
    reader = Reader(pack, language)
    if not reader.is_language_known:
        click.echo("The rules know no language that this text is in; --lang says which it is.", err=True)
    if text_after is None:
        found = explained(text, reader)
        if as_json:
            print_json(rules_explain.reading_json(found, language, pack))
        else:
            rules_explain.print_readings(found)
        return
    step = explain_step(text, text_after, reader)
    if as_json:
        print_json(rules_explain.step_json(step, language, pack))
    else:
        rules_explain.print_step(step, pack)


@rules_group.command(epilog="Example: policywatch rules export my-rules")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def export(folder: Path) -> None:
    """Write the rules that ship with the program into DIR, to be changed; files that are there stay."""
    written, left = export_pack(folder)
    click.echo(f"{folder}: {len(written)} files written, {len(left)} were there and stay")
    click.echo(f"Change them, then: policywatch rules check --pack {folder}")
    click.echo(f'To judge by them, set in policywatch.toml: rules = "{folder.resolve()}"')


@rules_group.command(epilog="Example: policywatch rules document --pack my-rules > severity.md")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it there instead of printing it.")
@pack_option
@archive_option
def document(out: Path | None, pack_folder: Path | None, folder: Place) -> None:
    """Print how severity is decided, in words, as the rules have it (Markdown)."""
    page = severity_page(choose_pack(folder, pack_folder))
    if out is None:
        click.echo(page, nl=False)
        return
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise RulePackError(f"{out} can't be written: {error.strerror or error}") from error
    click.echo(f"written: {out}")
