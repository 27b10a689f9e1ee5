"""What a test does where a tool that it needs is not installed."""

from __future__ import annotations

from typing import NoReturn

import pytest

from tests.conftest import IN_CI


def give_up(sentence: str) -> NoReturn:
    """Skip on a developer's machine; in CI, where everything is installed, fail. `sentence` says what to install."""
    if IN_CI:
        pytest.fail(sentence)
    pytest.skip(sentence)
