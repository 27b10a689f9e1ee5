"""The kinds of matcher, one file each: a file `name.py` here with `build(value, builder)` is a kind."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from secondreading.matchers.protocols import Builder, Matcher

BUILDERS: dict[str, Callable[[object, Builder], Matcher]] = {
    module.name: import_module(f"{__name__}.{module.name}").build for module in pkgutil.iter_modules(__path__)
}
