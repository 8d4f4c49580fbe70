"""The API of an Open Terms Archive collection: where it tells a version, and what it says of one. Fetches nothing.

Asked for a date, engines of all years since 2023 tell the version of then (github.com/OpenTermsArchive/engine,
src/collection-api/routes/versions.js); what newer ones say of a version besides is read where they say it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from snapshots.frozen_class import frozen
from spiders.errors import CollectionError
from spiders.terms_archive.terms_records import Terms, TermsRecordKind

_CLOCKS = timedelta(minutes=2)  # by which ours may be ahead of theirs: of a time to come they tell nothing
_STEP = timedelta(seconds=1)  # their times have no parts of a second


@frozen
class CollectionVersion:
    """One version, as a collection tells it."""

    commit: str  # of its repository of versions
    fetched_at: datetime  # when the collection first saw the page so; aware UTC
    content: str  # Markdown
    kind: TermsRecordKind

    def source(self, terms: Terms) -> str:
        """Return what a kept capture of it is found by: the same as of one that came from the repository."""
        return f"git:{self.commit}:{terms.service}/{terms.terms_type}.md"

    @property
    def before(self) -> datetime:
        """Return the time to ask for, for the version before this one."""
        return self.fetched_at - _STEP


def terms_of(name: str) -> Terms:
    """Return the terms that a declaration names as `Service/Terms type`; a service's name may hold a slash."""
    service, _, terms_type = name.rpartition("/")
    return Terms(service=service, terms_type=terms_type)


def newest_at(now: datetime) -> datetime:
    """Return the time to ask for, for the newest version."""
    return now - _CLOCKS


def version_url(api: str, terms: Terms, at: datetime) -> str:
    """Return where a collection tells the version that stood at a time."""
    named = "/".join(quote(part, safe="") for part in (terms.service, terms.terms_type))
    return f"{api.rstrip('/')}/version/{named}/{quote(at.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ'), safe='')}"


def read_version(body: bytes) -> CollectionVersion:
    """Read the answer to such a request; raises `CollectionError` where it tells no version."""
    try:
        told = json.loads(body)
        at = datetime.fromisoformat(told["fetchDate"])
        commit, content = told["id"], told["content"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CollectionError(f"the collection's answer tells no version: {type(error).__name__} {error}") from error
    if not isinstance(commit, str) or not commit or not isinstance(content, str) or at.tzinfo is None:
        raise CollectionError("the collection's answer tells no version: id and content are text, fetchDate has a zone")
    return CollectionVersion(commit=commit, fetched_at=at.astimezone(UTC), content=content, kind=_kind(told))


def _kind(told: dict[str, object]) -> TermsRecordKind:
    if told.get("isTechnicalUpgrade") is True:
        return TermsRecordKind.TECHNICAL
    return TermsRecordKind.FIRST if told.get("isFirstRecord") is True else TermsRecordKind.UPDATE


def is_known(version: CollectionVersion, terms: Terms, sources: frozenset[str]) -> bool:
    """Return whether a version was kept, by its commit's name or the start of it, as some engines tell that."""
    source = version.source(terms)
    start, end = f"git:{version.commit}", source.removeprefix(f"git:{version.commit}")
    return source in sources or any(kept.startswith(start) and kept.endswith(end) for kept in sources)


def provenance(version: CollectionVersion, terms: Terms, api: str) -> tuple[tuple[str, str], ...]:
    """Return who captured it and how, as an import from the collection's repository says it."""
    return (
        ("record", version.kind.value),
        ("service", terms.service),
        ("terms", terms.terms_type),
        ("collection", api),
        ("commit", version.commit),
    )
