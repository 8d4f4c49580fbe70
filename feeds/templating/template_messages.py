"""Makes every text of a template a message of the catalogues, so that none can be left out. Translates nothing.

Templates are written in plain English HTML. What stands between two tags or statements is one message, with
`{name}` for what is filled in and `<1>...</1>` for an element inside a sentence; labels in attributes are messages
too. What a statement holds as a string is marked by hand, `_("Alert")`. Code, drawings and what is filled in, which
is where all quotes come from, are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2.ext import Extension

_TOKEN = re.compile(
    r"(?P<comment>\{#.*?#\})|(?P<block>\{%.*?%\})|(?P<filled>\{\{.*?\}\})"
    r"|(?P<drawing><(?:svg|pre|script|style)\b.*?</(?:svg|pre|script|style)>)|(?P<code><code\b.*?</code>)"
    r"|(?P<tag></?[a-zA-Z!](?:\{\{.*?\}\}|\{%.*?%\}|[^>{])*>)|(?P<text>[^<{]+|.)",
    re.DOTALL,
)
_LABEL = re.compile(r'\b(aria-label|data-label|title|alt|placeholder)="([^"{]*[^\W\d_][^"{]*)"')
_INLINE = {"a", "b", "em", "span", "strong", "small", "time"}
_NAME = re.compile(r"</?\s*([a-zA-Z]+)")
_NO_WORDS = re.compile(r"""&#?\w+;|\b[a-z-]+="[^"]*"?""")  # entities, and attributes that a macro writes
_LETTER = re.compile(r"[^\W\d_]")
_JOINER = re.compile(r"""\{\{-?\s*(["'])[^\w]*\1""")  # {{ ", " if not loop.last }}
_COUNTED = re.compile(r"""count_of\([^"]*["'](?P<noun>[^"']+)["']\)""")
_SIGN = re.compile(r"^[:;](?=\s|$)")  # between two things that are filled in
_SPACED = r"{{ space_before_signs() }}\g<0>"
_WORDS = re.compile(r"[a-z_]+", re.IGNORECASE)
_MARKED = re.compile(r'(?<![\w.])_\("((?:[^"\\]|\\.)+)"\)')


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    source: str


@dataclass(slots=True)
class _Message:
    """One message on its way from tokens to a call."""

    words: str = ""
    before: str = ""  # statements that set what stands for elements
    filled: list[str] = field(default_factory=list)  # arguments of the call
    names: set[str] = field(default_factory=set)

    def call(self) -> str:
        quoted = self.words.replace("\\", "\\\\").replace('"', '\\"')
        return f"{self.before}{{{{ in_words({', '.join([f'{chr(34)}{quoted}{chr(34)}', *self.filled])}) }}}}"


