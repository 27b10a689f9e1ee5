"""From YAML files to a `Policy`: all errors at once, with file, line and mend. The one reader of YAML."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from secondreading.domain import PolicyStamp

from .compile import CompiledPolicy, compile_policy
from .errors import PolicyError, PolicyErrors
from .model import Place, Policy
from .read import read_policy
from .source import Source

__all__ = [
    "PolicyError",
    "PolicyErrors",
    "load_compiled",
    "load_policy",
    "read_folder",
    "read_plain",
    "read_source",
    "section_lines",
]

LARGEST_FILE = 1_000_000  # characters


def read_folder(folder: Path) -> dict[str, str]:
    """The YAML files of a policy: path below the folder, with slashes, to the file's text."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.yaml"))}
    if not files:
        raise PolicyErrors(
            [
                PolicyError(
                    str(folder), 0, "no policy files here", "name a folder that holds city.yaml and the rules"
                )
            ]
        )
    return {name: path.read_text(encoding="utf-8") for name, path in files.items()}


def load_policy(files: Mapping[str, str]) -> Policy:
    """Read a whole policy. Raises `PolicyErrors` with everything that is wrong in any file."""
    return load_compiled(files, PolicyStamp("", 0)).policy


def load_compiled(files: Mapping[str, str], stamp: PolicyStamp) -> CompiledPolicy:
    """Read and compile a whole policy. Raises `PolicyErrors` with everything that is wrong in any file."""
    with without_collector():
        return _load_compiled(files, stamp)


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the search for cyclic garbage: it would look through every piece of the policy that is being
    made, again and again, which is half of the time that compiling takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load_compiled(files: Mapping[str, str], stamp: PolicyStamp) -> CompiledPolicy:
    sources = [read_source(name, text) for name, text in sorted(files.items())]
    policy = read_policy(sources)
    errors = [error for source in sources for error in source.errors]
    if policy is None:
        raise PolicyErrors(errors)
    try:
        compiled = compile_policy(policy, stamp)
    except PolicyErrors as fault:
        raise PolicyErrors([*errors, *fault.errors]) from None
    if errors:
        raise PolicyErrors(errors)
    for source in sources:
        source.forget_inner_lines()
    return compiled


def read_source(name: str, text: str) -> Source:
    """Parse one file. A file that is no YAML has data None and says why in its errors."""
    source = Source(name)
    if len(text) > LARGEST_FILE:
        source.complain((), f"the file has {len(text)} characters", f"keep a file under {LARGEST_FILE}")
        return source
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        problem = getattr(fault, "problem", None) or "a character YAML does not know"
        source.errors.append(
            PolicyError(
                name,
                mark.line + 1 if mark else 0,
                f"this is no YAML: {problem}",
                "check the indent, the colons and the quotes",
            )
        )
        return source
    source.lines[()] = 1
    source.data = _plain(root, (), source) if root is not None else {}
    return source


def read_plain(text: str, name: str = "the text") -> dict[str, Any]:
    """The data of one file that has to be a mapping. Raises `PolicyErrors` with what is wrong in it."""
    source = read_source(name, text)
    if not source.errors and not isinstance(source.data, dict):
        source.complain((), "this must be a mapping of fields", "write `name: value` lines")
    if source.errors:
        raise PolicyErrors(source.errors)
    return dict(source.data)


def section_lines(text: str, path: Place) -> tuple[int, int] | None:
    """First and last line (from 0, the last one included) of a field of mappings written in block style.

    None where there is no such field, or where it stands inside braces. `text` has to be good YAML.
    """
    node, lines = yaml.compose(text, Loader=_Loader), None
    for name in path:
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            return None
        found = [(key, value) for key, value in node.value if key.value == name]
        if not found:
            return None
        key, node = found[0]
        lines = (key.start_mark.line, _last_line(node))
    return lines


def _last_line(node: yaml.Node) -> int:
    """Where a node really ends: a block's own mark stands after the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False) or not node.value:
        mark = node.end_mark
        return int(mark.line - (mark.column == 0 and mark.line > node.start_mark.line))
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(node: yaml.Node, path: Place, source: Source) -> Any:
    """Plain data of a node; remembers lines and complains of keys written twice."""
    source.lines[path] = node.start_mark.line + 1
    if id(node) in source.seen:  # an alias: written out, a few of them could fill the memory
        source.complain(path, "this repeats another place by an alias (*name)", "write the words out")
        return None
    source.seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, at), source) for at, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        if node.tag.endswith(":str"):
            return node.value
        if node.tag.endswith(":bool") and node.value.lower() not in ("true", "false"):
            return node.value  # yes, no, on and off are words in a word list
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError):
            source.complain(
                path, f"cannot read this value as {node.tag.rpartition(':')[2]}", "put it in quotes"
            )
            return None
    return _plain_mapping(node, path, source)


def _plain_mapping(node: yaml.MappingNode, path: Place, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in found:
            source.errors.append(
                PolicyError(
                    source.file,
                    line,
                    f"{key!r} is written twice (first on line {source.line((*path, key))})",
                    "keep one of them",
                )
            )
            continue
        found[key] = _plain(value_node, (*path, key), source)
        source.lines[(*path, key)] = line
    return found
