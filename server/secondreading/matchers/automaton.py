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
Edges = dict[int, list[tuple[str, int, bool]]]
# How a path came by a disguised word: not at all, inside a word list (which has allowed it), or by itself.
PLAIN, IN_LIST, IN_PHRASE = 0, 1, 2
LIST, DISGUISED, UNKNOWN = "{", "~", "\0"  # first characters of steps that are no plain words
PLAIN_WORD = UNKNOWN + "word"
MOST_STATES = 50_000

Element = tuple[Node, int]  # a node, and how many more words may be skipped before it


# A path from word `first` to before word `last` that ends in a leaf: (first, leaf, last, how it was disguised).
End = tuple[int, int, int, int]


class _State:
    __slots__ = ("elements", "ends_here", "leaves", "next", "takes_lists")

    def __init__(self, elements: Iterable[Element]) -> None:
        self.elements = tuple(elements)
        here = [node for node, skip in self.elements if not skip]
        self.leaves = tuple(sorted({leaf for node in here for leaf in node.leaves}))
        self.takes_lists = any(node.lists for node in here)
        goes_on = any(skip or node.words or node.lists or node.classes for node, skip in self.elements)
        self.ends_here = not goes_on
        self.next: dict[str, _State | None] = {}


class Automaton:
    """The walks through one trie. `vocabulary` holds every word that a step of the trie may take."""

    def __init__(self, root: Node, lemmas: Mapping[str, tuple[str, ...]], vocabulary: frozenset[str]) -> None:
        self._root, self._lemmas, self._vocabulary = root, lemmas, vocabulary
        self._states: dict[frozenset[tuple[int, int]], _State] = {}
        self._start = _State(_closure([root]))

    def symbols(self, words: Sequence[str]) -> list[str]:
        """Each word as a step: itself where the policy knows it, else only what kind of word it is."""
        known = self._vocabulary
        return [word if word in known else (PLAIN_WORD if word.isalpha() else _kinds(word)) for word in words]

    def known_share(self, words: Sequence[str]) -> float:
        """Share of the different words that a step may take, 0 to 1; 1 where there are no words."""
        different = set(words)
        return len(different & self._vocabulary) / len(different) if different else 1.0

    def ends(self, symbols: Sequence[str], sentences: Sequence[int], edges: Edges) -> list[End]:
        """Every path that ends in a leaf, from every word, inside its sentence."""
        found: list[End] = []
        start, first_steps, count = self._start, self._start.next, len(symbols)
        walk = _Walk(self, symbols, sentences, edges, found)
        for at, symbol in enumerate(symbols):
            state = first_steps[symbol] if symbol in first_steps else self._step(start, symbol)
            if at in edges:
                for beside, after, hidden in self._side_steps(start, edges[at], PLAIN):
                    if beside.ends_here:
                        found += [(at, leaf, after, hidden) for leaf in beside.leaves]
                    else:
                        walk.run([(beside, after, hidden)], at)
            if state is None:
                continue
            # Most beginnings die on the next word: look one step ahead before walking in earnest.
            after = at + 1
            dies = after == count or (after not in edges and state.next.get(symbols[after], state) is None)
            if not (dies or state.ends_here):
                walk.run([(state, after, PLAIN)], at)
            elif state.leaves:
                found += [(at, leaf, after, PLAIN) for leaf in state.leaves]
        return found

    def _side_steps(
        self, state: _State, edges: Iterable[tuple[str, int, bool]], hidden: int
    ) -> Iterator[tuple[_State, int, int]]:
        for symbol, after, disguised in edges:
            if symbol[0] == LIST and not state.takes_lists:
                continue
            step = symbol if symbol[0] == LIST else DISGUISED + symbol
            following = state.next[step] if step in state.next else self._step(state, step)
            if following is not None:
                how = IN_PHRASE if symbol[0] != LIST else IN_LIST if disguised else PLAIN
                yield following, after, max(hidden, how)

    def _step(self, state: _State, symbol: str) -> _State | None:
        reached: list[Element] = []
        for node, skip in state.elements:
            if skip:
                if symbol[0] not in (LIST, DISGUISED):
                    reached += [(node, skip - 1)] if skip > 1 else []
                    reached += _closure([node])
            else:
                reached += _closure(self._targets(node, symbol))
        following = self._state(reached)
        state.next[symbol] = following
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

    def _state(self, elements: list[Element]) -> _State | None:
        if not elements:
            return None
        key = frozenset((id(node), skip) for node, skip in elements)
        if key not in self._states:
            if len(self._states) >= MOST_STATES:
                self._states.clear()
                self._start.next.clear()
            self._states[key] = _State(dict.fromkeys(elements))
        return self._states[key]


class _Walk:
    """The walks through one text; what they find is added to `found`."""

    __slots__ = ("_automaton", "_edges", "_found", "_sentences", "_symbols")

    def __init__(
        self,
        automaton: Automaton,
        symbols: Sequence[str],
        sentences: Sequence[int],
        edges: Edges,
        found: list[End],
    ) -> None:
        self._automaton, self._symbols, self._sentences = automaton, symbols, sentences
        self._edges, self._found = edges, found

    def run(self, stack: list[tuple[_State, int, int]], first: int) -> None:
        """Walk on from each (state, next word, how disguised) of the stack, for a path that began at `first`."""
        symbols, sentences, edges, found = self._symbols, self._sentences, self._edges, self._found
        count, sentence, automaton = len(symbols), sentences[first], self._automaton
        while stack:
            state, at, hidden = stack.pop()
            while True:
                if state.leaves:
                    found += [(first, leaf, at, hidden) for leaf in state.leaves]
                if state.ends_here or at >= count or sentences[at] != sentence:
                    break
                if at in edges:
                    stack.extend(automaton._side_steps(state, edges[at], hidden))
                symbol = symbols[at]
                following = state.next[symbol] if symbol in state.next else automaton._step(state, symbol)
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
