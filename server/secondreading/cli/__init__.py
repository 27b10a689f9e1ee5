"""The `secondreading` command. Each subcommand has a module, imported when it runs: `--help` is quick."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from secondreading import __version__
from secondreading.api.roles import ROLES, SCOPES
from secondreading.cli.deployment import add_deployment
from secondreading.cli.desk_commands import add_desk
from secondreading.domain import Action, Profile, Role

DESCRIPTION = """\
Second Reading checks a social media draft against the city's policy before it is posted.
It advises; it never forbids a post, and it stores nothing of what is checked."""

# Whose the first changes are where nobody said a name.
OWNER = "Whoever runs the server"

EXAMPLES = """\
examples:
  secondreading serve                              start the server and open the printed address
  echo "We sold the arena today" | secondreading check
  secondreading check draft.txt --profile personal --role elected
  secondreading check --jsonl < requests.jsonl     many checks, one JSON request a line
  secondreading rules test                         run every rule's own examples
  secondreading token --hours 720                  a token for an extension on another computer"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 fine, 1 something found, 2 bad input."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    command = importlib.import_module(f"secondreading.cli.{chosen.module}")
    try:
        return int(command.run(chosen))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; nothing more can be written.
        sys.stderr.close()
        return 0


def build_parser() -> argparse.ArgumentParser:
    """The whole command line with its help."""
    parser = argparse.ArgumentParser(
        prog="secondreading",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"secondreading {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_serve(commands)
    _add_check(commands)
    _add_rules(commands)
    _add_token(commands)
    _add_admin_link(commands)
    add_desk(commands)
    add_deployment(commands)
    return parser


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser(
        "serve",
        help="start the server with the try-it page and the API",
        description="Start the server. The first start creates the store and a signing key in .secondreading."
        " On 127.0.0.1 checks need no token; on any other address they do.",
    )
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1, or SECONDREADING_HOST)")
    serve.add_argument(
        "--port", type=_port, help="port to listen on, 0 for a free one (default: 8787, or PORT)"
    )
    serve.set_defaults(module="serve")


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="check a text, or many requests",
        description="Check a text and print what to think about. Exit status: 0 nothing at 'warn' or above, "
        "1 something, 2 bad input.",
    )
    check.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a text file (default: standard input)"
    )
    check.add_argument(
        "--jsonl",
        action="store_true",
        help="read one request of POST /v1/check a line, write one answer a line in the same order",
    )
    check.add_argument("--profile", choices=list(Profile), default="official", help="default: official")
    check.add_argument("--role", choices=list(Role), default="staff", help="default: staff")
    check.add_argument("--platform", default="other", metavar="NAME", help="such as x or facebook")
    check.add_argument(
        "--action", choices=list(Action), default="post", metavar="ACTION", help="default: post"
    )
    check.add_argument("--handle", default="", help="such as @MapleBendCity")
    check.add_argument("--bio", default="", help="the account's description of itself")
    check.add_argument(
        "--link", action="append", default=[], metavar="URL", help="a link in the account's profile"
    )
    check.add_argument("--today", metavar="DATE", help="check as if it were this day, such as 2026-08-10")
    _add_rules_folder(check)
    check.set_defaults(module="check")


def _add_rules(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = commands.add_parser(
        "rules", help="test or list the rules of the policy, or see what answers each clause"
    )
    actions = rules.add_subparsers(title="commands", metavar="COMMAND", required=True)
    test = actions.add_parser(
        "test",
        help="load the policy and run every rule's examples",
        description="Load the policy and run every rule's examples. Exit status: 0 all as written, 1 an "
        "example went wrong, 2 the policy or the cases cannot be read.",
    )
    test.add_argument(
        "--cases",
        metavar="FILE.jsonl",
        help="labelled cases, one JSON object a line: adds each rule's and topic's precision and recall",
    )
    _add_rules_folder(test)
    test.set_defaults(module="rules", action_name="test")
    listing = actions.add_parser("list", help="print each rule's id, severities and title")
    _add_rules_folder(listing)
    listing.set_defaults(module="rules", action_name="list")
    covered = actions.add_parser("coverage", help="print what answers each clause of the policy documents")
    _add_rules_folder(covered)
    covered.set_defaults(module="rules", action_name="coverage")


def _add_rules_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rules", metavar="FOLDER", help="a folder like policy_rules/ (default: the packaged policy)"
    )


def _add_token(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    token = commands.add_parser(
        "token",
        help="make a token for a client that is not on this machine",
        description="Print a token, signed with this server's key. Whoever has it may check drafts until it "
        "expires; hand it over like a password.",
    )
    token.add_argument("--scope", action="append", choices=SCOPES, help="default: check; may be repeated")
    token.add_argument("--hours", type=_hours, default=12.0, help="how long it is valid (default: 12)")
    token.add_argument("--subject", default="client", help="whose token it is (default: client)")
    token.add_argument(
        "--profile",
        choices=list(Profile),
        default="official",
        help="the account that LanguageTool clients check for (default: official)",
    )
    token.add_argument("--role", choices=list(Role), default="staff", help="default: staff")
    token.set_defaults(module="token")


def _add_admin_link(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    link = commands.add_parser(
        "admin-link",
        help="make a one-time link to the admin pages",
        description="Print a link that signs somebody in to the admin pages: once, and within a quarter of an "
        "hour. With a sign-in service (SECONDREADING_OIDC_ISSUER) nobody needs one.",
    )
    link.add_argument("--name", default=OWNER, help="whose changes these will be, in revisions and audit log")
    link.add_argument(
        "--role", action="append", choices=list(ROLES), help="default: admin; may be given several times"
    )
    link.set_defaults(module="admin_link")


def _port(written: str) -> int:
    if not written.isdecimal() or int(written) > 65_535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(written)


def _hours(written: str) -> float:
    try:
        hours = float(written)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= 24 * 366:
        raise argparse.ArgumentTypeError("must be more than 0 and at most 8784 (a year)")
    return hours
