"""`secondreading enrolment`: secrets for managed browsers, made, listed, rotated and revoked."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from secondreading.config import read_config
from secondreading.enrolment import Enrolment
from secondreading.policy.load import read_folder
from secondreading.resources import policy_rules_folder
from secondreading.store.engine import open_engine
from secondreading.store.enrolments import EnrolmentBook
from secondreading.store.ensure import ensure_store

USE_DAYS = 7


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0, or 2 where something stands in the way; it is told what."""
    actions = {"create": _create, "list": _list, "rotate": _rotate, "revoke": _revoke}
    try:
        with _book() as book:
            actions[arguments.action_name](book, arguments)
    except ValueError as fault:
        # ConfigError, StoreError and NoSuchEnrolment all say what to mend.
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2
    return 0


@contextmanager
def _book() -> Iterator[EnrolmentBook]:
    """The store's enrolments: a server that runs meanwhile sees a change within two seconds."""
    engine = open_engine(read_config().database_url)
    ensure_store(engine, read_folder(policy_rules_folder()))
    try:
        yield EnrolmentBook(engine)
    finally:
        engine.dispose()


def _actor() -> str:
    return f"{getpass.getuser()} (command line)"


def _create(book: EnrolmentBook, arguments: argparse.Namespace) -> None:
    made, secret = book.create(arguments.label, _actor())
    print(secret)
    print(
        f"Enrolment {made.id} ({made.label}). The secret is shown this once; 'secondreading deploy --enrolment'"
        " writes it into the policy files.",
        file=sys.stderr,
    )


def _rotate(book: EnrolmentBook, arguments: argparse.Namespace) -> None:
    secret = book.rotate(arguments.id, round(arguments.overlap_hours * 3_600), _actor())
    print(secret)
    print(f"The secret before counts for {arguments.overlap_hours:g} more hours.", file=sys.stderr)


def _revoke(book: EnrolmentBook, arguments: argparse.Namespace) -> None:
    book.revoke(arguments.id, _actor())
    print(f"Revoked {arguments.id}: its browsers get no more checks, from two seconds from now.")


def _list(book: EnrolmentBook, _arguments: argparse.Namespace) -> None:
    now = datetime.now(UTC)
    since = (now - timedelta(days=USE_DAYS - 1)).date().isoformat()
    use = book.use(since)
    enrolments = book.read()
    if not enrolments:
        print("There are no enrolments yet. Make one with: secondreading enrolment create --label 'Ring 1'")
    for known in enrolments.values():
        tokens = sum(entry.tokens for entry in use if entry.enrolment == known.id)
        checks = sum(entry.checks for entry in use if entry.enrolment == known.id)
        print(f"{known.id}  {_state(known, now)}  {known.label}")
        print(f"    secret number {known.number}; last {USE_DAYS} days: {tokens} tokens, {checks} checks")


def _state(known: Enrolment, now: datetime) -> str:
    if known.revoked_at is not None:
        return f"revoked {datetime.fromtimestamp(known.revoked_at, UTC):%Y-%m-%d %H:%M}"
    if known.previous_until > now.timestamp():
        return (
            f"active, secret before until {datetime.fromtimestamp(known.previous_until, UTC):%Y-%m-%d %H:%M}"
        )
    return "active"
