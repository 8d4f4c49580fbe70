"""Makes pages of plain texts, in one of many layouts: the words stay, the markup differs. Knows no pairs.

A text has one block a line: `#` headings, `*` entries (`**` nested), `||` and `|` rows of a table, `: term ::
meaning`, `@ ` labels over lists, `? ` to `?end` panels, `=form` to `=end` fields (`*` after the kind: required), `! `
a banner, everything else paragraphs. In a cell `•` begins an entry and `¶` another part.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a page is marked up; `None` takes what surrounds the text from the language's furniture."""

    headings: str = "h"  # h | div
    first_number: int | None = None  # of the sections
    rows: str = "thead"  # thead | nothead | plain | div
    entries: str = "ul"  # ul | div | p
    cells: str = "ul"  # ul | br
    labels: str = "strong"  # strong | div
    panels: str = "details"  # details | open
    terms: str = "dl"  # dl | head | label | table
    is_collapsed: bool = False  # each section in a panel
    is_wrapped: bool = False  # each paragraph in elements of its own
    prefix: str = "x"  # of classes and ids
    link_suffix: str = ""  # of addresses and ids
    has_login: bool = False
    teaser: str = ""
    menu: Sequence[str] | None = None
    related: Sequence[str] | None = None
    footer: Sequence[str] | None = None
    cookies: str | None = None


@cache
def _furniture() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((Path(__file__).parent / "furniture.json").read_text(encoding="utf-8"))
    return found


def render(text: str, language: str, layout: Layout) -> bytes:
    """Return the page of a text."""
    around = _furniture()[language]
    layout = replace(
        layout,
        **{name: around[name] for name in ("menu", "related", "footer", "cookies") if getattr(layout, name) is None},
    )
    lines = [line for line in text.split("\n") if line.strip()]
    return _page(_Article(layout, around["required"]).of(lines), lines[0].lstrip("# "), language, layout, around)


