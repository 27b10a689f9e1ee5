"""Walking a trie along the words of a text, with every step remembered.

The trie is a non-deterministic automaton (lemmas, kinds of words, gaps, tails); its deterministic
states are made as texts need them and kept, so that a word costs one look-up however many phrases
there are. Only words of the policy are kept as steps: words of drafts never stay in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .phrases import KINDS_OF_WORD
from .trie import Node

# From a word to the steps that start there: (symbol, word after it, was the word disguised).
Edge = tuple[str, int, bool]
Edges = dict[int, list[Edge]]
# How a path came by a disguised word: not at all, inside a word list (which has allowed it), or by itself.
PLAIN, IN_LIST, IN_PHRASE = 0, 1, 2
LIST, DISGUISED, UNKNOWN = "{", "~", "\0"  # first characters of steps that are no plain words
PLAIN_WORD = UNKNOWN + "word"
MOST_STATES = 20_000

Element = tuple[Node, int]  # a node, and how many more words may be skipped before it


# A path from word `first` to before word `last` that ends in a leaf: (first, leaf, last, how it was disguised).
End = tuple[int, int, int, int]


class _State:
    """What is reached together: nodes, and nodes before which words may still be skipped."""

    __slots__ = ("elements", "ends_here", "leaves", "next", "takes_lists")

    def __init__(self, elements: tuple[Element, ...]) -> None:
        self.elements = elements
        here = [node for node, skip in elements if not skip]
        self.leaves = tuple(sorted({leaf for node in here for leaf in node.leaves}))
        self.takes_lists = any(node.lists for node in here)
        self.ends_here = not any(skip or node.words or node.lists or node.classes for node, skip in elements)
        self.next: dict[str, _State | None] = {}


class Automaton:
    """The walks through one trie. `vocabulary` holds every word that a step of the trie may take."""

    def __init__(self, root: Node, lemmas: Mapping[str, tuple[str, ...]], vocabulary: frozenset[str]) -> None:
        self._root, self._lemmas, self._vocabulary = root, lemmas, vocabulary
        self._states: dict[frozenset[Element], _State] = {}
        self.start = self._state(_closure([root]))

    def symbols(self, words: Sequence[str]) -> list[str]:
        """Each word as a step: itself where the policy knows it, else only what kind of word it is."""
        known = self._vocabulary
        return [word if word in known else (PLAIN_WORD if word.isalpha() else _kinds(word)) for word in words]

    def known_share(self, words: Sequence[str]) -> float:
        """Share of the different words that a step may take, 0 to 1; 1 where there are no words."""
        different = set(words)
        return len(different & self._vocabulary) / len(different) if different else 1.0

    def walk(self, symbols: Sequence[str], sentences: Sequence[int], edges: Edges) -> Walk:
        """The walks through this trie along one text. Edges may be added while it goes on."""
        return Walk(self, symbols, sentences, edges)

    def side_steps(
        self, state: _State, edges: Iterable[Edge], hidden: int
    ) -> Iterator[tuple[_State, int, int]]:
        for symbol, after, disguised in edges:
            if symbol[0] == LIST and not state.takes_lists:
                continue
            step = symbol if symbol[0] == LIST else DISGUISED + symbol
            following = state.next[step] if step in state.next else self.step(state, step)
            if following is not None:
                how = IN_PHRASE if symbol[0] != LIST else IN_LIST if disguised else PLAIN
                yield following, after, max(hidden, how)

    def step(self, state: _State, symbol: str) -> _State | None:
        """The state after a step, made and kept; None where there is none."""
        reached: list[Element] = []
        for node, skip in state.elements:
            if not skip:
                reached += _closure(self._targets(node, symbol))
            elif symbol[0] not in (LIST, DISGUISED):
                reached += [(node, skip - 1)] if skip > 1 else []
                reached += _closure([node])
        state.next[symbol] = following = self._state(reached) if reached else None
        return following

    def _targets(self, node: Node, symbol: str) -> list[Node]:
        if symbol[0] == LIST:
            return [node.lists[symbol[1:]]] if node.lists and symbol[1:] in node.lists else []
        if symbol[0] == UNKNOWN:
            return [child for kind, child in (node.classes or {}).items() if kind in symbol[1:].split()]
        word = symbol.removeprefix(DISGUISED)
        spellings = (word, *self._lemmas.get(word, ()))
        found = [node.words[spelling] for spelling in spellings if node.words and spelling in node.words]
        if node.classes and symbol[0] != DISGUISED:
            found += [child for kind, child in node.classes.items() if KINDS_OF_WORD[kind](word)]
        return found

    def _state(self, reached: Iterable[Element]) -> _State:
        elements = frozenset(reached)
        if elements not in self._states:
            if len(self._states) >= MOST_STATES:
                self._states.clear()
                self.start.next.clear()
            self._states[elements] = _State(tuple(elements))
        return self._states[elements]


class Walk:
    """Walks along one text from any word on, inside the word's sentence."""

    __slots__ = ("_automaton", "_edges", "_sentences", "_symbols")

    def __init__(
        self, automaton: Automaton, symbols: Sequence[str], sentences: Sequence[int], edges: Edges
    ) -> None:
        self._automaton, self._symbols, self._sentences, self._edges = automaton, symbols, sentences, edges

    def beginnings(self) -> list[int]:
        """The words at which a path may begin; the others need no further look."""
        steps, unseen, edges = self._automaton.start.next, self._automaton.start, self._edges
        return [
            at
            for at, symbol in enumerate(self._symbols)
            if steps.get(symbol, unseen) is not None or at in edges
        ]

    def ends(self, at: int, found: list[End]) -> None:
        """Add every path that begins at word `at` and ends in a leaf."""
        symbols, edges, start = self._symbols, self._edges, self._automaton.start
        if at in edges:
            self.ends_beside(at, edges[at], found)
        symbol = symbols[at]
        state = start.next[symbol] if symbol in start.next else self._automaton.step(start, symbol)
        if state is None:
            return
        # Most beginnings die on the next word: look one step ahead before walking in earnest.
        after = at + 1
        dies = after == len(symbols) or (after not in edges and state.next.get(symbols[after], state) is None)
        if not (dies or state.ends_here):
            self._run([(state, after, PLAIN)], at, found)
        elif state.leaves:
            found += [(at, leaf, after, PLAIN) for leaf in state.leaves]

    def ends_beside(self, at: int, steps: Iterable[Edge], found: list[End]) -> None:
        """Add every path that begins with one of these edges of word `at`."""
        for state, after, hidden in self._automaton.side_steps(self._automaton.start, steps, PLAIN):
            if state.ends_here:
                found += [(at, leaf, after, hidden) for leaf in state.leaves]
            else:
                self._run([(state, after, hidden)], at, found)

    def _run(self, stack: list[tuple[_State, int, int]], first: int, found: list[End]) -> None:
        """Walk on from each (state, next word, how disguised) of the stack, for a path that began at `first`."""
        symbols, sentences, edges = self._symbols, self._sentences, self._edges
        count, sentence, automaton = len(symbols), sentences[first], self._automaton
        while stack:
            state, at, hidden = stack.pop()
            while True:
                if state.leaves:
                    found += [(first, leaf, at, hidden) for leaf in state.leaves]
                if state.ends_here or at >= count or sentences[at] != sentence:
                    break
                if at in edges:
                    stack.extend(automaton.side_steps(state, edges[at], hidden))
                symbol = symbols[at]
                following = state.next[symbol] if symbol in state.next else automaton.step(state, symbol)
                if following is None:
                    break
                state, at = following, at + 1


def _closure(nodes: Iterable[Node]) -> list[Element]:
    """The nodes with all that they lead to without a word: tails, and what stands behind a gap of no words."""
    found: dict[Element, None] = {}
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if (node, 0) in found:
            continue
        found[node, 0] = None
        stack.extend(node.tails)
        for most, child in (node.gaps or {}).items():
            if most:
                found[child, most] = None
            stack.append(child)
    return list(found)


def _kinds(word: str) -> str:
    return UNKNOWN + " ".join(kind for kind, is_kind in KINDS_OF_WORD.items() if is_kind(word))
