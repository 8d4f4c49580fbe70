"""The citation of one paragraph of a version, made when it is asked for: there are too many to be files."""

from __future__ import annotations

from starlette.requests import Request

from feeds.addresses import anchors, copies
from feeds.downloads.citation_formats import FORMATS
from feeds.downloads.citations import cite_paragraph, cite_version
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.http.live_answers import Answer


def paragraph_citation(edition: Edition, request: Request) -> Answer:
    """Answer `/d/DOCUMENT/v/SHA12/cite/ANCHOR.SUFFIX`; None where there is no such paragraph or format."""
    asked = request.path_params
    anchor, _, suffix = asked["name"].partition(".")
    watched = edition.survey.find(asked["document"])
    address = f"d/{asked['document']}/v/{asked['sha']}/"
    copy = next((one for one in copies(watched.versions) if one.address == address), None) if watched else None
    if not watched or not copy or suffix not in FORMATS:
        return None
    extraction = edition.archive.extraction(copy.newest.document_id, copy.newest.number)
    named = dict(zip(anchors(extraction.segments), extraction.segments, strict=True))
    if anchor not in named:
        return None
    version = cite_version(copy.newest, watched.document, edition.site.url(address), edition.site)
    cited = cite_paragraph(named[anchor], anchor, version)
    return File(
        path=f"{address}cite/{anchor}.{suffix}",
        key=key_of(cited, suffix),
        render=lambda: FORMATS[suffix].render(cited).encode(),
    )
