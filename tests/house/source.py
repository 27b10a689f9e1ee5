"""Reads the project's own source for the house rules."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "server" / "secondreading"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module: `place` is `file:line` from the project's top, `module` the full dotted name."""

    place: str
    room: str
    module: str
    only_for_types: bool


@cache
def tracked_files() -> tuple[Path, ...]:
    """Files that git keeps, plus new ones it would not ignore; absolute paths, without deleted ones."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (PROJECT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def tracked(*endings: str, under: str = "") -> list[Path]:
    """Tracked files with one of these endings, below the folder `under` of the project."""
    return [p for p in tracked_files() if p.suffix in endings and p.is_relative_to(PROJECT / under)]


def shown(path: Path, line: int | None = None) -> str:
    """The way a failure names a place: `folder/file.py:12`."""
    name = path.relative_to(PROJECT).as_posix()
    return name if line is None else f"{name}:{line}"


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def package_files() -> list[Path]:
    return tracked(".py", under="server/secondreading")


def room_of(path: Path) -> str:
    """The first name below the package: `domain`, `api`, `cli`; empty for the package's own `__init__`."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports() -> Iterator[Import]:
    """Every import of the package's modules, inside functions too."""
    for path in package_files():
        tree = parsed(path)
        for_types = {id(node) for block in _type_blocks(tree) for node in ast.walk(block)}
        for node in ast.walk(tree):
            for module in _modules(node, path):
                yield Import(shown(path, node.lineno), room_of(path), module, id(node) in for_types)


def _type_blocks(tree: ast.Module) -> Iterator[ast.If]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield node


def _modules(node: ast.AST, path: Path) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = _absolute(node, path)
        # `from secondreading import check` names a module only with its last part.
        return [f"{base}.{alias.name}" for alias in node.names] if base == "secondreading" else [base]
    return []


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    if not node.level:
        return node.module or ""
    folder = ("secondreading", *path.relative_to(PACKAGE).parent.parts)
    base = folder[: len(folder) - node.level + 1]
    return ".".join((*base, node.module) if node.module else base)
