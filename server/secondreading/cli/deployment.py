"""The commands of deployment, as the command line shows them."""

from __future__ import annotations

import argparse


def add_deployment(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what IT uses."""
    _add_extension(commands)
    _add_enrolment(commands)


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
    pack.add_argument(
        "--site",
        action="append",
        metavar="HOST",
        help="a further site to read along on, such as social.maplebend.gov; may be repeated",
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


def _add_enrolment(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    enrolment = commands.add_parser("enrolment", help="secrets that let managed browsers check")
    actions = enrolment.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = actions.add_parser(
        "create",
        help="make an enrolment and print its secret",
        description="Make an enrolment for a fleet or a ring of browsers (never for a person) and print its secret, "
        "which goes into the managed settings. It opens nothing but checks.",
    )
    create.add_argument("--label", required=True, help="such as 'Ring 1, City Hall'")
    rotate = actions.add_parser("rotate", help="print a new secret; the old one counts for a while")
    rotate.add_argument("id")
    rotate.add_argument(
        "--overlap-hours",
        type=_overlap,
        default=336.0,
        help="how long (default: 336, two weeks; 0: not at all)",
    )
    revoke = actions.add_parser("revoke", help="end an enrolment within two seconds")
    revoke.add_argument("id")
    for parser, action in (
        (create, "create"),
        (rotate, "rotate"),
        (revoke, "revoke"),
        (actions.add_parser("list", help="list enrolments and their use"), "list"),
    ):
        parser.set_defaults(module="enrolment", action_name=action)


def _overlap(written: str) -> float:
    try:
        hours = float(written)
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= 24 * 366:
        raise argparse.ArgumentTypeError("must be from 0 to 8784 (a year)")
    return hours
