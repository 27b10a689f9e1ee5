"""A quick no for gaps: can anything that may stand behind this gap be met in the rest of the sentence?

Many phrases begin with a common word and a gap (`the ... is closed`). Looking at each of the next words for
each of them would be the dearest part of a check. So every gap has a bit, every step that may follow it
bears that bit, and the bits of the words ahead are gathered on the way. Several gaps share a bit: a bit in
common says "perhaps", none says "no".
"""

from __future__ import annotations

from collections.abc import Iterable

from .trie import Node, closure, every_node

BITS = 1_000
# The words, the lists and the kinds of words as which a symbol is taken.
Names = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class GapMarks:
    """The bits of one trie, as whole numbers."""

    def __init__(self, root: Node) -> None:
        self._of_node: dict[Node, int] = {}
        self._of_name: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
        with_gaps = [node for node in every_node(root) if node.gaps]
        for number, node in enumerate(with_gaps):
            mark = 1 << number % BITS
            self._of_node[node] = mark
            for behind in closure((node.gaps or {}).values()):
                for marks, steps in zip(
                    self._of_name, (behind.words, behind.lists, behind.classes), strict=True
                ):
                    for name in steps or ():
                        marks[name] = marks.get(name, 0) | mark

    def of_nodes(self, nodes: Iterable[Node]) -> int:
        """The bits of all gaps that begin at these nodes."""
        found = 0
        for node in nodes:
            found |= self._of_node.get(node, 0)
        return found

    def of_names(self, names: Names) -> int:
        """The bits of all gaps behind which one of these may stand."""
        found = 0
        for marks, taken in zip(self._of_name, names, strict=True):
            for name in taken:
                found |= marks.get(name, 0)
        return found
