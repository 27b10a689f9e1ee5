"""Tries of phrases: words, word lists, kinds of words and gaps as steps, leaves at the ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .phrases import Symbol


class Node:
    __slots__ = ("classes", "gaps", "leaves", "lists", "tails", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] | None = None  # words and lemmas (spelt with a final ~)
        self.lists: dict[str, Node] | None = None
        self.classes: dict[str, Node] | None = None
        self.gaps: dict[int, Node] | None = None
        self.leaves: tuple[int, ...] = ()
        self.tails: tuple[Node, ...] = ()  # where the walk also goes on, without a step

    def step(self, symbol: Symbol) -> Node:
        """The node after a step; made where there is none."""
        steps, name = self._steps(symbol)
        if name not in steps:
            steps[name] = Node()
        return steps[name]

    def link(self, symbol: Symbol, after: Node) -> bool:
        """Let a step lead straight to `after`. False where it leads somewhere already."""
        steps, name = self._steps(symbol)
        return steps.setdefault(name, after) is after

    def _steps(self, symbol: Symbol) -> tuple[dict[Any, Node], str | int]:
        if symbol.kind == "list":
            self.lists = self.lists or {}
            return self.lists, symbol.value
        if symbol.kind == "class":
            self.classes = self.classes or {}
            return self.classes, symbol.value
        if symbol.kind == "gap":
            self.gaps = self.gaps or {}
            return self.gaps, int(symbol.value)
        self.words = self.words or {}
        return self.words, symbol.value + "~" if symbol.kind == "lemma" else symbol.value

    def children(self) -> Iterator[Iterable[Node]]:
        """The nodes one step on, kind by kind, then those without a step."""
        for steps in (self.words, self.lists, self.classes, self.gaps):
            if steps:
                yield steps.values()
        yield self.tails


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
