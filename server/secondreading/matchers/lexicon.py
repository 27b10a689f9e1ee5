"""One pass over all words: every phrase, word list and name of a policy in one trie.

A list (`{staff}`, `{insult}`) is one step of a phrase or of another list; what was found of it in the words
behind is such a step for the words before, so the pass goes backward. Cost follows the text and its hits,
not the number of rules or names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from secondreading.text import Words

from .automaton import IN_PHRASE, Automaton, Edges
from .base import mask_of
from .hits import Hits
from .memberships import Lists, Memberships, Window
from .obfuscation import Disguises
from .phrases import Item, Phrase, Symbol, inflect
from .trie import Node, every_node
from .walk import PhraseEnd, Walk

MOST_HEADS = 8  # spellings of a phrase's beginning that are written out, so that beginnings are shared


class Lexicon:
    """Built once by `add_*` and `seal`; afterwards `find` only reads."""

    def __init__(self) -> None:
        self._root = Node()
        self._lists = Lists()
        self._fuzzy = 0  # the mask of the phrases that may be met in disguise
        self._lemmas: dict[str, tuple[str, ...]] = {}
        self._fuzzy_words: set[str] = set()
        self._disguises = Disguises(())
        self._vocabulary: set[str] = set()

    def add_list(
        self, name: str, phrase: Phrase, *, window: Window | None = None, fuzzy: bool = False
    ) -> None:
        """A member of the list `name`; with a window it belongs to it on those days only."""
        number = self._lists.number(name, window, fuzzy)
        self._insert(phrase, -1 - number, fuzzy)  # below zero: the end of a list's member

    def add_phrase(self, leaf: int, phrase: Phrase, *, fuzzy: bool = False) -> None:
        if fuzzy:
            self._fuzzy |= mask_of((leaf,))
        self._insert(phrase, leaf, fuzzy)

    def _insert(self, phrase: Phrase, leaf: int, fuzzy: bool) -> None:
        """Write the first items out into the shared trie; what follows is one graph that all of them lead to."""
        written, heads = 0, [self._root]
        while written < len(phrase) and len(heads) * len(phrase[written]) <= MOST_HEADS:
            heads = [self._path(head, spelling, fuzzy) for head in heads for spelling in phrase[written]]
            written += 1
        end = Node() if written < len(phrase) else None
        if end is not None:
            end.leaves = (leaf,)
            for item in reversed(phrase[written:]):
                end = self._fork(item, end, fuzzy)
        for head in heads:
            if end is not None:
                head.tails = (*head.tails, end)
            elif leaf not in head.leaves:
                head.leaves = (*head.leaves, leaf)

    def _fork(self, item: Item, after: Node, fuzzy: bool) -> Node:
        """A node from which every spelling of an item leads to `after`."""
        fork = Node()
        # Longest first: the last step of a spelling that no other goes through leads straight to `after`.
        for spelling in sorted(item, key=len, reverse=True):
            before = self._path(fork, spelling[:-1], fuzzy)
            if not spelling or not before.link(spelling[-1], after):
                last = self._path(before, spelling[-1:], fuzzy)
                last.tails = (*last.tails, after)
            else:
                self._remember(spelling[-1], fuzzy)
        return fork

    def _path(self, node: Node, spelling: Sequence[Symbol], fuzzy: bool) -> Node:
        for symbol in spelling:
            node = node.step(symbol)
            self._remember(symbol, fuzzy)
        return node

    def _remember(self, symbol: Symbol, fuzzy: bool) -> None:
        """Take the forms of a lemma down, and the words that may stand in disguise."""
        if symbol.kind == "lemma":
            for form in inflect(symbol.value):
                self._lemmas[form] = tuple(dict.fromkeys((*self._lemmas.get(form, ()), symbol.value + "~")))
                self._fuzzy_words.update({form} if fuzzy else ())
        elif fuzzy and symbol.kind == "word":
            self._fuzzy_words.add(symbol.value)

    def seal(self) -> None:
        """Finish building. `dont` is read as `don't` wherever a phrase has it."""
        self._gather()
        self._disguises = Disguises(self._fuzzy_words)
        self._fuzzy_words.clear()
        self._vocabulary.update(self._lemmas)
        self._automaton = Automaton(self._root, self._lemmas, self._vocabulary)

    def _gather(self) -> None:
        """Collect the words of the trie; a contraction's bare spelling becomes a lemma of it."""
        for word in {word for node in every_node(self._root) for word in node.words or ()}:
            self._vocabulary.add(word)
            if word.endswith("'t"):
                bare = word.replace("'", "")
                self._lemmas[bare] = tuple(dict.fromkeys((*self._lemmas.get(bare, ()), word)))

    @property
    def states(self) -> int:
        """How many states of the automaton texts have called for so far."""
        return len(self._automaton)

    def find(self, words: Words, today: date, *, looks_disguised: bool = False) -> Hits:
        """All hits by leaf. `today` decides which matters are still pending.

        Words in disguise are looked for in a text that `looks_disguised`; swapped letters in any.
        """
        known = list(map(self._automaton.openings.get, words.words))
        strange = [at for at, opening in enumerate(known) if opening is None]
        memberships = Memberships(self._automaton, self._lists, today)
        # A word that may be another one in disguise stays strange.
        swapped = self._disguises.swapped
        openings = [
            opening or memberships.of_word(word, keep=word not in swapped)
            for opening, word in zip(known, words.words, strict=True)
        ]
        edges: Edges = self._disguises.edges(words, strange, looks_disguised=looks_disguised)
        disguised = bool(edges)
        ends = Walk(self._automaton, memberships, openings, words.limits, edges).ends()
        return Hits(words, self._without_forbidden_disguises(ends) if disguised else ends)

    def _without_forbidden_disguises(self, ends: Iterable[PhraseEnd]) -> list[PhraseEnd]:
        """Only a phrase that is marked `fuzzy` may be met in a word that was disguised."""
        fuzzy = self._fuzzy
        return [
            (first, leaves & fuzzy if hidden == IN_PHRASE else leaves, last, hidden)
            for first, leaves, last, hidden in ends
        ]
