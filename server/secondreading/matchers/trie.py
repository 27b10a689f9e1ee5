"""Tries of phrases, and the walk through one along the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secondreading.text import Words

from .phrases import KINDS_OF_WORD, Symbol

# From a word to the steps that start there: (symbol, word after it, was the word disguised).
Edges = dict[int, list[tuple[str, int, bool]]]
# How a path came by a disguised word: not at all, inside a word list (which has allowed it), or by itself.
PLAIN, IN_LIST, IN_PHRASE = 0, 1, 2


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
        if symbol.kind == "list":
            self.lists = self.lists or {}
            return self.lists.setdefault(symbol.value, Node())
        if symbol.kind == "class":
            self.classes = self.classes or {}
            return self.classes.setdefault(symbol.value, Node())
        if symbol.kind == "gap":
            self.gaps = self.gaps or {}
            return self.gaps.setdefault(int(symbol.value), Node())
        self.words = self.words or {}
        return self.words.setdefault(symbol.value + "~" if symbol.kind == "lemma" else symbol.value, Node())

    def children(self) -> Iterator[Node]:
        for steps in (self.words, self.lists, self.classes, self.gaps):
            yield from steps.values() if steps else ()
        yield from self.tails


class Walk:
    """Walks a trie from one word on: over words, lemmas, list members, kinds of words, disguises and gaps."""

    __slots__ = ("edges", "lemmas", "words")

    def __init__(self, words: Words, lemmas: Mapping[str, tuple[str, ...]], edges: Edges) -> None:
        self.words, self.lemmas, self.edges = words, lemmas, edges

    def ends(self, root: Node, at: int) -> list[tuple[int, int, int]]:
        """(leaf, word after the match, how a word was disguised) for every path from word `at`."""
        found: list[tuple[int, int, int]] = []
        words, sentences, lemmas, edges = self.words.words, self.words.sentences, self.lemmas, self.edges
        count, sentence = len(words), sentences[at]
        stack = [(root, at, PLAIN)]
        while stack:
            node, i, hidden = stack.pop()
            for leaf in node.leaves:
                found.append((leaf, i, hidden))
            for tail in node.tails:
                stack.append((tail, i, hidden))
            if i >= count or sentences[i] != sentence:
                continue
            word = words[i]
            if node.words:
                if child := node.words.get(word):
                    stack.append((child, i + 1, hidden))
                for lemma in lemmas.get(word, ()):
                    if child := node.words.get(lemma):
                        stack.append((child, i + 1, hidden))
            for symbol, after, disguised in edges.get(i, ()):
                if symbol[0] == "{":
                    if node.lists and (child := node.lists.get(symbol[1:])):
                        stack.append((child, after, hidden or (IN_LIST if disguised else PLAIN)))
                elif node.words:
                    for spelling in (symbol, *lemmas.get(symbol, ())):
                        if child := node.words.get(spelling):
                            stack.append((child, after, IN_PHRASE))
            if node.classes:
                stack.extend(
                    (child, i + 1, hidden)
                    for kind, child in node.classes.items()
                    if KINDS_OF_WORD[kind](word)
                )
            if node.gaps:
                stack.extend(
                    (child, j, hidden)
                    for most, child in node.gaps.items()
                    for j in range(i, min(i + most + 1, count))
                )
        return found
