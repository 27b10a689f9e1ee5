"""Learns how drafts that a policy officer would note are worded, and writes `policy_rules/wording/`.

    python -m tests.quality.learn_wording

It learns from the drafts of `tests/quality/wording/`, which were written for it and stand in no measured
set: a line has who posts, the topics that an officer would note (- for none), and the text. For each topic
one logistic regression weighs the words, the pairs of words and who posts. The limit is the score that few
fine drafts reach when their part of the drafts was kept from the learning. The same files give the same
weights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path

import yaml

from secondreading.matchers.wordings import features
from secondreading.text import Words, read_words

PROJECT = Path(__file__).resolve().parents[2]
DRAFTS, RULES = Path(__file__).parent / "wording", PROJECT / "policy_rules"
# Topic to the share of fine drafts, kept from the learning, that may reach its limit: more where the words of
# ordinary posts are further off, since a note there costs nobody anything.
TOPICS = {
    "respect": 0.003,
    "threats": 0.005,
    "discrimination": 0.003,
    "staff-criticism": 0.008,
    "accuracy": 0.005,
    "workplace-grievance": 0.008,
}
LEAST_DRAFTS = 2  # that a word stands in
LEAST_WEIGHT = 12  # hundredths: less changes nothing and only makes the files long
STRICTNESS = 8.0  # how far the weights may go to fit the drafts
ROUNDS, PARTS = 160, 4
# Words that take a side stay out, so that mirrored views weigh the same. So do the groups that people belong
# to (from the word lists that name them), numbers, links, and names, which only stand with a capital letter.
SIDES = frozenset(
    "yes no for against pro anti more fewer less up down support supports oppose opposes left right".split()
)
GROUP_LISTS = (("people", "group-"), ("stereotypes", "identity-mark"))
OF_EVERYBODY = frozenset(
    "a an the of and in on at from this that another some any are your his her their people person folks "
    "names name worker workers driver drivers officer officers chief mayor councillor ones crowd "
    "boss owner landlord neighbour neighbours neighbor neighbors single today these days "
    "here there over away elsewhere god knows where certain paper papers card border parade shop shops".split()
)


@dataclass(frozen=True)
class Example:
    topics: frozenset[str]
    words: frozenset[str]


def read_examples() -> list[Example]:
    lines = [line for path in sorted(DRAFTS.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    parts = [[part.strip() for part in line.split("|", 2)] for line in lines if not line.startswith("#")]
    texts = [read_words(text) for _, _, text in parts]
    out = left_out([text for _, _, text in parts], texts)
    return [
        Example(
            frozenset(re.findall(r"[a-z][a-z-]+", topics)),
            frozenset(f for f in features(words.words) if may_weigh(f, out))
            | {f"<{fact}>" for fact in who.split()}
            | ({"<ask>"} if "?" in text else set()),
        )
        for (who, topics, text), words in zip(parts, texts, strict=True)
    ]


def left_out(texts: Sequence[str], read: Sequence[Words]) -> frozenset[str]:
    """Sides, groups and names."""
    named, plain = set[str](), set[str]()
    for text, words in zip(texts, read, strict=True):
        for at, word in enumerate(words.words):
            inside = at > 0 and words.sentences[at] == words.sentences[at - 1]
            first = text[words.folded.original_span(words.starts[at], words.ends[at])[0]]
            if inside:
                (named if first.isupper() else plain).add(word)
    groups = set[str]()
    for file, start in GROUP_LISTS:
        lists = yaml.safe_load((RULES / "words" / f"{file}.yaml").read_text("utf-8"))
        for name, members in lists.items():
            if name.startswith(start):
                groups.update(re.findall(r"[a-z]+", " ".join(map(str, members)).lower()))
    return SIDES | (groups - OF_EVERYBODY) | (named - plain)


def may_weigh(feature: str, out: frozenset[str]) -> bool:
    return all(
        word not in out and word.isascii() and not re.search(r"[\d@$£€./]", word) for word in feature.split()
    )


def learn(examples: Sequence[Sequence[int]], is_one: Sequence[bool], size: int) -> tuple[list[float], float]:
    """Weights and bias of a logistic regression whose classes count the same, by descent with momentum."""
    ones = sum(is_one)
    share = {True: len(is_one) / (2 * ones), False: len(is_one) / (2 * (len(is_one) - ones))}
    scale = [1 / sqrt(len(words) or 1) for words in examples]
    weights, bias = [0.0] * size, 0.0
    mean, spread = [0.0] * (size + 1), [0.0] * (size + 1)
    for turn in range(1, ROUNDS + 1):
        slope = [weight / STRICTNESS for weight in weights] + [0.0]
        for words, one, unit in zip(examples, is_one, scale, strict=True):
            score = bias + unit * sum([weights[word] for word in words])
            wrong = share[one] * (1 / (1 + exp(-score)) - one)
            slope[size] += wrong
            for word in words:
                slope[word] += wrong * unit
        step = 0.25 * (1 - turn / (ROUNDS + 1))
        for at, value in enumerate(slope):
            mean[at] = 0.9 * mean[at] + 0.1 * value
            spread[at] = 0.99 * spread[at] + 0.01 * value * value
            change = step * mean[at] / (1 - 0.9**turn) / (sqrt(spread[at] / (1 - 0.99**turn)) + 1e-8)
            if at < size:
                weights[at] -= change
            else:
                bias -= change
    return weights, bias


def limit_of(topic: str, examples: Sequence[Example], known: Sequence[Sequence[int]], size: int) -> float:
    """The score that hardly a fine draft reaches when it was not learned from."""
    scores = []
    for part in range(PARTS):
        kept = [at for at in range(len(known)) if at % PARTS != part]
        weights, bias = learn([known[at] for at in kept], [topic in examples[at].topics for at in kept], size)
        scores += [
            bias + sum(weights[word] for word in known[at]) / sqrt(len(known[at]) or 1)
            for at in range(part, len(known), PARTS)
            if not examples[at].topics
        ]
    return sorted(scores, reverse=True)[int(TOPICS[topic] * len(scores))]


def render(words: Sequence[str], weights: Sequence[float], limit: float) -> str:
    """The YAML file: words by falling weight."""
    by_weight: dict[int, list[str]] = {}
    for word, weight in zip(words, weights, strict=True):
        if abs(hundredths := round(weight * 20) * 5) >= LEAST_WEIGHT:
            by_weight.setdefault(hundredths, []).append(word)
    lines = [
        "# Learned from drafts written for it by tests/quality/learn_wording.py: do not edit, teach the script."
    ]
    lines += [f"limit: {round(limit * 100)}", "weights:"]
    for weight in sorted(by_weight, reverse=True):
        lines.append(f'  {weight}: "{", ".join(sorted(by_weight[weight]))}"')
    return "\n".join(lines) + "\n"


def main() -> None:
    examples = read_examples()
    counts = Counter(word for example in examples for word in example.words)
    words = sorted(word for word, count in counts.items() if count >= LEAST_DRAFTS)
    place = {word: at for at, word in enumerate(words)}
    known = [sorted(place[word] for word in example.words if word in place) for example in examples]
    (RULES / "wording").mkdir(exist_ok=True)
    for topic in TOPICS:
        weights, bias = learn(known, [topic in example.topics for example in examples], len(words))
        limit = limit_of(topic, examples, known, len(words)) - bias
        file = RULES / "wording" / f"{topic}.yaml"
        file.write_text(render(words, weights, limit), encoding="utf-8")
        print(f"{topic:22} limit {limit:.2f}, {len(file.read_text('utf-8')):,} characters", flush=True)


if __name__ == "__main__":
    main()
