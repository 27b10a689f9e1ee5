"""One draft as matchers see it: words, hits and the facts of its account. Made for one check and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from secondreading.domain import AccountContext, Draft, Moment
from secondreading.text import Words, read_words

from .base import WHOLE, Hit, facts_of
from .hits import Hits
from .lexicon import Lexicon
from .links import LinkClasses
from .patterns import Patterns
from .wordings import Wordings, circumstances


@dataclass(frozen=True, slots=True)
class Tools:
    """What a compiled policy lends to every reading."""

    lexicon: Lexicon
    patterns: Patterns
    links: LinkClasses
    wordings: Wordings
    disclaimer: int  # leaf of the disclaimer's wordings


class Reading:
    """Everything matchers may ask about one draft. `text` is the draft's own or the quoted text."""

    def __init__(
        self,
        tools: Tools,
        draft: Draft,
        text: str,
        account: AccountReading,
        moment: Moment,
        *,
        election_period: bool,
    ) -> None:
        self.tools, self.draft, self.account, self.moment = tools, draft, account, moment
        self.election_period = election_period
        self.words = read_words(text)
        patterns, looks_disguised = tools.patterns.find(self.words)
        self.hits: Hits = tools.lexicon.find(self.words, moment.today, looks_disguised=looks_disguised)
        self.hits.add(patterns)
        self.hits.announce(facts_of(draft))

    @cached_property
    def wordings(self) -> frozenset[int]:
        """The numbers of the wordings that speak."""
        beside = circumstances(self.draft, self.account.facts, self.words)
        return frozenset(self.tools.wordings.find(self.words, beside))

    def leaf(self, number: int) -> Sequence[Hit]:
        """Hits of a leaf of the lexicon or of a pattern."""
        return self.hits.leaf(number)

    @cached_property
    def links(self) -> list[tuple[int, frozenset[str]]]:
        """The words that are links, with their classes; handles count as links to themselves."""
        of = self.tools.links.of
        return [
            (at, of(word))
            for at, word in enumerate(self.words.words)
            if word[0] == "@" or ("." in word and not word[0].isdigit() and "@" not in word)
        ]

    @cached_property
    def media_hits(self) -> list[Hits]:
        """Hits in the alternative text of each attached picture or video."""
        return [self.tools.lexicon.find(read_words(item.alt), self.moment.today) for item in self.draft.media]

    def whole_text(self) -> Hit:
        """The text from its first word to its last sign; under no words where it has none."""
        if not len(self.words):
            return WHOLE
        text = self.words.folded.text
        return Hit(len(text) - len(text.lstrip()), len(text.rstrip()), 0, len(self.words))

    def sentence_span(self, hit: Hit) -> tuple[int, int]:
        """Folded characters of the sentence around a hit, or of the sentences that it joins."""
        final = len(self.words) - 1
        first, _ = self.words.sentence_words(min(hit.first, final))
        _, last = self.words.sentence_words(min(max(hit.first, hit.last - 1), final))
        return self.words.starts[first], self.words.ends[last - 1]


class AccountReading:
    """The posting account as matchers see it: its facts, and hits in its name, bio and picture."""

    def __init__(self, tools: Tools, account: AccountContext, moment: Moment) -> None:
        self.facts = account
        self.answers: dict[object, bool] = {}  # what matchers have found out about this account, by matcher
        self.hits: dict[str, Hits] = {
            field: tools.lexicon.find(read_words(text), moment.today)
            for field, text in (
                ("bio", account.bio),
                ("display_name", account.display_name),
                ("avatar", account.avatar_alt),
                ("handle", account.handle),
            )
        }
        bio_words: Words = read_words(account.bio)
        in_bio = [w for w in bio_words.words if "." in w and "@" not in w and not w[0].isdigit()]
        self.links = tuple(dict.fromkeys((*account.links, *in_bio)))
        self.link_classes = {link: tools.links.of(link) for link in self.links}
        self.government_links = _distinct(
            [link for link in self.links if "government" in self.link_classes[link]]
        )
        self.has_disclaimer = any(tools.disclaimer in self.hits[field] for field in ("bio", "display_name"))


def _distinct(links: list[str]) -> tuple[str, ...]:
    """Without links that only repeat another one's host and path in another spelling."""
    seen: dict[str, str] = {}
    for link in links:
        seen.setdefault(
            link.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/"),
            link,
        )
    return tuple(seen.values())
