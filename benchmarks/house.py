"""How the source is built, counted the way a stranger would look at it; times nothing and judges nothing.

    python benchmarks/house.py                 the checkout that this file stands in
    python benchmarks/house.py --root DIR      another checkout, with the packages of this environment
    python benchmarks/house.py --json          the same figures and lists for a program

Needs nothing but the standard library, and an environment in which the source can be imported.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from vocabulary import Names, vocabulary_lines

HERE = Path(__file__).resolve().parent.parent
SMALL = 30
LONG = (40, 50)
READING = ("monitor",)
"""Where pages are read: a literal there may be a word of a page's language. Elsewhere words are what we say."""

SAYING = ("command_line", "demo", "settings")
"""Folders below READING whose literals are printed, told as a story or written into settings, never found in a page."""

HEAVY = ("sqlalchemy", "sqlite3", "socket", "scrapy", "twisted", "filelock")
"""What no pure module may load, beside what the import contract forbids it."""

PROBE = """
import importlib, json, pkgutil, sys
sys.path.insert(0, sys.argv[1])
module = importlib.import_module(sys.argv[2])
alone = sorted(sys.modules)
for found in pkgutil.walk_packages(getattr(module, "__path__", []), module.__name__ + "."):
    importlib.import_module(found.name)
print(json.dumps([alone, sorted(sys.modules)]))
"""


def main() -> None:
    """Print what was counted."""
    parser = argparse.ArgumentParser(description="Counts how the source is built.")
    parser.add_argument("--root", type=Path, default=HERE, help="the checkout to look at")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    figures = count(options.root.resolve())
    print(json.dumps(figures, indent=2, ensure_ascii=False) if options.json else "\n".join(told(figures)))


