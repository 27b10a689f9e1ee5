"""One pass over all words: every phrase, word list and name of a policy in two tries.

The first trie finds the word lists and names (`{staff}`, `{insult}`); the second finds phrases, in
which a list is one step. So cost follows the text and its hits, not the number of rules or names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from secondreading.text import Words

from .automaton import IN_PHRASE, LIST, Automaton, Edge, Edges
from .hits import Hits
from .obfuscation import Disguises
from .phrases import Item, Phrase, Symbol, inflect
from .trie import Node
from .walk import End, Walk, sentence_limits

MOST_HEADS = 8  # spellings of a phrase's beginning that are written out, so that beginnings are shared


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
        self._lists = Node()
        self._phrases = Node()
        self._list_names: list[tuple[str, Window | None, bool]] = []
        self._fuzzy: set[int] = set()
        self._lemmas: dict[str, tuple[str, ...]] = {}
        self._fuzzy_words: set[str] = set()
        self._disguises = Disguises(())
        self._vocabulary: set[str] = set()
        self._symbols: dict[str, str] = {}

    def add_list(
        self, name: str, phrase: Phrase, *, window: Window | None = None, fuzzy: bool = False
    ) -> None:
        """A member of the list `name`; with a window it belongs to it on those days only."""
        kind = (LIST + name, window, fuzzy)
        if not self._list_names or self._list_names[-1] != kind:
            self._list_names.append(kind)
        self._insert(self._lists, phrase, len(self._list_names) - 1, fuzzy)

    def add_phrase(self, leaf: int, phrase: Phrase, *, fuzzy: bool = False) -> None:
        if fuzzy:
            self._fuzzy.add(leaf)
        self._insert(self._phrases, phrase, leaf, fuzzy)

    def _insert(self, root: Node, phrase: Phrase, leaf: int, fuzzy: bool) -> None:
        """Write the first items out into the shared trie; what follows is one graph that all of them lead to."""
        written, heads = 0, [root]
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
        for spelling in item:
            last = self._path(fork, spelling, fuzzy)
            last.tails = (*last.tails, after)
        return fork

    def _path(self, node: Node, spelling: Sequence[Symbol], fuzzy: bool) -> Node:
        for symbol in spelling:
            node = node.step(symbol)
            if symbol.kind == "lemma":
                for form in inflect(symbol.value):
                    self._lemmas[form] = tuple(
                        dict.fromkeys((*self._lemmas.get(form, ()), symbol.value + "~"))
                    )
                    self._fuzzy_words.update({form} if fuzzy else ())
            elif fuzzy and symbol.kind == "word":
                self._fuzzy_words.add(symbol.value)
        return node

    def seal(self) -> None:
        """Finish building. `dont` is read as `don't` wherever a phrase has it."""
        for root in (self._lists, self._phrases):
            self._gather(root)
        self._disguises = Disguises(self._fuzzy_words)
        vocabulary = frozenset(self._vocabulary | self._lemmas.keys())
        self._lists_automaton = Automaton(self._lists, self._lemmas, vocabulary)
        self._phrases_automaton = Automaton(self._phrases, self._lemmas, vocabulary)
        self._lists_begin_with_lists = self._lists_automaton.start.takes_lists

    def _gather(self, root: Node) -> None:
        """Collect the words of a trie; a contraction's bare spelling becomes a lemma of it."""
        stack, seen = [root], {id(root)}
        while stack:
            here = stack.pop()
            for word in here.words or ():
                self._vocabulary.add(word)
                if word.endswith("'t"):
                    bare = word.replace("'", "")
                    self._lemmas[bare] = tuple(dict.fromkeys((*self._lemmas.get(bare, ()), word)))
            for child in here.children():
                if id(child) not in seen:
                    seen.add(id(child))
                    stack.append(child)

    def find(self, words: Words, today: date) -> Hits:
        """All hits by leaf. `today` decides which matters are still pending."""
        known = self._symbols
        symbols = [known.get(word) or self._symbol(word, today) for word in words.words]
        edges: Edges = self._disguises.edges(words)
        disguised, limits = bool(edges), sentence_limits(words.sentences)
        self._add_lists(
            Walk(self._lists_automaton, symbols, limits, edges, disguised=disguised), edges, today
        )
        ends = Walk(self._phrases_automaton, symbols, limits, edges, disguised=disguised).ends()
        return Hits(words, self._without_forbidden_disguises(ends) if disguised else ends)

    def _symbol(self, word: str, today: date) -> str:
        """A word with the lists that it belongs to by itself. Kept, unless the day matters."""
        plain = self._lists_automaton.plain_symbol(word)
        if plain in self._symbols:
            return self._symbols[plain]
        symbol, dated = plain, False
        state, lists = self._lists_automaton.start.next[plain], set[str]()
        reached = [state] if state is not None else []
        for state in reached:
            for name, window, _ in (self._list_names[leaf] for leaf in state.leaves):
                dated = dated or window is not None
                if name not in lists and (window is None or window.holds(today)):
                    lists.add(name)
                    reached += [after for after in [self._lists_automaton.start.next[name]] if after]
        symbol = plain + "".join(sorted(lists))
        if not dated:
            self._symbols[plain] = symbol
        return symbol

    def _add_lists(self, walk: Walk, edges: Edges, today: date) -> None:
        """Add an edge for every member of a list that has several words or was disguised.

        From the last word back, since lists hold other lists.
        """
        for at, ends in walk.backward():
            while ends:
                fresh = self._fresh_edges(ends, edges.get(at, ()), today)
                ends = []
                if fresh:
                    edges.setdefault(at, []).extend(fresh)
                    if self._lists_begin_with_lists:
                        walk.ends_beside(at, fresh, ends)

    def _fresh_edges(self, ends: Iterable[End], there: Sequence[Edge], today: date) -> list[Edge]:
        """The edges that these ends make and that are not there yet."""
        fresh: list[Edge] = []
        for leaf, last, hidden in [
            (leaf, last, hidden) for _, leaves, last, hidden in ends for leaf in leaves
        ]:
            name, window, fuzzy = self._list_names[leaf]
            edge = (name, last, bool(hidden))
            if (hidden and not fuzzy) or (window is not None and not window.holds(today)):
                continue
            if edge not in there and edge not in fresh:
                fresh.append(edge)
        return fresh

    def _without_forbidden_disguises(self, ends: list[End]) -> list[End]:
        """Only a phrase that is marked `fuzzy` may be met in a word that was disguised."""
        if all(hidden != IN_PHRASE for _, _, _, hidden in ends):
            return ends
        fuzzy = self._fuzzy
        return [
            (first, tuple([leaf for leaf in leaves if hidden != IN_PHRASE or leaf in fuzzy]), last, hidden)
            for first, leaves, last, hidden in ends
        ]
