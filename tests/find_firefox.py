"""Find a Firefox for the browser tests. Used by them and, as a command, by `.ci/prepare-browser`.

`FIREFOX=/path/to/browser` goes first.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

_COMMANDS = ("firefox-esr", "firefox")
_MAC_APPLICATION = Path("/Applications/Firefox.app/Contents/MacOS/firefox")


def find_firefox() -> Path | None:
    """Return the path of a Firefox, or None."""
    names = (os.environ.get("FIREFOX"), *map(shutil.which, _COMMANDS), str(_MAC_APPLICATION))
    return next((Path(name) for name in names if name and Path(name).is_file()), None)


if __name__ == "__main__":
    firefox = find_firefox()
    if firefox is None:
        sys.exit(1)
    print(firefox)
