"""What the app factory makes lives as long as the app, and no longer."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

from secondreading.app import create_app
from tests.server.conftest import check_body, config_in


@contextmanager
def _seen(name: str) -> Iterator[list[Any]]:
    """The connections that an event of the pools is about, as it happens."""
    links: list[Any] = []

    def note(link: Any, _record: Any) -> None:
        links.append(link)

    event.listen(Pool, name, note)
    yield links
    event.remove(Pool, name, note)


def test_a_dropped_app_writes_its_last_counts_and_leaves_no_connection_open(tmp_path: Path):
    with _seen("connect") as opened, _seen("close") as closed:
        app = create_app(config_in(tmp_path))
        before = len(opened)
        assert app.test_client().post("/v1/check", json=check_body()).status_code == 200
        del app
        gc.collect()
    assert len(opened) > before, "no counts were written"
    assert [link for link in opened if link not in closed] == []
