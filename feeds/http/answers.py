"""A live answer, and the kind of address that it stands at. Serves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from feeds.edition.edition import Edition
from feeds.edition.file import File

Answer = File | Response | None
"""A file is answered with its key as its entity tag and its type by its name; None is "not found"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRoute:
    """One kind of address; a built file of the same address goes before it.

    `answer` runs in a thread, is handed all that the address holds as text, and has to bound what it takes
    from there.
    """

    path: str  # as Starlette writes it: "/d/{document}/compare/{pair}/"
    answer: Callable[[Edition, Request], Answer]
