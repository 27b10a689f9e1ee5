"""The commands of deployment, as the command line shows them."""

from __future__ import annotations

import argparse

from secondreading.domain import Profile, Role


def add_deployment(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what IT uses."""
    _add_extension(commands)
    _add_enrolment(commands)
    _add_deploy(commands)
    _add_keys(commands)
    _add_backup(commands)
    _add_doctor(commands)


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
    _add_versions(actions)


def _add_versions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
    adopt = actions.add_parser(
        "adopt", help="offer the XPI that Mozilla signed in the place of the packed one"
    )
    adopt.add_argument("file", metavar="FILE")
    _add_place(adopt, "adopt")
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


def _add_deploy(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    deploy = commands.add_parser(
        "deploy",
        help="write the policy files for every browser and platform",
        description="Write the files that install the extension and fill its managed storage: Linux, Windows, "
        "macOS, Intune, Jamf, Google Admin, and the server's own units. Pack the extension first.",
    )
    deploy.add_argument("--server", required=True, help="such as https://reading.maplebend.gov")
    deploy.add_argument("--out", required=True, metavar="DIR", help="where to write the files")
    deploy.add_argument(
        "--enrolment", default="", metavar="SECRET", help="from 'secondreading enrolment create'"
    )
    deploy.add_argument(
        "--channel", choices=["stable", "early"], default="stable", help="which versions they get"
    )
    deploy.add_argument("--profile", choices=list(Profile), help="lock what accounts are taken to be")
    deploy.add_argument("--role", choices=list(Role), help="lock what the person is in the city")
    deploy.add_argument("--no-pause", action="store_true", help="people may not pause checking")
    deploy.add_argument(
        "--site", action="append", default=[], metavar="HOST", help="a further site; may be repeated"
    )
    deploy.add_argument(
        "--minimum-version", default="", metavar="VERSION", help="below it the extension is off"
    )
    deploy.add_argument("--pin", default="", metavar="VERSION", help="Firefox stays at this version")
    deploy.add_argument("--no-private-windows", action="store_true", help="switch private windows off")
    deploy.add_argument(
        "--unsigned-firefox",
        action="store_true",
        help="let Firefox ESR take the package that Mozilla did not sign; other editions of Firefox never do",
    )
    deploy.set_defaults(module="deploy")


def _add_keys(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    keys = commands.add_parser("keys", help="rotate the keys that sign tokens")
    actions = keys.add_subparsers(title="commands", metavar="COMMAND", required=True)
    remove = actions.add_parser("remove", help="take an old key out; what it signed ends")
    remove.add_argument("kid", help="the key's id, as 'keys list' shows it")
    for parser, action in (
        (actions.add_parser("list", help="list the keys by id"), "list"),
        (actions.add_parser("rotate", help="add a key that signs from now on; old tokens go on"), "rotate"),
        (remove, "remove"),
    ):
        parser.set_defaults(module="keys", action_name=action)


def _add_backup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = commands.add_parser(
        "backup",
        help="write store, keys and packages into one file, while serving",
        description="Write store, keys and packages into one file. Servers may go on serving.",
    )
    backup.add_argument("file", metavar="FILE")
    backup.set_defaults(module="backup", action_name="backup")
    restore = commands.add_parser(
        "restore",
        help="put a backup in the place of what is there",
        description="Put a backup in the place of the store, the keys and the packages. Servers may go on serving. A "
        "backup of SQLite can be restored into PostgreSQL, and the other way round.",
    )
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--yes", action="store_true", help="yes, everything that is there is replaced")
    restore.add_argument("--store-only", action="store_true", help="leave keys and packages as they are")
    restore.set_defaults(module="backup", action_name="restore")


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser(
        "doctor",
        help="say in words what is wrong with a deployment",
        description="Look at this machine (folder, keys, store, policy, packages) and at the server as browsers see "
        "it (name, certificate, clock, access, packages). Exit status: 0 all well, 1 something is wrong.",
    )
    doctor.add_argument("--server", default="", help="the public address (default: SECONDREADING_PUBLIC_URL)")
    doctor.add_argument("--enrolment", default="", metavar="SECRET", help="try this enrolment secret as well")
    doctor.add_argument(
        "--authority", default="", metavar="FILE", help="a certificate authority to trust, in PEM"
    )
    doctor.add_argument(
        "--outside-only", action="store_true", help="look from here only, as any computer can"
    )
    doctor.set_defaults(module="doctor")


def _overlap(written: str) -> float:
    try:
        hours = float(written)
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= 24 * 366:
        raise argparse.ArgumentTypeError("must be from 0 to 8784 (a year)")
    return hours
