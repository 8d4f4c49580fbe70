"""All that a publication says in its own words, gathered from templates and modules: what a catalogue translates."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from feeds import wording
from feeds.site import ABOUT
from feeds.templating.page_frame import MENU
from feeds.templating.template_messages import counted_nouns, messages_of

Message = tuple[str, str]
"""A message and its plural, "" where it counts nothing."""


_ENGLISH = ("/downloads/", "/api/openapi")
"""What is made once for all languages: evidence, citations, what programs read."""


def messages(values: Iterable[str] = ()) -> tuple[Message, ...]:
    """Return every message once, in the order of the files; `values` are words that records hold beside ours."""
    found: dict[str, str] = {}
    for path, source in sorted(_sources("", resources.files("feeds"))):
        if path.startswith(_ENGLISH):
            continue
        if path.endswith(".html"):
            found |= dict.fromkeys(messages_of(source), "")
            nouns = counted_nouns(source)
        else:
            tree = ast.parse(source)
            found |= dict.fromkeys(_marked(tree), "")
            nouns = [*_counted(tree)]
        found |= dict(wording.counted(noun) for noun in nouns)
    found |= dict(wording.counted(noun) for noun in wording.COUNTED_KINDS.values())
    found |= dict.fromkeys((*wording.VALUES, ABOUT, *(line.label for line in MENU), *values), "")
    return tuple(found.items())


def _sources(name: str, folder: Traversable) -> Iterator[tuple[str, str]]:
    for child in folder.iterdir():
        path = f"{name}/{child.name}"
        if child.is_dir():
            yield from _sources(path, child)
        elif child.name.endswith((".py", ".html")):
            yield path, child.read_text(encoding="utf-8")


def _marked(tree: ast.AST) -> Iterator[str]:
    """Yield what stands in `_("...")`, and the values of tables of words."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or not call.args:
            continue
        given = call.args[0]
        if call.func.id == "_" and isinstance(given, ast.Constant):
            yield str(given.value)
        elif call.func.id == "WordTable" and isinstance(given, ast.Dict):
            yield from (str(value.value) for value in given.values if isinstance(value, ast.Constant))


def _counted(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        named = call.func if isinstance(call, ast.Call) else None
        name = named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")
        if isinstance(call, ast.Call) and name == "count_of" and isinstance(call.args[-1], ast.Constant):
            yield str(call.args[-1].value)
