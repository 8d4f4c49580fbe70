"""What docs/how-to.md tells nginx and Caddy, made of the headers and types that a build writes for other hosts."""

from __future__ import annotations

from collections.abc import Iterable

from feeds.http.headers import EVERYWHERE, RECEIVED, RULES, TAKEN_AWAY, Headers
from feeds.http.media_types import BY_SUFFIX, JSON_FEED, content_type
from feeds.publication.hosting import rarer_suffixes, text_types


def nginx(base: str = "/") -> str:
    """Return what goes into a `server` block of nginx beside `root`, `server_name` and certificates."""
    lines = [
        "index index.html;",
        f"error_page 404 {base}404.html;",
        "etag on;",
        "gzip on;",
        "gzip_vary on;",
        "gzip_min_length 500;",
        f"gzip_types {' '.join(kind for kind in text_types() if kind != 'text/html')};",
        "charset utf-8;",
        f"charset_types {' '.join(kind for kind in text_types() if kind != 'text/html')};",
        *_nginx_types(BY_SUFFIX.items()),
        *_nginx_headers(EVERYWHERE),
        "location ~ /\\.(?!well-known/) { return 404; }",
        f"location ~ /{RECEIVED.replace('.', '[.]')}$ {{",
        *("    " + line for line in _nginx_headers((*EVERYWHERE, *TAKEN_AWAY))),
        "}",
    ]
    for rule in RULES:
        lines.append(f"location ^~ {base}{rule.folder} {{")
        if rule.folder == "feeds/":
            own = {**BY_SUFFIX, ".json": JSON_FEED}
            lines += ["    " + line for line in _nginx_types(own.items())]
        lines += ["    " + line for line in _nginx_headers((*EVERYWHERE, *rule.headers))]
        lines.append("}")
    return "\n".join(lines) + "\n"


def caddy(base: str = "/") -> str:
    """Return what goes into a site block of Caddy beside `root`."""
    lines = [
        "encode {",
        "    gzip",
        "    match {",
        *(f"        header Content-Type {kind}*" for kind in text_types()),
        "    }",
        "}",
        "file_server",
        "handle_errors {",
        f"    rewrite * {base}404.html",
        "    file_server",
        "}",
        "@hidden path_regexp /\\.",
        "respond @hidden 404",
        "header {",
        *(f'    {name} "{value}"' for name, value in EVERYWHERE),
        "}",
        *(f'header {base}{rule.folder}* {name} "{value}"' for rule in RULES for name, value in rule.headers),
        *_caddy_header("json_feed", f"{base}feeds/*.json", "Content-Type", f"{JSON_FEED}; charset=utf-8"),
        *(
            line
            for suffix in rarer_suffixes()
            for line in _caddy_header(suffix[1:], f"*{suffix}", "Content-Type", content_type(f"x{suffix}"))
        ),
        *(line for header in TAKEN_AWAY for line in _caddy_header("received", f"*/{RECEIVED}", *header)),
    ]
    return "\n".join(lines) + "\n"


def _caddy_header(name: str, path: str, header: str, value: str) -> list[str]:
    return [f"@{name} path {path}", f'header @{name} {header} "{value}"']


def _nginx_types(table: Iterable[tuple[str, str]]) -> list[str]:
    return ["types {", *(f"    {kind} {suffix.removeprefix('.')};" for suffix, kind in table), "}"]


def _nginx_headers(headers: Headers) -> list[str]:
    return [f'add_header {name} "{value}" always;' for name, value in headers]
