"""The commands that hand out tables: export csv, jsonl, sqlite, parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from feeds.datasets.csvs import csv_bytes, jsonl_bytes
from feeds.datasets.databases import sqlite_bytes
from feeds.datasets.package import datapackage_bytes, readme_bytes
from feeds.datasets.parquet import parquet_bytes
from feeds.datasets.tables import TABLES, Row, Table
from feeds.datasets.whole import whole_rows
from feeds.edition.survey import take_survey
from feeds.site import Site
from monitor.command_line.options import archive_option, document_option, since_option
from monitor.command_line.output import count_of
from monitor.running.workspace import open_workspace, require_document
from snapshots.atomic_files import cant_write, write_file

Renderer = Callable[[Table[Any], list[Row]], bytes]
_folder_argument = click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))


def _options(command: Callable[..., None]) -> Callable[..., None]:
    return document_option(since_option(archive_option(command)))


@click.command(epilog="Example: policywatch export csv tables/ --since 2025-01-01")
@_folder_argument
@_options
def csv(out: Path, document: str | None, since: datetime | None, folder: Path) -> None:
    """Write all tables as CSV into the folder OUT, with a Data Package that describes them.

    A text that a spreadsheet could take for a formula has an apostrophe in front.
    """
    _write_tables(out, "csv", csv_bytes, document, since, folder)


@click.command(epilog="Example: policywatch export jsonl tables/ --document facebook-privacy-policy")
@_folder_argument
@_options
def jsonl(out: Path, document: str | None, since: datetime | None, folder: Path) -> None:
    """Write all tables as JSON Lines into the folder OUT, with a Data Package that describes them."""
    _write_tables(out, "jsonl", jsonl_bytes, document, since, folder)


@click.command(epilog="Example: policywatch export parquet tables/")
@_folder_argument
@_options
def parquet(out: Path, document: str | None, since: datetime | None, folder: Path) -> None:
    """Write all tables as Parquet into the folder OUT. Needs the extra policywatch[parquet]."""
    _write_tables(out, "parquet", parquet_bytes, document, since, folder)


@click.command(epilog="Example: policywatch export sqlite policies.sqlite")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@_options
def sqlite(out: Path, document: str | None, since: datetime | None, folder: Path) -> None:
    """Write all tables as one SQLite database."""
    rows, _ = _rows(document, since, folder)
    write_file(out, sqlite_bytes(rows))
    click.echo(f"{out}: {count_of(sum(map(len, rows.values())), 'row')} in {count_of(len(rows), 'table')}")


TABLE_COMMANDS = (csv, jsonl, sqlite, parquet)
"""The commands that the group `export` has from here."""


def _rows(document: str | None, since: datetime | None, folder: Path) -> tuple[Mapping[str, list[Row]], Site]:
    with open_workspace(folder) as workspace:
        chosen = require_document(workspace, document)
        survey = take_survey(workspace.archive)
        return whole_rows(workspace.archive, survey, chosen, since), workspace.settings.site


def _write_tables(
    out: Path, suffix: str, render: Renderer, document: str | None, since: datetime | None, folder: Path
) -> None:
    rows, site = _rows(document, since, folder)
    files = {f"{table.name}.{suffix}": render(table, rows[table.name]) for table in TABLES}
    files["datapackage.json"] = datapackage_bytes(list(files), site)
    files["README.txt"] = readme_bytes(site)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cant_write(out, error) from error
    for name, content in files.items():
        write_file(out / name, content)
    click.echo(f"{out}: {count_of(sum(map(len, rows.values())), 'row')} in {count_of(len(rows), 'table')}")
