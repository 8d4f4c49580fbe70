"""TimeMaps as link-format (RFC 6690, RFC 7089 section 5) and as JSON, as files and in the links of headers.

The files stand beside the page of each document; by the watched address TimeMaps are live answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from feeds.addresses import document_address
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.http.conditional import http_date
from feeds.memento.memento_records import Memento, TimeMap, time_map_of
from feeds.site import Site

LINK_FORMAT = "application/link-format"

_SAFE = "%/:=&?~#+!$,;'@()*[]"


def timegate_uri(original: str, site: Site) -> str:
    return f"{site.url('timegate/')}{_escape(original)}"


def timemap_uri(original: str, kind: str, site: Site) -> str:
    """Return where the TimeMap of an address is; `kind` is "link" or "json"."""
    return f"{site.url(f'timemap/{kind}/')}{_escape(original)}"


def link_format(found: TimeMap, own_uri: str, site: Site) -> bytes:
    """Return a TimeMap as link-format; a publication without live answers has no TimeGate to name."""
    first, last = found.mementos[0].at, found.mementos[-1].at
    links = [
        _link(found.original, "original"),
        _link(own_uri, "self", type=LINK_FORMAT, **{"from": http_date(first), "until": http_date(last)}),
    ]
    if site.live:
        links.append(_link(timegate_uri(found.original, site), "timegate"))
    links += [_memento_link(memento, found, site) for memento in found.mementos]
    return (",\n".join(links) + "\n").encode()


def json_format(found: TimeMap, site: Site) -> bytes:
    """Return a TimeMap as JSON, with the names that Memento aggregators use."""

    def named(memento: Memento) -> dict[str, str]:
        return {"datetime": f"{memento.at:%Y-%m-%dT%H:%M:%SZ}", "uri": memento.uri(site)}

    answer = {
        "original_uri": found.original,
        "mementos": {
            "first": named(found.mementos[0]),
            "last": named(found.mementos[-1]),
            "list": [named(memento) for memento in found.mementos],
        },
    }
    if site.live:
        answer["timegate_uri"] = timegate_uri(found.original, site)
        answer["timemap_uri"] = {f"{kind}_format": timemap_uri(found.original, kind, site) for kind in ("link", "json")}
    return json.dumps(answer, ensure_ascii=True).encode() + b"\n"


def gate_links(memento: Memento, found: TimeMap, site: Site) -> str:
    """Return the Link header of a TimeGate's answer that leads to a memento."""
    return ", ".join([*_common(found, site), *_neighbours(memento, found, site)])


def memento_links(memento: Memento, found: TimeMap, site: Site) -> str:
    """Return the Link header of a memento: where it belongs, and its neighbours."""
    gate = _link(timegate_uri(found.original, site), "timegate")
    return ", ".join([*_common(found, site), gate, *_neighbours(memento, found, site)])


def _neighbours(memento: Memento, found: TimeMap, site: Site) -> Iterator[str]:
    place, last = found.mementos.index(memento), len(found.mementos) - 1
    roles: dict[int, list[str]] = {place: []}
    for at, role in ((0, "first"), (last, "last"), (place - 1, "prev"), (place + 1, "next")):
        if 0 <= at <= last:
            roles.setdefault(at, []).append(role)
    for at, said in sorted(roles.items()):
        one = found.mementos[at]
        yield _link(one.uri(site), " ".join([*said, "memento"]), datetime=http_date(one.at))


def _common(found: TimeMap, site: Site) -> Iterator[str]:
    first, last = http_date(found.mementos[0].at), http_date(found.mementos[-1].at)
    yield _link(found.original, "original")
    uri = timemap_uri(found.original, "link", site)
    yield _link(uri, "timemap", type=LINK_FORMAT, **{"from": first, "until": last})


def _memento_link(memento: Memento, found: TimeMap, site: Site) -> str:
    role = "first " * (memento is found.mementos[0]) + "last " * (memento is found.mementos[-1])
    return _link(memento.uri(site), f"{role}memento", datetime=http_date(memento.at))


def _link(uri: str, rel: str, **attributes: str) -> str:
    more = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{_escape(uri)}>; rel="{rel}"{more}'


def _escape(uri: str) -> str:
    """Return an address with nothing in it that could end a link or a header early."""
    return quote(uri, safe=_SAFE)


def time_map_files(edition: Edition) -> Iterator[File]:
    """Yield the TimeMap of each document that was ever seen, as link-format and as JSON."""
    for watched in edition.named:
        found = time_map_of(watched)
        if found:
            path = f"{document_address(watched.document.id)}timemap"
            yield from _files(path, found, edition.site)


def _files(path: str, found: TimeMap, site: Site) -> Iterator[File]:
    key = key_of(found.original, [[memento.at, memento.address] for memento in found.mementos])
    link_path = f"{path}.link"
    yield File(path=link_path, key=key, render=lambda: link_format(found, site.url(link_path), site))
    yield File(path=f"{path}.json", key=key, render=lambda: json_format(found, site))
