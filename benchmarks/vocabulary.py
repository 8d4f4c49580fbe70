"""Finds the words of natural languages that a program compares texts with, in its source; knows no file by name.

A word counts by what is done with it and not by how it is spelled in the source. Counted are literals

- in a collection, as the key of a dict, in a comparison, in a regular expression or in a text of words that is split,
- made of words of a language: function words of English, German, French or Spanish, words with letters
  outside ASCII, or three and more other words that name nothing in the source, in HTML or in HTTP.

Not counted is what is said and not read: docstrings, messages of errors and logs, joined and formatted texts,
members of enums, type annotations, and the values of a dict or a call that only name something.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Iterator
from typing import Any


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS = _listed("""
    is are was were be been has have do does to in at by from for as too
    the of and or not no nor never without unless only except until about with any all other another your our we
    you they them their this that these those if when who which shall may must can cannot will would should also
    more und oder nicht kein keine keinen nie ohne nur außer wenn der die das den dem des ein eine einen wir sie
    du ihr es ist sind wird werden hat haben mit von für auf aus bei nach über sowie unsere ihre diese dein
    deine auch zu sondern et ou ni ne pas jamais plus rien aucun aucune sans sauf seulement que qui les le la un
    une nous vous nos vos votre notre est sont avec pour par sur dans aux ce cette ces si leur leurs elle ils y
    o u nunca sin salvo solo sólo quien los las el de del una nosotros usted su sus son con por para en sobre
    nuestro nuestra este esta estos también ningún ninguna à it
""")

WEAK = _listed("""
    is was be has have do to in at by from for as too of no all any other only la le es du die den des de in u o
    y si ni su an plus est bei este son en
""")
"""Words that are also a name, a code of a language or a short form: alone they prove nothing."""

TECHNICAL = _listed("""
    a abbr address alt area aria article aside async audio author b base bdi bdo blockquote body br button
    canvas caption charset checkbox circle cite class code col colgroup color colspan cols command content data
    datalist date datetime dd defer del details dfn dialog dir disabled div dl dt em email embed enctype
    fieldset figcaption figure file font footer for form frame g get h1 h2 h3 h4 h5 h6 head header headers
    height hgroup hidden hr href html http https i id iframe image img input ins kbd keygen label lang legend li
    line link list listbox main map mark math max maxlength media menu menuitem meta meter method min month
    multiple nav name noscript number object ol onclick optgroup option output p param password path pattern
    picture placeholder polygon polyline post pre progress property q radio range readonly rect rel required
    reset role rows rowspan rp rt ruby s samp scope script search section select selected shape size slot small
    source span src srcset step strong style sub submit summary sup svg switch tab tabindex table tablist
    tabpanel target tbody td tel template text textarea textbox tfoot th thead time title tr track treegrid tree
    type u ul url use user value var video wbr week width wrap xml xmp none block inline visibility display
    opacity true false on off alert alertdialog banner combobox complementary contentinfo heading navigation
    presentation region status tooltip toml utf ascii latin accept agent allow attachment bearer cache cookie etag
    gzip host json location origin referer utf8 xhtml xpath css js png jpg jpeg gif webp pdf csv zip warc www
    com org net localhost mailto nbsp amp quot lt gt year day hour minute second cell gridcell columnheader
    rowheader listitem term definition rowgroup group toolbar feed grid treeitem menubar separator starttls tls
    fbclid refsrc ref refid helpref eav paipv rdr gclid igshid jazoest lsd cft tn nonce token
    annotation desc strike rem transparent rgb hsl white whitesmoke ghostwhite black snow ivory red blue green gray grey
    yellow print speech tty projection embossed braille handheld hover focus focus-within focus-visible active checked
    visited popover-open modal fullscreen enabled invalid valid autofill
