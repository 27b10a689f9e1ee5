"""The commands of deployment, as the command line shows them."""

from __future__ import annotations

import argparse

def add_deployment(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what IT uses."""
    _add_extension(commands)


def _add_extension(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    extension = commands.add_parser("extension", help="pack the browser extension and offer its versions")
    actions = extension.add_subparsers(title="commands", metavar="COMMAND", required=True)
    pack = actions.add_parser(
        "pack",
        help="make the signed packages of all browsers",
        description="Make a signed CRX, an XPI and the stores' zip files, the same bytes from the same source, "
        "and offer them to the browsers. The first time makes the key in the state folder.",
    )
    pack.add_argument("--version", help="instead of the version in the manifest")
    pack.add_argument(
        "--source", metavar="FOLDER", help="an extension's folder (default: the one that came along)"
    )
    _add_place(pack, "pack")
    offer = actions.add_parser("offer", help="offer a packed version on a channel (also: hold one back)")
    offer.add_argument("version")
    _add_place(offer, "offer")
    back = actions.add_parser(
        "rollback",
        help="go back to an older version",
        description="Pack the content of an older version under a higher number: browsers never install a lower one.",
    )
    back.add_argument("version", help="whose content to go back to")
    back.add_argument("--as-version", help="the new number (default: one above the highest)")
    _add_place(back, "rollback")
    _add_place(actions.add_parser("list", help="list versions and what is offered"), "list")


def _add_place(parser: argparse.ArgumentParser, action: str) -> None:
    parser.add_argument(
        "--out", metavar="DIR", help="where the packages lie (default: where the server looks)"
    )
    parser.add_argument(
        "--server", help="the server's address (default: the one packed before, or the setting)"
    )
    parser.add_argument(
        "--firefox-id", help="the id in Firefox (default: second-reading@ and the server's name)"
    )
    parser.add_argument(
        "--channel",
        choices=["stable", "early", "none"],
        default="stable",
        help="who gets it: stable (default), early for a first ring, or none",
    )
    parser.set_defaults(module="extension", action_name=action)
