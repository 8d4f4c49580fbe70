"""How many documents are claimed at once: each claim is a file held open, of which a process has few. Claims none."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from urllib.parse import urlsplit

from spiders.declarations.declaration import Declaration

_BESIDE = 256  # files that a process has open beside its claims: the archive, the site, its readers


def portions_of(declarations: Sequence[Declaration]) -> list[Sequence[Declaration]]:
    """Return declarations in the portions that can be claimed at once: in one, unless they are more than that.

    The documents of one host stay together where they can, because each portion is fetched by a process of its own,
    which keeps the gaps between a host's requests.
    """
    most = _files_at_once(len(declarations))
    if len(declarations) <= most:
        return [declarations]
    hosts: dict[str, list[Declaration]] = {}
    for declaration in declarations:
        hosts.setdefault(urlsplit(declaration.document.url).hostname or "", []).append(declaration)
    portions: list[list[Declaration]] = [[]]
    for together in hosts.values():
        for start in range(0, len(together), most):
            part = together[start : start + most]
            if len(portions[-1]) + len(part) > most:
                portions.append([])
            portions[-1] += part
    return [portion for portion in portions if portion]


def _files_at_once(wanted: int) -> int:
    """Return how many of so many files may be open at once; the limit is raised as far as is needed and allowed.

    Most systems set a low limit that a process may raise itself, for the sake of programs that can't count further.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _BESIDE
    if soft != resource.RLIM_INFINITY and soft < needed:
        allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        except (OSError, ValueError):  # some systems have a limit below the one that they tell
            allowed = soft
        soft = allowed
    if soft == resource.RLIM_INFINITY:
        return wanted
    return max(1, soft - min(_BESIDE, soft // 4))