""")
"""Names of HTML, ARIA, CSS, HTTP, addresses and file formats, and of the parts of dates."""

_PHRASE = 3  # words; what is longer is a sentence
_SAID = _listed("debug info warning error exception critical log print echo join format add_argument ArgumentParser")
_MATCHING = _listed("compile search match fullmatch sub subn findall finditer split")
_TESTS = _listed("startswith endswith count find index removeprefix removesuffix partition rpartition replace")
_PLACE = re.compile(r"\{(\w+)\}")  # what is filled into a sentence there
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CLASSES = re.compile(r"\\[pP]\{[^}]*\}|\(\?P?<\w+>|\(\?P=\w+\)|\[(?:\\.|[^\]\\])*\]|\\.|\(\?[aiLmsux-]+[:)]")


class Names:
    """The names that the source itself uses: a word that is one of them in most of a collection is no vocabulary."""

    def __init__(self, trees: Iterable[ast.Module], tables: Iterable[dict[str, Any]]) -> None:
        """Collect names of fields, arguments, functions, variables, enum members, and names in TOML files."""
        self.ids = {name for table in tables for name in _ids(table)}
        self.known = set(TECHNICAL) | set(keyword.kwlist)
        for tree in trees:
            for node in ast.walk(tree):
                match node:
                    case ast.Attribute(attr=name) | ast.arg(arg=name) | ast.Name(id=name) | ast.keyword(arg=str(name)):
                        self.known.add(name)
                    case ast.ClassDef() if _is_enum(node):
                        self.known |= {word for text, _ in _texts(node) for word in _WORD.findall(text)}
                    case ast.FunctionDef(name=name):
                        self.known.add(name)


def vocabulary_lines(tree: ast.Module, names: Names) -> dict[int, list[str]]:
    """List the lines of one module that hold vocabulary, each with its words."""
    found: dict[int, list[str]] = {}
    for texts, is_pattern in _groups(tree):
        read = [(text, line) for text, line in texts if text not in names.ids]
        words = [(word, line) for text, line in read for word in _words(text, is_pattern=is_pattern)]
        if _is_vocabulary([word for word, _ in words], names, is_pattern=is_pattern):
            for word, line in words:
                if word not in found.setdefault(line, []):
                    found[line].append(word)
    return dict(sorted(found.items()))


def _is_vocabulary(words: list[str], names: Names, *, is_pattern: bool) -> bool:
    if any(not word.isascii() and len(word) > 1 for word in words):
        return True
    functional = [word for word in words if word in FUNCTION_WORDS]
    if [word for word in functional if word not in WEAK] or len(set(functional)) > 1:
        return True
    strange = {word for word in words if len(word) > 2 and word not in names.known}
    return len(strange) >= (1 if is_pattern else 3) and 2 * len(strange) > len(set(words))


def _words(text: str, *, is_pattern: bool) -> list[str]:
    """Take the words of a literal; a name with capitals, digits, dots or underscores is no word."""
    if is_pattern:
        text = _CLASSES.sub(" ", text)
        return [word for word in _WORD.findall(text) if len(word) > 2 and word == word.lower()]
    if re.search(r"[A-Z0-9_./:#=<>{}*@%\[\]\\-]", text):
        return []
    return _WORD.findall(text)


def _groups(tree: ast.Module) -> Iterator[tuple[list[tuple[str, int]], bool]]:
    """Go through what texts are compared with: each group of literals, and whether it is a regular expression."""
    for node in _read(tree):
        match node:
            case ast.Set() | ast.List() | ast.Tuple():
                yield [each for part in node.elts for each in _texts(part) if _is_short(each[0])], False
            case ast.Dict():
                yield [each for part in node.keys if part for each in _texts(part) if _is_short(each[0])], False
                yield from (([each], False) for part in node.values for each in _texts(part) if _is_list(each[0]))
            case ast.Compare():
                parts = (node.left, *node.comparators)
                yield [each for part in parts for each in _texts(part) if _is_short(each[0])], False
            case ast.MatchValue():
                yield [*_texts(node.value)], False
            case ast.Call(func=ast.Attribute(attr=name, value=owner)):
                if name in _MATCHING and isinstance(owner, ast.Name):
                    yield [each for part in node.args[:1] for each in _pattern_texts(part)], True
                elif name == "split":
                    yield [*_texts(owner)], False
                elif name in _TESTS:
                    yield [each for part in node.args[:1] for each in _texts(part)], False
            case ast.Assign() | ast.AnnAssign() if node.value:
                yield from (([each], False) for each in _texts(node.value) if _is_list(each[0]))


def _is_short(text: str) -> bool:
    """Whether a text is a word or a phrase, or a list of them: a sentence is something that we say."""
    return len(text.split()) <= _PHRASE or _is_list(text)


def _is_list(text: str) -> bool:
    """Whether a text is a list of words and not a sentence, which mixes function words with others."""
    words = _WORD.findall(text)
    share = sum(word in FUNCTION_WORDS for word in words) / max(len(words), 1)
    return len(words) > 2 and (share > 2 / 3 or share < 1 / 6 or not text.isascii())


def _texts(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Take the literals of an expression, each line of a long one by itself."""
    match node:
        case ast.Constant(value=str(text)):
            parts = text.splitlines()
            many = len(parts) > 1 and node.end_lineno and node.end_lineno > node.lineno
            yield from ((part, node.lineno + number * bool(many)) for number, part in enumerate(parts))
        case ast.ClassDef():
            for part in ast.walk(node):
                if isinstance(part, ast.Assign):
                    yield from _texts(part.value)
        case ast.Starred(value=part) | ast.Tuple(elts=[part, *_]):
            yield from _texts(part)
        case ast.BinOp(left=left, right=right):
            yield from _texts(left)
            yield from _texts(right)
        case ast.Set(elts=parts) | ast.List(elts=parts):
            for each in parts:
                yield from _texts(each)


def _pattern_texts(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Take the literals of a regular expression, those of a formatted one too."""
    if isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from _texts(part)
    else:
        yield from _texts(node)


def _ids(value: object, key: str = "") -> Iterator[str]:
    """Go through a TOML file's keys and the words that stand alone: they name something, lists hold its words."""
    match value:
        case dict():
            for name, part in value.items():
                yield name
                yield from _ids(part, name)
        case list():
            for part in value:
                yield from _ids(part) if isinstance(part, dict) else _PLACE.findall(str(part))
        case str():
            yield from _PLACE.findall(value)
            if " " not in value or key in ("id", "name"):
                yield value


def _read(node: ast.AST) -> Iterator[ast.AST]:
    """Go through a module without what is said, and without types."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Raise() | ast.Expr(value=ast.Constant()):
                continue
            case ast.ClassDef() if _is_enum(child):
                continue
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in _SAID or name.endswith("Error"):
                continue
            case ast.Subscript(value=ast.Name(id="Literal")):
                continue
        if isinstance(node, ast.AnnAssign | ast.arg) and child is node.annotation:
            continue
        yield child
        yield from _read(child)


def _is_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith(("Enum", "Flag")) for base in node.bases)
