"""The headers and media types of published files, in the languages of static hosts and web servers. Serves nothing.

`build` writes those that a host reads from the folder itself; the rest stands in docs/how-to.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.http.headers import EVERYWHERE, RECEIVED, RULES, TAKEN_AWAY, Headers
from feeds.http.media_types import BY_SUFFIX, JSON_FEED, content_type, is_text

_FEEDS = "feeds/"


def hosting_files(edition: Edition) -> Iterator[File]:
    """Yield the files that a host reads its headers from: Netlify's and Cloudflare's, and Apache's."""
    written: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("_headers", headers_file),
        (".htaccess", htaccess),
    )
    for path, render in written:
        base = edition.site.base_path
        yield File(path=path, key=key_of(base), render=partial(_encode, render, base))


def _encode(render: Callable[[str], str], base: str) -> bytes:
    return render(base).encode()


def headers_file(base: str) -> str:
    """Return `_headers`, as Netlify and Cloudflare Pages read it; it has to stand at the root of the host."""
    blocks = [(f"{base}*", EVERYWHERE), *((f"{base}{rule.folder}*", rule.headers) for rule in RULES)]
    blocks += [(f"{base}*{suffix}", (("Content-Type", content_type(f"x{suffix}")),)) for suffix in _rarer()]
    blocks.append((f"{base}{_FEEDS}*.json", (("Content-Type", f"{JSON_FEED}; charset=utf-8"),)))
    blocks.append((f"{base}*/{RECEIVED}", TAKEN_AWAY))
    return "\n".join(f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in found) for path, found in blocks)


def htaccess(base: str) -> str:
    """Return `.htaccess`, for Apache with mod_headers, mod_mime, mod_deflate and mod_expires left as they are."""
    lines = [
        "DirectoryIndex index.html",
        f"ErrorDocument 404 {base}404.html",
        "Options -Indexes",
        "FileETag MTime Size",
        *(f'Header always set {name} "{value}"' for name, value in EVERYWHERE),
        f'RedirectMatch 404 "^{base}(.*/)?\\.(?!well-known/)"',
        *(f"AddType {content_type(f'x{suffix}').partition(';')[0]} {suffix}" for suffix in BY_SUFFIX),
        "AddDefaultCharset utf-8",
        f"AddCharset utf-8 {' '.join(suffix for suffix, kind in BY_SUFFIX.items() if is_text(kind))}",
        "<IfModule mod_deflate.c>",
        f"AddOutputFilterByType DEFLATE {' '.join(_text_types())}",
        "</IfModule>",
    ]
    for rule in RULES:
        lines.append(f'<If "%{{REQUEST_URI}} =~ m#^{base}{rule.folder}#">')
        lines += [f'Header always set {name} "{value}"' for name, value in rule.headers]
        lines.append("</If>")
    lines += [
        f'<If "%{{REQUEST_URI}} =~ m#^{base}{_FEEDS}.*\\.json$#">',
        f'ForceType "{JSON_FEED}; charset=utf-8"',
        "</If>",
        f'<Files "{RECEIVED}">',
        *(f'Header always set {name} "{value}"' for name, value in TAKEN_AWAY),
        "</Files>",
    ]
    return "\n".join(lines) + "\n"


def nginx(base: str = "/") -> str:
    """Return what goes into a `server` block of nginx beside `root`, `server_name` and certificates."""
    lines = [
        "index index.html;",
        f"error_page 404 {base}404.html;",
        "etag on;",
        "gzip on;",
        "gzip_vary on;",
        "gzip_min_length 500;",
        f"gzip_types {' '.join(kind for kind in _text_types() if kind != 'text/html')};",
        "charset utf-8;",
        f"charset_types {' '.join(kind for kind in _text_types() if kind != 'text/html')};",
        *_nginx_types(BY_SUFFIX.items()),
        *_nginx_headers(EVERYWHERE),
        "location ~ /\\.(?!well-known/) { return 404; }",
        f"location ~ /{RECEIVED.replace('.', '[.]')}$ {{",
        *("    " + line for line in _nginx_headers((*EVERYWHERE, *TAKEN_AWAY))),
        "}",
    ]
    for rule in RULES:
        lines.append(f"location ^~ {base}{rule.folder} {{")
        if rule.folder == _FEEDS:
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
        *(f"        header Content-Type {kind}*" for kind in _text_types()),
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
        *_caddy_header("json_feed", f"{base}{_FEEDS}*.json", "Content-Type", f"{JSON_FEED}; charset=utf-8"),
        *(
            line
            for suffix in _rarer()
            for line in _caddy_header(suffix[1:], f"*{suffix}", "Content-Type", content_type(f"x{suffix}"))
        ),
        *(line for header in TAKEN_AWAY for line in _caddy_header("received", f"*/{RECEIVED}", *header)),
    ]
    return "\n".join(lines) + "\n"


def _caddy_header(name: str, path: str, header: str, value: str) -> list[str]:
    return [f"@{name} path {path}", f'header @{name} {header} "{value}"']


def _rarer() -> list[str]:
    """Return the suffixes that hosts don't know, or call something else."""
    known = (".html", ".css", ".js", ".txt", ".svg", ".png", ".ico", ".pdf", ".zip", ".gz", ".json", ".xml")
    return [suffix for suffix in BY_SUFFIX if suffix not in known]


def _text_types() -> list[str]:
    return sorted({kind for kind in (*BY_SUFFIX.values(), JSON_FEED) if is_text(kind)})


def _nginx_types(table: Iterable[tuple[str, str]]) -> list[str]:
    return ["types {", *(f"    {kind} {suffix.removeprefix('.')};" for suffix, kind in table), "}"]


def _nginx_headers(headers: Headers) -> list[str]:
    return [f'add_header {name} "{value}" always;' for name, value in headers]
