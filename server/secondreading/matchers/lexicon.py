"""One pass over all words: every phrase, word list and name of a policy in two tries.

The first trie finds the word lists and names (`{staff}`, `{insult}`); the second finds phrases, in
which a list is one step. So cost follows the text and its hits, not the number of rules or names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from secondreading.text import Words

from .base import Hit
from .obfuscation import Disguises, with_signs
from .phrases import KINDS_OF_WORD, Symbol, inflect

# From a word to the steps that start there: (symbol, word after it, was the word disguised).
Edges = dict[int, list[tuple[str, int, bool]]]
Hits = dict[int, list[Hit]]
# How a path came by a disguised word: not at all, inside a word list (which has allowed it), or by itself.
PLAIN, IN_LIST, IN_PHRASE = 0, 1, 2


class _Node:
    __slots__ = ("classes", "gaps", "leaves", "lists", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] | None = None  # words and lemmas (spelt with a final ~)
        self.lists: dict[str, _Node] | None = None
        self.classes: dict[str, _Node] | None = None
        self.gaps: dict[int, _Node] | None = None
        self.leaves: tuple[int, ...] = ()

    def step(self, symbol: Symbol) -> _Node:
        if symbol.kind == "list":
            self.lists = self.lists or {}
            return self.lists.setdefault(symbol.value, _Node())
        if symbol.kind == "class":
            self.classes = self.classes or {}
            return self.classes.setdefault(symbol.value, _Node())
        if symbol.kind == "gap":
            self.gaps = self.gaps or {}
            return self.gaps.setdefault(int(symbol.value), _Node())
        self.words = self.words or {}
        return self.words.setdefault(symbol.value + "~" if symbol.kind == "lemma" else symbol.value, _Node())


class Window:
    """Days on which a name counts (a matter while it is pending). Both ends belong to it; None is open."""

    __slots__ = ("first", "last")

    def __init__(self, first: date | None = None, last: date | None = None) -> None:
        self.first, self.last = first, last

    def holds(self, today: date) -> bool:
        return (self.first is None or self.first <= today) and (self.last is None or today <= self.last)


class Lexicon:
    """Built once by `add_*` and `seal`; afterwards `find` only reads."""

    def __init__(self) -> None:
        self._lists = _Node()
        self._phrases = _Node()
        self._list_names: list[tuple[str, Window | None, bool]] = []
        self._fuzzy: set[int] = set()
        self._lemmas: dict[str, tuple[str, ...]] = {}
        self._fuzzy_words: set[str] = set()
        self._disguises = Disguises(())
        self._list_roots: frozenset[str] = frozenset()
        self._phrase_roots: frozenset[str] = frozenset()

    def add_list(
        self,
        name: str,
        sequences: Iterable[Sequence[Symbol]],
        *,
        window: Window | None = None,
        fuzzy: bool = False,
    ) -> None:
        """Members of the list `name`; with a window they belong to it on those days only."""
        number = len(self._list_names)
        self._list_names.append((name, window, fuzzy))
        for sequence in sequences:
            self._insert(self._lists, sequence, number, fuzzy)

    def add_phrase(self, leaf: int, sequence: Sequence[Symbol], *, fuzzy: bool = False) -> None:
        if fuzzy:
            self._fuzzy.add(leaf)
        self._insert(self._phrases, sequence, leaf, fuzzy)

    def _insert(self, root: _Node, sequence: Sequence[Symbol], leaf: int, fuzzy: bool) -> None:
        node = root
        for symbol in sequence:
            node = node.step(symbol)
            if symbol.kind == "lemma":
                for form in inflect(symbol.value):
                    self._lemmas[form] = tuple(
                        dict.fromkeys((*self._lemmas.get(form, ()), symbol.value + "~"))
                    )
                    self._fuzzy_words.update({form} if fuzzy else ())
            elif fuzzy and symbol.kind == "word":
                self._fuzzy_words.add(symbol.value)
        if leaf not in node.leaves:
            node.leaves = (*node.leaves, leaf)

    def seal(self) -> None:
        """Finish building. `dont` is read as `don't` wherever a phrase has it."""
        for root in (self._lists, self._phrases):
            self._alias_contractions(root)
        self._disguises = Disguises(self._fuzzy_words)
        self._list_roots = self._roots(self._lists)
        self._phrase_roots = self._roots(self._phrases)

    def _alias_contractions(self, node: _Node) -> None:
        stack = [node]
        while stack:
            here = stack.pop()
            for word in list(here.words or ()):
                if word.endswith("'t"):
                    bare = word.replace("'", "")
                    self._lemmas[bare] = tuple(dict.fromkeys((*self._lemmas.get(bare, ()), word)))
            for children in (here.words, here.lists, here.classes, here.gaps):
                stack.extend(children.values() if children else ())

    def _roots(self, root: _Node) -> frozenset[str]:
        starts = set(root.words or ())
        return frozenset(
            starts | {form for form, lemmas in self._lemmas.items() if starts.intersection(lemmas)}
        )

    def find(self, words: Words, today: date) -> Hits:
        """All hits by leaf. `today` decides which matters are still pending."""
        edges: Edges = self._disguises.edges(words)
        disguised = list(edges)
        walk = _Walk(words, self._lemmas, edges)
        listed = self._find_lists(walk, disguised, today)
        for at in sorted(listed):
            edges.setdefault(at, []).extend(listed[at])
        return self._find_phrases(walk, edges)

    def _find_lists(self, walk: _Walk, disguised: Iterable[int], today: date) -> Edges:
        roots, found = self._list_roots, Edges()
        starts = {at for at, word in enumerate(walk.words.words) if word in roots}
        for at in sorted(starts.union(disguised)):
            for number, last, hidden in walk.ends(self._lists, at):
                name, window, fuzzy = self._list_names[number]
                if (fuzzy or not hidden) and (window is None or window.holds(today)):
                    found.setdefault(at, []).append(("{" + name, last, bool(hidden)))
        return found

    def _find_phrases(self, walk: _Walk, edges: Edges) -> Hits:
        roots, kinds = self._phrase_roots, self._phrases.classes
        words, hits = walk.words, Hits()
        for at, word in enumerate(words.words):
            if (
                word not in roots
                and at not in edges
                and not (kinds and any(KINDS_OF_WORD[k](word) for k in kinds))
            ):
                continue
            for leaf, last, hidden in walk.ends(self._phrases, at):
                if hidden == IN_PHRASE and leaf not in self._fuzzy:
                    continue
                start, end = words.starts[at], words.ends[last - 1]
                if hidden:
                    start, end = with_signs(words.folded.text, start, end)
                hit = Hit(start, end, at, last)
                found = hits.setdefault(leaf, [])
                if hit not in found:
                    found.append(hit)
        return hits


class _Walk:
    """Walks a trie from one word on: over words, lemmas, list members, kinds of words, disguises and gaps."""

    __slots__ = ("edges", "lemmas", "words")

    def __init__(self, words: Words, lemmas: Mapping[str, tuple[str, ...]], edges: Edges) -> None:
        self.words, self.lemmas, self.edges = words, lemmas, edges

    def ends(self, root: _Node, at: int) -> list[tuple[int, int, int]]:
        """(leaf, word after the match, how a word was disguised) for every path from word `at`."""
        found: list[tuple[int, int, int]] = []
        words, sentences, lemmas, edges = self.words.words, self.words.sentences, self.lemmas, self.edges
        count, sentence = len(words), sentences[at]
        stack = [(root, at, PLAIN)]
        while stack:
            node, i, hidden = stack.pop()
            for leaf in node.leaves:
                found.append((leaf, i, hidden))
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
