"""The commands that hand out tables: export csv, jsonl, sqlite, parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import click

from feeds.datasets.csvs import csv_bytes, jsonl_bytes
from feeds.datasets.databases import sqlite_bytes
from feeds.datasets.dataset_citation import DatasetState, citation_cff, zenodo_json
from feeds.datasets.package import datapackage_bytes, readme_bytes
from feeds.datasets.parquet import has_parquet, parquet_bytes
from feeds.datasets.tables import TABLES, Row, Table
from feeds.datasets.whole import whole_rows
from feeds.edition.survey import take_survey
from feeds.site import Site
from monitor.command_line.options import Place, archive_option, document_option, since_option
from monitor.command_line.output import count_of
from monitor.running.workspace import open_workspace, require_document
from snapshots.atomic_files import cant_write, write_file
from snapshots.warc.export import Selection
from snapshots.warc.wacz import export_wacz

Renderer = Callable[[Table[Any], list[Row]], bytes]
_folder_argument = click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))


def _options(command: Callable[..., None]) -> Callable[..., None]:
    return document_option(since_option(archive_option(command)))


@click.command(epilog="Example: policywatch export csv tables/ --since 2025-01-01")
@_folder_argument
@_options
def csv(out: Path, document: str | None, since: datetime | None, folder: Place) -> None:
    """Write all tables as CSV into the folder OUT, with a Data Package that describes them.

    A text that a spreadsheet could take for a formula has an apostrophe in front.
    """
    _write_tables(out, "csv", csv_bytes, document, since, folder)


@click.command(epilog="Example: policywatch export jsonl tables/ --document facebook-privacy-policy")
@_folder_argument
@_options
def jsonl(out: Path, document: str | None, since: datetime | None, folder: Place) -> None:
    """Write all tables as JSON Lines into the folder OUT, with a Data Package that describes them."""
    _write_tables(out, "jsonl", jsonl_bytes, document, since, folder)


@click.command(epilog="Example: policywatch export parquet tables/")
@_folder_argument
@_options
def parquet(out: Path, document: str | None, since: datetime | None, folder: Place) -> None:
    """Write all tables as Parquet into the folder OUT. Needs the extra policywatch[parquet]."""
    _write_tables(out, "parquet", parquet_bytes, document, since, folder)


@click.command(epilog="Example: policywatch export sqlite policies.sqlite")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@_options
def sqlite(out: Path, document: str | None, since: datetime | None, folder: Place) -> None:
    """Write all tables as one SQLite database."""
    rows, *_ = _rows(document, since, folder)
    write_file(out, sqlite_bytes(rows))
    click.echo(f"{out}: {count_of(sum(map(len, rows.values())), 'row')} in {count_of(len(rows), 'table')}")


@click.command(epilog="Example: policywatch export deposit deposit/ --captures")
@_folder_argument
@click.option("--captures", "with_captures", is_flag=True, help="With all captures as WACZ: the companies' own texts.")
@archive_option
def deposit(out: Path, with_captures: bool, folder: Place) -> None:
    """Write a folder that can be deposited as it is, as at Zenodo: tables, what they are, how they are cited.

    CSV, and Parquet where the extra policywatch[parquet] is installed; datapackage.json, CITATION.cff, .zenodo.json,
    and SHA256SUMS over all. The same archive gives the same files.
    """
    rows, site, state = _rows(None, None, folder)
    kinds = {"csv": csv_bytes, **({"parquet": parquet_bytes} if has_parquet() else {})}
    tables = {f"{t.name}.{suffix}": render(t, rows[t.name]) for suffix, render in kinds.items() for t in TABLES}
    files = {**tables, **_described(list(tables), site, state), ".zenodo.json": zenodo_json(site, state)}
    write_files(out, files)
    sums = {name: sha256(content).hexdigest() for name, content in files.items()}
    if with_captures:
        with open_workspace(folder) as workspace:
            for _ in export_wacz(workspace.archive, out / "captures.wacz", Selection()):
                pass
        with (out / "captures.wacz").open("rb") as file:
            sums["captures.wacz"] = file_digest(file, "sha256").hexdigest()
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    write_file(out / "SHA256SUMS", lines.encode())
    click.echo(f"{out}: {count_of(len(sums) + 1, 'file')} of version {state.number}, ready to be deposited")


TABLE_COMMANDS = (csv, jsonl, sqlite, parquet, deposit)
"""The commands that the group `export` has from here."""


def _rows(
    document: str | None, since: datetime | None, folder: Place
) -> tuple[Mapping[str, list[Row]], Site, DatasetState]:
    with open_workspace(folder) as workspace:
        chosen = require_document(workspace, document)
        survey = take_survey(workspace.archive)
        rows = whole_rows(workspace.archive, survey, chosen, since)
        return rows, workspace.settings.site, DatasetState.of(survey)


def _write_tables(
    out: Path, suffix: str, render: Renderer, document: str | None, since: datetime | None, folder: Place
) -> None:
    rows, site, state = _rows(document, since, folder)
    files = {f"{table.name}.{suffix}": render(table, rows[table.name]) for table in TABLES}
    files |= _described(list(files), site, state)
    write_files(out, files)
    click.echo(f"{out}: {count_of(sum(map(len, rows.values())), 'row')} in {count_of(len(rows), 'table')}")


def _described(paths: list[str], site: Site, state: DatasetState) -> dict[str, bytes]:
    """Return what stands beside tables: what they are, and how they are cited."""
    return {
        "datapackage.json": datapackage_bytes(paths, site, state),
        "CITATION.cff": citation_cff(site, state),
        "README.txt": readme_bytes(site),
    }


def write_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made; raises `CantWrite`."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cant_write(out, error) from error
    for name, content in files.items():
        write_file(out / name, content)
