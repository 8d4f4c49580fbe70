"""The command that judges two texts, or many pairs of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from feeds.contract import EVIDENCE, HUNK
from monitor.alerts.text_comparison import TextComparison, compare_texts, read_text
from monitor.claims.claim_changes import ClaimChange
from monitor.command_line import output
from monitor.command_line.compare_pairs import read_pairs
from monitor.command_line.options import check_language, language_option, pack_option
from monitor.rules.pack_files import default_pack, load_pack
from monitor.running.text_files import read_file

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(epilog="Example: policywatch compare policy-old.html policy-new.pdf")
@click.argument("before", required=False, type=_FILE)
@click.argument("after", required=False, type=_FILE)
@click.option("--pairs", type=_FILE, metavar="FILE.jsonl", help="Many: objects with id, before, after, optional lang.")
@language_option
@pack_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a pair.")
def compare(
    before: Path | None,
    after: Path | None,
    pairs: Path | None,
    lang: str | None,
    pack_folder: Path | None,
    as_json: bool,
) -> None:
    """Say what changed from one text to another, and what it means. Files: html, txt, md, pdf."""
    if (pairs is None) == (before is None or after is None):
        raise click.UsageError("give two files, BEFORE and AFTER, or --pairs FILE.jsonl")
    pack = load_pack(pack_folder) if pack_folder else default_pack()
    language = check_language(lang, pack)
    if pairs is not None:
        for pair in read_pairs(pairs, tuple(pack.languages.read)):
            old, new = read_text(pair.before), read_text(pair.after)
            _tell(pair.name, compare_texts(old, new, language=pair.language or language, pack=pack), as_json)
    elif before is not None and after is not None:
        found = compare_texts(read_file(before), read_file(after), language=language, pack=pack)
        _tell(f"{before} {after}", found, as_json)


def claim_change_json(change: ClaimChange) -> dict[str, Any]:
    """Return what became of a claim as its JSON; the names are a contract."""
    claim = change.claim
    return {
        "change": change.kind.value,
        "direction": change.direction.value,
        "frame": claim.frame.value,
        "purposes": list(claim.purposes),
        "data": list(claim.data),
        "audience": list(claim.audience),
        "products": list(claim.products),
        "parties": list(claim.parties),
        "bases": list(claim.bases),
        "state": claim.state.value,
        "before": change.before.text if change.before else None,
        "after": change.after.text if change.after else None,
        "condition": claim.condition or None,
        "context": list(claim.context),
    }


def _tell(name: Any, compared: TextComparison, as_json: bool) -> None:
    found = compared.assessment
    if as_json:
        quotes = [quote for finding in found.findings for quote in finding.evidence]
        rules = dict.fromkeys(rule for finding in found.findings for rule in finding.rules)
        output.print_json(
            {
                "id": name,
                "alert": found.severity.is_alerting,
                "severity": found.severity.value,
                "direction": found.direction.value,
                "topics": list(found.topics),
                "headline": found.headline,
                "evidence": list(map(EVIDENCE.to_json, quotes)),
                "hunks": list(map(HUNK.to_json, compared.hunks)),
                "claims": [claim_change_json(change) for change in compared.claim_changes],
                "rules": list(rules),
            }
        )
        return
    if not compared.hunks:
        click.echo("No difference.")
        return
    headline = output.escape(found.headline) if found.severity.is_alerting else "nothing of substance was found"
    click.echo(f"{found.severity.value}, {found.direction.value}: {headline}\n")
    for hunk in compared.hunks:
        output.print_hunk(hunk)
