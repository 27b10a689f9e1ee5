"""Ordinary posts of an invented town, all different, each near 280 characters."""

from __future__ import annotations

import random

LENGTH = 280
# Roughly what real municipal feeds show: one post in six carries emoji, every other one typographic signs.
_WITH_EMOJI = 1 / 6
_WITH_TYPOGRAPHY = 1 / 2

_SLOTS = {
    "place": [
        "Alder Street",
        "the north library",
        "Mill Pond Park",
        "the senior centre",
        "Quarry Road",
        "the ice rink",
        "Fern Hollow Trail",
        "the fire hall on Birch Avenue",
        "City Hall",
        "the Larch Lane bridge",
    ],
    "day": ["Monday", "on Tuesday", "this Thursday", "on Saturday", "next week", "on 14 May", "tomorrow"],
    "time": ["9 a.m.", "10:30", "noon", "3 p.m.", "6:45 pm", "7 o'clock"],
    "who": [
        "Public works crews",
        "Our planners",
        "The parks team",
        "Firefighters",
        "Library staff",
        "The clerk",
    ],
    "thing": [
        "storm drains",
        "the water main",
        "street lights",
        "the budget survey",
        "leaf bags",
        "the playground fence",
        "bus shelters",
        "a crosswalk",
    ],
    "count": ["12", "three", "about 40", "1,250", "a few", "27"],
}
_SENTENCES = [
    "{who} will be at {place} {day} to look after {thing}.",
    "Expect slower traffic near {place} {day} from {time}; please follow the signs.",
    "Thank you to the {count} neighbours who joined us at {place} and talked about {thing}.",
    "The next council meeting starts {day} at {time}, and everybody is welcome to watch online.",
    "Registration for swimming lessons opens {day} at {time}.",
    "{who} fixed {count} problems with {thing} since last month, most of them around {place}.",
    "Have a question about {thing}? Send us a note and we will get back to you by {day}.",
    "Volunteers planted {count} trees along {place} {day}, and they look wonderful already.",
    "A boil water advice for homes near {place} has been lifted as of {time}.",
    "We are hiring: apply {day} before {time} and help us care for {thing}.",
    "{place} is closed {day} while {who} replace {thing}.",
    "Read the draft plan for {place} and tell us what you would change about {thing}.",
    "Garbage and recycling around {place} move one day later because of the holiday.",
    "Congratulations to our {count} young artists, whose paintings hang in {place} until {day}.",
]
_TAGS = ["#MapleBend", "#RoadWork", "#CommunityFirst", "maplebend.example/news", "#Budget2027", "@maplebend"]
_EMOJI = ["🌳", "🚧", "❄️", "👏🏽", "🚒", "📚", "👨‍👩‍👧", "🇨🇦", "🎉", "💧"]
_TYPOGRAPHY = {"'": "’", " and ": " & ", "; ": " – ", "...": "…", "We are": "We’re"}


def posts(count: int, seed: int = 2026) -> list[str]:
    """`count` different posts; the same seed gives the same ones."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[_post(chance)] = None
    return list(found)


def _post(chance: random.Random) -> str:
    text = _sentence(chance)
    while len(text) < LENGTH - 60:
        text += " " + _sentence(chance)
    if chance.random() < _WITH_TYPOGRAPHY:
        for plain, sign in _TYPOGRAPHY.items():
            text = text.replace(plain, sign)
    if chance.random() < _WITH_EMOJI:
        text += " " + "".join(chance.sample(_EMOJI, k=2))
    while len(text) < LENGTH - 15:
        text += " " + chance.choice(_TAGS)
    return text[: LENGTH + 20]


def _sentence(chance: random.Random) -> str:
    values = {name: chance.choice(options) for name, options in _SLOTS.items()}
    sentence = chance.choice(_SENTENCES).format_map(values)
    return sentence[0].upper() + sentence[1:]