class _Article:
    """Writes the blocks of one text."""

    def __init__(self, layout: Layout, required: str) -> None:
        self._layout = layout
        self._class = layout.prefix
        self._required = required
        self._sections = 0
        self._links = 0
        self._is_open = False

    def of(self, lines: Sequence[str]) -> str:
        written = [self._block(kind, block) for kind, block in _blocks(lines)]
        if self._is_open:
            written.append("</div></details>")
        return "\n".join(written)

    def _block(self, kind: str, lines: Sequence[str]) -> str:
        writers: dict[str, Callable[[Sequence[str]], str]] = {
            "heading": self._heading,
            "entries": self._list,
            "rows": self._table,
            "terms": self._terms,
            "label": self._label,
            "panel": self._panel,
            "panel_end": lambda _: "</details>" if self._layout.panels == "details" else "",
            "form": self._form,
            "banner": lambda told: f'<div class="{self._class}banner" role="note">{self._plain(told[0][2:])}</div>',
            "paragraph": self._paragraph,
        }
        return writers[kind](lines)

    def _inline(self, text: str) -> str:
        bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html.escape(text, quote=False))
        return re.sub(r"\[([^\]]+)\]\(([^)]+)\)", self._link, bold)

    def _link(self, found: re.Match[str]) -> str:
        self._links += 1
        words, address = found.groups()
        suffix = self._layout.link_suffix
        if suffix and not address.startswith("mailto"):
            address += f"{'&amp;' if '?' in address else '?'}hid={suffix}{self._links}"
        return f'<a href="{address}" id="{self._class}-l{self._links}{suffix}">{words}</a>'

    def _plain(self, text: str) -> str:
        return f"<p>{self._inline(text)}</p>"

    def _paragraph(self, lines: Sequence[str]) -> str:
        plain = self._plain(lines[0])
        return f'<div class="{self._class}sec"><div>{plain}</div></div>' if self._layout.is_wrapped else plain

    def _heading(self, lines: Sequence[str]) -> str:
        level = len(lines[0]) - len(lines[0].lstrip("#"))
        text = lines[0][level:].strip()
        if level != 2 or not self._layout.is_collapsed:
            return self._head(level, text)
        closed = "</div></details>\n" if self._is_open else ""
        self._is_open = True
        return f'{closed}<details class="{self._class}sec"><summary>{self._inline(text)}</summary><div>'

    def _head(self, level: int, text: str) -> str:
        if level == 2 and self._layout.first_number is not None:
            text = f"{self._layout.first_number + self._sections}. {text}"
            self._sections += 1
        name = f"{self._class}h{level}"
        if self._layout.headings == "div":
            return f'<div class="{name}" role="heading" aria-level="{level}"><span>{self._inline(text)}</span></div>'
        return f'<h{level} class="{name}">{self._inline(text)}</h{level}>'

    def _list(self, lines: Sequence[str]) -> str:
        entries = [(len(line) - len(line.lstrip("*")), line.lstrip("*").strip()) for line in lines]
        return self._nested(entries, 1)

    def _nested(self, entries: Sequence[tuple[int, str]], depth: int) -> str:
        """Write the entries of a depth, with the deeper ones that follow each inside it."""
        starts = [index for index, (deep, _) in enumerate(entries) if deep == depth]
        written = []
        for start, end in pairwise([*starts, len(entries)]):
            body = self._inline(entries[start][1])
            written.append(self._entry(body, self._nested(entries[start + 1 : end], depth + 1)))
        inside = "".join(written)
        if not entries or self._layout.entries == "p":
            return inside
        return (
            f'<div role="list" class="{self._class}ul">{inside}</div>' if self._layout.entries == "div" else _ul(inside)
        )

    def _entry(self, body: str, nested: str) -> str:
        name = f"{self._class}li"
        match self._layout.entries:
            case "div":
                return f'<div role="listitem" class="{name}"><div>{body}</div>{nested}</div>'
            case "p":
                return f'<p class="{name}">{body}</p>{nested}'
            case _:
                return f"<li>{body}{nested}</li>"

    def _table(self, lines: Sequence[str]) -> str:
        rows = [[cell.strip() for cell in line.lstrip("|").split(" | ")] for line in lines]
        assert len({len(row) for row in rows}) == 1, rows
        head = [self._inline(cell) for cell in rows.pop(0)] if lines[0].startswith("||") else []
        body = [[self._cell(cell) for cell in row] for row in rows]
        if self._layout.rows == "div":
            return self._table_of_divs(head, body)
        written = "".join(f"<tr>{_each('<td>{}</td>', row)}</tr>\n" for row in body)
        table = f'<table class="{self._class}tbl">'
        match self._layout.rows:
            case "thead":
                named = _each('<th scope="col">{}</th>', head)
                top = f"<thead><tr>{named}</tr></thead>" if head else ""
                return f"{table}{top}<tbody>\n{written}</tbody></table>"
            case "plain":
                top = f"<tr>{_each('<th>{}</th>', head)}</tr>" if head else ""
            case _:
                top = f"<tr>{_each('<td><b>{}</b></td>', head)}</tr>" if head else ""
        return f"{table}\n{top}{written}</table>"

    def _table_of_divs(self, head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
        row, cell = f"{self._class}tr", f'<div role="cell" class="{self._class}td">{{}}</div>'
        top = _each('<div role="columnheader">{}</div>', head)
        top = f'<div role="row" class="{row} {self._class}th">{top}</div>' if head else ""
        rows = "".join(f'<div role="row" class="{row}">{_each(cell, cells)}</div>' for cells in body)
        return f'<div role="table" class="{self._class}tbl">{top}{rows}</div>'

    def _cell(self, text: str) -> str:
        parts = [[bit.strip() for bit in part.split("•")] for part in text.split("¶")]
        if self._layout.cells == "br":
            return "<br><br>".join("<br>".join(map(self._inline, filter(None, part))) for part in parts)
        return "".join(self._part(lead, entries) for lead, *entries in parts)

    def _part(self, lead: str, entries: Sequence[str]) -> str:
        lead = self._inline(lead)
        if not entries:
            return lead
        return (f"<p>{lead}</p>" if lead else "") + _ul(_each("<li>{}</li>", map(self._inline, entries)))

    def _terms(self, lines: Sequence[str]) -> str:
        terms = [[side.strip() for side in line[2:].split(" :: ")] for line in lines]
        if self._layout.terms == "head":
            return "\n".join(self._head(3, term) + self._plain(meaning) for term, meaning in terms)
        bold = f'<p class="{self._class}lbl"><strong>{{}}</strong></p><ul><li>{{}}</li></ul>'
        one = {"dl": "<dt>{}</dt><dd>{}</dd>", "label": bold}.get(self._layout.terms, "<tr><td>{}</td><td>{}</td></tr>")
        written = "\n".join(one.format(*map(self._inline, pair)) for pair in terms)
        match self._layout.terms:
            case "dl":
                return f'<dl class="{self._class}dl">{written}</dl>'
            case "label":
                return written
            case _:
                return f'<table class="{self._class}tbl">{written}</table>'

    def _label(self, lines: Sequence[str]) -> str:
        text = self._inline(lines[0][2:])
        name = f"{self._class}lbl"
        if self._layout.labels == "div":
            return f'<div class="{name}">{text}</div>'
        return f'<p class="{name}"><strong>{text}</strong></p>'

    def _panel(self, lines: Sequence[str]) -> str:
        title = lines[0][2:]
        if self._layout.panels != "details":
            return self._head(3, title)
        return f'<details class="{self._class}exp"><summary>{self._inline(title)}</summary>'

    def _form(self, lines: Sequence[str]) -> str:
        fields = [self._field(number, line) for number, line in enumerate(lines[1:-1], start=1)]
        return "\n".join(['<form action="/help/contact/submit" method="post">', *fields, "</form>"])

    def _field(self, number: int, line: str) -> str:
        kind, _, told = line[1:].partition(" ")
        label, *more = [self._inline(part.strip()) for part in told.split("|")]
        name = f"{self._class}f{number}{self._layout.link_suffix}"
        required = " required" if kind.endswith("*") else ""
        mark = f' <span class="{self._class}req" title="{self._required}">*</span>' if required else ""
        kind = kind.rstrip("*")
        if kind == "submit":
            return f'<button type="submit" id="{name}">{label}</button>'
        label = f'<label for="{name}">{label}{mark}</label>'
        if kind == "check":
            control = f'<input type="checkbox" id="{name}"{required}>'
            return f'<div class="{self._class}fld">{control} {label}</div>'
        said = f'<small id="{name}h" class="{self._class}help">{more[-1]}</small>' if more else ""
        control = _control(kind, name, required, more)
        return f'<div class="{self._class}fld">{label}{control}{said}</div>'


def _control(kind: str, name: str, required: str, more: Sequence[str]) -> str:
    match kind:
        case "select":
            options = _each("<option>{}</option>", (option.strip() for option in more[0].split(";")))
            return f'<select id="{name}"{required}>{options}</select>'
        case "area":
            return f'<textarea id="{name}" rows="4"{required}></textarea>'
        case "text":
            return f'<input type="text" id="{name}" aria-describedby="{name}h"{required}>'
        case _:
            return f'<input type="{kind}" id="{name}"{required}>'


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the blocks of a text with what each is: lines that belong together, else one line."""
    block: list[str] = []
    kind = ""
    for line in lines:
        found = "form" if kind == "form" and block[-1] != "=end" else _kind(line)
        if block and (found != kind or kind not in ("entries", "rows", "terms", "form")):
            yield kind, block
            block = []
        block.append(line)
        kind = found
    yield kind, block


def _kind(line: str) -> str:
    if re.match(r"\*+ ", line):
        return "entries"
    if line == "?end":
        return "panel_end"
    starts = {"#": "heading", "|": "rows", ": ": "terms", "@ ": "label", "? ": "panel", "=form": "form", "! ": "banner"}
    return next((kind for start, kind in starts.items() if line.startswith(start)), "paragraph")


def _each(form: str, texts: Iterator[str] | Sequence[str]) -> str:
    return "".join(form.format(text) for text in texts)


def _ul(entries: str) -> str:
    return f"<ul>{entries}</ul>"


def _page(article: str, title: str, language: str, layout: Layout, around: Mapping[str, Any]) -> bytes:
    """Return an article with what surrounds it: menu, cookie dialog, related links, footer."""
    name, suffix = layout.prefix, layout.link_suffix

    def links(texts: Sequence[str] | None, form: str) -> list[str]:
        return [form.format(number, html.escape(text, quote=False)) for number, text in enumerate(texts or ())]

    menu = "".join(links(layout.menu, f'<li><a href="/n/{{}}{suffix}">{{}}</a></li>'))
    related = "".join(links(layout.related, f'<li><a href="/r/{{}}{suffix}">{{}}</a></li>'))
    footer = " · ".join(links(layout.footer, '<a href="/f/{}">{}</a>'))
    login = f'<a class="{name}btn" href="/login?next={suffix or "1"}">{around["login"]}</a>' if layout.has_login else ""
    teaser = ""
    if layout.teaser:
        words = html.escape(layout.teaser, quote=False)
        teaser = f'<p class="{name}teaser"><a href="/privacy/history{suffix}">{words}</a></p>'
    cookies = (
        f"<p>{html.escape(layout.cookies or '', quote=False)}</p>{_each('<button>{}</button>', around['buttons'])}"
    )
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{html.escape(title, quote=False)}</title>
<style>.{name}tbl{{width:100%}} .{name}sec{{margin:0}}</style>
<script>window.__cfg={{"id":"{name}{suffix}"}};</script></head>
<body>
<a href="#main">{around["skip"]}</a>
<div class="{name}cookie" role="dialog" aria-label="cookies">{cookies}</div>
<header><nav aria-label="main"><ul>{menu}</ul></nav>{login}</header>
<main id="main">
<article>
{teaser}{article}
</article>
<aside><h2>{around["related_title"]}</h2><ul>{related}</ul></aside>
</main>
<footer><p>{footer}</p></footer>
</body>
</html>
""".encode()
