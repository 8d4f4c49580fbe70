"""The command that shows the whole way on a bundled story."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from feeds.publication.site_build import publish
from feeds.serving.free_port import check_free
from feeds.serving.live import Live
from feeds.serving.site_app import run_site, site_app
from monitor.command_line.judged_output import news_lines
from monitor.command_line.output import day, print_alert, say
from monitor.demo import declarations_toml, moments, serving
from monitor.running.composition import analysis
from monitor.running.pipeline import Judged
from monitor.running.watch import SECOND_LOOK_AFTER, Watch
from monitor.settings.archive_layout import SITE
from monitor.settings.settings import Settings
from monitor.settings.settings_file import parse_listen
from snapshots.opening import Archive, create_archive
from spiders.declarations.declarations import load_declarations


@click.command(epilog="Example: policywatch demo --no-serve")
@click.option("--serve/--no-serve", default=True, help="Serve the site afterwards, until Ctrl-C.")
@click.option("--listen", default="127.0.0.1:8080", show_default=True, metavar="HOST:PORT")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep the archive in this new folder.")
def demo(serve: bool, listen: str, keep: Path | None) -> None:
    """Watch three invented pages change over some months, in a minute and without a network."""
    host, port = parse_listen(listen)
    if serve:
        check_free(host, port)
    settings = Settings(base_url=f"http://{listen}/", title="Policywatch demo")
    site = replace(settings.site, live=True)
    with _folder(keep) as folder:
        archive = create_archive(folder)
        try:
            _tell_story(archive, folder, settings)
            done = publish(archive, folder / SITE, site, analysis())
            say(f"Site and feeds: {done.written} files in {folder / SITE}")
            if serve:
                say(f"Open http://{host}:{port}/ - its feeds are on http://{host}:{port}/feeds/")
                say("Stop with Ctrl-C.")
                run_site(
                    site_app(folder / SITE, Live(archive, site, analysis())),
                    host=host,
                    port=port,
                )
        finally:
            archive.close()


def _tell_story(archive: Archive, folder: Path, settings: Settings) -> None:
    with serving() as story:
        path = folder / "story.toml"
        path.write_text(declarations_toml(story.base_url), encoding="utf-8")
        declarations = load_declarations(path)
        now = next(moment.at for moment in moments())

        def clock():  # type: ignore[no-untyped-def]
            return now

        authority = settings.site.authority
        watch = Watch(archive, declarations, contact="", authority=authority, now=clock, captured_at=clock)
        for moment in moments():
            story.show(moment)
            now = moment.at
            say(f"{day(moment.at)}  {moment.says}", "bold")
            for judged in sorted(watch.check(declarations), key=lambda one: one.observation.document_id):
                detail = f" ({judged.observation.detail})" if judged.observation.detail else ""
                said = (
                    "first seen" if judged.version and judged.version.number == 1 else judged.observation.outcome.value
                )
                said = "low change" if judged.change and not judged.alert else said
                say(f"    {judged.observation.document_id}: {'ALERT' if judged.alert else said}{detail}")
                if judged.alert:
                    print_alert(judged.alert)
                _say(judged)
            now += SECOND_LOOK_AFTER
            for judged in watch.check([d for d in watch.due() if archive.held(d.document.id)]):
                _say(judged)
    found = archive.alerts()
    say(f"{len(found)} alerts from {len(moments())} looks at {len(declarations)} pages.", "bold")


def _say(judged: Judged) -> None:
    for line in news_lines(judged):
        say(f"    {judged.observation.document_id}: {line}", "dim")


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep
        return
    made = Path(tempfile.mkdtemp(prefix="policywatch-demo-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
