"""What every section of the publication is handed: the archive as surveyed once, settings, functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from feeds.analysis import Analysis
from feeds.edition.feed_topics import Channel, channels
from feeds.edition.file import File
from feeds.edition.survey import Survey, take_survey
from feeds.site import Site
from snapshots.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One state of an archive on its way to being published."""

    archive: Archive  # for what only some files need: texts, hunks, attempts; read when a file is rendered
    survey: Survey
    site: Site
    channels: tuple[Channel, ...]
    analysis: Analysis


Section = Callable[[Edition], Iterable[File]]
"""Names the files of one part of the publication; cheap, because it is called on every build."""


def take_edition(archive: Archive, site: Site, analysis: Analysis) -> Edition:
    """Read an archive for publication."""
    with archive.one_state():
        survey = take_survey(archive)
    return Edition(archive=archive, survey=survey, site=site, channels=channels(survey), analysis=analysis)