def count(root: Path) -> dict[str, Any]:
    """Count everything in one checkout."""
    config = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    packages = config["root_packages"]
    files = {path: path.read_text() for name in packages for path in sorted((root / name).rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in files.items()}
    modules = {module_name(path.relative_to(root)): tree for path, tree in trees.items()}
    arrows = imports(modules)
    functions = [
        (node.end_lineno - node.lineno + 1, f"{path.relative_to(root)}:{node.lineno} {node.name}")
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]
    lines = {path: len(text.splitlines()) for path, text in files.items()}
    names = [(path.name, str(path.relative_to(root))) for path in files if path.name != "__init__.py"]
    classes = [
        (node.name, f"{path.relative_to(root)}:{node.lineno}")
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    return {
        "packages": {
            name: {
                "lines": sum(n for path, n in lines.items() if path.relative_to(root).parts[0] == name),
                "files": sum(path.relative_to(root).parts[0] == name for path in files),
            }
            for name in packages
        },
        "lines": sum(lines.values()),
        "files": len(files),
        "functions": len(functions),
        **{f"functions over {n} lines": sorted((f for f in functions if f[0] > n), reverse=True) for n in LONG},
        f"files of {SMALL} lines or less": [
            str(path.relative_to(root)) for path, n in lines.items() if n <= SMALL and path.name != "__init__.py"
        ],
        f"__init__.py of {SMALL} lines or less": sum(
            n <= SMALL for path, n in lines.items() if path.name == "__init__.py"
        ),
        "file names borne twice": borne_twice(names),
        "class names borne twice": borne_twice(classes),
        "pure imports": pure_imports(root, config),
        "vocabulary": vocabulary(root, trees),
        "folders": {name: folders(arrows, set(modules), name) for name in packages},
        "import circles": circles(arrows),
    }


def module_name(path: Path) -> str:
    """Name the module that a file is; a package's `__init__` bears the package's name."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def borne_twice(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Group places by name, for the names that stand in more than one place; the commonest first."""
    places = defaultdict(list)
    for name, place in found:
        places[name].append(place)
    return dict(sorted((item for item in places.items() if len(item[1]) > 1), key=lambda item: (-len(item[1]), item)))


def pure_imports(root: Path, config: dict[str, Any]) -> dict[str, Any]:
    """Import each module that a contract calls pure in a fresh interpreter, and look at what that loaded."""
    contracts = [contract for contract in config["contracts"] if contract["type"] == "forbidden"]
    modules = sorted({name for contract in contracts for name in contract["source_modules"]})
    forbidden = {*HEAVY, *(name for contract in contracts for name in contract["forbidden_modules"])}
    return {name: pure_import(root, name, forbidden) for name in modules}


def pure_import(root: Path, name: str, forbidden: set[str]) -> dict[str, Any]:
    """Import one module, then everything beneath it: an empty `__init__` alone would prove nothing."""
    command = [sys.executable, "-I", "-c", PROBE, str(root), name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1]}
    alone, whole = json.loads(done.stdout)
    return {
        "modules": len(alone),
        "forbidden": sorted(forbidden & set(alone)),
        "modules with all beneath": len(whole),
        "forbidden with all beneath": sorted(forbidden & set(whole)),
    }


def vocabulary(root: Path, trees: dict[Path, ast.Module]) -> dict[str, list[str]]:
    """List the lines that hold vocabulary, by file."""
    tables = [tomllib.loads(path.read_text()) for name in READING for path in sorted((root / name).rglob("*.toml"))]
    names = Names(trees.values(), tables)
    found = {}
    for path, tree in trees.items():
        parts = path.relative_to(root).parts
        if parts[0] in READING and parts[1] not in SAYING:
            lines = vocabulary_lines(tree, names)
            if lines:
                found[str(path.relative_to(root))] = [f"{line}: {', '.join(words)}" for line, words in lines.items()]
    return found


def imports(modules: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Draw an arrow from each module to each one that it imports, wherever in the file the import stands."""
    arrows: dict[str, set[str]] = {name: set() for name in modules}
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                named = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            for target in named:
                known = target if target in modules else target.rpartition(".")[0]
                if known in modules and known != name:
                    arrows[name].add(known)
    return arrows


def folders(arrows: dict[str, set[str]], modules: set[str], package: str) -> dict[str, Any]:
    """Draw the arrows between a package's folders. A file that stands beside the folders is a room of its own."""
    parents = {name.rpartition(".")[0] for name in modules}

    def folder(name: str) -> str:
        return name if name in parents or name.count(".") == 1 else name.rpartition(".")[0]

    inside: dict[str, set[str]] = defaultdict(set)
    for source, targets in arrows.items():
        for target in targets:
            ours = source.split(".")[0] == target.split(".")[0] == package
            if ours and folder(source) != folder(target) and package not in (folder(source), folder(target)):
                inside[folder(source)].add(folder(target))
    every = [(source, target) for source, targets in inside.items() for target in targets]
    rounds = circles(inside)
    room = {name: number for number, members in enumerate(rounds) for name in members}
    back = sorted(f"{a} -> {b}" for a, b in every if a in room and room[a] == room.get(b))
    return {"arrows": len(every), "arrows with a path back": back, "circles": rounds}


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Find the groups in which each member reaches each other one; no group is a tidy house."""
    reached = {name: reach(arrows, name) for name in arrows}
    groups = {
        tuple(sorted(other for other in met if name in reached.get(other, ())))
        for name, met in reached.items()
        if name in met
    }
    return sorted(map(list, groups))


def reach(arrows: dict[str, set[str]], start: str) -> set[str]:
    """Follow the arrows from one name to every other that they lead to."""
    met: set[str] = set()
    ahead = [*arrows[start]]
    while ahead:
        name = ahead.pop()
        if name not in met:
            met.add(name)
            ahead += arrows.get(name, ())
    return met


def told(figures: dict[str, Any]) -> list[str]:
    """Write the figures out for a reader."""
    lines = [
        f"{name:<12}{each['lines']:>8} lines{each['files']:>6} files" for name, each in figures["packages"].items()
    ]
    lines += [f"{'together':<12}{figures['lines']:>8} lines{figures['files']:>6} files", ""]
    lines.append(f"functions: {figures['functions']}")
    for title in (f"functions over {n} lines" for n in LONG):
        lines += [f"{title}: {len(figures[title])}", *(f"  {size:>4}  {place}" for size, place in figures[title])]
    small = figures[f"files of {SMALL} lines or less"]
    lines += [f"files of {SMALL} lines or less: {len(small)}", *(f"  {place}" for place in small)]
    lines.append(f"  and {figures[f'__init__.py of {SMALL} lines or less']} files __init__.py")
    for title in ("file names borne twice", "class names borne twice"):
        lines += ["", f"{title}: {len(figures[title])}"]
        lines += [f"  {name} {len(places)}: {' '.join(places)}" for name, places in figures[title].items()]
    lines += ["", "modules loaded by each pure import, and with all that stands beneath it"]
    lines += [f"  {name:<28}{pure_line(each)}" for name, each in figures["pure imports"].items()]
    found = figures["vocabulary"]
    lines += ["", f"lines of vocabulary in Python: {sum(map(len, found.values()))} in {len(found)} files"]
    lines += [f"  {path}:{line}" for path, each in found.items() for line in each]
    for name, each in figures["folders"].items():
        lines += [
            "",
            f"{name}: {each['arrows']} arrows between folders, {len(each['arrows with a path back'])} with a path back",
        ]
        lines += [f"  {arrow}" for arrow in each["arrows with a path back"]]
    lines += ["", f"import circles: {len(figures['import circles'])}"]
    lines += [f"  {' '.join(members)}" for members in figures["import circles"]]
    return lines


def pure_line(found: dict[str, Any]) -> str:
    """Write one import's figures on one line."""
    if "failed" in found:
        return f"failed: {found['failed']}"
    alone = f"{found['modules']:>5} {' '.join(found['forbidden']) or '-'}"
    return f"{alone} | {found['modules with all beneath']:>5} {' '.join(found['forbidden with all beneath']) or '-'}"


if __name__ == "__main__":
    main()
