"""The commands of the desk, as the command line shows them."""

from __future__ import annotations

import argparse


def add_desk(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add what keeps the policy: export, import, the audit log."""
    _add_policy(commands)
    _add_audit(commands)


def _add_policy(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    policy = commands.add_parser(
        "policy", help="export or import the policy as YAML files, for git or a mail"
    )
    actions = policy.add_subparsers(title="commands", metavar="COMMAND", required=True)
    export = actions.add_parser(
        "export",
        help="write the policy's files into a folder",
        description="Write the same YAML files as in policy_rules/. Files in the folder that the policy does "
        "not have are left alone and named.",
    )
    export.add_argument("folder", metavar="FOLDER")
    export.add_argument("--revision", type=int, help="which one (default: what the next change starts from)")
    export.set_defaults(module="policy", action_name="export")
    import_ = actions.add_parser(
        "import",
        help="publish the YAML files of a folder as a new revision",
        description="Take the files of a folder in the place of the whole policy. Everything wrong with them is "
        "told at once, by file and line; then nothing is changed. Running servers follow within two seconds. "
        "Exit status: 0 done, 2 not accepted.",
    )
    import_.add_argument("folder", metavar="FOLDER")
    import_.add_argument("--reason", required=True, help="why, in a sentence; the revision keeps it")
    import_.add_argument("--author", required=True, help="who; the revision keeps it")
    import_.add_argument(
        "--dry-run", action="store_true", help="only say what is wrong with the files, if anything"
    )
    import_.set_defaults(module="policy", action_name="import")


def _add_audit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    audit = commands.add_parser("audit", help="read or verify the log of who changed what")
    actions = audit.add_subparsers(title="commands", metavar="COMMAND", required=True)
    verify = actions.add_parser(
        "verify",
        help="find any entry that was changed or removed",
        description="Follow the chain of hashes through the whole log, and hold every revision against it. "
        "Prints the last hash: written down elsewhere, it proves later that nothing before it was rewritten. "
        "Exit status: 0 whole, 1 not.",
    )
    verify.add_argument(
        "--expect", metavar="HASH", help="a hash that was printed before; it has to be in the chain still"
    )
    verify.set_defaults(module="audit", action_name="verify")
    listing = actions.add_parser("list", help="print the newest entries")
    listing.add_argument("--limit", type=int, default=50, help="how many (default: 50)")
    listing.set_defaults(module="audit", action_name="list")
