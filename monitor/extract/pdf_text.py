"""The text of a PDF, page after page. Reads no pictures and runs nothing in it."""

from __future__ import annotations

import io

PDF = "application/pdf"
_MAX_PAGES = 500


class PdfUnreadableError(ValueError):
    """A file is no PDF, or one that can't be read."""


def pdf_text(body: bytes) -> tuple[str, bool]:
    """Return the text of a PDF and whether all of its pages were read; raises `PdfUnreadableError`."""
    from pypdf import PdfReader  # takes its time to load
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(io.BytesIO(body)).pages
        texts = [page.extract_text() for page in pages[:_MAX_PAGES]]
        is_whole = len(pages) <= _MAX_PAGES
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise PdfUnreadableError(str(error)) from error
    return "\n\n".join(texts), is_whole
