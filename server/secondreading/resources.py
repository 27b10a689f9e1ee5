"""Where the policy rules and the extension lie on disk.

In a checkout (and an editable install) both are top-level folders of the project;
in a wheel they lie inside the package, under a name that starts with an underscore.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class ResourceMissing(RuntimeError):
    """A folder that ships with the program is not there: the installation is broken."""


def policy_rules_folder() -> Path:
    """Return the folder of the packaged policy: `city.yaml`, `documents.yaml` and the rules by topic."""
    return _find("policy_rules", landmark="city.yaml")


def extension_folder() -> Path:
    """Return the folder of the browser extension, the one with `manifest.json`."""
    return _find("extension", landmark="manifest.json")


def _find(name: str, landmark: str) -> Path:
    # The package's own folder goes first: an installation must never pick up
    # a folder of the same name that happens to lie two levels above it.
    candidates = (_PACKAGE / f"_{name}", _PACKAGE.parent.parent / name)
    for folder in candidates:
        if (folder / landmark).is_file():
            return folder
    raise ResourceMissing(
        f"The folder {name}/ with {landmark} did not come with this installation of secondreading. "
        "Install it again from a release or a complete checkout."
    )
