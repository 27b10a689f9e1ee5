"""Tries of phrases: words, word lists, kinds of words and gaps as steps, leaves at the ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .phrases import Symbol

_KIND_OF_STEP = {"word": "words", "list": "lists", "class": "classes"}


def _place(symbol: Symbol) -> tuple[str, str | int]:
    """Among which steps of a node a symbol stands, and under which name."""
    if symbol.kind == "gap":
        return "gaps", int(symbol.value)
    if symbol.kind == "lemma":
        return "words", symbol.value + "~"
    return _KIND_OF_STEP[symbol.kind], symbol.value


class Node:
    __slots__ = ("classes", "gaps", "leaves", "lists", "tails", "words")

    def __init__(self) -> None:
        self.words: Mapping[str, Node] | None = None  # words and lemmas (spelt with a final ~)
        self.lists: Mapping[str, Node] | None = None
        self.classes: Mapping[str, Node] | None = None
        self.gaps: Mapping[int, Node] | None = None
        self.leaves: tuple[int, ...] = ()
        self.tails: tuple[Node, ...] = ()  # where the walk also goes on, without a step

    def step(self, symbol: Symbol) -> Node:
        """The node after a step; made where there is none."""
        kind, name = _place(symbol)
        steps = getattr(self, kind)
        after: Node | None = steps.get(name) if steps else None
        if after is None:
            after = Node()
            self._put(kind, name, after)
        return after

    def link(self, symbol: Symbol, after: Node) -> bool:
        """Let a step lead straight to `after`. False where it leads somewhere already."""
        kind, name = _place(symbol)
        steps = getattr(self, kind)
        if steps and name in steps:
            return steps[name] is after
        self._put(kind, name, after)
        return True

    def _put(self, kind: str, name: str | int, after: Node) -> None:
        steps = getattr(self, kind)
        if steps is None:
            setattr(self, kind, _OneStep(name, after))
        elif isinstance(steps, dict):
            steps[name] = after
        else:
            setattr(self, kind, {**steps, name: after})

    def children(self) -> Iterator[Iterable[Node]]:
        """The nodes one step on, kind by kind, then those without a step."""
        for steps in (self.words, self.lists, self.classes, self.gaps):
            if steps:
                yield steps.values()
        yield self.tails


class _OneStep(Mapping[Any, Node]):
    """What most nodes have: a single step. A dictionary for it would take four times the room."""

    __slots__ = ("_after", "_name")

    def __init__(self, name: str | int, after: Node) -> None:
        self._name, self._after = name, after

    def __getitem__(self, name: str | int) -> Node:
        if name != self._name:
            raise KeyError(name)
        return self._after

    def __contains__(self, name: object) -> bool:
        return name == self._name

    def get(self, name: str | int, default: Any = None) -> Any:
        return self._after if name == self._name else default

    def __iter__(self) -> Iterator[str | int]:
        yield self._name

    def __len__(self) -> int:
        return 1


def closure(nodes: Iterable[Node]) -> set[Node]:
    """The nodes with their tails, and what stands behind a gap of no words."""
    found: set[Node] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node not in found:
            found.add(node)
            stack.extend(node.tails)
            if node.gaps:
                stack.extend(node.gaps.values())
    return found


def every_node(root: Node) -> list[Node]:
    """All nodes of a trie, the root first."""
    found, seen = [root], {root}
    for node in found:
        for children in node.children():
            for child in children:
                if child not in seen:
                    seen.add(child)
                    found.append(child)
    return found
