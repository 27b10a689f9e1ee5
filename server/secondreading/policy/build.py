"""Building matchers from a policy's data: one lexicon, one set of patterns, same phrases same number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from secondreading.matchers.base import Matcher, MatchError
from secondreading.matchers.lexicon import Lexicon, Window
from secondreading.matchers.match import build_match
from secondreading.matchers.patterns import Patterns
from secondreading.matchers.phrases import MOST_EXPANSIONS, Symbol, expand

from .model import WordList

# Lists that a city's file may fill; a rule may name them even where this city has none.
CITY_LISTS = frozenset(
    "city city-handle department party ballot-measure business public-contact council staff staff-title "
    "interest candidate office matter matter-planning matter-licence matter-procurement matter-litigation "
    "matter-closed matter-personnel matter-investigation".split()
)


class PolicyBuilder:
    """The `Builder` that matchers are given."""

    def __init__(self, words: Sequence[WordList]) -> None:
        self.lexicon, self.patterns = Lexicon(), Patterns()
        self._next = 0
        self._leaves: dict[tuple[tuple[str, ...], bool], int] = {}
        self._pattern_numbers: dict[tuple[str, bool], int] = {}
        self._lists: dict[str, list[WordList]] = {}
        for member in words:
            self._lists.setdefault(member.name, []).append(member)
        self.known_lists = CITY_LISTS | self._lists.keys()

    def leaf(self, phrases: Sequence[str], *, fuzzy: bool = False) -> int:
        key = (tuple(phrases), fuzzy)
        if key not in self._leaves:
            sequences = [sequence for at, phrase in enumerate(phrases) for sequence in self._read(phrase, at)]
            self._leaves[key] = number = self._number()
            for sequence in sequences:
                self.lexicon.add_phrase(number, sequence, fuzzy=fuzzy)
        return self._leaves[key]

    def pattern(self, expression: str, *, exact_case: bool = False) -> int:
        key = (expression, exact_case)
        if key not in self._pattern_numbers:
            number = self._number()
            self.patterns.add(number, expression, exact_case=exact_case)
            self._pattern_numbers[key] = number
        return self._pattern_numbers[key]

    def matcher(self, value: object) -> Matcher:
        return build_match(value, self)

    def add_list(self, words: WordList) -> None:
        """Put one word list into the lexicon; lists inside it are written out."""
        window = Window(words.first, words.last) if words.first or words.last else None
        for at, phrase in enumerate(words.words):
            sequences = [
                flat for sequence in self._read(phrase, at) for flat in self._flatten(sequence, (words.name,))
            ]
            self.lexicon.add_list(words.name, sequences, window=window, fuzzy=words.fuzzy)

    def seal(self) -> None:
        self.lexicon.seal()
        self.patterns.seal()

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _read(self, phrase: str, at: int) -> list[tuple[Symbol, ...]]:
        try:
            sequences = expand(phrase)
            for symbol in {symbol for sequence in sequences for symbol in sequence if symbol.kind == "list"}:
                if symbol.value not in self.known_lists:
                    raise MatchError(
                        f"there is no word list {{{symbol.value}}}",
                        "name a list of policy_rules/words or of the city's file",
                    )
        except MatchError as fault:
            raise fault.under(at) from None
        return sequences

    def _flatten(self, sequence: tuple[Symbol, ...], inside: tuple[str, ...]) -> Iterable[tuple[Symbol, ...]]:
        found: list[tuple[Symbol, ...]] = [()]
        for symbol in sequence:
            steps = self._members(symbol.value, inside) if symbol.kind == "list" else [(symbol,)]
            found = [head + step for head in found for step in steps]
            if len(found) > MOST_EXPANSIONS:
                raise MatchError(
                    f"the word list {inside[0]} stands for too many spellings",
                    "name the inner list in the rule instead",
                )
        return found

    def _members(self, name: str, inside: tuple[str, ...]) -> list[tuple[Symbol, ...]]:
        if name in inside:
            raise MatchError(f"the word list {name} contains itself", "take the circle out")
        return [
            flat
            for words in self._lists.get(name, ())
            for phrase in words.words
            for sequence in expand(phrase)
            for flat in self._flatten(sequence, (*inside, name))
        ]
