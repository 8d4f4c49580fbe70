"""The headers and media types of published files, in the languages of static hosts and web servers. Serves nothing.

`build` writes those that a host reads from the folder itself; the rest stands in docs/how-to.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.http.headers import EVERYWHERE, RECEIVED, RULES, TAKEN_AWAY
from feeds.http.media_types import BY_SUFFIX, JSON_FEED, content_type, is_text

_FEEDS = "feeds/"


def hosting_files(edition: Edition) -> Iterator[File]:
    """Yield the files that a host reads its headers from: Netlify's and Cloudflare's, Apache's, and GitHub's."""
    written: tuple[tuple[str, Callable[[str, Sequence[str]], str]], ...] = (
        ("_headers", headers_file),
        (".htaccess", htaccess),
        (".nojekyll", lambda _base, _folders: ""),  # GitHub Pages would leave out what begins with an underscore
    )
    for path, render in written:
        base, folders = edition.site.base_path, [edition.site.prefix(code) for code in edition.site.languages]
        yield File(path=path, key=key_of(base, folders), render=partial(_encode, render, base, folders))


def _encode(render: Callable[[str, Sequence[str]], str], base: str, folders: Sequence[str]) -> bytes:
    return render(base, folders).encode()


def headers_file(base: str, folders: Sequence[str] = ("",)) -> str:
    """Return `_headers`, as Netlify and Cloudflare Pages read it; it has to stand at the root of the host."""
    folders = [f"{base}{folder}" for folder in folders]
    blocks = [(f"{base}*", EVERYWHERE)]
    blocks += [(f"{folder}{rule.folder}*", rule.headers) for folder in folders for rule in RULES]
    blocks += [(f"{base}*{suffix}", (("Content-Type", content_type(f"x{suffix}")),)) for suffix in rarer_suffixes()]
    blocks += [(f"{folder}{_FEEDS}*.json", (("Content-Type", f"{JSON_FEED}; charset=utf-8"),)) for folder in folders]
    blocks.append((f"{base}*/{RECEIVED}", TAKEN_AWAY))
    return "\n".join(f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in found) for path, found in blocks)


def htaccess(base: str, folders: Sequence[str] = ("",)) -> str:
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
        f"AddOutputFilterByType DEFLATE {' '.join(text_types())}",
        "</IfModule>",
    ]
    tongues = f"({'|'.join(folders)})" if len(folders) > 1 else ""
    for rule in RULES:
        lines.append(f'<If "%{{REQUEST_URI}} =~ m#^{base}{tongues}{rule.folder}#">')
        lines += [f'Header always set {name} "{value}"' for name, value in rule.headers]
        lines.append("</If>")
    lines += [
        f'<If "%{{REQUEST_URI}} =~ m#^{base}{tongues}{_FEEDS}.*\\.json$#">',
        f'ForceType "{JSON_FEED}; charset=utf-8"',
        "</If>",
        f'<Files "{RECEIVED}">',
        *(f'Header always set {name} "{value}"' for name, value in TAKEN_AWAY),
        "</Files>",
    ]
    return "\n".join(lines) + "\n"


def rarer_suffixes() -> list[str]:
    """Return the suffixes that hosts don't know, or call something else."""
    known = (".html", ".css", ".js", ".txt", ".svg", ".png", ".ico", ".pdf", ".zip", ".gz", ".json", ".xml")
    return [suffix for suffix in BY_SUFFIX if suffix not in known]


def text_types() -> list[str]:
    return sorted({kind for kind in (*BY_SUFFIX.values(), JSON_FEED) if is_text(kind)})