class TemplateMessages(Extension):
    """Turns the texts of each template that is loaded into calls of `in_words`."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return "".join(_rewritten(source, []))


def messages_of(source: str) -> list[str]:
    """Return the messages of a template, in order."""
    found: list[str] = []
    for _ in _rewritten(source, found):
        pass
    return [*found, *(words.replace('\\"', '"') for words in _MARKED.findall(source))]


def counted_nouns(source: str) -> list[str]:
    """Return the nouns that a template or a module counts."""
    return [match["noun"] for match in _COUNTED.finditer(source)]


def _rewritten(source: str, found: list[str]) -> Iterator[str]:
    """Yield the source of a template with its messages as calls, and note them in `found`."""
    run: list[_Token] = []
    for token in _tokens(source):
        if token.kind in ("text", "filled", "code") or (token.kind == "tag" and _element(token) in _INLINE):
            run.append(token)
            continue
        yield from _run(run, found)
        run = []
        yield _labelled(token.source, found) if token.kind in ("tag", "drawing") else token.source
    yield from _run(run, found)


def _tokens(source: str) -> Iterator[_Token]:
    text = ""
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or "text"
        if kind == "text":
            text += match[0]
            continue
        if text:
            yield _Token("text", text)
            text = ""
        yield _Token(kind, match[0])
    if text:
        yield _Token("text", text)


def _element(token: _Token) -> str:
    match = _NAME.match(token.source)
    return match[1].lower() if match else ""


def _is_closing(token: _Token) -> bool:
    return token.kind == "tag" and token.source.startswith("</")


def _run(run: list[_Token], found: list[str]) -> Iterator[str]:
    """Yield a run of text and inline elements, with what is a sentence in it as one call."""
    lone = _lone_tags(run)
    if lone:
        first = min(lone)
        yield from _run(run[:first], found)
        yield _labelled(run[first].source, found)
        yield from _run(run[first + 1 :], found)
        return
    start, end = _core(run)
    for token in run[:start]:
        yield token.source
    core = run[start:end]
    if core:
        yield from _sentence(core, found)
    for token in run[end:]:
        yield token.source


def _sentence(core: list[_Token], found: list[str]) -> Iterator[str]:
    parts = _top_level(core)
    if not any(_has_letters(part[0]) for part in parts if len(part) == 1):  # elements alone, each for itself
        for part in parts:
            if len(part) == 1:
                yield _SIGN.sub(_SPACED, part[0].source) if part[0].kind == "text" else part[0].source
            else:
                yield _labelled(part[0].source, found)
                yield from _run(part[1:-1], found)
                yield part[-1].source
        return
    text = core[0].source if core[0].kind == "text" else ""
    yield text[: len(text) - len(text.lstrip())]
    message = _Message()
    _fill(message, core, found)
    tail = core[-1].source if core[-1].kind == "text" else ""
    message.words = re.sub(r"\s+", " ", message.words).strip()
    found.append(message.words)
    yield message.call()
    yield tail[len(tail.rstrip()) :]


def _fill(message: _Message, tokens: list[_Token], found: list[str]) -> None:
    open_tags: list[str] = []
    for token in tokens:
        if token.kind == "text":
            message.words += token.source
        elif token.kind == "filled":
            name = _free(message, _filled_name(token.source))
            message.words += f"{{{name}}}"
            message.filled.append(f"{name}=({token.source[2:-2].strip('-').strip()})")
        elif token.kind == "code":
            name = _free(message, "code")
            message.words += f"{{{name}}}"
            message.before += f"{{% set said_{name} %}}{token.source}{{% endset %}}"
            message.filled.append(f"{name}=said_{name}")
        elif _is_closing(token):
            message.words += f"</{open_tags.pop()}>"
        else:
            name = str(len([one for one in message.names if one.isdigit()]) + 1)
            message.names.add(name)
            open_tags.append(name)
            message.words += f"<{name}>"
            opening = _labelled(token.source, found)
            message.before += f"{{% set said_{name} %}}{opening}{{% endset %}}"
            message.filled.append(f"tag_{name}=[said_{name}, '</{_element(token)}>']")


def _free(message: _Message, name: str) -> str:
    chosen, number = name, 2
    while chosen in message.names:
        chosen, number = f"{name}_{number}", number + 1
    message.names.add(chosen)
    return chosen


def _filled_name(source: str) -> str:
    """Return what a translator reads in place of an expression: its last name before a filter."""
    counted = _COUNTED.search(source)
    if counted:
        return "count_" + counted["noun"].replace(" ", "_")
    plain = re.sub(r"""_?\(?(["']).*?\1""", "", source[2:-2].split("|")[0]).split(" if ")[0]
    names = _WORDS.findall(plain)
    return names[-1].lower() if names else "value"


def _lone_tags(run: list[_Token]) -> list[int]:
    """Return the places of tags whose other half stands outside of the run."""
    opened: list[int] = []
    lone: list[int] = []
    for place, token in enumerate(run):
        if token.kind != "tag":
            continue
        if not _is_closing(token):
            opened.append(place)
        elif opened and _element(run[opened[-1]]) == _element(token):
            opened.pop()
        else:
            lone.append(place)
    return opened + lone


def _top_level(core: list[_Token]) -> list[list[_Token]]:
    parts: list[list[_Token]] = []
    depth = 0
    for token in core:
        if depth:
            parts[-1].append(token)
        else:
            parts.append([token])
        if token.kind == "tag":
            depth += -1 if _is_closing(token) else 1
    return parts


def _core(run: list[_Token]) -> tuple[int, int]:
    """Return where a run begins and ends without space and joiners at its edges."""
    start, end = 0, len(run)
    while start < end and _is_edge(run[start]):
        start += 1
    while end > start and _is_edge(run[end - 1]):
        end -= 1
    return start, end


def _is_edge(token: _Token) -> bool:
    if token.kind == "text":
        return not token.source.strip()
    return token.kind == "filled" and bool(_JOINER.match(token.source))


def _has_letters(token: _Token) -> bool:
    return token.kind == "text" and bool(_LETTER.search(_NO_WORDS.sub("", token.source)))


def _labelled(tag: str, found: list[str]) -> str:
    """Return a tag with the labels in its attributes as calls."""

    def call(match: re.Match[str]) -> str:
        found.append(match[2])
        return f'{match[1]}="{{{{ in_words("{match[2]}") }}}}"'

    return _LABEL.sub(call, tag)
