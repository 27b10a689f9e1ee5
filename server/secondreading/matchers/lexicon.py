"""One pass over all words: every phrase, word list and name of a policy in one trie.

A list (`{staff}`, `{insult}`) is one step of a phrase or of another list; what was found of it in the words
behind is such a step for the words before, so the pass goes backward. Cost follows the text and its hits,
not the number of rules or names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from secondreading.text import Words

from .automaton import IN_PHRASE, LIST, PLAIN, Automaton, Edge, Edges
from .hits import Hits
from .obfuscation import Disguises
from .phrases import Item, Phrase, Symbol, inflect
from .trie import Node, every_node
from .walk import MemberEnd, PhraseEnd, Walk

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
        self._root = Node()
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
        self._insert(phrase, -len(self._list_names), fuzzy)  # below zero: the end of a list's member

    def add_phrase(self, leaf: int, phrase: Phrase, *, fuzzy: bool = False) -> None:
        if fuzzy:
            self._fuzzy.add(leaf)
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
        vocabulary = frozenset(self._vocabulary | self._lemmas.keys())
        self._automaton = Automaton(self._root, self._lemmas, vocabulary)

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
        known = self._symbols
        symbols = [known.get(word) or self._symbol(word, today) for word in words.words]
        edges: Edges = self._disguises.edges(words, looks_disguised=looks_disguised)
        disguised = bool(edges)
        walk = Walk(self._automaton, symbols, words.limits, edges)
        # From the last word back, since lists hold other lists and phrases hold lists.
        for at, members in walk.backward():
            while fresh := self._fresh_edges(members, edges.get(at, ()), today):
                edges.setdefault(at, []).extend(fresh)
                members = walk.add(at, fresh)
        return Hits(words, self._without_forbidden_disguises(walk.phrases) if disguised else walk.phrases)

    def _symbol(self, word: str, today: date) -> str:
        """A word with the lists that it belongs to by itself. Kept, unless the day matters."""
        plain = self._automaton.plain_symbol(word)
        if known := self._symbols.get(plain):
            return known
        symbol, dated = plain, False
        state, lists = self._automaton.start.next[plain], set[str]()
        reached = [state] if state is not None else []
        for state in reached:
            for name, window, _ in (self._list_names[number] for number in state.lists):
                dated = dated or window is not None
                if name not in lists and (window is None or window.holds(today)):
                    lists.add(name)
                    reached += [after for after in [self._automaton.start.next[name]] if after]
        symbol = plain + "".join(sorted(lists))
        if not dated:
            self._symbols[plain] = symbol
        return symbol

    def _fresh_edges(self, members: Iterable[MemberEnd], there: Sequence[Edge], today: date) -> list[Edge]:
        """An edge for every member of a list that has several words or was disguised, and is not there yet."""
        names, fresh = self._list_names, list[Edge]()
        for lists, last, hidden in members:
            for number in lists:
                name, window, fuzzy = names[number]
                if (hidden and not fuzzy) or (window is not None and not window.holds(today)):
                    continue
                edge = (name, last, hidden != PLAIN)
                if edge not in there and edge not in fresh:
                    fresh.append(edge)
        return fresh

    def _without_forbidden_disguises(self, ends: Iterable[PhraseEnd]) -> list[PhraseEnd]:
        """Only a phrase that is marked `fuzzy` may be met in a word that was disguised."""
        fuzzy = self._fuzzy
        return [
            (first, tuple([leaf for leaf in leaves if hidden != IN_PHRASE or leaf in fuzzy]), last, hidden)
            for first, leaves, last, hidden in ends
        ]
