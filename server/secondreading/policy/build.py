"""Building matchers from a policy's data: one lexicon, one set of patterns, same phrases same number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from secondreading.matchers.base import MatchError
from secondreading.matchers.lexicon import Lexicon
from secondreading.matchers.match import build_match
from secondreading.matchers.memberships import Window
from secondreading.matchers.patterns import Patterns
from secondreading.matchers.phrases import Phrase, read_phrase
from secondreading.matchers.protocols import Matcher
from secondreading.matchers.wordings import Wordings

from .model import Wording, WordList

# Lists that a city's file may fill; a rule may name them even where this city has none.
CITY_LISTS = frozenset(
    "city city-handle department party ballot-measure business public-contact council staff staff-title "
    "interest candidate office matter matter-planning matter-licence matter-procurement matter-litigation "
    "matter-closed matter-personnel matter-investigation required-language".split()
)


PHRASES_REMEMBERED = 16_384
# A new revision repeats nearly all phrases of the one before, and reading them is half of compiling. The
# memory is shared by the workers, which are forked after the first compilation.
_remembered = lru_cache(PHRASES_REMEMBERED)(read_phrase)


class PolicyBuilder:
    """The `Builder` that matchers are given."""

    def __init__(self, words: Sequence[WordList], wordings: Sequence[Wording] = ()) -> None:
        self.lexicon, self.patterns, self.wordings = Lexicon(), Patterns(), Wordings()
        self._next = 0
        self._leaves: dict[tuple[tuple[str, ...], bool], int] = {}
        self._pattern_numbers: dict[tuple[str, bool], int] = {}
        self._wordings = {wording.name: wording for wording in wordings}
        self._wording_numbers: dict[str, int] = {}
        self._lists: dict[str, list[WordList]] = {}
        for member in words:
            self._lists.setdefault(member.name, []).append(member)
        self.known_lists = CITY_LISTS | self._lists.keys()

    def leaf(self, phrases: Sequence[str], *, fuzzy: bool = False) -> int:
        key = (tuple(phrases), fuzzy)
        if key not in self._leaves:
            read = [self._read(phrase, at) for at, phrase in enumerate(phrases)]
            self._leaves[key] = number = self._number()
            for phrase in read:
                self.lexicon.add_phrase(number, phrase, fuzzy=fuzzy)
        return self._leaves[key]

    def pattern(self, expression: str, *, exact_case: bool = False) -> int:
        key = (expression, exact_case)
        if key not in self._pattern_numbers:
            number = self._number()
            self.patterns.add(number, expression, exact_case=exact_case)
            self._pattern_numbers[key] = number
        return self._pattern_numbers[key]

    def wording(self, name: str) -> int:
        if name not in self._wordings:
            known = ", ".join(sorted(self._wordings)) or "none yet"
            raise MatchError(f"there is no wording {name!r}", f"name a file of wording/ ({known})")
        if name not in self._wording_numbers:
            self._wording_numbers[name] = number = self._number()
            self.wordings.add(number, self._wordings[name].weights, self._wordings[name].limit)
        return self._wording_numbers[name]

    def members(self, name: str) -> tuple[str, ...]:
        return tuple(word for words in self._lists.get(name, ()) for word in words.words)

    def matcher(self, value: object) -> Matcher:
        return build_match(value, self)

    def add_list(self, words: WordList) -> None:
        """Put one word list into the lexicon. Lists may hold other lists."""
        window = Window(words.first, words.last) if words.first or words.last else None
        for at, text in enumerate(words.words):
            self.lexicon.add_list(words.name, self._read(text, at), window=window, fuzzy=words.fuzzy)

    def seal(self) -> None:
        self.lexicon.seal()
        self.patterns.seal()
        self.wordings.seal()

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _read(self, text: str, at: int) -> Phrase:
        try:
            phrase = _remembered(text)
            named = {s.value for item in phrase for spelling in item for s in spelling if s.kind == "list"}
            for name in sorted(named - self.known_lists):
                raise MatchError(
                    f"there is no word list {{{name}}}",
                    "name a list of policy_rules/words or of the city's file",
                )
        except MatchError as fault:
            raise fault.under(at) from None
        return phrase
