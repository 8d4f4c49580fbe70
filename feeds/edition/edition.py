"""What every section of the publication is handed: the archive as surveyed once, settings, functions.

This package may not know how texts are compared or understood; who composes the product may. A function that
a page needs is a field of `Analysis`; `monitor.running.composition` fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from weakref import WeakKeyDictionary

from feeds.edition.feed_topics import Channel, channels, document_path
from feeds.edition.file import File, key_of
from feeds.edition.survey import Survey, Watched, take_survey
from feeds.language.translation import speaking
from feeds.research.document_variants import variant_pairs
from feeds.research.research_records import DocumentHistory, Research
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Document, Extraction, Hunk


@frozen
class Analysis:
    """Functions over records: the same arguments give the same answer under one `fingerprint`."""

    fingerprint: str  # moves with the code and the rules behind the functions, so that files are made again
    compare: Callable[[Extraction, Extraction], tuple[Hunk, ...]]
    research: Callable[[Archive], Research]  # the same one for one archive, which remembers what it worked out


@dataclass(frozen=True, kw_only=True)  # without slots: the feeds by their paths are kept
class Edition:
    """One state of an archive on its way to being published."""

    archive: Archive  # for what only some files need: texts, hunks, attempts; read when a file is rendered
    survey: Survey
    site: Site
    channels: tuple[Channel, ...]
    analysis: Analysis
    read_research: Callable[[], Research]  # the same one each time
    only: frozenset[str] | None = None  # documents whose own files are named; None names those of all

    def in_language(self, language: str) -> Edition:
        """Return the same state with the site and the names of its feeds in one of the site's languages."""
        return replace(
            self, site=self.site.in_language(language), channels=_channels(self.archive, self.survey, language)
        )

    @property
    def research(self) -> Research:
        """Return what answers from what the survey holds, and from nothing that was recorded since.

        It rests on all that understands a text: what names a file does without it.
        """
        return self.read_research()

    @cached_property
    def named(self) -> Sequence[Watched]:
        """Return the documents whose own files are named in this build.

        What a section names of each of them may depend on nothing that `feeds.publication.moved_documents` leaves out.
        """
        if self.only is None:
            return self.survey.watched
        return [watched for name in sorted(self.only) if (watched := self.survey.find(name))]

    @cached_property
    def variants(self) -> tuple[tuple[Document, Document], ...]:
        """Return the documents that are variants of one another, of those that were ever seen."""
        return variant_pairs(watched.document for watched in self.survey.watched if watched.versions)

    def is_named(self, document_id: str) -> bool:
        """Return whether the own files of a document are named in this build."""
        return self.only is None or document_id in self.only

    def channel_of(self, document_id: str) -> Channel:
        """Return the feed of a document."""
        return self._by_path[document_path(document_id)]

    @cached_property
    def channels_key(self) -> str:
        """Return what moves with the feeds that there are, for the keys of what lists them."""
        documents = [watched.document for watched in self.survey.watched]
        named = [(document.id, document.title, document.service, document.region) for document in documents]
        return key_of(named, self.site.language)

    @cached_property
    def _by_path(self) -> Mapping[str, Channel]:
        return {channel.path: channel for channel in self.channels}


Section = Callable[[Edition], Iterable[File]]
"""Names the files of one part of the publication; cheap, because it is called on every build."""


def take_edition(archive: Archive, site: Site, analysis: Analysis) -> Edition:
    """Read an archive for publication."""
    with archive.one_state():
        survey = take_survey(archive)

    @cache
    def research() -> Research:
        histories = {one.document.id: one.remembered("history", partial(_history_of, one)) for one in survey.watched}
        return analysis.research(archive).within(histories)

    return Edition(
        archive=archive,
        survey=survey,
        site=site,
        channels=_channels(archive, survey, site.language),
        analysis=analysis,
        read_research=research,
    )


def _history_of(watched: Watched) -> DocumentHistory:
    return DocumentHistory(document=watched.document, versions=watched.versions, observations=watched.observations)


_last_channels: WeakKeyDictionary[Archive, dict[str, tuple[list[Document], tuple[Channel, ...]]]] = WeakKeyDictionary()


def _channels(archive: Archive, survey: Survey, language: str) -> tuple[Channel, ...]:
    """Return every feed by its name in a language; of the same documents there are the same."""
    documents = [watched.document for watched in survey.watched]
    by_language = _last_channels.setdefault(archive, {})
    known = by_language.get(language)
    if known is None or known[0] != documents:
        with speaking(language):
            known = documents, channels(survey)
        by_language[language] = known
    return known[1]
