"""How the data sets are cited and found: CITATION.cff, schema.org's Dataset as JSON-LD, and what Zenodo asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feeds.clean import clean_line
from feeds.edition.survey import EPOCH, Survey
from feeds.site import Site
from snapshots.frozen_class import frozen
from snapshots.records import Document

LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"
_KEYWORDS = ("privacy policies", "terms of service", "web archiving", "change detection")
_ABOUT = (
    "What changed in watched documents and when: captures, versions, passages, differences, ratings and their reasons."
)


@frozen
class DatasetState:
    """Which state of an archive data sets show: the same archive has the same, whenever they are made."""

    number: str  # semantic version: the day of the last look, and the attempts up to then
    created_at: datetime  # of the last look
    since: datetime  # of the first look
    languages: tuple[str, ...] = ()

    @classmethod
    def of(cls, survey: Survey) -> DatasetState:
        """Return the state that a survey shows."""
        at = survey.as_of
        first = min((w.observations[0].captured_at for w in survey.watched if w.observations), default=at)
        languages = {w.document.language for w in survey.watched if w.document.language}
        number = f"{at.year}.{at.month}.{at.day}+{survey.attempts}"
        return cls(number=number, created_at=at, since=min(first, at), languages=tuple(sorted(languages)))

    @property
    def is_begun(self) -> bool:
        """Return whether anybody looked yet: before that there is no time to tell."""
        return self.created_at > EPOCH

    @property
    def created(self) -> str:
        return f"{self.created_at:%Y-%m-%dT%H:%M:%SZ}"


def title_of(site: Site) -> str:
    """Return the name of the data sets."""
    return f"{clean_line(site.title)}: data"


def citation_cff(site: Site, state: DatasetState) -> bytes:
    """Return a citation file (Citation File Format 1.2.0); its strings are YAML's double-quoted ones."""
    lines = {
        "cff-version": "1.2.0",
        "message": "Please cite the data as below; single alerts, versions and paragraphs have citations of their own.",
        "type": "dataset",
        "title": title_of(site),
        "abstract": _ABOUT,
        "version": state.number,
        "date-released": f"{state.created_at:%Y-%m-%d}",
        "url": site.url("data/"),
        "license": "CC0-1.0",
    }
    text = "".join(f"{name}: {_quoted(value)}\n" for name, value in lines.items())
    authors = f"authors:\n  - name: {_quoted(clean_line(site.title))}\n"
    keywords = "keywords:\n" + "".join(f"  - {_quoted(word)}\n" for word in _KEYWORDS)
    return (text + authors + keywords).encode()


def json_ld(site: Site, state: DatasetState, documents: Sequence[Document], count: int = 0) -> str:
    """Return the data sets in schema.org's words, fit to stand inside an element of HTML.

    `documents` are those of which the files are listed, of `count` in all where that is more.
    """
    publisher = {"@type": "Organization", "name": clean_line(site.title), "url": site.url()}
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": site.tag("data"),
        "name": title_of(site),
        "description": _ABOUT,
        "url": site.url("data/"),
        "version": state.number,
        **({"dateModified": state.created} if state.is_begun else {}),
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "keywords": list(_KEYWORDS),
        "creator": publisher,
        "publisher": publisher,
        **({"temporalCoverage": f"{state.since:%Y-%m-%d}/{state.created_at:%Y-%m-%d}"} if state.is_begun else {}),
        "inLanguage": list(state.languages),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": clean_line(document.title),
                "encodingFormat": "application/vnd.sqlite3",
                "contentUrl": site.url(f"data/sqlite/{document.id}.sqlite"),
            }
            for document in documents
        ]
        + ([_every_file(site)] if count > len(documents) else []),
    }
    # "<" is all that could end the element; as an escape it is the same JSON.
    return json.dumps(described, indent=1, ensure_ascii=True).replace("<", "\\u003c")


def _every_file(site: Site) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": "All files, described as a Data Package",
        "encodingFormat": "application/json",
        "contentUrl": site.url("data/datapackage.json"),
    }


def zenodo_json(site: Site, state: DatasetState) -> bytes:
    """Return the metadata of a deposit (.zenodo.json)."""
    described = {
        "title": title_of(site),
        "upload_type": "dataset",
        "description": f"<p>{_ABOUT}</p>",
        "creators": [{"name": clean_line(site.title)}],
        "version": state.number,
        "publication_date": f"{state.created_at:%Y-%m-%d}",
        "access_right": "open",
        "license": "cc-zero",
        "keywords": list(_KEYWORDS),
        "related_identifiers": [{"identifier": site.url("data/"), "relation": "isDerivedFrom", "scheme": "url"}],
    }
    return (json.dumps(described, indent=1, ensure_ascii=True) + "\n").encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
